//! One door to all places that a site can be published to.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::PublishError;
use super::branch::{Branch, host_files};
#[cfg(feature = "s3")]
use super::bucket::Bucket;
use super::changes::Changes;
use super::compare::{Item, draw, items};
use super::folder::{self, PublishOptions, Published};
use super::manifest::Manifest;
use super::program::Program;
use super::refuse::{check_owner, check_place};
use super::rsync::Remote;
use super::store::Store;
use super::target::Target;
use crate::source::SourcePath;

/// A site that is ready to be sent, and what has to be known about it.
pub struct Parcel<'p> {
    /// The site.
    pub site: &'p Store,
    /// Where the bytes of an attachment are.
    pub attachments: &'p dyn Fn(&SourcePath) -> PathBuf,
    /// The folder that relative paths of a target start at.
    pub here: PathBuf,
    /// The folder of the vault: in its repository, names of remotes and of the author are looked up.
    pub home: PathBuf,
    /// The address of the site, or empty.
    pub base_url: String,
    /// The message of a commit.
    pub message: String,
    /// How to write into a folder.
    pub options: PublishOptions,
}

/// Tells what publishing would change. Writes nothing there.
///
/// # Errors
///
/// Fails when the place cannot be read, or an attachment; and where publishing would refuse the place.
pub fn survey(parcel: &Parcel<'_>, target: &Target) -> Result<Changes, PublishError> {
    let items = items(parcel.site, parcel.attachments);
    let mut hashes = hashes(&items)?;
    let ours = match target {
        Target::Folder(path) => check_owner(&check_place(&parcel.here.join(path), &parcel.options)?)?,
        Target::Branch { repository, branch } => {
            let git = Program::new("git");
            let branch = Branch::open(&git, parcel, repository, branch)?;
            for (path, bytes) in branch.without_foreign(&host_files(&parcel.base_url)) {
                hashes.insert(path.clone(), crate::source::ContentHash::of(bytes).hex());
            }
            branch.check(&Manifest::new(&parcel.options.generator, hashes.clone()))?;
            branch.ours
        }
        Target::Rsync(place) => {
            let rsync = Program::new("rsync");
            let remote = Remote::open(&rsync, &parcel.here, place)?;
            remote.check()?;
            remote.ours
        }
        #[cfg(feature = "s3")]
        Target::Bucket { name, prefix } => {
            let bucket = Bucket::open(name, prefix)?;
            hashes = Bucket::marks(&items, &hashes);
            bucket.check(&hashes)?;
            bucket.ours
        }
    };
    Ok(Changes::between(&ours, &hashes))
}

/// Makes the place hold the site and what it held that is not ours.
///
/// # Errors
///
/// Fails when the place must not be written to, before anything is; and when the system, git, rsync or a host
/// refuses something. Whatever was done by then, the next publish finishes it.
pub fn publish_to(parcel: &Parcel<'_>, target: &Target) -> Result<Published, PublishError> {
    match target {
        Target::Folder(path) => {
            folder::publish(parcel.site, parcel.attachments, &parcel.here.join(path), &parcel.options)
        }
        Target::Branch { repository, branch } => {
            let items = items(parcel.site, parcel.attachments);
            let git = Program::new("git");
            let branch = Branch::open(&git, parcel, repository, branch)?;
            let hashes = hashes(&items)?;
            let items = draw(items, &|path, hash| branch.ours.has_same(path, hash) && branch.has(path))?;
            branch.write(&items, hashes, parcel)
        }
        Target::Rsync(place) => {
            let items = items(parcel.site, parcel.attachments);
            let rsync = Program::new("rsync");
            let remote = Remote::open(&rsync, &parcel.here, place)?;
            let hashes = hashes(&items)?;
            let items = draw(items, &|path, hash| remote.ours.has_same(path, hash))?;
            remote.write(&items, hashes, &parcel.options.generator)
        }
        #[cfg(feature = "s3")]
        Target::Bucket { name, prefix } => {
            let items = items(parcel.site, parcel.attachments);
            let marks = Bucket::marks(&items, &hashes(&items)?);
            let bucket = Bucket::open(name, prefix)?;
            let has = |path: &str| marks.get(path).is_some_and(|mark| bucket.ours.has_same(path, mark));
            let items = draw(items, &|path, _| has(path))?;
            bucket.write(&items, marks, &parcel.options.generator)
        }
    }
}

/// Returns the hash of every file, attachments included. Costs O(bytes).
pub(super) fn hashes(items: &[Item]) -> Result<BTreeMap<String, String>, PublishError> {
    items.par_iter().map(|item| Ok((item.path.clone(), item.hash()?))).collect()
}

/// Returns the address of a repository: that of a remote of this name, a path made absolute, or what was
/// given.
pub(super) fn address_of(
    git: &Program,
    here: &Path,
    home: &Path,
    given: &str,
) -> Result<String, PublishError> {
    let is_name = !given.contains(['/', ':', '\\']) && given != "." && given != "..";
    if is_name {
        let found = git.attempt(home, &["remote", "get-url", "--push", given], None)?;
        if found.status.success() {
            let address = String::from_utf8_lossy(&found.stdout).trim().to_owned();
            let is_path = !address.contains(':') && home.join(&address).is_dir();
            return Ok(if is_path { settled(&home.join(&address), &address) } else { address });
        }
    }
    let path = here.join(given);
    let is_path = !given.contains(':') && path.is_dir();
    Ok(if is_path { settled(&path, given) } else { given.to_owned() })
}

fn settled(path: &Path, otherwise: &str) -> String {
    path.canonicalize().map_or_else(|_| otherwise.to_owned(), |path| path.to_string_lossy().into_owned())
}
