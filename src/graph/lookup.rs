//! The indices that resolving needs, kept for the next time.
//!
//! In: a [`Vault`]. Out: [`Indices`] of all its names, made once for as long as no name comes, goes or changes: an
//! edit of a text leaves them all. Not here: what is asked of them (`resolve`).

use std::hash::{DefaultHasher, Hash, Hasher};

use super::Vault;
use super::alias::Aliases;
use super::names::Names;
use super::suggest::Suggester;
use super::tongue::Tongues;
use crate::note::Kind;

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

/// What resolving keeps for the next time.
#[derive(Default)]
pub struct Lookups(Option<(u64, Indices)>);

impl Lookups {
    /// Hashes all that the indices are made from: the names of a vault, not its texts. Costs O(names).
    pub(super) fn key(vault: &Vault) -> u64 {
        let mut to = DefaultHasher::new();
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

    /// Takes out the indices of this key, or makes them.
    pub(super) fn take(&mut self, key: u64, vault: &Vault) -> Indices {
        match self.0.take() {
            Some((known, indices)) if known == key => indices,
            _ => Indices::of(vault),
        }
    }

    /// Keeps indices for the next time.
    pub(super) fn keep(&mut self, key: u64, indices: Indices) {
        self.0 = Some((key, indices));
    }
}
