//! Where vaults and sites lie while they are measured.
//!
//! In: a vault. Out: folders, in memory where the system has a folder there: on a disk, making files can cost
//! more than all that is measured.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result};
use tempfile::TempDir;

use super::vault::{Dialect, Vault};

/// A folder that is removed at the end.
pub(super) struct Ground {
    folder: TempDir,
    pub(super) is_memory: bool,
}

impl Ground {
    /// # Errors
    ///
    /// Fails where the folder cannot be made.
    pub(super) fn new(wished: Option<&Path>) -> Result<Self> {
        let memory = Path::new("/dev/shm");
        let (place, is_memory) = match wished {
            Some(place) => (place.to_owned(), place.starts_with(memory)),
            None if memory.is_dir() => (memory.to_owned(), true),
            None => (env::temp_dir(), false),
        };
        let folder = tempfile::Builder::new().prefix("studium-bench-").tempdir_in(&place);
        let folder = folder.with_context(|| format!("cannot make a folder in {}", place.display()))?;
        Ok(Self { folder, is_memory })
    }

    /// A path in the folder, where nothing is yet.
    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A path in the folder, with an empty folder there.
    ///
    /// # Errors
    ///
    /// Fails where it cannot be made.
    pub(super) fn made(&self, name: &str) -> Result<PathBuf> {
        let path = self.cleared(name)?;
        fs::create_dir_all(&path).with_context(|| format!("cannot make {}", path.display()))?;
        Ok(path)
    }

    /// Removes what a run left, if there is any.
    ///
    /// # Errors
    ///
    /// Fails where it stays.
    pub(super) fn cleared(&self, name: &str) -> Result<PathBuf> {
        let path = self.path(name);
        if path.exists() {
            fs::remove_dir_all(&path).with_context(|| format!("cannot remove {}", path.display()))?;
        }
        Ok(path)
    }

    /// Writes all files of a vault into a folder, which is made anew.
    ///
    /// # Errors
    ///
    /// Fails where a file cannot be written.
    pub(super) fn vault(&self, name: &str, vault: &Vault, dialect: Dialect) -> Result<PathBuf> {
        let folder = self.cleared(name)?;
        write_files(&folder, vault, dialect)?;
        Ok(folder)
    }
}

/// Writes the files of a vault, with as many threads as there are cores: each makes its share of the notes.
fn write_files(folder: &Path, vault: &Vault, dialect: Dialect) -> Result<()> {
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        let work = |share: usize| {
            move || -> Result<()> {
                for (path, text) in vault.files(dialect, share, threads) {
                    let path = folder.join(path);
                    fs::create_dir_all(path.parent().unwrap_or(folder))?;
                    fs::write(&path, text).with_context(|| format!("cannot write {}", path.display()))?;
                }
                Ok(())
            }
        };
        let threads: Vec<_> = (0..threads).map(|share| scope.spawn(work(share))).collect();
        threads.into_iter().try_for_each(|thread| thread.join().expect("a thread that does not panic"))
    })
}

#[cfg(test)]
mod tests {
    use super::super::vault::Shape;
    use super::*;

    #[test]
    fn a_vault_is_written_whole() {
        let folder = tempfile::tempdir().unwrap();
        let vault = Vault::new(45, Shape::Deep, 1).unwrap();
        write_files(folder.path(), &vault, Dialect::Wiki).unwrap();
        for (path, text) in vault.files(Dialect::Wiki, 0, 1) {
            assert_eq!(fs::read_to_string(folder.path().join(&path)).unwrap(), text, "{path}");
        }
    }
}
