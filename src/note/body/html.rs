//! Blocks of code and HTML, and the headings that stand in raw HTML.

use std::ops::Range;

use super::Reader;
use super::emit::clean;
use super::limit::Limit;
use crate::diagnostic::Diagnostic;
use crate::note::event::{Element, Event};
use crate::note::html_text::{self, plain_text};
use crate::note::{CODE_LIMIT_BYTES, Heading};
use crate::source::Place;

/// A heading tag in running text that has not been closed yet.
#[derive(Clone, Debug)]
pub(super) struct OpenHeading {
    level: u8,
    event: usize,
    start: usize,
}

/// A block of code or HTML that is being read.
#[derive(Clone, Debug)]
pub(super) struct Verbatim {
    pub(super) lines: String,
    is_html: bool,
    /// Whether it is code in some language.
    is_coloured: bool,
}

impl Reader<'_> {
    pub(super) fn start_verbatim(&mut self, element: Element, range: &Range<usize>) {
        self.begin_child();
        let is_html = element == Element::HtmlBlock;
        self.has_html |= is_html;
        let is_coloured = matches!(&element, Element::CodeBlock(fence) if !fence.language.is_empty());
        self.write(Event::Start(element), range);
        self.verbatim = Some(Verbatim { lines: String::new(), is_html, is_coloured });
    }

    pub(super) fn end_verbatim(&mut self, range: &Range<usize>) {
        let Some(Verbatim { lines, is_html, is_coloured }) = self.verbatim.take() else { return };
        let lines = clean(lines.into());
        if is_html {
            self.follow_html(&lines, range);
            self.block_headings(&lines, range);
            self.marks_in_html(&lines, range);
        }
        if is_coloured && lines.len() > CODE_LIMIT_BYTES {
            // Its first line says which it is.
            let head = self.text[range.clone()].find('\n').map_or(range.end, |at| range.start + at);
            self.reached(Limit::Code, Some(&(range.start..head)));
        }
        if !lines.is_empty() {
            let lines = Box::from(lines);
            let event = if is_html { Event::Html(lines) } else { Event::Text(lines) };
            self.write(event, range);
        }
        self.write(Event::End, range);
        self.end_child();
    }

    /// Tells of the marks of a comment among the words of a block of HTML. They are text there, as in the
    /// application, so what their author hid everywhere else would be read by all.
    fn marks_in_html(&mut self, lines: &str, range: &Range<usize>) {
        const MARK: &str = "%%";
        if lines.matches(MARK).count() < 2 || plain_text(lines).matches(MARK).count() < 2 {
            return;
        }
        if let Some(at) = self.text[range.clone()].find(MARK).map(|offset| range.start + offset) {
            let place = Place { path: self.path.clone(), span: self.span(&(at..at + MARK.len())) };
            self.diagnostics.push(Diagnostic::comment_in_html(place));
        }
    }

    /// Adds the headings of a block of HTML.
    fn block_headings(&mut self, html: &str, range: &Range<usize>) {
        let event = self.out.len();
        for (level, inner) in html_text::headings(html) {
            self.add_html_heading(level, plain_text(inner), event, range);
        }
    }

    /// Notices the tags of headings in running text.
    pub(super) fn inline_html(&mut self, html: &str, range: &Range<usize>) {
        self.follow_html(html, range);
        let Some((level, closes)) = html_text::heading_tag(html) else { return };
        if !closes {
            self.html_heading = Some(OpenHeading { level, event: self.out.len(), start: range.end });
            return;
        }
        let Some(open) = self.html_heading.take() else { return };
        if open.level == level {
            let text = plain_text(&self.text[open.start..range.start]);
            self.add_html_heading(level, text, open.event, &(open.start..range.start));
        }
    }

    fn add_html_heading(&mut self, level: u8, text: String, event: usize, range: &Range<usize>) {
        // It may have been opened in a footnote that has ended since.
        let event = event.min(self.out.len());
        let events = self.in_body(event..event);
        let span = self.span(range);
        self.headings.push(Heading { level, source: text.clone(), text, id: String::new(), events, span });
    }
}
