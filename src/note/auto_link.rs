//! Which mentions of terms become links.

use serde::Serialize;

/// Which mentions of terms become links on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum AutoLink {
    /// The first one in a section.
    #[default]
    FirstInSection,
    /// Every one.
    All,
    /// None.
    Off,
}

impl AutoLink {
    /// Reads the word of a configuration or a note.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "first-in-section" | "true" => Some(Self::FirstInSection),
            "all" => Some(Self::All),
            "off" | "false" => Some(Self::Off),
            _ => None,
        }
    }
}
