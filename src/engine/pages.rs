//! Pages: each made from the plan, rendered, filled into its template, looked through.
//!
//! In: the plan and what is remembered. Out: artifacts into a [`Sink`], one [`Seen`] for each page, and findings.
//! A page is remembered under the hash of all that it depends on, so that an unchanged one costs next to nothing.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use rayon::prelude::*;

use super::failures::{Failed, Failures};
use super::key::{common_key, page_key};
use super::pictures::Pictures;
use super::rest::emit_twin;
use super::verify::{Scan, Seen, Watched};
use super::{Cache, Inputs, Progress, options};
use crate::diagnostic::Diagnostic;
use crate::graph::NoteId;
use crate::note::Note;
use crate::page::{Page, PageKey, Plan, Prints, View};
use crate::render::{Renderer, Words, markdown};
use crate::site::{Artifact, Drawing, OutputPath, Sink};
use crate::theme::{Shared, TemplateError, TemplateName, Theme};

/// How many pages are made before they are handed on: enough for all cores, few enough to hold and to be waited
/// for.
const BATCH: usize = 64;

/// Renders the notes one after another, and calls `visit` after each with the length of its page.
///
/// For those who want to know what a note costs: a build does the same with all cores.
pub fn each_note_page(
    inputs: &Inputs,
    cache: &mut Cache,
    analysis: &super::Analysis,
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

/// The pages that were made.
pub(super) struct Made {
    /// One for each page.
    pub(super) seen: Vec<Seen<PageKey>>,
    pub(super) renderer: Arc<Renderer>,
    /// What was noticed.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// A hash of all that a page depends on.
pub(super) type Key = [u8; 32];

/// A page as it came out.
pub(super) struct Finished {
    /// The hash of its view and body.
    pub(super) key: Key,
    path: OutputPath,
    html: Arc<[u8]>,
    /// The text of its note as Markdown, and where it stands.
    text: Option<(OutputPath, Arc<[u8]>)>,
    /// The picture that stands for it elsewhere, or why there is none.
    picture: Option<Result<(OutputPath, Drawing), Box<Failed>>>,
    scan: Arc<Scan>,
}

/// Makes all pages, and hands on the files that they show and load.
pub(super) fn make(
    inputs: &Inputs,
    cache: &mut Cache,
    plan: &Plan<'_>,
    notes: &[Arc<Note>],
    sink: &mut Watched<'_>,
    progress: Progress<'_>,
) -> Made {
    // What the author puts there goes before what we would.
    for (path, file) in &inputs.statics.files {
        if let Some(path) = OutputPath::new(path.as_str()) {
            sink.emit_first(path, Artifact::Bytes(file.bytes.clone()));
        }
    }
    let renderer = cache.renderer(options::render(&inputs.config));
    let mut made = Made { seen: Vec::new(), renderer, diagnostics: Vec::new() };
    emit_files(inputs, plan, sink, &mut made.diagnostics);
    match editions(inputs, plan, &made.renderer) {
        Ok(editions) => {
            let renderer = Arc::clone(&made.renderer);
            // Who builds once asks nobody for what was made before.
            let prints = cache.keeps_pages().then(|| Prints::of(plan, &mut cache.sentences));
            let pictures = Pictures::new(inputs, &editions, &mut made.diagnostics);
            let maker = Maker { inputs, plan, notes, editions, pictures, renderer, prints };
            maker.make(cache, &mut made, sink, progress);
        }
        Err(why) => made.diagnostics.push(Diagnostic::failed_template(None, "site", &why)),
    }
    made
}

/// What became of the pages so far.
#[derive(Default)]
struct Outcome {
    seen: Vec<(usize, (OutputPath, Arc<Scan>))>,
    failures: Failures,
    /// Pages that show the same share their picture.
    drawn: HashSet<OutputPath>,
}

impl Outcome {
    /// Remembers a page and hands its files on; what could not be made is told.
    fn hand_on(
        &mut self,
        index: usize,
        (print, page): (Option<Key>, Result<Arc<Finished>, Box<Failed>>),
        cache: &mut Cache,
        sink: &mut dyn Sink,
    ) {
        let page = match page {
            Ok(page) => page,
            Err(failed) => return self.failures.add(*failed),
        };
        if cache.keeps_pages() {
            cache.remember_page(print, &page);
        }
        let Finished { path, html, text, picture, scan, .. } = &*page;
        match picture {
            Some(Ok((path, drawing))) if self.drawn.insert(path.clone()) => {
                sink.emit(path.clone(), Artifact::Drawn(drawing.clone()));
            }
            Some(Err(failed)) => self.failures.add((**failed).clone()),
            Some(Ok(_)) | None => {}
        }
        sink.emit(path.clone(), Artifact::Bytes(Arc::clone(html)));
        if let Some((path, bytes)) = text {
            sink.emit(path.clone(), Artifact::Bytes(Arc::clone(bytes)));
        }
        self.seen.push((index, (path.clone(), Arc::clone(scan))));
    }
}

/// Emits attachments, and the files of the theme.
fn emit_files(inputs: &Inputs, plan: &Plan<'_>, sink: &mut dyn Sink, diagnostics: &mut Vec<Diagnostic>) {
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
}

/// Makes one page after another.
struct Maker<'m> {
    inputs: &'m Inputs,
    plan: &'m Plan<'m>,
    notes: &'m [Arc<Note>],
    editions: Vec<Edition>,
    pictures: Option<Pictures>,
    renderer: Arc<Renderer>,
    prints: Option<Prints<'m>>,
}

impl Maker<'_> {
    fn make(&self, cache: &mut Cache, made: &mut Made, sink: &mut dyn Sink, progress: Progress<'_>) {
        let keys = self.plan.keys();
        let places = OnceCell::new();
        let mut is_made = vec![false; keys.len()];
        // What an earlier build made, told for all pages at once.
        let mut known: Vec<Option<(Key, Arc<Finished>)>> = if cache.has_pages() {
            let known = |key: &PageKey| {
                let print = self.print(key)?;
                Some((print, cache.known_page(&print)?))
            };
            keys.par_iter().map(known).collect()
        } else {
            Vec::new()
        };
        let mut outcome = Outcome::default();
        let all: Vec<usize> = (0..keys.len()).collect();
        for batch in all.chunks(BATCH) {
            progress("rendering", batch[0], keys.len());
            // What somebody waits for goes before.
            while let Some(path) = sink.wanted() {
                let places = places.get_or_init(|| self.places(&keys));
                if let Some(index) = places.get(&path).copied().filter(|index| !is_made[*index]) {
                    is_made[index] = true;
                    let page = self.page(cache, &keys[index]);
                    outcome.hand_on(index, page, cache, sink);
                }
            }
            let unknown = |index: &usize| !is_made[*index] && known.get(*index).is_none_or(Option::is_none);
            let left: Vec<usize> = batch.iter().copied().filter(unknown).collect();
            let pages: Vec<_> = left.par_iter().map(|index| self.page(cache, &keys[*index])).collect();
            let mut pages = pages.into_iter();
            for index in batch.iter().copied() {
                if std::mem::replace(&mut is_made[index], true) {
                    continue;
                }
                let known = known.get_mut(index).and_then(Option::take);
                let Some(page) = known.map(|(print, page)| (Some(print), Ok(page))).or_else(|| pages.next())
                else {
                    continue;
                };
                outcome.hand_on(index, page, cache, sink);
            }
        }
        made.diagnostics.extend(outcome.failures.told());
        let mut seen = outcome.seen;
        seen.sort_by_key(|(index, _)| *index);
        let named = |(index, (path, scan)): (usize, _)| Seen { key: keys[index].clone(), path, scan };
        made.seen = seen.into_iter().map(named).collect();
    }

    /// Returns where each page stands.
    fn places(&self, keys: &[PageKey]) -> HashMap<OutputPath, usize> {
        keys.iter().enumerate().map(|(index, key)| (self.plan.permalink(key).output_path(), index)).collect()
    }

    /// Makes a page, unless it is known; with its print, where that can be told without making it.
    fn page(&self, cache: &Cache, name: &PageKey) -> (Option<Key>, Result<Arc<Finished>, Box<Failed>>) {
        let print = self.print(name);
        let known = print.and_then(|print| cache.known_page(&print));
        (print, known.map_or_else(|| self.made(cache, name), Ok))
    }

    /// Returns what decides how a page comes out, where that can be told without making it.
    fn print(&self, name: &PageKey) -> Option<Key> {
        let print = self.prints.as_ref()?.page(name)?;
        let edition = self.editions.get(print.edition)?;
        let mut hasher = blake3::Hasher::new();
        hasher.update(&edition.common).update(&print.hash.to_le_bytes());
        Some(*hasher.finalize().as_bytes())
    }

    fn made(&self, cache: &Cache, name: &PageKey) -> Result<Arc<Finished>, Box<Failed>> {
        let mut page = self.plan.page(name);
        let picture = self.pictures.as_ref().and_then(|pictures| pictures.give(self.plan, &mut page));
        let edition = &self.editions[page.edition];
        // A page that nobody will ask for again needs no key.
        let key = if cache.keeps_pages() { page_key(edition.common, &page) } else { [0; 32] };
        if let Some(known) = cache.known_page(&key) {
            return Ok(known);
        }
        let note = page.body.as_ref().and_then(|body| self.notes.get(body.note)).map(|note| &note.path);
        let failed = |error: TemplateError| Box::new(Failed { error, note: note.cloned() });
        let files =
            render_page(&self.renderer, &self.inputs.theme, edition, &page, self.notes).map_err(failed)?;
        let path = page.permalink.output_path();
        let scan = Arc::new(Scan::of(&path, &files.html, &self.inputs.config.site.base_url));
        let text = page.text.and_then(|text| Some((text.permalink.output_path(), files.text?)));
        let picture = picture.map(|made| made.map_err(failed));
        Ok(Arc::new(Finished { key, path, html: files.html.into_bytes().into(), text, picture, scan }))
    }
}

pub(super) fn template_of(view: &View) -> TemplateName {
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
pub(super) struct Edition {
    lang: String,
    pub(super) shared: Shared,
    common: [u8; 32],
}

/// Makes ready what the pages of each language share.
pub(super) fn editions(
    inputs: &Inputs,
    plan: &Plan<'_>,
    renderer: &Renderer,
) -> Result<Vec<Edition>, String> {
    let views = plan.site_views().into_iter();
    views
        .map(|site| {
            let common = common_key(inputs, &site, renderer.options());
            let shared = Shared::new(&site).map_err(|error| error.to_string())?;
            Ok(Edition { lang: site.lang, shared, common })
        })
        .collect()
}

/// The files of one page.
#[derive(Clone)]
pub(super) struct PageFiles {
    pub(super) html: String,
    /// The text of its note as Markdown.
    text: Option<Arc<[u8]>>,
}

/// Makes the files of a page: a function of the page, the notes that it shows, the shared view and the
/// theme.
pub(super) fn render_page(
    renderer: &Renderer,
    theme: &Theme,
    edition: &Edition,
    page: &Page,
    notes: &[Arc<Note>],
) -> Result<PageFiles, TemplateError> {
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
    filled.map(|html| PageFiles { html, text })
}
