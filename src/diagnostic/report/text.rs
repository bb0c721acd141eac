//! The report for readers, in the manner of compilers.

use std::fmt::Write;

use annotate_snippets::renderer::{DEFAULT_EMPHASIS_STYLE, DEFAULT_LINE_NUM_STYLE, Style};
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};

use super::{Report, Row};
use crate::diagnostic::{Severity, Tongue, words};

/// How the report is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TextOptions {
    /// Whether terminal colors are written.
    pub color: bool,
    /// How many columns there are. Longer source lines are cut around what is underlined.
    pub width: usize,
}

impl Default for TextOptions {
    fn default() -> Self {
        Self { color: false, width: 120 }
    }
}

impl Report {
    /// Draws all findings, one below the other, each followed by an empty line. Characters that would
    /// steer a terminal are made visible.
    pub fn text(&self, options: TextOptions) -> String {
        let renderer = if options.color { Renderer::styled().hyperlink(false) } else { Renderer::plain() };
        let renderer = renderer.term_width(options.width);
        let mut out = String::new();
        for row in &self.rows {
            push_located(&mut out, row, &renderer.render(&[group(row, self.tongue)]));
            out.push('\n');
            if let Some(help) = &row.diagnostic.help {
                let style = |wanted| if options.color { wanted } else { Style::new() };
                push_help(&mut out, row, help.in_tongue(self.tongue), self.tongue, &style);
            }
            out.push('\n');
        }
        out
    }
}

/// Stands for the place while the renderer draws. It counts columns in the excerpt, which may be cut.
const PLACE: &str = "@@";

fn group(row: &Row, tongue: Tongue) -> Group<'_> {
    let level = match row.diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Info | Severity::Off => Level::INFO,
    };
    let title = level
        .primary_title(one_line(row.diagnostic.message.in_tongue(tongue)))
        .id(row.diagnostic.code.as_str());
    let group = Group::with_title(title);
    if row.path().is_none() {
        return group;
    }
    let (Some(start), Some(excerpt)) = (row.start, &row.excerpt) else {
        // With a line the renderer leaves the usual margin.
        return group.element(Origin::path(PLACE).line(1));
    };
    let label = row.diagnostic.label.in_tongue(tongue);
    let label = (!label.is_empty()).then(|| one_line(label));
    let marked = AnnotationKind::Primary.span(excerpt.span.start..excerpt.span.end).label(label);
    let source = Snippet::source(visible(&excerpt.line)).path(PLACE).line_start(start.line_number);
    group.element(source.annotation(marked))
}

/// Writes what was drawn, with the place put in.
fn push_located(out: &mut String, row: &Row, drawn: &str) {
    let title_end = drawn.find('\n').unwrap_or(drawn.len());
    let (Some(path), Some(found)) = (row.path(), drawn[title_end..].find(PLACE)) else {
        return out.push_str(drawn);
    };
    let place_start = title_end + found;
    let place_end = drawn[place_start..].find('\n').map_or(drawn.len(), |length| place_start + length);
    out.push_str(&drawn[..place_start]);
    out.push_str(&one_line(path.as_str()));
    if let Some(start) = row.start {
        let _ = write!(out, ":{}:{}", start.line_number, start.column_number);
    }
    out.push_str(&drawn[place_end..]);
}

/// Writes the line that the renderer would part from the source by an empty one.
fn push_help(out: &mut String, row: &Row, help: &str, tongue: Tongue, style: &dyn Fn(Style) -> Style) {
    let (gutter, word) = (style(DEFAULT_LINE_NUM_STYLE), style(DEFAULT_EMPHASIS_STYLE));
    let digits =
        row.start.filter(|_| row.excerpt.is_some()).map_or(1, |start| start.line_number.to_string().len());
    let (help, said) = (one_line(help), words::HELP.say(tongue, &[]));
    let _ = writeln!(out, "{:digits$} {gutter}={gutter:#} {word}{said}{word:#}: {help}", "");
}

/// Makes every character visible that would steer a terminal or end the line.
fn one_line(text: &str) -> String {
    annotate_snippets::normalize_untrusted_str(&visible(text)).replace('\n', "␊")
}

/// Replaces the control characters that the renderer leaves alone by another character of two bytes, so
/// that offsets stay.
fn visible(text: &str) -> String {
    text.chars().map(|c| if ('\u{80}'..='\u{9f}').contains(&c) { '¤' } else { c }).collect()
}
