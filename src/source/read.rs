//! Reads single files, with a limit, and never from a pipe or a device.

use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::SourcePath;

/// The longest file that is held in memory, in bytes. Longer notes are reported, not read.
pub const SIZE_LIMIT_BYTES: u64 = 16 * 1024 * 1024;

/// Opens an attachment for the preview, and tells how long it is. The length is not limited.
///
/// # Errors
///
/// Fails when the file cannot be read, is no plain file, or lies outside `root` once links are
/// followed.
pub fn open_attachment(root: &Path, path: &SourcePath) -> io::Result<(File, u64)> {
    let root = root.canonicalize()?;
    let file = root.join(path.as_str()).canonicalize()?;
    if !file.starts_with(&root) {
        return Err(io::Error::new(io::ErrorKind::PermissionDenied, "it leads outside the vault"));
    }
    let file = open(&file)?;
    let length = file.metadata()?.len();
    Ok((file, length))
}

/// Returns `path` absolute and with links followed, also when its last parts do not exist yet.
///
/// # Errors
///
/// Fails when the working directory is gone or a link cannot be followed.
pub fn settle(path: &Path) -> io::Result<PathBuf> {
    let mut settled = PathBuf::new();
    for part in std::path::absolute(path)?.components() {
        match part {
            Component::ParentDir => {
                settled.pop();
            }
            part => settled.push(part),
        }
        match settled.canonicalize() {
            Ok(real) => settled = real,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error),
        }
    }
    Ok(settled)
}

/// Reads a file of at most `limit` bytes. The error is a reason to show.
pub(super) fn read_limited(path: &Path, limit: u64) -> Result<Vec<u8>, String> {
    let file = open(path).map_err(|error| reason(&error))?;
    // Room for one byte more than there is: then the first read finds the end, too.
    let length = file.metadata().map_or(0, |metadata| metadata.len().min(limit));
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or_default() + 1);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| reason(&error))?;
    if bytes.len() as u64 > limit {
        return Err(too_long(limit));
    }
    Ok(bytes)
}

/// Says that a file is longer than `limit` bytes.
pub(super) fn too_long(limit: u64) -> String {
    format!("it is longer than {} MiB", limit / (1024 * 1024))
}

/// Returns what the system said, without its number.
pub(super) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default();
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

/// Opens a plain file. One that became a pipe after it was listed is refused instead of waited for.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits().cast_signed());
    }
    let file = options.open(path)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no plain file"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_settles_before_it_exists() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().canonicalize().expect("a folder");
        assert_eq!(settle(&dir.path().join("a/../b/c")).expect("settled"), root.join("b/c"));
    }

    #[test]
    fn an_attachment_outside_is_refused() {
        let dir = tempfile::tempdir().expect("a folder");
        let vault = dir.path().join("vault");
        std::fs::create_dir(&vault).expect("made");
        std::fs::write(dir.path().join("secret.png"), "s").expect("written");
        std::fs::write(vault.join("own.png"), "o").expect("written");
        let open = |name| open_attachment(&vault, &SourcePath::new(name).expect("plain"));
        assert_eq!(open("own.png").expect("opened").1, 1);
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("../secret.png", vault.join("leak.png")).expect("linked");
            assert!(open("leak.png").is_err());
        }
    }
}
