//! Tags of the author, sorted before anything is cleaned.
//!
//! In: one piece of raw HTML, a block or a tag in running text. Out: the same with tags of the short list
//! only, each of them whole. A comment, an attribute or a script that the piece leaves open ends with
//! it, so that it cannot swallow our markup, or the rest of the note. Not here: which attributes a tag
//! may have (`clean`).

use pulldown_cmark_escape::escape_html_body_text;

use super::clean::TAGS;
use crate::note::{Attributes, HTML_ATTRIBUTES, OpenElements};

/// Elements whose content is no text for a reader.
const SILENT: &[&str] = &["script", "style"];

/// What is left of a piece.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sieved {
    /// Text and tags of the list.
    pub(super) html: String,
    /// What the piece opened last and did not close, where its content is not to be shown.
    pub(super) silenced: Option<&'static str>,
}

/// Sorts one piece. `open` follows from one piece to the next which elements are open; start tags that lie too
/// deep, end tags that close nothing and tags with too many attributes are left out. Costs O(length).
pub(super) fn sieve(piece: &str, open: &mut OpenElements) -> Sieved {
    let mut html = String::with_capacity(piece.len());
    let mut rest = piece;
    while let Some(at) = rest.find('<') {
        html.push_str(&rest[..at]);
        rest = &rest[at..];
        let Some(token) = Token::first(rest) else {
            // A tag without an end is text; so is all behind it.
            let _ = escape_html_body_text(&mut html, rest);
            return Sieved { html, silenced: None };
        };
        let tag = &rest[..token.len];
        rest = &rest[token.len..];
        let name = token.name.to_ascii_lowercase();
        if TAGS.contains(&name.as_str()) {
            if token.attributes > HTML_ATTRIBUTES && !token.closes {
                open.refuse(&name);
                continue;
            }
            if !(if token.closes { open.close(&name) } else { open.open(&name) }) {
                continue;
            }
            html.push_str(tag);
        } else if token.name.is_empty() && tag == "<" {
            html.push_str("&lt;");
        } else if let Some(silent) = SILENT.iter().find(|silent| **silent == name && !token.closes) {
            match end_of(rest, silent) {
                Some(end) => rest = &rest[end..],
                None => return Sieved { html, silenced: Some(silent) },
            }
        }
    }
    html.push_str(rest);
    Sieved { html, silenced: None }
}

/// Tells whether a piece closes an element.
pub(super) fn closes(piece: &str, name: &str) -> bool {
    end_of(piece, name).is_some()
}

/// Returns where the end tag of an element ends.
fn end_of(text: &str, name: &str) -> Option<usize> {
    text.match_indices("</").find_map(|(at, _)| {
        let behind = &text[at + 2..];
        let is_named = behind.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name));
        let ends = || behind[name.len()..].starts_with(['>', '/', ' ', '\t', '\n', '\r', '\u{c}']);
        let token = || Token::first(&text[at..]).map_or(text.len() - at, |token| token.len);
        (is_named && ends()).then(|| at + token())
    })
}

/// Something that starts with `<`.
struct Token<'t> {
    /// Its length in bytes.
    len: usize,
    /// The name of a tag; empty for a comment, and for a `<` that starts nothing.
    name: &'t str,
    closes: bool,
    /// How many attributes it has.
    attributes: usize,
}

impl<'t> Token<'t> {
    /// Reads the token at the start of `text`, which is `<`, as a browser does; `None` for a tag that does
    /// not end. A comment without an end goes to the end of the text.
    fn first(text: &'t str) -> Option<Self> {
        let nameless = |len| Some(Self { len, name: "", closes: false, attributes: 0 });
        let to_mark = |text: &str| text.find('>').map_or(text.len(), |at| at + 1);
        let inner = &text[1..];
        if let Some(comment) = inner.strip_prefix("!--") {
            let len = if comment.starts_with('>') || comment.starts_with("->") {
                to_mark(text)
            } else {
                comment_len(comment).map_or(text.len(), |len| 4 + len)
            };
            return nameless(len);
        }
        let (closes, named) = inner.strip_prefix('/').map_or((false, inner), |named| (true, named));
        if !named.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let is_comment = closes || inner.starts_with(['!', '?']);
            return nameless(if is_comment { to_mark(text) } else { 1 });
        }
        let name_len = named.find(|c: char| is_blank(c) || c == '/' || c == '>')?;
        let behind = &named[name_len..];
        let Attributes { len, count } = Attributes::read(behind);
        Some(Self {
            len: text.len() - behind.len() + len?,
            name: &named[..name_len],
            closes,
            attributes: count,
        })
    }
}

/// Returns how long a comment is that `text` is the inside of, its end mark included.
fn comment_len(text: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(hyphens) = text[at..].find("--") {
        at += hyphens;
        // However many hyphens there are, the last two end it.
        at += text[at..].bytes().take_while(|byte| *byte == b'-').count();
        if let Some(mark) = [">", "!>"].into_iter().find(|mark| text[at..].starts_with(mark)) {
            return Some(at + mark.len());
        }
    }
    None
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::note::HTML_DEPTH;

    fn sieved(piece: &str) -> String {
        sieve(piece, &mut OpenElements::default()).html
    }

    #[test]
    fn only_whole_tags_of_the_list_are_left() {
        for (piece, left) in [
            ("<b class=x>a</b >", "<b class=x>a</b >"),
            ("<B>a</B>", "<B>a</B>"),
            ("a<!-- <b> -->b<!-->c<!--->d<?x?>e<!DOCTYPE x>f</3>g", "abcdefg"),
            ("<script>x('</b>')</script >a<STYLE>b", "a"),
            ("<svg><title>a</title></svg>", "a"),
            ("<p>a<!-- b", "<p>a"),
            ("<p><a title=\"b", "<p>&lt;a title=\"b"),
            ("<p title='>'>a<p title=x\">b<p \">c<p a=>d", "<p title='>'>a<p title=x\">b<p \">c<p a=>d"),
            ("1 < 2 <", "1 &lt; 2 &lt;"),
            ("<x-1>a</x-1>", "a"),
        ] {
            assert_eq!(sieved(piece), left, "{piece}");
        }
    }

    #[test]
    fn elements_lie_so_deep_and_no_deeper() {
        let left = sieved(&"<div>".repeat(100_000));
        assert_eq!(left.matches("<div>").count(), HTML_DEPTH);
        let flat = "<p><b>a</b><li>".repeat(1_000);
        assert_eq!(sieved(&flat), flat);
    }

    #[test]
    fn a_tag_has_so_many_attributes_and_no_more() {
        let tag = |count: usize| format!("<b{}>", " a=\"x y\"".repeat(count));
        assert_eq!(sieved(&tag(HTML_ATTRIBUTES)), tag(HTML_ATTRIBUTES));
        assert_eq!(sieved(&format!("1{}2</b>", tag(HTML_ATTRIBUTES + 1))), "12");
    }

    #[test]
    fn comments_end_where_a_browser_ends_them() {
        for comment in ["<!---->", "<!-- a -->", "<!--a--->", "<!--a--!>", "<!--a-----!>", "<!-- a -- b -->"]
        {
            assert_eq!(sieved(&format!("1{comment}2")), "12", "{comment}");
        }
        assert_eq!(sieved("1<!-- a -- > b --x> c"), "1");
    }

    #[test]
    fn what_is_left_open_is_told() {
        assert_eq!(sieve("<script>", &mut OpenElements::default()).silenced, Some("script"));
        assert_eq!(sieve("<script>x</script>", &mut OpenElements::default()).silenced, None);
        assert!(closes("</SCRIPT\n>", "script") && !closes("</scripts>", "script"));
    }

    proptest! {
        /// The parser of the cleaner takes no more of a piece for a tag than the sieve does.
        #[test]
        fn nothing_is_left_open(parts in prop::collection::vec(prop::sample::select(PARTS), 0..24)) {
            let piece = sieved(&parts.concat());
            let whole = ammonia::Builder::new().add_tags(["mark"]).clean(&format!("{piece}<mark>x</mark>"));
            prop_assert!(whole.to_string().contains("<mark>x</mark>"), "{piece} gave {whole}");
        }
    }

    const PARTS: &[&str] = &[
        "<",
        ">",
        "/",
        "\"",
        "'",
        "=",
        " ",
        "\n",
        "a",
        "b",
        "!",
        "--",
        "-",
        "<!--",
        "-->",
        "--!>",
        "<a ",
        "<b>",
        "</",
        "<script",
        "</script>",
        "<style>",
        "</style ",
        "<textarea>",
        "<title>",
        "<svg>",
        "<math>",
        "<select>",
        "<plaintext>",
        "<xmp>",
        "<template>",
        "<table>",
        "<td ",
        "<p title=",
        "<![CDATA[",
        "]]>",
        "<?",
        "&lt;",
        "\u{c}",
        "é",
        "<IMG src=x",
        "<noscript>",
        "<frameset>",
    ];
}
