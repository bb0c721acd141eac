//! What the makers of pages ask of the plan: titles, addresses, links, the folders above.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use super::note::summary;
use super::order::listed_in;
use super::view;
use super::{Plan, SiteOptions, anchor, body, cards, glossary_address, other_lang, route};
use crate::diagnostic::Reason;
use crate::graph::{NoteId, Part, Resolution, Term, Vault};
use crate::note::{Dated, Heading, Indexing, Note};
use crate::site::Permalink;
use crate::source::FileDates;
use crate::words::fold;

impl Plan<'_> {
    /// Returns the title of a note.
    pub fn title(&self, id: NoteId) -> &str {
        &self.titles[id.index()]
    }

    /// Returns what a note is called on pages of a language: a term may have a name in it.
    pub(super) fn title_in(&self, id: NoteId, lang: &str) -> &str {
        if self.lang(id) == lang {
            return self.title(id);
        }
        let names = self.terms.of_note(id).map_or(&[][..], |term| &term.names);
        let here = names.iter().find(|name| name.lang.as_deref() == Some(lang));
        here.map_or_else(|| self.title(id), |name| name.text.as_str())
    }

    /// Returns the language of a note.
    pub fn lang(&self, id: NoteId) -> &str {
        self.vault.lang(id)
    }

    /// Returns when a note was last changed, by whoever is asked first and knows: the note, Git, its file. A note
    /// that only says when it was written was last changed then, where nobody knows better.
    pub fn updated(&self, id: NoteId) -> Option<Dated> {
        let (dates, note) = (&self.vault.dates, self.vault.note(id));
        let day = |days: &FileDates| Dated(days.updated);
        let said = |date: Option<Dated>| date.filter(|_| !dates.ignores_notes);
        let first = dates.first.get(&note.path).map(day);
        let later = || dates.files.get(&note.path).map(day);
        first.or(said(note.front_matter.updated)).or_else(later).or(said(note.front_matter.date))
    }

    /// Returns when a note was first written, by whoever is asked first and knows.
    pub fn created(&self, id: NoteId) -> Option<Dated> {
        let (dates, note) = (&self.vault.dates, self.vault.note(id));
        let day = |days: &FileDates| Dated(days.created);
        let said = note.front_matter.date.filter(|_| !dates.ignores_notes);
        let later = || dates.files.get(&note.path).map(day);
        dates.first.get(&note.path).map(day).or(said).or_else(later)
    }

    /// Returns what a note says of itself in a sentence or two: its definition, its description, or the
    /// beginning of its text.
    pub fn summary(&self, id: NoteId) -> Option<String> {
        let note = self.vault.note(id);
        let definition = self.terms.of_note(id).and_then(|term| term.definition.as_ref());
        definition
            .map(|definition| definition.text.clone())
            .or_else(|| note.front_matter.description.clone())
            .or_else(|| summary(note))
    }

    /// Returns the full address of a page or file, percent-encoded throughout; `None` where the site
    /// does not know its own.
    pub fn absolute(&self, permalink: &Permalink) -> Option<String> {
        let base = self.options.base_url.trim_end_matches('/');
        (!base.is_empty()).then(|| format!("{base}/{}", permalink.encoded()))
    }

    /// Returns what the site says about itself.
    pub fn options(&self) -> &SiteOptions {
        self.options
    }

    /// Tells whether a note may stand in lists.
    pub fn is_listed(&self, id: NoteId) -> bool {
        !self.vault.note(id).front_matter.unlisted
    }

    /// Returns the address of a note or a part of it as seen from `from`.
    pub fn part_href(&self, from: &Permalink, note: NoteId, part: Option<Part>) -> String {
        let to = self.routes.note(note);
        let anchor = part.map(|part| anchor(self.vault.note(note), part));
        match anchor {
            Some(anchor) if to == from => format!("#{}", body::fragment_href(&anchor)),
            Some(anchor) => format!("{}#{}", from.href_to(to), body::fragment_href(&anchor)),
            None => from.href_to(to),
        }
    }

    /// Returns the notes that search may find, in path order.
    pub fn searchable(&self) -> impl Iterator<Item = NoteId> {
        let vault = self.vault;
        vault.ids().filter(|id| {
            let front_matter = &vault.note(*id).front_matter;
            !front_matter.unlisted && front_matter.indexing != Indexing::Excluded
        })
    }

    /// Returns a note.
    pub fn note(&self, id: NoteId) -> &Note {
        self.vault.note(id)
    }

    /// Returns where the questions of a note end: the event that holds the place, and the bytes in its text;
    /// in order.
    pub fn card_partings(&self, id: NoteId) -> Vec<(usize, Range<usize>)> {
        let runs = cards(self.note(id), &self.options.card_headings);
        let cards = runs.into_iter().flat_map(|run| run.cards);
        cards.map(|card| (card.text, card.parting)).collect()
    }

    /// Returns the term that a note is.
    pub fn term(&self, id: NoteId) -> Option<&Term> {
        self.terms.of_note(id)
    }

    /// Tells whether a note is a term of the glossary.
    pub fn is_term(&self, id: NoteId) -> bool {
        self.terms.of_note(id).is_some()
    }

    /// Returns the folder that a note is listed in.
    pub(super) fn folder(&self, id: NoteId) -> Cow<'_, str> {
        listed_in(self.vault, self.vault.note(id))
    }

    /// Returns the page of a tag in an edition, else in one that has it.
    pub(super) fn tag_permalink(&self, edition: usize, tag: &str) -> Option<&Permalink> {
        let address = route::tag_address(&fold(tag));
        let others = self.editions.iter().map(|edition| edition.address(&address));
        let mut all = std::iter::once(self.editions[edition].address(&address)).chain(others);
        all.find_map(|address| self.routes.generated(&address))
    }

    pub(super) fn wanted_count(&self, name: &str) -> usize {
        self.wanted.get(&fold(name)).copied().unwrap_or(0)
    }

    pub(super) fn head(
        &self,
        permalink: &Permalink,
        title: &str,
        lang: &str,
        section: &'static str,
    ) -> view::Head {
        let encoded = Permalink::page("").href_to(permalink);
        let encoded = if permalink.as_str().is_empty() { String::new() } else { encoded };
        view::Head {
            title: title.to_owned(),
            description: None,
            lang: lang.to_owned(),
            root: permalink.to_root(),
            canonical: self.absolute(permalink),
            feed: self.feeds.get(permalink).map(|feed| permalink.href_to(&feed.permalink)),
            permalink: encoded,
            section,
            ..view::Head::default()
        }
    }

    pub(super) fn link(&self, from: &Permalink, lang: &str, id: NoteId) -> view::LinkView {
        let to = self.routes.note(id);
        view::LinkView {
            title: self.title(id).to_owned(),
            href: from.href_to(to),
            lang: other_lang(self.lang(id), lang),
            current: to == from,
        }
    }

    pub(super) fn crumbs(&self, from: &Permalink, folder: &str, with_last: bool) -> Vec<view::LinkView> {
        let mut crumbs = Vec::new();
        let parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
        let shown = if with_last { parts.len() } else { parts.len().saturating_sub(1) };
        for depth in 1..=shown {
            let folder = parts[..depth].join("/");
            // The first crumb leads there.
            if self.is_edition_folder(&folder) {
                continue;
            }
            crumbs.push(view::LinkView {
                title: self.folder_title(&folder),
                href: from.href_to(&self.folder_permalink(&folder)),
                lang: None,
                current: false,
            });
        }
        crumbs
    }

    pub(super) fn folder_permalink(&self, folder: &str) -> Permalink {
        if let Some((_, permalink)) = self.folder_names.get(folder) {
            return permalink.clone();
        }
        let address = route::folder_address(folder, self.options.letters);
        if let Some(permalink) = self.routes.generated(&address) {
            return permalink.clone();
        }
        // The note at this address is the page of the folder.
        self.routes.page(&address)
    }

    pub(super) fn folder_title(&self, folder: &str) -> String {
        if let Some((title, _)) = self.folder_names.get(folder) {
            return title.clone();
        }
        let edition = self.edition_of_folder(folder);
        let glossary = self.editions[edition].address(&glossary_address(self.options));
        if self.has_glossary && route::folder_address(folder, self.options.letters) == glossary {
            return self.labels(edition).glossary.clone();
        }
        match self.folder_notes.get(folder) {
            Some(id) if self.vault.note(*id).front_matter.title.is_some() => self.title(*id).to_owned(),
            _ => folder.rsplit('/').next().unwrap_or(folder).to_owned(),
        }
    }

    /// Returns the notes by folded path without extension and by name; of several, the one with the
    /// shortest path.
    pub(super) fn names(&self) -> &HashMap<String, NoteId> {
        self.names.get_or_init(|| {
            let mut notes: Vec<NoteId> = self.vault.ids().collect();
            notes.sort_by_key(|id| (self.vault.note(*id).path.as_str().len(), *id));
            let mut names = HashMap::with_capacity(2 * notes.len());
            for id in &notes {
                let path = fold(self.vault.note(*id).path.as_str());
                names.entry(path.strip_suffix(".md").unwrap_or(&path).to_owned()).or_insert(*id);
            }
            for id in notes {
                let path = &self.vault.note(id).path;
                let name = if path.is_note() { path.stem() } else { path.file_name() };
                names.entry(fold(name)).or_insert(id);
            }
            names
        })
    }

    /// Returns the crumb that leads to the home page of an edition.
    pub(super) fn root_crumb(&self, from: &Permalink, edition: usize) -> view::LinkView {
        let href = from.href_to(&self.home_permalink(edition));
        view::LinkView {
            title: self.editions[edition].language.title.clone(),
            href,
            ..view::LinkView::default()
        }
    }

    /// Tells whether a link leads nowhere.
    pub(super) fn is_broken(&self, note: NoteId, link: usize) -> Option<Reason> {
        match self.graph.resolution(note, link) {
            Resolution::Missing { reason, .. } => Some(*reason),
            Resolution::Found { .. } => None,
        }
    }
}

/// Returns what a note is called: as it says, or by its first heading where that is asked for.
pub(super) fn title_of(vault: &Vault, id: NoteId, options: &SiteOptions) -> String {
    let note = vault.note(id);
    if options.title_from_heading && note.front_matter.title.is_none() {
        let first = note.headings.iter().find(|heading: &&Heading| heading.level == 1);
        if let Some(heading) = first.filter(|heading| !heading.text.is_empty()) {
            return heading.text.clone();
        }
    }
    vault.title(id).to_owned()
}
