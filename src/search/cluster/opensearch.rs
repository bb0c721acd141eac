//! The files for `OpenSearch`, which has the same stemmers for both languages, and takes accents away.

use serde_json::{Value, json};

use super::{Row, lines};

/// Returns the settings and mappings of the index.
pub(super) fn index() -> Value {
    let text = json!({ "type": "text", "analyzer": "studium" });
    let word = json!({ "type": "keyword" });
    let shown = json!({ "type": "keyword", "index": false, "doc_values": false });
    json!({
        "settings": {
            "analysis": {
                "char_filter": { "studium_yo": { "type": "mapping", "mappings": ["ё => е", "Ё => Е"] } },
                "filter": {
                    "studium_english": { "type": "snowball", "language": "English" },
                    "studium_russian": { "type": "snowball", "language": "Russian" },
                },
                "analyzer": {
                    "studium": {
                        "type": "custom",
                        "char_filter": ["studium_yo"],
                        "tokenizer": "standard",
                        // Each stemmer leaves words of the other script alone, so a word is stemmed by its script.
                        "filter": ["lowercase", "asciifolding", "studium_english", "studium_russian"],
                    },
                },
            },
        },
        "mappings": {
            "dynamic": "strict",
            "properties": {
                "id": word,
                "permalink": word,
                "anchor": shown,
                "path": text,
                "title": text,
                "heading": text,
                "aliases": text,
                "tags": word,
                "lang": word,
                "kind": word,
                "boost": { "type": "float", "index": false },
                "text": text,
            },
        },
    })
}

/// Returns the documents for the bulk interface: a line that says where each goes, and a line that it is.
pub(super) fn documents(index: &str, rows: &[Row<'_>]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for row in rows {
        bytes.extend(lines(&[json!({ "index": { "_index": index, "_id": row.id } })]));
        bytes.extend(lines(std::slice::from_ref(row)));
    }
    bytes
}
