use std::collections::BTreeMap;

use serde_json::json;

use super::sample::{self, Sample};
use super::{Shared, TemplateName, Theme, ThemeFolder};
use crate::source::{SourceFile, SourcePath, Sources};

fn path(text: &str) -> SourcePath {
    SourcePath::new(text).expect("a plain path")
}

/// Makes a folder from `=== path` lines, each followed by its file.
fn folder(text: &str) -> Sources {
    let mut sources = Sources::default();
    for file in text.split("=== ").skip(1) {
        let (name, body) = file.split_once('\n').expect("a name");
        sources.files.insert(path(name), SourceFile::new(path(name), body.as_bytes()));
    }
    sources
}

fn fill(theme: &Theme, sample: &Sample) -> String {
    let site = Shared::new(&sample::site()).expect("plain data");
    match theme.fill(sample.template, &site, &sample.page, sample.body) {
        Ok(html) => html,
        Err(error) => panic!("{error}"),
    }
}

fn loaded(theme: &str, templates: &str) -> (Theme, Vec<String>) {
    let (theme_path, templates_path) = (path("themes/night"), path("templates"));
    let (theme, templates) = (folder(theme), folder(templates));
    let folders: Vec<_> = (!theme.files.is_empty())
        .then_some(ThemeFolder { path: &theme_path, files: &theme })
        .into_iter()
        .collect();
    let own = ThemeFolder { path: &templates_path, files: &templates };
    let (theme, diagnostics) = Theme::load(&folders, (!templates.files.is_empty()).then_some(&own));
    let told = diagnostics.iter().map(|told| {
        let place = told.place.as_ref().map_or_else(String::new, |place| format!("{}: ", place.path));
        format!("{place}{}", told.message)
    });
    (theme, told.collect())
}

#[test]
fn the_default_theme_is_whole() {
    let (_, diagnostics) = Theme::load(&[], None);
    assert_eq!(diagnostics, []);
}

#[test]
fn every_template_can_be_filled() {
    let theme = Theme::default_theme();
    for sample in sample::all() {
        let html = fill(&theme, &sample);
        let file = sample.template.file_name();
        if sample.template == TemplateName::Picture {
            assert!(html.contains(">CAP theorem</text>") && html.ends_with("</svg>\n"), "{html}");
            continue;
        }
        assert!(html.contains("<h1>") && html.ends_with("</html>\n"), "{file}");
        for banned in ["style=\"", "<style", " onclick", " onload", "javascript:"] {
            assert!(!html.contains(banned), "{file} holds {banned}");
        }
        for script in html.split("<script").skip(1) {
            assert!(script.contains("src=\""), "{file} has a script without an address");
        }
    }
}

#[test]
fn the_body_stands_alone_in_its_element() {
    let mut sample = sample::all().remove(0);
    sample.body = "<p>x</p>";
    let html = fill(&Theme::default_theme(), &sample);
    assert!(html.contains("<div class=\"prose wide-tables\" data-note-body><p>x</p></div>"), "{html}");
}

#[test]
fn text_is_escaped() {
    let mut page = sample::note();
    page["title"] = json!("<script>\"x\"</script>");
    page["names"][0]["text"] = json!("a & b");
    let sample = Sample { template: TemplateName::Note, page, body: "" };
    let html = fill(&Theme::default_theme(), &sample);
    assert!(html.contains("<h1>&lt;script&gt;"));
    assert!(html.contains("a &amp; b") && !html.contains("<script>"));
}

#[test]
fn assets_carry_their_hash_and_know_each_other() {
    let theme = Theme::default_theme();
    let files: BTreeMap<String, Vec<u8>> =
        theme.assets(true).map(|(path, bytes)| (path.to_string(), bytes.to_vec())).collect();
    let sheet = files.iter().find(|(path, _)| path.starts_with("assets/style.")).expect("a sheet").1;
    let sheet = String::from_utf8(sheet.clone()).expect("text");
    for address in sheet.split("url(\"./").skip(1) {
        let name = address.split('"').next().expect("an end");
        assert!(files.contains_key(&format!("assets/{name}")), "{name}");
    }
    assert!(!files.keys().any(|path| path.contains("OFL")), "licences are not published");
    let again: Vec<String> = Theme::default_theme().assets(true).map(|(path, _)| path.to_string()).collect();
    assert_eq!(files.keys().cloned().collect::<Vec<_>>(), again);
}

#[test]
fn a_theme_changes_what_it_names_and_nothing_else() {
    let (theme, told) = loaded(
        "=== theme.toml\ncontract = 1\n=== templates/parts/steps.html\nno steps\n\
         === styles/90-night.css\nbody { color: red }\n=== words/en.toml\nwanted = \"Missing\"\n",
        "=== note.html\n{% extends \"default/note.html\" %}{% block crumbs %}mine{% endblock crumbs %}",
    );
    assert_eq!(told, [] as [&str; 0]);
    let html = fill(&theme, &sample::all().remove(0));
    for part in ["no steps", "mine", ">Missing</a>", "<h1>CAP theorem</h1>"] {
        assert!(html.contains(part), "{part}");
    }
    let sheet = theme.assets(true).find(|(path, _)| path.as_str().starts_with("assets/style."));
    assert!(sheet.expect("a sheet").1.ends_with(b"body { color: red }\n"));
    assert_ne!(theme.fingerprint(), Theme::default_theme().fingerprint());
}

#[test]
fn a_template_that_cannot_be_read_gives_way() {
    let cases = [
        ("{% if %}", "templates/note.html: `templates/note.html` cannot be used: "),
        (
            "{{ 1 | shout }}",
            "templates/note.html: `templates/note.html` cannot be used: unknown filter `shout`",
        ),
        (
            "{% extends \"nothing.html\" %}",
            "templates/note.html: `templates/note.html` cannot be used: it extends",
        ),
        (
            "{% extends \"base.html\" %}{% block nothing %}{% endblock nothing %}",
            "templates/note.html: `templates/note.html` cannot be used: block `nothing`",
        ),
        (
            "{% extends \"note.html\" %}",
            "templates/note.html: `templates/note.html` cannot be used: the template comes",
        ),
    ];
    for (text, expected) in cases {
        let (theme, told) = loaded("", &format!("=== note.html\n{text}"));
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with(expected), "{told:?}");
        assert!(fill(&theme, &sample::all().remove(0)).contains("<h1>CAP theorem</h1>"));
    }
}

#[test]
fn a_base_without_the_blocks_of_its_pages_is_to_blame() {
    let (theme, told) = loaded("", "=== base.html\nbare\n=== parts/steps.html\nmine");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(
        told[0].starts_with("templates/base.html: `templates/base.html` cannot be used: block `"),
        "{told:?}"
    );
    let html = fill(&theme, &sample::all().remove(0));
    assert!(html.contains("<h1>CAP theorem</h1>") && html.contains("mine"));
}

#[test]
fn a_theme_may_bear_the_name_of_the_default_theme() {
    let (theme_path, theme) = (
        path("themes/default"),
        folder("=== theme.toml\ncontract = 1\n=== templates/parts/steps.html\nmine"),
    );
    let (theme, told) = Theme::load(&[ThemeFolder { path: &theme_path, files: &theme }], None);
    assert_eq!(told, []);
    assert!(fill(&theme, &sample::all().remove(0)).contains("mine"));
}

#[test]
fn a_theme_for_another_contract_is_refused() {
    let (theme, told) = loaded("=== theme.toml\ncontract = 2\n=== templates/note.html\nx", "");
    assert_eq!(
        told,
        ["themes/night/theme.toml: the theme `night` cannot be used: it is written for \
         contract 2, and this is 1"]
    );
    assert!(fill(&theme, &sample::all().remove(0)).contains("<h1>"));
}

#[test]
fn an_error_names_file_line_variable_and_page() {
    let (theme, _) = loaded("", "=== note.html\n<p>\n  {{ page.titel }}");
    let sample = sample::all().remove(0);
    let error = theme.fill(sample.template, &sample::site(), &sample.page, "").expect_err("a typing error");
    assert_eq!((error.file.as_str(), error.line, error.column), ("templates/note.html", 2, 11));
    assert_eq!(error.page.as_deref(), Some("concepts/cap-theorem/"));
    assert!(error.message.starts_with("field `titel` is not defined"), "{}", error.message);
    let told = error.diagnostic();
    assert_eq!(told.place.map(|place| place.path), Some(path("templates/note.html")));
}

#[test]
fn every_kind_of_error_names_file_line_and_what_is_wrong() {
    // What can be known before any page.
    for (text, line, expected) in [
        ("<p>\n{% if %}", 2, "%}"),
        ("<p>\n\n{{ page.title | shout }}", 3, "unknown filter `shout`"),
        ("<p>\n{% include \"parts/none.html\" %}", 2, "parts/none.html"),
        ("{% block a %}\n{% endblock b %}", 2, "b"),
        ("<p>{{ page.title", 1, ""),
    ] {
        let files = folder(&format!("=== note.html\n{text}"));
        let templates = path("templates");
        let (_, told) = Theme::load(&[], Some(&ThemeFolder { path: &templates, files: &files }));
        assert_eq!(told.len(), 1, "{text}: {told:?}");
        let place = told[0].place.as_ref().map(|place| place.path.to_string());
        assert_eq!(place.as_deref(), Some("templates/note.html"), "{text}");
        assert!(told[0].message.to_string().contains(expected), "{text}: {}", told[0].message);
        assert!(told[0].label.to_string().starts_with(&format!("line {line},")), "{text}: {:?}", told[0]);
    }
    // What shows when a page is made.
    for (text, line, expected) in [
        ("<p>\n{{ page.titel }}", 2, "titel"),
        ("<p>\n\n{{ pgae.title }}", 3, "pgae"),
        ("<p>\n{{ page.title + 1 }}", 2, ""),
        ("{% for tag in page.title.x.y %}{% endfor %}", 1, "x"),
        ("<p>\n{% for tag in page.minutes %}{% endfor %}", 2, ""),
        ("<p>\n{{ page.title | counted(forms=\"a\") }}", 2, ""),
        ("<p>\n{{ page.minutes | counted }}", 2, "forms"),
    ] {
        let (theme, told) = loaded("", &format!("=== note.html\n{text}"));
        assert_eq!(told, [] as [&str; 0], "{text}");
        let sample = sample::all().remove(0);
        let error = theme.fill(sample.template, &sample::site(), &sample.page, "").expect_err(text);
        assert_eq!((error.file.as_str(), error.line), ("templates/note.html", line), "{text}: {error}");
        assert_eq!(error.page.as_deref(), Some("concepts/cap-theorem/"), "{text}");
        assert!(error.message.contains(expected) && !error.message.is_empty(), "{text}: {error}");
    }
}

#[test]
fn what_nothing_reads_is_told_with_what_comes_nearest() {
    let (_, told) = loaded(
        "=== theme.toml\ncontract = 1\nextend = \"default\"\n=== words/en.toml\nwantde = \"x\"\nmine = \"y\"\n\
         fact_depth = \"Depth\"\ncallout_sea = \"Sea\"\nlost = \"z\"\n=== templates/parts/mine.html\n{{ words.mine }}\n\
         === templates/README.md\nx\n=== templates/parts/other.html\nx\n",
        "=== nots.html\nx\n=== parts/nav.html\n{% include \"parts/mine.html\" %}\n=== note.htm\nx\n=== .keep\n\n",
    );
    assert_eq!(
        told,
        [
            "templates/note.htm: `templates/note.htm` is no template: these end in `.html`, `.xml`, `.txt` or `.svg`",
            "templates/nots.html: no page is made with `templates/nots.html`, and no template includes or extends it",
            "themes/night/templates/parts/other.html: no page is made with \
             `themes/night/templates/parts/other.html`, and no template includes or extends it",
            "themes/night/theme.toml: `theme.toml` has no key `extend`",
            "themes/night/words/en.toml: no template uses the word `wantde`",
            "themes/night/words/en.toml: no template uses the word `lost`",
        ]
    );
    let own = folder("=== nots.html\nx\n=== parts/nva.html\nx\n");
    let templates = path("templates");
    let (_, told) = Theme::load(&[], Some(&ThemeFolder { path: &templates, files: &own }));
    let helps: Vec<String> = told.iter().filter_map(|told| Some(told.help.as_ref()?.to_string())).collect();
    assert_eq!(helps, ["did you mean `note.html`?", "did you mean `parts/nav.html`?"]);
    assert!(told.iter().all(|told| told.severity == crate::diagnostic::Severity::Warning));
}

#[test]
fn numbers_stand_among_words() {
    let theme = Theme::default_theme();
    let mut page = sample::note();
    for (lang, count, expected) in [
        ("en", 1, ">1 note ·"),
        ("en", 2, ">2 notes ·"),
        ("ru", 1, ">1 заметка ·"),
        ("ru-RU", 3, ">3 заметки ·"),
        ("ru", 11, ">11 заметок ·"),
        ("ru", 21, ">21 заметка ·"),
        ("de", 5, ">5 notes ·"),
    ] {
        page["head"]["lang"] = json!(lang);
        page["backlink_notes"] = json!(count);
        page["backlink_count"] = json!(99);
        let sample = Sample { template: TemplateName::Note, page: page.clone(), body: "" };
        assert!(fill(&theme, &sample).contains(expected), "{lang} {count}");
    }
}
