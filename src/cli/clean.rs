//! `studium clean`: what was built and kept goes, what is not ours stays.

use super::project::Project;
use super::shelf::Shelf;
use super::terminal::{Terminal, plain};
use super::wishes::Wishes;
use super::words::say;
use super::{Exit, args, report, said};
use crate::publish;

pub(super) fn run(args: &args::Clean, terminal: Terminal) -> anyhow::Result<Exit> {
    let wishes = Wishes { output: args.output.clone(), ..Wishes::of_folder(args.vault.folder()) };
    let project = Project::open(wishes)?;
    if args.output.is_none() {
        // The output that it names may not be the one that was meant.
        project.refuse_unusable()?;
    }
    let snapshot = project.snapshot()?;
    let shown = plain(&report::relative(&snapshot.output, &snapshot.located.config_dir));
    if Shelf::of(snapshot).is_some_and(|shelf| shelf.clear()) {
        terminal.remark(&say(&said::CACHE_REMOVED, &[]));
    }
    if snapshot.output.symlink_metadata().is_err() {
        terminal.remark(&say(&said::NOTHING_TO_REMOVE, &[("place", &shown)]));
        return Ok(Exit::Done);
    }
    let removed = publish::clean(&snapshot.output)?;
    terminal.remark(&say(&said::REMOVED, &[("count", &removed), ("place", &shown)]));
    Ok(Exit::Done)
}
