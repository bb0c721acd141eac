//! Stems and the terms that words are indexed under.
//!
//! A word is indexed under its folded form, and under its stem where that differs. The stem carries
//! a mark at its end, so that `shard` as a stem of `sharding` and `shard` as it was written stay two
//! terms: only written forms are completed, corrected and matched by phrases. The mark sorts before
//! all letters, which puts the two side by side in the dictionary, hence into one chunk.

use std::borrow::Cow;

use frostem::{Algorithm, Stemmer};

const MARK: char = '\u{1}';

/// Returns the stem of a folded form, by its script; a word of no known language is its own stem.
pub(crate) fn stem_of(form: &str) -> Cow<'_, str> {
    let algorithm = if form.bytes().all(|b| b.is_ascii_lowercase()) {
        Algorithm::English
    } else if form.chars().all(|c| ('а'..='я').contains(&c)) {
        Algorithm::Russian
    } else {
        return Cow::Borrowed(form);
    };
    let stem = Stemmer::new(algorithm).stem(form);
    if stem.is_empty() { Cow::Borrowed(form) } else { stem }
}

/// Returns the term of a stem.
pub(crate) fn stem_term(stem: &str) -> String {
    let mut term = stem.to_owned();
    term.push(MARK);
    term
}

/// Returns whether a term stands for a stem, not for a written form.
pub(crate) fn is_stem_term(term: &str) -> bool {
    term.ends_with(MARK)
}

#[cfg(test)]
mod tests {
    use super::stem_of;

    #[test]
    fn words_are_stemmed_by_their_script() {
        for (form, stem) in [
            ("репликации", "репликац"),
            ("репликация", "репликац"),
            ("consistency", "consist"),
            ("k8s", "k8s"),
            ("node.js", "node.js"),
            ("keш", "keш"),
            ("", ""),
        ] {
            assert_eq!(stem_of(form), stem, "{form}");
        }
    }
}
