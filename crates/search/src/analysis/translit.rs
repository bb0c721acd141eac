//! Transliteration: a word as it would be written in the other script.
//!
//! Simple on purpose: a few spellings a word, tried where the word as it stands finds nothing.

const LATIN_TO_CYRILLIC: &[(&str, &[&str])] = &[
    ("shch", &["щ"]),
    ("sch", &["щ", "ск"]),
    ("zh", &["ж"]),
    ("kh", &["х"]),
    ("ts", &["ц"]),
    ("ch", &["ч"]),
    ("sh", &["ш"]),
    ("yu", &["ю"]),
    ("ya", &["я"]),
    ("yo", &["е"]),
    ("ck", &["к"]),
    ("ph", &["ф"]),
    ("a", &["а"]),
    ("b", &["б"]),
    ("c", &["к", "ц"]),
    ("d", &["д"]),
    ("e", &["е"]),
    ("f", &["ф"]),
    ("g", &["г"]),
    ("h", &["х"]),
    ("i", &["и"]),
    ("j", &["дж", "й"]),
    ("k", &["к"]),
    ("l", &["л"]),
    ("m", &["м"]),
    ("n", &["н"]),
    ("o", &["о"]),
    ("p", &["п"]),
    ("q", &["к"]),
    ("r", &["р"]),
    ("s", &["с"]),
    ("t", &["т"]),
    ("u", &["у"]),
    ("v", &["в"]),
    ("w", &["в"]),
    ("x", &["кс"]),
    ("y", &["й", "ы"]),
    ("z", &["з"]),
    ("'", &["ь"]),
];

const CYRILLIC_TO_LATIN: &[(&str, &[&str])] = &[
    ("дж", &["j"]),
    ("кс", &["x", "ks"]),
    ("а", &["a"]),
    ("б", &["b"]),
    ("в", &["v", "w"]),
    ("г", &["g"]),
    ("д", &["d"]),
    ("е", &["e"]),
    ("ж", &["zh"]),
    ("з", &["z"]),
    ("и", &["i"]),
    ("й", &["y", "i"]),
    ("к", &["k", "c"]),
    ("л", &["l"]),
    ("м", &["m"]),
    ("н", &["n"]),
    ("о", &["o"]),
    ("п", &["p"]),
    ("р", &["r"]),
    ("с", &["s", "c"]),
    ("т", &["t"]),
    ("у", &["u"]),
    ("ф", &["f", "ph"]),
    ("х", &["h", "kh"]),
    ("ц", &["ts", "c"]),
    ("ч", &["ch"]),
    ("ш", &["sh"]),
    ("щ", &["shch"]),
    ("ъ", &[""]),
    ("ы", &["y"]),
    ("ь", &[""]),
    ("э", &["e"]),
    ("ю", &["yu", "u"]),
    ("я", &["ya"]),
];

/// Returns how a folded word may be spelt in the other script, the likeliest first; at most four.
///
/// A word of both scripts (`keш`) is taken wholly into each of them.
pub(crate) fn other_scripts(form: &str) -> Vec<String> {
    let latin = form.chars().any(|c| c.is_ascii_lowercase());
    let cyrillic = form.chars().any(|c| ('а'..='я').contains(&c));
    let mut spellings = Vec::new();
    if latin {
        spellings.extend(spell(form, LATIN_TO_CYRILLIC));
    }
    if cyrillic {
        spellings.extend(spell(form, CYRILLIC_TO_LATIN));
    }
    spellings.dedup();
    spellings
}

/// Spells a word with the first choice of every row, then with the second.
fn spell(form: &str, table: &[(&str, &[&str])]) -> Vec<String> {
    let with = |choice: usize| {
        let mut out = String::new();
        let mut rest = form;
        while let Some(c) = rest.chars().next() {
            if let Some((from, to)) = table.iter().find(|(from, _)| rest.starts_with(from)) {
                out.push_str(to.get(choice).or(to.first()).copied().unwrap_or_default());
                rest = &rest[from.len()..];
            } else {
                out.push(c);
                rest = &rest[c.len_utf8()..];
            }
        }
        out
    };
    let mut spellings = vec![with(0), with(1)];
    spellings.dedup();
    spellings
}

#[cfg(test)]
mod tests {
    use super::other_scripts;

    #[test]
    fn words_cross_over() {
        for (form, spelling) in [
            ("kafka", "кафка"),
            ("кафка", "kafka"),
            ("keш", "кеш"),
            ("shardirovanie", "шардирование"),
            ("редис", "redis"),
            ("кубернетес", "cubernetec"),
        ] {
            assert!(other_scripts(form).iter().any(|s| s == spelling), "{form}: {:?}", other_scripts(form));
        }
        assert!(other_scripts("42").is_empty());
    }
}
