//! What a page tells other programs about itself: dates, picture, JSON-LD.
//!
//! In: the plan. Out: the fields of a [`Head`](super::view::Head) that readers do not see. All of it is
//! for pages that have a full address.

use std::collections::{BTreeMap, HashMap};

use serde_json::{Value, json};

use super::{Page, Plan, View, view};
use crate::graph::{Graph, NoteId, Resolution, Target, Vault};
use crate::note::Note;
use crate::site::Permalink;
use crate::source::SourcePath;

/// The picture that stands for a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Picture {
    /// One of the vault.
    File(SourcePath),
    /// One that lies elsewhere.
    Address(String),
}

/// Finds the pictures that front matter names: by a wikilink, by a path from the note or from the root
/// of the vault, by a bare file name, or by a full address. Costs O(notes + attachments).
pub(super) fn pictures(vault: &Vault, graph: &Graph) -> BTreeMap<NoteId, Picture> {
    let with_picture = || vault.ids().filter(|id| vault.note(*id).front_matter.image.is_some());
    if with_picture().next().is_none() {
        return BTreeMap::new();
    }
    let mut by_name: HashMap<&str, &SourcePath> = HashMap::new();
    for path in &vault.attachments {
        let known = by_name.entry(path.file_name()).or_insert(path);
        if path.as_str().len() < known.as_str().len() {
            *known = path;
        }
    }
    let find = |id: NoteId| {
        let note = vault.note(id);
        let written = note.front_matter.image.as_deref()?;
        if written.starts_with("https://") || written.starts_with("http://") {
            return Some(Picture::Address(written.to_owned()));
        }
        if written.starts_with("[[") {
            let link = note.links.iter().position(|link| link.raw == written)?;
            return match graph.resolution(id, link) {
                Resolution::Found { target: Target::File(path, _), .. } => Some(Picture::File(path.clone())),
                _ => None,
            };
        }
        let from_root = SourcePath::new(written.trim_start_matches('/'));
        let beside = note.path.folder();
        let from_note = written.trim_start_matches("./");
        let from_note =
            if beside.is_empty() { from_note.to_owned() } else { format!("{beside}/{from_note}") };
        let places = [SourcePath::new(&from_note), from_root];
        let is_there = |path: &SourcePath| vault.attachments.binary_search(path).is_ok();
        let found = places.into_iter().flatten().find(is_there);
        found.or_else(|| by_name.get(written).map(|path| (*path).clone())).map(Picture::File)
    };
    with_picture().filter_map(|id| Some((id, find(id)?))).collect()
}

impl Plan<'_> {
    /// Returns the address of the picture of a note as seen from a page.
    pub(super) fn picture_href(&self, from: &Permalink, id: NoteId) -> Option<String> {
        match self.pictures.get(&id)? {
            Picture::Address(address) => Some(address.clone()),
            Picture::File(path) => Some(from.href_to(self.routes.attachment(path)?)),
        }
    }

    fn picture_address(&self, id: NoteId) -> Option<String> {
        match self.pictures.get(&id)? {
            Picture::Address(address) => Some(address.clone()),
            Picture::File(path) => self.absolute(self.routes.attachment(path)?),
        }
    }

    /// Fills in what the page of a note says about it.
    pub(super) fn share_note(&self, head: &mut view::Head, from: &Permalink, id: NoteId) {
        head.kind = "article";
        head.created = self.created(id).map(|date| date.0.to_string());
        head.modified = self.updated(id).map(|date| date.0.to_string());
        head.image = self.picture_address(id);
        head.text = self.routes.text(id).map(|text| from.href_to(text));
        if !head.noindex {
            head.json_ld = self.note_data(head, id).as_ref().map(script);
        }
    }

    /// Fills in what the home page says about the site.
    pub(super) fn share_site(&self, head: &mut view::Head, own: Option<NoteId>, edition: usize) {
        head.kind = "website";
        head.image = own.and_then(|id| self.picture_address(id));
        let home = self.home_permalink(edition);
        let text = own.filter(|id| *self.routes.note(*id) == home);
        head.text = text.and_then(|id| self.routes.text(id)).map(|text| home.href_to(text));
        head.json_ld = self.site_data(head, edition).as_ref().map(script);
    }

    /// Returns what the picture of a page shows; `None` for one that has a picture of its own, or that nobody
    /// is asked to link to.
    pub fn picture(&self, page: &Page) -> Option<view::PictureView> {
        let head = page.view.head();
        if head.canonical.is_none() || head.noindex || head.image.is_some() {
            return None;
        }
        let (mut category, mut place, mut about) = (String::new(), String::new(), &head.description);
        if let View::Note(note) = &page.view {
            if let Some(own) = &note.category {
                (category, place) = (own.key.clone(), own.title.clone());
            } else if let [_, .., above] = &*note.crumbs {
                place.clone_from(&above.title);
            }
            about = if note.lead.is_some() { &note.lead } else { about };
        }
        Some(view::PictureView {
            title: head.title.clone(),
            description: about.clone().unwrap_or_default(),
            place,
            category,
            site: self.editions[page.edition].language.title.clone(),
            lang: head.lang.clone(),
        })
    }

    fn site_data(&self, head: &view::Head, edition: usize) -> Option<Value> {
        let home = self.absolute(&self.home_permalink(edition))?;
        let mut data = json!({
            "@context": "https://schema.org", "@type": "WebSite", "@id": format!("{home}#site"), "url": home,
            "name": self.editions[edition].language.title, "inLanguage": head.lang,
        });
        put(&mut data, "description", head.description.as_deref());
        put_author(&mut data, &self.options.author);
        if self.options.search {
            let search = self.absolute(&self.generated_or(edition, "search"))?;
            data["potentialAction"] = json!({
                "@type": "SearchAction",
                "target": { "@type": "EntryPoint", "urlTemplate": format!("{search}?q={{words}}") },
                "query-input": "required name=words",
            });
        }
        Some(data)
    }

    fn note_data(&self, head: &view::Head, id: NoteId) -> Option<Value> {
        let edition = self.edition(id);
        let (home, own) = (self.absolute(&self.home_permalink(edition))?, head.canonical.as_deref()?);
        let note = self.vault.note(id);
        let mut data = if let Some(term) = self.terms.of_note(id) {
            let mut data = json!({ "@type": "DefinedTerm", "@id": own, "url": own, "name": head.title });
            put(&mut data, "description", term.definition.as_ref().map(|found| found.text.as_str()));
            let glossary = self.glossary_permalink(edition).and_then(|glossary| self.absolute(&glossary));
            if let Some(glossary) = glossary {
                data["inDefinedTermSet"] = json!({ "@type": "DefinedTermSet", "url": glossary });
            }
            data
        } else {
            let mut data = json!({ "@type": "Article", "@id": own, "url": own, "headline": head.title });
            put(&mut data, "description", head.description.as_deref());
            put(&mut data, "datePublished", head.created.as_deref());
            put(&mut data, "dateModified", head.modified.as_deref());
            put_author(&mut data, &self.options.author);
            data
        };
        data["inLanguage"] = json!(head.lang);
        data["isPartOf"] = json!({ "@id": format!("{home}#site") });
        put(&mut data, "image", head.image.as_deref());
        put_keywords(&mut data, note);
        let steps = self.way_to(id);
        let crumbs: Option<Vec<Value>> =
            steps.iter().enumerate().map(|(at, step)| crumb(self, at, step)).collect();
        let crumbs = json!({ "@type": "BreadcrumbList", "itemListElement": crumbs? });
        Some(json!({ "@context": "https://schema.org", "@graph": [data, crumbs] }))
    }

    /// The pages above a note, from the home page down, and the note itself.
    fn way_to(&self, id: NoteId) -> Vec<(String, Permalink)> {
        let own = self.routes.note(id);
        let edition = self.edition(id);
        let title = self.editions[edition].language.title.clone();
        let mut steps = vec![(title, self.home_permalink(edition))];
        if let Some(glossary) = self.glossary_permalink(edition).filter(|_| self.is_term(id)) {
            steps.push((self.labels(edition).glossary.clone(), glossary));
        } else {
            let folder = self.folder(id);
            let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
            let folders = ends.map(|end| &folder[..end]).filter(|folder| !folder.is_empty());
            let folders = folders.filter(|folder| !self.is_edition_folder(folder));
            steps.extend(folders.map(|folder| (self.folder_title(folder), self.folder_permalink(folder))));
        }
        steps.retain(|(_, permalink)| permalink != own);
        steps.push((self.title(id).to_owned(), own.clone()));
        steps
    }
}

fn crumb(plan: &Plan<'_>, at: usize, (title, permalink): &(String, Permalink)) -> Option<Value> {
    let item = plan.absolute(permalink)?;
    Some(json!({ "@type": "ListItem", "position": at + 1, "name": title, "item": item }))
}

fn put(data: &mut Value, key: &str, text: Option<&str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        data[key] = json!(text);
    }
}

fn put_author(data: &mut Value, author: &str) {
    if !author.is_empty() {
        data["author"] = json!({ "@type": "Person", "name": author });
    }
}

fn put_keywords(data: &mut Value, note: &Note) {
    if !note.tags.is_empty() {
        data["keywords"] = json!(note.tags.join(", "));
    }
}

/// Writes data so that nothing in it can end the `<script>` that holds it.
fn script(data: &Value) -> String {
    data.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
