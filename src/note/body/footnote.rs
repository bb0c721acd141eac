//! Footnotes: named ones, inline ones, and their common numbering.

use std::ops::Range;

use super::block::{Container, Holder};
use super::token::{Bracket, Kind, Token};
use super::{Reader, SpannedEvent};
use crate::note::Footnote;
use crate::note::event::{Element, Event, Events};
use crate::words::fold;

/// A footnote whose number is not known yet.
#[derive(Debug, Default)]
pub(super) struct Draft {
    events: Option<Events>,
}

/// A body put aside while the text of a footnote is read.
#[derive(Debug)]
pub(super) struct Suspended {
    out: Events,
    containers: Vec<Container>,
    note: usize,
}

impl Suspended {
    /// Returns how many events had been written.
    pub(super) fn event_count(&self) -> usize {
        self.out.len()
    }
}

impl<'t> Reader<'t> {
    /// Returns the draft of a label. Labels are compared without regard to case.
    pub(super) fn note_of(&mut self, label: &str) -> usize {
        let next = self.notes.len();
        let index = *self.labels.entry(fold(label)).or_insert(next);
        if index == next {
            self.notes.push(Draft::default());
        }
        index
    }

    pub(super) fn open_footnote(&mut self, label: &str) {
        if self.leaf.is_some() {
            self.close_leaf();
        }
        let mut note = self.note_of(label);
        let reading = self.suspended.iter().any(|suspended| suspended.note == note);
        if reading || self.notes[note].events.is_some() {
            // A second text for one label: nothing refers to it, but it is not lost.
            note = self.notes.len();
            self.notes.push(Draft::default());
        }
        let out = std::mem::take(&mut self.out);
        let containers = std::mem::replace(&mut self.containers, vec![Container::new(Holder::Root, 0)]);
        self.suspended.push(Suspended { out, containers, note });
    }

    pub(super) fn close_footnote(&mut self) {
        let Some(suspended) = self.suspended.pop() else { return };
        let events = std::mem::replace(&mut self.out, suspended.out);
        self.containers = suspended.containers;
        self.notes[suspended.note].events = Some(events);
    }

    /// Takes inline footnotes out of a block; a reference stands where each was.
    pub(super) fn take_inline_notes(&mut self, tokens: Vec<Token<'t>>) -> Vec<Token<'t>> {
        let ends = pair_brackets(&tokens);
        let mut open: Vec<(usize, Range<usize>, Vec<Token<'t>>)> = Vec::new();
        let mut out = Vec::new();
        for (index, token) in tokens.into_iter().enumerate() {
            match ends.get(index).copied().flatten() {
                Some(end) => {
                    open.push((end, token.range, std::mem::take(&mut out)));
                }
                None if open.last().is_some_and(|(end, ..)| *end == index) => {
                    let Some((_, start, outer)) = open.pop() else { continue };
                    let range = start.start..token.range.end;
                    let note = self.notes.len();
                    self.notes.push(Draft::default());
                    let inner = std::mem::replace(&mut out, outer);
                    self.write_inline_note(note, inner, &range);
                    out.push(Token { kind: Kind::Event(Event::FootnoteReference(note)), range });
                }
                None => out.push(token),
            }
        }
        out
    }

    fn write_inline_note(&mut self, note: usize, tokens: Vec<Token<'t>>, range: &Range<usize>) {
        let out = std::mem::take(&mut self.out);
        let containers = std::mem::take(&mut self.containers);
        self.suspended.push(Suspended { out, containers, note });
        self.write_leaf(Some(Element::Paragraph), tokens, range);
        self.close_footnote();
    }

    /// Numbers the footnotes in order of use and gives the references in `events` their final index.
    pub(super) fn finish_footnotes(&mut self, events: &mut Events) -> Vec<Footnote> {
        let mut drafts: Vec<Events> = std::mem::take(&mut self.notes)
            .into_iter()
            .map(|draft| draft.events.unwrap_or_default())
            .collect();
        let mut order: Vec<usize> = Vec::with_capacity(drafts.len());
        let mut numbers: Vec<Option<usize>> = vec![None; drafts.len()];
        let mut counts = vec![0; drafts.len()];
        let mut next: Option<&Events> = Some(events);
        let mut visited = 0;
        let mut unused = 0..drafts.len();
        while let Some(events) = next {
            for SpannedEvent { event, .. } in events {
                if let Event::FootnoteReference(draft) = event {
                    counts[*draft] += 1;
                    if numbers[*draft].is_none() {
                        numbers[*draft] = Some(order.len());
                        order.push(*draft);
                    }
                }
            }
            if visited == order.len()
                // Those that nothing refers to come last, in order of place.
                && let Some(draft) = unused.find(|draft| numbers[*draft].is_none())
            {
                numbers[draft] = Some(order.len());
                order.push(draft);
            }
            next = order.get(visited).map(|draft| &drafts[*draft]);
            visited += 1;
        }
        let renumber = |events: &mut Events| {
            for SpannedEvent { event, .. } in events {
                if let Event::FootnoteReference(draft) = event {
                    *draft = numbers[*draft].unwrap_or_default();
                }
            }
        };
        renumber(events);
        drafts.iter_mut().for_each(renumber);
        let mut drafts: Vec<Option<Events>> = drafts.into_iter().map(Some).collect();
        order
            .into_iter()
            .map(|draft| Footnote {
                events: drafts[draft].take().unwrap_or_default(),
                reference_count: counts[draft],
            })
            .collect()
    }
}

/// Returns for each token that opens an inline footnote the index of the bracket that closes it.
fn pair_brackets(tokens: &[Token<'_>]) -> Vec<Option<usize>> {
    let mut ends = vec![None; tokens.len()];
    // Brackets that are open, each level of markup on its own.
    let mut levels: Vec<Vec<(usize, Bracket)>> = vec![Vec::new()];
    for (index, token) in tokens.iter().enumerate() {
        match token.kind {
            Kind::Open(_) => levels.push(Vec::new()),
            Kind::Close => {
                levels.pop();
            }
            Kind::Bracket(Bracket::Close) => {
                if let Some((start, Bracket::Note)) = levels.last_mut().and_then(Vec::pop)
                    && start + 1 < index
                {
                    ends[start] = Some(index);
                }
            }
            Kind::Bracket(bracket) => {
                if let Some(level) = levels.last_mut() {
                    level.push((index, bracket));
                }
            }
            _ => {}
        }
    }
    ends
}
