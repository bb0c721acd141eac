//! Where in a link its destination stands, and how another one is written there.

use std::ops::Range;

use super::words;
use crate::diagnostic::Text;
use crate::note::Link;
use crate::words::percent_decode;

/// What is written instead of the destination of a link.
pub(super) struct NewDestination<'d> {
    /// The destination, as it is written in links of this kind.
    pub(super) text: &'d str,
    /// Whether readers are to see the same words as before.
    pub(super) keeps_words: bool,
    /// Whether the link stands in a table, where a bar needs a backslash.
    pub(super) in_table: bool,
}

/// Returns the part of a link to replace, in bytes of its source, and what to write there; or why that
/// cannot be told.
pub(super) fn replace(link: &Link, new: &NewDestination<'_>) -> Result<(Range<usize>, String), Text> {
    let raw = &link.raw;
    if raw.trim_start_matches('!').starts_with("[[") && raw.ends_with("]]") {
        return replace_in_wikilink(raw, new);
    }
    match find_markdown(link) {
        Some(range) => Ok((range, new.text.to_owned())),
        None => Err(words::ELSEWHERE.plain()),
    }
}

fn replace_in_wikilink(raw: &str, new: &NewDestination<'_>) -> Result<(Range<usize>, String), Text> {
    let open = raw.find("[[").map_or(0, |open| open + 2);
    let inner = raw.get(open..raw.len().saturating_sub(2)).filter(|_| raw.ends_with("]]"));
    let inner = inner.ok_or_else(|| words::UNUSUAL.plain())?;
    let (target, has_words) = match inner.split_once('|') {
        Some((target, _)) => (target.strip_suffix('\\').unwrap_or(target), true),
        None => (inner, false),
    };
    let start = open + target.len() - target.trim_start().len();
    let target = target.trim();
    let mut text = new.text.to_owned();
    if new.keeps_words && !has_words && !raw.starts_with('!') {
        let parts = target.split('#').map(str::trim).filter(|part| !part.is_empty());
        let words: Vec<&str> = parts.collect();
        text.push_str(if new.in_table { "\\|" } else { "|" });
        text.push_str(&words.join(" > "));
    }
    Ok((start..start + target.len(), text))
}

/// Finds the destination of `[text](destination "title")`.
fn find_markdown(link: &Link) -> Option<Range<usize>> {
    let raw = link.raw.strip_suffix(')')?;
    let starts = raw.match_indices("](").map(|(at, _)| at + 2).collect::<Vec<_>>();
    starts.into_iter().rev().find_map(|start| {
        let rest = &raw[start..];
        let begin = start + rest.len() - rest.trim_start().len();
        let (range, end) = if let Some(inner) = raw[begin..].strip_prefix('<') {
            let length = inner.find('>')?;
            (begin + 1..begin + 1 + length, begin + length + 2)
        } else {
            let length = raw[begin..].find(char::is_whitespace).unwrap_or(raw.len() - begin);
            (begin..begin + length, begin + length)
        };
        let title = raw.get(end..)?.trim_start();
        let is_title = title.is_empty() || title.starts_with(['"', '\'', '(']);
        (is_title && means(&raw[range.clone()], link)).then_some(range)
    })
}

/// Tells whether a destination is the one of this link.
fn means(destination: &str, link: &Link) -> bool {
    let (path, fragment) = match destination.split_once('#') {
        Some((path, fragment)) => (path, Some(fragment)),
        None => (destination, None),
    };
    let decoded = |text: &str| percent_decode(text).trim().to_owned();
    decoded(path) == link.path && fragment.map(decoded) == link.fragment
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::LinkKind;
    use crate::source::Span;

    fn mended(raw: &str, path: &str, fragment: Option<&str>, text: &str, keeps_words: bool) -> String {
        let link = Link {
            kind: LinkKind::Wikilink,
            raw: raw.to_owned(),
            span: Span::new(0, raw.len()),
            path: path.to_owned(),
            fragment: fragment.map(str::to_owned),
            context: None,
        };
        match replace(&link, &NewDestination { text, keeps_words, in_table: raw.contains("\\|") }) {
            Ok((range, text)) => format!("{}{text}{}", &raw[..range.start], &raw[range.end..]),
            Err(why) => why.to_string(),
        }
    }

    #[test]
    fn only_the_destination_of_a_wikilink_changes() {
        for (raw, keeps_words, expected) in [
            ("[[Cahce]]", false, "[[New]]"),
            ("[[Cahce]]", true, "[[New|Cahce]]"),
            ("![[Cahce]]", true, "![[New]]"),
            ("[[ Cahce | my words ]]", true, "[[ New | my words ]]"),
            ("[[Cahce\\|x]]", true, "[[New\\|x]]"),
            ("[[Cahce#A#B]]", true, "[[New|Cahce > A > B]]"),
        ] {
            assert_eq!(mended(raw, "Cahce", None, "New", keeps_words), expected);
        }
    }

    #[test]
    fn only_the_destination_of_a_markdown_link_changes() {
        for (raw, path, fragment, expected) in [
            ("[t](old.md)", "old.md", None, "[t](N.md)"),
            ("[t](  old.md  \"a (title)\" )", "old.md", None, "[t](  N.md  \"a (title)\" )"),
            ("![old.md](my%20old.md#A)", "my old.md", Some("A"), "![old.md](N.md)"),
            ("[a](<my old.md>)", "my old.md", None, "[a](<N.md>)"),
            ("[a](b_(c).md)", "b_(c).md", None, "[a](N.md)"),
            ("[[x](old.md)](old.md)", "old.md", None, "[[x](old.md)](N.md)"),
            ("[t][ref]", "old.md", None, "its address stands elsewhere, or is written in an unusual way"),
            (
                "[t](old&amp;.md)",
                "old&.md",
                None,
                "its address stands elsewhere, or is written in an unusual way",
            ),
        ] {
            assert_eq!(mended(raw, path, fragment, "N.md", false), expected, "{raw}");
        }
    }
}
