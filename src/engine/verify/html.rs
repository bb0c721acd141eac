//! Finds addresses and ids in finished HTML.
//!
//! In: a page. Out: what stands in `href`, `src`, `srcset`, `poster`, `data` and `id`, where a page leads on by
//! itself, and what its styles ask for. Comments and scripts are passed over as a browser does.

use std::borrow::Cow;

use super::css;

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
    let name_end = text.bytes().position(|byte| is_blank(byte) || matches!(byte, b'/' | b'>'));
    let name_end = name_end.unwrap_or(text.len());
    let name = &text[..name_end];
    let element = name;
    let mut at = name_end;
    let (mut is_refresh, mut content) = (false, None);
    let end = loop {
        let rest = text[at..].bytes();
        at += rest.take_while(|byte| is_blank(*byte) || *byte == b'/').count();
        let rest = &text[at..];
        if rest.is_empty() || rest.starts_with('>') {
            break (at + 1).min(text.len());
        }
        let Attribute { name, value, length } = attribute(rest);
        at += length;
        let mut shown = |value: &str| {
            found(Found::Address { value: Cow::Owned(value.to_owned()), is_shown: true, tag: text });
        };
        match &*in_small_letters(name) {
            "id" => found(Found::Id(decoded(value))),
            "href" => found(Found::Address { value: decoded(value), is_shown: false, tag: text }),
            "src" | "poster" | "data" => {
                found(Found::Address { value: decoded(value), is_shown: true, tag: text });
            }
            "srcset" | "imagesrcset" => candidates(&decoded(value), &mut shown),
            "style" => css::addresses(&decoded(value), &mut shown),
            "http-equiv" => is_refresh = value.trim().eq_ignore_ascii_case("refresh"),
            "content" => content = Some(value),
            _ => {}
        }
    };
    if let Some(value) =
        content.filter(|_| is_refresh && element.eq_ignore_ascii_case("meta")).and_then(refresh)
    {
        found(Found::Address { value: decoded(value), is_shown: false, tag: text });
    }
    let Some(raw) = RAW.iter().find(|raw| element.eq_ignore_ascii_case(raw)) else { return end };
    let inner = &text[end..end + raw_length(&text[end..], raw)];
    if *raw == "style" {
        css::addresses(inner, &mut |value| {
            found(Found::Address { value: Cow::Owned(value.to_owned()), is_shown: true, tag: text });
        });
    }
    end + inner.len()
}

fn in_small_letters(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// Calls `found` for the addresses of a list of pictures: `small.png 1x, large.png 2x`.
fn candidates(list: &str, found: &mut impl FnMut(&str)) {
    let mut rest = list;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_ascii_whitespace() || c == ',');
        let end = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
        let (address, more) = rest.split_at(end);
        let bare = address.trim_end_matches(',');
        if bare.is_empty() {
            return;
        }
        found(bare);
        // A comma at the end of an address closes the entry; else it stands behind its width.
        rest =
            if bare.len() < address.len() { more } else { more.split_once(',').map_or("", |(_, next)| next) };
    }
}

/// Returns where a page leads on to: the address in `0; url=there`.
fn refresh(content: &str) -> Option<&str> {
    let rest = content.trim_start().trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    let rest = rest.trim_start().trim_start_matches([';', ',']).trim_start();
    let is_named = rest.get(..3).is_some_and(|word| word.eq_ignore_ascii_case("url"));
    let address = if is_named { rest[3..].trim_start().strip_prefix('=')?.trim_start() } else { rest };
    let address = match address.chars().next()? {
        quote @ ('"' | '\'') => address[1..].split(quote).next()?,
        _ => address,
    };
    Some(address.trim()).filter(|address| !address.is_empty())
}

/// Tells whether a byte parts attributes.
fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

struct Attribute<'h> {
    name: &'h str,
    value: &'h str,
    length: usize,
}

fn attribute(text: &str) -> Attribute<'_> {
    // A sign of equality at the start is a part of the name.
    let first = text.chars().next().map_or(0, char::len_utf8);
    let ends = |byte| is_blank(byte) || matches!(byte, b'=' | b'/' | b'>');
    let name_end = text[first..].bytes().position(ends).map_or(text.len(), |end| first + end);
    let name = &text[..name_end];
    let rest = &text[name_end..];
    let blanks = rest.len() - rest.trim_start().len();
    let Some(value) = rest[blanks..].strip_prefix('=') else {
        return Attribute { name, value: "", length: name_end };
    };
    let skipped = value.len() - value.trim_start().len();
    let value = &value[skipped..];
    let before = name_end + blanks + 1 + skipped;
    if let Some(quote) = value.bytes().next().filter(|first| matches!(first, b'"' | b'\'')) {
        let inner = &value[1..];
        let end = inner.bytes().position(|byte| byte == quote).unwrap_or(inner.len());
        Attribute { name, value: &inner[..end], length: (before + end + 2).min(text.len()) }
    } else {
        let end = value.bytes().position(|byte| is_blank(byte) || byte == b'>').unwrap_or(value.len());
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
            ("<A HREF=x><img srcset=\"a.png 1x, b,c.png 2x,d.png\">", "→x ⇒a.png ⇒b,c.png ⇒d.png"),
            ("<source srcset=' a.png, b.png 100w , '>", "⇒a.png ⇒b.png"),
            ("<p style=\"background:url(&quot;a.png&quot;)\">", "⇒a.png"),
            ("<style>a{b:url( c.png )} @import 'd.css';</style><i id=x>", "⇒c.png ⇒d.css #x"),
            ("<meta http-equiv=Refresh content=\"0; URL='../x/'\">", "→../x/"),
            ("<meta content=\"5;y/\" http-equiv=\"refresh\"><meta name=a content=\"0;url=z\">", "→y/"),
            ("<meta http-equiv=refresh content=30>", ""),
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
