//! `studium export`: the files for clusters, held against what the documentation of these systems says.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::program::{code, err, out, run};
use crate::support::TestVault;

const NOTES: &str = "\
=== studium.toml
[site]
content = \".\"
title = \"Sea\"
[languages.ru]
=== index.md
Home, see [[Tides]].
=== Tides.md
---
aliases: [ebb and flow]
tags: [sea/moon]
search: 2
---
The moon pulls. %%canary-comment%%
## Spring tide
Twice a month, in a Café.
=== Прилив.ru.md
---
translationKey: tides
---
Ёлки и репликации.
=== glossary/Gale.md
---
definition: A strong wind.
---
=== Kept.md
---
private: true
tags: [canary-tag]
aliases: [canary-alias]
---
canary-text
=== Draft.md
---
draft: true
---
canary-draft
=== Aside.md
---
unlisted: true
---
canary-unlisted
=== Mute.md
---
search: false
---
canary-mute
=== Part.md
Open.

<!-- private -->
canary-part
<!-- /private -->
";

fn exported(vault: &TestVault, engine: &str, more: &str) -> (String, String) {
    let done = run(vault.root(), &format!("export|{engine}{more}"));
    assert_eq!(code(&done), 0, "{}", err(&done));
    let read = |name: &str| {
        fs::read_to_string(vault.root().join("export").join(engine).join(name)).expect("written")
    };
    (read("index.json"), read("documents.ndjson"))
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).expect("JSON")
}

fn lines(text: &str) -> Vec<Value> {
    assert!(text.ends_with('\n') && !text.contains("\n\n"), "each line is closed, none is empty");
    text.lines().map(json).collect()
}

/// Holds a value against a schema of ours, made from the documentation of a system.
fn assert_is(schema: &str, value: &Value) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export").join(schema);
    let schema_of = json(&fs::read_to_string(path).expect("a schema"));
    let validator = jsonschema::validator_for(&schema_of).expect("a schema");
    let faults: Vec<String> =
        validator.iter_errors(value).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{schema}: {faults:#?}");
}

fn keys(value: &Value) -> BTreeSet<&str> {
    value.as_object().expect("an object").keys().map(String::as_str).collect()
}

/// The sections as `permalink#anchor`.
fn addresses(documents: &[Value]) -> Vec<String> {
    let text = |document: &Value, key: &str| document[key].as_str().unwrap_or_default().to_owned();
    documents.iter().map(|row| format!("{}#{}", text(row, "permalink"), text(row, "anchor"))).collect()
}

const ADDRESSES: &[&str] =
    &["/#", "/glossary/gale/#", "/part/#", "/ru/прилив/#", "/tides/#", "/tides/#spring-tide"];

#[test]
fn the_files_for_quickwit_are_as_it_documents_them() {
    let vault = TestVault::from_text(NOTES);
    let (index, documents) = exported(&vault, "quickwit", "");
    let (index, documents) = (json(&index), lines(&documents));
    assert_is("quickwit-index.schema.json", &index);
    let fields = index["doc_mapping"]["field_mappings"].as_array().expect("fields");
    let field_of = |name: &Value| fields.iter().find(|field| field["name"] == *name).expect("a field");
    let names: BTreeSet<&str> = fields.iter().filter_map(|field| field["name"].as_str()).collect();
    assert_eq!(names.len(), fields.len(), "no field is field_of twice");
    for field in index["search_settings"]["default_search_fields"].as_array().expect("a list") {
        assert_ne!(field_of(field)["indexed"], false, "{field} can be searched");
    }
    for document in &documents {
        // In this mode a document with another field is thrown away.
        assert!(keys(document).is_subset(&names), "{document}");
        for (name, value) in document.as_object().expect("an object") {
            let fits = match field_of(&name.as_str().into())["type"].as_str().expect("a type") {
                "text" => value.is_string(),
                "array<text>" => value.as_array().is_some_and(|all| all.iter().all(Value::is_string)),
                "f64" => value.is_f64(),
                other => panic!("{other} is not written"),
            };
            assert!(fits, "{name}: {value}");
        }
    }
    assert_eq!(addresses(&documents), ADDRESSES);
    let russian = &documents[3];
    assert_eq!(russian["text_words"], "елк и репликац", "the stems of the site's own search");
    assert_eq!((&russian["lang"], &russian["title"]), (&"ru".into(), &"Прилив".into()));
    let spring = &documents[5];
    assert_eq!(spring["text_words"], "twice a month in a cafe");
    assert_eq!(spring["title_words"], "tides ebb and flow");
    assert_eq!(spring["tags"], json("[\"sea\", \"sea/moon\"]"));
    assert_eq!((&spring["boost"], &documents[1]["boost"]), (&2.0.into(), &1.2.into()));
}

#[test]
fn the_files_for_opensearch_are_as_it_documents_them() {
    let vault = TestVault::from_text(NOTES);
    let (index, documents) = exported(&vault, "opensearch", "|--index|my-notes");
    let (index, lines) = (json(&index), lines(&documents));
    assert_is("opensearch-index.schema.json", &index);
    let analysis = &index["settings"]["analysis"];
    let built_in = ["lowercase", "asciifolding", "standard"];
    for (name, analyzer) in analysis["analyzer"].as_object().expect("analyzers") {
        for kind in ["filter", "char_filter"] {
            for part in analyzer[kind].as_array().expect("a list") {
                let part = part.as_str().expect("a name");
                assert!(built_in.contains(&part) || analysis[kind].get(part).is_some(), "{name}: {part}");
            }
        }
    }
    let names = keys(&index["mappings"]["properties"]);
    let mut ids = BTreeSet::new();
    let mut sections = Vec::new();
    assert_eq!(lines.len() % 2, 0, "an action stands before each document");
    for pair in lines.chunks(2) {
        assert_is("opensearch-action.schema.json", &pair[0]);
        assert_eq!(pair[0]["index"]["_index"], "my-notes");
        assert!(ids.insert(pair[0]["index"]["_id"].as_str().expect("an id").to_owned()), "{}", pair[0]);
        assert_eq!(pair[0]["index"]["_id"], pair[1]["id"]);
        assert!(keys(&pair[1]).is_subset(&names), "{}", pair[1]);
        sections.push(pair[1].clone());
    }
    assert_eq!(addresses(&sections), ADDRESSES, "the same documents as for Quickwit");
}

#[test]
fn an_export_shows_what_is_published_and_is_the_same_each_time() {
    let vault = TestVault::from_text(NOTES);
    for engine in ["quickwit", "opensearch"] {
        let first = exported(&vault, engine, "");
        assert!(!format!("{first:?}").contains("canary"), "{first:?}");
        // What was exported is no part of the vault, so the next export is the same.
        fs::remove_dir_all(vault.root().join("export").join(engine)).expect("removed");
        assert_eq!(exported(&vault, engine, ""), first);
        let with_drafts = exported(&vault, engine, "|-D").1;
        assert!(with_drafts.contains("canary-draft") && !with_drafts.contains("canary-text"));
    }
}

#[test]
fn the_glossary_is_printed_as_the_site_has_it() {
    let vault = TestVault::from_text(NOTES);
    assert_eq!(code(&run(vault.root(), "build")), 0);
    let built = |name: &str| fs::read_to_string(vault.root().join("public").join(name)).expect("built");
    assert_eq!(out(&run(vault.root(), "export|csv")), built("glossary.csv"));
    assert_eq!(json(&out(&run(vault.root(), "export|json"))), json(&built("glossary.json")));
    for (arguments, said) in [
        ("export|xml", "`quickwit`"),
        ("export|quickwit|--index|Мой", "no name of an index"),
        ("export|quickwit|-o|.", "vault itself"),
        ("export|a|b|c", "unexpected"),
    ] {
        let refused = run(vault.root(), arguments);
        assert_eq!(code(&refused), 2, "{arguments}");
        assert!(err(&refused).contains(said), "{arguments}: {}", err(&refused));
    }
}

#[test]
fn a_site_whose_search_a_cluster_answers_has_no_index_and_says_where_to_ask() {
    let address = "https://search.example:9200/notes/_search";
    let config = format!("[search]\nendpoint = \"{address}\"\nengine = \"opensearch\"\n[languages.ru]");
    let vault = TestVault::from_text(&NOTES.replacen("[languages.ru]", &config, 1));
    assert_eq!(code(&run(vault.root(), "build")), 0);
    let public = vault.root().join("public");
    assert!(!public.join("search-index").exists());
    for page in ["search/index.html", "tides/index.html", "404.html"] {
        let page = fs::read_to_string(public.join(page)).expect("built");
        let endpoint = format!("data-endpoint=\"{address}\" data-engine=\"opensearch\"");
        assert!(page.contains(&endpoint) && page.contains("assets/search_cluster."), "{page}");
    }
    let found = out(&run(vault.root(), "search|moon"));
    assert!(found.contains("Tides"), "the terminal searches by itself: {found}");
}
