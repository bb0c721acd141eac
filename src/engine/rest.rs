//! What a site has besides its pages: data, feeds, the search index; and whether the pages hold together.
//!
//! In: the plan, and what the pages offer and ask for. Out: artifacts and findings. A build makes all of it at
//! once. [`Rest`] makes the same later and elsewhere, in two steps, for a preview whose reader waits for pages.

use std::cell::OnceCell;
use std::sync::{Arc, Mutex, PoisonError};

use super::ground::Ground;
use super::pages::{self, Made};
use super::verify::{self, Again, Emitted, Watched};
use super::{Inputs, facts, reports_mentions, unlinked_mentions};
use crate::announce;
use crate::diagnostic::Diagnostic;
use crate::graph::{Arrangement, arrange};
use crate::page::{PageKey, Plan};
use crate::search::{self, Document, PackError};
use crate::site::{Artifact, OutputPath, Permalink, Sink, twin};
use crate::source::SourcePath;

/// What is remembered of the rest. Shared with whoever makes it behind.
#[derive(Default)]
pub(super) struct Behind {
    index: Mutex<Option<(Hash, search::Files)>>,
    arrangement: Mutex<Option<(Hash, Arc<Arrangement>)>>,
}

type Hash = [u8; 32];

impl Behind {
    pub(super) fn known_index(&self, key: &Hash) -> Option<search::Files> {
        let last = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        last.as_ref().filter(|(known, _)| known == key).map(|(_, files)| Arc::clone(files))
    }

    /// Returns where the nodes of this graph stand.
    fn arrangement(&self, nodes: usize, links: &[(u32, u32)]) -> Arc<Arrangement> {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&nodes.to_le_bytes());
        for (a, b) in links {
            hasher.update(&a.to_le_bytes());
            hasher.update(&b.to_le_bytes());
        }
        let key = *hasher.finalize().as_bytes();
        let mut last = self.arrangement.lock().unwrap_or_else(PoisonError::into_inner);
        match &*last {
            Some((known, arrangement)) if *known == key => Arc::clone(arrangement),
            _ => {
                let made = Arc::new(arrange(nodes, links));
                *last = Some((key, Arc::clone(&made)));
                made
            }
        }
    }
}

/// Returns what the index of these documents is remembered under.
pub(super) fn index_key(documents: &[Document]) -> Hash {
    let mut hasher = blake3::Hasher::new();
    let _ = serde_json::to_writer(&mut hasher, documents);
    *hasher.finalize().as_bytes()
}

/// Emits the files that show the vault as data, and tells what takes a look at all texts to be found.
pub(super) fn data(
    ground: &Ground,
    plan: &Plan<'_>,
    behind: &Behind,
    sink: &mut dyn Sink,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Ground { inputs, analysis, mentioning, .. } = ground;
    if reports_mentions(&inputs.config) {
        diagnostics.extend(unlinked_mentions(inputs, analysis, mentioning));
    }
    sink.emit(Permalink::fixed_file("graph.json").output_path(), json(&facts(analysis, plan, None)));
    if let Some(glossary) = plan.glossary_data() {
        sink.emit(Permalink::fixed_file("glossary.json").output_path(), json(&glossary));
        let table = Artifact::Bytes(glossary.csv().into_bytes().into());
        sink.emit(Permalink::fixed_file("glossary.csv").output_path(), table);
        let deck = Artifact::Bytes(glossary.anki().into_bytes().into());
        sink.emit(Permalink::fixed_file("glossary.txt").output_path(), deck);
    }
    let whole = plan.whole();
    let arrangement = behind.arrangement(whole.notes.len(), &whole.links);
    let picture = json(&plan.whole_data(&whole, &arrangement));
    let layout = Permalink::fixed_file("graph-layout.json").output_path();
    if let (true, Artifact::Bytes(bytes)) = (inputs.config.site.portable, &picture) {
        emit_twin(sink, &layout, bytes);
    }
    sink.emit(layout, picture);
    for (path, bytes) in announce::files(plan) {
        sink.emit(path, Artifact::Bytes(bytes.into()));
    }
    if let Some((path, parts)) = announce::full_text(plan) {
        sink.emit(path, Artifact::Joined(parts.into()));
    }
}

/// Returns the addresses of the search pages where the browser keeps the search.
pub(super) fn kept_pages(plan: &Plan<'_>) -> Vec<String> {
    let views = plan.site_views().into_iter();
    views.filter(|site| site.search_offline).map(|site| site.search_path).collect()
}

/// Emits the search index, and what keeps it in the browser together with these pages. Remembers it where it has
/// a key.
pub(super) fn emit_index(
    inputs: &Inputs,
    behind: &Behind,
    key: Option<Hash>,
    index: Result<search::Files, PackError>,
    pages: &[String],
    sink: &mut dyn Sink,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let files = match index {
        Ok(files) => files,
        Err(error) => return diagnostics.push(Diagnostic::failed_index(&error.to_string())),
    };
    for (path, bytes) in files.iter() {
        if inputs.config.site.portable {
            emit_twin(sink, path, bytes);
        }
        sink.emit(path.clone(), Artifact::Bytes(bytes.clone()));
    }
    if !pages.is_empty() {
        let assets: Vec<_> = inputs.theme.assets(false).collect();
        if let Some((path, script)) = search::keeper(&files, &assets, pages) {
            sink.emit(path, Artifact::Bytes(script));
        }
    }
    if let Some(key) = key {
        *behind.index.lock().unwrap_or_else(PoisonError::into_inner) = Some((key, files));
    }
}

/// Says which addresses in the finished pages and style sheets lead nowhere, and which ids stand twice.
pub(super) fn look_through(
    ground: &Ground,
    plan: &Plan<'_>,
    made: &Made,
    emitted: &Emitted,
) -> Vec<Diagnostic> {
    let (inputs, notes) = (&ground.inputs, &ground.analysis.vault.notes);
    let made_editions = OnceCell::new();
    let again = |key: &PageKey| {
        let page = plan.page(key);
        let editions = || pages::editions(inputs, plan, &made.renderer).unwrap_or_default();
        let edition = made_editions.get_or_init(editions).get(page.edition)?;
        let files = pages::render_page(&made.renderer, &inputs.theme, edition, &page, notes).ok()?;
        let template = pages::template_of(&page.view).file_name();
        Some(Again { page, html: files.html, template })
    };
    let base_url = &inputs.config.site.base_url;
    let mut found = verify::tell(&made.seen, &emitted.paths, base_url, notes, &again);
    found.extend(verify::lost_by_styles(&emitted.styles, &emitted.paths, base_url));
    found
}

/// The part of a site that [`super::build_pages`] leaves to be made.
pub struct Rest {
    ground: Ground,
    made: Made,
    emitted: Emitted,
    behind: Arc<Behind>,
    notes: Vec<(OutputPath, SourcePath)>,
}

impl Rest {
    pub(super) fn new(
        ground: Ground,
        made: Made,
        emitted: Emitted,
        behind: Arc<Behind>,
        notes: Vec<(OutputPath, SourcePath)>,
    ) -> Self {
        Self { ground, made, emitted, behind, notes }
    }

    /// Returns the pages of notes, and the files that these are written in, once.
    pub fn take_notes(&mut self) -> Vec<(OutputPath, SourcePath)> {
        std::mem::take(&mut self.notes)
    }

    /// Returns how many notes are drafts and nothing else that is kept back, shown or not.
    pub fn draft_count(&self) -> usize {
        self.ground.analysis.draft_count
    }

    /// Makes all but the search index, and looks the pages through.
    pub fn data(&mut self, sink: &mut dyn Sink) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let (plan, _) = self.ground.plan();
        let mut sink = Watched::new(sink, std::mem::take(&mut self.emitted));
        data(&self.ground, &plan, &self.behind, &mut sink, &mut diagnostics);
        self.emitted = std::mem::take(&mut sink.emitted);
        // The index is still to come, if there is one. What pages ask of it is its first file, which it always has.
        let first = OutputPath::new(&format!("{}/{}", search::FOLDER, search::HOT));
        self.emitted.paths.extend(first);
        diagnostics.extend(look_through(&self.ground, &plan, &self.made, &self.emitted));
        diagnostics
    }

    /// Makes the search index, unless a cluster answers searches.
    pub fn index(self, sink: &mut dyn Sink) -> Vec<Diagnostic> {
        let Self { ground, made, emitted, behind, .. } = self;
        let inputs = ground.inputs.clone();
        if !inputs.config.search.endpoint.is_empty() {
            return Vec::new();
        }
        let (documents, pages) = {
            let (plan, _) = ground.plan();
            (search::documents(&plan), kept_pages(&plan))
        };
        // They are as long as the vault, and indexing takes a while.
        drop((ground, made));
        let key = index_key(&documents);
        let index = behind.known_index(&key).map_or_else(|| search::index(documents), Ok);
        let mut diagnostics = Vec::new();
        let sink = &mut Watched::new(sink, emitted);
        emit_index(&inputs, &behind, Some(key), index, &pages, sink, &mut diagnostics);
        diagnostics
    }
}

/// Puts beside a file that scripts fetch the same as a script, for pages that are opened from disk.
pub(super) fn emit_twin(sink: &mut dyn Sink, path: &OutputPath, bytes: &[u8]) {
    let (path, script) = twin(path, bytes);
    sink.emit(path, Artifact::Bytes(script));
}

fn json(value: &impl serde::Serialize) -> Artifact {
    let mut text = serde_json::to_vec(value).unwrap_or_default();
    text.push(b'\n');
    Artifact::Bytes(text.into())
}
