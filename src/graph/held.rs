//! Which words a text may hold.
//!
//! In: the words of a text as they are looked up, or names. Out: [`Held`], a small set of the former, and
//! [`Sought`], which tells of such a set whether one of the latter may stand in the text. "Perhaps" may be wrong, "no"
//! never is: a note of which it is said need not be searched for these names.

use std::hash::{DefaultHasher, Hash, Hasher};

use super::mention::Name;
use super::token::name_forms;

/// How many bits there are for each word of a text. One word in a thousand is taken to be there and is not.
const BITS_A_WORD: usize = 16;

/// More forms of names than this are not sought one by one: a search for all names costs no more.
const MOST_FORMS: usize = 4096;

/// The words of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Held {
    /// As many as a power of two, or none for a text without words.
    bits: Box<[u64]>,
}

impl Held {
    /// Makes the set of words with these hashes; a word may be there many times.
    pub(super) fn of(words: &[u64]) -> Self {
        if words.is_empty() {
            return Self::default();
        }
        let blocks = (words.len() * BITS_A_WORD / 64 + 1).next_power_of_two();
        let mut bits = vec![0; blocks].into_boxed_slice();
        for word in words {
            for (block, bit) in places(*word, blocks) {
                bits[block] |= bit;
            }
        }
        Self { bits }
    }

    fn may_hold(&self, word: u64) -> bool {
        let blocks = self.bits.len();
        blocks > 0 && places(word, blocks).all(|(block, bit)| self.bits[block] & bit != 0)
    }
}

/// Returns where a word is noted: blocks, and a bit in each.
fn places(word: u64, blocks: usize) -> impl Iterator<Item = (usize, u64)> {
    (0..3).map(move |turn| {
        let part = word >> (turn * 21);
        // At most 2²¹ bits are told apart; longer texts have none too few of them.
        let block = usize::try_from(part >> 6).unwrap_or_default() & (blocks - 1);
        (block, 1 << (part & 63))
    })
}

/// Returns the hash of a word as it is looked up.
pub(super) fn word_hash(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    word.hash(&mut hasher);
    hasher.finish()
}

/// Names, by the forms of their words.
#[derive(Clone, Debug)]
pub struct Sought {
    names: Vec<Vec<Vec<u64>>>,
}

impl Sought {
    /// Prepares to ask for these names. `None` where they are so many that asking is not worth it.
    pub fn of<'n>(names: impl IntoIterator<Item = &'n Name>) -> Option<Self> {
        let mut left = MOST_FORMS;
        let mut made = Vec::new();
        for name in names {
            let words: Vec<Vec<u64>> = name_forms(&name.text)
                .iter()
                .map(|forms| forms.iter().map(|form| word_hash(form)).collect())
                .collect();
            left = left.checked_sub(words.iter().map(Vec::len).sum())?;
            made.push(words);
        }
        Some(Self { names: made })
    }

    /// Tells whether one of the names may stand in a text of these words.
    pub fn may_stand_in(&self, held: &Held) -> bool {
        self.names.iter().any(|words| words.iter().all(|forms| forms.iter().any(|form| held.may_hold(*form))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sought(names: &[&str]) -> Sought {
        let name = |text: &&str| Name { owner: 0, text: (*text).to_owned(), is_term: true };
        Sought::of(&names.iter().map(name).collect::<Vec<_>>()).expect("few names")
    }

    #[test]
    fn a_name_may_stand_where_all_its_words_do() {
        let held = Held::of(&["репликами", "load", "balancers", "c", "+"].map(word_hash));
        for name in ["Реплика", "Load balancer", "C++"] {
            assert!(sought(&[name]).may_stand_in(&held), "{name}");
        }
        assert!(!sought(&["Load average", "Кворум", "balance", "D++"]).may_stand_in(&held));
        assert!(sought(&["Кворум", "balancer"]).may_stand_in(&held));
        assert!(!sought(&["balancer"]).may_stand_in(&Held::default()));
    }

    #[test]
    fn a_word_that_is_there_is_never_denied_and_another_seldom_taken_for_it() {
        let words: Vec<u64> = (0..500).map(|number| word_hash(&format!("word{number}"))).collect();
        let held = Held::of(&words);
        assert!(words.iter().all(|word| held.may_hold(*word)));
        let wrong = (500..2500).filter(|number| held.may_hold(word_hash(&format!("word{number}")))).count();
        assert!(wrong < 40, "{wrong} of 2000");
    }

    #[test]
    fn very_many_names_are_not_asked_for_one_by_one() {
        let names: Vec<Name> =
            (0..9000).map(|owner| Name { owner, text: format!("n{owner}"), is_term: false }).collect();
        assert!(Sought::of(&names).is_none());
    }
}
