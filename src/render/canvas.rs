//! A canvas as a picture with working links, and as a list for those who do not see it.

use super::arrow;
use super::body::Walk;
use super::html::Html;
use crate::note::{Arrow, CanvasBody, Card, CardFace, Note};
use crate::page::Face;

/// Room around the outermost cards, in pixels.
const MARGIN: f64 = 40.0;

/// How far the label of a group stands above its frame, in pixels.
const LABEL_GAP: f64 = 8.0;

/// Writes the picture and the list.
pub(super) fn write<'r>(walk: &Walk<'r>, note: &'r Note, canvas: &'r CanvasBody, html: &mut Html) {
    if canvas.cards.is_empty() {
        html.open("p", &[("class", "empty")]);
        html.text(walk.words.get("canvas_empty"));
        html.close();
        return;
    }
    let sketch = Sketch { walk, note };
    html.open("figure", &[("class", "canvas"), ("tabindex", "0"), ("aria-label", note.path.stem())]);
    let [left, top, right, bottom] = bounds(&canvas.cards);
    let (width, height) = (right - left, bottom - top);
    let view_box = format!("{left} {top} {width} {height}");
    let (width, height) = (width.to_string(), height.to_string());
    html.open(
        "svg",
        &[
            ("viewBox", &view_box),
            ("width", &width),
            ("height", &height),
            ("role", "group"),
            ("aria-label", note.path.stem()),
        ],
    );
    let is_group = |card: &&Card| matches!(card.face, CardFace::Group(_));
    for card in canvas.cards.iter().filter(is_group) {
        sketch.group(card, html);
    }
    for (arrow, from, to) in ends(canvas) {
        arrow::draw(arrow, from, to, html);
    }
    for card in canvas.cards.iter().filter(|card| !is_group(card)) {
        sketch.card(card, html);
    }
    html.close();
    html.close();
    html.open("details", &[("class", "canvas-list")]);
    html.open("summary", &[]);
    html.text(walk.words.get("canvas_list"));
    html.close();
    html.open("ul", &[]);
    let mut leading: Vec<Vec<(&Arrow, &Card)>> = vec![Vec::new(); canvas.cards.len()];
    for (arrow, _, to) in ends(canvas) {
        leading[arrow.from].push((arrow, to));
    }
    for (card, leading) in canvas.cards.iter().zip(leading) {
        html.open("li", &[]);
        sketch.words(card, false, html);
        if !leading.is_empty() {
            html.open("ul", &[]);
            for (arrow, to) in leading {
                sketch.leads_to(arrow, to, html);
            }
            html.close();
        }
        html.close();
    }
    html.close();
    html.close();
}

/// Returns the arrows whose cards are both there.
fn ends(canvas: &CanvasBody) -> impl Iterator<Item = (&Arrow, &Card, &Card)> {
    canvas
        .arrows
        .iter()
        .filter_map(|arrow| Some((arrow, canvas.cards.get(arrow.from)?, canvas.cards.get(arrow.to)?)))
}

/// A canvas being drawn.
struct Sketch<'w, 'r> {
    walk: &'w Walk<'r>,
    note: &'r Note,
}

impl<'r> Sketch<'_, 'r> {
    fn group(&self, card: &'r Card, html: &mut Html) {
        let [x, y, ..] = card.frame;
        open_with_color("group", card.color, html);
        frame(card, html);
        let (x, y) = (x.to_string(), (y - LABEL_GAP).to_string());
        html.open("text", &[("class", "label"), ("x", &x), ("y", &y)]);
        self.words(card, true, html);
        html.close();
        html.close();
    }

    fn card(&self, card: &'r Card, html: &mut Html) {
        open_with_color("card", card.color, html);
        frame(card, html);
        let [x, y, width, height] = card.frame.map(|value| value.to_string());
        html.open("foreignObject", &[("x", &x), ("y", &y), ("width", &width), ("height", &height)]);
        html.open("div", &[("class", "card-text")]);
        self.words(card, true, html);
        html.close();
        html.close();
        html.close();
    }

    /// Writes what stands on a card.
    fn words(&self, card: &'r Card, in_picture: bool, html: &mut Html) {
        match &card.face {
            CardFace::File(link) => self.file(*link, in_picture, html),
            CardFace::Text(events) => {
                let Walk { renderer, body, notes, words, .. } = self.walk;
                Walk::new(renderer, body, notes, *words, String::new(), 0).events(events, 0, html);
            }
            CardFace::Url(url) if super::clean::is_harmless_address(url) => {
                html.open("a", &[("class", "external"), ("href", url), ("rel", "noopener")]);
                html.text(url);
                html.close();
            }
            CardFace::Url(text) | CardFace::Group(text) => html.text(text),
        }
    }

    fn file(&self, link: usize, in_picture: bool, html: &mut Html) {
        let label = self.file_label(link);
        match self.walk.body.links.get(link) {
            Some(Face::Page { href, .. } | Face::Embed { href, .. }) if !href.is_empty() => {
                if in_picture && is_picture(&self.note.links[link].path) {
                    html.void("img", &[("src", href), ("alt", label), ("loading", "lazy")]);
                    return;
                }
                html.open("a", &[("class", "internal-link"), ("href", href)]);
            }
            // The application wrote the path there, not the author: of a note that is kept back it would be the one
            // trace.
            Some(Face::Broken { .. }) => {
                let title = self.walk.words.get("missing_note");
                html.open("span", &[("class", "internal-link broken"), ("title", title)]);
            }
            _ => html.open("span", &[]),
        }
        html.text(label);
        html.close();
    }

    fn file_label(&self, link: usize) -> &'r str {
        if let Some(Face::Broken { .. }) = self.walk.body.links.get(link) {
            return "…";
        }
        let path = &self.note.links[link].path;
        let name = path.rsplit('/').next().unwrap_or(path);
        name.strip_suffix(".md").unwrap_or(name)
    }

    /// Says in the list where an arrow leads.
    fn leads_to(&self, arrow: &Arrow, to: &'r Card, html: &mut Html) {
        html.open("li", &[]);
        html.text("→ ");
        if !arrow.label.trim().is_empty() {
            html.text(&format!("{}: ", arrow.label.trim()));
        }
        match &to.face {
            CardFace::File(link) => html.text(self.file_label(*link)),
            CardFace::Text(events) => html.text(&first_words(events)),
            CardFace::Url(text) | CardFace::Group(text) => html.text(text),
        }
        html.close();
    }
}

fn open_with_color(class: &str, color: Option<u8>, html: &mut Html) {
    let color = color.map(|color| color.to_string());
    let mut attributes = vec![("class", class)];
    attributes.extend(color.as_deref().map(|color| ("data-color", color)));
    html.open("g", &attributes);
}

fn frame(card: &Card, html: &mut Html) {
    let [x, y, width, height] = card.frame.map(|value| value.to_string());
    html.open("rect", &[("x", &x), ("y", &y), ("width", &width), ("height", &height), ("rx", "8")]);
    html.close();
}

/// Returns the first words of a card, enough to know it by. However long the card is, no more of it is read.
fn first_words(events: &[crate::note::SpannedEvent]) -> String {
    const SHOWN: usize = 60;
    let texts = events.iter().filter_map(|spanned| match &spanned.event {
        crate::note::Event::Text(text) | crate::note::Event::Code(text) => Some(&**text),
        crate::note::Event::SoftBreak | crate::note::Event::HardBreak | crate::note::Event::End => Some(" "),
        _ => None,
    });
    let mut words = String::new();
    let mut count = 0;
    for c in texts.flat_map(str::chars) {
        let is_blank = c.is_whitespace();
        if is_blank && (words.is_empty() || words.ends_with(' ')) {
            continue;
        }
        if count == SHOWN {
            return format!("{}…", words.trim_end());
        }
        words.push(if is_blank { ' ' } else { c });
        count += 1;
    }
    words.trim_end().to_owned()
}

fn is_picture(path: &str) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    matches!(extension.as_str(), "avif" | "bmp" | "gif" | "jpeg" | "jpg" | "png" | "svg" | "webp")
}

fn bounds(cards: &[Card]) -> [f64; 4] {
    let start = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
    let [left, top, right, bottom] = cards.iter().fold(start, |[left, top, right, bottom], card| {
        let [x, y, width, height] = card.frame;
        [left.min(x), top.min(y), right.max(x + width), bottom.max(y + height)]
    });
    [left - MARGIN, top - MARGIN, right + MARGIN, bottom + MARGIN]
}
