//! Reads the body of a note: Markdown with the syntax of vaults on top.
//!
//! In: the masked copy of the body. Out: [`Body`]. The Markdown parser tells blocks and inline markup;
//! each text block is gathered as tokens, worked over by the steps of the files beside this one, and
//! written to the flat list of events. Everything is iterative, so depth costs no stack.

mod block;
mod callout;
mod cells;
mod context;
mod emit;
mod footnote;
mod heading;
mod highlight;
mod html;
pub(super) mod inline;
mod kind;
mod leaf;
mod limit;
mod link;
mod spans;
mod text;
mod token;

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use pulldown_cmark::{Event as Markdown, Options, Parser, Tag};

use self::block::{Container, Holder};
use self::cells::Cells;
use self::emit::clean;
use self::footnote::Draft;
use self::kind::{alignment, code_block, level_number};
use self::leaf::{Leaf, LeafKind};
use self::limit::{Limit, MAX_DEPTH, MAX_EMPHASIS};
use self::link::Pending;
use self::text::{into_cow, is_literal};
use self::token::{Kind, Token};
use super::event::{Element, Event, Events, SpannedEvent};
use super::link::Link;
use super::mask::Masked;
use super::{Block, Footnote, Heading, OpenElements, ParseOptions};
use crate::diagnostic::Diagnostic;
use crate::source::{Place, SourcePath, Span};

/// What the body of a note holds.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) events: Events,
    pub(super) footnotes: Vec<Footnote>,
    pub(super) headings: Vec<Heading>,
    pub(super) blocks: Vec<Block>,
    /// The links of the body, behind those that were given.
    pub(super) links: Vec<Link>,
    /// Tags as written, each once, those that were given not repeated.
    pub(super) tags: Vec<String>,
    pub(super) first_paragraph: String,
    pub(super) word_count: usize,
    pub(super) has_html: bool,
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// What is known before the body is read.
pub(super) struct Given<'a> {
    pub(super) path: &'a SourcePath,
    pub(super) source: &'a str,
    pub(super) options: ParseOptions,
    /// The links of properties.
    pub(super) links: Vec<Link>,
    /// The tags of properties.
    pub(super) tags: Vec<String>,
}

/// Reads the body.
pub(super) fn read(given: Given<'_>, masked: &Masked<'_>) -> Body {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_WIKILINKS;
    let mut reader = Reader::new(given, masked);
    for (event, range) in Parser::new_ext(&masked.text, options).into_offset_iter() {
        reader.event(event, range);
    }
    reader.finish()
}

/// The state of reading. Offsets are those of the copy until an event is written.
struct Reader<'t> {
    path: &'t SourcePath,
    source: &'t str,
    masked: &'t Masked<'t>,
    text: &'t str,
    hard_line_breaks: bool,
    /// Where finished events go: the body, or the footnote that is being read.
    out: Events,
    containers: Vec<Container>,
    /// Bodies put aside while a footnote is read.
    suspended: Vec<footnote::Suspended>,
    leaf: Option<Leaf>,
    tokens: Vec<Token<'t>>,
    pending: Vec<Pending<'t>>,
    image_depth: usize,
    cells: Cells,
    link_depth: usize,
    /// The lines of a block of code or HTML.
    verbatim: Option<html::Verbatim>,
    /// The tag of a heading in running text that waits for its end.
    html_heading: Option<html::OpenHeading>,
    notes: Vec<Draft>,
    labels: HashMap<String, usize>,
    headings: Vec<Heading>,
    ids: Vec<block::Marked>,
    links: Vec<Link>,
    links_full: bool,
    /// How many quotes and items are open.
    depth: usize,
    /// The limits that were told.
    limits: HashSet<Limit>,
    /// How many elements of raw HTML are open.
    html_open: OpenElements,
    tags: Vec<String>,
    tags_seen: HashSet<String>,
    first_paragraph: String,
    word_count: usize,
    has_html: bool,
    diagnostics: Vec<Diagnostic>,
}

impl<'t> Reader<'t> {
    fn new(given: Given<'t>, masked: &'t Masked<'t>) -> Self {
        let mut reader = Self {
            path: given.path,
            source: given.source,
            masked,
            text: &masked.text,
            hard_line_breaks: given.options.hard_line_breaks,
            // About one event for so many bytes of prose with links.
            out: Events::with_capacity(masked.text.len() / 32),
            containers: vec![Container::new(Holder::Root, 0)],
            suspended: Vec::new(),
            leaf: None,
            tokens: Vec::new(),
            pending: Vec::new(),
            image_depth: 0,
            cells: Cells::default(),
            verbatim: None,
            html_heading: None,
            link_depth: 0,
            notes: Vec::new(),
            labels: HashMap::new(),
            headings: Vec::new(),
            ids: Vec::new(),
            links: given.links,
            links_full: false,
            depth: 0,
            limits: HashSet::new(),
            html_open: OpenElements::default(),
            tags: Vec::new(),
            tags_seen: HashSet::new(),
            first_paragraph: String::new(),
            word_count: 0,
            has_html: false,
            diagnostics: Vec::new(),
        };
        for tag in &given.tags {
            reader.add_tag(tag, None);
        }
        reader
    }

    fn finish(mut self) -> Body {
        if self.leaf.is_some() {
            self.close_leaf();
        }
        let mut events = std::mem::take(&mut self.out);
        let footnotes = self.finish_footnotes(&mut events);
        let blocks = self.finish_blocks();
        heading::number(&mut self.headings);
        // What stood around a heading without events of its own may have moved into a footnote.
        for heading in &mut self.headings {
            let end = events.len();
            if heading.events.start > end {
                heading.events = end..end;
            }
        }
        Body {
            events,
            footnotes,
            headings: self.headings,
            blocks,
            links: self.links,
            tags: self.tags,
            first_paragraph: self.first_paragraph,
            word_count: self.word_count,
            has_html: self.has_html,
            diagnostics: self.diagnostics,
        }
    }

    fn event(&mut self, event: Markdown<'t>, range: Range<usize>) {
        if self.cells.leave_out(&event) {
            return;
        }
        if let Some(verbatim) = &mut self.verbatim {
            match event {
                Markdown::Text(words) | Markdown::Html(words) | Markdown::InlineHtml(words) => {
                    if is_literal(&words, self.text, &range) {
                        verbatim.lines.push_str(&self.masked.restore(range));
                    } else {
                        verbatim.lines.push_str(&words);
                    }
                }
                Markdown::End(_) => self.end_verbatim(&range),
                _ => {}
            }
            return;
        }
        match event {
            Markdown::Start(tag) => self.start(tag, range),
            Markdown::End(_) => self.end(range),
            Markdown::Rule => {
                self.begin_child();
                self.write(Event::Rule, &range);
                self.end_child();
            }
            inline => self.inline(inline, range),
        }
    }

    fn start(&mut self, tag: Tag<'t>, range: Range<usize>) {
        let (element, holder) = match tag {
            Tag::Paragraph => return self.open_leaf(LeafKind::Paragraph, range),
            Tag::Heading { level, .. } => {
                return self.open_leaf(LeafKind::Heading(level_number(level)), range);
            }
            Tag::TableCell => {
                if self.cells.count() {
                    let place = Place { path: self.path.clone(), span: self.span(&range) };
                    self.diagnostics.push(Diagnostic::note_budget(place, cells::too_many()));
                }
                return self.open_leaf(LeafKind::Cell, range);
            }
            Tag::FootnoteDefinition(label) => return self.open_footnote(&label),
            Tag::CodeBlock(kind) => return self.start_verbatim(code_block(&kind), &range),
            Tag::HtmlBlock => return self.start_verbatim(Element::HtmlBlock, &range),
            Tag::BlockQuote(_) => (Element::Quote, Holder::Quote),
            Tag::List(start) => (Element::List { start }, Holder::Other),
            Tag::Item => (Element::Item { task: None }, Holder::Item),
            Tag::Table(columns) => {
                let alignments = columns.into_iter().map(alignment).collect();
                (Element::Table { alignments }, Holder::Other)
            }
            Tag::TableHead => (Element::TableHead, Holder::Other),
            Tag::TableRow => (Element::TableRow, Holder::Other),
            inline => return self.start_inline(inline, range),
        };
        self.begin_child();
        let nests = matches!(element, Element::Quote | Element::List { .. } | Element::Item { .. });
        let holder = if nests && self.depth >= MAX_DEPTH {
            self.reached(Limit::Depth, Some(&range));
            Holder::Flat
        } else {
            holder
        };
        self.depth += usize::from(holder.nests());
        if holder == Holder::Flat {
            return self.containers.push(Container::new(holder, self.out.len()));
        }
        self.containers.push(Container::new(holder, self.out.len()));
        self.write(Event::Start(element), &range);
    }

    fn end(&mut self, range: Range<usize>) {
        if !self.pending.is_empty() {
            return self.end_inline(range);
        }
        let tight = self.leaf.as_ref().is_some_and(|leaf| leaf.kind == LeafKind::Tight);
        if self.leaf.is_some() {
            self.close_leaf();
            if !tight {
                return;
            }
        }
        if self.containers.len() == 1 {
            return self.close_footnote();
        }
        self.close_container(&range);
    }

    fn start_inline(&mut self, tag: Tag<'t>, range: Range<usize>) {
        self.ensure_leaf(&range);
        if matches!(self.pending.last(), Some(Pending::Skip)) {
            return self.pending.push(Pending::Skip);
        }
        let pending = match tag {
            Tag::Link { link_type: pulldown_cmark::LinkType::WikiLink { .. }, .. }
            | Tag::Image { link_type: pulldown_cmark::LinkType::WikiLink { .. }, .. } => {
                self.wikilink(range);
                Pending::Skip
            }
            Tag::Link { link_type, dest_url, title, .. } => {
                self.markdown_link(link_type, &dest_url, &title, range)
            }
            Tag::Image { link_type, dest_url, title, .. } => {
                let range = self.with_empty_label(link_type, range);
                self.image_depth += 1;
                Pending::Image { url: dest_url, title, range, tokens: self.tokens.len() }
            }
            // One tilde means nothing here.
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough if self.pending.len() >= MAX_EMPHASIS => {
                self.reached(Limit::Emphasis, Some(&range));
                Pending::Transparent
            }
            Tag::Strikethrough if !self.text[range.start..].starts_with("~~") => {
                self.literal(range.start..range.start + 1);
                Pending::Tilde
            }
            Tag::Emphasis => self.open_element(Element::Emphasis, range),
            Tag::Strong => self.open_element(Element::Strong, range),
            Tag::Strikethrough => self.open_element(Element::Strikethrough, range),
            _ => Pending::Transparent,
        };
        self.pending.push(pending);
    }

    fn open_element(&mut self, element: Element, range: Range<usize>) -> Pending<'t> {
        self.push(Kind::Open(element), range);
        Pending::Element
    }

    fn end_inline(&mut self, range: Range<usize>) {
        match self.pending.pop() {
            Some(Pending::Element) => self.push(Kind::Close, range),
            Some(Pending::Link) => {
                self.link_depth -= 1;
                self.push(Kind::Close, range);
            }
            Some(Pending::Tilde) => self.literal(range.end - 1..range.end),
            Some(Pending::Image { url, title, range, tokens }) => {
                self.image_depth -= 1;
                if self.image_depth == 0 {
                    self.markdown_image(&url, &title, range, tokens);
                }
            }
            Some(Pending::Skip | Pending::Transparent) | None => {}
        }
    }

    fn inline(&mut self, event: Markdown<'t>, range: Range<usize>) {
        self.ensure_leaf(&range);
        if matches!(self.pending.last(), Some(Pending::Skip)) {
            return;
        }
        let event = match event {
            Markdown::Text(words) => {
                if is_literal(&words, self.text, &range) {
                    return self.literal(range);
                }
                return self.push(Kind::Words(into_cow(words)), range);
            }
            Markdown::Code(code) => Event::Code(clean(into_cow(code)).into()),
            Markdown::Html(html) | Markdown::InlineHtml(html) => {
                self.has_html = true;
                Event::Html(clean(into_cow(html)).into())
            }
            Markdown::SoftBreak => self.line_break(),
            Markdown::HardBreak => Event::HardBreak,
            Markdown::FootnoteReference(label) => Event::FootnoteReference(self.note_of(&label)),
            _ => return,
        };
        self.push(Kind::Event(event), range);
    }

    fn write(&mut self, event: Event, range: &Range<usize>) {
        self.out.push(SpannedEvent { event, span: self.span(range) });
    }

    /// Returns the place in the file of a range of the copy. The parser counts a lone carriage return as
    /// two bytes, so that a range may begin inside a character.
    fn span(&self, range: &Range<usize>) -> Span {
        let start = self.text.floor_char_boundary(range.start);
        self.masked.span(&(start..self.text.ceil_char_boundary(range.end)))
    }
}
