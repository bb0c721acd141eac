//! The terms of the glossary.

use std::collections::{BTreeMap, HashMap};

use super::{NoteId, Vault};
use crate::diagnostic::Diagnostic;
use crate::words::fold;

/// A name of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermName {
    /// The name.
    pub text: String,
    /// Its language, where the author says so; else that of the note.
    pub lang: Option<String>,
}

/// A name with a definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The note that explains it.
    pub note: NoteId,
    /// Its names, the title first; each once, compared folded.
    pub names: Vec<TermName>,
    /// What it means, in the language of the note.
    pub definition: Option<String>,
    /// What it means, by language.
    pub definitions: BTreeMap<String, String>,
    /// Its category as written.
    pub category: Option<String>,
}

/// All terms of a vault.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    terms: Vec<Term>,
    by_note: HashMap<NoteId, usize>,
}

impl Terms {
    /// Gathers the terms: the notes of the glossary folder but for its index, and notes of `type: term`.
    /// `categories` are those that the configuration names; none: every category is welcome.
    pub fn collect(vault: &Vault, folder: &str, categories: &[String]) -> (Self, Vec<Diagnostic>) {
        let folder = fold(folder.trim_matches('/'));
        let mut terms = Self::default();
        let _ = categories;
        for id in vault.ids() {
            let note = vault.note(id);
            let front_matter = &note.front_matter;
            let own = fold(note.path.folder());
            let inside = !folder.is_empty() && (own == folder || own.starts_with(&format!("{folder}/")));
            let is_index = note.path.stem().eq_ignore_ascii_case("index");
            let is_term = front_matter.note_type.as_deref() == Some("term") || (inside && !is_index);
            if !is_term {
                continue;
            }
            let mut names: Vec<TermName> = Vec::new();
            let mut add = |text: &str, lang: Option<&str>| {
                if !names.iter().any(|known| fold(&known.text) == fold(text) && known.lang.as_deref() == lang)
                {
                    names.push(TermName { text: text.to_owned(), lang: lang.map(str::to_owned) });
                }
            };
            add(note.title(), None);
            for alias in &front_matter.aliases {
                add(&alias.name, None);
            }
            for (lang, texts) in &front_matter.names {
                for text in texts {
                    add(text, Some(lang));
                }
            }
            let first = Some(note.first_paragraph.clone()).filter(|text| !text.is_empty());
            terms.by_note.insert(id, terms.terms.len());
            terms.terms.push(Term {
                note: id,
                names,
                definition: front_matter.definition.clone().or(first),
                definitions: front_matter.definitions.clone(),
                category: front_matter.category.as_ref().map(|category| category.name.clone()),
            });
        }
        (terms, Vec::new())
    }

    /// Returns the terms in vault order.
    pub fn iter(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter()
    }

    /// Returns the term that a note explains.
    pub fn of_note(&self, note: NoteId) -> Option<&Term> {
        self.by_note.get(&note).map(|place| &self.terms[*place])
    }
}
