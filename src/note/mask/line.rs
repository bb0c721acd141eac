//! What a line may open: the block starts of Markdown, as far as they matter for finding code.

/// A position in a line with its column, since tabs stop at every fourth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cursor {
    /// Byte offset in the text.
    pub(super) at: usize,
    column: usize,
    /// Columns of a tab that has been used in part.
    spare: usize,
}

impl Cursor {
    pub(super) fn new(at: usize) -> Self {
        Self { at, column: 0, spare: 0 }
    }

    /// Returns the columns of white space ahead, and the offset behind it.
    pub(super) fn indent(self, text: &str) -> (usize, usize) {
        let mut column = self.column;
        let mut at = self.at;
        let start = self.column - self.spare;
        for byte in &text.as_bytes()[self.at..] {
            match byte {
                b' ' => column += 1,
                b'\t' => column += 4 - column % 4,
                _ => break,
            }
            at += 1;
        }
        (column - start, at)
    }

    /// Moves over at most `columns` of white space; a tab may be used in part.
    pub(super) fn skip_columns(&mut self, text: &str, columns: usize) {
        let mut left = columns.saturating_sub(self.spare);
        self.spare = self.spare.saturating_sub(columns);
        while left > 0 {
            let width = match text.as_bytes().get(self.at) {
                Some(b' ') => 1,
                Some(b'\t') => 4 - self.column % 4,
                _ => return,
            };
            self.at += 1;
            self.column += width;
            self.spare = width.saturating_sub(left);
            left = left.saturating_sub(width);
        }
    }

    /// Moves over `length` bytes of visible ASCII.
    pub(super) fn skip_bytes(&mut self, length: usize) {
        self.at += length;
        self.column += length;
        self.spare = 0;
    }

    /// Moves over the mark of a quote, if there is one.
    pub(super) fn skip_quote(&mut self, text: &str) -> bool {
        let (indent, at) = self.indent(text);
        if indent > 3 || text.as_bytes().get(at) != Some(&b'>') {
            return false;
        }
        self.skip_columns(text, indent);
        self.skip_bytes(1);
        if matches!(text.as_bytes().get(self.at), Some(b' ' | b'\t')) {
            self.skip_columns(text, 1);
        }
        true
    }
}

/// Returns the end of the line that `at` stands in: without and with the line break.
pub(in crate::note) fn line_ends(text: &str, at: usize) -> (usize, usize) {
    let bytes = text.as_bytes();
    let Some(found) = bytes[at..].iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
        return (text.len(), text.len());
    };
    let end = at + found;
    let next = if bytes[end] == b'\r' && bytes.get(end + 1) == Some(&b'\n') { end + 2 } else { end + 1 };
    (end, next)
}

/// Returns sign and length of the code fence that a line opens with, and whether nothing follows it.
pub(in crate::note) fn fence(line: &str) -> Option<(u8, usize, bool)> {
    let sign = *line.as_bytes().first().filter(|byte| matches!(byte, b'`' | b'~'))?;
    let length = line.bytes().take_while(|byte| *byte == sign).count();
    let info = &line[length..];
    let valid = length >= 3 && (sign == b'~' || !info.contains('`'));
    valid.then(|| (sign, length, info.trim().is_empty()))
}

/// Returns how many bytes the mark of an ATX heading takes, its blank not included.
pub(in crate::note) fn heading_mark(line: &str) -> Option<usize> {
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let ends = line[level..].is_empty() || line[level..].starts_with([' ', '\t']);
    ((1..=6).contains(&level) && ends).then_some(level)
}

/// Tells whether a line is a rule.
pub(in crate::note) fn is_rule(line: &str) -> bool {
    let Some(sign) = line.bytes().next().filter(|byte| matches!(byte, b'-' | b'*' | b'_')) else {
        return false;
    };
    let mut count = 0;
    line.bytes().all(|byte| {
        count += usize::from(byte == sign);
        byte == sign || matches!(byte, b' ' | b'\t')
    }) && count >= 3
}

/// Tells whether a line underlines a heading.
pub(super) fn is_underline(line: &str) -> bool {
    let line = line.trim_end();
    !line.is_empty() && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'))
}

/// Tells whether a line is the second one of a table.
pub(super) fn is_delimiter_row(line: &str) -> bool {
    let line = line.trim();
    line.contains('-')
        && line.contains(['|', ':', '-'])
        && line.bytes().all(|byte| matches!(byte, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// A list marker: its length, and whether it may end a paragraph.
pub(in crate::note) fn list_marker(line: &str) -> Option<(usize, bool)> {
    let bytes = line.as_bytes();
    let (length, plain_number) = match bytes.first()? {
        b'-' | b'+' | b'*' => (1, true),
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
            let closed = matches!(bytes.get(digits), Some(b'.' | b')'));
            if digits > 9 || !closed {
                return None;
            }
            (digits + 1, &line[..digits] == "1")
        }
        _ => return None,
    };
    let rest = &line[length..];
    let separated = rest.is_empty() || rest.starts_with([' ', '\t']);
    separated.then(|| (length, plain_number && !rest.trim().is_empty()))
}

/// Returns the length of `[^label]:` at the start of a line.
pub(super) fn footnote_mark(line: &str) -> Option<usize> {
    let rest = line.strip_prefix("[^")?;
    let close = rest.find([']', ' ', '\t'])?;
    (close > 0 && rest[close..].starts_with("]:")).then_some(close + 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tabs_stop_at_every_fourth_column() {
        let text = "\t\tx";
        let mut cursor = Cursor::new(0);
        assert_eq!(cursor.indent(text), (8, 2));
        cursor.skip_columns(text, 2);
        assert_eq!(cursor.indent(text), (6, 2));
        cursor.skip_columns(text, 6);
        assert_eq!((cursor.indent(text), cursor.at), ((0, 2), 2));
    }

    #[test]
    fn lines_open_what_markdown_says() {
        assert_eq!(fence("```rust"), Some((b'`', 3, false)));
        assert_eq!(fence("``` a`b"), None);
        assert_eq!(fence("~~~~"), Some((b'~', 4, true)));
        assert_eq!(heading_mark("## x"), Some(2));
        assert_eq!(heading_mark("#tag"), None);
        assert!(is_rule("- - -") && !is_rule("--") && !is_rule("- a -"));
        assert_eq!(list_marker("- x"), Some((1, true)));
        assert_eq!(list_marker("2. x"), Some((2, false)));
        assert_eq!(list_marker("-x"), None);
        assert_eq!(footnote_mark("[^1]: x"), Some(5));
        assert!(is_delimiter_row("| -- |:-:|") && !is_delimiter_row("||"));
    }
}
