use std::fs;

use super::*;
use crate::site::{Artifact, OutputPath, Sink};

mod drawn;
mod failing;

/// A folder with a vault `v` in it, and `out` for the site.
struct Ground {
    dir: tempfile::TempDir,
}

impl Ground {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let ground = Self { dir };
        ground.put("v/note.md", "note");
        ground
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn put(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        fs::write(path, text).expect("written");
    }

    fn options(&self) -> PublishOptions {
        PublishOptions { patience: Duration::from_millis(60), ..PublishOptions::new(self.path("v")) }
    }

    fn publish_on(&self, disk: &Disk, files: &[&str]) -> Result<Published, PublishError> {
        let attachments = |path: &SourcePath| self.path("v").join(path.as_str());
        publish_on(disk, &site(files), &attachments, &self.path("out"), &self.options())
    }

    fn publish(&self, files: &[&str]) -> Result<Published, PublishError> {
        self.publish_on(&Disk::with_gate(Box::new(|_, _| Ok(()))), files)
    }

    /// Every file below `name` as `path=text`, without the list of ours. A folder without files ends in
    /// `/`, a link shows its target.
    fn tree(&self, name: &str) -> Vec<String> {
        let root = self.path(name);
        let walk = walkdir::WalkDir::new(&root).min_depth(1).sort_by_file_name();
        let row = |entry: walkdir::DirEntry| {
            let path = entry.path().strip_prefix(&root).expect("below").display().to_string();
            if entry.path_is_symlink() {
                Some(format!("{path}->{}", entry.path().read_link().expect("a link").display()))
            } else if entry.file_type().is_dir() {
                let empty = entry.path().read_dir().expect("a folder").next().is_none();
                empty.then(|| format!("{path}/"))
            } else {
                Some(format!("{path}={}", fs::read_to_string(entry.path()).expect("text")))
            }
        };
        let rows = walk.into_iter().filter_map(|entry| row(entry.expect("listed")));
        rows.filter(|row| !row.starts_with(MANIFEST_NAME)).collect()
    }

    fn refusal(&self, output: &str) -> String {
        let attachments = |path: &SourcePath| PathBuf::from(path.as_str());
        let refused = publish(&site(&["a=x"]), &attachments, &self.path(output), &self.options());
        refused.expect_err("refused").to_string()
    }
}

/// Makes a site of `path=text`, and of `path` alone for the attachment of that name.
fn site(files: &[&str]) -> Store {
    let mut site = Store::default();
    for file in files {
        let (path, artifact) = match file.split_once('=') {
            Some((path, text)) => (path, Artifact::Bytes(text.as_bytes().into())),
            None => (*file, Artifact::Copy(SourcePath::new(file).expect("plain"))),
        };
        site.emit(OutputPath::new(path).expect("plain"), artifact);
    }
    site
}

fn counts(published: Result<Published, PublishError>) -> (usize, usize, usize) {
    let Published { written, unchanged, removed } = published.expect("published");
    (written, unchanged, removed)
}

#[test]
fn the_output_is_the_site_and_only_changes_are_written() {
    let ground = Ground::new();
    assert_eq!(counts(ground.publish(&["index.html=1", "a/b/index.html=2", "c.css=3"])), (3, 0, 0));
    assert_eq!(ground.tree("out"), ["a/b/index.html=2", "c.css=3", "index.html=1"]);
    assert_eq!(counts(ground.publish(&["index.html=1", "a/b/index.html=2", "c.css=3"])), (0, 3, 0));
    assert_eq!(counts(ground.publish(&["index.html=one", "c.css=3"])), (1, 1, 1));
    assert_eq!(ground.tree("out"), ["c.css=3", "index.html=one"]);
    assert_eq!(
        ground.tree(""),
        [
            "out/.studium-manifest.json=".to_owned() + &list(&ground),
            "out/c.css=3".into(),
            "out/index.html=one".into(),
            "v/note.md=note".into()
        ]
    );
}

fn list(ground: &Ground) -> String {
    fs::read_to_string(ground.path("out").join(MANIFEST_NAME)).expect("a list")
}

#[test]
fn the_list_holds_hashes_of_our_files_and_of_their_paths() {
    let ground = Ground::new();
    ground.publish(&["b.html=2", "a.html=1"]).expect("published");
    let generator = ground.options().generator;
    let hash = |text: &str| crate::source::ContentHash::of(text.as_bytes()).hex();
    let wanted = serde_json::json!({
        "version": 2, "generator": generator, "files": { hash("a.html"): hash("1"), hash("b.html"): hash("2") }
    });
    assert_eq!(serde_json::from_str::<serde_json::Value>(&list(&ground)).expect("JSON"), wanted);
}

#[test]
fn what_is_not_ours_stays() {
    let ground = Ground::new();
    ground.put("out/.git/config", "git");
    ground.put("out/.gitignore", "*");
    ground.publish(&["index.html=1", "n/index.html=2", "old/index.html=3"]).expect("published");
    ground.put("out/CNAME", "example.org");
    ground.put("out/n/photo.jpg", "jpg");
    ground.put("out/old/draft.txt", "mine");
    ground.put("out/uploads/a/b.jpg", "jpg");
    fs::create_dir(ground.path("out/empty")).expect("made");
    ground.publish(&["index.html=1", "n/index.html=two", "new/index.html=4"]).expect("published");
    assert_eq!(
        ground.tree("out"),
        [
            ".git/config=git",
            ".gitignore=*",
            "CNAME=example.org",
            "empty/",
            "index.html=1",
            "n/index.html=two",
            "n/photo.jpg=jpg",
            "new/index.html=4",
            "old/draft.txt=mine",
            "uploads/a/b.jpg=jpg"
        ]
    );
    assert_eq!(clean(&ground.path("out")).expect("cleaned"), 3);
    assert!(!ground.tree("out").iter().any(|row| row.contains(".html")));
    assert_eq!(ground.tree("out").len(), 7);
    assert!(matches!(clean(&ground.path("out")), Err(PublishError::NoSite { .. })));
}

#[test]
fn cleaning_removes_a_folder_that_was_ours_alone() {
    let ground = Ground::new();
    ground.publish(&["index.html=1", "a/index.html=2"]).expect("published");
    assert_eq!(clean(&ground.path("out")).expect("cleaned"), 2);
    assert_eq!(ground.tree(""), ["v/note.md=note"]);
}

#[test]
fn our_file_that_was_changed_by_hand_is_replaced() {
    let ground = Ground::new();
    ground.put("v/p.png", "png");
    ground.publish(&["index.html=1", "p.png"]).expect("published");
    ground.put("out/index.html", "9");
    ground.put("out/p.png", "gnp");
    assert_eq!(counts(ground.publish(&["index.html=1", "p.png"])), (2, 0, 0));
    assert_eq!(ground.tree("out"), ["index.html=1", "p.png=png"]);
    assert_eq!(counts(ground.publish(&["index.html=1", "p.png"])), (0, 2, 0));
    fs::remove_file(ground.path("out/p.png")).expect("removed");
    assert_eq!(counts(ground.publish(&["index.html=1", "p.png"])), (1, 1, 0));
}

#[test]
fn files_and_folders_may_change_places() {
    for exchange in [true, false] {
        let ground = Ground::new();
        let disk = Disk::with_gate(Box::new(move |what, _| match what {
            "exchange" if !exchange => Err(io::ErrorKind::InvalidInput.into()),
            _ => Ok(()),
        }));
        ground.publish_on(&disk, &["a=1", "b/c/d=2", "b/e=3"]).expect("published");
        ground.publish_on(&disk, &["a/x=4", "b=5"]).expect("published");
        assert_eq!(ground.tree("out"), ["a/x=4", "b=5"]);
    }
}

#[test]
fn places_that_are_no_output_are_refused() {
    let ground = Ground::new();
    ground.put("file", "x");
    ground.put("thesis/thesis.txt", "years of work");
    ground.put("v/concepts/cap.md", "note");
    let shown = |name: &str| format!("`{}`", ground.path(name).display());
    assert!(ground.refusal("v").starts_with(&format!("the output {} is the vault itself", shown("v"))));
    assert!(ground.refusal("v/../v").contains("is the vault itself"));
    assert!(ground.refusal(".").contains("holds the vault"));
    assert!(ground.refusal("file").contains("is not a folder"));
    assert!(
        ground.refusal("file/out").contains("cannot") || ground.refusal("file/out").contains("not a folder")
    );
    assert!(ground.refusal("/").contains("the root of the file system"));
    assert!(ground.refusal("thesis").contains("such as `thesis.txt`"));
    assert!(ground.refusal("v/concepts").contains("such as `cap.md`"));
    let mut options = ground.options();
    options.notes = vec![ground.path("v/public/note.md")];
    let none = |_: &SourcePath| PathBuf::new();
    let refused = publish(&Store::default(), &none, &ground.path("v/public"), &options);
    assert!(matches!(refused, Err(PublishError::HoldsNote { .. })));
    let home = std::env::home_dir().expect("a home");
    assert!(matches!(publish(&Store::default(), &none, &home, &options), Err(PublishError::Precious { .. })));
    assert_eq!(
        ground.tree(""),
        ["file=x", "thesis/thesis.txt=years of work", "v/concepts/cap.md=note", "v/note.md=note"]
    );
}

#[test]
fn an_output_in_a_bare_vault_is_fine() {
    let ground = Ground::new();
    let none = |_: &SourcePath| PathBuf::new();
    let output = ground.path("v/public");
    publish(&site(&["index.html=1"]), &none, &output, &ground.options()).expect("published");
    publish(&site(&["index.html=2"]), &none, &output, &ground.options()).expect("published");
    assert_eq!(ground.tree("v/public"), ["index.html=2"]);
}

#[test]
fn what_is_in_the_way_is_named() {
    for (foreign, wanted) in [("robots.txt", "robots.txt"), ("a", "a/b.html"), ("c/d.txt", "c")] {
        let ground = Ground::new();
        ground.publish(&["index.html=1"]).expect("published");
        ground.put(&format!("out/{foreign}"), "mine");
        let refused = ground.publish(&["index.html=2", &format!("{wanted}=ours")]).expect_err("in the way");
        assert!(matches!(refused, PublishError::InTheWay { .. }), "{refused}");
        assert_eq!(ground.tree("out").len(), 2);
        assert!(ground.tree("out").contains(&"index.html=1".to_owned()));
    }
}

#[test]
fn a_list_that_cannot_be_trusted_stops_everything() {
    let ground = Ground::new();
    ground.publish(&["index.html=1"]).expect("published");
    for text in ["{", r#"{"version":1,"generator":"","files":{"../v/note.md":""}}"#] {
        ground.put("out/.studium-manifest.json", text);
        assert!(matches!(ground.publish(&["index.html=2"]), Err(PublishError::Damaged { .. })), "{text}");
        assert!(matches!(clean(&ground.path("out")), Err(PublishError::Damaged { .. })));
    }
    assert_eq!(ground.tree("out"), ["index.html=1"]);
}

#[test]
fn a_missing_attachment_leaves_the_old_site() {
    let ground = Ground::new();
    ground.publish(&["index.html=1"]).expect("published");
    let failed = ground.publish(&["index.html=2", "gone.png"]).expect_err("nothing to copy");
    assert!(matches!(failed, PublishError::Attachment { .. }));
    assert_eq!(ground.tree("out"), ["index.html=1"]);
    assert_eq!(ground.tree("").len(), 3, "{:?}", ground.tree(""));
}

#[test]
fn a_second_build_waits_shortly() {
    let ground = Ground::new();
    ground.publish(&["index.html=1"]).expect("published");
    let output = ground.path("out").canonicalize().expect("there");
    let first = Work::open(&Disk::default(), &output, Duration::ZERO).expect("alone");
    assert!(matches!(ground.publish(&["index.html=2"]), Err(PublishError::Busy { .. })));
    first.close(&Disk::default()).expect("closed");
    ground.publish(&["index.html=2"]).expect("published");
    assert_eq!(ground.tree("out"), ["index.html=2"]);
}

#[test]
fn builds_at_once_do_not_mix() {
    let ground = Ground::new();
    let text = |index: usize| [format!("a.html={index}"), format!("b/c.html={index}")];
    std::thread::scope(|scope| {
        for index in 0..8 {
            let ground = &ground;
            scope.spawn(move || {
                let files = text(index);
                let files: Vec<&str> = files.iter().map(String::as_str).collect();
                let options = PublishOptions { patience: Duration::from_mins(1), ..ground.options() };
                let none = |_: &SourcePath| PathBuf::new();
                publish(&site(&files), &none, &ground.path("out"), &options).expect("published");
            });
        }
    });
    let tree = ground.tree("out");
    assert!((0..8).any(|index| tree == text(index)), "{tree:?}");
    assert_eq!(ground.tree("").len(), 4, "{:?}", ground.tree(""));
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};

    use super::*;

    #[test]
    fn links_are_never_followed_to_write() {
        let ground = Ground::new();
        ground.put("outside/precious.txt", "mine");
        symlink(ground.path("outside"), ground.path("out")).expect("linked");
        assert!(ground.refusal("out").contains("is a link"));
        fs::remove_file(ground.path("out")).expect("removed");

        ground.publish(&["index.html=1", "assets/a.css=2", "precious.txt=3"]).expect("published");
        fs::remove_dir_all(ground.path("out/assets")).expect("removed");
        symlink("../outside", ground.path("out/assets")).expect("linked");
        let refused = ground.publish(&["index.html=2", "assets/precious.txt=ours"]).expect_err("in the way");
        assert!(matches!(refused, PublishError::InTheWay { .. }), "{refused}");
        ground.publish(&["index.html=2"]).expect("published");
        assert_eq!(ground.tree("out"), ["assets->../outside", "index.html=2"]);

        symlink(ground.path("outside"), ground.path(".out.studium-next")).expect("linked");
        assert!(ground.publish(&["index.html=3"]).is_err());
        assert_eq!(ground.tree("outside"), ["precious.txt=mine"]);
    }

    #[test]
    fn readers_are_let_in_and_unchanged_files_are_the_same_files() {
        let ground = Ground::new();
        ground.publish(&["index.html=1", "a/b.html=2"]).expect("published");
        let mode = |name: &str| ground.path(name).metadata().expect("there").permissions().mode() & 0o777;
        ground.put("probe", "");
        let umask_allows = mode("probe") | 0o111;
        assert_eq!(mode("out/index.html"), 0o644 & umask_allows);
        assert_eq!(mode("out/a"), 0o755 & umask_allows);
        let inode = |name: &str| ground.path(name).metadata().expect("there").ino();
        let before = inode("out/a/b.html");
        fs::set_permissions(ground.path("out"), fs::Permissions::from_mode(0o775)).expect("set");
        fs::set_permissions(ground.path("out/index.html"), fs::Permissions::from_mode(0o600)).expect("set");
        assert_eq!(counts(ground.publish(&["index.html=1", "a/b.html=2", "c.html=3"])), (2, 1, 0));
        assert_eq!(
            (inode("out/a/b.html"), mode("out"), mode("out/index.html")),
            (before, 0o775, 0o644 & umask_allows)
        );
    }
}
