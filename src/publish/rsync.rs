//! Publishes to a folder that rsync reaches, over ssh, to a daemon, or on this machine.
//!
//! Files go up in steps, so that a reader never finds a page that lacks something: what pages need, pages
//! that nothing leads to yet, then those that readers have; deletions come last. Before the first file,
//! the list of ours names old and new files together, the new ones without a hash, so that a publish that
//! was broken off is finished by the next one.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

use super::PublishError;
use super::changes::Changes;
use super::compare::Item;
use super::disk::Disk;
use super::folder::Published;
use super::manifest::{MANIFEST_NAME, Manifest};
use super::program::Program;

/// The code that rsync ends with when some files could not be had.
const PARTIAL: i32 = 23;

/// A folder, looked at.
pub(super) struct Remote<'r> {
    rsync: &'r Program,
    scratch: tempfile::TempDir,
    /// `HOST:PATH`, `HOST::MODULE/PATH` or a path of this machine, without a closing `/`.
    place: String,
    is_there: bool,
    has_list: bool,
    /// The visible names at its top.
    names: BTreeSet<String>,
    /// What an earlier publish put there.
    pub(super) ours: Manifest,
    /// Folders that a publish emptied, and was broken off before it removed them; each with a closing `/`.
    emptied: Vec<String>,
}

impl<'r> Remote<'r> {
    /// Looks at the folder. A path of this machine is read from `home`.
    pub(super) fn open(rsync: &'r Program, home: &Path, place: &str) -> Result<Self, PublishError> {
        let scratch =
            tempfile::tempdir().map_err(|source| PublishError::Program { program: "rsync", source })?;
        // As rsync reads it: a colon behind a slash is part of a path.
        let is_local = !place.split('/').next().is_some_and(|first| first.contains(':'));
        let place = if is_local { home.join(place).to_string_lossy().into_owned() } else { place.to_owned() };
        let mut remote = Self {
            rsync,
            scratch,
            place,
            is_there: true,
            has_list: false,
            names: BTreeSet::new(),
            ours: Manifest::default(),
            emptied: Vec::new(),
        };
        remote.read()?;
        Ok(remote)
    }

    fn read(&mut self) -> Result<(), PublishError> {
        let folder = self.scratch.path().to_owned();
        let place = format!("{}/", self.place);
        let listed = self.rsync.attempt(&folder, &["--list-only", "--8-bit-output", "--", &place], None)?;
        if !listed.status.success() {
            let said = String::from_utf8_lossy(&listed.stderr);
            if listed.status.code() == Some(PARTIAL) && said.contains("No such file or directory") {
                self.is_there = false;
                return Ok(());
            }
            return Err(self.rsync.refused(&listed));
        }
        self.names = listed_in(&listed.stdout).into_keys().collect();
        self.has_list = self.names.contains(MANIFEST_NAME);
        if self.has_list {
            let from = format!("{}/{MANIFEST_NAME}", self.place);
            self.rsync.run(&folder, &["--", &from, "./list.json"])?;
            let path = folder.join("list.json");
            let bytes =
                std::fs::read(&path).map_err(|source| PublishError::Program { program: "rsync", source })?;
            self.ours = Manifest::parse(&bytes, Path::new(MANIFEST_NAME))?;
            if self.ours.is_sealed() {
                let all = ["--list-only", "--8-bit-output", "--recursive", "--", &place];
                let there = listed_in(&self.rsync.run(&folder, &all)?);
                let there =
                    there.into_iter().map(|(name, is_folder)| if is_folder { name + "/" } else { name });
                self.ours = std::mem::take(&mut self.ours).unsealed(there);
                let emptied = self.ours.files.extract_if(.., |path, _| path.ends_with('/'));
                self.emptied = emptied.map(|(path, _)| path).collect();
            }
        }
        Ok(())
    }

    /// Refuses a folder that somebody else filled.
    pub(super) fn check(&self) -> Result<(), PublishError> {
        let foreign = self.names.iter().find(|name| !name.starts_with('.'));
        match foreign.filter(|_| !self.has_list) {
            Some(example) => {
                Err(PublishError::ForeignPlace { place: self.place.clone(), example: example.clone() })
            }
            None => Ok(()),
        }
    }

    /// Makes the folder hold these files and what it held that is not ours.
    pub(super) fn write(
        &self,
        items: &[Item],
        hashes: BTreeMap<String, String>,
        generator: &str,
    ) -> Result<Published, PublishError> {
        self.check()?;
        let wanted = Manifest::new(generator, hashes);
        let changes = Changes::between(&self.ours, &wanted.files);
        let written = changes.new.len() + changes.changed.len();
        let published = Published { written, unchanged: changes.same.len(), removed: changes.removed.len() };
        if changes.is_empty() && self.emptied.is_empty() && self.ours.is_by(&wanted) {
            return Ok(published);
        }
        let stage = self.stage(items, &changes)?;
        let unsent = |path: &String| (path.clone(), String::new());
        let travelling: BTreeMap<_, _> = changes.new.iter().chain(&changes.changed).map(unsent).collect();
        let mut both = Manifest::new(generator, travelling).joined(&self.ours);
        // Once a folder is empty, nothing else tells that it was ours.
        let emptied = self
            .folders_of(&changes, &wanted)
            .into_iter()
            .map(|folder| (format!("{folder}/"), String::new()));
        both.files.extend(emptied);
        self.send_list(&stage, &both, !self.is_there)?;
        for step in changes.steps() {
            self.send(&stage, &step, &[])?;
        }
        self.remove(&changes, &wanted)?;
        self.send_list(&stage, &wanted, false)?;
        Ok(published)
    }

    /// Puts together what has to travel.
    fn stage(&self, items: &[Item], changes: &Changes) -> Result<std::path::PathBuf, PublishError> {
        let (disk, stage) = (Disk::default(), self.scratch.path().join("site"));
        let travels: BTreeSet<&String> = changes.new.iter().chain(&changes.changed).collect();
        disk.make_folder(&stage)?;
        for item in items.iter().filter(|item| travels.contains(&item.path)) {
            let path = stage.join(&item.path);
            if let Some(folder) = path.parent() {
                disk.make_folder(folder)?;
            }
            item.write(&disk, &path)?;
        }
        Ok(stage)
    }

    fn send_list(&self, stage: &Path, list: &Manifest, is_first: bool) -> Result<(), PublishError> {
        let path = stage.join(MANIFEST_NAME);
        std::fs::write(&path, list.sealed()).map_err(|source| super::disk::failed("write", &path, source))?;
        // Old versions make one folder only; the option is for a place that is not there.
        self.send(stage, &[MANIFEST_NAME], if is_first { &["--mkpath"] } else { &[] })
    }

    fn send(&self, stage: &Path, paths: &[&str], options: &[&str]) -> Result<(), PublishError> {
        let to = format!("{}/", self.place);
        let mut arguments = vec!["--quiet", "--checksum", "--chmod=D755,F644", "--from0", "--files-from=-"];
        arguments.extend(options);
        arguments.extend(["--", "./", &to]);
        let mut feed = |out: &mut dyn Write| paths.iter().try_for_each(|path| name(out, path));
        self.rsync.run_with(stage, &arguments, &mut feed).map(|_| ())
    }

    /// Removes what is ours and no longer part of the site, pages before what they needed, and the folders that
    /// are empty then.
    fn remove(&self, changes: &Changes, wanted: &Manifest) -> Result<(), PublishError> {
        let removals = changes.removals();
        for (number, step) in removals.iter().enumerate().filter(|(_, step)| !step.is_empty()) {
            self.remove_at(step, &format!("gone-{number}"))?;
        }
        let mut levels: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
        for folder in self.folders_of(changes, wanted) {
            levels.entry(folder.matches('/').count()).or_default().push(folder);
        }
        for (depth, folders) in levels.iter().rev() {
            match self.remove_at(folders, &format!("empty-{depth}")) {
                // A folder in which somebody else keeps something stays, and rsync says so.
                Ok(()) | Err(PublishError::Refused { .. }) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }

    /// Returns the folders above what goes in which nothing of the site will be, and those that were left empty before.
    fn folders_of<'c>(&'c self, changes: &'c Changes, wanted: &Manifest) -> BTreeSet<&'c str> {
        let gone = changes.removed.iter().chain(&self.emptied);
        let above = gone.flat_map(|path| path.match_indices('/').map(|(at, _)| &path[..at]));
        above.filter(|folder| !wanted.has_below(folder)).collect()
    }

    /// Removes these paths: what the list names and is not here is deleted there. The folders above them
    /// have to be here.
    fn remove_at(&self, paths: &[&str], name: &str) -> Result<(), PublishError> {
        let (disk, here) = (Disk::default(), self.scratch.path().join(name));
        disk.make_folder(&here)?;
        for folder in paths.iter().filter_map(|path| path.rsplit_once('/')).map(|(folder, _)| folder) {
            disk.make_folder(&here.join(folder))?;
        }
        self.send(&here, paths, &["--delete-missing-args"])
    }
}

/// Reads the names of a listing, each with whether it is a folder: `drwxr-xr-x 4,096 2026/11/22 05:00:00 name`.
fn listed_in(listing: &[u8]) -> BTreeMap<String, bool> {
    let lines = listing.split(|byte| *byte == b'\n').map(unescaped);
    let row = |line: String| {
        let name = line.split_once(':')?.1.split_once(' ')?.1.to_owned();
        (name != ".").then(|| (name, line.starts_with('d')))
    };
    lines.filter_map(row).collect()
}

/// Reads a line in which `\#012` stands for the byte of this octal number.
fn unescaped(line: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(line.len());
    let mut rest = line;
    while let [first, tail @ ..] = rest {
        let digits = rest.strip_prefix(b"\\#").and_then(|rest| rest.split_first_chunk::<3>());
        let byte = digits.and_then(|(digits, after)| {
            Some((u8::from_str_radix(str::from_utf8(digits).ok()?, 8).ok()?, after))
        });
        let (byte, after) = byte.unwrap_or((*first, tail));
        bytes.push(byte);
        rest = after;
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn name(out: &mut dyn Write, path: &str) -> io::Result<()> {
    write!(out, "{path}\0")
}

#[cfg(test)]
mod tests;
