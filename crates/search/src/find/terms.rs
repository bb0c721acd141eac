//! Resolving: the terms of the dictionaries that a query is about.

use super::order::put_in_order;
use crate::analysis::{is_stem_term, stem_of, stem_term};
use crate::pack::{Dictionary, FieldId, Open, Space, TermInfo};
use crate::query::{Atom, Filter, Query, Word, name_term};

/// What a written form is worth beside the stem, and an inflection of it.
const WEIGHT_AS_WRITTEN: f32 = 1.5;
const WEIGHT_STEM: f32 = 1.0;
/// What a word that merely begins so is worth.
const WEIGHT_BEGUN: f32 = 0.6;
/// An unfinished word of one or two letters is looked for in heads only: too many words begin so.
const SHORTEST_BEGUN_IN_BODY: usize = 3;
/// In bodies, an unfinished word stands for this many words at most, the most frequent ones. In
/// heads it stands for all of them, so that a title once found stays found while it is typed.
const MOST_BEGUN_IN_BODY: usize = 24;
/// Fewer letters begin too many names to mean one of them.
const SHORTEST_BEGUN_NAME: usize = 3;
/// A query that begins more names than this means none of them in particular.
const MOST_BEGUN_NAMES: usize = 64;

/// A term of a dictionary, with what an occurrence is worth.
#[derive(Clone, Debug)]
pub(crate) struct Term {
    /// Its field.
    pub(crate) field: FieldId,
    /// How many sections have it, and where its list is.
    pub(crate) info: TermInfo,
    /// The factor of its score, the weight of the field included.
    pub(crate) weight: f32,
}

/// A form to be found: as it is, or as the beginning of another.
#[derive(Clone, Debug, Default)]
pub(crate) struct Needle {
    /// Terms whose scores add up.
    pub(crate) terms: Vec<Term>,
    /// Terms of which the best counts.
    pub(crate) begun: Vec<Term>,
}

impl Needle {
    fn is_known(&self) -> bool {
        !self.terms.is_empty() || !self.begun.is_empty()
    }
}

/// An atom of a query, as terms.
#[derive(Clone, Debug)]
pub(crate) enum Found {
    /// The whole, or all of the parts.
    Word {
        /// The whole of the word, where the index can know it.
        whole: Option<Needle>,
        /// The parts, all of which must be found where the whole is not; may be empty.
        parts: Vec<Needle>,
    },
    /// For each field that has all of them, the terms in their order.
    Phrase(Vec<Vec<Term>>),
    /// What the note must have, all of it.
    Filter(Vec<Needle>),
}

impl Found {
    /// Returns whether the dictionaries know the atom. They may, and still no section has it.
    pub(crate) fn is_known(&self) -> bool {
        match self {
            Self::Word { whole, parts } => {
                whole.as_ref().is_some_and(Needle::is_known)
                    || (!parts.is_empty() && parts.iter().all(Needle::is_known))
            }
            Self::Phrase(fields) => !fields.is_empty(),
            Self::Filter(values) => values.iter().all(Needle::is_known),
        }
    }
}

/// A query, as terms.
#[derive(Clone, Debug)]
pub(crate) struct Resolved {
    /// The clauses in the order of the query, each with its alternatives.
    pub(crate) wanted: Vec<Vec<Found>>,
    /// What must not be there.
    pub(crate) unwanted: Vec<Found>,
}

/// Resolves a query. What is absent resolves to nothing; see [`Open::complete`].
pub(crate) fn resolve(open: &Open<'_>, query: &Query) -> Resolved {
    let all = |atoms: &[Atom]| atoms.iter().map(|atom| found(open, atom)).collect();
    Resolved {
        wanted: query.wanted.iter().map(|clause| all(&clause.any)).collect(),
        unwanted: all(&query.unwanted),
    }
}

fn found(open: &Open<'_>, atom: &Atom) -> Found {
    match atom {
        Atom::Word(word) => found_word(open, word),
        Atom::Phrase(forms) => {
            // All forms are looked up before one that is unknown ends it, so that one round fetches
            // whatever is absent.
            let terms = |field| -> Option<Vec<Term>> {
                let found: Vec<Option<Term>> =
                    forms.iter().map(|form| term(open, field, form, 1.0)).collect();
                found.into_iter().collect()
            };
            Found::Phrase(FieldId::TEXT.map(terms).into_iter().flatten().collect())
        }
        Atom::Filter(filter) => {
            Found::Filter(filter.values.iter().map(|value| filtered(open, filter, value)).collect())
        }
    }
}

fn found_word(open: &Open<'_>, word: &Word) -> Found {
    let last = word.parts.len().saturating_sub(1);
    let part = |(place, form): (usize, &String)| needle(open, form, word.open && place == last);
    Found::Word {
        whole: word.whole.as_ref().map(|form| needle(open, form, word.open)),
        parts: word.parts.iter().enumerate().map(part).collect(),
    }
}

/// Returns the terms of a form in both fields of text.
fn needle(open: &Open<'_>, form: &str, is_open: bool) -> Needle {
    let stem = stem_of(form);
    let mut exact = vec![(form.to_owned(), WEIGHT_AS_WRITTEN), (stem_term(&stem), WEIGHT_STEM)];
    if stem != form {
        exact.push((stem.into_owned(), WEIGHT_STEM));
    }
    let mut needle = Needle::default();
    for field in FieldId::TEXT {
        needle.terms.extend(exact.iter().filter_map(|(text, weight)| term(open, field, text, *weight)));
        if is_open {
            needle.begun.extend(begun(open, field, form));
        }
    }
    needle
}

/// Looks a term up.
fn term(open: &Open<'_>, field: FieldId, text: &str, weight: f32) -> Option<Term> {
    let info = Dictionary::new(open, field).get(text)?;
    Some(Term { field, info, weight: weight * field.weight() })
}

/// Returns the terms of a field that begin with a form and are longer.
fn begun(open: &Open<'_>, field: FieldId, form: &str) -> Vec<Term> {
    let letters = form.chars().count();
    if field == FieldId::Body && letters < SHORTEST_BEGUN_IN_BODY {
        return Vec::new();
    }
    let mut begun: Vec<Term> = Vec::new();
    expect_begun(open, field, form);
    each_beginning(open, field, form, &mut |text, info| {
        if text.len() > form.len() && !is_stem_term(text) {
            begun.push(Term { field, info, weight: WEIGHT_BEGUN * field.weight() });
        }
    });
    if field == FieldId::Body {
        // Of words as frequent the first of the alphabet stay.
        put_in_order(&mut begun, |term| [u64::from(!term.info.sections), 0]);
        begun.truncate(MOST_BEGUN_IN_BODY);
    }
    begun
}

/// Reads the long lists that are known to be wanted before the dictionary is at hand.
fn expect_begun(open: &Open<'_>, field: FieldId, form: &str) {
    let long = Dictionary::new(open, field).long(form).iter();
    let is_word = |term: &[u8]| std::str::from_utf8(term).is_ok_and(|term| !is_stem_term(term));
    let mut lists: Vec<_> = long.filter(|(term, _)| is_word(term)).map(|(_, list)| list.clone()).collect();
    if field == FieldId::Body && lists.len() > MOST_BEGUN_IN_BODY {
        // Which of them are wanted the dictionary tells.
        lists.clear();
    }
    for list in lists {
        open.read(Space::Postings(field), list);
    }
}

/// Calls `each` with the terms that begin with a text, in order.
fn each_beginning(open: &Open<'_>, field: FieldId, text: &str, each: &mut dyn FnMut(&str, TermInfo)) {
    Dictionary::new(open, field).each_beginning(text, each);
}

/// Returns the terms of a value of an operator.
fn filtered(open: &Open<'_>, filter: &Filter, value: &str) -> Needle {
    let mut needle = Needle::default();
    // A word is matched from its beginning, and no further than its inflections agree.
    let stem = if filter.operator.takes_words() {
        common_prefix(value, &stem_of(value)).to_owned()
    } else {
        value.to_owned()
    };
    let text = filter.operator.term(&stem);
    if filter.open {
        each_beginning(open, FieldId::Filter, &text, &mut |_, info| {
            needle.begun.push(Term { field: FieldId::Filter, info, weight: 0.0 });
        });
    } else {
        needle.terms.extend(term(open, FieldId::Filter, &text, 0.0));
    }
    needle
}

fn common_prefix<'a>(a: &'a str, b: &str) -> &'a str {
    let same = a.char_indices().zip(b.chars()).find(|((_, a), b)| a != b);
    let length = same.map_or(a.len().min(b.len()), |((at, _), _)| at);
    a.get(..length).unwrap_or(a)
}

/// The terms of the notes that bear the query as their name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Named {
    /// Of those that bear just that name.
    pub(crate) exact: Option<Term>,
    /// Of those whose name goes on, where the query may.
    pub(crate) begun: Vec<Term>,
}

/// Returns the terms of the names that a query is, or begins.
pub(crate) fn named(open: &Open<'_>, query: &Query) -> Named {
    if query.name.is_empty() {
        return Named::default();
    }
    let text = name_term(&query.name);
    let mut named = Named { exact: term(open, FieldId::Filter, &text, 0.0), begun: Vec::new() };
    if let Some(begun) = unfinished_name(query) {
        let begun = name_term(&begun);
        each_beginning(open, FieldId::Filter, &begun, &mut |found, info| {
            if found != text && named.begun.len() < MOST_BEGUN_NAMES {
                named.begun.push(Term { field: FieldId::Filter, info, weight: 0.0 });
            }
        });
    }
    named
}

/// Returns the name that a query spells, its last word as written: the stem of a word that is not
/// finished says nothing of how it goes on.
fn unfinished_name(query: &Query) -> Option<String> {
    let word = query.wanted.last()?.word().filter(|word| word.open)?;
    let form = word.parts.last().or(word.whole.as_ref())?;
    let before = query.name.strip_suffix(stem_of(form).as_ref())?;
    let name = [before, form].concat();
    (name.chars().count() >= SHORTEST_BEGUN_NAME).then_some(name)
}
