//! Raw HTML of the author, made harmless and whole.
//!
//! In: a body in which our own markup is replaced by stand-ins. Out: the body with only elements and
//! attributes of a short list, every element closed, our markup back in place. Cleaning the whole body
//! at once keeps `<u>`, text and `</u>` together although they arrive as separate events.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

use ammonia::{Builder, UrlRelative};

use super::html::Guard;
use crate::site::runs;

/// The elements that an author may use.
pub(super) const TAGS: &[&str] = &[
    "a",
    "abbr",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "br",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "picture",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "tt",
    "u",
    "ul",
    "var",
    "wbr",
];
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

/// Cleans a body and puts our markup back. `raw_heading_ids` go to the headings of the author that have
/// none of our own, in order.
pub(super) fn clean(html: &str, guard: &Guard, raw_heading_ids: &[String]) -> String {
    let names: Vec<String> =
        (0..guard.pieces.len()).map(|piece| format!("{}{piece}", guard.prefix)).collect();
    let mut tags: HashSet<&str> = TAGS.iter().copied().collect();
    tags.extend(names.iter().map(String::as_str));
    let attributes: HashMap<&str, HashSet<&str>> = [
        ("a", vec!["href", "title"]),
        ("img", vec!["src", "alt", "title", "width", "height"]),
        ("ol", vec!["start", "reversed"]),
        ("li", vec!["value"]),
        ("td", vec!["colspan", "rowspan"]),
        ("th", vec!["colspan", "rowspan", "scope"]),
        ("col", vec!["span"]),
        ("colgroup", vec!["span"]),
        ("details", vec!["open"]),
        ("time", vec!["datetime"]),
        ("abbr", vec!["title"]),
        ("dfn", vec!["title"]),
        ("bdo", vec!["dir"]),
    ]
    .into_iter()
    .map(|(tag, names)| (tag, names.into_iter().collect()))
    .collect();
    let cleaned = Builder::new()
        .tags(tags)
        .tag_attributes(attributes)
        .generic_attributes(HashSet::from(["lang", "dir"]))
        .url_schemes(SCHEMES.iter().copied().collect())
        // A relative address means a file beside the note, which the site keeps elsewhere.
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener"))
        .clean(html)
        .to_string();
    put_back(&with_heading_ids(&cleaned, raw_heading_ids), guard)
}

/// Replaces every stand-in by what it stands for.
fn put_back(html: &str, guard: &Guard) -> String {
    let mut out = String::with_capacity(html.len() * 2);
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tag = &rest[at..];
        let end = tag.find('>').map_or(tag.len(), |end| end + 1);
        let inner = tag[1..end].trim_end_matches('>');
        let (closing, name) = inner.strip_prefix('/').map_or((false, inner), |name| (true, name));
        let piece = name.strip_prefix(&guard.prefix).and_then(|number| number.parse::<usize>().ok());
        match piece.and_then(|piece| guard.pieces.get(piece)) {
            Some((open, close)) => out.push_str(if closing { close } else { open }),
            None => out.push_str(&tag[..end]),
        }
        rest = &tag[end..];
    }
    out.push_str(rest);
    out
}

fn with_heading_ids(html: &str, ids: &[String]) -> String {
    if ids.is_empty() {
        return html.to_owned();
    }
    let mut out = String::with_capacity(html.len() + 32 * ids.len());
    let mut ids = ids.iter();
    let mut rest = html;
    while let Some(at) = rest.find("<h") {
        let is_heading = rest[at + 2..].starts_with(|c: char| ('1'..='6').contains(&c))
            && rest[at + 3..].starts_with([' ', '>']);
        out.push_str(&rest[..at + 2]);
        rest = &rest[at + 2..];
        if is_heading && let Some(id) = ids.next() {
            out.push_str(&rest[..1]);
            let _ = write!(out, " id=\"{}\"", super::html::escaped(id));
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// Tells whether a link of the author may lead to this address: anything but what runs script.
pub(super) fn is_harmless_address(url: &str) -> bool {
    !runs(url)
}

/// Tells whether a picture may come from this address.
pub(super) fn is_harmless_picture(url: &str) -> bool {
    is_harmless_address(url) || url.trim_start().to_lowercase().starts_with("data:image/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cleaned(html: &str) -> String {
        let guard =
            Guard { prefix: "x-s-".into(), pieces: vec![("<em class=\"o\">".into(), "</em>".into())] };
        clean(html, &guard, &[])
    }

    #[test]
    fn elements_are_closed_and_our_own_come_back() {
        assert_eq!(cleaned("<u>a <x-s-0>b</x-s-0>"), "<u>a <em class=\"o\">b</em></u>");
        assert_eq!(cleaned("a</div></x-s-0>"), "a");
    }

    #[test]
    fn nothing_that_runs_survives() {
        for hostile in [
            "<script>x()</script>",
            "<img src=x onerror=x()>",
            "<a href=\"java&#10;script:x()\">y</a>",
            "<svg><script>x()</script></svg>",
            "<iframe src=\"https://x.example\"></iframe>",
            "<p style=\"x\">",
        ] {
            let html = cleaned(hostile);
            for trace in ["script", "onerror", "iframe", "style"] {
                assert!(!html.contains(trace), "{hostile} gave {html}");
            }
        }
    }

    #[test]
    fn stand_ins_of_an_author_are_text_in_an_attribute() {
        let html = cleaned("<abbr title=\"<x-s-0>\">a</abbr>");
        assert_eq!(html, "<abbr title=\"&lt;x-s-0&gt;\">a</abbr>");
    }

    #[test]
    fn addresses_that_run_script_are_told_apart() {
        assert!(!is_harmless_address("java\nscript:x") && is_harmless_address("mailto:a@x.example"));
        assert!(is_harmless_picture("data:image/png;base64,AA=="));
    }
}
