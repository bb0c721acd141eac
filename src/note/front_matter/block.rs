//! Finds the metadata block at the start of a file.

use std::ops::Range;

/// The language that a metadata block is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Format {
    /// YAML or JSON between lines of `---`.
    Yaml,
    /// TOML between lines of `+++`.
    Toml,
}

/// A metadata block as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The whole block with its marks and the end of the last line.
    pub(super) whole: Range<usize>,
    /// What stands between the marks.
    pub(super) inner: Range<usize>,
    /// How it is written.
    pub(super) format: Format,
    /// Whether there is a closing mark.
    pub(super) closed: bool,
}

/// Finds the block. One without an end is taken for a block only where its first lines look like one:
/// a lone `---` at the top of a file may be a rule.
pub(super) fn find(text: &str) -> Option<Block> {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let first_end = line_end(text, start);
    let (format, mark) = match text[start..first_end].trim_end() {
        "---" => (Format::Yaml, "---"),
        "+++" => (Format::Toml, "+++"),
        _ => return None,
    };
    let mut at = first_end;
    while at < text.len() {
        let end = line_end(text, at);
        if text[at..end].trim_end() == mark {
            return Some(Block { whole: start..end, inner: first_end..at, format, closed: true });
        }
        at = end;
    }
    let end = first_blank_line(text, first_end);
    let looks_like_one = text[first_end..end].lines().any(|line| opens_with_key(line, format));
    looks_like_one.then_some(Block { whole: start..end, inner: first_end..end, format, closed: false })
}

/// Returns the offset behind the line that `at` stands in, its end included.
fn line_end(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    let Some(found) = bytes[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
        return text.len();
    };
    let end = at + found;
    if bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n') { end + 2 } else { end + 1 }
}

fn first_blank_line(text: &str, from: usize) -> usize {
    let mut at = from;
    let mut seen_words = false;
    while at < text.len() {
        let end = line_end(text, at);
        let blank = text[at..end].trim().is_empty();
        if blank && seen_words {
            return at;
        }
        seen_words |= !blank;
        at = end;
    }
    text.len()
}

fn opens_with_key(line: &str, format: Format) -> bool {
    let sign = if format == Format::Yaml { ':' } else { '=' };
    let Some((key, value)) = line.split_once(sign) else { return false };
    let key = key.trim_end();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"' | '\'');
    let spaced = value.is_empty() || value.starts_with([' ', '\t']) || format == Format::Toml;
    !key.is_empty() && key.chars().all(plain) && spaced
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_at_the_very_start_alone() {
        for (text, inner) in [
            ("---\ntitle: a\n---\nx", Some("title: a\n")),
            ("\u{feff}---\r\na: 1\r\n---\r\nx", Some("a: 1\r\n")),
            ("---\ra: 1\r---\rx", Some("a: 1\r")),
            ("---\n---\nx", Some("")),
            ("+++\na = 1\n+++", Some("a = 1\n")),
            ("---\ntitle: a\nno end\n\nwords", Some("title: a\nno end\n")),
            ("---\n\nwords after a rule\n", None),
            (
                "---\nwords: are not enough of a key, they are\n",
                Some("words: are not enough of a key, they are\n"),
            ),
            ("\n---\na: 1\n---\n", None),
            ("----\na: 1\n----\n", None),
            ("---", None),
            ("", None),
        ] {
            assert_eq!(find(text).map(|block| &text[block.inner]), inner, "{text:?}");
        }
    }
}
