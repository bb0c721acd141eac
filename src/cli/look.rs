//! The vault understood, for the commands that ask about it and build nothing.

use std::sync::Arc;

use super::project::Project;
use super::terminal::Terminal;
use crate::diagnostic::{Diagnostic, Reason};
use crate::engine::{Analysis, Inputs, analyse};
use crate::graph::Resolution;
use crate::source::renames;

/// What a look at the vault shows.
pub(super) struct Look {
    pub(super) inputs: Inputs,
    pub(super) analysis: Analysis,
    /// What was noticed in the configuration and the theme.
    pub(super) noticed: Vec<Diagnostic>,
}

/// Parses and resolves the vault. Where a link leads to nothing, Git is asked once which files moved.
pub(super) fn look(project: &mut Project, terminal: Terminal) -> anyhow::Result<Look> {
    let (mut inputs, noticed) = project.inputs()?;
    let progress = terminal.progress();
    let tell = |stage: &str, done: usize, of: usize| progress.tell(stage, done, of);
    let mut analysis = analyse(&inputs, &mut project.cache, &tell);
    if has_lost_links(&analysis) {
        tell("asking Git", 0, 0);
        let moved = renames(&project.snapshot()?.located.vault_root);
        if !moved.is_empty() {
            inputs.vault.moved = Arc::new(moved);
            analysis = analyse(&inputs, &mut project.cache, &tell);
        }
    }
    drop(progress);
    Ok(Look { inputs, analysis, noticed })
}

fn has_lost_links(analysis: &Analysis) -> bool {
    let is_lost = |resolution: &Resolution| {
        let Resolution::Missing { reason, .. } = resolution else { return false };
        matches!(reason, Reason::MissingNote | Reason::MissingFile)
    };
    let vault = &analysis.vault;
    vault
        .notes()
        .any(|(id, note)| (0..note.links.len()).any(|link| is_lost(analysis.graph.resolution(id, link))))
}
