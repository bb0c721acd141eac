//! Reads a canvas: cards and arrows as JSON.
//!
//! In: a `.canvas` file. Out: a [`Note`] with a [`CanvasBody`]. File cards are links, and so are the links
//! in text cards; labels are not Markdown. A file that cannot be read is reported, an empty one is fine.

use std::collections::HashMap;

use serde::Deserialize;

use super::parse::{empty, markdown};
use super::{
    Arrow, CanvasBody, Card, CardFace, Element, Event, Events, Kind, Link, Note, ParseOptions, Side,
    SpannedEvent, wikilink,
};
use crate::diagnostic::{Diagnostic, LinkKind};
use crate::source::{Place, SourceFile, Span};

#[derive(Deserialize)]
struct RawCanvas {
    #[serde(default)]
    nodes: Vec<RawCard>,
    #[serde(default)]
    edges: Vec<RawArrow>,
}

#[derive(Deserialize)]
#[serde(default)]
struct RawCard {
    id: String,
    #[serde(rename = "type")]
    kind: String,
    x: f64,
    y: f64,
    width: f64,
    height: f64,
    color: Option<String>,
    file: Option<String>,
    subpath: Option<String>,
    text: Option<String>,
    url: Option<String>,
    label: Option<String>,
}

impl Default for RawCard {
    fn default() -> Self {
        Self {
            id: String::new(),
            kind: String::new(),
            x: 0.0,
            y: 0.0,
            width: 0.0,
            height: 0.0,
            color: None,
            file: None,
            subpath: None,
            text: None,
            url: None,
            label: None,
        }
    }
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase")]
struct RawArrow {
    from_node: String,
    to_node: String,
    from_side: Option<Side>,
    to_side: Option<Side>,
    from_end: Option<End>,
    to_end: Option<End>,
    color: Option<String>,
    label: Option<String>,
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
enum End {
    None,
    Arrow,
}

/// Reads a canvas.
pub(super) fn read(file: &SourceFile, text: &str, options: ParseOptions) -> Note {
    let json = text.trim_start_matches('\u{feff}');
    let mut note = empty(file);
    let raw = if json.trim().is_empty() {
        RawCanvas { nodes: Vec::new(), edges: Vec::new() }
    } else {
        serde_json::from_str(json).unwrap_or_else(|error| {
            let offset = text.len() - json.len() + offset_of(json, error.line(), error.column());
            let place = Place { path: file.path.clone(), span: Span::new(offset, offset) };
            note.diagnostics.push(Diagnostic::invalid_canvas(place, &error.to_string()));
            RawCanvas { nodes: Vec::new(), edges: Vec::new() }
        })
    };
    let mut body = CanvasBody::default();
    let mut indices = HashMap::new();
    for card in raw.nodes {
        let Some(face) = face(file, &card, options, &mut note.links) else { continue };
        indices.insert(card.id, body.cards.len());
        let frame = [card.x, card.y, card.width, card.height];
        body.cards.push(Card { frame, face, color: preset(card.color.as_deref()) });
    }
    body.arrows = raw
        .edges
        .into_iter()
        .filter_map(|arrow| {
            let (from, to) = (indices.get(&arrow.from_node)?, indices.get(&arrow.to_node)?);
            Some(Arrow {
                from: *from,
                to: *to,
                from_side: arrow.from_side,
                to_side: arrow.to_side,
                from_head: arrow.from_end == Some(End::Arrow),
                to_head: arrow.to_end != Some(End::None),
                color: preset(arrow.color.as_deref()),
                label: arrow.label.unwrap_or_default(),
            })
        })
        .collect();
    note.kind = Kind::Canvas(Box::new(body));
    note
}

fn face(file: &SourceFile, card: &RawCard, options: ParseOptions, links: &mut Vec<Link>) -> Option<CardFace> {
    match card.kind.as_str() {
        "file" => {
            let path = card.file.as_deref()?.trim();
            let subpath = card.subpath.as_deref().and_then(|subpath| subpath.strip_prefix('#'));
            links.push(Link {
                kind: LinkKind::Canvas,
                raw: path.to_owned(),
                span: Span::default(),
                path: path.to_owned(),
                fragment: subpath.map(|fragment| fragment.trim().to_owned()),
                context: None,
            });
            Some(CardFace::File(links.len() - 1))
        }
        "text" => {
            let text = card.text.clone().unwrap_or_default();
            let first = links.len();
            let note = markdown(file, &text, options);
            let events = plain(note.events, first, &note.links);
            links.extend(note.links.into_iter().map(|link| Link {
                kind: LinkKind::Canvas,
                span: Span::default(),
                context: None,
                ..link
            }));
            Some(CardFace::Text(events))
        }
        "link" => card.url.clone().filter(|url| wikilink::is_external(url)).map(CardFace::Url),
        "group" => Some(CardFace::Group(card.label.clone().unwrap_or_default())),
        _ => None,
    }
}

/// Turns what needs a note of its own into what can stand on a card; `first` is the index that the first
/// of `links` will have.
fn plain(events: Events, first: usize, links: &[Link]) -> Events {
    let mut plain = Events::with_capacity(events.len());
    // For each open element, whether it was written as two.
    let mut doubled = Vec::new();
    let mut unnamed: Option<usize> = None;
    for SpannedEvent { event, span } in events {
        let mut write = |event| plain.push(SpannedEvent { event, span });
        if let (Some(link), Event::End) = (unnamed.take(), &event) {
            let path: &str = &links[link].path;
            write(Event::Text(path.rsplit('/').next().unwrap_or(path).into()));
        }
        match event {
            Event::Start(element) => {
                doubled.push(matches!(element, Element::Heading(_)));
                match element {
                    Element::Heading(_) => {
                        write(Event::Start(Element::Paragraph));
                        write(Event::Start(Element::Strong));
                    }
                    Element::Link(link) => write(Event::Start(Element::Link(link + first))),
                    Element::Embed { link, .. } => {
                        unnamed = Some(link);
                        write(Event::Start(Element::Link(link + first)));
                    }
                    other => write(Event::Start(other)),
                }
            }
            Event::End => {
                if doubled.pop().unwrap_or(false) {
                    write(Event::End);
                }
                write(Event::End);
            }
            Event::Html(_) | Event::FootnoteReference(_) => {}
            other => write(other),
        }
    }
    plain
}

/// Reads a color of the application; colors of its author's own are left out.
fn preset(color: Option<&str>) -> Option<u8> {
    color?.parse().ok().filter(|color| (1..=6).contains(color))
}

/// Returns the byte offset of a line and a column, both from 1, the column in bytes.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    text.floor_char_boundary((start + column.saturating_sub(1)).min(text.len()))
}
