//! Finding: what the index holds of a query.
//!
//! Steps that can be run again: terms of the dictionary ([`terms`]), their posting lists and scores
//! ([`score`]), notes and their order ([`rank`]), another query where this one finds nothing
//! ([`correct`]), and what is shown of a hit ([`snippet`]). Each notes all chunks that it lacks.

mod automaton;
mod bits;
pub(crate) mod correct;
mod order;
mod positions;
mod postings;
pub(crate) mod rank;
pub(crate) mod score;
pub(crate) mod snippet;
pub(crate) mod terms;
mod weight;

#[cfg(test)]
mod agreement;
#[cfg(test)]
mod damage;
