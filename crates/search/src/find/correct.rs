//! Correcting: another query, where a word of this one is unknown.
//!
//! A word that the index does not know is read in the other keyboard layout, then in the other
//! script, then as a typing error; the first reading that the index knows is taken. So a word that
//! finds something is never replaced.

use super::automaton::Near;
use super::terms::{Resolved, resolve};
use crate::analysis::{other_layout, other_scripts};
use crate::pack::{Missing, Open, each_spelling};
use crate::query::{Query, Word, parse};

/// Words from this length are corrected by one edit, and by two.
const SHORTEST_ONE_EDIT: usize = 4;
const SHORTEST_TWO_EDITS: usize = 8;
/// Shorter words are too easily something else in another layout or script.
const SHORTEST_REWRITTEN: usize = 3;

/// Returns the query that was probably meant; `None` where no unknown word has a reading.
pub(crate) fn correct(
    open: &Open<'_>,
    text: &str,
    query: &Query,
    resolved: &Resolved,
) -> Result<Option<String>, Missing> {
    let mut corrected = String::new();
    let mut kept = 0;
    // All words are looked at before giving up on an absent chunk, so that one round serves all.
    let mut complete = Ok(());
    for (clause, found) in query.wanted.iter().zip(&resolved.wanted) {
        let Some(word) = clause.word() else { continue };
        if clause.span.0 < kept || word.span.0 < kept || found.iter().any(super::terms::Found::is_known) {
            continue;
        }
        match reading(open, text, clause.span, word) {
            Ok(Some((span, reading))) => {
                corrected.push_str(&text[kept..span.0]);
                corrected.push_str(&reading);
                kept = span.1;
            }
            Ok(None) => {}
            Err(missing) => complete = Err(missing),
        }
    }
    complete?;
    if kept == 0 {
        return Ok(None);
    }
    corrected.push_str(&text[kept..]);
    Ok(Some(corrected))
}

/// Returns the best reading of a word, and the range of the query that it replaces.
type Reading = ((usize, usize), String);

fn reading(
    open: &Open<'_>,
    text: &str,
    piece: (usize, usize),
    word: &Word,
) -> Result<Option<Reading>, Missing> {
    let Some(form) = word.whole.as_deref() else {
        return Ok(None);
    };
    let letters = form.chars().count();
    let mut spellings = Vec::new();
    if letters >= SHORTEST_REWRITTEN {
        // Signs are letters of the other layout, so it is the piece that was typed, not the word.
        let layout = other_layout(&text[piece.0..piece.1]);
        let known_layout = layout.filter(|layout| is_known(open, layout, word.open));
        spellings = other_scripts(form);
        let known: Vec<bool> = spellings.iter().map(|spelling| is_known(open, spelling, word.open)).collect();
        // What comes next is mostly needed, and comes in the same round.
        let _: Result<_, Missing> = nearest_by(open, form, 1, false);
        open.complete()?;
        if let Some(layout) = known_layout {
            return Ok(Some((piece, layout)));
        }
        if let Some(place) = known.iter().position(|known| *known) {
            return Ok(Some((word.span, spellings.swap_remove(place))));
        }
    }
    if let Some(near) = nearest(open, form, word.open)? {
        return Ok(Some((word.span, near)));
    }
    // A guess at the script bears no second guess beyond one edit.
    let worth = |spelling: &&String| spelling.chars().count() >= SHORTEST_ONE_EDIT;
    for spelling in spellings.iter().filter(worth) {
        if let Some(near) = near(open, spelling, 1, false)? {
            return Ok(Some((word.span, near)));
        }
    }
    Ok(None)
}

/// Returns whether the index knows every word of a text.
fn is_known(open: &Open<'_>, text: &str, unfinished: bool) -> bool {
    let text = if unfinished { text.to_owned() } else { [text, " "].concat() };
    let query = parse(&text);
    let resolved = resolve(open, &query);
    let known = |any: &Vec<super::terms::Found>| any.iter().any(super::terms::Found::is_known);
    !query.wanted.is_empty() && query.unwanted.is_empty() && resolved.wanted.iter().all(known)
}

/// Returns the nearest word of the index: fewest edits first, then the one in most sections. An
/// unfinished word may also be the beginning of one, misspelt.
fn nearest(open: &Open<'_>, form: &str, unfinished: bool) -> Result<Option<String>, Missing> {
    let mut nearest = nearest_by(open, form, 1, false)?;
    if nearest.is_none() && form.chars().count() >= SHORTEST_TWO_EDITS {
        nearest = nearest_by(open, form, 2, false)?;
    }
    if nearest.is_none() && unfinished {
        nearest = nearest_by(open, form, 1, true)?;
    }
    Ok(nearest)
}

/// Returns the nearest word by so many edits, for a word that is worth correcting.
fn nearest_by(open: &Open<'_>, form: &str, edits: usize, prefix: bool) -> Result<Option<String>, Missing> {
    if form.chars().count() < SHORTEST_ONE_EDIT || !form.chars().all(char::is_alphabetic) {
        return Ok(None);
    }
    near(open, form, edits, prefix)
}

fn near(open: &Open<'_>, form: &str, edits: usize, prefix: bool) -> Result<Option<String>, Missing> {
    // The first letter is taken as right: it bounds the words that are read.
    let Some(first) = form.chars().next() else {
        return Ok(None);
    };
    let near = Near::new(form, edits, prefix);
    let letters = form.chars().count();
    let most = if prefix { usize::MAX } else { letters + edits };
    let mut best: Option<(u32, String)> = None;
    each_spelling(open, first, letters - edits..=most, &mut |word, sections| {
        // The last of the most frequent: of two, any, but always the same.
        let is_better = best.as_ref().is_none_or(|(most, best)| (*most, best.as_str()) < (sections, word));
        if is_better && near.accepts(word) {
            best = Some((sections, word.to_owned()));
        }
    });
    open.complete()?;
    Ok(best.map(|(_, word)| word))
}
