//! Outputs that are never written to. All of this is asked before anything is changed.

use std::io;
use std::path::{Path, PathBuf};

use super::PublishError;
use super::carry::foreign_in;
use super::disk::failed;
use super::folder::PublishOptions;
use super::manifest::Manifest;
use crate::source::settle;

/// Checks the place and returns its real path. The output itself need not exist.
pub(super) fn check_place(output: &Path, options: &PublishOptions) -> Result<PathBuf, PublishError> {
    let real = place_of(output)?;
    let given = || output.to_owned();
    if real.parent().is_none() {
        return Err(PublishError::Precious { output: given(), what: "the root of the file system" });
    }
    if std::env::home_dir().and_then(|home| settle(&home).ok()).is_some_and(|home| home == real) {
        return Err(PublishError::Precious { output: given(), what: "your home folder" });
    }
    let vault = settle(&options.vault_root).map_err(|error| failed("read", &options.vault_root, error))?;
    if vault == real {
        return Err(PublishError::IsVault { output: given() });
    }
    if vault.starts_with(&real) {
        return Err(PublishError::HoldsVault { output: given(), vault });
    }
    let note = options.notes.iter().find(|note| note.starts_with(&real) || note.starts_with(output));
    if let Some(note) = note {
        return Err(PublishError::HoldsNote { output: given(), note: note.clone() });
    }
    Ok(real)
}

/// Returns the real path of an output that may not exist yet, unless it is a link or a file.
pub(super) fn place_of(output: &Path) -> Result<PathBuf, PublishError> {
    match output.symlink_metadata() {
        Ok(metadata) if metadata.is_symlink() => Err(PublishError::Link { output: output.to_owned() }),
        Ok(metadata) if !metadata.is_dir() => Err(PublishError::NotFolder { output: output.to_owned() }),
        Ok(_) => settle(output).map_err(|error| failed("read", output, error)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            settle(output).map_err(|error| failed("read", output, error))
        }
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => {
            Err(PublishError::NotFolder { output: output.to_owned() })
        }
        Err(error) => Err(failed("read", output, error)),
    }
}

/// Reads what is ours in the output, and refuses a folder that has other files and no list of ours.
pub(super) fn check_owner(output: &Path) -> Result<Manifest, PublishError> {
    if let Some(manifest) = Manifest::read(output)? {
        return Ok(manifest);
    }
    let nothing = Manifest::default();
    let visible = |path: &Path| !path.as_os_str().as_encoded_bytes().starts_with(b".");
    let found = foreign_in(output, &nothing, &nothing)?;
    match found.into_iter().find(|entry| visible(&entry.path)) {
        Some(entry) => Err(PublishError::Foreign { output: output.to_owned(), example: entry.path }),
        None => Ok(nothing),
    }
}

/// Refuses a site that has a file where something that is not ours lies, or below such a thing, or above
/// it.
pub(super) fn check_ways(output: &Path, old: &Manifest, new: &Manifest) -> Result<(), PublishError> {
    for entry in foreign_in(output, old, new)? {
        // A name that is not text cannot be one of ours; the folders above it can.
        let text = entry.path.to_str();
        let taken = text.is_some_and(|path| new.has(path) || (!entry.is_folder && new.has_below(path)));
        let above = entry.path.ancestors().skip(1).filter_map(Path::to_str).any(|path| new.has(path));
        if taken || above {
            return Err(PublishError::InTheWay { output: output.to_owned(), path: entry.path });
        }
    }
    Ok(())
}
