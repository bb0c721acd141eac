//! Ranking: scores of sections to notes in order.

use super::order::{falling, put_in_order};
use super::score::Scores;
use crate::pack::Open;

/// What an exact name adds: it stands before everything else.
const EXACT_NAME: f64 = 1000.0;
/// What a note is worth whose name the query begins: whoever types half a name means it.
const BEGUN_NAME: f64 = 2.0;
/// What a note is worth that has all words, but in different sections.
const SCATTERED: f64 = 0.6;
/// What the top of a page is worth beside its sections: a query for a title leads there.
const TOP: f64 = 1.15;
/// The precision of scores. Platforms differ in the last bits of a logarithm; so much is the same.
const PLACES: f64 = 1000.0;

/// A note that was found.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Ranked {
    /// Its number.
    pub(crate) note: usize,
    /// Its sections that answer, by number within the note, best first; never empty.
    pub(crate) sections: Vec<usize>,
    /// The score, rounded.
    pub(crate) score: f64,
    /// How many clauses of text it meets.
    pub(crate) met: usize,
}

/// What a query asks of a note, as scores of sections.
pub(crate) struct Asked<'s> {
    /// Clauses of text, of which a note may lack some when `least` says so.
    pub(crate) text: Vec<&'s Scores>,
    /// Clauses that restrict; all must be met.
    pub(crate) restrict: Vec<&'s Scores>,
    /// What must not be there.
    pub(crate) unwanted: &'s Scores,
    /// How many clauses of text a note must meet.
    pub(crate) least: usize,
    /// For each note, whether it bears the query as its name.
    pub(crate) named: Vec<bool>,
    /// For each note, whether the query begins a name of it.
    pub(crate) begun: Vec<bool>,
}

/// Returns the notes that answer, best first.
pub(crate) fn rank(open: &Open<'_>, asked: &Asked<'_>) -> Vec<Ranked> {
    let mut ranked: Vec<Ranked> =
        (0..open.hot().notes()).filter_map(|note| rank_note(open, asked, note)).collect();
    // Notes are numbered by permalink, which settles ties.
    put_in_order(&mut ranked, |note| [!(note.met as u64), falling(note.score)]);
    ranked
}

fn rank_note(open: &Open<'_>, asked: &Asked<'_>, note: usize) -> Option<Ranked> {
    let sections = open.hot().sections_of(note);
    let has = |scores: &Scores| scores[sections.clone()].iter().any(|score| *score > 0.0);
    if !asked.restrict.iter().all(|scores| has(scores)) || has(asked.unwanted) {
        return None;
    }
    let met = asked.text.iter().filter(|scores| has(scores)).count();
    if met < asked.least {
        return None;
    }
    let boost = f64::from(open.hot().boosts[note]);
    let mut own: Vec<(usize, usize, f64)> = Vec::new();
    for (place, section) in sections.enumerate() {
        let score: f32 = asked.text.iter().map(|scores| scores[section]).sum();
        let here = asked.text.iter().filter(|scores| scores[section] > 0.0).count();
        if here > 0 || (asked.text.is_empty() && place == 0) {
            own.push((place, here, f64::from(score) * if place == 0 { TOP } else { 1.0 }));
        }
    }
    put_in_order(&mut own, |section| [!(section.1 as u64), falling(rounded(section.2))]);
    let (_, here, mut score) = *own.first()?;
    score *= boost * if here < met { SCATTERED } else { 1.0 };
    // The best section represents the note, those that answer as fully may follow.
    let mut best: Vec<usize> = own.iter().filter(|other| other.1 == here).map(|other| other.0).collect();
    if asked.named[note] {
        score += EXACT_NAME;
        best.retain(|place| *place != 0);
        best.insert(0, 0);
    } else if asked.begun[note] {
        score *= BEGUN_NAME;
    }
    Some(Ranked { note, sections: best, score: rounded(score), met })
}

fn rounded(score: f64) -> f64 {
    (score * PLACES).round() / PLACES
}
