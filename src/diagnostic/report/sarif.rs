//! The report in SARIF 2.1.0, for tools that gather findings.

use serde_json::{Value, json};

use super::{Report, Row};
use crate::diagnostic::{Code, Severity, Tongue};
use crate::source::SourcePath;
use crate::words::percent_encode_all;

impl Report {
    /// Writes the log of this one run, with a line break at its end. `shown` turns a path into one that
    /// is relative to the repository; `program_version` is that of the program.
    pub fn sarif(&self, shown: &dyn Fn(&SourcePath) -> String, program_version: &str) -> String {
        let rules: Vec<Value> = Code::ALL.iter().map(|code| rule(*code, self.tongue)).collect();
        let results: Vec<Value> = self.rows.iter().map(|row| result(row, self.tongue, shown)).collect();
        let log = json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{
                "tool": { "driver": { "name": "Studium", "version": program_version, "rules": rules } },
                "columnKind": "unicodeCodePoints",
                "results": results,
            }],
        });
        format!("{log:#}\n")
    }
}

fn rule(code: Code, tongue: Tongue) -> Value {
    json!({
        "id": code.as_str(),
        "shortDescription": { "text": code.describe(tongue) },
        "defaultConfiguration": { "level": level(code.default_severity()) },
    })
}

fn result(row: &Row, tongue: Tongue, shown: &dyn Fn(&SourcePath) -> String) -> Value {
    let found = &row.diagnostic;
    let help = found.help.as_ref();
    let help = help.map(|help| format!("\n{}", help.in_tongue(tongue))).unwrap_or_default();
    let mut result = json!({
        "ruleId": found.code.as_str(),
        "ruleIndex": Code::ALL.iter().position(|code| *code == found.code),
        "level": level(found.severity),
        "message": { "text": format!("{}{help}", found.message.in_tongue(tongue)) },
    });
    if let Some(path) = row.path() {
        let mut physical = json!({ "artifactLocation": { "uri": uri(&shown(path)) } });
        if let (Some(start), Some(end)) = (row.start, row.end) {
            physical["region"] = json!({
                "startLine": start.line_number,
                "startColumn": start.column_number,
                "endLine": end.line_number,
                "endColumn": end.column_number,
            });
        }
        result["locations"] = json!([{ "physicalLocation": physical }]);
    }
    result
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
        Severity::Off => "none",
    }
}

fn uri(path: &str) -> String {
    percent_encode_all(path, "/-._~").into_owned()
}
