//! When files were first and last committed.
//!
//! In: the folder of a vault. Out: two days for each file that Git knows, by its path in the vault. Git is
//! asked once for all files together.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::ask;
use crate::source::SourcePath;

/// The days of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileDates {
    /// When it was first committed.
    pub created: Date,
    /// When it was last committed.
    pub updated: Date,
}

/// What Git knows of the days of a vault.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dates {
    /// The commit that was asked for; empty where there is none.
    head: String,
    /// The days by path.
    pub files: BTreeMap<SourcePath, FileDates>,
    /// Whether the clone lacks the older commits, so that nothing can be said.
    pub is_shallow: bool,
}

impl Dates {
    /// Adds the day on which a file was last written, in UTC, for each of these that Git does not know.
    pub fn add_own(&mut self, root: &Path, paths: impl Iterator<Item = SourcePath>) {
        for path in paths.filter(|path| !self.files.contains_key(path)).collect::<Vec<_>>() {
            let modified = root.join(path.as_str()).metadata().and_then(|file| file.modified());
            let Some(written) = modified.ok().and_then(|time| Timestamp::try_from(time).ok()) else {
                continue;
            };
            let day = written.to_zoned(TimeZone::UTC).date();
            self.files.insert(path, FileDates { created: day, updated: day });
        }
    }
}

/// Returns the days of the files below `root`, those of the author who made the commit, where he was.
///
/// A file that was moved began where it lies now. In a clone without history every file would seem to be
/// of one day, so there nothing is known. What `before` knew of the same commit is not asked for again.
pub fn dates(root: &Path, before: Option<&Dates>) -> Dates {
    let state = ask(root, ["rev-parse", "--is-shallow-repository", "HEAD"].iter()).unwrap_or_default();
    let state = String::from_utf8_lossy(&state).into_owned();
    let Some((is_shallow, head)) = state.trim().split_once('\n') else { return Dates::default() };
    if let Some(before) = before.filter(|before| before.head == head) {
        return before.clone();
    }
    let mut dates = Dates { head: head.to_owned(), is_shallow: is_shallow == "true", ..Dates::default() };
    if dates.is_shallow {
        return dates;
    }
    let log =
        ["-c", "log.showSignature=false", "log", "--format=%x01%as", "--name-only", "--no-renames", "-z"];
    let safe = ["--relative", "--no-ext-diff", "--no-textconv", "--", "."];
    read(&ask(root, log.iter().chain(&safe)).unwrap_or_default(), &mut dates.files);
    dates
}

/// Reads `\x01DAY`, then a line end before the first of its paths, all with a NUL behind them; the newest
/// commit comes first.
fn read(answer: &[u8], files: &mut BTreeMap<SourcePath, FileDates>) {
    let mut day: Option<Date> = None;
    for part in answer.split(|byte| *byte == 0) {
        let part = part.strip_prefix(b"\n").unwrap_or(part);
        let Ok(text) = str::from_utf8(part) else { continue };
        if let Some(date) = text.strip_prefix('\u{1}') {
            day = date.trim().parse().ok();
        } else if let (Some(day), Some(path)) = (day, SourcePath::new(text)) {
            let known = files.entry(path).or_insert(FileDates { created: day, updated: day });
            // The clock of an author may have been wrong, or a branch was merged late.
            known.created = known.created.min(day);
            known.updated = known.updated.max(day);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::process::Command;

    use super::*;

    fn git(root: &Path, day: &str, arguments: &[&str]) {
        let done = Command::new("git")
            .arg("-C")
            .arg(root)
            .args(["-c", "user.name=A", "-c", "user.email=a@b.example"])
            .args(arguments)
            .env("GIT_AUTHOR_DATE", format!("{day}T23:30:00-0500"))
            .env("GIT_COMMITTER_DATE", "2030-01-01T00:00:00Z")
            .output();
        assert!(done.expect("git is there").status.success(), "{arguments:?}");
    }

    fn shown(dates: &Dates) -> Vec<String> {
        dates.files.iter().map(|(path, days)| format!("{path} {} {}", days.created, days.updated)).collect()
    }

    #[test]
    fn the_first_and_the_last_commit_count_once_for_the_whole_vault() {
        let folder = tempfile::tempdir().expect("a folder");
        let vault = folder.path().join("content");
        fs::create_dir(&vault).expect("made");
        git(folder.path(), "2026-01-01", &["init", "-q"]);
        let write = |path: &str, text: &str| fs::write(folder.path().join(path), text).expect("written");
        write("content/a.md", "1");
        write("content/до я.md", "1");
        write("other.md", "1");
        git(folder.path(), "2026-01-02", &["add", "."]);
        git(folder.path(), "2026-01-02", &["commit", "-qm", "1"]);
        write("content/a.md", "2");
        git(folder.path(), "2026-03-04", &["commit", "-qam", "2"]);
        git(folder.path(), "2026-02-01", &["commit", "-q", "--allow-empty", "-m", "nothing"]);
        write("content/new.md", "not committed");
        let found = dates(&vault, None);
        assert_eq!(shown(&found), ["a.md 2026-01-02 2026-03-04", "до я.md 2026-01-02 2026-01-02"]);
        assert_eq!(dates(&vault, Some(&found)), found);
        let clone = folder.path().join("clone");
        let from = format!("file://{}", folder.path().display());
        git(folder.path(), "2026-01-01", &["clone", "-q", "--depth=1", &from, &clone.to_string_lossy()]);
        let found = dates(&clone, None);
        assert!(found.is_shallow && found.files.is_empty(), "{found:?}");
    }

    #[test]
    fn a_folder_without_git_has_no_dates() {
        let folder = tempfile::tempdir().expect("a folder");
        assert_eq!(dates(folder.path(), None), Dates::default());
    }
}
