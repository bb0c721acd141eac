//! The arrows of a canvas: curves from the side of one card to the side of another.
//!
//! In: an arrow and its two cards. Out: a path, its heads, its label. Heads are shapes of their own,
//! since a marker needs an id, and ids belong to the headings of a page.

use super::html::Html;
use crate::note::{Arrow, Card, Side};

/// How long and how wide a head is, in pixels.
const HEAD: (f64, f64) = (16.0, 9.0);

/// Between these lengths the curve leaves a card straight, in pixels.
const REACH: (f64, f64) = (30.0, 180.0);

/// A point on the side of a card, and the direction that leads away from it.
#[derive(Clone, Copy)]
struct Port {
    x: f64,
    y: f64,
    away: (f64, f64),
}

/// Draws one arrow.
pub(super) fn draw(arrow: &Arrow, from: &Card, to: &Card, html: &mut Html) {
    let start = port(from, arrow.from_side.unwrap_or_else(|| facing(from, to)));
    let end = port(to, arrow.to_side.unwrap_or_else(|| facing(to, from)));
    let distance = (end.x - start.x).hypot(end.y - start.y);
    let reach = (distance / 2.0).clamp(REACH.0, REACH.1);
    let tip = |port: Port, has_head: bool| {
        let length = if has_head { HEAD.0 } else { 0.0 };
        (port.x + port.away.0 * length, port.y + port.away.1 * length)
    };
    let bend = |port: Port| (port.x + port.away.0 * reach, port.y + port.away.1 * reach);
    let (first, last) = (tip(start, arrow.from_head), tip(end, arrow.to_head));
    let (bend_first, bend_last) = (bend(start), bend(end));
    let point = |(x, y): (f64, f64)| format!("{x:.1} {y:.1}");
    let curve = format!("M{} C{} {} {}", point(first), point(bend_first), point(bend_last), point(last));
    let color = arrow.color.map(|color| color.to_string());
    let mut attributes = vec![("class", "arrow-line")];
    attributes.extend(color.as_deref().map(|color| ("data-color", color)));
    html.open("g", &attributes);
    html.open("path", &[("class", "edge"), ("d", &curve)]);
    html.close();
    for (port, has_head) in [(start, arrow.from_head), (end, arrow.to_head)] {
        if has_head {
            head(port, html);
        }
    }
    if !arrow.label.trim().is_empty() {
        // The middle of the curve.
        let middle = |a: f64, b: f64, c: f64, d: f64| (a + 3.0 * b + 3.0 * c + d) / 8.0;
        let x = format!("{:.1}", middle(first.0, bend_first.0, bend_last.0, last.0));
        let y = format!("{:.1}", middle(first.1, bend_first.1, bend_last.1, last.1));
        html.open("text", &[("class", "label"), ("x", &x), ("y", &y), ("text-anchor", "middle")]);
        html.text(arrow.label.trim());
        html.close();
    }
    html.close();
}

fn head(port: Port, html: &mut Html) {
    let (away, across) = (port.away, (-port.away.1, port.away.0));
    let corner = |sign: f64| {
        let x = port.x + away.0 * HEAD.0 + across.0 * HEAD.1 * sign;
        let y = port.y + away.1 * HEAD.0 + across.1 * HEAD.1 * sign;
        format!("{x:.1} {y:.1}")
    };
    let shape = format!("M{:.1} {:.1} L{} L{} Z", port.x, port.y, corner(1.0), corner(-1.0));
    html.open("path", &[("class", "arrow"), ("d", &shape)]);
    html.close();
}

fn port(card: &Card, side: Side) -> Port {
    let [x, y, width, height] = card.frame;
    let (middle_x, middle_y) = (x + width / 2.0, y + height / 2.0);
    match side {
        Side::Top => Port { x: middle_x, y, away: (0.0, -1.0) },
        Side::Right => Port { x: x + width, y: middle_y, away: (1.0, 0.0) },
        Side::Bottom => Port { x: middle_x, y: y + height, away: (0.0, 1.0) },
        Side::Left => Port { x, y: middle_y, away: (-1.0, 0.0) },
    }
}

/// Returns the side of `card` that looks at `other`.
fn facing(card: &Card, other: &Card) -> Side {
    let centre = |card: &Card| {
        let [x, y, width, height] = card.frame;
        (x + width / 2.0, y + height / 2.0)
    };
    let ((x, y), (other_x, other_y)) = (centre(card), centre(other));
    let (across, down) = (other_x - x, other_y - y);
    match (across.abs() > down.abs(), across > 0.0, down > 0.0) {
        (true, true, _) => Side::Right,
        (true, false, _) => Side::Left,
        (false, _, true) => Side::Bottom,
        (false, _, false) => Side::Top,
    }
}
