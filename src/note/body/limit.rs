//! How much a note may hold of what costs more than its length, and what is said about the rest.
//!
//! Without these limits a short note makes a page that no browser shows, or that takes for ever. Nothing is lost:
//! what is beyond a limit is shown more plainly, and reported where it begins.

use std::ops::Range;

use super::Reader;
use crate::diagnostic::{Diagnostic, Text, words};
use crate::note::html_text::{goes_too_deep, has_too_many_attributes};
use crate::note::{CODE_LIMIT_BYTES, HTML_ATTRIBUTES, HTML_DEPTH, TAG_DEPTH};
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
    HtmlAttributes,
    Tags,
    TagDepth,
    Code,
}

impl Limit {
    fn text(self) -> Text {
        match self {
            Self::Depth => words::LIMIT_BLOCKS.with(&[("limit", &MAX_DEPTH)]),
            Self::Emphasis => words::LIMIT_EMPHASIS.with(&[("limit", &MAX_EMPHASIS)]),
            Self::HtmlDepth => words::LIMIT_HTML.with(&[("limit", &HTML_DEPTH)]),
            Self::HtmlAttributes => words::LIMIT_ATTRIBUTES.with(&[("limit", &HTML_ATTRIBUTES)]),
            Self::Tags => words::LIMIT_TAGS.with(&[("limit", &MAX_TAGS)]),
            Self::TagDepth => words::LIMIT_TAG_PARTS.with(&[("limit", &TAG_DEPTH)]),
            Self::Code => words::LIMIT_CODE.with(&[("limit", &(CODE_LIMIT_BYTES / 1000))]),
        }
    }
}

impl Reader<'_> {
    /// Tells that a limit was reached. Without a range, in the properties.
    pub(super) fn reached(&mut self, limit: Limit, range: Option<&Range<usize>>) {
        if limit == Limit::Code || self.limits.insert(limit) {
            let span = range.map_or(Span::default(), |range| self.span(range));
            let place = Place { path: self.path.clone(), span };
            self.diagnostics.push(Diagnostic::note_budget(place, limit.text()));
        }
    }

    /// Follows how deep raw HTML lies, from one piece to the next, and tells of tags with too much in them.
    pub(super) fn follow_html(&mut self, html: &str, range: &Range<usize>) {
        if goes_too_deep(html, &mut self.html_open) {
            self.reached(Limit::HtmlDepth, Some(range));
        }
        if has_too_many_attributes(html) {
            self.reached(Limit::HtmlAttributes, Some(range));
        }
    }
}
