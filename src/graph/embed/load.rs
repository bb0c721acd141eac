//! How much each page has to show in place, and which have to show too much.

use super::{EMBED_DEPTH, EMBEDDED_BYTES, EMBEDS_A_PAGE, Shown, Shows};
use crate::diagnostic::{Diagnostic, Text, words};
use crate::graph::{NoteId, Part, Vault};
use crate::source::Place;

/// What is shown in place: how often, how much text, how deep. Sums stop at the largest number.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Load {
    embeds: usize,
    bytes: usize,
    depth: usize,
}

impl Load {
    /// Returns what one embed of this costs, without what is embedded in it.
    pub(super) fn of(vault: &Vault, (id, shown): (NoteId, Shown)) -> Self {
        let note = vault.note(id);
        let bytes = match shown {
            Shown::Whole => note.weight(0..note.events.len()),
            Shown::Part(Part::Heading(heading)) => note.weight(note.section(heading)),
            Shown::Part(Part::Block(block)) => note.weight(note.blocks[block].events.clone()),
            // A footnote is a part of what refers to it.
            Shown::Footnote(_) => return Self::default(),
        };
        Self { embeds: 1, bytes, depth: 1 }
    }

    /// Adds what is shown beside.
    pub(super) fn add(&mut self, other: Self) {
        self.embeds = self.embeds.saturating_add(other.embeds);
        self.bytes = self.bytes.saturating_add(other.bytes);
        self.depth = self.depth.max(other.depth);
    }

    /// Returns this with what is shown in it.
    fn around(self, inner: Self) -> Self {
        Self {
            embeds: self.embeds.saturating_add(inner.embeds),
            bytes: self.bytes.saturating_add(inner.bytes),
            depth: self.depth.saturating_add(inner.depth),
        }
    }

    fn excess(self) -> Option<Text> {
        if self.embeds > EMBEDS_A_PAGE {
            Some(words::LIMIT_EMBEDS.with(&[("limit", &EMBEDS_A_PAGE)]))
        } else if self.bytes > EMBEDDED_BYTES {
            Some(words::LIMIT_EMBEDDED_BYTES.with(&[("limit", &(EMBEDDED_BYTES >> 20))]))
        } else if self.depth > EMBED_DEPTH {
            Some(words::LIMIT_DEPTH.with(&[("limit", &EMBED_DEPTH)]))
        } else {
            None
        }
    }
}

/// Reports the notes that show more than fits on a page. Of notes that embed each other only the
/// outermost are told: it is their page that grows largest. Costs O(embeds).
pub(super) fn overloads(vault: &Vault, shows: &Shows, component: &[usize]) -> Vec<Diagnostic> {
    // A component has a smaller number than those that lead to it.
    let mut order: Vec<usize> = (0..shows.nodes.len()).collect();
    order.sort_by_key(|node| component[*node]);
    let mut loads = vec![Load::default(); shows.nodes.len()];
    for node in order {
        let mut load = shows.leaves[node];
        for edge in &shows.edges[node] {
            // A circle is told of as such; it is gone round once at most.
            let inner = if component[edge.to] == component[node] { Load::default() } else { loads[edge.to] };
            load.add(Load::of(vault, shows.nodes[edge.to]).around(inner));
        }
        loads[node] = load;
    }
    let mut is_inside = vec![false; shows.nodes.len()];
    for (node, edges) in shows.edges.iter().enumerate() {
        if loads[node].excess().is_some() {
            for edge in edges.iter().filter(|edge| component[edge.to] != component[node]) {
                is_inside[edge.to] = true;
            }
        }
    }
    let outermost = (0..shows.nodes.len()).filter(|node| !is_inside[*node]);
    let found = outermost.filter_map(|node| {
        let (id, Shown::Whole) = shows.nodes[node] else { return None };
        let note = vault.note(id);
        let link = shows.first_embed(node)?;
        let place = Place { path: note.path.clone(), span: note.links[link].span };
        Some(Diagnostic::embed_budget(place, &loads[node].excess()?))
    });
    found.collect()
}
