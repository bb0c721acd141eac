//! Pages that could not be made, told once for each place in a template.
//!
//! In: what went wrong, page by page. Out: findings, each with its first page, the note that this page is of,
//! and how many more there are: what a template does wrong it does on many pages.

use std::collections::HashMap;

use crate::diagnostic::Diagnostic;
use crate::source::SourcePath;
use crate::theme::TemplateError;

/// A page or its picture that could not be made.
#[derive(Clone)]
pub(super) struct Failed {
    pub(super) error: TemplateError,
    /// The note that the page shows.
    pub(super) note: Option<SourcePath>,
}

/// What went wrong so far, in the order in which it was met.
#[derive(Default)]
pub(super) struct Failures {
    met: Vec<Failure>,
    places: HashMap<(String, usize, usize, String), usize>,
}

struct Failure {
    error: TemplateError,
    note: Option<SourcePath>,
    others: usize,
}

impl Failures {
    /// Notes that something could not be made.
    pub(super) fn add(&mut self, Failed { error, note }: Failed) {
        // Where a line is known, what is said of it may differ from page to page.
        let message = if error.line == 0 { error.message.clone() } else { String::new() };
        let place = (error.file.clone(), error.line, error.column, message);
        if let Some(at) = self.places.get(&place) {
            self.met[*at].others += 1;
            return;
        }
        self.places.insert(place, self.met.len());
        self.met.push(Failure { error, note, others: 0 });
    }

    /// Says it all.
    pub(super) fn told(self) -> impl Iterator<Item = Diagnostic> {
        self.met.into_iter().map(|failure| failure.error.diagnostic_of(failure.note.as_ref(), failure.others))
    }
}
