//! Headings: their source, their visible text and their ids.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::Reader;
use super::token::Token;
use crate::note::Heading;
use crate::note::event::Element;
use crate::words::heading_slug;

impl<'t> Reader<'t> {
    pub(super) fn write_heading(&mut self, level: u8, tokens: Vec<Token<'t>>, range: &Range<usize>) {
        self.begin_child();
        let inner = match (tokens.first(), tokens.last()) {
            (Some(first), Some(last)) => first.range.start..last.range.end,
            _ => range.start..range.start,
        };
        let text = self.visible(&tokens);
        let source = self.masked.restore(inner).into_owned();
        let index = self.headings.len();
        let start = self.out.len();
        let span = self.span(range);
        self.headings.push(Heading { level, source, text, id: String::new(), events: 0..0, span });
        self.write_leaf(Some(Element::Heading(index)), tokens, range);
        let events = start..self.out.len();
        // One inside a footnote is in no range of the body.
        self.headings[index].events = self.in_body(events);
        self.end_child();
    }

    /// Returns a range of the events being written, or an empty one at the present end of the body while
    /// a footnote is being read.
    pub(super) fn in_body(&self, events: Range<usize>) -> Range<usize> {
        match self.suspended.first() {
            None => events,
            Some(body) => body.event_count()..body.event_count(),
        }
    }
}

/// Gives each heading the slug of its text; later equals get a number that is still free.
pub(super) fn number(headings: &mut [Heading]) {
    let mut taken: HashSet<String> = HashSet::new();
    let mut next: HashMap<String, usize> = HashMap::new();
    for heading in headings {
        let slug = heading_slug(&heading.text);
        let mut id = slug.clone();
        if taken.contains(&id) {
            let number = next.entry(slug.clone()).or_insert(1);
            while {
                id = format!("{slug}-{number}");
                *number += 1;
                taken.contains(&id)
            } {}
        }
        taken.insert(id.clone());
        heading.id = id;
    }
}
