//! Snippets: the passage of a section that shows best why it was found.

use super::order::put_in_order;
use crate::analysis::{Unit, clusters, stem_of, units};
use crate::query::{Atom, Query};

/// Words in a snippet, and how many of them stand before the first match.
const WORDS: usize = 30;
const WORDS_BEFORE: usize = 6;
/// A snippet is cut at this many characters, however long its words are.
const LONGEST: usize = 400;
const ELLIPSIS: char = '…';

/// What makes a word of a text a match.
pub(crate) struct Matcher {
    words: Vec<Wanted>,
    phrases: Vec<Vec<String>>,
}

struct Wanted {
    form: String,
    stem: String,
    open: bool,
}

impl Matcher {
    /// Marks what a query wants.
    pub(crate) fn new(query: &Query) -> Self {
        let mut matcher = Self { words: Vec::new(), phrases: Vec::new() };
        for atom in query.wanted.iter().flat_map(|clause| &clause.any) {
            match atom {
                Atom::Word(word) => {
                    let last = word.parts.len().saturating_sub(1);
                    let parts =
                        word.parts.iter().enumerate().map(|(place, form)| (form, word.open && place == last));
                    for (form, open) in word.whole.iter().map(|form| (form, word.open)).chain(parts) {
                        let stem = stem_of(form).into_owned();
                        matcher.words.push(Wanted { form: form.clone(), stem, open });
                    }
                }
                Atom::Phrase(forms) => matcher.phrases.push(forms.clone()),
                Atom::Filter(_) => {}
            }
        }
        matcher
    }

    /// Returns the number of the wanted word that a form is.
    fn word(&self, form: &str) -> Option<usize> {
        let stem = stem_of(form);
        self.words.iter().position(|wanted| {
            form == wanted.form
                || form == wanted.stem
                || stem == wanted.stem
                || (wanted.open && form.starts_with(&wanted.form))
        })
    }

    /// Returns the byte ranges of a text that match, ascending, with the number of what they match
    /// and the place of their unit.
    fn matches(&self, units: &[Unit]) -> Vec<Match> {
        let mut matches = Vec::new();
        for (place, unit) in units.iter().enumerate() {
            if let Some(which) = unit.whole.as_deref().and_then(|whole| self.word(whole)) {
                matches.push(Match { start: unit.start, end: unit.end, which, place });
                continue;
            }
            for part in &unit.parts {
                if let Some(which) = self.word(&part.form) {
                    matches.push(Match { start: part.start, end: part.end, which, place });
                }
            }
        }
        for (number, phrase) in self.phrases.iter().enumerate() {
            matches.extend(phrase_matches(units, phrase, self.words.len() + number));
        }
        put_in_order(&mut matches, |found| [found.start as u64, found.end as u64]);
        // What lies within another match is marked by it.
        let mut last_end = 0;
        matches.retain(|found| {
            let apart = found.start >= last_end;
            last_end = last_end.max(found.end);
            apart
        });
        matches
    }
}

#[derive(Clone, Copy)]
struct Match {
    start: usize,
    end: usize,
    which: usize,
    place: usize,
}

/// Returns where a phrase stands.
fn phrase_matches(units: &[Unit], phrase: &[String], which: usize) -> Vec<Match> {
    let spread = |(place, unit): (usize, &'_ Unit)| {
        let (start, end) = (unit.start, unit.end);
        let forms: Vec<String> = unit.phrase().map(str::to_owned).collect();
        let parts: Vec<(usize, usize)> = if forms.len() == unit.parts.len() && forms.len() > 1 {
            unit.parts.iter().map(|part| (part.start, part.end)).collect()
        } else {
            vec![(start, end); forms.len()]
        };
        forms
            .into_iter()
            .zip(parts)
            .map(move |(form, (start, end))| (form, start, end, place))
            .collect::<Vec<_>>()
    };
    let forms: Vec<(String, usize, usize, usize)> = units.iter().enumerate().flat_map(spread).collect();
    let stands = |window: &&[(String, usize, usize, usize)]| {
        window.iter().zip(phrase).all(|((form, ..), wanted)| form == wanted)
    };
    let found = |window: &[(String, usize, usize, usize)]| {
        let ((_, start, _, place), (_, _, end, _)) = (window.first()?, window.last()?);
        Some(Match { start: *start, end: *end, which, place: *place })
    };
    forms.windows(phrase.len().max(1)).filter(stands).filter_map(found).collect()
}

/// Returns what matches in a title or a heading, in characters.
pub(crate) fn marks(text: &str, matcher: &Matcher) -> Vec<[usize; 2]> {
    let place = |at: usize| text[..at].chars().count();
    let found = matcher.matches(&units(text));
    found.iter().map(|found| [place(found.start), place(found.end)]).collect()
}

/// Returns the passage of a text with most of what was asked, and what matched in it, in characters.
pub(crate) fn snippet(text: &str, matcher: &Matcher) -> (String, Vec<[usize; 2]>) {
    let units = units(text);
    let found = matcher.matches(&units);
    let Some(window) = window(&units, &found) else {
        return (String::new(), Vec::new());
    };
    let (start, end) = snap(text, units[window.0].start, units[window.1].end);
    render(text, start, end, &found)
}

/// Returns the first and the last unit of the best window: most different matches, then most.
fn window(units: &[Unit], matches: &[Match]) -> Option<(usize, usize)> {
    let last = units.len().checked_sub(1)?;
    let mut best = (0, 0, 0);
    for (number, first) in matches.iter().enumerate() {
        let inside =
            matches[number..].iter().take_while(|other| other.place < first.place + WORDS - WORDS_BEFORE);
        let mut different: Vec<usize> = Vec::new();
        let mut count = 0;
        for other in inside {
            count += 1;
            if !different.contains(&other.which) {
                different.push(other.which);
            }
        }
        if (different.len(), count) > (best.0, best.1) {
            best = (different.len(), count, first.place);
        }
    }
    let mut first = best.2.saturating_sub(WORDS_BEFORE);
    if first + WORDS > units.len() {
        first = units.len().saturating_sub(WORDS).min(first);
    }
    Some((first, (first + WORDS - 1).min(last)))
}

/// Widens a range to whole graphemes, and to the ends of the text where no word is left out.
fn snap(text: &str, start: usize, end: usize) -> (usize, usize) {
    let mut snapped = (0, text.len());
    for (at, grapheme) in clusters(text) {
        if at <= start {
            snapped.0 = at;
        }
        if at + grapheme.len() >= end {
            snapped.1 = at + grapheme.len();
            break;
        }
    }
    if !text[..snapped.0].chars().any(char::is_alphanumeric) {
        snapped.0 = 0;
    }
    if !text[snapped.1..].chars().any(char::is_alphanumeric) {
        snapped.1 = text.len();
    }
    snapped
}

/// Writes a range of the text with single spaces, and translates the matches in it.
fn render(text: &str, start: usize, end: usize, matches: &[Match]) -> (String, Vec<[usize; 2]>) {
    let mut out = String::new();
    let mut length = 0;
    let mut push = |c: char, length: &mut usize| {
        out.push(c);
        *length += 1;
    };
    if start > 0 {
        push(ELLIPSIS, &mut length);
    }
    let mut marks: Vec<[usize; 2]> = Vec::new();
    let mut inside = matches.iter().filter(|found| found.start >= start && found.end <= end).peekable();
    let mut opened: Option<(usize, usize)> = None;
    let mut spaced = true;
    let mut stopped = end;
    for (at, grapheme) in clusters(&text[start..end]) {
        let at = start + at;
        if let Some((begin, _)) = opened.take_if(|(_, until)| *until <= at) {
            marks.push([begin, length]);
        }
        if length >= LONGEST {
            stopped = at;
            break;
        }
        if grapheme.chars().all(char::is_whitespace) {
            if !spaced {
                push(' ', &mut length);
            }
            spaced = true;
            continue;
        }
        spaced = false;
        // A mark covers whole graphemes, even where a match begins or ends within one.
        while let Some(found) = inside.next_if(|found| found.start < at + grapheme.len()) {
            if opened.is_none() {
                opened = Some((length, found.end));
            }
        }
        for c in grapheme.chars() {
            push(c, &mut length);
        }
    }
    if let Some((begin, _)) = opened {
        marks.push([begin, length]);
    }
    if stopped < text.len() {
        push(ELLIPSIS, &mut length);
    }
    let kept = out.trim_end().len();
    out.truncate(kept);
    (out, marks)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    use super::{Matcher, marks, snippet};
    use crate::query::parse;

    /// Shows a snippet with its marks in brackets.
    fn show(text: &str, query: &str) -> String {
        let (snippet, marks) = snippet(text, &Matcher::new(&parse(query)));
        let mut shown = String::new();
        for (at, c) in snippet.chars().enumerate() {
            if marks.iter().any(|mark| mark[0] == at) {
                shown.push('[');
            }
            shown.push(c);
            if marks.iter().any(|mark| mark[1] == at + 1) {
                shown.push(']');
            }
        }
        shown
    }

    #[test]
    fn only_what_matched_is_marked() {
        for (text, query, shown) in [
            ("Кеши кешируют.", "кеш ", "[Кеши] кешируют."),
            ("Caches cache\n\n caching", "cach", "[Caches] [cache] [caching]"),
            ("C++ or C?", "C++ ", "[C++] or C?"),
            ("a strong consistency, strong", "\"strong consistency\"", "a [strong consistency], strong"),
            ("HTTP/2 and HTTP/1", "http/2 ", "[HTTP/2] and [HTTP]/1"),
            ("getUserName", "user ", "get[User]Name"),
            ("за\u{301}мок", "замок ", "[за\u{301}мок]"),
            ("nothing here", "tag:x", "nothing here"),
            ("", "x", ""),
        ] {
            assert_eq!(show(text, query), shown, "{text} / {query}");
        }
    }

    #[test]
    fn names_are_marked_too() {
        assert_eq!(marks("Cache «Кэш»", &Matcher::new(&parse("кеш caches "))), [[0, 5], [7, 10]]);
    }

    #[test]
    fn the_window_with_most_words_is_shown() {
        let text = format!("cache {} cache and redis {}", "filler ".repeat(50), "filler ".repeat(50));
        let shown = show(&text, "redis cache ");
        assert!(shown.starts_with("…filler") && shown.ends_with("filler…"), "{shown}");
        assert!(shown.contains("[cache] and [redis]"), "{shown}");
    }

    proptest! {
        #[test]
        fn graphemes_and_marks_are_whole(text in "(\\PC|[a-c ]|e\u{301}|👩‍👩‍👧| ){0,80}", query in "[a-c ]{1,6}") {
            let (snippet, marks) = snippet(&text, &Matcher::new(&parse(&query)));
            let whole: Vec<&str> = text.graphemes(true).collect();
            for grapheme in snippet.graphemes(true) {
                prop_assert!(grapheme == " " || grapheme.contains('…') || whole.contains(&grapheme), "{grapheme:?}");
            }
            let length = snippet.chars().count();
            let mut last = 0;
            for [from, to] in marks {
                prop_assert!(last <= from && from < to && to <= length);
                last = to;
            }
        }
    }
}
