//! Who mentions whom: every note searched for the names of the vault.

use std::sync::Arc;

use rayon::prelude::*;

use super::{Analysis, Cache, Inputs, options};
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
