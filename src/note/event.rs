//! The body of a note as a flat list of events.

use crate::source::Span;

/// Events in order of place.
pub type Events = Vec<SpannedEvent>;

/// An event and the source that it was made from.
#[derive(Clone, Debug, PartialEq)]
pub struct SpannedEvent {
    /// What it is.
    pub event: Event,
    /// Where it stands in the text of the file.
    pub span: Span,
}

/// One step through the body of a note. Text is as the reader sees it, not yet escaped.
///
/// A vault is held as millions of them, so what is rare and long stands in a box.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// Opens an element; its [`Event::End`] follows.
    Start(Element),
    /// Closes the innermost open element.
    End,
    /// Visible text.
    Text(Box<str>),
    /// Inline code.
    Code(Box<str>),
    /// A formula.
    Math(Box<Formula>),
    /// Raw HTML as written, not yet cleaned: a tag in running text, or lines of an [`Element::HtmlBlock`].
    Html(Box<str>),
    /// A line break of the source that is not shown as one.
    SoftBreak,
    /// A line break.
    HardBreak,
    /// A rule between sections.
    Rule,
    /// A tag, without `#`, as written.
    Tag(Box<str>),
    /// A reference to the footnote of this index in [`super::Note::footnotes`].
    FootnoteReference(usize),
}

/// What an opened element is.
#[derive(Clone, Debug, PartialEq)]
pub enum Element {
    /// A paragraph. The text of a tight list item has none around it.
    Paragraph,
    /// The heading of this index in [`super::Note::headings`].
    Heading(usize),
    /// A quote.
    Quote,
    /// A callout; holds a [`Element::CalloutTitle`] and, unless empty, a [`Element::CalloutContent`].
    Callout(Box<Callout>),
    /// The title of a callout: inline events; without any, the default title is to be shown.
    CalloutTitle,
    /// The body of a callout.
    CalloutContent,
    /// A block of code: text events.
    CodeBlock(Box<Fence>),
    /// A block of raw HTML: [`Event::Html`] lines.
    HtmlBlock,
    /// A list.
    List {
        /// The first number of an ordered list.
        start: Option<u64>,
    },
    /// An item of a list.
    Item {
        /// The character between the brackets of a task.
        task: Option<char>,
    },
    /// A table: a [`Element::TableHead`], then [`Element::TableRow`]s.
    Table {
        /// One for each column.
        alignments: Box<[Alignment]>,
    },
    /// The head of a table: cells.
    TableHead,
    /// A row of a table: cells.
    TableRow,
    /// A cell of a table.
    TableCell,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Struck out.
    Strikethrough,
    /// Highlighted.
    Highlight,
    /// The internal link of this index in [`super::Note::links`]: its visible text, which for a
    /// wikilink without display text is the default text, and nothing for a hidden link.
    Link(usize),
    /// The embed of this index in [`super::Note::links`]: its alternative text, without a size.
    Embed {
        /// Index in [`super::Note::links`].
        link: usize,
        /// The size asked for.
        size: Box<Size>,
    },
    /// A link to another site: its visible text.
    ExternalLink(Box<External>),
    /// A picture of another site, of the size asked for: its alternative text.
    ExternalImage(Box<External>, Box<Size>),
}

/// A formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    /// Whether it stands on a line of its own.
    pub display: bool,
    /// The TeX source between the dollar signs.
    pub tex: Box<str>,
}

/// How a block of code is marked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The first word of the info string, empty when there is none.
    pub language: Box<str>,
    /// The whole info string.
    pub info: Box<str>,
}

/// What lies on another site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct External {
    /// The address as written, percent-encoding untouched.
    pub url: Box<str>,
    /// The title, or empty.
    pub title: Box<str>,
}

impl External {
    /// Makes one, ready for an [`Element`].
    pub fn boxed(url: impl Into<Box<str>>, title: impl Into<Box<str>>) -> Box<Self> {
        Box::new(Self { url: url.into(), title: title.into() })
    }
}

impl Element {
    /// Returns whether it stands on lines of its own, so that no word goes on beyond it.
    pub fn is_block(&self) -> bool {
        !matches!(
            self,
            Self::Emphasis
                | Self::Strong
                | Self::Strikethrough
                | Self::Highlight
                | Self::Link(_)
                | Self::Embed { .. }
                | Self::ExternalLink(_)
                | Self::ExternalImage(..)
        )
    }
}

/// The size of a picture or player in pixels, as far as the author gave one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Size {
    /// The width.
    pub width: Option<u32>,
    /// The height.
    pub height: Option<u32>,
}

/// What is written in the first line of a callout, but for its title.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callout {
    /// The type as written, in lower case.
    pub kind: String,
    /// The built-in type that it belongs to: `abstract`, `tip`, `success`, `question`, `warning`,
    /// `failure`, `danger`, `quote`, `note`, `info`, `todo`, `bug` or `example`.
    pub family: &'static str,
    /// The text behind a bar in the type, or empty.
    pub metadata: String,
    /// Whether it folds.
    pub fold: Fold,
}

/// Whether a callout folds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// It does not.
    None,
    /// It does, and is open at first.
    Open,
    /// It does, and is closed at first.
    Closed,
}

/// The alignment of a table column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// None asked for.
    None,
    /// Left.
    Left,
    /// Centre.
    Center,
    /// Right.
    Right,
}

/// Returns whether a block of code in this language is a diagram, to be drawn by the reader's browser.
pub fn is_diagram(language: &str) -> bool {
    language.eq_ignore_ascii_case("mermaid")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_are_small() {
        assert!(size_of::<SpannedEvent>() <= 40, "{}", size_of::<SpannedEvent>());
    }
}
