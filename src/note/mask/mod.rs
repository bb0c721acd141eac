//! A copy of the body in which what Markdown must not see is gone or stands as one opaque character.
//!
//! In: the text of a file and where its body starts. Out: [`Masked`], which maps every offset of the
//! copy back to the file. Comments are left out; formulas and addresses become a stand-in. Where there
//! is nothing to hide, the copy borrows the body.

use std::borrow::Cow;
use std::ops::Range;

use crate::source::Span;

/// What a stand-in stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(dead_code, reason = "the copy is the body itself so far")]
pub(super) enum StandIn {
    /// A formula.
    Math {
        /// Whether it was written with two signs.
        display: bool,
        /// The source between the signs.
        tex: String,
    },
    /// A bare address.
    Url,
    /// Text without any syntax.
    Words(String),
    /// The character between the brackets of a task.
    TaskMark(char),
}

/// A place where the copy differs from the file.
#[derive(Clone, Debug)]
struct Edit {
    copy: Range<usize>,
    source: Range<usize>,
    stand_in: Option<StandIn>,
}

/// The copy.
#[derive(Debug)]
pub(super) struct Masked<'t> {
    /// The text to parse.
    pub(super) text: Cow<'t, str>,
    source: &'t str,
    base: usize,
    edits: Vec<Edit>,
}

impl<'t> Masked<'t> {
    /// Takes the body as it is.
    pub(super) fn plain(source: &'t str, base: usize) -> Self {
        Self { text: Cow::Borrowed(&source[base..]), source, base, edits: Vec::new() }
    }

    /// Returns the place in the file of a range of the copy.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let start = self.source_start(range.start);
        Span::new(start, self.source_end(range.end).max(start))
    }

    /// Returns the text of the file for a range of the copy, without what was left out on purpose.
    pub(super) fn restore(&self, range: Range<usize>) -> Cow<'_, str> {
        let first = self.edits.partition_point(|edit| edit.copy.end <= range.start);
        let edits = self.edits[first..].iter().take_while(|edit| edit.copy.start < range.end);
        let mut restored = String::new();
        let mut at = range.start;
        for edit in edits {
            restored.push_str(&self.text[at..edit.copy.start.max(at)]);
            if edit.stand_in.is_some() {
                restored.push_str(&self.source[edit.source.clone()]);
            }
            at = edit.copy.end.max(at);
        }
        if at == range.start {
            return Cow::Borrowed(&self.text[range]);
        }
        restored.push_str(&self.text[at..range.end.max(at)]);
        Cow::Owned(restored)
    }

    /// Returns the first stand-in that starts in a range of the copy.
    pub(super) fn stand_in(&self, range: &Range<usize>) -> Option<(Range<usize>, &StandIn)> {
        if self.edits.is_empty() {
            return None;
        }
        let first = self.edits.partition_point(|edit| edit.copy.start < range.start);
        let mut edits = self.edits[first..].iter().take_while(|edit| edit.copy.start < range.end);
        edits.find_map(|edit| Some((edit.copy.clone(), edit.stand_in.as_ref()?)))
    }

    fn source_start(&self, at: usize) -> usize {
        match self.edits.partition_point(|edit| edit.copy.start <= at).checked_sub(1) {
            None => self.base + at,
            Some(index) => {
                let edit = &self.edits[index];
                if at < edit.copy.end { edit.source.start } else { edit.source.end + at - edit.copy.end }
            }
        }
    }

    fn source_end(&self, at: usize) -> usize {
        match self.edits.partition_point(|edit| edit.copy.start < at).checked_sub(1) {
            None => self.base + at,
            Some(index) => {
                let edit = &self.edits[index];
                edit.source.end + at.saturating_sub(edit.copy.end)
            }
        }
    }
}

/// Makes the copy of the body of `text`, and says what was noticed.
pub(super) fn mask<'t>(
    _path: &crate::source::SourcePath,
    text: &'t str,
    body_start: usize,
) -> (Masked<'t>, Vec<crate::diagnostic::Diagnostic>) {
    (Masked::plain(text, body_start), Vec::new())
}
