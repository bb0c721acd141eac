//! Publishes to a branch of a repository, as one commit, by the `git` command.
//!
//! All work is done in a scratch repository that is thrown away: no work tree, no index and no branch of
//! the author is touched but the one that is pushed to. The commit stands on the tip of the branch, so
//! a push that comes too late is refused and nothing of others is lost. A push is whole or nothing; git
//! itself sends only what the other side lacks.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::Path;

use super::PublishError;
use super::compare::Item;
use super::folder::Published;
use super::manifest::{MANIFEST_NAME, Manifest};
use super::place::{Parcel, address_of};
use super::program::Program;
use crate::source::ContentHash;

/// The name of the new commit in the scratch repository.
const NEXT: &str = "refs/heads/studium-next";

/// A branch, looked at.
pub(super) struct Branch<'b> {
    git: &'b Program,
    scratch: tempfile::TempDir,
    repository: String,
    name: String,
    /// The commit at its tip; `None` for a branch that is not there yet.
    tip: Option<String>,
    /// The files at its tip.
    files: BTreeSet<String>,
    /// What an earlier publish put there.
    pub(super) ours: Manifest,
}

impl<'b> Branch<'b> {
    /// Looks at the branch.
    pub(super) fn open(
        git: &'b Program,
        parcel: &Parcel<'_>,
        repository: &str,
        name: &str,
    ) -> Result<Self, PublishError> {
        let failed = |source| PublishError::Program { program: "git", source };
        let scratch = tempfile::tempdir().map_err(failed)?;
        git.run(scratch.path(), &["init", "--quiet", "--bare"])?;
        let repository = address_of(git, &parcel.here, &parcel.home, repository)?;
        adopt_settings(git, &parcel.home, scratch.path())?;
        git.run(scratch.path(), &["remote", "add", "place", &repository])?;
        let full = format!("refs/heads/{name}");
        let listed = git.run(scratch.path(), &["ls-remote", "place", &full])?;
        let listed = String::from_utf8_lossy(&listed).into_owned();
        let tip = listed.lines().find_map(|line| {
            let (commit, reference) = line.split_once('\t')?;
            (reference == full).then(|| commit.to_owned())
        });
        let mut branch = Self {
            git,
            scratch,
            repository,
            name: name.to_owned(),
            tip,
            files: BTreeSet::new(),
            ours: Manifest::default(),
        };
        branch.read()?;
        Ok(branch)
    }

    /// Reads what is at the tip: the names of all files, and our list of them.
    fn read(&mut self) -> Result<(), PublishError> {
        let Some(tip) = &self.tip else { return Ok(()) };
        let folder = self.scratch.path();
        let full = format!("refs/heads/{}", self.name);
        // Of the old pages only the list is needed; a server that cannot leave out the rest sends it.
        self.git.run(folder, &["fetch", "--quiet", "--depth=1", "--filter=blob:none", "place", &full])?;
        let names = self.git.run(folder, &["ls-tree", "-r", "-z", "--name-only", "--full-tree", tip])?;
        let names = names.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        self.files = names.map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        if self.files.contains(MANIFEST_NAME) {
            let bytes = self.git.run(folder, &["cat-file", "blob", &format!("{tip}:{MANIFEST_NAME}")])?;
            let list = Manifest::parse(&bytes, Path::new(MANIFEST_NAME))?;
            let is_sealed = list.is_sealed();
            self.ours = if is_sealed { list.unsealed(self.files.iter().cloned()) } else { list };
        }
        Ok(())
    }

    /// Refuses a branch that somebody else wrote, and a site that would overwrite what is not ours.
    pub(super) fn check(&self, wanted: &Manifest) -> Result<(), PublishError> {
        let place = || format!("{}#{}", self.repository, self.name);
        let is_foreign = |path: &&String| !self.ours.has(path) && !path.starts_with('.');
        let has_list = self.files.contains(MANIFEST_NAME);
        if let Some(example) = self.files.iter().find(is_foreign).filter(|_| !has_list) {
            return Err(PublishError::ForeignPlace { place: place(), example: example.clone() });
        }
        let in_the_way = self.files.iter().filter(|path| !self.ours.has(path)).find(|path| {
            let above = path.match_indices('/').map(|(at, _)| &path[..at]);
            wanted.has(path) || wanted.has_below(path) || above.into_iter().any(|folder| wanted.has(folder))
        });
        match in_the_way {
            Some(path) => Err(PublishError::InTheWayAt { place: place(), path: path.clone() }),
            None => Ok(()),
        }
    }

    /// Tells whether the tip has a file.
    pub(super) fn has(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// Leaves out the files that somebody else keeps there.
    pub(super) fn without_foreign<'f>(
        &self,
        files: &'f BTreeMap<String, Vec<u8>>,
    ) -> BTreeMap<&'f String, &'f Vec<u8>> {
        let is_foreign = |path: &str| self.files.contains(path) && !self.ours.has(path);
        files.iter().filter(|(path, _)| !is_foreign(path)).collect()
    }

    /// Makes the branch hold these files, those that the host of the pages reads, and what it held that is
    /// not ours. An item may be missing that `hashes` names: then the tip has it.
    pub(super) fn write(
        &self,
        items: &[Item],
        hashes: BTreeMap<String, String>,
        parcel: &Parcel<'_>,
    ) -> Result<Published, PublishError> {
        let host_files = host_files(&parcel.base_url);
        let extra = self.without_foreign(&host_files);
        let message = format!("{}\n", parcel.message);
        let mut files = hashes;
        for (path, bytes) in &extra {
            files.insert((*path).clone(), ContentHash::of(bytes).hex());
        }
        let wanted = Manifest::new(&parcel.options.generator, files);
        self.check(&wanted)?;
        let ident = self.committer(&parcel.home);
        let mut feed = |out: &mut dyn Write| -> io::Result<()> {
            writeln!(
                out,
                "feature done\ncommit {NEXT}\ncommitter {ident}\ndata {}\n{message}",
                message.len()
            )?;
            if let Some(tip) = &self.tip {
                writeln!(out, "from {tip}")?;
            }
            // A folder may have to go before a file takes its place, and the other way round.
            for path in self.ours.files.keys().filter(|path| !wanted.files.contains_key(*path)) {
                writeln!(out, "D {}", quoted(path))?;
            }
            for item in items {
                writeln!(out, "M 100644 inline {}", quoted(&item.path))?;
                item.send(&mut |length, bytes| {
                    writeln!(out, "data {length}")?;
                    io::copy(bytes, out)?;
                    writeln!(out)
                })?;
            }
            let list = wanted.sealed();
            let list = [(MANIFEST_NAME, list.as_slice())];
            for (path, bytes) in
                extra.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).chain(list)
            {
                writeln!(out, "M 100644 inline {}\ndata {}", quoted(path), bytes.len())?;
                out.write_all(bytes)?;
                writeln!(out)?;
            }
            writeln!(out, "done")
        };
        let folder = self.scratch.path();
        self.git.run_with(folder, &["fast-import", "--quiet", "--done", "--date-format=raw"], &mut feed)?;
        let published = self.difference(&wanted)?;
        if published.written + published.removed > 0 {
            let push = format!("{NEXT}:refs/heads/{}", self.name);
            self.git.run(folder, &["push", "--quiet", "place", &push])?;
        }
        Ok(published)
    }

    /// Counts what differs between the tip and the new commit.
    fn difference(&self, wanted: &Manifest) -> Result<Published, PublishError> {
        let all = wanted.files.len() + 1;
        let Some(tip) = &self.tip else {
            return Ok(Published { written: all, unchanged: 0, removed: 0 });
        };
        let arguments = ["diff-tree", "-r", "-z", "--no-renames", "--name-status", tip, NEXT];
        let rows = self.git.run(self.scratch.path(), &arguments)?;
        let letters: Vec<&[u8]> =
            rows.split(|byte| *byte == 0).step_by(2).filter(|row| !row.is_empty()).collect();
        let removed = letters.iter().filter(|letter| **letter == b"D").count();
        let written = letters.len() - removed;
        Ok(Published { written, unchanged: all.saturating_sub(written), removed })
    }

    /// Returns who commits, and when: as git knows them, or the program where git knows nobody.
    fn committer(&self, home: &Path) -> String {
        let known = self.git.run(home, &["var", "GIT_COMMITTER_IDENT"]);
        let known = known.map(|ident| String::from_utf8_lossy(&ident).trim().to_owned()).unwrap_or_default();
        if known.contains('<') && known.contains('>') {
            return known;
        }
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let seconds = now.map_or(0, |since| since.as_secs());
        format!("Studium <studium@localhost> {seconds} +0000")
    }
}

/// Gives the scratch repository what the author's own says about reaching others: passwords, proxies, keys.
fn adopt_settings(git: &Program, home: &Path, scratch: &Path) -> Result<(), PublishError> {
    const KEYS: &str = r"^(http|https|credential|url|protocol)\.|^core\.(sshcommand|askpass)$";
    let asked = ["config", "--local", "--includes", "--null", "--get-regexp", KEYS];
    // Outside of a repository there is nothing to adopt.
    let found = git.attempt(home, &asked, None)?;
    let rows = if found.status.success() {
        String::from_utf8_lossy(&found.stdout).into_owned()
    } else {
        String::new()
    };
    for (key, value) in rows.split('\0').filter_map(|row| row.split_once('\n')) {
        git.run(scratch, &["config", "--add", key, value])?;
    }
    Ok(())
}

/// Quotes a path as git reads it.
fn quoted(path: &str) -> String {
    format!("\"{}\"", path.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

/// Returns what a host of pages wants beside them: a word that they are finished, and the name of the
/// host where it is one of the author's own.
pub(super) fn host_files(base_url: &str) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::from([(".nojekyll".to_owned(), Vec::new())]);
    if let Some(domain) = own_domain(base_url) {
        files.insert("CNAME".to_owned(), format!("{domain}\n").into_bytes());
    }
    files
}

/// Returns the host of an address, unless it is one that hosts of pages give away, or no name at all.
fn own_domain(base_url: &str) -> Option<&str> {
    const GIVEN: &[&str] =
        &["github.io", "gitlab.io", "codeberg.page", "pages.dev", "netlify.app", "vercel.app", "localhost"];
    let host = base_url.split_once("://")?.1;
    let is_given = GIVEN.iter().any(|given| host == *given || host.ends_with(&format!(".{given}")));
    let is_number = host.chars().all(|c| c.is_ascii_digit() || c == '.');
    let is_name = host.contains('.') && !host.contains(['/', ':', '[', '@']);
    (is_name && !is_given && !is_number).then_some(host)
}

#[cfg(test)]
mod tests;
