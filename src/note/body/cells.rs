//! How many cells the tables of a note have.
//!
//! A row that has fewer cells than its table gets empty ones, so that a short note may hold millions.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::diagnostic::{Text, words};

/// How many cells the tables of a note may have.
const MAX_CELLS: usize = 300_000;

/// The cells of all tables so far.
#[derive(Debug, Default)]
pub(super) struct Cells {
    count: usize,
    /// Whether the one that is being read is left out.
    leaves_out: bool,
}

impl Cells {
    /// Counts a cell. Tells whether it is the last that is shown.
    pub(super) fn count(&mut self) -> bool {
        self.count += 1;
        self.count == MAX_CELLS
    }

    /// Tells whether an event belongs to a cell that is one too many.
    pub(super) fn leave_out(&mut self, event: &Event<'_>) -> bool {
        if self.count < MAX_CELLS {
            return false;
        }
        self.leaves_out |= matches!(event, Event::Start(Tag::TableCell));
        let is_left_out = self.leaves_out;
        self.leaves_out &= !matches!(event, Event::End(TagEnd::TableCell));
        is_left_out
    }
}

/// Says that there are more cells than are shown.
pub(super) fn too_many() -> Text {
    words::LIMIT_CELLS.with(&[("limit", &MAX_CELLS)])
}
