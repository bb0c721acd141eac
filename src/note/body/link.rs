//! Turns the links and images of Markdown and the wikilinks into our own elements.
//!
//! In: what the Markdown parser found. Out: tokens, and rows of [`Link`]. A wikilink is read anew from
//! its source, since everything inside its brackets is raw.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::Reader;
use super::token::{Kind, Token};
use crate::diagnostic::{Diagnostic, LinkKind, words};
use crate::note::event::{Element, Event, External};
use crate::note::link::Link;
use crate::note::wikilink::{self, Wikilink};
use crate::source::Place;
use crate::words::percent_decode;

/// How many links a note may have.
const MAX_LINKS: usize = 65_535;

/// A link or image whose content is being read.
#[derive(Debug)]
pub(super) enum Pending<'t> {
    /// Its content was read from the source at its start; what the parser made of it is skipped.
    Skip,
    /// A link that could not be one: its content is text, nothing is to be closed.
    Transparent,
    /// A Markdown link: its content follows as tokens.
    Link,
    /// Any other element.
    Element,
    /// A single tilde, which the parser took for a sign of its own.
    Tilde,
    /// A Markdown image: its content is alternative text.
    Image {
        url: CowStr<'t>,
        title: CowStr<'t>,
        range: Range<usize>,
        /// How many tokens there were before it.
        tokens: usize,
    },
}

impl<'t> Reader<'t> {
    /// Reads `[[…]]` or `![[…]]`.
    pub(super) fn wikilink(&mut self, range: Range<usize>) {
        let raw = self.masked.restore(range.clone());
        let is_embed = raw.starts_with('!');
        let inner = raw.trim_start_matches('!').strip_prefix("[[").and_then(|raw| raw.strip_suffix("]]"));
        match inner.and_then(wikilink::split) {
            // In the alternative text of an image there are words alone.
            Some(link) if self.image_depth > 0 => {
                let words = link.text().into_owned();
                self.push(Kind::Words(Cow::Owned(words)), range);
            }
            Some(link) if wikilink::has_scheme(link.target) => self.external_wikilink(link, is_embed, range),
            Some(link) => self.internal_wikilink(link, is_embed, range),
            None => self.plain_lines(range),
        }
    }

    fn external_wikilink(&mut self, link: Wikilink<'_>, is_embed: bool, range: Range<usize>) {
        let external = External::boxed(link.target, "");
        if is_embed {
            let (alternative, size) = wikilink::split_size(link.display.unwrap_or_default());
            let element = Element::ExternalImage(external, Box::new(size));
            self.whole(element, alternative.to_owned(), range);
        } else {
            self.whole(Element::ExternalLink(external), link.text().into_owned(), range);
        }
    }

    fn internal_wikilink(&mut self, link: Wikilink<'_>, is_embed: bool, range: Range<usize>) {
        let (path, fragment) = wikilink::split_fragment(link.target);
        let kind = if is_embed { LinkKind::Embed } else { LinkKind::Wikilink };
        let fragment = fragment.map(str::to_owned);
        let Some(index) = self.add_link(kind, &range, path.to_owned(), fragment) else {
            return self.plain_lines(range);
        };
        if is_embed {
            let shown = link.display.map_or(Cow::Borrowed(""), |_| link.text());
            let (alternative, size) = wikilink::split_size(&shown);
            self.whole(Element::Embed { link: index, size: Box::new(size) }, alternative.to_owned(), range);
        } else {
            self.whole(Element::Link(index), link.text().into_owned(), range);
        }
    }

    /// Pushes an element that holds nothing but words.
    fn whole(&mut self, element: Element, words: String, range: Range<usize>) {
        self.push(Kind::Open(element), range.clone());
        if !words.is_empty() {
            self.push(Kind::Words(Cow::Owned(words)), range.clone());
        }
        self.push(Kind::Close, range);
    }

    /// Pushes a range of the copy as text, line by line.
    fn plain_lines(&mut self, range: Range<usize>) {
        let text = self.text;
        let mut at = range.start;
        for (index, line) in text[range.clone()].split_inclusive(['\n', '\r']).enumerate() {
            let end = at + line.len();
            let words = line.trim_end_matches(['\n', '\r']);
            // The marks of quotes stand at the start of each line.
            let start = if index == 0 { at } else { end - line.trim_start_matches([' ', '\t', '>']).len() };
            let words_end = (at + words.len()).max(start);
            if start < words_end {
                self.literal(start..words_end);
            }
            if words.len() < line.len() && start < end {
                let event = self.line_break();
                self.push(Kind::Event(event), words_end..end);
            }
            at = end;
        }
    }

    /// Starts a link of Markdown.
    pub(super) fn markdown_link(
        &mut self,
        link_type: LinkType,
        url: &str,
        title: &str,
        range: Range<usize>,
    ) -> Pending<'t> {
        if self.image_depth > 0 {
            return Pending::Transparent;
        }
        let element = if link_type == LinkType::Email {
            Element::ExternalLink(External::boxed(format!("mailto:{url}"), title))
        } else if link_type == LinkType::Autolink || wikilink::is_external(url) {
            Element::ExternalLink(External::boxed(url, title))
        } else {
            let (path, fragment) = decode(url);
            let whole = self.with_empty_label(link_type, range.clone());
            match self.add_link(LinkKind::Markdown, &whole, path, fragment) {
                Some(index) => Element::Link(index),
                None => return Pending::Transparent,
            }
        };
        self.push(Kind::Open(element), range);
        self.link_depth += 1;
        Pending::Link
    }

    /// Returns the range of a link with the `[]` behind it, which the parser leaves out.
    pub(super) fn with_empty_label(&self, link_type: LinkType, range: Range<usize>) -> Range<usize> {
        let is_short = link_type == LinkType::Collapsed && self.text[range.end..].starts_with("[]");
        range.start..range.end + if is_short { "[]".len() } else { 0 }
    }

    /// Ends an image of Markdown: the tokens since its start become its alternative text.
    pub(super) fn markdown_image(&mut self, url: &str, title: &str, range: Range<usize>, tokens: usize) {
        let text = self.text;
        let inner: String =
            self.tokens.drain(tokens..).map(|token| token.visible(text).into_owned()).collect();
        let (alternative, size) = wikilink::split_size(&inner);
        let element = if wikilink::is_external(url) {
            Element::ExternalImage(External::boxed(url, title), Box::new(size))
        } else {
            let (path, fragment) = decode(url);
            match self.add_link(LinkKind::Embed, &range, path, fragment) {
                Some(link) => Element::Embed { link, size: Box::new(size) },
                None => return self.plain_lines(range),
            }
        };
        self.whole(element, alternative.to_owned(), range);
    }

    /// Adds a row for a link, unless there are too many.
    fn add_link(
        &mut self,
        kind: LinkKind,
        range: &Range<usize>,
        path: String,
        fragment: Option<String>,
    ) -> Option<usize> {
        let span = self.masked.span(range);
        if self.links.len() >= MAX_LINKS {
            if !self.links_full {
                self.links_full = true;
                let place = Place { path: self.path.clone(), span };
                let what = words::LIMIT_LINKS.with(&[("limit", &MAX_LINKS)]);
                self.diagnostics.push(Diagnostic::note_budget(place, what));
            }
            return None;
        }
        let raw = self.source[span.start..span.end].to_owned();
        self.links.push(Link { kind, raw, span, path, fragment, context: None });
        Some(self.links.len() - 1)
    }

    /// Returns the event for a single line break of the source.
    pub(super) fn line_break(&self) -> Event {
        if self.hard_line_breaks { Event::HardBreak } else { Event::SoftBreak }
    }

    pub(super) fn push(&mut self, kind: Kind<'t>, range: Range<usize>) {
        self.tokens.push(Token { kind, range });
    }
}

/// Splits a destination at its first `#`, then decodes both parts.
fn decode(destination: &str) -> (String, Option<String>) {
    let (path, fragment) = wikilink::split_fragment(destination);
    (percent_decode(path).trim().to_owned(), fragment.map(|part| percent_decode(part).trim().to_owned()))
}
