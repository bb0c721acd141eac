//! Mends links: decides what is to be written where, shows it, and writes it.
//!
//! In: the notes of a vault, where their links lead, and what they mention. Out: [`Mending`], the edits that are safe and what
//! is left with the reason, the same as a difference to read, and the changed files on disk. Bytes that
//! are not part of an edit stay as they are. Not here: what a link may have meant (`graph`).

#![allow(clippy::disallowed_methods, reason = "this is the door through which notes are changed")]

mod destination;
mod difference;
mod link;
mod mention;
pub(crate) mod words;
mod write;

pub use difference::{Style, difference};
pub use link::links;
pub use mention::mentions;
pub use write::{Refused, write};

use std::collections::BTreeMap;

use crate::diagnostic::Text;
use crate::source::{Place, SourceFile, SourcePath, Span};

/// What is to be changed in a vault, and what is left for the author.
#[derive(Clone, Debug, Default)]
pub struct Mending {
    /// The edits of each file, in order of place; they do not overlap.
    pub edits: BTreeMap<SourcePath, Vec<Edit>>,
    /// What was not mended although something speaks for it.
    pub left: Vec<Left>,
    /// How many broken links there are that nothing is known of.
    pub unknown_count: usize,
}

/// A piece of text to be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// What comes there.
    pub text: String,
    /// What the link leads to then.
    pub to: SourcePath,
}

/// A link that was not mended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Left {
    /// Where it stands.
    pub place: Place,
    /// Its source text.
    pub raw: String,
    /// Why it was left.
    pub why: Text,
}

impl Mending {
    /// Returns how many places are changed.
    pub fn edit_count(&self) -> usize {
        self.edits.values().map(Vec::len).sum()
    }

    /// Leaves a file as it is, for this reason.
    pub fn leave(&mut self, file: &SourceFile, why: &Text) {
        let text = file.text();
        for edit in self.edits.remove(&file.path).unwrap_or_default() {
            let raw = text.get(edit.span.start..edit.span.end).unwrap_or_default().to_owned();
            let place = Place { path: file.path.clone(), span: edit.span };
            self.left.push(Left { place, raw, why: why.clone() });
        }
        self.left.sort_by(|a, b| a.place.cmp(&b.place));
    }
}

/// Returns a text with its edits made. They are in order of place and do not overlap.
pub fn edited(text: &str, edits: &[Edit]) -> String {
    let mut new = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in edits {
        new.push_str(&text[at..edit.span.start]);
        new.push_str(&edit.text);
        at = edit.span.end;
    }
    new.push_str(&text[at..]);
    new
}

/// Tells whether offsets in the text of a file are offsets in its bytes: it is UTF-8, and nothing in it had
/// to be replaced.
pub fn is_plain(file: &SourceFile) -> bool {
    file.text().as_bytes() == &*file.bytes
}
