//! The files of a site on their way from the build to where it is published.
//!
//! In: artifacts, one by one. Out: what is to be published, each file with its hash. Their bytes are put
//! aside in a file that has no name and goes with the program, so that memory does not grow with the site;
//! where they cannot be, they are held.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io;
use std::sync::Arc;

use crate::site::{Artifact, OutputPath, Part, Pen, Sink};
use crate::source::{ContentHash, SourcePath};

/// All artifacts of one build, ready to be published.
#[derive(Debug, Default)]
pub struct Store {
    files: BTreeMap<OutputPath, Kept>,
    aside: Aside,
}

/// One file.
#[derive(Clone, Debug)]
pub(super) enum Kept {
    /// These bytes, with their hash.
    Bytes(Bytes, ContentHash),
    /// The bytes of an attachment of the vault.
    Copy(SourcePath),
    /// What is drawn when it is written.
    Drawn(Drawn),
}

/// A drawing whose source is put aside like all bytes.
#[derive(Clone)]
pub(super) struct Drawn {
    source: Bytes,
    key: ContentHash,
    pen: Arc<dyn Pen>,
}

/// Compares a site with one that is in a [`Store`], as its artifacts come.
#[derive(Debug)]
pub struct Comparison<'s> {
    store: &'s Store,
    /// What has not come yet.
    left: BTreeSet<&'s OutputPath>,
    differing: BTreeSet<OutputPath>,
}

impl Sink for Comparison<'_> {
    fn emit(&mut self, path: OutputPath, artifact: Artifact) {
        let is_same = match (self.store.files.get(&path), &artifact) {
            (Some(Kept::Bytes(_, hash)), Artifact::Bytes(bytes)) => *hash == ContentHash::of(bytes),
            (Some(Kept::Copy(known)), Artifact::Copy(source)) => known == source,
            (Some(Kept::Drawn(known)), Artifact::Drawn(drawing)) => known.key == drawing.key(),
            // A file that is made of others: they were compared before.
            (Some(Kept::Bytes(_, hash)), Artifact::Joined(parts)) => *hash == self.store.joined(parts).1,
            _ => false,
        };
        self.left.remove(&path);
        if !is_same {
            self.differing.insert(path);
        }
    }
}

impl Comparison<'_> {
    /// Returns the files that differ or stand in one of the sites only, in path order.
    pub fn differing(mut self) -> BTreeSet<OutputPath> {
        self.differing.extend(self.left.into_iter().cloned());
        self.differing
    }
}

/// The bytes of one file.
#[derive(Clone, Debug)]
pub(super) enum Bytes {
    /// In memory.
    Held(Arc<[u8]>),
    /// Those of others, one after another.
    Joined(Arc<[Bytes]>),
    /// In a file, from this place on.
    Aside {
        /// The file.
        file: Arc<File>,
        /// Where they begin.
        start: u64,
        /// How many there are.
        length: usize,
    },
}

impl Store {
    /// Returns the paths of the files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &OutputPath> {
        self.files.keys()
    }

    /// Makes ready to be told another site, which should be the same.
    pub fn comparison(&self) -> Comparison<'_> {
        Comparison { store: self, left: self.files.keys().collect(), differing: BTreeSet::new() }
    }

    /// Returns a file that is made of these parts, with its hash. Reads what was put aside, a part at a time; what
    /// cannot be read is told by whoever reads it to write it.
    fn joined(&self, parts: &[Part]) -> (Bytes, ContentHash) {
        let part = |part: &Part| match part {
            Part::Text(text) => Some(Bytes::Held(text.as_bytes().into())),
            Part::File(path) => match self.files.get(path) {
                Some(Kept::Bytes(bytes, _)) => Some(bytes.clone()),
                _ => None,
            },
        };
        let parts: Arc<[Bytes]> = parts.iter().filter_map(part).collect();
        let hash = ContentHash::of_all(parts.iter().filter_map(|part| part.read().ok()));
        (Bytes::Joined(parts), hash)
    }

    /// Returns the files, in path order.
    pub(super) fn files(&self) -> impl Iterator<Item = (&OutputPath, &Kept)> {
        self.files.iter()
    }
}

impl Sink for Store {
    fn emit(&mut self, path: OutputPath, artifact: Artifact) {
        let kept = match artifact {
            Artifact::Bytes(bytes) => {
                let hash = ContentHash::of(&bytes);
                Kept::Bytes(self.aside.put(bytes), hash)
            }
            Artifact::Copy(source) => Kept::Copy(source),
            Artifact::Drawn(drawing) => Kept::Drawn(Drawn {
                source: self.aside.put(drawing.source().as_bytes().into()),
                key: drawing.key(),
                pen: Arc::clone(drawing.pen()),
            }),
            Artifact::Joined(parts) => {
                let (bytes, hash) = self.joined(&parts);
                Kept::Bytes(bytes, hash)
            }
        };
        self.files.insert(path, kept);
    }
}

impl Bytes {
    /// Returns how many there are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Held(bytes) => bytes.len(),
            Self::Joined(parts) => parts.iter().map(Self::len).sum(),
            Self::Aside { length, .. } => *length,
        }
    }

    /// Returns the bytes.
    pub(super) fn read(&self) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Self::Held(bytes) => Ok(Cow::Borrowed(bytes)),
            Self::Joined(parts) => {
                let mut bytes = Vec::with_capacity(self.len());
                parts.iter().try_for_each(|part| part.read().map(|part| bytes.extend_from_slice(&part)))?;
                Ok(Cow::Owned(bytes))
            }
            Self::Aside { file, start, length } => {
                let mut bytes = vec![0; *length];
                read_at(file, &mut bytes, *start)?;
                Ok(Cow::Owned(bytes))
            }
        }
    }
}

impl Drawn {
    /// Returns the hash of what the bytes depend on, which stands for that of the bytes: to hash them would be
    /// to draw each time.
    pub(super) fn key(&self) -> ContentHash {
        self.key
    }

    /// Draws.
    pub(super) fn bytes(&self) -> io::Result<Vec<u8>> {
        Ok(self.pen.draw(&String::from_utf8_lossy(&self.source.read()?)))
    }
}

impl std::fmt::Debug for Drawn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Drawn({})", self.key.short())
    }
}

/// The file that bytes are put into, once the first of them come.
#[derive(Debug, Default)]
pub(super) struct Aside {
    file: Option<Arc<File>>,
    /// Where the next ones go.
    end: u64,
    /// Whether the system refused; then nothing more is put there.
    is_closed: bool,
}

impl Aside {
    /// Puts bytes there, or holds them.
    pub(super) fn put(&mut self, bytes: Arc<[u8]>) -> Bytes {
        let Ok(file) = self.write(&bytes) else {
            self.is_closed = true;
            return Bytes::Held(bytes);
        };
        let start = self.end;
        self.end += bytes.len() as u64;
        Bytes::Aside { file, start, length: bytes.len() }
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<Arc<File>> {
        if self.is_closed {
            return Err(io::ErrorKind::Unsupported.into());
        }
        let file = match &self.file {
            Some(file) => Arc::clone(file),
            None => Arc::clone(self.file.insert(Arc::new(tempfile::tempfile()?))),
        };
        write_at(&file, bytes, self.end)?;
        Ok(file)
    }
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, start)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], start: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, start)
}

/// Several threads cannot read from different places of a file here, so all is held.
#[cfg(not(unix))]
fn write_at(_: &File, _: &[u8], _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(unix))]
fn read_at(_: &File, _: &mut [u8], _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(store: &Store) -> Vec<(String, String, bool)> {
        let files = store.files().filter_map(|(path, kept)| match kept {
            Kept::Bytes(bytes, hash) => {
                let read = bytes.read().expect("what was written can be read");
                assert_eq!((ContentHash::of(&read), read.len()), (*hash, bytes.len()));
                let text = String::from_utf8_lossy(&read).into_owned();
                Some((path.to_string(), text, matches!(bytes, Bytes::Held(_))))
            }
            Kept::Copy(_) | Kept::Drawn(_) => None,
        });
        files.collect()
    }

    fn emit(store: &mut Store, path: &str, text: &str) {
        store.emit(OutputPath::new(path).expect("plain"), Artifact::Bytes(text.as_bytes().into()));
    }

    #[test]
    fn what_differs_from_another_site_is_named() {
        let mut store = Store::default();
        for (path, text) in [("a.html", "a"), ("b.html", "b"), ("gone.html", "")] {
            emit(&mut store, path, text);
        }
        let mut comparison = store.comparison();
        let path = |text: &str| OutputPath::new(text).expect("plain");
        for (name, text) in [("a.html", "a"), ("b.html", "B"), ("new.html", "")] {
            comparison.emit(path(name), Artifact::Bytes(text.as_bytes().into()));
        }
        let named: Vec<_> = comparison.differing().into_iter().collect();
        assert_eq!(named, [path("b.html"), path("gone.html"), path("new.html")]);
    }

    #[test]
    fn a_file_of_others_is_put_together_and_compared() {
        let path = |text: &str| OutputPath::new(text).expect("plain");
        let parts = || -> Artifact {
            let parts = [Part::Text("1: ".into()), Part::File(path("a.md")), Part::File(path("none.md"))];
            Artifact::Joined(parts.into())
        };
        let mut store = Store::default();
        emit(&mut store, "a.md", "first");
        store.emit(path("all.txt"), parts());
        assert_eq!(texts(&store)[1], ("all.txt".to_owned(), "1: first".to_owned(), false));
        let mut comparison = store.comparison();
        comparison.emit(path("a.md"), Artifact::Bytes(b"first".as_slice().into()));
        comparison.emit(path("all.txt"), parts());
        assert!(comparison.differing().is_empty());
        let mut comparison = store.comparison();
        comparison.emit(path("all.txt"), Artifact::Joined([Part::Text("2".into())].into()));
        assert_eq!(comparison.differing().len(), 2, "one is other, one is not there");
    }

    #[test]
    fn bytes_that_were_put_aside_come_back_and_those_that_could_not_be_are_held() {
        let mut store = Store::default();
        emit(&mut store, "b/index.html", "second");
        emit(&mut store, "a.css", "");
        emit(&mut store, "index.html", "the home page");
        store.aside.is_closed = true;
        emit(&mut store, "z.html", "late");
        let is_held = cfg!(not(unix));
        let row = |path: &str, text: &str, held: bool| (path.to_owned(), text.to_owned(), held);
        assert_eq!(
            texts(&store),
            [
                row("a.css", "", is_held),
                row("b/index.html", "second", is_held),
                row("index.html", "the home page", is_held),
                row("z.html", "late", true),
            ]
        );
    }
}
