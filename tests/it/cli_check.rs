//! Checks in use: levels for some files, what is known already, what is wanted, the vault summed up.

#![allow(clippy::disallowed_methods, reason = "tests make vaults and run the program")]

use std::fs;

use serde_json::Value;

use crate::program::{code, err, json, out, run};
use crate::support::TestVault;

const VAULT: &str = "
=== studium.toml
[check]
[check.paths.\"Archive/\"]
broken-link = \"warn\"
missing-file = \"off\"
[check.paths.\"Archive/Live.md\"]
broken-link = \"error\"
=== content/Archive/Old.md
[[Quorum]] ![[gone.png]]
=== content/Archive/Live.md
We need a [[quorum]] here. And more.
=== content/a.md
[[Quorum]]
";

#[test]
fn levels_of_some_files_differ() {
    let vault = TestVault::from_text(VAULT);
    let report = json(&run(vault.root(), "check|--format|json"));
    let found = report["diagnostics"].as_array().expect("a list");
    let lines: Vec<String> = found
        .iter()
        .map(|found| format!("{} {}", found["path"], found["severity"]).replace('"', ""))
        .collect();
    assert_eq!(lines, ["Archive/Live.md error", "Archive/Old.md warning", "a.md error"]);
}

#[test]
fn a_pattern_that_is_none_is_an_error_with_its_place() {
    let vault = TestVault::from_text(
        "=== studium.toml\n[check.paths.\"a/{b\"]\nbroken-link = \"off\"\n=== content/a.md\n",
    );
    let refused = run(vault.root(), "check");
    assert_eq!(code(&refused), 2);
    assert!(out(&refused).contains("studium.toml:1:14"), "{}", out(&refused));
}

#[test]
fn what_is_wanted_is_listed_with_its_sentences() {
    let vault = TestVault::from_text(VAULT);
    let text = out(&run(vault.root(), "check"));
    assert!(text.contains("\nWanted\n  Quorum  by 3 notes\n"), "{text}");
    let text = out(&run(vault.root(), "check|-v"));
    assert!(text.contains("    Archive/Live.md  We need a quorum here.\n"), "{text}");
    let made = run(vault.root(), "new|Quorum");
    assert!(
        err(&made).contains("  asked for by Archive/Live.md\n    We need a quorum here.\n"),
        "{}",
        err(&made)
    );
}

#[test]
fn only_what_is_new_fails_where_the_rest_is_known() {
    let vault = TestVault::from_text(VAULT);
    let root = vault.root();
    assert_eq!(code(&run(root, "check")), 1);
    let written = run(root, "check|--write-baseline");
    assert_eq!((code(&written), out(&written).as_str()), (0, ""));
    assert!(err(&written).contains("3 known findings → .studium-baseline.json"), "{}", err(&written));
    let known = run(root, "check|--strict");
    assert_eq!(code(&known), 0, "{}", out(&known));
    assert!(out(&known).ends_with(": no errors; 3 known\n"), "{}", out(&known));
    // Lines move, and nothing is new.
    fs::write(root.join("content/a.md"), "one\n\ntwo [[Quorum|q]]\n").expect("written");
    assert_eq!(code(&run(root, "check|--strict")), 0);
    // A second link of the kind is.
    fs::write(root.join("content/a.md"), "[[Quorum]] [[Quorum]]\n").expect("written");
    let report = json(&run(root, "check|--format|json"));
    assert_eq!(report["diagnostics"].as_array().map(Vec::len), Some(1));
    // What is mended is told, until it is forgotten.
    fs::write(root.join("content/a.md"), "\n").expect("written");
    assert!(out(&run(root, "check")).contains("1 known finding mended"));
    run(root, "check|--write-baseline");
    assert!(!out(&run(root, "check")).contains("mended"));
    let text = fs::read_to_string(root.join(".studium-baseline.json")).expect("there");
    let list: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!((&list["version"], &list["findings"][0]["code"]), (&1.into(), &"broken-link".into()));
    assert_eq!(text.lines().count(), 7, "{text}");
}

#[test]
fn a_list_of_known_findings_that_is_none_is_refused() {
    let vault = TestVault::from_text("=== a.md\n[[Nowhere]]\n=== other.md\nmine\n");
    let root = vault.root();
    let missing = run(root, "check|--baseline|none.json");
    assert_eq!(code(&missing), 2);
    assert!(err(&missing).contains("there is no file `none.json`"), "{}", err(&missing));
    let foreign = run(root, "check|--baseline|other.md|--write-baseline");
    assert_eq!(code(&foreign), 2);
    assert_eq!(fs::read_to_string(root.join("other.md")).expect("there"), "mine\n");
    fs::write(root.join("new.json"), "{\"version\": 9, \"findings\": []}").expect("written");
    let newer = run(root, "check|--baseline|new.json");
    assert_eq!(code(&newer), 2);
    assert!(err(&newer).contains("it is of version 9"), "{}", err(&newer));
    assert_eq!(code(&run(root, "check|--baseline|own.json|--write-baseline")), 0);
    assert_eq!(code(&run(root, "check|--baseline|own.json")), 0);
    assert_eq!(code(&run(root, "check")), 1);
}

#[test]
fn a_vault_is_summed_up() {
    let vault = TestVault::from_text(
        "=== index.md\n[[Moon]] [[Nowhere]] <https://example.org> #tide\n=== Moon.md\nRound. #once #tide\n\
         === sky/Moon.md\n[[index]] ![[p.png]]\n=== p.png\nx\n=== unused.pdf\n12345\n\
         === secret.md\n---\nprivate: true\n---\n",
    );
    let sums = json(&run(vault.root(), "doctor|--format|json"));
    for (key, expected) in [
        ("notes", 3),
        ("unpublished", 1),
        ("links", 4),
        ("broken", 1),
        ("external", 1),
        ("tags", 2),
        ("attachments", 2),
        ("errors", 1),
        ("warnings", 0),
    ] {
        assert_eq!(sums[key], expected, "{key}: {sums:#}");
    }
    assert_eq!(sums["orphans"], serde_json::json!(["sky/Moon.md"]));
    assert_eq!(sums["dead_ends"], serde_json::json!(["Moon.md"]));
    assert_eq!(sums["tags_used_once"], serde_json::json!(["once"]));
    assert_eq!(sums["wanted"][0]["name"], "Nowhere");
    assert_eq!(sums["ambiguous_names"][0]["files"], serde_json::json!(["Moon.md", "sky/Moon.md"]));
    assert_eq!(sums["unused_attachments"], serde_json::json!([{ "path": "unused.pdf", "bytes": 6 }]));
    assert!(sums["largest_pages"][0]["bytes"].as_u64() > Some(1000));
    assert_eq!(sums["slowest_notes"].as_array().map(Vec::len), Some(3));
    assert_eq!(sums["config"]["site.language"], "\"en\"");
    let text = out(&run(vault.root(), "doctor"));
    assert!(text.starts_with("Notes        3, and 1 not published; "), "{text}");
    assert!(
        text.contains("\nWanted\n  Nowhere  by 1 note\n") && text.contains("\nSlowest notes\n"),
        "{text}"
    );
    assert_eq!(code(&run(vault.root(), "doctor")), 0);
}

#[test]
fn a_note_that_moves_takes_its_known_findings_along() {
    let vault = TestVault::from_text("=== a.md\n[[Nowhere]] [[Nothing]]\n=== b.md\n[[Nowhere]]\n");
    let root = vault.root();
    run(root, "check|--write-baseline");
    fs::create_dir(root.join("sub")).expect("made");
    fs::rename(root.join("a.md"), root.join("sub/z.md")).expect("moved");
    assert_eq!(code(&run(root, "check")), 0, "{}", out(&run(root, "check")));
    // A second file with the same is new, and so is more of it in a file that was known.
    fs::write(root.join("c.md"), "[[Nowhere]]\n").expect("written");
    assert_eq!(code(&run(root, "check")), 1);
    fs::remove_file(root.join("c.md")).expect("gone");
    fs::remove_file(root.join("sub/z.md")).expect("gone");
    fs::write(root.join("b.md"), "[[Nowhere]] [[Nowhere]]\n").expect("written");
    let again = run(root, "check");
    assert_eq!((code(&again), out(&again).matches("error[").count()), (1, 1), "{}", out(&again));
    assert!(out(&again).contains("2 known findings mended"), "{}", out(&again));
}

#[test]
fn a_strict_build_fails_on_what_is_new_alone() {
    let vault = TestVault::from_text("=== a.md\n[[Nowhere]]\n");
    let root = vault.root();
    assert_eq!(code(&run(root, "build|--strict")), 1);
    run(root, "check|--write-baseline");
    let built = run(root, "build|--strict");
    assert_eq!(code(&built), 0, "{}", err(&built));
    fs::write(root.join("a.md"), "[[Nowhere]] [[Nothing]]\n").expect("written");
    let built = run(root, "build|--strict");
    assert_eq!((code(&built), err(&built).matches("error[").count()), (1, 1), "{}", err(&built));
    fs::write(root.join(".studium-baseline.json"), "{").expect("written");
    let built = run(root, "build|--strict");
    assert!(code(&built) == 1 && err(&built).contains("is no list of known findings"), "{}", err(&built));
}
