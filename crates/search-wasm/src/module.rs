//! What the module remembers between two calls.

use studium_search::{Answer, ChunkId, Chunks, OpenError, Searcher};

use crate::json;

/// One open pack, the chunks at hand, and the bytes that go in and out.
#[derive(Default)]
pub(crate) struct Module {
    searcher: Option<Searcher>,
    chunks: Chunks,
    input: Vec<u8>,
    result: Vec<u8>,
}

impl Module {
    /// Makes the buffer for what comes next.
    pub(crate) fn reserve(&mut self, length: usize) -> *mut u8 {
        self.input = vec![0; length];
        self.input.as_mut_ptr()
    }

    /// Opens the hot part in the buffer.
    pub(crate) fn open(&mut self) -> u32 {
        self.forget();
        let opened = Searcher::open(&std::mem::take(&mut self.input));
        let code = match opened {
            Ok(_) => 0,
            Err(OpenError::NoPack) => 1,
            Err(OpenError::OtherVersion) => 2,
            Err(OpenError::Damaged) => 3,
        };
        self.searcher = opened.ok();
        code
    }

    /// Asks the query in the buffer.
    pub(crate) fn search(&mut self, limit: usize) -> u32 {
        self.result.clear();
        let input = std::mem::take(&mut self.input);
        let Some(searcher) = &self.searcher else {
            return 2;
        };
        // What scripts write is always UTF-8.
        match searcher.search(std::str::from_utf8(&input).unwrap_or_default(), limit, &self.chunks) {
            Answer::Hits(outcome) => {
                json::outcome(&mut self.result, &outcome);
                0
            }
            Answer::Need(needed) => {
                let named: Vec<_> =
                    needed.into_iter().map(|chunk| (chunk, searcher.file_name(chunk))).collect();
                json::needed(&mut self.result, &named);
                1
            }
        }
    }

    /// Adds the chunk in the buffer.
    pub(crate) fn add_chunk(&mut self, number: u32) -> u32 {
        u32::from(!self.chunks.insert(ChunkId(number), std::mem::take(&mut self.input)))
    }

    /// Returns how many bytes of chunks are held.
    pub(crate) fn held(&self) -> usize {
        self.chunks.size_bytes()
    }

    /// Drops all chunks.
    pub(crate) fn forget(&mut self) {
        self.chunks = Chunks::default();
    }

    /// Returns the result of the last search.
    pub(crate) fn result(&self) -> &[u8] {
        &self.result
    }
}
