//! What decides how a page comes out, told without making it.
//!
//! In: the plan. Out: [`Prints`], which has a [`Print`] for nearly every page: a hash of all that its view and its
//! body are made from. Two pages with the same print are the same, so a page whose print is known need not be
//! made. A print costs a fraction of a page: what one note shows on others is hashed once, and what is long, such
//! as the text of a note, by the hash that it has already. Pages that gather from everywhere have none. Not here:
//! what pages share, such as the theme (`engine`).

use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use rayon::prelude::*;

use super::home::path_title;
use super::mention::MENTIONS;
use super::neighbourhood::radius;
use super::note::{BESIDE, window};
use super::sentence::{Sentences, sentence};
use super::share::Picture;
use super::{PageKey, Plan, anchor, path};
use crate::diagnostic::LinkKind;
use crate::graph::{NoteId, Resolution, Target};
use crate::note::Kind;
use crate::site::Permalink;
use crate::source::SourcePath;

/// The most notes that a page with a print embeds, those inside embedded ones included.
const EMBEDDED: usize = 64;

/// What decides how one page comes out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Print {
    /// The edition whose view it is shown with, as [`super::Page::edition`].
    pub edition: usize,
    /// The hash of all else.
    pub hash: u64,
}

/// The prints of all pages of a plan.
pub struct Prints<'p> {
    plan: &'p Plan<'p>,
    /// What every page depends on besides what is common to a site: addresses of lists, sections.
    base: u64,
    /// What other pages show of a note but for its text.
    names: Vec<u64>,
    /// The same with what a list of notes says of it.
    entries: Vec<u64>,
    /// What a text that leads to a term shows of it.
    terms: HashMap<NoteId, u64>,
    /// The sentences around the links of a note, by the index of the link.
    sentences: Vec<Arc<[u64]>>,
    /// What the text of a note looks like, where a print can tell.
    texts: Vec<Option<u64>>,
    /// Who leads to a note.
    led_by: Vec<u64>,
    /// Folder → the folders above it and itself, by title and address.
    ways: HashMap<Cow<'p, str>, u64>,
}

/// Hashes what is written.
pub(super) fn hash(write: impl FnOnce(&mut DefaultHasher)) -> u64 {
    let mut hasher = DefaultHasher::new();
    write(&mut hasher);
    hasher.finish()
}

impl<'p> Prints<'p> {
    /// Hashes what notes show of themselves, with what an earlier time kept. Costs O(notes + links + mentions).
    pub fn of(plan: &'p Plan<'p>, sentences: &mut Sentences) -> Self {
        let ids: Vec<NoteId> = plan.vault.ids().collect();
        let mut prints = Self {
            plan,
            base: base(plan),
            names: Vec::new(),
            entries: Vec::new(),
            terms: HashMap::new(),
            sentences: sentences.of(plan),
            texts: Vec::new(),
            led_by: Vec::new(),
            ways: HashMap::new(),
        };
        for id in &ids {
            if let Entry::Vacant(free) = prints.ways.entry(plan.folder(*id)) {
                let way = way(plan, free.key());
                free.insert(way);
            }
        }
        prints.names = ids.par_iter().map(|id| prints.name(*id)).collect();
        prints.entries = ids.par_iter().map(|id| prints.entry(*id)).collect();
        let terms: Vec<(NoteId, u64)> =
            plan.terms.all().par_iter().map(|term| (term.note, prints.term(term.note))).collect();
        prints.terms = terms.into_iter().collect();
        let tags: HashSet<&str> =
            plan.vault.notes.iter().flat_map(|note| note.tags.iter().map(String::as_str)).collect();
        let tags: HashMap<&str, u64> = tags.into_par_iter().map(|tag| (tag, tag_print(plan, tag))).collect();
        prints.texts = ids.par_iter().map(|id| prints.text(*id, &tags)).collect();
        let led_by = |id: &NoteId| hash(|to| prints.write_names(plan.related.led_by(*id), to));
        prints.led_by = ids.par_iter().map(led_by).collect();
        prints
    }

    /// Returns the print of a page, unless it can only be told by making it.
    pub fn page(&self, key: &PageKey) -> Option<Print> {
        match key {
            PageKey::Note(id) => self.note_page(*id),
            // Lists in several languages are paired in ways of their own.
            PageKey::Folder(folder) if self.plan.editions.len() == 1 => self.folder_page(folder),
            PageKey::Tag(0, tag) if self.plan.editions.len() == 1 => Some(self.tag_page(tag)),
            _ => None,
        }
    }

    fn note_page(&self, id: NoteId) -> Option<Print> {
        let plan = self.plan;
        let shown = self.shown_in(id)?;
        let (permalink, folder) = (plan.routes.note(id), plan.folder(id));
        let hash = hash(|to| {
            (self.base, "note", permalink.as_str(), shown, self.entries[id.index()]).hash(to);
            (plan.created(id).map(|date| date.0), plan.routes.text(id).map(Permalink::as_str)).hash(to);
            match plan.pictures.get(&id) {
                Some(Picture::Address(address)) => (1, address).hash(to),
                Some(Picture::File(path)) => {
                    (2, plan.routes.attachment(path).map(Permalink::as_str)).hash(to);
                }
                None => 0.hash(to),
            }
            plan.feeds.get(permalink).map(|feed| feed.permalink.as_str()).hash(to);
            (self.ways.get(&folder), self.terms.get(&id)).hash(to);
            let origin = plan.note(id).origin.as_ref().and_then(|origin| plan.graph.note_at(&origin.path));
            origin.map(|file| self.names[file.index()]).hash(to);
            self.write_names(plan.graph.translations().of_note(id), to);
            self.write_beside(id, to);
            self.write_steps(id, to);
            self.write_links(id, to);
            self.write_related(id, to);
            if let Some(folder) = plan.folder_of.get(&id) {
                self.write_names(plan.order.notes_in(folder), to);
            }
        });
        Some(Print { edition: plan.edition(id), hash })
    }

    fn folder_page(&self, folder: &str) -> Option<Print> {
        let plan = self.plan;
        let own = plan.folder_notes.get(folder).copied().filter(|id| plan.is_listed(*id));
        let shown = own.map(|own| self.shown_in(own).ok_or(())).transpose().ok()?;
        let permalink = plan.folder_permalink(folder);
        let hash = hash(|to| {
            (self.base, "folder", folder, permalink.as_str(), way(plan, folder), shown).hash(to);
            own.map(|own| self.entries[own.index()]).hash(to);
            plan.feeds.get(&permalink).map(|feed| feed.permalink.as_str()).hash(to);
            for below in plan.order.folders_in(folder) {
                (plan.folder_title(below), plan.folder_permalink(below).as_str()).hash(to);
                plan.order.count_below(below).hash(to);
            }
            self.write_entries(plan.order.notes_in(folder), to);
        });
        Some(Print { edition: 0, hash })
    }

    fn tag_page(&self, tag: &str) -> Print {
        let plan = self.plan;
        let tags = &plan.editions[0].tags;
        let above = tag.match_indices('/').map(|(at, _)| &tag[..at]);
        let below = format!("{tag}/");
        let nested = tags.range(below.clone()..).take_while(|(key, _)| key.starts_with(&below));
        let permalink = plan.tag_permalink(0, tag);
        let hash = hash(|to| {
            (self.base, "tag", permalink.map(Permalink::as_str)).hash(to);
            permalink.and_then(|page| plan.feeds.get(page)).map(|feed| feed.permalink.as_str()).hash(to);
            for key in above.chain([tag]) {
                (key, tags.get(key).map(|tag| &tag.spelling), tag_print(plan, key)).hash(to);
            }
            for (key, nested) in nested {
                (key, &nested.spelling, nested.notes.len(), tag_print(plan, key)).hash(to);
            }
            self.write_entries(&tags[tag].notes, to);
        });
        Print { edition: 0, hash }
    }

    /// What other pages may show of a note: what it is called and where it stands.
    fn name(&self, id: NoteId) -> u64 {
        let (plan, note) = (self.plan, self.plan.note(id));
        let folder = plan.folder(id);
        hash(|to| {
            (note.path.as_str(), plan.title(id), plan.lang(id), plan.edition(id)).hash(to);
            (plan.routes.note(id).as_str(), plan.is_listed(id), plan.is_term(id)).hash(to);
            (plan.term(id).map(|term| &term.category), self.ways.get(&folder)).hash(to);
            for name in plan.term(id).iter().flat_map(|term| &term.names) {
                (&name.text, &name.lang).hash(to);
            }
        })
    }

    fn entry(&self, id: NoteId) -> u64 {
        let date = self.plan.updated(id).map(|date| date.0);
        hash(|to| (self.names[id.index()], self.plan.summary(id), date).hash(to))
    }

    /// What is in the card of a term, and where its translations are: a page leads to that of its language.
    fn term(&self, id: NoteId) -> u64 {
        let translations = self.plan.graph.translations().of_note(id);
        hash(|to| {
            for id in translations.iter().chain([&id]) {
                self.names[id.index()].hash(to);
                let Some(term) = self.plan.term(*id) else { continue };
                (term.definition.as_ref().map(|known| (&known.text, known.source.as_str()))).hash(to);
                (&term.definitions, &term.category).hash(to);
            }
        })
    }

    /// What the text of a note looks like wherever it is shown: its content, where its links lead, the terms
    /// in it, the pages of its tags. `None` for what asks the whole vault, or has a form of its own.
    fn text(&self, id: NoteId, tags: &HashMap<&str, u64>) -> Option<u64> {
        let (plan, note) = (self.plan, self.plan.note(id));
        if note.kind != Kind::Markdown || !note.bases.is_empty() {
            return None;
        }
        Some(hash(|to| {
            (note.hash.bytes(), self.names[id.index()]).hash(to);
            for (link, resolution) in note.links.iter().zip(plan.graph.resolutions(id)) {
                match resolution {
                    Resolution::Found { target: Target::Note(target, part), .. } => {
                        let anchor = part.map(|part| anchor(plan.note(*target), part));
                        (1, self.names[target.index()], self.terms.get(target), anchor).hash(to);
                    }
                    Resolution::Found { target: Target::File(path, fragment), .. } => {
                        (2, path.as_str(), fragment).hash(to);
                        plan.routes.attachment(path).map(Permalink::as_str).hash(to);
                        for picture in plan.pictures_of_drawing(path) {
                            picture.map(Permalink::as_str).hash(to);
                        }
                    }
                    Resolution::Missing { reason, note, suggestion, suggestions, .. } => {
                        (3, reason.as_str(), note.map(|note| self.names[note.index()])).hash(to);
                        (plan.wanted_count(&link.path), suggestions.first()).hash(to);
                        let near = suggestion.as_deref().and_then(SourcePath::new);
                        let near = near.and_then(|path| plan.graph.note_at(&path));
                        near.map(|near| plan.is_listed(near)).hash(to);
                    }
                }
            }
            for (term, occurrence) in plan.mentions.iter().flat_map(|mentions| mentions.terms_in(id)) {
                let (from, until) = (occurrence.from, occurrence.to);
                (self.terms.get(&term), from.event, from.offset, until.event, until.offset).hash(to);
            }
            for tag in &note.tags {
                tags.get(tag.as_str()).hash(to);
            }
        }))
    }

    /// The text of a note with all that it embeds.
    fn shown_in(&self, id: NoteId) -> Option<u64> {
        let mut shown = vec![id];
        let mut next = 0;
        while let Some(id) = shown.get(next).copied() {
            next += 1;
            let links = self.plan.note(id).links.iter().zip(self.plan.graph.resolutions(id));
            for (link, resolution) in links {
                if link.kind == LinkKind::Embed
                    && let Resolution::Found { target: Target::Note(target, _), .. } = resolution
                    && !shown.contains(target)
                {
                    shown.push(*target);
                }
            }
            if shown.len() > EMBEDDED {
                return None;
            }
        }
        let texts: Vec<u64> = shown.iter().map(|id| self.texts[id.index()]).collect::<Option<_>>()?;
        Some(hash(|to| texts.hash(to)))
    }

    /// The left column: a window of the list that the note stands in.
    fn write_beside(&self, id: NoteId, to: &mut DefaultHasher) {
        let plan = self.plan;
        let category = plan.category_key(id);
        let folder = plan.folder(id);
        let row = match &category {
            Some(key) if plan.has_glossary => plan.terms_of_category(plan.edition(id), key),
            _ => plan.order.notes_in(&folder),
        };
        let window = window(plan, row, id);
        (row.len() > BESIDE).hash(to);
        self.write_names(&row[window], to);
    }

    /// The notes before and after this one, and its place in its learning path.
    fn write_steps(&self, id: NoteId, to: &mut DefaultHasher) {
        let (before, after) = self.plan.steps_of(id);
        for step in [before, after] {
            step.map(|id| self.names[id.index()]).hash(to);
        }
        self.plan.path_print(id, to);
    }

    /// Who links to this note or names it, and what the picture of its neighbours shows.
    fn write_links(&self, id: NoteId, to: &mut DefaultHasher) {
        let plan = self.plan;
        let mut left = MENTIONS;
        for backlink in plan.graph.backlinks(id) {
            self.names[backlink.from.index()].hash(to);
            if left > 0 && plan.is_listed(backlink.from) {
                left -= 1;
                self.sentences[backlink.from.index()][backlink.link].hash(to);
            }
        }
        let unlinked = plan.mentions.map_or(&[][..], |mentions| mentions.unlinked(id));
        unlinked.len().hash(to);
        for by in unlinked.iter().take(MENTIONS) {
            self.names[by.from.index()].hash(to);
            let context = plan.mentions.and_then(|mentions| mentions.context(*by));
            sentence(plan.note(by.from), context).hash(to);
        }
        let around = plan.around(id);
        for (index, near) in around.iter().enumerate() {
            (self.names[near.index()], radius(plan, *near)).hash(to);
            for other in &around[index + 1..] {
                plan.graph.are_linked(*near, *other).hash(to);
            }
        }
    }

    /// What decides which notes are about the same.
    fn write_related(&self, id: NoteId, to: &mut DefaultHasher) {
        let related = &self.plan.related;
        self.led_by[id.index()].hash(to);
        for other in related.leads_to(id) {
            (self.names[other.index()], related.is_telling(*other).then(|| self.led_by[other.index()]))
                .hash(to);
        }
    }

    fn write_names(&self, ids: &[NoteId], to: &mut DefaultHasher) {
        ids.len().hash(to);
        for id in ids {
            to.write_u64(self.names[id.index()]);
        }
    }

    fn write_entries(&self, ids: &[NoteId], to: &mut DefaultHasher) {
        ids.len().hash(to);
        for id in ids {
            to.write_u64(self.entries[id.index()]);
        }
    }
}

/// What all pages depend on that is neither in the view of an edition nor in the theme.
fn base(plan: &Plan<'_>) -> u64 {
    let options = serde_json::to_vec(plan.options).unwrap_or_default();
    hash(|to| {
        options.hash(to);
        for (index, edition) in plan.editions.iter().enumerate() {
            (&edition.folder, &edition.prefix, &edition.language.tag).hash(to);
            let pages = [plan.home_permalink(index), plan.glossary_permalink_in(index)];
            for page in
                pages.into_iter().chain([path::ADDRESS, "tags"].map(|name| plan.generated_or(index, name)))
            {
                page.as_str().hash(to);
            }
            for folder in edition.top_folders.iter().take(BESIDE) {
                (plan.folder_title(folder), plan.folder_permalink(folder).as_str()).hash(to);
            }
            path_title(plan, index).hash(to);
        }
        plan.has_glossary.hash(to);
    })
}

/// A folder and those above it, by title and address.
fn way(plan: &Plan<'_>, folder: &str) -> u64 {
    let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
    hash(|to| {
        for folder in ends.map(|end| &folder[..end]) {
            (folder, plan.folder_title(folder), plan.folder_permalink(folder).as_str()).hash(to);
        }
    })
}

/// Where the page of a tag is, in each edition.
fn tag_print(plan: &Plan<'_>, tag: &str) -> u64 {
    hash(|to| {
        for edition in 0..plan.editions.len() {
            plan.tag_permalink(edition, tag).map(Permalink::as_str).hash(to);
        }
    })
}
