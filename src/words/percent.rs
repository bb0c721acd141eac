//! Percent-encoding, with letters of any script left readable; browsers encode them on the way out.

use std::borrow::Cow;

use percent_encoding::{percent_decode_str, percent_encode_byte};

/// What stays as it is in the path of an address, besides letters and digits.
pub const PATH_SIGNS: &str = "-._~/!$'()*,;=@:";

/// Percent-encodes what is neither a letter nor a digit of any script, nor one of these signs.
pub fn percent_encode<'t>(text: &'t str, signs: &str) -> Cow<'t, str> {
    percent_encode_where(text, |c| match u8::try_from(c) {
        Ok(byte) if byte.is_ascii() => !(byte.is_ascii_alphanumeric() || signs.as_bytes().contains(&byte)),
        // No letter or digit is white space or a control character.
        _ => c.is_whitespace() || c.is_control(),
    })
}

/// Percent-encodes all bytes but those of ASCII letters and digits, and of these signs.
pub fn percent_encode_all<'t>(text: &'t str, signs: &str) -> Cow<'t, str> {
    percent_encode_where(text, |c| !(c.is_ascii_alphanumeric() || signs.contains(c)))
}

/// Percent-encodes the characters that are to be.
pub fn percent_encode_where(text: &str, is_encoded: impl Fn(char) -> bool) -> Cow<'_, str> {
    // Nearly all addresses are plain.
    let Some(first) = text.find(&is_encoded) else { return Cow::Borrowed(text) };
    let mut out = String::with_capacity(text.len() + 16);
    out.push_str(&text[..first]);
    for c in text[first..].chars() {
        if is_encoded(c) {
            let mut bytes = [0; 4];
            out.extend(c.encode_utf8(&mut bytes).bytes().map(percent_encode_byte));
        } else {
            out.push(c);
        }
    }
    Cow::Owned(out)
}

/// Replaces each `%xx` by its byte. Invalid sequences stay as they are, and so does the whole text
/// when the bytes are not UTF-8.
pub fn percent_decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8().unwrap_or(Cow::Borrowed(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bad_percent_sequences_stay() {
        assert_eq!(percent_decode("My%20Note%2"), "My Note%2");
        assert_eq!(percent_decode("100%zz%D0"), "100%zz%D0");
        assert_eq!(percent_decode("%D0%97"), "З");
    }

    #[test]
    fn letters_stay_readable_where_they_may() {
        assert_eq!(percent_encode("a b/ключ\u{a0}?%", PATH_SIGNS), "a%20b/ключ%C2%A0%3F%25");
        assert_eq!(percent_encode_all("/ключ b", "/"), "/%D0%BA%D0%BB%D1%8E%D1%87%20b");
        assert!(matches!(percent_encode("a/b.html", PATH_SIGNS), Cow::Borrowed(_)));
    }
}
