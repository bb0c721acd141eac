//! `llms.txt` and `llms-full.txt`: the site for language models, as <https://llmstxt.org> has it: a list of all
//! notes, and the text of all of them.

use std::fmt::Write as _;

use crate::graph::NoteId;
use crate::page::Plan;
use crate::site::{Part, Permalink};

/// What parts one text from the next.
const RULE: &str = "--------------------------------";

/// Writes the title, the description, and a list of all notes by section, each with its address as
/// Markdown and a sentence about it.
pub(super) fn write(plan: &Plan<'_>) -> String {
    let mut out = head(plan);
    for (title, notes) in plan.sections() {
        let _ = write!(out, "\n## {}\n\n", line(&title));
        for id in notes {
            entry(plan, &mut out, id);
        }
    }
    out
}

/// Tells what the texts of all notes are made of, in the order of the list: before each its title and the address
/// of its page, from which the links in it start.
pub(super) fn full(plan: &Plan<'_>) -> Vec<Part> {
    let mut parts = vec![Part::Text(head(plan).into())];
    for id in plan.sections().into_iter().flat_map(|(_, notes)| notes) {
        let Some(text) = plan.routes.text(id) else { continue };
        let (title, address) = (line(plan.title(id)), address(plan, plan.routes.note(id)));
        parts.push(Part::Text(format!("\n{RULE}\n{title}\n{address}\n\n").into()));
        parts.push(Part::File(text.output_path()));
    }
    parts
}

/// Returns the title of the site and what it is about.
fn head(plan: &Plan<'_>) -> String {
    let options = plan.options();
    let mut out = format!("# {}\n", line(options.title()));
    if !options.description.is_empty() {
        let _ = write!(out, "\n> {}\n", line(&options.description));
    }
    out
}

/// Returns the full address, or the way from the root of the site where that is not known.
fn address(plan: &Plan<'_>, target: &Permalink) -> String {
    plan.absolute(target).unwrap_or_else(|| Permalink::page("").href_to(target))
}

fn entry(plan: &Plan<'_>, out: &mut String, id: NoteId) {
    let target = plan.routes.text(id).unwrap_or_else(|| plan.routes.note(id));
    let address = address(plan, target);
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
