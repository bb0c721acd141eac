//! The picture of the notes around one note, laid out when the site is built.

use std::f32::consts::{FRAC_PI_2, TAU};

use super::Plan;
use super::view::{Neighbourhood, NodeView};
use crate::graph::NoteId;
use crate::site::Permalink;

const WIDTH: u32 = 200;
const HEIGHT: u32 = 174;
/// More would not leave room for their names.
const NODES: usize = 8;
/// How long a label may be, in characters: where the first does not fit, the next is tried.
const LABELS: [usize; 3] = [16, 12, 8];

impl Plan<'_> {
    /// Returns the notes that are drawn around one.
    pub(super) fn around(&self, id: NoteId) -> Vec<NoteId> {
        self.graph.neighbours(id).into_iter().filter(|near| self.is_listed(*near)).take(NODES).collect()
    }

    /// Draws a note and those it is linked with; `None` when there are none.
    pub(super) fn neighbourhood(&self, from: &Permalink, id: NoteId) -> Option<Neighbourhood> {
        let around = self.around(id);
        if around.is_empty() {
            return None;
        }
        let places: Vec<(f32, f32)> = (0..around.len()).map(|index| place(index, around.len())).collect();
        let centre = (100.0, 84.0);
        let line = |from: (f32, f32), to: (f32, f32)| [from.0, from.1, to.0, to.1].map(tenths);
        let mut lines: Vec<[f64; 4]> = places.iter().map(|place| line(centre, *place)).collect();
        for (index, near) in around.iter().enumerate() {
            for (other_index, other) in around.iter().enumerate().skip(index + 1) {
                if self.graph.are_linked(*near, *other) {
                    lines.push(line(places[index], places[other_index]));
                }
            }
        }
        let lang = self.lang(id);
        let mut labels = Labels::around(&places, centre);
        let mut nodes: Vec<NodeView> = around
            .iter()
            .zip(&places)
            .map(|(near, (x, y))| {
                let title = self.title_in(*near, lang);
                let (label, label_y) = labels.place(title, (*x, *y), *y < centre.1);
                NodeView {
                    x: tenths(*x),
                    y: tenths(*y),
                    r: f64::from(radius(self, *near)),
                    label_y: tenths(label_y),
                    label,
                    title: title.to_owned(),
                    href: Some(from.href_to(self.routes.note(*near))),
                    category: self.category_key(*near),
                    here: false,
                }
            })
            .collect();
        nodes.push(NodeView {
            x: tenths(centre.0),
            y: tenths(centre.1),
            r: 8.0,
            label_y: tenths(centre.1 + 18.0),
            label: String::new(),
            title: self.title(id).to_owned(),
            href: None,
            category: self.category_key(id),
            here: true,
        });
        Some(Neighbourhood { width: WIDTH, height: HEIGHT, lines, nodes })
    }
}

/// Rounds a number as it is written: templates are slow with numbers.
fn tenths(value: f32) -> f64 {
    (f64::from(value) * 10.0).round() / 10.0
}

/// Spreads nodes over an ellipse, every other one further in, so that names do not meet.
fn place(index: usize, count: usize) -> (f32, f32) {
    #[expect(clippy::cast_precision_loss, reason = "there are at most eight nodes")]
    let angle = TAU * index as f32 / count as f32 - FRAC_PI_2 + TAU / 16.0;
    let shrink = if count > 5 && index % 2 == 1 { 0.78 } else { 1.0 };
    let round = |value: f32| (value * 10.0).round() / 10.0;
    (round(100.0 + 66.0 * shrink * angle.cos()), round(84.0 + 58.0 * shrink * angle.sin()))
}

/// How large a node is drawn.
pub(super) fn radius(plan: &Plan<'_>, id: NoteId) -> u8 {
    match plan.graph.backlinks(id).len() {
        0..=2 => 5,
        3..=9 => 6,
        _ => 7,
    }
}

/// The names in a picture, none of which lies on another, on a node or outside.
struct Labels {
    taken: Vec<Area>,
}

/// A rectangle: left, top, right, bottom.
#[derive(Clone, Copy, Debug)]
struct Area([f32; 4]);

impl Area {
    fn meets(&self, other: &Self) -> bool {
        let ([left, top, right, bottom], [west, north, east, south]) = (self.0, other.0);
        left < east && west < right && top < south && north < bottom
    }
}

impl Labels {
    /// Begins with the nodes, which names may not cover.
    fn around(places: &[(f32, f32)], centre: (f32, f32)) -> Self {
        const ROOM: f32 = 6.0;
        let nodes = places.iter().chain([&centre]);
        let area = |(x, y): &(f32, f32)| Area([x - ROOM, y - ROOM, x + ROOM, y + ROOM]);
        Self { taken: nodes.map(area).collect() }
    }

    /// Finds a place for a name above or below its node; returns it as long as it fits, and its line. A name that
    /// fits nowhere is left out: it still stands in the title of its node.
    fn place(&mut self, title: &str, (x, y): (f32, f32), is_above: bool) -> (String, f32) {
        const ASCENT: f32 = 7.5;
        const DESCENT: f32 = 2.0;
        #[expect(clippy::cast_precision_loss, reason = "the picture is small")]
        let (width, height) = (WIDTH as f32, HEIGHT as f32);
        let (above, below) = (y - 10.0, y + 16.0);
        let lines = if is_above { [above, below] } else { [below, above] };
        for length in LABELS {
            let label = cut(title, length);
            let half = breadth(&label) / 2.0;
            for line in lines {
                let area = Area([x - half, line - ASCENT, x + half, line + DESCENT]);
                let [left, top, right, bottom] = area.0;
                let is_inside = left >= 1.0 && right <= width - 1.0 && top >= 1.0 && bottom <= height - 1.0;
                if is_inside && !self.taken.iter().any(|taken| taken.meets(&area)) {
                    self.taken.push(area);
                    return (label, line);
                }
            }
        }
        (String::new(), lines[0])
    }
}

/// Returns about how broad a name is drawn, rather too much than too little.
fn breadth(label: &str) -> f32 {
    let of = |c: char| match c {
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | ' ' | '.' | ',' | '-' | '\'' | '(' | ')' => 3.2,
        'm' | 'w' | 'ж' | 'м' | 'ш' | 'щ' | 'ы' | 'ю' | 'ф' | '…' => 7.2,
        c if c.is_uppercase() => 6.4,
        c if c.is_ascii() => 4.9,
        // Letters of other scripts may be as broad as they are high.
        c if !c.is_alphabetic() || ('а'..='ё').contains(&c) => 5.3,
        _ => 8.5,
    };
    label.chars().map(of).sum()
}

fn cut(title: &str, length: usize) -> String {
    if title.chars().count() <= length {
        return title.to_owned();
    }
    let head: String = title.chars().take(length - 1).collect();
    format!("{}…", head.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_meet_neither_each_other_nor_nodes_nor_the_edge() {
        let titles = [
            "Availability patterns",
            "Single point of failure",
            "Шардирование базы данных",
            "WWWWWWWWWWWWWWWW",
            "一致性哈希环上的节点",
            "DNS",
        ];
        let centre = (100.0, 84.0);
        for count in 1..=NODES {
            let places: Vec<(f32, f32)> = (0..count).map(|index| place(index, count)).collect();
            let mut labels = Labels::around(&places, centre);
            let mut shown = 0;
            for (index, at) in places.iter().enumerate() {
                let (label, _) = labels.place(titles[index % titles.len()], *at, at.1 < centre.1);
                shown += usize::from(!label.is_empty());
            }
            for (index, area) in labels.taken.iter().enumerate().skip(count + 1) {
                assert!(!labels.taken[..index].iter().any(|other| other.meets(area)), "{count}: {area:?}");
            }
            assert!(shown * 4 >= count * 3, "{count}: {shown} names are shown");
        }
    }

    #[test]
    fn a_name_is_cut_where_it_does_not_fit() {
        let mut labels = Labels::around(&[(100.0, 40.0)], (100.0, 84.0));
        assert_eq!(
            labels.place("Single point of failure", (100.0, 40.0), true),
            ("Single point of…".to_owned(), 30.0)
        );
        // The same place again: below, then nowhere.
        assert_eq!(labels.place("Cache", (100.0, 40.0), true), ("Cache".to_owned(), 56.0));
        assert_eq!(labels.place("Cache", (100.0, 40.0), true), (String::new(), 30.0));
        let mut labels = Labels::around(&[], (0.0, 0.0));
        assert_eq!(labels.place("Availability patterns", (24.0, 100.0), true).0, "Availab…");
    }
}
