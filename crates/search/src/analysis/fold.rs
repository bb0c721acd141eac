//! Folding: the form in which letters are compared.
//!
//! Case, compatibility forms and diacritics go, so `Ёлка` is `елка`, `ﬁle` is `file` and `café` is
//! `cafe`, however they are composed. `й` is a letter of its own and stays apart from `и`. `э` is `е`,
//! for words from elsewhere are written with either: `кэш`, `кеш`. Ideographs that
//! Unicode has twice, for the sake of old encodings, stay two: a text in composed form has none of them.

use std::sync::OnceLock;

use crate::pack::Bytes;

const BREVE: char = '\u{306}';

/// What letters fold to, where that is not themselves: their number, the gaps between them, the
/// lengths of what they fold to, and that itself as steps from letter to letter.
///
/// Small on purpose, for the browser loads it; the tables of Unicode that it is made from would be
/// half of the engine. A test makes it anew and compares.
const TABLE: &[u8] = include_bytes!("fold.bin");

/// Returns the folded form of a word.
pub(crate) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    fold_into(word, &mut folded);
    folded
}

/// Appends the folded form of a word.
pub(crate) fn fold_into(word: &str, folded: &mut String) {
    if word.is_ascii() {
        folded.push_str(word);
        let start = folded.len() - word.len();
        folded[start..].make_ascii_lowercase();
        return;
    }
    for c in word.chars() {
        // The letters that most texts consist of need no table.
        match c {
            '\0'..='\x7f' => folded.push(c.to_ascii_lowercase()),
            'э' | 'Э' | 'ё' | 'Ё' => folded.push('е'),
            'а'..='я' => folded.push(c),
            'А'..='Я' => folded.push(char::from_u32(u32::from(c) + 0x20).unwrap_or(c)),
            _ if push_jamo(c, folded) => {}
            _ => table().push(c, folded),
        }
    }
}

/// Adds a letter to what was folded before it. Accents are dropped; but a breve makes `й` of `и`.
fn push(c: char, folded: &mut String) {
    if c != BREVE {
        folded.push(c);
    } else if folded.ends_with('и') {
        folded.pop();
        folded.push('й');
    }
}

/// Adds the parts of a Korean syllable, which are computed; returns whether it was one.
fn push_jamo(c: char, folded: &mut String) -> bool {
    let Some(syllable) = u32::from(c).checked_sub(0xac00).filter(|syllable| *syllable < 11_172) else {
        return false;
    };
    let parts = [0x1100 + syllable / 588, 0x1161 + syllable % 588 / 28, 0x11a7 + syllable % 28];
    let last = if syllable.is_multiple_of(28) { 2 } else { 3 };
    folded.extend(parts[..last].iter().filter_map(|part| char::from_u32(*part)));
    true
}

/// The table, unpacked.
struct Table {
    /// The letters in order, each with where that which it folds to ends.
    letters: Vec<(u32, u32)>,
    forms: Vec<char>,
}

fn table() -> &'static Table {
    static UNPACKED: OnceLock<Table> = OnceLock::new();
    UNPACKED.get_or_init(|| Table::unpack(TABLE).unwrap_or(Table { letters: Vec::new(), forms: Vec::new() }))
}

impl Table {
    fn unpack(packed: &[u8]) -> Option<Self> {
        let mut bytes = Bytes::new(packed);
        let mut letters = vec![(0, 0); bytes.count()?];
        let mut letter = 0;
        for entry in &mut letters {
            letter += bytes.small()?;
            entry.0 = letter;
        }
        let mut end = 0;
        for entry in &mut letters {
            end += bytes.small()?;
            entry.1 = end;
        }
        let mut forms = Vec::new();
        let mut form = 0_i64;
        for _ in 0..end {
            let step = bytes.number()?;
            form += (step >> 1).cast_signed() ^ -(step & 1).cast_signed();
            forms.push(char::from_u32(u32::try_from(form).ok()?)?);
        }
        Some(Self { letters, forms })
    }

    fn push(&self, c: char, folded: &mut String) {
        let Ok(place) = self.letters.binary_search_by_key(&u32::from(c), |(letter, _)| *letter) else {
            push(c, folded);
            return;
        };
        let start = if place == 0 { 0 } else { self.letters[place - 1].1 };
        for form in &self.forms[start as usize..self.letters[place].1 as usize] {
            push(*form, folded);
        }
    }
}

/// Returns whether a character is invisible inside a word: soft hyphen, joiners, zero-width space.
pub(crate) fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization;
    use unicode_normalization::char::canonical_combining_class;

    use super::{BREVE, TABLE, fold, is_ignorable};
    use crate::pack::put;

    #[test]
    fn letters_that_readers_take_for_one_are_one() {
        for (word, folded) in [
            ("Ёлка", "елка"),
            ("е\u{308}лка", "елка"),
            ("Кэширование", "кеширование"),
            ("и\u{306}од", "йод"),
            ("Йод", "йод"),
            ("Café", "cafe"),
            ("cafe\u{301}", "cafe"),
            ("за\u{301}мок", "замок"),
            ("ﬁle", "file"),
            ("сер\u{ad}вер", "сервер"),
            ("ＨＴＴＰ", "http"),
            ("ΟΔΟΣ", "οδοσ"),
            ("한글", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}"),
        ] {
            assert_eq!(fold(word), folded, "{word}");
        }
    }

    /// Ideographs that stand twice.
    fn is_twice(c: char) -> bool {
        matches!(c, '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
    }

    /// What folding is, by the tables of Unicode.
    fn by_definition(word: &str) -> String {
        if let Some(twice) = word.find(is_twice) {
            let (before, rest) = word.split_at(twice);
            let (twice, after) = rest.split_at(rest.chars().next().map_or(0, char::len_utf8));
            return [&by_definition(before), twice, &by_definition(after)].concat();
        }
        let mut folded = String::new();
        // Lower-casing comes first, since it can decompose (`İ`), and is cheap to repeat after NFKD,
        // which brings forth capitals of its own (`™`).
        for c in word.chars().flat_map(char::to_lowercase).nfkd().flat_map(char::to_lowercase) {
            if c == BREVE && folded.ends_with('и') {
                folded.pop();
                folded.push('й');
            } else if c == 'э' {
                folded.push('е');
            } else if canonical_combining_class(c) == 0 && !is_ignorable(c) {
                // Accents have a class; the vowel signs of Indic scripts have none and are letters.
                folded.push(c);
            }
        }
        folded
    }

    #[test]
    fn the_table_is_that_of_unicode() {
        let (mut gaps, mut lengths, mut steps) = (Vec::new(), Vec::new(), Vec::new());
        let (mut letters, mut last, mut form) = (0, 0, 0_i64);
        for c in ('\u{80}'..=char::MAX).filter(|c| !('가'..='힣').contains(c)) {
            let folded = if c == BREVE { "\u{306}".to_owned() } else { by_definition(&c.to_string()) };
            if folded.chars().eq([c]) {
                continue;
            }
            letters += 1;
            put(&mut gaps, u64::from(u32::from(c) - last));
            last = u32::from(c);
            put(&mut lengths, folded.chars().count() as u64);
            for c in folded.chars() {
                let step = i64::from(u32::from(c)) - form;
                form += step;
                put(&mut steps, ((step << 1) ^ (step >> 63)).cast_unsigned());
            }
        }
        let mut table = Vec::new();
        put(&mut table, letters);
        table.extend([gaps, lengths, steps].concat());
        #[allow(clippy::disallowed_methods, reason = "this test can make its table anew")]
        if std::env::var_os("STUDIUM_BLESS").is_some() {
            std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/src/analysis/fold.bin"), table).unwrap();
        } else {
            assert!(table == TABLE, "Unicode has changed: make the table anew with STUDIUM_BLESS=1");
        }
    }

    proptest! {
        #[test]
        fn words_fold_by_definition(word in "([а-яА-ЯёЁ]|\\PC|[а-яёй]|\u{306}|\u{301}|\u{323}|İ|Σ|한){0,12}") {
            prop_assert_eq!(fold(&word), by_definition(&word));
        }
    }
}
