//! What languages call themselves, and numbers among words.

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

/// Returns what a language calls itself, by its tag; the tag where that is not known.
pub fn language_name(tag: &str) -> &str {
    let base = tag.split('-').next().unwrap_or(tag);
    let known = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(base));
    known.map_or(tag, |(_, name)| name)
}

/// Puts a number among words. `forms` are parted by `|`: two as in English (`{n} note|{n} notes`), or
/// three as in Russian (`{n} заметка|{n} заметки|{n} заметок`).
pub fn counted(number: u64, forms: &str) -> String {
    let forms: Vec<&str> = forms.split('|').collect();
    let index = match forms.len() {
        0 | 1 => 0,
        2 => usize::from(number != 1),
        _ => match (number % 10, number % 100) {
            (1, last) if last != 11 => 0,
            (2..=4, last) if !(12..=14).contains(&last) => 1,
            _ => 2,
        },
    };
    forms.get(index).unwrap_or(&"{n}").replace("{n}", &number.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_takes_the_form_of_its_language() {
        let russian = "{n} заметка|{n} заметки|{n} заметок";
        let said: Vec<String> = [0, 1, 2, 4, 5, 11, 12, 14, 21, 22, 25, 101, 111, 112, 1001]
            .map(|n| counted(n, russian))
            .to_vec();
        assert_eq!(
            said.join(", "),
            "0 заметок, 1 заметка, 2 заметки, 4 заметки, 5 заметок, 11 заметок, 12 заметок, 14 заметок, \
             21 заметка, 22 заметки, 25 заметок, 101 заметка, 111 заметок, 112 заметок, 1001 заметка"
        );
        assert_eq!([0, 1, 2].map(|n| counted(n, "{n} note|{n} notes")), ["0 notes", "1 note", "2 notes"]);
    }

    #[test]
    fn languages_name_themselves() {
        assert_eq!(
            ["ru", "pt-BR", "EN", "tlh"].map(language_name),
            ["Русский", "Português", "English", "tlh"]
        );
    }
}
