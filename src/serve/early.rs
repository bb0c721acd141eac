//! The first pages, shown while the first site is still being made.
//!
//! In: addresses that are asked for before there is a site. Out: these pages first, each shown as soon as it is
//! made. Once there is a site, nobody waits: what is shown is that, until the next one is whole.

use std::collections::VecDeque;
use std::path::Path;
use std::sync::{Arc, Mutex};

use super::behind::lock;
use super::board::Board;
use super::respond::{Shown, base_path_of, files_at};
use crate::site::{Artifact, OutputPath, Sink, Site};

/// More addresses than this are not remembered; who asked for them waits for the whole site.
const MOST_ASKED: usize = 256;

/// The addresses that somebody waits for, percent-encoded as they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Demand(Arc<Mutex<VecDeque<String>>>);

impl Demand {
    /// Notes that somebody waits for an address.
    pub(super) fn ask(&self, raw_path: &str) {
        let mut asked = lock(&self.0);
        if asked.len() < MOST_ASKED && !asked.iter().any(|known| known == raw_path) {
            asked.push_back(raw_path.to_owned());
        }
    }

    fn next(&self) -> Option<String> {
        lock(&self.0).pop_front()
    }
}

/// Shows pages of a site that is still being made.
pub struct Early {
    pub(super) board: Arc<Mutex<Board>>,
    pub(super) demand: Demand,
}

impl Early {
    /// Returns a site to be filled, whose attachments lie below `vault_root`, published at `base_url`.
    pub fn site(&self, vault_root: &Path, base_url: &str) -> Growing<'_> {
        let shown = Shown {
            vault_root: vault_root.to_owned(),
            base_path: base_path_of(base_url),
            ..Shown::nothing()
        };
        let is_first = lock(&self.board).has_nothing();
        Growing { early: self, site: Site::default(), shown, is_first, is_due: false, wanted: Vec::new() }
    }
}

/// A site that grows.
pub struct Growing<'e> {
    early: &'e Early,
    site: Site,
    /// What is shown besides its files.
    shown: Shown,
    /// Whether there is nothing else to be shown.
    is_first: bool,
    /// Whether somebody waits for what is there now.
    is_due: bool,
    /// The files that may stand at the address that is looked after.
    wanted: Vec<OutputPath>,
}

impl Growing<'_> {
    /// Returns the site, once all is in it.
    pub fn whole(self) -> Site {
        self.site
    }
}

impl Sink for Growing<'_> {
    fn emit(&mut self, path: OutputPath, artifact: Artifact) {
        self.site.emit(path, artifact);
    }

    fn wanted(&mut self) -> Option<OutputPath> {
        if !self.is_first {
            return None;
        }
        loop {
            if let Some(path) = self.wanted.pop() {
                if !self.site.artifacts.contains_key(&path) {
                    return Some(path);
                }
                continue;
            }
            match self.early.demand.next() {
                Some(raw_path) => {
                    self.is_due = true;
                    self.wanted = files_at(&self.shown.base_path, &raw_path);
                }
                None => break,
            }
        }
        if std::mem::take(&mut self.is_due) {
            let site = Some(Arc::new(self.site.clone()));
            lock(&self.early.board).show_growing(Shown { site, is_growing: true, ..self.shown.clone() });
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::super::respond::{Found, find};
    use super::*;

    #[test]
    fn what_is_asked_for_is_made_first_and_shown_at_once() {
        let (board, reader) = Board::new(String::new(), true);
        let early = Early { board: Arc::new(Mutex::new(board)), demand: Demand::default() };
        let path = |text: &str| OutputPath::new(text).expect("plain");
        let bytes = |text: &str| Artifact::Bytes(text.as_bytes().into());
        let mut site = early.site(Path::new(""), "https://example.org/sea");
        assert_eq!(site.wanted(), None);
        early.demand.ask("/sea/ebb/");
        early.demand.ask("/sea/ebb/");
        early.demand.ask("/elsewhere");
        assert_eq!(site.wanted(), Some(path("ebb/index.html")));
        assert!(reader.borrow().is_none(), "nothing is shown before it is made");
        site.emit(path("ebb/index.html"), bytes("low"));
        assert_eq!(site.wanted(), None);
        let shown = reader.borrow().clone().expect("a state").shown;
        assert!(matches!(find(&shown, "/sea/ebb/"), Found::Bytes(..)) && shown.is_growing);
        assert!(matches!(find(&shown, "/sea/flood/"), Found::Nothing(_)));
        assert_eq!(site.whole().artifacts.len(), 1);
        assert_eq!(early.site(Path::new(""), "").wanted(), None, "there is something to show");
    }
}
