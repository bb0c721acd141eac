//! What a base may ask of a file.

use serde_json::Value as Json;

use super::evaluate::plain;
use super::value::{LIST_ITEMS, Row, Value};
use crate::diagnostic::LinkKind;
use crate::graph::{NoteId, Resolution, Target};
use crate::note::FileField;
use crate::page::Plan;
use crate::source::SourcePath;
use crate::words::fold;

/// The files of the vault that readers may know of.
pub(super) struct Files<'p> {
    pub(super) plan: &'p Plan<'p>,
}

impl<'p> Files<'p> {
    pub(super) fn path(&self, row: Row<'p>) -> &'p SourcePath {
        match row {
            Row::Note(id) => &self.plan.vault.note(id).path,
            Row::File(path) => path,
        }
    }

    pub(super) fn field(&self, row: Row<'p>, field: FileField) -> Value<'p> {
        let path = self.path(row);
        let text = |text: &str| Value::Text(text.to_owned());
        match (field, row) {
            (FileField::File, _) => Value::File(row),
            (FileField::Name, _) => text(path.file_name()),
            (FileField::Basename, _) => text(path.stem()),
            (FileField::Path, _) => text(path.as_str()),
            (FileField::Folder, _) => text(path.folder()),
            (FileField::Extension, _) => Value::Text(path.extension()),
            (FileField::Tags, Row::Note(id)) => {
                let tags = self.plan.vault.note(id).tags.iter().take(LIST_ITEMS);
                Value::List(tags.cloned().map(Value::Tag).collect())
            }
            (FileField::Links, Row::Note(id)) => self.links(id, |kind| kind != LinkKind::Embed),
            (FileField::Embeds, Row::Note(id)) => self.links(id, |kind| kind == LinkKind::Embed),
            (FileField::Backlinks, Row::Note(id)) => {
                let backlinks = self.plan.graph.backlinks(id).iter().map(|link| link.from);
                let mut from: Vec<NoteId> = backlinks.filter(|id| self.plan.is_listed(*id)).collect();
                from.dedup();
                from.truncate(LIST_ITEMS);
                Value::List(from.into_iter().map(|id| Value::File(Row::Note(id))).collect())
            }
            (_, Row::File(_)) => Value::List(Vec::new()),
        }
    }

    fn links(&self, id: NoteId, fits: fn(LinkKind) -> bool) -> Value<'p> {
        let note = self.plan.vault.note(id);
        let links = (0..note.links.len()).filter(|link| fits(note.links[*link].kind));
        Value::List(links.take(LIST_ITEMS).map(|link| self.link(id, link)).collect())
    }

    /// Returns a link of a note as a value: by its display text, or the name as written.
    fn link(&self, id: NoteId, link: usize) -> Value<'p> {
        let written = &self.plan.vault.note(id).links[link];
        let inner = written.raw.trim_start_matches('!').trim_matches(['[', ']']);
        let shown = match written.kind {
            LinkKind::Property => inner.split_once('|').map_or(inner, |(_, label)| label).trim(),
            _ => &written.path,
        };
        Value::Link(self.leads_to(id, link), shown.to_owned())
    }

    fn leads_to(&self, id: NoteId, link: usize) -> Option<Row<'p>> {
        match self.plan.graph.resolution(id, link) {
            Resolution::Found { target: Target::Note(note, _), .. } => Some(Row::Note(*note)),
            Resolution::Found { target: Target::File(path, _), .. } => Some(Row::File(path)),
            Resolution::Missing { note, .. } => note.map(Row::Note),
        }
    }

    /// Tells whether a file links to another.
    pub(super) fn has_link(&self, from: Row<'p>, to: Row<'p>) -> bool {
        let Row::Note(id) = from else { return false };
        (0..self.plan.vault.note(id).links.len()).any(|link| self.leads_to(id, link) == Some(to))
    }

    /// Tells whether a note has a tag, or one below it.
    pub(super) fn has_tag(&self, row: Row<'p>, wanted: &str) -> bool {
        let Row::Note(id) = row else { return false };
        let wanted = fold(wanted.trim_start_matches('#').trim_matches('/'));
        self.plan.vault.note(id).tags.iter().any(|tag| {
            let tag = fold(tag);
            tag.strip_prefix(&wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// Tells whether a file lies in a folder or below it.
    pub(super) fn in_folder(&self, row: Row<'p>, folder: &str) -> bool {
        let folder = folder.trim_matches('/');
        let path = self.path(row).folder();
        folder.is_empty()
            || path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// Returns a property of a note, its wikilinks as links.
    pub(super) fn property(&self, row: Row<'p>, name: &str) -> Value<'p> {
        match row {
            Row::Note(id) => self.json(row, name).map_or(Value::Null, |json| self.with_links(id, json)),
            Row::File(_) => Value::Null,
        }
    }

    /// Returns a property as it was written. Upper and lower case are one, as in the application.
    pub(super) fn json(&self, row: Row<'p>, name: &str) -> Option<&'p Json> {
        let Row::Note(id) = row else { return None };
        let properties = &self.plan.vault.note(id).front_matter.properties;
        properties.get(name).or_else(|| {
            let wanted = fold(name);
            properties.iter().find(|(key, _)| fold(key) == wanted).map(|(_, json)| json)
        })
    }

    fn with_links(&self, id: NoteId, json: &'p Json) -> Value<'p> {
        match json {
            Json::String(text) if text.trim_start().starts_with("[[") => {
                let links = &self.plan.vault.note(id).links;
                let mut of_properties = links.iter().take_while(|link| link.kind == LinkKind::Property);
                match of_properties.position(|link| link.raw == text.trim()) {
                    Some(link) => self.link(id, link),
                    None => plain(json),
                }
            }
            Json::Array(items) => {
                Value::List(items.iter().take(LIST_ITEMS).map(|item| self.with_links(id, item)).collect())
            }
            other => plain(other),
        }
    }

    /// Returns the file that a path, a name or a wikilink in an expression means.
    pub(super) fn named(&self, text: &str) -> Option<Row<'p>> {
        let name = text.trim().trim_start_matches("[[").trim_end_matches("]]");
        let name = name.split(['|', '#']).next().unwrap_or_default().trim();
        let note = self.plan.names().get(&fold(name.strip_suffix(".md").unwrap_or(name)));
        note.map(|id| Row::Note(*id)).or_else(|| {
            let (path, _) = self.plan.routes.attachments().find(|(path, _)| path.as_str() == name)?;
            Some(Row::File(path))
        })
    }
}
