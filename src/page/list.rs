//! Pages that list notes: folders, tags, orphans; and the pages without anything of their own.

use super::note::{date_view, summary};
use super::route::NOT_FOUND;
use super::view::{CountedLink, LinkView, ListEntry, ListView, PlaceView, PlainView, TagsView};
use super::{Page, Plan, View, body, other_lang};
use crate::graph::NoteId;
use crate::site::Permalink;

/// Makes the page of a folder; the note that stands for the folder is shown on it.
pub(super) fn folder(plan: &Plan<'_>, folder: &str) -> Page {
    let permalink = plan.folder_permalink(folder);
    let own = plan.folder_notes.get(folder).copied().filter(|id| plan.is_listed(*id));
    let title = plan.folder_title(folder);
    let edition = plan.edition_of_folder(folder);
    let lang = plan.editions[edition].language.tag.clone();
    let mut head = plan.head(&permalink, &title, &lang, "notes");
    if let Some(id) = own {
        let note = plan.vault.note(id);
        head.description = note.front_matter.description.clone().or_else(|| summary(note));
        (head.has_math, head.has_code, head.has_diagram) = plan.features(id);
        // The note has an address of its own, which is the one to be remembered.
        head.canonical = plan.absolute(plan.routes.note(id));
    }
    let notes: Vec<NoteId> =
        plan.order.notes_in(folder).iter().copied().filter(|id| Some(*id) != own).collect();
    let view = ListView {
        crumbs: std::iter::once(plan.root_crumb(&permalink, edition))
            .chain(plan.crumbs(&permalink, folder, false))
            .collect(),
        kind: "folder",
        has_body: own.is_some(),
        css_classes: own.map(|id| plan.vault.note(id).front_matter.css_classes.clone()).unwrap_or_default(),
        folders: plan.folder_links(&permalink, folder),
        notes: plan.entries(&permalink, &lang, &notes),
        dead_ends: Vec::new(),
        place: PlaceView {
            title: title.clone(),
            href: None,
            notes: notes.iter().take(40).map(|id| plan.link(&permalink, &lang, *id)).collect(),
            more: notes.len() > 40,
            folders: plan.section_links(&permalink, edition),
        },
        title,
        head,
    };
    let body = own.map(|id| body::body_of(plan, id, &permalink, &lang));
    Page { permalink, view: View::List(Box::new(view)), body, text: None, edition: 0 }
}

/// Makes the page of one tag.
pub(super) fn tag(plan: &Plan<'_>, edition: usize, tag: &str) -> Page {
    let permalink = plan.tag_permalink(edition, tag).cloned().unwrap_or_else(|| plan.routes.page("tags"));
    let tags = &plan.editions[edition].tags;
    let found = &tags[tag];
    let title = found.spelling.clone();
    let lang = plan.editions[edition].language.tag.clone();
    let below = format!("{tag}/");
    let nested = tags.range(below.clone()..).take_while(|(key, _)| key.starts_with(&below));
    let folders = nested
        .filter(|(key, _)| !key[below.len()..].contains('/'))
        .map(|(key, nested)| plan.tag_count(&permalink, edition, key, &nested.spelling, nested.notes.len()))
        .collect();
    let mut crumbs = vec![plan.root_crumb(&permalink, edition)];
    let all = plan.routes.generated(&plan.editions[edition].address("tags"));
    crumbs.extend(all.map(|all| LinkView {
        title: plan.labels(edition).tags.clone(),
        href: permalink.href_to(all),
        ..LinkView::default()
    }));
    let parts: Vec<&str> = tag.split('/').collect();
    for depth in 1..parts.len() {
        let above = parts[..depth].join("/");
        if let Some(link) = plan.tag_link(&permalink, edition, &above) {
            let title = tags.get(&above).map_or(above, |above| above.spelling.clone());
            crumbs.push(LinkView { title: format!("#{title}"), ..link });
        }
    }
    let view = ListView {
        head: plan.head(&permalink, &format!("#{title}"), &lang, "tags"),
        crumbs,
        kind: "tag",
        has_body: false,
        css_classes: Vec::new(),
        folders,
        notes: plan.entries(&permalink, &lang, &found.notes),
        dead_ends: Vec::new(),
        place: PlaceView { folders: plan.section_links(&permalink, edition), ..PlaceView::default() },
        title,
    };
    Page { permalink, view: View::List(Box::new(view)), body: None, text: None, edition: 0 }
}

/// Makes the page of all tags.
pub(super) fn tags(plan: &Plan<'_>, edition: usize) -> Page {
    let permalink = plan.generated_or(edition, "tags");
    let tags = plan.editions[edition].tags.iter();
    let tags = tags
        .map(|(key, tag)| plan.tag_count(&permalink, edition, key, &tag.spelling, tag.notes.len()))
        .collect();
    let head =
        plan.head(&permalink, &plan.labels(edition).tags, &plan.editions[edition].language.tag, "tags");
    Page {
        permalink,
        view: View::Tags(Box::new(TagsView { head, tags })),
        body: None,
        text: None,
        edition: 0,
    }
}

/// Makes the page of the notes that nothing leads to, or that lead nowhere: for the author, and not for search engines.
pub(super) fn orphans(plan: &Plan<'_>, edition: usize) -> Page {
    let permalink = plan.generated_or(edition, "orphans");
    let lang = plan.editions[edition].language.tag.clone();
    let orphans: Vec<NoteId> =
        plan.graph.orphans().iter().copied().filter(|id| plan.is_listed(*id)).collect();
    let dead_ends: Vec<NoteId> =
        plan.graph.dead_ends().iter().copied().filter(|id| plan.is_listed(*id)).collect();
    let mut head = plan.head(&permalink, &plan.labels(edition).orphans, &lang, "wanted");
    head.description = Some(plan.labels(edition).orphans_about.clone());
    head.noindex = true;
    let view = ListView {
        crumbs: vec![plan.root_crumb(&permalink, edition)],
        title: plan.labels(edition).orphans.clone(),
        kind: "orphans",
        has_body: false,
        css_classes: Vec::new(),
        folders: Vec::new(),
        notes: plan.entries(&permalink, &lang, &orphans),
        dead_ends: plan.entries(&permalink, &lang, &dead_ends),
        place: PlaceView { folders: plan.section_links(&permalink, edition), ..PlaceView::default() },
        head,
    };
    Page { permalink, view: View::List(Box::new(view)), body: None, text: None, edition }
}

/// Makes the search page.
pub(super) fn search(plan: &Plan<'_>, edition: usize) -> Page {
    let permalink = plan.generated_or(edition, "search");
    let lang = &plan.editions[edition].language.tag;
    let head = plan.head(&permalink, &plan.labels(edition).search, lang, "search");
    Page {
        permalink,
        view: View::Search(Box::new(PlainView { head, target: None })),
        body: None,
        text: None,
        edition: 0,
    }
}

/// Makes the page that hosts send for an address that leads nowhere. It may be sent at any depth, so
/// its paths start at the base address; without one, at the root of the host.
pub(super) fn not_found(plan: &Plan<'_>, edition: usize) -> Page {
    let own = &plan.editions[edition];
    let permalink = own.not_found.clone().unwrap_or_else(|| Permalink::fixed_file(NOT_FOUND));
    let mut head = plan.head(&permalink, &plan.labels(edition).not_found, &own.language.tag, "");
    head.root = plan.base_path();
    head.noindex = true;
    head.canonical = None;
    Page {
        permalink,
        view: View::NotFound(Box::new(PlainView { head, target: None })),
        body: None,
        text: None,
        edition,
    }
}

/// Makes a page that forwards from an old address to a note.
pub(super) fn redirect(plan: &Plan<'_>, from: &Permalink, to: NoteId) -> Page {
    let mut head = plan.head(from, plan.title(to), plan.lang(to), "");
    head.noindex = true;
    let target = Some(plan.link(from, plan.lang(to), to));
    Page {
        permalink: from.clone(),
        view: View::Redirect(Box::new(PlainView { head, target })),
        body: None,
        text: None,
        edition: 0,
    }
}

impl Plan<'_> {
    /// Returns the path that the site stands at on its host: `/`, or `/notes/`.
    fn base_path(&self) -> String {
        let base = self.options.base_url.split_once("://").map_or("", |(_, rest)| rest);
        format!("{}/", base.find('/').map_or("", |at| &base[at..]).trim_end_matches('/'))
    }

    /// Returns the address of a page for one that may be sent at any depth.
    pub(super) fn href_from_base(&self, to: &Permalink) -> String {
        let href = Permalink::page("").href_to(to);
        format!("{}{}", self.base_path(), href.trim_start_matches("./"))
    }

    /// Returns the permalink that a generated page got, or the one it asks for.
    pub(super) fn generated_or(&self, edition: usize, wanted: &str) -> Permalink {
        let wanted = self.editions[edition].address(wanted);
        self.routes.generated(&wanted).cloned().unwrap_or_else(|| self.routes.page(&wanted))
    }

    pub(super) fn entries(&self, from: &Permalink, lang: &str, notes: &[NoteId]) -> Vec<ListEntry> {
        notes.iter().map(|id| self.entry(from, lang, *id)).collect()
    }

    fn entry(&self, from: &Permalink, lang: &str, id: NoteId) -> ListEntry {
        ListEntry {
            title: self.title(id).to_owned(),
            href: from.href_to(self.routes.note(id)),
            summary: self.summary(id).unwrap_or_default(),
            lang: other_lang(self.lang(id), lang),
            category: self.category_key(id),
            category_title: self
                .terms
                .of_note(id)
                .and_then(|term| self.category(from, self.edition_in(lang), term))
                .map(|category| category.title),
            updated: self.updated(id).map(|date| date_view(date, self.labels(self.edition_in(lang)))),
        }
    }

    pub(super) fn folder_links(&self, from: &Permalink, folder: &str) -> Vec<CountedLink> {
        let below = self.order.folders_in(folder);
        below
            .filter(|folder| !self.is_edition_folder(folder))
            .map(|folder| CountedLink {
                title: self.folder_title(folder),
                href: from.href_to(&self.folder_permalink(folder)),
                count: self.order.count_below(folder),
            })
            .collect()
    }

    fn tag_count(
        &self,
        from: &Permalink,
        edition: usize,
        key: &str,
        spelling: &str,
        count: usize,
    ) -> CountedLink {
        let href =
            self.tag_permalink(edition, key).map_or_else(String::new, |permalink| from.href_to(permalink));
        CountedLink { title: spelling.to_owned(), href, count }
    }
}
