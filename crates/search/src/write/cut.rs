//! Cutting an index into chunks along its own seams.

use std::collections::BTreeMap;
use std::io;
use std::ops::Range;

use tantivy::directory::OwnedBytes;
use tantivy::postings::TermInfo;
use tantivy::termdict::TermDictionary;

use crate::analysis::is_stem_term;
use crate::pack::{Block, Blocks, ChunkId, FieldId, HotHead, LongLists, Piece, Space, shared, spelling_key};
use crate::query::name_term;

/// How finely a pack is cut, in bytes.
#[derive(Clone, Copy, Debug)]
pub struct Sizes {
    /// Where a block of a dictionary is full. A block is what a chunk has at least.
    pub block: usize,
    /// Where a chunk is full. Smaller chunks cost requests and a longer hot part, larger ones bytes that
    /// nobody asked for.
    pub chunk: usize,
    /// A longer posting list has a chunk of its own, so that the words beside it need not bring it.
    pub list: usize,
    /// Where a chunk of positions is full; longer positions have one of their own.
    pub positions: usize,
    /// Where a card file is full; a larger note has several. Hits are rarely neighbours, so more
    /// notes to a file costs bytes, and fewer costs files.
    pub card: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { block: 1_500, chunk: 2_000, list: 2_000, positions: 4_000, card: 6_000 }
    }
}

/// A field, as tantivy wrote it.
pub(crate) struct FieldBytes {
    /// The terms, in order.
    pub(crate) terms: TermDictionary,
    /// The posting lists, in the order of the terms.
    pub(crate) postings: OwnedBytes,
    /// The positions, in the order of the terms.
    pub(crate) positions: OwnedBytes,
}

/// Assigns the bytes of an index to chunks, which are numbered from 1.
pub(crate) struct Cutter {
    sizes: Sizes,
    chunks: u32,
    spaces: Vec<Vec<Piece>>,
    bytes: Vec<OwnedBytes>,
    /// The first term of each chunk of words of the text, in their order.
    text: Vec<(Vec<u8>, ChunkId)>,
    /// The words of all fields that others are corrected by, and how many sections have each.
    spelling: BTreeMap<String, u32>,
}

/// A chunk that is being filled.
#[derive(Clone, Copy)]
struct Filling {
    chunk: ChunkId,
    size: usize,
}

impl Cutter {
    /// Begins to cut.
    pub(crate) fn new(sizes: Sizes) -> Self {
        Self {
            sizes,
            chunks: 1,
            spaces: vec![Vec::new(); Space::COUNT],
            bytes: vec![OwnedBytes::empty(); Space::COUNT],
            text: Vec::new(),
            spelling: BTreeMap::new(),
        }
    }

    /// Cuts a field and returns where the blocks of its dictionary begin, and which terms have long lists.
    ///
    /// A word is looked up in heads and text, and as the beginning of a name: heads and names that are added after
    /// the text go into the chunks where the text has the same words, so that one request brings all.
    ///
    /// Fails if its posting lists leave gaps.
    pub(crate) fn add(&mut self, field: FieldId, bytes: &FieldBytes) -> io::Result<(Blocks, LongLists)> {
        // What the reader counts in.
        if [&bytes.postings, &bytes.positions].iter().any(|bytes| u32::try_from(bytes.len()).is_err()) {
            return Err(io::Error::other("a field has more posting lists than a reader can count"));
        }
        let (mut blocks, mut long, mut dictionary) = (Blocks::default(), LongLists::default(), Vec::new());
        let mut kept = Vec::new();
        let mut block = Block::default();
        let mut filling = (self.fill(), self.fill());
        // The bytes of the lists that will go into the chunk of the block.
        let (mut lists, mut ends) = (0, (0, 0));
        let (mut begun, mut last) = (Vec::new(), Vec::new());
        let mut beside = None;
        let mut terms = bytes.terms.stream()?;
        while terms.advance() {
            let TermInfo { doc_freq, postings_range: postings, positions_range: positions } = terms.value();
            if (postings.start, positions.start) != ends {
                return Err(io::Error::other("posting lists are not side by side"));
            }
            ends = (postings.end, positions.end);
            // Phrases are made of words as they are written: where a stem stands nobody asks.
            let word = std::str::from_utf8(terms.key()).map_err(io::Error::other)?;
            let positions = if is_stem_term(word) { positions.end..positions.end } else { positions.clone() };
            let positions = keep(&mut kept, &bytes.positions[positions]);
            if field.has_positions() && !is_stem_term(word) {
                self.spell(word, *doc_freq);
            }
            if postings.len() > self.sizes.list {
                long.push(terms.key(), postings);
            }
            let here = self.beside(field, terms.key());
            let quarters = |length: usize, full: usize| 4 * length / full.max(1);
            let fullness =
                quarters(block.len(), self.sizes.block).max(quarters(block.len() + lists, self.sizes.chunk));
            // What is looked up together, a word and its stem, shall not be parted: a block ends before it is full,
            // or after, where the alphabet leaves the words of one beginning.
            let is_full = fullness >= if is_beginning_left(&last, terms.key()) { 3 } else { 7 };
            if is_full || here != beside {
                self.push_block(field, &begun, &mut block, &mut dictionary, &mut filling);
                lists = 0;
            }
            if here != beside {
                filling.0 = here.map_or_else(|| self.fill(), |chunk| Filling { chunk, size: 0 });
            }
            beside = here;
            if block.len() == 0 {
                blocks.begin(dictionary.len(), &last, terms.key());
                begun = terms.key().to_vec();
            }
            block.push(terms.key(), *doc_freq, postings, &positions);
            lists += if postings.len() > self.sizes.list { 0 } else { postings.len() };
            last = terms.key().to_vec();
        }
        self.push_block(field, &begun, &mut block, &mut dictionary, &mut filling);
        blocks.end(dictionary.len());
        if ends != (bytes.postings.len(), bytes.positions.len()) {
            return Err(io::Error::other("a field has more than its terms say"));
        }
        for (space, bytes) in [
            (Space::Dictionary(field), OwnedBytes::new(dictionary)),
            (Space::Postings(field), bytes.postings.clone()),
            (Space::Positions(field), OwnedBytes::new(kept)),
        ] {
            self.bytes[space.index()] = bytes;
        }
        Ok((blocks, long))
    }

    /// Notes a word that others may be corrected by.
    fn spell(&mut self, word: &str, sections: u32) {
        if let Some(key) = spelling_key(word) {
            *self.spelling.entry(key).or_default() += sections;
        }
    }

    /// Cuts the words of the fields that were added, and returns where the blocks of them begin.
    pub(crate) fn add_spelling(&mut self) -> Blocks {
        let field = FieldId::Spelling;
        let (mut blocks, mut dictionary) = (Blocks::default(), Vec::new());
        let mut block = Block::default();
        let mut filling = (self.fill(), self.fill());
        let mut last = String::new();
        for (key, sections) in std::mem::take(&mut self.spelling) {
            if block.len() > self.sizes.block {
                self.push_block(field, &[], &mut block, &mut dictionary, &mut filling);
            }
            if block.len() == 0 {
                blocks.begin(dictionary.len(), last.as_bytes(), key.as_bytes());
            }
            block.push(key.as_bytes(), sections, &(0..0), &(0..0));
            last = key;
        }
        self.push_block(field, &[], &mut block, &mut dictionary, &mut filling);
        blocks.end(dictionary.len());
        self.bytes[Space::Dictionary(field).index()] = OwnedBytes::new(dictionary);
        blocks
    }

    /// Returns the chunk of the text that a term of another field goes into; none where there is no text.
    fn beside(&self, field: FieldId, term: &[u8]) -> Option<ChunkId> {
        let term = match field {
            FieldId::Head => term,
            FieldId::Filter => term.strip_prefix(name_term("").as_bytes())?,
            FieldId::Body | FieldId::Spelling => return None,
        };
        let after = self.text.partition_point(|(begun, _)| begun.as_slice() <= term);
        self.text.get(after.saturating_sub(1)).map(|(_, chunk)| *chunk)
    }

    /// Puts a block that begins with a term into the chunk that is being filled, with the lists of its terms.
    fn push_block(
        &mut self,
        field: FieldId,
        begun: &[u8],
        block: &mut Block,
        dictionary: &mut Vec<u8>,
        (words, positions): &mut (Filling, Filling),
    ) {
        let Sizes { chunk, list, positions: full, .. } = self.sizes;
        let (bytes, lengths) = std::mem::take(block).finish();
        if words.size > chunk {
            *words = self.fill();
        }
        if field == FieldId::Body && self.text.last().is_none_or(|(_, chunk)| *chunk != words.chunk) {
            self.text.push((begun.to_vec(), words.chunk));
        }
        self.push(Space::Dictionary(field), bytes.len(), words);
        dictionary.extend(bytes);
        for (postings, places) in lengths {
            self.push_list(Space::Postings(field), postings, list, words);
            if field == FieldId::Head {
                // So few that they may come with the word.
                self.push_list(Space::Positions(field), places, list, words);
                continue;
            }
            if positions.size > full {
                *positions = self.fill();
            }
            self.push_list(Space::Positions(field), places, full, positions);
        }
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

/// Appends bytes and returns where they are.
fn keep(kept: &mut Vec<u8>, bytes: &[u8]) -> Range<usize> {
    let start = kept.len();
    kept.extend_from_slice(bytes);
    start..kept.len()
}

/// Returns whether two neighbours in the alphabet begin with different words: not with four letters alike.
fn is_beginning_left(before: &[u8], term: &[u8]) -> bool {
    let same = shared(before, term);
    // A letter that is begun counts in neither.
    std::str::from_utf8(&term[..same]).map_or(same / 2, |same| same.chars().count()) < 4
}
