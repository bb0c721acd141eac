//! What is open at a point of the walk, and what it takes to close it.

use crate::note::Size;

/// What was opened, and what it takes to close it.
pub(super) struct Frame {
    /// How many elements to close.
    pub(super) elements: usize,
    /// For a paragraph: whether its `<p>` stands. It is opened by the first inline event in it, so that
    /// a block that must not stand inside leaves no empty paragraph behind.
    pub(super) paragraph: Option<Paragraph>,
    /// Whether a `div` may stand right here.
    pub(super) takes_blocks: bool,
    /// What the element turned out to be, where its end depends on it.
    pub(super) role: Role,
}

/// A paragraph that may not stand yet.
pub(super) struct Paragraph {
    pub(super) is_open: bool,
    pub(super) id: Option<String>,
}

impl Frame {
    /// Tells whether this is a paragraph in which words stand already.
    pub(super) fn is_open_paragraph(&self) -> bool {
        self.paragraph.as_ref().is_some_and(|paragraph| paragraph.is_open)
    }
}

/// Whether a block may stand where the walk is.
pub(super) enum Room {
    /// It may; the id that waited for the paragraph goes to it.
    Made { id: Option<String> },
    /// Only words may stand here.
    None,
}

/// Why an element is open.
#[derive(PartialEq)]
pub(super) enum Role {
    Plain,
    /// Code is gathered until its end, since it is coloured as a whole.
    Code {
        language: String,
        text: String,
        id: Option<String>,
    },
    /// A callout, whose title depends on it.
    Callout,
    /// The visible text of an embed is gathered: it is the alternative text of a picture.
    Embed {
        link: usize,
        size: Size,
        text: String,
    },
    /// The same for a picture of another site.
    Picture {
        url: String,
        title: String,
        size: Size,
        text: String,
    },
    /// A heading: its permalink follows its text.
    Heading {
        id: String,
        text: String,
    },
    /// The title of a callout without words of its own.
    CalloutTitle {
        default: String,
        is_empty: bool,
    },
    /// A table, with its columns in [`Walk::columns`].
    Table,
    TableHead,
}
