//! The searcher: a query, answered from the chunks at hand.

use std::sync::Arc;

use crate::find::correct::correct;
use crate::find::rank::{Asked, Ranked, rank};
use crate::find::score::{Scored, Scores, score};
use crate::find::snippet::{Matcher, marks, snippet};
use crate::find::terms::{Found, named, resolve};
use crate::outcome::{Hit, Other, Outcome};
#[cfg(not(target_arch = "wasm32"))]
use crate::pack::Pack;
use crate::pack::{Card, CardSection, ChunkId, Chunks, Hot, Missing, Open, OpenError, file_name};
use crate::query::{Query, parse};

/// More hits than this are never given, whatever is asked.
const MOST_HITS: usize = 100;
/// How many other sections of a page are named.
const MOST_OTHERS: usize = 4;

/// An open pack. Holds the hot part alone, and can be shared between threads.
#[derive(Clone, Debug)]
pub struct Searcher {
    hot: Arc<Hot>,
}

/// What a searcher says to a query.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The query is answered.
    Hits(Outcome),
    /// These chunks, in ascending order and never none, must be at hand before asking again. That
    /// may happen several times for one query.
    Need(Vec<ChunkId>),
}

impl Searcher {
    /// Opens the hot part of a pack.
    ///
    /// # Errors
    ///
    /// Fails on bytes that are no hot part, or that of another version.
    pub fn open(hot: &[u8]) -> Result<Self, OpenError> {
        Ok(Self { hot: Arc::new(Hot::open(hot)?) })
    }

    /// Returns the name of a chunk among [`Pack::files`](crate::Pack::files).
    pub fn file_name(&self, chunk: ChunkId) -> String {
        file_name(&self.hot.generation, chunk)
    }

    /// Answers from the chunks at hand, or names those that must be fetched before asking again.
    ///
    /// Any text is a query. At most 100 hits are given.
    pub fn search(&self, query: &str, limit: usize, chunks: &Chunks) -> Answer {
        let open = Open::new(&self.hot, chunks);
        match answer(&open, query, limit.min(MOST_HITS)) {
            Ok(outcome) => Answer::Hits(outcome),
            Err(Missing) => Answer::Need(open.missing()),
        }
    }

    /// Answers a query, fetching chunks by their file names as they are needed.
    ///
    /// Chunks that were fetched stay in `chunks`.
    ///
    /// # Errors
    ///
    /// Fails with the first error of `fetch`, and where what it gives did not come whole.
    pub fn search_with<E: From<OpenError>>(
        &self,
        query: &str,
        limit: usize,
        chunks: &mut Chunks,
        mut fetch: impl FnMut(&str) -> Result<Vec<u8>, E>,
    ) -> Result<Outcome, E> {
        loop {
            match self.search(query, limit, chunks) {
                Answer::Hits(outcome) => return Ok(outcome),
                Answer::Need(needed) => {
                    for chunk in needed {
                        if !chunks.insert(chunk, fetch(&self.file_name(chunk))?) {
                            return Err(OpenError::Damaged.into());
                        }
                    }
                }
            }
        }
    }
}

/// Answers a query from a pack in memory.
///
/// # Errors
///
/// Fails on a pack that cannot be opened, or that lacks a file.
#[cfg(not(target_arch = "wasm32"))]
pub fn search_pack(pack: &Pack, query: &str, limit: usize) -> Result<Outcome, OpenError> {
    let fetch = |name: &str| pack.files.get(name).cloned().ok_or(OpenError::Damaged);
    Searcher::open(&pack.hot)?.search_with(query, limit, &mut Chunks::default(), fetch)
}

/// What was found, and by which query.
struct Answered {
    query: Query,
    corrected: Option<String>,
    ranked: Vec<Ranked>,
    /// How many clauses of text a hit meets that meets all.
    all: usize,
}

fn answer(open: &Open<'_>, text: &str, limit: usize) -> Result<Outcome, Missing> {
    let Answered { query, corrected, ranked, all } = find(open, text)?;
    let total = ranked.len();
    let shown = &ranked[..total.min(limit)];
    let cards: Vec<Option<Card>> = shown.iter().map(|ranked| card(open, ranked)).collect();
    open.complete()?;
    let matcher = Matcher::new(&query);
    let hits =
        shown.iter().zip(cards).filter_map(|(ranked, card)| hit(ranked, card?, &matcher, all)).collect();
    Ok(Outcome { query: text.to_owned(), corrected, total, hits })
}

/// Finds what has all words; where nothing has, with unknown words corrected; where still nothing
/// has, what has most of them.
fn find(open: &Open<'_>, text: &str) -> Result<Answered, Missing> {
    let mut query = parse(text);
    let mut resolved = resolve(open, &query);
    let mut names = named(open, &query);
    open.complete()?;
    let mut corrected = None;
    if resolved.wanted.iter().any(|any| !is_known(any))
        && let Some(meant) = correct(open, text, &query, &resolved)?
    {
        query = parse(&meant);
        resolved = resolve(open, &query);
        names = named(open, &query);
        open.complete()?;
        corrected = Some(meant);
    }
    let Scored { wanted, unwanted, named, begun } = score(open, &resolved, &names)?;
    let scores_of = |is_text: bool| -> Vec<&Scores> {
        let clauses = query.wanted.iter().zip(&wanted);
        clauses.filter(|(clause, _)| clause.is_text() == is_text).map(|(_, scores)| scores).collect()
    };
    let text = scores_of(true);
    let all = text.len();
    let mut asked = Asked { text, restrict: scores_of(false), unwanted: &unwanted, least: all, named, begun };
    let mut ranked = if query.wanted.is_empty() { Vec::new() } else { rank(open, &asked) };
    if ranked.is_empty() && all > 1 {
        asked.least = all.div_ceil(2);
        ranked = rank(open, &asked);
    }
    Ok(Answered { query, corrected, ranked, all })
}

fn is_known(any: &[Found]) -> bool {
    any.iter().any(Found::is_known)
}

/// Returns the card of a note, with the text of the section that represents it and the headings of the others.
fn card(open: &Open<'_>, ranked: &Ranked) -> Option<Card> {
    let first = open.hot().sections_of(ranked.note).start;
    let part_of = |place: &usize| open.hot().card_of(first + place).0;
    let (best, others) = ranked.sections.split_first()?;
    let card = open.card(first + best);
    if others.iter().take(MOST_OTHERS).all(|other| part_of(other) == part_of(best)) {
        return card;
    }
    // Both parts are asked for before either is missed.
    let whole = open.card(first);
    let mut card = card?;
    for (section, named) in card.sections.iter_mut().zip(whole?.sections) {
        (section.heading, section.anchor) = (named.heading, named.anchor);
    }
    Some(card)
}

fn hit(ranked: &Ranked, card: Card, matcher: &Matcher, all: usize) -> Option<Hit> {
    let (best, others) = ranked.sections.split_first()?;
    let Card { path, permalink, title, kind, mut sections } = card;
    let other = |place: &usize| {
        let section = sections.get(*place)?;
        Some(Other { heading: section.heading.clone(), anchor: section.anchor.clone() })
    };
    let more = others.iter().filter_map(other).take(MOST_OTHERS).collect();
    // The top of a page may have no text of its own; then its first text stands for it.
    let text = sections[*best..].iter().map(|section| &section.text).find(|text| !text.trim().is_empty());
    let (snippet, snippet_marks) = snippet(text.map_or("", String::as_str), matcher);
    let CardSection { heading, anchor, .. } = sections.swap_remove(*best);
    let partial = ranked.met < all;
    Some(Hit {
        path,
        permalink,
        title_marks: marks(&title, matcher),
        title,
        heading_marks: heading.as_deref().map_or_else(Vec::new, |heading| marks(heading, matcher)),
        heading,
        anchor,
        kind,
        score: ranked.score,
        partial,
        snippet,
        marks: snippet_marks,
        more,
    })
}
