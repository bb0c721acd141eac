//! What an occurrence of a term is worth: BM25, computed as tantivy computes it.

/// How soon further occurrences in a section count less.
const K1: f32 = 1.2;
/// How much longer sections count less.
const B: f32 = 0.75;

/// The weight of a term.
pub(crate) struct Weight {
    weight: f32,
    average: f32,
}

impl Weight {
    /// Returns the weight of a term that stands in `count` of so many sections, which have so many
    /// tokens in all, times a factor.
    #[expect(clippy::cast_precision_loss, reason = "tantivy computes in this precision")]
    pub(crate) fn new(count: u32, sections: usize, tokens: u64, factor: f32) -> Self {
        let without = sections.saturating_sub(count as usize);
        let rarity = (1.0 + (without as f32 + 0.5) / (count as f32 + 0.5)).ln();
        Self { weight: rarity * (1.0 + K1) * factor, average: tokens as f32 / sections as f32 }
    }

    /// Returns what so many occurrences are worth in a section, the length of which is given by its
    /// one-byte code.
    #[expect(clippy::cast_precision_loss, reason = "tantivy computes in this precision")]
    pub(crate) fn score(&self, norm: u8, times: u32) -> f32 {
        let length = length(norm) as f32;
        let times = times as f32;
        self.weight * (times / (times + K1 * (1.0 - B + B * length / self.average)))
    }
}

/// Returns the length that a code stands for: itself up to 24, then from there on numbers with a fourth
/// binary digit, the three below it, and zeros.
fn length(code: u8) -> u32 {
    const PLAIN: u8 = 24;

    let Some(rest) = code.checked_sub(PLAIN) else {
        return u32::from(code);
    };
    let digits = u32::from(rest & 7);
    let above = match rest >> 3 {
        0 => digits,
        shift => (digits | 8) << (shift - 1),
    };
    u32::from(PLAIN) + above
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use tantivy::fieldnorm::FieldNormReader;
    use tantivy::query::Bm25Weight;

    use super::{Weight, length};

    #[test]
    fn lengths_are_those_of_tantivy() {
        for code in 0..=u8::MAX {
            assert_eq!(length(code), FieldNormReader::id_to_fieldnorm(code), "{code}");
        }
    }

    proptest! {
        #[test]
        fn weights_are_those_of_tantivy_to_the_last_bit(
            count in 1_u32..5000,
            more in 0_usize..100_000,
            tokens in 1_u64..10_000_000,
            factor in 0.1_f32..5.0,
            norm: u8,
            times in 1_u32..10_000,
        ) {
            let sections = count as usize + more;
            #[expect(clippy::cast_precision_loss, reason = "as tantivy computes")]
            let average = tokens as f32 / sections as f32;
            let theirs = Bm25Weight::for_one_term_without_explain(u64::from(count), sections as u64, average);
            let ours = Weight::new(count, sections, tokens, factor).score(norm, times);
            prop_assert_eq!(ours.to_bits(), theirs.boost_by(factor).score(norm, times).to_bits());
        }
    }
}
