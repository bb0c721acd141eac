//! The chunks that a reader has at hand.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use tantivy::directory::OwnedBytes;

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
    bytes: Arc<BTreeMap<ChunkId, OwnedBytes>>,
}

impl Chunks {
    /// Adds a chunk, as it was before any compression.
    pub fn insert(&mut self, chunk: ChunkId, bytes: Vec<u8>) {
        Arc::make_mut(&mut self.bytes).insert(chunk, OwnedBytes::new(bytes));
    }

    /// Returns how many bytes are held.
    pub fn size_bytes(&self) -> usize {
        self.bytes.values().map(OwnedBytes::len).sum()
    }

    /// Returns the bytes of a chunk.
    pub(crate) fn get(&self, chunk: ChunkId) -> Option<&OwnedBytes> {
        self.bytes.get(&chunk)
    }
}
