//! Who mentions whom: every note searched for the names of the vault.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Analysis, Cache, Inputs, options};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::graph::{Mentioning, Names, Reading, read};
use crate::note::Kind;

/// Searches all notes. What was searched before for the same names is remembered by content, so a saved
/// note costs its own text; where a name comes, changes or goes, all notes are searched afresh.
pub fn mentioning(inputs: &Inputs, analysis: &Analysis, cache: &mut Cache) -> Mentioning {
    let parse_options = options::parse(&inputs.config, &inputs.vault);
    let names = Names::of(&analysis.vault, &analysis.terms);
    let (fingerprint, mentions) = cache.mentions(&names.names);
    let nothing = Arc::new(Reading::default());
    let known = &*cache;
    let readings: Vec<Arc<Reading>> = analysis
        .vault
        .notes
        .par_iter()
        .map(|note| {
            if note.kind != Kind::Markdown {
                return Arc::clone(&nothing);
            }
            let key = (note.hash, parse_options, fingerprint);
            known.known_reading(&key).unwrap_or_else(|| Arc::new(read(note, &mentions)))
        })
        .collect();
    let searched = analysis.vault.notes.iter().zip(&readings);
    // A canvas and a note may have the same bytes, and not the same text.
    for (note, reading) in searched.filter(|(note, _)| note.kind == Kind::Markdown) {
        cache.remember_reading((note.hash, parse_options, fingerprint), reading);
    }
    Mentioning::of(&analysis.vault, &analysis.graph, names, readings)
}

/// Tells whether the configuration makes more of unlinked mentions than a remark.
pub fn reports_mentions(config: &Config) -> bool {
    let levels = std::iter::once(&config.check.levels).chain(config.check.paths.iter().map(|(_, of)| of));
    levels.filter_map(|of| of.get(&Code::UnlinkedMention)).any(|level| *level > Severity::Info)
}

/// Says which notes name others without linking to them: each pair once, at the first mention.
pub fn unlinked_mentions(inputs: &Inputs, analysis: &Analysis, mentioning: &Mentioning) -> Vec<Diagnostic> {
    let vault = &analysis.vault;
    let mut found = Vec::new();
    for (to, named) in vault.notes() {
        for unlinked in mentioning.unlinked(to) {
            let note = vault.note(unlinked.from);
            // A line that defines a term stands in its file, which is searched as well.
            let Some(file) = inputs.vault.files.get(&note.path).filter(|_| note.path == *note.file()) else {
                continue;
            };
            let (span, _) = mentioning.first(*unlinked).span_in(note, &file.text());
            let words = mentioning.context(*unlinked).map_or(named.title(), |context| &context.text);
            found.push(Diagnostic::unlinked_mention(note.place(span), words, &named.path));
        }
    }
    found
}
