//! Where a name may begin and end in a text.

use std::ops::Range;

/// Tells whether these bytes are words of their own, and not a part of `non-blocking`, `C++`,
/// `cache.get()` or an address.
pub(super) fn stands_alone(text: &str, range: &Range<usize>) -> bool {
    let (before, written, after) = (&text[..range.start], &text[range.clone()], &text[range.end..]);
    let mut left = before.chars().rev();
    let mut right = after.chars();
    let (near, far) = (left.next(), left.next());
    let (next, second) = (right.next(), right.next());
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let (first, last) = (written.chars().next(), written.chars().next_back());
    let starts = match near {
        // In Russian a Latin name stands before what it belongs to: `Kafka-кластер`.
        Some(c) if is_joint(c) => is_word(far) && is_cyrillic(far) != is_cyrillic(first),
        Some('.' | '/' | ':') => is_word(far) && near == Some('/'),
        Some('@' | '#' | '$' | '\\' | '~') => false,
        _ => true,
    };
    let ends = match next {
        Some('+' | '#' | '@') => false,
        Some(c) if is_joint(c) => !is_word(second) || is_cyrillic(second) != is_cyrillic(last),
        Some('.') => !is_word(second),
        Some('/') => !second.is_some_and(char::is_numeric),
        Some('(') => second != Some(')'),
        _ => true,
    };
    starts && ends && !is_in_address(before, after)
}

fn is_cyrillic(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(c, '\u{400}'..='\u{52f}'))
}

/// How far an address is looked for on either side. Longer ones are links anyway.
const ADDRESS: usize = 80;

fn is_in_address(before: &str, after: &str) -> bool {
    let start = before.floor_char_boundary(before.len().saturating_sub(ADDRESS));
    let before = before[start..].rsplit(char::is_whitespace).next().unwrap_or("");
    let after = &after[..after.floor_char_boundary(ADDRESS)];
    let after = after.split(char::is_whitespace).next().unwrap_or("");
    before.contains("://") || before.starts_with("www.") || before.contains('@') || {
        let slashes = before.matches('/').count() + after.matches('/').count();
        slashes > 1 || after.contains("://")
    }
}

/// Tells whether a sign joins two words to one.
pub(super) fn is_joint(c: char) -> bool {
    matches!(c, '-' | '_' | '\u{2010}' | '\u{2011}' | '\u{ad}')
}
