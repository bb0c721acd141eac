//! Where a note is linked from or named, with the sentence around.

use super::card::is_card_heading;
use super::view::MentionView;
use super::{Plan, other_lang};
use crate::graph::{Backlink, NoteId, Part, Unlinked};
use crate::note::Context;
use crate::site::Permalink;

/// The most mentions that a page lists.
pub(super) const MENTIONS: usize = 100;

impl Plan<'_> {
    /// Returns the mentions of listed notes among `links`, at most `limit`.
    pub(super) fn mentions(
        &self,
        from: &Permalink,
        lang: &str,
        links: &[Backlink],
        limit: usize,
    ) -> Vec<MentionView> {
        links
            .iter()
            .filter(|backlink| self.is_listed(backlink.from))
            .take(limit)
            .map(|backlink| self.mention(from, lang, *backlink))
            .collect()
    }

    fn mention(&self, from: &Permalink, lang: &str, backlink: Backlink) -> MentionView {
        let context = self.vault.note(backlink.from).links[backlink.link].context.as_ref();
        self.sentence(from, lang, backlink.from, context)
    }

    /// Returns the notes that name `id` without linking it, and how many there are.
    pub(super) fn unlinked(
        &self,
        from: &Permalink,
        lang: &str,
        id: NoteId,
        limit: usize,
    ) -> (Vec<MentionView>, usize) {
        let Some(mentions) = self.mentions else { return (Vec::new(), 0) };
        let by: Vec<Unlinked> =
            mentions.unlinked(id).iter().copied().filter(|by| !self.are_pair(by.from, id)).collect();
        let shown = by.iter().take(limit);
        let shown = shown.map(|by| self.sentence(from, lang, by.from, Some(mentions.context(*by)))).collect();
        (shown, by.len())
    }

    fn sentence(&self, from: &Permalink, lang: &str, id: NoteId, context: Option<&Context>) -> MentionView {
        let note = self.vault.note(id);
        let heading = context.and_then(|context| context.heading);
        let headings = &self.options.card_headings;
        let is_card = heading.is_some_and(|heading| is_card_heading(&note.headings[heading].text, headings));
        // What parts a question from its answer is a mark for us, not for readers.
        let spoken = |text: &str| if is_card { text.replace(" :: ", " ") } else { text.to_owned() };
        let folder = self.folder(id);
        let is_root = folder.is_empty() || self.is_edition_folder(&folder);
        let mut place = if is_root { String::new() } else { self.folder_title(&folder) };
        if let Some(heading) = heading {
            if !place.is_empty() {
                place.push_str(" › ");
            }
            place.push_str(&note.headings[heading].text);
        }
        MentionView {
            title: self.title(id).to_owned(),
            href: self.part_href(from, id, heading.map(Part::Heading)),
            place,
            before: context.map(|context| spoken(&context.before)).unwrap_or_default(),
            text: context.map(|context| context.text.clone()).unwrap_or_default(),
            after: context.map(|context| spoken(&context.after)).unwrap_or_default(),
            lang: other_lang(self.lang(id), lang),
        }
    }
}
