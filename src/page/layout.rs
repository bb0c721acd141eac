//! What of a plan depends on no text, kept for the next time.
//!
//! In: names, properties and tags of the notes. Out: [`Layout`], which holds the order of notes, the editions and
//! all addresses for as long as none of these changes: an edit of a text leaves them all. Not here: how each is
//! made.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use super::edition::{self, Edition};
use super::order::Order;
use super::route::{self, Routes};
use super::taken::Taken;
use super::{SiteOptions, gather};
use crate::diagnostic::Diagnostic;
use crate::graph::{NoteId, Vault};
use crate::note::{Kind, Named};
use crate::source::SourcePath;

/// What planning keeps for the next time. An empty one gives the same plan as a full one, only later.
#[derive(Default)]
pub struct Layout {
    addresses: Kept<Vec<String>>,
    order: Kept<Order>,
    folder_notes: Kept<BTreeMap<String, NoteId>>,
    editions: Kept<Editions>,
    assigned: Kept<Assigned>,
}

/// The editions, and to which each note belongs.
pub(super) type Editions = (Vec<Edition>, Vec<usize>);

/// Addresses as given, with the places that are taken by them, and what is to be said about it.
pub(super) type Assigned = (Arc<Routes>, Taken, Vec<Diagnostic>);

/// A value under the hash of all that it depends on.
struct Kept<T>(Option<(u64, Arc<T>)>);

impl<T> Default for Kept<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Kept<T> {
    fn get(&mut self, key: u64, make: impl FnOnce() -> T) -> Arc<T> {
        match &self.0 {
            Some((known, value)) if *known == key => Arc::clone(value),
            _ => Arc::clone(&self.0.insert((key, Arc::new(make()))).1),
        }
    }
}

/// The hashes of what the parts of a layout depend on, each with all before it.
pub(super) struct Keys {
    /// Paths, asked addresses and visibility of the notes, and the options.
    names: u64,
    /// Titles and weights too.
    titles: u64,
    /// Tags and languages too.
    tags: u64,
}

impl Keys {
    /// Hashes what is not text. Costs O(notes + tags).
    pub(super) fn of(vault: &Vault, titles: &[String], options: &SiteOptions) -> Self {
        let mut to = DefaultHasher::new();
        let _ = serde_json::to_writer(Into(&mut to), options);
        (&vault.languages.default, &vault.languages.marked, &vault.former).hash(&mut to);
        for note in &vault.notes {
            let front_matter = &note.front_matter;
            let named = |named: &Option<Named>, to: &mut DefaultHasher| {
                named.as_ref().map(|named| (&named.name, named.span)).hash(to);
            };
            (note.path.as_str(), note.kind == Kind::Markdown, front_matter.unlisted).hash(&mut to);
            named(&front_matter.permalink, &mut to);
            named(&front_matter.slug, &mut to);
            front_matter.redirects.hash(&mut to);
            note.origin.as_ref().map(|origin| (origin.path.as_str(), origin.span)).hash(&mut to);
        }
        let names = to.finish();
        for (note, title) in vault.notes.iter().zip(titles) {
            (title, note.front_matter.weight.map(f64::to_bits)).hash(&mut to);
        }
        let titles = to.finish();
        for id in vault.ids() {
            (vault.lang(id), &vault.note(id).tags).hash(&mut to);
        }
        Self { names, titles, tags: to.finish() }
    }
}

impl Layout {
    /// Returns the addresses that the notes ask for, in vault order.
    pub(super) fn addresses(
        &mut self,
        keys: &Keys,
        vault: &Vault,
        options: &SiteOptions,
    ) -> Arc<Vec<String>> {
        let address = |id| route::address(vault, id, options.letters);
        self.addresses.get(keys.names, || vault.ids().map(address).collect())
    }

    /// Returns the order of notes.
    pub(super) fn order(&mut self, keys: &Keys, vault: &Vault, titles: &[String]) -> Arc<Order> {
        self.order.get(keys.titles, || Order::new(vault, titles))
    }

    /// Returns the note that stands for each folder.
    pub(super) fn folder_notes(
        &mut self,
        keys: &Keys,
        vault: &Vault,
        order: &Order,
    ) -> Arc<BTreeMap<String, NoteId>> {
        self.folder_notes.get(keys.titles, || gather::folder_notes(vault, order))
    }

    /// Returns the editions.
    pub(super) fn editions(
        &mut self,
        keys: &Keys,
        vault: &Vault,
        options: &SiteOptions,
        order: &Order,
    ) -> Arc<Editions> {
        self.editions.get(keys.tags, || edition::editions(vault, options, order))
    }

    /// Gives everything its place, see [`route::assign`].
    pub(super) fn assigned(
        &mut self,
        keys: &Keys,
        vault: &Vault,
        addresses: &[String],
        attachments: &[SourcePath],
        generated: &[String],
        options: &SiteOptions,
    ) -> Arc<Assigned> {
        let mut to = DefaultHasher::new();
        (keys.names, attachments, generated).hash(&mut to);
        self.assigned.get(to.finish(), || {
            let (routes, taken, noticed) = route::assign(vault, addresses, attachments, generated, options);
            (Arc::new(routes), taken, noticed)
        })
    }
}

/// Hashes what is written.
struct Into<'h>(&'h mut DefaultHasher);

impl std::io::Write for Into<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
