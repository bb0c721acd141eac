//! Edits as a difference that people read and `patch` and `git apply` understand.

use std::fmt::{Display, Write};
use std::ops::Range;

use super::{Edit, edited};
use crate::source::{SourceFile, Span};

/// How many lines are shown around a change.
const AROUND: usize = 3;

/// What stands before and behind removed lines, added lines, and headings. Empty without colours.
#[derive(Clone, Copy, Debug, Default)]
pub struct Style<S> {
    /// Headings of files and of pieces.
    pub heading: S,
    /// What goes.
    pub removed: S,
    /// What comes.
    pub added: S,
}

/// Returns the unified difference that edits make in a file. Edits are in order of place, hold no line
/// break and replace none.
pub fn difference<S: Display + Default>(file: &SourceFile, edits: &[Edit], style: &Style<S>) -> String {
    let text = file.text();
    let lines = lines_of(&text);
    let mut out = String::new();
    let name = |prefix: &str| quoted(&format!("{prefix}/{}", file.path));
    heading(&mut out, style, &format!("--- {}", name("a")));
    heading(&mut out, style, &format!("+++ {}", name("b")));
    let mut rest = edits;
    while let Some(first) = rest.first() {
        let first_line = line_at(&lines, first.span.start);
        let mut last_line = first_line;
        let mut count = 1;
        for edit in &rest[1..] {
            let line = line_at(&lines, edit.span.start);
            if line > last_line + 2 * AROUND {
                break;
            }
            last_line = line;
            count += 1;
        }
        let shown = first_line.saturating_sub(AROUND)..(last_line + AROUND + 1).min(lines.len());
        piece(&mut out, style, &text, &lines, shown, &rest[..count]);
        rest = &rest[count..];
    }
    out
}

fn heading<S: Display>(out: &mut String, style: &Style<S>, line: &str) {
    let heading = &style.heading;
    let _ = writeln!(out, "{heading}{line}{heading:#}");
}

fn piece<S: Display>(
    out: &mut String,
    style: &Style<S>,
    text: &str,
    lines: &[Range<usize>],
    shown: Range<usize>,
    edits: &[Edit],
) {
    let (start, count) = (shown.start + 1, shown.len());
    heading(out, style, &format!("@@ -{start},{count} +{start},{count} @@"));
    let mut rest = edits;
    for line in &lines[shown] {
        let is_last = line.end == text.len();
        let count = rest.iter().take_while(|edit| edit.span.start < line.end || is_last).count();
        let (here, later) = rest.split_at(count);
        rest = later;
        let old = &text[line.clone()];
        if here.is_empty() {
            push(out, " ", old, None::<&S>);
            continue;
        }
        let here: Vec<Edit> = here.iter().map(|edit| shifted(edit, line.start)).collect();
        push(out, "-", old, Some(&style.removed));
        push(out, "+", &edited(old, &here), Some(&style.added));
    }
}

fn shifted(edit: &Edit, by: usize) -> Edit {
    Edit { span: Span::new(edit.span.start - by, edit.span.end - by), ..edit.clone() }
}

fn push<S: Display>(out: &mut String, mark: &str, line: &str, style: Option<&S>) {
    let bare = line.strip_suffix('\n').unwrap_or(line);
    match style {
        Some(style) => {
            let _ = writeln!(out, "{style}{mark}{bare}{style:#}");
        }
        None => {
            let _ = writeln!(out, "{mark}{bare}");
        }
    }
    if bare.len() == line.len() {
        out.push_str("\\ No newline at end of file\n");
    }
}

fn lines_of(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let ends = text.split_inclusive('\n').map(|line| {
        start += line.len();
        start - line.len()..start
    });
    ends.collect()
}

fn line_at(lines: &[Range<usize>], offset: usize) -> usize {
    lines.partition_point(|line| line.end <= offset).min(lines.len().saturating_sub(1))
}

/// Writes a path as Git does: in quotes where it holds what would end or change it.
fn quoted(path: &str) -> String {
    if !path.contains(|c: char| c.is_control() || c == '"' || c == '\\') {
        return path.to_owned();
    }
    let mut out = String::from("\"");
    for c in path.chars() {
        match c {
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '"' | '\\' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_ascii_control() => {
                let _ = write!(out, "\\{:03o}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourcePath;

    fn shown(text: &str, edits: &[(&str, &str)]) -> String {
        let path = SourcePath::new("n.md").expect("plain");
        let mut at = 0;
        let edits: Vec<Edit> = edits
            .iter()
            .map(|(old, new)| {
                let start = at + text[at..].find(old).expect("there");
                at = start + old.len();
                Edit { span: Span::new(start, at), text: (*new).to_owned(), to: path.clone() }
            })
            .collect();
        difference(&SourceFile::new(path, text.as_bytes()), &edits, &Style::<String>::default())
    }

    #[test]
    fn changes_are_shown_with_lines_around() {
        let text = "1\n2\n3\n4\nold\n6\n7\n8\n9\n10\n11\n12\n13\nold old\nend";
        insta::assert_snapshot!(shown(text, &[("old", "new"), ("old", "a"), ("old", "b")]), @r"
        --- a/n.md
        +++ b/n.md
        @@ -2,7 +2,7 @@
         2
         3
         4
        -old
        +new
         6
         7
         8
        @@ -11,5 +11,5 @@
         11
         12
         13
        -old old
        +a b
         end
        \ No newline at end of file
        ");
    }

    #[test]
    fn line_ends_and_a_missing_last_one_stay() {
        assert_eq!(
            shown("x\r\nold", &[("old", "new")]),
            "--- a/n.md\n+++ b/n.md\n@@ -1,2 +1,2 @@\n x\r\n-old\n\\ No newline at end of file\n+new\n\\ No newline at end of file\n"
        );
        assert_eq!(quoted("a/x\t\"y\".md"), "\"a/x\\t\\\"y\\\".md\"");
    }
}
