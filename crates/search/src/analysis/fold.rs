//! Folding: the form in which letters are compared.
//!
//! Case, compatibility forms and diacritics go, so `Ёлка` is `елка`, `ﬁle` is `file` and `café` is
//! `cafe`, however they are composed. `й` is a letter of its own and stays apart from `и`.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

const BREVE: char = '\u{306}';

/// Returns the folded form of a word.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    // Most Russian words need no decomposition, which would be the dearest part of indexing.
    if word.chars().all(|c| matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё')) {
        return word.to_lowercase().replace('ё', "е");
    }
    let mut folded = String::with_capacity(word.len());
    // Lower-casing comes first, since it can decompose (`İ`), and is cheap to repeat after NFKD,
    // which brings forth capitals of its own (`™`).
    for c in word.to_lowercase().nfkd().flat_map(char::to_lowercase) {
        if c == BREVE && folded.ends_with('и') {
            folded.pop();
            folded.push('й');
        } else if canonical_combining_class(c) == 0 && !is_ignorable(c) {
            // Accents have a class; the vowel signs of Indic scripts have none and are letters.
            folded.push(c);
        }
    }
    folded
}

/// Returns whether a character is invisible inside a word: soft hyphen, joiners, zero-width space.
pub(crate) fn is_ignorable(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn letters_that_readers_take_for_one_are_one() {
        for (word, folded) in [
            ("Ёлка", "елка"),
            ("е\u{308}лка", "елка"),
            ("и\u{306}од", "йод"),
            ("Йод", "йод"),
            ("Café", "cafe"),
            ("cafe\u{301}", "cafe"),
            ("за\u{301}мок", "замок"),
            ("ﬁle", "file"),
            ("сер\u{ad}вер", "сервер"),
            ("ＨＴＴＰ", "http"),
        ] {
            assert_eq!(fold(word), folded, "{word}");
        }
    }
}
