//! The query language: what was typed, as a value.
//!
//! In: any text. Out: a [`Query`]; every text is one, there is no wrong input. Not here: what the
//! index holds of it (`find`).
//!
//! All words are wanted. `"…"` is a phrase, `-` before anything means without it, `OR` between two
//! things means either. `tag:`, `path:`, `file:`, `title:`, `lang:` and `is:` restrict; any other
//! word before a colon is text. The last word is taken as unfinished, unless white space follows.

mod parse;

pub(crate) use parse::parse;

/// A query, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    /// All of these are wanted.
    pub(crate) wanted: Vec<Clause>,
    /// None of these is wanted.
    pub(crate) unwanted: Vec<Atom>,
    /// The stems of all wanted text, in order, to compare with names.
    pub(crate) name: String,
}

/// A demand that any of its atoms meets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    /// The alternatives; never empty.
    pub(crate) any: Vec<Atom>,
    /// Byte range in the query of the white-space-delimited piece that it comes from.
    pub(crate) span: (usize, usize),
}

impl Clause {
    /// Returns whether the clause asks for text, rather than restricts where to look.
    pub(crate) fn is_text(&self) -> bool {
        self.any.iter().any(|atom| !matches!(atom, Atom::Filter(_)))
    }

    /// Returns the word of a clause that is nothing but one word.
    pub(crate) fn word(&self) -> Option<&Word> {
        match self.any.as_slice() {
            [Atom::Word(word)] => Some(word),
            _ => None,
        }
    }
}

/// One thing that a section can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Atom {
    /// A word, in any of its inflections.
    Word(Word),
    /// Forms that stand side by side as they are.
    Phrase(Vec<String>),
    /// A property of the note.
    Filter(Filter),
}

/// A word as a whole, or all of its parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    /// The form of all of it; `None` where only the parts are known to the index.
    pub(crate) whole: Option<String>,
    /// The forms it consists of, all of which must be found where the whole is not; may be empty.
    pub(crate) parts: Vec<String>,
    /// Whether it may go on.
    pub(crate) open: bool,
    /// Byte range of the word in the query.
    pub(crate) span: (usize, usize),
}

/// A demand on the note: all of the values, each in the form of the index without the operator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Filter {
    /// The operator.
    pub(crate) operator: Operator,
    /// What must be there, all of it.
    pub(crate) values: Vec<String>,
    /// Whether each value may go on.
    pub(crate) open: bool,
}

/// What can be asked of a note other than its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    /// A tag or a tag above it.
    Tag,
    /// Words of the vault path.
    Path,
    /// Words of the file name.
    File,
    /// Words of the title and the aliases.
    Title,
    /// The language.
    Lang,
    /// The kind of page.
    Is,
}

impl Operator {
    /// All operators with the words they are written with.
    const ALL: [(&'static str, Self); 6] = [
        ("tag", Self::Tag),
        ("path", Self::Path),
        ("file", Self::File),
        ("title", Self::Title),
        ("lang", Self::Lang),
        ("is", Self::Is),
    ];

    /// Returns the operator of a word before a colon.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        let known = |(known, _): &&(&str, Self)| known.eq_ignore_ascii_case(name);
        Self::ALL.iter().find(known).map(|(_, operator)| *operator)
    }

    /// Returns the term of the filter field for a value.
    pub(crate) fn term(self, value: &str) -> String {
        let name = Self::ALL.iter().find(|(_, operator)| *operator == self).map_or("", |(name, _)| name);
        [name, ":", value].concat()
    }

    /// Returns whether values are words, any of which may be unfinished, not names.
    pub(crate) fn takes_words(self) -> bool {
        matches!(self, Self::Path | Self::File | Self::Title)
    }
}

/// Returns the term of the filter field for a name, as [`crate::analysis::name_key`] gives it.
pub(crate) fn name_term(key: &str) -> String {
    ["name:", key].concat()
}
