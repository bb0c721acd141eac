//! What one note mentions, and where.
//!
//! In: the events of a note. Out: [`Reading`]: which names stand where in its running text and its footnotes.
//! Headings, titles of callouts, code, formulas, raw HTML and the text of links are not searched, nor what stands in
//! an element of the class `no-link`. Knows no other note, so it is remembered by content.

use std::collections::HashMap;
use std::ops::Range;

use super::held::Held;
use super::mention::{Mention, Mentions};
use crate::note::{Context, Element, Event, Kind, Note, SpannedEvent};
use crate::source::Span;

/// A section starts at a heading of this level or a higher one.
const SECTION_LEVEL: u8 = 2;

/// The mentions in one note.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// In order of place: all mentions of terms, and the first one in each section of each other name.
    pub occurrences: Vec<Occurrence>,
    /// The sentences around the first mention of each name.
    pub contexts: Vec<Context>,
}

/// One mention.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// Whose name it is, as [`super::Name::owner`].
    pub owner: u32,
    /// Whether it names a term.
    pub is_term: bool,
    /// Where it starts.
    pub from: Spot,
    /// Where it ends.
    pub to: Spot,
    /// The sentence in [`Reading::contexts`], for the first mention of a name.
    pub context: Option<u32>,
}

/// A place in the text of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The index of a text event in [`Note::all_events`].
    pub event: u32,
    /// The byte in its text.
    pub offset: u32,
}

impl Occurrence {
    /// Returns where the mention stands in the text of its file, and whether these are its very words: a
    /// mention may run over the end of a line or be written with escapes, and is then told by the text
    /// that it begins in.
    pub fn span_in(&self, note: &Note, source: &str) -> (Span, bool) {
        let event = self.from.event as usize;
        let found = note.events.get(event).or_else(|| note.all_events().nth(event));
        let Some(SpannedEvent { event: Event::Text(text), span }) = found else {
            return (Span::default(), false);
        };
        let whole = (*span, false);
        let (start, end) = (self.from.offset as usize, self.to.offset as usize);
        let Some(written) = text.get(start..end).filter(|_| self.from.event == self.to.event) else {
            return whole;
        };
        let Some(there) = source.get(span.start..span.end) else { return whole };
        if *there == **text {
            return (Span::new(span.start + start, span.start + end), true);
        }
        // With as many such words in the source as in the text, the one is the other.
        let place = text[..start].matches(written).count();
        match there.match_indices(written).nth(place) {
            Some((at, _)) if there.matches(written).count() == text.matches(written).count() => {
                (Span::new(span.start + at, span.start + at + written.len()), true)
            }
            _ => whole,
        }
    }
}

/// Returns the events at which the sections of a note start, in order. The footnotes together are the last one.
pub fn section_starts(note: &Note) -> Vec<usize> {
    let headings = note.headings.iter().filter(|heading| heading.level <= SECTION_LEVEL);
    let mut starts: Vec<usize> = headings.map(|heading| heading.events.start).collect();
    starts.sort_unstable();
    starts.push(note.events.len());
    starts
}

/// What may not be searched, written in its place. It is no part of any name.
const GAP: char = '\u{1}';

/// Finds the names in a note. Costs O(text).
pub fn read(note: &Note, mentions: &Mentions) -> Reading {
    search(note, mentions, None).found
}

/// The same, and tells which words were looked up.
pub fn read_noting(note: &Note, mentions: &Mentions) -> (Reading, Held) {
    let reader = search(note, mentions, Some(Vec::new()));
    (reader.found, Held::of(&reader.held.unwrap_or_default()))
}

fn search<'m>(note: &Note, mentions: &'m Mentions, held: Option<Vec<u64>>) -> Reader<'m> {
    let mut reader = Reader {
        mentions,
        held,
        found: Reading::default(),
        seen: HashMap::new(),
        section_starts: section_starts(note),
        section: 0,
        text: String::new(),
        visible: String::new(),
        pieces: Vec::new(),
        heading: None,
        closed: Vec::new(),
    };
    if note.kind == Kind::Markdown {
        for (index, SpannedEvent { event, .. }) in (0..).zip(note.all_events()) {
            let starts = reader.section_starts.get(reader.section);
            if starts.is_some_and(|start| *start <= index as usize) {
                reader.end_block();
                reader.section += 1;
                if index as usize >= note.events.len() {
                    reader.heading = None;
                }
            }
            reader.event(index, event);
        }
        reader.end_block();
    }
    reader
}

struct Reader<'m> {
    mentions: &'m Mentions,
    /// The words that were looked up, where somebody wants to know.
    held: Option<Vec<u64>>,
    found: Reading,
    /// In which section a name was met last.
    seen: HashMap<u32, usize>,
    section_starts: Vec<usize>,
    /// How many sections have started.
    section: usize,
    /// The block that is being read, with gaps.
    text: String,
    /// The same as the reader of the page sees it.
    visible: String,
    pieces: Vec<Piece>,
    heading: Option<usize>,
    /// The open elements whose text is not searched: how each ends.
    closed: Vec<Closed>,
}

/// Text of one event: where it stands in the block.
struct Piece {
    event: u32,
    text: Range<usize>,
    visible: usize,
}

/// What ends an element that is not searched.
#[derive(PartialEq)]
enum Closed {
    /// The end event after as many inner ones.
    Element(usize),
    /// The closing tag after as many inner ones.
    Tag(String, usize),
}

impl Reader<'_> {
    fn event(&mut self, index: u32, event: &Event) {
        match event {
            Event::Start(element) => self.start(element),
            Event::End => self.end(),
            Event::Text(text) => {
                let start = self.text.len();
                if self.closed.is_empty() {
                    self.text.push_str(text);
                    let text = start..self.text.len();
                    self.pieces.push(Piece { event: index, text, visible: self.visible.len() });
                } else {
                    self.text.push(GAP);
                }
                self.visible.push_str(text);
            }
            Event::SoftBreak | Event::HardBreak => {
                self.text.push(if *event == Event::SoftBreak { ' ' } else { GAP });
                self.visible.push(' ');
            }
            Event::Code(text) | Event::Tag(text) => self.skip(text),
            Event::Math(formula) => self.skip(&formula.tex),
            Event::Html(html) => {
                self.html(html);
                self.skip("");
            }
            Event::FootnoteReference(_) => self.skip(""),
            Event::Rule => self.end_block(),
        }
    }

    fn skip(&mut self, visible: &str) {
        self.text.push(GAP);
        self.visible.push_str(visible);
    }

    fn start(&mut self, element: &Element) {
        match element {
            Element::Emphasis | Element::Strong | Element::Strikethrough | Element::Highlight => {
                self.text.push(GAP);
            }
            Element::Link(_)
            | Element::ExternalLink(_)
            | Element::Embed { .. }
            | Element::ExternalImage(..) => self.text.push(GAP),
            Element::Heading(heading) => {
                self.end_block();
                self.heading = Some(*heading);
            }
            _ => self.end_block(),
        }
        if let Some(Closed::Element(inner)) = self.closed.last_mut() {
            *inner += 1;
            return;
        }
        let is_closed = matches!(
            element,
            Element::Link(_)
                | Element::ExternalLink(_)
                | Element::Embed { .. }
                | Element::ExternalImage(..)
                | Element::Heading(_)
                | Element::CalloutTitle
                | Element::CodeBlock(_)
                | Element::HtmlBlock
        );
        if is_closed {
            self.closed.push(Closed::Element(0));
        }
    }

    fn end(&mut self) {
        self.text.push(GAP);
        match self.closed.last_mut() {
            Some(Closed::Element(0)) => {
                self.closed.pop();
            }
            Some(Closed::Element(inner)) => *inner -= 1,
            Some(Closed::Tag(..)) | None => {}
        }
    }

    /// Notes the tags around what is not to be searched.
    fn html(&mut self, html: &str) {
        let Some(tag) = html.strip_prefix('<') else { return };
        let (tag, closes) = tag.strip_prefix('/').map_or((tag, false), |tag| (tag, true));
        let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
        let name = name.to_ascii_lowercase();
        match self.closed.last_mut() {
            Some(Closed::Tag(open, inner)) if *open == name => match (closes, *inner) {
                (true, 0) => drop(self.closed.pop()),
                (true, _) => *inner -= 1,
                (false, _) => *inner += 1,
            },
            _ if closes || html.ends_with("/>") => {}
            _ => {
                let is_link_or_code = matches!(
                    name.as_str(),
                    "a" | "abbr"
                        | "button"
                        | "code"
                        | "kbd"
                        | "pre"
                        | "samp"
                        | "script"
                        | "style"
                        | "summary"
                        | "svg"
                        | "textarea"
                        | "var"
                        | "h1"
                        | "h2"
                        | "h3"
                        | "h4"
                        | "h5"
                        | "h6"
                );
                if is_link_or_code || html.contains("no-link") {
                    self.closed.push(Closed::Tag(name, 0));
                }
            }
        }
    }

    fn end_block(&mut self) {
        let (text, pieces) = (std::mem::take(&mut self.text), std::mem::take(&mut self.pieces));
        if !pieces.is_empty() {
            for mention in self.mentions.find_noting(&text, self.held.as_mut()) {
                self.add(&mention, &pieces);
            }
        }
        // The room is kept for the next block.
        (self.text, self.pieces) = (text, pieces);
        self.text.clear();
        self.pieces.clear();
        self.visible.clear();
        // A tag that an author left open ends with its block.
        self.closed.retain(|closed| matches!(closed, Closed::Element(_)));
    }

    fn add(&mut self, mention: &Mention, pieces: &[Piece]) {
        let last = self.seen.insert(mention.owner, self.section);
        let is_first = last.is_none();
        if last == Some(self.section) && !mention.is_term {
            return;
        }
        let Range { start, end } = mention.range;
        let (Some(first), Some(last)) = (piece_at(pieces, start), piece_at(pieces, end - 1)) else { return };
        let spot = |piece: &Piece, at: usize| Spot {
            event: piece.event,
            offset: u32::try_from(at - piece.text.start).unwrap_or(u32::MAX),
        };
        let context = is_first.then(|| {
            let seen = |piece: &Piece, at: usize| piece.visible + at - piece.text.start;
            let range = seen(first, start)..seen(last, end);
            self.found.contexts.push(Context::around(&self.visible, range, self.heading));
            u32::try_from(self.found.contexts.len() - 1).unwrap_or(u32::MAX)
        });
        self.found.occurrences.push(Occurrence {
            owner: mention.owner,
            is_term: mention.is_term,
            from: spot(first, start),
            to: spot(last, end),
            context,
        });
    }
}

fn piece_at(pieces: &[Piece], at: usize) -> Option<&Piece> {
    let index = pieces.partition_point(|piece| piece.text.end <= at);
    pieces.get(index).filter(|piece| piece.text.start <= at)
}

#[cfg(test)]
mod tests;
