//! Publishing by a real rsync into a folder of this machine.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::publish::Store;
use crate::publish::compare::items;
use crate::publish::place::hashes;
use crate::site::{Artifact, OutputPath, Sink};
use crate::source::SourcePath;

const GENERATOR: &str = "studium test";

struct Ground {
    dir: tempfile::TempDir,
}

impl Ground {
    fn new() -> Self {
        let there = std::process::Command::new("rsync").arg("--version").output().is_ok();
        assert!(there, "this test needs rsync 3.2.3 or newer: install it with the packages of the system");
        let ground = Self { dir: tempfile::tempdir().expect("a folder") };
        fs::write(ground.path("pic.png"), "PNG").expect("written");
        ground
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn publish(&self, rsync: &Program, files: &[&str]) -> Result<Published, PublishError> {
        let mut site = Store::default();
        for file in files {
            let (path, artifact) = match file.split_once('=') {
                Some((path, text)) => (path, Artifact::Bytes(text.as_bytes().into())),
                None => (*file, Artifact::Copy(SourcePath::new(file).expect("plain"))),
            };
            site.emit(OutputPath::new(path).expect("plain"), artifact);
        }
        let attachments = |path: &SourcePath| self.path(path.as_str());
        let items = items(&site, &attachments);
        Remote::open(rsync, self.dir.path(), "srv/www")?.write(&items, hashes(&items)?, GENERATOR)
    }

    fn published(&self, files: &[&str]) -> Published {
        self.publish(&Program::new("rsync"), files).expect("published")
    }

    /// The files there as `path=text`, without the list of ours. A folder without files ends in `/`.
    fn tree(&self) -> Vec<String> {
        let root = self.path("srv/www");
        let walk = walkdir::WalkDir::new(&root).min_depth(1).sort_by_file_name();
        let row = |entry: walkdir::DirEntry| {
            let path = entry.path().strip_prefix(&root).expect("below").display().to_string();
            if entry.file_type().is_dir() {
                let empty = entry.path().read_dir().expect("a folder").next().is_none();
                return empty.then(|| format!("{path}/"));
            }
            Some(format!("{path}={}", fs::read_to_string(entry.path()).expect("text")))
        };
        let rows = walk.into_iter().filter_map(|entry| row(entry.expect("listed")));
        rows.filter(|row| !row.starts_with(MANIFEST_NAME)).collect()
    }

    /// Returns what a reader would miss: each word of a page with a dot or slash is a file that it needs.
    fn missing(&self) -> Vec<String> {
        let tree = self.tree();
        let has = |path: &str| tree.iter().any(|row| row.split('=').next() == Some(path));
        let pages =
            tree.iter().filter_map(|row| row.split_once('=')).filter(|(path, _)| path.contains(".html"));
        let needs = pages.flat_map(|(page, text)| text.split(' ').map(move |need| (page, need)));
        needs
            .filter(|(_, need)| need.contains('.') && !has(need))
            .map(|(page, need)| format!("{page} -> {need}"))
            .collect()
    }
}

const FIRST: &[&str] = &[
    "index.html=one assets/s.1.css a/index.html",
    "a/index.html=a assets/s.1.css pic.png",
    "assets/s.1.css=x",
    "pic.png",
];
const SECOND: &[&str] = &[
    "index.html=two assets/s.2.css b/c/index.html",
    "b/c/index.html=b assets/s.2.css pic.png search-index/hot.bin",
    "assets/s.2.css=y",
    "search-index/hot.bin=z",
    "pic.png",
];

#[test]
fn only_what_changed_travels() {
    let ground = Ground::new();
    assert_eq!(ground.published(FIRST), Published { written: 4, unchanged: 0, removed: 0 });
    let mut expected = FIRST.to_vec();
    expected[3] = "pic.png=PNG";
    expected.sort_unstable();
    assert_eq!(ground.tree(), expected);
    fs::write(ground.path("srv/www/mine.txt"), "mine").expect("written");
    fs::create_dir(ground.path("srv/www/a/kept")).expect("made");
    let calls = std::sync::Arc::new(AtomicUsize::new(0));
    let counted = std::sync::Arc::clone(&calls);
    let gate = move || {
        counted.fetch_add(1, Ordering::Relaxed);
        Ok(())
    };
    let again = ground.publish(&Program::with_gate("rsync", Box::new(gate)), FIRST).expect("published");
    assert_eq!(again, Published { written: 0, unchanged: 4, removed: 0 });
    assert_eq!(calls.load(Ordering::Relaxed), 3, "the list and what is there were read, and nothing sent");
    assert_eq!(ground.published(SECOND), Published { written: 4, unchanged: 1, removed: 2 });
    let tree = ground.tree();
    assert!(tree.contains(&"mine.txt=mine".to_owned()) && tree.contains(&"a/kept/".to_owned()), "{tree:?}");
    assert!(!tree.iter().any(|row| row.starts_with("a/index") || row.starts_with("assets/s.1")), "{tree:?}");
    assert_eq!(ground.missing(), [""; 0]);
}

#[test]
fn the_list_names_no_page_and_one_that_does_is_still_read() {
    let ground = Ground::new();
    let files = &["index.html=1", "тайна \\#042 x/index.html=2", "a b/c.html=3"];
    ground.published(files);
    let list = ground.path("srv/www").join(MANIFEST_NAME);
    let text = fs::read_to_string(&list).expect("a list");
    assert!(!text.contains("тайна") && !text.contains("html"), "{text}");
    assert_eq!(ground.published(files), Published { written: 0, unchanged: 3, removed: 0 });
    // As it was written before.
    let open =
        Remote::open(&Program::new("rsync"), ground.dir.path(), "srv/www").expect("there").ours.bytes();
    assert!(String::from_utf8_lossy(&open).contains("тайна"));
    fs::write(&list, open).expect("written");
    assert_eq!(ground.published(&["index.html=1"]), Published { written: 0, unchanged: 1, removed: 2 });
    assert_eq!(ground.tree(), ["index.html=1"]);
    assert!(!fs::read_to_string(&list).expect("a list").contains("html"));
}

#[test]
fn a_folder_of_others_is_not_written_to() {
    let ground = Ground::new();
    fs::create_dir_all(ground.path("srv/www")).expect("made");
    fs::write(ground.path("srv/www/mine.txt"), "mine").expect("written");
    let error = ground.publish(&Program::new("rsync"), FIRST).expect_err("foreign");
    assert!(error.to_string().contains("`mine.txt`"), "{error}");
    assert_eq!(ground.tree(), ["mine.txt=mine"]);
}

#[test]
fn broken_off_anywhere_no_page_lacks_anything_and_the_next_publish_finishes() {
    let (mut most, mut goes_first) = (0, false);
    for breaks_at in 0.. {
        let ground = Ground::new();
        ground.published(FIRST);
        let calls = AtomicUsize::new(0);
        let gate = move || match calls.fetch_add(1, Ordering::Relaxed) {
            call if call == breaks_at => Err(io::Error::other("broken off")),
            _ => Ok(()),
        };
        let broken = ground.publish(&Program::with_gate("rsync", Box::new(gate)), SECOND);
        assert_eq!(ground.missing(), [""; 0], "broken off at call {breaks_at}");
        let has = |path: &str| ground.path("srv/www").join(path).exists();
        goes_first |= !has("a/index.html") && has("assets/s.1.css");
        ground.published(SECOND);
        let mut expected = SECOND.to_vec();
        expected[4] = "pic.png=PNG";
        expected.sort_unstable();
        assert_eq!(ground.tree(), expected, "after call {breaks_at}");
        most = breaks_at;
        if broken.is_ok() {
            break;
        }
    }
    assert!(most > 7, "there are more steps than {most}");
    assert!(goes_first, "a page goes before what it needed");
}

#[test]
fn a_place_that_cannot_be_reached_is_told() {
    let error = Remote::open(&Program::new("rsync"), Path::new("/"), "rsync://127.0.0.1:9/none").err();
    assert!(matches!(error, Some(PublishError::Refused { .. })), "{error:?}");
    let none = Program::new("no-such-program").run(Path::new("/"), &[]).expect_err("not there");
    assert!(none.to_string().contains("no-such-program"), "{none}");
}
