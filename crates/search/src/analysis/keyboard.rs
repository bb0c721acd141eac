//! The wrong keyboard layout: what the same keys give in the other one.

const LATIN: &str = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const CYRILLIC: &str = "ёйцукенгшщзхъфывапролджэячсмитьбю";
const LATIN_SHIFTED: &str = "~{}:\"<>";
const CYRILLIC_SHIFTED: &str = "ёхъжэбю";

/// Returns a letter of either layout in lower case.
fn lower(c: char) -> char {
    match c {
        'А'..='Я' => char::from_u32(u32::from(c) + 0x20).unwrap_or(c),
        'Ё' => 'ё',
        _ => c.to_ascii_lowercase(),
    }
}

/// Returns the text typed with the other of the two layouts, in lower case.
///
/// Returns `None` for text with letters of both or of neither: it was not typed blindly.
pub(crate) fn other_layout(text: &str) -> Option<String> {
    let text: String = text.chars().map(lower).collect();
    let latin = text.chars().any(|c| c.is_ascii_lowercase());
    let cyrillic = text.chars().any(|c| CYRILLIC.contains(c));
    if latin == cyrillic {
        return None;
    }
    let swap = |c: char| {
        let at = |from: &str, to: &str| {
            let index = from.chars().position(|other| other == c)?;
            to.chars().nth(index)
        };
        let swapped = if latin {
            at(LATIN, CYRILLIC).or_else(|| at(LATIN_SHIFTED, CYRILLIC_SHIFTED))
        } else {
            at(CYRILLIC, LATIN)
        };
        swapped.unwrap_or(c)
    };
    Some(text.chars().map(swap).collect())
}

#[cfg(test)]
mod tests {
    use super::other_layout;

    #[test]
    fn keys_are_read_in_the_other_layout() {
        for (typed, meant) in [
            ("htgkbrfwbz", Some("репликация")),
            ("rfg", Some("кап")),
            ("ntjhtvf", Some("теорема")),
            (",fkfycbhjdobr", Some("балансировщик")),
            ("лфалф", Some("kafka")),
            ("кeш", None),
            ("99", None),
        ] {
            assert_eq!(other_layout(typed).as_deref(), meant, "{typed}");
        }
    }
}
