//! Questions whose answers are folded away: they open without scripts.

use super::body::Walk;
use super::frame::Room;
use super::html::Html;
use crate::note::{Event, SpannedEvent};
use crate::page::{Card, CardRun};

impl<'r> Walk<'r> {
    /// Returns the cards that begin at an event, if the walk is not among them already.
    pub(super) fn card_run(&self, at: usize) -> Option<&'r CardRun> {
        if self.in_card {
            return None;
        }
        let runs = &self.body.cards;
        let found = runs.binary_search_by_key(&at, |run| run.events.start).ok()?;
        Some(&runs[found])
    }

    /// Writes cards. Tells whether there was room for them; else their line stays a line.
    pub(super) fn cards(&mut self, run: &'r CardRun, html: &mut Html) -> bool {
        if self.is_gathering() {
            return false;
        }
        let Room::Made { mut id } = self.make_room(html) else { return false };
        let notes = self.notes;
        let events = &notes[self.body.note].events;
        self.in_card = true;
        for card in &run.cards {
            let id = id.take();
            let mut attributes = vec![("class", "question")];
            attributes.extend(id.as_deref().map(|id| ("id", id)));
            html.open("details", &attributes);
            self.card(card, events, html);
            html.close();
        }
        self.in_card = false;
        true
    }

    fn card(&mut self, card: &'r Card, events: &'r [SpannedEvent], html: &mut Html) {
        let Event::Text(text) = &events[card.text].event else { return };
        self.open("summary", &[], false, html);
        // A click on the question unfolds the answer, so nothing in it leads elsewhere.
        self.is_unlinked = true;
        self.events(&events[card.front.clone()], card.front.start, html);
        self.at = card.text;
        self.text_with_mentions(text, 0..card.parting.start, html);
        self.is_unlinked = false;
        self.end(html);
        self.open("div", &[("class", "answer")], false, html);
        self.at = card.text;
        self.text_with_mentions(text, card.parting.end..text.len(), html);
        self.events(&events[card.back.clone()], card.back.start, html);
        self.end(html);
    }
}
