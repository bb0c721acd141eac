use std::fs;

use super::*;

fn scope_of(root: &Path) -> Scope {
    Scope {
        trees: vec![root.to_owned()],
        folders: vec![root.join(APP_FOLDER)],
        skip: vec![root.join("public")],
    }
}

/// Waits at most this long; tells whether the wait came to its end by a change.
fn changes(watch: &mut Watch, act: impl FnOnce()) -> bool {
    while watch.notices.try_recv().is_ok() {}
    act();
    let until = Instant::now() + Duration::from_millis(400);
    let mut pending = BTreeSet::new();
    while Instant::now() < until {
        if let Ok(notice) = watch.notices.recv_timeout(Duration::from_millis(50)) {
            watch.take(notice, &mut pending);
        }
        if !pending.is_empty() {
            watch.settle(&mut pending);
            return true;
        }
    }
    false
}

#[test]
fn what_is_left_out_is_not_of_interest() {
    let scope = scope_of(Path::new("/v"));
    for path in ["/v/a.md", "/v/d/e/a.md", "/v/.gitignore", "/v/d/.studiumignore", "/v/.obsidian/app.json"] {
        assert!(scope.holds(Path::new(path)), "{path}");
    }
    for path in [
        "/v/.git/index",
        "/v/d/.x.md.swp",
        "/v/public/index.html",
        "/v/node_modules/a.md",
        "/v/.obsidian/workspace.json",
        "/w/a.md",
    ] {
        assert!(!scope.holds(Path::new(path)), "{path}");
    }
}

#[test]
fn saves_of_every_manner_are_seen() {
    let dir = tempfile::tempdir().expect("a folder");
    let root = dir.path().canonicalize().expect("a folder");
    fs::write(root.join("a.md"), "a").expect("written");
    fs::create_dir_all(root.join("public")).expect("made");
    let mut watch = Watch::new(false);
    watch.follow(scope_of(&root));
    assert_eq!(watch.take_reason(), None);
    assert!(changes(&mut watch, || fs::write(root.join("a.md"), "b").expect("written")));
    assert!(changes(&mut watch, || {
        fs::write(root.join(".a.tmp"), "c").expect("written");
        fs::rename(root.join(".a.tmp"), root.join("a.md")).expect("renamed");
    }));
    assert!(changes(&mut watch, || {
        fs::create_dir_all(root.join("new/deep")).expect("made");
        fs::write(root.join("new/deep/c.md"), "c").expect("written");
    }));
    assert!(changes(&mut watch, || fs::write(root.join("new/deep/c.md"), "d").expect("written")));
    assert!(changes(&mut watch, || fs::rename(root.join("new"), root.join("old")).expect("renamed")));
    assert!(changes(&mut watch, || fs::write(root.join("old/deep/c.md"), "e").expect("written")));
    assert!(changes(&mut watch, || fs::remove_file(root.join("a.md")).expect("removed")));
    assert!(!changes(&mut watch, || {
        fs::read(root.join("old/deep/c.md")).expect("read");
        fs::write(root.join("public/index.html"), "x").expect("written");
        fs::write(root.join(".hidden"), "x").expect("written");
    }));
}

#[test]
fn a_checkout_is_waited_for() {
    let dir = tempfile::tempdir().expect("a folder");
    let root = dir.path().canonicalize().expect("a folder");
    let mut watch = Watch::new(false);
    watch.follow(scope_of(&root));
    let last = root.join("last.md");
    let writer = std::thread::spawn({
        let (root, last) = (root.clone(), last.clone());
        move || {
            for index in 0..300 {
                fs::write(root.join(format!("{index}.md")), "text").expect("written");
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(SILENCE * 3);
            fs::write(last, "text").expect("written");
        }
    });
    let mut waits = 0;
    while !last.exists() {
        watch.wait();
        waits += 1;
    }
    writer.join().expect("written");
    assert!(waits <= 3, "{waits}");
}

#[test]
fn limits_are_told_in_words() {
    let full = notify::Error::new(ErrorKind::MaxFilesWatch);
    assert!(why(&full).contains("fs.inotify.max_user_watches"));
    let mut watch = Watch::new(true);
    assert_eq!(watch.take_reason().as_deref(), Some("as asked for"));
    watch.fall_back(&full);
    assert!(watch.take_reason().is_some() && watch.watcher.is_none());
}
