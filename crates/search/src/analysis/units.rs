//! Cutting text into units: plain words, and words of code with their parts.
//!
//! `load-balancer` is two plain words. `HTTP/2`, `snake_case`, `camelCase`, `Node.js`, `C++`, `.NET`
//! and `p99` are one unit each, that is known as a whole and by its parts.

use super::clusters::continues;
use super::fold::{fold, fold_into, is_ignorable};

/// Longest form kept, in characters; what is longer (base64, digests) is cut, not dropped.
const LONGEST_FORM: usize = 48;
/// A longer chain (a path, a URL) is known as a whole by its first parts only.
const MOST_PARTS_IN_WHOLE: usize = 3;
/// A word that falls into more pieces is a digest or an identifier for machines: it stays whole.
const MOST_PIECES: usize = 6;

/// A piece of a unit: a plain word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// Byte offset of its first character in the text.
    pub(crate) start: usize,
    /// Byte offset after its last character.
    pub(crate) end: usize,
    /// Its folded form; never empty.
    pub(crate) form: String,
}

/// A word of the text, or a compound of words that reads as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    /// Byte offset of its first character in the text.
    pub(crate) start: usize,
    /// Byte offset after its last character.
    pub(crate) end: usize,
    /// The folded form of all of it, connectors included; `None` for a plain word.
    pub(crate) whole: Option<String>,
    /// Whether `whole` covers only the beginning, the chain being too long.
    pub(crate) cut: bool,
    /// The words it consists of. One for a plain word; a compound may have none of its own (`R&D`
    /// has two, `x1` none that is longer than a character).
    pub(crate) parts: Vec<Part>,
}

impl Unit {
    /// Returns the forms that stand at consecutive positions of the index for this unit.
    pub(crate) fn phrase(&self) -> impl Iterator<Item = &str> {
        let whole = if self.parts.len() < 2 { self.whole.as_deref() } else { None };
        let parts = if whole.is_some() { &[] } else { self.parts.as_slice() };
        whole.into_iter().chain(parts.iter().map(|part| part.form.as_str()))
    }
}

/// A unit, as [`each_unit`] shows it.
pub(crate) enum Seen<'u> {
    /// A plain word: the byte offsets of its first character and after its last, and its folded form.
    Plain(usize, usize, &'u str),
    /// Any other.
    Other(Unit),
}

/// Returns the units of a text, in order.
pub(crate) fn units(text: &str) -> Vec<Unit> {
    let mut units = Vec::new();
    each_unit(text, &mut |seen| {
        units.push(match seen {
            Seen::Plain(start, end, form) => {
                let parts = vec![Part { start, end, form: form.to_owned() }];
                Unit { start, end, whole: None, cut: false, parts }
            }
            Seen::Other(unit) => unit,
        });
    });
    units
}

/// Shows the units of a text, in order. Most are plain words, for which nothing is allocated.
pub(crate) fn each_unit(text: &str, each: &mut dyn FnMut(Seen<'_>)) {
    let mut form = String::new();
    let mut show = |runs: &[(usize, usize)]| {
        if let Some((start, end)) = plain(text, runs) {
            form.clear();
            fold_into(&text[start..end], &mut form);
            shorten(&mut form);
            if !form.is_empty() {
                each(Seen::Plain(start, end, &form));
            }
        } else if let Some(unit) = unit(text, runs) {
            each(Seen::Other(unit));
        }
    };
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut rest = 0;
    while let Some((start, end)) = next_run(text, rest) {
        if let Some(&(_, last)) = runs.last()
            && !connects(&text[last..start])
        {
            show(&runs);
            runs.clear();
        }
        runs.push((start, end));
        rest = end;
    }
    show(&runs);
}

/// Returns the run of a chain that is nothing but a plain word.
fn plain(text: &str, runs: &[(usize, usize)]) -> Option<(usize, usize)> {
    let &[(start, end)] = runs else { return None };
    let alone = !opens_with_dot(text, start) && suffix(&text[end..]) == 0;
    (alone && is_of_one_piece(&text[start..end])).then_some((start, end))
}

/// Returns whether neither case nor digits change in a run.
fn is_of_one_piece(run: &str) -> bool {
    let changes = |c: char| match c {
        'a'..='z' | 'а'..='я' => false,
        _ => c.is_uppercase() || c.is_numeric(),
    };
    !run.chars().skip(1).any(changes) && !run.starts_with(char::is_numeric)
}

/// Finds the next run of letters, digits and marks at or after an offset.
fn next_run(text: &str, from: usize) -> Option<(usize, usize)> {
    let start = from + text[from..].find(is_letter_or_digit)?;
    let end = text[start..].find(|c| !is_inside(c)).map_or(text.len(), |length| start + length);
    Some((start, end))
}

/// Returns whether a character begins a word.
fn is_letter_or_digit(c: char) -> bool {
    match c {
        '\0'..='\x7f' => c.is_ascii_alphanumeric(),
        'А'..='я' => true,
        _ => c.is_alphanumeric(),
    }
}

/// Returns whether a character stands within a word that has begun: letters, digits, marks.
fn is_inside(c: char) -> bool {
    if matches!(c, '\0'..='\x7f' | 'А'..='я') {
        return is_letter_or_digit(c);
    }
    // What colours a face, or names the flag of a region, belongs to a picture and to no word.
    let of_picture = matches!(c, '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0020}'..='\u{e007f}');
    c.is_alphanumeric() || is_ignorable(c) || (continues(c) && !of_picture)
}

/// Returns whether what stands between two runs makes one unit of them.
fn connects(between: &str) -> bool {
    matches!(between, "." | "/" | "+" | "#" | "&")
        || (!between.is_empty() && between.bytes().all(|b| b == b'_'))
}

/// Makes a unit of the runs of a chain.
fn unit(text: &str, runs: &[(usize, usize)]) -> Option<Unit> {
    let (&(first, _), &(_, last_end)) = (runs.first()?, runs.last()?);
    let start = if opens_with_dot(text, first) { first - 1 } else { first };
    let end = last_end + suffix(&text[last_end..]);
    let parts: Vec<Part> = runs.iter().flat_map(|&(start, end)| pieces(text, start, end)).collect();
    let compound = runs.len() > 1 || start < first || end > last_end;
    if !compound {
        // A run that falls into too many pieces to be cut.
        if let [part] = parts.as_slice()
            && (part.start, part.end) == (start, end)
        {
            let plain = !part.form.is_empty();
            return plain.then_some(Unit { start, end, whole: None, cut: false, parts });
        }
        let whole = Some(folded(&text[start..end]));
        return Some(Unit { start, end, whole, cut: false, parts });
    }
    let cut = runs.len() > MOST_PARTS_IN_WHOLE;
    let whole_end = if cut { runs[MOST_PARTS_IN_WHOLE - 1].1 } else { end };
    let whole = folded(&text[start..whole_end]);
    Some(Unit {
        start,
        end,
        whole: Some(whole),
        cut,
        parts: parts.into_iter().filter(|part| !part.form.is_empty()).collect(),
    })
}

/// Returns whether a dot before a run belongs to it, as in `.NET`.
fn opens_with_dot(text: &str, start: usize) -> bool {
    let before = &text[..start];
    before.ends_with('.')
        && text[start..].starts_with(char::is_alphabetic)
        && before[..before.len() - 1]
            .chars()
            .next_back()
            .is_none_or(|c| c.is_whitespace() || "([{\"'«“".contains(c))
}

/// Returns the length of the signs after a run that belong to it, as in `C++`, `C#`.
fn suffix(after: &str) -> usize {
    let length = after.bytes().take_while(|b| matches!(b, b'+' | b'#')).count();
    let ends = after[length..].chars().next().is_none_or(|c| !c.is_alphanumeric());
    if length <= 2 && ends { length } else { 0 }
}

/// Cuts a run where case or digits change. Pieces of one character are no words; a run that falls
/// into none, or into too many, stays whole.
fn pieces(text: &str, start: usize, end: usize) -> Vec<Part> {
    let part = |start: usize, end: usize| Part { start, end, form: folded(&text[start..end]) };
    let run = &text[start..end];
    if is_of_one_piece(run) {
        return vec![part(start, end)];
    }
    let chars: Vec<(usize, char)> = run.char_indices().collect();
    let mut bounds = vec![start];
    for (i, pair) in chars.windows(2).enumerate() {
        let ((_, a), (at, b)) = (pair[0], pair[1]);
        let next_is_lower = chars.get(i + 2).is_some_and(|(_, c)| c.is_lowercase());
        let hump = b.is_uppercase() && (a.is_lowercase() || (a.is_uppercase() && next_is_lower));
        if hump || (a.is_alphabetic() && b.is_numeric()) || (a.is_numeric() && b.is_alphabetic()) {
            bounds.push(start + at);
        }
    }
    bounds.push(end);
    if bounds.len() == 2 || bounds.len() > MOST_PIECES + 1 {
        return vec![part(start, end)];
    }
    let pieces: Vec<Part> = bounds
        .windows(2)
        .map(|pair| part(pair[0], pair[1]))
        .filter(|part| part.form.chars().count() > 1)
        .collect();
    if pieces.is_empty() { vec![part(start, end)] } else { pieces }
}

/// Returns the form of a word as it is kept.
fn folded(word: &str) -> String {
    let mut form = fold(word);
    shorten(&mut form);
    form
}

/// Cuts a form to the longest that is kept.
fn shorten(form: &mut String) {
    if form.len() > LONGEST_FORM
        && let Some((at, _)) = form.char_indices().nth(LONGEST_FORM)
    {
        form.truncate(at);
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::char::is_combining_mark;

    use super::{is_ignorable, is_inside, units};

    /// Shows units as `whole(part part)`, plain words bare.
    fn show(text: &str) -> String {
        let show = |unit: &super::Unit| {
            let parts: Vec<&str> = unit.parts.iter().map(|part| part.form.as_str()).collect();
            match &unit.whole {
                Some(whole) => format!("{whole}({})", parts.join(" ")),
                None => parts.join(" "),
            }
        };
        units(text).iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn code_words_are_whole_and_in_parts() {
        for (text, shown) in [
            ("The load-balancer's health.", "the load balancer s health"),
            ("snake_case camelCase", "snake_case(snake case) camelcase(camel case)"),
            ("HTTPServer HTTP/2", "httpserver(http server) http/2(http 2)"),
            ("p99 of k8s", "p99(99) of k8s"),
            ("C++, C# and .NET", "c++(c) c#(c) and .net(net)"),
            ("Node.js.", "node.js(node js)"),
            ("a/b/c/d", "a/b/c(a b c d)"),
            ("R&D 42", "r&d(r d) 42"),
            ("...end", "end"),
            ("Кеш — это", "кеш ето"),
            ("за\u{301}мок\u{ad}чик", "замокчик"),
            ("", ""),
        ] {
            assert_eq!(show(text), shown, "{text}");
        }
    }

    #[test]
    fn words_hold_letters_digits_and_marks() {
        for c in '\0'..=char::MAX {
            let inside = c.is_alphanumeric() || is_combining_mark(c) || is_ignorable(c);
            assert_eq!(is_inside(c), inside, "{c:?}");
        }
    }

    #[test]
    fn offsets_are_those_of_the_text() {
        let text = "«Кеш» C++ за\u{301}мок";
        let cut: Vec<&str> = units(text).iter().map(|unit| &text[unit.start..unit.end]).collect();
        assert_eq!(cut, ["Кеш", "C++", "за\u{301}мок"]);
    }
}
