//! Where a comment over several blocks ends.

use super::line::{fence, line_ends};
use super::ticks::{Ticks, run_length};

/// What is remembered from one comment to the next, so that many of them cost one pass.
#[derive(Debug, Default)]
pub(super) struct Ends {
    fences: Option<Fences>,
    /// The backticks of a paragraph that ends at this offset.
    ticks: Option<(usize, Ticks)>,
}

/// Returns the offset behind the `%%` that closes the comment whose contents start at `from`: the next
/// one that is not in code. A fence without an end holds no code: what is in a comment must not reach
/// out of it. Must be asked in order of place.
pub(super) fn end(text: &str, from: usize, ends: &mut Ends) -> Option<usize> {
    let Ends { fences, ticks } = ends;
    let mut at = from;
    let mut at_line_start = false;
    while at < text.len() {
        let (line_end, next) = line_ends(text, at);
        if at_line_start && let Some((sign, length, _)) = fence(unquoted(&text[at..line_end])) {
            let fences = fences.get_or_insert_with(|| Fences::new(text, at));
            if let Some(after) = fences.close(sign, length, next) {
                at = after;
                continue;
            }
        }
        at_line_start = true;
        let mut cursor = at;
        let mut jumped = false;
        while let Some(found) =
            text.as_bytes()[cursor..line_end].iter().position(|b| matches!(b, b'%' | b'`'))
        {
            let here = cursor + found;
            if text.as_bytes()[here] == b'%' {
                if text[here..line_end].starts_with("%%") {
                    return Some(here + 2);
                }
                cursor = here + 1;
                continue;
            }
            let length = run_length(&text.as_bytes()[here..]);
            let (_, runs) = match ticks {
                Some((until, _)) if here < *until => ticks.as_ref()?,
                _ => {
                    let until = paragraph_end(text, here);
                    &*ticks.insert((until, Ticks::new(text, here..until)))
                }
            };
            cursor = runs.code_end(length, here + length).unwrap_or(here + length);
            if cursor > line_end {
                jumped = true;
                break;
            }
        }
        at_line_start &= !jumped;
        at = if jumped { cursor } else { next };
    }
    None
}

/// Returns a line without the marks of quotes and blanks at its start.
fn unquoted(line: &str) -> &str {
    line.trim_start_matches([' ', '\t', '>'])
}

/// Returns where the paragraph around `at` ends at the latest: at the next blank line.
fn paragraph_end(text: &str, at: usize) -> usize {
    let (_, mut next) = line_ends(text, at);
    while next < text.len() {
        let (line_end, after) = line_ends(text, next);
        if unquoted(&text[next..line_end]).is_empty() {
            return next;
        }
        next = after;
    }
    text.len()
}

/// The lines that may close a fence.
#[derive(Debug)]
struct Fences {
    /// Sign, length, and the offset behind the line, in order.
    lines: Vec<(u8, usize, usize)>,
    /// The shortest fence of each sign that nothing closes.
    open: [Option<usize>; 2],
}

impl Fences {
    fn new(text: &str, from: usize) -> Self {
        let mut lines = Vec::new();
        let mut at = from;
        while at < text.len() {
            let (line_end, next) = line_ends(text, at);
            if let Some((sign, length, true)) = fence(unquoted(&text[at..line_end])) {
                lines.push((sign, length, next));
            }
            at = next;
        }
        Self { lines, open: [None; 2] }
    }

    /// Returns the offset behind the line that closes a fence whose contents start at `from`.
    fn close(&mut self, sign: u8, length: usize, from: usize) -> Option<usize> {
        let open = &mut self.open[usize::from(sign == b'~')];
        if open.is_some_and(|shortest| length >= shortest) {
            return None;
        }
        let first = self.lines.partition_point(|line| line.2 <= from);
        let found = self.lines[first..].iter().find(|line| line.0 == sign && line.1 >= length);
        if found.is_none() {
            *open = Some(length);
        }
        found.map(|line| line.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_end_outside_code() {
        for (text, rest) in [
            (" a %% b", Some(" b")),
            ("\n```\n%%\n```\n%% b", Some(" b")),
            ("\n```\n%% b", Some(" b")),
            ("\n~~~\n```\n%%\n~~~\n%% b", Some(" b")),
            ("\nuse `%%` here\n%% b", Some(" b")),
            ("\nuse `%% b\n\n`", Some(" b\n\n`")),
            ("\n> ```\n> %%\n> ```\n> %% b", Some(" b")),
            ("\n```\n%%\n```\n", None),
            ("", None),
        ] {
            assert_eq!(end(text, 0, &mut Ends::default()).map(|end| &text[end..]), rest, "{text:?}");
        }
    }
}
