//! The report as one JSON object.

use serde::Serialize;

use super::{Report, Row};
use crate::diagnostic::Tongue;

/// What a run looked at, for the summary.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Published notes.
    pub notes: usize,
    /// Attachments.
    pub attachments: usize,
    /// Internal links, good and broken.
    pub links: usize,
    /// Links that lead nowhere.
    pub broken: usize,
}

#[derive(Serialize)]
struct Whole<'r> {
    version: u32,
    summary: Summary,
    diagnostics: Vec<Finding<'r>>,
}

#[derive(Serialize)]
struct Summary {
    #[serde(flatten)]
    totals: Totals,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Finding<'r> {
    code: &'static str,
    severity: &'static str,
    path: Option<&'r str>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    message: &'r str,
    help: Option<&'r str>,
    raw: Option<&'r str>,
    target: Option<&'r str>,
    reason: Option<&'static str>,
    kind: Option<&'static str>,
    suggestion: Option<&'r str>,
    suggestions: &'r [String],
}

impl Report {
    /// Writes the object of `check --format json`, with a line break at its end.
    ///
    /// Every finding has every key. What belongs to broken links alone is null elsewhere.
    pub fn json(&self, totals: Totals) -> String {
        let whole = Whole {
            version: 1,
            summary: Summary { totals, errors: self.error_count, warnings: self.warning_count },
            diagnostics: self.rows.iter().map(|row| Finding::new(row, self.tongue)).collect(),
        };
        let mut text = serde_json::to_string_pretty(&whole).unwrap_or_default();
        text.push('\n');
        text
    }
}

impl<'r> Finding<'r> {
    fn new(row: &'r Row, tongue: Tongue) -> Self {
        let found = &row.diagnostic;
        let link = found.link.as_deref();
        Self {
            code: found.code.as_str(),
            severity: found.severity.as_str(),
            path: row.path().map(crate::source::SourcePath::as_str),
            line: row.start.map(|start| start.line_number),
            column: row.start.map(|start| start.column_number),
            end_line: row.end.map(|end| end.line_number),
            end_column: row.end.map(|end| end.column_number),
            message: found.message.in_tongue(tongue),
            help: found.help.as_ref().map(|help| help.in_tongue(tongue)),
            raw: link.map(|link| link.raw.as_str()),
            target: link.map(|link| link.target.as_str()),
            reason: link.map(|link| link.reason.as_str()),
            kind: link.map(|link| link.kind.as_str()),
            suggestion: link.and_then(|link| link.suggestion.as_deref()),
            suggestions: link.map_or(&[], |link| link.suggestions.as_slice()),
        }
    }
}
