//! Writes the tokens of a block as events, and counts on the way.

use std::borrow::Cow;
use std::ops::Range;

use super::Reader;
use super::limit::{Limit, MAX_TAGS};
use super::token::{Kind, Token};
use crate::note::TAG_DEPTH;
use crate::note::event::Event;
use crate::words::fold;

impl<'t> Reader<'t> {
    /// Writes tokens; neighbouring pieces of text become one event.
    pub(super) fn emit(&mut self, tokens: Vec<Token<'t>>) {
        self.add_contexts(&tokens);
        let mut words: Cow<'t, str> = Cow::Borrowed("");
        let mut words_range: Range<usize> = 0..0;
        let mut counter = WordCounter::default();
        for token in tokens {
            let Token { kind, range } = token;
            let mut event = match kind {
                Kind::Run { .. } | Kind::Mark { .. } | Kind::Bracket(_) => {
                    let more = self.masked.restore(range.clone());
                    append(&mut words, &mut words_range, more, range);
                    continue;
                }
                Kind::Words(more) => {
                    append(&mut words, &mut words_range, more, range);
                    continue;
                }
                Kind::Open(element) => Event::Start(element),
                Kind::Close => Event::End,
                Kind::Event(event) => event,
            };
            self.flush(&mut words, &words_range, &mut counter);
            if let Event::Tag(tag) = &event
                && !self.add_tag(tag, Some(&range))
            {
                event = Event::Text(format!("#{tag}").into());
            }
            match &event {
                Event::Code(code) => self.word_count += counter.count(code),
                Event::Tag(tag) => {
                    self.word_count += counter.count(tag);
                }
                Event::SoftBreak | Event::HardBreak => {
                    counter.count(" ");
                }
                Event::Html(html) => self.inline_html(html, &range),
                _ => {}
            }
            self.write(event, &range);
        }
        self.flush(&mut words, &words_range, &mut counter);
        self.html_heading = None;
    }

    fn flush(&mut self, words: &mut Cow<'t, str>, range: &Range<usize>, counter: &mut WordCounter) {
        if words.is_empty() {
            return;
        }
        self.word_count += counter.count(words);
        let text = std::mem::replace(words, Cow::Borrowed(""));
        self.write(Event::Text(clean(text).into()), range);
    }

    /// Adds a tag unless the note has it already. Tells whether it is one of the note; of too many, the rest is not.
    pub(super) fn add_tag(&mut self, tag: &str, range: Option<&Range<usize>>) -> bool {
        let folded = fold(tag);
        if self.tags_seen.contains(&folded) {
            return true;
        }
        if self.tags.len() >= MAX_TAGS {
            self.reached(Limit::Tags, range);
            return false;
        }
        if tag.split('/').filter(|part| !part.is_empty()).count() > TAG_DEPTH {
            self.reached(Limit::TagDepth, range);
        }
        self.tags_seen.insert(folded);
        self.tags.push(tag.to_owned());
        true
    }
}

/// Replaces NUL, which HTML does not have.
pub(super) fn clean(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.contains('\0') { Cow::Owned(text.replace('\0', "\u{fffd}")) } else { text }
}

fn append<'t>(
    words: &mut Cow<'t, str>,
    range: &mut Range<usize>,
    more: Cow<'t, str>,
    more_range: Range<usize>,
) {
    if words.is_empty() {
        *words = more;
        *range = more_range;
    } else {
        words.to_mut().push_str(&more);
        range.end = more_range.end.max(range.end);
    }
}

/// Counts words that may go on from one piece of text to the next.
#[derive(Debug, Default)]
struct WordCounter {
    inside: bool,
}

impl WordCounter {
    /// Returns how many words start in `text`: runs without blanks that hold a letter or digit.
    fn count(&mut self, text: &str) -> usize {
        let mut count = 0;
        let bytes = text.as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if self.inside {
                // The rest of a word needs no looking at.
                let rest = &bytes[at..];
                at += rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
                self.inside = at == bytes.len();
                continue;
            }
            let byte = bytes[at];
            let starts = if byte.is_ascii() {
                at += 1;
                byte.is_ascii_alphanumeric()
            } else {
                let c = text[at..].chars().next().unwrap_or(' ');
                at += c.len_utf8();
                c.is_alphanumeric()
            };
            self.inside = starts;
            count += usize::from(starts);
        }
        count
    }
}
