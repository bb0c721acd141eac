//! Spelling: the words that others are corrected by.
//!
//! They are those of heads and text, ordered by first letter, then by how many letters they have. So all that is near
//! a word stands in a few neighbouring blocks of nothing but words, wherever the alphabet would put it.

use super::{Dictionary, FieldId, Open};

/// Nothing shorter is near a word that is corrected.
const SHORTEST: usize = 3;
/// No word has more letters.
const LONGEST: usize = 0x7f;

/// Returns what a word stands under; nothing for one that corrects no other.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn spelling_key(word: &str) -> Option<String> {
    let letters = word.chars().count();
    let first = word.chars().next()?;
    (letters >= SHORTEST).then(|| [&group(first, letters), &word[first.len_utf8()..]].concat())
}

/// Calls `each` with the words that begin with a letter and have so many letters, and in how many sections they are.
pub(crate) fn each_spelling(
    open: &Open<'_>,
    first: char,
    letters: std::ops::RangeInclusive<usize>,
    each: &mut dyn FnMut(&str, u32),
) {
    let mut word = String::new();
    for letters in (*letters.start()).max(SHORTEST)..=(*letters.end()).min(LONGEST) {
        let group = group(first, letters);
        Dictionary::new(open, FieldId::Spelling).each_beginning(&group, &mut |key, info| {
            word.clear();
            word.push(first);
            word.push_str(key.get(group.len()..).unwrap_or_default());
            each(&word, info.sections);
        });
    }
}

/// Returns what the words with a first letter and so many letters stand under.
fn group(first: char, letters: usize) -> String {
    let letters = u8::try_from(letters.min(LONGEST)).unwrap_or_default();
    String::from_iter([first, char::from(letters)])
}
