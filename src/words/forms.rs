//! The forms that a word of a name takes in running text: English numbers, Russian cases.
//!
//! In: one folded word, ё as е. Out: all that it may look like. Forms are made from the ending of the
//! word, not guessed from the words of a text: so `запросить` is no form of `запрос`, though both have
//! one stem, and a text is searched by looking its words up as they stand.

use super::script::is_russian;

/// Words that say nothing by themselves and look like a case of a noun: `тем не менее` names no theme.
const FUNCTION_WORDS: &[&str] = &[
    "без",
    "вам",
    "всем",
    "для",
    "его",
    "едва",
    "ей",
    "ему",
    "если",
    "или",
    "им",
    "ими",
    "их",
    "как",
    "мере",
    "мой",
    "мою",
    "над",
    "нам",
    "него",
    "ней",
    "нем",
    "нему",
    "нею",
    "под",
    "пока",
    "после",
    "при",
    "про",
    "раз",
    "сам",
    "сама",
    "сами",
    "само",
    "своей",
    "свой",
    "свою",
    "такой",
    "тем",
    "тех",
    "того",
    "том",
    "тому",
    "той",
    "ту",
    "чего",
    "чем",
    "чему",
];

const HUSHING: &str = "жшчщ";

/// Returns the forms of a word, the word itself first, each once.
///
/// ```
/// use studium::words::forms;
/// assert_eq!(forms("query"), ["query", "queries"]);
/// assert!(forms("реплика").contains(&"реплик".to_owned()));
/// assert!(!forms("запрос").contains(&"запросить".to_owned()));
/// ```
pub fn forms(word: &str) -> Vec<String> {
    let mut forms = vec![word.to_owned()];
    if word.chars().any(is_russian) {
        russian(word, &mut forms);
    } else if word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        english(word, &mut forms);
    }
    let mut seen: Vec<String> = Vec::with_capacity(forms.len());
    for (index, form) in forms.into_iter().enumerate() {
        let says_nothing = index > 0 && FUNCTION_WORDS.contains(&form.as_str());
        if !says_nothing && !seen.contains(&form) {
            seen.push(form);
        }
    }
    seen
}

/// Returns the endings that an acronym of Cyrillic letters takes: `ЦОДа`, `ЦОДов`.
pub fn acronym_endings() -> &'static [&'static str] {
    &["", "s", "а", "у", "ом", "е", "ы", "ов", "ам", "ами", "ах"]
}

fn english(word: &str, forms: &mut Vec<String>) {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    let cut = |bytes: usize| &word[..word.len() - bytes];
    let after_consonant = |c: char| {
        word.strip_suffix(c).is_some_and(|stem| !stem.ends_with(['a', 'e', 'i', 'o', 'u']) && stem.len() > 1)
    };
    if word.ends_with('s') && !ends(&["ss", "us", "is"]) {
        // A name may be a plural itself.
        if word.len() > 4 && word.ends_with("ies") {
            forms.push(format!("{}y", cut(3)));
        } else {
            forms.push(cut(1).to_owned());
            if ends(&["shes", "ches", "xes", "sses", "zes", "uses"]) {
                forms.push(cut(2).to_owned());
            }
        }
        return;
    }
    match word {
        _ if ends(&["s", "x", "z", "ch", "sh"]) => forms.push(format!("{word}es")),
        _ if after_consonant('y') => forms.push(format!("{}ies", cut(1))),
        _ => forms.push(format!("{word}s")),
    }
    match word {
        _ if ends(&["ex", "ix"]) => forms.push(format!("{}ices", cut(2))),
        _ if word.len() > 4 && ends(&["sis", "xis"]) => forms.push(format!("{}es", cut(2))),
        _ if ends(&["lf", "eaf"]) => forms.push(format!("{}ves", cut(1))),
        _ if ends(&["ife"]) => forms.push(format!("{}ves", cut(2))),
        _ if after_consonant('o') => forms.push(format!("{word}es")),
        _ => {}
    }
}

fn russian(word: &str, forms: &mut Vec<String>) {
    const ADJECTIVE: &[&str] = &[
        "ый", "ий", "ой", "ого", "его", "ому", "ему", "ым", "им", "ом", "ем", "ая", "яя", "ую", "юю", "ей",
        "ою", "ею", "ое", "ее", "ые", "ие", "ых", "их", "ыми", "ими",
    ];
    const SOFT: &[&str] = &["ь", "я", "ю", "ем", "е", "и", "ью", "ей", "ям", "ями", "ях"];
    const BRIEF: &[&str] = &["й", "я", "ю", "ем", "е", "и", "ев", "ям", "ями", "ях"];
    let mut add = |stem: &str, endings: &[&str]| {
        if stem.chars().count() > 1 {
            forms.extend(endings.iter().map(|ending| format!("{stem}{ending}")));
        }
    };
    for ending in ["ый", "ий", "ой", "ая", "яя", "ое", "ее"] {
        if let Some(stem) = word.strip_suffix(ending) {
            add(stem, ADJECTIVE);
        }
    }
    // What is named in the plural is a noun by itself: `данные`, but not `данный`.
    if let Some(stem) = word.strip_suffix("ые").or_else(|| word.strip_suffix("ие")) {
        add(stem, &["ые", "ых", "ым", "ыми", "ие", "их", "им", "ими"]);
    }
    let last = word.chars().next_back().unwrap_or(' ');
    let stem = &word[..word.len() - last.len_utf8()];
    match last {
        'а' | 'о' => {
            add(stem, after(stem, 'а').as_slice());
            add(stem, &["", "а", "о", "ам", "ами", "ах"]);
            for form in bare_forms(stem) {
                add(&form, &[""]);
            }
            if last == 'о' {
                add(stem, &["ом"]);
            } else {
                add(stem, after(stem, 'ы').as_slice());
            }
        }
        'я' => {
            add(stem, &["и", "е", "ю", "ей", "ею", "ь", "й", "ям", "ями", "ях"]);
        }
        'е' if stem.ends_with('и') || stem.ends_with('ь') => {
            add(stem, &["я", "ю", "ем", "и", "й", "ям", "ями", "ях"]);
        }
        'е' if !stem.ends_with(['ы', 'о', 'е']) => {
            add(stem, &["я", "ю", "ем", "и", "ей", "ям", "ями", "ях", "а", "у", "", "ам", "ами", "ах"]);
        }
        'ь' => {
            add(stem, SOFT);
            if let Some(short) = stem.strip_suffix("ен") {
                add(&format!("{short}н"), SOFT);
            }
        }
        'й' => add(stem, BRIEF),
        'ы' => {
            add(stem, &["", "а", "у", "ом", "е", "ой", "ою", "ов", "ам", "ами", "ах"]);
            for form in bare_forms(stem) {
                add(&form, &[""]);
            }
        }
        'и' if is_velar_or_hushing(stem) => {
            add(stem, &["", "а", "у", "ом", "ем", "е", "ой", "ою", "ов", "ей", "ам", "ами", "ах"]);
            for form in bare_forms(stem) {
                add(&form, &[""]);
            }
        }
        'и' => {
            add(stem, SOFT);
            add(stem, BRIEF);
        }
        'у' | 'ю' | 'э' | 'ё' => {}
        // Two words of a name may stand in a case that the whole does not change: `база данных`.
        'х' if word.ends_with("ых") || word.ends_with("их") => {}
        _ => {
            for stem in std::iter::once(word.to_owned()).chain(shortened(word)) {
                add(&stem, &["а", "у", "е", "ам", "ами", "ах"]);
                add(&stem, after(&stem, 'м').as_slice());
            }
        }
    }
}

/// Endings whose vowel the sound before them chooses.
fn after(stem: &str, class: char) -> Vec<&'static str> {
    let hushing = stem.ends_with(|c| HUSHING.contains(c));
    let velar = is_velar_or_hushing(stem);
    let plural = if velar { "и" } else { "ы" };
    match class {
        'м' if hushing => vec![plural, "ем", "ом", "ей"],
        'м' if stem.ends_with('ц') => vec![plural, "ем", "ом", "ов", "ев"],
        'м' => vec![plural, "ом", "ов"],
        'ы' if hushing || stem.ends_with('ц') => vec![plural, "ой", "ою", "ей", "ею"],
        'ы' => vec![plural, "ой", "ою"],
        _ => vec!["у", "е"],
    }
}

fn is_velar_or_hushing(stem: &str) -> bool {
    stem.ends_with(|c| "гкх".contains(c) || HUSHING.contains(c))
}

/// The forms without an ending take a vowel between two consonants: `ошибок`, `ячеек`, `чисел`.
fn bare_forms(stem: &str) -> Vec<String> {
    let mut letters = stem.char_indices().rev();
    let (Some((last_at, last)), Some((before_at, before))) = (letters.next(), letters.next()) else {
        return Vec::new();
    };
    let is_vowel = |c: char| "аеиоуыэюя".contains(c);
    if is_vowel(last) || is_vowel(before) {
        return Vec::new();
    }
    if matches!(before, 'й' | 'ь') {
        return vec![format!("{}е{last}", &stem[..before_at])];
    }
    ["о", "е"].iter().map(|vowel| format!("{}{vowel}{last}", &stem[..last_at])).collect()
}

/// The stem of a word that loses its last vowel: `рынок`, `рынка`; `узел`, `узла`; `столбец`, `столбца`.
fn shortened(word: &str) -> Option<String> {
    ["ок", "ек", "ец", "ел", "ол"].iter().find_map(|ending| {
        let stem = word.strip_suffix(ending)?;
        let last = &ending['о'.len_utf8()..];
        let soft = if stem.ends_with('л') { "ь" } else { "" };
        (stem.chars().count() > 1).then(|| format!("{stem}{soft}{last}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(word: &str, yes: &[&str], no: &[&str]) {
        let forms = forms(word);
        for form in yes {
            assert!(forms.iter().any(|known| known == form), "{word} has the form {form}: {forms:?}");
        }
        for form in no {
            assert!(!forms.iter().any(|known| known == form), "{word} has no form {form}: {forms:?}");
        }
    }

    #[test]
    fn english_words_have_a_number() {
        check("proxy", &["proxies"], &["proxys"]);
        check("key", &["keys"], &["keies"]);
        check("index", &["indexes", "indices"], &["indexing"]);
        check("caches", &["cache"], &["caching"]);
        check("analysis", &["analyses"], &["analysi"]);
        check("redis", &["redises"], &["redi"]);
        check("microservices", &["microservice"], &[]);
        check("c", &["c"], &["cs"]);
    }

    #[test]
    fn russian_nouns_have_cases() {
        check("узел", &["узла", "узлов", "узлами"], &["узловой"]);
        check("рынок", &["рынка", "рынки", "рынков"], &[]);
        check("ошибка", &["ошибок", "ошибки", "ошибкой"], &["ошибочный"]);
        check("ячейка", &["ячеек", "ячейками"], &[]);
        check("число", &["чисел", "числа", "числом"], &[]);
        check("поле", &["поля", "полей", "полем"], &[]);
        check("уровень", &["уровня", "уровней"], &[]);
        check("ключ", &["ключи", "ключей", "ключом"], &["ключевой"]);
        check("репликация", &["репликации", "репликаций", "репликацией"], &["реплицировать", "реплика"]);
        check("шардирование", &["шардирования", "шардированием", "шардировании"], &["шардирован"]);
        check("сценарий", &["сценария", "сценариев"], &[]);
        check("модель", &["модели", "моделей", "моделью"], &["моделист"]);
        check("тема", &["темы", "темой"], &["тем"]);
        check("запрос", &["запросов", "запросе"], &["запросить", "запросили", "запроси"]);
    }

    #[test]
    fn russian_adjectives_agree() {
        check("единая", &["единой", "единые", "единых", "единую"], &["едино"]);
        check("данные", &["данных", "данными"], &["данный", "данная", "дано"]);
        check("строгая", &["строгой", "строгих"], &[]);
        check("данных", &["данных"], &["данные"]);
    }

    proptest::proptest! {
        #[test]
        fn every_word_is_a_form_of_itself(word in "[а-яa-z0-9]{1,12}") {
            assert_eq!(forms(&word)[0], word);
        }
    }
}
