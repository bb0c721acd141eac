//! Dictionaries: the terms of a field, in blocks.
//!
//! A block says how many terms it has, where the posting list and the positions of the first begin, and for
//! each how many bytes it shares with the one before it, the bytes that follow, its sections, and the lengths
//! of its list and its positions. Which block may hold a term is told by a list of bounds in the hot part.
//! Terms, lists and positions are tantivy's; only its blocks, long ones, are not.

use std::ops::Range;

use super::{Bytes, FieldId, Open, Space};
#[cfg(not(target_arch = "wasm32"))]
use super::{put, shared};

/// Where the blocks of a dictionary begin.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Blocks {
    /// For each block the bytes in its dictionary, and a text that comes after all terms of the blocks
    /// before it and not after its own.
    blocks: Vec<(Range<usize>, Vec<u8>)>,
}

impl Blocks {
    /// Begins a block; `before` is the last term before it, `first` its own first.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn begin(&mut self, start: usize, before: &[u8], first: &[u8]) {
        self.end(start);
        let bound = first[..first.len().min(shared(before, first) + 1)].to_vec();
        self.blocks.push((start..start, bound));
    }

    /// Ends the last block, if there is one.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn end(&mut self, end: usize) {
        if let Some((range, _)) = self.blocks.last_mut() {
            range.end = end;
        }
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
        if let [(long, list), ..] = self.long(term)
            && long == term.as_bytes()
        {
            // It will be read as soon as the term is known.
            self.open.read(Space::Postings(self.field), list.clone());
        }
        let mut found = None;
        self.each_in(self.block_of(term), &mut |text, info| {
            if text == term {
                found = Some(info);
            }
            text < term
        });
        found
    }

    /// Returns the terms with long lists that begin with a text, and their lists.
    pub(crate) fn long(self, text: &str) -> &'o [(Vec<u8>, Range<usize>)] {
        self.open.hot().fields[self.field as usize].long.beginning(text)
    }

    /// Calls `each` with the terms that begin with a text, in order.
    pub(crate) fn each_beginning(self, text: &str, each: &mut dyn FnMut(&str, TermInfo)) {
        let mut block = self.block_of(text);
        while let Some((_, bound)) = self.blocks.get(block)
            && (bound.as_slice() <= text.as_bytes() || bound.starts_with(text.as_bytes()))
        {
            self.each_in(block, &mut |term, info| {
                if term.starts_with(text) {
                    each(term, info);
                    return true;
                }
                term < text
            });
            block += 1;
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
    let mut block = Bytes::new(block);
    let count = block.count()?;
    let (mut postings, mut positions) = (block.count()?, block.count()?);
    let mut term = Vec::new();
    for _ in 0..count {
        term.truncate(block.count()?);
        let added = block.count()?;
        term.extend_from_slice(block.take(added)?);
        let sections = block.small()?;
        let mut next = |start: &mut usize| {
            let range = *start..start.checked_add(block.count()?)?;
            *start = range.end;
            Some(range)
        };
        let info = TermInfo { sections, postings: next(&mut postings)?, positions: next(&mut positions)? };
        if !each(std::str::from_utf8(&term).ok()?, info) {
            break;
        }
    }
    Some(())
}

/// A block that is being written.
#[cfg(not(target_arch = "wasm32"))]
#[derive(Default)]
pub(crate) struct Block {
    /// Where the posting list and the positions of the first term begin.
    starts: (usize, usize),
    terms: Vec<u8>,
    last: Vec<u8>,
    /// The lengths of list and positions of each term.
    lengths: Vec<(usize, usize)>,
}

#[cfg(not(target_arch = "wasm32"))]
impl Block {
    /// Returns about how many bytes it has.
    pub(crate) fn len(&self) -> usize {
        self.terms.len()
    }

    /// Adds a term.
    pub(crate) fn push(
        &mut self,
        term: &[u8],
        sections: u32,
        postings: &Range<usize>,
        positions: &Range<usize>,
    ) {
        if self.lengths.is_empty() {
            self.starts = (postings.start, positions.start);
        }
        let same = shared(&self.last, term);
        let rest = &term[same..];
        put(&mut self.terms, same as u64);
        put(&mut self.terms, rest.len() as u64);
        self.terms.extend_from_slice(rest);
        put(&mut self.terms, u64::from(sections));
        put(&mut self.terms, postings.len() as u64);
        put(&mut self.terms, positions.len() as u64);
        self.last = term.to_vec();
        self.lengths.push((postings.len(), positions.len()));
    }

    /// Returns the bytes of the block, and the lengths of list and positions of each of its terms; nothing for
    /// a block without terms.
    pub(crate) fn finish(self) -> (Vec<u8>, Vec<(usize, usize)>) {
        let mut out = Vec::new();
        if !self.lengths.is_empty() {
            put(&mut out, self.lengths.len() as u64);
            put(&mut out, self.starts.0 as u64);
            put(&mut out, self.starts.1 as u64);
            out.extend(self.terms);
        }
        (out, self.lengths)
    }
}
