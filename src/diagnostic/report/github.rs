//! The report as workflow commands, which GitHub shows beside the lines of a change.

use std::fmt::Write;

use super::Report;
use crate::diagnostic::Severity;
use crate::source::SourcePath;

impl Report {
    /// Writes one command a line. `shown` turns a path into one that is relative to the repository.
    pub fn github(&self, shown: &dyn Fn(&SourcePath) -> String) -> String {
        let (mut out, tongue) = (String::new(), self.tongue);
        for row in &self.rows {
            out.push_str(match row.diagnostic.severity {
                Severity::Error => "::error ",
                Severity::Warning => "::warning ",
                Severity::Info | Severity::Off => "::notice ",
            });
            if let Some(path) = row.path() {
                let _ = write!(out, "file={},", property(&shown(path)));
            }
            if let (Some(start), Some(end)) = (row.start, row.end) {
                let _ = write!(out, "line={},col={},", start.line_number, start.column_number);
                // Columns of an end on another line are not understood.
                if end.line_number == start.line_number {
                    let _ = write!(out, "endColumn={},", end.column_number);
                } else {
                    let _ = write!(out, "endLine={},", end.line_number);
                }
            }
            let help = row.diagnostic.help.as_ref();
            let help = help.map(|help| format!("\n{}", help.in_tongue(tongue))).unwrap_or_default();
            let message = data(&format!("{}{help}", row.diagnostic.message.in_tongue(tongue)));
            let _ = writeln!(out, "title={}::{message}", row.diagnostic.code.as_str());
        }
        out
    }
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
