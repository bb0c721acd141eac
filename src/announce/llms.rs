//! `llms.txt`: the site for language models, as <https://llmstxt.org> has it.

use std::fmt::Write as _;

use crate::graph::NoteId;
use crate::page::Plan;
use crate::site::Permalink;

/// Writes the title, the description, and a list of all notes by section, each with its address as
/// Markdown and a sentence about it.
pub(super) fn write(plan: &Plan<'_>) -> String {
    let options = plan.options();
    let mut out = format!("# {}\n", line(options.title()));
    if !options.description.is_empty() {
        let _ = write!(out, "\n> {}\n", line(&options.description));
    }
    for (title, notes) in plan.sections() {
        let _ = write!(out, "\n## {}\n\n", line(&title));
        for id in notes {
            entry(plan, &mut out, id);
        }
    }
    out
}

fn entry(plan: &Plan<'_>, out: &mut String, id: NoteId) {
    let target = plan.routes.text(id).unwrap_or_else(|| plan.routes.note(id));
    let address = plan.absolute(target).unwrap_or_else(|| Permalink::page("").href_to(target));
    // Parentheses would end the address too early, or too late.
    let address = address.replace('(', "%28").replace(')', "%29");
    let title = line(plan.title(id)).replace('[', "\\[").replace(']', "\\]");
    let summary = plan.summary(id).map(|summary| format!(": {}", line(&summary))).unwrap_or_default();
    let _ = writeln!(out, "- [{title}]({address}){summary}");
}

/// Puts a text on one line.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
