//! Which feeds there are: of the whole site, of each folder, of each tag.
//!
//! In: the plan. Out: a [`Feed`] for each list that has notes with a date. Not here: how a feed is
//! written (`announce`).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::taken::Taken;
use super::{PageKey, Plan};
use crate::graph::NoteId;
use crate::site::Permalink;

/// How many notes a feed holds, whatever the size of the vault.
const ENTRIES: usize = 30;

/// A list of the newest notes of a page that lists notes.
#[derive(Clone, Debug)]
pub struct Feed {
    /// Where it stands.
    pub permalink: Permalink,
    /// What it is called.
    pub title: String,
    /// Its language.
    pub lang: String,
    /// Its notes, all with a date, the newest first.
    pub notes: Vec<NoteId>,
}

/// A page that search engines may list.
#[derive(Clone, Debug)]
pub struct Indexable {
    /// Its address.
    pub permalink: Permalink,
    /// The note that it shows.
    pub note: Option<NoteId>,
    /// The pages that say the same, itself among them: language and address, the default language first.
    /// Empty without translations.
    pub alternates: Vec<(String, Permalink)>,
}

/// Returns the listed notes that have a date, the newest first; notes of one day keep the order of lists.
pub(super) fn newest(plan: &Plan<'_>) -> Vec<NoteId> {
    let dated = plan.vault.ids().filter(|id| plan.is_listed(*id));
    let mut dated: Vec<_> = dated.filter_map(|id| Some((Reverse(plan.updated(id)?), id))).collect();
    dated.sort_by_key(|(date, id)| (*date, plan.order.rank(*id)));
    dated.into_iter().map(|(_, id)| id).collect()
}

/// Makes the feeds: page → feed. None without a base address, since a feed names full addresses. That of
/// the whole site is there even when it is empty. Costs O(dated notes).
pub(super) fn feeds(plan: &Plan<'_>, taken: &mut Taken) -> BTreeMap<Permalink, Feed> {
    let mut feeds = BTreeMap::new();
    if plan.options.base_url.is_empty() {
        return feeds;
    }
    for (index, edition) in plan.editions.iter().enumerate() {
        let home = plan.home_permalink(index);
        let place = match index {
            0 => Some(Permalink::fixed_file("atom.xml")),
            _ => taken.beside(&home, "atom.xml"),
        };
        let notes = plan.newest.iter().copied().filter(|id| plan.edition(*id) == index);
        let (title, lang) = (edition.language.title.clone(), edition.language.tag.clone());
        let notes = notes.take(ENTRIES).collect();
        feeds.extend(place.map(|permalink| (home, Feed { permalink, title, lang, notes })));
    }
    // Folders first, then the tags of each edition.
    let mut lists: BTreeMap<(Option<usize>, String), Vec<NoteId>> = BTreeMap::new();
    for id in &plan.newest {
        let folder = plan.folder(*id);
        let above = folder.match_indices('/').map(|(at, _)| &folder[..at]);
        for folder in above.chain((!folder.is_empty()).then_some(&*folder)) {
            if !plan.is_edition_folder(folder) {
                push(lists.entry((None, folder.to_owned())).or_default(), *id);
            }
        }
    }
    let tags = plan.editions.iter().enumerate();
    for (index, (tag, found)) in
        tags.flat_map(|(index, edition)| edition.tags.iter().map(move |tag| (index, tag)))
    {
        let mut notes: Vec<NoteId> =
            found.notes.iter().copied().filter(|id| plan.updated(*id).is_some()).collect();
        notes.sort_by_key(|id| (Reverse(plan.updated(*id)), plan.order.rank(*id)));
        notes.truncate(ENTRIES);
        if !notes.is_empty() {
            lists.insert((Some(index), tag.clone()), notes);
        }
    }
    for ((tag_of, name), notes) in lists {
        let (page, title) = if let Some(index) = tag_of {
            let Some(page) = plan.tag_permalink(index, &name) else { continue };
            (page.clone(), format!("#{}", plan.editions[index].tags[&name].spelling))
        } else {
            (plan.folder_permalink(&name), plan.folder_title(&name))
        };
        let language = &plan.editions[tag_of.unwrap_or_else(|| plan.edition_of_folder(&name))].language;
        if feeds.contains_key(&page) {
            continue;
        }
        if let Some(permalink) = taken.beside(&page, "atom.xml") {
            let (title, lang) = (format!("{title} · {}", language.title), language.tag.clone());
            feeds.insert(page, Feed { permalink, title, lang, notes });
        }
    }
    feeds
}

fn push(notes: &mut Vec<NoteId>, id: NoteId) {
    if notes.len() < ENTRIES {
        notes.push(id);
    }
}

impl Plan<'_> {
    /// Returns the feeds with the pages whose newest notes they hold, in order of address.
    pub fn feeds(&self) -> impl Iterator<Item = (&Permalink, &Feed)> {
        self.feeds.iter()
    }

    /// Returns the pages that search engines may list, in order of address.
    ///
    /// What asks to be left alone is not among them, nor a page that another one stands for.
    pub fn indexable(&self) -> Vec<Indexable> {
        let mut pages: BTreeMap<Permalink, (PageKey, Option<NoteId>)> = BTreeMap::new();
        let mut add = |permalink: Permalink, key: PageKey| _ = pages.insert(permalink, (key, None));
        for folder in self.order.folders().filter(|folder| !self.is_edition_folder(folder)) {
            let page = self.folder_permalink(folder);
            let own = self.folder_notes.get(folder).filter(|id| self.is_listed(**id));
            if own.is_none_or(|id| *self.routes.note(*id) == page) {
                add(page, PageKey::Folder(folder.to_owned()));
            }
        }
        for (index, edition) in self.editions.iter().enumerate() {
            add(self.home_permalink(index), PageKey::Home(index));
            add(self.generated_or(index, "graph"), PageKey::Whole(index));
            if !edition.tags.is_empty() {
                add(self.generated_or(index, "tags"), PageKey::Tags(index));
                for tag in edition.tags.keys() {
                    if let Some(permalink) = self.tag_permalink(index, tag) {
                        add(permalink.clone(), PageKey::Tag(index, tag.clone()));
                    }
                }
            }
            if !edition.paths.is_empty() {
                add(self.generated_or(index, super::path::ADDRESS), PageKey::Paths(index));
            }
            if let Some(glossary) = self.glossary_permalink(index) {
                add(glossary, PageKey::Glossary(index));
            }
        }
        for id in self.vault.ids() {
            let page = self.routes.note(id);
            if !self.is_listed(id) {
                pages.remove(page);
            } else if let Some((PageKey::Home(_) | PageKey::Glossary(_), note)) = pages.get_mut(page) {
                // A page of its own kind that shows this note.
                *note = Some(id);
            } else {
                pages.insert(page.clone(), (PageKey::Note(id), Some(id)));
            }
        }
        let listed = pages.into_iter();
        listed
            .map(|(permalink, (key, note))| Indexable {
                alternates: self.counterparts(&key),
                permalink,
                note,
            })
            .collect()
    }

    /// Returns all listed notes by section, edition by edition: those at its root, then those of each folder
    /// right below it with all that is in it, in the order of lists.
    pub fn sections(&self) -> Vec<(String, Vec<NoteId>)> {
        let mut by_folder: BTreeMap<(usize, String), Vec<NoteId>> = BTreeMap::new();
        for id in self.order.all().iter().copied().filter(|id| self.is_listed(*id)) {
            let folder = self.folder(id);
            let edition = self.edition_of_folder(&folder);
            let depth = if edition == 0 { 1 } else { 2 };
            let end = folder.match_indices('/').map(|(at, _)| at).nth(depth - 1).unwrap_or(folder.len());
            by_folder.entry((edition, folder[..end].to_owned())).or_default().push(id);
        }
        let title = |edition: usize, folder: &str| {
            let is_root = folder.is_empty() || self.is_edition_folder(folder);
            if is_root { self.editions[edition].language.title.clone() } else { self.folder_title(folder) }
        };
        by_folder.into_iter().map(|((edition, folder), notes)| (title(edition, &folder), notes)).collect()
    }

    /// Returns the feed of a whole edition.
    pub(super) fn site_feed(&self, edition: usize) -> Option<&Feed> {
        self.feeds.get(&self.home_permalink(edition))
    }
}
