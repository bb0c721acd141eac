//! Publishes into a folder, as a whole or not at all.
//!
//! The site is put together in a hidden folder beside the output, files that did not change as second
//! names of the old ones. Then the two folders are exchanged in one call, and what is not ours moves
//! over. Where the system cannot exchange them, `in_place` says what happens instead.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rayon::prelude::*;

use super::PublishError;
use super::carry::{is_folder, remove_ours};
use super::compare::{Item, items, wanted};
use super::disk::{Disk, failed};
use super::in_place::{is_refused, write_in_place};
use super::manifest::{MANIFEST_NAME, Manifest};
use super::refuse::{check_owner, check_place, check_ways, place_of};
use super::store::Store;
use super::work::Work;
use crate::source::SourcePath;

/// How to publish into a folder.
#[derive(Clone, Debug)]
pub struct PublishOptions {
    /// The folder of notes: the output may lie in it, and not be it or hold it.
    pub vault_root: PathBuf,
    /// Files that must not lie in the output, such as the notes of the vault.
    pub notes: Vec<PathBuf>,
    /// The name and version of the program, for the list of files.
    pub generator: String,
    /// How long to wait for another build that writes to the same output.
    pub patience: Duration,
}

impl PublishOptions {
    /// Makes the usual options for a vault.
    pub fn new(vault_root: PathBuf) -> Self {
        let generator = concat!("studium ", env!("CARGO_PKG_VERSION")).to_owned();
        Self { vault_root, notes: Vec::new(), generator, patience: Duration::from_secs(5) }
    }
}

/// How many files a publish touched.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// New or changed.
    pub written: usize,
    /// Left as they were.
    pub unchanged: usize,
    /// Written by an earlier publish and no longer part of the site.
    pub removed: usize,
}

/// Makes `output` hold `site`, and beside it whatever it held that was not ours.
///
/// `attachments` says where the bytes of an attachment are. A file of ours that was changed by hand is
/// replaced. Nothing happens where nothing changed.
///
/// # Errors
///
/// Fails when the output must not be written to, before anything is; and when the system refuses
/// something, with the old site in place. Only [`PublishError::Unfinished`] comes after the exchange.
/// Where the system cannot exchange folders, a failure may leave new files beside old ones, each whole.
pub fn publish(
    site: &Store,
    attachments: &dyn Fn(&SourcePath) -> PathBuf,
    output: &Path,
    options: &PublishOptions,
) -> Result<Published, PublishError> {
    publish_on(&Disk::default(), site, attachments, output, options)
}

fn publish_on(
    disk: &Disk,
    site: &Store,
    attachments: &dyn Fn(&SourcePath) -> PathBuf,
    output: &Path,
    options: &PublishOptions,
) -> Result<Published, PublishError> {
    let output = check_place(output, options)?;
    let items = items(site, attachments);
    let wanted = wanted(&items, &options.generator);
    check_owner(&output)?;
    let work = Work::open(disk, &output, options.patience)?;
    let published = work.settle(disk, &output).and_then(|_| replace(disk, &work, &output, &items, wanted));
    // What cannot be tidied up now is tidied up by the next publish; the answer stays the same.
    let settled = published.is_ok() || work.settle(disk, &output).is_ok();
    if settled {
        let _ = work.close(disk);
    }
    published
}

/// Removes from `output` what an earlier publish wrote, and the folder itself if nothing else is in it.
/// Returns how many files were removed.
///
/// # Errors
///
/// Fails when there is no list of our files, or the system refuses something.
pub fn clean(output: &Path) -> Result<usize, PublishError> {
    let disk = Disk::default();
    let place = place_of(output)?;
    let no_site = || PublishError::NoSite { output: output.to_owned() };
    Manifest::read(&place)?.ok_or_else(no_site)?;
    let work = Work::open(&disk, &place, Duration::from_secs(5))?;
    work.settle(&disk, &place)?;
    let ours = Manifest::read(&place)?.ok_or_else(no_site)?;
    let removed = remove_ours(&disk, &place, Path::new(""), &ours, &Manifest::default())?;
    disk.remove_file(&place.join(MANIFEST_NAME))?;
    work.close(&disk)?;
    disk.remove_empty_folder(&place)?;
    Ok(removed)
}

fn replace(
    disk: &Disk,
    work: &Work,
    output: &Path,
    items: &[Item],
    wanted: Manifest,
) -> Result<Published, PublishError> {
    // The owner is asked for again, because another build may have been waited for.
    let old = check_owner(output)?;
    check_ways(output, &old, &wanted)?;
    let same: Vec<Option<String>> =
        items.par_iter().map(|item| item.same_in(output, &old, work.file_mode)).collect();
    let unchanged = same.iter().flatten().count();
    let removed = old.files.keys().filter(|path| !wanted.files.contains_key(*path)).count();
    let published = Published { written: items.len() - unchanged, unchanged, removed };
    if published.written == 0 && removed == 0 && old.is_by(&wanted) {
        return Ok(published);
    }
    work.write_journal(disk, &wanted.clone().joined(&old))?;
    let site = work.site();
    make_folders(disk, &site, items)?;
    let write = |(item, same): (&Item, &Option<String>)| {
        let path = site.join(&item.path);
        let needless = |_: &&String| !work.can_exchange || disk.link(&output.join(&item.path), &path).is_ok();
        let kept = same.as_ref().filter(needless);
        let hash = kept.map_or_else(|| item.write(disk, &path), |hash| Ok(hash.clone()))?;
        Ok((item.path.clone(), hash))
    };
    let hashes: BTreeMap<String, String> =
        items.par_iter().zip(&same).map(write).collect::<Result<_, PublishError>>()?;
    let new = Manifest { files: hashes, ..wanted };
    let list = site.join(MANIFEST_NAME);
    disk.write(&list, |file| io::Write::write_all(file, &new.sealed()))?;
    let changed: Vec<&str> =
        items.iter().zip(&same).filter(|(_, same)| same.is_none()).map(|(item, _)| &*item.path).collect();
    sync(disk, &site, &changed)?;
    put_in_place(disk, work, output, (&old, &new), &changed)?;
    work.settle(disk, output).map_err(after_exchange)?;
    Ok(published)
}

fn make_folders(disk: &Disk, site: &Path, items: &[Item]) -> Result<(), PublishError> {
    let folder = |item: &Item| item.path.rsplit_once('/').map(|(folder, _)| folder.to_owned());
    let folders: BTreeSet<String> = items.iter().filter_map(folder).collect();
    disk.make_folder(site)?;
    folders.iter().try_for_each(|folder| disk.make_folder(&site.join(folder)))
}

fn sync(disk: &Disk, site: &Path, changed: &[&str]) -> Result<(), PublishError> {
    let mut files: Vec<PathBuf> = changed.iter().map(|path| site.join(path)).collect();
    files.push(site.join(MANIFEST_NAME));
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    disk.sync_many(site, &files)
}

/// Makes the finished folder the output.
fn put_in_place(
    disk: &Disk,
    work: &Work,
    output: &Path,
    (old, new): (&Manifest, &Manifest),
    changed: &[&str],
) -> Result<(), PublishError> {
    let site = work.site();
    if !is_folder(output) {
        disk.rename(&site, output)?;
    } else if !work.can_exchange {
        return write_in_place(disk, &site, output, (old, new), changed);
    } else {
        disk.copy_permissions(output, &site)?;
        match disk.exchange(&site, output) {
            Ok(()) => {}
            Err(error) if is_refused(&error) => {
                return write_in_place(disk, &site, output, (old, new), changed);
            }
            Err(error) => return Err(failed("exchange", output, error)),
        }
    }
    // The site is in place by now, and a system that cannot sync a folder has done what it can.
    let _ = output.parent().map(|parent| disk.sync(parent));
    Ok(())
}

/// Says of a failure that it came after the new site was in place.
fn after_exchange(error: PublishError) -> PublishError {
    match error {
        PublishError::Io { path, source, .. } => {
            PublishError::Unfinished { path, reason: source.to_string() }
        }
        other => other,
    }
}

#[cfg(test)]
mod tests;
