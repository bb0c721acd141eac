//! `studium clean`: what was built and kept goes, what is not ours stays.

use super::project::{Project, Wishes};
use super::shelf::Shelf;
use super::terminal::{Terminal, count, plain};
use super::{Exit, args, report};
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
        terminal.remark("Removed the cache");
    }
    if snapshot.output.symlink_metadata().is_err() {
        terminal.remark(&format!("There is no {shown}/, so there is nothing to remove"));
        return Ok(Exit::Done);
    }
    let removed = publish::clean(&snapshot.output)?;
    terminal.remark(&format!("Removed {} from {shown}/", count(removed, "file")));
    Ok(Exit::Done)
}
