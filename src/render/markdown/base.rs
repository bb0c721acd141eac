//! A base as tables of Markdown.

use super::escape::{address, escaped};
use super::out::Out;
use crate::page::Body;
use crate::page::base::{Cell, Table};
use crate::render::base::{NOT_HERE, left_unsaid, refusal};

/// Writes the base that this event opens.
pub(super) fn write(body: &Body, event: usize, out: &mut Out) {
    out.block();
    match body.bases.iter().find(|answer| answer.event == event).map(|answer| &answer.views) {
        None => out.text(&refusal(NOT_HERE, ""), false),
        Some(Err(problem)) => out.text(&refusal(problem, ""), false),
        Some(Ok(views)) => views.iter().for_each(|view| table(view, out)),
    }
    out.block();
}

fn table(view: &Table, out: &mut Out) {
    out.block();
    if let Some(problem) = &view.problem {
        out.text(&refusal(problem, &view.name), false);
        return;
    }
    if !view.name.is_empty() {
        out.put(&format!("**{}**", escaped(&view.name, false)));
        out.block();
    }
    let columns: Vec<String> = view.columns.iter().map(|column| escaped(column, true)).collect();
    row(&columns, out);
    out.line();
    row(&vec!["---".to_owned(); columns.len()], out);
    for group in &view.groups {
        if let Some(name) = group.name.as_ref().filter(|name| !name.is_empty()) {
            let mut cells = vec![String::new(); columns.len()];
            if let Some(first) = cells.first_mut() {
                *first = format!("**{}**", cell(name));
            }
            out.line();
            row(&cells, out);
        }
        for cells in &group.rows {
            out.line();
            row(&cells.iter().map(cell).collect::<Vec<_>>(), out);
        }
    }
    let remarks = left_unsaid(view);
    if !remarks.is_empty() {
        out.block();
        out.text(&remarks, false);
    }
    out.block();
}

fn row(cells: &[String], out: &mut Out) {
    out.put(&format!("| {} |", cells.join(" | ")));
}

fn cell(cell: &Cell) -> String {
    let pieces = cell.iter().map(|piece| match &piece.href {
        Some(href) => format!("[{}]({})", escaped(&piece.text, true), address(href)),
        None => escaped(&piece.text, true),
    });
    pieces.collect::<Vec<_>>().join(", ")
}
