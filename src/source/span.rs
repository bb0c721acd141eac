//! Places in a source, and the lines and columns that a reader sees.

use super::SourcePath;

/// A range of byte offsets into the text of one file; `end` is behind the last byte.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte behind the last.
    pub end: usize,
}

impl Span {
    /// Makes a span.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self { start: range.start, end: range.end }
    }
}

/// What a diagnostic is about: a span of a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The file.
    pub path: SourcePath,
    /// Where in it.
    pub span: Span,
}

/// A line and a column as a reader counts them, both from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineColumn {
    /// The line, front matter included.
    pub line_number: usize,
    /// The column in Unicode scalar values. A byte order mark at the start of the file is none.
    pub column_number: usize,
}

/// Finds lines and columns in one text. Making it costs O(text), a question O(log lines), however long
/// the line is.
pub struct LineIndex<'t> {
    text: &'t str,
    line_starts: Vec<usize>,
    /// How many characters start before each block of [`BLOCK_BYTES`].
    block_chars: Vec<usize>,
}

const BLOCK_BYTES: usize = 1024;

impl<'t> LineIndex<'t> {
    /// Reads through `text` once. A line ends with `\n`, `\r\n` or a lone `\r`.
    pub fn new(text: &'t str) -> Self {
        let bytes = text.as_bytes();
        let mut line_starts = vec![0];
        for (offset, byte) in bytes.iter().enumerate() {
            let lone_return = *byte == b'\r' && bytes.get(offset + 1) != Some(&b'\n');
            if *byte == b'\n' || lone_return {
                line_starts.push(offset + 1);
            }
        }
        let mut char_count = 0;
        let block_chars = bytes
            .chunks(BLOCK_BYTES)
            .map(|block| {
                let before = char_count;
                char_count += count_starts(block);
                before
            })
            .collect();
        Self { text, line_starts, block_chars }
    }

    /// Returns the line and column of a byte offset. An offset inside a character counts as its start,
    /// one behind the end as the end.
    pub fn line_column(&self, offset: usize) -> LineColumn {
        let offset = self.text.floor_char_boundary(offset.min(self.text.len()));
        let line_index = self.line_starts.partition_point(|start| *start <= offset) - 1;
        let start = self.line_starts[line_index];
        let mark = usize::from(line_index == 0 && offset > 0 && self.text.starts_with('\u{feff}'));
        let column_number = self.chars_before(offset) - self.chars_before(start) - mark + 1;
        LineColumn { line_number: line_index + 1, column_number }
    }

    /// Returns the span of a line, without its end. `line_number` counts from 1.
    pub fn line_span(&self, line_number: usize) -> Span {
        let start = self.line_starts.get(line_number.wrapping_sub(1)).copied().unwrap_or(self.text.len());
        Span::new(start, start + self.line(line_number).len())
    }

    fn chars_before(&self, offset: usize) -> usize {
        let block = (offset / BLOCK_BYTES).min(self.block_chars.len().saturating_sub(1));
        let before = self.block_chars.get(block).copied().unwrap_or_default();
        before + count_starts(&self.text.as_bytes()[block * BLOCK_BYTES..offset])
    }

    /// Returns the text of a line, without its end. `line_number` counts from 1.
    pub fn line(&self, line_number: usize) -> &'t str {
        let Some(start) = self.line_starts.get(line_number.wrapping_sub(1)) else { return "" };
        let end = self.line_starts.get(line_number).copied().unwrap_or(self.text.len());
        self.text[*start..end].trim_end_matches(['\r', '\n'])
    }
}

fn count_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0b1100_0000 != 0b1000_0000).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_skip_the_byte_order_mark() {
        let text = "\u{feff}ab\r\nПривет 🎉 x\n\ty";
        let index = LineIndex::new(text);
        let at = |needle: &str| {
            let found = index.line_column(text.find(needle).expect("part of the text"));
            (found.line_number, found.column_number)
        };
        assert_eq!((at("a"), at("x"), at("y")), ((1, 1), (2, 10), (3, 2)));
        assert_eq!(index.line(2), "Привет 🎉 x");
    }

    #[test]
    fn long_lines_are_counted_like_short_ones() {
        let text = "a\n".to_owned() + &"Привет 🎉".repeat(2000) + "x";
        let index = LineIndex::new(&text);
        for (offset, _) in text.char_indices().filter(|(offset, _)| offset % 7 == 0) {
            let before = &text[..offset];
            let start = before.rfind('\n').map_or(0, |end| end + 1);
            assert_eq!(index.line_column(offset).column_number, text[start..offset].chars().count() + 1);
        }
        assert_eq!(index.line_span(2), Span::new(2, text.len()));
        assert_eq!(LineIndex::new("").line_column(9), LineColumn { line_number: 1, column_number: 1 });
    }
}
