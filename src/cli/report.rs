//! Findings in the form that was asked for.

use std::path::Path;

use super::args::ReportFormat;
use super::project::Snapshot;
use super::terminal::{Stream, Terminal, is_watched};
use super::words;
use crate::diagnostic::{Diagnostic, Report, Severity, Totals};
use crate::source::SourcePath;

/// More findings than this are not shown on a terminal after a build, which is not about them.
const MOST_SHOWN: usize = 50;

/// Writes a report for readers beside the answer, cut where it is long and nobody asked for more.
pub(super) fn say(terminal: Terminal, snapshot: &Snapshot, report: &Report) {
    let mut rows: Vec<Diagnostic> = report.rows().iter().map(|row| row.diagnostic.clone()).collect();
    if terminal.quiet {
        rows.retain(|row| row.severity == Severity::Error);
    }
    let left = rows.len().saturating_sub(MOST_SHOWN);
    if left > 0 && is_watched() && !terminal.verbose {
        rows.sort_by_key(|row| std::cmp::Reverse(row.severity));
        rows.truncate(MOST_SHOWN);
        say_all(terminal, &snapshot.report(rows, true));
        let more = words::AND_MORE_FINDINGS.say(snapshot.tongue(), &[("count", &left)]);
        terminal.say(&format!("{more}\n\n"));
    } else if rows.len() < report.rows().len() {
        say_all(terminal, &snapshot.report(rows, true));
    } else {
        say_all(terminal, report);
    }
}

fn say_all(terminal: Terminal, report: &Report) {
    terminal.say(&report.text(terminal.report_options(Stream::Err)));
}

/// Writes a report for a program. `Text` is for readers, with colours where standard output has them.
pub(super) fn formatted(
    terminal: Terminal,
    snapshot: &Snapshot,
    report: &Report,
    format: ReportFormat,
    totals: Totals,
) -> String {
    let shown = |path: &SourcePath| relative(&snapshot.place_of(path), &snapshot.located.config_dir);
    match format {
        ReportFormat::Text => report.text(terminal.report_options(Stream::Out)),
        ReportFormat::Json => report.json(totals),
        ReportFormat::Github => report.github(&shown),
        ReportFormat::Sarif => report.sarif(&shown, env!("CARGO_PKG_VERSION")),
        ReportFormat::Checkstyle => report.checkstyle(&shown),
    }
}

/// Returns a path as it is written in the working directory, or failing that below `base`.
pub(super) fn relative(path: &Path, base: &Path) -> String {
    let here = std::env::current_dir().ok().and_then(|here| here.canonicalize().ok());
    let below = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_owned));
    let below = below.or_else(|| path.strip_prefix(base).ok().map(Path::to_owned));
    let shown = below.unwrap_or_else(|| path.to_owned());
    shown.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_shown_from_the_working_directory_or_the_project() {
        let here = std::env::current_dir().expect("here").canonicalize().expect("here");
        assert_eq!(relative(&here.join("a/b.md"), Path::new("/v")), "a/b.md");
        assert_eq!(relative(Path::new("/v/content/b.md"), Path::new("/v")), "content/b.md");
        assert_eq!(relative(Path::new("/w/b.md"), Path::new("/v")), "/w/b.md");
    }
}
