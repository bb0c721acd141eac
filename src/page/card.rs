//! Questions and answers: lines `Front :: back` under a card heading, in a note with a `deck`, or in one
//! tagged `#flashcards`. Anywhere else such a line is text: `status:: done` is somebody's metadata.
//!
//! In: the events of a note and the card headings. Out: [`CardRun`]s: which words are cards, and where
//! their fronts end. Not here: how they look (`render`).

use std::ops::Range;

use serde::Serialize;

use crate::note::{Element, Event, Note};
use crate::words::fold;

/// What parts the front of a card from its back.
const PARTING: &str = " :: ";

/// The words of one paragraph or list item, all of which are cards.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CardRun {
    /// The range of its events.
    pub events: Range<usize>,
    /// Its cards in order, one a line or more.
    pub cards: Vec<Card>,
}

/// A question and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Card {
    /// The events of the question that come before the text which holds its end.
    pub front: Range<usize>,
    /// The text in which the question ends and the answer begins, as the index of its event.
    pub text: usize,
    /// The bytes of that text that part the two.
    pub parting: Range<usize>,
    /// The events of the answer behind that text.
    pub back: Range<usize>,
}

/// Finds the cards of a note, in order of place. Costs O(events), next to nothing in a note without
/// card headings.
pub fn cards(note: &Note, headings: &[String]) -> Vec<CardRun> {
    let zones = zones(note, headings);
    let mut runs = Vec::new();
    let mut at = zones.first().map_or(note.events.len(), |zone| zone.start);
    while at < note.events.len() {
        let is_inside = zones.iter().any(|zone| zone.contains(&at));
        let Event::Start(element) = &note.events[at].event else {
            at += 1;
            continue;
        };
        match element {
            Element::Paragraph | Element::Item { .. } if is_inside => {
                let words = words(note, at + 1);
                let end = words.end;
                if let Some(cards) = lines(note, words.clone()) {
                    runs.push(CardRun { events: words, cards });
                }
                at = end.max(at + 1);
            }
            // What stands in these is never a card, and may hold text that looks like one.
            Element::Heading(_) | Element::CodeBlock(_) | Element::HtmlBlock | Element::Table { .. } => {
                at = end_of(note, at);
            }
            _ => at += 1,
        }
    }
    runs
}

/// Tells whether a heading makes cards of the lines below it.
pub(super) fn is_card_heading(text: &str, headings: &[String]) -> bool {
    let text = text.trim();
    let is_same = |heading: &String| {
        let heading = heading.trim();
        // Every mention on every page asks.
        if text.is_ascii() && heading.is_ascii() {
            return text.eq_ignore_ascii_case(heading);
        }
        fold(text) == fold(heading)
    };
    headings.iter().any(is_same)
}

/// The ranges of events in which such lines are cards.
fn zones(note: &Note, headings: &[String]) -> Vec<Range<usize>> {
    let is_tag = |tag: &String| {
        let tag = fold(tag);
        tag == "flashcards" || tag.starts_with("flashcards/")
    };
    if note.front_matter.deck.is_some() || note.tags.iter().any(is_tag) {
        return std::iter::once(0..note.events.len()).collect();
    }
    let of_cards = note.headings.iter().enumerate().filter(|(_, heading)| {
        // A heading of raw HTML has no place among the events.
        !heading.events.is_empty() && is_card_heading(&heading.text, headings)
    });
    of_cards.map(|(index, _)| note.section(index)).collect()
}

/// Returns the words that begin at an event: up to the end of what holds them or the first block in it.
fn words(note: &Note, start: usize) -> Range<usize> {
    let mut depth = 0_usize;
    for (index, spanned) in note.events.iter().enumerate().skip(start) {
        match &spanned.event {
            Event::Start(element) if depth == 0 && !is_inline(element) => return start..index,
            Event::Rule | Event::End if depth == 0 => return start..index,
            Event::Start(_) => depth += 1,
            Event::End => depth -= 1,
            _ => {}
        }
    }
    start..note.events.len()
}

fn is_inline(element: &Element) -> bool {
    matches!(
        element,
        Element::Emphasis
            | Element::Strong
            | Element::Strikethrough
            | Element::Highlight
            | Element::Link(_)
            | Element::Embed { .. }
            | Element::ExternalLink(_)
            | Element::ExternalImage(..)
    )
}

fn end_of(note: &Note, start: usize) -> usize {
    let mut depth = 0_usize;
    for (index, spanned) in note.events.iter().enumerate().skip(start) {
        match &spanned.event {
            Event::Start(_) => depth += 1,
            Event::End => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    note.events.len()
}

/// Reads words line by line. The first line has to be a card; a line that is none goes on with the answer
/// before it.
fn lines(note: &Note, words: Range<usize>) -> Option<Vec<Card>> {
    let mut cards: Vec<Card> = Vec::new();
    let (mut depth, mut line) = (0_usize, words.start);
    let mut parting: Option<(usize, Range<usize>)> = None;
    for index in words.clone() {
        match &note.events[index].event {
            Event::Start(_) => depth += 1,
            Event::End => depth -= 1,
            Event::Text(text) if depth == 0 && parting.is_none() => {
                let found = text.find(PARTING).map(|at| (index, at..at + PARTING.len()));
                // There is no card without a question.
                parting = found.filter(|(_, at)| index > line || !text[..at.start].trim().is_empty());
            }
            _ => {}
        }
        let is_end = index + 1 == words.end;
        let is_break = depth == 0 && matches!(note.events[index].event, Event::SoftBreak | Event::HardBreak);
        if !(is_end || is_break) {
            continue;
        }
        let end = if is_break { index } else { index + 1 };
        match (parting.take(), cards.last_mut()) {
            (Some((text, parting)), _) => {
                cards.push(Card { front: line..text, text, parting, back: text + 1..end });
            }
            (None, Some(above)) => above.back.end = end,
            (None, None) => return None,
        }
        line = index + 1;
    }
    (!cards.is_empty()).then_some(cards)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::{ParseOptions, parse};
    use crate::source::{SourceFile, SourcePath};

    /// Shows each card as `front | back`, runs parted by `/`.
    fn outline(text: &str) -> String {
        let path = SourcePath::new("a.md").expect("a plain path");
        let note = parse(&SourceFile::new(path, text.as_bytes()), &ParseOptions { hard_line_breaks: false });
        let said = |range: Range<usize>| -> String {
            let events = note.events[range].iter();
            events
                .map(|spanned| match &spanned.event {
                    Event::Text(text) | Event::Code(text) => text.to_string(),
                    Event::SoftBreak => "~".to_owned(),
                    _ => String::new(),
                })
                .collect()
        };
        let card = |card: &Card| {
            let Event::Text(text) = &note.events[card.text].event else { panic!("no text") };
            let (front, back) = (&text[..card.parting.start], &text[card.parting.end..]);
            format!("{}{front} | {back}{}", said(card.front.clone()), said(card.back.clone()))
        };
        let run = |run: &CardRun| run.cards.iter().map(card).collect::<Vec<_>>().join("\n");
        cards(&note, &["Check yourself".to_owned()]).iter().map(run).collect::<Vec<_>>().join("\n/\n")
    }

    #[test]
    fn lines_below_a_card_heading_are_cards() {
        insta::assert_snapshot!(outline("
Before :: text

## check yourself

What is `a`? :: A **bold** one
that goes on.
And [b](b.md) :: B

Plain words.

- In a list :: Yes
  - Nested :: Too

```
code :: no
```

| cell :: no |
|---|

### Below

Deep :: Still

## After

Not :: Here
"), @"
        What is a? | A bold one~that goes on.
        And b | B
        /
        In a list | Yes
        /
        Nested | Too
        /
        Deep | Still
        ");
    }

    #[test]
    fn a_deck_or_a_tag_makes_cards_of_all_lines() {
        assert_eq!(outline("---\ndeck: all\n---\nA :: B\n"), "A | B");
        assert_eq!(outline("---\ntags: [flashcards/deep]\n---\nA :: B\n"), "A | B");
        assert_eq!(outline("A :: B\n"), "");
        assert_eq!(
            outline("---\ndeck: x\n---\nstatus:: done and std::vec, :: none\n"),
            "status:: done and std::vec, | none"
        );
        assert_eq!(outline("---\ndeck: x\n---\n**A :: B** c\n"), "");
    }
}
