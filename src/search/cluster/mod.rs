//! The documents of search for a cluster of machines that keeps the index: Quickwit or `OpenSearch`.
//!
//! In: the documents that the site's own search is made from. Out: two files, the configuration of an index
//! and the documents as JSON lines, in the order of their pages. A row is a section, since that is what a hit
//! leads to. Not here: queries, which the page of the search makes.

mod opensearch;
mod quickwit;
mod words;

use serde::Serialize;
use studium_search::{Document, Kind, Section};

use crate::source::ContentHash;

/// What a term is worth beside a note that says the same, as in the site's own search.
const TERM_BOOST: f32 = 1.2;

/// Which cluster it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Engine {
    /// Quickwit.
    Quickwit,
    /// `OpenSearch`, and what understands it.
    OpenSearch,
}

/// The files for a cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// The configuration of the index, as JSON.
    pub index: Vec<u8>,
    /// The documents, a line or two each.
    pub documents: Vec<u8>,
}

/// Writes what a cluster needs to answer the searches of a site. `index` names the index there.
///
/// The order of the documents does not matter. Costs O(text).
pub fn export(engine: Engine, index: &str, documents: &[Document]) -> Export {
    let mut sorted: Vec<&Document> = documents.iter().collect();
    sorted.sort_by(|a, b| a.permalink.cmp(&b.permalink));
    let rows: Vec<Row<'_>> = sorted.into_iter().flat_map(rows).collect();
    match engine {
        Engine::Quickwit => {
            Export { index: lines(&[quickwit::index(index)]), documents: quickwit::documents(&rows) }
        }
        Engine::OpenSearch => {
            Export { index: lines(&[opensearch::index()]), documents: opensearch::documents(index, &rows) }
        }
    }
}

/// Tells whether both kinds of clusters take this for the name of an index.
pub fn is_index_name(name: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    (3..=255).contains(&name.len())
        && name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(plain)
}

/// A section, as it is shown when it is found.
#[derive(Serialize)]
struct Row<'d> {
    /// The same section has the same in the next export.
    id: String,
    permalink: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<&'d str>,
    path: &'d str,
    title: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    heading: Option<&'d str>,
    aliases: &'d [String],
    /// In lower case, each with those that it lies below.
    tags: Vec<String>,
    lang: &'d str,
    kind: &'static str,
    boost: f32,
    text: &'d str,
}

fn rows(document: &Document) -> impl Iterator<Item = Row<'_>> {
    document.sections.iter().map(|section| row(document, section))
}

fn row<'d>(document: &'d Document, section: &'d Section) -> Row<'d> {
    let address = format!("{}#{}", document.permalink, section.anchor.as_deref().unwrap_or_default());
    let weight = if document.kind == Kind::Term { TERM_BOOST } else { 1.0 };
    let boost = if document.boost.is_finite() { document.boost.max(0.0) } else { 1.0 };
    Row {
        // Addresses may be longer than names may be there.
        id: ContentHash::of(address.as_bytes()).hex()[..32].to_owned(),
        permalink: &document.permalink,
        anchor: section.anchor.as_deref(),
        path: &document.path,
        title: &document.title,
        heading: section.heading.as_deref(),
        aliases: &document.aliases,
        tags: tags(&document.tags),
        lang: &document.lang,
        kind: document.kind.name(),
        // Rounded as people write it: a product of two such numbers has noise behind it.
        boost: (boost * weight * 1000.0).round() / 1000.0,
        text: section.text.trim(),
    }
}

fn tags(tags: &[String]) -> Vec<String> {
    let with_parents = |tag: &String| {
        let tag = tag.to_lowercase();
        let parents: Vec<String> = tag.match_indices('/').map(|(at, _)| tag[..at].to_owned()).collect();
        parents.into_iter().chain([tag])
    };
    let mut tags: Vec<String> = tags.iter().flat_map(with_parents).collect();
    tags.sort();
    tags.dedup();
    tags
}

/// Writes each value on a line of its own.
fn lines<T: Serialize>(values: &[T]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for value in values {
        bytes.extend(serde_json::to_vec(value).unwrap_or_default());
        bytes.push(b'\n');
    }
    bytes
}
