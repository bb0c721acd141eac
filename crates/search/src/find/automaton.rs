//! Words within an edit or two of a word, as an automaton over the dictionary.
//!
//! An edit inserts, deletes or replaces a letter, or swaps two neighbours. States are sets of places
//! in the word, as bits: those reached with no edit, with one, with two, and those in the middle of
//! a swap. Words count up to 62 letters.

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
}
