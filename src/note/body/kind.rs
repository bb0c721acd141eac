//! What the Markdown parser calls things, in our own words.

use pulldown_cmark::{CodeBlockKind, HeadingLevel};

use crate::note::event::{Alignment, Element, Fence};

pub(super) fn level_number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

pub(super) fn alignment(alignment: pulldown_cmark::Alignment) -> Alignment {
    match alignment {
        pulldown_cmark::Alignment::None => Alignment::None,
        pulldown_cmark::Alignment::Left => Alignment::Left,
        pulldown_cmark::Alignment::Center => Alignment::Center,
        pulldown_cmark::Alignment::Right => Alignment::Right,
    }
}

pub(super) fn code_block(kind: &CodeBlockKind<'_>) -> Element {
    let info = match kind {
        CodeBlockKind::Fenced(info) => info.trim(),
        CodeBlockKind::Indented => "",
    };
    let language = info.split([' ', '\t', ',', '{']).next().unwrap_or_default();
    Element::CodeBlock(Box::new(Fence { language: language.into(), info: info.into() }))
}
