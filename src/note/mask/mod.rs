//! A copy of the body in which what Markdown must not see is gone or stands as one opaque character.
//!
//! In: the text of a file and where its body starts. Out: [`Masked`], which maps every offset of the
//! copy back to the file. Comments are left out; formulas and addresses become a stand-in. Where there
//! is nothing to hide, the copy borrows the body.

mod blocks;
mod comment;
mod copy;
mod html;
mod inline;
mod line;
mod ticks;

use std::borrow::Cow;
use std::ops::Range;

use self::copy::Copy;
pub(super) use self::line::{fence, heading_mark, is_rule, line_ends, list_marker};
pub(super) use self::ticks::{Ticks, run_length};
use crate::diagnostic::Diagnostic;
use crate::source::{Place, SourcePath, Span};

/// How far one look ahead goes. What is longer is taken to hold something.
const REACH: usize = 256;

/// What a stand-in stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// A tag.
    Tag,
    /// A wikilink or embed.
    Wikilink,
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
            match &edit.stand_in {
                Some(StandIn::Words(words)) => restored.push_str(words),
                Some(_) => restored.push_str(&self.source[edit.source.clone()]),
                None => {}
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

/// Makes the copy of the body of `text`, which starts at `body_start`, and says what was noticed.
pub(super) fn mask<'t>(
    path: &SourcePath,
    text: &'t str,
    body_start: usize,
) -> (Masked<'t>, Option<Diagnostic>) {
    if !is_needed(&text.as_bytes()[body_start..]) {
        return (Masked::plain(text, body_start), None);
    }
    let Some(mut copy) = Copy::new(text, body_start) else { return (Masked::plain(text, body_start), None) };
    let unclosed = blocks::walk(text, body_start, &mut copy);
    let diagnostic = unclosed.map(|at| {
        copy.hide(at..text.len());
        let span = Span::new(at, at + "%%".len());
        Diagnostic::unclosed_comment(Place { path: path.clone(), span })
    });
    (copy.finish(), diagnostic)
}

/// Tells whether anything in the body may have to be hidden. May err on the side of yes.
fn is_needed(body: &[u8]) -> bool {
    let hides = |(at, byte): (usize, &u8)| {
        let next = body.get(at + 1).copied().unwrap_or_default();
        match byte {
            b'%' => next == b'%',
            b'$' => true,
            b'[' if next == b'[' => has_raw(&body[at + 2..]),
            b'[' => next.is_ascii_punctuation() && (next == b'!' || body.get(at + 2) == Some(&b']')),
            b'<' => matches!(next, b'h' | b'H') && body.get(at + 2).is_some_and(u8::is_ascii_digit),
            b':' => next == b'/' && has_markup(&body[at..]),
            b'#' => next == b'_' || has_markup(&body[at..]),
            _ => false,
        }
    };
    body.iter().enumerate().any(hides)
}

/// Tells whether the word that `body` opens with holds signs of Markdown.
fn has_markup(body: &[u8]) -> bool {
    let word = &body[..body.len().min(REACH)];
    let end = word.iter().position(u8::is_ascii_whitespace);
    let sign = |byte: &u8| matches!(byte, b'_' | b'*' | b'~' | b'\\' | b'[');
    word[..end.unwrap_or(word.len())].iter().any(sign) || (end.is_none() && body.len() > REACH)
}

/// Tells whether the wikilink that starts before `body` holds what Markdown would read as something else.
fn has_raw(body: &[u8]) -> bool {
    let near = &body[..body.len().min(REACH)];
    for pair in near.windows(2) {
        match *pair {
            [b']', b']'] | [b'\n' | b'\r', _] => return false,
            [first, second] if is_raw(first, second) => return true,
            _ => {}
        }
    }
    body.len() > REACH
}

/// Tells whether Markdown gives two characters a meaning that they do not have in a wikilink.
fn is_raw(first: u8, second: u8) -> bool {
    matches!((first, second), (b'`' | b'<', _) | (b']', b'(' | b'['))
}
