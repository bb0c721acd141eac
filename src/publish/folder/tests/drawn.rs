//! What costs much to make is made when it is not there.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::publish::{Parcel, Target, publish_to, survey};
use crate::site::{Drawing, Pen};
use crate::source::ContentHash;

/// Counts what it draws.
#[derive(Default)]
struct Counting(AtomicUsize);

impl Pen for Counting {
    fn mark(&self) -> ContentHash {
        ContentHash::of(b"counting")
    }

    fn draw(&self, source: &str) -> Vec<u8> {
        self.0.fetch_add(1, Ordering::Relaxed);
        format!("picture of {source}").into_bytes()
    }
}

fn site_showing(pen: &Arc<Counting>, shown: &[&str]) -> Store {
    let mut site = site(&["index.html=1"]);
    for source in shown {
        let pen: Arc<dyn Pen> = Arc::clone(pen) as _;
        let path = OutputPath::new(&format!("p-{source}.png")).expect("plain");
        site.emit(path, Artifact::Drawn(Drawing::new(source, pen)));
    }
    site
}

#[test]
fn a_drawing_is_drawn_when_what_it_shows_is_new_and_then_no_more() {
    let ground = Ground::new();
    let pen = Arc::new(Counting::default());
    let publish_showing = |shown: &[&str]| {
        let site = site_showing(&pen, shown);
        let attachments = |path: &SourcePath| PathBuf::from(path.as_str());
        let done = counts(publish(&site, &attachments, &ground.path("out"), &ground.options()));
        (done, pen.0.load(Ordering::Relaxed), ground.tree("out"))
    };
    let tree = |rows: &[&str]| rows.iter().map(|row| (*row).to_owned()).collect::<Vec<_>>();
    let ebb = tree(&["index.html=1", "p-ebb.png=picture of ebb"]);
    assert_eq!(publish_showing(&["ebb"]), ((2, 0, 0), 1, ebb.clone()));
    assert_eq!(publish_showing(&["ebb"]), ((0, 2, 0), 1, ebb));
    let flood = tree(&["index.html=1", "p-flood.png=picture of flood"]);
    assert_eq!(publish_showing(&["flood"]), ((1, 1, 1), 2, flood.clone()));
    fs::write(ground.path("out/p-flood.png"), "").expect("emptied");
    assert_eq!(publish_showing(&["flood"]), ((1, 1, 0), 3, flood));
}

#[test]
fn a_place_elsewhere_is_sent_only_what_it_lacks() {
    let ground = Ground::new();
    let git = |arguments: &[&str]| {
        let done = std::process::Command::new("git").arg("-C").arg(ground.path("")).args(arguments).output();
        String::from_utf8(done.expect("git is there").stdout).expect("text")
    };
    git(&["init", "--quiet", "--bare", "place.git"]);
    let pen = Arc::new(Counting::default());
    let target = Target::Branch { repository: "../place.git".to_owned(), branch: "pages".to_owned() };
    let publish_showing = |shown: &[&str]| {
        let site = site_showing(&pen, shown);
        let attachments = |path: &SourcePath| PathBuf::from(path.as_str());
        let parcel = Parcel {
            site: &site,
            attachments: &attachments,
            here: ground.path("v"),
            home: ground.path("v"),
            base_url: String::new(),
            message: "Publish".to_owned(),
            options: ground.options(),
        };
        let new = survey(&parcel, &target).expect("it can be read").new;
        publish_to(&parcel, &target).expect("published");
        let files = git(&["--git-dir=place.git", "ls-tree", "-r", "--name-only", "pages"]);
        (
            new.len(),
            pen.0.load(Ordering::Relaxed),
            files.lines().filter(|file| file.starts_with("p-")).count(),
        )
    };
    assert_eq!(publish_showing(&["a", "b", "c"]), (5, 3, 3));
    assert_eq!(publish_showing(&["a", "b", "c"]), (0, 3, 3));
    assert_eq!(publish_showing(&["a", "c", "d"]), (1, 4, 3));
    let shown = git(&["--git-dir=place.git", "show", "pages:p-c.png"]);
    assert_eq!(shown, "picture of c");
}
