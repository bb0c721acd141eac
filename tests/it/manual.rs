//! The manual is executed: what it shows is built, parsed, reported or run, and compared.
//!
//! A fence says in its info string what it is:
//!
//! - `markdown vault Cache.md`, in any language: a file of the vault that all examples are built in.
//! - `markdown with Other.md`, in any language: one more file, for the next example only.
//! - `markdown example`: the note `example.md`; the fence after it is what must come of it, `html` the
//!   body of its page, `text report` what the check says.
//! - `console`: commands that the program must understand; `console run`: also what they must print, in the
//!   vault of the examples.
//! - `html template note.html`: must be usable as a template of the vault.
//! - `LANGUAGE theme FILE` and `LANGUAGE shown FILE`: the steps of making a theme.
//! - `toml config` and `yaml front-matter`: must be read without a finding.
//!
//! `STUDIUM_BLESS=1` writes what comes out into the fences that show it; read the difference like code.

mod console;
mod fence;
mod normal;
mod theme;
mod views;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;
use studium::config;
use studium::diagnostic::{Code, Diagnostic, Report, ReportOptions, Severity, TextOptions};
use studium::engine::{self, Cache};
use studium::note::{self, ParseOptions};
use studium::source::{ScanOptions, SourceFile, SourcePath, Sources, locate};
use studium::theme::{Theme, ThemeFolder};

use self::fence::Fence;
use crate::support::{TestVault, build, inputs_of, text_of};

/// Fewer examples than this mean that fences are not found, not that the manual became short.
const EXAMPLES: usize = 80;

#[test]
fn every_example_gives_what_is_shown() {
    let notes = notes();
    let vault = vault_of(&notes);
    let is_blessing = std::env::var_os("STUDIUM_BLESS").is_some();
    let (mut count, mut wrong) = (0, Vec::new());
    for (path, text) in &notes {
        let mut blessed = text.clone();
        for example in examples(text, &vault).into_iter().rev() {
            let Example { given, shown, files } = example;
            count += 1;
            let place = format!("{path}:{}", given.line_number);
            let (is_same, found) = match shown.info.as_str() {
                "html" => {
                    let found = body_of(files);
                    (normal::form(&found) == normal::form(&shown.body), normal::laid_out(&found))
                }
                "text report" => is_same_text(&shown.body, report_of(files)),
                "console run" => is_same_text(&shown.body, console::transcript(files, &shown.body)),
                other => panic!("{place}: `{other}` does not say what comes of this example"),
            };
            assert!(!found.is_empty(), "{place}: nothing comes of it");
            if !is_same {
                blessed.replace_range(shown.range.clone(), &shown.source_with(&found));
                wrong.push(format!("{place}:\n{}", found.trim_end()));
            }
        }
        if is_blessing && blessed != *text {
            fs::write(folder().join(path), blessed).expect("the manual can be written");
        }
    }
    assert!(count >= EXAMPLES, "only {count} examples ran");
    let wrong_count = wrong.len();
    let wrong = wrong.join("\n\n");
    assert!(is_blessing || wrong.is_empty(), "{wrong_count} of {count} give something else:\n\n{wrong}");
}

/// What is given, and what must come of it.
struct Example {
    given: Fence,
    shown: Fence,
    files: BTreeMap<String, String>,
}

/// Gathers the examples of a note in order.
fn examples(text: &str, vault: &BTreeMap<String, String>) -> Vec<Example> {
    let fences = fence::all(text);
    let mut with = BTreeMap::new();
    let mut examples = Vec::new();
    for (index, given) in fences.iter().enumerate() {
        if let Some((_, name)) = given.info.split_once(" with ") {
            with.insert(name.to_owned(), given.body.clone());
        }
        let shown = match given.info.as_str() {
            "markdown example" => fences.get(index + 1).expect("an example is followed by what comes of it"),
            "console run" => given,
            _ => continue,
        };
        let mut files = vault.clone();
        files.append(&mut with);
        if given.info == "markdown example" {
            files.insert("example.md".to_owned(), given.body.clone());
        }
        examples.push(Example { given: given.clone(), shown: shown.clone(), files });
    }
    examples
}

fn is_same_text(shown: &str, found: String) -> (bool, String) {
    (shown.trim_end() == found.trim_end(), found)
}

#[test]
fn every_link_of_the_manual_leads_somewhere() {
    let inputs = inputs_of(Path::new(env!("CARGO_MANIFEST_DIR")), &ScanOptions::default());
    let analysis = engine::analyse(&inputs, &mut Cache::for_one_build(), &|_, _, _| {});
    let about_us = |found: &&Diagnostic| {
        let path = found.place.as_ref().map_or("", |place| place.path.as_str());
        path.starts_with("Manual/") && found.severity >= Severity::Warning
    };
    let found: Vec<_> = analysis.diagnostics.iter().filter(about_us).collect();
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn every_configuration_shown_can_be_read() {
    let mut count = 0;
    for (path, fence) in fences_of("toml config") {
        let source = SourcePath::new("studium.toml").expect("a plain path");
        let file = SourceFile::new(source, fence.body.as_bytes());
        let (_, diagnostics) = config::parse(Some(&file), "vault");
        assert!(diagnostics.is_empty(), "{path}:{}: {diagnostics:#?}", fence.line_number);
        count += 1;
    }
    assert!(count > 0, "the manual shows no configuration");
}

#[test]
fn every_front_matter_shown_can_be_read() {
    let mut count = 0;
    for (path, fence) in fences_of("yaml front-matter") {
        let source = SourcePath::new("example.md").expect("a plain path");
        let file = SourceFile::new(source, fence.body.as_bytes());
        let note = note::parse(&file, &ParseOptions { hard_line_breaks: false });
        let place = format!("{path}:{}", fence.line_number);
        assert!(note.diagnostics.is_empty(), "{place}: {:#?}", note.diagnostics);
        assert!(!note.front_matter.properties.is_empty(), "{place}: this says nothing");
        count += 1;
    }
    assert!(count > 0, "the manual shows no front matter");
}

#[test]
fn every_template_shown_can_be_used() {
    let mut files = Sources::default();
    for (name, fence) in fences_with("html template ") {
        let path = SourcePath::new(&name).expect("a plain path");
        files.files.insert(path.clone(), SourceFile::new(path, fence.body.as_bytes()));
    }
    assert!(!files.files.is_empty(), "the manual shows no template");
    let path = SourcePath::new("templates").expect("a plain path");
    let (_, diagnostics) = Theme::load(&[], Some(&ThemeFolder { path: &path, files: &files }));
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
}

#[test]
fn every_code_has_its_heading() {
    let text = text_of_note("Diagnostics.md");
    for code in Code::ALL {
        let heading = format!("\n### {}\n", code.as_str());
        assert!(text.contains(&heading), "Diagnostics.md does not explain `{}`", code.as_str());
    }
}

#[test]
fn every_key_of_the_configuration_is_described() {
    let text = text_of_note("Configuration.md");
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("studium.schema.json");
    let schema: Value =
        serde_json::from_slice(&fs::read(schema).expect("the schema is there")).expect("it is JSON");
    let sections = schema["properties"].as_object().expect("a schema has properties");
    for (section, inner) in sections {
        assert!(text.contains(&format!("`[{section}")), "Configuration.md does not name `[{section}]`");
        // The codes have a note of their own.
        let is_code = |key: &str| Code::ALL.iter().any(|code| code.as_str() == key);
        let keys = inner["properties"].as_object().into_iter().flatten().map(|(key, _)| key);
        for key in keys.filter(|key| !is_code(key)) {
            let named = text.contains(&format!("`{key}`"));
            assert!(named, "Configuration.md does not name `{key}` of `[{section}]`");
        }
    }
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

fn text_of_note(name: &str) -> String {
    notes().remove(name).unwrap_or_else(|| panic!("the manual has no {name}"))
}

/// Returns all fences of this info string, each with its note.
fn fences_of(info: &str) -> Vec<(String, Fence)> {
    let found = notes().into_iter().flat_map(|(path, text)| {
        fence::all(&text).into_iter().map(move |fence| (path.clone(), fence)).collect::<Vec<_>>()
    });
    found.filter(|(_, fence)| fence.info == info).collect()
}

/// Returns all fences whose info string begins so, each with the rest of it.
fn fences_with(info: &str) -> Vec<(String, Fence)> {
    let fences = notes().into_values().flat_map(|text| fence::all(&text));
    fences.filter_map(|fence| Some((fence.info.strip_prefix(info)?.to_owned(), fence))).collect()
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
    let config = locate(Some(vault.root())).expect("the vault is there").config;
    let (read, mut diagnostics) = config::parse(config.as_ref(), "vault");
    let options = ScanOptions { exclude: read.site.exclude, ..ScanOptions::default() };
    let inputs = inputs_of(vault.root(), &options);
    let (_, noticed) = build(&inputs, &mut Cache::for_one_build());
    diagnostics.extend(noticed);
    // The list of all notes is there to link to them, whatever becomes of them.
    diagnostics.retain(|found| found.place.as_ref().is_none_or(|place| place.path.as_str() != "index.md"));
    let options = ReportOptions { levels: read.check.levels, with_info: true, ..ReportOptions::default() };
    let report = Report::new(diagnostics, &options, &|path| {
        let own = config.as_ref().filter(|config| config.path == *path);
        own.or_else(|| inputs.vault.files.get(path))
    });
    report.text(TextOptions::default())
}
