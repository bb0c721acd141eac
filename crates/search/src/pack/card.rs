//! Cards: what hits show of a note.

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
    /// The whole text.
    pub(crate) text: String,
}

impl Card {
    /// Appends the card.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn put(&self, out: &mut Vec<u8>) {
        put_text(out, &self.path);
        put_text(out, &self.permalink);
        put_text(out, &self.title);
        put(out, self.kind.code());
        put(out, self.sections.len() as u64);
        for section in &self.sections {
            put_optional(out, section.heading.as_deref());
            put_optional(out, section.anchor.as_deref());
            put_text(out, &section.text);
        }
    }

    /// Reads a card; `None` where the bytes are none.
    pub(crate) fn read(bytes: &mut Bytes<'_>) -> Option<Self> {
        let mut card = Self {
            path: bytes.text()?.to_owned(),
            permalink: bytes.text()?.to_owned(),
            title: bytes.text()?.to_owned(),
            kind: Kind::from_code(bytes.number()?),
            sections: Vec::new(),
        };
        for _ in 0..bytes.count()? {
            let mut section = CardSection::default();
            bytes.optional_text(&mut section.heading)?;
            bytes.optional_text(&mut section.anchor)?;
            bytes.text()?.clone_into(&mut section.text);
            card.sections.push(section);
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
