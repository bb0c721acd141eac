//! An index, open for one query over the chunks at hand.
//!
//! Bytes of an absent chunk read as nothing, and the chunk is noted. So a step goes on to the end
//! and notes all that it lacks, not just the first; whoever made the step then asks
//! [`Open::complete`] before believing anything that was read.

use std::borrow::Cow;
use std::cell::RefCell;
use std::ops::Range;

use super::{Bytes, Card, ChunkId, Chunks, Hot, Space};

/// Says that a step needs chunks that are not at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Missing;

/// An index, open for one query.
pub(crate) struct Open<'h> {
    hot: &'h Hot,
    chunks: &'h Chunks,
    /// The chunks that were absent, in order.
    missing: RefCell<Vec<ChunkId>>,
}

impl<'h> Open<'h> {
    /// Opens the index over the chunks at hand. Needs none of them.
    pub(crate) fn new(hot: &'h Hot, chunks: &'h Chunks) -> Self {
        Self { hot, chunks, missing: RefCell::default() }
    }

    /// Returns the hot part.
    pub(crate) fn hot(&self) -> &'h Hot {
        self.hot
    }

    /// Returns the part of the card of its note that has the text of a section.
    pub(crate) fn card(&self, section: usize) -> Option<Card> {
        let (chunk, notes) = self.hot.card_of(section);
        let mut bytes = Bytes::new(self.chunk(chunk)?);
        let mut card = None;
        for note in notes {
            card = Some(Card::read(&mut bytes, self.hot.sections_of(note).len())?);
        }
        card
    }

    /// Fails if anything read so far was absent.
    pub(crate) fn complete(&self) -> Result<(), Missing> {
        if self.missing.borrow().is_empty() { Ok(()) } else { Err(Missing) }
    }

    /// Returns the chunks that were absent, in order.
    pub(crate) fn missing(self) -> Vec<ChunkId> {
        self.missing.into_inner()
    }

    /// Returns some bytes of a space; none where a chunk with some of them is absent.
    pub(crate) fn read(&self, space: Space, range: Range<usize>) -> Cow<'h, [u8]> {
        let extents = &self.hot.spaces[space.index()];
        let first = extents.partition_point(|extent| extent.end <= range.start);
        let mut gathered = Vec::new();
        let mut absent = false;
        for extent in extents[first..].iter().take_while(|extent| extent.start < range.end) {
            let Some(bytes) = self.chunk(extent.chunk) else {
                absent = true;
                continue;
            };
            let from = range.start.max(extent.start) - extent.start + extent.offset;
            let to = range.end.min(extent.end) - extent.start + extent.offset;
            let bytes = bytes.get(from..to).unwrap_or_default();
            if bytes.len() == range.len() {
                return Cow::Borrowed(bytes);
            }
            gathered.extend_from_slice(bytes);
        }
        if absent {
            gathered.clear();
        }
        Cow::Owned(gathered)
    }

    /// Returns the bytes of a chunk, or notes that it is absent.
    fn chunk(&self, chunk: ChunkId) -> Option<&'h [u8]> {
        let bytes = self.chunks.get(chunk);
        if bytes.is_none() {
            let mut missing = self.missing.borrow_mut();
            if let Err(place) = missing.binary_search(&chunk) {
                missing.insert(place, chunk);
            }
        }
        bytes
    }
}
