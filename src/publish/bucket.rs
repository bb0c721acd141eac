//! Publishes to a bucket of a host that speaks the language of S3.
//!
//! Files go up in the steps of [`Changes::steps`], so that a reader never finds a page that lacks something;
//! deletions come last. Before the first file, the list of ours names old and new files together, the new
//! ones without a hash, so that a publish that was broken off is finished by the next one.

mod host;
mod sent;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use self::host::Host;
use self::sent::Headers;
use super::PublishError;
use super::changes::Changes;
use super::compare::Item;
use super::folder::Published;
use super::manifest::{MANIFEST_NAME, Manifest};

/// A bucket, or the part of it below a prefix, looked at.
pub(super) struct Bucket {
    host: Host,
    /// What is there, by its path below the prefix.
    files: BTreeSet<String>,
    /// What an earlier publish put there, and is there.
    pub(super) ours: Manifest,
    /// Whether an earlier publish left its list.
    has_list: bool,
}

impl Bucket {
    /// Looks at the bucket. Who asks, and where, the environment says.
    pub(super) fn open(name: &str, prefix: &str) -> Result<Self, PublishError> {
        Self::look(Host::from_env(name, prefix)?)
    }

    fn look(host: Host) -> Result<Self, PublishError> {
        let mut files = host.list()?;
        let has_list = files.remove(MANIFEST_NAME);
        let ours = if has_list { list(&host.read(MANIFEST_NAME)?, &files)? } else { Manifest::default() };
        Ok(Self { host, files, ours, has_list })
    }

    /// Returns what stands for each file where a change of its bytes, or of how it is sent, has to show.
    pub(super) fn marks(items: &[Item], hashes: &BTreeMap<String, String>) -> BTreeMap<String, String> {
        let mark = |item: &Item| Some((item.path.clone(), Headers::of(item).mark(hashes.get(&item.path)?)));
        items.iter().filter_map(mark).collect()
    }

    /// Makes the bucket hold these files and what it held that is not ours.
    pub(super) fn write(
        &self,
        items: &[Item],
        marks: BTreeMap<String, String>,
        generator: &str,
    ) -> Result<Published, PublishError> {
        self.check(&marks)?;
        let wanted = Manifest::new(generator, marks);
        let changes = Changes::between(&self.ours, &wanted.files);
        let written = changes.new.len() + changes.changed.len();
        let published = Published { written, unchanged: changes.same.len(), removed: changes.removed.len() };
        if changes.is_empty() && self.has_list && self.ours.is_by(&wanted) {
            return Ok(published);
        }
        let unsent = |path: &String| (path.clone(), String::new());
        let travelling: BTreeMap<_, _> = changes.new.iter().chain(&changes.changed).map(unsent).collect();
        let both = Manifest::new(generator, travelling).joined(&self.ours);
        self.host.write_list(both.sealed())?;
        let by_path: BTreeMap<&str, &Item> = items.iter().map(|item| (item.path.as_str(), item)).collect();
        for step in changes.steps() {
            let step: Vec<&Item> = step.iter().filter_map(|path| by_path.get(path).copied()).collect();
            self.host.write(&step)?;
        }
        for step in changes.removals() {
            self.host.remove(&step)?;
        }
        self.host.write_list(wanted.sealed())?;
        Ok(published)
    }

    /// Refuses a place that somebody else filled, and a site that would overwrite what is not ours.
    pub(super) fn check(&self, wanted: &BTreeMap<String, String>) -> Result<(), PublishError> {
        let place = || self.host.place.clone();
        let mut foreign = self.files.iter().filter(|path| !self.ours.files.contains_key(*path));
        let visible = |path: &&String| !path.split('/').any(|part| part.starts_with('.'));
        if let Some(example) = foreign.clone().find(visible).filter(|_| !self.has_list) {
            return Err(PublishError::ForeignPlace { place: place(), example: example.clone() });
        }
        match foreign.find(|path| wanted.contains_key(*path)) {
            Some(path) => Err(PublishError::InTheWayAt { place: place(), path: path.clone() }),
            None => Ok(()),
        }
    }
}

/// Reads a list, which was always sealed in a bucket.
fn list(bytes: &[u8], files: &BTreeSet<String>) -> Result<Manifest, PublishError> {
    Ok(Manifest::parse(bytes, Path::new(MANIFEST_NAME))?.unsealed(files.iter().cloned()))
}

#[cfg(test)]
mod tests;
