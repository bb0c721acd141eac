//! `studium check`: what is wrong, and nothing written.

use std::fmt::Write;

use super::args::{self, ReportFormat};
use super::look::{Look, look};
use super::project::{Project, Wishes};
use super::terminal::{Stream, Terminal, count, plain};
use super::{Exit, report};
use crate::diagnostic::{Severity, Totals};
use crate::engine::Analysis;
use crate::graph::Resolution;
use crate::note::Kind;
use crate::page::Plan;

/// How many wanted names are told.
const MOST_WANTED: usize = 50;

pub(super) fn run(args: &args::Check, terminal: Terminal) -> anyhow::Result<Exit> {
    let wishes = Wishes { drafts: args.drafts, ..Wishes::of_folder(args.vault.folder()) };
    let mut project = Project::open(wishes)?;
    if project.snapshot()?.is_unusable() {
        let snapshot = project.snapshot()?;
        let found = snapshot.report(snapshot.diagnostics.clone(), terminal.verbose);
        terminal.answer(&report::formatted(terminal, snapshot, &found, args.format, Totals::default()))?;
        terminal.fail("nothing was checked, because the configuration cannot be used");
        return Ok(Exit::Failed);
    }
    let Look { analysis, noticed: mut diagnostics, .. } = look(&mut project, terminal)?;
    let (_, noticed) = Plan::new(&analysis.vault, &analysis.graph, &analysis.terms, &analysis.options);
    diagnostics.extend(analysis.diagnostics.iter().cloned().chain(noticed));

    let snapshot = project.snapshot()?;
    let totals = totals(&analysis);
    let found = snapshot.report(diagnostics, terminal.verbose);
    let exit = if found.fails(args.strict) { Exit::Found } else { Exit::Done };
    if args.format != ReportFormat::Text {
        terminal.answer(&report::formatted(terminal, snapshot, &found, args.format, totals))?;
        return Ok(exit);
    }
    if terminal.quiet {
        let errors = found.rows().iter().map(|row| row.diagnostic.clone());
        let errors = errors.filter(|row| row.severity == Severity::Error).collect();
        let found = snapshot.report(errors, false);
        terminal.answer(&report::formatted(terminal, snapshot, &found, args.format, totals))?;
        return Ok(exit);
    }
    let mut text = report::formatted(terminal, snapshot, &found, args.format, totals);
    if terminal.verbose {
        text.push_str(&wanted(&analysis, terminal));
    }
    let looked_at =
        [count(totals.notes, "note"), count(totals.links, "link"), count(totals.attachments, "attachment")];
    let _ = writeln!(text, "Checked {}: {}", looked_at.join(", "), found.sums());
    terminal.answer(&text)?;
    Ok(exit)
}

fn totals(analysis: &Analysis) -> Totals {
    let vault = &analysis.vault;
    let mut totals = Totals { attachments: vault.attachments.len(), ..Totals::default() };
    for (id, note) in vault.notes() {
        totals.notes += usize::from(note.kind == Kind::Markdown);
        totals.links += note.links.len();
        let resolutions = (0..note.links.len()).map(|link| analysis.graph.resolution(id, link));
        totals.broken += resolutions.filter(|found| matches!(found, Resolution::Missing { .. })).count();
    }
    totals
}

/// Lists the names that broken links ask for, the most wanted first.
fn wanted(analysis: &Analysis, terminal: Terminal) -> String {
    let all = analysis.graph.wanted();
    if all.is_empty() {
        return String::new();
    }
    let paint = terminal.paint(Stream::Out);
    let mut text = format!("{}Wanted{:#}\n", paint.bold, paint.bold);
    for wanted in all.iter().take(MOST_WANTED) {
        let asked = count(wanted.note_count, "note");
        let _ = write!(text, "  {}  {}by {asked}{:#}", plain(&wanted.name), paint.dim, paint.dim);
        if let Some(near) = wanted.nearest {
            let near = plain(analysis.vault.note(near).path.as_str());
            let _ = write!(text, "{}; nearest is `{near}`{:#}", paint.dim, paint.dim);
        }
        text.push('\n');
    }
    if all.len() > MOST_WANTED {
        let _ = writeln!(text, "  … and {} more", all.len() - MOST_WANTED);
    }
    text.push('\n');
    text
}
