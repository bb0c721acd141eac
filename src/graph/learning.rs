//! The order in which notes are to be read.
//!
//! In: what `requires` of each note leads to. Out: [`Graph::requirements`], and findings about notes that
//! require themselves by way of others. Not here: the pages that show an order (`page::path`).

use std::sync::Arc;

use super::circle::components;
use super::{Graph, NoteId, Resolution, Target, Vault};
use crate::diagnostic::Diagnostic;
use crate::source::Place;

/// How many notes of a circle are named in a finding.
const NAMED: usize = 6;

impl Graph {
    /// Returns the notes that are to be read before `note`, in the order in which it names them, each
    /// once. What leads nowhere, to a file, or to the note itself is not among them.
    pub fn requirements(&self, vault: &Vault, note: NoteId) -> Vec<NoteId> {
        requirements(vault, &self.resolutions, note)
    }
}

/// Reports every circle of notes that require each other, at the first link in path order that is part
/// of it. Costs O(notes + requirements).
pub(super) fn trouble(vault: &Vault, resolutions: &[Arc<[Resolution]>]) -> Vec<Diagnostic> {
    let edges: Vec<Vec<NoteId>> = vault.ids().map(|id| requirements(vault, resolutions, id)).collect();
    if edges.iter().all(Vec::is_empty)
        && !vault.notes().any(|(id, _)| requires_itself(vault, resolutions, id))
    {
        return Vec::new();
    }
    let component = components(edges.len(), |node| edges[node].iter().map(|id| id.index()));
    let mut told = vec![false; edges.len()];
    let mut found = Vec::new();
    for (id, note) in vault.notes() {
        for link in &note.front_matter.requires {
            let Some(to) = target(&resolutions[id.index()][*link]) else { continue };
            let is_circle = component[to.index()] == component[id.index()];
            if !is_circle || std::mem::replace(&mut told[component[id.index()]], true) {
                continue;
            }
            let place = Place { path: note.path.clone(), span: note.links[*link].span };
            let way = way_back(&edges, &component, to, id);
            let mut names = vec![vault.title(id).to_owned()];
            names.extend(way.iter().take(NAMED).map(|id| vault.title(*id).to_owned()));
            if way.len() > NAMED {
                names.push("…".to_owned());
            }
            found.push(Diagnostic::requires_cycle(place, &names));
        }
    }
    found
}

fn requirements(vault: &Vault, resolutions: &[Arc<[Resolution]>], id: NoteId) -> Vec<NoteId> {
    let links = vault.note(id).front_matter.requires.iter();
    let mut found: Vec<NoteId> = Vec::new();
    for to in links.filter_map(|link| target(&resolutions[id.index()][*link])) {
        if to != id && !found.contains(&to) {
            found.push(to);
        }
    }
    found
}

fn requires_itself(vault: &Vault, resolutions: &[Arc<[Resolution]>], id: NoteId) -> bool {
    let links = vault.note(id).front_matter.requires.iter();
    links.filter_map(|link| target(&resolutions[id.index()][*link])).any(|to| to == id)
}

fn target(resolution: &Resolution) -> Option<NoteId> {
    match resolution {
        Resolution::Found { target: Target::Note(note, _), .. } => Some(*note),
        Resolution::Missing { note, .. } => *note,
        Resolution::Found { .. } => None,
    }
}

/// Returns a shortest way from one note to another within a component, both of them included.
fn way_back(edges: &[Vec<NoteId>], component: &[usize], from: NoteId, to: NoteId) -> Vec<NoteId> {
    let mut before: Vec<Option<NoteId>> = vec![None; edges.len()];
    let mut queue = std::collections::VecDeque::from([from]);
    while let Some(at) = queue.pop_front() {
        if at == to {
            break;
        }
        for next in &edges[at.index()] {
            let is_new = *next != from && before[next.index()].is_none();
            if is_new && component[next.index()] == component[from.index()] {
                before[next.index()] = Some(at);
                queue.push_back(*next);
            }
        }
    }
    let mut way = vec![to];
    let mut at = to;
    while at != from {
        let Some(previous) = before[at.index()] else { break };
        way.push(previous);
        at = previous;
    }
    way.reverse();
    way
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::fixture::{Fixture, fixture};

    /// Takes the links of each note as its requirements.
    fn with_requirements(text: &str) -> Fixture {
        let mut fixture = fixture(text);
        for note in &mut fixture.vault.notes {
            let note = Arc::make_mut(note);
            note.front_matter.requires = (0..note.links.len()).collect();
        }
        fixture
    }

    fn cycles(text: &str) -> String {
        let fixture = with_requirements(text);
        let (_, mut found) = fixture.resolve();
        found.retain(|found| found.code == crate::diagnostic::Code::RequiresCycle);
        fixture.report(&found)
    }

    #[test]
    fn a_circle_is_told_once_where_it_begins() {
        insta::assert_snapshot!(cycles("
=== a.md
[[first]] [[b]]
=== b.md
[[c]]
=== c.md
[[a]] [[d]]
=== d.md
[[b]]
=== first.md
=== self.md
[[self]]
=== x.md
[[a]]
"), @"
        a.md:1:11: warning[requires-cycle]: this can never be read: a → b → c → a
        self.md:1:1: warning[requires-cycle]: this can never be read: self → self
        ");
    }

    #[test]
    fn requirements_are_notes_named_once() {
        let fixture = with_requirements(
            "
=== a.md
[[b]] [[gone]] [[b]] [[a]] [[c#nowhere]]
=== b.md
=== c.md
",
        );
        let (graph, _) = fixture.resolve();
        let found = graph.requirements(&fixture.vault, fixture.id("a.md"));
        assert_eq!(fixture.paths(found), "b.md c.md");
    }
}
