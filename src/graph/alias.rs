//! The other names of notes.
//!
//! In: the aliases of a [`Vault`]. Out: [`Aliases`], which tells who claims a name, and the findings
//! about names that several notes claim. Not here: file names, which come before any alias (`names`).

use std::collections::{HashMap, HashSet};

use super::language::is_same_language;
use super::{NoteId, Vault};
use crate::diagnostic::Diagnostic;
use crate::source::Place;
use crate::words::fold;

/// Who claims a name.
#[derive(Clone, Debug, Default)]
pub(super) struct Claim {
    /// Published notes, in vault order, each once.
    pub(super) notes: Vec<NoteId>,
    /// Whether a note that is kept back has it.
    pub(super) withheld: bool,
}

/// All aliases of the vault by folded name.
#[derive(Debug, Default)]
pub(super) struct Aliases {
    claims: HashMap<String, Claim>,
    /// Names of terms in other languages. They answer where no alias does.
    translations: HashMap<String, Claim>,
}

impl Aliases {
    /// Reads all aliases of the vault.
    pub(super) fn of(vault: &Vault) -> Self {
        let mut aliases = Self::default();
        for (id, note) in vault.notes() {
            for alias in &note.front_matter.aliases {
                claim(&mut aliases.claims, &alias.name, id);
            }
            for name in note.front_matter.names.values().flatten() {
                claim(&mut aliases.translations, name, id);
            }
        }
        for alias in vault.withheld.iter().flat_map(|note| &note.aliases) {
            aliases.claims.entry(fold(alias.trim())).or_default().withheld = true;
        }
        aliases
    }

    /// Returns who claims a folded name.
    pub(super) fn claim(&self, name: &str) -> Option<&Claim> {
        self.claims.get(name).or_else(|| self.translations.get(name))
    }

    /// Returns those who claim a name in the language of `from`; else in the default language; else all.
    pub(super) fn of_language(vault: &Vault, claim: &Claim, from: NoteId) -> Vec<NoteId> {
        let of = |lang: &str| -> Vec<NoteId> {
            claim.notes.iter().copied().filter(|id| is_same_language(vault.lang(*id), lang)).collect()
        };
        match claim.notes.len() {
            0 | 1 => claim.notes.clone(),
            _ => [of(vault.lang(from)), of(&vault.languages.default)]
                .into_iter()
                .find(|notes| !notes.is_empty())
                .unwrap_or_else(|| claim.notes.clone()),
        }
    }

    /// Reports every alias that an earlier note of the same language claims as well.
    pub(super) fn conflicts(&self, vault: &Vault) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for (id, note) in vault.notes() {
            let mut seen = HashSet::new();
            for alias in &note.front_matter.aliases {
                let name = fold(alias.name.trim());
                let same = |other: &&NoteId| is_same_language(vault.lang(**other), vault.lang(id));
                let claim = self.claims.get(&name);
                let first = claim.and_then(|claim| claim.notes.iter().find(same).copied());
                let Some(first) = first.filter(|first| *first != id) else { continue };
                if seen.insert(name) {
                    let place = Place { path: note.path.clone(), span: alias.span };
                    found.push(Diagnostic::duplicate_alias(place, &alias.name, &vault.note(first).path));
                }
            }
        }
        found
    }
}

fn claim(claims: &mut HashMap<String, Claim>, name: &str, note: NoteId) {
    let notes = &mut claims.entry(fold(name.trim())).or_default().notes;
    // Notes come in order, so a name that one note has twice stands last.
    if notes.last() != Some(&note) {
        notes.push(note);
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::diagnose;

    #[test]
    fn an_alias_answers_where_no_file_does() {
        insta::assert_snapshot!(diagnose("
=== Artificial.md
---
aliases: [AI, Машинный разум, File]
---
=== File.md
=== One.md
---
aliases: [Both]
---
=== Two.md
---
aliases: [both]
---
=== Secret.md
---
publish: false
aliases: [AI, Hidden]
---
=== a.md
[[ai]] [[машинный разум]] [[File]] [[Both]] [[Hidden]]
"), @"
        Two.md:2:1: warning[duplicate-alias]: `One.md` has the alias `both` too
        a.md:1:1: info[alias-link]: `ai` is another name of `Artificial.md`
        a.md:1:8: info[alias-link]: `машинный разум` is another name of `Artificial.md`
        a.md:1:36: error[broken-link]: no note is called `Both`
        a.md:1:45: warning[unpublished-link]: `Hidden` is not published
        ");
    }
}
