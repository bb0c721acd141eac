//! The functions of bases by name.

use super::Unsupported;

/// A function that a finished page can answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each bears its name in the application")]
pub enum Function {
    If,
    Date,
    Link,
    File,
    List,
    Number,
    Min,
    Max,
    IsTruthy,
    IsEmpty,
    ToString,
    Contains,
    ContainsAll,
    ContainsAny,
    StartsWith,
    EndsWith,
    Lower,
    Title,
    Trim,
    Split,
    Slice,
    Reverse,
    Abs,
    Ceil,
    Floor,
    Round,
    ToFixed,
    Join,
    Sort,
    Unique,
    Flat,
    HasTag,
    InFolder,
    HasLink,
    HasProperty,
    AsLink,
    AsFile,
    LinksTo,
}

const GLOBAL: &[(&str, Function)] = &[
    ("if", Function::If),
    ("date", Function::Date),
    ("link", Function::Link),
    ("file", Function::File),
    ("list", Function::List),
    ("number", Function::Number),
    ("min", Function::Min),
    ("max", Function::Max),
];

const METHODS: &[(&str, Function)] = &[
    ("isTruthy", Function::IsTruthy),
    ("isEmpty", Function::IsEmpty),
    ("toString", Function::ToString),
    ("contains", Function::Contains),
    ("containsAll", Function::ContainsAll),
    ("containsAny", Function::ContainsAny),
    ("startsWith", Function::StartsWith),
    ("endsWith", Function::EndsWith),
    ("lower", Function::Lower),
    ("title", Function::Title),
    ("trim", Function::Trim),
    ("split", Function::Split),
    ("slice", Function::Slice),
    ("reverse", Function::Reverse),
    ("abs", Function::Abs),
    ("ceil", Function::Ceil),
    ("floor", Function::Floor),
    ("round", Function::Round),
    ("toFixed", Function::ToFixed),
    ("join", Function::Join),
    ("sort", Function::Sort),
    ("unique", Function::Unique),
    ("flat", Function::Flat),
    ("hasTag", Function::HasTag),
    ("inFolder", Function::InFolder),
    ("hasLink", Function::HasLink),
    ("hasProperty", Function::HasProperty),
    ("asLink", Function::AsLink),
    ("asFile", Function::AsFile),
    ("linksTo", Function::LinksTo),
];

/// Functions of the application that need a clock, chance, or a program of their own.
const UNSUPPORTED: &[&str] = &[
    "escapeHTML",
    "duration",
    "html",
    "image",
    "icon",
    "now",
    "random",
    "today",
    "isType",
    "date",
    "format",
    "time",
    "relative",
    "replace",
    "repeat",
    "filter",
    "map",
    "reduce",
    "keys",
    "values",
    "matches",
];

impl Function {
    /// Finds a function that is called alone.
    pub(super) fn global(name: &str) -> Result<Self, Unsupported> {
        find(GLOBAL, name)
    }

    /// Finds a function that is called on a value.
    pub(super) fn method(name: &str) -> Result<Self, Unsupported> {
        find(METHODS, name)
    }
}

fn find(known: &[(&str, Function)], name: &str) -> Result<Function, Unsupported> {
    if let Some((_, function)) = known.iter().find(|(known, _)| *known == name) {
        return Ok(*function);
    }
    let named = UNSUPPORTED.iter().find(|known| **known == name);
    Err(named.map_or(Unsupported::UnknownFunction, |name| Unsupported::Function(name)))
}
