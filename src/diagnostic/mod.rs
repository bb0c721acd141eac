//! What we tell the author about a place in a source.
//!
//! In: what a stage noticed, through one function per kind of finding. Out: [`Diagnostic`] values with
//! a stable code, a severity and a place, in the languages that authors speak, and reports of them for
//! readers and for programs. A
//! diagnostic is made from places and names, never from notes or links, so that this module knows none
//! of them.

mod baseline;
mod code;
mod link;
mod make;
mod report;
mod text;
pub(crate) mod words;

pub use baseline::Baseline;
pub use code::{Code, Severity};
pub use link::{BrokenLink, LinkKind, Reason};
pub use report::{PathLevels, Report, ReportOptions, Row, TextOptions, Totals};
pub(crate) use text::catalogue;
#[cfg(test)]
pub(crate) use text::check_catalogue;
pub use text::{Message, Spoken, Text, Tongue};

use crate::source::Place;

/// One finding about the author's files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which kind of finding; stable, and the key in `[check]`.
    pub code: Code,
    /// How bad it is, before `[check]` changes it.
    pub severity: Severity,
    /// Where; a finding about the whole vault has no place.
    pub place: Option<Place>,
    /// One sentence without a full stop, in lower case, names in backquotes.
    pub message: Text,
    /// What stands under the caret: a few words, or empty.
    pub label: Text,
    /// What the author can do.
    pub help: Option<Text>,
    /// More about a broken link, for the reports that programs read.
    pub link: Option<Box<BrokenLink>>,
}
