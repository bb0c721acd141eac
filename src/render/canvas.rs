//! A canvas as a picture with working links, and as a list for those who do not see it.

use super::body::Walk;
use super::html::Html;
use crate::note::{CanvasBody, Card, CardFace, Note};
use crate::page::Face;

/// Room around the outermost cards, in pixels.
const MARGIN: f64 = 40.0;
/// The longest text that a card shows, in characters.
const CARD_TEXT: usize = 140;

/// Writes the picture and the list.
pub(super) fn write(walk: &Walk<'_>, note: &Note, canvas: &CanvasBody, html: &mut Html) {
    if canvas.cards.is_empty() {
        html.open("p", &[("class", "empty")]);
        html.text("This canvas is empty.");
        html.close();
        return;
    }
    html.open("figure", &[("class", "canvas")]);
    let [left, top, right, bottom] = bounds(&canvas.cards);
    let view_box = format!("{left} {top} {} {}", right - left, bottom - top);
    html.open("svg", &[("viewBox", &view_box), ("role", "group"), ("aria-label", note.path.stem())]);
    for (from, to, _) in &canvas.arrows {
        if let (Some(from), Some(to)) = (canvas.cards.get(*from), canvas.cards.get(*to)) {
            let ((x1, y1), (x2, y2)) = (centre(from), centre(to));
            let [x1, y1, x2, y2] = [x1, y1, x2, y2].map(|value| value.to_string());
            html.open("line", &[("x1", &x1), ("y1", &y1), ("x2", &x2), ("y2", &y2)]);
            html.close();
        }
    }
    for card in &canvas.cards {
        draw(walk, note, card, html);
    }
    html.close();
    html.close();
    html.open("ul", &[("class", "canvas-list")]);
    for card in &canvas.cards {
        html.open("li", &[]);
        words(walk, note, card, html);
        html.close();
    }
    html.close();
}

fn draw(walk: &Walk<'_>, note: &Note, card: &Card, html: &mut Html) {
    let [x, y, width, height] = card.frame;
    let class = match card.face {
        CardFace::Group(_) => "card group",
        CardFace::File(_) => "card file",
        CardFace::Text(..) | CardFace::Url(_) => "card",
    };
    let color = card.color.map(|color| color.to_string());
    let mut attributes = vec![("class", class)];
    attributes.extend(color.as_deref().map(|color| ("data-color", color)));
    html.open("g", &attributes);
    let frame = [x, y, width, height].map(|value| value.to_string());
    html.open(
        "rect",
        &[("x", &frame[0]), ("y", &frame[1]), ("width", &frame[2]), ("height", &frame[3]), ("rx", "8")],
    );
    html.close();
    html.open(
        "foreignObject",
        &[("x", &frame[0]), ("y", &frame[1]), ("width", &frame[2]), ("height", &frame[3])],
    );
    html.open("div", &[("class", "card-text")]);
    words(walk, note, card, html);
    html.close();
    html.close();
    html.close();
}

fn words(walk: &Walk<'_>, note: &Note, card: &Card, html: &mut Html) {
    match &card.face {
        CardFace::File(link) => face(walk, note, *link, html),
        CardFace::Text(text, links) => {
            let plain: String = text.chars().filter(|c| !"#*`".contains(*c)).take(CARD_TEXT).collect();
            let mut rest = plain.as_str();
            for link in links.clone() {
                let raw = &note.links[link].raw;
                if let Some((before, after)) = rest.split_once(raw.as_str()) {
                    html.text(before);
                    face(walk, note, link, html);
                    rest = after;
                }
            }
            html.text(rest);
        }
        CardFace::Url(url) if super::clean::is_harmless_address(url) => {
            html.open("a", &[("class", "external"), ("href", url), ("rel", "noopener")]);
            html.text(url);
            html.close();
        }
        CardFace::Url(text) | CardFace::Group(text) => html.text(text),
    }
}

fn face(walk: &Walk<'_>, note: &Note, link: usize, html: &mut Html) {
    let written = &note.links[link];
    let inside = written.raw.trim_matches(['[', ']', '!']);
    let label = inside.split_once('|').map_or(inside, |(_, label)| label);
    let label = label.rsplit('/').next().unwrap_or(label).trim_end_matches(".md");
    match walk.body.links.get(link) {
        Some(Face::Page { href, .. } | Face::Embed { href, .. }) if !href.is_empty() => {
            html.open("a", &[("class", "internal-link"), ("href", href)]);
        }
        Some(Face::Broken { target, .. }) => {
            html.open("a", &[("class", "internal-link broken"), ("data-target", target)]);
        }
        _ => html.open("span", &[]),
    }
    html.text(label);
    html.close();
}

fn centre(card: &Card) -> (f64, f64) {
    let [x, y, width, height] = card.frame;
    (x + width / 2.0, y + height / 2.0)
}

fn bounds(cards: &[Card]) -> [f64; 4] {
    let start = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    let [left, top, right, bottom] = cards.iter().fold(start, |[left, top, right, bottom], card| {
        let [x, y, width, height] = card.frame;
        [left.min(x), top.min(y), right.max(x + width), bottom.max(y + height)]
    });
    [left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN]
}
