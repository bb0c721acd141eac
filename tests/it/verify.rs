//! Finished pages are looked through after every build.

#![allow(clippy::disallowed_methods, reason = "tests make vaults and run the program")]

use std::fmt::Write as _;
use std::fs;

use studium::diagnostic::{Code, Diagnostic};
use studium::engine::Cache;

use crate::program::{code, json, run};
use crate::support::{TestVault, build};

fn told(diagnostics: &[Diagnostic]) -> Vec<String> {
    let is_about_pages = |found: &&Diagnostic| matches!(found.code, Code::BrokenOutput | Code::DuplicateId);
    let line = |found: &Diagnostic| {
        let place = found.place.as_ref().map(|place| format!("{}:{}", place.path, place.span.start));
        format!("{} {}", place.unwrap_or_default(), found.message)
    };
    diagnostics.iter().filter(is_about_pages).map(line).collect()
}

#[test]
fn raw_html_that_leads_nowhere_is_told_at_its_place() {
    let vault = TestVault::from_text(
        "=== studium.toml\n[markdown]\nraw_html = \"trust\"\n=== a.md\n# One\n\nSee <a href=\"../gone/\">x</a>, <a href=\"../b/#two\">y</a>, <a href=\"../b/#no\">z</a>.\n\n\
         <p id=\"one\">twice</p>\n\n<img src=\"no.png\"> <a href=\"https://example.org/#x\">w</a>\n=== b.md\n## Two\n",
    );
    let (_, diagnostics) = vault.build();
    assert_eq!(
        told(&diagnostics),
        [
            "a.md:20 `a/index.html` asks for `../gone/`, and the site has no `gone/index.html`",
            "a.md:73 `a/index.html` leads to `../b/#no`, and nothing in `b/index.html` has the id `no`",
            "a.md:124 `a/index.html` asks for `no.png`, and the site has no `a/no.png`",
            "a.md:98 2 elements of `a/index.html` have the id `one`, and links lead to the first",
        ]
    );
}

#[test]
fn a_target_that_vanished_is_found_from_a_page_that_did_not_change() {
    let vault = TestVault::from_text(
        "=== studium.toml\n[markdown]\nraw_html = \"trust\"\n=== a.md\n<a href=\"../b/\">x</a>\n=== b.md\n=== c.md\n",
    );
    let mut cache = Cache::new();
    assert!(told(&build(&vault.inputs(), &mut cache).1).is_empty());
    fs::remove_file(vault.root().join("b.md")).expect("gone");
    let (site, diagnostics) = build(&vault.inputs(), &mut cache);
    assert_eq!(told(&diagnostics).len(), 1);
    let (clean, fresh) = build(&vault.inputs(), &mut Cache::for_one_build());
    assert_eq!((site, told(&diagnostics)), (clean, told(&fresh)));
}

#[test]
fn what_a_template_does_wrong_is_told_once_and_names_it() {
    let vault = TestVault::from_text(
        "=== studium.toml\n[theme]\ntemplates = \"templates\"\n=== templates/note.html\n\
         <html><body id=\"b\"><a class=\"x\" href=\"/nowhere/\">x</a><p id=\"b\"></p>{{ body }}</body></html>\n\
         === content/a.md\n=== content/b.md\n=== content/c.md\n",
    );
    let built = run(vault.root(), "build|--format|json");
    assert_eq!(code(&built), 0);
    let report = json(&built);
    let found = report["diagnostics"].as_array().expect("a list");
    let found: Vec<_> = found.iter().filter(|found| found["path"].is_null()).collect();
    assert_eq!(found.len(), 2, "{report:#}");
    assert_eq!(found[0]["code"], "broken-output");
    assert_eq!(
        found[0]["message"],
        "`a/index.html` asks for `/nowhere/`, and the site has no `nowhere/index.html`"
    );
    let help = found[0]["help"].as_str().expect("a help");
    assert_eq!(
        help,
        "it stands in `<a class=\"x\" href=\"/nowhere/\">`, written by the template `note.html`; the same on 2 more pages"
    );
    assert_eq!(found[1]["code"], "duplicate-id");
}

#[test]
fn one_broken_part_of_all_templates_is_told_once() {
    let mut files = String::from(
        "=== studium.toml\n[theme]\ntemplates = \"templates\"\n=== templates/parts/nav.html\n\
         <a class=\"n\" href=\"{{ page.head.root }}nowhere/\">x</a>\n",
    );
    for name in 0..12 {
        let _ = write!(files, "=== content/f{}/n{name}.md\n#tag\n", name % 3);
    }
    let vault = TestVault::from_text(&files);
    let report = json(&run(vault.root(), "build|--format|json"));
    let found = report["diagnostics"].as_array().expect("a list");
    let found: Vec<_> = found.iter().filter(|found| found["code"] == "broken-output").collect();
    assert_eq!(found.len(), 1, "{report:#}");
    let help = found[0]["help"].as_str().expect("a help");
    assert!(
        help.contains("`list.html`") && help.contains("`note.html`") && help.contains("more pages"),
        "{help}"
    );
}

#[test]
fn a_template_that_fails_is_told_once_with_the_note_and_the_number_of_pages() {
    let vault = TestVault::from_text(
        "=== studium.toml\n[theme]\ntemplates = \"templates\"\n=== templates/note.html\n<p>\n{{ page.titel }}\n\
         === content/a.md\n=== content/b.md\n=== content/c/d.md\n",
    );
    let built = run(vault.root(), "build|--format|json");
    assert_eq!(code(&built), 2);
    let report = json(&built);
    let found = report["diagnostics"].as_array().expect("a list");
    let found: Vec<_> = found.iter().filter(|found| found["code"] == "invalid-template").collect();
    assert_eq!(found.len(), 1, "{report:#}");
    let message = found[0]["message"].as_str().expect("a message");
    assert!(
        message.starts_with(
            "`templates/note.html` cannot be filled for `/a/`, the page of `a.md`: field `titel`"
        ),
        "{message}"
    );
    assert_eq!(found[0]["help"], "the same on 2 more pages");
    assert_eq!((&found[0]["path"], &found[0]["line"]), (&"templates/note.html".into(), &2.into()));
}

#[test]
fn lists_of_pictures_styles_and_pages_that_lead_on_are_looked_at() {
    let vault = TestVault::from_text(
        "=== studium.toml\n[markdown]\nraw_html = \"trust\"\n=== a.md\n<img src=\"x.png\" srcset=\"x.png 1x, no2.png 2x\" alt=\"\">\n\n\
         <p style=\"background: url('no3.png')\">t</p>\n\n<meta http-equiv=\"refresh\" content=\"9; url=../no4/\">\n=== x.png\n![[x.png]]\n",
    );
    let (_, diagnostics) = vault.build();
    let found = told(&diagnostics).join("\n");
    for lost in ["no2.png", "no3.png", "no4/"] {
        assert!(
            found.contains(&format!("asks for `{lost}`")) || found.contains(&format!("`../{lost}`")),
            "{found}"
        );
        assert!(found.lines().all(|line| line.starts_with("a.md:")), "{found}");
    }
}

#[test]
fn what_a_style_sheet_of_a_theme_lacks_is_told() {
    let vault = TestVault::from_text(
        "=== studium.toml\n[theme]\nname = \"mine\"\n=== themes/mine/theme.toml\ncontract = 1\n\
         === themes/mine/static/own.css\na { background: url(\"gone.png\") }\n=== content/a.md\na\n",
    );
    let report = json(&run(vault.root(), "build|--format|json")).to_string();
    assert!(report.contains("asks for `gone.png`, and the site has no `assets/gone.png`"), "{report}");
}
