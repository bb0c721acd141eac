//! Small vaults in a string, for tests. The reader of notes here knows just enough of the syntax to
//! write links, headings, block ids and front matter down where they are read.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Graph, NoteId, Resolution, ResolveOptions, Target, Vault, Withheld};
use crate::diagnostic::{Diagnostic, LinkKind};
use crate::note::{
    Block, CanvasBody, Element, Event, FrontMatter, Heading, Kind, Link, Named, Note, SpannedEvent,
};
use crate::source::{ContentHash, LineIndex, SourcePath, Span};
use crate::words::{heading_slug, percent_decode};

/// Options as for a vault of the application.
pub(super) const OPTIONS: ResolveOptions = ResolveOptions { aliases: true, markdown_relative_first: false };

/// A vault and the texts that it was made from.
pub(super) struct Fixture {
    pub(super) vault: Vault,
    texts: BTreeMap<SourcePath, String>,
}

/// Makes a vault from text in which a line `=== path` opens each file.
pub(super) fn fixture(text: &str) -> Fixture {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        if let Some(path) = line.strip_prefix("=== ") {
            files.push((path.to_owned(), String::new()));
        } else if let Some((_, file)) = files.last_mut() {
            file.push_str(line);
            file.push('\n');
        }
    }
    of_files(files)
}

/// Makes a vault from paths and contents.
pub(super) fn of_files(mut files: Vec<(String, String)>) -> Fixture {
    files.sort();
    let mut vault = Vault::default();
    let mut texts = BTreeMap::new();
    for (path, text) in files {
        let path = SourcePath::new(&path).expect("a plain path");
        match path.extension().as_str() {
            "md" | "canvas" | "base" => {
                let note = note(path.clone(), &text);
                if text.contains("publish: false") {
                    let aliases = note.front_matter.aliases.into_iter().map(|alias| alias.name).collect();
                    vault.withheld.push(Withheld { path: path.clone(), aliases });
                } else if note.front_matter.drawing {
                    vault.drawings.push(path.clone());
                } else {
                    vault.notes.push(Arc::new(note));
                }
            }
            _ => vault.attachments.push(path.clone()),
        }
        texts.insert(path, text);
    }
    Fixture { vault, texts }
}

impl Fixture {
    /// Resolves all links.
    pub(super) fn resolve(&self) -> (Graph, Vec<Diagnostic>) {
        Graph::resolve(&self.vault, &OPTIONS)
    }

    /// Returns the note at a path.
    pub(super) fn id(&self, path: &str) -> NoteId {
        self.vault.notes().find(|(_, note)| note.path.as_str() == path).expect("a note of this path").0
    }

    /// Says of each note which paths it has.
    pub(super) fn paths(&self, ids: impl IntoIterator<Item = NoteId>) -> String {
        let paths: Vec<&str> = ids.into_iter().map(|id| self.vault.note(id).path.as_str()).collect();
        paths.join(" ")
    }

    /// Says in one line for each link of the vault where it leads.
    pub(super) fn outline(&self, options: ResolveOptions) -> String {
        let (graph, _) = Graph::resolve(&self.vault, &options);
        let mut lines = Vec::new();
        for (id, note) in self.vault.notes() {
            for (index, link) in note.links.iter().enumerate() {
                let end = self.describe(graph.resolution(id, index));
                lines.push(format!("{} {} → {end}", note.path, link.raw));
            }
        }
        lines.join("\n")
    }

    fn describe(&self, resolution: &Resolution) -> String {
        match resolution {
            Resolution::Found { target, via_alias, .. } => {
                let end = match target {
                    Target::Note(id, None) => self.vault.note(*id).path.to_string(),
                    Target::Note(id, Some(part)) => {
                        let note = self.vault.note(*id);
                        let anchor = match part {
                            super::Part::Heading(index) => note.headings[*index].id.clone(),
                            super::Part::Block(index) => format!("^{}", note.blocks[*index].id),
                        };
                        format!("{} {anchor}", note.path)
                    }
                    Target::File(path, None) => path.to_string(),
                    Target::File(path, Some(fragment)) => format!("{path} {fragment}"),
                };
                if *via_alias { format!("{end} (alias)") } else { end }
            }
            Resolution::Missing { reason, suggestion, suggestions, .. } => match suggestion {
                Some(best) => format!("{}: {best} {suggestions:?}", reason.as_str()),
                None => reason.as_str().to_owned(),
            },
        }
    }

    /// Says in one line for each finding what it is.
    pub(super) fn report(&self, diagnostics: &[Diagnostic]) -> String {
        let lines = diagnostics.iter().map(|found| {
            let place = found.place.as_ref().expect("a finding about a file");
            let at = LineIndex::new(&self.texts[&place.path]).line_column(place.span.start);
            let (severity, code) = (found.severity.as_str(), found.code.as_str());
            let (line, column) = (at.line_number, at.column_number);
            format!("{}:{line}:{column}: {severity}[{code}]: {}", place.path, found.message)
        });
        lines.collect::<Vec<_>>().join("\n")
    }
}

/// Says where each link of a vault leads.
pub(super) fn outline(text: &str) -> String {
    fixture(text).outline(OPTIONS)
}

/// Says what is found in a vault, but for orphans.
pub(super) fn diagnose(text: &str) -> String {
    let fixture = fixture(text);
    let (_, mut found) = fixture.resolve();
    found.retain(|found| found.code != crate::diagnostic::Code::OrphanNote);
    fixture.report(&found)
}

fn note(path: SourcePath, text: &str) -> Note {
    let kind = match path.extension().as_str() {
        "canvas" => Kind::Canvas(Box::<CanvasBody>::default()),
        "base" => Kind::Base,
        _ => Kind::Markdown,
    };
    let mut note = Note {
        path,
        hash: ContentHash::of(text.as_bytes()),
        kind,
        front_matter: FrontMatter::default(),
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
    };
    let mut in_front_matter = false;
    let mut offset = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        match content {
            "---" if offset == 0 || in_front_matter => in_front_matter = !in_front_matter,
            "" => {}
            _ if in_front_matter => property(&mut note.front_matter, content, offset),
            _ => block(&mut note, content, offset),
        }
        offset += line.len();
    }
    note
}

fn property(front_matter: &mut FrontMatter, line: &str, offset: usize) {
    let (key, value) = line.split_once(": ").expect("a property");
    let span = Span::new(offset, offset + line.len());
    let list = || value.trim_matches(['[', ']']).split(", ").map(str::to_owned);
    match key {
        "title" => front_matter.title = Some(value.to_owned()),
        "aliases" => front_matter.aliases = list().map(|name| Named { name, span }).collect(),
        "type" => front_matter.note_type = Some(value.to_owned()),
        "definition" => front_matter.definition = Some(value.to_owned()),
        "category" => front_matter.category = Some(Named { name: value.to_owned(), span }),
        "excalidraw-plugin" => front_matter.drawing = true,
        key => {
            if let Some(lang) = key.strip_prefix("names.") {
                front_matter.names.insert(lang.to_owned(), list().collect());
            } else if let Some(lang) = key.strip_prefix("definitions.") {
                front_matter.definitions.insert(lang.to_owned(), value.to_owned());
            }
        }
    }
}

fn block(note: &mut Note, line: &str, offset: usize) {
    let span = Span::new(offset, offset + line.len());
    let push = |note: &mut Note, event| note.events.push(SpannedEvent { event, span });
    let start = note.events.len();
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    let heading = (1..=6).contains(&level) && line[level..].starts_with(' ');
    if heading {
        push(note, Event::Start(Element::Heading(note.headings.len())));
    } else {
        push(note, Event::Start(Element::Paragraph));
    }
    links(note, line, offset);
    push(note, Event::Text(line.into()));
    push(note, Event::End);
    let events = start..note.events.len();
    if heading {
        let text = line[level..].trim().to_owned();
        let slug = heading_slug(&text);
        let taken = |id: &str| note.headings.iter().any(|heading| heading.id == id);
        let numbered = (1..).map(|number| format!("{slug}-{number}"));
        let id = [slug.clone()].into_iter().chain(numbered).find(|id| !taken(id)).expect("a free id");
        let level = u8::try_from(level).expect("at most six");
        note.headings.push(Heading { level, source: text.clone(), text, id, events, span });
    } else {
        if let Some((_, id)) = line.rsplit_once(" ^") {
            note.blocks.push(Block { id: id.to_owned(), events, span });
        }
        if note.first_paragraph.is_empty() {
            line.clone_into(&mut note.first_paragraph);
        }
    }
}

fn links(note: &mut Note, line: &str, offset: usize) {
    let mut at = 0;
    while let Some(open) = line[at..].find('[').map(|open| at + open) {
        let bang = usize::from(line[..open].ends_with('!'));
        let wiki = line[open..].starts_with("[[");
        let (inner, close) = if wiki { (open + 2, "]]") } else { (open, ")") };
        let Some(length) = line[inner..].find(close) else { break };
        at = inner + length + close.len();
        let target = if wiki {
            line[inner..inner + length].split('|').next().expect("at least one part")
        } else {
            line[inner..inner + length].split("](").nth(1).expect("a destination")
        };
        let (path, fragment) = match target.split_once('#') {
            Some((path, fragment)) => (path, Some(fragment)),
            None => (target, None),
        };
        let read = |text: &str| {
            if wiki { text.trim().to_owned() } else { percent_decode(text).trim().to_owned() }
        };
        let kind = match (&note.kind, bang, wiki) {
            (Kind::Canvas(_), ..) => LinkKind::Canvas,
            (_, 1, _) => LinkKind::Embed,
            (_, _, true) => LinkKind::Wikilink,
            _ => LinkKind::Markdown,
        };
        let span = Span::new(offset + open - bang, offset + at);
        if kind == LinkKind::Embed {
            let element = Element::Embed { link: note.links.len(), size: Box::default() };
            note.events.push(SpannedEvent { event: Event::Start(element), span });
            note.events.push(SpannedEvent { event: Event::End, span });
        }
        note.links.push(Link {
            kind,
            raw: line[open - bang..at].to_owned(),
            span,
            path: read(path),
            fragment: fragment.map(read),
            context: None,
        });
    }
}
