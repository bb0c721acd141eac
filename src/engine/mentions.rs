//! Who mentions whom: every note searched for the names of the vault.

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::{Analysis, Cache, Inputs, options};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::graph::{
    Held, Mentioning, Mentions, Name, Names, NoteId, Reading, Sought, Unlinked, read, read_noting,
};
use crate::note::{Kind, Note};

/// What was looked for.
#[derive(Default)]
pub(super) struct Search {
    /// The hash of the names.
    key: [u8; 32],
    /// Which numbers their owners have.
    generation: u64,
    names: Vec<Name>,
    mentions: Arc<Mentions>,
}

/// A note that was searched.
#[derive(Clone)]
pub(super) struct Searched {
    /// The hash of the names that it was searched for, or might as well have been.
    key: [u8; 32],
    reading: Arc<Reading>,
    /// Its words, where a next build follows.
    held: Option<Arc<Held>>,
}

/// Which names came, changed or went since the last search.
struct Changed {
    /// The hash of all names before.
    before: [u8; 32],
    names: Sought,
}

impl Changed {
    /// Tells whether what was found in a note is still what there is to be found.
    fn leaves(&self, known: &Searched) -> bool {
        let held = known.held.as_ref().filter(|_| known.key == self.before);
        held.is_some_and(|held| !self.names.may_stand_in(held))
    }
}

impl Search {
    /// Prepares to look for these names. Returns what is different from the last time; `None` where that is
    /// nothing, or so much that everything is to be searched.
    fn turn_to(&mut self, names: &[Name], generation: u64) -> Option<Changed> {
        let key = key_of(names, generation);
        if self.key == key {
            return None;
        }
        let changed = (self.generation == generation).then(|| {
            let (before, after): (HashSet<&Name>, HashSet<&Name>) =
                (self.names.iter().collect(), names.iter().collect());
            let gone = self.names.iter().filter(|name| !after.contains(name));
            let new = names.iter().filter(|name| !before.contains(name));
            Sought::of(gone.chain(new)).map(|names| Changed { before: self.key, names })
        });
        let mentions = Arc::new(Mentions::of(names.iter().cloned()));
        *self = Self { key, generation, names: names.to_vec(), mentions };
        changed.flatten()
    }
}

fn key_of(names: &[Name], generation: u64) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&generation.to_le_bytes());
    for Name { owner, text, is_term } in names {
        hasher.update(&owner.to_le_bytes());
        hasher.update(&[u8::from(*is_term)]);
        hasher.update(text.as_bytes());
        hasher.update(&[0]);
    }
    *hasher.finalize().as_bytes()
}

/// Searches all notes. What was found before is remembered by content, so a saved note costs its own text; where a
/// name comes, changes or goes, the notes are searched in which all its words stand in one form or another.
pub fn mentioning(inputs: &Inputs, analysis: &Analysis, cache: &mut Cache) -> Mentioning {
    let parse_options = options::parse(&inputs.config, &inputs.vault);
    let names = Names::of(&analysis.vault, &analysis.terms, &mut cache.owners);
    let changed = cache.search.turn_to(&names.names, cache.owners.generation());
    let Search { key, mentions, .. } = &cache.search;
    let (known, key, keeps) = (&*cache, *key, cache.keeps_pages());
    let nothing = Searched { key, reading: Arc::default(), held: None };
    let search = |note: &Note| {
        let (reading, held) = if keeps {
            let (reading, held) = read_noting(note, mentions);
            (reading, Some(Arc::new(held)))
        } else {
            (read(note, mentions), None)
        };
        Searched { key, reading: Arc::new(reading), held }
    };
    let notes = &analysis.vault.notes;
    let readings: Vec<(Searched, bool)> = notes
        .par_iter()
        .map(|note| {
            if note.kind != Kind::Markdown {
                return (nothing.clone(), false);
            }
            match known.known_reading(&(note.hash, parse_options)) {
                Some(known) if known.key == key => (known, false),
                Some(known) if changed.as_ref().is_some_and(|changed| changed.leaves(&known)) => {
                    (Searched { key, ..known }, false)
                }
                _ => (search(note), true),
            }
        })
        .collect();
    cache.searched = readings.iter().filter(|(_, is_new)| *is_new).count();
    // A canvas and a note may have the same bytes, and not the same text.
    for (note, (searched, _)) in notes.iter().zip(&readings).filter(|(note, _)| note.kind == Kind::Markdown) {
        cache.remember_reading((note.hash, parse_options), searched.clone());
    }
    let readings = readings.into_iter().map(|(searched, _)| searched.reading).collect();
    Mentioning::of(&analysis.vault, &analysis.graph, names, readings)
}

/// Tells whether the configuration makes more of unlinked mentions than a remark.
pub fn reports_mentions(config: &Config) -> bool {
    let levels = std::iter::once(&config.check.levels).chain(config.check.paths.iter().map(|(_, of)| of));
    levels.filter_map(|of| of.get(&Code::UnlinkedMention)).any(|level| *level > Severity::Info)
}

/// Says which notes name others without linking to them: each pair once, at the first mention, in the order of the
/// notes that are named. The text of a note is taken once for all that it names. Costs O(texts + mentions).
pub fn unlinked_mentions(inputs: &Inputs, analysis: &Analysis, mentioning: &Mentioning) -> Vec<Diagnostic> {
    let vault = &analysis.vault;
    let unlinked = |to| mentioning.unlinked(to).iter().map(move |unlinked| (to, *unlinked));
    let mut pairs: Vec<_> = vault.notes().flat_map(|(to, _)| unlinked(to)).enumerate().collect();
    pairs.sort_by_key(|(_, (_, unlinked))| unlinked.from);
    let of_note = |pairs: &[(usize, (NoteId, Unlinked))]| -> Vec<(usize, Diagnostic)> {
        let Some((_, (_, first))) = pairs.first() else { return Vec::new() };
        let note = vault.note(first.from);
        // A line that defines a term stands in its file, which is searched as well.
        let Some(file) = inputs.vault.files.get(&note.path).filter(|_| note.path == *note.file()) else {
            return Vec::new();
        };
        let text = file.text();
        let told = |(place, (to, unlinked)): &(usize, (NoteId, Unlinked))| {
            let named = vault.note(*to);
            let (span, _) = mentioning.first(*unlinked).span_in(note, &text);
            let words = mentioning.context(*unlinked).map_or(named.title(), |context| &context.text);
            (*place, Diagnostic::unlinked_mention(note.place(span), words, &named.path))
        };
        pairs.iter().map(told).collect()
    };
    let groups = pairs.par_chunk_by(|(_, (_, one)), (_, (_, next))| one.from == next.from);
    let mut found: Vec<_> = groups.flat_map_iter(of_note).collect();
    found.sort_unstable_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, diagnostic)| diagnostic).collect()
}
