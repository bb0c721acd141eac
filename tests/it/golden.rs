//! Golden sites: small whole vaults of which every output file is kept.
//!
//! `STUDIUM_BLESS=1` writes what is built over what is kept; read the difference like code.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use studium::site::Artifact;
use studium::source::{ContentHash, ScanOptions};

use crate::support::{build, inputs_of};

#[test]
fn golden_sites_are_as_kept() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    let mut names: Vec<PathBuf> = fs::read_dir(&root)
        .expect("there are golden sites")
        .map(|entry| entry.expect("readable").path())
        .collect();
    names.sort();
    assert!(!names.is_empty());
    for golden in names {
        let vault = golden.join("vault");
        let inputs = inputs_of(&vault, &ScanOptions::default());
        let (site, _) = build(&inputs, &mut studium::engine::Cache::for_one_build());
        let mut built: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut binary = String::new();
        for (path, artifact) in &site.artifacts {
            let bytes = match artifact {
                Artifact::Bytes(bytes) => bytes.to_vec(),
                Artifact::Joined(parts) => site.joined(parts),
                // What it shows, and not how this machine rounds.
                Artifact::Drawn(drawing) => drawing.source().as_bytes().to_vec(),
                Artifact::Copy(path) => fs::read(vault.join(path.as_str())).expect("the attachment is there"),
            };
            if is_kept_whole(path.as_str()) {
                built.insert(path.to_string(), bytes);
            } else {
                let _ = writeln!(binary, "{} {path}", ContentHash::of(&bytes).short());
            }
        }
        built.insert("binary-files.txt".to_owned(), binary.into_bytes());
        compare(&golden.join("site"), &built);
    }
}

/// Fonts, the index and what the theme ships would be kept twice; of these the hash is kept.
fn is_kept_whole(path: &str) -> bool {
    let is_text =
        [".html", ".json", ".xml", ".txt", ".svg", ".md"].iter().any(|extension| path.ends_with(extension));
    is_text && !path.starts_with("assets/")
}

fn compare(kept: &Path, built: &BTreeMap<String, Vec<u8>>) {
    if std::env::var_os("STUDIUM_BLESS").is_some() {
        let _ = fs::remove_dir_all(kept);
        for (path, bytes) in built {
            let path = kept.join(path);
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("writable");
            fs::write(path, bytes).expect("writable");
        }
        return;
    }
    let mut known = Vec::new();
    gather(kept, kept, &mut known);
    let paths: Vec<&String> = built.keys().collect();
    assert_eq!(known.iter().collect::<Vec<_>>(), paths, "other files than in {}", kept.display());
    for (path, bytes) in built {
        let expected = fs::read(kept.join(path)).expect("readable");
        let (expected, found) = (String::from_utf8_lossy(&expected), String::from_utf8_lossy(bytes));
        if expected != found {
            let line = expected.lines().zip(found.lines()).position(|(a, b)| a != b).unwrap_or(0);
            let at = |text: &str| text.lines().nth(line).unwrap_or("").to_owned();
            panic!(
                "{path} differs from {} in line {}\n  kept:  {}\n  built: {}",
                kept.display(),
                line + 1,
                at(&expected),
                at(&found)
            );
        }
    }
}

fn gather(root: &Path, folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).expect("a golden site is kept here") {
        let path = entry.expect("readable").path();
        if path.is_dir() {
            gather(root, &path, found);
        } else {
            let path = path.strip_prefix(root).expect("below the root").to_string_lossy().replace('\\', "/");
            found.push(path);
        }
    }
    found.sort();
}
