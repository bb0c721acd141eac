//! What is to be written, and what of it the output has already.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::PublishError;
use super::disk::Disk;
use super::manifest::Manifest;
use super::store::{Bytes, Kept, Store};
use super::work::mode;
use crate::source::{ContentHash, SourcePath};

/// One file of the new site.
pub(super) struct Item {
    pub(super) path: String,
    content: Content,
}

enum Content {
    Bytes(Bytes, String),
    Copy(PathBuf),
}

/// Lists the files of a site in path order.
pub(super) fn items(site: &Store, attachments: &dyn Fn(&SourcePath) -> PathBuf) -> Vec<Item> {
    let item = |(path, kept): (&_, &Kept)| Item {
        path: ToString::to_string(path),
        content: match kept {
            Kept::Bytes(bytes, hash) => Content::Bytes(bytes.clone(), hash.hex()),
            Kept::Copy(path) => Content::Copy(attachments(path)),
        },
    };
    site.files().map(item).collect()
}

/// Returns the list of these files. The hashes of attachments are not known yet, and empty.
pub(super) fn wanted(items: &[Item], generator: &str) -> Manifest {
    let hash = |item: &Item| match &item.content {
        Content::Bytes(_, hash) => hash.clone(),
        Content::Copy(_) => String::new(),
    };
    let files: BTreeMap<_, _> = items.iter().map(|item| (item.path.clone(), hash(item))).collect();
    Manifest::new(generator, files)
}

impl Item {
    /// Returns the hash of the file; an attachment is read for it.
    pub(super) fn hash(&self) -> Result<String, PublishError> {
        match &self.content {
            Content::Bytes(_, hash) => Ok(hash.clone()),
            Content::Copy(source) => {
                let failed = |error| PublishError::Attachment { path: source.clone(), source: error };
                let mut file = File::open(source).map_err(failed)?;
                copy(&mut file, &mut io::sink()).map_err(failed)
            }
        }
    }

    /// Tells whether this is a file of the vault, under the name that it has there.
    #[cfg(feature = "s3")]
    pub(super) fn is_attachment(&self) -> bool {
        matches!(self.content, Content::Copy(_))
    }

    /// Returns the bytes of the file in parts of this length; the last one may be shorter.
    #[cfg(feature = "s3")]
    pub(super) fn parts(&self, length: u64) -> io::Result<impl Iterator<Item = io::Result<Vec<u8>>>> {
        let mut rest: Box<dyn Read + '_> = match &self.content {
            Content::Bytes(bytes, _) => Box::new(io::Cursor::new(bytes.read()?)),
            Content::Copy(source) => Box::new(File::open(source)?),
        };
        Ok(std::iter::from_fn(move || {
            let mut part = Vec::new();
            match rest.by_ref().take(length).read_to_end(&mut part) {
                Ok(0) => None,
                Ok(_) => Some(Ok(part)),
                Err(error) => Some(Err(error)),
            }
        }))
    }

    /// Hands the length and the bytes of the file to `take`.
    pub(super) fn send(&self, take: &mut dyn FnMut(u64, &mut dyn Read) -> io::Result<()>) -> io::Result<()> {
        match &self.content {
            Content::Bytes(bytes, _) => take(bytes.len() as u64, &mut &*bytes.read()?),
            Content::Copy(source) => {
                let file = File::open(source)?;
                let length = file.metadata()?.len();
                // What grows or shrinks meanwhile must not break the stream that it is put into.
                take(length, &mut file.take(length).chain(io::repeat(b' ')).take(length))
            }
        }
    }

    /// Tells whether the output has this very file, and if so returns its hash.
    ///
    /// Pages are the same when their bytes have the same hash. An attachment is the same when it has the length and the time of
    /// the last change that its source has: a copy is given both, so an edit of either shows.
    pub(super) fn same_in(&self, output: &Path, old: &Manifest, file_mode: u32) -> Option<String> {
        let hash = old.files.get(&self.path)?;
        let path = output.join(&self.path);
        let there = path.symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
        if mode(&there) != file_mode {
            return None;
        }
        let same = match &self.content {
            Content::Bytes(bytes, wanted) => {
                hash == wanted
                    && there.len() == bytes.len() as u64
                    && std::fs::read(&path).is_ok_and(|found| ContentHash::of(&found).hex() == *wanted)
            }
            Content::Copy(source) => source.metadata().is_ok_and(|source| {
                let times = (source.modified(), there.modified());
                !hash.is_empty()
                    && source.len() == there.len()
                    && matches!(times, (Ok(source), Ok(there)) if source == there)
            }),
        };
        same.then(|| hash.clone())
    }

    /// Writes the file and returns its hash.
    pub(super) fn write(&self, disk: &Disk, path: &Path) -> Result<String, PublishError> {
        match &self.content {
            Content::Bytes(bytes, hash) => {
                disk.write(path, |file| file.write_all(&bytes.read()?))?;
                Ok(hash.clone())
            }
            Content::Copy(source) => {
                let failed = |error| PublishError::Attachment { path: source.clone(), source: error };
                let metadata = source.metadata().map_err(failed)?;
                if !metadata.is_file() {
                    return Err(failed(io::Error::new(io::ErrorKind::InvalidInput, "it is no plain file")));
                }
                let mut from = File::open(source).map_err(failed)?;
                let hash = disk.write(path, |file| copy(&mut from, file))?;
                if let Ok(modified) = metadata.modified() {
                    disk.set_modified(path, modified)?;
                }
                Ok(hash)
            }
        }
    }
}

fn copy(from: &mut File, to: &mut dyn Write) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 128 * 1024];
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok(hasher.finalize().to_hex().to_string()),
            Ok(count) => {
                hasher.update(&buffer[..count]);
                to.write_all(&buffer[..count])?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
