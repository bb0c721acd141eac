//! Reads the metadata block of one file.
//!
//! In: the text of the file. Out: [`Read`]: what the block says, its links and tags, and where the body
//! starts. What cannot be read is reported, and the body is parsed all the same.

use std::ops::Range;

use serde_json::{Map, Value};

use super::block::{self, Block, Format};
use super::dropped::dropped;
use super::keys::{self, Doubt, VISIBILITY_KEYS};
use super::place::Places;
use super::yaml::{self, Unreadable};
use super::{FrontMatter, Visibility};
use crate::diagnostic::{Diagnostic, LinkKind, words};
use crate::note::link::Link;
use crate::note::wikilink;
use crate::source::{Place, SourcePath, Span};

/// How deep lists and maps are searched for links: a list in a map in a property.
const LINK_DEPTH: usize = 3;
/// The keys whose values are names of notes, in brackets or not.
const NAME_KEYS: &[&str] = &["translation_of"];

/// What was read from the start of a file.
#[derive(Debug, Default)]
pub(in crate::note) struct Read {
    /// What the block says.
    pub(in crate::note) front_matter: FrontMatter,
    /// The links of properties, in order of place.
    pub(in crate::note) links: Vec<Link>,
    /// The tags of properties, without `#`.
    pub(in crate::note) tags: Vec<String>,
    /// Where the body starts.
    pub(in crate::note) body_start: usize,
    /// What was noticed.
    pub(in crate::note) diagnostics: Vec<Diagnostic>,
}

/// Reads the block at the start of `text`, if there is one.
pub(in crate::note) fn read(path: &SourcePath, text: &str) -> Read {
    let start = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let nothing = Read { body_start: start, ..Read::default() };
    let Some(block) = block::find(text) else { return nothing };
    let inner = &text[block.inner.clone()];
    let value = match block.format {
        _ if !block.closed => Err(Unreadable { why: words::BLOCK_HAS_NO_END.plain(), offset: None }),
        Format::Yaml => yaml::read_yaml(inner),
        Format::Toml => yaml::read_toml(inner),
    };
    match value {
        Ok(Value::Object(properties)) => readable(path, text, &block, properties),
        Ok(Value::Null) => empty(&block),
        // Words between two rules are no metadata, unless they were meant to keep the note back.
        Ok(Value::String(_)) if !names_visibility(inner) => nothing,
        Ok(_) => {
            let why = words::BLOCK_IS_NO_LIST.plain();
            unreadable(path, text, &block, &Unreadable { why, offset: None })
        }
        Err(error) => unreadable(path, text, &block, &error),
    }
}

fn empty(block: &Block) -> Read {
    let front_matter = FrontMatter { span: block.whole.clone().into(), ..FrontMatter::default() };
    Read { front_matter, body_start: block.whole.end, ..Read::default() }
}

fn readable(path: &SourcePath, text: &str, block: &Block, properties: Map<String, Value>) -> Read {
    let places = Places::new(text, block.inner.clone());
    let (mut front_matter, doubt) = keys::interpret(&properties, &places);
    front_matter.span = block.whole.clone().into();
    let mut found = Vec::new();
    for (key, value) in &properties {
        let mut section = places.section(key);
        let is_name = NAME_KEYS.contains(&key.as_str());
        collect_links(value, is_name, LINK_DEPTH, &mut |raw, path, fragment| {
            let span = places.find(&mut section, raw);
            found.push((span, key.as_str(), link(raw, span, path, fragment)));
        });
    }
    found.sort_by_key(|(span, ..)| span.start);
    let of = |wanted: &str| {
        let links = found.iter().enumerate().filter(|(_, (_, key, _))| *key == wanted);
        links.map(|(index, _)| index).collect::<Vec<_>>()
    };
    front_matter.requires = of("requires");
    front_matter.translation_of = of("translation_of").first().copied();
    let links = found.into_iter().map(|(.., link)| link).collect();
    let tags = keys::tags(&properties);
    let mut diagnostics = Vec::new();
    if let Some(doubt) = doubt {
        let place = Place { path: path.clone(), span: front_matter.span };
        diagnostics.push(match doubt {
            Doubt::Conflict => Diagnostic::visibility_conflict(place),
            Doubt::Unclear(key) => {
                let why = words::NEITHER_TRUE_NOR_FALSE.with(&[("key", &key)]);
                Diagnostic::invalid_front_matter(place, &why, true)
            }
        });
    }
    diagnostics.extend(dropped(path, &properties, &places));
    front_matter.properties = properties;
    Read { front_matter, links, tags, body_start: block.whole.end, diagnostics }
}

fn link(raw: &str, span: Span, path: &str, fragment: Option<&str>) -> Link {
    Link {
        kind: LinkKind::Property,
        raw: raw.to_owned(),
        span,
        path: path.to_owned(),
        fragment: fragment.map(str::to_owned),
        context: None,
    }
}

/// Calls `found` for each text value that is a whole wikilink: its source, path and fragment; where the
/// value `is_name`, for every text.
fn collect_links(
    value: &Value,
    is_name: bool,
    depth: usize,
    found: &mut impl FnMut(&str, &str, Option<&str>),
) {
    match value {
        Value::String(text) => {
            let raw = text.trim();
            if let Some(link) = wikilink::whole(raw)
                && !wikilink::has_scheme(link.target)
            {
                let (path, fragment) = wikilink::split_fragment(link.target);
                found(raw, path, fragment);
            } else if is_name && !raw.is_empty() && !raw.starts_with('[') {
                let (path, fragment) = wikilink::split_fragment(raw);
                found(raw, path, fragment);
            }
        }
        Value::Array(items) if depth > 0 => {
            for item in items {
                collect_links(item, is_name, depth - 1, found);
            }
        }
        Value::Object(map) if depth > 0 => {
            for item in map.values() {
                collect_links(item, is_name, depth - 1, found);
            }
        }
        _ => {}
    }
}

fn unreadable(path: &SourcePath, text: &str, block: &Block, error: &Unreadable) -> Read {
    // Of an open block nobody can tell where it was meant to end.
    let searched = if block.closed { &text[block.inner.clone()] } else { &text[block.inner.start..] };
    let private = names_visibility(searched);
    let visibility = Visibility { private, unreadable: true, ..Visibility::default() };
    let span = place_of(text, block, error.offset);
    let place = Place { path: path.clone(), span };
    let diagnostics = vec![Diagnostic::invalid_front_matter(place, &error.why, private)];
    let whole = block.whole.clone().into();
    let front_matter = FrontMatter { span: whole, visibility, ..FrontMatter::default() };
    Read { front_matter, diagnostics, body_start: block.whole.end, ..Read::default() }
}

/// Returns the place of an error: the character that the reader of the format stopped at.
fn place_of(text: &str, block: &Block, offset: Option<usize>) -> Span {
    let Range { start, end } = block.inner;
    match offset {
        None => Span::new(block.whole.start, start),
        Some(offset) => {
            let at = text.floor_char_boundary((start + offset).min(end));
            let length = text[at..].chars().next().filter(|c| !c.is_control()).map_or(0, char::len_utf8);
            Span::new(at, at + length)
        }
    }
}

/// Tells whether `text` holds a visibility key with a `:` or `=` behind it.
fn names_visibility(text: &str) -> bool {
    let text = text.to_lowercase();
    VISIBILITY_KEYS.iter().any(|key| {
        text.match_indices(key).any(|(start, _)| {
            let glued = text[..start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | '-'));
            let rest = text[start + key.len()..].trim_start_matches(['"', '\'']).trim_start();
            !glued && rest.starts_with([':', '='])
        })
    })
}
