//! Which feeds there are: of the whole site, of each folder, of each tag.
//!
//! In: the plan. Out: a [`Feed`] for each list that has notes with a date. Not here: how a feed is
//! written (`announce`).

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Plan;
use super::route::Taken;
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
    /// Its notes, all with a date, the newest first.
    pub notes: Vec<NoteId>,
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
    let notes = plan.newest.iter().copied().take(ENTRIES).collect();
    let whole =
        Feed { permalink: Permalink::fixed_file("atom.xml"), title: plan.options.title.clone(), notes };
    feeds.insert(Permalink::page(""), whole);
    let mut lists: BTreeMap<(bool, &str), Vec<NoteId>> = BTreeMap::new();
    for id in &plan.newest {
        let folder = plan.vault.note(*id).path.folder();
        let above = folder.match_indices('/').map(|(at, _)| &folder[..at]);
        for folder in above.chain((!folder.is_empty()).then_some(folder)) {
            push(lists.entry((false, folder)).or_default(), *id);
        }
    }
    for (tag, found) in &plan.tags {
        let mut notes: Vec<NoteId> =
            found.notes.iter().copied().filter(|id| plan.updated(*id).is_some()).collect();
        notes.sort_by_key(|id| (Reverse(plan.updated(*id)), plan.order.rank(*id)));
        notes.truncate(ENTRIES);
        if !notes.is_empty() {
            lists.insert((true, tag), notes);
        }
    }
    for ((is_tag, name), notes) in lists {
        let (page, title) = if is_tag {
            let Some(page) = plan.tag_permalink(name) else { continue };
            (page.clone(), format!("#{}", plan.tags[name].spelling))
        } else {
            (plan.folder_permalink(name), plan.folder_title(name))
        };
        if feeds.contains_key(&page) {
            continue;
        }
        if let Some(permalink) = taken.beside(&page, "atom.xml") {
            let title = format!("{title} · {}", plan.options.title);
            feeds.insert(page, Feed { permalink, title, notes });
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

    /// Returns the pages that search engines may list, in order of address, each with its note.
    ///
    /// What asks to be left alone is not among them, nor a page that another one stands for.
    pub fn indexable(&self) -> Vec<(Permalink, Option<NoteId>)> {
        let mut pages: BTreeMap<Permalink, Option<NoteId>> = BTreeMap::new();
        pages.insert(Permalink::page(""), None);
        for folder in self.order.folders() {
            let page = self.folder_permalink(folder);
            let own = self.folder_notes.get(folder).filter(|id| self.is_listed(**id));
            if own.is_none_or(|id| *self.routes.note(*id) == page) {
                pages.insert(page, None);
            }
        }
        if !self.tags.is_empty() {
            pages.insert(self.generated_or("tags"), None);
            pages.extend(self.tags.keys().filter_map(|tag| Some((self.tag_permalink(tag)?.clone(), None))));
        }
        pages.extend(self.glossary_permalink().map(|glossary| (glossary.clone(), None)));
        for id in self.vault.ids() {
            let page = self.routes.note(id);
            if self.is_listed(id) {
                pages.insert(page.clone(), Some(id));
            } else {
                pages.remove(page);
            }
        }
        pages.into_iter().collect()
    }

    /// Returns all listed notes by section: those at the root of the vault, then those of each folder right
    /// below it with all that is in it, in the order of lists.
    pub fn sections(&self) -> Vec<(String, Vec<NoteId>)> {
        let mut by_folder: BTreeMap<&str, Vec<NoteId>> = BTreeMap::new();
        for id in self.order.all().iter().copied().filter(|id| self.is_listed(*id)) {
            let folder = self.vault.note(id).path.folder();
            by_folder.entry(folder.split('/').next().unwrap_or(folder)).or_default().push(id);
        }
        let title = |folder: &str| {
            if folder.is_empty() { self.options.title.clone() } else { self.folder_title(folder) }
        };
        by_folder.into_iter().map(|(folder, notes)| (title(folder), notes)).collect()
    }

    /// Returns the feed of the whole site.
    pub(super) fn site_feed(&self) -> Option<&Feed> {
        self.feeds.get(&Permalink::page(""))
    }
}
