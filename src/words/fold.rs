//! The forms under which names are compared.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Returns a text in composed form, as it is where it already is in that, which nearly every text is.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) { Cow::Borrowed(text) } else { Cow::Owned(text.nfc().collect()) }
}

/// Returns the form in which names of notes, aliases and tags are compared: composed, then
/// lower-cased. Letters that only look or sound alike (ё and е) stay different.
pub fn fold(name: &str) -> String {
    if name.is_ascii() { name.to_ascii_lowercase() } else { composed(name).to_lowercase() }
}

/// Returns the form in which headings are compared: most ASCII punctuation counts as a blank, blanks
/// collapse, letters are lower-cased.
pub fn heading_key(text: &str) -> String {
    let plain = |c| if "!\"#$%&()*+,.:;<=>?@^`{|}~/[]\\\r\n".contains(c) { ' ' } else { c };
    let plain: String = composed(text).chars().map(plain).collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fold_by_composition_and_case_alone() {
        assert_eq!(fold("Cafe\u{301}"), fold("CAFÉ"));
        assert_ne!(fold("ёлка"), fold("елка"));
    }

    #[test]
    fn a_text_is_composed_once() {
        assert_eq!(composed("Cafe\u{301}"), "Café");
        assert!(matches!(composed("Café ёлка"), Cow::Borrowed(_)));
    }

    #[test]
    fn headings_forget_punctuation() {
        assert_eq!(heading_key("What is it? (draft): v1.2!"), heading_key("what is it draft v1 2"));
        assert_ne!(heading_key("a - b"), heading_key("a b"));
    }
}
