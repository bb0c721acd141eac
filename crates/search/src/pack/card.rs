//! Cards: what hits show of a note.
//!
//! The card of a large note stands in several parts, each with the texts of some sections: a hit shows one, and
//! who found it should not have to fetch all others. The first part has the headings of all.

use std::ops::Range;

use super::{Bytes, put, put_text};
use crate::document::Kind;

/// What is shown of a note that was found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Card {
    /// The vault path.
    pub(crate) path: String,
    /// The path of the page.
    pub(crate) permalink: String,
    /// The title.
    pub(crate) title: String,
    /// The kind of page.
    pub(crate) kind: Kind,
    /// The sections, one for each indexed document of the note.
    pub(crate) sections: Vec<CardSection>,
}

/// A section as a card has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct CardSection {
    /// The heading.
    pub(crate) heading: Option<String>,
    /// The heading anchor.
    pub(crate) anchor: Option<String>,
    /// The whole text; empty where another part of the card has it.
    pub(crate) text: String,
}

impl Card {
    /// Appends a part of the card: the texts of some sections and their headings, the first part all headings.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn put(&self, texts: Range<usize>, out: &mut Vec<u8>) {
        put_text(out, &self.path);
        put_text(out, &self.permalink);
        put_text(out, &self.title);
        put(out, self.kind.code());
        let headings = if texts.start == 0 { 0..self.sections.len() } else { texts.clone() };
        put(out, headings.start as u64);
        put(out, headings.len() as u64);
        for section in &self.sections[headings] {
            put_optional(out, section.heading.as_deref());
            put_optional(out, section.anchor.as_deref());
        }
        put(out, texts.len() as u64);
        for section in &self.sections[texts] {
            put_text(out, &section.text);
        }
    }

    /// Reads a part of a card of so many sections; `None` where the bytes are none.
    pub(crate) fn read(bytes: &mut Bytes<'_>, sections: usize) -> Option<Self> {
        let mut card = Self {
            path: bytes.text()?.to_owned(),
            permalink: bytes.text()?.to_owned(),
            title: bytes.text()?.to_owned(),
            kind: Kind::from_code(bytes.number()?),
            sections: vec![CardSection::default(); sections],
        };
        let start = bytes.count()?;
        let headings = start..start.checked_add(bytes.count()?)?;
        for section in card.sections.get_mut(headings)? {
            bytes.optional_text(&mut section.heading)?;
            bytes.optional_text(&mut section.anchor)?;
        }
        let texts = start..start.checked_add(bytes.count()?)?;
        for section in card.sections.get_mut(texts)? {
            bytes.text()?.clone_into(&mut section.text);
        }
        Some(card)
    }
}

/// Appends a text that may be absent: 0, or 1 and the text.
#[cfg(not(target_arch = "wasm32"))]
fn put_optional(out: &mut Vec<u8>, text: Option<&str>) {
    put(out, u64::from(text.is_some()));
    if let Some(text) = text {
        put_text(out, text);
    }
}
