//! Publishing to branches of real repositories.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::publish::Store;
use crate::publish::compare::items;
use crate::publish::folder::PublishOptions;
use crate::publish::place::hashes;
use crate::site::{Artifact, OutputPath, Sink};
use crate::source::SourcePath;

/// A repository of an author with a note and an uncommitted change, and a bare one to publish to.
struct Ground {
    dir: tempfile::TempDir,
}

impl Ground {
    fn new() -> Self {
        let ground = Self { dir: tempfile::tempdir().expect("a folder") };
        fs::create_dir(ground.path("v")).expect("made");
        ground.git("", &["init", "-q", "--bare", "-b", "main", "place.git"]);
        ground.git("v", &["init", "-q", "-b", "main"]);
        fs::write(ground.path("v/pic.png"), "PNG").expect("written");
        ground.git("v", &["add", "."]);
        ground.commit("v", "first");
        ground.git("v", &["remote", "add", "origin", "../place.git"]);
        fs::write(ground.path("v/staged.md"), "staged").expect("written");
        ground.git("v", &["add", "staged.md"]);
        fs::write(ground.path("v/pic.png"), "PNG2").expect("written");
        ground
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn git(&self, folder: &str, arguments: &[&str]) -> String {
        let bytes = Program::new("git").run(&self.path(folder), arguments);
        String::from_utf8(bytes.expect("git does it")).expect("text").trim_end().to_owned()
    }

    fn commit(&self, folder: &str, message: &str) {
        let who = ["-c", "user.name=A", "-c", "user.email=a@b.example", "commit", "-q", "-m", message];
        self.git(folder, &who);
    }

    fn publish(&self, git: &Program, files: &[&str], base_url: &str) -> Result<Published, PublishError> {
        let mut site = Store::default();
        for file in files {
            let (path, artifact) = match file.split_once('=') {
                Some((path, text)) => (path, Artifact::Bytes(text.as_bytes().into())),
                None => (*file, Artifact::Copy(SourcePath::new(file).expect("plain"))),
            };
            site.emit(OutputPath::new(path).expect("plain"), artifact);
        }
        let attachments = |path: &SourcePath| self.path("v").join(path.as_str());
        let parcel = Parcel {
            site: &site,
            attachments: &attachments,
            here: self.path("v"),
            home: self.path("v"),
            base_url: base_url.to_owned(),
            message: "Publish it".to_owned(),
            options: PublishOptions::new(self.path("v")),
        };
        let items = items(&site, &attachments);
        Branch::open(git, &parcel, "origin", "pages")?.write(&items, hashes(&items)?, &parcel)
    }

    fn published(&self, files: &[&str]) -> Published {
        self.publish(&Program::new("git"), files, "").expect("published")
    }

    /// The files of the branch as `path=text`, without the list of ours.
    fn tree(&self) -> Vec<String> {
        let names = self.git("place.git", &["ls-tree", "-r", "-z", "--name-only", "pages"]);
        let names = names.split('\0').filter(|name| !name.is_empty() && *name != MANIFEST_NAME);
        names
            .map(|name| format!("{name}={}", self.git("place.git", &["show", &format!("pages:{name}")])))
            .collect()
    }

    fn tip(&self) -> String {
        let listed = self.git("place.git", &["for-each-ref", "--format=%(objectname)", "refs/heads/pages"]);
        listed.trim().to_owned()
    }
}

const FIRST: &[&str] = &["index.html=one", "a/index.html=a", "pic.png", "до \"q\".html=x"];
const SECOND: &[&str] = &["index.html=two", "b/index.html=b", "a=now a file", "pic.png"];

#[test]
fn a_publish_is_one_commit_and_nothing_is_none() {
    let ground = Ground::new();
    assert_eq!(ground.published(FIRST).removed, 0);
    assert_eq!(
        ground.tree(),
        [".nojekyll=", "a/index.html=a", "index.html=one", "pic.png=PNG2", "до \"q\".html=x"]
    );
    let first = ground.tip();
    assert_eq!(ground.published(FIRST).written, 0);
    assert_eq!(ground.tip(), first, "nothing changed, so nothing was committed");
    let second = ground.published(SECOND);
    assert_eq!((second.written, second.removed), (4, 2), "two pages, a file, the list of ours");
    assert_eq!(
        ground.tree(),
        [".nojekyll=", "a=now a file", "b/index.html=b", "index.html=two", "pic.png=PNG2"]
    );
    assert_eq!(ground.git("place.git", &["rev-list", "--count", "pages"]), "2");
    assert_eq!(ground.git("place.git", &["rev-parse", "pages^"]), first);
    assert_eq!(ground.git("place.git", &["log", "-1", "--format=%s", "pages"]), "Publish it");
    assert_eq!(ground.git("place.git", &["fsck", "--strict"]), "");
}

#[test]
fn the_authors_repository_is_as_it_was() {
    let ground = Ground::new();
    let state = || {
        let index = fs::read(ground.path("v/.git/index")).expect("there");
        let refs = ground.git("v", &["for-each-ref"]);
        let objects = ground.git("v", &["count-objects", "-v"]);
        (index, refs, objects, fs::read(ground.path("v/.git/HEAD")).expect("there"))
    };
    let before = state();
    ground.published(FIRST);
    ground.published(SECOND);
    assert!(before == state());
}

#[test]
fn what_others_keep_on_the_branch_stays() {
    let ground = Ground::new();
    ground.published(FIRST);
    ground.git("", &["clone", "-q", "-b", "pages", "place.git", "clone"]);
    fs::write(ground.path("clone/CNAME"), "mine.example").expect("written");
    fs::write(ground.path("clone/mine.txt"), "mine").expect("written");
    fs::remove_file(ground.path("clone/index.html")).expect("removed");
    ground.git("clone", &["add", "-A"]);
    ground.commit("clone", "mine");
    ground.git("clone", &["push", "-q"]);
    ground.publish(&Program::new("git"), FIRST, "https://other.example").expect("published");
    let tree = ground.tree();
    assert!(tree.contains(&"CNAME=mine.example".to_owned()), "{tree:?}");
    assert!(tree.contains(&"mine.txt=mine".to_owned()), "{tree:?}");
    assert!(tree.contains(&"index.html=one".to_owned()), "what was lost is there again: {tree:?}");
    let error = ground.publish(&Program::new("git"), &["mine.txt=ours"], "").expect_err("in the way");
    assert!(error.to_string().contains("`mine.txt`"), "{error}");
}

#[test]
fn a_branch_of_others_is_not_written_to() {
    let ground = Ground::new();
    ground.git("v", &["push", "-q", "origin", "main:pages"]);
    let error = ground.publish(&Program::new("git"), FIRST, "").expect_err("foreign");
    assert!(error.to_string().contains("`pic.png`"), "{error}");
    assert_eq!(ground.git("place.git", &["rev-list", "--count", "pages"]), "1");
}

#[test]
fn what_the_author_says_about_reaching_others_counts() {
    let ground = Ground::new();
    // The remote has an address that only this setting makes a path of.
    ground.git("v", &["remote", "set-url", "origin", "notes-host:place.git"]);
    let place = format!("url.{}/.insteadOf", ground.dir.path().display());
    ground.git("v", &["config", &place, "notes-host:"]);
    ground.published(FIRST);
    assert_eq!(ground.tree().len(), 5);
}

#[test]
fn the_name_of_the_host_comes_from_the_address() {
    let name = |address: &str| {
        host_files(address).get("CNAME").map(|bytes| String::from_utf8_lossy(bytes).into_owned())
    };
    assert_eq!(name("https://notes.example.org").as_deref(), Some("notes.example.org\n"));
    for other in
        ["", "https://me.github.io", "https://example.org/notes", "http://localhost:1111", "http://127.0.0.1"]
    {
        assert_eq!(name(other), None, "{other}");
    }
}

#[test]
fn broken_off_anywhere_the_branch_is_whole_and_the_next_publish_finishes() {
    for breaks_at in 0.. {
        let ground = Ground::new();
        ground.published(FIRST);
        let (before, tree) = (ground.tip(), ground.tree());
        let calls = AtomicUsize::new(0);
        let gate = move || match calls.fetch_add(1, Ordering::Relaxed) {
            call if call == breaks_at => Err(io::Error::other("broken off")),
            _ => Ok(()),
        };
        let broken = ground.publish(&Program::with_gate("git", Box::new(gate)), SECOND, "");
        if broken.is_err() {
            assert_eq!((ground.tip(), ground.tree()), (before, tree), "broken off at call {breaks_at}");
        }
        ground.published(SECOND);
        assert_eq!(
            ground.tree(),
            [".nojekyll=", "a=now a file", "b/index.html=b", "index.html=two", "pic.png=PNG2"]
        );
        if broken.is_ok() && breaks_at > 12 {
            break;
        }
        assert!(breaks_at < 40);
    }
}

#[test]
fn a_publish_that_comes_too_late_is_refused() {
    let ground = Ground::new();
    ground.published(FIRST);
    let calls = AtomicUsize::new(0);
    let (place, tip) = (ground.path("place.git"), ground.tip());
    // Whoever is faster moves the branch right before the first call that would push.
    let gate = move || {
        if calls.fetch_add(1, Ordering::Relaxed) == 9 {
            let commit = ["commit-tree", "-p", &tip, "-m", "faster", &format!("{tip}^{{tree}}")];
            let who = ["-c", "user.name=A", "-c", "user.email=a@b.example"];
            let git = Program::new("git");
            let faster = git.run(&place, &[&who[..], &commit[..]].concat()).expect("made");
            let faster = String::from_utf8(faster).expect("text");
            git.run(&place, &["update-ref", "refs/heads/pages", faster.trim()]).expect("moved");
        }
        Ok(())
    };
    let late = ground.publish(&Program::with_gate("git", Box::new(gate)), SECOND, "");
    assert!(matches!(late, Err(PublishError::Refused { .. })), "{late:?}");
    assert_eq!(ground.git("place.git", &["log", "-1", "--format=%s", "pages"]), "faster");
    ground.published(SECOND);
    assert_eq!(ground.git("place.git", &["rev-list", "--count", "pages"]), "3");
}
