//! `studium serve`: the preview, and what the terminal shows of it.

use std::collections::{BTreeSet, HashMap};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use super::project::{Project, Snapshot};
use super::terminal::{Stream, Terminal, plain};
use super::wishes::Wishes;
use super::words::{say, tongue};
use super::{Exit, args, bug, build, refusal, report, said};
use crate::diagnostic::{Code, Diagnostic, Report, ReportOptions, Spoken, TextOptions};
use crate::engine::{self, Cache};
use crate::serve::{self, Build, Early, More, News, Port, Rest, Scope, ServeOptions};
use crate::site::Site;
use crate::source::{ContentHash, SourcePath, locate};

pub(super) fn run(args: &args::Serve, terminal: Terminal) -> anyhow::Result<Exit> {
    let wishes = Wishes::new(args.vault.folder(), &args.overrides);
    // A folder that is not there is a mistake in the command; all else can be mended while we wait.
    let located = locate(wishes.folder.as_deref())?;
    let (config, _) = crate::config::parse(located.config.as_ref(), "");
    let project = Project::new(wishes, Cache::new());
    let options = ServeOptions {
        host: args.host.clone().unwrap_or(config.serve.host),
        port: args.port.map_or(Port::From(config.serve.port), Port::Exactly),
        poll: args.poll.poll,
        editor: config.serve.editor,
    };
    let follows = args.follow.then(HashMap::new);
    let preview = Preview { project, terminal, failure: None, told: Arc::default(), follows, turned: false };
    let open = args.open;
    let turn = Mutex::new(());
    let tell = move |news: News<'_>| {
        // One line at a time: two threads have news.
        let _turn = turn.lock();
        show(terminal, &news, open);
    };
    let tell: serve::Tell = Arc::new(tell);
    serve::serve(Box::new(preview), &options, &tell)?;
    terminal.remark(&say(&said::STOPPED, &[]));
    Ok(Exit::Done)
}

fn show(terminal: Terminal, news: &News<'_>, open: bool) {
    match news {
        News::Listening { url, busy, exposed } => {
            if let Some((port, holder)) = busy {
                let by = holder.as_ref().map(|holder| say(&said::BY, &[("holder", &plain(holder))]));
                let values: [(&str, &dyn Spoken); 2] =
                    [("port", &port.to_string()), ("by", &by.unwrap_or_default())];
                terminal.say(&(say(&said::PORT_IN_USE, &values) + "\n"));
            }
            if *exposed {
                terminal.warn(&say(&said::EXPOSED, &[]));
            }
            let bold = terminal.paint(Stream::Out).bold;
            // Where nobody reads standard output, the preview goes on all the same.
            let _ = terminal
                .answer(&(say(&said::SERVING, &[("url", &format!("{bold}{}{bold:#}", plain(url)))]) + "\n"));
            if open && let Err(error) = browse(url) {
                terminal.warn(&say(&said::NO_BROWSER, &[("why", &error.to_string())]));
            }
        }
        News::Built(built) => match &built.failure {
            Some(_) => terminal.fail(&say(&said::LAST_GOOD, &[])),
            None => terminal.remark(&plain(&built.summary)),
        },
        News::Panicked(_) => terminal.fail(&bug()),
        News::Polling(reason) => {
            terminal.remark(&build::looking_twice(reason));
        }
    }
}

/// Opens an address in the browser, and does not wait for it.
fn browse(url: &str) -> std::io::Result<()> {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("explorer", &[])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().map(|_| ())
}

/// A project as the preview sees it.
struct Preview {
    project: Project,
    terminal: Terminal,
    /// Why the files could not be read, so that it is told once.
    failure: Option<String>,
    told: Arc<Mutex<Told>>,
    /// What the notes were like in the last build, where the browser is to go to what is saved.
    follows: Option<HashMap<SourcePath, ContentHash>>,
    /// Whether other notes are to be shown than in the last build, though no file changed.
    turned: bool,
}

/// What the author was told.
#[derive(Default)]
struct Told {
    /// The findings that were told already, each as it was told.
    findings: BTreeSet<String>,
    /// What was found last behind the pages.
    behind: Vec<Diagnostic>,
}

impl serve::Project for Preview {
    fn scope(&mut self) -> Scope {
        self.project.scope()
    }

    fn build(&mut self, early: &Early) -> Option<Build> {
        let started = Instant::now();
        let built = match self.project.read() {
            Ok(None) if self.failure.is_none() && !std::mem::take(&mut self.turned) => return None,
            Ok(touched) => {
                self.failure = None;
                self.build_from_files(early, started)
                    .map(|built| Build { touched: touched.unwrap_or_default(), ..built })
            }
            Err(error) => Err(error),
        };
        match built {
            Ok(built) => Some(built),
            Err(error) => {
                let message = plain(&refusal::told(&error));
                let is_new = self.failure.as_ref() != Some(&message);
                if is_new {
                    self.terminal.fail(&message);
                }
                self.failure = Some(message.clone());
                is_new.then(|| nothing(message))
            }
        }
    }

    fn show_drafts(&mut self, shown: bool) {
        self.turned |= self.project.show_drafts(shown);
    }

    fn forget(&mut self) {
        self.project.forget();
    }
}

impl Preview {
    fn build_from_files(&mut self, early: &Early, started: Instant) -> anyhow::Result<Build> {
        if self.project.snapshot()?.is_unusable() {
            let diagnostics = self.project.snapshot()?.diagnostics.clone();
            let report = self.tell(diagnostics.clone())?;
            let failure = self.words(diagnostics, Code::InvalidConfig)?;
            return Ok(Build { report, ..nothing(failure) });
        }
        let snapshot = self.project.shared_snapshot()?;
        let mut site = early.site(&snapshot.located.vault_root, &snapshot.config.site.base_url);
        let (made, rest) = build::make_pages(&mut self.project, &mut site, self.terminal)?;
        let site = site.whole();
        let is_wrong = made.diagnostics.iter().any(|found| found.code == Code::InvalidTemplate);
        let failure = is_wrong.then(|| self.words(made.diagnostics.clone(), Code::InvalidTemplate));
        let mut rest = rest;
        let notes = rest.take_notes();
        let drafts = (rest.draft_count(), self.project.shows_drafts());
        let rest = Behind {
            rest: Some(rest),
            is_next: false,
            found: made.diagnostics.clone(),
            snapshot: Arc::clone(&snapshot),
            terminal: self.terminal,
            told: Arc::clone(&self.told),
        };
        let report = self.tell(made.diagnostics)?;
        Ok(Build {
            failure: failure.transpose()?,
            vault_root: snapshot.located.vault_root.clone(),
            touched: Vec::new(),
            base_url: snapshot.config.site.base_url.clone(),
            summary: build::summary(site.artifacts.keys(), &snapshot, &report, started.elapsed()),
            project_root: snapshot.located.config_dir.clone(),
            follow: self.saved(&snapshot),
            notes,
            drafts,
            site: Some(site),
            report,
            rest: Some(Rest { count: 2, pieces: Box::new(rest) }),
        })
    }

    /// Tells the findings that were not there before, and returns all of them. What was found behind the
    /// pages last time is taken to be there still, until these have been looked through.
    fn tell(&mut self, mut diagnostics: Vec<Diagnostic>) -> anyhow::Result<Report> {
        let mut told = lock(&self.told);
        diagnostics.extend(told.behind.iter().cloned());
        Ok(told.tell(self.terminal, self.project.snapshot()?, diagnostics, false))
    }

    /// Returns the note that differs from the last build, where it is one alone: a checkout is not followed.
    fn saved(&mut self, snapshot: &Snapshot) -> Option<SourcePath> {
        let before = self.follows.as_mut()?;
        let notes = snapshot.vault.files.values();
        let now: HashMap<SourcePath, ContentHash> =
            notes.map(|file| (file.path.clone(), file.hash)).collect();
        let before = std::mem::replace(before, now);
        let mut saved = self.follows.iter().flatten().filter(|(path, hash)| before.get(*path) != Some(*hash));
        let first = saved.next().filter(|_| !before.is_empty())?;
        saved.next().is_none().then(|| first.0.clone())
    }

    /// Returns the findings of one kind in words, for the page.
    fn words(&self, mut diagnostics: Vec<Diagnostic>, code: Code) -> anyhow::Result<String> {
        diagnostics.retain(|found| found.code == code);
        let report = self.project.snapshot()?.report(diagnostics, true);
        Ok(report.text(TextOptions::default()).trim_end().to_owned())
    }
}

impl Told {
    /// Tells what is new. Once the pages are looked through, what is no longer found may be told again.
    fn tell(
        &mut self,
        terminal: Terminal,
        snapshot: &Snapshot,
        diagnostics: Vec<Diagnostic>,
        is_all: bool,
    ) -> Report {
        let all = snapshot.report(diagnostics, terminal.verbose);
        let name = |found: &Diagnostic| {
            let path = found.place.as_ref().map(|place| place.path.as_str());
            format!("{} {path:?} {}", found.code.as_str(), found.message)
        };
        let rows = all.rows().iter().map(|row| &row.diagnostic);
        let new: Vec<_> = rows.clone().filter(|row| !self.findings.contains(&name(row))).cloned().collect();
        report::say(terminal, snapshot, &snapshot.report(new, true));
        let names = rows.map(name);
        if is_all {
            self.findings = names.collect();
        } else {
            self.findings.extend(names);
        }
        all
    }
}

fn lock(told: &Mutex<Told>) -> MutexGuard<'_, Told> {
    told.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The rest of a site, to be made behind its pages.
struct Behind {
    rest: Option<engine::Rest>,
    /// Whether the search index is next.
    is_next: bool,
    /// What was found so far.
    found: Vec<Diagnostic>,
    snapshot: Arc<Snapshot>,
    terminal: Terminal,
    told: Arc<Mutex<Told>>,
}

impl Iterator for Behind {
    type Item = More;

    fn next(&mut self) -> Option<More> {
        let mut site = Site::default();
        let found = match &mut self.rest {
            Some(rest) if !self.is_next => rest.data(&mut site),
            rest => rest.take()?.index(&mut site),
        };
        if self.is_next && found.is_empty() {
            return Some(More { site, report: None });
        }
        let mut told = lock(&self.told);
        if !self.is_next {
            told.behind.clear();
        }
        told.behind.extend(found.iter().cloned());
        self.found.extend(found);
        self.is_next = true;
        let report = told.tell(self.terminal, &self.snapshot, self.found.clone(), true);
        Some(More { site, report: Some(report) })
    }
}

/// A build that came to nothing, for this reason.
fn nothing(failure: String) -> Build {
    let options = ReportOptions { tongue: tongue(), ..ReportOptions::default() };
    Build {
        site: None,
        failure: Some(failure),
        report: Report::new(Vec::new(), &options, &|_| None),
        vault_root: std::path::PathBuf::new(),
        touched: Vec::new(),
        base_url: String::new(),
        summary: String::new(),
        project_root: std::path::PathBuf::new(),
        notes: Vec::new(),
        drafts: (0, false),
        follow: None,
        rest: None,
    }
}
