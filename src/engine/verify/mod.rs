//! Looks through the finished pages: does every address lead to a file of the site, every fragment to an
//! id, and is each id there once?
//!
//! In: the pages as they are rendered, the paths of all artifacts. Out: which pages have a fault, and
//! [`Fault`]s in words for those. A page is read once; what it asks for is remembered as numbers, so that
//! asking again whether everything is still there costs next to nothing.

mod address;
mod by_place;
mod css;
mod html;
mod tell;

pub(super) use tell::{Again, Seen, tell};

use std::borrow::Cow;
use std::collections::{BTreeMap, HashSet};
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

use foldhash::quality::FixedState;
use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::site::{Artifact, OutputPath, Sink};
use address::{Base, Meaning, meaning};
use html::Found;

/// What one page offers and asks for.
#[derive(Debug, Default)]
pub(super) struct Scan {
    /// Its ids, with its path.
    ids: Box<[u64]>,
    /// The files that it asks for, and the ids in them, each once.
    files: Box<[u64]>,
    wanted_ids: Box<[u64]>,
    /// Whether a fault can be seen without the other pages.
    is_bad: bool,
}

impl Scan {
    /// Reads a page. Costs O(its length).
    pub(super) fn of(page: &OutputPath, html: &str, base_url: &str) -> Self {
        let (mut ids, mut files, mut wanted_ids) = (Vec::new(), Vec::new(), Vec::new());
        let mut is_bad = false;
        // What stands in a column stands in the menu of narrow screens too.
        let mut seen: HashSet<Cow<'_, str>, FixedState> = HashSet::default();
        html::each(html, &mut |found| match found {
            Found::Id(id) => ids.push(hash(&(page.as_str(), &*id))),
            Found::Address { value, .. } if !seen.insert(value.clone()) => {}
            Found::Address { value, .. } => match meaning(page, &value, Base { url: base_url }) {
                Meaning::Elsewhere => {}
                Meaning::Outside => is_bad = true,
                Meaning::Inside { file, id } => {
                    if !id.is_empty() && is_page(&file) {
                        wanted_ids.push(hash(&(file.as_str(), &*id)));
                    }
                    files.push(hash(&file.as_str()));
                }
            },
        });
        let id_count = ids.len();
        for numbers in [&mut ids, &mut files, &mut wanted_ids] {
            numbers.sort_unstable();
            numbers.dedup();
        }
        is_bad |= ids.len() < id_count;
        Self { ids: ids.into(), files: files.into(), wanted_ids: wanted_ids.into(), is_bad }
    }
}

fn is_page(file: &str) -> bool {
    file.rsplit_once('.').is_some_and(|(_, extension)| extension == "html")
}

fn hash(value: &impl Hash) -> u64 {
    FixedState::default().hash_one(value)
}

/// What went through a sink.
#[derive(Default)]
pub(super) struct Emitted {
    pub(super) paths: Vec<OutputPath>,
    /// The style sheets that a build writes.
    pub(super) styles: Vec<(OutputPath, Arc<[u8]>)>,
    /// What was there first: nothing else takes its place.
    first: HashSet<OutputPath>,
}

/// A sink that remembers the paths that go through it.
pub(super) struct Watched<'s> {
    sink: &'s mut dyn Sink,
    pub(super) emitted: Emitted,
}

impl<'s> Watched<'s> {
    /// Goes on from what was emitted so far.
    pub(super) fn new(sink: &'s mut dyn Sink, emitted: Emitted) -> Self {
        Self { sink, emitted }
    }

    /// Emits what keeps its place, whatever comes later.
    pub(super) fn emit_first(&mut self, path: OutputPath, artifact: Artifact) {
        self.emit(path.clone(), artifact);
        self.emitted.first.insert(path);
    }
}

impl Sink for Watched<'_> {
    fn emit(&mut self, path: OutputPath, artifact: Artifact) {
        if !self.emitted.first.is_empty() && self.emitted.first.contains(&path) {
            return;
        }
        self.emitted.paths.push(path.clone());
        let is_style = path.as_str().rsplit_once('.').is_some_and(|(_, end)| end == "css");
        if let Artifact::Bytes(bytes) = &artifact
            && is_style
        {
            self.emitted.styles.push((path.clone(), Arc::clone(bytes)));
        }
        self.sink.emit(path, artifact);
    }

    fn wanted(&mut self) -> Option<OutputPath> {
        self.sink.wanted()
    }
}

/// Returns the places in `scans` of the pages with a fault. Costs O(what they ask for).
fn faulty(scans: &[Arc<Scan>], paths: &[OutputPath]) -> Vec<usize> {
    let files: HashSet<u64> = paths.iter().map(|path| hash(&path.as_str())).collect();
    let ids: HashSet<u64> = scans.iter().flat_map(|scan| scan.ids.iter().copied()).collect();
    let has_fault = |scan: &Scan| {
        scan.is_bad
            || scan.files.iter().any(|file| !files.contains(file))
            || scan.wanted_ids.iter().any(|id| !ids.contains(id))
    };
    (0..scans.len()).into_par_iter().filter(|index| has_fault(&scans[*index])).collect()
}

/// What is wrong with a page.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Fault {
    /// The address or id as it stands there, decoded.
    written: String,
    /// What is wrong.
    kind: FaultKind,
    /// The tag, cut where it is long.
    tag: String,
}

/// What is wrong with an address or an id.
#[derive(Clone, Debug, PartialEq, Eq)]
enum FaultKind {
    /// The site has no such file.
    NoFile(String),
    /// The page has no such id.
    NoId { page: String, id: String },
    /// It climbs out of the site.
    Outside,
    /// Several elements have the id.
    Doubled(usize),
}

/// Says what is wrong with one page. `has_id` tells whether a page has an id.
fn faults(
    page: &OutputPath,
    html: &str,
    base_url: &str,
    files: &HashSet<&str>,
    has_id: &dyn Fn(&str, &str) -> bool,
) -> Vec<Fault> {
    let mut faults: Vec<Fault> = Vec::new();
    let mut ids: BTreeMap<String, usize> = BTreeMap::new();
    let mut seen: HashSet<String> = HashSet::new();
    html::each(html, &mut |found| match found {
        Found::Id(id) => *ids.entry(id.into_owned()).or_default() += 1,
        Found::Address { value, tag, .. } => {
            let kind = match meaning(page, &value, Base { url: base_url }) {
                Meaning::Elsewhere => None,
                Meaning::Outside => Some(FaultKind::Outside),
                Meaning::Inside { file, id } => missing(file, id, files, has_id),
            };
            if let Some(kind) = kind
                && seen.insert(value.to_string())
            {
                faults.push(Fault { written: value.into_owned(), kind, tag: cut(tag) });
            }
        }
    });
    let doubled = ids.into_iter().filter(|(_, count)| *count > 1);
    faults.extend(doubled.map(|(id, count)| Fault {
        tag: String::new(),
        written: id,
        kind: FaultKind::Doubled(count),
    }));
    faults
}

fn missing(
    file: String,
    id: Cow<'_, str>,
    files: &HashSet<&str>,
    has_id: &dyn Fn(&str, &str) -> bool,
) -> Option<FaultKind> {
    // Hosts send the page of a folder also where the closing `/` is missing.
    let of_folder = format!("{file}/index.html");
    let file =
        if !files.contains(file.as_str()) && files.contains(of_folder.as_str()) { of_folder } else { file };
    if !files.contains(file.as_str()) {
        return Some(FaultKind::NoFile(file));
    }
    let has_no_id = !id.is_empty() && is_page(&file) && !has_id(&file, &id);
    has_no_id.then(|| FaultKind::NoId { page: file, id: id.into_owned() })
}

/// Says which files the style sheets of the site ask for and do not get.
pub(super) fn lost_by_styles(
    styles: &[(OutputPath, Arc<[u8]>)],
    paths: &[OutputPath],
    base_url: &str,
) -> Vec<Diagnostic> {
    let files: HashSet<&str> = paths.iter().map(OutputPath::as_str).collect();
    let mut told = Vec::new();
    for (sheet, bytes) in styles {
        css::addresses(&String::from_utf8_lossy(bytes), &mut |written| {
            let Meaning::Inside { file, .. } = meaning(sheet, written, Base { url: base_url }) else {
                return;
            };
            if !files.contains(file.as_str()) {
                told.push(Diagnostic::broken_style(sheet.as_str(), written, &file));
            }
        });
    }
    told
}

/// Tells for each page whether it has an id, by the numbers of its scan.
fn id_finder(scans: &[Arc<Scan>]) -> impl Fn(&str, &str) -> bool + use<> {
    let ids: HashSet<u64> = scans.iter().flat_map(|scan| scan.ids.iter().copied()).collect();
    move |page, id| ids.contains(&hash(&(page, id)))
}

fn cut(tag: &str) -> String {
    const LONGEST: usize = 160;
    let end = tag.find('>').map_or(tag.len(), |end| end + 1);
    let short = tag.floor_char_boundary(end.min(LONGEST));
    let dots = if short < end { "…" } else { "" };
    format!("<{}{dots}", &tag[..short])
}
