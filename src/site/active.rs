//! Addresses that a browser would run, or show as a page of ours, instead of going there.

/// Schemes whose address is itself the thing that is run or shown.
const RUNNING: &[&str] = &[
    "javascript",
    "vbscript",
    "livescript",
    "mocha",
    "data",
    "blob",
    "filesystem",
    "view-source",
    "jar",
    "about",
];

/// Those of them that name a script language.
const SCRIPTS: &[&str] = &["javascript", "vbscript", "livescript", "mocha"];

/// Tells whether an address is one that a browser runs.
///
/// Browsers drop control characters and blanks before they look for the scheme; so do we.
///
/// ```
/// use studium::site::runs;
///
/// assert!(runs("java\nscript:alert(1)"));
/// assert!(!runs("https://example.org/javascript:"));
/// ```
pub fn runs(address: &str) -> bool {
    scheme(&plain(address)).is_some_and(|scheme| RUNNING.contains(&scheme))
}

/// Makes words fit for a place where other programs look for addresses, such as the metadata of a page:
/// what begins like an address that runs, or like a jump to one, is put in quotation marks.
///
/// ```
/// use studium::site::inert;
///
/// assert_eq!(inert("Tides"), "Tides");
/// assert_eq!(inert("javascript:x"), "“javascript:x”");
/// assert_eq!(inert("0;url=javascript:x"), "“0;url=javascript:x”");
/// ```
pub fn inert(words: &str) -> String {
    if !words.contains(':') {
        return words.to_owned();
    }
    let plain = plain(words);
    let jump = plain.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(";url=");
    // `Data: a survey` is a sentence.
    let is_script = |scheme: &str| SCRIPTS.contains(&scheme);
    let begins = |text: &str| scheme(text).is_some_and(is_script) || text.starts_with("data:text/");
    if begins(&plain) || jump.is_some_and(begins) { format!("“{words}”") } else { words.to_owned() }
}

/// Tells whether the first part of a relative address reads like a scheme that runs, or has a colon.
pub(super) fn reads_as_scheme(part: &str) -> bool {
    let begins_with = |scheme: &str| {
        let start = part.as_bytes().get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme.as_bytes()))
    };
    part.contains(':') || SCRIPTS.iter().any(|scheme| begins_with(scheme))
}

fn plain(text: &str) -> String {
    let counts = |c: &char| !c.is_control() && !c.is_whitespace() && !matches!(c, '\u{200b}' | '\u{feff}');
    text.chars().filter(counts).flat_map(char::to_lowercase).collect()
}

/// Returns the scheme of an address in lower case, if it has one.
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    (!scheme.contains(['/', '?', '#'])).then_some(scheme)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_that_run_are_told_apart() {
        for hostile in
            ["javascript:x", " JaVaScript:x", "java\nscript:x", "\u{1}javascript:x", "data:text/html,x"]
        {
            assert!(runs(hostile), "{hostile}");
        }
        for plain in ["https://x.example/a:b", "obsidian://open", "mailto:a@x.example", "a/b:c", "#x", "x"] {
            assert!(!runs(plain), "{plain}");
        }
    }

    #[test]
    fn metadata_never_begins_like_a_script() {
        for hostile in ["javascript:x", " java\tscript:x", "5; URL=vbscript:x", "data:text/html,x"] {
            assert_eq!(inert(hostile), format!("“{hostile}”"));
        }
        for plain in ["JavaScript in an hour", "Data: a survey", "0;url=https://example.org", ""] {
            assert_eq!(inert(plain), plain);
        }
        assert!(reads_as_scheme("JavaScript basics") && reads_as_scheme("a:b") && !reads_as_scheme("java"));
    }
}
