//! What a query comes back with.

use serde::Serialize;

use crate::document::Kind;

/// The answer to one query.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Outcome {
    /// The query as it was asked.
    pub query: String,
    /// The query that was answered in its place, because the one asked finds nothing.
    pub corrected: Option<String>,
    /// How many pages were found, those beyond the limit included.
    pub total: usize,
    /// The best pages, best first.
    pub hits: Vec<Hit>,
}

/// One page, represented by the section that answers best.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hit {
    /// The vault path of the note.
    pub path: String,
    /// The path of the page in the site.
    pub permalink: String,
    /// The title of the page.
    pub title: String,
    /// What matched in the title, as [`marks`](Self::marks) are told.
    pub title_marks: Vec<[usize; 2]>,
    /// The heading of the section; `None` for the top of the page.
    pub heading: Option<String>,
    /// What matched in the heading.
    pub heading_marks: Vec<[usize; 2]>,
    /// The heading anchor to go to; `None` for the top of the page.
    pub anchor: Option<String>,
    /// What kind of page it is.
    pub kind: Kind,
    /// The score, rounded to three places, so that all hosts give one order.
    pub score: f64,
    /// Whether some word of the query is missing from the page.
    pub partial: bool,
    /// About thirty words of the section, white space made single; `…` stands where it was cut.
    pub snippet: String,
    /// What matched in the snippet, from (inclusive) and to (exclusive), counted in characters
    /// (Unicode scalar values, not UTF-16 units), ascending and apart from each other.
    pub marks: Vec<[usize; 2]>,
    /// The next best sections of the same page, best first.
    pub more: Vec<Other>,
}

/// Another section of a page that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Other {
    /// Its heading; `None` for the top of the page.
    pub heading: Option<String>,
    /// The heading anchor to go to; `None` for the top of the page.
    pub anchor: Option<String>,
}
