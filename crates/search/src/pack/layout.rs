//! The layout: which chunk holds which bytes of the index.
//!
//! A space is one stretch of bytes that tantivy wrote: the dictionary, the posting lists or the
//! positions of a field. It is cut into extents, each of which lies in one chunk. The bytes of a
//! chunk are those of its extents in the order of the layout, so where an extent begins in its
//! chunk follows from the lengths before it.

use super::{Bytes, ChunkId, FieldId, put};

/// A stretch of bytes of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Space {
    /// The dictionary of a field.
    Dictionary(FieldId),
    /// Its posting lists.
    Postings(FieldId),
    /// Its positions.
    Positions(FieldId),
}

impl Space {
    /// How many spaces there are.
    pub(crate) const COUNT: usize = 3 * FieldId::ALL.len();

    /// Returns the number of the space, which is its place in the layout.
    pub(crate) fn index(self) -> usize {
        match self {
            Self::Dictionary(field) => 3 * field as usize,
            Self::Postings(field) => 3 * field as usize + 1,
            Self::Positions(field) => 3 * field as usize + 2,
        }
    }
}

/// Some bytes of a space as the writer assigns them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// How many.
    pub(crate) length: usize,
    /// The chunk they go to.
    pub(crate) chunk: ChunkId,
}

/// Some bytes of a space as the reader finds them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Extent {
    /// Where they begin in the space.
    pub(crate) start: usize,
    /// Where they end in the space.
    pub(crate) end: usize,
    /// The chunk that holds them.
    pub(crate) chunk: ChunkId,
    /// Where they begin in the chunk.
    pub(crate) offset: usize,
}

/// Appends the pieces of all spaces, in the order of the spaces.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn put_layout(out: &mut Vec<u8>, spaces: &[Vec<Piece>]) {
    let mut previous = 0;
    for pieces in spaces {
        put(out, pieces.len() as u64);
        for piece in pieces {
            let step = i64::from(piece.chunk.0) - previous;
            previous = i64::from(piece.chunk.0);
            // Zigzag: small steps either way are small numbers.
            put(out, ((step << 1) ^ (step >> 63)).cast_unsigned());
            put(out, piece.length as u64);
        }
    }
}

/// Reads the extents of all spaces; `chunks` is the number of chunks that they lie in.
pub(crate) fn read_layout(bytes: &mut Bytes<'_>, chunks: usize) -> Option<Vec<Vec<Extent>>> {
    let mut spaces = Vec::with_capacity(Space::COUNT);
    let mut filled = vec![0_usize; chunks];
    let mut chunk = 0_i64;
    for _ in 0..Space::COUNT {
        let mut extents = Vec::new();
        let mut start = 0_usize;
        for _ in 0..bytes.count()? {
            let zigzag = bytes.number()?;
            chunk = chunk.checked_add((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed())?;
            let length = bytes.count()?;
            let offset = filled.get_mut(usize::try_from(chunk).ok()?)?;
            let end = start.checked_add(length)?;
            extents.push(Extent { start, end, chunk: ChunkId(u32::try_from(chunk).ok()?), offset: *offset });
            *offset = offset.checked_add(length)?;
            start = end;
        }
        spaces.push(extents);
    }
    Some(spaces)
}
