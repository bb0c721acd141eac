//! What raw HTML says to a reader: its words and its headings.
//!
//! In: HTML as an author wrote it. Out: text. Nothing here judges whether HTML is safe.

use pulldown_cmark::{Event, Parser};

use super::{Attributes, HTML_ATTRIBUTES, OpenElements};

/// Returns level and inner HTML of each heading element, in order. An element without an end is none.
pub(super) fn headings(html: &str) -> Vec<(u8, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|offset| at + offset) {
        at = open + 1;
        let Some((level, false)) = heading_tag(&html[open..]) else { continue };
        let Some(start) = html[open..].find('>').map(|offset| open + offset + 1) else { break };
        let close = format!("</h{level}");
        let Some(end) = find_ignoring_case(&html[start..], &close).map(|offset| start + offset) else {
            // Nothing closes here, and looking again for each tag could take forever.
            break;
        };
        found.push((level, &html[start..end]));
        at = end + close.len();
    }
    found
}

/// Returns the level of the heading tag that `html` opens with, and whether it is a closing one.
pub(super) fn heading_tag(html: &str) -> Option<(u8, bool)> {
    let rest = html.strip_prefix('<')?;
    let (rest, closes) = match rest.strip_prefix('/') {
        Some(rest) => (rest, true),
        None => (rest, false),
    };
    let bytes = rest.as_bytes();
    let level = match bytes {
        [b'h' | b'H', digit @ b'1'..=b'6', b'>' | b' ' | b'\t' | b'\n' | b'\r' | b'/', ..] => digit - b'0',
        _ => return None,
    };
    Some((level, closes))
}

/// Follows which elements are open, from one piece to the next, and tells whether one lies too deep. Not looked
/// into comments and attributes: this is for what is told, not for what is done.
pub(super) fn goes_too_deep(html: &str, open: &mut OpenElements) -> bool {
    let mut does = false;
    for part in html.split('<').skip(1) {
        let (closes, named) = part.strip_prefix('/').map_or((false, part), |named| (true, named));
        let length = named.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(named.len());
        if named.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let name = named[..length].to_ascii_lowercase();
            if closes {
                open.close(&name);
            } else {
                does |= !open.open(&name);
            }
        }
    }
    does
}

/// Tells whether a tag has more attributes than it may. Not looked into comments and behind a `<` in a value:
/// this is for what is told, not for what is done.
pub(super) fn has_too_many_attributes(html: &str) -> bool {
    html.split('<').skip(1).any(|part| {
        // Each takes two bytes at least.
        part.len() > 2 * HTML_ATTRIBUTES
            && part.starts_with(|c: char| c.is_ascii_alphabetic())
            && Attributes::read(part.trim_start_matches(|c: char| c.is_ascii_alphanumeric() || c == '-'))
                .count
                > HTML_ATTRIBUTES
    })
}

/// Returns the words of a piece of HTML: tags and comments out, character references decoded, blanks
/// collapsed.
pub fn plain_text(html: &str) -> String {
    let mut words = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(at) = rest.find(['<', '&']) {
        words.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = if rest.starts_with('<') { tag_length(rest) } else { reference(rest, &mut words) };
        if length == 0 {
            words.push_str(&rest[..1]);
            rest = &rest[1..];
        } else {
            rest = &rest[length..];
        }
    }
    words.push_str(rest);
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn tag_length(html: &str) -> usize {
    let opens = html[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    if !opens {
        return 0;
    }
    for name in ["script", "style"] {
        let is_it = html.get(1..=name.len()).is_some_and(|word| word.eq_ignore_ascii_case(name));
        let rest = html.get(name.len() + 1..).unwrap_or("");
        if is_it && !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '-') {
            // What such an element holds is no text.
            let close = find_ignoring_case(html, &format!("</{name}")).unwrap_or(html.len());
            return html[close..].find('>').map_or(html.len(), |at| close + at + 1);
        }
    }
    let end = if html.starts_with("<!--") { "-->" } else { ">" };
    html.find(end).map_or(html.len(), |at| at + end.len())
}

/// Decodes the character reference that `html` opens with and returns its length.
fn reference(html: &str, words: &mut String) -> usize {
    // The longest name of a character has 31 letters.
    let Some(end) = html.bytes().take(40).position(|byte| byte == b';') else { return 0 };
    let name = &html[..=end];
    let mut decoded = String::new();
    for event in Parser::new(name) {
        if let Event::Text(text) = event {
            decoded.push_str(&text);
        }
    }
    if decoded == name || decoded.is_empty() {
        return 0;
    }
    words.push_str(&decoded);
    name.len()
}

fn find_ignoring_case(text: &str, needle: &str) -> Option<usize> {
    text.as_bytes().windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_found_in_any_depth() {
        let html = "<div><h2 class=\"x\">One &amp; <b>two</b></h2><H3>три</H3><hr><h4>open</div>";
        let found: Vec<(u8, String)> =
            headings(html).into_iter().map(|(level, inner)| (level, plain_text(inner))).collect();
        assert_eq!(found, [(2, "One & two".to_owned()), (3, "три".to_owned())]);
    }

    #[test]
    fn words_of_html() {
        for (html, words) in [
            ("a < b", "a < b"),
            ("&copy; &#1046; &nope; & x", "© Ж &nope; & x"),
            ("<!-- > -->shown<br>", "shown"),
            ("[[A]] *b*", "[[A]] *b*"),
            ("cut <b", "cut"),
            ("a<script>let b = 1 < 2;</SCRIPT>c<style>p {}</style>", "ac"),
            ("a<script>never closed", "a"),
        ] {
            assert_eq!(plain_text(html), words, "{html}");
        }
    }
}
