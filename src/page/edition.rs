//! The site in each of its languages.
//!
//! In: the languages of the options and the notes. Out: [`Edition`]s, the default one first: where each
//! has its home page, its folders, its tags. A note belongs to the edition of its language; one in a
//! language without an edition belongs to the default one. Not here: which pages are each other's
//! translations (`counterpart`).

use std::collections::BTreeMap;

use serde::Serialize;

use super::order::Order;
use super::path::Paths;
use super::{SiteOptions, TagNotes, gather, route};
use crate::graph::{NoteId, Vault};
use crate::site::Permalink;

/// A language that the site can be read in.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LanguageOptions {
    /// Its tag.
    pub tag: String,
    /// What it calls itself.
    pub name: String,
    /// The title of the site in it.
    pub title: String,
    /// The titles of the categories of terms in it, in their order: key and title.
    pub categories: Vec<(String, String)>,
    /// The words that pages need before there is a template.
    pub labels: Labels,
}

/// Words of the interface that are part of a page's data.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Labels {
    /// The title of the glossary.
    pub glossary: String,
    /// The title of the page of all tags.
    pub tags: String,
    /// The title of the page of wanted notes.
    pub wanted: String,
    /// What that page lists.
    pub wanted_about: String,
    /// The title of the page of orphans.
    pub orphans: String,
    /// What that page lists.
    pub orphans_about: String,
    /// The title of the page of learning paths.
    pub path: String,
    /// What that page is.
    pub path_about: String,
    /// The title of a path that leads to several notes.
    pub path_other: String,
    /// The title of the page of the whole graph.
    pub graph: String,
    /// The title of the search page.
    pub search: String,
    /// The title of the page for addresses that lead nowhere.
    pub not_found: String,
    /// A true property.
    pub yes: String,
    /// A false property.
    pub no: String,
    /// The names of the months in a date.
    pub months: Vec<String>,
    /// How a date is put together: `{day} {month} {year}`.
    pub date: String,
    /// Property → what its row is called.
    pub facts: BTreeMap<String, String>,
}

/// The site in one language.
#[derive(Clone)]
pub(super) struct Edition {
    pub(super) language: LanguageOptions,
    /// The folder of the vault that holds it: empty for the default one, else its tag.
    pub(super) folder: String,
    /// The first part of its addresses: empty for the default one.
    pub(super) prefix: String,
    /// Folded tag → its spelling and its listed notes, with those of the tags below it.
    pub(super) tags: BTreeMap<String, TagNotes>,
    /// Category key → its listed terms in order, each once, in this language if possible.
    pub(super) by_category: BTreeMap<String, Vec<NoteId>>,
    /// The folders right below its own.
    pub(super) top_folders: Vec<String>,
    /// The study path.
    pub(super) path: Vec<NoteId>,
    /// What is to be read in which order.
    pub(super) paths: Paths,
    /// The page for addresses that lead nowhere, if its place is free.
    pub(super) not_found: Option<Permalink>,
}

impl Edition {
    /// Returns the address of a generated page in this edition.
    pub(super) fn address(&self, name: &str) -> String {
        if self.prefix.is_empty() { name.to_owned() } else { format!("{}/{name}", self.prefix) }
    }
}

/// Finds the languages that have notes, the default one first.
pub(super) fn editions(vault: &Vault, options: &SiteOptions, order: &Order) -> (Vec<Edition>, Vec<usize>) {
    let mut tags: Vec<&str> = options.languages.iter().map(|language| language.tag.as_str()).collect();
    let listed = |id: &NoteId| !vault.note(*id).front_matter.unlisted;
    let position = |tags: &[&str], id: NoteId| edition_of(tags.iter().copied(), vault.lang(id)).unwrap_or(0);
    let mut is_used = vec![false; tags.len().max(1)];
    is_used[0] = true;
    if tags.len() > 1 {
        for id in vault.ids().filter(listed) {
            is_used[position(&tags, id)] = true;
        }
    }
    let languages = options.languages.iter().zip(&is_used).filter(|(_, used)| **used);
    let mut languages: Vec<LanguageOptions> = languages.map(|(language, _)| language.clone()).collect();
    if languages.is_empty() {
        languages.push(LanguageOptions::default());
    }
    tags = languages.iter().map(|language| language.tag.as_str()).collect();
    let edition_of_note: Vec<usize> =
        vault.ids().map(|id| if tags.len() > 1 { position(&tags, id) } else { 0 }).collect();
    let editions = languages.iter().enumerate().map(|(index, language)| {
        let folder = if index == 0 { String::new() } else { language.tag.clone() };
        // The folder may be written in capitals.
        let spelled = order.folders().find(|known| known.eq_ignore_ascii_case(&folder));
        let folder = spelled.map_or(folder, str::to_owned);
        let is_own = |id: NoteId| edition_of_note[id.index()] == index;
        Edition {
            prefix: route::folder_address(&folder, options.letters),
            folder,
            tags: gather::tags(vault, order, is_own),
            language: language.clone(),
            by_category: BTreeMap::new(),
            top_folders: Vec::new(),
            path: Vec::new(),
            paths: Paths::default(),
            not_found: None,
        }
    });
    let editions = editions.collect();
    (editions, edition_of_note)
}

/// Finds a language among tags: the very tag, else one of the same language.
pub(super) fn edition_of<'t>(tags: impl Iterator<Item = &'t str> + Clone, lang: &str) -> Option<usize> {
    let base = |tag: &str| tag.split('-').next().unwrap_or(tag).to_ascii_lowercase();
    let exact = tags.clone().position(|tag| tag == lang);
    exact.or_else(|| {
        let wanted = base(lang);
        tags.into_iter().position(|tag| base(tag) == wanted)
    })
}

impl super::Plan<'_> {
    /// Returns the edition that a note belongs to.
    pub(super) fn edition(&self, id: NoteId) -> usize {
        self.edition_of_note[id.index()]
    }

    /// Returns the edition of a language; the default one where it has none.
    pub(super) fn edition_in(&self, lang: &str) -> usize {
        if self.editions.len() == 1 {
            return 0;
        }
        let tags = self.editions.iter().map(|edition| edition.language.tag.as_str());
        edition_of(tags, lang).unwrap_or(0)
    }

    /// Returns the edition that a folder of the vault belongs to.
    pub(super) fn edition_of_folder(&self, folder: &str) -> usize {
        let first = folder.split('/').next().unwrap_or(folder);
        self.editions.iter().skip(1).position(|edition| edition.folder == first).map_or(0, |at| at + 1)
    }

    /// Tells whether a folder is the one of an edition, whose page is the home page of that.
    pub(super) fn is_edition_folder(&self, folder: &str) -> bool {
        self.editions.iter().skip(1).any(|edition| edition.folder == folder)
    }

    /// Returns the words of a language.
    pub(super) fn labels(&self, edition: usize) -> &Labels {
        &self.editions[edition].language.labels
    }

    /// Returns a note in the language of an edition, itself where it has no translation there.
    pub(super) fn in_edition(&self, id: NoteId, edition: usize) -> NoteId {
        let all = self.graph.translations().of_note(id);
        let other = all.iter().find(|other| self.edition(**other) == edition && self.is_listed(**other));
        if self.edition(id) == edition { id } else { other.copied().unwrap_or(id) }
    }

    /// Tells whether two notes say the same in different languages.
    pub(super) fn are_pair(&self, one: NoteId, other: NoteId) -> bool {
        self.graph.translations().are_pair(one, other)
    }

    /// Tells whether a list that shows each thing once, in the language of an edition if possible, shows
    /// this note.
    pub(super) fn is_shown_in(&self, id: NoteId, edition: usize) -> bool {
        let all = self.graph.translations().of_note(id);
        let mut listed = all.iter().copied().filter(|other| self.is_listed(*other));
        let Some(first) = listed.clone().next() else { return true };
        let best = listed.clone().find(|other| self.edition(*other) == edition);
        let best = best.or_else(|| listed.find(|other| self.edition(*other) == 0)).unwrap_or(first);
        best == id
    }
}
