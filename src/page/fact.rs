//! The properties of a note as rows for a reader.

use serde_json::Value;

use super::view::{FactValue, FactView};
use super::{Labels, Plan};
use crate::diagnostic::LinkKind;
use crate::graph::{NoteId, Resolution, Target};
use crate::site::Permalink;
use crate::words::capitalised;

/// Properties that are shown elsewhere on the page or are not for readers.
const NOT_FACTS: &[&str] = &[
    "title",
    "aliases",
    "alias",
    "tags",
    "tag",
    "type",
    "category",
    "definition",
    "definitions",
    "names",
    "auto_link",
    "mentions",
    "description",
    "summary",
    "desc",
    "lang",
    "translation_of",
    "translationkey",
    "date",
    "created",
    "updated",
    "lastmod",
    "modified",
    "weight",
    "order",
    "minutes",
    "deck",
    "cssclasses",
    "cssclass",
    "template",
    "layout",
    "toc",
    "image",
    "cover",
    "permalink",
    "slug",
    "url",
    "path",
    "publish",
    "published",
    "draft",
    "private",
    "public",
    "unlisted",
    "search",
    "id",
    "uid",
];

impl Plan<'_> {
    /// Returns the properties worth showing: all of a term, those with links of a note.
    pub(super) fn facts(&self, from: &Permalink, id: NoteId, is_term: bool) -> Vec<FactView> {
        let note = self.vault.note(id);
        let labels = self.labels(self.edition_in(self.lang(id)));
        let mut facts = Vec::new();
        for (key, value) in &note.front_matter.properties {
            if NOT_FACTS.contains(&key.to_lowercase().as_str()) {
                continue;
            }
            let values: Vec<FactValue> =
                texts(value, labels).iter().filter_map(|text| self.fact_value(from, id, text)).collect();
            let has_link = values.iter().any(|value| value.href.is_some() || value.broken);
            if !values.is_empty() && (is_term || has_link) {
                let label = labels.facts.get(&key.to_lowercase().replace('-', "_"));
                facts.push(FactView { label: label.cloned().unwrap_or_else(|| named(key)), values });
            }
        }
        facts
    }

    fn fact_value(&self, from: &Permalink, id: NoteId, text: &str) -> Option<FactValue> {
        let note = self.vault.note(id);
        let link =
            note.links.iter().position(|link| link.kind == LinkKind::Property && link.raw == text.trim());
        let Some(link) = link else {
            return (!text.trim().is_empty()).then(|| FactValue {
                text: text.to_owned(),
                href: None,
                broken: false,
            });
        };
        let written = &note.links[link];
        let shown = written.raw.trim_matches(['[', ']']);
        let shown = shown.split_once('|').map_or(shown, |(_, label)| label).trim();
        let (href, broken) = match self.graph.resolution(id, link) {
            Resolution::Found { target: Target::Note(note, part), .. } => {
                (Some(self.part_href(from, *note, *part)), false)
            }
            Resolution::Found { target: Target::File(path, _), .. } => {
                (self.routes.attachment(path).map(|permalink| from.href_to(permalink)), false)
            }
            Resolution::Missing { note, .. } => (note.map(|note| self.part_href(from, note, None)), true),
        };
        Some(FactValue { text: shown.to_owned(), href, broken })
    }
}

/// Returns the texts of a property: of a scalar, a list, or a list in it.
fn texts(value: &Value, labels: &Labels) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Bool(true) => vec![labels.yes.clone()],
        Value::Bool(false) => vec![labels.no.clone()],
        Value::Array(list) => list.iter().flat_map(|value| texts(value, labels)).collect(),
        Value::Null | Value::Object(_) => Vec::new(),
    }
}

fn named(key: &str) -> String {
    capitalised(&key.replace(['_', '-'], " "))
}
