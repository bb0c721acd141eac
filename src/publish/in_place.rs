//! Writing into an output that cannot be exchanged: a mount point, or a system without the call.
//!
//! What a reader may meet meanwhile: new assets beside old pages, then new pages one by one, each whole.
//! What vanished goes last. The list of our files names old and new ones until all is done, so that
//! whoever comes next knows them even if this is stopped.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use super::PublishError;
use super::carry::{TEMP_PREFIX, is_folder, remove_ours};
use super::disk::Disk;
use super::manifest::{MANIFEST_NAME, Manifest};
use crate::source::ContentHash;

/// Moves the files of `site` that are listed in `changed` into `output`.
pub(super) fn write_in_place(
    disk: &Disk,
    site: &Path,
    output: &Path,
    (old, new): (&Manifest, &Manifest),
    changed: &[&str],
) -> Result<(), PublishError> {
    write_whole(disk, &output.join(MANIFEST_NAME), &new.clone().joined(old).sealed())?;
    let is_page = |path: &&&str| Path::new(path).extension().is_some_and(|extension| extension == "html");
    let assets = changed.iter().filter(|path| !is_page(path));
    for path in assets.chain(changed.iter().filter(is_page)) {
        make_way(disk, output, path, old)?;
        move_file(disk, &site.join(path), &output.join(path))?;
    }
    remove_ours(disk, output, Path::new(""), old, new)?;
    write_whole(disk, &output.join(MANIFEST_NAME), &new.sealed())?;
    disk.sync(output)
}

/// Makes the folders of a new file. An old file of ours where a folder is needed, or old files of ours
/// where the file is needed, go first: they cannot stay until the end.
fn make_way(disk: &Disk, output: &Path, path: &str, old: &Manifest) -> Result<(), PublishError> {
    let ends = path.match_indices('/').map(|(end, _)| &path[..end]);
    for folder in ends.filter(|folder| old.files.contains_key(*folder)) {
        let file = output.join(folder);
        if file.symlink_metadata().is_ok() && !is_folder(&file) {
            disk.remove_file(&file)?;
        }
    }
    let file = output.join(path);
    if is_folder(&file) {
        remove_ours(disk, output, Path::new(path), old, &Manifest::default())?;
        disk.remove_empty_folder(&file)?;
    }
    match file.parent() {
        Some(folder) if !is_folder(folder) => disk.make_folder(folder),
        _ => Ok(()),
    }
}

fn move_file(disk: &Disk, from: &Path, to: &Path) -> Result<(), PublishError> {
    match disk.rename(from, to) {
        Err(PublishError::Io { source, .. }) if source.kind() == io::ErrorKind::CrossesDevices => {
            let modified = from.metadata().and_then(|metadata| metadata.modified());
            let fill = |file: &mut File| io::copy(&mut File::open(from)?, file).map(|_| ());
            through_temp(disk, to, fill, modified.ok())
        }
        moved => moved,
    }
}

fn write_whole(disk: &Disk, to: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    through_temp(disk, to, |file| file.write_all(bytes), None)
}

fn through_temp(
    disk: &Disk,
    to: &Path,
    fill: impl FnOnce(&mut File) -> io::Result<()>,
    modified: Option<std::time::SystemTime>,
) -> Result<(), PublishError> {
    let name = ContentHash::of(to.as_os_str().as_encoded_bytes()).short();
    let temp = to.with_file_name(format!("{TEMP_PREFIX}{name}"));
    if temp.symlink_metadata().is_ok() {
        disk.remove_file(&temp)?;
    }
    disk.write(&temp, fill)?;
    if let Some(modified) = modified {
        disk.set_modified(&temp, modified)?;
    }
    disk.sync(&temp)?;
    disk.rename(&temp, to)
}

/// Tells whether an exchange failed because it cannot be had here, not because something broke.
pub(super) fn is_refused(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, InvalidInput, PermissionDenied, ResourceBusy, Unsupported};
    matches!(error.kind(), CrossesDevices | InvalidInput | PermissionDenied | ResourceBusy | Unsupported)
}
