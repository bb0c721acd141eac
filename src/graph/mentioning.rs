//! Who mentions whom without a link.
//!
//! In: the names of a vault, and what each note was found to mention. Out: [`Mentioning`]: for each note the
//! mentions on it, and the notes that name it without linking it. Not here: how a note is searched
//! ([`super::read`]), and which mentions become links (`page`).

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::backlink::{is_index, note_of};
use super::reading::Reading;
use super::{Graph, Name, NoteId, Occurrence, Terms, Vault};
use crate::note::{Context, Kind};
use crate::source::SourcePath;

/// The shortest title that is looked for, in letters; acronyms may be shorter, and terms too.
const LETTERS: usize = 3;

/// Numbers for the notes that bear names. A note keeps its number as long as it keeps its path, so what was
/// found for one build is understood by the next.
#[derive(Clone, Debug, Default)]
pub struct Owners {
    numbers: HashMap<SourcePath, u32>,
    /// How often all numbers were given anew.
    generation: u64,
}

impl Owners {
    /// Returns what tells apart numbers that were given anew.
    pub fn generation(&self) -> u64 {
        self.generation
    }

    fn number(&mut self, path: &SourcePath) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
        *self.numbers.entry(path.clone()).or_insert(next)
    }

    /// Gives all numbers anew once most belong to notes that are gone.
    fn tidy(&mut self, note_count: usize) {
        if self.numbers.len() > 2 * note_count + SPARE_NUMBERS {
            self.numbers.clear();
            self.generation += 1;
        }
    }
}

/// So many numbers of notes that are gone are borne in any vault.
const SPARE_NUMBERS: usize = 1024;

/// All names of a vault that are looked for.
#[derive(Clone, Debug, Default)]
pub struct Names {
    /// The names, in vault order.
    pub names: Vec<Name>,
    /// By the owner of a name, its note.
    owners: HashMap<u32, NoteId>,
}

impl Names {
    /// Gathers the names: all of terms, the titles and aliases of other notes. Unlisted notes and those
    /// that ask for it are left out, and names that say too little. Costs O(names).
    pub fn of(vault: &Vault, terms: &Terms, owners: &mut Owners) -> Self {
        owners.tidy(vault.notes.len());
        let mut all = Self::default();
        for (id, note) in vault.notes() {
            let front_matter = &note.front_matter;
            if note.kind != Kind::Markdown || front_matter.unlisted || front_matter.unmentioned {
                continue;
            }
            let owner = owners.number(&note.path);
            let before = all.names.len();
            if let Some(term) = terms.of_note(id) {
                let names = term.names.iter().map(|name| name.text.clone());
                all.names.extend(names.map(|text| Name { owner, text, is_term: true }));
            } else if !is_index(&note.path) {
                let aliases = front_matter.aliases.iter().map(|alias| alias.name.as_str());
                let names = [note.title()].into_iter().chain(aliases).filter(|name| is_telling(name));
                all.names.extend(names.map(|text| Name { owner, text: text.to_owned(), is_term: false }));
            }
            if all.names.len() > before {
                all.owners.insert(owner, id);
            }
        }
        all
    }
}

/// Tells whether a title can be told from common words and numbers.
fn is_telling(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let is_acronym = letters > 1 && !name.chars().any(char::is_lowercase);
    !name.contains('/') && (letters >= LETTERS || is_acronym)
}

/// The mentions of a vault. Without any, nothing mentions anything.
#[derive(Clone, Debug, Default)]
pub struct Mentioning {
    readings: Vec<Arc<Reading>>,
    owners: HashMap<u32, NoteId>,
    unlinked: Vec<Vec<Unlinked>>,
}

/// A note that names another one without linking it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unlinked {
    /// The note that names it.
    pub from: NoteId,
    /// The first mention there, in [`Reading::occurrences`].
    occurrence: u32,
}

impl Mentioning {
    /// Sorts the mentions of each note by what is mentioned. `readings` are those of the notes, in vault
    /// order. Costs O(mentions + links).
    pub fn of(vault: &Vault, graph: &Graph, names: Names, readings: Vec<Arc<Reading>>) -> Self {
        let mut made = Self { readings, owners: names.owners, unlinked: vec![Vec::new(); vault.notes.len()] };
        let mut linked_by = vec![None; vault.notes.len()];
        let translations = graph.translations();
        // The line that defines a term names it, of course, and so does what says the same.
        let belong = |from: NoteId, to: NoteId| {
            vault.note(from).path == *vault.note(to).file() || translations.are_pair(from, to)
        };
        for (from, note) in vault.notes() {
            if note.front_matter.unlisted {
                continue;
            }
            for resolution in graph.resolutions(from) {
                if let Some(to) = note_of(resolution) {
                    linked_by[to.index()] = Some(from);
                }
            }
            let Some(reading) = made.readings.get(from.index()) else { continue };
            for (index, occurrence) in (0..).zip(&reading.occurrences) {
                let Some(to) = made.owners.get(&occurrence.owner).copied() else { continue };
                let is_first = occurrence.context.is_some();
                if is_first && to != from && linked_by[to.index()] != Some(from) && !belong(from, to) {
                    made.unlinked[to.index()].push(Unlinked { from, occurrence: index });
                }
            }
        }
        made
    }

    /// Returns the mentions of terms in a note, in order of place: the term, and where it stands.
    pub fn terms_in(&self, note: NoteId) -> impl Iterator<Item = (NoteId, &Occurrence)> {
        let occurrences = self.readings.get(note.index()).map_or(&[][..], |reading| &reading.occurrences);
        let terms = occurrences.iter().filter(|occurrence| occurrence.is_term);
        terms.filter_map(|occurrence| Some((*self.owners.get(&occurrence.owner)?, occurrence)))
    }

    /// Returns the notes that name `note` and do not link to it, in vault order. Each stands once.
    pub fn unlinked(&self, note: NoteId) -> &[Unlinked] {
        self.unlinked.get(note.index()).map_or(&[], Vec::as_slice)
    }

    /// Returns the first mention.
    pub fn first(&self, unlinked: Unlinked) -> &Occurrence {
        &self.readings[unlinked.from.index()].occurrences[unlinked.occurrence as usize]
    }

    /// Returns the sentence around the first mention.
    pub fn context(&self, unlinked: Unlinked) -> Option<&Context> {
        let context = self.first(unlinked).context?;
        self.readings[unlinked.from.index()].contexts.get(context as usize)
    }

    /// Returns for each note what it names without linking it, in order of place: the named note, and where.
    /// Of names other than terms the first mention in each section is among them. Costs O(mentions).
    pub fn unlinked_by_note(&self) -> Vec<Vec<(NoteId, &Occurrence)>> {
        let mut targets = vec![HashSet::new(); self.readings.len()];
        for (to, by) in (0..).map(NoteId).zip(&self.unlinked) {
            for unlinked in by {
                targets[unlinked.from.index()].insert(to);
            }
        }
        let readings = self.readings.iter().zip(&targets);
        readings
            .map(|(reading, targets)| {
                let named = reading.occurrences.iter();
                let named = named.filter_map(|found| Some((*self.owners.get(&found.owner)?, found)));
                named.filter(|(to, _)| targets.contains(to)).collect()
            })
            .collect()
    }
}
