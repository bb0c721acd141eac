//! Sums in Russian.

/// Writes a Russian sum as an English one: `0,2 МБ × 86 400` is `0.2 MB × 86400`.
pub(super) fn english(line: &str) -> String {
    let chars: Vec<char> = line.chars().collect();
    let is_digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let mut english = String::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let behind_digit = at > 0 && is_digit(at - 1);
        if c.is_alphabetic() {
            let length = chars[at..].iter().take_while(|c| c.is_alphabetic()).count();
            english.push_str(&word(&chars[at..at + length].iter().collect::<String>()));
            at += length;
            continue;
        }
        // A blank stands between thousands, a comma before the decimals.
        let is_group = (1..=3).all(|ahead| is_digit(at + ahead)) && !is_digit(at + 4);
        match c {
            _ if c.is_whitespace() && behind_digit && is_group => {}
            ',' if behind_digit => english.push('.'),
            _ => english.push(c),
        }
        at += 1;
    }
    english
}

fn word(word: &str) -> String {
    let english = match word {
        "тыс" => "thousand",
        "млн" => "million",
        "млрд" => "billion",
        "с" => "s",
        "мс" => "ms",
        "мин" => "min",
        "ч" => "h",
        "день" | "дня" | "дней" => "day",
        "месяц" | "месяца" | "месяцев" => "month",
        "год" | "года" | "лет" => "year",
        "Б" => "B",
        "КБ" => "KB",
        "МБ" => "MB",
        "ГБ" => "GB",
        "ТБ" => "TB",
        "ПБ" => "PB",
        "бит" => "bit",
        "Кбит" => "kbit",
        "Мбит" => "Mbit",
        "Гбит" => "Gbit",
        // What is counted has its case in the ending: `ссылок`, `ссылка`.
        _ => return word.chars().take(4).collect(),
    };
    english.to_owned()
}
