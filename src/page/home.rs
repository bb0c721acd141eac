//! The home page, made from what the vault has: a path, a glossary, dates, folders.

use std::cmp::Reverse;

use super::note::date_view;
use super::view::{CountedLink, HomeView, LatelyView, PathView, StepView};
use super::{Page, Plan, View, body, other_lang};
use crate::graph::NoteId;
use crate::site::Permalink;
use crate::words::fold;

const LATELY: usize = 6;
const MOST_LINKED: usize = 8;

/// Makes the home page. A note at the root of the site, or the README of the vault, gives its text.
pub(super) fn home(plan: &Plan<'_>) -> Page {
    let permalink = Permalink::page("");
    let own = plan.vault.ids().find(|id| plan.routes.note(*id) == &permalink);
    let own = own.or_else(|| plan.folder_notes.get("").copied());
    let lang = own.map_or(plan.options.language.as_str(), |id| plan.lang(id)).to_owned();
    let mut head = plan.head(&permalink, &plan.options.title, &lang, "notes");
    head.description = Some(plan.options.description.clone()).filter(|text| !text.is_empty());
    let mut view = HomeView {
        title: plan.options.title.clone(),
        lead: head.description.clone(),
        path: path(plan, &permalink),
        categories: plan.category_cards(&permalink),
        lately: lately(plan, &permalink, &lang),
        folders: plan.folder_links(&permalink, ""),
        most_linked: most_linked(plan, &permalink),
        note_count: plan.vault.ids().filter(|id| plan.is_listed(*id)).count(),
        term_count: plan.terms.all().iter().count(),
        ..HomeView::default()
    };
    let top = plan.order.notes_in("").iter().filter(|id| Some(**id) != own);
    view.notes = top.take(200).map(|id| plan.link(&permalink, &lang, *id)).collect();
    let body = own.filter(|id| has_text(plan, *id)).map(|id| body::body_of(plan, id, &permalink));
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
    plan.share_site(&mut head, own);
    view.head = head;
    // A README that stands elsewhere has its text there.
    let text = own.filter(|id| plan.routes.note(*id) == &permalink).and_then(|id| plan.page_text(id));
    Page { permalink, view: View::Home(Box::new(view)), body, text }
}

fn has_text(plan: &Plan<'_>, id: NoteId) -> bool {
    !plan.vault.note(id).events.is_empty()
}

/// The steps of the study path: the notes of the folder that `start` names, or of the folder of the
/// note that it names, as far as they have minutes.
pub(super) fn path_steps(plan: &Plan<'_>) -> Vec<NoteId> {
    let Some((folder, whole)) = start(plan) else { return Vec::new() };
    let steps = plan.order.notes_in(&folder).iter().copied();
    steps.filter(|id| Some(*id) != whole && plan.vault.note(*id).front_matter.minutes.is_some()).collect()
}

/// The folder of the study path, and the note that shows the whole.
fn start(plan: &Plan<'_>) -> Option<(String, Option<NoteId>)> {
    let wanted = fold(plan.options.start.trim().trim_matches('/').trim_end_matches(".md"));
    if wanted.is_empty() {
        return None;
    }
    if let Some(folder) = plan.order.folders().find(|folder| fold(folder) == wanted) {
        return Some((folder.to_owned(), plan.folder_notes.get(folder).copied()));
    }
    let id = plan.vault.ids().find(|id| {
        let path = &plan.vault.note(*id).path;
        fold(path.as_str().trim_end_matches(".md")) == wanted || fold(path.stem()) == wanted
    })?;
    Some((plan.vault.note(id).path.folder().to_owned(), Some(id)))
}

fn path(plan: &Plan<'_>, from: &Permalink) -> Option<PathView> {
    let (folder, whole) = start(plan)?;
    let steps: Vec<StepView> = plan
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

fn lately(plan: &Plan<'_>, from: &Permalink, lang: &str) -> Vec<LatelyView> {
    let shown = plan.newest.iter().filter(|id| plan.routes.note(**id) != from);
    let entry = |id: &NoteId| {
        Some(LatelyView {
            title: plan.title(*id).to_owned(),
            href: from.href_to(plan.routes.note(*id)),
            lang: other_lang(plan.lang(*id), lang),
            date: date_view(plan.updated(*id)?, lang),
        })
    };
    shown.filter_map(entry).take(LATELY).collect()
}

fn most_linked(plan: &Plan<'_>, from: &Permalink) -> Vec<CountedLink> {
    let linked = plan.vault.ids().filter(|id| plan.is_listed(*id));
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
