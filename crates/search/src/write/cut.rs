//! Cutting an index into chunks along its own seams.

use std::io;

use tantivy::directory::OwnedBytes;
use tantivy::termdict::TermDictionary;

use crate::pack::{Blocks, ChunkId, FieldId, HotHead, Piece, Space};

/// Where a chunk is full. Smaller chunks cost requests, larger ones bytes that nobody asked for.
const CHUNK_SIZE: usize = 8_000;
/// A longer posting list has a chunk of its own, so that the words beside it need not bring it.
const LONG_POSTINGS: usize = 3_000;
/// Longer positions have a chunk of their own.
const LONG_POSITIONS: usize = 8_000;

/// The bytes of a field, as tantivy wrote them.
pub(crate) struct FieldBytes {
    /// The dictionary: blocks of terms, then the index of the blocks.
    pub(crate) dictionary: OwnedBytes,
    /// The same, opened.
    pub(crate) terms: TermDictionary,
    /// The posting lists, in the order of the terms.
    pub(crate) postings: OwnedBytes,
    /// The positions, in the order of the terms.
    pub(crate) positions: OwnedBytes,
}

/// Assigns the bytes of an index to chunks, which are numbered from 1.
pub(crate) struct Cutter {
    chunks: u32,
    spaces: Vec<Vec<Piece>>,
    bytes: Vec<OwnedBytes>,
}

impl Default for Cutter {
    fn default() -> Self {
        Self {
            chunks: 1,
            spaces: vec![Vec::new(); Space::COUNT],
            bytes: vec![OwnedBytes::empty(); Space::COUNT],
        }
    }
}

/// A chunk that is being filled.
#[derive(Clone, Copy)]
struct Filling {
    chunk: ChunkId,
    size: usize,
}

impl Cutter {
    /// Cuts a field and returns where the blocks of its dictionary begin.
    ///
    /// Fails if the dictionary is not laid out as expected, or its posting lists leave gaps.
    pub(crate) fn add(&mut self, field: FieldId, bytes: &FieldBytes) -> io::Result<Blocks> {
        // What the reader counts in.
        if [&bytes.postings, &bytes.positions].iter().any(|bytes| u32::try_from(bytes.len()).is_err()) {
            return Err(io::Error::other("a field has more posting lists than a reader can count"));
        }
        let (blocks, blocks_end) = blocks(&bytes.dictionary)?;
        let mut bounds = Blocks::default();
        let mut last = Vec::new();
        let mut terms = bytes.terms.stream()?;
        let mut words = self.fill();
        let mut positions = self.fill();
        let (mut postings_end, mut positions_end) = (0, 0);
        for block in blocks {
            if words.size > CHUNK_SIZE {
                words = self.fill();
            }
            self.push(Space::Dictionary(field), block.length, &mut words);
            for place in 0..block.terms {
                if !terms.advance() {
                    return Err(io::Error::other("a dictionary has fewer terms than its blocks say"));
                }
                if place == 0 {
                    bounds.push(block.length, &last, terms.key());
                }
                if place + 1 == block.terms {
                    last = terms.key().to_vec();
                }
                let info = terms.value();
                if (info.postings_range.start, info.positions_range.start) != (postings_end, positions_end) {
                    return Err(io::Error::other("posting lists are not side by side"));
                }
                (postings_end, positions_end) = (info.postings_range.end, info.positions_range.end);
                if words.size > 2 * CHUNK_SIZE {
                    words = self.fill();
                }
                self.push_list(Space::Postings(field), info.postings_range.len(), LONG_POSTINGS, &mut words);
                if field.has_positions() {
                    if positions.size > CHUNK_SIZE {
                        positions = self.fill();
                    }
                    self.push_list(
                        Space::Positions(field),
                        info.positions_range.len(),
                        LONG_POSITIONS,
                        &mut positions,
                    );
                }
            }
        }
        if terms.advance() || postings_end != bytes.postings.len() || positions_end != bytes.positions.len() {
            return Err(io::Error::other("a field has more than its terms say"));
        }
        for (space, bytes) in [
            (Space::Dictionary(field), &bytes.dictionary.slice(0..blocks_end)),
            (Space::Postings(field), &bytes.postings),
            (Space::Positions(field), &bytes.positions),
        ] {
            self.bytes[space.index()] = bytes.clone();
        }
        Ok(bounds)
    }

    /// Returns the bytes of the chunks, without those that got none.
    pub(crate) fn finish(mut self, head: &mut HotHead) -> Vec<Vec<u8>> {
        self.drop_empty_chunks();
        let mut chunks = vec![Vec::new(); self.chunks as usize];
        for (pieces, bytes) in self.spaces.iter().zip(&self.bytes) {
            let mut rest = bytes.as_slice();
            for piece in pieces {
                let (taken, after) = rest.split_at(piece.length);
                chunks[piece.chunk.0 as usize].extend_from_slice(taken);
                rest = after;
            }
        }
        head.index_chunks = self.chunks;
        head.spaces = self.spaces;
        chunks.remove(0);
        chunks
    }

    /// Begins a chunk.
    fn fill(&mut self) -> Filling {
        let chunk = ChunkId(self.chunks);
        self.chunks += 1;
        Filling { chunk, size: 0 }
    }

    /// Puts a list into the chunk that is being filled, or, if it is long, into one of its own.
    fn push_list(&mut self, space: Space, length: usize, long: usize, filling: &mut Filling) {
        if length > long {
            let mut own = self.fill();
            self.push(space, length, &mut own);
        } else {
            self.push(space, length, filling);
        }
    }

    fn push(&mut self, space: Space, length: usize, filling: &mut Filling) {
        filling.size += length;
        let pieces = &mut self.spaces[space.index()];
        match pieces.last_mut() {
            _ if length == 0 => {}
            Some(last) if last.chunk == filling.chunk => last.length += length,
            _ => pieces.push(Piece { length, chunk: filling.chunk }),
        }
    }

    /// Numbers the chunks anew, so that each but number 0 has bytes.
    fn drop_empty_chunks(&mut self) {
        let mut used = vec![false; self.chunks as usize];
        used[0] = true;
        for piece in self.spaces.iter().flatten() {
            used[piece.chunk.0 as usize] = true;
        }
        let mut numbers = Vec::with_capacity(used.len());
        let mut next = 0;
        for used in used {
            numbers.push(next);
            next += u32::from(used);
        }
        for piece in self.spaces.iter_mut().flatten() {
            piece.chunk = ChunkId(numbers[piece.chunk.0 as usize]);
        }
        self.chunks = next;
    }
}

/// A block of a dictionary.
struct Block {
    length: usize,
    terms: u64,
}

/// Returns the blocks of a dictionary and where they end.
///
/// A block is its length (four bytes), a byte that says whether it is compressed, and that many
/// bytes less one, which begin with the number of terms.
fn blocks(dictionary: &[u8]) -> io::Result<(Vec<Block>, usize)> {
    let odd = || io::Error::other("a dictionary is not laid out as expected");
    let mut blocks = Vec::new();
    let mut at = 0;
    loop {
        let header: [u8; 4] =
            dictionary.get(at..at + 4).and_then(|bytes| bytes.try_into().ok()).ok_or_else(odd)?;
        let length = u32::from_le_bytes(header) as usize;
        if length == 0 {
            return Ok((blocks, at));
        }
        let block = dictionary.get(at + 4..at + 4 + length).ok_or_else(odd)?;
        let (compressed, values) = block.split_first().ok_or_else(odd)?;
        if *compressed != 0 {
            return Err(odd());
        }
        blocks.push(Block { length: 4 + length, terms: first_number(values).ok_or_else(odd)? });
        at += 4 + length;
    }
}

/// Reads a number of tantivy's: seven bits at a time, lowest first, the top bit ends it.
fn first_number(bytes: &[u8]) -> Option<u64> {
    let mut number = 0;
    for (place, byte) in bytes.iter().take(9).enumerate() {
        number |= u64::from(byte & 0x7f) << (7 * place);
        if byte & 0x80 != 0 {
            return Some(number);
        }
    }
    None
}
