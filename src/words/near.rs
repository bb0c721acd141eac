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
/// Names are indexed by length and by the runs of three characters in them. A question costs about as
/// much as the name is long, however many names there are.
#[derive(Clone, Debug, Default)]
pub struct NearIndex {
    names: Vec<Box<str>>,
    by_gram: HashMap<u64, Vec<u32>, BuildHasherDefault<KeyHasher>>,
}

impl NearIndex {
    /// Indexes names, which should be softened ([`super::soften`]). Costs O(their length).
    pub fn new(names: impl IntoIterator<Item = String>) -> Self {
        let mut index = Self::default();
        for (id, name) in (0..).zip(names) {
            let (length, grams) = grams(&name);
            if length <= LONGEST {
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
        let (length, grams) = grams(name);
        let reach = close_distance(length);
        // Most slips are one edit, and names of nearly the same length are soon found.
        let near = self.nearest_within(reach.min(1), name, length, &grams, &allowed);
        if reach <= 1 || near.first().is_some_and(|(_, distance)| *distance <= 1) {
            near
        } else {
            self.nearest_within(reach, name, length, &grams, &allowed)
        }
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
    let key = (a << 42 | b << 21 | c) ^ (length as u64).rotate_right(8);
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
        fn one_slip_is_always_found(name in "[a-z]{4,12}", at in 0usize..4) {
            let index = NearIndex::new([name.clone()]);
            let mut slip: Vec<char> = name.chars().collect();
            let at = at.min(slip.len() - 2);
            slip.swap(at, at + 1);
            let slip: String = slip.into_iter().collect();
            assert_eq!(index.nearest(&slip, |_| true).len(), 1);
        }
    }
}
