//! One file parsed: front matter, events, headings, blocks, links, tags.
//!
//! In: the bytes of one note and [`ParseOptions`]. Out: [`Note`], which knows no other note and no
//! address of the site. Parsing never fails and reads no other file; what it could not make sense of
//! is reported beside the note. Not here: where a link leads (`graph`), and HTML (`render`).

mod auto_link;
mod base;
mod body;
mod canvas;
mod context;
mod event;
mod front_matter;
mod html_tag;
mod html_text;
mod lines;
mod link;
mod mask;
mod parse;
mod private;
mod tag;
#[cfg(test)]
mod tests;
mod wikilink;

pub use auto_link::AutoLink;
pub use base::{
    BASE_COLUMNS, BASE_VIEWS, Base, BaseView, Expression, FileField, Function, NamedBase, Operator, Property,
    Unsupported,
};
pub use context::Context;
pub use event::{
    Alignment, Callout, Element, Event, Events, External, Fence, Fold, Formula, Size, SpannedEvent,
    is_diagram,
};
pub use front_matter::{Dated, FrontMatter, Indexing, Named, Standing, Visibility};
pub use html_tag::{Attributes, HTML_ATTRIBUTES, OpenElements};
pub use html_text::plain_text;
pub use lines::{Origin, line_terms};
pub use link::Link;
pub use parse::parse;

use std::ops::Range;

use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::source::{ContentHash, Place, SourcePath, Span};

/// Code longer than this is not coloured, in bytes.
pub const CODE_LIMIT_BYTES: usize = 200_000;
/// How deep elements of raw HTML may lie in each other. A browser shows no more, and the parser of the cleaner
/// looks through all that are open.
pub const HTML_DEPTH: usize = 200;
/// How many parts of a tag have pages. What lies deeper counts to the tag above it.
pub const TAG_DEPTH: usize = 16;
/// How many folders above a note have pages. What lies deeper is listed with the last of them.
pub const FOLDER_DEPTH: usize = 64;

/// Returns the first parts of a path with slashes, at most `depth`. Costs O(what it returns).
pub fn first_parts(path: &str, depth: usize) -> &str {
    path.match_indices('/').nth(depth.saturating_sub(1)).map_or(path, |(end, _)| &path[..end])
}

/// What parsing depends on besides the file. Part of the key under which a parsed note is remembered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ParseOptions {
    /// Whether a single line break in a paragraph is shown as one.
    pub hard_line_breaks: bool,
}

/// What kind of file a note was made from.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A Markdown note.
    Markdown,
    /// A canvas: cards and arrows. Its links have no place in the text.
    Canvas(Box<crate::note::CanvasBody>),
    /// Tables of files of the vault: the only entry of [`Note::bases`].
    Base,
}

/// The cards and arrows of a canvas. Coordinates are pixels, with y downwards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CanvasBody {
    /// The cards in the order of the file; groups come first in it, as the application draws them.
    pub cards: Vec<Card>,
    /// The arrows between cards that are there.
    pub arrows: Vec<Arrow>,
}

/// An arrow of a canvas.
#[derive(Clone, Debug, PartialEq)]
pub struct Arrow {
    /// The card that it starts at, as an index of [`CanvasBody::cards`].
    pub from: usize,
    /// The card that it ends at, likewise.
    pub to: usize,
    /// The side of the first card, where the author chose one.
    pub from_side: Option<Side>,
    /// The side of the second card, where the author chose one.
    pub to_side: Option<Side>,
    /// Whether it has a head at its start.
    pub from_head: bool,
    /// Whether it has a head at its end.
    pub to_head: bool,
    /// The words on it, or empty.
    pub label: String,
    /// The color of the application, `1` to `6`, where it is one of these.
    pub color: Option<u8>,
}

/// A side of a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Side {
    /// The upper one.
    Top,
    /// The one on the right.
    Right,
    /// The lower one.
    Bottom,
    /// The one on the left.
    Left,
}

/// One card of a canvas.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Left, top, width, height in pixels.
    pub frame: [f64; 4],
    /// What it shows.
    pub face: CardFace,
    /// The color of the application, `1` to `6`, where it is one of these.
    pub color: Option<u8>,
}

/// What a card shows.
#[derive(Clone, Debug, PartialEq)]
pub enum CardFace {
    /// A file of the vault: index of its link in [`Note::links`].
    File(usize),
    /// Text. It holds no headings, embeds, footnotes or raw HTML; its links are in [`Note::links`].
    Text(Events),
    /// An address elsewhere.
    Url(String),
    /// A frame around other cards, with its label.
    Group(String),
}

/// One file of the vault, parsed. A function of its path, its bytes and [`ParseOptions`].
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// Where it lies.
    pub path: SourcePath,
    /// The hash of its bytes.
    pub hash: ContentHash,
    /// What kind of file it is.
    pub kind: Kind,
    /// The metadata block.
    pub front_matter: FrontMatter,
    /// The body, flat: a section or a block is a range of it. Starts and ends are balanced in every
    /// such range. Footnote definitions are not in it.
    pub events: Events,
    /// The footnotes in order of first use; those that nothing refers to come last.
    pub footnotes: Vec<Footnote>,
    /// The headings in order.
    pub headings: Vec<Heading>,
    /// Ids that headings had before, each once and none that a heading has now, with the index of the
    /// heading, in the order of headings.
    pub former_ids: Vec<(String, usize)>,
    /// The blocks that bear an id, in order, each id once.
    pub blocks: Vec<Block>,
    /// The bases in its fences, in order, or the one that it is.
    pub bases: Vec<NamedBase>,
    /// All internal links as written, those of properties first, then in order of place.
    pub links: Vec<Link>,
    /// The tags of properties and body, without `#`, as written first; each once, compared in lower
    /// case.
    pub tags: Vec<String>,
    /// The visible text of the first paragraph; empty when there is none.
    pub first_paragraph: String,
    /// How many words the body has.
    pub word_count: usize,
    /// Whether the body holds raw HTML that has to be cleaned.
    pub has_html: bool,
    /// What was noticed while parsing, in order of place.
    pub diagnostics: Vec<Diagnostic>,
    /// The line that the note was made from, where it has no file of its own.
    pub origin: Option<Origin>,
}

/// A heading of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its source text, without the marks of the heading.
    pub source: String,
    /// Its visible text.
    pub text: String,
    /// Its id in the page; no two headings of a note have the same.
    pub id: String,
    /// The events of the heading itself, its start and end included; empty for one inside raw HTML.
    pub events: Range<usize>,
    /// Where it stands.
    pub span: Span,
}

/// A block that bears an id.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The id as written, without `^`.
    pub id: String,
    /// The events of the block, its start and end included.
    pub events: Range<usize>,
    /// Where the marker stands.
    pub span: Span,
}

/// A footnote.
#[derive(Clone, Debug, PartialEq)]
pub struct Footnote {
    /// The blocks of its text. An inline footnote is one paragraph.
    pub events: Events,
    /// How many references lead to it.
    pub reference_count: usize,
}

impl Note {
    /// Returns the events from a heading to the next one of the same or a higher level, or to the end of
    /// the quote or item that it stands in. Headings inside of other blocks end no section. Costs
    /// O(events of the section).
    pub fn section(&self, heading_index: usize) -> Range<usize> {
        let heading = &self.headings[heading_index];
        let start = heading.events.start;
        let mut depth = 0_usize;
        for (index, SpannedEvent { event, .. }) in self.events.iter().enumerate().skip(start) {
            match event {
                Event::Start(Element::Heading(other))
                    if depth == 0 && index > start && self.headings[*other].level <= heading.level =>
                {
                    return start..index;
                }
                Event::Start(_) => depth += 1,
                Event::End if depth == 0 => return start..index,
                Event::End => depth -= 1,
                _ => {}
            }
        }
        start..self.events.len()
    }

    /// Returns how much a range of events weighs on a page that embeds it: the length of its source, or more
    /// where a short source makes many events, as the empty cells of a wide table do.
    pub fn weight(&self, events: Range<usize>) -> usize {
        /// About what the tags of one element take.
        const EVENT_BYTES: usize = 8;
        let count = events.len();
        let source = match (self.events.get(events.start), self.events[..events.end].last()) {
            (Some(first), Some(last)) => last.span.end.saturating_sub(first.span.start),
            _ => 0,
        };
        source.max(count * EVENT_BYTES)
    }

    /// Returns where something of the note is written: in its file, or in the line that it was made from.
    pub fn place(&self, span: Span) -> Place {
        match &self.origin {
            Some(origin) => Place { path: origin.path.clone(), span: origin.span },
            None => Place { path: self.path.clone(), span },
        }
    }

    /// Returns the events of the body and then those of the footnotes, numbered throughout.
    pub fn all_events(&self) -> impl Iterator<Item = &SpannedEvent> {
        self.events.iter().chain(self.footnotes.iter().flat_map(|footnote| &footnote.events))
    }

    /// Returns for each footnote the number of its first event among [`Note::all_events`].
    pub fn footnote_starts(&self) -> Vec<usize> {
        let mut next = self.events.len();
        let start = |length: usize| {
            next += length;
            next - length
        };
        self.footnotes.iter().map(|footnote| footnote.events.len()).map(start).collect()
    }

    /// Returns the file that the note is written in.
    pub fn file(&self) -> &SourcePath {
        self.origin.as_ref().map_or(&self.path, |origin| &origin.path)
    }

    /// Returns the title: the property, or the file name.
    pub fn title(&self) -> &str {
        match (&self.front_matter.title, &self.kind) {
            (Some(title), _) => title,
            (None, Kind::Markdown) => self.path.stem(),
            (None, _) => self.path.file_name(),
        }
    }
}
