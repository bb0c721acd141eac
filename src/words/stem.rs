//! Word forms: what is left of a word when its ending is taken away.

use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};

static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::English));
static RUSSIAN: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::Russian));

/// Returns the stem of one folded word: by the rules of Russian where it has Cyrillic letters, else by
/// those of English. ё counts as е.
pub fn stem(word: &str) -> String {
    let word = word.replace('ё', "е");
    let russian = word.chars().any(|c| ('а'..='я').contains(&c));
    let stemmer = if russian { &*RUSSIAN } else { &*ENGLISH };
    stemmer.stem(&word).into_owned()
}

/// Returns the stems of all words of folded text, joined by blanks.
pub fn stems(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(stem).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word_have_one_stem() {
        for (one, other) in [
            ("шардирования", "шардирование"),
            ("реплик", "реплика"),
            ("partitions", "partition"),
            ("consistent-hashing", "consistent hashing"),
            ("полёты", "полет"),
        ] {
            assert_eq!(stems(one), stems(other), "{one} {other}");
        }
        assert_ne!(stem("кап"), stem("кэш"));
    }
}
