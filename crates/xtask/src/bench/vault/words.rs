//! Words that nobody ever wrote, in English and in Russian sounds.
//!
//! In: a seed. Out: for each language words of running text, the commonest first, and adjectives and nouns for
//! titles. Little words are real ones, for they are half of any text; the others are made of syllables and of
//! real endings, so that stems are found by the same rules as in notes of people.

use std::collections::HashSet;

use super::random::Random;

/// Adjectives times nouns is how many titles there are, so both numbers are primes.
pub(super) const ADJECTIVES: usize = 113;
pub(super) const NOUNS: usize = 2003;
/// Made words of running text.
const WORDS: usize = 12_000;
/// The first of these are drawn as often as all words of twice their rank.
const HEAD: usize = 4;

/// What the words of a language are made of.
struct Sounds {
    little: &'static str,
    onsets: &'static str,
    vowels: &'static str,
    codas: &'static str,
    endings: &'static str,
    adjectives: &'static str,
    nouns: &'static str,
}

const ENGLISH: Sounds = Sounds {
    little: "the of and to in is that it for as with are on by this be at from or an which but not have each \
             when than its into such may only one two more can where then if all",
    onsets: "b br c ch cl d dr f fl g gl h j l m n p pl qu r s sk sp st t th tr v w",
    vowels: "a e i o u ai ea oo ou",
    codas: "b ck d g l m n nd nt p r rd rk s st t x",
    endings: "_ s ed ing er ly able ness ation",
    adjectives: "ive al ous ic ary",
    nouns: "ion ment or ness ity age ism",
};

const RUSSIAN: Sounds = Sounds {
    little: "и в не на что с по как из это к для у от так но за же его все или мы при если есть то где когда \
             этот быть может один два более между через под без до после",
    onsets: "б бр в вл г гл д др ж з к кр л м н п пр р с ск ст т тр ф х ч ш",
    vowels: "а е и о у ы",
    codas: "б в г д ж к л м н нд п р рт с ст т х ч ш",
    endings: "_ а у ом ами ение ость ать ный ного",
    adjectives: "ный овый кий альный ивный",
    nouns: "ник тор тель изм ёж ун",
};

/// The words of one language.
pub(super) struct Vocabulary {
    words: Vec<String>,
    pub(super) adjectives: Vec<String>,
    pub(super) nouns: Vec<String>,
}

impl Vocabulary {
    pub(super) fn english(seed: u64) -> Self {
        Self::new(seed, 1, &ENGLISH)
    }

    pub(super) fn russian(seed: u64) -> Self {
        Self::new(seed, 2, &RUSSIAN)
    }

    fn new(seed: u64, language: u64, sounds: &Sounds) -> Self {
        let mut taken: HashSet<String> = sounds.little.split_whitespace().map(String::from).collect();
        let mut make = |purpose: u64, endings: &str, count: usize| {
            let mut random = Random::new(seed, language * 16 + purpose, 0);
            let mut made = Vec::with_capacity(count);
            while made.len() < count {
                let word = word(&mut random, sounds, endings);
                if taken.insert(word.clone()) {
                    made.push(word);
                }
            }
            made
        };
        let adjectives = make(1, sounds.adjectives, ADJECTIVES);
        let nouns = make(2, sounds.nouns, NOUNS);
        let mut words: Vec<String> = sounds.little.split_whitespace().map(String::from).collect();
        words.extend(make(3, sounds.endings, WORDS));
        Self { words, adjectives, nouns }
    }

    /// A word of running text.
    pub(super) fn word(&self, random: &mut Random) -> &str {
        &self.words[random.rank(self.words.len(), HEAD)]
    }
}

/// One or two syllables and an ending.
fn word(random: &mut Random, sounds: &Sounds, endings: &str) -> String {
    let one = |random: &mut Random, of: &str| {
        let choices: Vec<&str> = of.split_whitespace().collect();
        String::from(*random.pick(&choices)).replace('_', "")
    };
    let mut word = String::new();
    for _ in 0..random.between(1, 2) {
        word += &one(random, sounds.onsets);
        word += &one(random, sounds.vowels);
    }
    word += &one(random, sounds.codas);
    word + &one(random, endings)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_word_is_two_things() {
        for vocabulary in [Vocabulary::english(1), Vocabulary::russian(1)] {
            let all = vocabulary.words.iter().chain(&vocabulary.adjectives).chain(&vocabulary.nouns);
            let count = vocabulary.words.len() + ADJECTIVES + NOUNS;
            assert_eq!(all.collect::<HashSet<_>>().len(), count);
        }
    }

    #[test]
    fn another_seed_makes_other_words() {
        let (one, other) = (Vocabulary::russian(1), Vocabulary::russian(2));
        assert_eq!(one.nouns, Vocabulary::russian(1).nouns);
        assert_ne!(one.nouns, other.nouns);
        assert!(one.nouns[0].chars().all(|letter| ('а'..='я').contains(&letter) || letter == 'ё'));
    }
}
