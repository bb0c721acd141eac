//! Under which paths notes lay before, with the beginning of the text that each had there last.
//!
//! In: the folder of a vault. Out: one [`OldName`] for each path that a note was moved away from, by a commit. Git is
//! asked once for all moves, and once for all texts: what a text says of its visibility decides whether the
//! old name may be told.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::sync::Arc;

use super::{COMMITS, ask, ask_with};
use crate::source::{SourceFile, SourcePath};

/// How much of a text is kept: enough for what it says of itself. Front matter that does not end in it counts as
/// unreadable, which keeps a note back.
const BEGINNING: usize = 4096;

/// A path that a note had.
#[derive(Clone, Debug)]
pub struct OldName {
    /// That path, with the beginning of the text that the note had there last.
    pub file: SourceFile,
    /// Where the note lies now.
    pub now: SourcePath,
}

/// What Git knows of the moves of notes.
#[derive(Clone, Debug, Default)]
pub struct OldNames {
    /// The commit that was asked for; empty where there is none.
    head: String,
    /// The newest move first; each path once.
    pub names: Vec<OldName>,
}

/// Returns the old names of the notes below `root`. What `before` knew of the same commit is not asked for again.
pub fn old_names(root: &Path, before: &Arc<OldNames>) -> Arc<OldNames> {
    let head = ask(root, ["rev-parse", "HEAD"].iter()).unwrap_or_default();
    let head = String::from_utf8_lossy(&head).trim().to_owned();
    if head.is_empty() || head == before.head {
        return if head.is_empty() { Arc::default() } else { Arc::clone(before) };
    }
    let log = ["-c", "log.showSignature=false", "log", "--format=", "--raw", "--no-abbrev", COMMITS];
    let safe = ["-M", "-z", "--diff-filter=R", "--relative", "--no-ext-diff", "--no-textconv", "--", "."];
    let answer = ask(root, log.iter().chain(&safe)).unwrap_or_default();
    let mut known: BTreeMap<SourcePath, SourcePath> = BTreeMap::new();
    let mut found = Vec::new();
    for (blob, old, new) in moves(&answer) {
        // The newest move comes first: what it led to is known already.
        let now = known.get(&new).cloned().unwrap_or(new);
        if old != now && !known.contains_key(&old) {
            known.insert(old.clone(), now.clone());
            if old.is_note() && now.is_note() {
                found.push((blob, old, now));
            }
        }
    }
    let wanted: Vec<&str> = found.iter().flat_map(|(blob, ..)| [blob.as_str(), "\n"]).collect();
    let texts =
        ask_with(root, ["cat-file", "--batch"].iter(), wanted.concat().into_bytes()).unwrap_or_default();
    let texts = texts_of(&texts);
    let name = |(blob, old, now): (String, _, _)| {
        let text = *texts.get(blob.as_str())?;
        Some(OldName { file: SourceFile::new(old, &text[..text.len().min(BEGINNING)]), now })
    };
    Arc::new(OldNames { head, names: found.into_iter().filter_map(name).collect() })
}

/// Reads `:100644 100644 OLD NEW R100`, old path, new path, each with a NUL behind it.
fn moves(answer: &[u8]) -> impl Iterator<Item = (String, SourcePath, SourcePath)> {
    let mut parts = answer.split(|byte| *byte == 0);
    std::iter::from_fn(move || {
        loop {
            let status = str::from_utf8(parts.next()?).unwrap_or_default().trim_start();
            let mut words = status.strip_prefix(':').unwrap_or_default().split(' ').skip(2);
            let (Some(blob), Some(_), Some(kind)) = (words.next(), words.next(), words.next()) else {
                continue;
            };
            if !kind.starts_with('R') {
                continue;
            }
            let mut path = || SourcePath::new(str::from_utf8(parts.next()?).ok()?);
            if let (Some(old), Some(new)) = (path(), path()) {
                return Some((blob.to_owned(), old, new));
            }
        }
    })
}

/// Reads `ID blob LENGTH`, a line end, the bytes, a line end; of what is missing, only a line.
fn texts_of(answer: &[u8]) -> HashMap<&str, &[u8]> {
    let mut texts = HashMap::new();
    let mut rest = answer;
    while let Some(end) = rest.iter().position(|byte| *byte == b'\n') {
        let (line, after) = (str::from_utf8(&rest[..end]).unwrap_or_default(), &rest[end + 1..]);
        rest = after;
        let mut words = line.split(' ');
        let (Some(id), Some("blob"), Some(length)) = (words.next(), words.next(), words.next()) else {
            continue;
        };
        let Some((text, after)) = length.parse().ok().and_then(|length| rest.split_at_checked(length)) else {
            break;
        };
        texts.insert(id, text);
        rest = after.strip_prefix(b"\n").unwrap_or(after);
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moves_and_texts_are_read_from_what_git_says() {
        let answer =
            b":100644 100644 aa bb R090\0old.md\0x/\xd0\x81.md\0\n:100644 100644 cc dd R100\0p.md\0q.md\0";
        let read: Vec<String> = moves(answer).map(|(blob, old, new)| format!("{blob} {old} {new}")).collect();
        assert_eq!(read, ["aa old.md x/Ё.md", "cc p.md q.md"]);
        let texts = texts_of(b"aa blob 4\na\nb\n\nee missing\ncc blob 0\n\n");
        assert_eq!((texts["aa"], texts["cc"], texts.len()), (b"a\nb\n".as_slice(), b"".as_slice(), 2));
        assert!(texts_of(b"aa blob 9\nshort").is_empty());
    }
}
