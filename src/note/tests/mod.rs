//! Tests of the whole parser. A body is shown in a short form: `p[…]` is a paragraph, `a0[…]` the link of
//! index 0, `{0}` a reference to footnote 0, `↵` a line break.

mod blocks;
mod fuzz;
mod inline;
mod properties;
mod sound;

use std::fmt::Write;

use super::{Element, Event, Fold, Note, ParseOptions, SpannedEvent, parse};
use crate::source::{SourceFile, SourcePath};

/// Parses a note.
fn note(text: &str) -> Note {
    file("a.md", text.as_bytes())
}

fn file(path: &str, bytes: &[u8]) -> Note {
    let path = SourcePath::new(path).expect("a plain path");
    parse(&SourceFile::new(path, bytes), &ParseOptions { hard_line_breaks: false })
}

/// Parses a note and shows its body.
fn show(text: &str) -> String {
    short(&note(text).events)
}

/// Compares what bodies show with what they should.
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(show(text), *expected, "{text:?}");
    }
}

/// Lists the links as kind, raw text, path, fragment.
fn links(text: &str) -> Vec<String> {
    let show = |link: &super::Link| format!("{} {} → {}", link.kind.as_str(), link.raw, link.target());
    note(text).links.iter().map(show).collect()
}

/// Lists the codes of what was reported.
fn codes(text: &str) -> Vec<&'static str> {
    note(text).diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect()
}

fn short(events: &[SpannedEvent]) -> String {
    let mut out = String::new();
    for SpannedEvent { event, .. } in events {
        match event {
            Event::Start(element) => {
                out.push_str(&name(element));
                out.push('[');
            }
            Event::End => out.push(']'),
            Event::Text(text) | Event::Html(text) => out.push_str(&text.replace('\n', "↵")),
            Event::Code(code) => write!(out, "`{code}`").expect("text"),
            Event::Math(of) if of.display => write!(out, "$${}$$", of.tex).expect("text"),
            Event::Math(of) => write!(out, "${}$", of.tex).expect("text"),
            Event::SoftBreak => out.push('↵'),
            Event::HardBreak => out.push_str("↵↵"),
            Event::Rule => out.push_str("---"),
            Event::Tag(tag) => write!(out, "#({tag})").expect("text"),
            Event::FootnoteReference(index) => write!(out, "{{{index}}}").expect("text"),
        }
    }
    out
}

fn name(element: &Element) -> String {
    match element {
        Element::Paragraph => "p".to_owned(),
        Element::Heading(index) => format!("h{index}"),
        Element::Quote => "quote".to_owned(),
        Element::Callout(callout) => {
            let fold = match callout.fold {
                Fold::None => "",
                Fold::Open => "+",
                Fold::Closed => "-",
            };
            format!("{}:{}({}){fold}", callout.family, callout.kind, callout.metadata)
        }
        Element::CalloutTitle => "title".to_owned(),
        Element::CalloutContent => "content".to_owned(),
        Element::CodeBlock(fence) => format!("pre({})", fence.language),
        Element::HtmlBlock => "html".to_owned(),
        Element::List { start: None } => "ul".to_owned(),
        Element::List { start: Some(start) } => format!("ol{start}"),
        Element::Item { task: None } => "li".to_owned(),
        Element::Item { task: Some(task) } => format!("li({task})"),
        Element::Table { .. } => "table".to_owned(),
        Element::TableHead => "head".to_owned(),
        Element::TableRow => "row".to_owned(),
        Element::TableCell => "td".to_owned(),
        Element::Emphasis => "em".to_owned(),
        Element::Strong => "strong".to_owned(),
        Element::Strikethrough => "del".to_owned(),
        Element::Highlight => "mark".to_owned(),
        Element::Link(index) => format!("a{index}"),
        Element::Embed { link, size } => format!("embed{link}{}", pixels(**size)),
        Element::ExternalLink(to) => format!("ext({})", to.url),
        Element::ExternalImage(of, size) => format!("img({}){}", of.url, pixels(**size)),
    }
}

fn pixels(size: super::Size) -> String {
    match (size.width, size.height) {
        (Some(width), Some(height)) => format!("/{width}x{height}"),
        (Some(width), None) => format!("/{width}"),
        _ => String::new(),
    }
}
