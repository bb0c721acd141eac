//! The sentence that a link or a mention stands in.

use std::ops::Range;

/// About how many characters are kept on either side.
const REACH: usize = 120;

/// The sentence that a link stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Visible text before the link; starts with `…` where it was cut. At most some 120 characters.
    pub before: String,
    /// The visible text of the link itself.
    pub text: String,
    /// Visible text behind the link; ends with `…` where it was cut. At most some 120 characters.
    pub after: String,
    /// The index of the heading that it stands under, in [`super::Note::headings`].
    pub heading: Option<usize>,
}

impl Context {
    /// Cuts the sentence around `range` out of the visible text of its block.
    pub fn around(visible: &str, range: Range<usize>, heading: Option<usize>) -> Self {
        Self {
            before: before(&visible[..range.start]),
            text: visible[range.clone()].trim().to_owned(),
            after: after(&visible[range.end..]),
            heading,
        }
    }
}

/// Cuts the text before a link at the start of its sentence.
fn before(text: &str) -> String {
    let start = text.char_indices().rev().nth(REACH - 1).map_or(0, |(at, _)| at);
    let near = &text[start..];
    let sentence = sentence_ends(near).last();
    match sentence {
        Some(end) => near[end..].trim_start().to_owned(),
        None if start == 0 => near.to_owned(),
        None => {
            let word = near.find(' ').map_or(0, |at| at + 1);
            format!("…{}", &near[word..])
        }
    }
}

/// Cuts the text behind a link at the end of its sentence.
fn after(text: &str) -> String {
    let end = text.char_indices().nth(REACH).map_or(text.len(), |(at, _)| at);
    let near = &text[..end];
    match sentence_ends(near).next() {
        Some(sentence) => near[..sentence].to_owned(),
        None if end == text.len() => near.trim_end().to_owned(),
        None => {
            let word = near.rfind(' ').unwrap_or(near.len());
            format!("{}…", &near[..word])
        }
    }
}

/// Returns the offsets behind the signs that end a sentence: those before a blank and no small letter.
fn sentence_ends(text: &str) -> impl Iterator<Item = usize> {
    text.char_indices().filter_map(|(at, c)| {
        let end = at + c.len_utf8();
        let mut rest = text[end..].chars();
        let ends = match c {
            '.' | '!' | '?' | '…' => {
                rest.next() == Some(' ') && rest.next().is_some_and(|next| !next.is_lowercase())
            }
            '。' | '！' | '？' => true,
            _ => false,
        };
        ends.then_some(end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_kept_whole() {
        assert_eq!(before("First one. Second, e.g. the "), "Second, e.g. the ");
        assert_eq!(after(", and so on. Next one."), ", and so on.");
        assert_eq!(before("words "), "words ");
        assert_eq!(after(""), "");
    }

    #[test]
    fn long_sentences_are_cut_between_words() {
        let long = "слово ".repeat(100);
        let (before, after) = (before(&long), after(&long));
        assert!(before.starts_with("…слово ") && before.chars().count() <= 121, "{before}");
        assert!(after.ends_with("слово…") && after.chars().count() <= 121, "{after}");
    }
}
