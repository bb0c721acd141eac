//! A file that repeats others of its site, such as all texts in one: told by what it is made of, so that nobody
//! holds their bytes twice.

use std::sync::Arc;

use super::{Artifact, OutputPath, Site};

/// A part of such a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// This text.
    Text(Box<str>),
    /// The bytes of a file that was emitted before; nothing where there is none.
    File(OutputPath),
}

impl Site {
    /// Returns the bytes of a file that is made of these parts. Costs O(bytes).
    pub fn joined(&self, parts: &[Part]) -> Vec<u8> {
        joined(parts, &|path| self.artifacts.get(path))
    }
}

/// Puts the parts together; `find` knows the files of the site.
pub(crate) fn joined<'s>(parts: &[Part], find: &dyn Fn(&OutputPath) -> Option<&'s Artifact>) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in parts {
        match part {
            Part::Text(text) => bytes.extend_from_slice(text.as_bytes()),
            Part::File(path) => {
                if let Some(Artifact::Bytes(found)) = find(path) {
                    bytes.extend_from_slice(found);
                }
            }
        }
    }
    bytes
}

/// The parts of one file.
pub type Parts = Arc<[Part]>;
