//! Terms that are defined by a line: `Term :: what it means`.
//!
//! In: a note of `type: glossary`. Out: a note for each such line, as if somebody had written it, so that a
//! term is linked, listed and searched like any other. It remembers where its line stands.

use super::event::{Element, Event, SpannedEvent};
use super::front_matter::FrontMatter;
use super::parse::empty;
use super::{Kind, Note};
use crate::source::{ContentHash, SourceFile, SourcePath, Span};

/// What parts a term from what it means.
const SIGN: &str = "::";
/// The longest name of a term, in characters: what is longer is a sentence.
const NAME: usize = 80;

/// Where a note was made from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Origin {
    /// The file.
    pub path: SourcePath,
    /// The line.
    pub span: Span,
}

/// Returns the terms that the lines of a note of `type: glossary` define, in order of place, as notes in
/// `folder`. Of other notes there are none.
pub fn line_terms(note: &Note, folder: &str) -> Vec<Note> {
    if note.kind != Kind::Markdown || note.front_matter.note_type.as_deref() != Some("glossary") {
        return Vec::new();
    }
    let mut terms = Vec::new();
    let mut line = String::new();
    let mut span: Option<Span> = None;
    let mut closed = 0_usize;
    for SpannedEvent { event, span: at } in &note.events {
        match event {
            Event::Start(element) => {
                if !is_inline(element) {
                    terms.extend(term(note, folder, &mut line, &mut span));
                }
                if closed > 0 || matches!(element, Element::Heading(_) | Element::CodeBlock(_)) {
                    closed += 1;
                }
            }
            Event::End => closed = closed.saturating_sub(1),
            Event::SoftBreak | Event::HardBreak | Event::Rule => {
                terms.extend(term(note, folder, &mut line, &mut span));
            }
            Event::Text(text) | Event::Code(text) if closed == 0 => {
                line.push_str(text);
                let start = span.map_or(at.start, |span| span.start);
                span = Some(Span::new(start, at.end));
            }
            Event::Math(formula) if closed == 0 => line.push_str(&formula.tex),
            _ => {}
        }
    }
    terms.extend(term(note, folder, &mut line, &mut span));
    terms
}

fn term(note: &Note, folder: &str, line: &mut String, span: &mut Option<Span>) -> Option<Note> {
    let (line, span) = (std::mem::take(line), span.take()?);
    let (name, definition) = line.split_once(SIGN)?;
    let (name, definition) = (name.trim(), definition.trim());
    let is_name = name.chars().any(char::is_alphanumeric) && name.chars().count() <= NAME;
    if !is_name || definition.is_empty() {
        return None;
    }
    let folder = if folder.is_empty() { "glossary" } else { folder };
    let file: String =
        name.chars().map(|c| if c == '/' || c == '\\' || c.is_control() { '-' } else { c }).collect();
    let path = SourcePath::new(&format!("{folder}/{}.md", file.trim_start_matches('.')))?;
    let own = &note.front_matter;
    let said = format!("{path}\0{name}\0{definition}\0{:?}\0{:?}\0{}", own.lang, own.category, own.unlisted);
    let front_matter = FrontMatter {
        title: Some(name.to_owned()),
        note_type: Some("term".to_owned()),
        definition: Some(definition.to_owned()),
        category: own.category.clone(),
        lang: own.lang.clone(),
        unlisted: own.unlisted,
        unmentioned: own.unmentioned,
        visibility: own.visibility,
        ..FrontMatter::default()
    };
    let file = SourceFile::new(path, b"".as_slice());
    let hash = ContentHash::of(said.as_bytes());
    Some(Note { hash, front_matter, origin: Some(Origin { path: note.path.clone(), span }), ..empty(&file) })
}

fn is_inline(element: &Element) -> bool {
    matches!(
        element,
        Element::Emphasis
            | Element::Strong
            | Element::Strikethrough
            | Element::Highlight
            | Element::Link(_)
            | Element::ExternalLink(_)
            | Element::Embed { .. }
            | Element::ExternalImage(..)
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::note::{ParseOptions, parse};

    fn terms(text: &str) -> Vec<String> {
        let path = SourcePath::new("Words.md").expect("a plain path");
        let file = SourceFile::new(path, text.as_bytes());
        let note = parse(&file, &ParseOptions { hard_line_breaks: false });
        let shown = |term: &Note| {
            let origin = term.origin.as_ref().expect("it stands in a line");
            let line = &text[origin.span.start..origin.span.end];
            let definition = term.front_matter.definition.as_deref().unwrap_or("");
            format!("{} = {} = {definition} | {line}", term.path, term.title())
        };
        line_terms(&note, "glossary").iter().map(shown).collect()
    }

    #[test]
    fn each_line_of_a_glossary_is_a_term() {
        let found = terms(
            "---\ntype: glossary\n---\nA list.\n\nQuorum :: a majority\nI/O:: *input* and output\n\n- Shard :: a part\n\n\
             # No :: heading\n\n```\nno :: code\n```\n:: nothing\nnothing ::\n",
        );
        insta::assert_snapshot!(found.join("\n"), @r"
        glossary/Quorum.md = Quorum = a majority | Quorum :: a majority
        glossary/I-O.md = I/O = input and output | I/O:: *input* and output
        glossary/Shard.md = Shard = a part | Shard :: a part
        ");
    }

    #[test]
    fn other_notes_have_none() {
        assert!(terms("Quorum :: a majority\n").is_empty());
    }
}
