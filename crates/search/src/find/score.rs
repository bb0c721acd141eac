//! Scoring: posting lists to one score for each section and clause.
//!
//! Whole lists are added into arrays. A list comes whole in a chunk anyway, so skipping within it
//! would save no bytes, and the arrays are what ranking needs.

use std::borrow::Cow;

use super::positions::positions;
use super::postings::postings;
use super::terms::{Found, Named, Needle, Resolved, Term};
use super::weight::Weight;
use crate::pack::{Missing, Open, Space};

/// The score of a section that meets a clause without earning anything by it. Adding it to a score
/// changes no bit of any score that words earn.
const MET: f32 = 1e-20;

/// For each section, its score; 0 where it does not match.
pub(crate) type Scores = Vec<f32>;

/// What the posting lists say of a query.
pub(crate) struct Scored {
    /// The scores of each clause that is wanted.
    pub(crate) wanted: Vec<Scores>,
    /// The scores of all that is not wanted, as one.
    pub(crate) unwanted: Scores,
    /// For each note, whether it bears the query as its name.
    pub(crate) named: Vec<bool>,
    /// For each note, whether the query begins a name of it.
    pub(crate) begun: Vec<bool>,
}

/// Scores a resolved query; `bearers` are the terms of the notes that bear it as their name.
pub(crate) fn score(open: &Open<'_>, resolved: &Resolved, bearers: &Named) -> Result<Scored, Missing> {
    fetch(open, resolved);
    let named = notes_with(open, bearers.exact.as_slice());
    let begun = notes_with(open, &bearers.begun);
    open.complete()?;
    let wanted = resolved.wanted.iter().map(|any| score_any(open, any)).collect();
    Ok(Scored { wanted, unwanted: score_any(open, &resolved.unwanted), named, begun })
}

/// Returns for each note whether it has any of some terms.
fn notes_with<'t>(open: &Open<'_>, terms: impl IntoIterator<Item = &'t Term>) -> Vec<bool> {
    let mut notes = vec![false; open.hot().notes()];
    for term in terms {
        each_section(open, term, &mut |section, _| {
            // A list that is damaged may lead beyond the last note.
            if let Some(has) = notes.get_mut(open.hot().note_of(section)) {
                *has = true;
            }
        });
    }
    notes
}

/// Calls `each` with the sections that have a term, and how often they have it.
fn each_section(open: &Open<'_>, term: &Term, each: &mut dyn FnMut(usize, u32)) {
    postings(&list(open, term), term.info.sections, term.field.has_positions(), |section, times| {
        each(section as usize, times);
    });
}

/// Reads every list, so that all that are absent are noted.
fn fetch(open: &Open<'_>, resolved: &Resolved) {
    let needle = |needle: &Needle| {
        for term in needle.terms.iter().chain(&needle.begun) {
            list(open, term);
        }
    };
    for found in resolved.wanted.iter().flatten().chain(&resolved.unwanted) {
        match found {
            Found::Word { whole, parts } => whole.iter().chain(parts).for_each(needle),
            Found::Filter(values) => values.iter().for_each(needle),
            Found::Phrase(fields) => {
                for terms in fields {
                    for term in terms {
                        list(open, term);
                        if terms.len() > 1 {
                            open.read(Space::Positions(term.field), term.info.positions.clone());
                        }
                    }
                }
            }
        }
    }
}

fn list<'h>(open: &Open<'h>, term: &Term) -> Cow<'h, [u8]> {
    open.read(Space::Postings(term.field), term.info.postings.clone())
}

fn score_any(open: &Open<'_>, any: &[Found]) -> Scores {
    let mut scores = vec![0.0; open.hot().sections];
    for found in any {
        let alternative = match found {
            Found::Word { whole, parts } => score_word(open, whole.as_ref(), parts),
            Found::Phrase(fields) => score_phrase(open, fields),
            Found::Filter(values) => met_by_notes(open, values),
        };
        for (score, alternative) in scores.iter_mut().zip(alternative) {
            *score += alternative;
        }
    }
    scores
}

fn score_word(open: &Open<'_>, whole: Option<&Needle>, parts: &[Needle]) -> Scores {
    let mut scores =
        whole.map_or_else(|| vec![0.0; open.hot().sections], |needle| score_needle(open, needle));
    if let Some((first, others)) = parts.split_first() {
        let mut together = score_needle(open, first);
        for other in others {
            for (score, other) in together.iter_mut().zip(score_needle(open, other)) {
                *score = if *score > 0.0 && other > 0.0 { *score + other } else { 0.0 };
            }
        }
        for (score, together) in scores.iter_mut().zip(together) {
            *score += together;
        }
    }
    scores
}

/// Adds up the terms as they are, and the best of those that were only begun.
fn score_needle(open: &Open<'_>, needle: &Needle) -> Scores {
    let mut scores = vec![0.0; open.hot().sections];
    for term in &needle.terms {
        add_term(open, term, &mut scores, |score, earned| score + earned);
    }
    if !needle.begun.is_empty() {
        let mut best = vec![0.0; open.hot().sections];
        for term in &needle.begun {
            add_term(open, term, &mut best, f32::max);
        }
        for (score, best) in scores.iter_mut().zip(best) {
            *score += best;
        }
    }
    scores
}

fn add_term(open: &Open<'_>, term: &Term, scores: &mut Scores, add: fn(f32, f32) -> f32) {
    let weight = weight(open, term);
    let norms = &open.hot().fields[term.field as usize].norms;
    each_section(open, term, &mut |section, times| {
        if let Some(score) = scores.get_mut(section) {
            *score = add(*score, norms.get(section).map_or(MET, |norm| weight.score(*norm, times)));
        }
    });
}

fn weight(open: &Open<'_>, term: &Term) -> Weight {
    let hot = open.hot();
    Weight::new(term.info.sections, hot.sections, hot.fields[term.field as usize].tokens, term.weight)
}

/// Scores a phrase as the sum of its terms, each occurring as often as the phrase does.
fn score_phrase(open: &Open<'_>, fields: &[Vec<Term>]) -> Scores {
    let mut scores = vec![0.0; open.hot().sections];
    for terms in fields {
        let Some(first) = terms.first() else { continue };
        let norms = &open.hot().fields[first.field as usize].norms;
        let weights: Vec<Weight> = terms.iter().map(|term| weight(open, term)).collect();
        let sections = scores.iter_mut().zip(norms).zip(phrase_frequencies(open, terms));
        for ((score, norm), times) in sections.filter(|(_, times)| *times > 0) {
            *score += weights.iter().map(|weight| weight.score(*norm, times)).sum::<f32>();
        }
    }
    scores
}

/// Returns how often terms stand side by side, in their order, in each section.
fn phrase_frequencies(open: &Open<'_>, terms: &[Term]) -> Vec<u32> {
    let sections = open.hot().sections;
    let mut frequencies = vec![0; sections];
    if let [term] = terms {
        each_section(open, term, &mut |section, times| {
            if let Some(frequency) = frequencies.get_mut(section) {
                *frequency = times;
            }
        });
        return frequencies;
    }
    // For each section, where the phrase may begin: the places of its first term that all terms up
    // to now have followed.
    let mut begins: Vec<Vec<u32>> = vec![Vec::new(); sections];
    for (place, term) in (0_u32..).zip(terms) {
        let bytes = open.read(Space::Positions(term.field), term.info.positions.clone());
        let gaps = positions(&bytes);
        let mut rest = gaps.as_slice();
        let mut seen = vec![false; sections];
        each_section(open, term, &mut |section, times| {
            let (own, after) = rest.split_at_checked(times as usize).unwrap_or_default();
            rest = after;
            let Some(begins) = begins.get_mut(section) else {
                return;
            };
            let mut at = 0;
            let places: Vec<u32> = own
                .iter()
                .map(|gap| {
                    // Wrapping, as damaged bytes may say anything.
                    at = gap.wrapping_add(at);
                    at
                })
                .collect();
            seen[section] = true;
            if place == 0 {
                *begins = places;
            } else {
                begins.retain(|begin| places.binary_search(&begin.wrapping_add(place)).is_ok());
            }
        });
        for (begins, seen) in begins.iter_mut().zip(seen) {
            if !seen {
                begins.clear();
            }
        }
    }
    for (frequency, begins) in frequencies.iter_mut().zip(begins) {
        *frequency = u32::try_from(begins.len()).unwrap_or(u32::MAX);
    }
    frequencies
}

/// Marks all sections of the notes that have all values.
fn met_by_notes(open: &Open<'_>, values: &[Needle]) -> Scores {
    let hot = open.hot();
    let mut counts = vec![0; hot.notes()];
    for needle in values {
        let has = notes_with(open, needle.terms.iter().chain(&needle.begun));
        for (count, has) in counts.iter_mut().zip(has) {
            *count += usize::from(has);
        }
    }
    let mut scores = vec![0.0; hot.sections];
    for note in (0..hot.notes()).filter(|note| counts[*note] == values.len()) {
        scores[hot.sections_of(note)].fill(MET);
    }
    scores
}
