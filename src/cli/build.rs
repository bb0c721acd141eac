//! `studium build`: the site, written into a folder.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use super::args::{self, ReportFormat};
use super::gallery::{Gallery, Visitor};
use super::project::{Project, Snapshot};
use super::terminal::{Terminal, plain};
use super::timings::{Timings, slowest};
use super::wishes::Wishes;
use super::{Exit, known, refusal, report, said, words};
use crate::diagnostic::{Code, Diagnostic, Report, Spoken, Totals};
use crate::engine::{self, Cache, Inputs, Progress};
use crate::publish::{PublishError, Store, folder};
use crate::serve::Watch;
use crate::site::{OutputPath, Sink};
use crate::source::SourcePath;

/// More files that differ than this are only counted.
const DIFFERING: usize = 20;

pub(super) fn run(args: &args::Build, terminal: Terminal) -> anyhow::Result<Exit> {
    let wishes = Wishes { output: args.output.clone(), ..Wishes::new(args.vault.folder(), &args.overrides) };
    let cache = if args.watch { Cache::new() } else { Cache::for_one_build() };
    let mut project = Project::new(wishes, cache);
    let started = Instant::now();
    project.read()?;
    if !args.watch {
        let exit = build(&mut project, args, terminal, started);
        // The program ends: the system takes a million pieces back at once, one by one they take a while.
        std::mem::forget(project);
        return exit;
    }
    let mut watch = Watch::new(args.poll.poll);
    watch.follow(project.scope());
    let mut started = started;
    loop {
        if let Some(reason) = watch.take_reason() {
            terminal.remark(&looking_twice(&reason));
        }
        if let Err(error) = build(&mut project, args, terminal, started) {
            terminal.fail(&plain(&refusal::told(&error)));
        }
        started = next(&mut project, &mut watch, terminal);
    }
}

/// Says that files are looked at now and then, for one of the reasons that the watcher has.
pub(super) fn looking_twice(reason: &str) -> String {
    let known = [said::AS_ASKED, said::SYSTEM_SILENT].into_iter().find(|known| known.english == reason);
    let why = known.map_or_else(|| plain(reason), |known| words::say(&known, &[]));
    words::say(&said::LOOKING_TWICE, &[("why", &why)])
}

/// Waits until a build would see something else, and returns when it began to be read.
fn next(project: &mut Project, watch: &mut Watch, terminal: Terminal) -> Instant {
    let mut told = String::new();
    loop {
        watch.follow(project.scope());
        let started = Instant::now();
        match project.read() {
            Ok(Some(_)) => return started,
            Ok(None) => {}
            Err(error) => {
                let message = plain(&refusal::told(&error));
                if message != told {
                    terminal.fail(&message);
                    told = message;
                }
            }
        }
        watch.wait();
    }
}

/// Builds once and writes the site, or says why not.
fn build(
    project: &mut Project,
    args: &args::Build,
    terminal: Terminal,
    started: Instant,
) -> anyhow::Result<Exit> {
    if project.snapshot()?.is_unusable() {
        tell(
            terminal,
            project.snapshot()?,
            project.snapshot()?.diagnostics.clone(),
            args.format,
            Totals::default(),
        )?;
        terminal.fail(&words::say(&said::NOTHING_WRITTEN_CONFIG, &[]));
        return Ok(Exit::Failed);
    }
    let mut site = Store::default();
    let timings = args.timings.then(|| Timings::new("reading", started));
    let made = make(project, &mut site, terminal, timings.as_ref())?;
    let snapshot = project.snapshot()?;
    if made.is_partial {
        tell(terminal, snapshot, made.diagnostics, args.format, made.totals)?;
        terminal.fail(&words::say(&said::NOTHING_WRITTEN_PAGES, &[]));
        return Ok(Exit::Failed);
    }
    if args.verify && !is_verified(project, &site, terminal, timings.as_ref())? {
        return Ok(Exit::Failed);
    }
    let snapshot = project.snapshot()?;
    let progress = terminal.progress();
    progress.tell("writing", 0, 0);
    if let Some(timings) = &timings {
        timings.tell("writing");
    }
    let unfinished = write(snapshot, &site)?;
    drop(progress);
    let found = tell(terminal, snapshot, made.diagnostics, args.format, made.totals)?;
    if let Some(unfinished) = unfinished {
        terminal.warn(&plain(&unfinished));
    }
    if snapshot.config.site.base_url.is_empty() {
        terminal.remark(&words::say(&said::NO_BASE_URL, &[]));
    }
    let summary = summary(site.paths(), snapshot, &found, started.elapsed());
    let output = report::relative(&snapshot.output, &snapshot.located.config_dir);
    let line = plain(&format!("{summary} → {output}/"));
    if args.format == ReportFormat::Text && !terminal.quiet {
        terminal.answer(&format!("{line}\n"))?;
    } else {
        terminal.remark(&line);
    }
    if let Some(timings) = timings {
        let stages = timings.text();
        let (inputs, _) = project.dated_inputs()?;
        terminal.remark(&plain(&format!("\n{stages}\n{}", slowest(&inputs))));
    }
    let fails = args.strict && found.fails(true);
    Ok(if fails { Exit::Found } else { Exit::Done })
}

/// Builds once more with nothing remembered, and says what is different. What was remembered is thrown away then.
fn is_verified(
    project: &mut Project,
    site: &Store,
    terminal: Terminal,
    timings: Option<&Timings>,
) -> anyhow::Result<bool> {
    let (inputs, _) = project.dated_inputs()?;
    let progress = terminal.progress();
    if let Some(timings) = timings {
        timings.tell("verifying");
    }
    let mut comparison = site.comparison();
    engine::build(&inputs, &mut Cache::for_one_build(), &mut comparison, &|_, done, of| {
        progress.tell("verifying", done, of);
    });
    drop(progress);
    let differing = comparison.differing();
    if differing.is_empty() {
        return Ok(true);
    }
    for path in differing.iter().take(DIFFERING) {
        terminal.fail(&plain(&format!("`{path}` is not what a build from nothing makes")));
    }
    if differing.len() > DIFFERING {
        terminal.fail(&format!("and {} more files", differing.len() - DIFFERING));
    }
    project.discard();
    terminal.fail(
        "nothing was written; the cache was thrown away, so the next build is right. Please report this",
    );
    Ok(false)
}

/// What a build made.
pub(super) struct Made {
    pub(super) diagnostics: Vec<Diagnostic>,
    /// Whether pages are missing.
    pub(super) is_partial: bool,
    totals: Totals,
}

/// Makes the site into `site`, and tells its stages to `timings`.
pub(super) fn make(
    project: &mut Project,
    site: &mut dyn Sink,
    terminal: Terminal,
    timings: Option<&Timings>,
) -> anyhow::Result<Made> {
    let mut site = Visitor::new(site, Gallery::of(project.snapshot()?));
    let build = |inputs: &Inputs, cache: &mut Cache, tell: Progress<'_>| {
        (engine::build(inputs, cache, &mut site, tell), ())
    };
    Ok(made_by(project, terminal, timings, build)?.0)
}

/// Makes what readers look at, for a preview; what comes after it is handed on.
pub(super) fn make_pages(
    project: &mut Project,
    site: &mut dyn Sink,
    terminal: Terminal,
) -> anyhow::Result<(Made, engine::Rest)> {
    let build = |inputs: &Inputs, cache: &mut Cache, tell: Progress<'_>| {
        engine::build_pages(inputs, cache, site, tell)
    };
    made_by(project, terminal, None, build)
}

fn made_by<R>(
    project: &mut Project,
    terminal: Terminal,
    timings: Option<&Timings>,
    build: impl FnOnce(&Inputs, &mut Cache, Progress<'_>) -> (Vec<Diagnostic>, R),
) -> anyhow::Result<(Made, R)> {
    let (inputs, mut diagnostics) = project.dated_inputs()?;
    project.recall();
    if inputs.vault.dates.is_shallow {
        terminal.remark(&words::say(&said::NO_HISTORY, &[]));
    }
    let progress = terminal.progress();
    let tell = |stage: &str, done: usize, of: usize| {
        if let Some(timings) = timings {
            timings.tell(stage);
        }
        progress.tell(stage, done, of);
    };
    let (noticed, rest) = build(&inputs, &mut project.cache, &tell);
    project.keep(terminal);
    drop(progress);
    let is_partial = noticed.iter().any(|found| found.code == Code::InvalidTemplate);
    diagnostics.extend(noticed);
    let totals = project.cache.totals();
    Ok((Made { diagnostics, is_partial, totals }, rest))
}

/// Writes the site. The answer says what is left to tidy up, where something is.
fn write(snapshot: &Snapshot, site: &Store) -> anyhow::Result<Option<String>> {
    let root = &snapshot.located.vault_root;
    let attachments = |path: &SourcePath| -> PathBuf { root.join(path.as_str()) };
    let options = folder::PublishOptions {
        notes: snapshot.vault.files.keys().map(|path| root.join(path.as_str())).collect(),
        ..folder::PublishOptions::new(root.clone())
    };
    match folder::publish(site, &attachments, &snapshot.output, &options) {
        Ok(_) => Ok(None),
        Err(error @ PublishError::Unfinished { .. }) => Ok(Some(refusal::told(&error.into()))),
        Err(error) => Err(error.into()),
    }
}

fn tell(
    terminal: Terminal,
    snapshot: &Snapshot,
    diagnostics: Vec<Diagnostic>,
    format: ReportFormat,
    totals: Totals,
) -> anyhow::Result<Report> {
    // A damaged list of what is known keeps nobody from a site, and hides nothing.
    let known = known::read(&known::file(snapshot)).unwrap_or_else(|error| {
        terminal.warn(&plain(&refusal::told(&error)));
        None
    });
    let found = snapshot.report_but(diagnostics, terminal.verbose, known);
    if format == ReportFormat::Text {
        report::say(terminal, snapshot, &found);
    } else {
        terminal.answer(&report::formatted(terminal, snapshot, &found, format, totals))?;
    }
    Ok(found)
}

/// Says what was built: `Built 412 pages from 387 notes (3 errors) in 0.42 s`.
pub(super) fn summary<'p>(
    paths: impl Iterator<Item = &'p OutputPath>,
    snapshot: &Snapshot,
    found: &Report,
    time: Duration,
) -> String {
    let is_page = |path: &&OutputPath| path.as_str().rsplit_once('.').is_some_and(|(_, end)| end == "html");
    let pages = paths.filter(is_page).count();
    let notes = snapshot.vault.files.keys().filter(|path| path.is_note()).count();
    let (sums, time) = (found.sums(), format!("{:.2}", time.as_secs_f64()));
    let values: [(&str, &dyn Spoken); 4] =
        [("pages", &pages), ("notes", &notes), ("sums", &sums), ("time", &time)];
    words::BUILT.say(found.tongue(), &values)
}
