//! Finds the file that a name means.
//!
//! In: the paths of a [`Vault`]. Out: [`Names`], which knows every file by its whole path and by every
//! tail of it. Not here: aliases (`alias`), parts of notes (`part`), guesses (`suggest`).

use std::borrow::Cow;
use std::collections::HashMap;

use super::tails::Tails;
use super::{NoteId, Vault};
use crate::source::SourcePath;
use crate::words::{composed, fold};

/// How many files that bear a name too are told. More of them would help nobody, and would make a
/// vault of equal names cost the square of its size.
pub(super) const OTHERS_SHOWN: usize = 5;

/// What lies behind a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Bearer {
    /// A published note.
    Note(NoteId),
    /// An attachment or a drawing.
    File,
    /// A note that is kept back.
    Withheld,
}

/// A file that a link may mean.
pub(super) struct Entry {
    pub(super) path: SourcePath,
    pub(super) folded: Box<str>,
    /// The length of the composed path in UTF-16 units.
    pub(super) utf16_length: usize,
    pub(super) bearer: Bearer,
}

/// The answer to a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Match {
    /// The file chosen, as index of an entry.
    pub(super) entry: usize,
    /// All files that bear the name; `None` when there is no other, or the whole path was given.
    pub(super) group: Option<usize>,
}

/// The files whose paths end with one tail.
struct Group {
    /// In order of folded path.
    members: Vec<usize>,
    /// The best of them for a note that has none in its folder.
    best: usize,
    /// The first in path order, a few.
    first: Vec<usize>,
}

/// All files of the vault by name.
///
/// Entries are in order of preference: the shorter path, counted in UTF-16 units, then path order.
pub(super) struct Names {
    entries: Vec<Entry>,
    by_path: HashMap<Box<str>, usize>,
    /// By last segment; `None` where several files have it. Most names are told apart by it alone.
    by_last: HashMap<Box<str>, Option<usize>>,
    /// Made when the first name is asked for that several files have.
    by_tail: Option<Tails>,
    groups: Vec<Group>,
    group_of: HashMap<Box<str>, Option<usize>>,
    best_below: HashMap<(usize, Box<str>), Option<usize>>,
}

impl Names {
    /// Reads all paths of the vault. Costs O(n log n).
    pub(super) fn of(vault: &Vault) -> Self {
        let mut ranked: Vec<(Cow<'_, str>, Entry)> = all_paths(vault)
            .map(|(path, bearer)| {
                let composed = composed(path.as_str());
                let (folded, utf16_length) = (fold(&composed).into(), composed.encode_utf16().count());
                (composed, Entry { path: path.clone(), folded, utf16_length, bearer })
            })
            .collect();
        ranked.sort_by(|(composed, entry), (other_composed, other)| {
            (entry.utf16_length, composed, &entry.path).cmp(&(
                other.utf16_length,
                other_composed,
                &other.path,
            ))
        });
        let entries: Vec<Entry> = ranked.into_iter().map(|(_, entry)| entry).collect();
        let mut by_path = HashMap::with_capacity(entries.len());
        let mut by_last = HashMap::with_capacity(entries.len());
        for (index, entry) in entries.iter().enumerate() {
            by_path.entry(entry.folded.clone()).or_insert(index);
            let only = by_last.entry(last_segment(&entry.folded).into()).or_insert(Some(index));
            *only = only.filter(|only| *only == index);
        }
        Self {
            entries,
            by_path,
            by_last,
            by_tail: None,
            groups: Vec::new(),
            group_of: HashMap::new(),
            best_below: HashMap::new(),
        }
    }

    /// Returns all files in order of preference.
    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Tells whether a folded name means this file and no other, whatever the folder.
    pub(super) fn means_only(&mut self, name: &str, entry: usize) -> bool {
        let found = self.find(name, "");
        found.is_some_and(|found| found.entry == entry && self.bearers(found) == 1)
    }

    /// Returns the file of exactly this folded path; the extension of a note may be missing.
    pub(super) fn exact(&self, path: &str) -> Option<usize> {
        spellings(path).find_map(|wanted| self.by_path.get(wanted.as_str()).copied())
    }

    /// Returns the file that a folded name means in a note of this folder: `folder` is folded and ends
    /// with `/`, or is empty for the root.
    ///
    /// The whole path comes first, then what lies in the folder or below it, then the shortest path,
    /// then path order. Costs O(1) for a name that one file has; else O(log n), and for the first question of its kind as much as there are
    /// files of this name.
    pub(super) fn find(&mut self, name: &str, folder: &str) -> Option<Match> {
        spellings(name).find_map(|wanted| self.find_spelling(&wanted, folder))
    }

    fn find_spelling(&mut self, wanted: &str, folder: &str) -> Option<Match> {
        if let Some(entry) = self.by_path.get(wanted) {
            return Some(Match { entry: *entry, group: None });
        }
        if let Some(only) = *self.by_last.get(last_segment(wanted))? {
            let before = self.entries[only].folded.strip_suffix(wanted)?;
            return before.ends_with('/').then_some(Match { entry: only, group: None });
        }
        let group = self.group(wanted)?;
        let near = self.best_below(group, folder);
        Some(Match { entry: near.unwrap_or(self.groups[group].best), group: Some(group) })
    }

    /// Tells how many files bear the name of `found`; one when its whole path was given.
    pub(super) fn bearers(&self, found: Match) -> usize {
        found.group.map_or(1, |group| self.groups[group].members.len())
    }

    /// Returns the files besides the one found that bear the name too, at most a few, in path order.
    pub(super) fn others(&self, found: Match) -> impl Iterator<Item = &Entry> {
        let first = found.group.map_or(&[][..], |group| &self.groups[group].first);
        let others = first.iter().filter(move |index| **index != found.entry);
        others.take(OTHERS_SHOWN).map(|index| &self.entries[*index])
    }

    /// Returns all files that bear the name of `found`; none when there was no choice.
    pub(super) fn members(&self, found: Match) -> &[usize] {
        found.group.map_or(&[], |group| &self.groups[group].members)
    }

    fn group(&mut self, wanted: &str) -> Option<usize> {
        if let Some(known) = self.group_of.get(wanted) {
            return *known;
        }
        let by_tail = self.by_tail.get_or_insert_with(|| {
            Tails::of(self.entries.iter().enumerate().map(|(index, entry)| (&*entry.folded, index)))
        });
        let mut members: Vec<usize> = by_tail.range(wanted).collect();
        let group = members.iter().copied().min().map(|best| {
            members.sort_by_key(|index| &self.entries[*index].path);
            let first = members.iter().copied().take(OTHERS_SHOWN + 1).collect();
            members.sort_by_key(|index| &self.entries[*index].folded);
            self.groups.push(Group { members, best, first });
            self.groups.len() - 1
        });
        self.group_of.insert(wanted.into(), group);
        group
    }

    // A file lies below as many folders as its path has, so all answers together cost no more than
    // that; asked again and again by the notes of one folder they would cost the square.
    fn best_below(&mut self, group: usize, folder: &str) -> Option<usize> {
        if folder.is_empty() {
            return None;
        }
        let key = (group, Box::from(folder));
        if let Some(known) = self.best_below.get(&key) {
            return *known;
        }
        let members = &self.groups[group].members;
        let start = members.partition_point(|index| *self.entries[*index].folded < *folder);
        let below =
            members[start..].iter().take_while(|index| self.entries[**index].folded.starts_with(folder));
        let best = below.copied().min();
        self.best_below.insert(key, best);
        best
    }
}

/// Returns the folder of a file as [`Names::find`] wants it.
pub(super) fn folded_folder(path: &SourcePath) -> String {
    if path.folder().is_empty() { String::new() } else { fold(path.folder()) + "/" }
}

/// Returns the spellings under which a name is looked up: as written if its last segment has a dot,
/// then with the extension of notes behind it.
fn spellings(name: &str) -> impl Iterator<Item = String> {
    let dotted = last_segment(name).contains('.');
    dotted.then(|| name.to_owned()).into_iter().chain([format!("{name}.md")])
}

/// Returns the file name at the end of a path.
pub(super) fn last_segment(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, last)| last)
}

fn all_paths(vault: &Vault) -> impl Iterator<Item = (&SourcePath, Bearer)> {
    let notes = vault.notes().map(|(id, note)| (&note.path, Bearer::Note(id)));
    let files = vault.drawings.iter().chain(&vault.attachments).map(|path| (path, Bearer::File));
    let withheld = vault.withheld.iter().map(|note| (&note.path, Bearer::Withheld));
    notes.chain(files).chain(withheld)
}
