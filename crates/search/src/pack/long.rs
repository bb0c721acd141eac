//! Long lists: the terms whose posting lists have chunks of their own.
//!
//! They are few, and known before their words are looked up: so a list is fetched together with the chunk that
//! has its word, not after it.

use std::ops::Range;

use super::Bytes;
#[cfg(not(target_arch = "wasm32"))]
use super::{put, shared};

/// The terms of a field that have long lists, in order, each with where its list is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LongLists {
    lists: Vec<(Vec<u8>, Range<usize>)>,
}

impl LongLists {
    /// Returns the terms that begin with a text, with their lists.
    pub(crate) fn beginning(&self, text: &str) -> &[(Vec<u8>, Range<usize>)] {
        let start = self.lists.partition_point(|(term, _)| term.as_slice() < text.as_bytes());
        let begins = |(term, _): &(Vec<u8>, Range<usize>)| term.starts_with(text.as_bytes());
        let lists = &self.lists[start..];
        &lists[..lists.iter().take_while(|list| begins(list)).count()]
    }

    /// Adds a term, which comes after all others.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn push(&mut self, term: &[u8], list: &Range<usize>) {
        self.lists.push((term.to_vec(), list.clone()));
    }

    /// Appends the list.
    #[cfg(not(target_arch = "wasm32"))]
    pub(crate) fn put(&self, out: &mut Vec<u8>) {
        put(out, self.lists.len() as u64);
        let (mut before, mut end): (&[u8], usize) = (&[], 0);
        for (term, list) in &self.lists {
            let same = shared(before, term);
            put(out, same as u64);
            put(out, (term.len() - same) as u64);
            out.extend_from_slice(&term[same..]);
            put(out, (list.start - end) as u64);
            put(out, list.len() as u64);
            (before, end) = (term, list.end);
        }
    }

    /// Reads a list; `None` where the bytes are none.
    pub(crate) fn read(bytes: &mut Bytes<'_>) -> Option<Self> {
        let mut lists = Vec::new();
        let (mut term, mut end) = (Vec::new(), 0_usize);
        for _ in 0..bytes.count()? {
            term.truncate(bytes.count()?);
            let added = bytes.count()?;
            term.extend_from_slice(bytes.take(added)?);
            let start = end.checked_add(bytes.count()?)?;
            end = start.checked_add(bytes.count()?)?;
            lists.push((term.clone(), start..end));
        }
        Some(Self { lists })
    }
}
