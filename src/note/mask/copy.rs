//! Builds the copy from left to right.

use std::borrow::Cow;
use std::ops::Range;

use super::{Edit, Masked, StandIn};

/// A copy that is being made. Places in the source must come in order.
#[derive(Debug)]
pub(super) struct Copy<'t> {
    source: &'t str,
    base: usize,
    text: String,
    /// What stands before this offset of the source has been copied.
    copied: usize,
    edits: Vec<Edit>,
    /// A character that the source does not hold.
    opaque: char,
}

impl<'t> Copy<'t> {
    /// Starts a copy of `source` from `base` on. `None` when the author uses all characters that could
    /// stand for something; nobody does.
    pub(super) fn new(source: &'t str, base: usize) -> Option<Self> {
        // Characters for private use are neither blank nor punctuation, so that emphasis beside one
        // works as it does beside a letter.
        let opaque = ('\u{e000}'..'\u{e010}').find(|c| !source[base..].contains(*c))?;
        Some(Self { source, base, text: String::new(), copied: base, edits: Vec::new(), opaque })
    }

    /// Returns the offset of the source before which nothing can be edited any more.
    pub(super) fn edited_to(&self) -> usize {
        self.copied
    }

    /// Leaves a range of the source out.
    pub(super) fn hide(&mut self, source: Range<usize>) {
        let at = self.copy_to(source.start);
        self.edits.push(Edit { copy: at..at, source: source.clone(), stand_in: None });
        self.copied = source.end;
    }

    /// Puts one opaque character in the place of a range of the source.
    pub(super) fn replace(&mut self, source: Range<usize>, stand_in: StandIn) {
        let at = self.copy_to(source.start);
        self.text.push(self.opaque);
        let copy = at..self.text.len();
        self.copied = source.end;
        self.edits.push(Edit { copy, source, stand_in: Some(stand_in) });
    }

    /// Puts text into the copy that the source does not hold.
    pub(super) fn insert(&mut self, at: usize, text: &str) {
        let start = self.copy_to(at);
        self.text.push_str(text);
        self.edits.push(Edit { copy: start..self.text.len(), source: at..at, stand_in: None });
    }

    /// Ends the copy.
    pub(super) fn finish(mut self) -> Masked<'t> {
        if self.edits.is_empty() {
            return Masked::plain(self.source, self.base);
        }
        self.copy_to(self.source.len());
        Masked { text: Cow::Owned(self.text), source: self.source, base: self.base, edits: self.edits }
    }

    fn copy_to(&mut self, at: usize) -> usize {
        debug_assert!(at >= self.copied, "edits come in order of place");
        let at = at.max(self.copied);
        self.text.push_str(&self.source[self.copied..at]);
        self.copied = at;
        self.text.len()
    }
}
