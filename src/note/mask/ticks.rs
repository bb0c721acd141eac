//! Runs of backticks: which of them hold inline code between them.

use std::ops::Range;

/// The runs of one text block, sorted by length, then by place.
#[derive(Debug)]
pub(in crate::note) struct Ticks(Vec<(usize, usize)>);

impl Ticks {
    /// Finds the runs in a range.
    pub(in crate::note) fn new(text: &str, range: Range<usize>) -> Self {
        let bytes = &text.as_bytes()[..range.end];
        let mut runs = Vec::new();
        let mut at = range.start;
        while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'`') {
            let start = at + found;
            at = start + run_length(&bytes[start..]);
            runs.push((at - start, start));
        }
        runs.sort_unstable();
        Self(runs)
    }

    /// Returns the end of the inline code whose opening run of `length` ends at `from`.
    pub(in crate::note) fn code_end(&self, length: usize, from: usize) -> Option<usize> {
        let index = self.0.partition_point(|run| *run < (length, from));
        self.0.get(index).filter(|run| run.0 == length).map(|run| run.1 + length)
    }
}

/// Returns how many backticks `bytes` opens with.
pub(in crate::note) fn run_length(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| **byte == b'`').count()
}
