//! Cyrillic letters written in Latin ones, for addresses.

/// Writes a slug in Latin letters by GOST 7.79-2000, system B, without the marks that stand for `ъ`, `ь`
/// and hard vowels: `что-такое-кэш` gives `chto-takoe-kesh`. What is not Cyrillic stays.
///
/// ```
/// assert_eq!(studium::words::transliterated("щука-и-цапля"), "shhuka-i-czaplya");
/// ```
pub fn transliterated(slug: &str) -> String {
    let mut latin = String::with_capacity(slug.len());
    let mut letters = slug.chars().peekable();
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied();
        match letter {
            // A `c` where it cannot be read otherwise.
            'ц' if next.is_some_and(|next| "еёийіїыэюя".contains(next)) => latin.push('c'),
            _ => match spelling(letter) {
                Some(spelling) => latin.push_str(spelling),
                None => latin.push(letter),
            },
        }
    }
    latin
}

fn spelling(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ґ' => "g",
        'д' => "d",
        'е' | 'э' => "e",
        'ё' => "yo",
        'є' => "ye",
        'ж' => "zh",
        'з' => "z",
        'и' | 'і' => "i",
        'ї' => "yi",
        'й' => "j",
        'к' => "k",
        'л' => "l",
        'м' => "m",
        'н' => "n",
        'о' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ў' => "u",
        'ф' => "f",
        'х' => "x",
        'ц' => "cz",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shh",
        'ъ' | 'ь' => "",
        'ы' => "y",
        'ю' => "yu",
        'я' => "ya",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_become_those_of_the_standard() {
        for (slug, expected) in [
            ("кэш", "kesh"),
            ("объём-данных", "obyom-dannyx"),
            ("цифры-и-цапля", "cifry-i-czaplya"),
            ("съезд", "sezd"),
            ("їжак-1.2_b", "yizhak-1.2_b"),
            ("naïve-東京", "naïve-東京"),
        ] {
            assert_eq!(transliterated(slug), expected);
        }
    }
}
