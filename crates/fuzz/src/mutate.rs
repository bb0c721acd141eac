//! New inputs from known ones, by chance that can be repeated.

/// A stream of numbers that its seed decides (splitmix64).
pub(crate) struct Chance(u64);

impl Chance {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut value = self.0;
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    }

    /// Returns a number below `end`, and 0 where there is none.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % end).unwrap_or_default()
    }

    fn pick<'t, T>(&mut self, of: &'t [T]) -> Option<&'t T> {
        of.get(self.below(of.len()))
    }

    /// Returns a range of a text of this length, more often a short one.
    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let longest = if self.below(4) == 0 { length - start } else { 8.min(length - start) };
        start..start + self.below(longest + 1)
    }
}

/// Makes one input of at most `longest` bytes out of those in `pool`.
pub(crate) fn mutated(chance: &mut Chance, pool: &[Vec<u8>], words: &[&str], longest: usize) -> Vec<u8> {
    let mut bytes = chance.pick(pool).cloned().unwrap_or_default();
    for _ in 0..=chance.below(12) {
        change(chance, &mut bytes, pool, words);
        bytes.truncate(longest);
    }
    bytes
}

fn change(chance: &mut Chance, bytes: &mut Vec<u8>, pool: &[Vec<u8>], words: &[&str]) {
    let at = chance.below(bytes.len() + 1);
    let insert = |bytes: &mut Vec<u8>, new: &[u8]| drop(bytes.splice(at..at, new.iter().copied()));
    match chance.below(10) {
        // Pieces of the language find more than anything else.
        0..=3 if !words.is_empty() => {
            let word = chance.pick(words).copied().unwrap_or_default();
            let times = if chance.below(16) == 0 { chance.below(100) } else { 1 };
            insert(bytes, word.repeat(times).as_bytes());
        }
        4 => {
            let range = chance.range(bytes.len());
            bytes.drain(range);
        }
        5 => {
            let range = chance.range(bytes.len());
            let piece = bytes[range].to_vec();
            insert(bytes, &piece);
        }
        6 => {
            let other = chance.pick(pool).cloned().unwrap_or_default();
            let range = chance.range(other.len());
            insert(bytes, &other[range]);
        }
        7 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= 1 << chance.below(8);
            }
        }
        _ => {
            let new: Vec<u8> = (0..=chance.below(4)).map(|_| chance.next().to_le_bytes()[0]).collect();
            insert(bytes, &new);
        }
    }
}

/// Returns `bytes` with each piece of `step` bytes left out in turn.
pub(crate) fn smaller(bytes: &[u8], step: usize) -> impl Iterator<Item = Vec<u8>> {
    (0..bytes.len()).step_by(step.max(1)).map(move |start| {
        let end = bytes.len().min(start + step);
        [&bytes[..start], &bytes[end..]].concat()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_decides_all_and_no_input_is_too_long() {
        let pool = [b"[[a]]".to_vec(), Vec::new()];
        let run = |seed| {
            let mut chance = Chance::new(seed);
            (0..500).map(|_| mutated(&mut chance, &pool, &["[[", "%%"], 64)).collect::<Vec<_>>()
        };
        assert_eq!(run(7), run(7));
        assert_ne!(run(7), run(8));
        assert!(run(7).iter().all(|input| input.len() <= 64));
    }
}
