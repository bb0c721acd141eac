//! A base as static tables, or as a box that names what of it is not understood.

use super::body::Walk;
use super::html::Html;
use crate::page::base::{Answer, Cell, CellKind, Group, Table};

/// Why a base that could be read is not answered.
pub(super) const NOT_HERE: &str = "its place: a page answers only so many, and none in a footnote";

/// Shows the base of a file.
pub(super) fn write(walk: &Walk<'_>, html: &mut Html) {
    if let Some(answer) = walk.body.bases.first() {
        show(answer, None, html);
    }
}

/// Shows the base in the fence that this event opens.
pub(super) fn fence(walk: &Walk<'_>, event: usize, id: Option<&str>, html: &mut Html) {
    match walk.body.bases.iter().find(|answer| answer.event == event) {
        Some(answer) => show(answer, id, html),
        None => refused(NOT_HERE, "", id, html),
    }
}

fn show(answer: &Answer, id: Option<&str>, html: &mut Html) {
    match &answer.views {
        Err(problem) => refused(problem, "", id, html),
        Ok(views) => {
            let mut attributes = vec![("class", "base")];
            attributes.extend(id.map(|id| ("id", id)));
            html.open("div", &attributes);
            for view in views {
                match &view.problem {
                    Some(problem) => refused(problem, &view.name, None, html),
                    None if view.is_list => list(view, html),
                    None => table(view, html),
                }
            }
            html.close();
        }
    }
}

/// Says what is not understood; the text of the author is not shown.
fn refused(problem: &str, name: &str, id: Option<&str>, html: &mut Html) {
    let mut attributes = vec![("class", "unsupported"), ("data-language", "base")];
    attributes.extend(id.map(|id| ("id", id)));
    html.open("div", &attributes);
    html.open("p", &[]);
    html.text(&refusal(problem, name));
    html.close();
    html.close();
}

/// Says that a base or one of its views is not answered, and why.
pub(super) fn refusal(problem: &str, name: &str) -> String {
    let what = if name.is_empty() { "A base".to_owned() } else { format!("A view of a base, “{name}”,") };
    format!("{what} stands here that this site cannot answer, because of {problem}.")
}

fn table(view: &Table, html: &mut Html) {
    let label = if view.name.is_empty() { "Table" } else { &view.name };
    html.open("div", &[("class", "scroll"), ("role", "region"), ("aria-label", label), ("tabindex", "0")]);
    html.open("table", &[]);
    if !view.name.is_empty() {
        html.open("caption", &[]);
        html.text(&view.name);
        html.close();
    }
    html.open("thead", &[]);
    html.open("tr", &[]);
    for column in &view.columns {
        html.open("th", &[("scope", "col")]);
        html.text(column);
        html.close();
    }
    html.close();
    html.close();
    for Group { name, rows } in &view.groups {
        html.open("tbody", &[]);
        if let Some(name) = name {
            let width = view.columns.len().to_string();
            html.open("tr", &[("class", "base-group")]);
            html.open("th", &[("scope", "rowgroup"), ("colspan", &width)]);
            group_name(name, html);
            html.close();
            html.close();
        }
        for row in rows {
            html.open("tr", &[]);
            for value in row {
                html.open("td", &[]);
                cell(value, html);
                html.close();
            }
            html.close();
        }
        html.close();
    }
    html.close();
    html.close();
    remarks(view, html);
}

fn list(view: &Table, html: &mut Html) {
    if !view.name.is_empty() {
        html.open("p", &[("class", "base-name")]);
        html.text(&view.name);
        html.close();
    }
    for Group { name, rows } in &view.groups {
        if let Some(name) = name {
            html.open("p", &[("class", "base-group")]);
            group_name(name, html);
            html.close();
        }
        html.open("ul", &[]);
        for row in rows {
            html.open("li", &[]);
            let told: Vec<&Cell> = row.iter().filter(|value| !value.is_empty()).collect();
            for (index, value) in told.into_iter().enumerate() {
                if index > 0 {
                    html.text(", ");
                }
                cell(value, html);
            }
            html.close();
        }
        html.close();
    }
    remarks(view, html);
}

fn group_name(name: &Cell, html: &mut Html) {
    if name.is_empty() {
        html.text("None");
    } else {
        cell(name, html);
    }
}

fn cell(value: &Cell, html: &mut Html) {
    for (index, piece) in value.iter().enumerate() {
        if index > 0 {
            html.text(if piece.kind == CellKind::Tag { " " } else { ", " });
        }
        match (&piece.href, piece.kind) {
            (Some(href), kind) => {
                let class = match kind {
                    CellKind::Tag => "tag",
                    CellKind::External => "external",
                    _ => "internal-link",
                };
                let mut attributes = vec![("class", class), ("href", href.as_str())];
                if kind == CellKind::External {
                    attributes.push(("rel", "noopener"));
                }
                html.open("a", &attributes);
                html.text(&piece.text);
                html.close();
            }
            (None, CellKind::Broken) => {
                let attributes = [
                    ("class", "internal-link broken"),
                    ("data-target", piece.text.as_str()),
                    ("role", "link"),
                    ("aria-disabled", "true"),
                    ("tabindex", "0"),
                ];
                html.open("a", &attributes);
                html.text(&piece.text);
                html.close();
            }
            (None, _) => html.text(&piece.text),
        }
    }
}

fn remarks(view: &Table, html: &mut Html) {
    let remarks = left_unsaid(view);
    if !remarks.is_empty() {
        html.open("p", &[("class", "base-remark")]);
        html.text(&remarks);
        html.close();
    }
}

/// Says what is not shown, so that nobody takes a part for the whole.
pub(super) fn left_unsaid(view: &Table) -> String {
    let mut remarks = Vec::new();
    if view.row_count == 0 {
        remarks.push("Nothing fits.".to_owned());
    }
    if view.shown < view.row_count {
        remarks.push(format!("Shown are the first {} of {}.", view.shown, view.row_count));
    }
    if !view.left_out.is_empty() {
        remarks.push(format!("Only the application can show {}.", view.left_out.join(", ")));
    }
    remarks.join(" ")
}
