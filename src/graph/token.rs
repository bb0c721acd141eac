//! Words and signs of a text, and the forms in which those of a name are found.
//!
//! In: running text or a name. Out: [`Token`]s, the key that each is compared by, and all forms of it. Not here: which
//! names a text mentions (`mention`).

use std::ops::Range;

use super::boundary::is_joint;
use crate::words::{acronym_endings, fold, forms};

/// An acronym of up to this many letters must be written exactly: `CAP` is not a cap.
const ACRONYM_LETTERS: usize = 4;

/// A word or sign of a text. Blanks, hyphens and underscores are none; they only divide.
pub(super) struct Token {
    pub(super) range: Range<usize>,
    pub(super) is_word: bool,
}

impl Token {
    /// Returns the form in which tokens are compared.
    pub(super) fn key(&self, text: &str) -> String {
        let written = &text[self.range.clone()];
        match written {
            _ if self.is_word => fold(written).replace('ё', "е"),
            "’" => "'".to_owned(),
            sign => sign.to_owned(),
        }
    }
}

/// Writes the key of a word of Latin or Russian letters, which are nearly all, and tells whether it was one.
pub(super) fn is_folded_into(word: &str, folded: &mut String) -> bool {
    folded.clear();
    for c in word.chars() {
        folded.push(match c {
            'А'..='Я' => char::from_u32(u32::from(c) + 32).unwrap_or(c),
            'а'..='я' => c,
            'ё' | 'Ё' => 'е',
            _ if c.is_ascii() => c.to_ascii_lowercase(),
            _ => return false,
        });
    }
    true
}

/// Cuts a text into words and signs. Costs O(text).
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut word: Option<usize> = None;
    let close = |word: &mut Option<usize>, end: usize, tokens: &mut Vec<Token>| {
        if let Some(start) = word.take() {
            tokens.push(Token { range: start..end, is_word: true });
        }
    };
    for (start, c) in text.char_indices() {
        // The tables of all scripts are slow, and most letters are of two.
        let is_common = c.is_ascii_alphanumeric() || matches!(c, 'А'..='я' | 'ё' | 'Ё');
        if is_common || c.is_alphanumeric() || is_joined_mark(c) {
            word.get_or_insert(start);
            continue;
        }
        close(&mut word, start, &mut tokens);
        if !c.is_whitespace() && !is_joint(c) {
            tokens.push(Token { range: start..start + c.len_utf8(), is_word: false });
        }
    }
    close(&mut word, text.len(), &mut tokens);
    tokens
}

// A letter may be written as itself and a mark.
fn is_joined_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Returns the forms of each word of a name; none where it has no word.
pub(super) fn name_forms(name: &str) -> Vec<Vec<String>> {
    let tokens = tokens(name);
    let is_acronym = is_acronym(name);
    tokens.iter().map(|token| token_forms(token, token.key(name), is_acronym)).collect()
}

/// Returns the forms of one word or sign of a name.
pub(super) fn token_forms(token: &Token, key: String, is_acronym: bool) -> Vec<String> {
    match token.is_word {
        true if is_acronym => acronym_endings().iter().map(|ending| format!("{key}{ending}")).collect(),
        true => forms(&key),
        false => vec![key],
    }
}

/// Tells whether a name is so short and all in capitals that it must be written exactly.
pub(super) fn is_acronym(name: &str) -> bool {
    let name = name.trim();
    let letters = name.chars().count();
    letters <= ACRONYM_LETTERS && name.chars().all(|c| c.is_uppercase() || c.is_numeric())
}

/// Tells whether an acronym is written exactly so, or with an ending in small letters.
pub(super) fn is_written(acronym: &str, written: &str) -> bool {
    written.strip_prefix(acronym).is_some_and(|rest| acronym_endings().contains(&rest))
}
