//! The report in the XML of Checkstyle, which most build servers read.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, Event};

use super::{Report, Row};
use crate::diagnostic::{Severity, Tongue};
use crate::source::SourcePath;

impl Report {
    /// Writes the document, with a line break at its end. `shown` turns a path into one that is relative
    /// to the repository. Findings about the whole vault stand under an empty name.
    pub fn checkstyle(&self, shown: &dyn Fn(&SourcePath) -> String) -> String {
        let mut bytes = Vec::new();
        let mut writer = Writer::new_with_indent(&mut bytes, b' ', 2);
        // Writing to memory does not fail.
        let _ = self.write_checkstyle(&mut writer, shown);
        bytes.push(b'\n');
        String::from_utf8_lossy(&bytes).into_owned()
    }

    fn write_checkstyle(
        &self,
        writer: &mut Writer<&mut Vec<u8>>,
        shown: &dyn Fn(&SourcePath) -> String,
    ) -> io::Result<()> {
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        let whole = writer.create_element("checkstyle").with_attribute(("version", "4.3"));
        if self.rows.is_empty() {
            return whole.write_empty().map(|_| ());
        }
        let files: Vec<&[Row]> = self.rows.chunk_by(|a, b| a.path() == b.path()).collect();
        let written = whole.write_inner_content(|writer| {
            for rows in &files {
                let name = rows.first().and_then(Row::path).map(shown).unwrap_or_default();
                let file = writer.create_element("file").with_attribute(("name", clean(&name).as_str()));
                file.write_inner_content(|writer| {
                    rows.iter().try_for_each(|row| write_row(writer, row, self.tongue))
                })?;
            }
            Ok(())
        });
        written.map(|_| ())
    }
}

fn write_row(writer: &mut Writer<&mut Vec<u8>>, row: &Row, tongue: Tongue) -> io::Result<()> {
    let severity = match row.diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Off => "info",
    };
    let mut element = writer.create_element("error");
    if let Some(start) = row.start {
        element = element
            .with_attribute(("line", start.line_number.to_string().as_str()))
            .with_attribute(("column", start.column_number.to_string().as_str()));
    }
    let source = format!("studium.{}", row.diagnostic.code.as_str());
    let help = row.diagnostic.help.as_ref();
    let help = help.map(|help| format!("; {}", help.in_tongue(tongue))).unwrap_or_default();
    let message = clean(&format!("{}{help}", row.diagnostic.message.in_tongue(tongue)));
    element
        .with_attribute(("severity", severity))
        .with_attribute(("message", message.as_str()))
        .with_attribute(("source", source.as_str()))
        .write_empty()
        .map(|_| ())
}

/// Replaces what XML cannot hold, not even escaped, and what the reader of an attribute takes for a blank.
fn clean(text: &str) -> String {
    let replaced = |c: char| match c {
        '\t' | '\n' | '\r' => ' ',
        c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => char::REPLACEMENT_CHARACTER,
        c => c,
    };
    text.chars().map(replaced).collect()
}
