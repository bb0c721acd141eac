//! Some of the conformance cases through the program: what it prints, and what it writes.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use studium::site::{Artifact, OutputPath, Site};
use studium::source::SourcePath;

use crate::conformance::{cases, facts, html};
use crate::support::TestVault;

/// One case of this many is run: starting the program costs more than what it does.
const EVERY: usize = 7;

#[test]
fn every_seventh_case_holds_for_the_program() {
    let mut failed = Vec::new();
    for (area, case) in cases().into_iter().step_by(EVERY) {
        let files = case["files"].as_object().expect("a case has files");
        let files = files.iter().map(|(path, text)| (path.clone(), text.as_str().unwrap_or("").to_owned()));
        let Some(vault) = TestVault::from_files(files) else { continue };
        let wrong = check(&vault, &case["expect"]);
        if !wrong.is_empty() {
            failed.push(format!("{area}/{}: {}", case["name"], wrong.join("\n    ")));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

fn check(vault: &TestVault, expect: &Value) -> Vec<String> {
    let output = tempfile::tempdir().expect("there is room for a site");
    let cache = tempfile::tempdir().expect("there is room for a cache");
    let folder = output.path().join("site");
    let run = |arguments: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_studium"));
        command.args(arguments).arg("--root").arg(vault.root()).env("STUDIUM_CACHE", cache.path());
        command.output().expect("the program can be started")
    };
    let built = run(&["build", "-q", "-o", folder.to_str().expect("a plain path")]);
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let json = |arguments: &[&str]| -> Value {
        serde_json::from_slice(&run(arguments).stdout).expect("the program prints JSON")
    };
    let graph = json(&["graph", "--format", "json"]);
    let checked = json(&["check", "-v", "--format", "json"]);

    let mut wrong = facts::check(&graph, expect);
    wrong.extend(html::check(&graph, &written(&folder, &graph), expect));
    let reported = facts::entries(&checked, "diagnostics");
    for link in facts::entries(expect, "broken") {
        let agrees = |found: &&&Value| {
            ["raw", "target", "reason", "kind"].iter().all(|key| found[key] == link[key])
                && found["path"] == link["from"]
        };
        if !reported.iter().any(|found| agrees(&found)) {
            wrong.push(format!("`check` does not report {link}: {checked}"));
        }
    }
    wrong
}

/// Reads what was written. An attachment's file stands for the attachment.
fn written(folder: &Path, graph: &Value) -> Site {
    let mut site = Site::default();
    for entry in walk(folder) {
        let path = entry.strip_prefix(folder).expect("inside").to_str().expect("a plain path");
        let path = OutputPath::new(&path.replace('\\', "/")).expect("a plain path");
        let attachments = facts::entries(graph, "attachments");
        let of_page = entry.extension().is_some_and(|extension| extension == "html");
        let source = attachments.iter().find(|row| row["output"] == path.as_str() && !of_page);
        let artifact = match source.and_then(|row| SourcePath::new(row["path"].as_str()?)) {
            Some(source) => Artifact::Copy(source),
            None => Artifact::Bytes(fs::read(&entry).expect("readable").into()),
        };
        site.artifacts.insert(path, artifact);
    }
    site
}

fn walk(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = fs::read_dir(folder).expect("readable").map(|entry| entry.expect("readable").path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}
