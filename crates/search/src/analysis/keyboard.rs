//! The wrong keyboard layout: what the same keys give in the other one.

const LATIN: &str = "`qwertyuiop[]asdfghjkl;'zxcvbnm,.";
const CYRILLIC: &str = "ёйцукенгшщзхъфывапролджэячсмитьбю";
const LATIN_SHIFTED: &str = "~{}:\"<>";
const CYRILLIC_SHIFTED: &str = "ёхъжэбю";

/// Returns the text typed with the other of the two layouts, in lower case.
///
/// Returns `None` for text with letters of both or of neither: it was not typed blindly.
pub(crate) fn other_layout(text: &str) -> Option<String> {
    let text = text.to_lowercase();
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
