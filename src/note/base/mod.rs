//! Reads a base: which notes a table lists, and what it says of each.
//!
//! In: the YAML of a `.base` file or of a `base` fence. Out: [`Base`], its expressions parsed. What the
//! application can do and a finished page cannot is an [`Unsupported`], which names the part and never
//! quotes the author's text. Not here: which notes fit (`page`).

mod expression;
mod function;
mod parse;
mod read;
#[cfg(test)]
mod tests;

pub use expression::{Expression, FileField, Operator, Property};
pub use function::Function;
pub(super) use read::read;

use std::fmt;

/// The most views of one base that are shown.
pub const BASE_VIEWS: usize = 16;
/// The most columns of a view that are shown.
pub const BASE_COLUMNS: usize = 32;

/// A base of a note, or a `.base` file.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedBase {
    /// The event that opens its fence; 0 in a `.base` file.
    pub event: usize,
    /// What it says.
    pub base: Result<Base, Unsupported>,
}

/// A base, understood.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Base {
    /// The formulas in the order of the file.
    pub formulas: Vec<(String, Result<Expression, Unsupported>)>,
    /// The names that columns were given.
    pub display_names: Vec<(Property, String)>,
    /// Its views; never empty.
    pub views: Vec<BaseView>,
}

/// One view of a base.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BaseView {
    /// Its name, or empty.
    pub name: String,
    /// Whether it asks for a list and not for a table.
    pub is_list: bool,
    /// What a file has to be to stand in it, the filter of the whole base included.
    pub filter: Option<Result<Expression, Unsupported>>,
    /// The columns.
    pub columns: Vec<Result<Property, Unsupported>>,
    /// What the rows are sorted by, and whether downwards.
    pub sort: Vec<(Result<Property, Unsupported>, bool)>,
    /// What the rows are grouped by, and whether downwards.
    pub group: Option<(Result<Property, Unsupported>, bool)>,
    /// How many rows it has at most.
    pub limit: Option<usize>,
    /// What the application would show besides.
    pub left_out: Vec<Unsupported>,
}

/// Something that only the application can do, named for a reader.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// A function that the application documents.
    Function(&'static str),
    /// A function that it does not: one of a plugin, or a slip.
    UnknownFunction,
    /// A property of a file.
    File(&'static str),
    /// A property of a file that is not documented.
    UnknownFileProperty,
    /// A regular expression.
    Pattern,
    /// Text that is no expression.
    Syntax,
    /// More than any base needs.
    Size,
    /// Formulas that need one another.
    Circle,
    /// A kind of view, such as a map.
    View,
    /// Sums below a column.
    Summaries,
    /// The file is not YAML, or not the shape of a base.
    Shape,
}

impl fmt::Display for Unsupported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Function(name) => write!(f, "the function {name}()"),
            Self::UnknownFunction => f.write_str("a function that Obsidian itself does not have"),
            Self::File(name) => write!(f, "the property file.{name}"),
            Self::UnknownFileProperty => f.write_str("a property that files do not have"),
            Self::Pattern => f.write_str("a regular expression"),
            Self::Syntax => f.write_str("an expression that could not be read"),
            Self::Size => f.write_str("an expression that is too long"),
            Self::Circle => f.write_str("formulas that need one another"),
            Self::View => f.write_str("its kind of view"),
            Self::Summaries => f.write_str("its summaries"),
            Self::Shape => f.write_str("its text, which is not that of a base"),
        }
    }
}
