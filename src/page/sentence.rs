//! The sentences around links, hashed once a note.
//!
//! In: the notes of a plan, and what is remembered of the time before. Out: a hash for each link, part of the print
//! of the page that it leads to.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use rayon::prelude::*;

use super::Plan;
use super::print::hash;
use crate::note::{Context, Note};
use crate::source::SourcePath;

/// The hashes of the sentences around links, kept for the next time: they change with their note only.
#[derive(Default)]
pub struct Sentences(HashMap<SourcePath, (Arc<Note>, Arc<[u64]>)>);

impl Sentences {
    /// Returns the sentences of all notes, and keeps these and no others.
    pub(super) fn of(&mut self, plan: &Plan<'_>) -> Vec<Arc<[u64]>> {
        let known = std::mem::take(&mut self.0);
        let of_note = |note: &Arc<Note>| match known.get(&note.path) {
            Some((then, sentences)) if Arc::ptr_eq(then, note) => Arc::clone(sentences),
            _ => note.links.iter().map(|link| sentence(note, link.context.as_ref())).collect(),
        };
        let notes = &plan.vault.notes;
        let sentences: Vec<Arc<[u64]>> = notes.par_iter().map(of_note).collect();
        let all = notes.iter().zip(&sentences);
        self.0 = all.map(|(note, of)| (note.path.clone(), (Arc::clone(note), Arc::clone(of)))).collect();
        sentences
    }
}

/// A sentence, with the heading that it stands under.
pub(super) fn sentence(note: &Note, context: Option<&Context>) -> u64 {
    let Some(Context { before, text, after, heading }) = context else { return 0 };
    let heading = heading.map(|heading| &note.headings[heading]);
    hash(|to| (before, text, after, heading.map(|heading| (&heading.text, &heading.id))).hash(to))
}
