//! Which notes are about the same, though they do not link to one another.
//!
//! In: where links lead, and which terms are mentioned. Out: [`Related`]. Two notes are the closer, the more
//! they share of what few others have: links to the same note, mentions of the same term.

use std::collections::HashMap;

use super::backlink::note_of;
use super::{Graph, Mentioning, NoteId, Vault};

/// What more notes than this have in common says nothing of two of them.
const COMMON: usize = 40;
/// How much of a note is looked at: the rarest of what it leads to.
const LOOKED_AT: usize = 24;
/// What two notes must share at least to be called related.
const LEAST: u64 = 2;

/// What each note leads to, and who else leads there.
#[derive(Clone, Debug, Default)]
pub struct Related {
    /// Note → what it leads to, each once, in order.
    leads_to: Vec<Vec<NoteId>>,
    /// Note → who leads there, in order.
    led_by: Vec<Vec<NoteId>>,
}

impl Related {
    /// Gathers what notes have in common. Unlisted notes are left out. Costs O(links + mentions).
    pub fn of(vault: &Vault, graph: &Graph, mentioning: &Mentioning) -> Self {
        let mut made = Self {
            leads_to: vec![Vec::new(); vault.notes.len()],
            led_by: vec![Vec::new(); vault.notes.len()],
        };
        let is_listed = |id: NoteId| !vault.note(id).front_matter.unlisted;
        for from in vault.ids().filter(|id| is_listed(*id)) {
            let links = graph.resolutions(from).iter().filter_map(note_of);
            let terms = mentioning.terms_in(from).map(|(term, _)| term);
            let mut all: Vec<NoteId> =
                links.chain(terms).filter(|to| *to != from && is_listed(*to)).collect();
            all.sort_unstable();
            all.dedup();
            for to in &all {
                made.led_by[to.index()].push(from);
            }
            made.leads_to[from.index()] = all;
        }
        made
    }

    /// Returns what a note leads to, each once, in order.
    pub fn leads_to(&self, note: NoteId) -> &[NoteId] {
        self.leads_to.get(note.index()).map_or(&[], Vec::as_slice)
    }

    /// Returns who leads to a note, in order.
    pub fn led_by(&self, note: NoteId) -> &[NoteId] {
        self.led_by.get(note.index()).map_or(&[], Vec::as_slice)
    }

    /// Tells whether it says something of two notes that both lead to this one.
    pub fn is_telling(&self, note: NoteId) -> bool {
        (2..=COMMON).contains(&self.led_by(note).len())
    }

    /// Returns the closest notes that are not linked with `note` already, the closest first, then in path
    /// order. Costs O(1): no more is looked at than the constants above allow.
    pub fn to(&self, note: NoteId, limit: usize) -> Vec<NoteId> {
        let (Some(own), Some(near)) = (self.leads_to.get(note.index()), self.led_by.get(note.index())) else {
            return Vec::new();
        };
        let mut rare: Vec<(usize, NoteId)> = own
            .iter()
            .filter(|to| self.is_telling(**to))
            .map(|to| (self.led_by[to.index()].len(), *to))
            .collect();
        rare.sort_unstable();
        rare.truncate(LOOKED_AT);
        let mut shared: HashMap<NoteId, (u64, u64)> = HashMap::new();
        for (count, to) in rare {
            let weight = weight(count);
            for other in self.led_by[to.index()].iter().filter(|other| **other != note) {
                let (known, sum) = shared.entry(*other).or_default();
                *known += 1;
                *sum += weight;
            }
        }
        let is_near = |other: &NoteId| own.binary_search(other).is_ok() || near.binary_search(other).is_ok();
        let mut ranked: Vec<(u64, NoteId)> = shared
            .into_iter()
            .filter(|(other, (known, _))| *known >= LEAST && !is_near(other))
            .map(|(other, (_, sum))| (sum, other))
            .collect();
        ranked.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        ranked.truncate(limit);
        ranked.into_iter().map(|(_, other)| other).collect()
    }
}

/// What it weighs to share something with so many notes. In whole numbers, so that sums are the same in
/// any order.
fn weight(count: usize) -> u64 {
    10_000 / (4 + u64::try_from(count).unwrap_or(u64::MAX - 4))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::fixture;
    use super::*;

    #[test]
    fn notes_are_related_by_what_few_others_share() {
        let fixture = fixture(
            "
=== a.md
[[x]] [[y]] [[common]]
=== b.md
[[x]] [[y]] [[common]]
=== c.md
[[x]] [[common]]
=== common.md
=== linked.md
[[x]] [[y]] [[a]]
=== x.md
=== y.md
",
        );
        let (graph, _) = fixture.resolve();
        let related = Related::of(&fixture.vault, &graph, &Mentioning::default());
        assert_eq!(fixture.paths(related.to(fixture.id("a.md"), 9)), "b.md c.md");
        assert_eq!(fixture.paths(related.to(fixture.id("a.md"), 1)), "b.md");
        assert_eq!(fixture.paths(related.to(fixture.id("x.md"), 9)), "");
    }

    #[test]
    fn what_everybody_links_to_relates_nobody() {
        let notes: Vec<String> =
            (0..60).map(|number| format!("=== n{number}.md\n[[hub]] [[hub2]]")).collect();
        let fixture = fixture(&format!("=== hub.md\n=== hub2.md\n{}", notes.join("\n")));
        let (graph, _) = fixture.resolve();
        let related = Related::of(&fixture.vault, &graph, &Mentioning::default());
        assert_eq!(related.to(fixture.id("n1.md"), 9), []);
    }
}
