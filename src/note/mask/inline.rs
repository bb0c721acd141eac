//! Looks through the text of one block for comments, formulas and addresses.
//!
//! In: a range of the source that Markdown reads as one text. Out: edits of the copy. What stands first
//! wins among code, HTML, formulas and comments; a comment may begin anywhere else.

use std::ops::Range;

use super::copy::Copy;
use super::html::tag_length;
use super::line::line_ends;
use super::ticks::{Ticks, run_length};
use super::{StandIn, is_raw};
use crate::note::body::inline::address_length;
use crate::note::tag::tag_length as name_length;
use crate::note::wikilink;

/// How the look through a block ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// At its end.
    Done,
    /// A formula runs on to this offset, over the end of the block.
    RunsOn(usize),
    /// A comment that starts here runs on over the end of the block.
    Comment(usize),
}

/// What the text is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// Lines of its own: what starts one may run on over the end of the block.
    Lines,
    /// A single line behind something else.
    Line,
    /// A cell of a table, where bars are escaped.
    Cell,
}

/// Looks through `range`.
pub(super) fn scan(text: &str, range: Range<usize>, place: Place, copy: &mut Copy<'_>) -> Outcome {
    let bytes = &text.as_bytes()[..range.end];
    let interesting = |byte: &u8| matches!(byte, b'%' | b'$' | b':' | b'#' | b'[');
    if !bytes[range.clone()].iter().any(interesting) {
        return Outcome::Done;
    }
    let mut scanner = Scanner {
        text,
        bytes,
        range,
        place,
        ticks: None,
        closing: Ahead::default(),
        comment_end: Ahead::default(),
        html_comment_end: Ahead::default(),
        line_end: 0,
        quiet_until: 0,
    };
    scanner.run(copy)
}

struct Scanner<'t> {
    text: &'t str,
    bytes: &'t [u8],
    range: Range<usize>,
    place: Place,
    ticks: Option<Ticks>,
    closing: Ahead,
    comment_end: Ahead,
    html_comment_end: Ahead,
    /// The end of a line, that of `wikilink_end`'s last question.
    line_end: usize,
    /// Up to here only comments mean something: the inside of a wikilink, a definition of a link.
    quiet_until: usize,
}

impl Scanner<'_> {
    fn run(&mut self, copy: &mut Copy<'_>) -> Outcome {
        let mut at = self.range.start;
        self.quiet_until = self.definition(at).unwrap_or(0);
        while at < self.range.end {
            let quiet = at < self.quiet_until;
            at = match self.bytes[at] {
                b'\\' => at + 2,
                b'%' if self.bytes[at..].starts_with(b"%%") => match self.comment(at, copy) {
                    Ok(next) => next,
                    Err(outcome) => return outcome,
                },
                b'`' if !quiet => {
                    let length = run_length(&self.bytes[at..]);
                    self.code_end(length, at + length).unwrap_or(at + length)
                }
                b'<' if !quiet => self.html_end(at),
                b'$' if !quiet => match self.math(at, copy) {
                    Ok(next) => next,
                    Err(outcome) => return outcome,
                },
                b'[' if !quiet && self.bytes[at..].starts_with(b"[[") => self.wikilink(at, copy),
                b']' if !quiet && self.bytes[at..].starts_with(b"](") => self.destination_end(at + 2),
                b':' if !quiet && self.bytes[at..].starts_with(b"://") => self.address(at, copy),
                b'#' if !quiet => self.tag(at, copy),
                b'\n' | b'\r' => {
                    self.quiet_until = self.definition(at + 1).unwrap_or(0);
                    at + 1
                }
                _ => at + 1,
            };
        }
        Outcome::Done
    }

    /// Returns the end of the line when a definition of a link starts at `at`.
    fn definition(&self, at: usize) -> Option<usize> {
        let line = &self.text[at..self.range.end.max(at)];
        let label = line
            .trim_start_matches([' ', '\t', '>'])
            .strip_prefix('[')
            .filter(|label| !label.starts_with('^'))?;
        let close = label.find([']', '[', '\n', '\r'])?;
        label[close..].starts_with("]:").then(|| line_ends(self.text, at).0)
    }

    /// Hides a comment, or leaves a lone marker as text.
    fn comment(&mut self, at: usize, copy: &mut Copy<'_>) -> Result<usize, Outcome> {
        if let Some(end) = self.comment_end.find(self.bytes, at + 2, b"%%") {
            let (start, end) = self.whole_line(at, end + 2);
            copy.hide(start..end);
            return Ok(end);
        }
        if !self.starts_line(at) {
            return Ok(at + 2);
        }
        Err(Outcome::Comment(at))
    }

    /// Widens a comment that fills lines of its own inside a paragraph, so that no blank line stays
    /// behind and parts the paragraph.
    fn whole_line(&self, start: usize, end: usize) -> (usize, usize) {
        let before = self.text[self.range.start..start].trim_end_matches([' ', '\t', '>']);
        let after = self.text[end..self.range.end].trim_start_matches([' ', '\t']);
        let fills = before.ends_with(['\n', '\r']) && after.starts_with(['\n', '\r']);
        if !fills {
            return (start, end);
        }
        let line_start = self.range.start + before.len();
        let (_, next) = line_ends(self.text, end);
        (line_start, next)
    }

    fn starts_line(&self, at: usize) -> bool {
        let before = self.text[self.range.start..at].trim_end_matches([' ', '\t', '>']);
        self.place == Place::Lines && (before.is_empty() || before.ends_with(['\n', '\r']))
    }

    fn math(&mut self, at: usize, copy: &mut Copy<'_>) -> Result<usize, Outcome> {
        let signs = self.bytes[at..].iter().take_while(|byte| **byte == b'$').count();
        match signs {
            1 => Ok(self.inline_math(at, copy).unwrap_or(at + 1)),
            2 => self.display_math(at, copy),
            _ => Ok(at + signs),
        }
    }

    fn inline_math(&mut self, at: usize, copy: &mut Copy<'_>) -> Option<usize> {
        let blank = |c: Option<char>| c.is_none_or(char::is_whitespace);
        if blank(self.text[at + 1..self.range.end].chars().next()) {
            return None;
        }
        let close = self.next_dollar(at + 1)?;
        let tight = !blank(self.text[..close].chars().next_back());
        let next = self.bytes.get(close + 1);
        if !tight || next.is_some_and(|byte| byte.is_ascii_digit() || *byte == b'$') {
            return None;
        }
        self.formula(at..close + 1, 1, copy);
        Some(close + 1)
    }

    /// Returns the next dollar sign that is neither escaped nor in code or a link.
    fn next_dollar(&mut self, from: usize) -> Option<usize> {
        let mut at = from;
        let mut brackets = 0_usize;
        while at < self.range.end {
            at = match self.bytes[at] {
                b'$' => return Some(at),
                b'\\' => at + 2,
                b'`' => {
                    let length = run_length(&self.bytes[at..]);
                    self.code_end(length, at + length).unwrap_or(at + length)
                }
                b'[' if self.bytes[at..].starts_with(b"[[") => self.wikilink_end(at).unwrap_or(at + 2),
                b'[' => {
                    brackets += 1;
                    at + 1
                }
                // The text of a link ends, and it began before the formula.
                b']' if brackets == 0 && self.bytes[at..].starts_with(b"](") => return None,
                b']' => {
                    brackets = brackets.saturating_sub(1);
                    at + 1
                }
                _ => at + 1,
            };
        }
        None
    }

    fn display_math(&mut self, at: usize, copy: &mut Copy<'_>) -> Result<usize, Outcome> {
        let starts_line = self.starts_line(at);
        let limit = if starts_line { self.text.len() } else { self.range.end };
        let Some(close) = next_double_dollar(&self.text.as_bytes()[..limit], at + 2) else {
            return Ok(at + 2);
        };
        if self.text[at + 2..close].trim().is_empty() {
            return Ok(close + 2);
        }
        self.formula(at..close + 2, 2, copy);
        if close + 2 > self.range.end { Err(Outcome::RunsOn(close + 2)) } else { Ok(close + 2) }
    }

    /// Replaces a formula. The marks of quotes at the start of its lines are not part of it.
    fn formula(&self, range: Range<usize>, signs: usize, copy: &mut Copy<'_>) {
        let inner = &self.text[range.start + signs..range.end - signs];
        let quoted = || {
            let line_start = self.text[..range.start].rfind(['\n', '\r']).map_or(0, |at| at + 1);
            self.text[line_start..range.start].trim_start().starts_with('>')
        };
        let tex = if inner.contains('\n') && quoted() {
            let unquoted = |line: &str| line.trim_start_matches([' ', '\t', '>']).to_owned();
            let mut lines = inner.split_inclusive('\n');
            let first = lines.next().unwrap_or_default().to_owned();
            first + &lines.map(unquoted).collect::<String>()
        } else {
            inner.to_owned()
        };
        let tex = if self.place == Place::Cell { tex.replace("\\|", "|") } else { tex };
        copy.replace(range, StandIn::Math { display: signs == 2, tex });
    }

    /// Hides an address whose characters Markdown might take for its own.
    fn address(&mut self, colon: usize, copy: &mut Copy<'_>) -> usize {
        let before = &self.text[self.range.start..colon];
        let scheme = [5, 4].into_iter().find(|length| {
            let start = before.len().wrapping_sub(*length);
            let word = before.get(start..).unwrap_or_default();
            word.eq_ignore_ascii_case("https") || word.eq_ignore_ascii_case("http")
        });
        let Some(length) = scheme else { return colon + 3 };
        let start = colon - length;
        if start < copy.edited_to() {
            // The scheme is the end of something else.
            return colon + 3;
        }
        if self.text[self.range.start..start].chars().next_back().is_some_and(char::is_alphanumeric) {
            return colon + 3;
        }
        let rest = &self.text[start..self.range.end];
        let mut address = &rest[..address_length(rest)];
        if let Some(comment) = address.find("%%") {
            address = &address[..address_length(&address[..comment])];
        }
        let end = start + address.len();
        if end <= colon + 3 {
            return colon + 3;
        }
        // The closing signs of a highlight around it were left out already.
        if address.contains(['_', '*', '~', '\\', '[', '$']) {
            copy.replace(start..end, StandIn::Url);
        }
        end
    }

    /// Hides a tag whose underscores Markdown might take for emphasis.
    fn tag(&self, at: usize, copy: &mut Copy<'_>) -> usize {
        let before = self.text[self.range.start..at].chars().next_back();
        if before.is_some_and(|c| !c.is_whitespace()) {
            return at + 1;
        }
        let name = &self.text[at + 1..self.range.end];
        let name = &name[..name_length(name)];
        let end = at + 1 + name.len();
        if name.starts_with('_') || name.contains("/_") || name.contains("_/") || name.ends_with('_') {
            copy.replace(at..end, StandIn::Tag);
        }
        end
    }

    fn code_end(&mut self, length: usize, from: usize) -> Option<usize> {
        let range = self.range.clone();
        self.ticks.get_or_insert_with(|| Ticks::new(self.text, range)).code_end(length, from)
    }

    /// Steps into a wikilink, or over one that Markdown would not see whole.
    fn wikilink(&mut self, at: usize, copy: &mut Copy<'_>) -> usize {
        let Some(end) = self.wikilink_end(at) else { return at + 2 };
        let inner = &self.bytes[at + 2..end - 2];
        let raw = inner.iter().zip(inner.iter().skip(1)).any(|pair| is_raw(*pair.0, *pair.1));
        let inner = &self.text[at + 2..end - 2];
        // A picture at the start of a link: Markdown would count its brackets among those of the link.
        let linked = self.bytes[self.range.start..at].ends_with(b"[!") && wikilink::is_picture(inner);
        if (raw || linked) && !inner.contains("%%") && wikilink::split(inner).is_some() {
            let before = &self.bytes[self.range.start..at];
            let embeds = before.ends_with(b"!") && !before.ends_with(b"\\!") && copy.edited_to() < at;
            copy.replace(at - usize::from(embeds)..end, StandIn::Wikilink);
            return end;
        }
        self.quiet_until = end;
        at + 2
    }

    /// Returns the end of the wikilink that opens at `at`, if it ends in the same line.
    fn wikilink_end(&mut self, at: usize) -> Option<usize> {
        let close = self.closing.find(self.bytes, at + 2, b"]]")?;
        if at >= self.line_end {
            self.line_end = line_ends(self.text, at).0;
        }
        (close <= self.line_end && close > at + 2).then_some(close + 2)
    }

    fn html_end(&mut self, at: usize) -> usize {
        if self.bytes[at..].starts_with(b"<!--") {
            return self.html_comment_end.find(self.bytes, at + 4, b"-->").map_or(at + 1, |end| end + 3);
        }
        // A tag without an end is no tag; looking on for each would take forever.
        let window = self.text.floor_char_boundary((at + MAX_TAG).min(self.range.end));
        tag_length(&self.text[at..window]).map_or(at + 1, |length| at + length)
    }

    /// Returns the end of the destination that starts at `at`, its closing parenthesis not included.
    fn destination_end(&self, at: usize) -> usize {
        let mut depth = 0;
        let window = (at + MAX_TAG).min(self.range.end);
        let pointed = self.bytes[at..window].first() == Some(&b'<');
        let mut end = at;
        while end < window {
            match self.bytes[end] {
                b'\n' | b'\r' => return at,
                b'>' if pointed => return end + 1,
                b'<' if pointed && end > at => return at,
                b' ' | b'\t' if !pointed => return end,
                b'\\' => end += 1,
                b'(' if !pointed && depth == MAX_DEPTH => return at,
                b'(' if !pointed => depth += 1,
                b')' if !pointed && depth == 0 => return end,
                b')' if !pointed => depth -= 1,
                _ => {}
            }
            end += 1;
        }
        at
    }
}

/// How long a tag or a destination may be.
const MAX_TAG: usize = 4096;

/// How deep parentheses may nest in a destination.
const MAX_DEPTH: usize = 32;

fn next_double_dollar(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    while at + 1 < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            b'$' if bytes[at + 1] == b'$' => return Some(at),
            _ => at += 1,
        }
    }
    None
}

/// The next place of a pattern, remembered so that asking from place to place costs one pass.
#[derive(Debug, Default)]
struct Ahead {
    known: Option<(usize, Option<usize>)>,
}

impl Ahead {
    fn find(&mut self, bytes: &[u8], from: usize, pattern: &[u8]) -> Option<usize> {
        match self.known {
            Some((asked, found)) if asked <= from && found.is_none_or(|found| from <= found) => found,
            known => {
                // What is known of a later place needs not be looked for again.
                let known = known.filter(|(asked, _)| from < *asked);
                let end =
                    known.map_or(bytes.len(), |(asked, _)| (asked + pattern.len() - 1).min(bytes.len()));
                let near = bytes.get(from..end).unwrap_or_default();
                let found = near.windows(pattern.len()).position(|window| window == pattern);
                let found = found.map(|offset| from + offset).or(known.and_then(|(_, found)| found));
                self.known = Some((from, found));
                found
            }
        }
    }
}
