//! Which mentions of terms become links on a page.
//!
//! In: what a note mentions, and the links in it. Out: the mentions to be linked. A term is linked once in a
//! section, unless all are asked for; a link of the author's own counts. On its own page a term is never
//! linked, nor on that of its translation.

use std::collections::HashSet;

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
            let inside = |spot: Spot| (range.0..range.1).contains(&(spot.event as usize));
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
