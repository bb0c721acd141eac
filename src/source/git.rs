//! What Git remembers of files: where they lay before, and when they changed.
//!
//! In: the folder of a vault. Out: old paths with the new ones; days by path. Git is asked by its own command, once for
//! the whole vault; where there is none, or it takes too long, nothing is known.

mod dates;
mod old_names;

pub use dates::{DateSource, Dates, FileDates, dates};
pub use old_names::{OldName, OldNames, old_names};

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use super::SourcePath;

/// How long Git may think about it.
const PATIENCE: Duration = Duration::from_secs(10);
/// How many commits that moved something are looked at.
const COMMITS: &str = "--max-count=5000";

/// Returns where the files of a vault lie now that lay elsewhere before, by their old paths.
///
/// A file that was moved several times is found by each of its old paths. Moves that are staged count as
/// well.
pub fn renames(root: &Path) -> BTreeMap<SourcePath, SourcePath> {
    let format =
        ["--name-status", "-M", "-z", "--diff-filter=R", "--relative", "--no-ext-diff", "--no-textconv"];
    let staged = ask(root, ["diff", "--cached"].iter().chain(&format));
    let log = ["-c", "log.showSignature=false", "log", "--format=", COMMITS];
    let committed = ask(root, log.iter().chain(&format).chain(&["--", "."]));
    let mut moved = BTreeMap::new();
    for (old, new) in pairs(&staged.unwrap_or_default()).chain(pairs(&committed.unwrap_or_default())) {
        // The newest move comes first: what it led to is known already.
        let now = moved.get(&new).cloned().unwrap_or(new);
        if old != now {
            moved.entry(old).or_insert(now);
        }
    }
    moved
}

/// Runs Git without letting the settings of a repository run anything else.
fn ask(root: &Path, arguments: impl Iterator<Item = impl AsRef<OsStr>>) -> Option<Vec<u8>> {
    ask_with(root, arguments, Vec::new())
}

/// Runs Git with something to read.
fn ask_with(
    root: &Path,
    arguments: impl Iterator<Item = impl AsRef<OsStr>>,
    input: Vec<u8>,
) -> Option<Vec<u8>> {
    let mut command = Command::new("git");
    command.arg("-C").arg(root).args(["-c", "core.fsmonitor=false", "--no-pager"]).args(arguments);
    for (name, value) in
        [("GIT_OPTIONAL_LOCKS", "0"), ("GIT_NO_LAZY_FETCH", "1"), ("GIT_TERMINAL_PROMPT", "0")]
    {
        command.env(name, value);
    }
    let reads = if input.is_empty() { Stdio::null() } else { Stdio::piped() };
    let mut child = command.stdin(reads).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().ok()?;
    if let Some(mut stdin) = child.stdin.take() {
        // It answers while it reads, so both go on at once.
        thread::spawn(move || stdin.write_all(&input));
    }
    let mut out = child.stdout.take()?;
    let (sender, receiver) = mpsc::channel();
    thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = out.read_to_end(&mut bytes);
        let _ = sender.send(read.map(|_| bytes));
    });
    let answer = receiver.recv_timeout(PATIENCE);
    if answer.is_err() {
        let _ = child.kill();
    }
    let is_done = child.wait().is_ok_and(|status| status.success());
    answer.ok()?.ok().filter(|_| is_done)
}

/// Reads `R100`, old path, new path, each with a NUL behind it.
fn pairs(answer: &[u8]) -> impl Iterator<Item = (SourcePath, SourcePath)> {
    let mut parts = answer.split(|byte| *byte == 0);
    std::iter::from_fn(move || {
        loop {
            // A commit leaves an empty line before its first move.
            let status = parts.next()?.trim_ascii_start();
            if !status.starts_with(b"R") {
                continue;
            }
            let mut path = || SourcePath::new(str::from_utf8(parts.next()?).ok()?);
            if let (Some(old), Some(new)) = (path(), path()) {
                return Some((old, new));
            }
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_are_read_from_what_git_says() {
        let answer = b"R100\0a.md\0x/a.md\0\nR087\0\xd0\x81.md\0b c.md\0M\0z.md\0R100\0only\0";
        let read: Vec<String> = pairs(answer).map(|(old, new)| format!("{old} → {new}")).collect();
        assert_eq!(read, ["a.md → x/a.md", "Ё.md → b c.md"]);
    }

    #[test]
    fn a_folder_without_git_knows_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(renames(folder.path()).is_empty());
    }
}
