//! A lasting address for every paragraph: an id made of its words.
//!
//! In: the events of a paragraph of the page's own note. Out: its id, the same whatever else in the note changes.
//! Where a paragraph itself was edited, `anchors` in the front matter says what its id was. A paragraph that its
//! author marked with `^id` has that one.

use std::collections::HashSet;

use super::body::Walk;
use super::html::Html;
use crate::note::Event;

/// What the ids of paragraphs begin with. No id of a heading, block or footnote does.
const START: &str = "p:";
/// How many digits follow.
const DIGITS: usize = 8;

/// The ids given so far on a page.
#[derive(Debug, Default)]
pub(super) struct Paragraphs(HashSet<String>);

impl Walk<'_> {
    /// Returns the id of the paragraph that begins here. None has one without words, in a footnote or an embed, or
    /// with the very words of a paragraph before it.
    pub(super) fn paragraph_id(&mut self) -> Option<String> {
        let events =
            self.note().events.get(self.at + 1..).filter(|_| self.prefix.is_empty() && !self.in_card)?;
        let mut words = String::new();
        let mut depth = 0usize;
        for spanned in events {
            match &spanned.event {
                Event::Start(_) => depth += 1,
                Event::End if depth == 0 => break,
                Event::End => depth -= 1,
                Event::Text(text) | Event::Code(text) | Event::Tag(text) => words.push_str(text),
                Event::Math(formula) => words.push_str(&formula.tex),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                Event::Html(_) | Event::Rule | Event::FootnoteReference(_) => {}
            }
        }
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            return None;
        }
        let id = format!("{START}{}", &blake3::hash(words.as_bytes()).to_hex()[..DIGITS]);
        self.paragraphs.0.insert(id.clone()).then_some(id)
    }

    /// Writes the ids that a paragraph had before it was edited.
    pub(super) fn former_paragraphs(&self, id: &str, html: &mut Html) {
        let is_id = |id: &str| id.strip_prefix(START).is_some_and(|digits| digits.len() == DIGITS);
        if !is_id(id) {
            return;
        }
        for (old, now) in &self.note().front_matter.anchors {
            let old = old.trim_start_matches('#');
            if now.trim_start_matches('#') == id && is_id(old) && !self.paragraphs.0.contains(old) {
                html.open("span", &[("id", old)]);
                html.close();
            }
        }
    }
}
