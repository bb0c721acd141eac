//! The guide that makes a theme, followed step by step.
//!
//! - `LANGUAGE theme FILE`: the next file of the theme, after which it must be whole.
//! - `LANGUAGE shown FILE`: lines that this file of the site must hold by now; `*` stands for a hash.

use std::sync::Arc;

use studium::diagnostic::{Code, Diagnostic};
use studium::engine::Cache;
use studium::site::{Artifact, Site};
use studium::source::{SourceFile, SourcePath, Sources};
use studium::theme::{Theme, ThemeFolder};

use super::fence::{self, Fence};
use super::{notes, text_of_note, vault_of};
use crate::support::{TestVault, build};

#[test]
fn every_step_of_making_a_theme_works() {
    let mut vault = vault_of(&notes());
    let config = "[site]\ntitle = \"Notes\"\nbase_url = \"https://notes.example\"\n";
    vault.insert("studium.toml".to_owned(), config.to_owned());
    vault.insert("example.md".to_owned(), "An example. #tag [[Cache]]\n".to_owned());
    let vault = TestVault::from_files(vault).expect("the names are plain");
    let (mut files, mut steps, mut shown) = (Sources::default(), 0, 0);
    let (mut site, mut unused) = (Site::default(), Vec::new());
    for fence in fence::all(&text_of_note("Making a theme.md")) {
        let place = format!("Making a theme.md:{}", fence.line_number);
        if let Some((_, name)) = fence.info.split_once(" theme ") {
            let path = SourcePath::new(name).expect("a plain path");
            files.files.insert(path.clone(), SourceFile::new(path, fence.body.as_bytes()));
            (site, unused) = made(&vault, &files, &place);
            steps += 1;
        } else if let Some((_, name)) = fence.info.split_once(" shown ") {
            check(&site, name, &fence, &place);
            shown += 1;
        }
    }
    assert!(unused.is_empty(), "{unused:#?}");
    assert!(steps >= 11 && shown >= 6, "only {steps} steps, {shown} results");
}

/// Builds with the theme, and returns also what no template uses: what a later step does may need it.
fn made(vault: &TestVault, files: &Sources, place: &str) -> (Site, Vec<Diagnostic>) {
    let path = SourcePath::new("themes/night").expect("a plain path");
    let (theme, unused) = Theme::load(&[ThemeFolder { path: &path, files }], None);
    assert!(unused.iter().all(|found| found.code == Code::UnknownKey), "{place}: {unused:#?}");
    let mut inputs = vault.inputs();
    inputs.theme = Arc::new(theme);
    let (site, told) = build(&inputs, &mut Cache::for_one_build());
    let is_about_theme =
        |code| matches!(code, Code::InvalidTemplate | Code::BrokenOutput | Code::DuplicateId);
    let told: Vec<_> = told.iter().filter(|found| is_about_theme(found.code)).collect();
    assert!(told.is_empty(), "{place}: {told:#?}");
    (site, unused)
}

fn check(site: &Site, name: &str, fence: &Fence, place: &str) {
    let (start, end) = name.split_once('*').unwrap_or((name, ""));
    let is_meant = |path: &str| path.starts_with(start) && path.ends_with(end);
    let found = site.artifacts.iter().filter(|(path, _)| is_meant(path.as_str()));
    let texts: Vec<String> = found
        .filter_map(|(_, artifact)| match artifact {
            Artifact::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            Artifact::Drawn(drawing) => Some(drawing.source().to_owned()),
            Artifact::Joined(parts) => Some(String::from_utf8_lossy(&site.joined(parts)).into_owned()),
            Artifact::Copy(_) => None,
        })
        .collect();
    assert!(!texts.is_empty(), "{place}: the site has no {name}");
    for line in fence.body.lines().map(str::trim).filter(|line| !line.is_empty()) {
        assert!(texts.iter().any(|text| text.contains(line)), "{place}: {name} does not hold `{line}`");
    }
}
