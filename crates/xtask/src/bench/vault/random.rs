//! Numbers that look random and are the same everywhere.
//!
//! In: a seed and what the numbers are for. Out: integers, never fractions, so that no machine rounds them
//! another way. Not here: what is chosen by them.

/// A sequence of numbers: `SplitMix64`, by Steele, Lea and Flood.
pub(super) struct Random(u64);

impl Random {
    /// The sequence for one purpose and one thing; those of others share nothing with it.
    pub(super) fn new(seed: u64, purpose: u64, thing: usize) -> Self {
        Self(mixed(mixed(mixed(seed) ^ purpose) ^ thing as u64))
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0)
    }

    /// A number below `end`, which is not zero.
    pub(super) fn below(&mut self, end: usize) -> usize {
        let wide = u128::from(self.next()) * end as u128;
        usize::try_from(wide >> 64).expect("less than `end`")
    }

    /// A number from `first` to `last`, both included.
    pub(super) fn between(&mut self, first: usize, last: usize) -> usize {
        first + self.below(last - first + 1)
    }

    /// True `share` times of a thousand.
    pub(super) fn chance(&mut self, share: usize) -> bool {
        self.below(1000) < share
    }

    /// One of several, each as likely as the others.
    pub(super) fn pick<'a, T>(&mut self, things: &'a [T]) -> &'a T {
        &things[self.below(things.len())]
    }

    /// A rank below `end`: the first `head` ranks together are as likely as the next `head`, as the `2 × head`
    /// after these, and so on. Beyond the head that is Zipf's law, of words as of links.
    pub(super) fn rank(&mut self, end: usize, head: usize) -> usize {
        let mut octaves = vec![(0, head.min(end))];
        let mut first = head;
        while first < end {
            octaves.push((first, (first * 2).min(end)));
            first *= 2;
        }
        let (first, end) = *self.pick(&octaves);
        first + self.below(end - first)
    }
}

fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sequence_is_a_function_of_seed_purpose_and_thing() {
        let draw = |seed, purpose, thing| {
            let mut random = Random::new(seed, purpose, thing);
            [random.below(1 << 30), random.below(1 << 30)]
        };
        assert_eq!(draw(1, 2, 3), draw(1, 2, 3));
        for other in [draw(2, 2, 3), draw(1, 3, 3), draw(1, 2, 4), draw(1, 3, 2)] {
            assert_ne!(draw(1, 2, 3), other);
        }
    }

    #[test]
    fn numbers_stay_within_their_bounds_and_reach_them() {
        let mut random = Random::new(1, 1, 1);
        let drawn: Vec<usize> = (0..1000).map(|_| random.between(3, 5)).collect();
        assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&3), Some(&5)));
        let drawn: Vec<usize> = (0..10_000).map(|_| random.rank(100, 8)).collect();
        assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&0), Some(&99)));
        assert_eq!(random.rank(1, 8), 0);
    }

    #[test]
    fn low_ranks_come_often() {
        let mut random = Random::new(1, 1, 1);
        let count = |random: &mut Random, from, to| {
            (0..8000).filter(|_| (from..to).contains(&random.rank(1024, 8))).count()
        };
        // 8 octaves of eight ranks and more: 8, 8, 16, 32, 64, 128, 256, 512.
        for (from, to) in [(0, 8), (8, 16), (512, 1024)] {
            let found = count(&mut random, from, to);
            assert!((900..1100).contains(&found), "{from} to {to}: {found}");
        }
    }
}
