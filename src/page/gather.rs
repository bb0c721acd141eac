//! What the whole vault says together: its tags, its published attachments, the notes of its folders.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use super::order::Order;
use super::share::Picture;
use super::{SiteOptions, TagNotes};
use crate::diagnostic::Reason;
use crate::graph::{Graph, NoteId, Resolution, Target, Vault};
use crate::note::{Kind, TAG_DEPTH};
use crate::source::SourcePath;
use crate::words::{fold, language_name};

/// Tags of listed notes that are `wanted`; a note of `a/b` is one of `a` too.
pub(super) fn tags(
    vault: &Vault,
    order: &Order,
    is_wanted: impl Fn(NoteId) -> bool,
) -> BTreeMap<String, TagNotes> {
    let mut tags: BTreeMap<String, TagNotes> = BTreeMap::new();
    for id in order.all() {
        let note = vault.note(*id);
        if note.front_matter.unlisted || !is_wanted(*id) {
            continue;
        }
        let mut seen = BTreeSet::new();
        for tag in &note.tags {
            let parts: Vec<&str> = tag.split('/').filter(|part| !part.is_empty()).take(TAG_DEPTH).collect();
            for depth in 1..=parts.len() {
                let spelling = parts[..depth].join("/");
                let key = fold(&spelling);
                if seen.insert(key.clone()) {
                    let entry = tags.entry(key).or_default();
                    if entry.spelling.is_empty() {
                        entry.spelling = spelling;
                    }
                    entry.notes.push(*id);
                }
            }
        }
    }
    tags
}

/// Folded name → how many notes ask for it, where no page answers. What is kept back counts like what is
/// not written, so that readers cannot tell them apart; what an unlisted note asks for would tell of it.
pub(super) fn asked_for(vault: &Vault, graph: &Graph) -> HashMap<String, usize> {
    let mut asking: HashMap<String, (usize, Option<NoteId>)> = HashMap::new();
    for (id, note) in vault.notes().filter(|(_, note)| !note.front_matter.unlisted) {
        for (link, written) in note.links.iter().enumerate() {
            let Resolution::Missing { reason: Reason::MissingNote | Reason::Unpublished, .. } =
                graph.resolution(id, link)
            else {
                continue;
            };
            let (count, last) = asking.entry(fold(&written.path)).or_default();
            if *last != Some(id) {
                (*count, *last) = (*count + 1, Some(id));
            }
        }
    }
    asking.into_iter().map(|(name, (count, _))| (name, count)).collect()
}

/// Attachments that a link of a published note leads to, the pictures of drawings, and those that stand for
/// notes; in path order.
pub(super) fn attachments(
    vault: &Vault,
    graph: &Graph,
    pictures: &BTreeMap<NoteId, Picture>,
) -> Vec<SourcePath> {
    let all: BTreeSet<&SourcePath> = vault.attachments.iter().collect();
    let mut published = BTreeSet::new();
    for picture in pictures.values() {
        if let Picture::File(path) = picture
            && all.contains(path)
        {
            published.insert(path.clone());
        }
    }
    for id in vault.ids() {
        for link in 0..vault.note(id).links.len() {
            let Resolution::Found { target: Target::File(path, _), .. } = graph.resolution(id, link) else {
                continue;
            };
            if let Some(drawing) = path.as_str().strip_suffix(".md") {
                let pictures =
                    ["svg", "png"].map(|extension| SourcePath::new(&format!("{drawing}.{extension}")));
                published.extend(pictures.into_iter().flatten().find(|picture| all.contains(picture)));
            } else if all.contains(path) {
                published.insert(path.clone());
            }
        }
    }
    published.into_iter().collect()
}

/// The note that stands for each folder: `a/index.md`, else `a/a.md`, else `a.md`, else `a/README.md`.
pub(super) fn folder_notes(vault: &Vault, order: &Order) -> BTreeMap<String, NoteId> {
    let by_path: HashMap<String, NoteId> = vault.ids().map(|id| (fold(&place_of(vault, id)), id)).collect();
    let mut found = BTreeMap::new();
    for folder in order.folders().chain([""]) {
        let name = folder.rsplit('/').next().unwrap_or(folder);
        let inside =
            |file: &str| if folder.is_empty() { file.to_owned() } else { format!("{folder}/{file}") };
        let mut candidates = vec![inside("index.md"), inside(&format!("{name}.md"))];
        if !folder.is_empty() {
            candidates.push(format!("{folder}.md"));
        }
        candidates.push(inside("readme.md"));
        if let Some(id) = candidates.iter().find_map(|path| by_path.get(&fold(path))) {
            found.insert(folder.to_owned(), *id);
        }
    }
    found
}

/// Returns the path of a note as if its language were marked by a folder.
fn place_of(vault: &Vault, id: NoteId) -> String {
    let note = vault.note(id);
    if note.kind != Kind::Markdown {
        return note.path.to_string();
    }
    let (folder, stem) = (vault.languages.folder(note), vault.languages.stem(note));
    if folder.is_empty() { format!("{stem}.md") } else { format!("{folder}/{stem}.md") }
}

/// Returns the languages that listed notes are in, with what they call themselves: those of the site in
/// their order, then all others.
pub(super) fn languages(vault: &Vault, options: &SiteOptions) -> Vec<(String, String)> {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for id in vault.ids().filter(|id| !vault.note(*id).front_matter.unlisted) {
        used.insert(vault.lang(id));
    }
    let mut languages: Vec<(String, String)> = Vec::new();
    for language in &options.languages {
        if used.remove(language.tag.as_str()) {
            languages.push((language.tag.clone(), language.name.clone()));
        }
    }
    languages.extend(used.into_iter().map(|tag| (tag.to_owned(), language_name(tag).to_owned())));
    languages
}
