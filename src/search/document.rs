//! What search knows of a note.

use std::ops::Range;

use studium_search::{Document, Kind, Section};

use crate::graph::NoteId;
use crate::note::{Element, Event, Indexing, Note, SpannedEvent, TAG_DEPTH, first_parts};
use crate::page::Plan;

/// Returns one document for each note that may be found, in path order. Unlisted notes, and those whose
/// front matter says so, are left out.
pub fn documents(plan: &Plan<'_>) -> Vec<Document> {
    use rayon::prelude::*;
    let ids: Vec<NoteId> = plan.searchable().collect();
    ids.par_iter().map(|id| document(plan, *id)).collect()
}

fn document(plan: &Plan<'_>, id: NoteId) -> Document {
    let note = plan.note(id);
    let mut sections = sections(note, &plan.card_partings(id));
    let mut aliases: Vec<String> = note.front_matter.aliases.iter().map(|alias| alias.name.clone()).collect();
    let term = plan.term(id);
    if let Some(term) = term {
        let names = term.names.iter().map(|name| name.text.clone());
        aliases.extend(names.filter(|name| name != plan.title(id)));
        // A definition out of the body stands in it already.
        let own = note.front_matter.definition.iter();
        let definitions: Vec<&str> = own.chain(term.definitions.values()).map(String::as_str).collect();
        sections[0].text.insert_str(0, &format!("{} ", definitions.join(" ")));
    } else if let Some(description) = &note.front_matter.description {
        sections[0].text.insert_str(0, &format!("{description} "));
    }
    aliases.sort();
    aliases.dedup();
    Document {
        path: note.path.to_string(),
        permalink: plan.routes.note(id).to_string(),
        title: plan.title(id).to_owned(),
        aliases,
        tags: note.tags.iter().map(|tag| first_parts(tag, TAG_DEPTH).to_owned()).collect(),
        lang: plan.lang(id).to_owned(),
        kind: if term.is_some() { Kind::Term } else { Kind::Note },
        boost: match note.front_matter.indexing {
            Indexing::Boosted(boost) => boost,
            Indexing::Plain | Indexing::Excluded => 1.0,
        },
        sections,
    }
}

/// Cuts the text at its headings. The first section is the text before them; it is always there.
///
/// Where a question ends and its answer begins, a blank stands instead of the mark between them.
fn sections(note: &Note, partings: &[(usize, Range<usize>)]) -> Vec<Section> {
    let mut sections = vec![Section::default()];
    let mut heading_depth = None;
    // Whether each open element is a block.
    let mut open = Vec::new();
    let footnotes = note.footnotes.iter().flat_map(|footnote| &footnote.events);
    for (index, SpannedEvent { event, .. }) in note.events.iter().chain(footnotes).enumerate() {
        let last = sections.len() - 1;
        match event {
            Event::Start(element) => {
                if let Element::Heading(index) = element {
                    let heading = &note.headings[*index];
                    sections.push(Section {
                        heading: Some(heading.text.clone()),
                        anchor: Some(heading.id.clone()),
                        text: String::new(),
                    });
                    heading_depth = Some(open.len());
                }
                open.push(element.is_block());
            }
            Event::End => {
                // A word at the end of one block is not one with the next; `un**believ**able` is one.
                if open.pop() == Some(true) {
                    push_blank(&mut sections[last].text);
                }
                if heading_depth == Some(open.len()) {
                    heading_depth = None;
                }
            }
            _ if heading_depth.is_some() => {}
            Event::Text(text) => match partings.binary_search_by_key(&index, |(at, _)| *at) {
                Ok(found) => {
                    let parting = &partings[found].1;
                    sections[last].text.extend([&text[..parting.start], " ", &text[parting.end..]]);
                }
                Err(_) => sections[last].text.push_str(text),
            },
            Event::Code(text) => sections[last].text.push_str(text),
            Event::Tag(tag) => sections[last].text.extend(["#", tag]),
            Event::Math(formula) => sections[last].text.push_str(&formula.tex),
            Event::Html(html) => push_visible(&mut sections[last].text, html),
            Event::SoftBreak | Event::HardBreak | Event::Rule => push_blank(&mut sections[last].text),
            Event::FootnoteReference(_) => {}
        }
    }
    sections
}

fn push_blank(text: &mut String) {
    if !text.is_empty() && !text.ends_with(' ') {
        text.push(' ');
    }
}

/// Adds what a reader sees of raw HTML: the text between tags, without scripts, styles and comments.
fn push_visible(text: &mut String, html: &str) {
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tag = &rest[at..];
        let name = tag.trim_start_matches(['<', '/']);
        let name = &name[..name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len())];
        let is = |known: &str| name.eq_ignore_ascii_case(known);
        if !INLINE_TAGS.iter().any(|inline| is(inline)) {
            push_blank(text);
        }
        let end = if tag.starts_with("<!--") {
            tag.find("-->").map(|end| end + 3)
        } else if is("script") || is("style") {
            tag.find("</").and_then(|close| Some(close + tag[close..].find('>')? + 1))
        } else {
            tag.find('>').map(|end| end + 1)
        };
        rest = &tag[end.unwrap_or(tag.len())..];
    }
    text.push_str(rest);
}

/// Tags that may stand within a word.
const INLINE_TAGS: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark",
    "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "u", "var", "wbr",
];
