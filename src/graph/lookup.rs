//! What resolving keeps for the next time.
//!
//! In: a [`Vault`]. Out: [`Indices`] of all its names, made once for as long as no name comes, goes or changes: an
//! edit of a text leaves them all; and what the links of each note meant, which holds for as long as neither that
//! note changes nor one whose headings or blocks it asks for. Not here: how links are resolved (`resolve`).

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::alias::Aliases;
use super::names::Names;
use super::suggest::Suggester;
use super::tongue::Tongues;
use super::{NoteId, Resolution, ResolveOptions, Vault};
use crate::diagnostic::Diagnostic;
use crate::note::{Kind, Note};

/// All names of a vault, and what they mean.
pub(super) struct Indices {
    pub(super) names: Names,
    pub(super) aliases: Aliases,
    pub(super) tongues: Tongues,
    pub(super) suggester: Option<Suggester>,
}

impl Indices {
    pub(super) fn of(vault: &Vault) -> Self {
        let (names, aliases, tongues) = (Names::of(vault), Aliases::of(vault), Tongues::of(vault));
        Self { names, aliases, tongues, suggester: None }
    }
}

/// What the links of one note were found to mean. Cheap to clone.
#[derive(Clone)]
pub(super) struct Resolved {
    pub(super) resolutions: Arc<[Resolution]>,
    /// What is to be said about them.
    pub(super) noticed: Arc<[Diagnostic]>,
    /// The notes that were asked for a heading or a block.
    pub(super) asked: Arc<[NoteId]>,
}

/// What is known of the time before.
#[derive(Default)]
pub(super) struct Known {
    resolved: Vec<Resolved>,
    /// Whether a note is the one that it was then.
    is_same: Vec<bool>,
}

impl Known {
    /// Returns what the links of a note mean still.
    pub(super) fn of(&self, id: NoteId) -> Option<&Resolved> {
        let is_same = |id: &NoteId| self.is_same.get(id.index()) == Some(&true);
        let resolved = self.resolved.get(id.index()).filter(|_| is_same(&id))?;
        resolved.asked.iter().all(is_same).then_some(resolved)
    }
}

/// What resolving keeps for the next time.
#[derive(Default)]
pub struct Lookups {
    key: u64,
    indices: Option<Indices>,
    notes: Vec<Arc<Note>>,
    resolved: Vec<Resolved>,
}

impl Lookups {
    /// Hashes all that the indices are made from: the names of a vault, not its texts; with the options. Costs
    /// O(names).
    pub(super) fn key(vault: &Vault, options: ResolveOptions) -> u64 {
        let mut to = DefaultHasher::new();
        options.hash(&mut to);
        vault.notes.len().hash(&mut to);
        for note in &vault.notes {
            let front_matter = &note.front_matter;
            (note.path.as_str(), note.kind == Kind::Markdown, &front_matter.lang, &front_matter.title)
                .hash(&mut to);
            front_matter.aliases.len().hash(&mut to);
            for alias in &front_matter.aliases {
                alias.name.hash(&mut to);
            }
            front_matter.names.hash(&mut to);
        }
        vault.withheld.len().hash(&mut to);
        for note in &vault.withheld {
            (note.path.as_str(), &note.aliases).hash(&mut to);
        }
        (&vault.drawings, &vault.attachments, &vault.moved).hash(&mut to);
        (&vault.languages.default, &vault.languages.marked).hash(&mut to);
        to.finish()
    }

    /// Takes out what was kept under this key, or makes the indices.
    pub(super) fn take(&mut self, key: u64, vault: &Vault) -> (Indices, Known) {
        let (notes, resolved) = (std::mem::take(&mut self.notes), std::mem::take(&mut self.resolved));
        match self.indices.take().filter(|_| self.key == key) {
            Some(indices) => {
                // The same names in the same order: each note has the number that it had.
                let is_same =
                    notes.iter().zip(&vault.notes).map(|(old, new)| Arc::ptr_eq(old, new)).collect();
                (indices, Known { resolved, is_same })
            }
            None => (Indices::of(vault), Known::default()),
        }
    }

    /// Keeps what was made for the next time.
    pub(super) fn keep(&mut self, key: u64, indices: Indices, vault: &Vault, resolved: Vec<Resolved>) {
        *self = Self { key, indices: Some(indices), notes: vault.notes.clone(), resolved };
    }
}

#[cfg(test)]
mod tests {
    use super::super::Graph;
    use super::super::fixture::{Fixture, OPTIONS, fixture};
    use super::*;

    const VAULT: &str = "
=== a.md
[[b#Here]] [[c]] [[#Own]] [[Gone]]
# Own
=== b.md
# Here
=== c.md
[[b]] [[b#Hree]]
=== d.md
[[a]]
";

    /// Takes the notes of `before` where they are the same, as a cache of notes does.
    fn again(before: &Fixture, text: &str) -> Fixture {
        let mut next = fixture(text);
        for note in &mut next.vault.notes {
            let same = before.vault.notes.iter().find(|known| known.path == note.path && ***known == **note);
            *note = same.map_or_else(|| Arc::clone(note), Arc::clone);
        }
        next
    }

    fn reused(lookups: &mut Lookups, before: &Fixture, after: &Fixture) -> String {
        Graph::resolve_again(&before.vault, &OPTIONS, lookups);
        let kept: Vec<_> = lookups.resolved.iter().map(|of| Arc::clone(&of.resolutions)).collect();
        let (graph, found) = Graph::resolve_again(&after.vault, &OPTIONS, lookups);
        let (cold, found_cold) = after.resolve();
        assert_eq!(graph.resolutions, cold.resolutions);
        assert_eq!(found, found_cold);
        let is_kept = |id: &NoteId| {
            kept.get(id.index()).is_some_and(|kept| Arc::ptr_eq(kept, &graph.resolutions[id.index()]))
        };
        after.paths(after.vault.ids().filter(is_kept))
    }

    #[test]
    fn only_what_changed_and_what_asks_it_for_a_part_is_resolved_again() {
        let before = fixture(VAULT);
        let mut lookups = Lookups::default();
        let mut reused = |text: &str| reused(&mut lookups, &before, &again(&before, text));
        assert_eq!(reused(VAULT), "a.md b.md c.md d.md");
        assert_eq!(reused(&VAULT.replace("[[a]]", "[[a]] [[Gone]]")), "a.md b.md c.md");
        assert_eq!(reused(&VAULT.replace("# Here", "# There")), "d.md");
        assert_eq!(reused(&VAULT.replace("=== d.md", "=== Gone.md\n=== d.md")), "", "a new name");
        assert_eq!(reused(&VAULT.replace("[[a]]", "---\naliases: [Gone]\n---")), "", "another name");
    }
}
