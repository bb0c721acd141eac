//! The forms under which names are compared.

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Returns the form in which names of notes, aliases and tags are compared: composed, then
/// lower-cased. Letters that only look or sound alike (ё and е) stay different.
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    if is_nfc(name) { name.to_lowercase() } else { name.nfc().collect::<String>().to_lowercase() }
}

/// Returns the form in which headings are compared: most ASCII punctuation counts as a blank, blanks
/// collapse, letters are lower-cased.
pub fn heading_key(text: &str) -> String {
    let plain: String =
        text.nfc().map(|c| if "!\"#$%&()*+,.:;<=>?@^`{|}~/[]\\\r\n".contains(c) { ' ' } else { c }).collect();
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
    fn headings_forget_punctuation() {
        assert_eq!(heading_key("What is it? (draft): v1.2!"), heading_key("what is it draft v1 2"));
        assert_ne!(heading_key("a - b"), heading_key("a b"));
    }
}
