//! What is known of a link that leads nowhere.

use super::Code;

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkKind {
    /// `[[target]]`.
    Wikilink,
    /// `[text](target)` and the other forms of Markdown.
    Markdown,
    /// Anything with `!` in front.
    Embed,
    /// A property whose value is a wikilink.
    Property,
    /// A card of a canvas, or a link in one.
    Canvas,
}

impl LinkKind {
    /// Returns the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wikilink => "wikilink",
            Self::Markdown => "markdown",
            Self::Embed => "embed",
            Self::Property => "property",
            Self::Canvas => "canvas",
        }
    }
}

/// Why a link leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// Nothing has that name.
    MissingNote,
    /// The same, and the name is that of an attachment.
    MissingFile,
    /// The note exists, the heading does not.
    MissingHeading,
    /// The note exists, the block does not.
    MissingBlock,
    /// The target exists, and is kept back.
    Unpublished,
    /// `../` leads above the vault.
    OutsideVault,
}

impl Reason {
    /// Returns the stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MissingNote => "missing-note",
            Self::MissingFile => "missing-file",
            Self::MissingHeading => "missing-heading",
            Self::MissingBlock => "missing-block",
            Self::Unpublished => "unpublished",
            Self::OutsideVault => "outside-vault",
        }
    }

    /// Returns the code under which such a link is reported.
    pub fn code(self) -> Code {
        match self {
            Self::MissingNote => Code::BrokenLink,
            Self::MissingFile => Code::MissingFile,
            Self::MissingHeading => Code::BrokenHeading,
            Self::MissingBlock => Code::BrokenBlock,
            Self::Unpublished => Code::UnpublishedLink,
            Self::OutsideVault => Code::OutsideVault,
        }
    }
}

/// All that is known of a link that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenLink {
    /// The source text of the whole link.
    pub raw: String,
    /// The destination with its fragment, without display text, trimmed.
    pub target: String,
    /// Why it leads nowhere.
    pub reason: Reason,
    /// How it is written.
    pub kind: LinkKind,
    /// The best guess at what was meant: a vault path, heading text, or a block id.
    pub suggestion: Option<String>,
    /// What could be written instead inside the brackets, best first.
    pub suggestions: Vec<String>,
}
