//! `build`: the pipeline from a snapshot of files to a site, and what it remembers.
//!
//! In: [`Inputs`], all the files that a build may see, and a [`Cache`] of earlier work. Out: artifacts into
//! a [`Sink`], and diagnostics. The same inputs give the same bytes, whatever the cache holds: every
//! memo is kept under the hash of all that its value depends on. No clock, no file system, no
//! printing.

mod analyse;
mod facts;
mod failures;
mod former;
mod ground;
mod kept;
mod key;
mod memo;
mod mentions;
mod options;
mod pages;
mod pictures;
mod rest;
mod verify;
mod withheld;

pub use analyse::{Analysis, analyse};
pub use facts::{AuthorView, Facts, facts};
pub use memo::Cache;
pub use mentions::{mentioning, reports_mentions, unlinked_mentions};
pub use options::missing_start;
pub use pages::each_note_page;
pub use rest::Rest;
pub use withheld::withheld_files;

use std::sync::Arc;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::search;
use crate::site::Sink;
use crate::source::Sources;
use crate::theme::Theme;
use ground::Ground;
use verify::{Emitted, Watched};

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
    let mut ground = Ground::lay(inputs, cache, progress);
    progress("planning", 0, 0);
    let (plan, noticed) = ground.plan();
    let mut sink = Watched::new(sink, Emitted::default());
    // A cluster has its own index.
    let is_asked = inputs.config.search.endpoint.is_empty();
    let documents = if is_asked { search::documents(&plan) } else { Vec::new() };
    let behind = cache.behind();
    let index_key = (is_asked && cache.keeps_pages()).then(|| rest::index_key(&documents));
    let mut index = index_key.and_then(|key| behind.known_index(&key)).map(Ok);
    // Most of indexing keeps one core busy; pages keep the others.
    let mut made = rayon::in_place_scope(|scope| {
        if index.is_none() && is_asked {
            let index = &mut index;
            scope.spawn(move |_| *index = Some(search::index(documents)));
        }
        let made = pages::make(inputs, cache, &plan, &ground.analysis.vault.notes, &mut sink, progress);
        progress("indexing", 0, 0);
        made
    });
    made.diagnostics.splice(0..0, noticed);
    progress("gathering data", 0, 0);
    rest::data(&ground, &plan, &behind, &mut sink, &mut made.diagnostics);
    if let Some(index) = index {
        let pages = rest::kept_pages(&plan);
        rest::emit_index(inputs, &behind, index_key, index, &pages, &mut sink, &mut made.diagnostics);
    }
    progress("looking pages through", 0, 0);
    made.diagnostics.extend(rest::look_through(&ground, &plan, &made, &sink.emitted));
    drop(plan);
    cache.end_of_build();
    let mut diagnostics = std::mem::take(&mut ground.analysis.diagnostics);
    diagnostics.append(&mut made.diagnostics);
    cache.outlive(ground);
    diagnostics
}

/// Builds what readers look at: the pages, and what they show and load. What else belongs to the site is
/// the [`Rest`], for whoever wants to see a page before the last file is there; both together are what
/// [`build`] makes.
pub fn build_pages(
    inputs: &Inputs,
    cache: &mut Cache,
    sink: &mut dyn Sink,
    progress: Progress<'_>,
) -> (Vec<Diagnostic>, Rest) {
    let mut ground = Ground::lay(inputs, cache, progress);
    progress("planning", 0, 0);
    let (plan, noticed) = ground.plan();
    let mut sink = Watched::new(sink, Emitted::default());
    let mut made = pages::make(inputs, cache, &plan, &ground.analysis.vault.notes, &mut sink, progress);
    made.diagnostics.splice(0..0, noticed);
    let notes = plan.note_files();
    drop(plan);
    cache.end_of_build();
    let mut diagnostics = std::mem::take(&mut ground.analysis.diagnostics);
    diagnostics.append(&mut made.diagnostics);
    let emitted = std::mem::take(&mut sink.emitted);
    (diagnostics, Rest::new(ground, made, emitted, cache.behind(), notes))
}
