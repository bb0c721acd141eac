//! The forms under which names are compared.

use std::borrow::Cow;

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

/// Replaces each `%xx` by its byte. Invalid sequences stay as they are, and so does the whole text
/// when the bytes are not UTF-8.
pub fn percent_decode(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let byte = (*first == b'%').then(|| tail.get(..2)).flatten().and_then(|digits| {
            let digits = std::str::from_utf8(digits).ok()?;
            digits
                .bytes()
                .all(|digit| digit.is_ascii_hexdigit())
                .then(|| u8::from_str_radix(digits, 16).ok())?
        });
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
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

    #[test]
    fn bad_percent_sequences_stay() {
        assert_eq!(percent_decode("My%20Note%2"), "My Note%2");
        assert_eq!(percent_decode("100%zz%D0"), "100%zz%D0");
        assert_eq!(percent_decode("%D0%97"), "З");
    }
}
