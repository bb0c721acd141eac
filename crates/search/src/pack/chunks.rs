//! The chunks that a reader has at hand.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::unsealed;

/// The number of a chunk in its pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ChunkId(pub u32);

/// The chunks at hand, by number. A copy shares the bytes and is cheap.
///
/// Chunks are never dropped on their own; a host with a long life starts anew with an empty set
/// when [`size_bytes`](Self::size_bytes) grows beyond what it wants to hold.
#[derive(Clone, Debug, Default)]
pub struct Chunks {
    /// In order of their numbers.
    bytes: Arc<Vec<(ChunkId, Arc<Vec<u8>>)>>,
}

impl Chunks {
    /// Adds a chunk, as it was before any compression. Returns whether it came whole; one that did not is
    /// not added, and must be fetched again.
    pub fn insert(&mut self, chunk: ChunkId, mut bytes: Vec<u8>) -> bool {
        let Some(length) = unsealed(&bytes).map(<[u8]>::len) else {
            return false;
        };
        bytes.truncate(length);
        let place = self.place(chunk);
        let all = Arc::make_mut(&mut self.bytes);
        match place {
            Ok(place) => all[place].1 = Arc::new(bytes),
            Err(place) => all.insert(place, (chunk, Arc::new(bytes))),
        }
        true
    }

    /// Returns how many bytes are held.
    pub fn size_bytes(&self) -> usize {
        self.bytes.iter().map(|(_, bytes)| bytes.len()).sum()
    }

    /// Returns the bytes of a chunk.
    pub(crate) fn get(&self, chunk: ChunkId) -> Option<&[u8]> {
        self.place(chunk).ok().map(|place| self.bytes[place].1.as_slice())
    }

    fn place(&self, chunk: ChunkId) -> Result<usize, usize> {
        self.bytes.binary_search_by_key(&chunk, |(number, _)| *number)
    }
}
