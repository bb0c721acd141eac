//! Which notes say the same in different languages.
//!
//! In: the notes of a vault and where `translation_of` of each leads. Out: [`Translations`]: groups of
//! notes, one a language, and findings about languages that a group has twice. Not here: addresses of
//! the pages and the switcher between them (`page`).

use std::collections::HashMap;
use std::sync::Arc;

use super::{NoteId, Resolution, Target, Vault};
use crate::diagnostic::Diagnostic;
use crate::words::fold;

/// The notes that say the same in different languages.
#[derive(Clone, Debug, Default)]
pub struct Translations {
    groups: Vec<Vec<NoteId>>,
    group_of: HashMap<NoteId, usize>,
}

impl Translations {
    /// Pairs notes by what `translation_of` names, by `translationKey`, and by paths that differ in the
    /// mark of a language only. Costs O(n log n).
    pub(super) fn of(vault: &Vault, resolutions: &[Arc<[Resolution]>]) -> (Self, Vec<Diagnostic>) {
        let mut sets = Sets::new(vault.notes.len());
        let mut by_path: HashMap<String, NoteId> = HashMap::new();
        let mut by_key: HashMap<&str, NoteId> = HashMap::new();
        for (id, note) in vault.notes() {
            if !vault.languages.marked.is_empty() {
                let first = by_path.entry(fold(&vault.languages.unmarked(note))).or_insert(id);
                sets.join(id, *first);
            }
            if let Some(key) = &note.front_matter.translation_key {
                let first = by_key.entry(key).or_insert(id);
                sets.join(id, *first);
            }
            if let Some(link) = note.front_matter.translation_of
                && let Resolution::Found { target: Target::Note(original, _), .. } =
                    &resolutions[id.index()][link]
            {
                sets.join(id, *original);
            }
        }
        let mut members: HashMap<NoteId, Vec<NoteId>> = HashMap::new();
        for id in vault.ids() {
            members.entry(sets.root(id)).or_default().push(id);
        }
        let mut groups: Vec<Vec<NoteId>> = members.into_values().filter(|group| group.len() > 1).collect();
        groups.sort();
        let mut found = Vec::new();
        let mut translations = Self::default();
        for group in groups {
            let mut one_each: Vec<NoteId> = Vec::new();
            for id in group {
                match one_each.iter().find(|other| vault.lang(**other) == vault.lang(id)) {
                    Some(other) => {
                        let (path, other) = (&vault.note(id).path, &vault.note(*other).path);
                        found.push(Diagnostic::duplicate_translation(path, vault.lang(id), other));
                    }
                    None => one_each.push(id),
                }
            }
            if one_each.len() > 1 {
                let number = translations.groups.len();
                translations.group_of.extend(one_each.iter().map(|id| (*id, number)));
                translations.groups.push(one_each);
            }
        }
        (translations, found)
    }

    /// Returns the notes that say the same as `note`, itself among them, one a language, in path order;
    /// none where it has no translation.
    pub fn of_note(&self, note: NoteId) -> &[NoteId] {
        self.group_of.get(&note).map_or(&[], |group| &self.groups[*group])
    }

    /// Tells whether two notes are translations of each other.
    pub fn are_pair(&self, one: NoteId, other: NoteId) -> bool {
        let group = self.group_of.get(&one);
        group.is_some() && group == self.group_of.get(&other)
    }
}

/// Sets of notes that grow together.
struct Sets {
    above: Vec<Option<NoteId>>,
}

impl Sets {
    fn new(count: usize) -> Self {
        Self { above: vec![None; count] }
    }

    fn root(&mut self, id: NoteId) -> NoteId {
        let mut root = id;
        while let Some(above) = self.above[root.index()] {
            root = above;
        }
        // Later questions take the short way.
        let mut at = id;
        while let Some(above) = self.above[at.index()] {
            self.above[at.index()] = Some(root);
            at = above;
        }
        root
    }

    fn join(&mut self, one: NoteId, other: NoteId) {
        let (one, other) = (self.root(one), self.root(other));
        if one != other {
            self.above[one.max(other).index()] = Some(one.min(other));
        }
    }
}
