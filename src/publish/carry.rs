//! What is not ours in an output: found, carried over to the new one, and never removed.

use std::ffi::OsString;
use std::fs::FileType;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::PublishError;
use super::disk::{Disk, failed};
use super::manifest::Manifest;
use super::work::WORK_INSIDE;

/// How the names of files begin that are on their way into an output.
pub(super) const TEMP_PREFIX: &str = ".studium-tmp-";

/// Something that is not ours.
pub(super) struct ForeignEntry {
    /// Relative to the output.
    pub(super) path: PathBuf,
    /// Whether it is a folder in which nothing is ours.
    pub(super) is_folder: bool,
}

/// Lists what lies in `output` and is not in `ours`. A folder is one entry, unless something of ours, or
/// something that is wanted, lies below it. Links are not followed.
pub(super) fn foreign_in(
    output: &Path,
    ours: &Manifest,
    wanted: &Manifest,
) -> Result<Vec<ForeignEntry>, PublishError> {
    let mut found = Vec::new();
    gather_foreign(output, Path::new(""), ours, wanted, &mut found)?;
    Ok(found)
}

fn gather_foreign(
    output: &Path,
    folder: &Path,
    ours: &Manifest,
    wanted: &Manifest,
    found: &mut Vec<ForeignEntry>,
) -> Result<(), PublishError> {
    for (name, kind) in entries(&output.join(folder))? {
        let path = folder.join(name);
        let text = path.to_str();
        if is_in_progress(&path) || (!kind.is_dir() && text.is_some_and(|path| ours.has(path))) {
            continue;
        }
        let mixed = |path: &str| ours.has_below(path) || wanted.has_below(path);
        if kind.is_dir() && text.is_some_and(mixed) {
            gather_foreign(output, &path, ours, wanted, found)?;
        } else {
            found.push(ForeignEntry { path, is_folder: kind.is_dir() });
        }
    }
    Ok(())
}

/// Empties `old` of what is `ours` and moves everything else to the same place in `new`, where nothing
/// may be in its way. At the end `old` is gone. Returns how many files were removed.
///
/// What was done stays done: called again after a failure, it goes on.
pub(super) fn carry_over(
    disk: &Disk,
    old: &Path,
    new: &Path,
    ours: &Manifest,
) -> Result<usize, PublishError> {
    let carry = Carry { disk, old, new, ours };
    let (removed, left) = carry.folder(Path::new(""))?;
    match left {
        None => Ok(removed),
        Some(path) => {
            let reason = "something else is there now; move one of them by hand".to_owned();
            Err(PublishError::Unfinished { path, reason })
        }
    }
}

struct Carry<'c> {
    disk: &'c Disk,
    old: &'c Path,
    new: &'c Path,
    ours: &'c Manifest,
}

impl Carry<'_> {
    /// Carries over one folder. Returns how many files were removed, and the first that is in the way.
    fn folder(&self, folder: &Path) -> Result<(usize, Option<PathBuf>), PublishError> {
        // A site has a folder for each page: several at a time.
        let done = entries(&self.old.join(folder))?
            .into_par_iter()
            .map(|(name, kind)| self.entry(folder, &folder.join(name), kind.is_dir()))
            .try_reduce(|| (0, None), |a, b| Ok((a.0 + b.0, a.1.or(b.1))))?;
        self.disk.remove_empty_folder(&self.old.join(folder))?;
        Ok(done)
    }

    fn entry(
        &self,
        folder: &Path,
        path: &Path,
        is_dir: bool,
    ) -> Result<(usize, Option<PathBuf>), PublishError> {
        let (from, to) = (self.old.join(path), self.new.join(path));
        let text = path.to_str();
        if !is_dir && (text.is_some_and(|path| self.ours.has(path)) || is_in_progress(path)) {
            self.disk.remove_file(&from)?;
            return Ok((1, None));
        }
        if is_dir && (text.is_some_and(|path| self.ours.has_below(path)) || is_folder(&to)) {
            return self.folder(path);
        }
        if to.symlink_metadata().is_ok() {
            return Ok((0, Some(from)));
        }
        self.disk.make_folder(&self.new.join(folder))?;
        self.disk.rename(&from, &to).map_err(|error| still_at(&from, error))?;
        Ok((0, None))
    }
}

/// Removes what is `ours` from `output`, and the folders that are empty then, but not `output` itself.
/// `keep` lists what stays all the same.
pub(super) fn remove_ours(
    disk: &Disk,
    output: &Path,
    folder: &Path,
    ours: &Manifest,
    keep: &Manifest,
) -> Result<usize, PublishError> {
    let mut removed = 0;
    for (name, kind) in entries(&output.join(folder))? {
        let path = folder.join(name);
        let Some(text) = path.to_str() else { continue };
        if kind.is_dir() {
            if ours.has_below(text) {
                removed += remove_ours(disk, output, &path, ours, keep)?;
                if !keep.has_below(text) {
                    disk.remove_empty_folder(&output.join(&path))?;
                }
            }
        } else if ours.files.contains_key(text) && !keep.has(text) {
            disk.remove_file(&output.join(&path))?;
            removed += 1;
        }
    }
    Ok(removed)
}

/// Tells whether a path is a folder and not a link to one.
pub(super) fn is_folder(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|metadata| metadata.is_dir())
}

/// Lists a folder, in order of name; an absent one is empty.
fn entries(folder: &Path) -> Result<Vec<(OsString, FileType)>, PublishError> {
    let read = || -> io::Result<Vec<(OsString, FileType)>> {
        folder
            .read_dir()?
            .map(|entry| entry.and_then(|entry| Ok((entry.file_name(), entry.file_type()?))))
            .collect()
    };
    match read() {
        Ok(mut entries) => {
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Ok(entries)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(failed("read", folder, error)),
    }
}

/// Tells whether this is what a publish that writes in place leaves behind when it is stopped.
fn is_in_progress(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name == WORK_INSIDE || name.as_encoded_bytes().starts_with(TEMP_PREFIX.as_bytes())
}

fn still_at(from: &Path, error: PublishError) -> PublishError {
    match error {
        PublishError::Io { what, source, .. } => PublishError::Io { what, path: from.to_owned(), source },
        other => other,
    }
}
