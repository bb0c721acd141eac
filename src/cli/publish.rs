//! `studium publish`: the site, brought to its readers.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::Context;

use super::project::Project;
use super::terminal::{Stream, Terminal, plain};
use super::wishes::Wishes;
use super::words::say;
use super::{Exit, args, build, refusal, report, said};
use crate::diagnostic::{Message, Spoken};
use crate::engine::{Cache, analyse, withheld_files};
use crate::publish::folder::PublishOptions;
use crate::publish::{Changes, Parcel, PublishError, Store, Target, publish_to, survey};
use crate::source::SourcePath;

pub(super) fn run(args: &args::Publish, terminal: Terminal) -> anyhow::Result<Exit> {
    let (folder, place) = args.places().with_context(|| say(&said::TWO_PLACES, &[]))?;
    let target: Target = place.parse()?;
    let wishes = Wishes { base_url: args.base_url.clone(), ..Wishes::of_folder(folder) };
    let started = Instant::now();
    let mut project = Project::new(wishes, Cache::for_one_build());
    project.read()?;
    project.refuse_unusable()?;
    let mut site = Store::default();
    let made = build::make(&mut project, &mut site, terminal, None)?;
    let snapshot = project.snapshot()?;
    let found = snapshot.report(made.diagnostics.clone(), terminal.verbose);
    report::say(terminal, snapshot, &found);
    if made.is_partial {
        terminal.fail(&say(&said::NOT_PUBLISHED_PAGES, &[]));
        return Ok(Exit::Failed);
    }
    let is_refused = found.fails(false) && !args.allow_broken_links;
    if is_refused && !args.dry_run {
        terminal.fail(&say(&said::NOT_PUBLISHED_ERRORS, &[]));
        return Ok(Exit::Found);
    }
    let root = &snapshot.located.vault_root;
    let attachments = |path: &SourcePath| -> PathBuf { root.join(path.as_str()) };
    let parcel = Parcel {
        site: &site,
        attachments: &attachments,
        here: std::env::current_dir().with_context(|| say(&said::NO_WORKING_DIRECTORY, &[]))?,
        home: snapshot.located.config_dir.clone(),
        base_url: snapshot.config.site.base_url.clone(),
        message: format!("Publish {}", plain(&snapshot.config.site.title)),
        options: PublishOptions {
            notes: snapshot.vault.files.keys().map(|path| root.join(path.as_str())).collect(),
            ..PublishOptions::new(root.clone())
        },
    };
    if args.dry_run {
        let changes = survey(&parcel, &target)?;
        let private = private_files(&mut project)?;
        terminal.answer(&listing(&changes, &private, terminal))?;
        terminal.remark(&say(&said::WOULD_PUBLISH, &[("place", &plain(place)), ("sums", &sums(&changes))]));
        if is_refused {
            terminal.remark(&say(&said::ASKS_TO_ALLOW, &[]));
        }
        return Ok(if is_refused { Exit::Found } else { Exit::Done });
    }
    let progress = terminal.progress();
    progress.tell("publishing", 0, 0);
    let published = publish_to(&parcel, &target);
    drop(progress);
    let published = match published {
        Err(error @ PublishError::Unfinished { .. }) => {
            terminal.warn(&plain(&refusal::told(&error.into())));
            return Ok(Exit::Done);
        }
        other => other?,
    };
    let line = if published.written + published.removed == 0 {
        say(&said::NOTHING_CHANGED, &[("place", &plain(place))])
    } else {
        let time = format!("{:.2}", started.elapsed().as_secs_f64());
        let (written, removed) = (published.written, published.removed);
        let values: [(&str, &dyn Spoken); 4] =
            [("written", &written), ("removed", &removed), ("time", &time), ("place", &plain(place))];
        say(&said::PUBLISHED, &values)
    };
    if terminal.quiet {
        return Ok(Exit::Done);
    }
    terminal.answer(&format!("{line}\n"))?;
    Ok(Exit::Done)
}

/// Returns the output files that are private now, should they have been published before.
fn private_files(project: &mut Project) -> anyhow::Result<BTreeSet<String>> {
    let (inputs, _) = project.dated_inputs()?;
    let analysis = analyse(&inputs, &mut project.cache, &|_, _, _| {});
    Ok(withheld_files(&inputs, &analysis).iter().map(ToString::to_string).collect())
}

/// Lists every file: first what becomes public, then what becomes private or goes, then what changes.
fn listing(changes: &Changes, private: &BTreeSet<String>, terminal: Terminal) -> String {
    let paint = terminal.paint(Stream::Out);
    let mut text = String::new();
    let mut row = |word: &Message, is_bold: bool, path: &str| {
        let style = if is_bold { paint.bold } else { paint.dim };
        let word = say(word, &[]);
        let _ = writeln!(text, "{style}{word:<8}{style:#} {}", plain(path));
    };
    let is_private = |path: &&String| private.contains(*path);
    changes.new.iter().for_each(|path| row(&said::ROW_NEW, true, path));
    changes.removed.iter().filter(is_private).for_each(|path| row(&said::ROW_PRIVATE, true, path));
    changes
        .removed
        .iter()
        .filter(|path| !is_private(path))
        .for_each(|path| row(&said::ROW_REMOVED, true, path));
    changes.changed.iter().for_each(|path| row(&said::ROW_CHANGED, false, path));
    changes.same.iter().for_each(|path| row(&said::ROW_SAME, false, path));
    text
}

fn sums(changes: &Changes) -> String {
    let Changes { new, changed, same, removed } = changes;
    let values: [(&str, &dyn Spoken); 4] = [
        ("new", &new.len()),
        ("changed", &changed.len()),
        ("removed", &removed.len()),
        ("same", &same.len()),
    ];
    say(&said::CHANGES, &values)
}
