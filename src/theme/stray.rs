//! What a theme holds and nothing reads: slips of the pen, most often.
//!
//! In: the layers. Out: a finding for each key of a `theme.toml`, each word and each template that has no
//! effect, with the nearest name that has. Themes may have words and templates of their own, as long as one of
//! their templates uses them.

use std::collections::BTreeSet;

use toml::de::DeTable;

use super::layer::{Layer, Layers};
use super::template::{TemplateName, is_template};
use crate::diagnostic::Diagnostic;
use crate::source::{Place, Span};
use crate::words::{closeness, soften};

/// The keys of a `theme.toml`.
const KEYS: &[&str] = &["contract", "extends"];
/// How words begin of which there may be any number.
const FREE: &[&str] = &["fact_", "callout_"];

/// Finds what has no effect in the layers of the vault.
pub(super) fn strays(layers: &Layers) -> Vec<Diagnostic> {
    let (own, default): (Vec<&Layer>, Vec<&Layer>) = layers.iter().partition(|layer| layer.is_of_vault());
    if own.is_empty() {
        return Vec::new();
    }
    let texts: Vec<String> = layers.iter().flat_map(texts_of).collect();
    let known: BTreeSet<&str> = default
        .iter()
        .flat_map(|layer| layer.files.keys().filter_map(|path| path.strip_prefix("templates/")))
        .chain(TemplateName::ALL.map(TemplateName::file_name))
        .collect();
    let words: BTreeSet<String> = default.iter().flat_map(|layer| words_of(layer)).collect();
    let used: BTreeSet<&str> = texts.iter().flat_map(|text| used_words(text)).collect();
    let mut found = Vec::new();
    for layer in own {
        found.extend(templates(layer, &known, &texts));
        found.extend(manifest(layer));
        found.extend(unused_words(layer, &words, &used));
    }
    found
}

fn texts_of(layer: &Layer) -> impl Iterator<Item = String> {
    let files = layer.files.iter().filter(|(path, _)| path.starts_with("templates/") && is_template(path));
    files.map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
}

fn templates(layer: &Layer, known: &BTreeSet<&str>, texts: &[String]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (path, bytes) in &layer.files {
        let Some(name) = path.strip_prefix("templates/") else { continue };
        let file_name = name.rsplit('/').next().unwrap_or(name);
        let Some(place) = layer.place(path) else { continue };
        // Notes about the files, and what editors and systems leave.
        if file_name.starts_with('.') || file_name.ends_with('~') || is_readme(file_name) {
            continue;
        }
        let is_named = |text: &String| {
            [name.to_owned(), format!("{}{name}", layer.prefix)]
                .iter()
                .any(|name| text.contains(&format!("\"{name}\"")) || text.contains(&format!("'{name}'")))
        };
        // A component is called by its own name, wherever it is defined.
        let has_component = || String::from_utf8_lossy(bytes).contains("component ");
        let is_text = is_template(name);
        if is_text && (known.contains(name) || texts.iter().any(is_named) || has_component()) {
            continue;
        }
        found.push(Diagnostic::stray_template(&place, is_text, nearest(name, known.iter().copied())));
    }
    found
}

fn is_readme(name: &str) -> bool {
    matches!(name.rsplit_once('.'), Some((_, "md"))) || name.starts_with("LICENSE")
}

fn manifest(layer: &Layer) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (key, span) in keys_of(layer, "theme.toml") {
        let place = layer.place("theme.toml").map(|path| Place { path, span });
        if let Some(place) = place.filter(|_| !KEYS.contains(&key.as_str())) {
            found.push(Diagnostic::unknown_theme_key(place, &key, nearest(&key, KEYS.iter().copied())));
        }
    }
    found
}

fn unused_words(layer: &Layer, known: &BTreeSet<String>, used: &BTreeSet<&str>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for file in layer.files.keys().filter(|path| is_words(path)) {
        for (word, span) in keys_of(layer, file) {
            let is_known = known.contains(&word) || used.contains(word.as_str());
            if is_known || FREE.iter().any(|start| word.starts_with(start)) {
                continue;
            }
            if let Some(path) = layer.place(file) {
                let near = nearest(&word, known.iter().map(String::as_str));
                found.push(Diagnostic::unknown_word(Place { path, span }, &word, near));
            }
        }
    }
    found
}

fn words_of(layer: &Layer) -> Vec<String> {
    let files = layer.files.keys().filter(|path| is_words(path));
    files.flat_map(|file| keys_of(layer, file)).map(|(word, _)| word).collect()
}

fn is_words(path: &str) -> bool {
    path.starts_with("words/") && matches!(path.rsplit_once('.'), Some((_, "toml")))
}

/// Returns the keys of a TOML file with their places; none of one that cannot be read, which is told elsewhere.
fn keys_of(layer: &Layer, path: &str) -> Vec<(String, Span)> {
    let Some(bytes) = layer.files.get(path) else { return Vec::new() };
    let text = String::from_utf8_lossy(bytes);
    let Ok(table) = DeTable::parse(&text) else { return Vec::new() };
    let keys = table.get_ref().iter().map(|(key, _)| (key.get_ref().to_string(), Span::from(key.span())));
    let mut keys: Vec<_> = keys.collect();
    keys.sort_by_key(|(_, span)| *span);
    keys
}

/// Returns the words that a template asks for: `words.all`, `words["all"]`.
fn used_words(text: &str) -> impl Iterator<Item = &str> {
    text.split("words").skip(1).map(|rest| {
        let rest = rest.trim_start_matches(['?', '.', '[', '"', '\'']);
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        &rest[..end]
    })
}

fn nearest<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let soft = soften(name);
    let near = known.filter_map(|known| Some((closeness(&soft, &soften(known))?, known)));
    near.min().map(|(_, known)| known)
}
