//! The syntax that notes are written in.
//!
//! In: a note of the vault. Out: a path and text. Studium reads wikilinks and embeds; who has none is given
//! Markdown links to where they lead, and in place of an embed the first paragraph of what it embeds.

use std::fmt::Write as _;

use super::note::{Block, Line, Link, Piece, To, blocks, headings, opening};
use super::random::Random;
use super::{Vault, hugo, purpose};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::bench) enum Dialect {
    /// As Obsidian writes, for Studium.
    Wiki,
    /// Markdown links from file to file.
    Plain,
    /// A site of Hugo.
    Hugo,
}

/// How many notes the first page leads to.
const ENTRANCES: usize = 24;

/// The address of a note's page: the same for Studium and for Hugo.
pub(super) fn address(vault: &Vault, index: usize) -> String {
    let mut parts = vault.folder(index);
    parts.push(vault.title(index));
    parts.iter().fold(String::from("/"), |address, part| address + &escaped(&slug(part)) + "/")
}

fn slug(name: &str) -> String {
    name.to_lowercase().replace(' ', "-")
}

/// Percent-encodes all but letters, digits and hyphens of ASCII.
fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-.".contains(&byte) {
            escaped.push(char::from(byte));
        } else {
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

impl Dialect {
    pub(super) fn path(self, vault: &Vault, index: usize) -> String {
        let mut parts = vault.folder(index);
        parts.push(vault.title(index));
        match self {
            Self::Wiki | Self::Plain => parts.join("/") + ".md",
            Self::Hugo => {
                let parts: Vec<String> = parts.iter().map(|part| slug(part)).collect();
                format!("content/{}.md", parts.join("/"))
            }
        }
    }

    /// The files besides the notes.
    pub(super) fn others(self, vault: &Vault) -> Vec<(String, String)> {
        let mut home = String::from("---\ntitle: Everything\n---\n\nBegin here.\n\n");
        let writer = Writer { vault, dialect: self, from: 0, is_home: true };
        for index in 0..ENTRANCES.min(vault.notes()) {
            let link = Link { to: To::Note(index), shown: None };
            let _ = writeln!(home, "- {}", writer.link(&link));
        }
        match self {
            Self::Wiki | Self::Plain => vec![(String::from("index.md"), home)],
            Self::Hugo => {
                let mut files = hugo::files();
                files.push((String::from("content/_index.md"), home));
                files
            }
        }
    }

    pub(super) fn note(self, vault: &Vault, index: usize) -> String {
        let writer = Writer { vault, dialect: self, from: index, is_home: false };
        let mut text = writer.front();
        for block in blocks(vault, index) {
            text.push('\n');
            writer.block(&block, &mut text);
        }
        text
    }
}

struct Writer<'a> {
    vault: &'a Vault,
    dialect: Dialect,
    from: usize,
    is_home: bool,
}

impl Writer<'_> {
    fn front(&self) -> String {
        let mut random = Random::new(self.vault.seed, purpose::FRONT, self.from);
        let mut tags: Vec<String> = (0..random.below(4)).map(|_| Vault::tag(&mut random)).collect();
        tags.sort();
        tags.dedup();
        let title = self.vault.title(self.from);
        let mut front = format!("---\ntitle: \"{title}\"\n");
        if Vault::is_term(self.from) {
            let _ = writeln!(front, "type: term\ndefinition: \"{}\"", opening(self.vault, self.from));
        }
        if let Some(alias) = self.vault.alias(self.from) {
            // An alias is an old address for Hugo, which would write a page for it.
            let key = if self.dialect == Dialect::Hugo { "names" } else { "aliases" };
            let _ = writeln!(front, "{key}: [\"{alias}\"]");
        }
        if !tags.is_empty() {
            let tags: Vec<String> = tags.iter().map(|tag| format!("\"{tag}\"")).collect();
            let _ = writeln!(front, "tags: [{}]", tags.join(", "));
        }
        let (year, month, day) = (random.between(2019, 2025), random.between(1, 12), random.between(1, 28));
        let _ = writeln!(front, "date: {year}-{month:02}-{day:02}\n---");
        front
    }

    fn block(&self, block: &Block, text: &mut String) {
        let _ = match block {
            Block::Heading { level, text: heading } => writeln!(text, "{} {heading}", "#".repeat(*level)),
            Block::Paragraph(line) => writeln!(text, "{}", self.line(line)),
            Block::List { is_numbered, items } => items.iter().enumerate().try_for_each(|(place, item)| {
                let bullet = if *is_numbered { format!("{}.", place + 1) } else { String::from("-") };
                writeln!(text, "{bullet} {}", self.line(item))
            }),
            Block::Tasks(tasks) => tasks.iter().try_for_each(|(is_done, line)| {
                writeln!(text, "- [{}] {}", if *is_done { "x" } else { " " }, self.line(line))
            }),
            Block::Callout { kind, line } if self.dialect == Dialect::Hugo => {
                writeln!(text, "> **{kind}**\n>\n> {}", self.line(line))
            }
            Block::Callout { kind, line } => writeln!(text, "> [!{kind}]\n> {}", self.line(line)),
            Block::Table(rows) => rows.iter().enumerate().try_for_each(|(place, row)| {
                writeln!(text, "| {} |", row.join(" | "))?;
                if place == 0 { writeln!(text, "|{}", " --- |".repeat(row.len())) } else { Ok(()) }
            }),
            Block::Code { language, text: code } => writeln!(text, "```{language}\n{code}```"),
            Block::Formula(formula) => writeln!(text, "$$\n{formula}\n$$"),
            Block::Embed(other) if self.dialect == Dialect::Wiki => {
                let heading =
                    if other % 2 == 0 { format!("#{}", self.heading(*other, 0)) } else { String::new() };
                writeln!(text, "![[{}{heading}]]", self.vault.title(*other))
            }
            Block::Embed(other) => writeln!(text, "> {}", opening(self.vault, *other)),
        };
    }

    fn line(&self, pieces: &Line) -> String {
        let each = pieces.iter().map(|piece| match piece {
            Piece::Text(words) => words.clone(),
            Piece::Strong(words) => format!("**{words}**"),
            Piece::Code(words) => format!("`{words}`"),
            Piece::Formula(formula) => format!("${formula}$"),
            Piece::Tag(tag) => format!("#{tag}"),
            Piece::Link(link) => self.link(link),
        });
        each.collect()
    }

    fn heading(&self, index: usize, place: usize) -> &'static str {
        headings(self.vault, index)[place]
    }

    fn link(&self, link: &Link) -> String {
        let name = match &link.to {
            To::Note(index) | To::Heading(index, _) => self.vault.title(*index),
            To::Alias(index) => self.vault.alias(*index).unwrap_or_else(|| self.vault.title(*index)),
            To::Nothing(name) => name.clone(),
        };
        if self.dialect == Dialect::Wiki {
            let heading = match link.to {
                To::Heading(index, place) => format!("#{}", self.heading(index, place)),
                _ => String::new(),
            };
            let shown = link.shown.as_ref().map_or_else(String::new, |shown| format!("|{shown}"));
            return format!("[[{name}{heading}{shown}]]");
        }
        let target = match &link.to {
            To::Nothing(name) => self.missing(name),
            To::Note(index) | To::Alias(index) => self.target(*index),
            To::Heading(index, place) => {
                let anchor = slug(self.heading(*index, *place));
                format!("{}#{}", self.target(*index), escaped(&anchor))
            }
        };
        format!("[{}]({target})", link.shown.as_ref().unwrap_or(&name))
    }

    fn target(&self, index: usize) -> String {
        if self.dialect == Dialect::Hugo {
            return address(self.vault, index);
        }
        let depth = if self.is_home { 0 } else { self.vault.folder(self.from).len() };
        let path = self.dialect.path(self.vault, index);
        let path: Vec<String> = path.split('/').map(escaped).collect();
        "../".repeat(depth) + &path.join("/")
    }

    fn missing(&self, name: &str) -> String {
        match self.dialect {
            Dialect::Hugo => format!("/{}/", escaped(&slug(name))),
            Dialect::Wiki | Dialect::Plain => format!("{}.md", escaped(name)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Shape;
    use super::*;

    #[test]
    fn links_lead_to_the_same_note_in_every_dialect() {
        let vault = Vault::new(500, Shape::Deep, 1).unwrap();
        let link = Link { to: To::Heading(120, 0), shown: Some(String::from("there")) };
        let title = vault.title(120);
        let written = |dialect| Writer { vault: &vault, dialect, from: 0, is_home: false }.link(&link);
        let heading = headings(&vault, 120)[0];
        assert_eq!(written(Dialect::Wiki), format!("[[{title}#{heading}|there]]"));
        let file = escaped(&title);
        let anchor = escaped(&slug(heading));
        assert_eq!(
            written(Dialect::Plain),
            format!("[there](../../Statistics/Statistics%2001/{file}.md#{anchor})")
        );
        let page = escaped(&slug(&title));
        assert_eq!(written(Dialect::Hugo), format!("[there](/statistics/statistics-01/{page}/#{anchor})"));
    }

    #[test]
    fn what_leads_nowhere_leads_nowhere_in_every_dialect() {
        let vault = Vault::new(500, Shape::Flat, 1).unwrap();
        let link = Link { to: To::Nothing(String::from("Note to come 7")), shown: None };
        let written = |dialect| Writer { vault: &vault, dialect, from: 0, is_home: false }.link(&link);
        assert_eq!(written(Dialect::Wiki), "[[Note to come 7]]");
        assert_eq!(written(Dialect::Plain), "[Note to come 7](Note%20to%20come%207.md)");
        assert_eq!(written(Dialect::Hugo), "[Note to come 7](/note-to-come-7/)");
    }

    /// Peers are given as much to do: the same blocks, whatever the syntax.
    #[test]
    fn every_dialect_says_as_much() {
        let vault = Vault::new(300, Shape::Deep, 1).unwrap();
        let size =
            |dialect| -> usize { (0..300).map(|index| vault.text(index, dialect).chars().count()).sum() };
        let (wiki, plain, hugo) = (size(Dialect::Wiki), size(Dialect::Plain), size(Dialect::Hugo));
        assert!(plain > wiki && hugo > wiki, "links are longer: {wiki}, {plain}, {hugo}");
        let code = |dialect| -> usize {
            (0..300).map(|index| vault.text(index, dialect).matches("```").count()).sum()
        };
        assert_eq!(code(Dialect::Wiki), code(Dialect::Hugo));
    }
}
