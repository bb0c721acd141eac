//! The sentence that a link stands in, for lists of backlinks.

use super::Reader;
use super::token::{Kind, Token, push_collapsed};
use crate::note::event::Element;
use crate::note::link::Context;

/// About how many characters are kept on either side.
const REACH: usize = 120;

impl<'t> Reader<'t> {
    /// Gives the links in one block their context.
    pub(super) fn add_contexts(&mut self, tokens: &[Token<'t>]) {
        let is_link =
            |token: &Token<'_>| matches!(token.kind, Kind::Open(Element::Link(_) | Element::Embed { .. }));
        if !tokens.iter().any(is_link) {
            return;
        }
        let mut visible = String::new();
        let mut open: Vec<Option<(usize, usize)>> = Vec::new();
        let mut links: Vec<(usize, usize, usize)> = Vec::new();
        for token in tokens {
            match token.kind {
                Kind::Open(Element::Link(link) | Element::Embed { link, .. }) => {
                    open.push(Some((link, visible.len())));
                }
                Kind::Open(_) => open.push(None),
                Kind::Close => {
                    if let Some(Some((link, start))) = open.pop() {
                        links.push((link, start, visible.len()));
                    }
                }
                _ => push_collapsed(&mut visible, &token.visible(self.text)),
            }
        }
        let heading = self.headings.len().checked_sub(1);
        for (link, start, end) in links {
            self.links[link].context = Some(Context {
                before: before(&visible[..start]),
                text: visible[start..end].trim().to_owned(),
                after: after(&visible[end..]),
                heading,
            });
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
