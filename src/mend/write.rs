//! Puts a changed file in the place of the old one, or leaves everything as it is.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use tempfile::Builder;

use super::words;
use crate::diagnostic::Text;
use crate::source::{SourceFile, SourcePath};

/// Why a file was not written. It is as it was.
#[derive(Debug, thiserror::Error)]
pub enum Refused {
    /// It is not what was read.
    #[error("{}", words::CHANGED.english)]
    Changed,
    /// It is a link, or lies behind one.
    #[error("{}", words::IS_LINK.english)]
    Link,
    /// It must not be written.
    #[error("{}", words::READ_ONLY.english)]
    ReadOnly,
    /// The system refused something.
    #[error("{0}")]
    Io(#[from] io::Error),
}

impl Refused {
    /// Says it to the author.
    pub fn text(&self) -> Text {
        match self {
            Self::Changed => words::CHANGED.plain(),
            Self::Link => words::IS_LINK.plain(),
            Self::ReadOnly => words::READ_ONLY.plain(),
            Self::Io(error) => error.to_string().into(),
        }
    }
}

/// Replaces a file of the vault at `root` by these bytes, at once: whoever reads it sees the old bytes or
/// the new.
///
/// # Errors
///
/// Fails, and changes nothing, when the file is not what `old` says, cannot be written, or is not a plain
/// file in a plain folder of the vault.
pub fn write(root: &Path, old: &SourceFile, new: &[u8]) -> Result<(), Refused> {
    let file = plain_file(root, &old.path)?;
    let permissions = fs::symlink_metadata(&file)?.permissions();
    if permissions.readonly() {
        return Err(Refused::ReadOnly);
    }
    let folder = file.parent().unwrap_or(root);
    let mut beside = Builder::new().prefix(".studium-").suffix(".tmp").tempfile_in(folder)?;
    beside.write_all(new)?;
    beside.as_file().set_permissions(permissions)?;
    beside.as_file().sync_all()?;
    // As late as can be.
    if fs::read(&file)? != *old.bytes {
        return Err(Refused::Changed);
    }
    beside.persist(&file).map_err(|error| error.error)?;
    Ok(())
}

/// Returns the place of a file that no part of whose path is a link.
fn plain_file(root: &Path, path: &SourcePath) -> Result<PathBuf, Refused> {
    let mut file = root.to_owned();
    for part in path.as_str().split('/') {
        file.push(part);
        if fs::symlink_metadata(&file)?.is_symlink() {
            return Err(Refused::Link);
        }
    }
    if fs::symlink_metadata(&file)?.is_file() { Ok(file) } else { Err(Refused::Changed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(root: &Path, path: &str) -> SourceFile {
        let bytes = fs::read(root.join(path)).expect("there");
        SourceFile::new(SourcePath::new(path).expect("plain"), bytes)
    }

    #[test]
    fn a_file_is_replaced_and_nothing_left_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        fs::write(root.join("a.md"), "old").expect("written");
        write(root, &read(root, "a.md"), b"new").expect("replaced");
        assert_eq!(fs::read(root.join("a.md")).expect("there"), b"new");
        assert_eq!(fs::read_dir(root).expect("there").count(), 1);
    }

    #[test]
    fn what_changed_meanwhile_stays() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        fs::write(root.join("a.md"), "old").expect("written");
        let old = read(root, "a.md");
        fs::write(root.join("a.md"), "mine").expect("written");
        assert!(matches!(write(root, &old, b"new"), Err(Refused::Changed)));
        assert_eq!(fs::read(root.join("a.md")).expect("there"), b"mine");
        assert_eq!(fs::read_dir(root).expect("there").count(), 1);
        fs::remove_file(root.join("a.md")).expect("gone");
        assert!(matches!(write(root, &old, b"new"), Err(Refused::Io(_))));
    }

    #[cfg(unix)]
    #[test]
    fn nothing_is_written_through_a_link_or_over_a_read_only_file() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path();
        fs::create_dir(root.join("real")).expect("made");
        fs::write(root.join("real/a.md"), "old").expect("written");
        symlink(root.join("real"), root.join("linked")).expect("linked");
        symlink(root.join("real/a.md"), root.join("b.md")).expect("linked");
        for path in ["linked/a.md", "b.md"] {
            assert!(matches!(write(root, &read(root, path), b"new"), Err(Refused::Link)), "{path}");
        }
        let old = read(root, "real/a.md");
        fs::set_permissions(root.join("real/a.md"), fs::Permissions::from_mode(0o640)).expect("set");
        write(root, &old, b"old").expect("replaced");
        let mode = fs::metadata(root.join("real/a.md")).expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
        fs::set_permissions(root.join("real/a.md"), fs::Permissions::from_mode(0o440)).expect("set");
        assert!(matches!(write(root, &old, b"new"), Err(Refused::ReadOnly)));
    }
}
