//! Guesses what a link that leads nowhere was meant to name.
//!
//! In: all names of the vault. Out: the files that may have been meant, best first; nothing where
//! nothing is close, because a wrong guess costs more than none. Not here: how the guess is written
//! into the link (`spell`).

use std::collections::HashMap;

use super::alias::Aliases;
use super::form::{file_extension, join};
use super::names::{Bearer, Entry, Names, last_segment};
use super::tails::Tails;
use super::{Guess, Likeness, NoteId, Vault};
use crate::source::SourcePath;
use crate::words::{
    NearIndex, Script, fold, is_form_of, is_sure_slip, latin, other_layout, percent_decode, script_of,
    separated, soften, stems,
};

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
    /// By the folded path that a file had.
    moved: HashMap<String, usize>,
    /// By the last part of it, without the extension of notes.
    moved_last: HashMap<String, Vec<usize>>,
    /// The places in `named` of each file.
    names_at: HashMap<usize, Vec<usize>>,
    known: HashMap<String, Option<Found>>,
}

/// Files that a missing name may mean, best first, at least one.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) entries: Vec<usize>,
    pub(super) guess: Guess,
}

impl Found {
    /// Takes files that all are alike in the same way. One alone is sure where such a likeness can be.
    fn of(entries: Vec<usize>, likeness: Likeness, can_be_sure: bool) -> Option<Self> {
        let is_sure = can_be_sure && entries.len() == 1;
        (!entries.is_empty()).then_some(Self { entries, guess: Guess { likeness, is_sure } })
    }
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
            moved: HashMap::new(),
            moved_last: HashMap::new(),
            names_at: HashMap::new(),
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
        let at: HashMap<&SourcePath, usize> = public().map(|(index, entry)| (&entry.path, index)).collect();
        for (old, new) in vault.moved.iter() {
            let Some(entry) = at.get(new) else { continue };
            let old = fold(old.as_str());
            let entries = made.moved_last.entry(without_md(last_segment(&old)).to_owned()).or_default();
            if !entries.contains(entry) {
                entries.push(*entry);
            }
            made.moved.insert(old, *entry);
        }
        made
    }

    /// Returns the files that a missing name may mean in the file `from`, best first.
    pub(super) fn guess(
        &mut self,
        names: &Names,
        aliases: &Aliases,
        from: &SourcePath,
        path: &str,
    ) -> Option<Found> {
        let name = fold(&percent_decode(path));
        if let Some(moved) = self.moved_from(from, &name) {
            return Found::of(vec![moved], Likeness::Moved, true);
        }
        if let Some(known) = self.known.get(&name) {
            return known.clone();
        }
        let found = self.compute(names, aliases, &name);
        self.known.insert(name, found.clone());
        found
    }

    /// Finds a file that lay where the name says, seen from the root or from the folder of the link.
    fn moved_from(&self, from: &SourcePath, name: &str) -> Option<usize> {
        if self.moved.is_empty() {
            return None;
        }
        let here = join(&fold(from.folder()), name);
        let paths = [Some(name.trim_start_matches('/').to_owned()), here].into_iter().flatten();
        paths
            .flat_map(|path| [format!("{path}.md"), path])
            .find_map(|path| self.moved.get(&path))
            .or_else(|| self.moved_by_name(name))
            .copied()
    }

    /// Finds a file by the last part of the path that it had, where no other had it.
    fn moved_by_name(&self, name: &str) -> Option<&usize> {
        let last = without_md(last_segment(name));
        let mut bearers = self.moved_last.get(last)?.iter();
        bearers.next().filter(|_| bearers.next().is_none())
    }

    fn compute(&self, names: &Names, aliases: &Aliases, name: &str) -> Option<Found> {
        let whole = without_md(name.trim_start_matches("./").trim_start_matches("../").trim_matches('/'));
        let last = last_segment(whole);
        if last.is_empty() {
            return None;
        }
        let spelled = best(self.by_separated.range(&separated_path(whole)).take(LOOKED_AT));
        if !spelled.is_empty() {
            return Found::of(spelled, Likeness::Spelling, true);
        }
        if let Some(claim) = aliases.claim(whole).filter(|claim| !claim.notes.is_empty()) {
            let notes = claim.notes.iter().take(FEW).map(|note| self.entry_of[note]).collect();
            return Found::of(notes, Likeness::Title, true);
        }
        let (stem, extension) = split_extension(last);
        for (found, likeness, can_be_sure) in [
            (self.titles.get(whole), Likeness::Title, true),
            (self.by_last.get(last), Likeness::Folder, is_same_count(names, self.by_last.get(last), whole)),
            (self.by_separated_last.get(&separated(last)), Likeness::Spelling, true),
            (self.by_stem.get(stem), Likeness::Extension, false),
        ] {
            if !found.is_empty() {
                let is_one = found.len() == 1;
                let few = found.iter().copied().take(FEW).collect();
                return Found::of(few, likeness, can_be_sure && is_one);
            }
        }
        let soft = soften(stem);
        self.near(&soft, extension).or_else(|| self.by_other_means(&soft, extension))
    }

    fn near(&self, soft: &str, extension: Option<&'static str>) -> Option<Found> {
        let near = self.near.nearest(soft, |id| self.named[id].1 == extension);
        let (first, distance) = near.first().copied()?;
        let is_alone = near.iter().all(|(id, _)| self.named[*id].0 == self.named[first].0);
        let mut nearest: Vec<usize> = near
            .iter()
            .take_while(|(_, other)| *other == distance)
            .map(|(id, _)| self.named[*id].0)
            .collect();
        nearest.dedup();
        nearest.truncate(FEW);
        let meant = self.near.name(first);
        if is_form_of(soft, meant) {
            return Found::of(nearest, Likeness::Form, is_alone);
        }
        let is_sure = is_alone && is_sure_slip(soft, meant, distance);
        Found::of(nearest, Likeness::Typing(distance), is_sure)
    }

    fn by_other_means(&self, soft: &str, extension: Option<&'static str>) -> Option<Found> {
        if soft.chars().count() < FEW {
            return None;
        }
        let typed = other_layout(soft).unwrap_or_default();
        let one = |entry: usize, likeness, is_sure| Found::of(vec![entry], likeness, is_sure);
        if let Some(entry) = self.by_sound.only(&keyed(&latin(soft), extension)) {
            // Two words of one script that sound alike may well be two words.
            let is_foreign = |name: &str| script_of(name) != script_of(soft);
            let is_sure = script_of(soft) == Script::Mixed || self.names_of(entry).any(is_foreign);
            return one(entry, Likeness::Sound, is_sure);
        }
        let by_key = self.by_name.only(&keyed(&typed, extension));
        if let Some(entry) = by_key.or_else(|| self.by_sound.only(&keyed(&latin(&typed), extension))) {
            return one(entry, Likeness::Keyboard, true);
        }
        let entry = self.by_forms.only(&keyed(&stems(soft), extension))?;
        let is_sure = self.names_of(entry).any(|name| is_form_of(soft, name));
        one(entry, Likeness::Form, is_sure)
    }

    /// Returns the softened names of a file: that of the file, its title, its aliases.
    fn names_of(&self, entry: usize) -> impl Iterator<Item = &str> {
        let names = self.names_at.get(&entry).into_iter().flatten();
        names.map(|id| self.near.name(*id))
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
        self.names_at.entry(entry).or_default().push(self.named.len());
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

/// Tells whether the numbers in a path are those of the one that was asked for: the budget of 2023 is not
/// that of 2024.
fn is_same_count(names: &Names, found: &[usize], asked: &str) -> bool {
    let digits = |path: &str| path.chars().filter(char::is_ascii_digit).collect::<String>();
    let entry = found.first().and_then(|entry| names.entries().get(*entry));
    entry.is_some_and(|entry| digits(&entry.folded) == digits(asked))
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
