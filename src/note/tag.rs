//! What a tag is made of.

/// Tells whether `name`, without `#`, is a tag: no character that ends one, and not digits alone.
pub(super) fn is_tag(name: &str) -> bool {
    !name.is_empty() && tag_length(name) == name.len()
}

/// Returns how many bytes at the start of `text` belong to a tag, `#` not included. Zero for none.
pub(super) fn tag_length(text: &str) -> usize {
    let length = text.find(|c| !is_tag_character(c)).unwrap_or(text.len());
    if text[..length].bytes().all(|byte| byte.is_ascii_digit()) { 0 } else { length }
}

fn is_tag_character(c: char) -> bool {
    if c.is_ascii() {
        c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '/')
    } else {
        !c.is_whitespace()
            && !c.is_control()
            && !matches!(c, '\u{2000}'..='\u{206f}' | '\u{2e00}'..='\u{2e7f}')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_end_where_the_rules_say() {
        for (text, tag) in [
            ("one,", "one"),
            ("a-b_c/d e", "a-b_c/d"),
            ("1984", ""),
            ("1984book", "1984book"),
            ("🎉party", "🎉party"),
            ("日本語", "日本語"),
            ("a\u{200d}b", "a"),
            ("a—b", "a"),
            ("five;", "five"),
            ("#", ""),
            ("", ""),
        ] {
            assert_eq!(&text[..tag_length(text)], tag, "{text}");
        }
    }
}
