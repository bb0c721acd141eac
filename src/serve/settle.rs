//! Whether files that just changed have come to rest.
//!
//! Editors empty a file before they fill it, write it in pieces, or put another in its place. A file is
//! at rest when it reads the same twice, some milliseconds apart.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Longer files are told apart by size and time alone.
const READ_LIMIT_BYTES: u64 = 1024 * 1024;

/// What a path looks like at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// Nothing is there, or nothing that can be read.
    Missing,
    /// A folder.
    Folder,
    /// A file: its size, its time, and its bytes where it is short.
    File(u64, Option<SystemTime>, Option<blake3::Hash>),
}

impl Look {
    fn at(path: &Path) -> Self {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => Self::Folder,
            Ok(metadata) if metadata.is_file() => {
                let is_short = metadata.len() <= READ_LIMIT_BYTES;
                let bytes = is_short.then(|| fs::read(path).ok()).flatten();
                Self::File(metadata.len(), metadata.modified().ok(), bytes.map(|bytes| blake3::hash(&bytes)))
            }
            _ => Self::Missing,
        }
    }

    /// Tells whether this is what a file looks like just before something is put in its place.
    fn is_hollow(&self) -> bool {
        matches!(self, Self::Missing | Self::File(0, ..))
    }
}

/// Looks at all of these, in path order.
pub(super) fn looks(paths: &BTreeSet<PathBuf>) -> Vec<Look> {
    paths.iter().map(|path| Look::at(path)).collect()
}

/// Tells whether some of these may be on the way to something else.
pub(super) fn any_hollow(looks: &[Look]) -> bool {
    looks.iter().any(Look::is_hollow)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_being_replaced_looks_hollow() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("a.md");
        let paths = BTreeSet::from([path.clone()]);
        let missing = looks(&paths);
        fs::write(&path, "").expect("written");
        let empty = looks(&paths);
        fs::write(&path, "text").expect("written");
        let full = looks(&paths);
        assert!(any_hollow(&missing) && any_hollow(&empty) && !any_hollow(&full));
        assert_ne!(empty, full);
        assert_eq!(full, looks(&paths));
    }
}
