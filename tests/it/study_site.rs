//! The study site in `content/` holds what it promises: dense, whole, and in two languages.
//!
//! Everything is read from the site itself, so that a note added tomorrow is held to the same.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use studium::engine::{self, Analysis, Cache};
use studium::graph::{NoteId, Resolution, Target};
use studium::note::Kind;
use studium::source::ScanOptions;
use studium::words::fold;

use crate::support::inputs_of;

/// How many links half of the notes have at least.
const MEDIAN_LINKS: usize = 8;
/// A note of fewer words explains nothing to somebody who came from a search.
const FEWEST_WORDS: usize = 80;
/// The further language of the site.
const OTHER: &str = "ru";
/// A section beside the study site, and the home pages, which are lists.
const BESIDE: &[&str] = &["Manual/", "index.md", "ru/index.md", "glossary/index.md"];

fn analysis() -> Analysis {
    let inputs = inputs_of(Path::new(env!("CARGO_MANIFEST_DIR")), &ScanOptions::default());
    engine::analyse(&inputs, &mut Cache::for_one_build(), &|_, _, _| {})
}

/// Returns the notes of the study site.
fn notes(analysis: &Analysis) -> Vec<NoteId> {
    let all = analysis.vault.ids().filter(|id| analysis.vault.note(*id).kind == Kind::Markdown);
    all.filter(|id| !BESIDE.iter().any(|path| path_of(analysis, *id).starts_with(path))).collect()
}

fn path_of(analysis: &Analysis, id: NoteId) -> &str {
    analysis.vault.note(id).path.as_str()
}

fn paths(analysis: &Analysis, ids: impl IntoIterator<Item = NoteId>) -> Vec<&str> {
    ids.into_iter().map(|id| path_of(analysis, id)).collect()
}

#[test]
fn nothing_is_to_be_mended() {
    let analysis = analysis();
    let found = analysis.diagnostics.iter().filter(|found| {
        found.severity >= studium::diagnostic::Severity::Warning || found.code.as_str() == "orphan-note"
    });
    let found: Vec<String> = found
        .map(|found| {
            let path = found.place.as_ref().map_or("", |place| place.path.as_str());
            format!("{path}: {}: {}", found.code.as_str(), found.message)
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn notes_are_linked_densely() {
    let analysis = analysis();
    let leads_to_note =
        |resolution: &Resolution| matches!(resolution, Resolution::Found { target: Target::Note(..), .. });
    let mut counts: Vec<(usize, &str)> = notes(&analysis)
        .into_iter()
        .map(|id| {
            let links = 0..analysis.vault.note(id).links.len();
            let count = links.filter(|link| leads_to_note(analysis.graph.resolution(id, *link))).count();
            (count, path_of(&analysis, id))
        })
        .collect();
    counts.sort_unstable();
    let (median, _) = counts[counts.len() / 2];
    assert!(median >= MEDIAN_LINKS, "half of the notes have at most {median} links: {counts:#?}");
}

#[test]
fn no_note_is_a_stub() {
    let analysis = analysis();
    let words = |id: &NoteId| analysis.vault.note(*id).word_count;
    let short = notes(&analysis).into_iter().filter(|id| words(id) < FEWEST_WORDS);
    let short: Vec<String> = short.map(|id| format!("{} {}", words(&id), path_of(&analysis, id))).collect();
    assert!(short.is_empty(), "{short:#?}");
}

#[test]
fn every_term_speaks_both_languages() {
    let analysis = analysis();
    let mut wanting = Vec::new();
    for term in analysis.terms.all() {
        let id = term.note;
        let path = path_of(&analysis, id);
        let translations = analysis.graph.translations().of_note(id);
        let other = translations.iter().find(|other| analysis.vault.lang(**other) != analysis.vault.lang(id));
        let defined = term.definition.is_some();
        let in_other = if let Some(other) = other {
            analysis.terms.of_note(*other).is_some_and(|term| term.definition.is_some())
        } else {
            let named = term.names.iter().any(|name| name.lang.as_deref() == Some(OTHER));
            named && term.definitions.contains_key(OTHER)
        };
        if !(defined && in_other) {
            wanting.push(path);
        }
    }
    assert!(wanting.is_empty(), "{wanting:#?}");
}

#[test]
fn every_translated_section_is_translated_whole() {
    let analysis = analysis();
    let translations = analysis.graph.translations();
    let folder = format!("{OTHER}/");
    let (other, own): (Vec<NoteId>, Vec<NoteId>) =
        notes(&analysis).into_iter().partition(|id| analysis.vault.lang(*id) == OTHER);
    let alone = other.iter().copied().filter(|id| translations.of_note(*id).is_empty());
    assert_eq!(paths(&analysis, alone), [""; 0], "these translate nothing");
    let sections: BTreeSet<&str> = other
        .iter()
        .filter_map(|id| path_of(&analysis, *id).strip_prefix(&folder)?.split_once('/'))
        .map(|(section, _)| section)
        .collect();
    assert!(sections.contains("Walkthrough"), "the walkthrough is to be there in both languages");
    let of_section =
        |id: &NoteId| path_of(&analysis, *id).split('/').next().is_some_and(|s| sections.contains(s));
    let untranslated =
        own.iter().copied().filter(of_section).filter(|id| translations.of_note(*id).is_empty());
    assert_eq!(paths(&analysis, untranslated), [""; 0], "these have no translation");
}

#[test]
fn every_promised_term_has_its_page() {
    let analysis = analysis();
    let mut known: BTreeMap<String, NoteId> = BTreeMap::new();
    for term in analysis.terms.all() {
        for name in &term.names {
            known.insert(fold(&name.text), term.note);
        }
        known.insert(fold(analysis.vault.note(term.note).path.stem()), term.note);
    }
    let promised = include_str!("study_site/terms.txt");
    let promised: Vec<&str> =
        promised.lines().filter(|line| !line.starts_with('#')).flat_map(|line| line.split(" · ")).collect();
    assert!(promised.len() > 90, "the list is not where it was");
    let missing: Vec<&&str> =
        promised.iter().filter(|name| !known.contains_key(&fold(name.trim()))).collect();
    assert!(missing.is_empty(), "{missing:#?}");
}
