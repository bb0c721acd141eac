//! The nearest of many names.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use super::distance::{close_distance, closeness};

/// Names longer than this are neither found nor looked for: nobody mistypes a paragraph.
const LONGEST: usize = 128;

/// How many entries of the index one question may read, and how many names it may compare. Names that
/// share nearly all their letters would otherwise all be compared with each other.
const READ_LIMIT: usize = 512;
const COMPARE_LIMIT: usize = 8;

/// Finds the nearest of many names without comparing them all.
///
/// Names are indexed by what is left of them without one of their characters, which finds all that are one edit
/// away; and by length and the runs of three characters in them, for those that are more. A question costs about
/// as much as the name is long, however many names there are.
#[derive(Clone, Debug, Default)]
pub struct NearIndex {
    names: Vec<Box<str>>,
    by_slip: Index,
    by_gram: Index,
}

type Index = HashMap<u64, Vec<u32>, BuildHasherDefault<KeyHasher>>;

impl NearIndex {
    /// Indexes names, which should be softened ([`super::soften`]). Costs O(their length).
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        let mut index = Self::default();
        for (id, name) in (0..).zip(names) {
            let (length, grams) = grams(&name);
            if length <= LONGEST {
                slips(&name, |key| {
                    let names = index.by_slip.entry(key).or_default();
                    if names.last() != Some(&id) {
                        names.push(id);
                    }
                });
                for gram in grams {
                    index.by_gram.entry(key(gram, length)).or_default().push(id);
                }
            }
            index.names.push(name.into());
        }
        index
    }

    /// Returns the name that was given at this place.
    pub fn name(&self, id: usize) -> &str {
        &self.names[id]
    }

    /// Returns the names close to `name` that are `allowed`, by place in the order in which they were
    /// given, with their distance: the nearest first, then in that order. At most a few.
    ///
    /// Where very many names are nearly alike, a near one may be missed.
    pub fn nearest(&self, name: &str, allowed: impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
        // Where the name ends the count stops too: a hostile one may be as long as its note.
        if name.chars().nth(LONGEST + close_distance(LONGEST)).is_some() {
            return Vec::new();
        }
        // Most slips are one edit.
        let near = self.one_edit_away(name, &allowed);
        if !near.is_empty() {
            return near;
        }
        let (length, grams) = grams(name);
        match close_distance(length) {
            0 | 1 => near,
            reach => self.nearest_within(reach, name, length, &grams, &allowed),
        }
    }

    /// Returns the names that are one edit away or none. Two such names are alike when each, or one of them, loses
    /// a character.
    fn one_edit_away(&self, name: &str, allowed: &impl Fn(usize) -> bool) -> Vec<(usize, usize)> {
        let mut near: Vec<(usize, usize)> = SCRATCH.with_borrow_mut(|Scratch { read, .. }| {
            read.clear();
            slips(name, |key| {
                let room = READ_LIMIT - read.len();
                read.extend(self.by_slip.get(&key).into_iter().flatten().take(room));
            });
            read.sort_unstable();
            read.dedup();
            let found = read.iter().map(|id| *id as usize).filter(|id| allowed(*id));
            found.filter_map(|id| Some((closeness(name, &self.names[id])?, id))).collect()
        });
        near.retain(|(distance, _)| *distance <= 1);
        near.sort_unstable();
        near.truncate(COMPARE_LIMIT);
        near.into_iter().map(|(distance, id)| (id, distance)).collect()
    }

    fn nearest_within(
        &self,
        reach: usize,
        name: &str,
        length: usize,
        grams: &[[char; 3]],
        allowed: &impl Fn(usize) -> bool,
    ) -> Vec<(usize, usize)> {
        let lengths = length.saturating_sub(reach)..=length + reach;
        let lists = lengths.flat_map(|length| grams.iter().map(move |gram| key(*gram, length)));
        let lists = lists.filter_map(|key| Some((self.by_gram.get(&key)?.len(), key)));
        let mut near: Vec<(usize, usize)> = SCRATCH.with_borrow_mut(|Scratch { keys, read, counted }| {
            keys.clear();
            keys.extend(lists);
            // The rarest runs say most.
            keys.sort_by_key(|(length, _)| *length);
            read.clear();
            for (length, key) in keys {
                let room = READ_LIMIT - read.len();
                if *length > room && !read.is_empty() {
                    break;
                }
                read.extend(self.by_gram.get(key).into_iter().flatten().take(room));
            }
            read.sort_unstable();
            let equal = read.chunk_by(|a, b| a == b);
            counted.clear();
            counted
                .extend(equal.map(|equal| (equal.len(), equal[0] as usize)).filter(|(_, id)| allowed(*id)));
            counted.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            let compared = counted.iter().take(COMPARE_LIMIT);
            compared.filter_map(|(_, id)| Some((closeness(name, &self.names[*id])?, *id))).collect()
        });
        near.sort_unstable();
        near.into_iter().map(|(distance, id)| (id, distance)).collect()
    }
}

/// What one question writes down. To ask the allocator for it each time costs as much as the question.
#[derive(Default)]
struct Scratch {
    /// How long the list of a key is, and the key.
    keys: Vec<(usize, u64)>,
    read: Vec<u32>,
    counted: Vec<(usize, usize)>,
}

thread_local! {
    static SCRATCH: RefCell<Scratch> = RefCell::default();
}

/// What the sum of a name counts by, and its inverse among 64-bit numbers.
const BASE: u64 = 0x0001_0000_0000_01B3;
const INVERSE: u64 = 0x11E6_6957_AFF6_957B;

/// Tells a key of the name, and one of what is left of it without each of its characters. Costs O(length).
fn slips(name: &str, mut tell: impl FnMut(u64)) {
    let value = |c: char| u64::from(c) + 1;
    let append = |sum: u64, c: char| sum.wrapping_mul(BASE).wrapping_add(value(c));
    let whole = name.chars().fold(0, append);
    tell(mixed(whole));
    // The first character weighs most: a power of the base, less for each that follows.
    let mut weight = name.chars().fold(1u64, |weight, _| weight.wrapping_mul(BASE));
    let (mut before, mut behind) = (0, whole);
    for c in name.chars() {
        weight = weight.wrapping_mul(INVERSE);
        behind = behind.wrapping_sub(value(c).wrapping_mul(weight));
        tell(mixed(weight.wrapping_mul(before).wrapping_add(behind)));
        before = append(before, c);
    }
}

/// Returns the number of characters, and each run of three once; two blanks stand before and behind the
/// name, so that a short name still shares some with its slips.
fn grams(name: &str) -> (usize, Vec<[char; 3]>) {
    let padded: Vec<char> = "  ".chars().chain(name.chars()).chain("  ".chars()).collect();
    let mut grams: Vec<[char; 3]> = padded.windows(3).map(|run| [run[0], run[1], run[2]]).collect();
    grams.sort_unstable();
    grams.dedup();
    (padded.len() - 4, grams)
}

// Two keys that fall together cost a comparison, never a wrong answer.
fn key(gram: [char; 3], length: usize) -> u64 {
    let [a, b, c] = gram.map(u64::from);
    mixed((a << 42 | b << 21 | c) ^ (length as u64).rotate_right(8))
}

fn mixed(key: u64) -> u64 {
    let key = (key ^ (key >> 32)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    key ^ (key >> 29)
}

/// Keys are hashes already.
#[derive(Clone, Copy, Debug, Default)]
struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_name_is_found_among_many() {
        let mut names: Vec<String> = (0..1000).map(|number| format!("filler {number:04} name")).collect();
        names.extend(["npoe", "sharding", "shading", "consistent hashing"].map(str::to_owned));
        let index = NearIndex::new(names.clone());
        let nearest = |name: &str| {
            index.nearest(name, |_| true).first().map(|(id, distance)| (names[*id].clone(), *distance))
        };
        assert_eq!(nearest("nope"), Some(("npoe".to_owned(), 1)));
        assert_eq!(nearest("sharding"), Some(("sharding".to_owned(), 0)));
        assert_eq!(nearest("consistnet hashng"), Some(("consistent hashing".to_owned(), 2)));
        assert_eq!(nearest("filer 0777 name"), Some(("filler 0777 name".to_owned(), 1)));
        assert_eq!(nearest("zebra"), None);
        assert_eq!(nearest(&"filler".repeat(100)), None);
    }

    #[test]
    fn only_allowed_names_are_given() {
        let index = NearIndex::new(["kafka".to_owned(), "kafkas".to_owned()]);
        assert_eq!(index.nearest("kafka", |id| id == 1), [(1, 1)]);
    }

    proptest::proptest! {
        #[test]
        fn one_slip_is_always_found(name in "[a-zёж ]{5,12}", at in 0usize..12, kind in 0usize..4) {
            let index = NearIndex::new(["beside".to_owned(), name.clone(), "behind it".to_owned()]);
            let mut slip: Vec<char> = name.chars().collect();
            let at = at.min(slip.len() - 2);
            match kind {
                0 => slip.swap(at, at + 1),
                1 => slip.insert(at, 'q'),
                2 => slip[at] = 'q',
                _ => drop(slip.remove(at)),
            }
            let slip: String = slip.into_iter().collect();
            assert!(index.nearest(&slip, |_| true).iter().any(|(id, distance)| *id == 1 && *distance <= 1));
        }

        #[test]
        fn what_is_left_without_a_character_has_the_key_of_that_name(name in "\\PC{0,20}", at in 0usize..20) {
            let keys = |name: &str| {
                let mut keys = Vec::new();
                slips(name, |key| keys.push(key));
                keys
            };
            let mut left: Vec<char> = name.chars().collect();
            if at < left.len() {
                left.remove(at);
                assert_eq!(keys(&name)[at + 1], keys(&left.into_iter().collect::<String>())[0]);
            }
        }
    }
}
