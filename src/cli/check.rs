//! `studium check`: what is wrong. Nothing is written unless that is asked for.

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::args::{self, ReportFormat};
use super::look::{Look, look};
use super::project::{Project, Snapshot};
use super::terminal::{Stream, Terminal, plain};
use super::wishes::Wishes;
use super::{Exit, fix, known, report, said, words};
use crate::diagnostic::{Baseline, Message, Report, Severity, Tongue, Totals};
use crate::engine::{Analysis, mentioning, missing_start, reports_mentions, unlinked_mentions};
use crate::graph::Backlink;
use crate::page::Plan;

/// How many wanted names are told, and to those who ask for more.
const MOST_WANTED: [usize; 2] = [10, 50];
/// How many of the sentences that ask for a name are told to those who ask for more.
const SENTENCES: usize = 3;

pub(super) fn run(args: &args::Check, terminal: Terminal) -> anyhow::Result<Exit> {
    let wishes = Wishes { drafts: args.drafts, ..Wishes::of_folder(args.vault.folder()) };
    if args.mend.fix {
        return fix::run(args, wishes, terminal);
    }
    let mut project = Project::open(wishes)?;
    if project.snapshot()?.is_unusable() {
        let snapshot = project.snapshot()?;
        let found = snapshot.report(snapshot.diagnostics.clone(), terminal.verbose);
        terminal.answer(&report::formatted(terminal, snapshot, &found, args.format, Totals::default()))?;
        terminal.fail(&words::NOTHING_CHECKED.say(snapshot.tongue(), &[]));
        return Ok(Exit::Failed);
    }
    let Findings { report: found, totals, analysis } = findings(args, &mut project, terminal)?;
    let snapshot = project.snapshot()?;
    if args.write_baseline {
        return write_baseline(args, snapshot, &found, terminal);
    }
    let exit = if found.fails(args.strict) { Exit::Found } else { Exit::Done };
    if args.format != ReportFormat::Text {
        terminal.answer(&report::formatted(terminal, snapshot, &found, args.format, totals))?;
        return Ok(exit);
    }
    if terminal.quiet {
        // What makes it fail is told, whatever was asked for.
        let least = if args.strict { Severity::Warning } else { Severity::Error };
        let failing = found.rows().iter().map(|row| row.diagnostic.clone());
        let failing = failing.filter(|row| row.severity >= least).collect();
        let found = snapshot.report(failing, false);
        terminal.answer(&report::formatted(terminal, snapshot, &found, args.format, totals))?;
        return Ok(exit);
    }
    let mut text = report::formatted(terminal, snapshot, &found, args.format, totals);
    let tongue = snapshot.tongue();
    text.push_str(&wanted(&analysis, terminal, tongue));
    let count = |message: &Message, number: usize| message.say(tongue, &[("count", &number)]);
    let looked_at = [
        count(&words::NOTES, totals.notes),
        count(&words::LINKS, totals.links),
        count(&words::ATTACHMENTS, totals.attachments),
    ];
    let (what, sums) = (looked_at.join(", "), found.sums());
    text.push_str(&words::CHECKED.say(tongue, &[("what", &what), ("sums", &sums)]));
    if found.known_count > 0 {
        text.push_str(&count(&words::KNOWN, found.known_count));
    }
    text.push('\n');
    if found.gone_count > 0 {
        let _ = writeln!(text, "{}", count(&words::GONE, found.gone_count));
    }
    terminal.answer(&text)?;
    Ok(exit)
}

/// What a check finds.
pub(super) struct Findings {
    pub(super) report: Report,
    pub(super) totals: Totals,
    pub(super) analysis: Analysis,
}

/// Looks at the vault and says what is wrong with it, but for what is known already.
pub(super) fn findings(
    args: &args::Check,
    project: &mut Project,
    terminal: Terminal,
) -> anyhow::Result<Findings> {
    let Look { inputs, analysis, noticed: mut diagnostics } = look(project, terminal)?;
    let (plan, noticed) = Plan::new(&analysis.vault, &analysis.graph, &analysis.terms, &analysis.options);
    diagnostics.extend(analysis.diagnostics.iter().cloned().chain(noticed));
    diagnostics.extend(missing_start(&inputs.config, &plan));
    if terminal.verbose || reports_mentions(&inputs.config) {
        let mentioning = mentioning(&inputs, &analysis, &mut project.cache);
        diagnostics.extend(unlinked_mentions(&inputs, &analysis, &mentioning));
    }
    let snapshot = project.snapshot()?;
    let baseline = if args.write_baseline { None } else { baseline(args, snapshot)? };
    let report = snapshot.report_but(diagnostics, terminal.verbose, baseline);
    Ok(Findings { report, totals: analysis.totals(), analysis })
}

/// Returns the file of what is known: the one that was named, or the configured one.
fn baseline_file(args: &args::Check, snapshot: &Snapshot) -> PathBuf {
    args.baseline.clone().unwrap_or_else(|| known::file(snapshot))
}

fn baseline(args: &args::Check, snapshot: &Snapshot) -> anyhow::Result<Option<Baseline>> {
    let file = baseline_file(args, snapshot);
    match known::read(&file)? {
        None if args.baseline.is_some() => {
            bail!(words::say(&said::NO_BASELINE, &[("path", &file.display().to_string())]))
        }
        found => Ok(found),
    }
}

fn write_baseline(
    args: &args::Check,
    snapshot: &Snapshot,
    found: &Report,
    terminal: Terminal,
) -> anyhow::Result<Exit> {
    let file = baseline_file(args, snapshot);
    // Whatever else has this name is not ours to replace.
    known::read(&file)?;
    let baseline = Baseline::of(found);
    let cannot = || words::say(&said::CANNOT_WRITE, &[("path", &file.display().to_string())]);
    let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut beside = tempfile::Builder::new().prefix(".studium-").tempfile_in(folder).with_context(cannot)?;
    beside.write_all(baseline.text().as_bytes()).with_context(cannot)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let permissions = fs::Permissions::from_mode(0o644);
        beside.as_file().set_permissions(permissions).with_context(cannot)?;
    }
    beside.persist(&file).map_err(|error| error.error).with_context(cannot)?;
    let shown = report::relative(&file, &snapshot.located.config_dir);
    let said = words::WRITTEN_KNOWN.say(snapshot.tongue(), &[("count", &baseline.count()), ("file", &shown)]);
    terminal.remark(&plain(&said));
    Ok(Exit::Done)
}

/// Lists the names that broken links ask for, the most wanted first. What a single note asks for was told
/// as a broken link already, and is told again only to those who ask for more.
fn wanted(analysis: &Analysis, terminal: Terminal, tongue: Tongue) -> String {
    let least = if terminal.verbose { 1 } else { 2 };
    let all: Vec<_> = analysis.graph.wanted().iter().filter(|wanted| wanted.note_count >= least).collect();
    if all.is_empty() {
        return String::new();
    }
    let paint = terminal.paint(Stream::Out);
    let title = words::WANTED.say(tongue, &[]);
    let mut text = format!("{}{title}{:#}\n", paint.bold, paint.bold);
    let most = MOST_WANTED[usize::from(terminal.verbose)];
    for wanted in all.iter().take(most) {
        let asked = words::WANTED_BY.say(tongue, &[("count", &wanted.note_count)]);
        let _ = write!(text, "  {}  {}{asked}{:#}", plain(&wanted.name), paint.dim, paint.dim);
        if let Some(near) = wanted.nearest {
            let near = plain(analysis.vault.note(near).path.as_str());
            let near = words::NEAREST.say(tongue, &[("path", &near)]);
            let _ = write!(text, "{}{near}{:#}", paint.dim, paint.dim);
        }
        text.push('\n');
        let sentences = if terminal.verbose { SENTENCES } else { 0 };
        for asking in wanted.asked_by.iter().take(sentences) {
            let (path, sentence) = sentence(analysis, *asking);
            let _ = writeln!(text, "    {}{}{:#}  {}", paint.dim, plain(&path), paint.dim, plain(&sentence));
        }
    }
    if all.len() > most {
        let more = words::AND_MORE.say(tongue, &[("count", &(all.len() - most))]);
        let _ = writeln!(text, "  {more}");
    }
    text.push('\n');
    text
}

/// Returns the path of a note that links, and the sentence that it links in.
pub(super) fn sentence(analysis: &Analysis, asking: Backlink) -> (String, String) {
    let note = analysis.vault.note(asking.from);
    let link = &note.links[asking.link];
    let sentence = link.context.as_ref().map_or_else(
        || link.raw.clone(),
        |context| format!("{}{}{}", context.before, context.text, context.after),
    );
    (note.path.to_string(), sentence)
}
