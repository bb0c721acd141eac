//! The words of the interface, by language, and numbers among them.

use std::collections::BTreeMap;

use tera::Value;

use super::Layers;
use crate::diagnostic::{Code, Diagnostic};
use crate::source::{Place, Span};

/// The language that has every word.
const FALLBACK: &str = "en";

/// All words: language → name → text.
pub(super) struct Words(BTreeMap<String, Value>);

impl Words {
    /// Reads `words/LANGUAGE.toml` of all layers; a layer may name single words only. What a language
    /// lacks is said in English.
    pub(super) fn read(layers: &Layers, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut all: BTreeMap<String, BTreeMap<String, String>> = BTreeMap::new();
        for layer in layers.iter().rev() {
            for (path, bytes) in &layer.files {
                let Some(language) = path.strip_prefix("words/").and_then(|name| name.strip_suffix(".toml"))
                else {
                    continue;
                };
                match toml::from_str::<BTreeMap<String, String>>(&String::from_utf8_lossy(bytes)) {
                    Ok(words) => all.entry(language.to_owned()).or_default().extend(words),
                    Err(error) => {
                        let span = error.span().map_or_else(Span::default, Span::from);
                        let place = layer.place(path).map(|path| Place { path, span });
                        let message = format!("these words cannot be read: {}", error.message());
                        diagnostics.push(Diagnostic::new(Code::InvalidTemplate, place, message));
                    }
                }
            }
        }
        let fallback = all.get(FALLBACK).cloned().unwrap_or_default();
        let complete = all.into_iter().map(|(language, words)| {
            let mut complete = fallback.clone();
            complete.extend(words);
            (language, Value::from_serializable(&complete))
        });
        Self(complete.collect())
    }

    /// Returns the words of a language, a BCP 47 tag: those of `pt-BR`, else of `pt`, else English.
    pub(super) fn of(&self, tag: &str) -> Value {
        let language = tag.split('-').next().unwrap_or(tag);
        let found = [tag, language, FALLBACK].into_iter().find_map(|key| self.0.get(key));
        found.cloned().unwrap_or_else(Value::none)
    }
}

/// Puts a number among words. `forms` are parted by `|`: two as in English (`{n} note|{n} notes`), or
/// three as in Russian (`{n} заметка|{n} заметки|{n} заметок`).
pub(super) fn counted(number: u64, forms: &str) -> String {
    let forms: Vec<&str> = forms.split('|').collect();
    let index = match forms.len() {
        0 | 1 => 0,
        2 => usize::from(number != 1),
        _ => match (number % 10, number % 100) {
            (1, last) if last != 11 => 0,
            (2..=4, last) if !(12..=14).contains(&last) => 1,
            _ => 2,
        },
    };
    forms.get(index).unwrap_or(&"{n}").replace("{n}", &number.to_string())
}
