//! Words within an edit or two of a word, as an automaton over the dictionary.
//!
//! An edit inserts, deletes or replaces a letter, or swaps two neighbours. States are sets of places
//! in the word, as bits: those reached with no edit, with one, with two, and those in the middle of
//! a swap. Words count up to 62 letters.

use crate::pack::shared;

const MOST_EDITS: usize = 2;
const LONGEST: usize = 62;

/// Accepts the words near a word.
pub(crate) struct Near {
    word: Vec<u32>,
    edits: usize,
    prefix: bool,
}

impl Near {
    /// Accepts what is within so many edits (at most two) of a word; with `prefix`, also what begins
    /// so.
    pub(crate) fn new(word: &str, edits: usize, prefix: bool) -> Self {
        let word = word.chars().take(LONGEST).map(u32::from).collect();
        Self { word, edits: edits.min(MOST_EDITS), prefix }
    }

    /// Returns the places reached from `places` by deleting letters, level by level.
    fn with_deletions(&self, mut places: [u64; MOST_EDITS + 1]) -> [u64; MOST_EDITS + 1] {
        let all = (2 << self.word.len()) - 1;
        for edits in 1..=self.edits {
            places[edits] |= places[edits - 1] << 1;
        }
        places.map(|places| places & all)
    }

    /// Takes a whole letter.
    fn step(&self, state: &State, letter: u32) -> State {
        let same = self
            .word
            .iter()
            .enumerate()
            .fold(0_u64, |same, (place, other)| same | (u64::from(*other == letter) << place));
        let mut places = [0; MOST_EDITS + 1];
        let mut swaps = [0; MOST_EDITS];
        for edits in 0..=self.edits {
            places[edits] = (state.places[edits] & same) << 1;
            if edits > 0 {
                let before = state.places[edits - 1];
                let finished_swap = (state.swaps[edits - 1] & same) << 2;
                places[edits] |= before | (before << 1) | finished_swap;
            }
            if edits < self.edits {
                swaps[edits] = state.places[edits] & (same >> 1);
            }
        }
        let places = self.with_deletions(places);
        let matched = self.prefix && (state.matched || self.at_end(&places));
        State { places, swaps, letter: 0, missing_bytes: 0, matched }
    }

    /// Returns whether a word is accepted.
    pub(crate) fn accepts(&self, word: &str) -> bool {
        self.follow(word.as_bytes()).is_some_and(|state| self.is_match(&state))
    }

    /// Returns whether any word from one text on and before another may be accepted; without the other,
    /// any from the first on. Says yes rather than look too closely.
    pub(crate) fn may_meet(&self, from: &[u8], until: Option<&[u8]>) -> bool {
        let Some(until) = until else {
            return self.may_meet_beyond(&self.start(), from);
        };
        let same = shared(from, until);
        // What comes before a word that it begins is nothing.
        let Some(last) = until.get(same) else { return false };
        let Some(state) = self.follow(&from[..same]) else { return false };
        let first = from.get(same);
        if first.is_none() && self.is_match(&state) {
            return true;
        }
        let between = first.map_or(0, |first| first.saturating_add(1))..*last;
        if self.may_go_on(&state, between) {
            return true;
        }
        first.is_some_and(|first| self.may_meet_beyond(&self.accept(&state, *first), &from[same + 1..]))
            || self.may_meet_before(self.accept(&state, *last), &until[same + 1..])
    }

    /// Returns whether any ending from this one on may be accepted.
    fn may_meet_beyond(&self, state: &State, from: &[u8]) -> bool {
        let mut state = *state;
        for byte in from {
            if self.may_go_on(&state, byte.saturating_add(1)..u8::MAX) {
                return true;
            }
            state = self.accept(&state, *byte);
        }
        state.can_match()
    }

    /// Returns whether any ending before this one may be accepted.
    fn may_meet_before(&self, mut state: State, until: &[u8]) -> bool {
        for byte in until {
            if self.is_match(&state) || self.may_go_on(&state, 0..*byte) {
                return true;
            }
            state = self.accept(&state, *byte);
        }
        false
    }

    fn may_go_on(&self, state: &State, mut bytes: std::ops::Range<u8>) -> bool {
        state.can_match() && bytes.any(|byte| self.accept(state, byte).can_match())
    }

    /// Takes some bytes; returns nothing where no word that begins so is accepted.
    fn follow(&self, bytes: &[u8]) -> Option<State> {
        let mut state = self.start();
        for byte in bytes {
            state = self.accept(&state, *byte);
            if !state.can_match() {
                return None;
            }
        }
        Some(state)
    }

    fn at_end(&self, places: &[u64; MOST_EDITS + 1]) -> bool {
        places.iter().any(|places| (places >> self.word.len()) & 1 == 1)
    }
}

/// How far a word was followed.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct State {
    places: [u64; MOST_EDITS + 1],
    swaps: [u64; MOST_EDITS],
    /// The bits of a letter of which some bytes are still to come.
    letter: u32,
    missing_bytes: u8,
    /// Whether a prefix has been accepted already.
    matched: bool,
}

impl Near {
    fn start(&self) -> State {
        let places = self.with_deletions([1, 0, 0]);
        State { places, matched: self.prefix && self.at_end(&places), ..State::default() }
    }

    fn is_match(&self, state: &State) -> bool {
        state.matched || (state.missing_bytes == 0 && self.at_end(&state.places))
    }

    fn accept(&self, state: &State, byte: u8) -> State {
        let bits = u32::from(byte);
        let (letter, missing_bytes) = match byte {
            0..=0x7f => (bits, 0),
            0x80..=0xbf => ((state.letter << 6) | (bits & 0x3f), state.missing_bytes.saturating_sub(1)),
            0xc0..=0xdf => (bits & 0x1f, 1),
            0xe0..=0xef => (bits & 0x0f, 2),
            _ => (bits & 0x07, 3),
        };
        if missing_bytes > 0 {
            return State { letter, missing_bytes, ..*state };
        }
        self.step(state, letter)
    }
}

impl State {
    /// Returns whether any word that goes on from here is accepted.
    fn can_match(&self) -> bool {
        let places = self.places.iter().chain(&self.swaps);
        self.matched || places.fold(0, |all, places| all | places) != 0
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::Near;

    /// Insertions, deletions, replacements and swaps that turn one word into the other, no letter
    /// being edited twice.
    fn distance(a: &[char], b: &[char]) -> usize {
        let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
        for i in 0..=a.len() {
            for j in 0..=b.len() {
                rows[i][j] = if i.min(j) == 0 {
                    i.max(j)
                } else {
                    let replaced = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                    let mut least = replaced.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                    if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                        least = least.min(rows[i - 2][j - 2] + 1);
                    }
                    least
                };
            }
        }
        rows[a.len()][b.len()]
    }

    fn all_words(longest: u32) -> Vec<Vec<char>> {
        let letters = ['a', 'b', 'ж'];
        let word = |length: u32, code: usize| {
            (0..length).map(|place| letters[code / 3_usize.pow(place) % 3]).collect()
        };
        (0..=longest)
            .flat_map(|length| (0..3_usize.pow(length)).map(move |code| word(length, code)))
            .collect()
    }

    #[test]
    fn accepts_what_is_near_by_definition() {
        let words = all_words(5);
        for word in words.iter().step_by(7) {
            for edits in 0..=2 {
                let near = Near::new(&String::from_iter(word), edits, false);
                for other in &words {
                    let expected = distance(word, other) <= edits;
                    assert_eq!(
                        near.accepts(&String::from_iter(other)),
                        expected,
                        "{word:?} {other:?} {edits}"
                    );
                }
            }
        }
    }

    #[test]
    fn accepts_what_begins_near() {
        let words = all_words(4);
        for word in words.iter().step_by(5) {
            let near = Near::new(&String::from_iter(word), 1, true);
            for other in &words {
                let expected = (0..=other.len()).any(|length| distance(word, &other[..length]) <= 1);
                assert_eq!(near.accepts(&String::from_iter(other)), expected, "{word:?} {other:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn no_word_is_passed_over(
            word in "[abж]{1,5}",
            others in proptest::collection::btree_set("[abcжя]{0,6}", 2..12),
            edits in 0_usize..3,
            prefix: bool,
        ) {
            let near = Near::new(&word, edits, prefix);
            let others: Vec<&String> = others.iter().collect();
            for (place, from) in others.iter().enumerate() {
                let met = |until: usize| others[place..until].iter().any(|other| near.accepts(other));
                if met(others.len()) {
                    prop_assert!(near.may_meet(from.as_bytes(), None));
                }
                for (until, end) in others.iter().enumerate().skip(place + 1) {
                    if met(until) {
                        prop_assert!(near.may_meet(from.as_bytes(), Some(end.as_bytes())));
                    }
                }
            }
        }

        #[test]
        fn most_of_a_dictionary_is_passed_over(word in "[a-e]{6,8}") {
            // Far from the word at its first letter already.
            let near = Near::new(&word, 1, false);
            prop_assert!(!near.may_meet(b"xxxxa", Some(b"xxxxz")));
            prop_assert!(!near.may_meet("жука".as_bytes(), Some("жуки".as_bytes())));
        }
    }
}
