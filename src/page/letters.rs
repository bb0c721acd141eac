//! The letters of an alphabetical index, in any alphabet.
//!
//! In: names, and the language of the page, by whose rules they are sorted. Out: the letter that each stands under,
//! their order, and the letters to choose from. Which letters are letters of their own the rules say: `Ä` stands
//! under `A` in German and behind `Z` in Swedish, `Ch` behind `H` in Czech. Not here: what is listed (`glossary`).

use std::cmp::Ordering;
use std::collections::BTreeSet;

use icu_collator::CollatorBorrowed;
use icu_collator::options::{CollatorOptions, Strength};
use icu_properties::CodePointMapData;
use icu_properties::props::Script;
use unicode_normalization::UnicodeNormalization;

use super::order::{collator, collator_with, compare};
use crate::words::{alphabet, capitalised};

/// What stands under no letter: digits and signs.
pub(super) const OTHER: &str = "#";
const LATIN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// Sorts behind every letter.
const LAST: char = '\u{ffff}';

/// The rules of one page.
pub(super) struct Letters {
    lang: String,
    whole: Option<CollatorBorrowed<'static>>,
    /// Tells letters apart, not their marks and cases.
    primary: Option<CollatorBorrowed<'static>>,
}

impl Letters {
    pub(super) fn new(lang: &str) -> Self {
        let mut options = CollatorOptions::default();
        options.strength = Some(Strength::Primary);
        Self { lang: lang.to_owned(), whole: collator(lang), primary: collator_with(lang, options) }
    }

    /// Returns the letter that a name stands under.
    pub(super) fn of(&self, name: &str) -> String {
        let composed: String = name.nfc().collect();
        let mut chars = composed.chars().skip_while(|c| !c.is_alphanumeric());
        let Some(first) = chars.next().filter(|first| first.is_alphabetic()) else { return OTHER.to_owned() };
        let letter: String = capitalised(&first.to_string()).chars().take(1).collect();
        if is_latin(first)
            && let Some(second) = chars.next().filter(|second| second.is_alphabetic())
            && self.is_beyond(&format!("{first}{second}"), first)
        {
            return letter + &second.to_lowercase().to_string();
        }
        let bare: String = letter.nfd().take(1).collect();
        let is_same = self.primary.as_ref().is_some_and(|rules| rules.compare(&bare, &letter).is_eq());
        if is_same { bare } else { letter }
    }

    /// Tells whether two letters together are one that comes behind the first.
    fn is_beyond(&self, pair: &str, first: char) -> bool {
        self.primary.as_ref().is_some_and(|rules| rules.compare(pair, &format!("{first}{LAST}")).is_gt())
    }

    /// Compares two letters: signs first, then the Latin ones, then other alphabets.
    fn compare_letters(&self, a: &str, b: &str) -> Ordering {
        let rank = |letter: &str| match letter.chars().next() {
            _ if letter == OTHER => 0,
            Some(first) if is_latin(first) => 1,
            _ => 2,
        };
        rank(a).cmp(&rank(b)).then_with(|| compare(self.whole.as_ref(), a, b)).then_with(|| a.cmp(b))
    }

    /// Compares two names, each with its letter.
    pub(super) fn compare(&self, a: (&str, &str), b: (&str, &str)) -> Ordering {
        self.compare_letters(a.0, b.0).then_with(|| compare(self.whole.as_ref(), a.1, b.1))
    }

    /// Returns the alphabets that are in use, one behind the other, each with all letters that words begin with
    /// and those that are `used`, in order. `langs` are the languages of the names.
    pub(super) fn bar(&self, used: &[&str], langs: &BTreeSet<String>) -> Vec<Vec<String>> {
        let mut groups: Vec<(Option<Script>, Vec<String>)> = Vec::new();
        for letter in used {
            let script = letter.chars().next().filter(|_| *letter != OTHER).map(script_of);
            match groups.iter_mut().find(|(known, _)| *known == script) {
                Some((_, letters)) => letters.push((*letter).to_owned()),
                None => groups.push((script, vec![(*letter).to_owned()])),
            }
        }
        for (script, letters) in &mut groups {
            let Some(script) = script else { continue };
            let whole = match *script {
                Script::Latin => LATIN,
                script => [&self.lang]
                    .into_iter()
                    .chain(langs)
                    .map(|lang| alphabet(lang))
                    .find(|letters| letters.chars().next().is_some_and(|first| script_of(first) == script))
                    .unwrap_or_default(),
            };
            letters.extend(whole.chars().map(String::from));
            letters.sort_by(|a, b| self.compare_letters(a, b));
            letters.dedup();
        }
        groups.into_iter().map(|(_, letters)| letters).collect()
    }
}

fn script_of(letter: char) -> Script {
    CodePointMapData::<Script>::new().get(letter)
}

fn is_latin(letter: char) -> bool {
    script_of(letter) == Script::Latin
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sorted(lang: &str, names: &str) -> String {
        let letters = Letters::new(lang);
        let mut rows: Vec<(String, &str)> = names.split(' ').map(|name| (letters.of(name), name)).collect();
        rows.sort_by(|a, b| letters.compare((&a.0, a.1), (&b.0, b.1)));
        rows.iter().map(|(letter, name)| format!("{letter}:{name}")).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn names_stand_under_the_letters_of_the_language() {
        for (lang, names, expected) in [
            ("en", "zoo Épée 4k ant b", "#:4k A:ant B:b E:Épée Z:zoo"),
            ("de", "Zug Äther Apfel Öl Ohr über", "A:Apfel A:Äther O:Ohr O:Öl U:über Z:Zug"),
            ("sv", "Zon Äpple Apa Ö Ål", "A:Apa Z:Zon Å:Ål Ä:Äpple Ö:Ö"),
            ("fr", "zèle école eau ça", "C:ça E:eau E:école Z:zèle"),
            ("cs", "chleba ihned hrad cena čas", "C:cena Č:čas H:hrad Ch:chleba I:ihned"),
            ("es", "ñu nube oso chico", "C:chico N:nube Ñ:ñu O:oso"),
            ("ru", "ёлка ель жук cache йога игра", "C:cache Е:ёлка Е:ель Ж:жук И:игра Й:йога"),
            ("uk", "їжак іній ґава гора єнот", "Г:гора Ґ:ґава Є:єнот І:іній Ї:їжак"),
            ("el", "ωμέγα άλφα βήτα ήτα", "Α:άλφα Β:βήτα Η:ήτα Ω:ωμέγα"),
            ("ka", "ბანი ანი", "ა:ანი ბ:ბანი"),
            ("en", "кэш cache ключ key", "C:cache K:key К:ключ К:кэш"),
        ] {
            assert_eq!(sorted(lang, names), expected, "{lang}");
        }
    }

    #[test]
    fn the_bar_shows_whole_alphabets() {
        let bar = |lang: &str, used: &[&str], langs: &[&str]| {
            let langs = langs.iter().map(|lang| (*lang).to_owned()).collect();
            let bar = Letters::new(lang).bar(used, &langs);
            bar.iter().map(|letters| letters.concat()).collect::<Vec<_>>().join(" · ")
        };
        assert_eq!(
            bar("en", &["#", "C", "К"], &["en", "ru"]),
            "# · ABCDEFGHIJKLMNOPQRSTUVWXYZ · АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"
        );
        assert_eq!(bar("uk", &["Ґ"], &["uk"]), "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЮЯ");
        assert_eq!(bar("sv", &["A", "Ö"], &["sv"]), "ABCDEFGHIJKLMNOPQRSTUVWXYZÖ");
        assert_eq!(bar("el", &["Ω"], &["el"]), "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ");
        assert_eq!(bar("ja", &["犬"], &["ja"]), "犬");
    }
}
