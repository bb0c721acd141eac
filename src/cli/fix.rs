//! `studium check --fix`: what can be mended without asking, shown or written.

use std::fmt::Write;

use super::Exit;
use super::args;
use super::check::findings;
use super::look::{Look, look};
use super::project::Project;
use super::terminal::{Stream, Terminal, is_for_reading, plain};
use super::wishes::Wishes;
use super::words;
use crate::diagnostic::{Code, Severity, Spoken, Tongue};
use crate::engine::{Analysis, Cache, Inputs, analyse, mentioning};
use crate::graph::{NoteId, Resolution, Target};
use crate::mend::words as mend_words;
use crate::mend::{Edit, Mending, Style, difference, edited, links, mentions, write};
use crate::source::{LineIndex, SourceFile, SourcePath};

/// How many of the places that were left are named.
const MOST_LEFT: usize = 50;

pub(super) fn run(args: &args::Check, wishes: Wishes, terminal: Terminal) -> anyhow::Result<Exit> {
    let mut project = Project::open(wishes.clone())?;
    project.refuse_unusable()?;
    let Look { inputs, analysis, .. } = look(&mut project, terminal)?;
    let mut cache = std::mem::take(&mut project.cache);
    let snapshot = project.snapshot()?;
    let tongue = snapshot.tongue();
    let levels = snapshot.levels();
    let is_wanted = |code: Code, path: &SourcePath| {
        levels.level(code, Some(path), code.default_severity()) != Severity::Off
    };
    let mut mending = links(&analysis.vault, &analysis.graph, &inputs.vault, &is_wanted);
    if args.mend.link_mentions {
        let mentioning = mentioning(&inputs, &analysis, &mut cache);
        mentions(&analysis.vault, &mentioning, &inputs.vault, &is_wanted, &mut mending);
    }
    verify(&inputs, &analysis, &mut cache, &mut mending);

    let file = |path: &SourcePath| inputs.vault.files.get(path);
    let shown = mending.edits.iter().filter_map(|(path, edits)| Some(shown(terminal, file(path)?, edits)));
    terminal.answer(&shown.collect::<String>())?;
    if args.mend.apply {
        apply(&inputs, &snapshot.located.vault_root.clone(), &mut mending);
    }
    tell(args, terminal, tongue, &inputs, &mending);
    if args.mend.apply {
        project = Project::open(wishes)?;
    }
    let found = findings(args, &mut project, terminal)?;
    if args.mend.apply {
        let sums = found.report.sums();
        terminal.remark(&words::CHECKED_AGAIN.say(tongue, &[("sums", &sums)]));
    }
    Ok(if found.report.fails(args.strict) { Exit::Found } else { Exit::Done })
}

fn apply(inputs: &Inputs, root: &std::path::Path, mending: &mut Mending) {
    for (path, edits) in mending.edits.clone() {
        let Some(old) = inputs.vault.files.get(&path) else { continue };
        if let Err(refused) = write(root, old, edited(&old.text(), &edits).as_bytes()) {
            mending.leave(old, &refused.text());
        }
    }
}

/// Keeps the edits of a file only where the mended vault reads as it was meant: each mended link leads
/// where it should, and no other is lost.
fn verify(inputs: &Inputs, analysis: &Analysis, cache: &mut Cache, mending: &mut Mending) {
    if mending.edits.is_empty() {
        return;
    }
    let mut mended = inputs.clone();
    for (path, edits) in &mending.edits {
        if let Some(file) = mended.vault.files.get_mut(path) {
            *file = SourceFile::new(path.clone(), edited(&file.text(), edits).into_bytes());
        }
    }
    let after = analyse(&mended, cache, &|_, _, _| {});
    for (path, edits) in mending.edits.clone() {
        let ids = analysis.graph.note_at(&path).zip(after.graph.note_at(&path));
        let is_good = ids.is_some_and(|(before, now)| {
            missing(&after, now) + broken_edits(analysis, before, &edits) <= missing(analysis, before)
                && lead_right(&after, now, &edits)
        });
        if let Some(file) = inputs.vault.files.get(&path).filter(|_| !is_good) {
            mending.leave(file, &mend_words::OTHER_WAY.plain());
        }
    }
}

fn missing(analysis: &Analysis, id: NoteId) -> usize {
    let links = 0..analysis.vault.note(id).links.len();
    let is_missing =
        |link: &usize| matches!(analysis.graph.resolution(id, *link), Resolution::Missing { .. });
    links.filter(is_missing).count()
}

/// Counts the edits of links that lead nowhere.
fn broken_edits(analysis: &Analysis, id: NoteId, edits: &[Edit]) -> usize {
    let links = analysis.vault.note(id).links.iter().enumerate();
    let is_edited = |edit: &&Edit, start: usize, end: usize| start <= edit.span.start && edit.span.end <= end;
    links
        .filter(|(_, link)| edits.iter().any(|edit| is_edited(&edit, link.span.start, link.span.end)))
        .filter(|(index, _)| matches!(analysis.graph.resolution(id, *index), Resolution::Missing { .. }))
        .count()
}

/// Tells whether all edited links lead where they should.
fn lead_right(analysis: &Analysis, id: NoteId, edits: &[Edit]) -> bool {
    let note = analysis.vault.note(id);
    let mut removed = 0;
    let mut added = 0;
    edits.iter().all(|edit| {
        let start = edit.span.start + added - removed;
        added += edit.text.len();
        removed += edit.span.end - edit.span.start;
        let end = start + edit.text.len();
        note.links.iter().enumerate().any(|(index, link)| {
            link.span.start <= start
                && end <= link.span.end
                && leads_to(analysis, analysis.graph.resolution(id, index), &edit.to)
        })
    })
}

fn leads_to(analysis: &Analysis, resolution: &Resolution, to: &SourcePath) -> bool {
    match resolution {
        Resolution::Found { target: Target::Note(note, _), via_alias: false, .. } => {
            analysis.vault.note(*note).path == *to
        }
        Resolution::Found { target: Target::File(path, _), .. } => path == to,
        _ => false,
    }
}

fn shown(terminal: Terminal, file: &SourceFile, edits: &[Edit]) -> String {
    let paint = terminal.paint(Stream::Out);
    let style = Style { heading: paint.bold, removed: paint.error, added: paint.good };
    // For `patch` every byte counts; for eyes, that none steers the terminal.
    if !is_for_reading() {
        return difference(file, edits, &style);
    }
    let text = plain(&file.text());
    if text.len() == file.bytes.len() {
        let calm = SourceFile::new(file.path.clone(), text.into_bytes());
        return difference(&calm, edits, &style);
    }
    plain(&difference(file, edits, &Style { heading: NO_STYLE, removed: NO_STYLE, added: NO_STYLE }))
}

const NO_STYLE: clap::builder::styling::Style = clap::builder::styling::Style::new();

/// Says what was mended, what was left, and why.
fn tell(args: &args::Check, terminal: Terminal, tongue: Tongue, inputs: &Inputs, mending: &Mending) {
    let mut text = String::new();
    for left in mending.left.iter().take(MOST_LEFT) {
        let file = inputs.vault.files.get(&left.place.path);
        let at = file.map(|file| LineIndex::new(&file.text()).line_column(left.place.span.start));
        let at = at.map(|at| format!(":{}:{}", at.line_number, at.column_number)).unwrap_or_default();
        let (place, raw) = (format!("{}{at}", left.place.path), left.raw.replace('\n', " "));
        let values: [(&str, &dyn Spoken); 3] = [("place", &place), ("raw", &raw), ("why", &left.why)];
        let _ = writeln!(text, "{}", words::LEFT.say(tongue, &values));
    }
    if mending.left.len() > MOST_LEFT {
        let more = mending.left.len() - MOST_LEFT;
        let _ = writeln!(text, "{}", words::AND_MORE.say(tongue, &[("count", &more)]));
    }
    if !terminal.quiet {
        terminal.say(&plain(&text));
    }
    let (left, unknown) = (mending.left.len(), mending.unknown_count);
    let rest = match (left, unknown) {
        (0, 0) => String::new(),
        (0, unknown) => words::REST_UNKNOWN.say(tongue, &[("count", &unknown)]),
        (left, 0) => words::REST_LEFT.say(tongue, &[("count", &left)]),
        (left, unknown) => words::REST_BOTH.say(tongue, &[("left", &left), ("count", &unknown)]),
    };
    let message = match (mending.edit_count(), args.mend.apply) {
        (0, _) => words::NOTHING_TO_MEND,
        (_, true) => words::MENDED,
        (_, false) => words::CAN_BE_MENDED,
    };
    let (edits, files) = (mending.edit_count(), mending.edits.len());
    let values: [(&str, &dyn Spoken); 3] = [("count", &edits), ("files", &files), ("rest", &rest)];
    terminal.remark(&message.say(tongue, &values));
}
