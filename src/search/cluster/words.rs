//! Words as they are compared where a cluster knows too little of languages to do it itself.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;

use crate::words::stem;

/// Returns the words of a text, without case and accents; in place of a Russian word stands its stem.
///
/// English words stay whole: every cluster has a stemmer for them, and asks by it.
pub(super) fn words(text: &str) -> String {
    let folded = folded(text);
    let words = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    let words = words.map(|word| if is_russian(word) { stem(word) } else { word.to_owned() });
    words.collect::<Vec<_>>().join(" ")
}

fn is_russian(word: &str) -> bool {
    word.chars().any(|c| ('а'..='я').contains(&c))
}

/// Takes away case and accents; `й` is a letter of its own, `ё` is not.
fn folded(text: &str) -> String {
    const BREVE: char = '\u{306}';
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase).nfkd().flat_map(char::to_lowercase) {
        if c == BREVE && folded.ends_with('и') {
            folded.pop();
            folded.push('й');
        } else if canonical_combining_class(c) == 0 && !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}') {
            folded.push(c);
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn russian_words_are_stems_and_others_stay() {
        let text = "Репликации Ёлок: Café caching, HTTP/2 и «йодом»";
        assert_eq!(words(text), "репликац елок cafe caching http 2 и йод");
    }

    /// What the page of the search says of itself: it asks for the beginnings of a word, as it has no stemmer.
    fn constant(name: &str) -> usize {
        const SCRIPT: &str = include_str!("../../../themes/default/static/scripts/search_cluster.js");
        let rest = SCRIPT.split_once(&format!("const {name} = ")).expect("the script says so").1;
        rest.split(';').next().and_then(|number| number.parse().ok()).expect("a number")
    }

    /// Tells whether the stem of a word is a beginning of it that the page asks for; one that is too short is not.
    fn is_asked_for(word: &str) -> bool {
        let (folded, stem) = (folded(word), words(word));
        let (whole, length) = (folded.chars().count(), stem.chars().count());
        let is_short = whole > constant("SHORTEST_STEM") && length < constant("SHORTEST_STEM");
        is_short || folded.starts_with(&stem) && whole - length <= constant("LONGEST_ENDING")
    }

    #[test]
    fn the_page_asks_for_every_stem() {
        for word in ["репликация", "ёлки", "шардированием", "наилучшего", "открывавшись", "кэшировавшимися"]
        {
            assert!(is_asked_for(word), "{word}: {}", words(word));
        }
    }

    proptest! {
        #[test]
        fn the_page_asks_for_the_stem_of_whatever_looks_russian(
            word in "[а-яё]{0,6}(вшись|ывшись|ившимися|ость|ейше|ейшими|ыми|ами|ий|ия|ованием|нн|ь)?",
        ) {
            prop_assume!(!word.is_empty());
            prop_assert!(is_asked_for(&word), "{word}: {}", words(&word));
        }
    }
}
