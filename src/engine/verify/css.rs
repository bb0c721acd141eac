//! Finds addresses in style sheets.
//!
//! In: CSS, of a file, an element or an attribute. Out: what stands in `url(…)` and behind `@import`. Comments are
//! passed over.

/// Calls `found` for every address, in order of place. Costs O(text).
pub(super) fn addresses(css: &str, found: &mut impl FnMut(&str)) {
    let mut at = 0;
    while let Some(start) = css[at..].find(['/', '"', '\'', 'u', 'U', '@']).map(|start| at + start) {
        let rest = &css[start..];
        at = start + 1;
        if let Some(comment) = rest.strip_prefix("/*") {
            at = start + 2 + comment.find("*/").map_or(comment.len(), |end| end + 2);
        } else if rest.starts_with(['"', '\'']) {
            at = start + string(rest).1;
        } else if starts_with(rest, "url(") {
            let inner = rest[4..].trim_start();
            let before = rest.len() - inner.len();
            let (value, length) = if inner.starts_with(['"', '\'']) {
                string(inner)
            } else {
                let end = inner.find(')').unwrap_or(inner.len());
                (inner[..end].trim_end(), end)
            };
            at = start + before + length;
            if !value.is_empty() {
                found(value);
            }
        } else if starts_with(rest, "@import") {
            let inner = rest[7..].trim_start();
            if inner.starts_with(['"', '\'']) {
                let (value, length) = string(inner);
                at = start + rest.len() - inner.len() + length;
                found(value);
            }
        }
    }
}

fn starts_with(text: &str, word: &str) -> bool {
    text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Returns what stands in the quotes that a text begins with, and how long it is with them.
fn string(text: &str) -> (&str, usize) {
    let quote = text.as_bytes()[0];
    let mut is_escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            byte if byte == quote => return (&text[1..at], at + 1),
            _ => {}
        }
    }
    (&text[1..], text.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(css: &str) -> String {
        let mut all = Vec::new();
        addresses(css, &mut |address| all.push(address.to_owned()));
        all.join(" ")
    }

    #[test]
    fn addresses_are_found_and_comments_and_texts_are_not() {
        for (css, expected) in [
            ("a { b: url(c.png) } d { e: URL( 'f g.png' ) }", "c.png f g.png"),
            ("@import \"x.css\"; @import url(y.css);", "x.css y.css"),
            ("/* url(no) */ a::before { content: \"url(no)\\\"\"; b: url(yes) }", "yes"),
            ("src: url(data:font/woff2;base64,AA==) url()", "data:font/woff2;base64,AA=="),
            ("url(\"open", "open"),
            ("/* open url(no)", ""),
        ] {
            assert_eq!(found(css), expected, "{css}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_to_its_end(css in "[/*a-z\"'() @url\\\\]{0,60}|\\PC{0,40}") {
            found(&css);
        }
    }
}
