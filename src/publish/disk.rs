//! Every change to the file system that publishing makes, one function each.
//!
//! All of them pass one gate. A test closes it at the n-th change, to see what is left of the output.

use std::fs::{self, File, FileTimes, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::time::SystemTime;

use super::PublishError;

/// What is asked before each change: what is about to be done, and to which path.
pub(super) type Gate = dyn Fn(&'static str, &Path) -> io::Result<()> + Send + Sync;

/// The file system, seen as a place to change.
#[derive(Default)]
pub(super) struct Disk {
    gate: Option<Box<Gate>>,
}

impl Disk {
    #[cfg(test)]
    pub(super) fn with_gate(gate: Box<Gate>) -> Self {
        Self { gate: Some(gate) }
    }

    fn attempt<T>(
        &self,
        what: &'static str,
        path: &Path,
        change: impl FnOnce() -> io::Result<T>,
    ) -> Result<T, PublishError> {
        let allowed = self.gate.as_ref().map_or(Ok(()), |gate| gate(what, path));
        allowed.and_then(|()| change()).map_err(|source| failed(what, path, source))
    }

    /// Makes a folder and those above it. Readers are let in as far as the umask allows.
    pub(super) fn make_folder(&self, path: &Path) -> Result<(), PublishError> {
        self.attempt("make the folder", path, || {
            let mut builder = fs::DirBuilder::new();
            builder.recursive(true);
            #[cfg(unix)]
            {
                use std::os::unix::fs::DirBuilderExt;
                builder.mode(0o755);
            }
            builder.create(path)
        })
    }

    /// Makes a file that is not there yet and lets `fill` write it.
    pub(super) fn write<T>(
        &self,
        path: &Path,
        fill: impl FnOnce(&mut File) -> io::Result<T>,
    ) -> Result<T, PublishError> {
        self.attempt("write", path, || {
            let mut made = create(path)?;
            let result = fill(&mut made)?;
            made.flush()?;
            Ok(result)
        })
    }

    /// Sets the time of the last change, so that a copy can be told from a changed file.
    pub(super) fn set_modified(&self, path: &Path, modified: SystemTime) -> Result<(), PublishError> {
        self.attempt("set the time of", path, || {
            let file = OpenOptions::new().write(true).open(path)?;
            file.set_times(FileTimes::new().set_modified(modified))
        })
    }

    /// Gives one folder the permissions of another.
    pub(super) fn copy_permissions(&self, from: &Path, to: &Path) -> Result<(), PublishError> {
        self.attempt("set the permissions of", to, || fs::set_permissions(to, from.metadata()?.permissions()))
    }

    /// Gives a file a second name.
    pub(super) fn link(&self, from: &Path, to: &Path) -> Result<(), PublishError> {
        self.attempt("link", to, || fs::hard_link(from, to))
    }

    /// Moves a file or folder; a file at the new name is replaced.
    pub(super) fn rename(&self, from: &Path, to: &Path) -> Result<(), PublishError> {
        self.attempt("move to", to, || fs::rename(from, to))
    }

    /// Exchanges two folders in one step. The error tells whether the system can do so at all.
    pub(super) fn exchange(&self, first: &Path, second: &Path) -> io::Result<()> {
        self.gate.as_ref().map_or(Ok(()), |gate| gate("exchange", second))?;
        exchange(first, second)
    }

    /// Removes a file or a link; a link is not followed.
    pub(super) fn remove_file(&self, path: &Path) -> Result<(), PublishError> {
        self.attempt("remove", path, || fs::remove_file(path))
    }

    /// Removes a folder if it is empty, and tells whether it was.
    pub(super) fn remove_empty_folder(&self, path: &Path) -> Result<bool, PublishError> {
        self.attempt("remove", path, || match fs::remove_dir(path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => Ok(false),
            Err(error) => Err(error),
        })
    }

    /// Waits until a file or folder is on the disk. Systems that cannot sync a folder are forgiven.
    pub(super) fn sync(&self, path: &Path) -> Result<(), PublishError> {
        if self.gate.is_some() {
            // A test need not wait for the disk.
            return self.attempt("sync", path, || Ok(()));
        }
        self.attempt("sync", path, || match File::open(path)?.sync_all() {
            Err(error) if path.is_dir() && error.kind() != io::ErrorKind::StorageFull => Ok(()),
            synced => synced,
        })
    }

    /// Waits until these files and all folders they are in are on the disk.
    pub(super) fn sync_many(&self, root: &Path, files: &[&Path]) -> Result<(), PublishError> {
        // One by one costs some tenths of a millisecond each; many are cheaper together.
        const FEW: usize = 64;
        if files.len() > FEW && self.attempt("sync", root, || sync_file_system(root)).is_ok() {
            return Ok(());
        }
        files.iter().try_for_each(|file| self.sync(file))?;
        self.sync(root)
    }
}

/// Makes the error for something that the system refused.
pub(super) fn failed(what: &'static str, path: &Path, source: io::Error) -> PublishError {
    PublishError::Io { what, path: path.to_owned(), source }
}

fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o644);
    }
    options.open(path)
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(first: &Path, second: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, first, CWD, second, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn sync_file_system(root: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(root)?)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn sync_file_system(_: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
