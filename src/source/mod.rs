//! One snapshot of all files that a build reads.
//!
//! In: a folder. Out: [`Sources`], immutable and cheap to clone: the text files with their bytes and
//! content hashes, the attachments by name and size, and what could not be read. Nothing later in the
//! pipeline touches the file system. Not here: what a file means.

#![allow(clippy::disallowed_methods, reason = "this is the door through which files enter")]

mod excluded;
mod filter;
mod git;
mod left_out;
mod locate;
mod path;
mod read;
mod rules;
mod scan;
mod span;
mod walk;

pub use git::{DateSource, Dates, FileDates, OldName, OldNames, dates, old_names, renames};
pub use left_out::{LeftOut, left_out};
pub use locate::{CONFIG_NAME, LocateError, Located, locate, read_config};
pub use path::SourcePath;
pub use read::{SIZE_LIMIT_BYTES, open_attachment, settle};
pub use rules::{Pattern, check_glob};
pub use scan::{ScanError, ScanOptions, read_theme, scan};
pub use span::{LineColumn, LineIndex, Place, Span};

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

/// The BLAKE3 hash of a file's bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContentHash([u8; 32]);

impl ContentHash {
    /// Hashes `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(*blake3::hash(bytes).as_bytes())
    }

    /// Hashes these bytes as if they were one text.
    pub fn of_all(parts: impl Iterator<Item = impl AsRef<[u8]>>) -> Self {
        let mut hasher = blake3::Hasher::new();
        parts.for_each(|part| _ = hasher.update(part.as_ref()));
        Self(*hasher.finalize().as_bytes())
    }

    /// Returns the first eight bytes in lower-case hexadecimal digits, for file names.
    pub fn short(&self) -> String {
        self.hex()[..16].to_owned()
    }

    /// Returns the whole hash in lower-case hexadecimal digits.
    pub fn hex(&self) -> String {
        blake3::Hash::from_bytes(self.0).to_hex().to_string()
    }

    /// Returns the whole hash.
    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for ContentHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.short())
    }
}

/// A file held in memory: a note, a canvas, a base, a template, the configuration.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Where it lies, relative to the folder that was read.
    pub path: SourcePath,
    /// Its bytes as they are on disk.
    pub bytes: Arc<[u8]>,
    /// The hash of `bytes`.
    pub hash: ContentHash,
}

impl SourceFile {
    /// Makes a file from its bytes.
    pub fn new(path: SourcePath, bytes: impl Into<Arc<[u8]>>) -> Self {
        let bytes = bytes.into();
        let hash = ContentHash::of(&bytes);
        Self { path, bytes, hash }
    }

    /// Returns the text of the file. Spans are byte offsets into this text.
    ///
    /// UTF-8 is borrowed; UTF-16 with a byte order mark is converted; anything else is read as UTF-8
    /// with U+FFFD for what is not. So stands NUL, which neither HTML nor XML can hold. A byte order
    /// mark stays in the text as U+FEFF.
    pub fn text(&self) -> Cow<'_, str> {
        let text = match &*self.bytes {
            [0xFF, 0xFE, rest @ ..] => utf16(rest, u16::from_le_bytes),
            [0xFE, 0xFF, rest @ ..] => utf16(rest, u16::from_be_bytes),
            // Nearly all files are UTF-8, and this tells so faster than reading what is not.
            bytes => str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed),
        };
        if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { text }
    }
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Cow<'_, str> {
    let units = bytes.chunks(2).map(|pair| match *pair {
        [first, second] => unit([first, second]),
        _ => 0xFFFD,
    });
    Cow::Owned(char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect())
}

/// A file of the vault that is not a note. Its bytes are never held in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// Where it lies in the vault.
    pub path: SourcePath,
    /// How long it is.
    pub size_bytes: u64,
    /// When it was last written, in nanoseconds since 1970: a hint for the preview that it changed,
    /// never shown and never part of a page.
    pub modified_ns: u128,
}

/// A file or folder that could not be read, or whose name is not UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// Its path in the vault; bytes that are not UTF-8 are replaced.
    pub path: String,
    /// What the system said.
    pub reason: String,
}

/// What a file looked like from outside when it was read. Equal stamps mean equal bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// How long it was.
    pub size_bytes: u64,
    /// When its bytes were last written, in nanoseconds since 1970.
    pub modified_ns: u128,
    /// When anything about it was last changed, likewise; 0 where the system does not tell.
    pub changed_ns: i128,
    /// Its number in the file system; 0 where the system does not tell.
    pub inode: u64,
}

/// All files of one folder at one moment, in path order.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Files held in memory: notes (`.md`), `.canvas`, `.base`; in a theme, all files.
    pub files: BTreeMap<SourcePath, SourceFile>,
    /// All other files of a vault.
    pub attachments: BTreeMap<SourcePath, Attachment>,
    /// Files that the configuration or the application leaves out, in path order. They are not read and
    /// not published; their names tell a link to one of them from a link to nothing.
    pub excluded: Vec<SourcePath>,
    /// What could not be read, in path order. A note whose bytes are not all text is here and in
    /// `files`.
    pub unreadable: Vec<Unreadable>,
    /// `.obsidian/app.json`, where there is one.
    pub app_settings: Option<SourceFile>,
    /// Where files lie now that lay elsewhere before, by their old paths, where somebody asked for it.
    pub moved: Arc<BTreeMap<SourcePath, SourcePath>>,
    /// Under which names notes lay before, where somebody asked for it.
    pub old_names: Arc<OldNames>,
    /// When the files were committed, where somebody asked for it.
    pub dates: Arc<Dates>,
    /// What the files looked like, for the next scan. A file that changed just before has none.
    pub stamps: BTreeMap<SourcePath, Stamp>,
}
