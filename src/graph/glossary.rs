//! The terms that a vault defines.
//!
//! In: all parsed notes. Out: [`Terms`]: which notes are terms, by which names they go, and what they
//! mean. Not here: pages of terms (`page`), and where a text names them ([`super::Mentions`]).

use std::collections::{BTreeMap, HashMap};

use super::backlink::is_index;
use super::{NoteId, Translations, Vault};
use crate::diagnostic::Diagnostic;
use crate::note::{Kind, Named, Note};
use crate::source::{Place, SourcePath, Span};
use crate::words::{closeness, fold, soften};

/// How terms are to be collected.
#[derive(Clone, Copy, Debug, Default)]
pub struct GlossaryOptions<'o> {
    /// The folder whose notes are terms, without slashes at the ends; compared without case. Empty for
    /// none.
    pub folder: &'o str,
    /// The known categories. Without any, no category is unknown.
    pub categories: &'o [String],
}

/// A note that defines a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// The note.
    pub note: NoteId,
    /// The names it goes by, each once: its title first, then its aliases, then those by language.
    pub names: Vec<TermName>,
    /// What it means, in the language of the note.
    pub definition: Option<Definition>,
    /// What it means, by language.
    pub definitions: BTreeMap<String, String>,
    /// Its category, as written.
    pub category: Option<String>,
}

/// A name of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermName {
    /// The name.
    pub text: String,
    /// Its language, where the note says so.
    pub lang: Option<String>,
}

/// What a term means, and where that is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Definition {
    /// The text: plain where it comes from the body, as written where it comes from a property.
    pub text: String,
    /// Where it is written.
    pub source: DefinitionSource,
}

/// Where a definition is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefinitionSource {
    /// The property `definition`.
    Property,
    /// A line of the form `Term :: text`: the first paragraph, or one in a note of `type: glossary`.
    Line,
    /// The first paragraph.
    FirstParagraph,
}

impl DefinitionSource {
    /// Returns a word for it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Property => "property",
            Self::Line => "line",
            Self::FirstParagraph => "paragraph",
        }
    }
}

/// All terms of a vault, in vault order.
#[derive(Clone, Debug, Default)]
pub struct Terms {
    terms: Vec<Term>,
    by_note: BTreeMap<NoteId, usize>,
}

impl Terms {
    /// Collects the terms: the notes in the glossary folder but for index notes, and those of the type
    /// `term`. Costs O(notes + names).
    ///
    /// Findings are in order of path and place: names that two terms bear, terms without a definition,
    /// unknown categories. Two terms may share a name when they are translations of each other, or in
    /// different languages.
    pub fn collect(
        vault: &Vault,
        translations: &Translations,
        options: &GlossaryOptions,
    ) -> (Self, Vec<Diagnostic>) {
        let folder = fold(options.folder.trim_matches('/'));
        let terms: Vec<Term> = vault
            .notes()
            .filter(|(_, note)| is_term(vault, note, &folder))
            .map(|(id, _)| term(vault, id))
            .collect();
        let mut found = duplicates(vault, translations, &terms);
        for term in &terms {
            let note = vault.note(term.note);
            if term.definition.is_none() && term.definitions.is_empty() {
                found.push(Diagnostic::missing_definition(&note.path, vault.title(term.note)));
            }
            if let Some(category) = note.front_matter.category.as_ref().filter(|_| note.origin.is_none()) {
                found.extend(unknown_category(&note.path, category, options.categories));
            }
        }
        found.sort_by(|a, b| a.place.cmp(&b.place));
        let by_note = terms.iter().map(|term| term.note).zip(0..).collect();
        (Self { terms, by_note }, found)
    }

    /// Returns all terms in vault order.
    pub fn all(&self) -> &[Term] {
        &self.terms
    }

    /// Returns the term that a note defines.
    pub fn of_note(&self, note: NoteId) -> Option<&Term> {
        self.by_note.get(&note).map(|index| &self.terms[*index])
    }
}

fn is_term(vault: &Vault, note: &Note, folder: &str) -> bool {
    if note.kind != Kind::Markdown {
        return false;
    }
    if note.front_matter.note_type.as_deref() == Some("glossary") {
        return false;
    }
    let below = || {
        let path = vault.languages.unmarked(note);
        let own = fold(path.rsplit_once('/').map_or("", |(folder, _)| folder));
        own.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    note.front_matter.note_type.as_deref() == Some("term")
        || (!folder.is_empty() && !is_index(&note.path) && below())
}

fn term(vault: &Vault, id: NoteId) -> Term {
    let note = vault.note(id);
    let front_matter = &note.front_matter;
    let mut names: Vec<TermName> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let own = [vault.title(id)].into_iter().chain(front_matter.aliases.iter().map(|alias| &*alias.name));
    let own = own.map(|name| (name, front_matter.lang.as_ref()));
    let by_lang = front_matter.names.iter();
    let by_lang = by_lang.flat_map(|(lang, names)| names.iter().map(move |name| (&**name, Some(lang))));
    for (name, lang) in own.chain(by_lang) {
        let text = name.trim();
        if let Some(index) = known.get(&fold(text)) {
            let first = &mut names[*index];
            first.lang = first.lang.take().or_else(|| lang.cloned());
        } else if !text.is_empty() {
            known.insert(fold(text), names.len());
            names.push(TermName { text: text.to_owned(), lang: lang.cloned() });
        }
    }
    Term {
        note: id,
        definition: definition(note, &known),
        names,
        definitions: front_matter.definitions.clone(),
        category: front_matter.category.as_ref().map(|category| category.name.clone()),
    }
}

fn definition(note: &Note, names: &HashMap<String, usize>) -> Option<Definition> {
    let made = |text: &str, source| {
        let text = text.trim();
        (!text.is_empty()).then(|| Definition { text: text.to_owned(), source })
    };
    let property = note.front_matter.definition.as_deref();
    let written = if note.origin.is_some() { DefinitionSource::Line } else { DefinitionSource::Property };
    property.and_then(|text| made(text, written)).or_else(|| match note.first_paragraph.split_once("::") {
        Some((name, text)) if names.contains_key(&fold(name.trim())) => made(text, DefinitionSource::Line),
        _ => made(&note.first_paragraph, DefinitionSource::FirstParagraph),
    })
}

fn duplicates(vault: &Vault, translations: &Translations, terms: &[Term]) -> Vec<Diagnostic> {
    let mut first_by_name: HashMap<(String, &str), NoteId> = HashMap::new();
    let mut found = Vec::new();
    for term in terms {
        let note = vault.note(term.note);
        for name in &term.names {
            let key = fold(&name.text);
            let in_language = (key.clone(), vault.lang(term.note));
            let Some(first) = first_by_name.get(&in_language) else {
                first_by_name.insert(in_language, term.note);
                continue;
            };
            let other = vault.note(*first);
            if !translations.are_pair(term.note, *first) {
                let alias = note.front_matter.aliases.iter().find(|alias| fold(alias.name.trim()) == key);
                let span = alias.map_or_else(Span::default, |alias| alias.span);
                found.push(Diagnostic::duplicate_term(note.place(span), &name.text, other.file()));
            }
        }
    }
    found
}

fn unknown_category(path: &SourcePath, category: &Named, known: &[String]) -> Option<Diagnostic> {
    let name = soften(category.name.trim());
    if known.is_empty() || known.iter().any(|known| soften(known) == name) {
        return None;
    }
    let near = known.iter().filter_map(|known| Some((closeness(&soften(known), &name)?, known)));
    let nearest = near.min().map(|(_, known)| known.as_str());
    let place = Place { path: path.clone(), span: category.span };
    Some(Diagnostic::unknown_category(place, &category.name, nearest))
}

#[cfg(test)]
mod tests {
    use super::super::fixture::fixture;
    use super::*;

    const VAULT: &str = "
=== Glossary/index.md
All terms.
=== Glossary/Sharding.md
---
aliases: [Horizontal partitioning, sharding]
names.ru: [Шардирование]
definitions.ru: Деление данных
category: storge
---
Sharding :: splitting data
=== Glossary/sub/Quorum.md
---
definition: A majority
---
Something else.
=== Glossaryx/No.md
=== notes/Cap.md
---
type: term
title: CAP
---
A theorem.
=== notes/Empty.md
---
type: term
aliases: [CAP]
---
";

    fn collect(categories: &[String]) -> (Terms, String, Vec<String>) {
        let fixture = fixture(VAULT);
        let options = GlossaryOptions { folder: "glossary", categories };
        let (terms, found) = Terms::collect(&fixture.vault, &Translations::default(), &options);
        let lines = terms.all().iter().map(|term| {
            let name = |name: &TermName| match &name.lang {
                Some(lang) => format!("{} ({lang})", name.text),
                None => name.text.clone(),
            };
            let names: Vec<String> = term.names.iter().map(name).collect();
            let definition =
                term.definition.as_ref().map(|definition| (&*definition.text, definition.source));
            format!("{} {definition:?}", names.join(", "))
        });
        let lines = lines.collect();
        (terms, fixture.report(&found), lines)
    }

    #[test]
    fn terms_are_notes_of_the_folder_or_the_type() {
        let (terms, _, lines) = collect(&[]);
        insta::assert_snapshot!(lines.join("\n"), @r#"
        Sharding, Horizontal partitioning, Шардирование (ru) Some(("splitting data", Line))
        Quorum Some(("A majority", Property))
        CAP Some(("A theorem.", FirstParagraph))
        Empty, CAP None
        "#);
        assert_eq!(terms.of_note(terms.all()[0].note), terms.all().first());
        assert_eq!(terms.all()[0].definitions["ru"], "Деление данных");
    }

    #[test]
    fn terms_are_checked() {
        let (_, report, _) = collect(&["Storage".to_owned(), "networks".to_owned()]);
        insta::assert_snapshot!(report, @"
        Glossary/Sharding.md:5:1: warning[unknown-category]: there is no category `storge`
        notes/Empty.md:1:1: warning[missing-definition]: the term `Empty` has no definition
        notes/Empty.md:3:1: error[duplicate-term]: `notes/Cap.md` defines the term `CAP` too
        ");
        assert!(!collect(&[]).1.contains("unknown-category"));
    }
}
