//! What a build remembers for the next one.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex};

use super::ground::Ground;
use super::kept::{self, Coloured};
use super::mentions::{Search, Searched};
use super::pages::{Finished, Key};
use super::rest::Behind;
use crate::diagnostic::Totals;
use crate::graph::{Lookups, Owners};
use crate::note::{Note, ParseOptions};
use crate::page::{Layout, Sentences};
use crate::render::{RenderOptions, Renderer};
use crate::source::{ContentHash, SourcePath};

/// Values by the hash of all that they depend on. Keeps what the current or the last build used.
struct Memo<K, V> {
    used: HashMap<K, V>,
    previous: HashMap<K, V>,
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self { used: HashMap::new(), previous: HashMap::new() }
    }
}

impl<K: Eq + Hash, V: Clone> Memo<K, V> {
    fn get(&self, key: &K) -> Option<V> {
        self.used.get(key).or_else(|| self.previous.get(key)).cloned()
    }

    fn put(&mut self, key: K, value: V) {
        self.used.insert(key, value);
    }

    fn turn(&mut self) {
        self.previous = std::mem::take(&mut self.used);
    }
}

/// A note as parsed.
type ReadingKey = (ContentHash, ParseOptions);
type NoteKey = (SourcePath, ContentHash, ParseOptions);

/// The memos of one vault. An empty one gives the same site as a full one, only later.
#[derive(Default)]
pub struct Cache {
    notes: Memo<NoteKey, Arc<Note>>,
    pages: Memo<Key, Arc<Finished>>,
    pub(super) sentences: Sentences,
    readings: Memo<ReadingKey, Searched>,
    pub(super) lookups: Lookups,
    pub(super) owners: Owners,
    /// The names that were looked for last.
    pub(super) search: Search,
    /// How many notes were searched the last time.
    pub(super) searched: usize,
    layout: Arc<Mutex<Layout>>,
    behind: Arc<Behind>,
    renderer: Option<Arc<Renderer>>,
    /// Code in colours that an earlier run of the program kept.
    coloured: Arc<Coloured>,
    /// Whether finished pages are kept: worth it only where a next build follows.
    keep_pages: bool,
    /// The sums of the vault that was looked at last.
    pub(super) totals: Totals,
    /// What one build stood on: whoever builds once and ends has no need to take it apart.
    spent: Option<Box<Ground>>,
}

impl Cache {
    /// Makes an empty cache for many builds.
    pub fn new() -> Self {
        Self { keep_pages: true, ..Self::default() }
    }

    /// Makes an empty cache for one build: finished pages are not held.
    pub fn for_one_build() -> Self {
        Self::default()
    }

    /// Returns the sums of the vault that was looked at last.
    pub fn totals(&self) -> Totals {
        self.totals
    }

    /// Returns how many notes were searched for names the last time; of the others it was known what they mention.
    pub fn searched(&self) -> usize {
        self.searched
    }

    /// Takes over what [`Cache::keep`] gave an earlier run of the program. `writer` tells one program from
    /// another; what is damaged or of another program is passed over.
    pub fn recall(&mut self, bytes: &[u8], writer: &[u8; 32]) {
        if let Some(coloured) = kept::read(bytes, writer) {
            self.coloured = Arc::new(coloured);
            self.renderer = None;
        }
    }

    /// Returns what is worth keeping for the next run of the program: what was used since this one began.
    /// `None` where nothing is new since the last time.
    pub fn keep(&mut self, writer: &[u8; 32]) -> Option<Vec<u8>> {
        let used = self.renderer.as_ref()?.coloured();
        if used.keys().all(|key| self.coloured.contains_key(key)) {
            return None;
        }
        let bytes = kept::written(writer, &used);
        self.coloured = Arc::new(used);
        Some(bytes)
    }

    pub(super) fn known_note(&self, key: &NoteKey) -> Option<Arc<Note>> {
        self.notes.get(key)
    }

    pub(super) fn remember_note(&mut self, key: NoteKey, note: &Arc<Note>) {
        self.notes.put(key, Arc::clone(note));
    }

    /// Returns whether finished pages are kept for a next build.
    pub(super) fn keeps_pages(&self) -> bool {
        self.keep_pages
    }

    /// Returns whether pages of an earlier build are known.
    pub(super) fn has_pages(&self) -> bool {
        !self.pages.previous.is_empty()
    }

    pub(super) fn known_page(&self, key: &Key) -> Option<Arc<Finished>> {
        self.pages.get(key)
    }

    /// Remembers a page by the hash of its view and body, and by its print.
    pub(super) fn remember_page(&mut self, print: Option<Key>, page: &Arc<Finished>) {
        self.pages.put(page.key, Arc::clone(page));
        if let Some(print) = print {
            self.pages.put(print, Arc::clone(page));
        }
    }

    /// Returns what plans keep, for all that plan.
    pub(super) fn layout(&self) -> Arc<Mutex<Layout>> {
        Arc::clone(&self.layout)
    }

    /// Returns what is remembered of the rest of the site.
    pub(super) fn behind(&self) -> Arc<Behind> {
        Arc::clone(&self.behind)
    }

    pub(super) fn renderer(&mut self, options: RenderOptions) -> Arc<Renderer> {
        match &self.renderer {
            Some(renderer) if renderer.options() == options => Arc::clone(renderer),
            _ => {
                let made = Renderer::new(options, Arc::clone(&self.coloured));
                Arc::clone(self.renderer.insert(Arc::new(made)))
            }
        }
    }

    pub(super) fn known_reading(&self, key: &ReadingKey) -> Option<Searched> {
        self.readings.get(key)
    }

    pub(super) fn remember_reading(&mut self, key: ReadingKey, reading: Searched) {
        self.readings.put(key, reading);
    }

    /// Holds what a build stood on for as long as the cache lives, where that is for one build.
    pub(super) fn outlive(&mut self, ground: Ground) {
        self.spent = (!self.keep_pages).then(|| Box::new(ground));
    }

    /// Forgets what neither this build nor the one before it used.
    pub(super) fn end_of_build(&mut self) {
        self.notes.turn();
        self.pages.turn();
        self.readings.turn();
    }
}
