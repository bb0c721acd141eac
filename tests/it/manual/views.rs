//! What templates are given, written from the types that are given to them.
//!
//! `What a template is given.md` holds every field with its type and what it is, by template; all of it below
//! the first heading is made from the doc comments. `STUDIUM_BLESS=1` writes it.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use studium::theme::TemplateName;

use super::{folder, text_of_note};

const NOTE: &str = "What a template is given.md";

/// A type of the views.
#[derive(Debug, Default)]
struct Shape {
    doc: String,
    fields: Vec<Field>,
}

#[derive(Debug)]
struct Field {
    name: String,
    kind: String,
    doc: String,
}

#[test]
fn every_field_of_every_view_is_listed() {
    let text = text_of_note(NOTE);
    let (by_hand, listed) = text.split_once("\n## ").expect("there is a heading");
    let (order, shapes) = shapes();
    let made = listing(&order, &shapes);
    assert!(shapes.len() >= 35 && made.lines().count() > 300, "the views are not where they were");
    if format!("## {listed}") == made {
        return;
    }
    if std::env::var_os("STUDIUM_BLESS").is_some() {
        fs::write(folder().join(NOTE), format!("{by_hand}\n{made}")).expect("the manual can be written");
        return;
    }
    let line = format!("## {listed}").lines().zip(made.lines()).position(|(a, b)| a != b).unwrap_or(0);
    panic!(
        "{NOTE} does not say what templates are given; `STUDIUM_BLESS=1` writes it. First: {:?}",
        made.lines().nth(line)
    );
}

/// Reads all types of the views, with their order.
fn shapes() -> (Vec<String>, BTreeMap<String, Shape>) {
    let (mut order, mut shapes) = (Vec::new(), BTreeMap::new());
    for file in ["src/page/view/mod.rs", "src/page/view/pages.rs", "src/page/view/picture.rs"] {
        let text = source(file);
        let (mut doc, mut open): (Vec<&str>, Option<String>) = (Vec::new(), None);
        for line in text.lines() {
            let bare = line.trim();
            if let Some(said) = bare.strip_prefix("/// ") {
                doc.push(said);
            } else if let Some(name) = line.strip_prefix("pub struct ") {
                let name = name.trim_end_matches(" {").to_owned();
                shapes.insert(name.clone(), Shape { doc: doc.join(" "), fields: Vec::new() });
                order.push(name.clone());
                (doc, open) = (Vec::new(), Some(name));
            } else if let (Some(name), Some(field)) = (&open, line.strip_prefix("    pub ")) {
                let (field, kind) = field.split_once(": ").expect("a field has a type");
                assert!(!doc.is_empty(), "{file}: `{field}` of `{name}` is not described");
                let field = Field {
                    name: field.to_owned(),
                    kind: kind.trim_end_matches(',').to_owned(),
                    doc: doc.join(" "),
                };
                shapes.get_mut(name).expect("it was opened").fields.push(field);
                doc = Vec::new();
            } else if line == "}" {
                (doc, open) = (Vec::new(), None);
            } else if !bare.starts_with("#[") {
                doc = Vec::new();
                assert!(open.is_none(), "{file}: `{line}` is no field");
            }
            assert!(!bare.starts_with("#[serde"), "{file}: what `{line}` does is not in the manual");
        }
    }
    (order, shapes)
}

/// Returns the view of each template with what the page is, by the name of its variant.
fn templates() -> BTreeMap<String, (String, String)> {
    let text = source("src/theme/template.rs");
    let (_, rest) = text.split_once("pub enum TemplateName {\n").expect("there are templates");
    let (body, _) = rest.split_once("\n}\n").expect("they end");
    let mut found = BTreeMap::new();
    let mut doc = Vec::new();
    for line in body.lines().map(str::trim) {
        if let Some(said) = line.strip_prefix("/// ") {
            doc.push(said);
            continue;
        }
        let said = doc.join(" ");
        let (what, takes) = said.split_once("; takes `").expect("a template takes a view");
        let (view, _) = takes.split_once('`').expect("the view has an end");
        found.insert(line.trim_end_matches(',').to_owned(), (what.to_owned(), view.to_owned()));
        doc.clear();
    }
    found
}

fn listing(order: &[String], shapes: &BTreeMap<String, Shape>) -> String {
    let mut out = String::new();
    let templates = templates();
    let mut whole: Vec<&str> = vec!["SiteView", "Head"];
    let _ = write!(out, "## site\n\n{}\n\n{}", shapes["SiteView"].doc, table(&shapes["SiteView"], shapes));
    let _ = write!(
        out,
        "\n## head\n\n{} As `page.head`, on each page but in a picture.\n\n{}",
        shapes["Head"].doc,
        table(&shapes["Head"], shapes)
    );
    for name in TemplateName::ALL {
        let (what, view) = &templates[&format!("{name:?}")];
        let shape = &shapes[view];
        let _ = write!(out, "\n## {}\n\n{what}.", name.file_name());
        if whole.contains(&view.as_str()) {
            let first = TemplateName::ALL.iter().find(|other| templates[&format!("{other:?}")].1 == *view);
            let first = first.expect("another one has it").file_name();
            let _ = writeln!(out, " It is given the same as [[#{first}]].");
        } else {
            let _ = write!(out, " {}\n\n{}", shape.doc, table(shape, shapes));
            whole.push(view);
        }
    }
    out.push_str("\n## What these are made of\n");
    for name in order.iter().filter(|name| !whole.contains(&name.as_str())) {
        let shape = &shapes[name];
        let _ = write!(out, "\n### {}\n\n{}\n\n{}", shown(name), shape.doc, table(shape, shapes));
    }
    out
}

fn table(shape: &Shape, shapes: &BTreeMap<String, Shape>) -> String {
    let mut rows = String::from("| field | type | what |\n|---|---|---|\n");
    for field in &shape.fields {
        let doc = field.doc.replace('|', "\\|");
        let _ = writeln!(rows, "| `{}` | {} | {doc} |", field.name, kind(&field.kind, shapes));
    }
    rows
}

/// Says a type as those see it who write templates.
fn kind(kind: &str, shapes: &BTreeMap<String, Shape>) -> String {
    let inside = |outer: &str| kind.strip_prefix(outer)?.strip_suffix('>');
    if let Some(inner) = inside("Option<") {
        return format!("{}, or absent", self::kind(inner, shapes));
    }
    if let Some(inner) = inside("Vec<") {
        return format!("list: {}", self::kind(inner, shapes));
    }
    match kind {
        "String" | "&'static str" => "text".to_owned(),
        "bool" => "yes or no".to_owned(),
        "usize" | "u32" | "f64" => "number".to_owned(),
        "[f64; 4]" => "four numbers".to_owned(),
        "serde_json::Value" | "serde_json::Map<String, serde_json::Value>" => "table".to_owned(),
        "Head" => "[[#head]]".to_owned(),
        name => {
            assert!(shapes.contains_key(name), "say in the manual what a `{name}` is");
            format!("[[#{}]]", shown(name))
        }
    }
}

/// `MentionView` is a mention, `CountedLink` a counted link.
fn shown(name: &str) -> String {
    let mut words = String::new();
    for (index, c) in name.strip_suffix("View").unwrap_or(name).char_indices() {
        if c.is_uppercase() && index > 0 {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

fn source(path: &str) -> String {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
