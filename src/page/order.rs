//! The order in which notes are listed, folder by folder.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::Locale;

use crate::graph::{NoteId, Vault};
use crate::note::{FOLDER_DEPTH, Note, first_parts};

/// All notes in the order that readers expect: by weight, then by title as their language sorts it.
pub(super) struct Order {
    all: Vec<NoteId>,
    /// Place of each note in `all`.
    rank: Vec<usize>,
    /// Folder → its listed notes in order. Every folder above a note is here, the root is not.
    folders: BTreeMap<String, Vec<NoteId>>,
    root: Vec<NoteId>,
    /// Folder → its listed notes that have a weight, which come first in it.
    weighted: BTreeMap<String, usize>,
    /// Place of each listed note in the row of its folder.
    place: Vec<usize>,
    /// Folder → how many listed notes are in and below it.
    below: BTreeMap<String, usize>,
    /// Folder → the folders right below it, in path order. The root is the empty one.
    inside: HashMap<String, Vec<String>>,
}

/// Returns the folder on whose page a note is listed: its own, unless that lies too deep to have one.
pub(super) fn listed_in<'v>(vault: &Vault, note: &'v Note) -> Cow<'v, str> {
    match vault.languages.folder(note) {
        Cow::Borrowed(folder) => Cow::Borrowed(first_parts(folder, FOLDER_DEPTH)),
        Cow::Owned(folder) => Cow::Owned(first_parts(&folder, FOLDER_DEPTH).to_owned()),
    }
}

impl Order {
    /// Sorts once for the whole build: O(n log n) comparisons.
    pub(super) fn new(vault: &Vault, titles: &[String]) -> Self {
        let collator = collator(&vault.languages.default);
        let weight = |id: &NoteId| vault.note(*id).front_matter.weight.unwrap_or(f64::MAX);
        let mut all: Vec<NoteId> = vault.ids().collect();
        all.sort_by(|a, b| {
            weight(a)
                .total_cmp(&weight(b))
                .then_with(|| compare(collator.as_ref(), &titles[a.index()], &titles[b.index()]))
                .then_with(|| a.cmp(b))
        });
        let mut rank = vec![0; all.len()];
        let mut folders: BTreeMap<String, Vec<NoteId>> = BTreeMap::new();
        let mut root = Vec::new();
        let mut below: BTreeMap<String, usize> = BTreeMap::new();
        let mut weighted: BTreeMap<String, usize> = BTreeMap::new();
        let mut beside = vec![0; all.len()];
        for (place, id) in all.iter().enumerate() {
            rank[id.index()] = place;
            let note = vault.note(*id);
            if note.front_matter.unlisted {
                continue;
            }
            let folder = listed_in(vault, note);
            if note.front_matter.weight.is_some() {
                *weighted.entry(folder.to_string()).or_default() += 1;
            }
            beside[id.index()] =
                if folder.is_empty() { root.len() } else { folders.get(&*folder).map_or(0, Vec::len) };
            if folder.is_empty() {
                root.push(*id);
                continue;
            }
            for (at, _) in folder.match_indices('/') {
                folders.entry(folder[..at].to_owned()).or_default();
                *below.entry(folder[..at].to_owned()).or_default() += 1;
            }
            folders.entry(folder.to_string()).or_default().push(*id);
            *below.entry(folder.into_owned()).or_default() += 1;
        }
        let mut inside: HashMap<String, Vec<String>> = HashMap::new();
        for path in folders.keys() {
            let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
            inside.entry(parent.to_owned()).or_default().push(path.clone());
        }
        Self { all, rank, folders, root, weighted, place: beside, below, inside }
    }

    /// Returns all notes in order.
    pub(super) fn all(&self) -> &[NoteId] {
        &self.all
    }

    /// Returns the place of a note in [`Order::all`].
    pub(super) fn rank(&self, id: NoteId) -> usize {
        self.rank[id.index()]
    }

    /// Returns every folder with a listed note in or below it, in path order, without the root.
    pub(super) fn folders(&self) -> impl Iterator<Item = &str> {
        self.folders.keys().map(String::as_str)
    }

    /// Returns the listed notes of a folder, in order; those of folders below it are not among them.
    pub(super) fn notes_in(&self, folder: &str) -> &[NoteId] {
        if folder.is_empty() { &self.root } else { self.folders.get(folder).map_or(&[], Vec::as_slice) }
    }

    /// Returns the listed notes of a folder that have a weight, in order.
    pub(super) fn weighted_in(&self, folder: &str) -> &[NoteId] {
        let count = self.weighted.get(folder).copied().unwrap_or(0);
        &self.notes_in(folder)[..count]
    }

    /// Returns the place of a listed note in [`Order::notes_in`] its folder.
    pub(super) fn place_in_folder(&self, id: NoteId) -> usize {
        self.place[id.index()]
    }

    /// Returns how many listed notes are in a folder and those below it.
    pub(super) fn count_below(&self, folder: &str) -> usize {
        self.below.get(folder).copied().unwrap_or(0)
    }

    /// Returns the folders right below a folder, in path order. Costs O(what it returns).
    pub(super) fn folders_in<'o>(&'o self, folder: &str) -> impl Iterator<Item = &'o str> {
        self.inside.get(folder).into_iter().flatten().map(String::as_str)
    }
}

/// Returns the rules by which a language sorts; `None` for one that is not known.
pub(super) fn collator(language: &str) -> Option<CollatorBorrowed<'static>> {
    collator_with(language, CollatorOptions::default())
}

/// Returns these rules with options.
pub(super) fn collator_with(language: &str, options: CollatorOptions) -> Option<CollatorBorrowed<'static>> {
    let locale: Locale = language.parse().ok()?;
    Collator::try_new((&locale).into(), options).ok()
}

/// Compares two names as a reader of the language would.
pub(super) fn compare(collator: Option<&CollatorBorrowed<'static>>, a: &str, b: &str) -> Ordering {
    collator.map_or_else(|| a.cmp(b), |collator| collator.compare(a, b))
}
