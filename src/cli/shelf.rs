//! Where the cache of a vault lies between two runs.
//!
//! One file a vault, and one for its pictures, in the cache folder of the user or the one that was asked for; never in the output. It
//! is replaced as a whole, so two builds at once do no harm, and whatever goes wrong with it is as if it was
//! not there.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::project::Snapshot;
use crate::source::ContentHash;

/// The file names of caches end in this.
const EXTENSION: &str = "studium-cache";
/// Those of pictures, in this.
const PICTURES: &str = "studium-pictures";
/// A longer file is not one of ours, in bytes.
const LONGEST: u64 = 256 * 1024 * 1024;

/// The place of one vault's cache.
pub(super) struct Shelf {
    file: PathBuf,
}

impl Shelf {
    /// Finds the place; `None` where the system names no folder for such things.
    pub(super) fn of(snapshot: &Snapshot) -> Option<Self> {
        let vault = ContentHash::of(snapshot.located.vault_root.as_os_str().as_encoded_bytes()).short();
        let folder = folder(&snapshot.config.build.cache, &snapshot.located.config_dir)?;
        Some(Self { file: folder.join(format!("{vault}.{EXTENSION}")) })
    }

    /// Returns what was put there last.
    pub(super) fn take(&self) -> Option<Vec<u8>> {
        let file = fs::File::open(&self.file).ok()?;
        let metadata =
            file.metadata().ok().filter(|metadata| metadata.is_file() && metadata.len() <= LONGEST)?;
        let mut bytes = Vec::with_capacity(usize::try_from(metadata.len()).ok()?);
        file.take(LONGEST).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// Puts bytes there in place of what was. The error is worth a remark, not more.
    pub(super) fn put(&self, bytes: &[u8]) -> io::Result<()> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(folder)?;
        let mut file = tempfile::NamedTempFile::new_in(folder)?;
        file.write_all(bytes)?;
        file.persist(&self.file)?;
        Ok(())
    }

    /// Returns where the pictures of the vault are kept.
    pub(super) fn pictures(&self) -> PathBuf {
        self.file.with_extension(PICTURES)
    }

    /// Removes what is there, and tells whether anything was.
    pub(super) fn clear(&self) -> bool {
        [&self.file, &self.pictures()].into_iter().filter(|file| fs::remove_file(file).is_ok()).count() > 0
    }
}

/// Returns the folder for caches: what the environment says, what the configuration says, that of the user.
fn folder(configured: &str, config_dir: &Path) -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value: &OsString| !value.is_empty());
    if let Some(folder) = set("STUDIUM_CACHE") {
        return std::path::absolute(folder).ok();
    }
    if !configured.is_empty() {
        return Some(config_dir.join(configured));
    }
    let of_user = if cfg!(windows) {
        set("LOCALAPPDATA").map(PathBuf::from)
    } else if cfg!(target_os = "macos") {
        set("HOME").map(|home| Path::new(&home).join("Library/Caches"))
    } else {
        let home = || set("HOME").map(|home| Path::new(&home).join(".cache"));
        set("XDG_CACHE_HOME").map(PathBuf::from).or_else(home)
    };
    // A relative one would lie somewhere else each time.
    of_user.filter(|folder| folder.is_absolute()).map(|folder| folder.join("studium"))
}

/// Returns what tells this program from any other: another version, or another build of the same, may colour
/// code in another way. `None` where it cannot be told; then nothing is kept.
pub(super) fn program() -> Option<[u8; 32]> {
    let metadata = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let modified = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let name = format!("{} {} {}", env!("CARGO_PKG_VERSION"), metadata.len(), modified.as_nanos());
    Some(*ContentHash::of(name.as_bytes()).bytes())
}
