//! What languages call themselves, their alphabets, numbers among their words.

use std::cell::RefCell;
use std::collections::HashMap;

use icu_locale_core::Locale;
use icu_plurals::PluralRules;

/// The languages that most sites are written in, by tag.
const NAMES: &[(&str, &str)] = &[
    ("ar", "العربية"),
    ("be", "Беларуская"),
    ("bg", "Български"),
    ("cs", "Čeština"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("el", "Ελληνικά"),
    ("en", "English"),
    ("es", "Español"),
    ("fa", "فارسی"),
    ("fi", "Suomi"),
    ("fr", "Français"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hu", "Magyar"),
    ("hy", "Հայերեն"),
    ("id", "Bahasa Indonesia"),
    ("it", "Italiano"),
    ("ja", "日本語"),
    ("ka", "ქართული"),
    ("kk", "Қазақша"),
    ("ko", "한국어"),
    ("nl", "Nederlands"),
    ("no", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("ro", "Română"),
    ("ru", "Русский"),
    ("sr", "Српски"),
    ("sv", "Svenska"),
    ("tr", "Türkçe"),
    ("uk", "Українська"),
    ("uz", "Oʻzbekcha"),
    ("vi", "Tiếng Việt"),
    ("zh", "中文"),
];

/// The letters that words begin with, of languages that do not write in Latin letters.
const ALPHABETS: &[(&str, &str)] = &[
    ("be", "АБВГДЕЖЗІЙКЛМНОПРСТУЎФХЦЧШЫЭЮЯ"),
    ("bg", "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЮЯ"),
    ("el", "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩ"),
    ("he", "אבגדהוזחטיכלמנסעפצקרשת"),
    ("mk", "АБВГДЃЕЖЗЅИЈКЛЉМНЊОПРСТЌУФХЦЧЏШ"),
    ("ru", "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ"),
    ("sr", "АБВГДЂЕЖЗИЈКЛЉМНЊОПРСТЋУФХЦЧЏШ"),
    ("uk", "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЮЯ"),
];

/// Returns the capital letters that words of a language begin with, by its tag, where they are known and not Latin.
pub fn alphabet(tag: &str) -> &'static str {
    of_language(ALPHABETS, tag).unwrap_or_default()
}

fn of_language(table: &[(&str, &'static str)], tag: &str) -> Option<&'static str> {
    let base = tag.split('-').next().unwrap_or(tag);
    table.iter().find(|(known, _)| known.eq_ignore_ascii_case(base)).map(|(_, found)| *found)
}

/// Returns what a language calls itself, by its tag; the tag where that is not known.
pub fn language_name(tag: &str) -> &str {
    of_language(NAMES, tag).unwrap_or(tag)
}

/// Puts a number among words of a language, a BCP 47 tag. `forms` are parted by `|` and stand in the order in
/// which the language has them: one, more in English and German; one, few, many in Russian and Polish; zero, one,
/// two, few, many, other in Arabic. Where fewer are given the last stands for the rest.
///
/// ```
/// use studium::words::counted;
/// assert_eq!(counted(21, "{n} заметка|{n} заметки|{n} заметок", "ru"), "21 заметка");
/// assert_eq!(counted(0, "{n} note|{n} notes", "fr"), "0 note");
/// ```
pub fn counted(number: u64, forms: &str, lang: &str) -> String {
    let forms: Vec<&str> = forms.split('|').collect();
    let index = if forms.len() < 2 { 0 } else { form_of(number, forms.len(), lang) };
    forms.get(index).unwrap_or(&"{n}").replace("{n}", &number.to_string())
}

/// Returns which of so many forms goes with a number. Words of a language that needs fewer were never
/// translated into it, and are English.
fn form_of(number: u64, form_count: usize, lang: &str) -> usize {
    thread_local! {
        static KNOWN: RefCell<HashMap<String, Option<PluralRules>>> = RefCell::default();
    }
    let known = KNOWN.with_borrow_mut(|known| {
        if !known.contains_key(lang) {
            known.insert(lang.to_owned(), rules_of(lang));
        }
        let rules = known.get(lang)?.as_ref().filter(|rules| rules.categories().count() >= form_count)?;
        let category = rules.category_for(number);
        rules.categories().position(|other| other == category)
    });
    known.unwrap_or(usize::from(number != 1)).min(form_count - 1)
}

fn rules_of(lang: &str) -> Option<PluralRules> {
    let locale: Locale = lang.parse().ok()?;
    PluralRules::try_new_cardinal((&locale).into()).ok()
}

/// Returns a name with a capital letter at the start. Georgian has none there.
pub fn capitalised(name: &str) -> String {
    let mut chars = name.chars();
    match chars.next() {
        Some(first) if !('\u{10d0}'..='\u{10ff}').contains(&first) => {
            first.to_uppercase().chain(chars).collect()
        }
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_takes_the_form_of_its_language() {
        let said = |lang: &str, forms: &str, numbers: &[u64]| {
            let said: Vec<String> = numbers.iter().map(|number| counted(*number, forms, lang)).collect();
            said.join(", ")
        };
        assert_eq!(
            said(
                "ru",
                "{n} заметка|{n} заметки|{n} заметок",
                &[0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 101, 111, 112, 1001]
            ),
            "0 заметок, 1 заметка, 2 заметки, 4 заметки, 5 заметок, 11 заметок, 12 заметок, 14 заметок, \
             21 заметка, 22 заметки, 25 заметок, 101 заметка, 111 заметок, 112 заметок, 1001 заметка"
        );
        for (lang, forms, expected) in [
            ("en", "{n} note|{n} notes", "0 notes, 1 note, 2 notes, 5 notes, 21 notes"),
            ("de-AT", "{n} Notiz|{n} Notizen", "0 Notizen, 1 Notiz, 2 Notizen, 5 Notizen, 21 Notizen"),
            ("fr", "{n} note|{n} notes", "0 note, 1 note, 2 notes, 5 notes, 21 notes"),
            ("uk", "{n} раз|{n} рази|{n} разів", "0 разів, 1 раз, 2 рази, 5 разів, 21 раз"),
            ("pl", "{n} plik|{n} pliki|{n} plików", "0 plików, 1 plik, 2 pliki, 5 plików, 21 plików"),
            ("cs", "{n} list|{n} listy|{n} listů", "0 listů, 1 list, 2 listy, 5 listů, 21 listů"),
            ("el", "{n} λέξη|{n} λέξεις", "0 λέξεις, 1 λέξη, 2 λέξεις, 5 λέξεις, 21 λέξεις"),
            ("ja", "{n} 件", "0 件, 1 件, 2 件, 5 件, 21 件"),
            // Words that a theme does not have in a language are English.
            ("ja", "{n} note|{n} notes", "0 notes, 1 note, 2 notes, 5 notes, 21 notes"),
            ("no such tag", "{n} note|{n} notes", "0 notes, 1 note, 2 notes, 5 notes, 21 notes"),
        ] {
            assert_eq!(said(lang, forms, &[0, 1, 2, 5, 21]), expected, "{lang}");
        }
    }

    #[test]
    fn a_name_begins_with_a_capital_where_there_are_any() {
        for (name, expected) in [("épée", "Épée"), ("ключ", "Ключ"), ("ქარი", "ქარი"), ("", ""), ("4k", "4k")]
        {
            assert_eq!(capitalised(name), expected);
        }
    }

    #[test]
    fn languages_name_themselves() {
        assert_eq!(
            ["ru", "pt-BR", "EN", "tlh"].map(language_name),
            ["Русский", "Português", "English", "tlh"]
        );
    }
}
