//! Lists the files of a folder, links followed with care.

use std::fs::{FileType, Metadata};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use walkdir::{DirEntry, WalkDir};

use super::left_out::LeftOut;
use super::read::reason;
use super::rules::{BadRules, Rules};
use super::{SourcePath, Stamp, Unreadable};

/// The list of files that an earlier build wrote; a folder with it is a site.
const MANIFEST_NAME: &str = ".studium-manifest.json";

/// A file that was found.
pub(super) struct Entry {
    /// Its path in the vault.
    pub(super) path: SourcePath,
    /// Where its bytes are; differs from `path` behind a link.
    pub(super) file: PathBuf,
    /// Its size and times.
    pub(super) stamp: Stamp,
    /// Whether its last change is long enough ago for the stamp to tell it from the next.
    pub(super) settled: bool,
}

/// A walk in progress, and what it found, in the order of the walk.
pub(super) struct Walk {
    root: PathBuf,
    skip: Vec<PathBuf>,
    rules: Rules,
    /// How many folders above the root have rules that hold.
    above: usize,
    started: SystemTime,
    /// Whether ignore files hold; a theme has none.
    pub(super) heed_rules: bool,
    pub(super) entries: Vec<Entry>,
    pub(super) unreadable: Vec<Unreadable>,
    /// The first file that says what to leave out and cannot be read.
    pub(super) unknown: Option<Unreadable>,
}

impl Walk {
    /// Makes a walk below `root`. All paths are settled.
    pub(super) fn new(root: PathBuf, skip: Vec<PathBuf>) -> Self {
        Self {
            root,
            skip,
            rules: Rules::default(),
            above: 0,
            started: SystemTime::now(),
            heed_rules: true,
            entries: Vec::new(),
            unreadable: Vec::new(),
            unknown: None,
        }
    }

    /// Reads the rules from `project` down to the folder above the root.
    pub(super) fn enter_project(&mut self, project: Option<&Path>) {
        let Some(below) = project.and_then(|project| self.root.strip_prefix(project).ok()) else { return };
        let mut above: Vec<_> = self.root.ancestors().skip(1).take(below.components().count()).collect();
        above.reverse();
        self.above = above.len();
        let bad: Vec<_> = above
            .iter()
            .enumerate()
            .flat_map(|(depth, folder)| self.rules.enter(folder, folder, depth))
            .collect();
        for rules in bad {
            let path = rules.file.display().to_string();
            self.bad_rules(path, rules);
        }
    }

    /// Walks `folder`, whose path in the vault is `prefix`, at most one folder link deep. `depth` is the
    /// depth of `folder` below the root.
    pub(super) fn folder(&mut self, folder: &Path, prefix: &str, depth: usize) {
        let through_link = !prefix.is_empty();
        self.enter(folder, prefix, depth);
        let mut found = WalkDir::new(folder).min_depth(1).follow_links(false).sort_by_file_name().into_iter();
        while let Some(entry) = found.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.failed(folder, prefix, &error);
                    continue;
                }
            };
            let kind = entry.file_type();
            let entry_depth = depth + entry.depth();
            self.rules.leave_to(self.above + entry_depth);
            let Some(path) = self.part_of_vault(folder, prefix, &entry, kind.is_dir()) else {
                if kind.is_dir() {
                    found.skip_current_dir();
                }
                continue;
            };
            if kind.is_dir() {
                self.enter(entry.path(), path.as_str(), entry_depth);
            } else if kind.is_symlink() {
                self.link(&entry, path, entry_depth, through_link);
            } else {
                self.take(path, entry.path(), entry.metadata().map_err(io::Error::from));
            }
        }
    }

    /// Tells why a file at `path` would be no part of the vault. Neither it nor its folder need be there.
    pub(super) fn leaves_out(&mut self, path: &SourcePath) -> Option<LeftOut> {
        let root = self.root.clone();
        self.enter(&root, "", 0);
        let last = path.as_str().matches('/').count() + 1;
        let mut shown = PathBuf::new();
        for (depth, part) in (1..).zip(path.as_str().split('/')) {
            shown.push(part);
            let (place, is_folder) = (root.join(&shown), depth < last);
            self.rules.leave_to(self.above + depth);
            if is_invisible(part.as_bytes()) {
                return Some(LeftOut::Hidden(place));
            } else if self.skip.contains(&place) {
                return Some(LeftOut::Skipped(place));
            } else if self.rules.ignores(&place, is_folder) {
                return Some(LeftOut::Ignored);
            } else if is_folder && place.join(MANIFEST_NAME).is_file() {
                return Some(LeftOut::Site(place));
            } else if is_folder {
                self.enter(&place, &slashed(&shown), depth);
            }
        }
        None
    }

    fn enter(&mut self, folder: &Path, path: &str, depth: usize) {
        if !self.heed_rules {
            return;
        }
        for rules in self.rules.enter(folder, &self.root.join(path), self.above + depth) {
            let path = slashed(rules.file.strip_prefix(&self.root).unwrap_or(&rules.file));
            self.bad_rules(path, rules);
        }
    }

    fn bad_rules(&mut self, path: String, BadRules { reason, is_fatal, .. }: BadRules) {
        let told = Unreadable { path, reason };
        if is_fatal {
            self.unknown.get_or_insert(told);
        } else {
            self.unreadable.push(told);
        }
    }

    /// Returns the path of an entry in the vault, if it is a part of it.
    fn part_of_vault(
        &mut self,
        folder: &Path,
        prefix: &str,
        entry: &DirEntry,
        is_folder: bool,
    ) -> Option<SourcePath> {
        let name = entry.file_name();
        if is_invisible(name.as_encoded_bytes()) || self.skip.iter().any(|skip| skip == entry.path()) {
            return None;
        }
        let below = entry.path().strip_prefix(folder).unwrap_or(entry.path());
        let shown = Path::new(prefix).join(below);
        if self.rules.ignores(&self.root.join(&shown), is_folder) {
            return None;
        }
        if is_folder && self.heed_rules && entry.path().join(MANIFEST_NAME).is_file() {
            return None;
        }
        let path = shown.to_str().and_then(|_| SourcePath::new(&slashed(&shown)));
        if path.is_none() {
            let reason = "its name is not UTF-8".to_owned();
            self.unreadable.push(Unreadable { path: slashed(&shown), reason });
        }
        path
    }

    fn link(&mut self, entry: &DirEntry, path: SourcePath, depth: usize, through_link: bool) {
        let target = match entry.path().canonicalize() {
            Ok(target) => target,
            Err(error) => return self.refuse(&path, format!("this link leads nowhere: {}", reason(&error))),
        };
        let Ok(below) = target.strip_prefix(&self.root) else {
            return self.refuse(&path, "this link leads outside the vault".to_owned());
        };
        let hidden = below.iter().any(|part| is_invisible(part.as_encoded_bytes()))
            || self.skip.iter().any(|skip| target.starts_with(skip));
        if hidden {
            return self.refuse(&path, "this link leads to what is no part of the vault".to_owned());
        }
        match target.metadata() {
            Ok(metadata) if metadata.is_dir() => {
                if through_link {
                    self.refuse(&path, "this link stands behind another folder link".to_owned());
                } else if entry.path().starts_with(&target) {
                    self.refuse(&path, "this link leads back to a folder that it lies in".to_owned());
                } else if !self.rules.ignores(&self.root.join(path.as_str()), true) {
                    self.folder(&target, path.as_str(), depth);
                }
            }
            metadata => self.take(path, &target, metadata),
        }
    }

    fn take(&mut self, path: SourcePath, file: &Path, metadata: io::Result<Metadata>) {
        match metadata {
            Ok(metadata) if metadata.is_file() => {
                let stamp = Stamp::of(&metadata);
                let settled = is_settled(&metadata, self.started);
                self.entries.push(Entry { path, file: file.to_owned(), stamp, settled });
            }
            Ok(metadata) => {
                self.refuse(&path, format!("it is {}, not a file", kind_name(metadata.file_type())));
            }
            Err(error) => self.refuse(&path, reason(&error)),
        }
    }

    fn refuse(&mut self, path: &SourcePath, reason: String) {
        self.unreadable.push(Unreadable { path: path.to_string(), reason });
    }

    /// Notes an error of the walk, unless it is about something that is no part of the vault: a folder
    /// is opened before it can be asked about.
    fn failed(&mut self, folder: &Path, prefix: &str, error: &walkdir::Error) {
        let below = error.path().and_then(|path| path.strip_prefix(folder).ok()).unwrap_or(Path::new(""));
        let shown = Path::new(prefix).join(below);
        let hidden = below.iter().any(|part| is_invisible(part.as_encoded_bytes()))
            || error.path().is_some_and(|path| self.skip.iter().any(|skip| path.starts_with(skip)))
            || self.rules.ignores(&self.root.join(&shown), true);
        if !hidden {
            let reason = error.io_error().map_or_else(|| error.to_string(), reason);
            self.unreadable.push(Unreadable { path: slashed(&shown), reason });
        }
    }
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        let since_1970 = |time: SystemTime| time.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let modified_ns = metadata.modified().map(since_1970).unwrap_or_default();
        #[cfg(unix)]
        let (changed_ns, inode) = {
            use std::os::unix::fs::MetadataExt;
            let seconds = i128::from(metadata.ctime());
            (seconds * 1_000_000_000 + i128::from(metadata.ctime_nsec()), metadata.ino())
        };
        #[cfg(not(unix))]
        let (changed_ns, inode) = (0, 0);
        Self { size_bytes: metadata.len(), modified_ns, changed_ns, inode }
    }
}

/// Tells whether a file was last changed so long before the walk that another change would get another
/// time. The coarsest file systems in use count in steps of two seconds.
fn is_settled(metadata: &Metadata, started: SystemTime) -> bool {
    const COARSEST: Duration = Duration::from_secs(2);
    metadata.modified().is_ok_and(|modified| started.duration_since(modified).is_ok_and(|age| age > COARSEST))
}

fn is_invisible(name: &[u8]) -> bool {
    name.starts_with(b".") || name == b"node_modules"
}

fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

fn kind_name(kind: FileType) -> &'static str {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        if kind.is_fifo() {
            return "a pipe";
        } else if kind.is_socket() {
            return "a socket";
        } else if kind.is_block_device() || kind.is_char_device() {
            return "a device";
        }
    }
    if kind.is_dir() { "a folder" } else { "something else" }
}
