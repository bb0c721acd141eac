//! The glossary: every name of every term, letter by letter, in each alphabet.

use std::collections::{BTreeMap, BTreeSet};

use super::edition::Edition;
use super::letters::{Letters, OTHER};
use super::view::{CategoryCard, GlossaryEntry, GlossaryView, LetterLink, LetterSection, NameView, TermCard};
use super::{Page, Plan, View, body, glossary_address, other_lang};
use crate::graph::{NoteId, Term};
use crate::site::Permalink;
use crate::words::{capitalised, fold};

/// Makes the page of the glossary. A note at its address is shown above the letters.
pub(super) fn glossary(plan: &Plan<'_>, edition: usize) -> Page {
    let permalink = plan.glossary_permalink_in(edition);
    let lang = plan.editions[edition].language.tag.clone();
    let usual = &plan.labels(edition).glossary;
    let own = plan.vault.ids().find(|id| plan.routes.note(*id) == &permalink);
    let title = own.map_or_else(|| usual.clone(), |id| plan.title(id).to_owned());
    let title = if title == "index" { usual.clone() } else { title };
    let terms: Vec<&Term> = plan.terms.all().iter().filter(|term| plan.is_listed(term.note)).collect();
    let rules = Letters::new(&lang);
    let mut entries: Vec<(String, GlossaryEntry)> = Vec::new();
    for term in terms.iter().filter(|term| !has_namesake(plan, term, &lang)) {
        let made = entries_of(plan, &permalink, &lang, term).into_iter();
        entries.extend(made.map(|entry| (rules.of(&entry.name), entry)));
    }
    let langs: BTreeSet<String> = entries.iter().filter_map(|(_, entry)| entry.lang.clone()).collect();
    entries.sort_by(|(a_letter, a), (b_letter, b)| {
        rules.compare((a_letter, &a.name), (b_letter, &b.name)).then_with(|| a.href.cmp(&b.href))
    });
    let mut sections: Vec<LetterSection> = Vec::new();
    for (letter, entry) in entries {
        match sections.last_mut() {
            Some(section) if section.letter == letter => section.entries.push(entry),
            _ => {
                let id = if letter == OTHER { "other".to_owned() } else { letter.clone() };
                sections.push(LetterSection { letter, id, entries: vec![entry] });
            }
        }
    }
    let mut head = plan.head(&permalink, &title, &lang, "glossary");
    if let Some(id) = own {
        let note = plan.vault.note(id);
        head.description.clone_from(&note.front_matter.description);
        (head.has_math, head.has_code, head.has_diagram) = plan.features(id);
    }
    let view = GlossaryView {
        has_body: own.is_some(),
        term_count: plan.concept_count(edition),
        defined_count: terms
            .iter()
            .filter(|term| plan.is_shown_in(term.note, edition) && term.definition.is_some())
            .count(),
        categories: plan.category_cards(&permalink, edition),
        letters: bar(&rules, &sections, &langs),
        sections,
        head,
    };
    let body = own.map(|id| body::body_of(plan, id, &permalink, &lang));
    let text = own.and_then(|id| plan.page_text(id));
    Page { permalink, view: View::Glossary(Box::new(view)), body, text, edition }
}

/// Tells whether a note in the language of the page, listed by itself, is about the same term under the same
/// name: `Kafka` in two languages would only stand twice.
fn has_namesake(plan: &Plan<'_>, term: &Term, lang: &str) -> bool {
    let title = fold(plan.title(term.note));
    plan.lang(term.note) != lang
        && plan.graph.translations().of_note(term.note).iter().any(|other| {
            plan.is_listed(*other) && plan.lang(*other) == lang && fold(plan.title(*other)) == title
        })
}

/// A term stands once for each language that names it, under the first name of that language. Where
/// there is a note about it in a language, its name there leads to that note.
fn entries_of(plan: &Plan<'_>, from: &Permalink, lang: &str, term: &Term) -> Vec<GlossaryEntry> {
    let edition = plan.edition_in(lang);
    let own_lang = plan.lang(term.note).to_owned();
    let title = plan.title(term.note).to_owned();
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    for name in &term.names {
        // A name that is the same in both languages would only stand twice.
        let differs = fold(&name.text) != fold(&title);
        let has_note = |lang: &str| {
            let translations = plan.graph.translations().of_note(term.note).iter();
            translations.copied().any(|other| plan.is_listed(other) && plan.lang(other) == lang)
        };
        let other = name.lang.as_ref().filter(|lang| differs && **lang != own_lang);
        if let Some(lang) = other.filter(|lang| !has_note(lang)) {
            names.entry(lang.clone()).or_insert_with(|| name.text.clone());
        }
    }
    let href = from.href_to(plan.routes.note(term.note));
    let make = |name: String, name_lang: &str| {
        let definition = match (term.definitions.get(name_lang), &term.definition) {
            (Some(text), _) if name_lang != own_lang => {
                Some(NameView { text: text.clone(), lang: other_lang(name_lang, lang) })
            }
            (_, Some(text)) => Some(NameView { text: text.text.clone(), lang: other_lang(&own_lang, lang) }),
            _ => None,
        };
        GlossaryEntry {
            href: href.clone(),
            lang: other_lang(name_lang, lang),
            category: plan.category(from, edition, term),
            also: (name_lang != own_lang).then(|| title.clone()),
            definition,
            name: capitalised(&name),
        }
    };
    let mut entries = vec![make(title.clone(), &own_lang)];
    entries.extend(names.into_iter().map(|(lang, name)| make(name, &lang)));
    entries
}

/// Every letter of the alphabets that are in use; between two alphabets a dot.
fn bar(rules: &Letters, sections: &[LetterSection], langs: &BTreeSet<String>) -> Vec<LetterLink> {
    let link = |letter: String| {
        let section = sections.iter().find(|section| section.letter == letter);
        let href = section.map(|section| format!("#{}", body::fragment_href(&section.id)));
        LetterLink { letter, href }
    };
    let used: Vec<&str> = sections.iter().map(|section| section.letter.as_str()).collect();
    let mut bar: Vec<LetterLink> = Vec::new();
    for letters in rules.bar(&used, langs) {
        let is_behind_letters = bar.last().is_some_and(|last| last.letter != OTHER);
        bar.extend(is_behind_letters.then(|| LetterLink { letter: "·".to_owned(), href: None }));
        bar.extend(letters.into_iter().map(link));
    }
    bar
}

impl Plan<'_> {
    /// Returns the page of the glossary in an edition, where there is one.
    pub(super) fn glossary_permalink(&self, edition: usize) -> Option<Permalink> {
        self.has_glossary.then(|| self.glossary_permalink_in(edition))
    }

    /// Returns where the glossary of an edition stands, whether generated or at a note's address.
    pub(super) fn glossary_permalink_in(&self, edition: usize) -> Permalink {
        self.generated_or(edition, &glossary_address(self.options))
    }

    /// Returns the listed terms of a category, by title, each once.
    pub(super) fn terms_of_category(&self, edition: usize, key: &str) -> &[NoteId] {
        self.editions[edition].by_category.get(key).map_or(&[], Vec::as_slice)
    }

    /// Returns what a term of another language is called in this one.
    fn named_in(&self, id: NoteId, lang: &str) -> Option<String> {
        let term = self.terms.of_note(id).filter(|_| self.lang(id) != lang)?;
        let name = term.names.iter().find(|name| name.lang.as_deref() == Some(lang))?;
        Some(capitalised(&name.text))
    }

    /// Returns how many terms there are; one with a note in each language is one.
    pub(super) fn concept_count(&self, edition: usize) -> usize {
        let listed = self.terms.all().iter().filter(|term| self.is_listed(term.note));
        listed.filter(|term| self.is_shown_in(term.note, edition)).count()
    }

    /// Returns the cards of these terms.
    pub(super) fn term_cards(&self, from: &Permalink, lang: &str, terms: &[NoteId]) -> Vec<TermCard> {
        const CARDS: usize = 60;
        let edition = self.edition_in(lang);
        let terms = terms.iter().filter_map(|id| self.terms.of_note(*id)).take(CARDS);
        terms
            .map(|term| {
                let named = self.named_in(term.note, &self.editions[edition].language.tag);
                TermCard {
                    lang: other_lang(self.lang(term.note), lang).filter(|_| named.is_none()),
                    title: named.unwrap_or_else(|| self.title(term.note).to_owned()),
                    href: from.href_to(self.routes.note(term.note)),
                    definition: self.definition(term, lang),
                    category: self.category(from, edition, term),
                }
            })
            .collect()
    }

    /// Returns what a term means, in this language if it says it in this one.
    pub(super) fn definition(&self, term: &Term, lang: &str) -> Option<NameView> {
        let own_lang = self.lang(term.note);
        match (term.definitions.get(lang), &term.definition) {
            (Some(text), _) if own_lang != lang => Some(NameView { text: text.clone(), lang: None }),
            (_, Some(own)) => Some(NameView { text: own.text.clone(), lang: other_lang(own_lang, lang) }),
            (Some(text), None) => Some(NameView { text: text.clone(), lang: None }),
            (None, None) => term
                .definitions
                .first_key_value()
                .map(|(other, text)| NameView { text: text.clone(), lang: other_lang(other, lang) }),
        }
    }

    /// Returns the categories that have terms, in the order of the configuration, then by name.
    pub(super) fn category_cards(&self, from: &Permalink, edition: usize) -> Vec<CategoryCard> {
        const EXAMPLES: usize = 4;
        let Edition { language, by_category, .. } = &self.editions[edition];
        let configured: Vec<String> = language.categories.iter().map(|(key, _)| fold(key)).collect();
        let mut keys: Vec<&String> = by_category.keys().collect();
        keys.sort_by_key(|key| configured.iter().position(|known| known == *key).unwrap_or(usize::MAX));
        keys.into_iter()
            .filter_map(|key| {
                let notes = &by_category[key];
                let category = self.category(from, edition, self.terms.of_note(*notes.first()?)?)?;
                let mut central = notes.clone();
                central.sort_by_key(|id| std::cmp::Reverse(self.graph.backlinks(*id).len()));
                let named = |id: NoteId| {
                    self.named_in(id, &language.tag).unwrap_or_else(|| self.title(id).to_owned())
                };
                let examples = central.iter().take(EXAMPLES).map(|id| named(*id));
                let examples: Vec<String> = examples.collect();
                Some(CategoryCard {
                    key: category.key,
                    title: category.title,
                    href: category.href,
                    count: notes.len(),
                    examples: examples.join(", "),
                })
            })
            .collect()
    }
}

/// Groups the listed terms by category, each group by title.
pub(super) fn by_category(plan: &Plan<'_>, edition: usize) -> BTreeMap<String, Vec<NoteId>> {
    let mut groups: BTreeMap<String, Vec<NoteId>> = BTreeMap::new();
    let listed = plan.terms.all().iter().filter(|term| plan.is_listed(term.note));
    for term in listed.filter(|term| plan.is_shown_in(term.note, edition)) {
        if let Some(category) = &term.category {
            groups.entry(fold(category)).or_default().push(term.note);
        }
    }
    for notes in groups.values_mut() {
        notes.sort_by_key(|id| plan.order.rank(*id));
    }
    groups
}
