//! The conformance cases: facts about small vaults that must hold.

pub(crate) mod facts;
pub(crate) mod html;

use std::fs;
use std::path::PathBuf;

use serde_json::Value;
use studium::engine::{self, AuthorView};
use studium::page::Plan;

use crate::support::{TestVault, build, text_of};

#[test]
fn every_case_holds() {
    let mut failed = Vec::new();
    let mut count = 0;
    for (area, case) in cases() {
        let name = format!("{area}/{}", case["name"].as_str().unwrap_or("?"));
        let files = case["files"].as_object().expect("a case has files");
        let files = files.iter().map(|(path, text)| (path.clone(), text.as_str().unwrap_or("").to_owned()));
        let Some(vault) = TestVault::from_files(files) else { continue };
        count += 1;
        let wrong = check(&vault, &case["expect"]);
        if !wrong.is_empty() {
            failed.push(format!(
                "{name}: {}\n    {}",
                case["why"].as_str().unwrap_or(""),
                wrong.join("\n    ")
            ));
        }
    }
    assert!(count >= 200, "only {count} cases ran");
    assert!(failed.is_empty(), "{} of {count} cases fail\n{}", failed.len(), failed.join("\n"));
}

/// All kinds of facts that a case may ask for.
const KEYS: [&str; 19] = [
    "links",
    "link_count",
    "broken",
    "warnings",
    "backlinks",
    "tags",
    "aliases",
    "titles",
    "properties",
    "anchors",
    "anchors_absent",
    "unique_ids",
    "pages",
    "pages_absent",
    "assets",
    "assets_absent",
    "html_contains",
    "html_not_contains",
    "not_indexed",
];

pub(crate) fn cases() -> Vec<(String, Value)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/conformance");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .expect("the cases are there")
        .map(|entry| entry.expect("readable").path())
        .collect();
    paths.sort();
    let mut cases = Vec::new();
    for path in paths {
        let file: Value =
            serde_json::from_slice(&fs::read(&path).expect("readable")).expect("the cases are JSON");
        let area = file["area"].as_str().expect("a file has an area").to_owned();
        for case in file["cases"].as_array().expect("a file has cases") {
            cases.push((area.clone(), case.clone()));
        }
    }
    cases
}

/// Returns what does not hold.
fn check(vault: &TestVault, expect: &Value) -> Vec<String> {
    let inputs = vault.inputs();
    let mut cache = engine::Cache::for_one_build();
    let analysis = engine::analyse(&inputs, &mut cache, &|_, _, _| {});
    let (plan, noticed) = Plan::new(&analysis.vault, &analysis.graph, &analysis.terms, &analysis.options);
    let mut diagnostics = analysis.diagnostics.clone();
    diagnostics.extend(noticed);
    let author = AuthorView { diagnostics: &diagnostics, sources: &inputs.vault };
    let graph = serde_json::to_value(engine::facts(&analysis, &plan, Some(author))).expect("facts are JSON");
    let (site, _) = build(&inputs, &mut cache);
    let documents = studium::search::documents(&plan);

    let mut wrong = facts::check(&graph, expect);
    let keys = expect.as_object().into_iter().flat_map(serde_json::Map::keys);
    wrong.extend(
        keys.filter(|key| !KEYS.contains(&key.as_str())).map(|key| format!("nothing checks `{key}`")),
    );
    wrong.extend(html::check(&graph, &site, expect));
    for entry in expect["not_indexed"].as_array().into_iter().flatten() {
        let (path, text) = (entry["in"].as_str().unwrap_or(""), entry["text"].as_str().unwrap_or(""));
        let document = documents.iter().find(|document| document.path == path);
        let has_page = graph["notes"].as_array().into_iter().flatten().any(|note| {
            let output = note["output"].as_str().unwrap_or_default();
            note["path"] == path && text_of(&site, output).is_some()
        });
        if has_page && document.is_none() {
            wrong.push(format!("nothing of {path} is in the search index"));
        }
        let indexed = document.map(|document| format!("{document:?}")).unwrap_or_default();
        if indexed.to_lowercase().contains(&text.to_lowercase()) {
            wrong.push(format!("`{text}` of {path} is in the search index"));
        }
    }
    wrong
}
