use std::collections::BTreeSet;

use serde_json::Value;

use super::*;
use crate::source::SourcePath;

const SCHEMA: &str = include_str!("../../../studium.schema.json");

/// Every key of interface and manual, with a value that differs from its default.
const FULL: &str = r#"
[site]
title = "T"
base_url = "https://example.org/notes/"
language = "ru"
description = "D"
author = "A"
content = "notes"
output = "out"
exclude = ["old/", "*.tmp"]
static = "files"
start = "First step"
wanted = false
portable = true
ugly_urls = true
pictures = false
title_from = "heading"
slugs = "latin"
[languages.ru]
name = "Русский"
title = "Т"
[markdown]
raw_html = "trust"
remote_images = "link"
strict_line_breaks = false
[links]
aliases = false
[check]
broken-link = "warn"
orphan-note = "error"
baseline = "known.json"
[glossary]
folder = "terms"
categories = { storage = "Storage", cache = { en = "Cache", ru = "Кэш" } }
auto_link = "off"
[study]
card_headings = ["Cards"]
[search]
offline = true
endpoint = "https://search.example:9200/notes/_search"
engine = "opensearch"
[publish]
mode = "opt-in"
[theme]
name = "plain"
templates = "templates"
[serve]
port = 8080
host = "0.0.0.0"
editor = "vscode"
[build]
cache = "/var/cache"
git_dates = false
file_dates = true
dates = ["file", "git", "note"]
[extra]
since = 2024-01-02
deep = { list = [1, 2.5, true] }
"#;

fn file(text: &str) -> SourceFile {
    SourceFile::new(SourcePath::new("studium.toml").expect("plain"), text.as_bytes())
}

/// Returns the findings as `code@text under the caret: message (help)`.
fn findings(text: &str) -> Vec<String> {
    let (_, diagnostics) = parse(Some(&file(text)), "vault");
    let row = |d: &Diagnostic| {
        let span = d.place.as_ref().expect("a place").span;
        let help = d.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{}@{}: {}{help}", d.code.as_str(), &text[span.start..span.end], d.message)
    };
    diagnostics.iter().map(row).collect()
}

#[test]
fn nothing_written_means_the_defaults() {
    let (none, _) = parse(None, "My notes");
    let (empty, found) = parse(Some(&file("")), "My notes");
    assert_eq!((&none, found.len()), (&empty, 0));
    assert_eq!((none.site.title.as_str(), none.site.output.as_str()), ("My notes", "public"));
    assert!(
        none.links.aliases && none.build.dates == [DateSource::Note, DateSource::Git] && none.site.wanted
    );
}

#[test]
fn days_are_asked_for_in_the_order_that_is_named() {
    let asked = |text: &str| parse(Some(&file(&format!("[build]\n{text}"))), "x").0.build.dates;
    let (note, git, own) = (DateSource::Note, DateSource::Git, DateSource::File);
    assert_eq!(asked("file_dates = true"), [note, git, own]);
    assert_eq!(asked("git_dates = false\nfile_dates = true"), [note, own]);
    assert_eq!(asked("dates = [\"git\", \"note\"]"), [git, note]);
    assert_eq!(asked("dates = [\"file\"]"), [own]);
    assert_eq!(asked("dates = [\"file\", \"git\", \"note\"]\ngit_dates = false"), [own, note]);
    assert_eq!(asked("dates = []"), []);
    let found = findings("[build]\ndates = [\"note\", \"clock\", \"note\"]\n");
    insta::assert_snapshot!(found.join("\n"), @r#"
    invalid-config@"clock": `dates` has to be `"note"` or `"git"` or `"file"`, not `clock`
    invalid-config@"note": `dates` names `note` twice
    "#);
}

#[test]
fn the_case_of_a_language_does_not_matter() {
    let text = "[site]\nlanguage = \"EN\"\n[languages.RU]\nname = \"R\"\n[languages.Pt-BR]\n";
    let (config, found) = parse(Some(&file(text)), "vault");
    assert_eq!(found, []);
    assert_eq!(config.site.language, "en");
    assert_eq!(config.languages.keys().collect::<Vec<_>>(), ["pt-BR", "ru"]);
}

#[test]
fn every_key_is_read() {
    let (config, found) = parse(Some(&file(FULL)), "vault");
    assert_eq!(found, []);
    let usual = Config::default();
    assert_eq!(config.site.base_url, "https://example.org/notes");
    assert_eq!(config.site.exclude, ["old/", "*.tmp"]);
    assert_eq!(config.site.content.as_deref(), Some("notes"));
    assert_eq!(config.languages["ru"].name.as_deref(), Some("Русский"));
    assert_eq!(config.check.levels[&Code::BrokenLink], Severity::Warning);
    let categories: Vec<_> = config.glossary.categories.iter().map(|c| (&*c.key, &*c.name)).collect();
    assert_eq!(categories, [("storage", "Storage"), ("cache", "cache")]);
    assert_eq!(config.glossary.categories[1].names["ru"], "Кэш");
    assert_eq!(config.extra["since"], "2024-01-02");
    assert_eq!(config.extra["deep"]["list"], serde_json::json!([1, 2.5, true]));
    assert_ne!(config.markdown, usual.markdown);
    assert_ne!(config.serve, usual.serve);
    assert_ne!(config.theme, usual.theme);
}

#[test]
fn unknown_keys_are_named_with_their_neighbour() {
    assert_eq!(
        findings(
            "titel = 1\n[site]\ntitel = \"x\"\nzzz = 1\n[chek]\nx = 1\n[check]\nbroken-links = \"off\"\n"
        ),
        [
            "unknown-key@titel: there is no key `titel` (did you mean `title` of `[site]`?)",
            "unknown-key@titel: there is no key `site.titel` (did you mean `title`?)",
            "unknown-key@zzz: there is no key `site.zzz`",
            "unknown-key@chek: there is no key `chek` (did you mean `[check]`?)",
            "unknown-key@broken-links: there is no key `check.broken-links` (did you mean `broken-link`?)",
        ]
    );
}

#[test]
fn wrong_values_are_shown_at_their_place() {
    assert_eq!(
        findings(
            "links = 1\n[site]\ntitle = 5\nexclude = \"x\"\nlanguage = \"en\\\" onclick\"\n\
             [serve]\nport = 70000\n[markdown]\nraw_html = \"safe\"\n[theme]\nname = \"../x\"\n"
        ),
        [
            "invalid-config@1: `links` has to be a table: `[links]`",
            "invalid-config@5: `title` has to be text in quotes, not a number",
            "invalid-config@\"x\": `exclude` has to be a list of texts, such as `[\"one\", \"two\"]`",
            "invalid-config@\"en\\\" onclick\": `en\" onclick` is no language tag such as `en` or `pt-BR`",
            "invalid-config@70000: `port` has to be a number from 0 to 65535",
            "invalid-config@\"safe\": `raw_html` has to be `\"clean\"` or `\"escape\"` or `\"trust\"`, not `safe`",
            "invalid-config@\"../x\": a theme is named by its folder in `themes/`, not by a path",
        ]
    );
}

#[test]
fn addresses_that_could_run_are_refused() {
    for url in
        ["javascript:x//", "https://", "https:///x", "https://a\\\"><script>", "example.org", "https://a?b"]
    {
        assert_eq!(findings(&format!("[site]\nbase_url = \"{url}\"\n")).len(), 1, "{url}");
    }
    let (config, _) = parse(Some(&file("[site]\nbase_url = \"\"\n")), "vault");
    assert_eq!(config.site.base_url, "");
}

#[test]
fn a_file_that_is_no_toml_says_where() {
    let found = findings("title = \"unclosed\n[[[\n");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("invalid-config@"), "{found:?}");
    let (_, found) = parse(Some(&SourceFile::new(file("").path, &b"title = \"\xff\""[..])), "vault");
    assert_eq!(found[0].place.as_ref().expect("a place").span, Span::new(9, 10));
    let (config, found) = parse(Some(&file("\u{feff}[site]\r\ntitle = \"ok\"\r\n")), "vault");
    assert_eq!((config.site.title.as_str(), found.len()), ("ok", 0));
}

/// Collects `section.key` of the schema; a table of free names is `*`.
fn schema_keys(schema: &Value, name: &str, keys: &mut BTreeSet<String>) {
    let join = |key: &str| if name.is_empty() { key.to_owned() } else { format!("{name}.{key}") };
    for (key, inner) in schema["properties"].as_object().into_iter().flatten() {
        keys.insert(join(key));
        schema_keys(inner, &join(key), keys);
    }
    if schema["additionalProperties"].is_object() {
        schema_keys(&schema["additionalProperties"], &join("*"), keys);
    }
}

#[test]
fn the_schema_has_every_key_and_no_other() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
    let mut in_schema = BTreeSet::new();
    schema_keys(&schema, "", &mut in_schema);
    in_schema.remove("$schema");
    let mut findings = Findings::new(file("").path);
    let text = "[languages.ru]\n";
    read(Section::root(DeTable::parse(text).ok()), &mut findings, "vault");
    let shown = |(section, key): &(String, String)| match section.as_str() {
        "" => key.clone(),
        "languages" => "languages.*".to_owned(),
        section => format!("{}.{key}", section.replace("languages.ru", "languages.*")),
    };
    let mut in_code: BTreeSet<String> = findings.known.iter().map(shown).collect();
    in_code.remove("languages.*");
    assert_eq!(in_code, in_schema);
}

#[test]
fn the_schema_takes_what_the_program_takes() {
    let schema: Value = serde_json::from_str(SCHEMA).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let mut root = Section::root(DeTable::parse(FULL).ok());
    assert!(validator.is_valid(&Value::Object(root.rest())));
    for wrong in ["[site]\ntitel = \"x\"", "[serve]\nport = \"1\"", "[check]\nbroken-link = \"loud\""] {
        let mut root = Section::root(DeTable::parse(wrong).ok());
        assert!(!validator.is_valid(&Value::Object(root.rest())), "{wrong}");
    }
}

#[test]
fn an_address_is_that_of_a_site() {
    let good = |address| site_address(address).ok();
    assert_eq!(good("https://example.org/notes/").as_deref(), Some("https://example.org/notes"));
    assert_eq!(good("").as_deref(), Some(""));
    for bad in
        ["example.org", "https://", "https:///x", "javascript:alert(1)", "https://a b", "https://a'b{c}"]
    {
        assert_eq!(good(bad), None, "{bad}");
    }
}
