//! Where the days of a note come from.

#![allow(clippy::disallowed_methods, reason = "tests make vaults and run the program")]

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, UNIX_EPOCH};

use crate::program::{code, run};
use crate::support::TestVault;

/// 3 February 2001, in seconds since 1970.
const OWN: u64 = 981_200_000;

fn git(folder: &Path, arguments: &[&str]) {
    let done = Command::new("git")
        .arg("-C")
        .arg(folder)
        .args(["-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .env("GIT_AUTHOR_DATE", "2010-05-06T12:00:00+0000")
        .output();
    assert!(done.expect("git is there").status.success(), "{arguments:?}");
}

/// Returns the days of the pages `said`, `kept` and `loose`.
fn days(build: &str) -> [Option<String>; 3] {
    let vault = TestVault::from_text(&format!(
        "=== studium.toml\n[build]\n{build}\n=== content/said.md\n---\nupdated: 2020-08-09\n---\n\
         === content/kept.md\nk\n=== content/loose.md\nl\n"
    ));
    let root = vault.root();
    git(root, &["init", "--quiet"]);
    git(root, &["add", "content/said.md", "content/kept.md"]);
    git(root, &["commit", "--quiet", "-m", "x"]);
    for name in ["said", "kept", "loose"] {
        let file = File::options().append(true).open(root.join(format!("content/{name}.md"))).expect("there");
        file.set_modified(UNIX_EPOCH + Duration::from_secs(OWN)).expect("a day is set");
    }
    assert_eq!(code(&run(root, "build")), 0);
    ["said", "kept", "loose"].map(|name| {
        let page = fs::read_to_string(root.join(format!("public/{name}/index.html"))).expect("a page");
        let (_, rest) = page.split_once("<meta property=\"article:modified_time\" content=\"")?;
        Some(rest.split('"').next().expect("an end").to_owned())
    })
}

#[test]
fn a_note_says_its_day_then_git_then_where_asked_for_its_file() {
    let some = |day: &str| Some(day.to_owned());
    assert_eq!(days(""), [some("2020-08-09"), some("2010-05-06"), None]);
    assert_eq!(days("file_dates = true"), [some("2020-08-09"), some("2010-05-06"), some("2001-02-03")]);
    assert_eq!(
        days("file_dates = true\ngit_dates = false"),
        [some("2020-08-09"), some("2001-02-03"), some("2001-02-03")]
    );
    assert_eq!(days("git_dates = false"), [some("2020-08-09"), None, None]);
}

#[test]
fn who_is_asked_first_is_the_authors_choice() {
    let some = |day: &str| Some(day.to_owned());
    let (said, committed, own) = (some("2020-08-09"), some("2010-05-06"), some("2001-02-03"));
    let of = |order: &str| days(&format!("dates = [{order}]"));
    assert_eq!(of(r#""git", "note""#), [committed.clone(), committed.clone(), None]);
    assert_eq!(of(r#""git", "note", "file""#), [committed.clone(), committed.clone(), own.clone()]);
    assert_eq!(of(r#""note", "file", "git""#), [said, own.clone(), own.clone()]);
    assert_eq!(of(r#""file""#), [own.clone(), own.clone(), own]);
    assert_eq!(of(""), [None, None, None]);
}
