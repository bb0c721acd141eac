//! The files for Quickwit.
//!
//! Quickwit has no stemmer for Russian. So what is shown and what is searched are different fields: the
//! searched ones hold folded words with Russian stems, and Quickwit's own tokenizer finds the stems of English ones.

use serde::Serialize;
use serde_json::{Value, json};

use super::words::words;
use super::{Row, lines};

/// Returns the configuration of the index.
pub(super) fn index(name: &str) -> Value {
    let shown = |name: &str| json!({ "name": name, "type": "text", "indexed": false });
    let exact = |name: &str, kind: &str| json!({ "name": name, "type": kind, "tokenizer": "raw" });
    let searched = |name: &str| {
        json!({
            "name": name, "type": "text", "tokenizer": "en_stem", "record": "position", "fieldnorms": true,
            "stored": false
        })
    };
    json!({
        "version": "0.7",
        "index_id": name,
        "doc_mapping": {
            "mode": "strict",
            "field_mappings": [
                exact("id", "text"),
                exact("permalink", "text"),
                shown("anchor"),
                shown("path"),
                shown("title"),
                shown("heading"),
                { "name": "aliases", "type": "array<text>", "indexed": false },
                exact("tags", "array<text>"),
                exact("lang", "text"),
                exact("kind", "text"),
                { "name": "boost", "type": "f64", "indexed": false },
                shown("text"),
                searched("title_words"),
                searched("heading_words"),
                searched("text_words"),
                searched("path_words"),
            ],
        },
        "search_settings": { "default_search_fields": ["title_words", "heading_words", "text_words"] },
    })
}

/// Returns the documents, a line each.
pub(super) fn documents(rows: &[Row<'_>]) -> Vec<u8> {
    lines(&rows.iter().map(Searched::of).collect::<Vec<_>>())
}

#[derive(Serialize)]
struct Searched<'r> {
    #[serde(flatten)]
    row: &'r Row<'r>,
    title_words: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    heading_words: Option<String>,
    text_words: String,
    path_words: String,
}

impl<'r> Searched<'r> {
    fn of(row: &'r Row<'r>) -> Self {
        let names: Vec<String> =
            std::iter::once(row.title).chain(row.aliases.iter().map(String::as_str)).map(words).collect();
        Self {
            row,
            title_words: names.join(" "),
            heading_words: row.heading.map(words),
            text_words: words(row.text),
            path_words: words(row.path),
        }
    }
}
