//! An index, open for one query over the chunks at hand.
//!
//! Bytes of an absent chunk read as nothing, and the chunk is noted. So a step goes on to the end
//! and notes all that it lacks, not just the first; whoever made the step then asks
//! [`Open::complete`] before believing anything that was read.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::HasLen;
use tantivy::directory::{FileHandle, FileSlice, OwnedBytes};
use tantivy::termdict::TermDictionary;

use super::{Bytes, Card, ChunkId, Chunks, FieldId, Hot, Space};

/// Says that a step needs chunks that are not at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Missing;

/// An index, open for one query.
pub(crate) struct Open {
    bytes: Arc<At>,
    dictionaries: Vec<TermDictionary>,
}

/// The bytes at hand.
struct At {
    hot: Arc<Hot>,
    chunks: Chunks,
    missing: Mutex<BTreeSet<ChunkId>>,
}

impl Open {
    /// Opens the index over the chunks at hand. Needs none of them.
    pub(crate) fn new(hot: &Arc<Hot>, chunks: &Chunks) -> io::Result<Self> {
        let bytes = Arc::new(At { hot: Arc::clone(hot), chunks: chunks.clone(), missing: Mutex::default() });
        let open = |field: FieldId| {
            let handle = Handle { bytes: Arc::clone(&bytes), space: Space::Dictionary(field) };
            TermDictionary::open(FileSlice::new(Arc::new(handle)))
        };
        let dictionaries = FieldId::ALL.into_iter().map(open).collect::<io::Result<_>>()?;
        Ok(Self { bytes, dictionaries })
    }

    /// Returns the hot part.
    pub(crate) fn hot(&self) -> &Hot {
        &self.bytes.hot
    }

    /// Returns the dictionary of a field.
    pub(crate) fn dictionary(&self, field: FieldId) -> &TermDictionary {
        &self.dictionaries[field as usize]
    }

    /// Returns some bytes of a space.
    pub(crate) fn read(&self, space: Space, range: Range<usize>) -> OwnedBytes {
        self.bytes.read(space, &range)
    }

    /// Returns the card of a note.
    pub(crate) fn card(&self, note: usize) -> Option<Card> {
        let (chunk, place) = self.bytes.hot.card_of(note);
        let Some(bytes) = self.bytes.chunks.get(chunk) else {
            self.bytes.note_missing(chunk);
            return None;
        };
        let mut bytes = Bytes::new(bytes);
        for _ in 0..place {
            Card::read(&mut bytes)?;
        }
        Card::read(&mut bytes)
    }

    /// Fails if anything read so far was absent.
    pub(crate) fn complete(&self) -> Result<(), Missing> {
        if self.bytes.missing().is_empty() { Ok(()) } else { Err(Missing) }
    }

    /// Returns the chunks that were absent, in order.
    pub(crate) fn missing(&self) -> Vec<ChunkId> {
        self.bytes.missing().iter().copied().collect()
    }
}

impl At {
    fn missing(&self) -> std::sync::MutexGuard<'_, BTreeSet<ChunkId>> {
        self.missing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note_missing(&self, chunk: ChunkId) {
        self.missing().insert(chunk);
    }

    fn chunk(&self, chunk: ChunkId) -> Option<&OwnedBytes> {
        if chunk == ChunkId(0) { Some(&self.hot.data) } else { self.chunks.get(chunk) }
    }

    fn read(&self, space: Space, range: &Range<usize>) -> OwnedBytes {
        let extents = &self.hot.spaces[space.index()];
        let first = extents.partition_point(|extent| extent.end <= range.start);
        let mut gathered: Vec<u8> = Vec::new();
        let mut absent = false;
        for extent in extents[first..].iter().take_while(|extent| extent.start < range.end) {
            let Some(bytes) = self.chunk(extent.chunk) else {
                self.note_missing(extent.chunk);
                absent = true;
                continue;
            };
            let from = range.start.max(extent.start) - extent.start + extent.offset;
            let to = range.end.min(extent.end) - extent.start + extent.offset;
            if from >= to || to > bytes.len() {
                continue;
            }
            if to - from == range.len() {
                return bytes.slice(from..to);
            }
            gathered.extend_from_slice(&bytes[from..to]);
        }
        if absent { OwnedBytes::empty() } else { OwnedBytes::new(gathered) }
    }
}

/// A space as a file, for tantivy's dictionary.
struct Handle {
    bytes: Arc<At>,
    space: Space,
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.space.fmt(f)
    }
}

impl HasLen for Handle {
    fn len(&self) -> usize {
        self.bytes.hot.spaces[self.space.index()].last().map_or(0, |extent| extent.end)
    }
}

impl FileHandle for Handle {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        Ok(self.bytes.read(self.space, &range))
    }
}
