//! `build`: the pipeline from a snapshot of files to a site, and what it remembers.
//!
//! In: [`Inputs`], all the files that a build may see, and a [`Cache`] of earlier work. Out: artifacts into
//! a [`Sink`], and diagnostics. The same inputs give the same bytes, whatever the cache holds: every
//! memo is kept under the hash of all that its value depends on. No clock, no file system, no
//! printing.

mod analyse;
mod facts;
mod kept;
mod memo;
mod mentions;
mod options;
mod verify;

pub use analyse::{Analysis, analyse};
pub use facts::{AuthorView, Facts, facts};
pub use memo::Cache;
pub use mentions::{mentioning, reports_mentions, unlinked_mentions};

use std::sync::Arc;

use rayon::prelude::*;

use crate::announce;
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::graph::NoteId;
use crate::note::Note;
use crate::page::{Page, PageKey, Plan, View};
use crate::render::{Renderer, Words, markdown};
use crate::search;
use crate::site::{Artifact, OutputPath, Permalink, Sink, twin};
use crate::source::Sources;
use crate::theme::{Shared, TemplateName, Theme};
use verify::{Again, Scan, Seen, Watched};

/// All that a build sees.
#[derive(Clone)]
pub struct Inputs {
    /// The checked configuration.
    pub config: Arc<Config>,
    /// The vault.
    pub vault: Sources,
    /// The theme, loaded from its files.
    pub theme: Arc<Theme>,
    /// Files that go to the site as they are, by their places there.
    pub statics: Arc<Sources>,
    /// Whether notes with `draft: true` are part of the site.
    pub drafts: bool,
}

/// How many pages are made before they are handed on: enough for all cores, few enough to hold.
const BATCH: usize = 256;

/// What a build tells while it runs: the stage, how many are done, how many there are.
pub type Progress<'p> = &'p (dyn Fn(&str, usize, usize) + Sync);

/// Builds the site of `inputs` into `sink` and returns what was noticed, sorted by place.
///
/// Artifacts come in a fixed order. Cold, it costs O(vault); warm, parsing and rendering are paid for
/// what changed only.
pub fn build(
    inputs: &Inputs,
    cache: &mut Cache,
    sink: &mut dyn Sink,
    progress: Progress<'_>,
) -> Vec<Diagnostic> {
    let mut analysis = analyse(inputs, cache, progress);
    progress("looking for mentions", 0, 0);
    let mentioning = mentioning(inputs, &analysis, cache);
    progress("planning", 0, 0);
    let (plan, noticed) = Plan::new(&analysis.vault, &analysis.graph, &analysis.terms, &analysis.options);
    let plan = plan.with_mentions(&mentioning);
    let mut diagnostics = noticed;
    if reports_mentions(&inputs.config) {
        diagnostics.extend(unlinked_mentions(inputs, &analysis, &mentioning));
    }
    let sink = &mut Watched::new(sink);
    // What the author puts there goes before what we would.
    for (path, file) in &inputs.statics.files {
        if let Some(path) = OutputPath::new(path.as_str()) {
            sink.emit_first(path, Artifact::Bytes(file.bytes.clone()));
        }
    }
    let documents = search::documents(&plan);
    let index_key = cache.index_key(&documents);
    let mut index = index_key.and_then(|key| cache.known_index(&key)).map(Ok);
    // Most of indexing keeps one core busy; pages keep the others.
    let seen = rayon::in_place_scope(|scope| {
        if index.is_none() {
            let index = &mut index;
            scope.spawn(move |_| *index = Some(search::index(documents)));
        }
        let seen =
            render_pages(inputs, cache, &plan, &analysis.vault.notes, sink, &mut diagnostics, progress);
        progress("indexing", 0, 0);
        seen
    });
    progress("gathering data", 0, 0);
    for (path, permalink) in plan.routes.attachments() {
        sink.emit(permalink.output_path(), Artifact::Copy(path.clone()));
    }
    let is_portable = inputs.config.site.portable;
    for (path, bytes) in inputs.theme.assets(plan.has_diagrams()) {
        if is_portable && path.extension() == "wasm" {
            emit_twin(sink, &path, &bytes);
        }
        sink.emit(path, Artifact::Bytes(bytes));
    }
    if is_portable {
        if let Some((path, bytes)) = inputs.theme.portable() {
            sink.emit(path, Artifact::Bytes(bytes));
        }
        diagnostics.extend(inputs.theme.portable_faults().iter().cloned());
    }
    let facts = facts(&analysis, &plan, None);
    sink.emit(Permalink::fixed_file("graph.json").output_path(), json(&facts));
    if let Some(glossary) = plan.glossary_data() {
        sink.emit(Permalink::fixed_file("glossary.json").output_path(), json(&glossary));
        let table = Artifact::Bytes(glossary.csv().into_bytes().into());
        sink.emit(Permalink::fixed_file("glossary.csv").output_path(), table);
        let deck = Artifact::Bytes(glossary.anki().into_bytes().into());
        sink.emit(Permalink::fixed_file("glossary.txt").output_path(), deck);
    }
    let whole = plan.whole();
    let arrangement = cache.arrangement(whole.notes.len(), &whole.links);
    let picture = json(&plan.whole_data(&whole, &arrangement));
    let layout = Permalink::fixed_file("graph-layout.json").output_path();
    if let (true, Artifact::Bytes(bytes)) = (is_portable, &picture) {
        emit_twin(sink, &layout, bytes);
    }
    sink.emit(layout, picture);
    for (path, bytes) in announce::files(&plan) {
        sink.emit(path, Artifact::Bytes(bytes.into()));
    }
    match index {
        Some(Ok(files)) => {
            for (path, bytes) in files.iter() {
                if is_portable {
                    emit_twin(sink, path, bytes);
                }
                sink.emit(path.clone(), Artifact::Bytes(bytes.clone()));
            }
            if let Some(key) = index_key {
                cache.remember_index(key, &files);
            }
        }
        Some(Err(error)) => diagnostics.push(Diagnostic::failed_index(&error.to_string())),
        None => {}
    }
    progress("looking pages through", 0, 0);
    diagnostics.extend(look_through(inputs, cache, &plan, &analysis.vault.notes, &seen, &sink.paths));
    diagnostics.extend(verify::lost_by_styles(&sink.styles, &sink.paths, &inputs.config.site.base_url));
    drop(plan);
    analysis.diagnostics.append(&mut diagnostics);
    cache.end_of_build();
    analysis.diagnostics
}

/// Puts beside a file that scripts fetch the same as a script, for pages that are opened from disk.
fn emit_twin(sink: &mut dyn Sink, path: &OutputPath, bytes: &[u8]) {
    let (path, script) = twin(path, bytes);
    sink.emit(path, Artifact::Bytes(script));
}

/// Renders the notes one after another, and calls `visit` after each with the length of its page.
///
/// For those who want to know what a note costs: a build does the same with all cores.
pub fn each_note_page(
    inputs: &Inputs,
    cache: &mut Cache,
    analysis: &Analysis,
    plan: &Plan<'_>,
    visit: &mut dyn FnMut(NoteId, usize),
) {
    let renderer = cache.renderer(options::render(&inputs.config));
    let Ok(editions) = editions(inputs, plan, &renderer) else { return };
    let ids: Vec<NoteId> = analysis.vault.ids().collect();
    for key in plan.keys() {
        let page = plan.page(&key);
        let Some(id) = page.body.as_ref().and_then(|body| ids.get(body.note).copied()) else { continue };
        let made =
            render_page(&renderer, &inputs.theme, &editions[page.edition], &page, &analysis.vault.notes);
        visit(id, made.map_or(0, |files| files.html.len()));
    }
}

fn render_pages(
    inputs: &Inputs,
    cache: &mut Cache,
    plan: &Plan<'_>,
    notes: &[Arc<Note>],
    sink: &mut dyn Sink,
    diagnostics: &mut Vec<Diagnostic>,
    progress: Progress<'_>,
) -> Vec<Seen<PageKey>> {
    let renderer = cache.renderer(options::render(&inputs.config));
    let editions = match editions(inputs, plan, &renderer) {
        Ok(editions) => editions,
        Err(why) => {
            diagnostics.push(Diagnostic::failed_template(None, "site", &why));
            return Vec::new();
        }
    };
    let keys = plan.keys();
    let mut seen = Vec::with_capacity(keys.len());
    for (number, batch) in keys.chunks(BATCH).enumerate() {
        progress("rendering", number * BATCH, keys.len());
        let made: Vec<_> = batch
            .par_iter()
            .map(|name| {
                let page = plan.page(name);
                let edition = &editions[page.edition];
                // A page that nobody will ask for again needs no key.
                let key = cache.keeps_pages().then(|| page_key(edition.common, &page));
                let known = key.and_then(|key| cache.known_page(&key));
                let files =
                    known.map_or_else(|| render_page(&renderer, &inputs.theme, edition, &page, notes), Ok);
                let path = page.permalink.output_path();
                let scan = files.as_ref().ok().map(|files| scan(inputs, cache, key, &path, files));
                (name, path, page.text.map(|text| text.permalink), key, scan, files)
            })
            .collect();
        for (name, path, text, key, scan, files) in made {
            match files {
                Ok(files) => {
                    if let Some(key) = key {
                        cache.remember_page(key, &files);
                    }
                    if let Some(scan) = scan {
                        if let Some(key) = key {
                            cache.remember_scan((key, path.clone()), &scan);
                        }
                        seen.push(Seen { key: name.clone(), path: path.clone(), scan });
                    }
                    sink.emit(path, Artifact::Bytes(files.html));
                    if let (Some(permalink), Some(bytes)) = (text, files.text) {
                        sink.emit(permalink.output_path(), Artifact::Bytes(bytes));
                    }
                }
                Err(error) => diagnostics.push(error),
            }
        }
    }
    seen
}

/// Reads what a page offers and asks for, unless that is known.
fn scan(
    inputs: &Inputs,
    cache: &Cache,
    key: Option<[u8; 32]>,
    path: &OutputPath,
    files: &PageFiles,
) -> Arc<Scan> {
    let known = key.and_then(|key| cache.known_scan(&(key, path.clone())));
    known.unwrap_or_else(|| Arc::new(Scan::of(path, &files.html, &inputs.config.site.base_url)))
}

/// Says which addresses in the finished pages lead nowhere, and which ids stand twice.
fn look_through(
    inputs: &Inputs,
    cache: &mut Cache,
    plan: &Plan<'_>,
    notes: &[Arc<Note>],
    seen: &[Seen<PageKey>],
    paths: &[OutputPath],
) -> Vec<Diagnostic> {
    let renderer = cache.renderer(options::render(&inputs.config));
    let editions = editions(inputs, plan, &renderer).unwrap_or_default();
    let again = |key: &PageKey| {
        let page = plan.page(key);
        let edition = editions.get(page.edition)?;
        let files = render_page(&renderer, &inputs.theme, edition, &page, notes).ok()?;
        let template = template_of(&page.view).file_name();
        let html = String::from_utf8_lossy(&files.html).into_owned();
        Some(Again { page, html, template })
    };
    verify::tell(seen, paths, &inputs.config.site.base_url, notes, &again)
}

fn template_of(view: &View) -> TemplateName {
    match view {
        View::Note(view) if view.is_term => TemplateName::Term,
        View::Note(_) => TemplateName::Note,
        View::Home(_) => TemplateName::Home,
        View::List(_) => TemplateName::List,
        View::Tags(_) => TemplateName::Tags,
        View::Glossary(_) => TemplateName::Glossary,
        View::Paths(_) => TemplateName::Path,
        View::Wanted(_) => TemplateName::Wanted,
        View::Whole(_) => TemplateName::Whole,
        View::Search(_) => TemplateName::Search,
        View::NotFound(_) => TemplateName::NotFound,
        View::Redirect(_) => TemplateName::Redirect,
    }
}

/// What the pages of one language share.
struct Edition {
    lang: String,
    shared: Shared,
    common: [u8; 32],
}

/// Makes ready what the pages of each language share.
fn editions(inputs: &Inputs, plan: &Plan<'_>, renderer: &Renderer) -> Result<Vec<Edition>, String> {
    let views = plan.site_views().into_iter();
    views
        .map(|site| {
            let common = common_key(&site, &inputs.theme, renderer.options());
            let shared = Shared::new(&site).map_err(|error| error.to_string())?;
            Ok(Edition { lang: site.lang, shared, common })
        })
        .collect()
}

/// The files of one page.
#[derive(Clone)]
struct PageFiles {
    html: Arc<[u8]>,
    /// The text of its note as Markdown.
    text: Option<Arc<[u8]>>,
}

/// Makes the files of a page: a function of the page, the notes that it shows, the shared view and the
/// theme.
fn render_page(
    renderer: &Renderer,
    theme: &Theme,
    edition: &Edition,
    page: &Page,
    notes: &[Arc<Note>],
) -> Result<PageFiles, Diagnostic> {
    let site = &edition.shared;
    let words = Words::new(theme.words(&page.view.head().lang, &edition.lang));
    let text = page.text.as_ref().map(|text| markdown(text, page.body.as_ref(), notes).into_bytes().into());
    let body = page.body.as_ref().map(|body| renderer.body(body, notes, words)).unwrap_or_default();
    let name = template_of(&page.view);
    let filled = match &page.view {
        View::Note(view) => theme.fill(name, site, &**view, &body),
        View::Home(view) => theme.fill(name, site, &**view, &body),
        View::List(view) => theme.fill(name, site, &**view, &body),
        View::Tags(view) => theme.fill(name, site, &**view, &body),
        View::Glossary(view) => theme.fill(name, site, &**view, &body),
        View::Paths(view) => theme.fill(name, site, &**view, &body),
        View::Wanted(view) => theme.fill(name, site, &**view, &body),
        View::Whole(view) => theme.fill(name, site, &**view, &body),
        View::Search(view) | View::NotFound(view) | View::Redirect(view) => {
            theme.fill(name, site, &**view, &body)
        }
    };
    let files = |html: String| PageFiles { html: html.into_bytes().into(), text };
    filled.map(files).map_err(|error| error.diagnostic())
}

/// Hashes what all pages depend on: the program, the shared view, the theme, how bodies are rendered.
fn common_key(
    site: &crate::page::view::SiteView,
    theme: &Theme,
    options: crate::render::RenderOptions,
) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(theme.fingerprint().bytes());
    hasher.update(format!("{options:?}").as_bytes());
    let _ = serde_json::to_writer(&mut hasher, site);
    *hasher.finalize().as_bytes()
}

/// Hashes all that one page depends on: what is common, its view, and its body with the hashes of the
/// notes that it shows and where their links lead.
fn page_key(common: [u8; 32], page: &Page) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&common);
    let _ = serde_json::to_writer(&mut hasher, &page.view);
    let _ = serde_json::to_writer(&mut hasher, &page.body);
    let _ = serde_json::to_writer(&mut hasher, &page.text);
    *hasher.finalize().as_bytes()
}

fn json(value: &impl serde::Serialize) -> Artifact {
    let mut text = serde_json::to_vec(value).unwrap_or_default();
    text.push(b'\n');
    Artifact::Bytes(text.into())
}
