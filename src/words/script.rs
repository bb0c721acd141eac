//! The same word in another script: written by sound, or typed on the wrong keyboard.

/// Writes folded text in Latin letters, as a Russian speaker would by ear: `кеш` gives `kesh`.
///
/// Letters that sound alike fall together (`е`, `э`, `ё` give `e`; `и`, `й`, `ы` give `i`), and so do
/// the usual ways to write one sound (`ck`, `c`, `q` give `k`; `y` gives `i`), so that two spellings of
/// one word have one form. Everything else stays.
pub fn latin(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len());
    for c in text.chars() {
        match cyrillic(c) {
            Some(sound) => spelled.push_str(sound),
            None => spelled.push(c),
        }
    }
    let mut latin = String::with_capacity(spelled.len());
    let mut rest = spelled.as_str();
    while let Some(c) = rest.chars().next() {
        let (spelling, sound) = SOUNDS
            .iter()
            .find(|(spelling, _)| rest.starts_with(spelling))
            .map_or((&rest[..c.len_utf8()], &rest[..c.len_utf8()]), |(spelling, sound)| (*spelling, *sound));
        // A long vowel is no other word.
        if sound != "i" || !latin.ends_with('i') {
            latin.push_str(sound);
        }
        rest = &rest[spelling.len()..];
    }
    latin
}

/// Reads folded text as if it had been typed on the other keyboard, English or Russian: `rfarf` gives
/// `кафка`, `лфалф` gives `kafka`. Text without a letter of either gives `None`.
pub fn other_layout(text: &str) -> Option<String> {
    let russian = text.chars().any(is_russian);
    if !russian && !text.chars().any(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let keys = ENGLISH_KEYS.chars().zip(RUSSIAN_KEYS.chars());
    let table: Vec<(char, char)> =
        if russian { keys.map(|(english, russian)| (russian, english)).collect() } else { keys.collect() };
    let read = |c: char| table.iter().find(|(key, _)| *key == c).map_or(c, |(_, other)| *other);
    Some(text.chars().map(read).collect())
}

/// Tells whether a folded letter is one of the Russian alphabet.
pub(super) fn is_russian(letter: char) -> bool {
    matches!(letter, 'а'..='я' | 'ё')
}

/// Which letters a text is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Latin letters alone.
    Latin,
    /// Cyrillic letters alone.
    Cyrillic,
    /// Both.
    Mixed,
    /// Neither.
    Other,
}

/// Tells in which letters a text is written.
pub fn script_of(text: &str) -> Script {
    let has = |range: &[std::ops::RangeInclusive<char>]| {
        text.chars().any(|c| range.iter().any(|range| range.contains(&c)))
    };
    match (has(&['a'..='z', 'A'..='Z']), has(&['\u{400}'..='\u{52f}'])) {
        (true, true) => Script::Mixed,
        (true, false) => Script::Latin,
        (false, true) => Script::Cyrillic,
        (false, false) => Script::Other,
    }
}

const ENGLISH_KEYS: &str = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const RUSSIAN_KEYS: &str = "ёйцукенгшщзхъфывапролджэячсмитьбю";

fn cyrillic(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' => "g",
        'д' => "d",
        'е' | 'ё' | 'э' => "e",
        'ж' => "zh",
        'з' => "z",
        'и' | 'й' | 'ы' => "i",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' => "u",
        'ф' => "f",
        'х' => "h",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "sch",
        'ъ' | 'ь' => "",
        'ю' => "iu",
        'я' => "ia",
        _ => return None,
    })
}

/// Latin spellings of one sound, the longer before those that begin them.
const SOUNDS: &[(&str, &str)] = &[
    ("shch", "sch"),
    ("sch", "sch"),
    ("ch", "ch"),
    ("ck", "k"),
    ("c", "k"),
    ("kh", "h"),
    ("ph", "f"),
    ("q", "k"),
    ("w", "v"),
    ("x", "ks"),
    ("y", "i"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_spellings_of_one_sound_have_one_form() {
        for (one, other) in [
            ("кеш", "kesh"),
            ("keш", "кэш"),
            ("кафка", "kafka"),
            ("чтение", "chtenie"),
            ("репликация", "replikatsiya"),
            ("тарантул", "tarantul"),
            ("быстрый", "bystryi"),
        ] {
            assert_eq!(latin(one), latin(other), "{one} {other}");
        }
        assert_ne!(latin("кеш"), latin("ключ"));
    }

    #[test]
    fn the_wrong_keyboard_is_read_back() {
        for (typed, meant) in [("rfarf", "кафка"), ("лфалф", "kafka"), ("rfg ntjhtvf", "кап теорема")]
        {
            assert_eq!(other_layout(typed).as_deref(), Some(meant));
        }
        assert_eq!(other_layout("2026-05"), None);
    }
}
