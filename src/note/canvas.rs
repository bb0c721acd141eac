//! Reads a canvas: cards and arrows as JSON.
//!
//! In: a `.canvas` file. Out: a [`Note`] with a [`CanvasBody`]. File cards are links, and so are the links
//! in text cards; labels are not Markdown. A file that cannot be read is reported, an empty one is fine.

use std::collections::HashMap;

use serde::Deserialize;

use super::parse::{empty, markdown};
use super::{CanvasBody, Card, CardFace, Kind, Link, Note, ParseOptions, wikilink};
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
    label: Option<String>,
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
        let color = card.color.and_then(|color| color.parse().ok()).filter(|color| (1..=6).contains(color));
        body.cards.push(Card { frame: [card.x, card.y, card.width, card.height], face, color });
    }
    body.arrows = raw
        .edges
        .into_iter()
        .filter_map(|arrow| {
            let (from, to) = (indices.get(&arrow.from_node)?, indices.get(&arrow.to_node)?);
            Some((*from, *to, arrow.label.unwrap_or_default()))
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
            let start = links.len();
            let found = markdown(file, &text, options).links;
            links.extend(found.into_iter().map(|link| Link {
                kind: LinkKind::Canvas,
                span: Span::default(),
                context: None,
                ..link
            }));
            Some(CardFace::Text(text, start..links.len()))
        }
        "link" => card.url.clone().filter(|url| wikilink::is_external(url)).map(CardFace::Url),
        "group" => Some(CardFace::Group(card.label.clone().unwrap_or_default())),
        _ => None,
    }
}

/// Returns the byte offset of a line and a column, both from 1, the column in bytes.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line.saturating_sub(1)).map(str::len).sum();
    text.floor_char_boundary((start + column.saturating_sub(1)).min(text.len()))
}
