//! What is open while Markdown is written.

use crate::note::Alignment;

/// What is open, and how it closes.
pub(super) enum Frame {
    /// A block, or something that needs no mark.
    Plain,
    /// Something on one line: a heading, the title of a callout.
    Line,
    /// A block that stands in a container.
    Inside,
    /// Inline, closed by this text.
    Mark(String),
    /// Blocks of code: language and text so far.
    Code(String, String),
    /// A query, whose text is not for readers: its language, and the event that opened it.
    Query(String, usize),
    /// Raw HTML so far.
    Html(String),
    /// A list: the number of the next item.
    List(Option<u64>),
    /// A table: the alignment of its columns.
    Table(Box<[Alignment]>),
    /// The head of a table.
    Head,
    /// A row of a table.
    Row,
    /// A cell of a table.
    Cell,
}
