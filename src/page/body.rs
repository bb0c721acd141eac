//! What the body of a page shows, before there is any HTML.
//!
//! In: a note, or a part of it, and the page that shows it. Out: [`Body`]: which events, and for each
//! link in them where it leads as seen from that page. A body and the text of its notes are all that
//! `render` needs, so their hash says whether the page must be rendered again.

use std::collections::HashSet;

use serde::Serialize;

use super::base::{self, Answer, CELLS_A_PAGE};
use super::{CardRun, Plan, cards, other_lang};
use crate::diagnostic::{LinkKind, Reason};
use crate::graph::{EMBED_DEPTH, EMBEDDED_BYTES, EMBEDS_A_PAGE, NoteId, Part, Resolution, Target};
use crate::note::{CardFace, Element, Event, Kind, Note};
use crate::site::Permalink;
use crate::source::SourcePath;
use crate::words::percent_encode;

/// A note, or a part of it, as one page shows it.
#[derive(Clone, Debug, Serialize)]
pub struct Body {
    /// The note, as its index in the vault. Not part of the hash: its content is.
    #[serde(skip)]
    pub note: usize,
    /// The content hash of the note.
    pub hash: [u8; 32],
    /// The range of its events; the whole body has its own footnotes and ids.
    pub range: (usize, usize),
    /// One for each link of the note, in order; those outside the range included.
    pub links: Vec<Face>,
    /// The mentions of terms that become links, in order of place.
    pub mentions: Vec<TermLink>,
    /// What its bases show.
    pub bases: Vec<Answer>,
    /// Where the page of each tag is, as seen from the page: `../tags/`, and the tags whose page had to
    /// move.
    pub tags: Vec<(String, String)>,
    /// Questions and answers, in order of place; those outside the range included.
    pub cards: Vec<CardRun>,
    /// The language of the note where it is not that of the page.
    pub lang: Option<String>,
}

/// A mention that becomes a link: it lies in text events, and nothing but line breaks between them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct TermLink {
    /// Where it starts: the index of an event, and a byte in its text.
    pub from: (usize, usize),
    /// Where it ends, likewise.
    pub to: (usize, usize),
    /// The relative address of the term.
    pub href: String,
}

/// How a link looks on one page.
#[derive(Clone, Debug, Serialize)]
pub enum Face {
    /// It leads somewhere in the site.
    Page {
        /// The relative address, with its fragment.
        href: String,
        /// Whether it leads to a term.
        term: bool,
    },
    /// It leads nowhere. With an address only the heading or block is missing.
    Broken {
        /// The destination as written.
        target: String,
        /// The note, where that exists.
        href: Option<String>,
        /// What is wrong.
        lack: Lack,
        /// How many notes ask for it, this one among them.
        asking: usize,
        /// What could be meant.
        nearest: Option<String>,
    },
    /// It shows something in place.
    Embed {
        /// The vault path of what is shown.
        source: String,
        /// Where it is.
        href: String,
        /// The title or file name.
        title: String,
        /// What is shown.
        content: Content,
    },
}

/// What a link that leads nowhere lacks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Lack {
    /// A note of this name. What is kept back looks like what is not written yet.
    Note,
    /// The heading or block.
    Part,
    /// The file.
    File,
}

/// What an embed shows.
#[derive(Clone, Debug, Serialize)]
pub enum Content {
    /// A note or a part of it.
    Note(Box<Body>),
    /// Nothing: the page is full.
    Link,
    /// Nothing: showing it would never end. The notes around, from the one that it returns to, and that
    /// one again.
    Circle(Vec<String>),
    /// A picture.
    Image,
    /// A sound.
    Audio,
    /// A film.
    Video,
    /// A document with the height asked for, in pixels.
    Document(Option<u32>),
    /// A file that pages cannot show.
    File,
    /// A drawing without an exported picture.
    Drawing,
}

/// The way down to a body: what is being shown around it.
pub(super) struct Descent<'p> {
    pub(super) plan: &'p Plan<'p>,
    pub(super) from: &'p Permalink,
    /// The language of the page.
    pub(super) lang: &'p str,
    pub(super) chain: Vec<(NoteId, Option<Part>)>,
    /// The terms that were named so far, in order, each once.
    pub(super) terms: Vec<NoteId>,
    embeds_left: usize,
    bytes_left: usize,
    cells_left: usize,
}

/// Makes the body of `note` as the page `from` shows it.
pub(super) fn body_of(plan: &Plan<'_>, note: NoteId, from: &Permalink, lang: &str) -> Body {
    body_and_terms(plan, note, from, lang).0
}

/// Makes the body of `note`, and tells which terms its text leads to.
pub(super) fn body_and_terms(
    plan: &Plan<'_>,
    note: NoteId,
    from: &Permalink,
    lang: &str,
) -> (Body, Vec<NoteId>) {
    let (embeds_left, bytes_left) = (EMBEDS_A_PAGE, EMBEDDED_BYTES);
    let (chain, cells_left) = (vec![(note, None)], CELLS_A_PAGE);
    let mut descent =
        Descent { plan, from, lang, chain, terms: Vec::new(), embeds_left, bytes_left, cells_left };
    let range = (0, plan.vault.notes[note.index()].events.len());
    let body = descent.body(note, range, note, None);
    (body, descent.terms)
}

impl Descent<'_> {
    /// Makes the body of a note or a part of it. `host` is the note whose embed shows it, or itself;
    /// `view` names the view wanted of a base.
    fn body(&mut self, id: NoteId, range: (usize, usize), host: NoteId, view: Option<&str>) -> Body {
        let note = &self.plan.vault.notes[id.index()];
        let shown = shown_links(note, range);
        let mentions = self.term_links(id, range);
        let links = (0..note.links.len())
            .map(|link| {
                self.face(id, link, note.links[link].kind == LinkKind::Embed && shown.contains(&link))
            })
            .collect();
        let edition = self.plan.edition_in(self.lang);
        let lang = other_lang(self.plan.lang(id), self.lang);
        let cards = cards(note, &self.plan.options.card_headings);
        let tags = note
            .tags
            .iter()
            .filter_map(|tag| Some((tag.clone(), self.from.href_to(self.plan.tag_permalink(edition, tag)?))))
            .collect();
        // To a base of its own, a file that is embedded is the one around it.
        let this = if note.kind == Kind::Base { host } else { id };
        let is_shown = |event: usize| note.kind == Kind::Base || (range.0..range.1).contains(&event);
        let bases = note.bases.iter().filter(|named| is_shown(named.event));
        let bases = bases
            .map(|named| base::answer(self.plan, named, this, self.from, view, &mut self.cells_left))
            .collect();
        Body { note: id.index(), hash: *note.hash.bytes(), range, links, mentions, bases, tags, cards, lang }
    }

    fn face(&mut self, id: NoteId, link: usize, embed: bool) -> Face {
        let written = &self.plan.vault.notes[id.index()].links[link];
        match self.plan.graph.resolution(id, link) {
            Resolution::Found { target: Target::Note(note, part), .. } => {
                let href = self.plan.part_href(self.from, *note, *part);
                if !embed {
                    return Face::Page { href, term: self.plan.is_term(*note) };
                }
                let shown = &self.plan.vault.notes[note.index()];
                let view = written.fragment.as_deref().filter(|view| !view.is_empty());
                let content = self.note_content(*note, *part, id, view);
                let title = self.plan.title(*note).to_owned();
                Face::Embed { source: shown.path.to_string(), href, title, content }
            }
            Resolution::Found { target: Target::File(path, fragment), .. } => {
                self.file_face(path, fragment.as_deref(), embed)
            }
            Resolution::Missing { reason, note, suggestion, suggestions, .. } => {
                let href = note.map(|note| self.plan.part_href(self.from, note, None));
                let asking = self.plan.wanted_count(&written.path);
                // An unlisted note is named by those only who name it right.
                let is_shown = |path: &String| {
                    let near = SourcePath::new(path).and_then(|path| self.plan.graph.note_at(&path));
                    near.is_none_or(|near| self.plan.is_listed(near))
                };
                let nearest =
                    suggestions.first().filter(|_| suggestion.as_ref().is_none_or(is_shown)).cloned();
                Face::Broken { target: written.target(), href, lack: lack_of(*reason), asking, nearest }
            }
        }
    }

    fn note_content(&mut self, id: NoteId, part: Option<Part>, host: NoteId, view: Option<&str>) -> Content {
        let note = &self.plan.vault.notes[id.index()];
        if let Some(first) = self.chain.iter().position(|around| *around == (id, part)) {
            let around = self.chain[first..].iter().map(|(id, _)| *id).chain([id]);
            return Content::Circle(around.map(|id| self.plan.title(id).to_owned()).collect());
        }
        if self.chain.len() > EMBED_DEPTH || self.embeds_left == 0 {
            return Content::Link;
        }
        let range = match part {
            None => 0..note.events.len(),
            Some(Part::Heading(heading)) => note.section(heading),
            Some(Part::Block(block)) => note.blocks[block].events.clone(),
        };
        let bytes = note.weight(range.clone()) + canvas_bytes(note);
        if bytes > self.bytes_left {
            return Content::Link;
        }
        self.bytes_left -= bytes;
        self.embeds_left -= 1;
        self.chain.push((id, part));
        let body = self.body(id, (range.start, range.end), host, view);
        self.chain.pop();
        Content::Note(Box::new(body))
    }

    fn file_face(&self, path: &SourcePath, fragment: Option<&str>, embed: bool) -> Face {
        let title = path.file_name().to_owned();
        let source = path.to_string();
        if path.is_note() {
            let picture = self.plan.pictures_of_drawing(path).into_iter().flatten().next().cloned();
            return match (picture, embed) {
                (Some(picture), true) => {
                    let href = self.from.href_to(&picture);
                    Face::Embed { source, href, title, content: Content::Image }
                }
                (Some(picture), false) => Face::Page { href: self.from.href_to(&picture), term: false },
                (None, _) => Face::Embed { source, href: String::new(), title, content: Content::Drawing },
            };
        }
        let Some(permalink) = self.plan.routes.attachment(path) else {
            return Face::Embed { source, href: String::new(), title, content: Content::File };
        };
        let mut href = self.from.href_to(permalink);
        if !embed {
            if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty()) {
                href.push('#');
                href.push_str(&fragment_href(fragment));
            }
            return Face::Page { href, term: false };
        }
        let content = content_of(path, fragment);
        if let (Content::Document(_), Some(fragment)) = (&content, fragment.filter(|text| !text.is_empty())) {
            href.push('#');
            href.push_str(&fragment_href(fragment));
        }
        Face::Embed { source, href, title, content }
    }
}

impl Plan<'_> {
    /// Returns where the pictures are that a drawing was exported to.
    pub(super) fn pictures_of_drawing(&self, path: &SourcePath) -> [Option<&Permalink>; 2] {
        ["svg", "png"].map(|extension| {
            let sibling = path.as_str().strip_suffix(".md")?;
            let sibling = SourcePath::new(&format!("{sibling}.{extension}"))?;
            self.routes.attachment(&sibling)
        })
    }
}

/// Returns about how much a canvas adds to a page.
fn canvas_bytes(note: &Note) -> usize {
    const A_PART: usize = 256;
    let Kind::Canvas(canvas) = &note.kind else { return 0 };
    let texts = canvas.cards.iter().map(|card| match &card.face {
        CardFace::Text(events) => events.len() * A_PART / 4,
        _ => 0,
    });
    (canvas.cards.len() + canvas.arrows.len()) * A_PART + texts.sum::<usize>()
}

/// The embeds in a range of events, and those in the footnotes, which any range may refer to.
fn shown_links(note: &Note, range: (usize, usize)) -> HashSet<usize> {
    let body = note.events[range.0..range.1].iter();
    body.chain(note.footnotes.iter().flat_map(|footnote| &footnote.events))
        .filter_map(|spanned| match &spanned.event {
            Event::Start(Element::Embed { link, .. }) => Some(*link),
            _ => None,
        })
        .collect()
}

fn content_of(path: &SourcePath, fragment: Option<&str>) -> Content {
    match path.extension().as_str() {
        "avif" | "bmp" | "gif" | "jpeg" | "jpg" | "png" | "svg" | "webp" => Content::Image,
        "flac" | "m4a" | "mp3" | "ogg" | "wav" | "3gp" | "opus" | "aac" => Content::Audio,
        "webm" | "mkv" | "mov" | "mp4" | "ogv" | "m4v" => Content::Video,
        "pdf" => {
            let height = fragment.and_then(|fragment| {
                let height = fragment.split('&').find_map(|pair| pair.strip_prefix("height="))?;
                height.parse().ok()
            });
            Content::Document(height)
        }
        _ => Content::File,
    }
}

/// Percent-encodes a fragment, letters of any script left readable.
pub(super) fn fragment_href(fragment: &str) -> String {
    percent_encode(fragment, "-._~!$'()*,;=:@/?&^").into_owned()
}

fn lack_of(reason: Reason) -> Lack {
    match reason {
        Reason::MissingHeading | Reason::MissingBlock => Lack::Part,
        Reason::MissingFile => Lack::File,
        Reason::MissingNote | Reason::Unpublished | Reason::OutsideVault => Lack::Note,
    }
}
