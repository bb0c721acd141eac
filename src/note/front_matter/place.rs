//! Finds where a value of the metadata block is written.
//!
//! In: the text of the block, a key, a text. Out: a span of the file. The readers of the formats tell
//! values, not places, so these are looked for behind their key.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::source::Span;

/// The top-level keys of a block and where their lines stand.
pub(super) struct Places<'t> {
    text: &'t str,
    inner: Range<usize>,
    sections: BTreeMap<&'t str, Range<usize>>,
}

impl<'t> Places<'t> {
    /// Reads through the block `inner` of `text` once.
    pub(super) fn new(text: &'t str, inner: Range<usize>) -> Self {
        let mut starts: Vec<(&str, usize, usize)> = Vec::new();
        let mut at = inner.start;
        for line in text[inner.clone()].split_inclusive(['\n', '\r']) {
            if let Some((key, length)) = key_of(line) {
                starts.push((key, at, at + length));
            }
            at += line.len();
        }
        let mut sections = BTreeMap::new();
        for (index, (key, _, start)) in starts.iter().enumerate() {
            let end = starts.get(index + 1).map_or(inner.end, |(_, next, _)| *next);
            sections.entry(*key).or_insert(*start..end);
        }
        Self { text, inner, sections }
    }

    /// Returns the part of the file that stands behind `key`: the whole block where it was not found.
    pub(super) fn section(&self, key: &str) -> Range<usize> {
        self.sections.get(key).cloned().unwrap_or(self.inner.clone())
    }

    /// Returns the first line behind `key` that says something: where a list or a map begins.
    pub(super) fn first_of(&self, key: &str) -> Span {
        let section = self.section(key);
        let written = self.text[section.clone()].trim_start_matches([':', '=', ' ', '\t', '\r', '\n']);
        let start = section.end - written.len();
        let length = written.split(['\r', '\n']).next().map_or(0, |line| line.trim_end().len());
        Span::new(start, start + length)
    }

    /// Returns where `value` stands in `section`, and moves the start of `section` behind it. The
    /// whole block where it cannot be found, for example because it is written with escapes.
    pub(super) fn find(&self, section: &mut Range<usize>, value: &str) -> Span {
        match self.text[section.clone()].find(value) {
            Some(found) if !value.is_empty() => {
                let start = section.start + found;
                section.start = start + value.len();
                Span::new(start, section.start)
            }
            _ => self.inner.clone().into(),
        }
    }
}

/// Returns the key that a line opens with, without quotation marks, and how many bytes it takes.
fn key_of(line: &str) -> Option<(&str, usize)> {
    let quote = line.chars().next().filter(|c| matches!(c, '"' | '\''));
    let (key, rest) = match quote {
        Some(mark) => line[1..].split_once(mark)?,
        None => line.split_at(line.find([':', '='])?),
    };
    let separated = rest.trim_start().starts_with([':', '=']);
    (separated && !key.starts_with([' ', '\t', '-', '#', '[']))
        .then(|| (key.trim_end(), line.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_behind_their_keys() {
        let text = "---\na: b\n\"b\": [b, b]\nc:\n  - b\n---\n";
        let places = Places::new(text, 4..text.len() - 4);
        for (key, offsets) in [("a", vec![7]), ("b", vec![15, 18]), ("c", vec![28])] {
            let mut section = places.section(key);
            let found: Vec<usize> = offsets.iter().map(|_| places.find(&mut section, "b").start).collect();
            assert_eq!(found, offsets, "{key}");
        }
    }
}
