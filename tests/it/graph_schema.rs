//! What `studium graph --format json` prints, and the `graph.json` of a site, are as their schema says.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::support::{TestVault, text_of};

/// A vault with one of everything that the schema names.
const VAULT: &str = r#"
=== a.md
---
aliases: [Other]
up: "[[b]]"
tags: [x]
---
[[b#None]] [[none]] ![[p.png]] [m](../out.md) [[c.canvas]] [[secret]] [[B2]] text ^id
=== b.md
---
alias: B2
---
# Heading
=== secret.md
---
publish: false
---
=== p.png
=== c.canvas
{"nodes":[{"id":"1","type":"file","file":"a.md","x":0,"y":0,"width":9,"height":9},
{"id":"2","type":"file","file":"gone.md","x":0,"y":20,"width":9,"height":9}],"edges":[]}
"#;

#[test]
fn the_graph_of_a_vault_follows_the_schema() {
    let golden = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden/everything/vault");
    let small = TestVault::from_text(VAULT);
    for root in [golden.as_path(), small.root()] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_studium"));
        let output = command.args(["graph", "--format", "json", "--root"]).arg(root).output();
        let output = output.expect("the program can be started");
        valid(&serde_json::from_slice(&output.stdout).expect("the program prints JSON"));
    }
    let (site, _) = small.build();
    let text = text_of(&site, "graph.json").expect("a site has its graph");
    let of_site: Value = serde_json::from_str(&text).expect("JSON");
    valid(&of_site);
    assert_eq!(of_site["broken"], json!([]), "what is broken is for the author");
    assert!(!text.contains("secret"), "what is kept back is not named: {text}");
}

#[test]
fn the_schema_knows_no_other_keys() {
    let mut graph = json!({ "notes": [], "attachments": [], "links": [], "broken": [], "backlinks": {} });
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    assert!(validator.is_valid(&graph));
    graph["more"] = json!(1);
    assert!(!validator.is_valid(&graph));
}

fn valid(graph: &Value) {
    let validator = jsonschema::validator_for(&schema()).expect("a schema");
    let errors: Vec<String> =
        validator.iter_errors(graph).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{}", errors.join("\n"));
}

fn schema() -> Value {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("graph.schema.json");
    serde_json::from_slice(&fs::read(path).expect("the schema is there")).expect("JSON")
}
