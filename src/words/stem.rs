//! Word forms: what is left of a word when its ending is taken away.

use std::sync::LazyLock;

use frostem::{Algorithm, Stemmer};

use super::script::is_russian;

static ENGLISH: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::English));
static RUSSIAN: LazyLock<Stemmer> = LazyLock::new(|| Stemmer::new(Algorithm::Russian));

/// Returns the stem of one folded word: by the rules of Russian where it has Cyrillic letters, else by
/// those of English. ё counts as е.
pub fn stem(word: &str) -> String {
    let word = word.replace('ё', "е");
    let russian = word.chars().any(is_russian);
    let stemmer = if russian { &*RUSSIAN } else { &*ENGLISH };
    stemmer.stem(&word).into_owned()
}

/// Returns the stems of all words of folded text, joined by blanks.
pub fn stems(text: &str) -> String {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(stem).collect::<Vec<_>>().join(" ")
}

/// Tells whether two softened names are forms of the same words beyond doubt: Russian ones by their stems,
/// English ones by an ending of the plural. `hash` is no form of `hashing`.
pub fn is_form_of(one: &str, other: &str) -> bool {
    let words = |name: &str| -> Vec<String> {
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_owned).collect()
    };
    let (one, other) = (words(one), words(other));
    one.len() == other.len() && one.iter().zip(&other).all(|(one, other)| is_form_of_word(one, other))
}

fn is_form_of_word(one: &str, other: &str) -> bool {
    let is_russian = |word: &str| word.chars().all(is_russian);
    if one == other {
        return true;
    }
    if is_russian(one) && is_russian(other) {
        return stem(one) == stem(other);
    }
    let (short, long) = if one.len() < other.len() { (one, other) } else { (other, one) };
    let in_y = |short: &str| short.strip_suffix('y').is_some_and(|start| long == format!("{start}ies"));
    short.len() > 2 && (long == format!("{short}s") || long == format!("{short}es") || in_y(short))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_one_beyond_doubt() {
        for (one, other) in [
            ("шардирования", "шардирование"),
            ("queries", "query"),
            ("caches", "cache"),
            ("log files", "log file"),
        ] {
            assert!(is_form_of(one, other) && is_form_of(other, one), "{one} {other}");
        }
        for (one, other) in [("hash", "hashing"), ("sharing", "shared"), ("log", "log file"), ("as", "a")] {
            assert!(!is_form_of(one, other), "{one} {other}");
        }
    }

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
