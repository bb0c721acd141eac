//! The inside of a wikilink, and what links of any form have in common.
//!
//! In: the text between brackets. Out: target, display text, size. Not here: finding the brackets, and
//! where a target leads (`graph`).

use std::borrow::Cow;

use super::event::Size;

/// A wikilink taken apart. All parts are trimmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wikilink<'t> {
    /// The target with its fragment; never empty.
    pub(super) target: &'t str,
    /// What stands behind the first bar, if there is one.
    pub(super) display: Option<&'t str>,
}

/// Takes apart what stands between `[[` and `]]`. `None` for what is text: an empty target, a line
/// break.
pub(super) fn split(inner: &str) -> Option<Wikilink<'_>> {
    if inner.contains(['\n', '\r']) {
        return None;
    }
    let (target, display) = match inner.split_once('|') {
        // Tables force authors to escape the bar.
        Some((target, display)) => (target.strip_suffix('\\').unwrap_or(target), Some(display.trim())),
        None => (inner, None),
    };
    let target = target.trim();
    let nothing = target.is_empty() || target == "#";
    (!nothing).then_some(Wikilink { target, display })
}

/// Takes apart a text that is one wikilink and nothing else.
pub(super) fn whole(text: &str) -> Option<Wikilink<'_>> {
    let inner = text.strip_prefix("[[")?.strip_suffix("]]")?;
    if inner.contains("]]") { None } else { split(inner) }
}

impl<'t> Wikilink<'t> {
    /// Returns what a reader sees: the display text, or the target with ` > ` for `#`.
    pub(super) fn text(&self) -> Cow<'t, str> {
        match self.display {
            Some(display) if display.contains("\\|") => Cow::Owned(display.replace("\\|", "|")),
            Some(display) => Cow::Borrowed(display),
            None if has_scheme(self.target) || !self.target.contains('#') => Cow::Borrowed(self.target),
            None => {
                let parts = self.target.split('#').map(str::trim).filter(|part| !part.is_empty());
                Cow::Owned(parts.collect::<Vec<_>>().join(" > "))
            }
        }
    }
}

/// Tells whether what stands between `[[` and `]]` names a picture.
pub(super) fn is_picture(inner: &str) -> bool {
    let path = split(inner).map_or("", |link| split_fragment(link.target).0);
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    matches!(extension.as_str(), "avif" | "bmp" | "gif" | "jpeg" | "jpg" | "png" | "svg" | "webp")
}

/// Splits a target at its first `#` into path and fragment, both trimmed.
pub(super) fn split_fragment(target: &str) -> (&str, Option<&str>) {
    match target.split_once('#') {
        Some((path, fragment)) => (path.trim(), Some(fragment.trim())),
        None => (target.trim(), None),
    }
}

/// Tells whether a target starts with a URL scheme. One letter is a drive, and a colon before a blank
/// is punctuation: both are names.
pub(super) fn has_scheme(target: &str) -> bool {
    let Some((scheme, rest)) = target.split_once(':') else { return false };
    scheme.len() > 1
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        && rest.starts_with(|c: char| !c.is_whitespace())
}

/// Tells whether the destination of a Markdown link leads out of the vault.
pub(super) fn is_external(destination: &str) -> bool {
    destination.starts_with("//") || has_scheme(destination)
}

/// Splits the text of an image into alternative text and size.
pub(super) fn split_size(text: &str) -> (&str, Size) {
    if let Some(size) = size(text) {
        return ("", size);
    }
    match text.rsplit_once('|') {
        Some((alternative, last)) => match size(last) {
            Some(size) => (alternative.trim(), size),
            None => (text.trim(), Size::default()),
        },
        None => (text.trim(), Size::default()),
    }
}

fn size(text: &str) -> Option<Size> {
    let pixels = |text: &str| {
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| text.parse::<u32>().ok()).flatten()
    };
    let text = text.trim();
    match text.split_once('x') {
        Some((width, height)) => Some(Size { width: Some(pixels(width)?), height: Some(pixels(height)?) }),
        None => Some(Size { width: Some(pixels(text)?), height: None }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wikilinks_fall_into_target_and_text() {
        for (inner, target, text) in [
            ("Target", "Target", "Target"),
            (" Target | shown ", "Target", "shown"),
            ("Target|", "Target", ""),
            ("Target|one|two", "Target", "one|two"),
            ("Target\\|shown", "Target", "shown"),
            ("pic.png\\|A door\\|90", "pic.png", "A door|90"),
            ("Target#Part Two", "Target#Part Two", "Target > Part Two"),
            ("#Local", "#Local", "Local"),
            ("#A# B", "#A# B", "A > B"),
            ("N#^abc", "N#^abc", "N > ^abc"),
            ("N#", "N#", "N"),
            ("https://example.org/#x", "https://example.org/#x", "https://example.org/#x"),
        ] {
            let link = split(inner).expect(inner);
            assert_eq!((link.target, &*link.text()), (target, text), "{inner}");
        }
        for nothing in ["", " ", "|x", " \\|x", "a\nb", "#"] {
            assert_eq!(split(nothing), None, "{nothing}");
        }
    }

    #[test]
    fn schemes_are_told_from_names() {
        for target in ["https://example.org", "mailto:x@example.org", "tel:123", "obsidian://open"] {
            assert!(has_scheme(target), "{target}");
        }
        for target in ["Note: subtitle", "C:/x", "2024-05-01T10:30", "a/b", ":x", "Анна:б", "Note:"] {
            assert!(!has_scheme(target), "{target}");
        }
    }

    #[test]
    fn sizes_stand_behind_the_last_bar() {
        let size = |width, height| Size { width, height };
        for (text, alternative, wanted) in [
            ("120", "", size(Some(120), None)),
            ("120x80", "", size(Some(120), Some(80))),
            ("A red door", "A red door", Size::default()),
            ("A red door|90", "A red door", size(Some(90), None)),
            ("a|b", "a|b", Size::default()),
            ("100x", "100x", Size::default()),
            ("99999999999", "99999999999", Size::default()),
            ("", "", Size::default()),
        ] {
            assert_eq!(split_size(text), (alternative, wanted), "{text}");
        }
    }
}
