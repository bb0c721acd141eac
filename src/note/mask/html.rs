//! Where raw HTML begins and ends, by the rules of Markdown.

/// When a block of HTML ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HtmlEnd {
    /// With the line that holds one of these.
    Line(&'static [&'static str]),
    /// Before the next blank line.
    Blank,
}

/// Tells whether a line opens a block of HTML, and how the block ends.
pub(super) fn block_start(line: &str, in_paragraph: bool) -> Option<HtmlEnd> {
    let rest = line.strip_prefix('<')?;
    if rest.starts_with("!--") {
        return Some(HtmlEnd::Line(&["-->"]));
    }
    if rest.starts_with('?') {
        return Some(HtmlEnd::Line(&["?>"]));
    }
    if rest.starts_with("![CDATA[") {
        return Some(HtmlEnd::Line(&["]]>"]));
    }
    if rest.strip_prefix('!').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphabetic())) {
        return Some(HtmlEnd::Line(&[">"]));
    }
    let closing = rest.starts_with('/');
    let name_start = rest.strip_prefix('/').unwrap_or(rest);
    let length = name_start.bytes().take_while(u8::is_ascii_alphanumeric).count();
    let name = name_start[..length].to_ascii_lowercase();
    let after = &name_start[length..];
    let ends = after.is_empty() || after.starts_with([' ', '\t', '>']);
    if !closing && ends && ["script", "pre", "style", "textarea"].contains(&name.as_str()) {
        return Some(HtmlEnd::Line(&["</script>", "</pre>", "</style>", "</textarea>"]));
    }
    if (ends || after.starts_with("/>")) && BLOCK_NAMES.binary_search(&name.as_str()).is_ok() {
        return Some(HtmlEnd::Blank);
    }
    let alone = element_length(line.as_bytes()).is_some_and(|length| line[length..].trim().is_empty());
    (!in_paragraph && alone).then_some(HtmlEnd::Blank)
}

/// Tells whether a line ends a block of HTML that ends with a line.
pub(super) fn block_ends(line: &str, ends: &[&str]) -> bool {
    ends.iter().any(|end| {
        line.as_bytes().windows(end.len()).any(|window| window.eq_ignore_ascii_case(end.as_bytes()))
    })
}

/// Returns the length of the tag, comment or address in angle brackets that `text` opens with.
pub(super) fn tag_length(text: &str) -> Option<usize> {
    let rest = text.strip_prefix('<')?;
    if rest.starts_with("!--") {
        return text.find("-->").map(|at| at + 3);
    }
    if rest.starts_with('?') {
        return text.find("?>").map(|at| at + 2);
    }
    if rest.starts_with("![CDATA[") {
        return text.find("]]>").map(|at| at + 3);
    }
    if rest.starts_with('!') {
        return text.find('>').map(|at| at + 1);
    }
    element_length(text.as_bytes()).or_else(|| address_length(text))
}

/// Returns the length of an opening or closing tag.
fn element_length(bytes: &[u8]) -> Option<usize> {
    let blank = |byte: &u8| byte.is_ascii_whitespace();
    let skip = |from: usize, wanted: &dyn Fn(&u8) -> bool| {
        from + bytes[from.min(bytes.len())..].iter().take_while(|byte| wanted(byte)).count()
    };
    let closing = bytes.get(1) == Some(&b'/');
    let mut at = 1 + usize::from(closing);
    if !bytes.get(at)?.is_ascii_alphabetic() {
        return None;
    }
    at = skip(at, &|byte| byte.is_ascii_alphanumeric() || *byte == b'-');
    loop {
        let before = at;
        at = skip(at, &blank);
        match bytes.get(at)? {
            b'>' => return Some(at + 1),
            b'/' if !closing && bytes.get(at + 1) == Some(&b'>') => return Some(at + 2),
            first
                if closing
                    || before == at
                    || !(first.is_ascii_alphabetic() || matches!(first, b'_' | b':')) =>
            {
                return None;
            }
            _ => {}
        }
        at = skip(at, &|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b':' | b'.' | b'-'));
        let sign = skip(at, &blank);
        if bytes.get(sign) != Some(&b'=') {
            continue;
        }
        let value = skip(sign + 1, &blank);
        let quote = *bytes.get(value)?;
        at = if matches!(quote, b'"' | b'\'') {
            let length = bytes[value + 1..].iter().position(|byte| *byte == quote)?;
            value + length + 2
        } else {
            let end = skip(value, &|byte| {
                !byte.is_ascii_whitespace() && !matches!(byte, b'"' | b'\'' | b'=' | b'<' | b'>' | b'`')
            });
            (end > value).then_some(end)?
        };
    }
}

/// Returns the length of `<scheme:…>` or `<name@host>`.
fn address_length(text: &str) -> Option<usize> {
    let end = text[1..].find(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>'))? + 1;
    let inner = &text[1..end];
    (text[end..].starts_with('>') && inner.contains([':', '@'])).then_some(end + 1)
}

/// Names of elements that open a block, sorted.
const BLOCK_NAMES: [&str; 62] = [
    "address",
    "article",
    "aside",
    "base",
    "basefont",
    "blockquote",
    "body",
    "caption",
    "center",
    "col",
    "colgroup",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "iframe",
    "legend",
    "li",
    "link",
    "main",
    "menu",
    "menuitem",
    "nav",
    "noframes",
    "ol",
    "optgroup",
    "option",
    "p",
    "param",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "track",
    "ul",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_sorted() {
        assert!(BLOCK_NAMES.is_sorted());
    }

    #[test]
    fn tags_are_measured() {
        for (text, length) in [
            ("<u>x", Some(3)),
            ("</u>x", Some(4)),
            ("<a href=\"[[No]] > \">x", Some(20)),
            ("<br/>", Some(5)),
            ("<a b c='d'>", Some(11)),
            ("<https://example.org/%%>", Some(24)),
            ("<!-- %% -->x", Some(11)),
            ("< b>", None),
            ("<a <b>", None),
            ("<5>", None),
            ("<a b=>", None),
        ] {
            assert_eq!(tag_length(text), length, "{text}");
        }
    }

    #[test]
    fn blocks_of_html_are_told_from_text() {
        assert_eq!(block_start("<div>", true), Some(HtmlEnd::Blank));
        assert_eq!(block_start("<span>", false), Some(HtmlEnd::Blank));
        assert_eq!(block_start("<span>", true), None);
        assert_eq!(block_start("<span>x", false), None);
        assert!(matches!(block_start("<pre>", true), Some(HtmlEnd::Line(_))));
        assert_eq!(block_start("<https://example.org>", false), None);
    }
}
