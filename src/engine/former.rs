//! Addresses that published notes had under names that they lost.
//!
//! In: the old names that Git knows, where the author asks for them. Out: old address → where the note lies now. A name is
//! told only if the note is published and listed now, was so under that name when it lost it, and nothing
//! bears that name today: what was private under a name leaves no trace of it.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::{Cache, Inputs, options};
use crate::graph::Vault;
use crate::note::{self, Note, Standing};
use crate::page::asked_address;
use crate::source::{OldName, SourcePath};

/// Returns the addresses.
pub(super) fn former(inputs: &Inputs, cache: &mut Cache, vault: &Vault) -> BTreeMap<String, SourcePath> {
    let mut addresses = BTreeMap::new();
    let names = &inputs.vault.old_names.names;
    if names.is_empty() {
        return addresses;
    }
    let listed = vault.notes.iter().filter(|note| !note.front_matter.unlisted);
    let listed: HashSet<&SourcePath> = listed.map(|note| &note.path).collect();
    let is_there = |path: &SourcePath| {
        inputs.vault.files.contains_key(path) || inputs.vault.excluded.binary_search(path).is_ok()
    };
    let letters = options::letters(&inputs.config);
    for name in names.iter().filter(|name| listed.contains(&name.now) && !is_there(&name.file.path)) {
        let note = read(inputs, cache, name);
        if was_published(inputs, &note) {
            let address = asked_address(&vault.languages, &note, letters);
            addresses.entry(address).or_insert_with(|| name.now.clone());
        }
    }
    addresses
}

/// Returns the old names of a note that is kept back now, as far as they were published.
pub(super) fn published_names<'n>(
    inputs: &'n Inputs,
    now: &'n SourcePath,
) -> impl Iterator<Item = Note> + 'n {
    let parse_options = options::parse(&inputs.config, &inputs.vault);
    let names = inputs.vault.old_names.names.iter().filter(move |name| name.now == *now);
    names.map(move |name| note::parse(&name.file, &parse_options)).filter(|note| was_published(inputs, note))
}

/// Reads the beginning of an old text, once.
fn read(inputs: &Inputs, cache: &mut Cache, name: &OldName) -> Arc<Note> {
    let parse_options = options::parse(&inputs.config, &inputs.vault);
    let key = (name.file.path.clone(), name.file.hash, parse_options);
    let note = cache.known_note(&key).unwrap_or_else(|| Arc::new(note::parse(&name.file, &parse_options)));
    cache.remember_note(key, &note);
    note
}

fn was_published(inputs: &Inputs, note: &Note) -> bool {
    let front_matter = &note.front_matter;
    // Drafts that the author looks at are not what readers saw.
    let standing = front_matter.visibility.standing(false, options::opt_in(&inputs.config));
    standing == Standing::Published
        && !front_matter.unlisted
        && !front_matter.drawing
        && !front_matter.visibility.unreadable
}
