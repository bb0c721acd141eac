//! The pack: an index as static files.
//!
//! One hot part, loaded before the first query, says where everything is. The rest is cut into
//! files ("chunks") of some kilobytes along the seams of the index: a chunk holds some blocks of a
//! dictionary together with the posting lists of exactly those terms, so one request brings a word
//! and where it occurs. Long posting lists have chunks of their own, and the hot part says of which words, so that
//! they are fetched together with the words. Positions of the text have chunks of their own too: only phrases
//! need them. What hits show stands in cards, some small notes or a part of a large one to a file.
//!
//! Every file ends with its sum, since a wrong byte in a list would be a wrong answer and no error. The bytes
//! are not compressed. Whether and how they are is decided by who writes the files:
//! all of them deflate well, hot part included.

mod bytes;
mod card;
mod chunks;
mod dictionary;
mod hot;
mod layout;
mod long;
mod open;
mod spelling;

use std::collections::BTreeMap;

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use bytes::seal;
pub(crate) use bytes::{Bytes, put, put_text, shared, take_number, unsealed};
pub(crate) use card::{Card, CardSection};
pub use chunks::{ChunkId, Chunks};
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use dictionary::Block;
pub(crate) use dictionary::{Blocks, Dictionary, TermInfo};
pub(crate) use hot::Hot;
pub use hot::OpenError;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use hot::{FieldHead, HotHead};
pub(crate) use layout::{Extent, Piece, Space};
pub(crate) use long::LongLists;
pub(crate) use open::{Missing, Open};
pub(crate) use spelling::each_spelling;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use spelling::spelling_key;

/// The number of the format, raised with every change of it.
pub(crate) const PACK_VERSION: u64 = 3;

/// The format of tantivy's index that the decoders of this crate read.
pub(crate) const INDEX_FORMAT: u64 = 7;

/// The indexed fields, by their number in the pack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldId {
    /// Title, aliases, heading and tags.
    Head,
    /// The text.
    Body,
    /// Properties of the note, for operators and exact names.
    Filter,
    /// The words of heads and text once more, by their length, to correct others by. No field of the index: it
    /// has a dictionary and no lists.
    Spelling,
}

impl FieldId {
    /// All fields, in the order of their numbers.
    pub(crate) const ALL: [Self; 4] = [Self::Head, Self::Body, Self::Filter, Self::Spelling];
    /// The fields of the index, which come first.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) const INDEXED: [Self; 3] = [Self::Head, Self::Body, Self::Filter];
    /// The fields that hold words.
    pub(crate) const TEXT: [Self; 2] = [Self::Head, Self::Body];

    /// Returns what a match in this field is worth.
    pub(crate) fn weight(self) -> f32 {
        match self {
            Self::Head => 3.0,
            Self::Body => 1.0,
            Self::Filter | Self::Spelling => 0.0,
        }
    }

    /// Returns whether frequencies and positions are recorded.
    pub(crate) fn has_positions(self) -> bool {
        matches!(self, Self::Head | Self::Body)
    }
}

/// An index as static files.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pack {
    /// What every reader loads first, for [`Searcher::open`](crate::Searcher::open).
    pub hot: Vec<u8>,
    /// The chunks by file name, as [`Searcher::file_name`](crate::Searcher::file_name) gives it.
    ///
    /// Names are `<digest of the whole pack>/<number>.bin`: a name never stands for other bytes, so
    /// all of them may be cached for ever, and the hot part need not list a digest for each, which
    /// would outweigh all else in it.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// Returns the name of a chunk.
pub(crate) fn file_name(generation: &str, chunk: ChunkId) -> String {
    // Four digits, or as many as it takes. Not by `format!`, whose machinery the browser would load.
    let digits = (8 - chunk.0.leading_zeros() / 4).max(4);
    let mut name = generation.to_owned();
    name.push('/');
    for place in (0..digits).rev() {
        name.push(char::from_digit(chunk.0 >> (4 * place) & 0xf, 16).unwrap_or_default());
    }
    name.push_str(".bin");
    name
}
