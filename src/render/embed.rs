//! Embeds: what is shown in place.

use super::body::Walk;
use super::frame::{Frame, Room};
use super::html::Html;
use super::link::{number, push_size};
use super::{base, canvas, footnote};
use crate::note::{Element, Event, Kind, Size, SpannedEvent};
use crate::page::{Body, Content, Face};

/// The height of a document unless its author asks for another, in pixels.
const DOCUMENT_HEIGHT: &str = "600";

impl<'r> Walk<'r> {
    /// Shows what an embed names. `text` is its alternative text.
    pub(super) fn embed(&mut self, link: usize, size: Size, text: &str, html: &mut Html) {
        if self.is_gathering() {
            return;
        }
        match self.body.links.get(link) {
            Some(Face::Embed { source, href, title, content }) => match content {
                Content::Note(body) => self.note_embed(source, href, title, body, html),
                Content::Link => self.link_embed(source, href, title, &[], html),
                Content::Circle(around) => self.link_embed(source, href, title, around, html),
                Content::File => self.file_embed(source, href, title, html),
                Content::Drawing => self.box_embed(source, &self.words.with("drawing", title), html),
                Content::Image | Content::Audio | Content::Video | Content::Document(_) => {
                    self.media(source, href, title, content, size, text, html);
                }
            },
            Some(Face::Broken { target, href, lack, asking, nearest }) => {
                let title = &self.missing(*lack, *asking, nearest.as_deref());
                self.inline(html);
                html.open("span", &[("class", "embed broken"), ("data-target", target), ("title", title)]);
                match href {
                    Some(href) => {
                        html.open(
                            "a",
                            &[("class", "internal-link broken"), ("data-target", target), ("href", href)],
                        );
                        html.text(target);
                        html.close();
                    }
                    None => html.text(target),
                }
                html.close();
            }
            Some(Face::Page { .. }) | None => {}
        }
    }

    fn note_embed(&mut self, source: &str, href: &str, title: &str, body: &'r Body, html: &mut Html) {
        let note = &self.notes[body.note];
        let events = &note.events[body.range.0..body.range.1];
        let in_sentence = self.frames.last().is_some_and(Frame::is_open_paragraph);
        let words = only_paragraph(events);
        if let (true, Some((first, words))) = (in_sentence, words) {
            open_span(source, body, html);
            self.inner(body, words, body.range.0 + first, true, html);
            html.close();
            return;
        }
        let Room::Made { id } = self.make_room(html) else {
            match words {
                Some((first, words)) => {
                    self.inline(html);
                    open_span(source, body, html);
                    self.inner(body, words, body.range.0 + first, true, html);
                    html.close();
                }
                None => self.link_embed(source, href, title, &[], html),
            }
            return;
        };
        let mut attributes = vec![("class", "embed"), ("data-src", source)];
        attributes.extend(id.as_deref().map(|id| ("id", id)));
        attributes.extend(body.lang.as_deref().map(|lang| ("lang", lang)));
        html.open("div", &attributes);
        html.open("a", &[("class", "anchor embed-source"), ("href", href)]);
        html.text(title);
        html.close();
        self.inner(body, events, body.range.0, false, html);
        html.close();
    }

    /// Writes events of another note. In a sentence, nothing that is embedded in them may be a block.
    fn inner(
        &mut self,
        body: &'r Body,
        events: &'r [SpannedEvent],
        first: usize,
        in_sentence: bool,
        html: &mut Html,
    ) {
        self.embeds += 1;
        let prefix = format!("e{}-", self.embeds);
        let mut walk = Walk::new(self.renderer, body, self.notes, self.words, prefix, self.embeds);
        if in_sentence {
            walk.frames.push(Frame::sentence());
        }
        let note = walk.note();
        match &note.kind {
            Kind::Markdown => {
                walk.events(events, first, html);
                footnote::write(&mut walk, html);
            }
            Kind::Canvas(canvas) => canvas::write(&walk, note, canvas, html),
            Kind::Base => base::write(&walk, html),
        }
        self.embeds = walk.embeds;
    }

    /// Writes a link in place of what is not shown; `around` are the notes of the circle that it would
    /// close.
    fn link_embed(&mut self, source: &str, href: &str, title: &str, around: &[String], html: &mut Html) {
        self.inline(html);
        html.open("span", &[("class", "embed embed-link"), ("data-src", source)]);
        html.open("a", &[("class", "internal-link"), ("href", href)]);
        html.text(title);
        html.close();
        if !around.is_empty() {
            html.open("span", &[("class", "embed-circle")]);
            html.text(&format!(" is shown already: {}", around.join(" → ")));
            html.close();
        }
        html.close();
    }

    fn file_embed(&mut self, source: &str, href: &str, title: &str, html: &mut Html) {
        if href.is_empty() {
            self.box_embed(source, title, html);
        } else {
            self.link_embed(source, href, title, &[], html);
        }
    }

    fn box_embed(&mut self, source: &str, text: &str, html: &mut Html) {
        self.inline(html);
        html.open("span", &[("class", "embed unsupported"), ("data-src", source)]);
        html.text(text);
        html.close();
    }

    #[expect(clippy::too_many_arguments, reason = "each is one attribute of the element")]
    fn media(
        &mut self,
        source: &str,
        href: &str,
        title: &str,
        content: &Content,
        size: Size,
        text: &str,
        html: &mut Html,
    ) {
        self.inline(html);
        let (width, height) = (number(size.width), number(size.height));
        let mut attributes = vec![("class", "embed"), ("data-src", source), ("src", href)];
        match content {
            Content::Image => {
                let stem = title.rsplit_once('.').map_or(title, |(stem, _)| stem);
                attributes.push(("alt", if text.trim().is_empty() { stem } else { text.trim() }));
                push_size(&mut attributes, width.as_deref(), height.as_deref());
                attributes.push(("loading", "lazy"));
                html.void("img", &attributes);
            }
            Content::Document(asked_for) => {
                let asked_for = number(*asked_for);
                let height = height.as_deref().or(asked_for.as_deref()).unwrap_or(DOCUMENT_HEIGHT);
                push_size(&mut attributes, width.as_deref(), Some(height));
                attributes.extend([("title", title), ("loading", "lazy")]);
                html.open("iframe", &attributes);
                html.close();
            }
            _ => {
                attributes.extend([("controls", ""), ("preload", "metadata")]);
                let tag = if matches!(content, Content::Audio) { "audio" } else { "video" };
                if tag == "video" {
                    push_size(&mut attributes, width.as_deref(), height.as_deref());
                }
                html.open(tag, &attributes);
                html.open("a", &[("href", href)]);
                html.text(title);
                html.close();
                html.close();
            }
        }
    }
}

fn open_span(source: &str, body: &Body, html: &mut Html) {
    let mut attributes = vec![("class", "embed"), ("data-src", source)];
    attributes.extend(body.lang.as_deref().map(|lang| ("lang", lang)));
    html.open("span", &attributes);
}

/// Returns the words of a range that is one paragraph, and the index of the first of them.
fn only_paragraph(events: &[SpannedEvent]) -> Option<(usize, &[SpannedEvent])> {
    let [first, words @ .., _] = events else { return None };
    if first.event != Event::Start(Element::Paragraph) {
        return None;
    }
    let mut depth = 0_usize;
    for spanned in words {
        match &spanned.event {
            Event::Start(Element::Paragraph) => return None,
            Event::Start(_) => depth += 1,
            Event::End => depth = depth.checked_sub(1)?,
            _ => {}
        }
    }
    Some((1, words))
}
