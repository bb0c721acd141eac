//! The disk fails at one change after the other.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;

/// Runs one publish over an old one, with the disk failing at the `fails`-th change or from then on.
/// Returns whether it got that far.
fn publish_while_failing(fails: usize, goes_on: bool, exchange: bool) -> bool {
    const OLD: [&str; 5] = ["a/x.html=1", "gone/y.html=2", "index.html=3", "p.png", "s.css=4"];
    const NEW: [&str; 5] = ["a/x.html=1", "index.html=three", "new/z.html=5", "p.png", "s.css=four"];
    const FOREIGN: [&str; 4] = [".git/config=git", "CNAME=me", "a/mine.txt=m", "gone/mine.txt=g"];
    let ground = Ground::new();
    ground.put("v/p.png", "png");
    ground.publish(&OLD).expect("published");
    for (path, text) in FOREIGN.iter().filter_map(|file| file.split_once('=')) {
        ground.put(&format!("out/{path}"), text);
    }
    let whole = |files: &[&str]| {
        let shown = |file: &&str| if *file == "p.png" { "p.png=png".to_owned() } else { (*file).to_owned() };
        let mut tree: Vec<String> = files.iter().chain(&FOREIGN).map(shown).collect();
        tree.sort();
        tree
    };
    let sorted = |mut tree: Vec<String>| {
        tree.sort();
        tree
    };
    let count = Arc::new(AtomicUsize::new(0));
    let counter = count.clone();
    let disk = Disk::with_gate(Box::new(move |what, _| {
        let now = counter.fetch_add(1, Ordering::SeqCst);
        if now == fails || (goes_on && now > fails) {
            return Err(io::ErrorKind::StorageFull.into());
        }
        if what == "exchange" && !exchange { Err(io::ErrorKind::InvalidInput.into()) } else { Ok(()) }
    }));
    let result = ground.publish_on(&disk, &NEW);
    let reached = count.load(Ordering::SeqCst) > fails;
    let case = format!("failing at {fails}, on: {goes_on}, exchange: {exchange}: {result:?}");

    let tree = sorted(ground.tree("out"));
    let everything = ground.tree("");
    for file in FOREIGN {
        assert!(everything.iter().any(|row| row.ends_with(file)), "{file} is lost, {case}");
    }
    let ours = |row: &&String| !FOREIGN.contains(&row.as_str()) && !row.ends_with('/');
    let pages: Vec<&String> = tree.iter().filter(ours).collect();
    if exchange {
        let is = |files: &[&str]| {
            let whole = whole(files);
            pages == whole.iter().filter(ours).collect::<Vec<_>>()
        };
        assert!(is(&OLD) || is(&NEW), "half a site, {case}: {tree:?}");
        if result.is_ok() {
            assert_eq!(tree, whole(&NEW), "{case}");
        } else if !matches!(result, Err(PublishError::Unfinished { .. })) {
            assert_eq!(tree, whole(&OLD), "{case}");
        }
    } else {
        let known = |row: &str| row == "p.png=png" || OLD.contains(&row) || NEW.contains(&row);
        let strange = pages.iter().find(|row| !known(row) && !row.starts_with(".studium-tmp-"));
        assert_eq!(strange, None, "{case}");
    }

    ground.publish(&NEW).unwrap_or_else(|error| panic!("not mended, {case}: {error}"));
    let mended: Vec<String> =
        ground.tree("out").into_iter().filter(|row| !row.starts_with(".studium-tmp-")).collect();
    assert_eq!(sorted(mended), whole(&NEW), "{case}");
    assert!(!ground.path(".out.studium-next").exists(), "{case}");
    reached
}

#[test]
fn the_output_is_whole_whatever_fails() {
    for (goes_on, exchange) in [(false, true), (true, true), (false, false), (true, false)] {
        let mut fails = 0;
        while publish_while_failing(fails, goes_on, exchange) {
            fails += 1;
        }
        assert!(fails > 20, "the gate was asked {fails} times only");
    }
}
