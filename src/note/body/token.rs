//! The inline content of one text block while it is being worked on.

use std::borrow::Cow;
use std::ops::Range;

use crate::note::event::{Element, Event};

/// One piece of a text block. Ranges are offsets of the masked copy.
#[derive(Clone, Debug)]
pub(super) struct Token<'t> {
    pub(super) kind: Kind<'t>,
    pub(super) range: Range<usize>,
}

/// What a piece is.
#[derive(Clone, Debug)]
pub(super) enum Kind<'t> {
    /// Opens an element.
    Open(Element),
    /// Closes the innermost open element.
    Close,
    /// Text that stands in the copy as it is: syntax of ours may be in it.
    Run {
        /// Whether a backslash before the range takes the meaning of its first character.
        escaped: bool,
    },
    /// Text that is written otherwise in the copy; free of syntax.
    Words(Cow<'t, str>),
    /// `==` that may open or close a highlight.
    Mark {
        /// Whether a highlight may start here.
        opens: bool,
        /// Whether a highlight may end here.
        closes: bool,
    },
    /// A bracket that may belong to an inline footnote: `^[`, `[` or `]`.
    Bracket(Bracket),
    /// Anything else.
    Event(Event),
}

/// A bracket in running text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bracket {
    /// `^[`.
    Note,
    /// `[`.
    Open,
    /// `]`.
    Close,
}

impl Token<'_> {
    /// Tells whether this is a line break of either kind.
    pub(super) fn is_break(&self) -> bool {
        matches!(self.kind, Kind::Event(Event::SoftBreak | Event::HardBreak))
    }

    /// Returns the text that this token adds for a reader, as the copy `text` has it.
    pub(super) fn visible<'a>(&'a self, text: &'a str) -> Cow<'a, str> {
        match &self.kind {
            Kind::Run { .. } | Kind::Mark { .. } | Kind::Bracket(_) => text[self.range.clone()].into(),
            Kind::Words(words) => words.as_ref().into(),
            Kind::Event(Event::Code(code)) => code.as_ref().into(),
            Kind::Event(Event::Math(formula)) => formula.tex.as_ref().into(),
            Kind::Event(Event::Tag(name)) => format!("#{name}").into(),
            Kind::Event(Event::SoftBreak | Event::HardBreak) => " ".into(),
            Kind::Open(_) | Kind::Close | Kind::Event(_) => "".into(),
        }
    }
}

/// Returns the visible text of a block, blanks collapsed and trimmed.
pub(super) fn visible_text(tokens: &[Token<'_>], text: &str) -> String {
    let mut visible = String::new();
    for token in tokens {
        push_collapsed(&mut visible, &token.visible(text));
    }
    visible.truncate(visible.trim_end().len());
    visible
}

/// Appends `words` with runs of white space as one blank, none at the start.
pub(super) fn push_collapsed(visible: &mut String, words: &str) {
    let mut rest = words;
    while !rest.is_empty() {
        let end = rest.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(rest.len());
        if rest[..end].contains('\0') {
            visible.push_str(&rest[..end].replace('\0', "\u{fffd}"));
        } else {
            visible.push_str(&rest[..end]);
        }
        rest = &rest[end..];
        let word = rest.bytes().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(rest.len());
        if word > 0 && !visible.is_empty() && !visible.ends_with(' ') {
            visible.push(' ');
        }
        rest = &rest[word..];
    }
}
