//! What is to be written, and what of it the output has already.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::PublishError;
use super::disk::{Disk, failed};
use super::manifest::Manifest;
use super::store::{Aside, Bytes, Drawn, Kept, Store};
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
    Drawn(Drawn),
}

/// Lists the files of a site in path order.
pub(super) fn items(site: &Store, attachments: &dyn Fn(&SourcePath) -> PathBuf) -> Vec<Item> {
    let item = |(path, kept): (&_, &Kept)| Item {
        path: ToString::to_string(path),
        content: match kept {
            Kept::Bytes(bytes, hash) => Content::Bytes(bytes.clone(), hash.hex()),
            Kept::Copy(path) => Content::Copy(attachments(path)),
            Kept::Drawn(drawn) => Content::Drawn(drawn.clone()),
        },
    };
    site.files().map(item).collect()
}

/// Returns the list of these files. The hashes of attachments are not known yet, and empty.
pub(super) fn wanted(items: &[Item], generator: &str) -> Manifest {
    let hash = |item: &Item| match &item.content {
        Content::Bytes(_, hash) => hash.clone(),
        Content::Copy(_) => String::new(),
        Content::Drawn(drawn) => drawn.key().hex(),
    };
    let files: BTreeMap<_, _> = items.iter().map(|item| (item.path.clone(), hash(item))).collect();
    Manifest::new(generator, files)
}

/// How many drawings are made before they are put aside: enough for all cores, few enough to hold.
const BATCH: usize = 64;

/// Draws what the place does not have yet, all cores at work, and leaves out the drawings that it has: `has` is
/// asked with the path of a drawing and the hash of what it is drawn from.
pub(super) fn draw(
    mut items: Vec<Item>,
    has: &dyn Fn(&str, &str) -> bool,
) -> Result<Vec<Item>, PublishError> {
    items.retain(|item| match &item.content {
        Content::Drawn(drawn) => !has(&item.path, &drawn.key().hex()),
        _ => true,
    });
    let mut aside = Aside::default();
    let drawings = items.iter_mut().filter(|item| matches!(item.content, Content::Drawn(_)));
    let mut drawings: Vec<&mut Item> = drawings.collect();
    for batch in drawings.chunks_mut(BATCH) {
        let made: Vec<_> = batch.par_iter().map(|item| item.drawn()).collect();
        for (item, made) in batch.iter_mut().zip(made) {
            if let Some((bytes, key)) = made? {
                item.content = Content::Bytes(aside.put(bytes.into()), key);
            }
        }
    }
    Ok(items)
}

impl Item {
    fn drawn(&self) -> Result<Option<(Vec<u8>, String)>, PublishError> {
        let Content::Drawn(drawn) = &self.content else { return Ok(None) };
        let bytes = drawn.bytes().map_err(|error| failed("read", Path::new(&self.path), error))?;
        Ok(Some((bytes, drawn.key().hex())))
    }

    /// Returns the hash of the file; an attachment is read for it.
    pub(super) fn hash(&self) -> Result<String, PublishError> {
        match &self.content {
            Content::Bytes(_, hash) => Ok(hash.clone()),
            Content::Drawn(drawn) => Ok(drawn.key().hex()),
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
            Content::Drawn(drawn) => Box::new(io::Cursor::new(drawn.bytes()?)),
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
            Content::Drawn(drawn) => {
                let bytes = drawn.bytes()?;
                take(bytes.len() as u64, &mut &*bytes)
            }
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
    /// Pages are the same when their bytes have the same hash. A drawing is the same when the list has the hash
    /// of what it is drawn from, and something is there. An attachment is the same when it has the length and the time of
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
            Content::Drawn(drawn) => *hash == drawn.key().hex() && there.len() > 0,
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
            Content::Drawn(drawn) => {
                disk.write(path, |file| file.write_all(&drawn.bytes()?))?;
                Ok(drawn.key().hex())
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
