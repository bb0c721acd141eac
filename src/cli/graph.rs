//! `studium graph`: the notes and their links as data, for programs and for pictures.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::Exit;
use super::args::{self, GraphFormat};
use super::project::Project;
use super::terminal::Terminal;
use super::wishes::Wishes;
use crate::engine::{AuthorView, Facts, analyse, facts};
use crate::page::Plan;

pub(super) fn run(args: &args::Graph, terminal: Terminal) -> anyhow::Result<Exit> {
    let wishes = Wishes { drafts: args.drafts, ..Wishes::of_folder(args.vault.folder()) };
    let mut project = Project::open(wishes)?;
    project.refuse_unusable()?;
    let (inputs, mut diagnostics) = project.inputs()?;
    let progress = terminal.progress();
    let tell = |stage: &str, done: usize, of: usize| progress.tell(stage, done, of);
    let analysis = analyse(&inputs, &mut project.cache, &tell);
    let (plan, noticed) = Plan::new(&analysis.vault, &analysis.graph, &analysis.terms, &analysis.options);
    drop(progress);
    diagnostics.extend(analysis.diagnostics.iter().cloned().chain(noticed));
    // The levels of this vault: what it does not want to hear is no warning here either.
    let report = project.snapshot()?.report(diagnostics, true);
    let diagnostics: Vec<_> = report.rows().iter().map(|row| row.diagnostic.clone()).collect();
    let author = AuthorView { diagnostics: &diagnostics, sources: &inputs.vault };
    let facts = facts(&analysis, &plan, Some(author));
    let text = match args.format {
        GraphFormat::Json => serde_json::to_string_pretty(&facts)? + "\n",
        GraphFormat::Dot => dot(&facts, &analysis.options.languages[0].title),
        GraphFormat::Graphml => graphml(&facts)?,
    };
    terminal.answer(&text)?;
    Ok(Exit::Done)
}

/// What is drawn as a dot: a note, or an attachment that is linked to.
struct Dot<'f> {
    path: &'f str,
    title: &'f str,
    tags: &'f [String],
    is_note: bool,
    is_published: bool,
}

/// Returns the dots in path order, and the arrows between them with how many links each stands for.
fn drawing(facts: &Facts) -> (Vec<Dot<'_>>, BTreeMap<(&str, &str), usize>) {
    let mut arrows = BTreeMap::new();
    for link in &facts.links {
        *arrows.entry((link.from.as_str(), link.to.as_str())).or_insert(0) += 1;
    }
    let notes = facts.notes.iter().map(|note| Dot {
        path: &note.path,
        title: &note.title,
        tags: &note.tags,
        is_note: true,
        is_published: note.published,
    });
    let linked: HashSet<&str> = arrows.keys().flat_map(|(from, to)| [*from, *to]).collect();
    let attachments =
        facts.attachments.iter().filter(|file| linked.contains(file.path.as_str())).map(|attachment| {
            let name = attachment.path.rsplit('/').next().unwrap_or_default();
            Dot {
                path: &attachment.path,
                title: name,
                tags: &[],
                is_note: false,
                is_published: attachment.published,
            }
        });
    let mut dots: Vec<Dot<'_>> = notes.chain(attachments).collect();
    dots.sort_by_key(|dot| dot.path);
    (dots, arrows)
}

fn dot(facts: &Facts, title: &str) -> String {
    let (dots, arrows) = drawing(facts);
    let mut out = format!("digraph {} {{\n  node [shape=box, style=rounded];\n", dot_text(title));
    for dot in dots {
        let shape = if dot.is_note { "" } else { ", shape=note" };
        let style = if dot.is_published { "" } else { ", style=dashed" };
        let _ = writeln!(out, "  {} [label={}{shape}{style}];", dot_text(dot.path), dot_text(dot.title));
    }
    for ((from, to), count) in arrows {
        let weight = if count > 1 { format!(" [weight={count}]") } else { String::new() };
        let _ = writeln!(out, "  {} -> {}{weight};", dot_text(from), dot_text(to));
    }
    out.push_str("}\n");
    out
}

/// Quotes a text. In a label a backslash begins an escape, so each is doubled.
fn dot_text(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(char::REPLACEMENT_CHARACTER),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

fn graphml(facts: &Facts) -> std::io::Result<String> {
    const KEYS: [(&str, &str, &str); 6] = [
        ("path", "node", "string"),
        ("title", "node", "string"),
        ("kind", "node", "string"),
        ("tags", "node", "string"),
        ("published", "node", "boolean"),
        ("links", "edge", "int"),
    ];
    let (dots, arrows) = drawing(facts);
    let ids: BTreeMap<&str, String> =
        dots.iter().enumerate().map(|(index, dot)| (dot.path, format!("n{index}"))).collect();
    let mut bytes = Vec::new();
    let mut writer = Writer::new_with_indent(&mut bytes, b' ', 2);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let whole =
        writer.create_element("graphml").with_attribute(("xmlns", "http://graphml.graphdrawing.org/xmlns"));
    whole.write_inner_content(|writer| {
        for (key, of, kind) in KEYS {
            let attributes = [("id", key), ("for", of), ("attr.name", key), ("attr.type", kind)];
            writer.create_element("key").with_attributes(attributes).write_empty()?;
        }
        let graph = writer.create_element("graph").with_attribute(("edgedefault", "directed"));
        graph.write_inner_content(|writer| {
            for dot in &dots {
                let node = writer.create_element("node").with_attribute(("id", ids[dot.path].as_str()));
                node.write_inner_content(|writer| {
                    data(writer, "path", dot.path)?;
                    data(writer, "title", dot.title)?;
                    data(writer, "kind", if dot.is_note { "note" } else { "attachment" })?;
                    data(writer, "tags", &dot.tags.join(" "))?;
                    data(writer, "published", if dot.is_published { "true" } else { "false" })
                })?;
            }
            for ((from, to), count) in &arrows {
                let (Some(from), Some(to)) = (ids.get(from), ids.get(to)) else { continue };
                let ends = [("source", from.as_str()), ("target", to.as_str())];
                let edge = writer.create_element("edge").with_attributes(ends);
                edge.write_inner_content(|writer| data(writer, "links", &count.to_string()))?;
            }
            Ok(())
        })?;
        Ok(())
    })?;
    bytes.push(b'\n');
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn data(writer: &mut Writer<&mut Vec<u8>>, key: &str, text: &str) -> std::io::Result<()> {
    // XML cannot hold these, not even escaped.
    let bad = |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    let text: String = text.chars().map(|c| if bad(c) { char::REPLACEMENT_CHARACTER } else { c }).collect();
    writer
        .create_element("data")
        .with_attribute(("key", key))
        .write_text_content(BytesText::new(&text))
        .map(|_| ())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::config::Config;
    use crate::engine::{Cache, Inputs};
    use crate::source::{SourceFile, SourcePath, Sources};
    use crate::theme::Theme;

    /// A vault of two notes, of which the one with the odd name links to the other twice.
    fn sample() -> Facts {
        let mut vault = Sources::default();
        for (path, text) in [("a\"b\\n <&>\u{1}\u{ffff}.md", "[[b]] and [[b]]"), ("b.md", "b")] {
            let path = SourcePath::new(path).expect("plain");
            vault.files.insert(path.clone(), SourceFile::new(path, text.as_bytes()));
        }
        let theme = Arc::new(Theme::default_theme());
        let (config, statics) = (Arc::new(Config::default()), Arc::default());
        let inputs = Inputs { config, vault, theme, statics, drafts: false };
        let analysis = analyse(&inputs, &mut Cache::for_one_build(), &|_, _, _| {});
        let (plan, _) = Plan::new(&analysis.vault, &analysis.graph, &analysis.terms, &analysis.options);
        facts(&analysis, &plan, None)
    }

    #[test]
    fn dot_quotes_every_name() {
        let text = dot(&sample(), "a \"site\"");
        assert!(text.starts_with("digraph \"a \\\"site\\\"\" {\n"));
        assert!(text.contains("\"a\\\"b\\\\n <&>\u{fffd}\u{ffff}.md\" -> \"b.md\" [weight=2];"), "{text}");
    }

    #[test]
    fn graphml_can_be_read_back() {
        let text = graphml(&sample()).expect("written");
        let mut reader = quick_xml::Reader::from_str(&text);
        let mut names = Vec::new();
        loop {
            match reader.read_event().expect("well-formed") {
                Event::Eof => break,
                Event::Start(start) => names.push(start.name().as_ref().to_owned()),
                _ => {}
            }
        }
        assert_eq!(names.iter().filter(|name| *name == "node").count(), 2);
        assert_eq!(names.iter().filter(|name| *name == "edge").count(), 1);
        assert!(text.contains("a&quot;b\\n &lt;&amp;&gt;\u{fffd}\u{fffd}.md"), "{text}");
    }
}
