//! Guesses what a link that leads nowhere was meant to name.
//!
//! In: all names of the vault. Out: the files that may have been meant, best first; nothing where
//! nothing is close, because a wrong guess costs more than none. Not here: how the guess is written
//! into the link (`spell`).

use std::collections::HashMap;

use super::alias::Aliases;
use super::form::file_extension;
use super::names::{Bearer, Entry, Names, last_segment};
use super::tails::Tails;
use super::{NoteId, Vault};
use crate::words::{NearIndex, fold, latin, other_layout, percent_decode, separated, soften, stems};

/// How many files are told at most.
const FEW: usize = 3;

/// How many files that share a tail are looked at. In a vault of equal names, looking at all of them
/// for each broken link would cost the square of its size.
const LOOKED_AT: usize = 64;

/// The indices that guesses need. Made when the first broken link is met.
pub(super) struct Suggester {
    /// Paths with blanks for hyphens and underscores.
    by_separated: Tails,
    /// By folded last segment, by the same with separators made alike, and without extension.
    by_last: Keys,
    by_separated_last: Keys,
    by_stem: Keys,
    titles: Keys,
    /// By softened name, sound, and word forms: of files, titles and aliases.
    by_name: Keys,
    by_sound: Keys,
    by_forms: Keys,
    near: NearIndex,
    /// What each name in `near` belongs to.
    named: Vec<(usize, Option<&'static str>)>,
    entry_of: HashMap<NoteId, usize>,
    known: HashMap<String, Vec<usize>>,
}

impl Suggester {
    /// Indexes the names of everything that is not kept back. Costs O(n log n).
    pub(super) fn of(vault: &Vault, names: &Names) -> Self {
        let public = |entry: &(usize, &Entry)| entry.1.bearer != Bearer::Withheld;
        let public = || names.entries().iter().enumerate().filter(public);
        let mut made = Self {
            by_separated: Tails::of(public().map(|(index, entry)| (separated_path(&entry.folded), index))),
            by_last: Keys::default(),
            by_separated_last: Keys::default(),
            by_stem: Keys::default(),
            titles: Keys::default(),
            by_name: Keys::default(),
            by_sound: Keys::default(),
            by_forms: Keys::default(),
            near: NearIndex::default(),
            named: Vec::new(),
            entry_of: HashMap::new(),
            known: HashMap::new(),
        };
        let mut near = Vec::new();
        for (index, entry) in public() {
            let last = last_segment(&entry.folded);
            let (stem, extension) = split_extension(last);
            made.by_last.add(without_md(last).to_owned(), index);
            made.by_separated_last.add(separated(without_md(last)), index);
            made.by_stem.add(last.rsplit_once('.').map_or(last, |(stem, _)| stem).to_owned(), index);
            made.add_name(stem, extension, index, &mut near);
            if let Bearer::Note(id) = entry.bearer {
                made.entry_of.insert(id, index);
            }
        }
        // In vault order, so that of two notes with one title the first is suggested.
        for (id, note) in vault.notes() {
            let entry = made.entry_of[&id];
            let front_matter = &note.front_matter;
            let aliases = front_matter.aliases.iter().map(|alias| &alias.name);
            let others =
                front_matter.title.iter().chain(aliases).chain(front_matter.names.values().flatten());
            for name in others {
                made.titles.add(fold(name.trim()), entry);
                made.add_name(name.trim(), None, entry, &mut near);
            }
        }
        made.near = NearIndex::new(near);
        made
    }

    /// Returns the files that a missing name may mean, best first.
    pub(super) fn guess(&mut self, aliases: &Aliases, path: &str) -> Vec<usize> {
        let name = fold(&percent_decode(path));
        if let Some(known) = self.known.get(&name) {
            return known.clone();
        }
        let guess = self.compute(aliases, &name);
        self.known.insert(name, guess.clone());
        guess
    }

    fn compute(&self, aliases: &Aliases, name: &str) -> Vec<usize> {
        let whole = without_md(name.trim_start_matches("./").trim_start_matches("../").trim_matches('/'));
        let last = last_segment(whole);
        if last.is_empty() {
            return Vec::new();
        }
        let spelled = best(self.by_separated.range(&separated_path(whole)).take(LOOKED_AT));
        if !spelled.is_empty() {
            return spelled;
        }
        if let Some(claim) = aliases.claim(whole).filter(|claim| !claim.notes.is_empty()) {
            return claim.notes.iter().take(FEW).map(|note| self.entry_of[note]).collect();
        }
        let (stem, extension) = split_extension(last);
        for found in [
            self.titles.get(whole),
            self.by_last.get(last),
            self.by_separated_last.get(&separated(last)),
            self.by_stem.get(stem),
        ] {
            if !found.is_empty() {
                return found.iter().copied().take(FEW).collect();
            }
        }
        let soft = soften(stem);
        let near = self.near.nearest(&soft, |id| self.named[id].1 == extension);
        if let Some((_, distance)) = near.first() {
            let mut nearest: Vec<usize> = near
                .iter()
                .take_while(|(_, other)| other == distance)
                .map(|(id, _)| self.named[*id].0)
                .collect();
            nearest.dedup();
            nearest.truncate(FEW);
            return nearest;
        }
        if soft.chars().count() < FEW {
            return Vec::new();
        }
        let typed = other_layout(&soft).unwrap_or_default();
        let only = [
            self.by_sound.only(&keyed(&latin(&soft), extension)),
            self.by_name.only(&keyed(&typed, extension)),
            self.by_sound.only(&keyed(&latin(&typed), extension)),
            self.by_forms.only(&keyed(&stems(&soft), extension)),
        ];
        only.into_iter().find_map(|only| only).into_iter().collect()
    }

    fn add_name(
        &mut self,
        name: &str,
        extension: Option<&'static str>,
        entry: usize,
        near: &mut Vec<String>,
    ) {
        let soft = soften(name);
        self.by_sound.add(keyed(&latin(&soft), extension), entry);
        self.by_forms.add(keyed(&stems(&soft), extension), entry);
        self.by_name.add(keyed(&soft, extension), entry);
        self.named.push((entry, extension));
        near.push(soft);
    }
}

/// Files by some form of their name; of many that share it, the first few.
#[derive(Default)]
struct Keys(HashMap<String, Vec<usize>>);

impl Keys {
    fn add(&mut self, key: String, entry: usize) {
        let entries = self.0.entry(key).or_default();
        if entries.len() <= FEW && !entries.contains(&entry) {
            entries.push(entry);
        }
    }

    fn get(&self, key: &str) -> &[usize] {
        self.0.get(key).map_or(&[], Vec::as_slice)
    }

    fn only(&self, key: &str) -> Option<usize> {
        match self.get(key) {
            [only] if !key.is_empty() => Some(*only),
            _ => None,
        }
    }
}

fn best(found: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut found: Vec<usize> = found.collect();
    found.sort_unstable();
    found.truncate(FEW);
    found
}

fn keyed(name: &str, extension: Option<&str>) -> String {
    extension.map_or_else(|| name.to_owned(), |extension| format!("{name}.{extension}"))
}

fn separated_path(path: &str) -> String {
    without_md(path).split('/').map(separated).collect::<Vec<_>>().join("/")
}

fn without_md(name: &str) -> &str {
    name.strip_suffix(".md").unwrap_or(name)
}

/// Splits off the extension of a note, which says nothing, or that of an attachment.
fn split_extension(name: &str) -> (&str, Option<&'static str>) {
    if let Some(stem) = name.strip_suffix(".md") {
        return (stem, None);
    }
    match file_extension(name) {
        Some(extension) => (&name[..name.len() - extension.len() - 1], Some(extension)),
        None => (name, None),
    }
}
