//! The first half of a build: everything parsed, every link resolved.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

use rayon::prelude::*;

use super::former::former;
use super::{Cache, Inputs, Progress, options};
use crate::diagnostic::{Diagnostic, Totals};
use crate::graph::{GlossaryOptions, Graph, Lookups, Resolution, ResolveOptions, Terms, Vault, Withheld};
use crate::note::{self, Kind, Note, Standing};
use crate::page::SiteOptions;
use crate::source::{SourceFile, SourcePath, Span};
use crate::words::fold;

/// A vault understood: what `check` and `graph` need, and a build goes on from.
pub struct Analysis {
    /// The published notes, and the names of the rest.
    pub vault: Vault,
    /// Where every link leads.
    pub graph: Graph,
    /// The glossary.
    pub terms: Terms,
    /// How links were resolved.
    pub resolve_options: ResolveOptions,
    /// What the pages depend on besides the vault.
    pub options: SiteOptions,
    /// How many notes would be part of the site if drafts were, as they are or are not.
    pub draft_count: usize,
    /// What was noticed so far, sorted by place.
    pub diagnostics: Vec<Diagnostic>,
}

impl Analysis {
    /// Counts what a report tells the sums of. Lines that define terms are no notes.
    pub fn totals(&self) -> Totals {
        let mut totals = Totals { attachments: self.vault.attachments.len(), ..Totals::default() };
        for (id, note) in self.vault.notes() {
            totals.notes += usize::from(note.kind == Kind::Markdown && note.origin.is_none());
            let resolutions = self.graph.resolutions(id);
            totals.links += resolutions.len();
            totals.broken +=
                resolutions.iter().filter(|found| matches!(found, Resolution::Missing { .. })).count();
        }
        totals
    }
}

/// Parses and resolves. Parsing is remembered by content, resolving runs afresh over the whole vault.
pub fn analyse(inputs: &Inputs, cache: &mut Cache, progress: Progress<'_>) -> Analysis {
    let parse_options = options::parse(&inputs.config, &inputs.vault);
    let files: Vec<&SourceFile> = inputs.vault.files.values().collect();
    progress("parsing", 0, files.len());
    let parsed: Vec<Arc<Note>> = files
        .par_iter()
        .map(|file| {
            let key = (file.path.clone(), file.hash, parse_options);
            cache.known_note(&key).unwrap_or_else(|| Arc::new(note::parse(file, &parse_options)))
        })
        .collect();
    for (file, note) in files.iter().zip(&parsed) {
        cache.remember_note((file.path.clone(), file.hash, parse_options), note);
    }

    progress("resolving", 0, 0);
    let mut diagnostics = Vec::new();
    for unreadable in inputs.vault.unreadable.iter().chain(&inputs.statics.unreadable) {
        let path = SourcePath::new(&unreadable.path);
        let is_used = path.as_ref().is_some_and(|path| inputs.vault.files.contains_key(path));
        let tell = if is_used { Diagnostic::no_plain_text } else { Diagnostic::unreadable_file };
        diagnostics.push(tell(path.as_ref(), &unreadable.path, &unreadable.reason));
    }
    let opt_in = options::opt_in(&inputs.config);
    let draft_count = parsed.iter().filter(|note| note.front_matter.visibility.is_only_draft(opt_in)).count();
    let mut vault = sort_by_standing(inputs, parsed, &mut diagnostics);
    vault.former = former(inputs, cache, &vault);
    add_line_terms(&mut vault, &inputs.config.glossary.folder, &mut diagnostics);
    let resolve_options: ResolveOptions = options::resolve(&inputs.config, &inputs.vault);
    let (graph, noticed) = Graph::resolve_again(&vault, &resolve_options, &mut cache.lookups);
    if !cache.keeps_pages() {
        // Who builds once has a better use for the memory.
        cache.lookups = Lookups::default();
    }
    diagnostics.extend(noticed);
    let categories: Vec<String> = inputs.config.glossary.categories.iter().map(|c| c.key.clone()).collect();
    let glossary = GlossaryOptions { folder: &inputs.config.glossary.folder, categories: &categories };
    let (terms, noticed) = Terms::collect(&vault, graph.translations(), &glossary);
    diagnostics.extend(noticed);
    let options = options::site(inputs);
    let analysis = Analysis { vault, graph, terms, resolve_options, options, draft_count, diagnostics };
    cache.totals = analysis.totals();
    analysis
}

/// Decides, once for the whole build, what is part of the site. What is kept back goes on as a path and
/// names only.
fn sort_by_standing(inputs: &Inputs, parsed: Vec<Arc<Note>>, diagnostics: &mut Vec<Diagnostic>) -> Vault {
    let opt_in = options::opt_in(&inputs.config);
    let mut vault = Vault {
        attachments: inputs.vault.attachments.keys().cloned().collect(),
        languages: options::languages(&inputs.config),
        moved: Arc::clone(&inputs.vault.moved),
        dates: Arc::clone(&inputs.vault.dates),
        ..Vault::default()
    };
    let excluded = inputs.vault.excluded.iter().cloned();
    vault.withheld.extend(excluded.map(|path| Withheld { path, aliases: Vec::new() }));
    for note in parsed {
        let front_matter = &note.front_matter;
        diagnostics.extend(note.diagnostics.iter().cloned());
        match front_matter.visibility.standing(inputs.drafts, opt_in) {
            Standing::Withheld => vault.withheld.push(Withheld {
                path: note.path.clone(),
                aliases: front_matter.aliases.iter().map(|alias| alias.name.clone()).collect(),
            }),
            Standing::Published if front_matter.drawing => vault.drawings.push(note.path.clone()),
            Standing::Published => vault.notes.push(note),
        }
    }
    vault
}

/// Adds the terms that lines of glossaries define. A note of the same name goes before a line.
fn add_line_terms(vault: &mut Vault, folder: &str, diagnostics: &mut Vec<Diagnostic>) {
    let terms: Vec<Note> = vault.notes.iter().flat_map(|note| note::line_terms(note, folder)).collect();
    if terms.is_empty() {
        return;
    }
    let own = vault.notes.iter().map(|note| (fold(note.path.as_str()), note.path.clone()));
    let mut known: HashMap<String, SourcePath> = own.collect();
    for term in terms {
        match known.entry(fold(term.path.as_str())) {
            Entry::Occupied(first) => {
                let place = term.place(Span::default());
                diagnostics.push(Diagnostic::duplicate_term(place, term.title(), first.get()));
            }
            Entry::Vacant(free) => {
                free.insert(term.file().clone());
                vault.notes.push(Arc::new(term));
            }
        }
    }
    vault.notes.sort_by(|a, b| a.path.cmp(&b.path));
}
