//! The page of one note.

use std::collections::HashSet;
use std::ops::Range;

use super::mention::MENTIONS;
use super::view::{CategoryRef, DateView, LinkView, NameView, NoteView, OutlineEntry, PlaceView};
use super::{Labels, Page, PageText, Plan, View, body, other_lang};
use crate::diagnostic::LinkKind;
use crate::graph::{NoteId, Resolution, Target, Term};
use crate::note::{Dated, Element, Event, Note, is_diagram};
use crate::site::Permalink;
use crate::words::{Script, capitalised, fold, script_of};

/// The most notes that the left column lists.
pub(super) const BESIDE: usize = 40;
/// How many words a reader reads in a minute.
const WORDS_A_MINUTE: usize = 200;
/// The most related notes that a page names.
const RELATED: usize = 6;

/// Makes the page of a note.
pub(super) fn note(plan: &Plan<'_>, id: NoteId) -> Page {
    let permalink = plan.routes.note(id).clone();
    let (body, terms) = body::body_and_terms(plan, id, &permalink, plan.lang(id));
    let mut view = note_view(plan, id, &permalink);
    view.terms = plan.term_cards(&permalink, &view.head.lang, &terms);
    let text = plan.page_text(id);
    Page { permalink, view: View::Note(Box::new(view)), body: Some(body), text, edition: 0 }
}

fn note_view(plan: &Plan<'_>, id: NoteId, from: &Permalink) -> NoteView {
    let note = plan.vault.note(id);
    let lang = plan.lang(id).to_owned();
    let edition = plan.edition(id);
    let title = plan.title(id).to_owned();
    let term = plan.terms.of_note(id);
    let section = if term.is_some() { "glossary" } else { "notes" };
    let mut head = plan.head(from, &title, &lang, section);
    head.description = note.front_matter.description.clone().or_else(|| summary(note));
    head.noindex = note.front_matter.unlisted;
    let (has_math, has_code, has_diagram) = plan.features(id);
    (head.has_math, head.has_code, head.has_diagram) = (has_math, has_code, has_diagram);
    plan.share_note(&mut head, from, id);
    let backlinks = plan.graph.backlinks(id);
    let mut linking: Vec<NoteId> =
        backlinks.iter().map(|link| link.from).filter(|id| plan.is_listed(*id)).collect();
    linking.dedup();
    let (unlinked, unlinked_count) = plan.unlinked(from, &lang, id, MENTIONS);
    let related = plan.related.to(id, RELATED * 3).into_iter().filter(|other| plan.lang(*other) == lang);
    let related = related.take(RELATED).map(|other| plan.link(from, &lang, other)).collect();
    let (previous, next) = plan.steps(from, &lang, id);
    let folder = plan.folder_of.get(&id);
    NoteView {
        crumbs: crumbs(plan, from, id, term.is_some()),
        body_has_title: opens_with(note, &title),
        css_classes: note.front_matter.css_classes.clone(),
        category: term.and_then(|term| plan.category(from, edition, term)),
        minutes: plan.minutes(id),
        updated: plan.updated(id).map(|date| date_view(date, plan.labels(edition))),
        tags: note.tags.iter().filter_map(|tag| plan.tag_link(from, edition, tag)).collect(),
        names: names(plan, id, term, &lang),
        lead: lead(note, term),
        definitions: term.map(|term| definitions(term, &lang)).unwrap_or_default(),
        facts: plan.facts(from, id, term.is_some()),
        is_term: term.is_some(),
        outline: if note.front_matter.toc == Some(false) { Vec::new() } else { outline(note, &title) },
        place: place(plan, from, &lang, id, term),
        neighbourhood: plan.neighbourhood(from, id),
        backlinks: plan.mentions(from, &lang, backlinks, MENTIONS),
        backlink_notes: linking.len(),
        backlink_count: backlinks.iter().filter(|link| plan.is_listed(link.from)).count(),
        unlinked,
        unlinked_count,
        related,
        terms: Vec::new(),
        defined_by: term.and_then(|term| term.definition.as_ref()).map(|known| known.source.as_str()),
        source: note.origin.as_ref().and_then(|origin| {
            let file = plan.graph.note_at(&origin.path)?;
            Some(plan.link(from, &lang, file))
        }),
        path: plan.path_place(from, id),
        previous,
        next,
        children: folder.map(|folder| plan.links(from, &lang, folder, id)).unwrap_or_default(),
        image: plan.picture_href(from, id),
        deck: note.front_matter.deck.clone(),
        extra: note.front_matter.extra(),
        has_broken_links: (0..note.links.len()).any(|link| plan.is_broken(id, link).is_some()),
        title,
        head,
    }
}

/// Where the note stands; a term stands in the glossary, under its category.
fn crumbs(plan: &Plan<'_>, from: &Permalink, id: NoteId, is_term: bool) -> Vec<LinkView> {
    let edition = plan.edition(id);
    let mut crumbs = vec![plan.root_crumb(from, edition)];
    if is_term && let Some(permalink) = plan.glossary_permalink(edition) {
        crumbs.push(LinkView {
            title: plan.labels(edition).glossary.clone(),
            href: from.href_to(&permalink),
            ..LinkView::default()
        });
        if let Some(category) = plan.terms.of_note(id).and_then(|term| plan.category(from, edition, term)) {
            crumbs.push(LinkView { title: category.title, href: category.href, ..LinkView::default() });
        }
        return crumbs;
    }
    crumbs.extend(plan.crumbs(from, &plan.folder(id), true).into_iter().filter(|crumb| crumb.href != "./"));
    crumbs
}

/// The left column: what stands beside a note, a window of the list around it.
fn place(plan: &Plan<'_>, from: &Permalink, lang: &str, id: NoteId, term: Option<&Term>) -> PlaceView {
    let edition = plan.edition(id);
    let category = term.and_then(|term| plan.category(from, edition, term));
    let (title, href, beside) = if let Some(category) = &category {
        let same = plan.terms_of_category(edition, &category.key);
        (category.title.clone(), Some(category.href.clone()), same)
    } else {
        let folder = plan.folder(id);
        let of_folder = plan.edition_of_folder(&folder);
        let is_root = folder.is_empty() || plan.is_edition_folder(&folder);
        let title = if is_root {
            plan.editions[of_folder].language.title.clone()
        } else {
            plan.folder_title(&folder)
        };
        let page = if is_root { plan.home_permalink(of_folder) } else { plan.folder_permalink(&folder) };
        (title, Some(from.href_to(&page)), plan.order.notes_in(&folder))
    };
    let window = &beside[window(plan, beside, id)];
    PlaceView {
        title,
        href,
        notes: window.iter().map(|other| plan.link(from, lang, *other)).collect(),
        more: window.len() < beside.len(),
        folders: plan.section_links(from, edition),
    }
}

/// The part of a list that is shown beside a note that stands in it.
pub(super) fn window(plan: &Plan<'_>, beside: &[NoteId], id: NoteId) -> Range<usize> {
    // In a folder of many notes nobody looks for one by one.
    let place = plan.order.place_in_folder(id);
    let is_there = beside.get(place) == Some(&id);
    let here = if is_there { Some(place) } else { beside.iter().position(|other| *other == id) };
    let start = here.unwrap_or(0).saturating_sub(BESIDE / 2).min(beside.len().saturating_sub(BESIDE));
    start..beside.len().min(start + BESIDE)
}

fn names(plan: &Plan<'_>, id: NoteId, term: Option<&Term>, lang: &str) -> Vec<NameView> {
    let note = plan.vault.note(id);
    let title = fold(plan.vault.title(id));
    let from_term = term.into_iter().flat_map(|term| {
        term.names
            .iter()
            .map(|name| (name.text.clone(), name.lang.as_deref().unwrap_or(plan.lang(term.note)).to_owned()))
    });
    // One with a slash is an old path, and no name to be told.
    let aliases = note.front_matter.aliases.iter().filter(|alias| !alias.name.contains('/'));
    let aliases = aliases.map(|alias| (alias.name.clone(), lang.to_owned()));
    // What says the same in another language names the same term.
    let translations = plan.graph.translations().of_note(id).iter().copied();
    let elsewhere = translations
        .filter(|other| plan.is_listed(*other) && plan.lang(*other) != lang)
        .map(|other| (plan.title(other).to_owned(), plan.lang(other).to_owned()));
    let all: Vec<(String, String)> =
        if term.is_some() { from_term.chain(elsewhere).collect() } else { aliases.collect() };
    let mut seen = HashSet::from([title]);
    let mut names = Vec::new();
    for (text, name_lang) in all {
        let key = fold(&text);
        if seen.insert(key) {
            // An alias in Cyrillic letters on an English note is a Russian name, whatever the note says.
            let is_cyrillic = matches!(script_of(&text), Script::Cyrillic | Script::Mixed);
            let guessed = if is_cyrillic && name_lang == "en" { "ru" } else { name_lang.as_str() };
            names.push(NameView { lang: other_lang(guessed, lang), text });
        }
    }
    names
}

/// What stands below the title: the definition or the description, unless the text begins with its words.
fn lead(note: &Note, term: Option<&Term>) -> Option<String> {
    let front_matter = &note.front_matter;
    let lead = if term.is_some() { &front_matter.definition } else { &front_matter.description };
    let is_told = |lead: &String| fold(note.first_paragraph.trim()).starts_with(&fold(lead.trim()));
    lead.clone().filter(|lead| !is_told(lead))
}

fn definitions(term: &Term, lang: &str) -> Vec<NameView> {
    let others = term.definitions.iter().filter(|(language, _)| language.as_str() != lang);
    others.map(|(language, text)| NameView { text: text.clone(), lang: Some(language.clone()) }).collect()
}

/// The headings as a tree of two levels: what lies deeper stands with the second.
fn outline(note: &Note, title: &str) -> Vec<OutlineEntry> {
    let is_title = |level: u8, text: &str| level == 1 && fold(text) == fold(title);
    let headings: Vec<_> =
        note.headings.iter().filter(|heading| !is_title(heading.level, &heading.text)).collect();
    if headings.len() < 2 {
        return Vec::new();
    }
    let mut outline: Vec<OutlineEntry> = Vec::new();
    let mut top = u8::MAX;
    for heading in headings {
        let href = format!("#{}", body::fragment_href(&heading.id));
        let entry = OutlineEntry { text: heading.text.clone(), href, children: Vec::new() };
        match outline.last_mut() {
            Some(above) if heading.level > top => above.children.push(entry),
            _ => {
                top = heading.level;
                outline.push(entry);
            }
        }
    }
    outline
}

/// Tells whether the body opens with a heading of the first level that is the title.
fn opens_with(note: &Note, title: &str) -> bool {
    let Some(first) = note.events.first() else { return false };
    match &first.event {
        Event::Start(Element::Heading(index)) => {
            let heading = &note.headings[*index];
            heading.level == 1 && fold(&heading.text) == fold(title)
        }
        _ => false,
    }
}

/// Returns the beginning of a note's text, cut at a word.
pub(super) fn summary(note: &Note) -> Option<String> {
    const CHARACTERS: usize = 180;
    let text = note.first_paragraph.trim();
    if text.is_empty() {
        return None;
    }
    if text.chars().count() <= CHARACTERS {
        return Some(text.to_owned());
    }
    let head: String = text.chars().take(CHARACTERS).collect();
    let cut = head.rfind(char::is_whitespace).unwrap_or(head.len());
    Some(format!("{}…", head[..cut].trim_end_matches([',', ';', ':', ' '])))
}

pub(super) fn minutes(words: usize) -> u32 {
    u32::try_from(words.div_ceil(WORDS_A_MINUTE)).unwrap_or(u32::MAX).max(1)
}

/// Writes a date for people and machines.
pub(super) fn date_view(date: Dated, labels: &Labels) -> DateView {
    let number = usize::from(date.0.month().unsigned_abs());
    let month = labels.months.get(number - 1).cloned().unwrap_or_else(|| number.to_string());
    let text = labels.date.replace("{day}", &date.0.day().to_string()).replace("{month}", &month);
    DateView { iso: date.0.to_string(), text: text.replace("{year}", &date.0.year().to_string()) }
}

impl Plan<'_> {
    /// Returns the text beside the page of a note, where there is one.
    pub(super) fn page_text(&self, id: NoteId) -> Option<PageText> {
        let (note, title) = (self.vault.note(id), self.title(id));
        Some(PageText {
            permalink: self.routes.text(id)?.clone(),
            title: (!opens_with(note, title)).then(|| title.to_owned()),
            lead: lead(note, self.terms.of_note(id)),
        })
    }

    /// Returns whether any note that is published holds a diagram. One look at every note.
    pub fn has_diagrams(&self) -> bool {
        self.vault.notes.iter().any(|note| {
            let footnotes = note.footnotes.iter().flat_map(|footnote| &footnote.events);
            note.events.iter().chain(footnotes).any(|spanned| {
                matches!(&spanned.event, Event::Start(Element::CodeBlock(fence)) if is_diagram(&fence.language))
            })
        })
    }

    /// Returns whether the note, or what it embeds, holds a formula, code, a diagram.
    pub(super) fn features(&self, id: NoteId) -> (bool, bool, bool) {
        let mut found = (false, false, false);
        let mut seen = vec![id];
        let mut next = 0;
        while let Some(id) = seen.get(next).copied().filter(|_| next < 64) {
            next += 1;
            let note = self.vault.note(id);
            let footnotes = note.footnotes.iter().flat_map(|footnote| &footnote.events);
            for spanned in note.events.iter().chain(footnotes) {
                match &spanned.event {
                    Event::Math(_) => found.0 = true,
                    Event::Code(_) => found.1 = true,
                    Event::Start(Element::CodeBlock(fence)) => {
                        found.1 = true;
                        found.2 |= is_diagram(&fence.language);
                    }
                    _ => {}
                }
            }
            for index in (0..note.links.len()).filter(|index| note.links[*index].kind == LinkKind::Embed) {
                if let Resolution::Found { target: Target::Note(note, _), .. } =
                    self.graph.resolution(id, index)
                    && !seen.contains(note)
                {
                    seen.push(*note);
                }
            }
        }
        found
    }

    pub(super) fn tag_link(&self, from: &Permalink, edition: usize, tag: &str) -> Option<LinkView> {
        let href = from.href_to(self.tag_permalink(edition, tag)?);
        Some(LinkView { title: tag.to_owned(), href, ..LinkView::default() })
    }

    /// Returns the folders right below that of an edition.
    pub(super) fn section_links(&self, from: &Permalink, edition: usize) -> Vec<LinkView> {
        self.editions[edition]
            .top_folders
            .iter()
            .take(BESIDE)
            .map(|folder| {
                let permalink = self.folder_permalink(folder);
                let rest = from.address().strip_prefix(permalink.address());
                let is_below = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
                let current = !permalink.address().is_empty() && is_below;
                LinkView {
                    title: self.folder_title(folder),
                    href: from.href_to(&permalink),
                    lang: None,
                    current,
                }
            })
            .collect()
    }

    fn links(&self, from: &Permalink, lang: &str, folder: &str, id: NoteId) -> Vec<LinkView> {
        let notes = self.order.notes_in(folder).iter().filter(|other| **other != id);
        notes.take(200).map(|other| self.link(from, lang, *other)).collect()
    }

    fn steps(&self, from: &Permalink, lang: &str, id: NoteId) -> (Option<LinkView>, Option<LinkView>) {
        let link = |other: NoteId| self.link(from, lang, other);
        let (before, after) = self.steps_of(id);
        (before.map(link), after.map(link))
    }

    /// Returns the notes before and after this one: in the learning order, or in a folder whose notes have
    /// an order of their own.
    pub(super) fn steps_of(&self, id: NoteId) -> (Option<NoteId>, Option<NoteId>) {
        let paths = &self.editions[self.edition(id)].paths;
        let folder = self.folder(id);
        let of_folder = || (self.order.weighted_in(&folder), self.order.place_in_folder(id));
        let (row, at) = paths.of_note(id).unwrap_or_else(of_folder);
        if row.get(at) != Some(&id) {
            return (None, None);
        }
        (at.checked_sub(1).map(|before| row[before]), row.get(at + 1).copied())
    }

    pub(super) fn category(&self, from: &Permalink, edition: usize, term: &Term) -> Option<CategoryRef> {
        let written = term.category.as_deref()?;
        let key = fold(written);
        let known = self.editions[edition].language.categories.iter().find(|(known, _)| fold(known) == key);
        let title = known.map_or_else(|| capitalised(written), |(_, title)| title.clone());
        let glossary = self.glossary_permalink(edition)?;
        let href = format!("{}#category-{}", from.href_to(&glossary), body::fragment_href(&key));
        Some(CategoryRef { key, title, href })
    }

    pub(super) fn category_key(&self, id: NoteId) -> Option<String> {
        self.terms.of_note(id)?.category.as_deref().map(fold)
    }
}
