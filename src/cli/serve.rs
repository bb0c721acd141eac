//! `studium serve`: the preview, and what the terminal shows of it.

use std::collections::BTreeSet;
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::Instant;

use super::project::{Project, Wishes};
use super::terminal::{Stream, Terminal, plain};
use super::{Exit, args, bug, build, report};
use crate::diagnostic::{Code, Diagnostic, Report, ReportOptions, TextOptions};
use crate::engine::Cache;
use crate::serve::{self, Build, News, Port, Scope, ServeOptions, by};
use crate::site::Site;
use crate::source::locate;

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
    };
    let preview = Preview { project, terminal, failure: None, told: BTreeSet::new() };
    let open = args.open;
    let turn = Mutex::new(());
    let tell = move |news: News<'_>| {
        // One line at a time: two threads have news.
        let _turn = turn.lock();
        show(terminal, &news, open);
    };
    serve::serve(Box::new(preview), &options, Box::new(tell))?;
    terminal.remark("Stopped");
    Ok(Exit::Done)
}

fn show(terminal: Terminal, news: &News<'_>, open: bool) {
    match news {
        News::Listening { url, busy, exposed } => {
            if let Some((port, holder)) = busy {
                terminal.say(&format!(
                    "Port {port} is in use{}; taking the next\n",
                    plain(&by(holder.as_deref()))
                ));
            }
            if *exposed {
                terminal.warn("anyone who reaches this machine can read what is shown");
            }
            let bold = terminal.paint(Stream::Out).bold;
            // Where nobody reads standard output, the preview goes on all the same.
            let _ = terminal.answer(&format!("Serving {bold}{}{bold:#}  (Ctrl-C stops)\n", plain(url)));
            if open && let Err(error) = browse(url) {
                terminal.warn(&format!("no browser could be opened: {error}"));
            }
        }
        News::Built(built) => match &built.failure {
            Some(_) => terminal.fail("the last good site stays until this is mended"),
            None => terminal.remark(&plain(&built.summary)),
        },
        News::Panicked(_) => terminal.fail(&bug()),
        News::Polling(reason) => {
            terminal.remark(&format!("Looking at the files twice a second: {}", plain(reason)));
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
    /// The findings that were told already, each as it was told.
    told: BTreeSet<String>,
}

impl serve::Project for Preview {
    fn scope(&mut self) -> Scope {
        self.project.scope()
    }

    fn build(&mut self) -> Option<Build> {
        let started = Instant::now();
        let built = match self.project.read() {
            Ok(None) if self.failure.is_none() => return None,
            Ok(touched) => {
                self.failure = None;
                self.build_from_files(started)
                    .map(|built| Build { touched: touched.unwrap_or_default(), ..built })
            }
            Err(error) => Err(error),
        };
        match built {
            Ok(built) => Some(built),
            Err(error) => {
                let message = plain(&format!("{error:#}"));
                let is_new = self.failure.as_ref() != Some(&message);
                if is_new {
                    self.terminal.fail(&message);
                }
                self.failure = Some(message.clone());
                is_new.then(|| nothing(message))
            }
        }
    }

    fn forget(&mut self) {
        self.project.forget();
    }
}

impl Preview {
    fn build_from_files(&mut self, started: Instant) -> anyhow::Result<Build> {
        if self.project.snapshot()?.is_unusable() {
            let diagnostics = self.project.snapshot()?.diagnostics.clone();
            let report = self.tell(diagnostics.clone())?;
            let failure = self.words(diagnostics, Code::InvalidConfig)?;
            return Ok(Build { report, ..nothing(failure) });
        }
        let mut site = Site::default();
        let made = build::make(&mut self.project, &mut site, self.terminal, None)?;
        let is_wrong = made.diagnostics.iter().any(|found| found.code == Code::InvalidTemplate);
        let failure = is_wrong.then(|| self.words(made.diagnostics.clone(), Code::InvalidTemplate));
        let report = self.tell(made.diagnostics)?;
        let snapshot = self.project.snapshot()?;
        Ok(Build {
            failure: failure.transpose()?,
            vault_root: snapshot.located.vault_root.clone(),
            touched: Vec::new(),
            base_url: snapshot.config.site.base_url.clone(),
            summary: build::summary(site.artifacts.keys(), snapshot, &report, started.elapsed()),
            site: Some(site),
            report,
        })
    }

    /// Tells the findings that were not there after the last build, and returns all of them.
    fn tell(&mut self, diagnostics: Vec<Diagnostic>) -> anyhow::Result<Report> {
        let snapshot = self.project.snapshot()?;
        let all = snapshot.report(diagnostics, self.terminal.verbose);
        let name = |found: &Diagnostic| {
            let path = found.place.as_ref().map(|place| place.path.as_str());
            format!("{} {path:?} {}", found.code.as_str(), found.message)
        };
        let rows = all.rows().iter().map(|row| &row.diagnostic);
        let new: Vec<_> = rows.clone().filter(|row| !self.told.contains(&name(row))).cloned().collect();
        report::say(self.terminal, snapshot, &snapshot.report(new, true));
        self.told = rows.map(name).collect();
        Ok(all)
    }

    /// Returns the findings of one kind in words, for the page.
    fn words(&self, mut diagnostics: Vec<Diagnostic>, code: Code) -> anyhow::Result<String> {
        diagnostics.retain(|found| found.code == code);
        let report = self.project.snapshot()?.report(diagnostics, true);
        Ok(report.text(TextOptions::default()).trim_end().to_owned())
    }
}

/// A build that came to nothing, for this reason.
fn nothing(failure: String) -> Build {
    Build {
        site: None,
        failure: Some(failure),
        report: Report::new(Vec::new(), &ReportOptions::default(), &|_| None),
        vault_root: std::path::PathBuf::new(),
        touched: Vec::new(),
        base_url: String::new(),
        summary: String::new(),
    }
}
