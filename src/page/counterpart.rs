//! The same page in other languages: what the switcher shows and search engines are told.

use super::view::{AlternateView, LanguageLink};
use super::{PageKey, Plan};
use crate::graph::NoteId;
use crate::site::Permalink;

impl Plan<'_> {
    /// Returns the pages that say the same as this one, itself among them: language and address, the
    /// default language first. Empty for pages that are not there in more than one language.
    pub(super) fn counterparts(&self, key: &PageKey) -> Vec<(String, Permalink)> {
        if self.editions.len() == 1 && !matches!(key, PageKey::Note(_)) {
            return Vec::new();
        }
        let mut found: Vec<(String, Permalink)> = match key {
            PageKey::Home(_) => self.each_edition(|index| Some(self.home_permalink(index))),
            PageKey::Note(id) => self.of_note(*id),
            PageKey::Folder(folder) => self.of_folder(folder),
            PageKey::Tags(_) => self
                .each_edition(|index| self.routes.generated(&self.editions[index].address("tags")).cloned()),
            PageKey::Tag(_, tag) => self.each_edition(|index| {
                let edition = &self.editions[index];
                edition.tags.contains_key(tag).then(|| self.tag_permalink(index, tag).cloned()).flatten()
            }),
            PageKey::Paths(_) => self.each_edition(|index| {
                let has_paths = !self.editions[index].paths.is_empty();
                has_paths.then(|| self.generated_or(index, super::path::ADDRESS))
            }),
            PageKey::Glossary(_) => self.each_edition(|index| Some(self.glossary_permalink_in(index))),
            PageKey::Search(_) => self.each_edition(|index| Some(self.generated_or(index, "search"))),
            PageKey::Wanted(_) => self.each_edition(|index| Some(self.generated_or(index, "wanted"))),
            PageKey::Orphans(_) => self.each_edition(|index| Some(self.generated_or(index, "orphans"))),
            PageKey::Whole(_) => self.each_edition(|index| Some(self.generated_or(index, "graph"))),
            PageKey::NotFound(_) | PageKey::Redirect(..) => Vec::new(),
        };
        found.sort_by_key(|(lang, _)| self.rank_of_language(lang));
        found.dedup_by(|a, b| a.0 == b.0);
        if found.len() > 1 { found } else { Vec::new() }
    }

    fn each_edition(&self, page: impl Fn(usize) -> Option<Permalink>) -> Vec<(String, Permalink)> {
        let all = self.editions.iter().enumerate();
        all.filter_map(|(index, edition)| Some((edition.language.tag.clone(), page(index)?))).collect()
    }

    fn of_note(&self, id: NoteId) -> Vec<(String, Permalink)> {
        let all = self.graph.translations().of_note(id).iter();
        let shown = all.filter(|other| **other == id || self.is_listed(**other));
        shown.map(|other| (self.lang(*other).to_owned(), self.routes.note(*other).clone())).collect()
    }

    /// Folders are paired by their paths, and by the notes that stand for them.
    fn of_folder(&self, folder: &str) -> Vec<(String, Permalink)> {
        let own = self.edition_of_folder(folder);
        let own_folder = &self.editions[own].folder;
        let rest = folder.strip_prefix(own_folder.as_str()).unwrap_or(folder).trim_start_matches('/');
        let note = self.folder_notes.get(folder);
        let translations = note.map_or(&[][..], |note| self.graph.translations().of_note(*note));
        self.each_edition(|index| {
            if index == own {
                return Some(self.folder_permalink(folder));
            }
            let mut noted = translations.iter().filter(|id| self.edition(**id) == index);
            let noted = noted.find_map(|id| self.folder_of.get(id));
            let base = &self.editions[index].folder;
            let same = if base.is_empty() { rest.to_owned() } else { format!("{base}/{rest}") };
            let found = noted.or_else(|| self.folder_notes.get_key_value(&same).map(|(known, _)| known));
            let found = found.cloned().or_else(|| (self.order.count_below(&same) > 0).then_some(same))?;
            Some(self.folder_permalink(&found))
        })
    }

    /// Returns the place of a language: the default one, those of the site, all others.
    fn rank_of_language(&self, lang: &str) -> (usize, String) {
        let position = self.editions.iter().position(|edition| edition.language.tag == lang);
        (position.unwrap_or(usize::MAX), lang.to_owned())
    }

    /// Returns what the head of a page says about its counterparts, and the switcher.
    pub(super) fn languages_of(&self, key: &PageKey, from: &Permalink, lang: &str) -> Languages {
        let counterparts = self.counterparts(key);
        let absolute = |to: &Permalink| self.absolute(to).unwrap_or_else(|| from.href_to(to));
        let mut alternates: Vec<AlternateView> = counterparts
            .iter()
            .map(|(lang, to)| AlternateView { lang: lang.clone(), href: absolute(to) })
            .collect();
        if let Some(first) = alternates.first() {
            let usual = AlternateView { lang: "x-default".to_owned(), href: first.href.clone() };
            alternates.push(usual);
        }
        let is_switched = !matches!(key, PageKey::Redirect(..));
        let languages = if self.editions.len() > 1 && is_switched {
            let own = self.edition_in(lang);
            let all = self.editions.iter().enumerate();
            let link = |(index, edition): (usize, &super::edition::Edition)| {
                let tag = &edition.language.tag;
                let page =
                    counterparts.iter().find(|(lang, _)| self.edition_in(lang) == index && lang == tag);
                let page = page.or_else(|| {
                    counterparts.iter().find(|(lang, _)| index > 0 && self.edition_in(lang) == index)
                });
                let is_current = index == own;
                // The page for what is missing is sent at any depth.
                let is_missing = matches!(key, PageKey::NotFound(_));
                LanguageLink {
                    lang: tag.clone(),
                    name: edition.language.name.clone(),
                    href: match page {
                        _ if is_missing => self.href_from_base(&self.home_permalink(index)),
                        _ if is_current => from.href_to(from),
                        Some((_, to)) => from.href_to(to),
                        None => from.href_to(&self.home_permalink(index)),
                    },
                    current: is_current,
                    translated: is_missing || is_current || page.is_some(),
                }
            };
            all.map(link).collect()
        } else {
            Vec::new()
        };
        Languages { alternates, languages }
    }

    /// Returns the home page of an edition.
    pub(super) fn home_permalink(&self, edition: usize) -> Permalink {
        let prefix = &self.editions[edition].prefix;
        if prefix.is_empty() {
            return self.routes.page("");
        }
        let given = self.routes.generated(prefix).cloned();
        given.unwrap_or_else(|| self.routes.page(prefix))
    }
}

/// What a page says about its languages.
pub(super) struct Languages {
    pub(super) alternates: Vec<AlternateView>,
    pub(super) languages: Vec<LanguageLink>,
}
