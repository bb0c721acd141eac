//! Parses one file of the vault, whatever is in it.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::body::{self, Body, Given};
use super::mask;
use super::{
    Element, Event, Events, FOLDER_DEPTH, Heading, Kind, NamedBase, Note, ParseOptions, base, canvas,
    front_matter, private,
};
use crate::diagnostic::{Diagnostic, words};
use crate::source::{Place, SourceFile, Span};
use crate::words::{heading_key, heading_slug};

/// How long a note may be. What stands behind is left out.
const MAX_BYTES: usize = 16 * 1024 * 1024;

/// Parses a note, a canvas or a base. Never fails; what could not be made sense of is in
/// [`Note::diagnostics`].
///
/// ```
/// use studium::note::{ParseOptions, parse};
/// use studium::source::{SourceFile, SourcePath};
///
/// let path = SourcePath::new("tides.md").expect("a plain path");
/// let file = SourceFile::new(path, "# Tides\n\nThe [[Moon]] pulls.\n".as_bytes());
/// let note = parse(&file, &ParseOptions { hard_line_breaks: false });
/// assert_eq!(note.headings[0].id, "tides");
/// assert_eq!(note.links[0].path, "Moon");
/// ```
pub fn parse(file: &SourceFile, options: &ParseOptions) -> Note {
    let text = file.text();
    match file.path.extension().as_str() {
        "canvas" => canvas::read(file, &text, *options),
        "base" => {
            let bases = vec![NamedBase { event: 0, base: base::read(&text) }];
            Note { kind: Kind::Base, bases, ..empty(file) }
        }
        _ => markdown(file, &text, *options),
    }
}

/// Makes a note that holds nothing.
pub(super) fn empty(file: &SourceFile) -> Note {
    Note {
        path: file.path.clone(),
        hash: file.hash,
        kind: Kind::Markdown,
        front_matter: front_matter::FrontMatter::default(),
        events: Vec::new(),
        footnotes: Vec::new(),
        headings: Vec::new(),
        former_ids: Vec::new(),
        blocks: Vec::new(),
        bases: Vec::new(),
        links: Vec::new(),
        tags: Vec::new(),
        first_paragraph: String::new(),
        word_count: 0,
        has_html: false,
        diagnostics: Vec::new(),
        origin: None,
    }
}

/// Finds the headings that old ids belong to: by the id that a heading has now, or by its words. In the order of
/// the headings.
fn former_ids(anchors: &BTreeMap<String, String>, headings: &[Heading]) -> Vec<(String, usize)> {
    if anchors.is_empty() {
        return Vec::new();
    }
    let (mut by_id, mut by_words) = (HashMap::new(), HashMap::new());
    for (index, heading) in headings.iter().enumerate() {
        by_id.entry(heading.id.as_str()).or_insert(index);
        by_words.entry(heading_key(&heading.text)).or_insert(index);
    }
    let mut seen = HashSet::new();
    let mut found: Vec<(String, usize)> = Vec::new();
    for (old, now) in anchors {
        let old = heading_slug(old.trim_start_matches('#'));
        let (id, words) = (heading_slug(now.trim_start_matches('#')), heading_key(now));
        let index = by_id.get(id.as_str()).into_iter().chain(by_words.get(&words)).min();
        if let Some(index) = index.filter(|_| !by_id.contains_key(old.as_str()))
            && seen.insert(old.clone())
        {
            found.push((old, *index));
        }
    }
    found.sort_by_key(|(_, index)| *index);
    found
}

/// Parses text as a note. Spans are offsets in `text`.
pub(super) fn markdown(file: &SourceFile, text: &str, options: ParseOptions) -> Note {
    let mut diagnostics = Vec::new();
    let text = if text.len() > MAX_BYTES {
        let end = text.floor_char_boundary(MAX_BYTES);
        let place = Place { path: file.path.clone(), span: Span::new(end, text.len()) };
        let what = words::LIMIT_NOTE.with(&[("limit", &(MAX_BYTES >> 20))]);
        diagnostics.push(Diagnostic::note_budget(place, what));
        &text[..end]
    } else {
        text
    };
    if file.path.folder().matches('/').count() >= FOLDER_DEPTH {
        let place = Place { path: file.path.clone(), span: Span::default() };
        diagnostics
            .push(Diagnostic::note_budget(place, words::LIMIT_FOLDERS.with(&[("limit", &FOLDER_DEPTH)])));
    }
    let mut read = front_matter::read(&file.path, text);
    front_matter::adopt(&text[read.body_start..], &mut read.front_matter.visibility);
    diagnostics.extend(read.diagnostics);
    let open = private::open(text, read.body_start);
    let (masked, noticed) = mask::mask(&file.path, &open.text, read.body_start);
    let given = Given { path: &file.path, source: &open.text, options, links: read.links, tags: read.tags };
    let mut body = body::read(given, &masked);
    body.diagnostics.extend(noticed);
    if !open.is_whole() {
        for span in body.spans() {
            *span = open.in_file(*span);
        }
    }
    diagnostics.extend(body.diagnostics);
    diagnostics.extend(
        open.unclosed.map(|span| Diagnostic::unclosed_private(Place { path: file.path.clone(), span })),
    );
    diagnostics.sort_by_key(|diagnostic| diagnostic.place.as_ref().map(|place| place.span));
    let Body { mut events, footnotes, mut headings, blocks, mut links, tags, .. } = body;
    // Notes are held for the whole build, and lists grow by doubling.
    events.shrink_to_fit();
    headings.shrink_to_fit();
    links.shrink_to_fit();
    Note {
        former_ids: former_ids(&read.front_matter.anchors, &headings),
        front_matter: read.front_matter,
        bases: fenced_bases(&events),
        events,
        footnotes,
        headings,
        blocks,
        links,
        tags,
        first_paragraph: body.first_paragraph,
        word_count: body.word_count,
        has_html: body.has_html,
        diagnostics,
        ..empty(file)
    }
}

/// The most bases of one note that are answered.
const BASES: usize = 32;

/// Reads the bases that stand in fences.
fn fenced_bases(events: &Events) -> Vec<NamedBase> {
    let is_base = |event: &Event| match event {
        Event::Start(Element::CodeBlock(fence)) => fence.language.eq_ignore_ascii_case("base"),
        _ => false,
    };
    let starts = events.iter().enumerate().filter(|(_, spanned)| is_base(&spanned.event));
    starts
        .take(BASES)
        .map(|(event, _)| {
            let inside = events[event + 1..].iter().map(|spanned| &spanned.event);
            let lines = inside.map_while(|event| match event {
                Event::Text(text) => Some(&**text),
                _ => None,
            });
            NamedBase { event, base: base::read(&lines.collect::<String>()) }
        })
        .collect()
}
