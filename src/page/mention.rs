//! Where a note is linked from, with the sentence around each link.

use super::view::MentionView;
use super::{Plan, other_lang};
use crate::graph::{Backlink, Part};
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
        let note = self.vault.note(backlink.from);
        let context = note.links[backlink.link].context.as_ref();
        let heading = context.and_then(|context| context.heading);
        let folder = note.path.folder();
        let mut place = if folder.is_empty() { String::new() } else { self.folder_title(folder) };
        if let Some(heading) = heading {
            if !place.is_empty() {
                place.push_str(" › ");
            }
            place.push_str(&note.headings[heading].text);
        }
        MentionView {
            title: self.title(backlink.from).to_owned(),
            href: self.part_href(from, backlink.from, heading.map(Part::Heading)),
            place,
            before: context.map(|context| context.before.clone()).unwrap_or_default(),
            text: context.map(|context| context.text.clone()).unwrap_or_default(),
            after: context.map(|context| context.after.clone()).unwrap_or_default(),
            lang: other_lang(self.lang(backlink.from), lang),
        }
    }
}
