//! Links seen from the other end.
//!
//! In: where every link leads. Out: who links to a note, which notes nobody links to, and the
//! neighbours of a note.

use std::sync::Arc;

use super::{Backlink, Graph, NoteId, Resolution, Target, Vault};
use crate::note::Kind;
use crate::source::SourcePath;
use crate::words::fold;

/// Returns the links that lead to each note from others, in vault order, then order of place.
pub(super) fn backlinks(vault: &Vault, resolutions: &[Arc<[Resolution]>]) -> Vec<Vec<Backlink>> {
    let mut backlinks = vec![Vec::new(); vault.notes.len()];
    for ((from, _), links) in vault.notes().zip(resolutions) {
        for (link, resolution) in links.iter().enumerate() {
            if let Some(to) = note_of(resolution).filter(|to| *to != from) {
                backlinks[to.index()].push(Backlink { from, link });
            }
        }
    }
    backlinks
}

/// Returns the notes that no other note links to, in vault order.
pub(super) fn orphans(vault: &Vault, backlinks: &[Vec<Backlink>]) -> Vec<NoteId> {
    let lonely = vault.notes().filter(|(id, note)| {
        let has_file = note.kind == Kind::Markdown && note.origin.is_none();
        has_file && backlinks[id.index()].is_empty() && !is_index(&note.path)
    });
    lonely.map(|(id, _)| id).collect()
}

/// Returns the notes that link to no other note, in vault order.
pub(super) fn dead_ends(vault: &Vault, resolutions: &[Arc<[Resolution]>]) -> Vec<NoteId> {
    let leads_on = |from: NoteId, links: &[Resolution]| links.iter().filter_map(note_of).any(|to| to != from);
    vault
        .notes()
        .zip(resolutions)
        .filter(|((_, note), _)| note.kind == Kind::Markdown && note.origin.is_none())
        .filter(|((id, _), links)| !leads_on(*id, links))
        .map(|((id, _), _)| id)
        .collect()
}

/// Tells whether a note is the page of its folder, which readers reach without a link.
pub(super) fn is_index(path: &SourcePath) -> bool {
    matches!(fold(path.stem()).as_str(), "index" | "readme")
}

impl Graph {
    /// Returns the notes that no other note links to, in vault order.
    ///
    /// Only Markdown notes can be orphans; `index` and `README` notes are none, because readers reach
    /// them by their folder.
    pub fn orphans(&self) -> &[NoteId] {
        &self.orphans
    }

    /// Returns the notes that link to no other note, in vault order. Only Markdown notes are dead ends.
    pub fn dead_ends(&self) -> &[NoteId] {
        &self.dead_ends
    }

    /// Returns the notes that `note` links to or that link to it, those with the most links between
    /// them first, then in path order.
    ///
    /// The note itself is not among them. Costs O(n log n) in the number of its links and backlinks.
    pub fn neighbours(&self, note: NoteId) -> Vec<NoteId> {
        let out = self.resolutions[note.index()].iter().filter_map(note_of).filter(|to| *to != note);
        let mut ends: Vec<NoteId> =
            out.chain(self.backlinks(note).iter().map(|backlink| backlink.from)).collect();
        ends.sort_unstable();
        let mut counted: Vec<(usize, NoteId)> =
            ends.chunk_by(|a, b| a == b).map(|equal| (equal.len(), equal[0])).collect();
        counted.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        counted.into_iter().map(|(_, id)| id).collect()
    }

    /// Tells whether one of two notes links to the other. Costs O(log n) in the number of their backlinks,
    /// so a note that everybody links to may be asked about on every page.
    pub fn are_linked(&self, a: NoteId, b: NoteId) -> bool {
        let leads = |from: NoteId, to: NoteId| {
            self.backlinks(to).binary_search_by_key(&from, |backlink| backlink.from).is_ok()
        };
        leads(a, b) || leads(b, a)
    }
}

/// Returns the note that a link leads to, even if the part of it is missing.
pub(super) fn note_of(resolution: &Resolution) -> Option<NoteId> {
    match resolution {
        Resolution::Found { target: Target::Note(note, _), .. } => Some(*note),
        Resolution::Found { .. } => None,
        Resolution::Missing { note, .. } => *note,
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::fixture;

    const VAULT: &str = "
=== a.md
[[b]] [[b#Nowhere]] ![[c]] [[a]] [[#x]] [[Gone]]
=== b.md
[[a]]
=== board.canvas
[[c]]
=== c.md
=== sub/README.md
=== z.md
[[b]]
";

    #[test]
    fn backlinks_count_every_link_but_those_to_oneself() {
        let fixture = fixture(VAULT);
        let (graph, _) = fixture.resolve();
        let from = |path| {
            let backlinks = graph.backlinks(fixture.id(path));
            let links: Vec<usize> = backlinks.iter().map(|backlink| backlink.link).collect();
            (fixture.paths(backlinks.iter().map(|backlink| backlink.from)), links)
        };
        assert_eq!(from("b.md"), ("a.md a.md z.md".to_owned(), vec![0, 1, 0]));
        assert_eq!(from("c.md"), ("a.md board.canvas".to_owned(), vec![2, 0]));
        assert_eq!(from("a.md"), ("b.md".to_owned(), vec![0]));
    }

    #[test]
    fn orphans_are_notes_that_no_other_links_to() {
        let fixture = fixture(VAULT);
        let (graph, found) = fixture.resolve();
        assert_eq!(fixture.paths(graph.orphans().iter().copied()), "z.md");
        assert!(fixture.report(&found).ends_with("z.md:1:1: info[orphan-note]: no other note links here"));
    }

    #[test]
    fn dead_ends_are_notes_that_link_to_no_other() {
        let fixture = fixture(VAULT);
        let (graph, _) = fixture.resolve();
        assert_eq!(fixture.paths(graph.dead_ends().iter().copied()), "c.md sub/README.md");
    }

    #[test]
    fn neighbours_stand_in_order_of_links_then_path() {
        let fixture = fixture(VAULT);
        let (graph, _) = fixture.resolve();
        let neighbours = |path| fixture.paths(graph.neighbours(fixture.id(path)));
        assert_eq!(neighbours("a.md"), "b.md c.md");
        assert_eq!(neighbours("b.md"), "a.md z.md");
        assert_eq!(neighbours("c.md"), "a.md board.canvas");
    }

    #[test]
    fn two_notes_are_linked_when_one_of_them_is_a_neighbour_of_the_other() {
        let fixture = fixture(VAULT);
        let (graph, _) = fixture.resolve();
        for (a, b) in fixture.vault.ids().flat_map(|a| fixture.vault.ids().map(move |b| (a, b))) {
            assert_eq!(graph.are_linked(a, b), graph.neighbours(a).contains(&b), "{a:?} {b:?}");
        }
    }
}
