//! Values of properties that have a meaning and cannot be given it.
//!
//! In: the properties of a block, and where they are written. Out: one finding for each value that was passed over: no
//! date where a day is wanted, no number, no text, a tag that is none. Keys that nobody gives a meaning hold whatever they
//! like, and a key without a value says nothing, as in a template.

use serde_json::{Map, Value};

use super::keys::{AUTO_LINK_KEYS, DATE_KEYS, FLAG_KEYS, TOC_KEYS, UPDATED_KEYS, WEIGHT_KEYS};
use super::keys::{date_of, number, scalar, truth_of, word_of};
use super::place::Places;
use crate::diagnostic::{Diagnostic, Message, words};
use crate::note::{AutoLink, tag, wikilink};
use crate::source::{Place, SourcePath, Span};

/// More findings than this in one note tell nothing more.
const MOST: usize = 20;

/// Keys that want a text.
const TEXT_KEYS: &[&str] = &["title", "description", "definition", "category", "lang", "slug", "permalink"];
/// Keys that want values by language or name.
const MAP_KEYS: &[&str] = &["names", "definitions", "anchors"];

/// Reports the values that were passed over.
pub(super) fn dropped(
    path: &SourcePath,
    properties: &Map<String, Value>,
    places: &Places<'_>,
) -> Vec<Diagnostic> {
    let mut found = Found { properties, places, all: Vec::new() };
    found.tried(&[DATE_KEYS, UPDATED_KEYS], &words::WANTS_DATE, |value| date_of(value).is_some());
    found.tried(&[WEIGHT_KEYS, &["minutes"]], &words::WANTS_NUMBER, |value| number(value).is_some());
    found.tried(&[TOC_KEYS, &["mentions"]], &words::WANTS_FLAG, |value| truth_of(value).is_some());
    found.each(FLAG_KEYS, &words::WANTS_FLAG, |value| truth_of(value).or_else(|| word_of(value)).is_some());
    found.each(TEXT_KEYS, &words::WANTS_TEXT, |value| scalar(value).is_some());
    found.each(MAP_KEYS, &words::WANTS_MAP, Value::is_object);
    found.each(AUTO_LINK_KEYS, &words::WANTS_AUTO_LINK, |value| {
        scalar(value).and_then(|word| AutoLink::from_word(&word.to_lowercase())).is_some()
    });
    found.each(&["search"], &words::WANTS_SEARCH, |value| {
        value.is_object() || number(value).is_some() || truth_of(value).or_else(|| word_of(value)).is_some()
    });
    found.items(&["requires"], &words::WANTS_LINK, |word| wikilink::whole(word).is_some());
    found.items(&["tags", "tag"], &words::WANTS_TAG, |word| {
        tag::is_tag(word.strip_prefix('#').unwrap_or(word))
    });
    let told = found.all.into_iter().take(MOST);
    told.map(|(key, span, wanted)| {
        Diagnostic::invalid_property(Place { path: path.clone(), span }, key, &wanted.plain())
    })
    .collect()
}

struct Found<'f, 't> {
    properties: &'f Map<String, Value>,
    places: &'f Places<'t>,
    all: Vec<(&'static str, Span, &'static Message)>,
}

impl Found<'_, '_> {
    /// Of keys of which the first good one counts, tells those that were tried in vain.
    fn tried(&mut self, groups: &[&[&'static str]], wanted: &'static Message, is_good: fn(&Value) -> bool) {
        for group in groups {
            let there = group.iter().filter_map(|key| Some((*key, self.properties.get(*key)?)));
            let vain: Vec<_> = there.take_while(|(_, value)| !is_good(value)).collect();
            for (key, value) in vain {
                self.tell(key, value, wanted);
            }
        }
    }

    fn each(&mut self, keys: &[&'static str], wanted: &'static Message, is_good: fn(&Value) -> bool) {
        for key in keys {
            if let Some(value) = self.properties.get(*key).filter(|value| !is_good(value)) {
                self.tell(key, value, wanted);
            }
        }
    }

    /// Tells the items of lists that are of no use. A single text is a list of one, or of what blanks and commas part.
    fn items(&mut self, keys: &[&'static str], wanted: &'static Message, is_good: fn(&str) -> bool) {
        for key in keys {
            let mut section = self.places.section(key);
            let items: Vec<String> = match self.properties.get(*key) {
                Some(Value::Array(items)) => items.iter().filter_map(scalar).collect(),
                Some(Value::String(text)) if is_good(text.trim()) => Vec::new(),
                Some(Value::String(text)) => {
                    let parts = text.split(|c: char| c == ',' || c.is_whitespace());
                    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
                }
                Some(other) => scalar(other).into_iter().collect(),
                None => Vec::new(),
            };
            for item in items {
                let span = self.places.find(&mut section, &item);
                if !is_good(&item) {
                    self.all.push((key, span, wanted));
                }
            }
        }
    }

    fn tell(&mut self, key: &'static str, value: &Value, wanted: &'static Message) {
        let is_said = match value {
            Value::Null => false,
            Value::String(text) => !text.trim().is_empty(),
            Value::Array(items) => !items.is_empty(),
            Value::Object(map) => !map.is_empty(),
            Value::Bool(_) | Value::Number(_) => true,
        };
        if is_said {
            let span = match scalar(value) {
                Some(text) => self.places.find(&mut self.places.section(key), &text),
                None => self.places.first_of(key),
            };
            self.all.push((key, span, wanted));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Spoken, Tongue};

    /// Returns `key@text: what is wanted` for each finding.
    fn told(block: &str) -> Vec<String> {
        let text = format!("---\n{block}---\n");
        let path = SourcePath::new("a.md").expect("plain");
        let found = super::super::read(&path, &text).diagnostics;
        let shown = found.iter().map(|found| {
            let place = found.place.as_ref().expect("a place");
            let written = &text[place.span.start..place.span.end];
            format!("{}@{written}: {}", found.code.as_str(), found.message.spoken(Tongue::English))
        });
        shown.collect()
    }

    #[test]
    fn values_that_cannot_be_used_are_told_where_they_stand() {
        let block = "date: last week\nweight: heavy\nlang: [en, ru]\nnames: Шард\ntoc: perhaps\n\
            tags: [sea, 2024, \"two words\"]\nrequires:\n  - Cache\n  - \"[[Queue]]\"\nsearch: a bit\nauto_link: some\n";
        let told = told(block);
        let places: Vec<&str> = told.iter().map(|line| line.split(": ").next().unwrap_or_default()).collect();
        assert_eq!(
            places,
            [
                "invalid-property@last week",
                "invalid-property@heavy",
                "invalid-property@perhaps",
                "invalid-property@[en, ru]",
                "invalid-property@Шард",
                "invalid-property@some",
                "invalid-property@a bit",
                "invalid-property@Cache",
                "invalid-property@2024",
                "invalid-property@two words",
            ]
        );
        assert!(told[0].contains("`date`"), "{told:?}");
    }

    #[test]
    fn what_is_used_or_says_nothing_is_not_told() {
        let block = "date: 2026-11-12T10:00\ncreated: some day\nupdated:\nmodified: 2026-01-01\norder: \"3\"\n\
            nav_order: x\ntitle: \"\"\ndescription: []\nlang: ru\ntoc: false\nnames: {ru: Шард}\ntags: sea, deep/sea\n\
            requires: \"[[Cache]]\"\nsearch: 0.5\nunlisted: yes\nauto_link: off\nreviewer: [a, {b: c}]\n";
        assert_eq!(told(block), Vec::<String>::new());
    }

    #[test]
    fn a_later_key_that_is_used_does_not_hide_the_first() {
        assert_eq!(told("date: soon\ncreated: 2026-11-12\n").len(), 1);
        assert_eq!(told(&format!("tags: [{}]\n", "1, ".repeat(300))).len(), MOST);
    }
}
