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
/// The longest label that fits, in characters.
const LABEL: usize = 16;

impl Plan<'_> {
    /// Draws a note and those it is linked with; `None` when there are none.
    pub(super) fn neighbourhood(&self, from: &Permalink, id: NoteId) -> Option<Neighbourhood> {
        let around: Vec<NoteId> =
            self.graph.neighbours(id).into_iter().filter(|near| self.is_listed(*near)).take(NODES).collect();
        if around.is_empty() {
            return None;
        }
        let places: Vec<(f32, f32)> = (0..around.len()).map(|index| place(index, around.len())).collect();
        let centre = (100.0, 84.0);
        let mut lines: Vec<[f32; 4]> = places.iter().map(|(x, y)| [centre.0, centre.1, *x, *y]).collect();
        for (index, near) in around.iter().enumerate() {
            for (other_index, other) in around.iter().enumerate().skip(index + 1) {
                if self.graph.are_linked(*near, *other) {
                    let ((x, y), (other_x, other_y)) = (places[index], places[other_index]);
                    lines.push([x, y, other_x, other_y]);
                }
            }
        }
        let mut nodes: Vec<NodeView> = around
            .iter()
            .zip(&places)
            .map(|(near, (x, y))| NodeView {
                x: *x,
                y: *y,
                r: radius(self.graph.backlinks(*near).len()),
                label_y: if *y < centre.1 { y - 10.0 } else { y + 16.0 },
                label: cut(self.title(*near)),
                title: self.title(*near).to_owned(),
                href: Some(from.href_to(self.routes.note(*near))),
                category: self.category_key(*near),
                here: false,
            })
            .collect();
        nodes.push(NodeView {
            x: centre.0,
            y: centre.1,
            r: 8.0,
            label_y: centre.1 + 18.0,
            label: String::new(),
            title: self.title(id).to_owned(),
            href: None,
            category: self.category_key(id),
            here: true,
        });
        Some(Neighbourhood { width: WIDTH, height: HEIGHT, lines, nodes })
    }
}

/// Spreads nodes over an ellipse, every other one further in, so that names do not meet.
fn place(index: usize, count: usize) -> (f32, f32) {
    #[expect(clippy::cast_precision_loss, reason = "there are at most eight nodes")]
    let angle = TAU * index as f32 / count as f32 - FRAC_PI_2 + TAU / 16.0;
    let shrink = if count > 5 && index % 2 == 1 { 0.78 } else { 1.0 };
    let round = |value: f32| (value * 10.0).round() / 10.0;
    (round(100.0 + 66.0 * shrink * angle.cos()), round(84.0 + 58.0 * shrink * angle.sin()))
}

fn radius(links: usize) -> f32 {
    match links {
        0..=2 => 5.0,
        3..=9 => 6.0,
        _ => 7.0,
    }
}

fn cut(title: &str) -> String {
    if title.chars().count() <= LABEL {
        return title.to_owned();
    }
    let head: String = title.chars().take(LABEL - 1).collect();
    format!("{}…", head.trim_end())
}
