//! The list of files that are ours.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::PublishError;
use super::disk::failed;
use crate::site::OutputPath;

/// The file at the top of the output that lists what an earlier publish wrote.
pub const MANIFEST_NAME: &str = ".studium-manifest.json";

const VERSION: u32 = 1;

/// Files by path, each with the hash of its bytes in hexadecimal digits. Does not list itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) version: u32,
    pub(super) generator: String,
    pub(super) files: BTreeMap<String, String>,
}

impl Manifest {
    pub(super) fn new(generator: &str, files: BTreeMap<String, String>) -> Self {
        Self { version: VERSION, generator: generator.to_owned(), files }
    }

    /// Reads the list of `folder`, if it has one.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, PublishError> {
        Self::read_file(&folder.join(MANIFEST_NAME))
    }

    /// Reads a list from a file, if it is there.
    pub(super) fn read_file(path: &Path) -> Result<Option<Self>, PublishError> {
        let damaged = |reason: String| PublishError::Damaged { path: path.to_owned(), reason };
        match path.symlink_metadata() {
            Ok(metadata) if metadata.is_file() => {}
            Ok(_) => return Err(damaged("it is not a file".to_owned())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed("read", path, error)),
        }
        let bytes = std::fs::read(path).map_err(|error| failed("read", path, error))?;
        Self::parse(&bytes, path).map(Some)
    }

    /// Reads a list from its bytes; `path` says where they are from.
    pub(super) fn parse(bytes: &[u8], path: &Path) -> Result<Self, PublishError> {
        let damaged = |reason: String| PublishError::Damaged { path: path.to_owned(), reason };
        let manifest: Self = serde_json::from_slice(bytes).map_err(|error| damaged(error.to_string()))?;
        if let Some(path) = manifest.files.keys().find(|path| OutputPath::new(path).is_none()) {
            return Err(damaged(format!("it lists `{path}`")));
        }
        if manifest.version > VERSION {
            return Err(damaged("it is of a newer version of Studium".to_owned()));
        }
        Ok(manifest)
    }

    /// Returns the bytes of the file, one line for each path.
    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut bytes = serde_json::to_vec_pretty(self).unwrap_or_default();
        bytes.push(b'\n');
        bytes
    }

    /// Returns the list of what is in either.
    pub(super) fn joined(mut self, older: &Self) -> Self {
        for (path, hash) in &older.files {
            self.files.entry(path.clone()).or_insert_with(|| hash.clone());
        }
        self
    }

    /// Tells whether both were made by the same program.
    pub(super) fn is_by(&self, other: &Self) -> bool {
        (self.version, &self.generator) == (other.version, &other.generator)
    }

    /// Tells whether this very path is ours.
    pub(super) fn has(&self, path: &str) -> bool {
        path == MANIFEST_NAME || self.files.contains_key(path)
    }

    /// Tells whether this path is ours, with this hash.
    pub(super) fn has_same(&self, path: &str, hash: &str) -> bool {
        self.files.get(path).is_some_and(|known| known == hash)
    }

    /// Tells whether anything below this folder is ours. The empty path is the whole output.
    pub(super) fn has_below(&self, folder: &str) -> bool {
        if folder.is_empty() {
            return true;
        }
        let below = format!("{folder}/");
        self.files.range(below.clone()..).next().is_some_and(|(path, _)| path.starts_with(&below))
    }
}
