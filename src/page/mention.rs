//! Where a note is linked from or named, with the sentence around.

use super::card::is_card_heading;
use super::view::MentionView;
use super::{Plan, other_lang};
use crate::graph::{Backlink, NoteId, Part};
use crate::note::Context;
use crate::site::Permalink;
use crate::words::percent_encode;

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
        let by = mentions.unlinked(id);
        let shown = by.iter().take(limit);
        let shown = shown.map(|by| self.sentence(from, lang, by.from, mentions.context(*by))).collect();
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
        let mut href = self.part_href(from, id, heading.map(Part::Heading));
        if let Some(words) = context.and_then(words_around) {
            if !href.contains('#') {
                href.push('#');
            }
            href.push_str(":~:text=");
            href.push_str(&words);
        }
        MentionView {
            title: self.title(id).to_owned(),
            href,
            place,
            before: context.map(|context| spoken(&context.before)).unwrap_or_default(),
            text: context.map(|context| context.text.clone()).unwrap_or_default(),
            after: context.map(|context| spoken(&context.after)).unwrap_or_default(),
            lang: other_lang(self.lang(id), lang),
        }
    }
}

/// Returns the words around a mention as a text fragment: a browser that knows it goes to that paragraph and
/// marks them, another one to the heading. The words are found again whatever else in the note is edited.
fn words_around(context: &Context) -> Option<String> {
    const REACH: usize = 32;
    const FEWEST: usize = 16;
    // `-`, `,` and `&` have a meaning in a text fragment.
    const PLAIN: &str = "._~!$'()*;=:@/?^";
    let before = context.before.trim_start_matches('…');
    let start = before.char_indices().rev().nth(REACH).map_or(0, |(at, _)| at);
    let start =
        if start == 0 { 0 } else { before[start..].find(' ').map_or(before.len(), |at| start + at + 1) };
    let after = context.after.trim_end_matches('…');
    let end = after.char_indices().nth(REACH).map_or(after.len(), |(at, _)| at);
    let end = if end == after.len() { end } else { after[..end].rfind(' ').unwrap_or(0) };
    let words = format!("{}{}{}", &before[start..], context.text, &after[..end]);
    let words = words.trim();
    // What is that short stands in many places.
    (words.chars().count() >= FEWEST).then(|| percent_encode(words, PLAIN).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mention_is_found_again_by_its_words() {
        let context = |before: &str, text: &str, after: &str| {
            let context =
                Context { before: before.into(), text: text.into(), after: after.into(), heading: None };
            words_around(&context)
        };
        assert_eq!(
            context("A long sentence that goes on and on, with a ", "load-balancer", " & more.").as_deref(),
            Some("that goes on and on%2C with a load%2Dbalancer %26 more.".replace(' ', "%20").as_str())
        );
        assert_eq!(context("…", "Cache", "").as_deref(), None);
    }
}
