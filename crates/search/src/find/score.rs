//! Scoring: posting lists to one score for each section and clause.
//!
//! Whole lists are added into arrays. A list comes whole in a chunk anyway, so skipping within it
//! would save no bytes, and the arrays are what ranking needs.

use tantivy::query::Bm25Weight;

use super::positions::positions;
use super::postings::postings;
use super::terms::{Found, Named, Needle, Resolved, Term};
use crate::pack::{FieldId, Missing, Open, Space};

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
    /// The notes that bear the query as their name, in order.
    pub(crate) named: Vec<usize>,
    /// The notes with a name that the query begins, in order.
    pub(crate) begun: Vec<usize>,
}

/// Scores a resolved query; `bearers` are the terms of the notes that bear it as their name.
pub(crate) fn score(open: &Open, resolved: &Resolved, bearers: &Named) -> Result<Scored, Missing> {
    fetch(open, resolved);
    let named = bearers.exact.as_ref().map_or_else(Vec::new, |term| notes_with(open, term));
    let mut begun: Vec<usize> = bearers.begun.iter().flat_map(|term| notes_with(open, term)).collect();
    begun.sort_unstable();
    open.complete()?;
    let wanted = resolved.wanted.iter().map(|any| score_any(open, any)).collect();
    Ok(Scored { wanted, unwanted: score_any(open, &resolved.unwanted), named, begun })
}

/// Returns the notes that have a term, in order.
fn notes_with(open: &Open, term: &Term) -> Vec<usize> {
    let mut notes = Vec::new();
    postings(&list(open, term), term.info.doc_freq, term.field.has_positions(), |section, _| {
        notes.push(open.hot().note_of(section as usize));
    });
    notes
}

/// Reads every list, so that all that are absent are noted.
fn fetch(open: &Open, resolved: &Resolved) {
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
                            open.read(Space::Positions(term.field), term.info.positions_range.clone());
                        }
                    }
                }
            }
        }
    }
}

fn list(open: &Open, term: &Term) -> tantivy::directory::OwnedBytes {
    open.read(Space::Postings(term.field), term.info.postings_range.clone())
}

fn score_any(open: &Open, any: &[Found]) -> Scores {
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

fn score_word(open: &Open, whole: Option<&Needle>, parts: &[Needle]) -> Scores {
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
fn score_needle(open: &Open, needle: &Needle) -> Scores {
    let mut scores = vec![0.0; open.hot().sections];
    for term in &needle.terms {
        add_term(open, term, &mut scores, |score, earned| *score += earned);
    }
    if !needle.begun.is_empty() {
        let mut best = vec![0.0; open.hot().sections];
        for term in &needle.begun {
            add_term(open, term, &mut best, |score, earned| {
                *score = score.max(earned);
            });
        }
        for (score, best) in scores.iter_mut().zip(best) {
            *score += best;
        }
    }
    scores
}

fn add_term(open: &Open, term: &Term, scores: &mut Scores, add: impl Fn(&mut f32, f32)) {
    let weight = weight(open, term);
    let norms = open.hot().fields[term.field as usize].norms.as_ref();
    postings(&list(open, term), term.info.doc_freq, term.field.has_positions(), |section, times| {
        if let Some(score) = scores.get_mut(section as usize) {
            add(score, norms.map_or(MET, |norms| weight.score(norms.fieldnorm_id(section), times)));
        }
    });
}

#[expect(clippy::cast_precision_loss, reason = "tantivy computes the average length in this precision")]
fn weight(open: &Open, term: &Term) -> Bm25Weight {
    let sections = open.hot().sections as u64;
    let average = open.hot().fields[term.field as usize].tokens as f32 / sections as f32;
    Bm25Weight::for_one_term_without_explain(u64::from(term.info.doc_freq), sections, average)
        .boost_by(term.weight)
}

/// Scores a phrase as the sum of its terms, each occurring as often as the phrase does.
fn score_phrase(open: &Open, fields: &[Vec<Term>]) -> Scores {
    let mut scores = vec![0.0; open.hot().sections];
    for terms in fields {
        let Some(norms) =
            terms.first().and_then(|term| open.hot().fields[term.field as usize].norms.as_ref())
        else {
            continue;
        };
        let weights: Vec<Bm25Weight> = terms.iter().map(|term| weight(open, term)).collect();
        for (section, times) in
            phrase_frequencies(open, terms).into_iter().enumerate().filter(|(_, times)| *times > 0)
        {
            let Ok(id) = u32::try_from(section) else {
                continue;
            };
            let norm = norms.fieldnorm_id(id);
            scores[section] += weights.iter().map(|weight| weight.score(norm, times)).sum::<f32>();
        }
    }
    scores
}

/// Returns how often terms stand side by side, in their order, in each section.
fn phrase_frequencies(open: &Open, terms: &[Term]) -> Vec<u32> {
    let sections = open.hot().sections;
    let mut frequencies = vec![0; sections];
    if let [term] = terms {
        postings(&list(open, term), term.info.doc_freq, true, |section, times| {
            if let Some(frequency) = frequencies.get_mut(section as usize) {
                *frequency = times;
            }
        });
        return frequencies;
    }
    // For each section, where the phrase may begin: the places of its first term that all terms up
    // to now have followed.
    let mut begins: Vec<Vec<u32>> = vec![Vec::new(); sections];
    for (place, term) in (0_u32..).zip(terms) {
        let bytes = open.read(Space::Positions(term.field), term.info.positions_range.clone());
        let gaps = positions(&bytes);
        let mut rest = gaps.as_slice();
        let mut seen = vec![false; sections];
        postings(&list(open, term), term.info.doc_freq, true, |section, times| {
            let (own, after) = rest.split_at_checked(times as usize).unwrap_or_default();
            rest = after;
            let section = section as usize;
            let Some(begins) = begins.get_mut(section) else {
                return;
            };
            let mut at = 0;
            let places: Vec<u32> = own
                .iter()
                .map(|gap| {
                    at += gap;
                    at
                })
                .collect();
            seen[section] = true;
            if place == 0 {
                *begins = places;
            } else {
                begins.retain(|begin| places.binary_search(&(begin + place)).is_ok());
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
fn met_by_notes(open: &Open, values: &[Needle]) -> Scores {
    let hot = open.hot();
    let mut counts = vec![0; hot.notes()];
    for needle in values {
        let mut has = vec![false; hot.notes()];
        for term in needle.terms.iter().chain(&needle.begun) {
            postings(&list(open, term), term.info.doc_freq, FieldId::Filter.has_positions(), |section, _| {
                has[hot.note_of(section as usize)] = true;
            });
        }
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
