//! A walk through the events of a note, writing HTML.

use std::collections::HashMap;
use std::sync::Arc;

use super::frame::{Frame, Frames, Paragraph, Role, Room};
use super::html::Html;
use super::paragraph::Paragraphs;
use super::{Renderer, Words, base, canvas, footnote};
use crate::note::{Alignment, Element, Event, Fold, Kind, Note, SpannedEvent};
use crate::page::Body;
use crate::words::percent_encode_where;

/// Writes a body, its footnotes included.
pub(super) fn write(
    renderer: &Renderer,
    body: &Body,
    notes: &[Arc<Note>],
    words: Words<'_>,
    html: &mut Html,
) {
    let mut walk = Walk::new(renderer, body, notes, words, String::new(), 0);
    let note = &notes[body.note];
    match &note.kind {
        Kind::Markdown => {
            walk.events(&note.events[body.range.0..body.range.1], body.range.0, html);
            footnote::write(&mut walk, html);
        }
        Kind::Canvas(canvas) => canvas::write(&walk, note, canvas, html),
        Kind::Base => base::write(&walk, html),
    }
}

/// One walk: of a page, or of a note embedded in it.
pub(super) struct Walk<'r> {
    pub(super) renderer: &'r Renderer,
    pub(super) body: &'r Body,
    pub(super) notes: &'r [Arc<Note>],
    pub(super) words: Words<'r>,
    /// What ids start with: nothing for the page's own note, `e3-` inside its third embed.
    pub(super) prefix: String,
    pub(super) embeds: usize,
    pub(super) footnotes: footnote::Used,
    pub(super) frames: Frames,
    /// Event → the block ids that begin with it.
    block_ids: HashMap<usize, &'r str>,
    pub(super) paragraphs: Paragraphs,
    pub(super) columns: Vec<(Box<[Alignment]>, usize, bool)>,
    pub(super) callouts: Vec<(String, Fold)>,
    pub(super) at: usize,
    /// Whether the next event closes the element that is being opened.
    next_is_end: bool,
    /// Whether the walk is inside of a card.
    pub(super) in_card: bool,
    /// Whether links are shown as their text.
    pub(super) is_unlinked: bool,
}

impl<'r> Walk<'r> {
    pub(super) fn new(
        renderer: &'r Renderer,
        body: &'r Body,
        notes: &'r [Arc<Note>],
        words: Words<'r>,
        prefix: String,
        embeds: usize,
    ) -> Self {
        let note = &notes[body.note];
        let block_ids = if prefix.is_empty() {
            note.blocks.iter().map(|block| (block.events.start, block.id.as_str())).collect()
        } else {
            HashMap::new()
        };
        Self {
            renderer,
            body,
            notes,
            words,
            prefix,
            embeds,
            footnotes: footnote::Used::default(),
            frames: Frames::default(),
            block_ids,
            paragraphs: Paragraphs::default(),
            columns: Vec::new(),
            callouts: Vec::new(),
            at: 0,
            next_is_end: false,
            in_card: false,
            is_unlinked: false,
        }
    }

    /// Tells whether the element that is being opened is empty.
    pub(super) fn next_is_end(&self) -> bool {
        self.next_is_end
    }

    pub(super) fn note(&self) -> &'r Note {
        &self.notes[self.body.note]
    }

    /// Writes events; `first` is the index of the first one in its note.
    pub(super) fn events(&mut self, events: &'r [SpannedEvent], first: usize, html: &mut Html) {
        // A block of a list is an item, which cannot stand alone.
        let bare_item =
            matches!(events.first().map(|spanned| &spanned.event), Some(Event::Start(Element::Item { .. })));
        if bare_item {
            html.open("ul", &[]);
        }
        let mut offset = 0;
        while offset < events.len() {
            let run = self.card_run(first + offset).filter(|run| run.events.end <= first + events.len());
            if let Some(run) = run
                && self.cards(run, html)
            {
                offset = run.events.end - first;
                continue;
            }
            self.at = first + offset;
            self.next_is_end = matches!(events.get(offset + 1), Some(SpannedEvent { event: Event::End, .. }));
            self.event(&events[offset].event, html);
            offset += 1;
        }
        if bare_item {
            html.close();
        }
    }

    fn event(&mut self, event: &'r Event, html: &mut Html) {
        match event {
            Event::Start(element) => self.start(element, html),
            Event::End => self.end(html),
            Event::Text(text) => self.text_with_mentions(text, 0..text.len(), html),
            Event::Code(code) => {
                self.note_text(code);
                if self.is_gathering() {
                    return;
                }
                self.inline(html);
                html.open("code", &[]);
                html.text(code);
                html.close();
            }
            Event::Math(formula) => self.math(&formula.tex, formula.display, html),
            Event::Html(raw) => self.raw(raw, html),
            Event::SoftBreak => self.text("\n", html),
            Event::HardBreak => {
                if self.is_gathering() {
                    self.text(" ", html);
                } else {
                    self.inline(html);
                    html.void("br", &[]);
                }
            }
            Event::Rule => html.void("hr", &[]),
            Event::Tag(tag) => self.tag(tag, html),
            Event::FootnoteReference(footnote) => {
                self.inline(html);
                footnote::reference(self, *footnote, html);
            }
        }
    }

    fn start(&mut self, element: &'r Element, html: &mut Html) {
        let block_id = self.block_ids.get(&self.at).map(|id| format!("^{id}"));
        let with_id = |id: &Option<String>| id.as_deref().map(|id| ("id", id.to_owned()));
        let id = with_id(&block_id);
        let id: Vec<(&str, &str)> = id.iter().map(|(name, value)| (*name, value.as_str())).collect();
        match element {
            Element::Paragraph => {
                let id = block_id.or_else(|| self.paragraph_id());
                let paragraph = Some(Paragraph { is_open: false, id });
                self.frames.push(Frame { elements: 0, paragraph, takes_blocks: true, role: Role::Plain });
            }
            Element::Heading(index) => self.heading(*index, block_id, html),
            Element::Quote => self.open("blockquote", &id, true, html),
            Element::Callout(callout) => self.callout(callout, &id, html),
            Element::CalloutTitle => self.callout_title(html),
            Element::CalloutContent => self.open("div", &[("class", "callout-content")], true, html),
            Element::CodeBlock(fence) => {
                let (language, text, event) = (fence.language.to_string(), String::new(), self.at);
                self.gather(Role::Code { language, text, id: block_id, event });
            }
            Element::HtmlBlock => {
                // What the author's tags open and close is not ours to know: the mark stands before it.
                if !id.is_empty() {
                    html.open("span", &id);
                    html.close();
                }
                self.push(0, true);
            }
            Element::List { start } => {
                let number = start.map(|number| number.to_string());
                let mut attributes = id;
                if let Some(number) = number.as_deref().filter(|number| *number != "1") {
                    attributes.push(("start", number));
                }
                self.open(if start.is_some() { "ol" } else { "ul" }, &attributes, true, html);
            }
            Element::Item { task } => self.item(*task, &id, html),
            Element::Table { alignments } => {
                self.columns.push((alignments.clone(), 0, false));
                let label = self.words.get("table");
                html.open(
                    "div",
                    &[("class", "scroll"), ("role", "region"), ("aria-label", label), ("tabindex", "0")],
                );
                html.open("table", &id);
                self.push(2, false);
                self.frames.set_role(Role::Table);
            }
            Element::TableHead => {
                if let Some(columns) = self.columns.last_mut() {
                    (columns.1, columns.2) = (0, true);
                }
                html.open("thead", &[]);
                html.open("tr", &[]);
                self.push(2, false);
                self.frames.set_role(Role::TableHead);
            }
            Element::TableRow => {
                if let Some(columns) = self.columns.last_mut() {
                    columns.1 = 0;
                }
                self.open("tr", &[], false, html);
            }
            Element::TableCell => self.cell(html),
            Element::Emphasis => self.inline_open("em", html),
            Element::Strong => self.inline_open("strong", html),
            Element::Strikethrough => self.inline_open("del", html),
            Element::Highlight => self.inline_open("mark", html),
            Element::Link(link) => self.link(*link, html),
            Element::Embed { link, size } => {
                self.gather(Role::Embed { link: *link, size: **size, text: String::new() });
            }
            Element::ExternalLink(to) => self.external_link(&to.url, &to.title, html),
            Element::ExternalImage(of, size) => self.gather(Role::Picture {
                url: of.url.to_string(),
                title: of.title.to_string(),
                size: **size,
                text: String::new(),
            }),
        }
    }

    pub(super) fn end(&mut self, html: &mut Html) {
        let Some(frame) = self.frames.pop() else { return };
        let mut elements = frame.elements;

        match frame.role {
            Role::Plain => {}
            Role::Table => {
                self.columns.pop();
            }
            Role::Callout => {
                self.callouts.pop();
            }
            Role::Code { language, text, id, event } => {
                self.code(&language, &text, id.as_deref(), event, html);
            }
            Role::Embed { link, size, text } => self.embed(link, size, &text, html),
            Role::Picture { url, title, size, text } => self.picture(&url, &title, size, &text, html),
            Role::Heading { id, text } => {
                if !id.is_empty() {
                    let label = self.words.with("link_to", text.trim());
                    html.open(
                        "a",
                        &[
                            ("class", "anchor"),
                            ("href", &format!("#{}", percent_encode_where(&id, |c| matches!(c, '%' | ' ')))),
                            ("aria-label", &label),
                        ],
                    );
                    html.text("#");
                    html.close();
                }
            }
            Role::CalloutTitle { default, is_empty } => {
                if is_empty {
                    html.text(&default);
                }
            }
            Role::TableHead => {
                for _ in 0..elements {
                    html.close();
                }
                elements = 0;
                if let Some(columns) = self.columns.last_mut() {
                    columns.2 = false;
                }
                html.open("tbody", &[]);
                // The body of the table is closed with the table.
                if let Some(table) = self.frames.last_mut() {
                    table.elements += 1;
                }
            }
        }
        if frame.paragraph.is_some_and(|paragraph| paragraph.is_open) {
            elements += 1;
        }
        for _ in 0..elements {
            html.close();
        }
    }

    pub(super) fn text(&mut self, text: &str, html: &mut Html) {
        self.note_text(text);
        if let Some(Frame { role: Role::Code { text: gathered, .. }, .. }) = self.frames.last_mut() {
            gathered.push_str(text);
            return;
        }
        if self.is_gathering() {
            return;
        }
        let waits =
            self.frames.last().is_some_and(|frame| frame.paragraph.as_ref().is_some_and(|p| !p.is_open));
        if waits && text.trim().is_empty() {
            return;
        }
        self.inline(html);
        html.text(text);
    }

    /// Tells those who gather text that there is more.
    pub(super) fn note_text(&mut self, more: &str) {
        for role in self.frames.listeners() {
            match role {
                Role::Embed { text, .. } | Role::Picture { text, .. } | Role::Heading { text, .. } => {
                    text.push_str(more);
                }
                Role::CalloutTitle { is_empty, .. } => *is_empty &= more.trim().is_empty(),
                _ => {}
            }
        }
    }

    pub(super) fn is_gathering(&self) -> bool {
        self.frames.is_gathering()
    }

    fn gather(&mut self, role: Role) {
        self.frames.push(Frame { elements: 0, paragraph: None, takes_blocks: false, role });
    }

    /// Opens the paragraph that waits for something to stand in it.
    pub(super) fn inline(&mut self, html: &mut Html) {
        if let Some(Frame { paragraph: Some(paragraph), .. }) = self.frames.last_mut()
            && !paragraph.is_open
        {
            paragraph.is_open = true;
            let id = paragraph.id.take();
            html.open("p", &id.iter().map(|id| ("id", id.as_str())).collect::<Vec<_>>());
            if let Some(id) = id {
                self.former_paragraphs(&id, html);
            }
        }
        if let Some(Frame { role: Role::CalloutTitle { is_empty, .. }, .. }) = self.frames.last_mut() {
            *is_empty = false;
        }
    }

    /// Closes the paragraph around, if a block may stand here then.
    pub(super) fn make_room(&mut self, html: &mut Html) -> Room {
        let Some(frame) = self.frames.last_mut() else { return Room::Made { id: None } };
        if !frame.takes_blocks {
            return Room::None;
        }
        let Some(paragraph) = &mut frame.paragraph else { return Room::Made { id: None } };
        if paragraph.is_open {
            html.close();
            paragraph.is_open = false;
        }
        Room::Made { id: paragraph.id.take() }
    }

    pub(super) fn open(
        &mut self,
        tag: &'static str,
        attributes: &[(&str, &str)],
        takes_blocks: bool,
        html: &mut Html,
    ) {
        html.open(tag, attributes);
        self.push(1, takes_blocks);
    }

    pub(super) fn inline_open(&mut self, tag: &'static str, html: &mut Html) {
        if self.is_gathering() {
            self.push(0, false);
            return;
        }
        self.inline(html);
        self.open(tag, &[], false, html);
    }

    pub(super) fn push(&mut self, elements: usize, takes_blocks: bool) {
        self.frames.push(Frame { elements, paragraph: None, takes_blocks, role: Role::Plain });
    }
}
