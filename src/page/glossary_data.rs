//! The glossary as data: `glossary.json`, `glossary.csv`, and `glossary.txt`, a deck for Anki.

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
            let others = term.definitions.iter().filter(|(lang, _)| **lang != term.lang);
            let others = others.map(|(lang, text)| (term.named(lang), lang.as_str(), text.as_str()));
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

    /// Writes a deck that Anki imports: a row for each definition, name in front and meaning behind. A row keeps
    /// its id as long as the page of the term keeps its address, so that what was learned stays when a deck is
    /// imported again. Terms without a definition are left out.
    pub fn anki(&self) -> String {
        let mut out = String::from("#separator:tab\n#html:true\n#guid column:1\n#tags column:4\n");
        for term in &self.terms {
            let tag = |text: &str| text.split_whitespace().collect::<Vec<_>>().join("-");
            let tags = term.category.as_deref().map_or_else(
                || "glossary".to_owned(),
                |category| format!("glossary glossary::{}", tag(category)),
            );
            let own = term.definition.as_deref().map(|text| (term.term.as_str(), term.lang.as_str(), text));
            let others = term.definitions.iter().filter(|(lang, _)| **lang != term.lang);
            let others = others.map(|(lang, text)| (term.named(lang), lang.as_str(), text.as_str()));
            for (name, lang, definition) in own.into_iter().chain(others) {
                let [name, definition] = [name, definition].map(anki_field);
                let _ = writeln!(out, "{}#{lang}\t{name}\t{definition}\t{tags}", term.permalink);
            }
        }
        out
    }
}

impl TermData {
    /// Returns what the term is called in a language, and failing that what it is called.
    fn named(&self, lang: &str) -> &str {
        let name = self.names.iter().find(|name| name.lang == lang);
        name.map_or(self.term.as_str(), |name| name.text.as_str())
    }
}

/// Writes a text as HTML on one line without tabs.
fn anki_field(text: &str) -> String {
    let plain: Vec<&str> = text.split(['\t', '\n', '\r']).filter(|part| !part.is_empty()).collect();
    let plain = plain.join(" ");
    // A field that begins like this would be read as one in quotes.
    plain.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Quotes a field where it must be.
fn csv_field(text: &str) -> String {
    if text.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}
