//! Parts of a note that are for its author alone.
//!
//! In: the text of a note. Out: [`Open`], the text without what stands between `<!-- private -->` and
//! `<!-- /private -->` and without callouts of type `private`, with a way back to places in the file. Nothing
//! behind this sees what was taken out: not Markdown, not links, not search. In doubt more is taken out. Not
//! here: comments between `%%` (`mask`).

use std::borrow::Cow;
use std::ops::Range;

use super::mask::{Ticks, fence, heading_mark, is_rule, line_ends, list_marker, run_length};
use crate::source::Span;

/// A text from which parts were taken out.
#[derive(Debug)]
pub(super) struct Open<'t> {
    /// What is left.
    pub(super) text: Cow<'t, str>,
    /// Where in `text` something was taken out, and how much up to there.
    gaps: Vec<(usize, usize)>,
    /// Where a part begins that has no end.
    pub(super) unclosed: Option<Span>,
}

/// Takes the private parts out of a note whose body starts at `body_start`.
pub(super) fn open(text: &str, body_start: usize) -> Open<'_> {
    let mut finder = Finder { text, cuts: Vec::new(), hidden: None, endless: [usize::MAX; 2] };
    if mentions(&text[body_start..]) {
        finder.walk(body_start);
    }
    let Finder { mut cuts, hidden, .. } = finder;
    let unclosed = hidden.map(|hidden| {
        cuts.push(hidden.mark.start..text.len());
        Span::new(hidden.mark.start, hidden.mark.end)
    });
    let mut removed = 0;
    let gap = |cut: &Range<usize>| {
        let at = cut.start - removed;
        removed += cut.len();
        (at, removed)
    };
    Open { text: without(text, &cuts), gaps: cuts.iter().map(gap).collect(), unclosed }
}

impl Open<'_> {
    /// Returns the place in the file of a place in what is left.
    pub(super) fn in_file(&self, span: Span) -> Span {
        let place = |at: usize, is_end: bool| {
            let is_before = |gap: &(usize, usize)| if is_end { gap.0 < at } else { gap.0 <= at };
            let gaps = self.gaps.partition_point(is_before);
            at + gaps.checked_sub(1).map_or(0, |last| self.gaps[last].1)
        };
        let start = place(span.start, false);
        Span::new(start, place(span.end, true).max(start))
    }

    /// Tells whether nothing was taken out.
    pub(super) fn is_whole(&self) -> bool {
        self.gaps.is_empty()
    }
}

/// Tells whether any part may be private. May err on the side of yes.
fn mentions(body: &str) -> bool {
    let is_word = |at: usize| {
        body.as_bytes()
            .get(at..at + WORD.len())
            .is_some_and(|word| word.eq_ignore_ascii_case(WORD.as_bytes()))
    };
    let opens = |(at, _): (usize, &str)| {
        let inner = body[at + 2..].trim_start_matches(['-', ' ', '\t']);
        is_word(body.len() - inner.len())
    };
    body.match_indices("<!").any(opens) || body.match_indices("[!").any(opens)
}

const WORD: &str = "private";

fn without<'t>(text: &'t str, cuts: &[Range<usize>]) -> Cow<'t, str> {
    if cuts.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut left = String::with_capacity(text.len());
    let mut at = 0;
    for cut in cuts {
        left.push_str(&text[at..cut.start]);
        at = cut.end;
    }
    left.push_str(&text[at..]);
    Cow::Owned(left)
}

/// A private part whose end was not found yet.
struct Hidden {
    /// The comment that opens it.
    mark: Range<usize>,
    /// How many more opened inside.
    depth: usize,
}

struct Finder<'t> {
    text: &'t str,
    cuts: Vec<Range<usize>>,
    hidden: Option<Hidden>,
    /// For each sign, the shortest fence that is known to have no end.
    endless: [usize; 2],
}

impl Finder<'_> {
    fn walk(&mut self, start: usize) {
        let mut at = start;
        while at < self.text.len() {
            let (end, next) = line_ends(self.text, at);
            let line = Line::of(self.text, at, end);
            at = if let Some(behind) = self.behind_code(&line, next) {
                behind
            } else if self.hidden.is_none()
                && let Some(mark) = line.private_quote()
            {
                let end = self.quote_end(line.depth, next).unwrap_or(end);
                self.cuts.push(mark.start..end);
                line_ends(self.text, end).1
            } else {
                self.comments(at..end);
                next
            };
        }
    }

    /// Returns what is behind the block of code that a line opens. A fence without an end holds no code.
    fn behind_code(&mut self, line: &Line<'_>, next: usize) -> Option<usize> {
        let (sign, length, _) = fence(line.words)?;
        let endless = &mut self.endless[usize::from(sign == b'~')];
        if length >= *endless {
            return None;
        }
        let mut at = next;
        while at < self.text.len() {
            let (end, next) = line_ends(self.text, at);
            let inner = Line::of(self.text, at, end);
            if fence(inner.words).is_some_and(|(s, l, is_bare)| s == sign && l >= length && is_bare) {
                return Some(next);
            }
            at = next;
        }
        *endless = length;
        None
    }

    /// Returns where the quote ends that goes on behind a line: lines of its depth, and text that goes on
    /// without a mark.
    fn quote_end(&self, depth: usize, next: usize) -> Option<usize> {
        let mut at = next;
        let mut last = None;
        while at < self.text.len() {
            let (end, next) = line_ends(self.text, at);
            let line = Line::of(self.text, at, end);
            if line.depth < depth && line.opens_block() {
                break;
            }
            last = Some(end);
            at = next;
        }
        last
    }

    /// Looks for the comments in a line that open and close private parts.
    fn comments(&mut self, line: Range<usize>) {
        let bytes = &self.text.as_bytes()[..line.end];
        let mut ticks = None;
        let mut at = line.start;
        while let Some(found) = bytes[at..].iter().position(|byte| matches!(byte, b'<' | b'`')) {
            let start = at + found;
            at = start + 1;
            if bytes[start] == b'`' {
                let ticks = ticks.get_or_insert_with(|| Ticks::new(self.text, line.clone()));
                let length = run_length(&bytes[start..]);
                at = ticks.code_end(length, start + length).unwrap_or(start + length);
            } else if let Some((is_end, length)) = mark(&bytes[start..]) {
                at = start + length;
                self.mark(start..at, is_end);
            }
        }
    }

    fn mark(&mut self, mark: Range<usize>, is_end: bool) {
        match &mut self.hidden {
            None if is_end => {}
            None => self.hidden = Some(Hidden { mark, depth: 0 }),
            Some(hidden) if !is_end => hidden.depth += 1,
            Some(hidden) if hidden.depth > 0 => hidden.depth -= 1,
            Some(hidden) => {
                self.cuts.push(hidden.mark.start..mark.end);
                self.hidden = None;
            }
        }
    }
}

/// A line without the marks of quotes and lists that it begins with.
struct Line<'t> {
    /// How many quotes it stands in.
    depth: usize,
    /// Where the innermost mark of a quote stands.
    quote: usize,
    words: &'t str,
    /// Where the words end.
    end: usize,
    is_item: bool,
}

impl<'t> Line<'t> {
    fn of(text: &'t str, start: usize, end: usize) -> Self {
        let mut line = Self { depth: 0, quote: start, words: &text[start..end], end, is_item: false };
        loop {
            line.words = line.words.trim_start_matches([' ', '\t']);
            if let Some(rest) = line.words.strip_prefix('>') {
                line.quote = end - line.words.len();
                line.depth += 1;
                line.words = rest;
            } else if let Some((length, _)) = list_marker(line.words).filter(|_| !is_rule(line.words)) {
                line.is_item = true;
                line.words = &line.words[length..];
            } else {
                return line;
            }
        }
    }

    /// Returns the line from the mark of its quote on, if it is the first of a private callout.
    fn private_quote(&self) -> Option<Range<usize>> {
        let inner = self.words.strip_prefix("[!")?;
        let kind = inner[..inner.find(']')?].split('|').next()?;
        (self.depth > 0 && kind.trim().eq_ignore_ascii_case(WORD)).then_some(self.quote..self.end)
    }

    /// Tells whether a line cannot go on with a text before it.
    fn opens_block(&self) -> bool {
        self.words.is_empty()
            || self.is_item
            || heading_mark(self.words).is_some()
            || fence(self.words).is_some()
            || is_rule(self.words)
    }
}

/// Reads a comment that opens or closes a private part. Returns whether it closes, and its length.
fn mark(bytes: &[u8]) -> Option<(bool, usize)> {
    /// Longer than any of them with a few blanks.
    const LONGEST: usize = 64;
    let inner = bytes[..bytes.len().min(LONGEST)].strip_prefix(b"<!--")?;
    let end = inner.windows(3).position(|window| window == b"-->")?;
    let words = inner[..end].trim_ascii().to_ascii_lowercase();
    let is_end = match words.as_slice() {
        b"private" => false,
        b"/private" | b"end private" | b"private end" | b"endprivate" => true,
        _ => return None,
    };
    Some((is_end, "<!--".len() + end + "-->".len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(text: &str) -> String {
        open(text, 0).text.into_owned()
    }

    #[test]
    fn what_is_between_the_marks_is_gone() {
        for (text, expected) in [
            ("a <!-- private -->b<!-- /private --> c", "a  c"),
            ("a\n<!--PRIVATE-->\nb\n\nc\n<!-- end private -->\nd", "a\n\nd"),
            ("> a\n> <!-- private -->\n> b\n> <!-- /private -->\n> c", "> a\n> \n> c"),
            ("<!-- private -->a<!-- private -->b<!-- /private -->c<!-- /private -->d", "d"),
            ("a<!-- private -->b\n\nc", "a"),
            ("<!-- private notes --> a <!-- /private -->", "<!-- private notes --> a <!-- /private -->"),
            ("`<!-- private -->` a", "`<!-- private -->` a"),
            ("```\n<!-- private -->\n```\na", "```\n<!-- private -->\n```\na"),
            ("```\n<!-- private -->\na", "```\n"),
            ("<!-- private -->\n```\n<!-- /private -->\n```\nb\n<!-- /private -->c", "c"),
        ] {
            assert_eq!(left(text), expected, "{text:?}");
        }
        assert_eq!(open("a <!-- private --> b", 0).unclosed, Some(Span::new(2, 18)));
    }

    #[test]
    fn private_callouts_are_gone() {
        for (text, expected) in [
            ("a\n\n> [!private] T\n> b\n\nc", "a\n\n\n\nc"),
            ("> [!Private|x]- T\n> b\nlazy\nlazy\n\nc", "\n\nc"),
            ("> a\n> > [!private]\n> > b\n> c", "> a\n> "),
            ("> a\n> > [!private]\n> > b\n>\n> c", "> a\n> \n>\n> c"),
            ("- > [!private] a\n  > b\n- c", "- \n- c"),
            ("> [!private]\n> - b\n# c", "\n# c"),
            ("> [!private]", ""),
            ("> [!note] a\n> b", "> [!note] a\n> b"),
            ("[!private] a", "[!private] a"),
            ("~~~\n> [!private]\n~~~", "~~~\n> [!private]\n~~~"),
        ] {
            assert_eq!(left(text), expected, "{text:?}");
        }
    }

    #[test]
    fn places_lead_back_to_the_file() {
        let text = "я <!-- private -->б<!-- /private --> [[c]]";
        let open = open(text, 0);
        let at = open.text.find("[[c]]").expect("it is left");
        let span = open.in_file(Span::new(at, at + 5));
        assert_eq!(&text[span.start..span.end], "[[c]]");
        let span = open.in_file(Span::new(0, 2));
        assert_eq!(&text[span.start..span.end], "я");
    }
}
