//! What is indexed: documents of sections.
//!
//! A document is one page that can be found, a section is what a hit leads to. The texts are plain:
//! no Markdown, no HTML.

use serde::{Deserialize, Serialize};

/// A page that can be found, with everything that it can be found by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// The vault path of the note, for `path:` and `file:`.
    pub path: String,
    /// The path of the page in the site; unique, since it settles ties.
    pub permalink: String,
    /// The title, as it is shown.
    pub title: String,
    /// Other names of the note; each counts as much as the title.
    pub aliases: Vec<String>,
    /// Tags without `#`; `a/b` is found by `tag:a` as well.
    pub tags: Vec<String>,
    /// The language as a BCP 47 tag, for `lang:`. Words are stemmed by their script, not by this.
    pub lang: String,
    /// What kind of page it is, for `is:`.
    pub kind: Kind,
    /// What the scores of this document are multiplied by; 1 leaves them as they are.
    pub boost: f32,
    /// The text, cut at its headings, in the order of the page.
    pub sections: Vec<Section>,
}

/// A heading with the text below it, up to the next heading.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Section {
    /// The heading; `None` for the text before the first one.
    pub heading: Option<String>,
    /// The heading anchor that a hit leads to; `None` leads to the top of the page.
    pub anchor: Option<String>,
    /// The text below the heading.
    pub text: String,
}

/// What kind of page a document is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A note of the vault.
    #[default]
    Note,
    /// A glossary term; a little ahead of a note that scores the same.
    Term,
    /// The page of a folder.
    Folder,
    /// The page of a tag.
    Tag,
}

impl Kind {
    /// All kinds, in the order of their codes.
    const ALL: [Self; 4] = [Self::Note, Self::Term, Self::Folder, Self::Tag];

    /// Returns the word after `is:`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Term => "term",
            Self::Folder => "folder",
            Self::Tag => "tag",
        }
    }

    /// Returns the number that stands for the kind in a pack.
    pub(crate) fn code(self) -> u64 {
        Self::ALL.iter().position(|kind| *kind == self).map_or(0, |code| code as u64)
    }

    /// Returns the kind of a code; an unknown one is a note.
    pub(crate) fn from_code(code: u64) -> Self {
        usize::try_from(code).ok().and_then(|code| Self::ALL.get(code)).copied().unwrap_or_default()
    }
}
