//! How much a note may hold of what costs more than its length, and what is said about the rest.
//!
//! Without these limits a short note makes a page that no browser shows, or that takes for ever. Nothing is lost:
//! what is beyond a limit is shown more plainly, and reported where it begins.

use std::ops::Range;

use super::Reader;
use crate::diagnostic::Diagnostic;
use crate::note::html_text::nesting;
use crate::note::{CODE_LIMIT_BYTES, HTML_DEPTH, TAG_DEPTH};
use crate::source::{Place, Span};

/// How deep quotes and items may lie in each other, as deep as they are told from code beforehand.
pub(super) const MAX_DEPTH: usize = 64;
/// How deep emphasis may lie in itself.
pub(super) const MAX_EMPHASIS: usize = 64;
/// How many tags a note may have.
pub(super) const MAX_TAGS: usize = 1000;

/// A limit that a note reached. All but that of code are told once, where they are reached first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Limit {
    Depth,
    Emphasis,
    HtmlDepth,
    Tags,
    TagDepth,
    Code,
}

impl Limit {
    fn text(self) -> String {
        match self {
            Self::Depth => {
                format!(
                    "quotes and items may lie {MAX_DEPTH} deep in each other; what lies deeper is shown at that depth"
                )
            }
            Self::Emphasis => {
                format!("emphasis may lie {MAX_EMPHASIS} deep in itself; what lies deeper is plain")
            }
            Self::HtmlDepth => {
                format!(
                    "elements of raw HTML may lie {HTML_DEPTH} deep in each other; tags that open more are left out"
                )
            }
            Self::Tags => format!("a note may have {MAX_TAGS} tags; from here on they are text"),
            Self::TagDepth => {
                format!("a tag may have {TAG_DEPTH} parts; what lies deeper counts to the tag above it")
            }
            Self::Code => {
                format!("code of more than {} kB is shown without colours", CODE_LIMIT_BYTES / 1000)
            }
        }
    }
}

impl Reader<'_> {
    /// Tells that a limit was reached. Without a range, in the properties.
    pub(super) fn reached(&mut self, limit: Limit, range: Option<&Range<usize>>) {
        if limit == Limit::Code || self.limits.insert(limit) {
            let span = range.map_or(Span::default(), |range| self.span(range));
            let place = Place { path: self.path.clone(), span };
            self.diagnostics.push(Diagnostic::note_budget(place, &limit.text()));
        }
    }

    /// Follows how deep raw HTML lies, from one piece to the next.
    pub(super) fn follow_html(&mut self, html: &str, range: &Range<usize>) {
        if nesting(html, &mut self.html_depth) > HTML_DEPTH {
            self.reached(Limit::HtmlDepth, Some(range));
        }
    }
}
