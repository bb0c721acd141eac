//! What the open pages are told of a build: what is wrong, on which page, and how to get there.

use std::collections::HashMap;
use std::path::PathBuf;

use serde_json::{Value, json};

use super::Build;
use super::editor::editor_link;
use super::respond::base_path_of;
use crate::diagnostic::{Report, Row, Tongue};
use crate::site::OutputPath;
use crate::source::SourcePath;

/// More findings than this are only counted.
const MOST_FINDINGS: usize = 200;

/// Where what is shown and told comes from.
#[derive(Debug, Default)]
pub(super) struct Origins {
    /// The address that opens a file in an editor; empty for none.
    editor: String,
    /// Where files are looked for, in this order.
    roots: Vec<PathBuf>,
    /// The pages of notes, from the root of the server.
    pub(super) pages: HashMap<SourcePath, String>,
    /// Whether the pages may choose what is shown.
    may_choose: bool,
    /// How many drafts there are, and whether they are shown.
    drafts: (usize, bool),
}

impl Origins {
    pub(super) fn new(editor: String, may_choose: bool) -> Self {
        Self { editor, may_choose, ..Self::default() }
    }

    /// Takes over what a build says of its files.
    pub(super) fn take(&mut self, build: &mut Build) {
        // Without a site it is that of the last one which is shown.
        if build.site.is_none() {
            return;
        }
        let base_path = base_path_of(&build.base_url);
        let notes = std::mem::take(&mut build.notes).into_iter();
        self.pages = notes.map(|(page, note)| (note, address(&base_path, &page))).collect();
        self.drafts = build.drafts;
        self.roots = vec![build.vault_root.clone(), build.project_root.clone()];
    }

    /// Returns the address that opens a place in an editor.
    fn link(&self, path: &SourcePath, line: usize, column: usize) -> Option<String> {
        let mut roots = self.roots.iter().filter(|_| !self.editor.is_empty());
        let file = roots.by_ref().map(|root| root.join(path.as_str())).find(|file| file.is_file())?;
        Some(editor_link(&self.editor, &file, line, column))
    }
}

/// Returns the address of a file of the site, from the root of the server.
pub(super) fn address(base_path: &str, path: &OutputPath) -> String {
    let path = path.as_str();
    let page = path.strip_suffix("index.html").filter(|page| page.is_empty() || page.ends_with('/'));
    format!("{base_path}{}", page.unwrap_or(path))
}

/// Returns what the pages are told of a build.
pub(super) fn status_of(
    build_number: u64,
    failure: Option<&str>,
    report: Option<&Report>,
    origins: &Origins,
) -> Value {
    let rows = report.map(Report::rows).unwrap_or_default();
    let tongue = report.map(Report::tongue).unwrap_or_default();
    let (drafts, are_shown) = origins.drafts;
    // That there are some is no affair of other machines either.
    let drafts = if are_shown || origins.may_choose { drafts } else { 0 };
    json!({
        "build": build_number,
        "drafts": { "count": drafts, "shown": are_shown, "choice": origins.may_choose },
        "failure": failure,
        "errors": report.map_or(0, |report| report.error_count),
        "warnings": report.map_or(0, |report| report.warning_count),
        "more": rows.len().saturating_sub(MOST_FINDINGS),
        "diagnostics": rows.iter().take(MOST_FINDINGS).map(|row| finding(row, tongue, origins)).collect::<Vec<_>>(),
    })
}

fn finding(row: &Row, tongue: Tongue, origins: &Origins) -> Value {
    let found = &row.diagnostic;
    let (line, column) = row.start.map_or((1, 1), |start| (start.line_number, start.column_number));
    json!({
        "code": found.code.as_str(),
        "severity": found.severity.as_str(),
        "path": row.path().map(SourcePath::as_str),
        "line": row.start.map(|start| start.line_number),
        "column": row.start.map(|start| start.column_number),
        "page": row.path().and_then(|path| origins.pages.get(path)),
        "open": row.path().and_then(|path| origins.link(path, line, column)),
        "message": found.message.in_tongue(tongue),
        "label": found.label.in_tongue(tongue),
        "help": found.help.as_ref().map(|help| help.in_tongue(tongue)),
    })
}
