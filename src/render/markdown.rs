//! A body as Markdown: what a reader of the page sees, for programs that would rather not read HTML.
//!
//! In: a [`Body`] and the notes that it shows. Out: plain Markdown with the links of the page. What the
//! page does not show is not here either: comments, properties, the marks of blocks; of raw HTML only
//! the words stay. Embedded notes stand in place.

mod base;
mod escape;
mod frame;
mod inner;
mod out;

use std::sync::Arc;

use super::clean::{is_harmless_address, is_harmless_picture};
use super::footnote::Used;
use super::query::{is_query, unanswered};
use crate::note::{Alignment, Callout, Element, Event, Fold, Kind, Note, SpannedEvent, plain_text};
use crate::page::{Body, Content, Face, PageText};
use escape::{address, code_fence, escaped};
use frame::Frame;
use inner::inner_text;
use out::Out;

/// Writes a body. `lead` goes before it: the title of the page, say.
pub fn markdown(text: &PageText, body: Option<&Body>, notes: &[Arc<Note>]) -> String {
    let mut out = Out::default();
    if let Some(title) = &text.title {
        out.put("# ");
        out.text(title, false);
        out.block();
    }
    if let Some(lead) = &text.lead {
        out.enter("> ");
        out.text(lead, false);
        out.leave();
        out.block();
    }
    let Some(body) = body else { return out.finish() };
    Walk::new(notes, body, String::new()).whole(&mut out);
    out.finish()
}

/// The place of events that stand in no body, such as those of footnotes.
const NOT_IN_BODY: usize = usize::MAX / 2;

struct Walk<'w> {
    notes: &'w [Arc<Note>],
    body: &'w Body,
    /// How many notes were embedded so far: their footnotes are told apart by it.
    embeds: usize,
    /// What the labels of footnotes begin with.
    label: String,
    referred: Used,
    frames: Vec<Frame>,
    /// How many frames are [`Frame::Line`].
    lines: usize,
    /// How many frames are [`Frame::Cell`].
    cells: usize,
}

impl<'w> Walk<'w> {
    fn new(notes: &'w [Arc<Note>], body: &'w Body, label: String) -> Self {
        let (referred, frames) = (Used::default(), Vec::new());
        Self { notes, body, embeds: 0, label, referred, frames, lines: 0, cells: 0 }
    }

    fn whole(&mut self, out: &mut Out) {
        let note: &'w Note = &self.notes[self.body.note];
        let (start, end) = self.body.range;
        if note.kind == Kind::Base {
            base::write(self.body, 0, out);
            return;
        }
        self.events(&note.events[start..end], start, out);
        let is_whole = (start, end) == (0, note.events.len());
        let mut written = 0;
        while let Some(footnote) = self.referred.next(written, is_whole, note.footnotes.len()) {
            written += 1;
            out.block();
            out.put(&format!("[^{}{written}]: ", self.label));
            out.enter("    ");
            self.events(&note.footnotes[footnote].events, NOT_IN_BODY, out);
            out.leave();
        }
    }

    /// Writes events; `first` is the index of the first one in its note.
    fn events(&mut self, events: &'w [SpannedEvent], first: usize, out: &mut Out) {
        let mut at = 0;
        while let Some(SpannedEvent { event, .. }) = events.get(at) {
            at += 1;
            match event {
                Event::Start(Element::Embed { link, .. }) => {
                    let (text, length) = inner_text(&events[at..]);
                    self.embed(*link, &text, out);
                    at += length;
                }
                Event::Start(Element::ExternalImage(of, _)) => {
                    let (text, length) = inner_text(&events[at..]);
                    if is_harmless_picture(&of.url) {
                        out.put(&format!("![{}]({})", escaped(text.trim(), false), address(&of.url)));
                    } else {
                        out.text(text.trim(), self.in_table());
                    }
                    at += length;
                }
                Event::Start(Element::CodeBlock(fence)) if is_query(&fence.language) => {
                    out.block();
                    self.frames.push(Frame::Query(fence.language.to_string(), first.saturating_add(at - 1)));
                }
                Event::Start(element) => match (element, following(events, at), following(events, at + 1)) {
                    // A hidden link records a relation.
                    (Element::Link(_), Some(Event::End), _) => at += 1,
                    (Element::ExternalLink(to), Some(Event::Text(text)), Some(Event::End))
                        if *text == to.url && is_harmless_address(text) && text.contains("://") =>
                    {
                        out.put(&format!("<{text}>"));
                        at += 2;
                    }
                    (_, next, _) => self.start(element, next, out),
                },
                Event::End => self.end(out),
                other => self.leaf(other, out),
            }
        }
    }

    fn in_table(&self) -> bool {
        self.cells > 0
    }

    fn on_one_line(&self) -> bool {
        self.cells + self.lines > 0
    }

    fn leaf(&mut self, event: &Event, out: &mut Out) {
        let (in_table, on_one_line) = (self.in_table(), self.on_one_line());
        match (self.frames.last_mut(), event) {
            (Some(Frame::Code(_, text)), Event::Text(more)) => text.push_str(more),
            (Some(Frame::Query(..)), _) => {}
            (Some(Frame::Html(html)), Event::Html(more) | Event::Text(more)) => html.push_str(more),
            (_, Event::Text(text)) => out.text(text, in_table),
            (_, Event::Code(code)) => {
                let code = code.replace('\n', " ");
                let code = if in_table { code.replace('|', "\\|") } else { code };
                let fence = code_fence(&code, 1);
                let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
                out.put(&format!("{fence}{pad}{code}{pad}{fence}"));
            }
            (_, Event::Math(formula)) if formula.display && !on_one_line => {
                out.lines(&format!("$${}$$", formula.tex));
            }
            (_, Event::Math(formula)) => out.put(&format!("${}$", formula.tex.replace('\n', " "))),
            (_, Event::SoftBreak | Event::HardBreak) if on_one_line => out.put(" "),
            (_, Event::SoftBreak) => out.line(),
            (_, Event::HardBreak) => {
                out.put("\\");
                out.line();
            }
            (_, Event::Rule) => {
                out.block();
                out.put("---");
                out.block();
            }
            (_, Event::Tag(tag)) => out.put(&format!("#{tag}")),
            (_, Event::FootnoteReference(footnote)) => {
                let (number, _) = self.referred.refer(*footnote);
                out.put(&format!("[^{}{number}]", self.label));
            }
            // Tags in running text; what stands between them is text of its own.
            (_, Event::Html(_) | Event::Start(_) | Event::End) => {}
        }
    }

    fn start(&mut self, element: &Element, next: Option<&Event>, out: &mut Out) {
        let frame = match element {
            Element::Paragraph | Element::CalloutContent => {
                out.block();
                Frame::Plain
            }
            Element::Heading(index) => {
                let level = self.notes[self.body.note].headings[*index].level;
                out.block();
                out.put(&format!("{} ", "#".repeat(usize::from(level))));
                Frame::Line
            }
            Element::Quote => {
                out.block();
                out.enter("> ");
                Frame::Inside
            }
            Element::Callout(callout) => {
                open_callout(callout, out);
                Frame::Inside
            }
            Element::CalloutTitle => {
                if !matches!(next, Some(Event::End)) {
                    out.put(" ");
                }
                Frame::Line
            }
            Element::CodeBlock(fence) => {
                out.block();
                Frame::Code(fence.info.to_string(), String::new())
            }
            Element::HtmlBlock => Frame::Html(String::new()),
            Element::List { start } => {
                if out.is_in_item() && start.is_none_or(|start| start == 1) {
                    out.line();
                } else {
                    out.block();
                }
                Frame::List(*start)
            }
            Element::Item { task } => {
                let mark = match self.frames.last_mut() {
                    Some(Frame::List(Some(number))) => {
                        let mark = format!("{number}. ");
                        *number += 1;
                        mark
                    }
                    _ => "- ".to_owned(),
                };
                out.line();
                out.item(&mark);
                if let Some(task) = task {
                    out.mark(&format!("[{task}] "));
                }
                Frame::Inside
            }
            Element::Table { alignments } => {
                out.block();
                Frame::Table(alignments.clone())
            }
            Element::TableHead => {
                out.put("|");
                Frame::Head
            }
            Element::TableRow => {
                out.line();
                out.put("|");
                Frame::Row
            }
            Element::TableCell => {
                out.put(" ");
                Frame::Cell
            }
            Element::Emphasis => self.mark("*", "*", out),
            Element::Strong => self.mark("**", "**", out),
            Element::Strikethrough => self.mark("~~", "~~", out),
            Element::Highlight => self.mark("==", "==", out),
            Element::Link(link) => match self.body.links.get(*link) {
                Some(
                    Face::Page { href, .. }
                    | Face::Embed { href, .. }
                    | Face::Broken { href: Some(href), .. },
                ) if !href.is_empty() => self.mark("[", &format!("]({})", address(href)), out),
                _ => Frame::Plain,
            },
            Element::ExternalLink(to) if is_harmless_address(&to.url) => {
                self.mark("[", &format!("]({})", address(&to.url)), out)
            }
            Element::ExternalLink(_) | Element::Embed { .. } | Element::ExternalImage(..) => Frame::Plain,
        };
        match frame {
            Frame::Line => self.lines += 1,
            Frame::Cell => self.cells += 1,
            _ => {}
        }
        self.frames.push(frame);
    }

    #[expect(clippy::unused_self, reason = "reads as a list above")]
    fn mark(&self, open: &str, close: &str, out: &mut Out) -> Frame {
        out.put(open);
        Frame::Mark(close.to_owned())
    }

    fn end(&mut self, out: &mut Out) {
        match self.frames.pop() {
            None | Some(Frame::Plain | Frame::Row) => {}
            Some(Frame::Line) => self.lines -= 1,
            Some(Frame::Inside) => out.leave(),
            Some(Frame::Mark(close)) => out.put(&close),
            Some(Frame::Code(info, text)) => {
                let fence = code_fence(&text, 3);
                let closed = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
                out.lines(&format!("{fence}{info}\n{text}{closed}{fence}"));
                out.block();
            }
            Some(Frame::Query(language, event)) if language.eq_ignore_ascii_case("base") => {
                base::write(self.body, event, out);
            }
            Some(Frame::Query(language, _)) => {
                out.text(&unanswered(&language), false);
                out.block();
            }
            Some(Frame::Html(html)) => {
                let words = plain_text(&html);
                if !words.is_empty() {
                    out.block();
                    out.text(&words, false);
                    out.block();
                }
            }
            Some(Frame::List(_) | Frame::Table(_)) => out.block(),
            Some(Frame::Head) => {
                let Some(Frame::Table(alignments)) = self.frames.last() else { return };
                let rule: String = alignments
                    .iter()
                    .map(|alignment| match alignment {
                        Alignment::None => " --- |",
                        Alignment::Left => " :-- |",
                        Alignment::Right => " --: |",
                        Alignment::Center => " :-: |",
                    })
                    .collect();
                out.line();
                out.put(&format!("|{rule}"));
            }
            Some(Frame::Cell) => {
                self.cells -= 1;
                out.put(" |");
            }
        }
    }

    fn is_canvas(&self, body: &Body) -> bool {
        matches!(self.notes[body.note].kind, Kind::Canvas(_))
    }

    fn embed(&mut self, link: usize, text: &str, out: &mut Out) {
        let (href, title, content) = match self.body.links.get(link) {
            Some(Face::Embed { href, title, content, .. }) => (href, title, content),
            Some(Face::Broken { target, .. }) => return out.text(target, self.in_table()),
            _ => return,
        };
        match content {
            Content::Note(body) if !self.on_one_line() && !self.is_canvas(body) => {
                out.block();
                self.embeds += 1;
                let label = format!("{}e{}-", self.label, self.embeds);
                Walk::new(self.notes, body, label).whole(out);
                out.block();
            }
            Content::Image if !href.is_empty() => {
                let text = if text.trim().is_empty() { title.as_str() } else { text.trim() };
                out.put(&format!("![{}]({})", escaped(text, self.in_table()), address(href)));
            }
            _ if !href.is_empty() => {
                out.put(&format!("[{}]({})", escaped(title, self.in_table()), address(href)));
            }
            _ => out.text(title, self.in_table()),
        }
    }
}

fn open_callout(callout: &Callout, out: &mut Out) {
    let fold = match callout.fold {
        Fold::None => "",
        Fold::Open => "+",
        Fold::Closed => "-",
    };
    let bar = if callout.metadata.is_empty() { "" } else { "|" };
    out.block();
    out.enter("> ");
    out.put(&format!("[!{}{bar}{}]{fold}", callout.kind, callout.metadata));
}

fn following(events: &[SpannedEvent], at: usize) -> Option<&Event> {
    events.get(at).map(|spanned| &spanned.event)
}

#[cfg(test)]
mod tests;
