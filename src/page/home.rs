//! The home page, made from what the vault has: a path, a glossary, dates, folders.

use std::cmp::Reverse;

use super::edition::Edition;
use super::note::date_view;
use super::view::{CountedLink, HomeView, LatelyView, PathView, StepView};
use super::{Page, Plan, View, body, other_lang};
use crate::graph::NoteId;
use crate::site::Permalink;
use crate::words::fold;

const LATELY: usize = 6;
const MOST_LINKED: usize = 8;

/// Makes the home page. A note at the root of the site, or the README of the vault, gives its text.
pub(super) fn home(plan: &Plan<'_>, edition: usize) -> Page {
    let permalink = plan.home_permalink(edition);
    let Edition { language, folder, .. } = &plan.editions[edition];
    let own = plan.vault.ids().find(|id| plan.routes.note(*id) == &permalink);
    let own = own.or_else(|| plan.folder_notes.get(folder).copied());
    let lang = own.map_or(language.tag.as_str(), |id| plan.lang(id)).to_owned();
    let mut head = plan.head(&permalink, &language.title, &lang, "notes");
    let described = Some(plan.options.description.clone()).filter(|text| edition == 0 && !text.is_empty());
    head.description = described;
    let mut view = HomeView {
        title: language.title.clone(),
        lead: head.description.clone(),
        path: path(plan, &permalink, edition),
        categories: plan.category_cards(&permalink, edition),
        lately: lately(plan, &permalink, &lang, edition),
        folders: plan.folder_links(&permalink, folder),
        most_linked: most_linked(plan, &permalink, edition),
        note_count: plan.vault.ids().filter(|id| is_of(plan, *id, edition)).count(),
        term_count: plan.concept_count(edition),
        ..HomeView::default()
    };
    let top = plan.order.notes_in(folder).iter().filter(|id| Some(**id) != own);
    // Notes of a further language that lie elsewhere have no other list in that language.
    let is_elsewhere = |id: &&NoteId| edition > 0 && plan.edition_of_folder(&plan.folder(**id)) != edition;
    let elsewhere = plan.order.all().iter().filter(|id| is_of(plan, **id, edition)).filter(is_elsewhere);
    let elsewhere = elsewhere.filter(|id| Some(**id) != own);
    view.notes = top.chain(elsewhere).take(200).map(|id| plan.link(&permalink, &lang, *id)).collect();
    let body = own.filter(|id| has_text(plan, *id)).map(|id| body::body_of(plan, id, &permalink, &lang));
    if let Some(id) = own {
        let note = plan.vault.note(id);
        (head.has_math, head.has_code, head.has_diagram) = plan.features(id);
        view.css_classes.clone_from(&note.front_matter.css_classes);
        if let Some(title) = &note.front_matter.title {
            view.title.clone_from(title);
        }
        if let Some(description) = &note.front_matter.description {
            head.description = Some(description.clone());
            view.lead = Some(description.clone());
        }
        view.backlinks = plan.mentions(&permalink, &lang, plan.graph.backlinks(id), 20);
    }
    view.has_body = body.is_some();
    plan.share_site(&mut head, own, edition);
    view.head = head;
    // A README that stands elsewhere has its text there.
    let text = own.filter(|id| plan.routes.note(*id) == &permalink).and_then(|id| plan.page_text(id));
    Page { permalink, view: View::Home(Box::new(view)), body, text, edition }
}

/// Tells whether lists of an edition may show a note.
fn is_of(plan: &Plan<'_>, id: NoteId, edition: usize) -> bool {
    plan.is_listed(id) && plan.edition(id) == edition
}

fn has_text(plan: &Plan<'_>, id: NoteId) -> bool {
    !plan.vault.note(id).events.is_empty()
}

/// The steps of the study path: the notes of the folder that `start` names, or of the folder of the
/// note that it names, as far as they have minutes.
pub(super) fn path_steps(plan: &Plan<'_>, edition: usize) -> Vec<NoteId> {
    let Some((folder, whole)) = start(plan, edition) else { return Vec::new() };
    let steps = plan.order.notes_in(&folder).iter().copied();
    steps.filter(|id| Some(*id) != whole && plan.vault.note(*id).front_matter.minutes.is_some()).collect()
}

/// The folder of the study path, and the note that shows the whole.
fn start(plan: &Plan<'_>, edition: usize) -> Option<(String, Option<NoteId>)> {
    let wanted = fold(plan.options.start.trim().trim_matches('/').trim_end_matches(".md"));
    if wanted.is_empty() {
        return None;
    }
    let base = &plan.editions[edition].folder;
    let below = if base.is_empty() { wanted.clone() } else { format!("{}/{wanted}", fold(base)) };
    if let Some(folder) = plan.order.folders().find(|folder| fold(folder) == below) {
        return Some((folder.to_owned(), plan.folder_notes.get(folder).copied()));
    }
    let id = plan.vault.ids().find(|id| {
        let path = &plan.vault.note(*id).path;
        fold(path.as_str().trim_end_matches(".md")) == wanted || fold(path.stem()) == wanted
    })?;
    let id = plan.in_edition(id, edition);
    (plan.edition(id) == edition).then(|| (plan.folder(id).into_owned(), Some(id)))
}

impl Plan<'_> {
    /// Tells whether the note or folder that the study path is to start with is nowhere in the site.
    pub fn lacks_start(&self) -> bool {
        let is_named = !self.options.start.trim().trim_matches('/').is_empty();
        is_named && (0..self.editions.len()).all(|edition| start(self, edition).is_none())
    }
}

/// Returns what the study path is called.
pub(super) fn path_title(plan: &Plan<'_>, edition: usize) -> Option<String> {
    let (folder, whole) = start(plan, edition)?;
    Some(whole.map_or_else(|| plan.folder_title(&folder), |id| plan.title(id).to_owned()))
}

fn path(plan: &Plan<'_>, from: &Permalink, edition: usize) -> Option<PathView> {
    let (folder, whole) = start(plan, edition)?;
    let steps: Vec<StepView> = plan.editions[edition]
        .path
        .iter()
        .map(|id| {
            let front_matter = &plan.vault.note(*id).front_matter;
            StepView {
                title: plan.title(*id).to_owned(),
                href: from.href_to(plan.routes.note(*id)),
                minutes: front_matter.minutes.unwrap_or(0),
                description: front_matter.description.clone().unwrap_or_default(),
            }
        })
        .collect();
    if steps.is_empty() {
        return None;
    }
    Some(PathView {
        title: whole.map_or_else(|| plan.folder_title(&folder), |id| plan.title(id).to_owned()),
        href: whole.map_or_else(
            || from.href_to(&plan.folder_permalink(&folder)),
            |id| from.href_to(plan.routes.note(id)),
        ),
        minutes: steps.iter().map(|step| step.minutes).sum(),
        steps,
    })
}

fn lately(plan: &Plan<'_>, from: &Permalink, lang: &str, edition: usize) -> Vec<LatelyView> {
    let newest = plan.newest.iter().filter(|id| plan.edition(**id) == edition);
    let shown = newest.filter(|id| plan.routes.note(**id) != from);
    let entry = |id: &NoteId| {
        Some(LatelyView {
            title: plan.title(*id).to_owned(),
            href: from.href_to(plan.routes.note(*id)),
            lang: other_lang(plan.lang(*id), lang),
            date: date_view(plan.updated(*id)?, plan.labels(edition)),
        })
    };
    shown.filter_map(entry).take(LATELY).collect()
}

fn most_linked(plan: &Plan<'_>, from: &Permalink, edition: usize) -> Vec<CountedLink> {
    let linked = plan.vault.ids().filter(|id| is_of(plan, *id, edition));
    let mut linked: Vec<(usize, NoteId)> = linked.map(|id| (plan.graph.backlinks(id).len(), id)).collect();
    linked.retain(|(count, _)| *count > 0);
    linked.sort_by_key(|(count, id)| (Reverse(*count), plan.order.rank(*id)));
    linked
        .into_iter()
        .take(MOST_LINKED)
        .map(|(count, id)| CountedLink {
            title: plan.title(id).to_owned(),
            href: from.href_to(plan.routes.note(id)),
            count,
        })
        .collect()
}
