//! Clusters: letters with what belongs to them, which no cut may part.
//!
//! The graphemes of Unicode, or now and then two of them taken for one: only where a cluster may end
//! matters here, and it never ends inside a grapheme.

use std::sync::OnceLock;

use crate::pack::Bytes;

/// The characters that belong to the one before them, and all other marks, as ranges: the gap before each, then its length
/// less one.
///
/// A table of our own, since those of a library, made for every kind of break, would be a fifth of what
/// the browser loads. A test makes it anew and compares.
const TABLE: &[u8] = include_bytes!("clusters.bin");

const JOINER: char = '\u{200d}';

/// Returns the clusters of a text with their byte offsets.
pub(crate) fn clusters(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let at = text.len() - rest.len();
        let (cluster, after) = rest.split_at(length_of_first(rest));
        rest = after;
        (!cluster.is_empty()).then_some((at, cluster))
    })
}

/// Returns the length in bytes of the first cluster of a text.
fn length_of_first(text: &str) -> usize {
    let mut chars = text.char_indices();
    let Some((_, mut last)) = chars.next() else {
        return 0;
    };
    let (mut flags, mut linked) = (usize::from(is_flag(last)), false);
    for (at, c) in chars {
        // Two letters stand for a flag; a third begins the next one.
        let flag = is_flag(c) && flags % 2 == 1;
        flags = if is_flag(c) { flags + 1 } else { 0 };
        let goes_on = continues(c)
            || c == JOINER
            || last == JOINER
            || (last == '\r' && c == '\n')
            || flag
            || is_prefix(last)
            || (linked && c.is_alphabetic())
            || is_syllable(last, c);
        if !goes_on {
            return at;
        }
        linked = is_linker(c) || (linked && (continues(c) || c == JOINER));
        last = c;
    }
    text.len()
}

/// Returns whether a character belongs to the one before it.
pub(crate) fn continues(c: char) -> bool {
    static UNPACKED: OnceLock<Vec<(u32, u32)>> = OnceLock::new();

    let c = u32::from(c);
    // None of them is in the alphabets that most texts consist of.
    if c < 0x300 {
        return false;
    }
    let ranges = UNPACKED.get_or_init(|| unpack(TABLE).unwrap_or_default());
    let place = ranges.partition_point(|(_, last)| *last < c);
    ranges.get(place).is_some_and(|(first, _)| *first <= c)
}

/// Returns the first and the last character of each range.
fn unpack(packed: &[u8]) -> Option<Vec<(u32, u32)>> {
    let mut bytes = Bytes::new(packed);
    let mut ranges = Vec::new();
    let mut end = 0_u32;
    for _ in 0..bytes.count()? {
        let first = end.checked_add(bytes.small()?)?;
        end = first.checked_add(bytes.small()?)?;
        ranges.push((first, end));
    }
    Some(ranges)
}

/// Returns whether a character is one of the two letters of a flag.
fn is_flag(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}')
}

/// Returns whether a character belongs to the one after it.
fn is_prefix(c: char) -> bool {
    matches!(c,
        '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}'..='\u{891}' | '\u{8e2}' | '\u{d4e}'
        | '\u{110bd}' | '\u{110cd}' | '\u{111c2}'..='\u{111c3}' | '\u{113d1}' | '\u{1193f}' | '\u{11941}'
        | '\u{11a84}'..='\u{11a89}' | '\u{11d46}' | '\u{11f02}')
}

/// Returns whether a sign of an Indic script makes one cluster of the consonants around it.
fn is_linker(c: char) -> bool {
    matches!(
        c,
        '\u{94d}'
            | '\u{9cd}'
            | '\u{acd}'
            | '\u{b4d}'
            | '\u{c4d}'
            | '\u{d4d}'
            | '\u{1039}'
            | '\u{17d2}'
            | '\u{1a60}'
            | '\u{1b44}'
            | '\u{1bab}'
            | '\u{a9c0}'
            | '\u{aaf6}'
            | '\u{10a3f}'
            | '\u{11133}'
            | '\u{113d0}'
            | '\u{1193e}'
            | '\u{11a47}'
            | '\u{11a99}'
            | '\u{11f42}'
    )
}

/// Returns whether two parts of a Korean syllable, or one and such a part, belong together. Some vowels
/// of another script follow the same rules.
fn is_syllable(a: char, b: char) -> bool {
    let begins = |c| matches!(c, '\u{1100}'..='\u{115f}' | '\u{a960}'..='\u{a97c}');
    let goes_on = |c| matches!(c, '\u{1160}'..='\u{11ff}' | '\u{d7b0}'..='\u{d7fb}' | '\u{16d63}' | '\u{16d67}'..='\u{16d6a}');
    let whole = |c| matches!(c, '\u{ac00}'..='\u{d7a3}');
    (begins(a) && (begins(b) || whole(b))) || ((begins(a) || whole(a) || goes_on(a)) && goes_on(b))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::char::is_combining_mark;
    use unicode_segmentation::UnicodeSegmentation;

    use super::{TABLE, clusters, continues};
    use crate::pack::put;

    /// All characters of the planes that have any.
    fn all() -> impl Iterator<Item = char> {
        ('\0'..='\u{33fff}').chain('\u{e0000}'..='\u{e0fff}')
    }

    fn graphemes(text: &str) -> usize {
        text.graphemes(true).count()
    }

    #[test]
    fn the_table_is_that_of_unicode() {
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        let continues_one = |c: char| is_combining_mark(c) || graphemes(&format!("a{c}")) == 1;
        for c in all().filter(|c| *c != '\u{200d}' && continues_one(*c)) {
            let c = u32::from(c);
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == c => *last = c,
                _ => ranges.push((c, c)),
            }
        }
        let mut table = Vec::new();
        put(&mut table, ranges.len() as u64);
        let mut end = 0;
        for (first, last) in ranges {
            put(&mut table, u64::from(first - end));
            put(&mut table, u64::from(last - first));
            end = last;
        }
        #[allow(clippy::disallowed_methods, reason = "this test can make its table anew")]
        if std::env::var_os("STUDIUM_BLESS").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/analysis/clusters.bin"), table).unwrap();
        } else {
            assert!(table == TABLE, "Unicode has changed: make the table anew with STUDIUM_BLESS=1");
        }
        assert!(all().all(|c| u32::from(c) >= 0x300 || !continues(c)));
    }

    /// Returns whether no cluster ends inside a grapheme.
    fn no_grapheme_is_parted(text: &str) -> bool {
        let ends: Vec<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
        clusters(text).all(|(at, _)| ends.binary_search(&at).is_ok())
            && clusters(text).map(|(_, cluster)| cluster).collect::<String>() == text
    }

    #[test]
    fn no_character_is_torn_from_its_neighbours() {
        for c in all() {
            for text in [format!("a{c}a"), format!("क\u{94d}{c}"), format!("क{c}क"), format!("각{c}\u{11a8}")]
            {
                assert!(no_grapheme_is_parted(&text), "{text:?}");
            }
        }
    }

    #[test]
    fn letters_stand_alone() {
        let cut = |text: &'static str| clusters(text).map(|(_, cluster)| cluster).collect::<Vec<_>>();
        assert_eq!(cut("ab за"), ["a", "b", " ", "з", "а"]);
        assert_eq!(cut("e\u{301}й👩‍👩‍👧🇷🇺🇩🇪"), ["e\u{301}", "й", "👩‍👩‍👧", "🇷🇺", "🇩🇪"]);
        assert!(cut("").is_empty());
    }

    proptest! {
        #[test]
        fn no_grapheme_is_ever_parted(text in "(\\PC|e\u{301}|👩‍👩‍👧|🇷🇺|\u{1f1e6}|क\u{94d}|\u{200d}|각|\u{1100}|\r|\n){0,12}") {
            prop_assert!(no_grapheme_is_parted(&text), "{text:?}");
        }
    }
}
