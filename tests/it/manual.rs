//! The manual is executed: what it shows is built and compared.
//!
//! A fence says in its info string what it is:
//!
//! - `markdown vault Cache.md`, in any language: a file of the vault that all examples are built in.
//! - `markdown with Other.md`, in any language: one more file, for the next example only.
//! - `markdown example`: the note `example.md`; the fence after it is what must come of it, `html` the
//!   body of its page, `text report` what the check says.
//!
//! `STUDIUM_BLESS=1` writes what is built into the `html` and `text report` fences; read the difference
//! like code.

mod fence;
mod normal;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use studium::config;
use studium::diagnostic::{Code, Report, ReportOptions, TextOptions};
use studium::note::{self, ParseOptions};
use studium::source::{SourceFile, SourcePath};

use crate::support::{TestVault, text_of};

/// Fewer examples than this mean that fences are not found, not that the manual became short.
const EXAMPLES: usize = 10;

#[test]
fn every_example_gives_what_is_shown() {
    let notes = notes();
    let vault = vault_of(&notes);
    let (mut count, mut wrong) = (0, Vec::new());
    for (path, text) in &notes {
        let fences = fence::all(text);
        let mut blessed = text.clone();
        let mut with: BTreeMap<String, String> = BTreeMap::new();
        for (index, fence) in fences.iter().enumerate() {
            if let Some((_, name)) = fence.info.split_once(" with ") {
                with.insert(name.to_owned(), fence.body.clone());
            }
            if fence.info != "markdown example" {
                continue;
            }
            let mut files = vault.clone();
            files.append(&mut with);
            files.insert("example.md".to_owned(), fence.body.clone());
            let shown = fences.get(index + 1);
            let (same, found) = match shown.map(|shown| (shown.info.as_str(), &shown.body)) {
                Some(("html", html)) => {
                    let found = body_of(files);
                    (normal::form(&found) == normal::form(html), normal::laid_out(&found))
                }
                Some(("text report", report)) => {
                    let found = report_of(files);
                    (found.trim_end() == report.trim_end(), found)
                }
                _ => panic!("{path}:{}: nothing says what comes of this example", fence.line_number),
            };
            count += 1;
            if let (false, Some(shown)) = (same, shown) {
                blessed = blessed.replacen(&shown.source(), &shown.source_with(&found), 1);
                wrong.push(format!("{path}:{}:\n{}", fence.line_number, found.trim_end()));
            }
        }
        if std::env::var_os("STUDIUM_BLESS").is_some() && blessed != *text {
            fs::write(folder().join(path), blessed).expect("the manual can be written");
        }
    }
    assert!(count >= EXAMPLES, "only {count} examples ran");
    let blessed = std::env::var_os("STUDIUM_BLESS").is_some();
    assert!(
        blessed || wrong.is_empty(),
        "{} of {count} examples give something else:\n\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}

#[test]
fn notes_of_the_manual_are_described() {
    for (path, text) in notes() {
        let source = SourcePath::new(&path).expect("a plain path");
        let file = SourceFile::new(source, text.as_bytes());
        let front_matter = note::parse(&file, &ParseOptions { hard_line_breaks: false }).front_matter;
        assert!(front_matter.title.is_some(), "{path} has no title");
        assert!(front_matter.description.is_some(), "{path} has no description");
        assert!(front_matter.weight.is_some(), "{path} has no place in the order");
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("content/Manual")
}

/// Returns the notes of the manual by file name.
fn notes() -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder()).expect("there is a manual");
    let paths = entries.map(|entry| entry.expect("readable").path());
    paths
        .map(|path| {
            let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
            (name, fs::read_to_string(path).expect("a note is text"))
        })
        .collect()
}

/// Gathers the files that the manual describes as the vault of its examples.
fn vault_of(notes: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    let fences = notes.values().flat_map(|text| fence::all(text));
    let mut files: BTreeMap<String, String> = fences
        .filter_map(|fence| Some((fence.info.split_once(" vault ")?.1.to_owned(), fence.body)))
        .collect();
    assert!(!files.is_empty(), "the manual does not show the vault of its examples");
    // What cannot be shown in a fence.
    let pictures = ["Paper.pdf", "picture.png", "talk.mp3", "film.mp4", "numbers.csv"];
    files.extend(pictures.map(|name| (name.to_owned(), String::new())));
    files
}

/// Returns what stands in the element `data-note-body` of the example's page, as it was written.
fn body_of(files: BTreeMap<String, String>) -> String {
    let vault = TestVault::from_files(files).expect("the names are plain");
    let (site, _) = vault.build();
    let page = text_of(&site, "example/index.html").expect("an example has a page");
    let (_, body) = page.split_once(" data-note-body>").expect("a note has a body");
    let mut depth = 1;
    let end = body.match_indices("div").find(|(at, _)| {
        depth += usize::from(body[..*at].ends_with('<'));
        depth -= usize::from(body[..*at].ends_with("</"));
        depth == 0
    });
    let (end, _) = end.expect("the body has an end");
    body[..end - "</".len()].to_owned()
}

/// Returns the findings about an example and the files that came with it.
fn report_of(files: BTreeMap<String, String>) -> String {
    let vault = TestVault::from_files(files).expect("the names are plain");
    let inputs = vault.inputs();
    let (_, mut diagnostics) = vault.build();
    let config = fs::read(vault.root().join("studium.toml")).ok().map(|bytes| {
        let path = SourcePath::new("studium.toml").expect("a plain path");
        SourceFile::new(path, bytes)
    });
    let (_, noticed) = config::parse(config.as_ref(), "vault");
    diagnostics.extend(noticed);
    // Notes of the vault that an example leaves alone have nothing to say, but that nobody links to them.
    diagnostics.retain(|found| {
        let about = found.place.as_ref().map_or("", |place| place.path.as_str());
        found.code != Code::OrphanNote || about == "example.md"
    });
    let options = ReportOptions { levels: inputs.config.check.levels.clone(), with_info: true };
    let report = Report::new(diagnostics, &options, &|path| {
        let own = config.as_ref().filter(|config| config.path == *path);
        own.or_else(|| inputs.vault.files.get(path))
    });
    report.text(TextOptions::default())
}
