//! When files were first and last committed.
//!
//! In: the folder of a vault. Out: two days for each file that Git knows, by its path in the vault; or what is
//! known in the order in which the author trusts those who know. Git is asked once for all files together.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::ask;
use crate::source::{SourcePath, Sources};

/// Who knows the days of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateSource {
    /// Its own front matter.
    Note,
    /// The commits that changed it.
    Git,
    /// The time at which its file was last written.
    File,
}

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
    /// The days by path, for notes that do not say theirs.
    pub files: BTreeMap<SourcePath, FileDates>,
    /// The days by path, whatever the note says.
    pub first: BTreeMap<SourcePath, FileDates>,
    /// Whether what notes say of their days does not count.
    pub ignores_notes: bool,
    /// Whether the clone lacks the older commits, so that nothing can be said.
    pub is_shallow: bool,
}

impl Dates {
    /// Returns what is known of the files of a vault, asked in this order; `git` is what Git knows. The files themselves
    /// are looked at only where they are asked, and nobody before them knows.
    pub fn in_order(git: &Arc<Self>, order: &[DateSource], root: &Path, vault: &Sources) -> Arc<Self> {
        if matches!(order, [DateSource::Note] | [DateSource::Note, DateSource::Git]) {
            return Arc::clone(git);
        }
        let note = order.iter().position(|source| *source == DateSource::Note);
        let mut found = Self { head: git.head.clone(), is_shallow: git.is_shallow, ..Self::default() };
        found.ignores_notes = note.is_none();
        for (at, source) in order.iter().enumerate() {
            for path in vault.files.keys() {
                if found.knows(path) {
                    continue;
                }
                let days = match source {
                    DateSource::Note => break,
                    DateSource::Git => git.files.get(path).copied(),
                    DateSource::File => own(&root.join(path.as_str())),
                };
                let list =
                    if note.is_some_and(|note| note < at) { &mut found.files } else { &mut found.first };
                list.extend(days.map(|days| (path.clone(), days)));
            }
        }
        Arc::new(found)
    }

    fn knows(&self, path: &SourcePath) -> bool {
        self.first.contains_key(path) || self.files.contains_key(path)
    }
}

/// Returns the day on which a file was last written, in UTC.
fn own(file: &Path) -> Option<FileDates> {
    let written = Timestamp::try_from(file.metadata().ok()?.modified().ok()?).ok()?;
    let day = written.to_zoned(TimeZone::UTC).date();
    Some(FileDates { created: day, updated: day })
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
