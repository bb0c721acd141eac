//! What is shown now, handed from the thread that builds to the one that answers.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use serde_json::json;
use tokio::sync::{broadcast, watch};

use super::respond::{Shown, base_path_of};
use super::status::{Origins, Status, address};
use super::{Build, More};
use crate::diagnostic::{Report, Tongue};
use crate::site::{Artifact, OutputPath, Site, content_type};
use crate::source::SourcePath;

/// The state of the preview after some build. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct State {
    /// The last good site.
    pub(super) shown: Arc<Shown>,
    /// What `/__studium/diagnostics.json` says.
    pub(super) status: Arc<Status>,
}

/// What requests wait for and read from; `None` before the first build.
pub(super) type Reader = watch::Receiver<Option<State>>;

/// Subscribes to what changed: the data of each event, as JSON.
#[derive(Clone, Debug)]
pub(super) struct Events(broadcast::Sender<Arc<str>>);

impl Events {
    pub(super) fn subscribe(&self) -> broadcast::Receiver<Arc<str>> {
        self.0.subscribe()
    }
}

/// The side of the thread that builds.
#[derive(Debug)]
pub(super) struct Board {
    state: watch::Sender<Option<State>>,
    events: Events,
    build_number: u64,
    /// Why the last build is not shown, if it is not.
    failure: Option<String>,
    origins: Arc<Origins>,
    /// The language of the last report.
    tongue: Tongue,
}

/// A browser that sleeps through more builds than this is told that everything changed.
const EVENTS_KEPT: usize = 64;
/// More changed addresses than this are told as a change of everything.
const MOST_CHANGED: usize = 1000;
impl Board {
    pub(super) fn new(editor: String, may_choose: bool) -> (Self, Reader) {
        let (state, reader) = watch::channel(None);
        let (events, _) = broadcast::channel(EVENTS_KEPT);
        let origins = Arc::new(Origins::new(editor, may_choose));
        let tongue = Tongue::default();
        (Self { state, events: Events(events), build_number: 0, failure: None, origins, tongue }, reader)
    }

    pub(super) fn events(&self) -> Events {
        self.events.clone()
    }

    /// Shows what was built, of which as many pieces are still to come, and returns its number where it is shown.
    /// A site with a failure is shown only where there is none yet.
    pub(super) fn show(&mut self, mut build: Build, awaited: usize) -> Option<u64> {
        self.build_number += 1;
        // Without a site it is that of the last one which is shown.
        if build.site.is_some() {
            self.origins = Arc::new(self.origins.of(&mut build));
        }
        self.failure.clone_from(&build.failure);
        let status = self.status(Some(build.report));
        let follow = build.follow.as_ref().and_then(|note| self.origins.pages.get(note)).cloned();
        let before = self.state.borrow().as_ref().map(|state| Arc::clone(&state.shown));
        let takes_over = build.failure.is_none() || before.as_ref().is_none_or(|shown| !shown.is_good);
        let (shown, changed) = match build.site.take() {
            Some(site) if takes_over => {
                let base_path = base_path_of(&build.base_url);
                // Of the first site, what was shown early is as it was.
                let changed = before.as_deref().map(|before| {
                    let is_first = before.is_growing;
                    if is_first {
                        BTreeSet::new()
                    } else {
                        changed(before, &site, &base_path, &build.touched)
                    }
                });
                let is_good = build.failure.is_none();
                let vault_root = build.vault_root;
                let site = Some(Arc::new(site));
                (
                    Arc::new(Shown {
                        site,
                        build_number: self.build_number,
                        // Pieces of the site before may tell what this one does not any more.
                        more: Vec::new(),
                        is_growing: false,
                        awaited,
                        is_good,
                        vault_root,
                        base_path,
                    }),
                    changed,
                )
            }
            _ => (last_of(before), Some(BTreeSet::new())),
        };
        let is_shown = shown.build_number == self.build_number;
        self.state.send_replace(Some(State { shown, status }));
        self.say(changed.as_ref(), follow.as_deref().filter(|_| is_shown));
        is_shown.then_some(self.build_number)
    }

    /// Tells whether there is no site yet.
    pub(super) fn has_nothing(&self) -> bool {
        self.state.borrow().as_ref().is_none_or(|state| state.shown.site.is_none())
    }

    /// Shows what there is of the first site.
    pub(super) fn show_growing(&self, shown: Shown) {
        let status = Arc::new(Status::new(self.build_number, None, None, &self.origins, self.tongue));
        self.state.send_replace(Some(State { shown: Arc::new(shown), status }));
    }

    /// Adds the next piece of a build to what is shown. A build that is no longer shown gives none: what it tells
    /// may be private now. What a build that is no longer the last one found wrong is not told.
    pub(super) fn add(&mut self, build_number: u64, piece: More) {
        let Some(State { mut shown, status: told }) = self.state.borrow().clone() else { return };
        if shown.build_number == build_number {
            let mut fuller = Shown::clone(&shown);
            fuller.more.push(Arc::new(piece.site));
            shown = Arc::new(fuller);
        }
        let report = piece.report.filter(|_| build_number == self.build_number);
        let status = report.map_or_else(|| Arc::clone(&told), |report| self.status(Some(report)));
        let is_news = !status.says_the_same(&told);
        self.state.send_replace(Some(State { shown, status }));
        if is_news {
            self.say(Some(&BTreeSet::new()), None);
        }
    }

    /// Waits for no more pieces of this build.
    pub(super) fn end(&self, build_number: u64) {
        let Some(State { shown, status }) = self.state.borrow().clone() else { return };
        if shown.build_number == build_number && shown.more.len() < shown.awaited {
            let shown = Shown { awaited: 0, ..Shown::clone(&shown) };
            self.state.send_replace(Some(State { shown: Arc::new(shown), status }));
        }
    }

    /// Lays the message of a fault over the last good site.
    pub(super) fn show_fault(&mut self, message: &str) {
        self.build_number += 1;
        self.failure = Some(message.to_owned());
        let status = self.status(None);
        let before = self.state.borrow().as_ref().map(|state| Arc::clone(&state.shown));
        let shown = last_of(before);
        self.state.send_replace(Some(State { shown, status }));
        self.say(Some(&BTreeSet::new()), None);
    }

    fn status(&mut self, report: Option<Report>) -> Arc<Status> {
        self.tongue = report.as_ref().map_or(self.tongue, Report::tongue);
        let failure = self.failure.as_deref();
        Arc::new(Status::new(self.build_number, failure, report, &self.origins, self.tongue))
    }

    /// Says what changed, and where to go. The new state is put up before: whoever hears of it finds it.
    fn say(&self, changed: Option<&BTreeSet<String>>, follow: Option<&str>) {
        let changed = changed.filter(|changed| changed.len() <= MOST_CHANGED);
        let event = json!({
            "build": self.build_number,
            "everything": changed.is_none(),
            "changed": changed.cloned().unwrap_or_default(),
            "follow": follow,
        });
        // Nobody listening is no fault.
        let _ = self.events.0.send(event.to_string().into());
    }
}

/// Returns what stays when a build came to nothing. The beginning of a first site does not: nobody goes on with
/// it, and who waits for the others of its pages would wait for ever.
fn last_of(before: Option<Arc<Shown>>) -> Arc<Shown> {
    before.filter(|shown| !shown.is_growing).unwrap_or_else(|| Arc::new(Shown::nothing()))
}

/// Returns the addresses of the pages and attachments that are different now, from the root of the
/// server. All else that a page loads has a name that changes with its bytes, and the page with it.
fn changed(before: &Shown, site: &Site, base_path: &str, touched: &[SourcePath]) -> BTreeSet<String> {
    let nothing = Site::default();
    let before = before.site.as_deref().unwrap_or(&nothing);
    let touched: BTreeSet<_> = touched.iter().collect();
    let is_touched = |artifact: &Artifact| match artifact {
        Artifact::Copy(source) => touched.contains(source),
        Artifact::Bytes(_) | Artifact::Drawn(_) | Artifact::Joined(_) => false,
    };
    let copies =
        site.artifacts.iter().filter(|(_, artifact)| is_touched(artifact)).map(|(path, _)| path.clone());
    let is_shown = |path: &OutputPath| {
        let artifact = site.artifacts.get(path).or_else(|| before.artifacts.get(path));
        content_type(path.as_str()).starts_with("text/html") || matches!(artifact, Some(Artifact::Copy(_)))
    };
    let different = site.changed_since(before).into_iter().filter(is_shown);
    different.chain(copies).map(|path| address(base_path, &path)).collect()
}

impl Shown {
    /// Returns what stands there before any site does.
    pub(super) fn nothing() -> Self {
        Self {
            site: None,
            build_number: 0,
            more: Vec::new(),
            is_growing: false,
            awaited: 0,
            is_good: false,
            vault_root: PathBuf::new(),
            base_path: "/".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::diagnostic::ReportOptions;
    use crate::site::Sink;

    fn built(pages: &[(&str, &str)], failure: Option<&str>) -> Build {
        let mut site = Site::default();
        for (path, text) in pages {
            let artifact = match text.strip_prefix("copy ") {
                Some(source) => Artifact::Copy(SourcePath::new(source).expect("plain")),
                None => Artifact::Bytes(text.as_bytes().into()),
            };
            site.emit(OutputPath::new(path).expect("plain"), artifact);
        }
        Build {
            site: Some(site),
            failure: failure.map(str::to_owned),
            report: Report::new(Vec::new(), &ReportOptions::default(), &|_| None),
            vault_root: PathBuf::new(),
            touched: Vec::new(),
            base_url: "https://example.org/notes".to_owned(),
            summary: String::new(),
            project_root: PathBuf::new(),
            notes: vec![(
                OutputPath::new("x/index.html").expect("plain"),
                SourcePath::new("X.md").expect("plain"),
            )],
            drafts: (0, false),
            follow: None,
            rest: None,
        }
    }

    fn next(events: &mut broadcast::Receiver<Arc<str>>) -> String {
        let event: Value = serde_json::from_str(&events.try_recv().expect("an event")).expect("JSON");
        let follow = event["follow"].as_str().map(|page| format!(" -> {page}"));
        format!("{} {}{}", event["everything"], event["changed"], follow.unwrap_or_default())
    }

    #[test]
    fn only_what_changed_is_told_and_a_failure_changes_nothing() {
        let (mut board, reader) = Board::new(String::new(), true);
        let mut events = board.events().subscribe();
        let pages = [("index.html", "a"), ("x/index.html", "x"), ("p.png", "copy p.png"), ("1.bin", "1")];
        board.show(built(&pages, None), 0);
        assert_eq!(next(&mut events), "true []");
        let pages = [("index.html", "b"), ("x/index.html", "x"), ("p.png", "copy p.png"), ("1.bin", "2")];
        let mut second = built(&pages, None);
        second.touched = vec![SourcePath::new("p.png").expect("plain")];
        second.follow = SourcePath::new("X.md");
        board.show(second, 0);
        assert_eq!(next(&mut events), r#"false ["/notes/","/notes/p.png"] -> /notes/x/"#);
        board.show(built(&[("index.html", "half")], Some("a template is wrong")), 0);
        assert_eq!(next(&mut events), "false []");
        let state = reader.borrow().clone().expect("a state");
        let home = &state.shown.site.as_ref().expect("a site").artifacts
            [&OutputPath::new("index.html").expect("plain")];
        assert_eq!(*home, Artifact::Bytes(b"b".as_slice().into()));
        assert!(state.status.told_on("").contains("a template is wrong"));
        board.show_fault("a fault");
        let status = Arc::clone(&reader.borrow().as_ref().expect("a state").status);
        assert!(status.told_on("").contains("a fault"));
    }

    #[test]
    fn nobody_waits_for_a_first_site_that_was_given_up() {
        let given_up: [fn(&mut Board); 2] = [
            |board| board.show_fault("a fault"),
            |board| {
                board.show(Build { site: None, ..built(&[], Some("no vault")) }, 0);
            },
        ];
        for give_up in given_up {
            let (mut board, reader) = Board::new(String::new(), true);
            let site = built(&[("index.html", "a")], None).site.map(Arc::new);
            board.show_growing(Shown { site, is_growing: true, ..Shown::nothing() });
            give_up(&mut board);
            let shown = reader.borrow().clone().expect("a state").shown;
            assert!(!shown.is_growing);
            let found = super::super::respond::find(&shown, "/x/");
            assert!(matches!(found, super::super::respond::Found::NoSite), "{found:?}");
            assert!(board.has_nothing(), "the next build shows its pages early again");
            board.show(built(&[("index.html", "b")], None), 0);
            assert!(!board.has_nothing());
        }
    }

    #[test]
    fn pieces_come_one_by_one_and_go_with_their_pages() {
        let (mut board, reader) = Board::new(String::new(), true);
        let mut events = board.events().subscribe();
        let more = |text: &str| {
            let mut site = Site::default();
            let path = OutputPath::new("graph.json").expect("plain");
            site.emit(path, Artifact::Bytes(text.as_bytes().into()));
            More { site, report: None }
        };
        let graph = |reader: &Reader| {
            let shown = reader.borrow().clone().expect("a state").shown;
            let found = super::super::respond::find(&shown, "/notes/graph.json");
            (format!("{found:?}").contains("Bytes"), shown.is_to_come("/notes/graph.json"))
        };
        let first = board.show(built(&[("index.html", "a")], None), 2).expect("shown");
        assert_eq!(graph(&reader), (false, true));
        board.add(first, more("1"));
        assert_eq!(graph(&reader), (true, true), "another piece is to come");
        board.add(first, more("x"));
        assert_eq!(graph(&reader), (true, false), "all is there");
        assert_eq!(board.show(built(&[("index.html", "half")], Some("a template is wrong")), 2), None);
        assert_eq!(graph(&reader), (true, false), "the last good site stays whole");
        let second = board.show(built(&[("index.html", "b")], None), 2).expect("shown");
        assert_eq!(graph(&reader), (false, true), "what was there may be gone from the notes");
        board.add(first, more("1"));
        board.end(first);
        assert_eq!(graph(&reader), (false, true), "a piece that comes late is of no use");
        board.add(second, more("2"));
        assert_eq!(graph(&reader), (true, true));
        board.end(second);
        assert_eq!(graph(&reader), (true, false), "nobody waits for what nobody makes");
        let told: Vec<String> = (0..3).map(|_| next(&mut events)).collect();
        assert_eq!(
            told,
            ["true []", "false []", r#"false ["/notes/"]"#],
            "a piece that finds nothing is no news"
        );
    }

    #[test]
    fn a_site_with_a_failure_is_better_than_none() {
        let (mut board, reader) = Board::new(String::new(), true);
        board.show(built(&[("index.html", "half")], Some("a template is wrong")), 0);
        assert!(reader.borrow().as_ref().expect("a state").shown.site.is_some());
        board.show(built(&[("index.html", "half, mended")], Some("another is wrong")), 0);
        board.show(built(&[("index.html", "whole")], None), 0);
        assert!(reader.borrow().as_ref().expect("a state").shown.is_good);
    }
}
