//! The kinds of pages: their names before they are made, and their views after.

use serde::Serialize;

use super::view;
use crate::graph::NoteId;
use crate::site::Permalink;

/// The view of a page, which says its template too.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "template", rename_all = "snake_case")]
pub enum View {
    /// A note, a term, a canvas or a base.
    Note(Box<view::NoteView>),
    /// The home page.
    Home(Box<view::HomeView>),
    /// A folder, a tag, or the orphans.
    List(Box<view::ListView>),
    /// All tags.
    Tags(Box<view::TagsView>),
    /// The glossary.
    Glossary(Box<view::GlossaryView>),
    /// The learning paths.
    Paths(Box<view::PathsView>),
    /// What is wanted.
    Wanted(Box<view::WantedView>),
    /// The whole graph.
    Whole(Box<view::WholeView>),
    /// The search page.
    Search(Box<view::PlainView>),
    /// The page for addresses that lead nowhere.
    NotFound(Box<view::PlainView>),
    /// A page that forwards.
    Redirect(Box<view::PlainView>),
}

impl View {
    /// Returns what every page has.
    pub fn head(&self) -> &view::Head {
        match self {
            Self::Note(view) => &view.head,
            Self::Home(view) => &view.head,
            Self::List(view) => &view.head,
            Self::Tags(view) => &view.head,
            Self::Glossary(view) => &view.head,
            Self::Paths(view) => &view.head,
            Self::Wanted(view) => &view.head,
            Self::Whole(view) => &view.head,
            Self::Search(view) | Self::NotFound(view) | Self::Redirect(view) => &view.head,
        }
    }

    pub(super) fn head_mut(&mut self) -> &mut view::Head {
        match self {
            Self::Note(view) => &mut view.head,
            Self::Home(view) => &mut view.head,
            Self::List(view) => &mut view.head,
            Self::Tags(view) => &mut view.head,
            Self::Glossary(view) => &mut view.head,
            Self::Paths(view) => &mut view.head,
            Self::Wanted(view) => &mut view.head,
            Self::Whole(view) => &mut view.head,
            Self::Search(view) | Self::NotFound(view) | Self::Redirect(view) => &mut view.head,
        }
    }
}

/// Names a page before it is made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageKey {
    /// The home page of an edition.
    Home(usize),
    /// A note that has a page of its own.
    Note(NoteId),
    /// A folder without a note of its own.
    Folder(String),
    /// All tags of an edition.
    Tags(usize),
    /// A tag of an edition, folded.
    Tag(usize, String),
    /// The glossary of an edition.
    Glossary(usize),
    /// The learning paths of an edition.
    Paths(usize),
    /// What is wanted, in the words of an edition.
    Wanted(usize),
    /// The notes that nothing leads to, in the words of an edition.
    Orphans(usize),
    /// The whole graph, in the words of an edition.
    Whole(usize),
    /// The search page of an edition.
    Search(usize),
    /// The page of an edition for addresses that lead nowhere.
    NotFound(usize),
    /// An address that forwards to a note.
    Redirect(Permalink, NoteId),
}
