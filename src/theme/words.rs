//! The words of the interface, by language.

use std::collections::BTreeMap;

use tera::Value;

use super::Layers;
use crate::diagnostic::{Code, Diagnostic, words as said};
use crate::source::{Place, Span};

/// The language that has every word.
const FALLBACK: &str = "en";

/// All words by language.
pub(super) struct Words(BTreeMap<String, Language>);

/// The words of one language: name → text.
struct Language {
    texts: BTreeMap<String, String>,
    /// The same for templates.
    value: Value,
}

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
                        let message = said::WORDS_UNREADABLE.with(&[("why", &error.message())]);
                        diagnostics.push(Diagnostic::new(Code::InvalidTemplate, place, message));
                    }
                }
            }
        }
        let fallback = all.get(FALLBACK).cloned().unwrap_or_default();
        let complete = all.into_iter().map(|(language, words)| {
            let mut complete = fallback.clone();
            complete.extend(words);
            let value = Value::from_serializable(&complete);
            (language, Language { texts: complete, value })
        });
        Self(complete.collect())
    }

    /// Returns the words of a language for templates, see [`Words::texts`].
    pub(super) fn value(&self, tag: &str, otherwise: &str) -> (&str, Value) {
        self.find(tag, otherwise)
            .map_or_else(|| (FALLBACK, Value::none()), |(key, found)| (key, found.value.clone()))
    }

    /// Returns the words of a language, a BCP 47 tag, and which that is: those of `pt-BR`, else of `pt`; else those
    /// of the language of the site, else English.
    pub(super) fn texts(&self, tag: &str, otherwise: &str) -> (&str, &BTreeMap<String, String>) {
        static NONE: BTreeMap<String, String> = BTreeMap::new();
        self.find(tag, otherwise).map_or((FALLBACK, &NONE), |(key, found)| (key, &found.texts))
    }

    fn find(&self, tag: &str, otherwise: &str) -> Option<(&str, &Language)> {
        let base = |tag: &str| tag.split('-').next().unwrap_or(tag).to_lowercase();
        let keys = [tag.to_owned(), base(tag), otherwise.to_owned(), base(otherwise), FALLBACK.to_owned()];
        let found = keys.iter().find_map(|key| self.0.get_key_value(key))?;
        Some((found.0.as_str(), found.1))
    }
}
