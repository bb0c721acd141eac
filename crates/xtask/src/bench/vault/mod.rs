//! Vaults to measure with: as many notes as asked for, in English and in Russian, the same for the same seed.
//!
//! In: number, shape and seed. Out: files, for Studium or in the syntax of a peer. Nothing is taken from notes of
//! people, but what weighs in them is here in their proportions, as far as we know them: few notes that many
//! link to, some links that lead nowhere, some code and few formulas. Not here: where the files go.

mod code;
mod dialect;
mod hugo;
mod note;
mod random;
mod words;

use anyhow::{Result, bail};

pub(super) use self::dialect::Dialect;
use self::random::Random;
use self::words::{ADJECTIVES, NOUNS, Vocabulary};

/// What the numbers are drawn for: each purpose has its own, so that a change of one leaves the others.
mod purpose {
    pub(super) const HEADINGS: u64 = 101;
    pub(super) const OPENING: u64 = 102;
    pub(super) const BLOCKS: u64 = 103;
    pub(super) const FRONT: u64 = 104;
}

/// Whether the notes lie in folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Twelve sections with folders of forty notes each.
    Deep,
    /// All of them side by side.
    Flat,
}

const SECTIONS: &[&str] = &[
    "Algebra",
    "Networks",
    "Databases",
    "Statistics",
    "Grammar",
    "Genetics",
    "Optics",
    "Economics",
    "Geography",
    "Logic",
    "Music",
    "Medicine",
];
const FOLDER: usize = 40;
/// One note of so many is a glossary term.
const TERMS: usize = 50;
/// Any prime beyond the number of titles spreads neighbours over all of them.
const STRIDE: usize = 7_368_787;

/// The notes of one vault.
pub(super) struct Vault {
    notes: usize,
    seed: u64,
    shape: Shape,
    english: Vocabulary,
    russian: Vocabulary,
}

impl Vault {
    /// # Errors
    ///
    /// Fails without notes, and where there are more notes than titles.
    pub(super) fn new(notes: usize, shape: Shape, seed: u64) -> Result<Self> {
        if notes == 0 || notes > ADJECTIVES * NOUNS {
            bail!("a vault has 1 to {} notes, not {notes}", ADJECTIVES * NOUNS);
        }
        Ok(Self {
            notes,
            seed,
            shape,
            english: Vocabulary::english(seed),
            russian: Vocabulary::russian(seed),
        })
    }

    pub(super) fn notes(&self) -> usize {
        self.notes
    }

    /// One note of four is in Russian.
    fn is_russian(index: usize) -> bool {
        index % 4 == 3
    }

    fn vocabulary(&self, index: usize) -> &Vocabulary {
        if Self::is_russian(index) { &self.russian } else { &self.english }
    }

    fn is_term(index: usize) -> bool {
        index % TERMS == TERMS / 2
    }

    fn names(&self, index: usize) -> (&str, &str) {
        let place = index * STRIDE % (ADJECTIVES * NOUNS);
        let vocabulary = self.vocabulary(index);
        (&vocabulary.adjectives[place % ADJECTIVES], &vocabulary.nouns[place / ADJECTIVES])
    }

    /// The name of a note. No two have the same: there are as many places as pairs of words.
    fn title(&self, index: usize) -> String {
        let (adjective, noun) = self.names(index);
        capitalized(&format!("{adjective} {noun}"))
    }

    /// Another name of one note in five: its words the other way round, which is nobody's title.
    fn alias(&self, index: usize) -> Option<String> {
        let (adjective, noun) = self.names(index);
        (index % 5 == 1).then(|| capitalized(&format!("{noun} {adjective}")))
    }

    fn folder(&self, index: usize) -> Vec<String> {
        if self.shape == Shape::Flat {
            return Vec::new();
        }
        if Self::is_term(index) {
            return vec![String::from("glossary")];
        }
        let folder = index / FOLDER;
        let section = SECTIONS[folder % SECTIONS.len()];
        vec![String::from(section), format!("{section} {:02}", folder / SECTIONS.len() + 1)]
    }

    /// The number of some glossary term, or of the first note where the vault is too small to have one.
    fn term(&self, random: &mut Random) -> usize {
        let count = (self.notes + TERMS / 2 - 1) / TERMS;
        if count == 0 { 0 } else { random.below(count) * TERMS + TERMS / 2 }
    }

    /// A tag of 60; the first are more common.
    fn tag(random: &mut Random) -> String {
        let rank = random.rank(60, 4);
        let section = SECTIONS[rank % SECTIONS.len()].to_lowercase();
        let leaf = ["", "/exam", "/reading", "/question", "/idea"][rank / SECTIONS.len()];
        format!("{section}{leaf}")
    }

    /// The path of a note within the vault, for Studium, and the address of its page, for everyone.
    ///
    /// Notes to edit are the plain ones: in English, and no terms.
    pub(super) fn editable(&self, count: usize, dialect: Dialect) -> Vec<Editable> {
        let plain = |index: &usize| !Self::is_russian(*index) && !Self::is_term(*index);
        let all: Vec<usize> = (0..self.notes).filter(plain).collect();
        let chosen = |place: usize| all[(place * all.len() / count).min(all.len() - 1)];
        let index = (0..count).map(chosen);
        index
            .map(|index| Editable {
                path: dialect.path(self, index),
                address: dialect::address(self, index),
                title: self.title(index),
            })
            .collect()
    }

    /// The content of a note as a peer or as Studium wants it.
    pub(super) fn text(&self, index: usize, dialect: Dialect) -> String {
        dialect.note(self, index)
    }

    /// One of several shares of all files, each by its path; notes are made one by one, as they are asked for.
    pub(super) fn files(
        &self,
        dialect: Dialect,
        share: usize,
        shares: usize,
    ) -> impl Iterator<Item = (String, String)> {
        let others = if share == 0 { dialect.others(self) } else { Vec::new() };
        let notes = (share..self.notes).step_by(shares);
        others
            .into_iter()
            .chain(notes.map(move |index| (dialect.path(self, index), self.text(index, dialect))))
    }

    /// What tells this vault from any other: the hash of the notes that it begins with.
    pub(super) fn mark(&self) -> String {
        let mut hasher = blake3::Hasher::new();
        for index in 0..self.notes.min(100) {
            hasher.update(self.text(index, Dialect::Wiki).as_bytes());
        }
        hasher.finalize().to_hex()[..16].to_owned()
    }
}

/// A note to edit while a preview looks on.
pub(super) struct Editable {
    pub(super) path: String,
    pub(super) address: String,
    pub(super) title: String,
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, HashSet};

    use super::*;

    fn vault(notes: usize, shape: Shape) -> Vault {
        Vault::new(notes, shape, 1).unwrap()
    }

    #[test]
    fn the_same_seed_makes_the_same_files_and_another_one_others() {
        for dialect in [Dialect::Wiki, Dialect::Plain, Dialect::Hugo] {
            let files: Vec<_> = vault(80, Shape::Deep).files(dialect, 0, 1).collect();
            assert_eq!(files, vault(80, Shape::Deep).files(dialect, 0, 1).collect::<Vec<_>>());
        }
        assert_eq!(vault(80, Shape::Deep).mark(), vault(80, Shape::Deep).mark());
        assert_ne!(vault(80, Shape::Deep).mark(), Vault::new(80, Shape::Deep, 2).unwrap().mark());
    }

    /// Guards the recorded figures: a vault of another content is another measure, see `figures`.
    #[test]
    fn the_generator_has_not_changed_by_chance() {
        insta::assert_snapshot!(vault(1000, Shape::Deep).mark(), @"1aca1758df6a67fc");
    }

    #[test]
    fn no_two_notes_have_the_same_path_or_name() {
        for shape in [Shape::Deep, Shape::Flat] {
            let vault = vault(20_000, shape);
            for dialect in [Dialect::Wiki, Dialect::Hugo] {
                let paths = (0..20_000).map(|index| dialect.path(&vault, index).to_lowercase());
                assert_eq!(paths.collect::<HashSet<_>>().len(), 20_000);
            }
            let names =
                (0..20_000).flat_map(|index| [Some(vault.title(index)), vault.alias(index)]).flatten();
            assert_eq!(names.collect::<HashSet<_>>().len(), 24_000);
        }
    }

    #[test]
    fn a_vault_holds_what_weighs_in_vaults() {
        let vault = vault(1000, Shape::Deep);
        let text: String = (0..1000).map(|index| vault.text(index, Dialect::Wiki)).collect();
        let least = [
            ("[[", 6000),
            ("[[Note to come", 100),
            ("[[Будущая заметка", 30),
            ("![[", 25),
            ("\n```", 300),
            ("\n| ---", 100),
            ("\n> [!", 100),
            ("\n$$", 50),
            ("\ntype: term", 20),
            ("\naliases: ", 200),
            ("\n- [ ]", 20),
            ("#", 1000),
        ];
        for (part, least) in least {
            let count = text.matches(part).count();
            assert!(count >= least, "{part:?}: {count} of {least}");
        }
    }

    #[test]
    fn few_notes_are_linked_to_by_many_and_most_by_few() {
        let vault = vault(2000, Shape::Deep);
        let mut counts = BTreeMap::new();
        for index in 0..2000 {
            let text = vault.text(index, Dialect::Wiki);
            for link in text.split("[[").skip(1) {
                let name = link.split(['|', '#', ']']).next().unwrap_or_default().to_owned();
                *counts.entry(name).or_insert(0_usize) += 1;
            }
        }
        let mut counts: Vec<usize> = counts.into_values().collect();
        counts.sort_unstable();
        let (median, most) = (counts[counts.len() / 2], counts[counts.len() - 1]);
        assert!((1..10).contains(&median) && most > 30, "{median} and {most}");
    }

    #[test]
    fn too_many_notes_and_none_are_refused() {
        assert!(Vault::new(0, Shape::Flat, 1).is_err());
        assert!(Vault::new(ADJECTIVES * NOUNS + 1, Shape::Flat, 1).is_err());
    }

    #[test]
    fn notes_to_edit_are_spread_over_the_vault() {
        let chosen = vault(1000, Shape::Deep).editable(20, Dialect::Wiki);
        assert_eq!(chosen.iter().map(|note| &note.path).collect::<HashSet<_>>().len(), 20);
        for note in chosen {
            assert!(note.path.is_ascii(), "{}", note.path);
            assert!(note.address.starts_with('/') && note.address.ends_with('/'), "{}", note.address);
        }
    }
}
