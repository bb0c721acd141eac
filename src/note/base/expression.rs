//! The expressions of a base as trees.

use std::collections::HashSet;

use super::{Function, Unsupported};

/// An expression of a filter or a formula.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// A number.
    Number(f64),
    /// Text in quotes.
    Text(String),
    /// A list in brackets.
    List(Vec<Expression>),
    /// The row's file.
    File,
    /// The properties of the row's note.
    Note,
    /// The note that shows the base.
    This,
    /// A property of the row.
    Property(Property),
    /// `of.name`, where it is none of the above.
    Field(Box<Expression>, String),
    /// `of[index]`.
    Index(Box<Expression>, Box<Expression>),
    /// A call; the value that a method is called on comes first.
    Call(Function, Vec<Expression>),
    /// All of these hold.
    And(Vec<Expression>),
    /// One of these holds.
    Or(Vec<Expression>),
    /// It does not hold.
    Not(Box<Expression>),
    /// The number with the other sign.
    Negative(Box<Expression>),
    /// Two values joined or compared.
    Binary(Operator, Box<Expression>, Box<Expression>),
}

/// What joins or compares two values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
    /// `%`
    Remainder,
    /// `==`
    Equal,
    /// `!=`
    Unequal,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// A property of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Property {
    /// What the file itself has.
    File(FileField),
    /// A property of the note.
    Note(String),
    /// A formula of the base.
    Formula(String),
}

/// What a file itself has, as far as a finished page can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileField {
    /// The file, as a link.
    File,
    /// Its name with the extension.
    Name,
    /// Its name without.
    Basename,
    /// Its path.
    Path,
    /// Its folder.
    Folder,
    /// Its extension.
    Extension,
    /// Its tags.
    Tags,
    /// The files that it links to.
    Links,
    /// The files that it embeds.
    Embeds,
    /// The files that link to it.
    Backlinks,
}

/// File properties of the application that change with the machine or the minute.
const UNSUPPORTED: &[&str] = &["size", "ctime", "mtime", "properties"];

impl FileField {
    /// Reads the name behind `file.`.
    ///
    /// # Errors
    ///
    /// When a finished page cannot know it.
    pub fn named(name: &str) -> Result<Self, Unsupported> {
        Ok(match name {
            "file" => Self::File,
            "name" => Self::Name,
            "basename" => Self::Basename,
            "path" => Self::Path,
            "folder" => Self::Folder,
            "ext" => Self::Extension,
            "tags" => Self::Tags,
            "links" => Self::Links,
            "embeds" => Self::Embeds,
            "backlinks" => Self::Backlinks,
            other => {
                let known = UNSUPPORTED.iter().find(|known| **known == other);
                return Err(known.map_or(Unsupported::UnknownFileProperty, |name| Unsupported::File(name)));
            }
        })
    }

    /// Returns the name behind `file.`, in words.
    pub fn label(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Name => "file name",
            Self::Basename => "file base name",
            Self::Path => "file path",
            Self::Folder => "folder",
            Self::Extension => "file extension",
            Self::Tags => "tags",
            Self::Links => "links",
            Self::Embeds => "embeds",
            Self::Backlinks => "backlinks",
        }
    }
}

impl Property {
    /// Reads a property as it stands in `order`, `sort` and `properties`: `file.name`, `note.age`, `age`,
    /// `formula.price`.
    ///
    /// # Errors
    ///
    /// When a finished page cannot know it.
    pub fn named(id: &str) -> Result<Self, Unsupported> {
        Ok(match id.split_once('.') {
            Some(("file", name)) => Self::File(FileField::named(name)?),
            Some(("note", name)) => Self::Note(name.to_owned()),
            Some(("formula", name)) => Self::Formula(name.to_owned()),
            _ => Self::Note(id.to_owned()),
        })
    }

    /// Returns what a column of it is called unless its author gave it a name.
    pub fn label(&self) -> &str {
        match self {
            Self::File(field) => field.label(),
            Self::Note(name) | Self::Formula(name) => name,
        }
    }
}

impl Expression {
    /// Gathers the names of the formulas that an expression needs.
    pub fn formulas<'e>(&'e self, names: &mut HashSet<&'e str>) {
        if let Self::Property(Property::Formula(name)) = self {
            names.insert(name);
        }
        for part in self.parts() {
            part.formulas(names);
        }
    }

    /// Returns how many expressions stand inside of one another, at most `limit`.
    pub(super) fn height(&self, limit: usize) -> usize {
        if limit == 0 {
            return 0;
        }
        1 + self.parts().map(|part| part.height(limit - 1)).max().unwrap_or(0)
    }

    fn parts(&self) -> Box<dyn Iterator<Item = &Self> + '_> {
        match self {
            Self::List(parts) | Self::Call(_, parts) | Self::And(parts) | Self::Or(parts) => {
                Box::new(parts.iter())
            }
            Self::Field(of, _) | Self::Not(of) | Self::Negative(of) => Box::new(std::iter::once(&**of)),
            Self::Index(left, right) | Self::Binary(_, left, right) => {
                Box::new([&**left, &**right].into_iter())
            }
            _ => Box::new(std::iter::empty()),
        }
    }
}
