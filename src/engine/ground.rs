//! What pages stand on: the vault understood, with what its notes mention.
//!
//! In: [`Inputs`] and what is remembered. Out: [`Ground`], which owns all that a [`Plan`] looks at, so that a plan
//! can be made again where the rest of the site is made behind the pages.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Analysis, Cache, Inputs, Progress, analyse, mentioning, missing_start};
use crate::diagnostic::Diagnostic;
use crate::graph::Mentioning;
use crate::page::{Layout, Plan};

/// A vault understood.
pub(super) struct Ground {
    pub(super) inputs: Inputs,
    pub(super) analysis: Analysis,
    pub(super) mentioning: Mentioning,
    layout: Arc<Mutex<Layout>>,
}

impl Ground {
    /// Parses, resolves, and looks for mentions.
    pub(super) fn lay(inputs: &Inputs, cache: &mut Cache, progress: Progress<'_>) -> Self {
        let analysis = analyse(inputs, cache, progress);
        progress("looking for mentions", 0, 0);
        let mentioning = mentioning(inputs, &analysis, cache);
        Self { inputs: inputs.clone(), analysis, mentioning, layout: cache.layout() }
    }

    /// Decides which pages there are.
    pub(super) fn plan(&self) -> (Plan<'_>, Vec<Diagnostic>) {
        let Analysis { vault, graph, terms, options, .. } = &self.analysis;
        // Whatever it holds is whole.
        let mut layout = self.layout.lock().unwrap_or_else(PoisonError::into_inner);
        let (plan, mut noticed) = Plan::again(vault, graph, terms, options, &mut layout);
        noticed.extend(missing_start(&self.inputs.config, &plan));
        (plan.with_mentions(&self.mentioning), noticed)
    }
}
