//! Finds addresses and ids in finished HTML.
//!
//! In: a page. Out: what stands in `href`, `src`, `poster`, `data` and `id`. Comments, scripts and styles
//! are passed over as a browser does.

use std::borrow::Cow;

/// Something found in a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found<'h> {
    /// The id of an element.
    Id(Cow<'h, str>),
    /// An address.
    Address {
        /// The address, with entities decoded.
        value: Cow<'h, str>,
        /// Whether the page shows it, and does not only lead there.
        is_shown: bool,
        /// The tag that it stands in.
        tag: &'h str,
    },
}

/// Elements whose content is text up to their end tag.
const RAW: &[&str] = &["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"];

/// Calls `found` for every address and id, in order of place.
pub(super) fn each<'h>(html: &'h str, found: &mut impl FnMut(Found<'h>)) {
    let mut at = 0;
    while let Some(open) = html[at..].find('<') {
        at += open + 1;
        let rest = &html[at..];
        if let Some(comment) = rest.strip_prefix("!--") {
            at += 3 + comment.find("-->").map_or(comment.len(), |end| end + 3);
        } else if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            at += tag(rest, found);
        }
    }
}

/// Reads a tag behind its `<`, and the content of an element that holds text alone. Returns how much.
fn tag<'h>(text: &'h str, found: &mut impl FnMut(Found<'h>)) -> usize {
    let name_end = text.find([' ', '\t', '\n', '\r', '/', '>']).unwrap_or(text.len());
    let name = &text[..name_end];
    let mut at = name_end;
    let end = loop {
        let rest = &text[at..];
        at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r', '/']).len();
        let rest = &text[at..];
        if rest.is_empty() || rest.starts_with('>') {
            break (at + 1).min(text.len());
        }
        let Attribute { name, value, length } = attribute(rest);
        at += length;
        let is_shown = matches!(name, "src" | "poster" | "data");
        if name == "id" {
            found(Found::Id(decoded(value)));
        } else if is_shown || name == "href" {
            found(Found::Address { value: decoded(value), is_shown, tag: text });
        }
    };
    match RAW.iter().find(|raw| name.eq_ignore_ascii_case(raw)) {
        Some(raw) => end + raw_length(&text[end..], raw),
        None => end,
    }
}

struct Attribute<'h> {
    name: &'h str,
    value: &'h str,
    length: usize,
}

fn attribute(text: &str) -> Attribute<'_> {
    // A sign of equality at the start is a part of the name.
    let first = text.chars().next().map_or(0, char::len_utf8);
    let ends = ['=', ' ', '\t', '\n', '\r', '/', '>'];
    let name_end = text[first..].find(ends).map_or(text.len(), |end| first + end);
    let name = &text[..name_end];
    let rest = &text[name_end..];
    let blanks = rest.len() - rest.trim_start().len();
    let Some(value) = rest[blanks..].strip_prefix('=') else {
        return Attribute { name, value: "", length: name_end };
    };
    let skipped = value.len() - value.trim_start().len();
    let value = &value[skipped..];
    let before = name_end + blanks + 1 + skipped;
    if let Some(quote) = value.chars().next().filter(|first| matches!(first, '"' | '\'')) {
        let inner = &value[1..];
        let end = inner.find(quote).unwrap_or(inner.len());
        Attribute { name, value: &inner[..end], length: (before + end + 2).min(text.len()) }
    } else {
        let end = value.find([' ', '\t', '\n', '\r', '>']).unwrap_or(value.len());
        Attribute { name, value: &value[..end], length: before + end }
    }
}

/// Returns how long the text of an element is up to its end tag.
fn raw_length(text: &str, name: &str) -> usize {
    let closes = |at: &usize| {
        let close = text.get(at + 2..at + 2 + name.len());
        close.is_some_and(|close| close.eq_ignore_ascii_case(name))
    };
    text.match_indices("</").map(|(at, _)| at).find(closes).unwrap_or(text.len())
}

fn decoded(value: &str) -> Cow<'_, str> {
    if value.contains('&') {
        quick_xml::escape::unescape(value).unwrap_or(Cow::Borrowed(value))
    } else {
        Cow::Borrowed(value)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(html: &str) -> String {
        let mut all = Vec::new();
        each(html, &mut |found| {
            all.push(match found {
                Found::Id(id) => format!("#{id}"),
                Found::Address { value, is_shown: false, .. } => format!("→{value}"),
                Found::Address { value, is_shown: true, .. } => format!("⇒{value}"),
            });
        });
        all.join(" ")
    }

    #[test]
    fn addresses_and_ids_are_found_as_a_browser_finds_them() {
        for (html, expected) in [
            ("<a href=\"x/?a=1&amp;b\" id=y>", "→x/?a=1&b #y"),
            ("<img alt=\"a > b\" src='p.png'/>", "⇒p.png"),
            ("<p data-href=\"no\" title=\"href='no'\"><a href = \"yes\">", "→yes"),
            ("<!-- <a href=\"no\"> --><i id=\"^b\">", "#^b"),
            ("<script src=\"s.js\">\"<a href='no'>\"</script><a href=z>", "⇒s.js →z"),
            ("a < b <3 <a href", "→"),
            ("<a href=\"open", "→open"),
            ("<a href=\"x\"id=\"y\">", "→x #y"),
        ] {
            assert_eq!(found(html), expected, "{html}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_read_to_its_end(html in "[<>a-z\"'= /!-]{0,60}|\\PC{0,40}") {
            found(&html);
        }
    }
}
