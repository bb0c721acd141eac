//! Links, tags and pictures in running text.

use std::ops::Range;

use super::body::Walk;
use super::clean;
use super::html::Html;
use crate::note::Size;
use crate::page::{Face, Lack};
use crate::words::fold;

impl Walk<'_> {
    /// Opens an internal link, or what stands in its place.
    pub(super) fn link(&mut self, link: usize, html: &mut Html) {
        if self.is_gathering() {
            self.push(0, false);
            return;
        }
        // An empty display text records a relation without showing it.
        if self.next_is_end() || self.is_unlinked {
            self.push(0, false);
            return;
        }
        self.inline(html);
        match self.body.links.get(link) {
            Some(Face::Page { href, term }) => {
                let class = if *term { "internal-link term" } else { "internal-link" };
                self.open("a", &[("class", class), ("href", href)], false, html);
            }
            Some(Face::Embed { href, source, .. }) if !href.is_empty() => {
                self.open(
                    "a",
                    &[("class", "internal-link"), ("href", href), ("data-src", source)],
                    false,
                    html,
                );
            }
            Some(Face::Embed { source, .. }) => {
                self.open("span", &[("class", "internal-link"), ("data-src", source)], false, html);
            }
            Some(Face::Broken { target, href, lack, asking, nearest }) => {
                let title = &self.missing(*lack, *asking, nearest.as_deref());
                let mut attributes =
                    vec![("class", "internal-link broken"), ("data-target", target.as_str())];
                match href {
                    Some(href) => attributes.push(("href", href)),
                    None => {
                        attributes.extend([("role", "link"), ("aria-disabled", "true"), ("tabindex", "0")]);
                    }
                }
                attributes.push(("title", title));
                self.open("a", &attributes, false, html);
            }
            None => self.push(0, false),
        }
    }

    /// Writes the part of a text that lies in `range`; mentions of terms in it are links.
    pub(super) fn text_with_mentions(&mut self, text: &str, range: Range<usize>, html: &mut Html) {
        if self.is_unlinked {
            self.text(&text[range], html);
            return;
        }
        let (body, here) = (self.body, self.at);
        let near = body.mentions.partition_point(|mention| mention.to.0 < here);
        let mut written = range.start;
        for mention in body.mentions[near..].iter().take_while(|mention| mention.from.0 <= here) {
            // A question and its answer are parts of their own; no link leads across.
            if self.in_card && mention.from.0 != mention.to.0 {
                continue;
            }
            let start = if mention.from.0 == here { mention.from.1 } else { 0 };
            let end = if mention.to.0 == here { mention.to.1 } else { text.len() };
            if start < range.start || end > range.end {
                continue;
            }
            let (Some(before), Some(inside)) = (text.get(written..start), text.get(start..end)) else {
                break;
            };
            if !before.is_empty() {
                self.text(before, html);
            }
            if mention.from.0 == here {
                self.inline(html);
                html.open("a", &[("class", "term auto"), ("href", &mention.href)]);
            }
            self.text(inside, html);
            if mention.to.0 == here {
                html.close();
            }
            written = end;
        }
        if written < range.end {
            self.text(&text[written..range.end], html);
        }
    }

    /// Says what a link that leads nowhere lacks, who else asks for it, and what could be meant.
    pub(super) fn missing(&self, lack: Lack, asking: usize, nearest: Option<&str>) -> String {
        let lacks = match lack {
            Lack::Note => "missing_note",
            Lack::Part => "missing_part",
            Lack::File => "missing_file",
        };
        let mut said = vec![self.words.get(lacks).to_owned()];
        if asking > 1 {
            said.push(self.words.counted("asking", asking));
        }
        said.extend(nearest.map(|nearest| self.words.with("did_you_mean", nearest)));
        said.join(" ")
    }

    pub(super) fn tag(&mut self, tag: &str, html: &mut Html) {
        self.note_text("#");
        self.note_text(tag);
        if self.is_gathering() {
            return;
        }
        self.inline(html);
        let key = fold(tag);
        let address = self.body.tags.iter().find(|(known, _)| fold(known) == key);
        let shown = format!("#{tag}");
        if let Some((_, href)) = address.filter(|_| !self.is_unlinked) {
            html.open("a", &[("class", "tag"), ("href", href)]);
        } else {
            html.open("span", &[("class", "tag")]);
        }
        html.text(&shown);
        html.close();
    }

    /// Shows a picture of another site, or a link to it.
    pub(super) fn picture(&mut self, url: &str, title: &str, size: Size, text: &str, html: &mut Html) {
        if self.is_gathering() {
            return;
        }
        self.inline(html);
        let alt = text.trim();
        if !clean::is_harmless_picture(url) {
            html.text(alt);
            return;
        }
        if !self.renderer.options.remote_images && !url.starts_with("data:") {
            html.open("a", &[("class", "external"), ("href", url), ("rel", "noopener")]);
            html.text(if alt.is_empty() { url } else { alt });
            html.close();
            return;
        }
        let (width, height) = (number(size.width), number(size.height));
        let mut attributes = vec![("src", url), ("alt", alt)];
        push_size(&mut attributes, width.as_deref(), height.as_deref());
        if !title.is_empty() {
            attributes.push(("title", title));
        }
        attributes.extend([("loading", "lazy"), ("referrerpolicy", "no-referrer")]);
        html.void("img", &attributes);
    }
}

/// Writes a number of pixels for an attribute.
pub(super) fn number(pixels: Option<u32>) -> Option<String> {
    pixels.map(|pixels| pixels.to_string())
}

/// Adds the size that the author asked for.
pub(super) fn push_size<'a>(
    attributes: &mut Vec<(&'a str, &'a str)>,
    width: Option<&'a str>,
    height: Option<&'a str>,
) {
    attributes.extend(width.map(|width| ("width", width)));
    attributes.extend(height.map(|height| ("height", height)));
}
