//! The configuration as it is written: keys and values with their places.
//!
//! A [`Section`] hands out values by key. What nobody asked for is unknown, so the keys that exist are
//! written down once, where they are read.

use serde_json::{Map, Number, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Spoken, Text, words};
use crate::source::{Place, SourcePath, Span};

/// What reading came across.
pub(super) struct Findings {
    path: SourcePath,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Every key that was asked for, with its section.
    pub(super) known: Vec<(String, String)>,
    /// Every key that nobody asked for, with its section.
    pub(super) unknown: Vec<(String, String, Span)>,
}

/// One table of the file, or nothing where the file does not have it.
pub(super) struct Section<'i> {
    name: String,
    entries: Vec<(String, Span, Spanned<DeValue<'i>>)>,
}

impl Findings {
    pub(super) fn new(path: SourcePath) -> Self {
        Self { path, diagnostics: Vec::new(), known: Vec::new(), unknown: Vec::new() }
    }

    pub(super) fn place(&self, span: Span) -> Place {
        Place { path: self.path.clone(), span }
    }

    pub(super) fn wrong(&mut self, span: Span, why: Text) {
        let place = self.place(span);
        self.diagnostics.push(Diagnostic::invalid_config(place, why));
    }

    /// Reports the keys that nobody asked for.
    pub(super) fn report_unknown(&mut self) {
        for (section, key, span) in std::mem::take(&mut self.unknown) {
            let shown = if section.is_empty() { key.clone() } else { format!("{section}.{key}") };
            let nearest = self.nearest(&section, &key);
            let place = Place { path: self.path.clone(), span };
            self.diagnostics.push(Diagnostic::unknown_key(place, &shown, nearest));
        }
    }

    /// Finds the key that was most likely meant: in its own section if possible, else in another one.
    fn nearest(&self, section: &str, key: &str) -> Option<Text> {
        let lower = key.to_lowercase().replace('-', "_");
        let limit = (lower.chars().count() / 3).max(1);
        let distance = |known: &str| strsim::osa_distance(&lower, &known.replace('-', "_"));
        let near = self
            .known
            .iter()
            .map(|(home, known)| (distance(known), home != section, home.contains('.'), home, known));
        let (_, elsewhere, _, home, known) = near.filter(|(distance, ..)| *distance <= limit).min()?;
        match (elsewhere, home.as_str()) {
            (_, "") => Some(format!("`[{known}]`").into()),
            (true, home) => {
                let section = format!("[{home}]");
                Some(words::KEY_OF_SECTION.with(&[("key", known), ("section", &section)]))
            }
            (false, _) => Some(format!("`{known}`").into()),
        }
    }
}

impl<'i> Section<'i> {
    /// Opens the whole file, or an empty one.
    pub(super) fn root(table: Option<Spanned<DeTable<'i>>>) -> Self {
        Self::of(String::new(), table.map(Spanned::into_inner).unwrap_or_default())
    }

    fn of(name: String, table: DeTable<'i>) -> Self {
        let mut entries: Vec<_> = table
            .into_iter()
            .map(|(key, value)| (key.get_ref().to_string(), Span::from(key.span()), value))
            .collect();
        entries.sort_by_key(|(_, span, _)| *span);
        Self { name, entries }
    }

    fn take(&mut self, findings: &mut Findings, key: &str) -> Option<Spanned<DeValue<'i>>> {
        findings.known.push((self.name.clone(), key.to_owned()));
        let index = self.entries.iter().position(|(name, ..)| name == key)?;
        Some(self.entries.remove(index).2)
    }

    /// Reads a table.
    pub(super) fn section(&mut self, findings: &mut Findings, key: &str) -> Section<'i> {
        let name = if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) };
        let Some(value) = self.take(findings, key) else { return Section { name, entries: Vec::new() } };
        let span = value.span().into();
        if let DeValue::Table(table) = value.into_inner() {
            Section::of(name, table)
        } else {
            findings.wrong(span, words::CONFIG_TABLE.with(&[("key", &key), ("name", &name)]));
            Section { name, entries: Vec::new() }
        }
    }

    /// Reads a text.
    pub(super) fn text(&mut self, findings: &mut Findings, key: &str) -> Option<(String, Span)> {
        let value = self.take(findings, key)?;
        text_of(findings, key, value)
    }

    /// Reads a list of texts.
    pub(super) fn texts(&mut self, findings: &mut Findings, key: &str) -> Option<Vec<(String, Span)>> {
        let value = self.take(findings, key)?;
        let span = value.span().into();
        let DeValue::Array(items) = value.into_inner() else {
            findings.wrong(span, words::CONFIG_LIST.with(&[("key", &key)]));
            return None;
        };
        Some(items.into_iter().filter_map(|item| text_of(findings, key, item)).collect())
    }

    /// Reads `true` or `false`.
    pub(super) fn flag(&mut self, findings: &mut Findings, key: &str) -> Option<bool> {
        let value = self.take(findings, key)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(*flag),
            other => {
                let why = words::CONFIG_FLAG.with(&[("key", &key), ("kind", &kind_name(other))]);
                findings.wrong(value.span().into(), why);
                None
            }
        }
    }

    /// Reads a port number.
    pub(super) fn port(&mut self, findings: &mut Findings, key: &str) -> Option<u16> {
        let value = self.take(findings, key)?;
        let port = match value.get_ref() {
            DeValue::Integer(number) => u16::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        if port.is_none() {
            findings.wrong(value.span().into(), words::CONFIG_PORT.with(&[("key", &key)]));
        }
        port
    }

    /// Reads one of these words.
    pub(super) fn one_of<T: Copy>(
        &mut self,
        findings: &mut Findings,
        key: &str,
        choices: &[(&str, T)],
    ) -> Option<T> {
        let value = self.take(findings, key)?;
        let span = value.span().into();
        let DeValue::String(text) = value.get_ref() else {
            findings.wrong(span, words::CONFIG_ONE_OF.with(&[("key", &key), ("words", &listed(choices))]));
            return None;
        };
        let found = choices.iter().find(|(word, _)| word == text).map(|(_, meaning)| *meaning);
        if found.is_none() {
            let values: [(&str, &dyn Spoken); 3] =
                [("key", &key), ("words", &listed(choices)), ("text", &&**text)];
            findings.wrong(span, words::CONFIG_ONE_OF_NOT.with(&values));
        }
        found
    }

    /// Reads a list of some of these words, each at most once.
    pub(super) fn some_of<T: Copy>(
        &mut self,
        findings: &mut Findings,
        key: &str,
        choices: &[(&str, T)],
    ) -> Option<Vec<T>> {
        let texts = self.texts(findings, key)?;
        let mut found: Vec<(String, T)> = Vec::new();
        for (text, span) in texts {
            match choices.iter().find(|(word, _)| *word == text) {
                Some(_) if found.iter().any(|(known, _)| *known == text) => {
                    let values: [(&str, &dyn Spoken); 2] = [("key", &key), ("text", &text)];
                    findings.wrong(span, words::CONFIG_TWICE.with(&values));
                }
                Some((_, meaning)) => found.push((text, *meaning)),
                None => {
                    let values: [(&str, &dyn Spoken); 3] =
                        [("key", &key), ("words", &listed(choices)), ("text", &text)];
                    findings.wrong(span, words::CONFIG_ONE_OF_NOT.with(&values));
                }
            }
        }
        Some(found.into_iter().map(|(_, meaning)| meaning).collect())
    }

    /// Takes all values that are left, in the order of the file, as free data.
    pub(super) fn rest(&mut self) -> Map<String, Value> {
        self.entries.drain(..).map(|(key, _, value)| (key, json(value.into_inner()))).collect()
    }

    /// Returns the keys that nobody asked for yet, in the order of the file.
    pub(super) fn keys(&self) -> Vec<(String, Span)> {
        self.entries.iter().map(|(key, span, _)| (key.clone(), *span)).collect()
    }

    /// Tells whether the value of this key is a table.
    pub(super) fn is_table(&self, key: &str) -> bool {
        self.entries
            .iter()
            .any(|(name, _, value)| name == key && matches!(value.get_ref(), DeValue::Table(_)))
    }

    /// Closes the section: what is left is unknown.
    pub(super) fn finish(self, findings: &mut Findings) {
        let left = self.entries.into_iter().map(|(key, span, _)| (self.name.clone(), key, span));
        findings.unknown.extend(left);
    }
}

fn text_of(findings: &mut Findings, key: &str, value: Spanned<DeValue<'_>>) -> Option<(String, Span)> {
    let span = value.span().into();
    match value.into_inner() {
        DeValue::String(text) => Some((text.into_owned(), span)),
        other => {
            findings.wrong(span, words::CONFIG_TEXT.with(&[("key", &key), ("kind", &kind_name(&other))]));
            None
        }
    }
}

fn listed<T>(choices: &[(&str, T)]) -> Text {
    let choices: Vec<Text> = choices.iter().map(|(word, _)| format!("`\"{word}\"`").into()).collect();
    Text::joined(&choices, &words::OR.plain())
}

fn kind_name(value: &DeValue<'_>) -> Text {
    let kind = match value {
        DeValue::String(_) => words::KIND_TEXT,
        DeValue::Integer(_) | DeValue::Float(_) => words::KIND_NUMBER,
        DeValue::Boolean(_) => words::KIND_FLAG,
        DeValue::Datetime(_) => words::KIND_DATE,
        DeValue::Array(_) => words::KIND_LIST,
        DeValue::Table(_) => words::KIND_TABLE,
    };
    kind.plain()
}

fn json(value: DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.into_owned()),
        DeValue::Integer(number) => {
            i64::from_str_radix(number.as_str(), number.radix()).map_or(Value::Null, Value::from)
        }
        DeValue::Float(number) => {
            number.as_str().parse().ok().and_then(Number::from_f64).map_or(Value::Null, Value::Number)
        }
        DeValue::Boolean(flag) => Value::Bool(flag),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => items.into_iter().map(|item| json(item.into_inner())).collect(),
        DeValue::Table(table) => {
            let rows = table.into_iter();
            Value::Object(
                rows.map(|(key, value)| (key.into_inner().into(), json(value.into_inner()))).collect(),
            )
        }
    }
}
