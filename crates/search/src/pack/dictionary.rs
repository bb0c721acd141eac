//! Dictionaries: the terms of a field, in blocks that tantivy wrote.
//!
//! A block is its length (four bytes), a byte that says whether it is compressed (it never is), what
//! is known of its terms, and the terms. Known are their number, where the posting list and the
//! positions of the first begin, and for each its sections, and the lengths of both. A term says how
//! many bytes it shares with the one before it, and how many follow. Which block may hold a term is
//! told by a list of bounds in the hot part.

use std::ops::Range;

use super::{Bytes, FieldId, Open, Space, take_number};
#[cfg(not(target_arch = "wasm32"))]
use super::{put, shared};

/// A byte for the lengths of a term, half of it each; this one says that they follow as numbers.
const LONG: u8 = 1;

/// Where the blocks of a dictionary begin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Blocks {
    /// For each block the bytes in its dictionary, and a text that comes after all terms of the blocks
    /// before it and not after its own.
    blocks: Vec<(Range<usize>, Vec<u8>)>,
}

impl Blocks {
    /// Adds a block of so many bytes; `before` is the last term before it, `first` its own first.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn push(&mut self, length: usize, before: &[u8], first: &[u8]) {
        let start = self.blocks.last().map_or(0, |(range, _)| range.end);
        let bound = first[..first.len().min(shared(before, first) + 1)].to_vec();
        self.blocks.push((start..start + length, bound));
    }

    /// Appends the list.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn put(&self, out: &mut Vec<u8>) {
        put(out, self.blocks.len() as u64);
        let mut before: &[u8] = &[];
        for (range, bound) in &self.blocks {
            let same = shared(before, bound);
            put(out, range.len() as u64);
            put(out, same as u64);
            put(out, (bound.len() - same) as u64);
            out.extend_from_slice(&bound[same..]);
            before = bound;
        }
    }

    /// Reads a list; `None` where the bytes are none.
    pub(crate) fn read(bytes: &mut Bytes<'_>) -> Option<Self> {
        let mut blocks = Self::default();
        let (mut end, mut bound) = (0_usize, Vec::new());
        for _ in 0..bytes.count()? {
            let start = end;
            end = start.checked_add(bytes.count()?)?;
            bound.truncate(bytes.count()?);
            let length = bytes.count()?;
            bound.extend_from_slice(bytes.take(length)?);
            blocks.blocks.push((start..end, bound.clone()));
        }
        Some(blocks)
    }
}

/// What a dictionary knows of a term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TermInfo {
    /// How many sections have it.
    pub(crate) sections: u32,
    /// Where its posting list is.
    pub(crate) postings: Range<usize>,
    /// Where its positions are.
    pub(crate) positions: Range<usize>,
}

/// The terms of a field, over the chunks at hand.
#[derive(Clone, Copy)]
pub(crate) struct Dictionary<'o> {
    open: &'o Open<'o>,
    field: FieldId,
    blocks: &'o [(Range<usize>, Vec<u8>)],
}

impl<'o> Dictionary<'o> {
    /// Returns the dictionary of a field.
    pub(crate) fn new(open: &'o Open<'o>, field: FieldId) -> Self {
        Self { open, field, blocks: &open.hot().fields[field as usize].blocks.blocks }
    }

    /// Looks a term up.
    pub(crate) fn get(self, term: &str) -> Option<TermInfo> {
        let mut found = None;
        self.each_in(self.block_of(term), &mut |text, info| {
            if text == term {
                found = Some(info);
            }
            text < term
        });
        found
    }

    /// Calls `each` with the terms that begin with a text, in order, but for those in blocks that
    /// `may` says no to: it is given the bounds between which the terms of a block lie, the second of
    /// which no term reaches, and which the last block lacks.
    pub(crate) fn each_beginning(
        self,
        text: &str,
        may: &dyn Fn(&[u8], Option<&[u8]>) -> bool,
        each: &mut dyn FnMut(&str, TermInfo),
    ) {
        let bound = |block: usize| self.blocks.get(block).map(|(_, bound)| bound.as_slice());
        let mut block = self.block_of(text);
        while let Some(from) = bound(block)
            && (from <= text.as_bytes() || from.starts_with(text.as_bytes()))
        {
            block += 1;
            if may(from, bound(block)) {
                self.each_in(block - 1, &mut |term, info| {
                    if term.starts_with(text) {
                        each(term, info);
                        return true;
                    }
                    term < text
                });
            }
        }
    }

    /// Returns the block that a term is in, if any has it.
    fn block_of(self, term: &str) -> usize {
        self.blocks.partition_point(|(_, bound)| bound.as_slice() <= term.as_bytes()).saturating_sub(1)
    }

    /// Calls `each` with the terms of a block, in order, as long as it wants more.
    fn each_in(self, block: usize, each: &mut dyn FnMut(&str, TermInfo) -> bool) {
        let Some((range, _)) = self.blocks.get(block) else {
            return;
        };
        let bytes = self.open.read(Space::Dictionary(self.field), range.clone());
        let _: Option<()> = each_term(&bytes, each);
    }
}

/// Calls `each` with the terms of a block; stops where the block makes no sense.
fn each_term(block: &[u8], each: &mut dyn FnMut(&str, TermInfo) -> bool) -> Option<()> {
    let mut known = block.get(5..)?;
    let count = take_number(&mut known);
    let mut number = || take_number(&mut known) as usize;
    let (mut postings, mut positions) = (number(), number());
    // The terms come after three numbers for each of them.
    let ends = known.iter().enumerate().filter(|(_, byte)| **byte & 0x80 != 0);
    let numbers = ends.map(|(at, _)| at).nth((3 * count as usize).checked_sub(1)?)?;
    let mut terms = Bytes::new(&known[numbers + 1..]);
    let mut term = Vec::new();
    for _ in 0..count {
        let lengths = terms.take(1)?[0];
        let (kept, added) = if lengths == LONG {
            (terms.count()?, terms.count()?)
        } else {
            (usize::from(lengths & 0xf), usize::from(lengths >> 4))
        };
        term.truncate(kept);
        term.extend_from_slice(terms.take(added)?);
        let sections = take_number(&mut known);
        let mut next = |start: &mut usize| {
            let range = *start..start.saturating_add(take_number(&mut known) as usize);
            *start = range.end;
            range
        };
        let info = TermInfo { sections, postings: next(&mut postings), positions: next(&mut positions) };
        if let Ok(text) = std::str::from_utf8(&term)
            && !each(text, info)
        {
            break;
        }
    }
    Some(())
}
