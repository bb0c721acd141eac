//! Which mentions of terms become links on a page.
//!
//! In: what a note mentions, and the links in it. Out: the mentions to be linked. A term is linked once in a
//! section, unless all are asked for; a link of the author's own counts. On its own page a term is never
//! linked, nor on that of its translation.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use super::body::{Descent, TermLink};
use crate::graph::{NoteId, Occurrence, Resolution, Spot, Target, section_starts};
use crate::note::{AutoLink, Element, Event};

/// What names a term at a place: a link, or a mention.
type Named<'o> = (usize, NoteId, Option<&'o Occurrence>);

impl Descent<'_> {
    /// Returns the mentions in a range of a note that become links, and notes which terms are named.
    pub(super) fn term_links(&mut self, id: NoteId, range: (usize, usize)) -> Vec<TermLink> {
        let note = self.plan.note(id);
        let mut named: Vec<Named<'_>> = self.linked_terms(id, range);
        if let Some(mentions) = self.plan.mentions.filter(|_| self.mode(id) != AutoLink::Off) {
            let footnotes = self.shown_footnotes(id, range);
            let inside = |spot: Spot| {
                let event = spot.event as usize;
                let near = footnotes.partition_point(|shown| shown.end <= event);
                (range.0..range.1).contains(&event)
                    || footnotes.get(near).is_some_and(|shown| shown.contains(&event))
            };
            let found = mentions.terms_in(id).filter(|(_, occurrence)| inside(occurrence.from));
            // A reader is led to the note in the language of the page.
            let edition = self.plan.edition_in(self.lang);
            let found = found.map(|(term, occurrence)| {
                (occurrence.from.event as usize, self.plan.in_edition(term, edition), Some(occurrence))
            });
            named.extend(found.filter(|(_, term, _)| !self.is_shown(*term)));
            named.sort_by_key(|(event, _, occurrence)| (*event, occurrence.map(|found| found.from.offset)));
        }
        let all = self.mode(id) == AutoLink::All;
        let starts = section_starts(note);
        let mut seen: HashSet<(usize, NoteId)> = HashSet::new();
        let mut links = Vec::new();
        for (event, term, occurrence) in named {
            let section = starts.partition_point(|start| *start <= event);
            let is_first = seen.insert((section, term));
            if !self.terms.contains(&term) && term != self.chain[0].0 {
                self.terms.push(term);
            }
            if let Some(Occurrence { from, to, .. }) = occurrence.filter(|_| is_first || all) {
                let place = |spot: &Spot| (spot.event as usize, spot.offset as usize);
                let href = self.plan.part_href(self.from, term, None);
                links.push(TermLink { from: place(from), to: place(to), href });
            }
        }
        links
    }

    /// Returns the events of the footnotes that a range of a note refers to; those of the whole note, all.
    fn shown_footnotes(&self, id: NoteId, range: (usize, usize)) -> Vec<Range<usize>> {
        let note = self.plan.note(id);
        if note.footnotes.is_empty() {
            return Vec::new();
        }
        let starts = note.footnote_starts();
        if range == (0, note.events.len()) {
            let end = starts.last().zip(note.footnotes.last()).map(|(start, last)| start + last.events.len());
            return end.map(|end| note.events.len()..end).into_iter().collect();
        }
        let references = note.events[range.0..range.1].iter().filter_map(|spanned| match spanned.event {
            Event::FootnoteReference(footnote) => Some(footnote),
            _ => None,
        });
        let references: BTreeSet<usize> = references.collect();
        let events = |at: usize| starts[at]..starts[at] + note.footnotes[at].events.len();
        references.into_iter().map(events).collect()
    }

    /// What the page asks for; an embedded note may refuse for itself.
    fn mode(&self, id: NoteId) -> AutoLink {
        let said = |id: NoteId| self.plan.note(id).front_matter.auto_link;
        match said(id) {
            Some(AutoLink::Off) => AutoLink::Off,
            _ => said(self.chain[0].0).unwrap_or(self.plan.options.auto_link),
        }
    }

    /// Tells whether the page shows the note of a term, or its translation.
    fn is_shown(&self, term: NoteId) -> bool {
        self.chain.iter().any(|(shown, _)| *shown == term || self.plan.are_pair(*shown, term))
    }

    fn linked_terms(&self, id: NoteId, range: (usize, usize)) -> Vec<Named<'static>> {
        let note = self.plan.note(id);
        if note.links.is_empty() {
            return Vec::new();
        }
        let events = note.events[range.0..range.1].iter().zip(range.0..);
        let links = events.filter_map(|(spanned, event)| match &spanned.event {
            Event::Start(Element::Link(link)) => Some((event, *link)),
            _ => None,
        });
        links
            .filter_map(|(event, link)| match self.plan.graph.resolution(id, link) {
                Resolution::Found { target: Target::Note(to, _), .. } if self.plan.is_term(*to) => {
                    Some((event, *to, None))
                }
                _ => None,
            })
            .collect()
    }
}
