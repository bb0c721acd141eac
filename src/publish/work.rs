//! The hidden folder beside the output in which a site is put together.
//!
//! It holds `site`, which becomes the output and then is what the output was; `journal.json`, the list
//! of every file in either that is ours; and `lock`. Whatever a stopped publish leaves, the next one
//! does the same with it: what the journal lists is removed, all else is moved to the output. Before
//! the exchange there is nothing else, so this rolls back; after it, this finishes.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use super::PublishError;
use super::carry::{carry_over, is_folder};
use super::disk::{Disk, failed};
use super::manifest::Manifest;
use crate::source::ContentHash;

/// The name of the folder where nothing can be made beside the output.
pub(super) const WORK_INSIDE: &str = ".studium-next";

/// A publish in progress, alone with its output.
pub(super) struct Work {
    folder: PathBuf,
    /// Whether the folder could be exchanged with the output: not if it lies in it or elsewhere.
    pub(super) can_exchange: bool,
    /// The permissions that new files get here.
    pub(super) file_mode: u32,
    _lock: File,
}

impl Work {
    /// Makes the folder and waits at most `patience` for another publish to be done with it.
    pub(super) fn open(disk: &Disk, output: &Path, patience: Duration) -> Result<Self, PublishError> {
        let (folder, is_inside) = make_folder(disk, output)?;
        let started = Instant::now();
        loop {
            if !is_folder(&folder) {
                disk.make_folder(&folder)?;
            }
            match try_lock(&folder) {
                Ok(Some(lock)) => {
                    let metadata = lock.metadata().map_err(|error| failed("lock", &folder, error))?;
                    let can_exchange = !is_inside && is_same_device(&folder, output);
                    return Ok(Self { folder, can_exchange, file_mode: mode(&metadata), _lock: lock });
                }
                Ok(None) if started.elapsed() < patience => sleep(Duration::from_millis(20)),
                Ok(None) => return Err(PublishError::Busy { output: output.to_owned() }),
                Err(error) => return Err(failed("lock", &folder, error)),
            }
        }
    }

    /// The folder that is to become the output.
    pub(super) fn site(&self) -> PathBuf {
        self.folder.join("site")
    }

    fn journal(&self) -> PathBuf {
        self.folder.join("journal.json")
    }

    /// Writes down which files are ours, before the first of them is made.
    pub(super) fn write_journal(&self, disk: &Disk, ours: &Manifest) -> Result<(), PublishError> {
        let bytes = ours.bytes();
        disk.write(&self.journal(), |file| io::Write::write_all(file, &bytes))?;
        disk.sync(&self.journal())
    }

    /// Finishes or rolls back what is left of a publish. Returns how many of our files it removed.
    pub(super) fn settle(&self, disk: &Disk, output: &Path) -> Result<usize, PublishError> {
        let (site, journal) = (self.site(), self.journal());
        let mut removed = 0;
        if is_folder(&site) {
            // A journal that was cut off is older than any file of its site.
            let listed = Manifest::read_file(&journal).ok().flatten().unwrap_or_default();
            let ours = Manifest::read(&site).ok().flatten().unwrap_or_default().joined(&listed);
            removed = carry_over(disk, &site, output, &ours)?;
        } else if site.symlink_metadata().is_ok() {
            disk.remove_file(&site)?;
        }
        if journal.symlink_metadata().is_ok() {
            disk.remove_file(&journal)?;
        }
        Ok(removed)
    }

    /// Removes the folder, unless something is left in it that the next publish has to settle.
    pub(super) fn close(self, disk: &Disk) -> Result<(), PublishError> {
        disk.remove_file(&self.folder.join("lock"))?;
        disk.remove_empty_folder(&self.folder).map(|_| ())
    }
}

/// Makes the folder beside the output, or in it where only that may be written to.
fn make_folder(disk: &Disk, output: &Path) -> Result<(PathBuf, bool), PublishError> {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    // A name has at most 255 bytes, and some are added.
    let name = if name.len() > 200 { ContentHash::of(name.as_bytes()).short() } else { name.into_owned() };
    let beside = output.with_file_name(format!(".{name}.studium-next"));
    match disk.make_folder(&beside) {
        Ok(()) if !is_folder(&beside) => Err(PublishError::NotFolder { output: beside }),
        Ok(()) => Ok((beside, false)),
        Err(PublishError::Io { source, .. }) if is_closed(&source) && is_folder(output) => {
            let inside = output.join(WORK_INSIDE);
            disk.make_folder(&inside)?;
            if is_folder(&inside) {
                Ok((inside, true))
            } else {
                Err(PublishError::NotFolder { output: inside })
            }
        }
        Err(error) => Err(error),
    }
}

fn is_closed(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// Takes the lock if it is free. Whoever has it removes its file at the end, so the one that was locked
/// may be gone by then; then it counts for nothing.
fn try_lock(folder: &Path) -> io::Result<Option<File>> {
    let path = folder.join("lock");
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o644).custom_flags(rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    }
    let file = match options.open(&path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    match file.try_lock() {
        Ok(()) => {}
        Err(fs::TryLockError::WouldBlock) => return Ok(None),
        // Some network file systems know no locks. There, two builds at once are not held apart.
        Err(fs::TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {}
        Err(fs::TryLockError::Error(error)) => return Err(error),
    }
    Ok(is_same(&file, &path).then_some(file))
}

#[cfg(unix)]
fn is_same(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    let (held, named) = (file.metadata().map(identity), path.symlink_metadata().map(identity));
    matches!((held, named), (Ok(held), Ok(named)) if held == named)
}

#[cfg(not(unix))]
fn is_same(_: &File, path: &Path) -> bool {
    path.is_file()
}

/// Returns the permission bits.
#[cfg(unix)]
pub(super) fn mode(metadata: &fs::Metadata) -> u32 {
    use std::os::unix::fs::PermissionsExt;
    metadata.permissions().mode() & 0o777
}

/// Returns one value for all files, since this system has no such bits.
#[cfg(not(unix))]
pub(super) fn mode(_: &fs::Metadata) -> u32 {
    0
}

/// Tells whether two folders lie on the same file system, as far as the system tells.
#[cfg(unix)]
fn is_same_device(first: &Path, second: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let device = |path: &Path| path.metadata().map(|metadata| metadata.dev()).ok();
    device(first) == device(second)
}

#[cfg(not(unix))]
fn is_same_device(_: &Path, _: &Path) -> bool {
    true
}
