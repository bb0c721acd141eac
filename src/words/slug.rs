//! Slugs: path segments and ids made from names.

use unicode_general_category::{GeneralCategory, get_general_category};

use super::fold::composed;

/// Makes one path segment of an address: composed, lower-cased; letters, digits, marks of any script,
/// `_`, `-` and `.` stay, white space becomes `-`, the rest is dropped. Never empty.
pub fn path_segment_slug(name: &str) -> String {
    let slug = slug(name, true);
    let slug = slug.trim_matches(['-', '.']);
    if slug.is_empty() { "untitled".to_owned() } else { slug.to_owned() }
}

/// Makes the id of a heading from its visible text: as for a path segment, but without `.`. Never
/// empty; whether another heading has it already is not known here.
pub fn heading_slug(text: &str) -> String {
    let slug = slug(text, false);
    let slug = slug.trim_matches('-');
    if slug.is_empty() { "section".to_owned() } else { slug.to_owned() }
}

fn slug(text: &str, keep_dots: bool) -> String {
    let mut slug = String::with_capacity(text.len());
    for c in composed(text).to_lowercase().chars() {
        // Variation selectors, joiners and keycap marks only shape the emoji before them.
        if matches!(c, '\u{fe00}'..='\u{fe0f}' | '\u{200c}' | '\u{200d}' | '\u{20e3}') {
            continue;
        }
        if c.is_whitespace() || c == '-' {
            if !slug.ends_with('-') {
                slug.push('-');
            }
        } else if c == '_'
            || (c == '.' && keep_dots)
            || is_letter_or_digit(c)
            || (is_mark(c) && slug.chars().next_back().is_some_and(|last| !matches!(last, '-' | '.')))
        {
            slug.push(c);
        }
    }
    // What was dropped may have stood between a letter and its mark.
    composed(&slug).into_owned()
}

fn is_letter_or_digit(c: char) -> bool {
    use GeneralCategory as G;
    c.is_ascii_alphanumeric()
        || matches!(
            get_general_category(c),
            G::UppercaseLetter
                | G::LowercaseLetter
                | G::TitlecaseLetter
                | G::ModifierLetter
                | G::OtherLetter
                | G::DecimalNumber
                | G::LetterNumber
                | G::OtherNumber
        )
}

fn is_mark(c: char) -> bool {
    use GeneralCategory as G;
    matches!(get_general_category(c), G::NonspacingMark | G::SpacingMark | G::EnclosingMark)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_of_any_script_survive() {
        for (name, slug) in [
            ("Что это?", "что-это"),
            ("A & B", "a-b"),
            ("Release v1.2", "release-v1.2"),
            ("под_черк-дефис", "под_черк-дефис"),
            ("...", "untitled"),
            ("Cafe\u{301}", "café"),
            ("Cafe\u{202e}\u{301}", "café"),
            (".\u{301}a", "a"),
        ] {
            assert_eq!(path_segment_slug(name), slug);
        }
    }

    #[test]
    fn heading_ids_drop_dots_and_signs() {
        for (text, slug) in [
            ("What is it? (draft): v1.2!", "what-is-it-draft-v12"),
            ("🚀 Launch plan", "launch-plan"),
            ("C# basics", "c-basics"),
            ("👩‍💻", "section"),
        ] {
            assert_eq!(heading_slug(text), slug);
        }
    }
}
