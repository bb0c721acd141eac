//! The list of files that are ours.
//!
//! It lies where the site lies, so whoever may read the pages may read it too. There it is sealed: it holds hashes
//! of paths, so that a page that no list of the site names is not named by this one either. To read it
//! takes the paths of what is there. Before version 2 it held paths, and such a list is still read.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::PublishError;
use super::disk::failed;
use crate::site::OutputPath;
use crate::source::ContentHash;

/// The file at the top of the output that lists what an earlier publish wrote.
pub const MANIFEST_NAME: &str = ".studium-manifest.json";

/// Of a list that names paths.
const OPEN: u32 = 1;
/// Of a list that holds hashes of paths.
const SEALED: u32 = 2;

/// Files by path, each with the hash of its bytes in hexadecimal digits. Does not list itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Manifest {
    pub(super) version: u32,
    pub(super) generator: String,
    pub(super) files: BTreeMap<String, String>,
}

impl Manifest {
    pub(super) fn new(generator: &str, files: BTreeMap<String, String>) -> Self {
        Self { version: SEALED, generator: generator.to_owned(), files }
    }

    /// Reads the list of `folder`, if it has one. Costs a walk through the folder.
    pub(super) fn read(folder: &Path) -> Result<Option<Self>, PublishError> {
        let Some(found) = Self::read_file(&folder.join(MANIFEST_NAME))? else { return Ok(None) };
        Ok(Some(if found.is_sealed() { found.unsealed(files_in(folder)) } else { found }))
    }

    /// Tells whether this list, as it was read, holds hashes of paths.
    pub(super) fn is_sealed(&self) -> bool {
        self.version == SEALED
    }

    /// Puts paths in place of their hashes. `files` are the paths of what is there: one that is listed and not there was removed by
    /// somebody else, and is as good as never written.
    pub(super) fn unsealed(mut self, files: impl Iterator<Item = String>) -> Self {
        let known = files.filter_map(|path| Some((self.files.get(&name(&path))?.clone(), path)));
        self.files = known.map(|(mark, path)| (path, mark)).collect();
        self
    }

    /// Returns the bytes of the list as it lies where everybody may read it.
    pub(super) fn sealed(&self) -> Vec<u8> {
        let files = self.files.iter().map(|(path, mark)| (name(path), mark.clone())).collect();
        Self::new(&self.generator, files).written()
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
        if manifest.version > SEALED {
            return Err(damaged("it is of a newer version of Studium".to_owned()));
        }
        Ok(manifest)
    }

    /// Returns the bytes of the list with its paths, for places that nobody publishes.
    pub(super) fn bytes(&self) -> Vec<u8> {
        Self { version: OPEN, ..self.clone() }.written()
    }

    /// Returns the bytes, one line for each path.
    fn written(&self) -> Vec<u8> {
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

/// Returns what stands for a path in a sealed list.
fn name(path: &str) -> String {
    ContentHash::of(path.as_bytes()).hex()
}

/// Lists the files below a folder, in no order. What cannot be read cannot be ours; a repository never is.
fn files_in(folder: &Path) -> impl Iterator<Item = String> {
    let mut files = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(below) = folders.pop() {
        let entries = std::fs::read_dir(folder.join(&below)).into_iter().flatten().filter_map(Result::ok);
        for entry in entries {
            let (name, kind) = (entry.file_name(), entry.file_type());
            let (Some(name), Ok(kind)) = (name.to_str(), kind) else { continue };
            let path = if below.is_empty() { name.to_owned() } else { format!("{below}/{name}") };
            match kind.is_dir() {
                true if name == ".git" => {}
                true => folders.push(path),
                false => files.push(path),
            }
        }
    }
    files.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn some() -> Manifest {
        let files = [("a/index.html", "1"), ("b c.png", "")];
        Manifest::new("g", files.map(|(path, mark)| (path.to_owned(), mark.to_owned())).into())
    }

    fn parsed(bytes: &[u8]) -> Manifest {
        Manifest::parse(bytes, Path::new(MANIFEST_NAME)).expect("a list")
    }

    #[test]
    fn a_sealed_list_names_nothing_and_is_read_beside_what_is_there() {
        let bytes = some().sealed();
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("index") && !text.contains("b c"), "{text}");
        let read = |paths: &[&str]| parsed(&bytes).unsealed(paths.iter().map(|path| (*path).to_owned()));
        assert_eq!(read(&["a/index.html", "b c.png", "other"]), some());
        assert_eq!(read(&["b c.png"]).files.into_keys().collect::<Vec<_>>(), ["b c.png"]);
    }

    #[test]
    fn a_list_of_an_older_version_is_read_from_a_folder_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let write =
            |path: &str, bytes: &[u8]| std::fs::write(folder.path().join(path), bytes).expect("written");
        std::fs::create_dir_all(folder.path().join("a")).expect("made");
        std::fs::create_dir_all(folder.path().join(".git")).expect("made");
        for path in ["a/index.html", "b c.png", ".git/config"] {
            write(path, b"");
        }
        for bytes in [some().sealed(), some().bytes()] {
            write(MANIFEST_NAME, &bytes);
            let read = Manifest::read(folder.path()).expect("readable").expect("there");
            assert_eq!(read.files, some().files);
            assert_eq!(read.is_by(&some()), bytes == some().sealed(), "an open list is sealed next time");
        }
    }

    #[test]
    fn a_list_of_a_newer_version_is_not_touched() {
        let bytes = br#"{"version":3,"generator":"","files":{}}"#;
        assert!(Manifest::parse(bytes, Path::new("x")).is_err());
    }
}
