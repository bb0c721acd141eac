//! Gives the properties of a note their meaning: our keys, and those of our neighbours.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::place::Places;
use super::{Dated, FrontMatter, Indexing, Named, Visibility};
use crate::note::wikilink::has_scheme;
use crate::note::{AutoLink, tag};

/// What the visibility keys of a readable block say, and what is wrong with it.
pub(super) struct Said {
    pub(super) visibility: Visibility,
    pub(super) doubt: Option<Doubt>,
}

/// Why it is not sure who may see a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Doubt {
    /// Keys disagree.
    Conflict,
    /// This key has a list or a map for a value that says no clear yes or no.
    Unclear(&'static str),
}

/// All keys that bear on who may see a note.
pub(super) const VISIBILITY_KEYS: [&str; 6] =
    ["publish", "draft", "private", "published", "dg-publish", "public"];

/// The keys whose values the site shows by itself. All others are between the author and the
/// templates: a memo or the name of a reviewer is nothing for a file that everybody can fetch.
pub(super) const PUBLIC_KEYS: &[&str] = &[
    "title",
    "aliases",
    "alias",
    "tags",
    "tag",
    "date",
    "created",
    "updated",
    "lastmod",
    "modified",
    "last-modified",
    "description",
    "summary",
    "desc",
    "socialDescription",
    "type",
    "definition",
    "category",
    "names",
    "definitions",
    "lang",
    "translation_of",
    "translationKey",
    "weight",
    "order",
    "nav_order",
    "requires",
    "minutes",
    "deck",
    "permalink",
    "slug",
];

/// The keys that have a meaning and are shown nowhere as they are.
const OWN_KEYS: &[&str] = &[
    "unlisted",
    "noindex",
    "dg-hide",
    "url",
    "path",
    "dg-permalink",
    "sidebar",
    "sidebar.order",
    "cssclasses",
    "cssclass",
    "template",
    "layout",
    "toc",
    "enableToc",
    "image",
    "cover",
    "search",
    "search.exclude",
    "in_search_index",
    "pagefind",
    "excalidraw-plugin",
    "anchors",
];

/// Keys of which the first with a good value counts.
pub(super) const DATE_KEYS: &[&str] = &["date", "created"];
pub(super) const UPDATED_KEYS: &[&str] = &["updated", "lastmod", "modified", "last-modified"];
pub(super) const WEIGHT_KEYS: &[&str] = &["weight", "order", "nav_order"];
pub(super) const TOC_KEYS: &[&str] = &["toc", "enableToc"];
/// Keys of which each counts.
pub(super) const FLAG_KEYS: &[&str] = &["unlisted", "noindex", "dg-hide"];
pub(super) const AUTO_LINK_KEYS: &[&str] = &["auto_link"];

/// Tells whether a key has a meaning.
pub(super) fn is_known(key: &str) -> bool {
    PUBLIC_KEYS.contains(&key) || OWN_KEYS.contains(&key) || VISIBILITY_KEYS.contains(&key)
}

/// Fills in everything but links, which know more than a value.
pub(super) fn interpret(
    properties: &Map<String, Value>,
    places: &Places<'_>,
) -> (FrontMatter, Option<Doubt>) {
    let text = |keys: &[&str]| keys.iter().find_map(|key| scalar(properties.get(*key)?));
    let said = visibility(properties);
    let mut front_matter = FrontMatter {
        title: text(&["title"]),
        visibility: said.visibility,
        unlisted: FLAG_KEYS.iter().any(|key| {
            spelled(properties, key).any(|value| truth_of(value).or_else(|| word_of(value)) == Some(true))
        }),
        date: first_date(properties, DATE_KEYS),
        updated: first_date(properties, UPDATED_KEYS),
        description: text(&["description", "summary", "desc", "socialDescription"]),
        note_type: text(&["type"]).map(|word| word.to_lowercase()),
        definition: text(&["definition"]),
        category: named(properties, &["category"], places),
        anchors: by_language(properties.get("anchors"), scalar),
        names: by_language(properties.get("names"), texts),
        definitions: by_language(properties.get("definitions"), scalar),
        auto_link: text(AUTO_LINK_KEYS).and_then(|word| AutoLink::from_word(&word.to_lowercase())),
        unmentioned: truth(properties, "mentions") == Some(false),
        lang: text(&["lang"]),
        translation_key: text(&["translationKey"]),
        weight: weight(properties),
        minutes: properties.get("minutes").and_then(number).and_then(whole),
        deck: text(&["deck"]),
        css_classes: words(properties, &["cssclasses", "cssclass"]),
        template: text(&["template", "layout"]),
        toc: TOC_KEYS.iter().find_map(|key| truth(properties, key)),
        image: text(&["image", "cover"]),
        indexing: indexing(properties),
        drawing: properties.get("excalidraw-plugin").is_some_and(|value| !is_no(value)),
        slug: named(properties, &["slug"], places),
        permalink: permalink(properties, places),
        ..FrontMatter::default()
    };
    aliases(properties, places, &mut front_matter);
    (front_matter, said.doubt)
}

/// Returns the tags of the properties, without `#`, as written.
pub(super) fn tags(properties: &Map<String, Value>) -> Vec<String> {
    words(properties, &["tags", "tag"])
        .into_iter()
        .map(|word| word.strip_prefix('#').map(str::to_owned).unwrap_or(word))
        .filter(|word| tag::is_tag(word))
        .collect()
}

fn visibility(properties: &Map<String, Value>) -> Said {
    let publish = keeping(properties, "publish", false);
    let neighbours = ["published", "dg-publish", "public"].map(|key| {
        let said = spelled(properties, key).filter_map(truth_of);
        said.min()
    });
    let draft = keeping(properties, "draft", true);
    let private = keeping(properties, "private", true);
    let positive = std::iter::once(publish).chain(neighbours);
    let opted_in = positive.clone().any(|said| said == Some(true));
    let refused = positive.clone().any(|said| said == Some(false));
    let draft = draft == Some(true);
    let kept = refused || private == Some(true);
    let conflict = (opted_in && (kept || draft)) || (private == Some(false) && refused);
    let is_unclear = |key: &&str| spelled(properties, key).any(is_unclear);
    let unclear = ["publish", "draft", "private"].into_iter().find(is_unclear).map(Doubt::Unclear);
    let doubt = unclear.or(conflict.then_some(Doubt::Conflict));
    let visibility = Visibility { draft, private: kept, opted_in, unreadable: false };
    Said { visibility, doubt }
}

/// Returns the values of a key, in upper case or lower: applications take `Private` for `private`, and a note must
/// not slip out over a letter.
fn spelled<'p>(properties: &'p Map<String, Value>, key: &str) -> impl Iterator<Item = &'p Value> {
    properties.iter().filter(move |(known, _)| known.trim().eq_ignore_ascii_case(key)).map(|(_, value)| value)
}

/// Reads a visibility key of ours. Words of YAML 1.1 count where they keep a note back (`draft: yes`,
/// `publish: no`): a note must not slip out because two versions of YAML disagree. So does a value that says
/// nothing clear.
fn keeping(properties: &Map<String, Value>, key: &str, keeps_back: bool) -> Option<bool> {
    let said = |value: &Value| {
        if is_unclear(value) {
            return Some(keeps_back);
        }
        if let Value::Array(items) = value {
            return items.iter().find_map(truth_of);
        }
        truth_of(value).or_else(|| word_of(value).filter(|said| *said == keeps_back))
    };
    let said: Vec<bool> = spelled(properties, key).filter_map(said).collect();
    if said.contains(&keeps_back) { Some(keeps_back) } else { said.first().copied() }
}

/// Reads a word that is a boolean in YAML 1.1.
pub(super) fn word_of(value: &Value) -> Option<bool> {
    match scalar(value)?.to_lowercase().as_str() {
        "yes" | "y" | "on" | "1" => Some(true),
        "no" | "n" | "off" | "0" => Some(false),
        _ => None,
    }
}

/// Tells whether a value says neither yes nor no: any other word, a map, or a list that is not one clear word. A
/// key without a value says nothing, as in a template.
fn is_unclear(value: &Value) -> bool {
    match value {
        Value::Object(_) => true,
        Value::String(_) | Value::Number(_) => {
            scalar(value).is_some() && truth_of(value).or_else(|| word_of(value)).is_none()
        }
        Value::Array(items) => {
            let said: Vec<Option<bool>> = items.iter().map(truth_of).collect();
            said.contains(&None) || said.windows(2).any(|pair| pair[0] != pair[1])
        }
        _ => false,
    }
}

/// Reads a boolean, or one of the words true and false.
fn truth(properties: &Map<String, Value>, key: &str) -> Option<bool> {
    truth_of(properties.get(key)?)
}

pub(super) fn truth_of(value: &Value) -> Option<bool> {
    match value {
        Value::Bool(truth) => Some(*truth),
        Value::String(word) => match word.trim() {
            word if word.eq_ignore_ascii_case("true") => Some(true),
            word if word.eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        },
        _ => None,
    }
}

fn is_no(value: &Value) -> bool {
    matches!(value, Value::Null | Value::Bool(false))
}

/// Tells whether a character, which escapes can smuggle into a value, may stand in no page or feed, or would
/// steer a terminal.
fn is_unwritable(c: char) -> bool {
    let is_noncharacter =
        matches!(u32::from(c) & 0xffff, 0xfffe | 0xffff) || ('\u{fdd0}'..='\u{fdef}').contains(&c);
    is_noncharacter || (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
}

/// Returns a scalar as text, `None` for an empty one and for lists and maps.
pub(super) fn scalar(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().replace(is_unwritable, "\u{fffd}"),
        Value::Number(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Null | Value::Array(_) | Value::Object(_) => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// Returns the scalars of a list, or the one scalar.
fn texts(value: &Value) -> Option<Vec<String>> {
    let texts: Vec<String> = match value {
        Value::Array(items) => items.iter().filter_map(scalar).collect(),
        other => scalar(other).into_iter().collect(),
    };
    (!texts.is_empty()).then_some(texts)
}

/// Returns the entries of list keys; a single text is split at blanks and commas.
fn words(properties: &Map<String, Value>, keys: &[&str]) -> Vec<String> {
    let mut words = Vec::new();
    for value in keys.iter().filter_map(|key| properties.get(*key)) {
        match value {
            Value::Array(items) => words.extend(items.iter().filter_map(scalar)),
            other => {
                let text = scalar(other).unwrap_or_default();
                let parts = text.split(|c: char| c == ',' || c.is_whitespace());
                words.extend(parts.filter(|part| !part.is_empty()).map(str::to_owned));
            }
        }
    }
    words
}

fn aliases(properties: &Map<String, Value>, places: &Places<'_>, front_matter: &mut FrontMatter) {
    for key in ["aliases", "alias"] {
        let Some(value) = properties.get(key) else { continue };
        let names: Vec<String> = match value {
            Value::Array(items) => items.iter().filter_map(scalar).collect(),
            other => {
                let text = scalar(other).unwrap_or_default();
                text.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned).collect()
            }
        };
        let mut section = places.section(key);
        for name in names {
            if name.contains('/') {
                let old_path = name.trim_matches('/');
                if !old_path.is_empty() {
                    front_matter.redirects.push(old_path.to_owned());
                }
            }
            let span = places.find(&mut section, &name);
            front_matter.aliases.push(Named { name, span });
        }
    }
}

fn named(properties: &Map<String, Value>, keys: &[&str], places: &Places<'_>) -> Option<Named> {
    keys.iter().find_map(|key| {
        let name = scalar(properties.get(*key)?)?;
        let span = places.find(&mut places.section(key), &name);
        Some(Named { name, span })
    })
}

fn permalink(properties: &Map<String, Value>, places: &Places<'_>) -> Option<Named> {
    ["permalink", "url", "path", "dg-permalink"].iter().find_map(|key| {
        let found = named(properties, &[key], places)?;
        let path = found.name.trim_matches('/');
        let elsewhere = has_scheme(&found.name) || found.name.starts_with("//");
        (!path.is_empty() && !elsewhere).then(|| Named { name: path.to_owned(), span: found.span })
    })
}

fn by_language<T>(value: Option<&Value>, read: impl Fn(&Value) -> Option<T>) -> BTreeMap<String, T> {
    let Some(Value::Object(map)) = value else { return BTreeMap::new() };
    map.iter().filter_map(|(language, value)| Some((language.clone(), read(value)?))).collect()
}

fn first_date(properties: &Map<String, Value>, keys: &[&str]) -> Option<Dated> {
    keys.iter().find_map(|key| date_of(properties.get(*key)?))
}

pub(super) fn date_of(value: &Value) -> Option<Dated> {
    scalar(value)?.get(..10)?.parse().ok().map(Dated)
}

pub(super) fn number(value: &Value) -> Option<f64> {
    let number = match value {
        Value::Number(number) => number.as_f64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

fn whole(number: f64) -> Option<u32> {
    format!("{:.0}", number.max(0.0)).parse().ok()
}

fn weight(properties: &Map<String, Value>) -> Option<f64> {
    let sidebar = || properties.get("sidebar")?.get("order");
    WEIGHT_KEYS
        .iter()
        .find_map(|key| number(properties.get(*key)?))
        .or_else(|| number(properties.get("sidebar.order").or_else(sidebar)?))
}

fn indexing(properties: &Map<String, Value>) -> Indexing {
    let search = properties.get("search");
    let part = |key: &str| search.and_then(|value| value.get(key));
    // Words only: `search: 0` would be a weight.
    let refuses = |key: &str| {
        let word = properties.get(key).filter(|value| value.is_string());
        truth(properties, key).or_else(|| word_of(word?)) == Some(false)
    };
    let excluded = refuses("search")
        || refuses("in_search_index")
        || refuses("pagefind")
        || truth(properties, "search.exclude") == Some(true)
        || part("exclude") == Some(&Value::Bool(true));
    let boost = search.and_then(number).or_else(|| part("boost").and_then(number));
    match boost {
        _ if excluded => Indexing::Excluded,
        #[expect(clippy::cast_possible_truncation, reason = "a weight needs no more digits")]
        Some(boost) if boost > 0.0 => Indexing::Boosted(boost as f32),
        _ => Indexing::Plain,
    }
}
