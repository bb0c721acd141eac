//! Finds our own syntax in the text of a block: tags, bare addresses, highlights, inline footnotes.
//!
//! In: the tokens of one block with its literal text in runs. Out: the same tokens with runs cut where
//! something begins. Markup that Markdown knows has been found before, so that code, links and escapes
//! are already out of the way.

use std::ops::Range;

use super::token::{Bracket, Kind, Token};
use crate::note::event::{Element, Event, External};
use crate::note::tag::tag_length;

/// What a block was seen to hold, so that the steps behind it run only where they are needed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    /// Signs of highlights.
    pub(super) marks: bool,
    /// Openings of inline footnotes.
    pub(super) notes: bool,
}

/// Cuts the runs of one block. `text` is the copy.
pub(super) fn cut<'t>(tokens: Vec<Token<'t>>, text: &'t str) -> (Vec<Token<'t>>, Seen) {
    let interesting = |byte: &u8| matches!(byte, b'#' | b'=' | b'^' | b':');
    let plain = |token: &Token<'_>| match token.kind {
        Kind::Run { .. } => !text.as_bytes()[token.range.clone()].iter().any(interesting),
        _ => true,
    };
    if tokens.iter().all(plain) {
        return (tokens, Seen::default());
    }
    let has_notes = tokens
        .iter()
        .any(|token| matches!(token.kind, Kind::Run { .. }) && text[token.range.clone()].contains("^["));
    let mut cutter =
        Cutter { text, has_notes, link_depth: 0, levels: Vec::new(), out: Vec::new(), seen: Seen::default() };
    let mut after_break = true;
    for token in tokens {
        match &token.kind {
            Kind::Run { escaped } => cutter.run(token.range.clone(), *escaped, after_break),
            Kind::Open(element) => {
                let is_link = matches!(
                    element,
                    Element::Link(_)
                        | Element::Embed { .. }
                        | Element::ExternalLink(_)
                        | Element::ExternalImage(..)
                );
                cutter.link_depth += usize::from(is_link);
                cutter.levels.push(is_link);
                cutter.out.push(token.clone());
            }
            Kind::Close => {
                cutter.link_depth -= usize::from(cutter.levels.pop().unwrap_or(false));
                cutter.out.push(token.clone());
            }
            _ => cutter.out.push(token.clone()),
        }
        after_break = token.is_break();
    }
    (cutter.out, cutter.seen)
}

struct Cutter<'t> {
    text: &'t str,
    has_notes: bool,
    link_depth: usize,
    levels: Vec<bool>,
    out: Vec<Token<'t>>,
    seen: Seen,
}

impl Cutter<'_> {
    /// Cuts one run. `fresh` says that nothing or a line break stands before it.
    fn run(&mut self, range: Range<usize>, escaped: bool, fresh: bool) {
        let bytes = self.text.as_bytes();
        let mut kept = range.start;
        let mut at = range.start;
        let mut kept_escaped = escaped;
        if escaped {
            at += self.text[at..].chars().next().map_or(1, char::len_utf8);
        }
        while at < range.end {
            let found = match bytes[at] {
                b'#' if self.link_depth == 0 => self.tag(at, &range, fresh && at == range.start),
                b'=' => Some(self.mark(at, &range)),
                b':' if self.link_depth == 0 => self.address(at, kept, &range),
                b'^' | b'[' | b']' if self.has_notes => self.bracket(at, &range),
                _ => None,
            };
            let Some((start, mut pieces)) = found else {
                at += 1;
                continue;
            };
            if kept < start {
                self.push(Kind::Run { escaped: kept_escaped }, kept..start);
            }
            at = pieces.last().map_or(at, |piece| piece.range.end);
            kept = at;
            kept_escaped = false;
            self.out.append(&mut pieces);
        }
        if kept < range.end {
            self.push(Kind::Run { escaped: kept_escaped }, kept..range.end);
        }
    }

    fn push(&mut self, kind: Kind<'static>, range: Range<usize>) {
        self.out.push(Token { kind, range });
    }

    fn tag(&self, at: usize, run: &Range<usize>, starts_block: bool) -> Found {
        let after_blank = self.text[..at].chars().next_back().is_some_and(char::is_whitespace);
        if !starts_block && !after_blank {
            return None;
        }
        let length = tag_length(&self.text[at + 1..run.end]);
        let end = at + 1 + length;
        let name = &self.text[at + 1..end];
        (length > 0).then(|| (at, vec![Token { kind: Kind::Event(Event::Tag(name.into())), range: at..end }]))
    }

    fn mark(&mut self, at: usize, run: &Range<usize>) -> (usize, Vec<Token<'static>>) {
        let bytes = self.text.as_bytes();
        let length = bytes[at..run.end].iter().take_while(|byte| **byte == b'=').count();
        if length != 2 {
            // Longer and shorter runs are text as a whole.
            let piece = Token { kind: Kind::Run { escaped: false }, range: at..at + length };
            return (at, vec![piece]);
        }
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        let opens = !blank(self.text[at + 2..].chars().next());
        let closes = !blank(self.text[..at].chars().next_back());
        self.seen.marks = true;
        (at, vec![Token { kind: Kind::Mark { opens, closes }, range: at..at + 2 }])
    }

    fn bracket(&mut self, at: usize, run: &Range<usize>) -> Found {
        let bytes = self.text.as_bytes();
        let (bracket, length) = match bytes[at] {
            b'^' if at + 1 < run.end && bytes[at + 1] == b'[' => (Bracket::Note, 2),
            b'[' => (Bracket::Open, 1),
            b']' => (Bracket::Close, 1),
            _ => return None,
        };
        self.seen.notes |= bracket == Bracket::Note;
        Some((at, vec![Token { kind: Kind::Bracket(bracket), range: at..at + length }]))
    }

    /// Finds an address by the colon behind its scheme.
    fn address(&self, colon: usize, kept: usize, run: &Range<usize>) -> Found {
        let bytes = self.text.as_bytes();
        if !bytes[colon..run.end].starts_with(b"://") {
            return None;
        }
        let before = &bytes[kept..colon];
        let scheme = [&b"https"[..], b"http"].into_iter().find(|scheme| {
            before.len() >= scheme.len() && before[before.len() - scheme.len()..].eq_ignore_ascii_case(scheme)
        })?;
        let start = colon - scheme.len();
        if self.text[..start].chars().next_back().is_some_and(char::is_alphanumeric) {
            return None;
        }
        let end = start + address_length(&self.text[start..run.end]);
        if end <= colon + 3 {
            return None;
        }
        let url = &self.text[start..end];
        let open = Element::ExternalLink(External::boxed(url, ""));
        Some((
            start,
            vec![
                Token { kind: Kind::Open(open), range: start..end },
                Token { kind: Kind::Run { escaped: false }, range: start..end },
                Token { kind: Kind::Close, range: start..end },
            ],
        ))
    }
}

/// Where something begins, and the tokens it is made of.
type Found = Option<(usize, Vec<Token<'static>>)>;

/// Returns the length of the address that `text` opens with, without trailing punctuation.
pub(in crate::note) fn address_length(text: &str) -> usize {
    let stop = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | '`' | '|');
    let mut depth = 0_usize;
    let ends = |c: char| {
        depth += usize::from(c == '[');
        // A bracket that the address did not open closes the text of a link.
        let closes = c == ']' && depth == 0;
        depth = depth.saturating_sub(usize::from(c == ']'));
        closes || stop(c)
    };
    let mut address = &text[..text.find(ends).unwrap_or(text.len())];
    let surplus = |open: char, close: char| {
        address.matches(close).count().saturating_sub(address.matches(open).count())
    };
    let (mut round, mut square) = (surplus('(', ')'), surplus('[', ']'));
    loop {
        let trimmed = address.trim_end_matches(|c: char| "?!.,:;*_~'…»”“’".contains(c));
        let shorter = if let Some(shorter) = trimmed.strip_suffix(')').filter(|_| round > 0) {
            round -= 1;
            shorter
        } else if let Some(shorter) = trimmed.strip_suffix(']').filter(|_| square > 0) {
            square -= 1;
            shorter
        } else {
            trimmed.strip_suffix("==").unwrap_or(trimmed)
        };
        if shorter.len() == address.len() {
            return address.len();
        }
        address = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_end_before_punctuation() {
        for (text, address) in [
            ("https://example.org/a_b_c?x=1#frag. Done", "https://example.org/a_b_c?x=1#frag"),
            ("https://example.org/a_(b)) x", "https://example.org/a_(b)"),
            ("https://example.org/==", "https://example.org/"),
            ("https://example.org/x?...", "https://example.org/x"),
            ("http://a<b>", "http://a"),
        ] {
            assert_eq!(&text[..address_length(text)], address, "{text}");
        }
    }
}
