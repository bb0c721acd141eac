//! The floor plan: modules import downwards only.

use std::fs;
use std::path::{Path, PathBuf};

/// Every module with the modules it may import, from the ground up.
const FLOORS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("words", &[]),
    ("site", &["source", "words"]),
    ("diagnostic", &["source", "words"]),
    ("config", &["source", "diagnostic"]),
    ("theme", &["source", "site", "diagnostic", "words"]),
    ("note", &["source", "diagnostic", "words"]),
    ("graph", &["note", "source", "diagnostic", "words"]),
    ("page", &["graph", "note", "source", "site", "diagnostic", "words"]),
    ("render", &["page", "note", "site", "words"]),
    ("search", &["page", "graph", "note", "site", "source", "words"]),
    ("announce", &["page", "graph", "note", "site"]),
    (
        "engine",
        &[
            "announce",
            "config",
            "theme",
            "note",
            "graph",
            "page",
            "render",
            "search",
            "source",
            "site",
            "diagnostic",
            "words",
        ],
    ),
    ("mend", &["graph", "note", "source", "diagnostic", "words"]),
    ("publish", &["site", "source", "diagnostic"]),
    ("serve", &["engine", "source", "site", "diagnostic", "config", "theme", "words"]),
    (
        "cli",
        &[
            "serve",
            "publish",
            "mend",
            "engine",
            "search",
            "render",
            "page",
            "graph",
            "note",
            "theme",
            "config",
            "diagnostic",
            "words",
            "site",
            "source",
        ],
    ),
];

#[test]
fn modules_import_only_what_stands_below_them() {
    for (floor, (module, allowed)) in FLOORS.iter().enumerate() {
        let below = |name: &&str| FLOORS[..floor].iter().any(|(lower, _)| lower == name);
        assert!(allowed.iter().all(below), "{module} is listed below what it imports");
        for (path, text) in sources_of(module) {
            for import in text.split("crate::").skip(1) {
                let name = import.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("");
                assert!(
                    name == *module || allowed.contains(&name),
                    "{} must not import `{name}`",
                    path.display()
                );
            }
        }
    }
}

#[test]
fn every_module_has_its_floor() {
    let lib = fs::read_to_string(root().join("src/lib.rs")).expect("the library has a root");
    for line in lib.lines() {
        if let Some(module) = line.strip_prefix("pub mod ") {
            let module = module.trim_end_matches(';');
            assert!(FLOORS.iter().any(|(known, _)| *known == module), "`{module}` stands on no floor");
        }
    }
}

#[test]
fn every_heavy_crate_has_its_module() {
    let owners: &[(&str, &[&str])] = &[
        ("pulldown_cmark::", &["note"]),
        ("tera::", &["theme"]),
        // The preview walks a folder that has just appeared, to watch what is in it.
        ("walkdir::", &["source", "serve"]),
        ("notify::", &["serve"]),
        ("syntect::", &["render"]),
        ("axum::", &["serve"]),
        ("object_store::", &["publish"]),
        ("clap::", &["cli"]),
        ("quick_xml::", &["announce", "diagnostic", "engine", "cli", "theme"]),
        ("tantivy::", &[]),
    ];
    for (module, _) in FLOORS {
        for (path, text) in sources_of(module) {
            for (name, owners) in owners {
                assert!(
                    owners.contains(module) || !text.contains(name),
                    "{} names `{name}`, which belongs to {owners:?}",
                    path.display()
                );
            }
        }
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn sources_of(module: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    gather(&root().join("src").join(module), &mut found);
    assert!(!found.is_empty(), "src/{module} has no sources");
    found
}

fn gather(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries {
        let path = entry.expect("the folder can be read").path();
        if path.is_dir() {
            gather(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            let text = fs::read_to_string(&path).expect("a source file is text");
            found.push((path, text));
        }
    }
}
