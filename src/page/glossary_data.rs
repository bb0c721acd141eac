//! The glossary as data: `glossary.json` and `glossary.csv`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::Plan;
use crate::graph::Term;

/// The glossary, in vault order.
#[derive(Clone, Debug, Serialize)]
pub struct GlossaryData {
    /// The version of this format.
    pub version: u32,
    /// The terms.
    pub terms: Vec<TermData>,
}

/// A term.
#[derive(Clone, Debug, Serialize)]
pub struct TermData {
    /// What it is called.
    pub term: String,
    /// The language of that.
    pub lang: String,
    /// Its page, from the root of the site.
    pub permalink: String,
    /// What it means, in the language of its note.
    pub definition: Option<String>,
    /// Where that is written: `property`, `line` or `paragraph`.
    pub source: Option<&'static str>,
    /// The key of its category.
    pub category: Option<String>,
    /// Its other names.
    pub names: Vec<NameData>,
    /// What it means, in other languages.
    pub definitions: BTreeMap<String, String>,
}

/// Another name of a term.
#[derive(Clone, Debug, Serialize)]
pub struct NameData {
    /// The name.
    pub text: String,
    /// Its language.
    pub lang: String,
}

impl Plan<'_> {
    /// Returns the glossary as data; `None` where there is none.
    pub fn glossary_data(&self) -> Option<GlossaryData> {
        let terms = self.terms.all().iter().filter(|term| self.is_listed(term.note));
        self.has_glossary
            .then(|| GlossaryData { version: 1, terms: terms.map(|term| self.term_data(term)).collect() })
    }

    fn term_data(&self, term: &Term) -> TermData {
        let title = self.title(term.note);
        let lang = self.lang(term.note);
        let others = term.names.iter().filter(|name| name.text != title);
        TermData {
            term: title.to_owned(),
            lang: lang.to_owned(),
            permalink: self.routes.note(term.note).to_string(),
            definition: term.definition.as_ref().map(|known| known.text.clone()),
            source: term.definition.as_ref().map(|known| known.source.as_str()),
            category: self.category_key(term.note),
            names: others
                .map(|name| NameData {
                    text: name.text.clone(),
                    lang: name.lang.clone().unwrap_or_else(|| lang.to_owned()),
                })
                .collect(),
            definitions: term.definitions.clone(),
        }
    }
}

impl GlossaryData {
    /// Writes a table with a row for each term and language that it is defined in, as RFC 4180 has it.
    pub fn csv(&self) -> String {
        let mut out = String::from("term,lang,definition,category,names,permalink\r\n");
        for term in &self.terms {
            let own = (term.term.as_str(), term.lang.as_str(), term.definition.as_deref().unwrap_or(""));
            let named = |lang: &str| {
                let name = term.names.iter().find(|name| name.lang == lang);
                name.map_or(term.term.as_str(), |name| name.text.as_str())
            };
            let others = term.definitions.iter().filter(|(lang, _)| **lang != term.lang);
            let others = others.map(|(lang, text)| (named(lang), lang.as_str(), text.as_str()));
            for (name, lang, definition) in std::iter::once(own).chain(others) {
                let all = std::iter::once(term.term.as_str())
                    .chain(term.names.iter().map(|name| name.text.as_str()));
                let other_names: Vec<&str> = all.filter(|other| *other != name).collect();
                let category = term.category.as_deref().unwrap_or("");
                let fields = [name, lang, definition, category, &other_names.join("; "), &term.permalink];
                let fields = fields.map(csv_field);
                let _ = write!(out, "{}\r\n", fields.join(","));
            }
        }
        out
    }
}

/// Quotes a field where it must be.
fn csv_field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
