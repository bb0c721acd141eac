//! Applies the rules of resolution to every link.
//!
//! In: a [`Vault`]. Out: [`Graph`], and what is wrong with the links. The rules stand in the manual:
//! the note itself, a relative path, a path from the root, a name anywhere in the vault, an alias.
//! Not here: the index of names (`names`), headings and blocks (`part`), guesses (`suggest`).

use std::collections::HashMap;
use std::sync::Arc;

use super::alias::Aliases;
use super::form::{file_extension, is_markdown, join};
use super::guess::NearParts;
use super::lookup::{Indices, Lookups, Resolved};
use super::names::{Bearer, Entry, Match, Names, folded_folder};
use super::part::Parts;
use super::suggest::Suggester;
use super::tongue::{Choice, Preference, Tongues};
use super::{
    Graph, NoteId, Resolution, ResolveOptions, Target, Translations, Vault, backlink, embed, learning, wanted,
};
use crate::diagnostic::{BrokenLink, Diagnostic, Reason, words};
use crate::note::{Kind, Link, Note};
use crate::source::{Place, SourcePath};
use crate::words::fold;

/// Decides where every link of every published note leads; findings are in order of path and place.
pub(super) fn resolve(
    vault: &Vault,
    options: ResolveOptions,
    lookups: &mut Lookups,
) -> (Graph, Vec<Diagnostic>) {
    let key = Lookups::key(vault, options);
    let (indices, known) = lookups.take(key, vault);
    let mut resolver = Resolver::with(vault, options, indices);
    let mut found = if options.aliases { resolver.aliases.conflicts(vault) } else { Vec::new() };
    let of_notes: Vec<Resolved> = vault
        .notes()
        .map(|(id, note)| known.of(id).cloned().unwrap_or_else(|| resolver.links(id, note)))
        .collect();
    for of_note in &of_notes {
        found.extend(of_note.noticed.iter().cloned());
    }
    let resolutions: Vec<Arc<[Resolution]>> =
        of_notes.iter().map(|of_note| Arc::clone(&of_note.resolutions)).collect();
    lookups.keep(key, resolver.into_indices(), vault, of_notes);
    found.extend(embed::trouble(vault, &resolutions));
    let (translations, doubled) = Translations::of(vault, &resolutions);
    found.extend(doubled);
    found.extend(learning::trouble(vault, &resolutions));
    let backlinks = backlink::backlinks(vault, &resolutions);
    let orphans = backlink::orphans(vault, &backlinks);
    let dead_ends = backlink::dead_ends(vault, &resolutions);
    found.extend(orphans.iter().map(|id| Diagnostic::orphan_note(&vault.note(*id).path)));
    // The sort is stable: what is said of one place stays in the order in which it was found.
    found.sort_by(|a, b| a.place.cmp(&b.place));
    let by_path = vault.notes().map(|(id, note)| (note.path.clone(), id)).collect();
    let wanted = wanted::wanted(vault, &resolutions, &by_path);
    (Graph { resolutions, backlinks, wanted, orphans, dead_ends, by_path, translations }, found)
}

/// The note that a link stands in.
pub(super) struct Source<'v> {
    pub(super) id: NoteId,
    pub(super) path: &'v SourcePath,
    /// As [`Names::find`] wants it.
    pub(super) folder: String,
}

/// What the path of a link was found to mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Located {
    /// The note that the link stands in.
    Itself,
    /// A file of this name.
    File(Match),
    /// A note of the language of the link, or the next best, where several languages have the name.
    Tongue(Choice),
    /// A note that has it as an alias, and no other has.
    Alias(NoteId),
    /// Only a note that is kept back has it as an alias.
    WithheldAlias,
    /// It climbs out of the vault.
    Outside,
    /// Nothing.
    Nothing,
}

/// The state that the rules need: indices of the vault, and what they have answered already.
pub(super) struct Resolver<'v> {
    pub(super) vault: &'v Vault,
    pub(super) options: ResolveOptions,
    pub(super) names: Names,
    pub(super) aliases: Aliases,
    tongues: Tongues,
    parts: HashMap<NoteId, Parts>,
    /// The notes that the links so far asked for a heading or a block.
    asked: Vec<NoteId>,
    pub(super) suggester: Option<Suggester>,
    pub(super) near_parts: HashMap<NoteId, NearParts>,
}

impl<'v> Resolver<'v> {
    pub(super) fn new(vault: &'v Vault, options: ResolveOptions) -> Self {
        Self::with(vault, options, Indices::of(vault))
    }

    fn with(vault: &'v Vault, options: ResolveOptions, indices: Indices) -> Self {
        let Indices { names, aliases, tongues, suggester } = indices;
        let (parts, near_parts, asked) = (HashMap::new(), HashMap::new(), Vec::new());
        Self { vault, options, names, aliases, tongues, parts, asked, suggester, near_parts }
    }

    fn into_indices(self) -> Indices {
        let Self { names, aliases, tongues, suggester, .. } = self;
        Indices { names, aliases, tongues, suggester }
    }

    /// Resolves all links of a note.
    fn links(&mut self, id: NoteId, note: &Note) -> Resolved {
        let from = Source { id, path: &note.path, folder: folded_folder(&note.path) };
        let translated = note.front_matter.translation_of;
        let mut noticed = Vec::new();
        self.asked.clear();
        let links = note.links.iter().enumerate();
        let resolutions: Vec<Resolution> = links
            .map(|(index, link)| {
                let preference = if translated == Some(index) { Preference::Other } else { Preference::Own };
                self.link(&from, link, preference, &mut noticed)
            })
            .collect();
        self.asked.sort_unstable();
        self.asked.dedup();
        let asked = self.asked.as_slice().into();
        Resolved { resolutions: resolutions.into(), noticed: noticed.into(), asked }
    }

    /// Resolves one link of `from` and reports what is to be said about it.
    pub(super) fn link(
        &mut self,
        from: &Source,
        link: &Link,
        preference: Preference,
        found: &mut Vec<Diagnostic>,
    ) -> Resolution {
        let place = || Place { path: from.path.clone(), span: link.span };
        let located = self.locate(from, link, preference);
        match &located {
            Located::File(matched) => found.extend(self.ambiguity(place, link, *matched)),
            Located::Tongue(choice) if !choice.others.is_empty() => {
                let others = self.paths_of(&choice.others);
                let chosen = &self.vault.note(choice.note).path;
                found.push(Diagnostic::ambiguous_link(place(), &link.path, chosen, &others));
            }
            _ => {}
        }
        let mut resolution = match located {
            Located::Itself => self.note(from.id, link, false, Vec::new()),
            Located::Alias(note) => self.note(note, link, true, Vec::new()),
            Located::Tongue(choice) => {
                let others = self.paths_of(&choice.others);
                self.note(choice.note, link, false, others)
            }
            Located::File(matched) => {
                let Entry { path, bearer, .. } = &self.names.entries()[matched.entry];
                let others = self.names.others(matched).filter(|other| other.bearer != Bearer::Withheld);
                let others = others.map(|other| other.path.clone()).collect();
                match bearer {
                    Bearer::Withheld => missing(Reason::Unpublished),
                    Bearer::Note(note) => self.note(*note, link, false, others),
                    Bearer::File => {
                        let fragment = link.fragment.clone().filter(|fragment| !fragment.is_empty());
                        let target = Target::File(path.clone(), fragment);
                        Resolution::Found { target, via_alias: false, others }
                    }
                }
            }
            Located::WithheldAlias => missing(Reason::Unpublished),
            Located::Outside => missing(Reason::OutsideVault),
            Located::Nothing if file_extension(&link.path).is_some() => missing(Reason::MissingFile),
            Located::Nothing => missing(Reason::MissingNote),
        };
        self.add_guesses(from.path, link, &mut resolution);
        match &resolution {
            Resolution::Found { target: Target::Note(note, _), via_alias: true, .. } => {
                found.push(Diagnostic::alias_link(place(), &link.path, &self.vault.note(*note).path));
            }
            Resolution::Found { .. } => {}
            Resolution::Missing { reason, suggestion, suggestions, .. } => {
                let broken = BrokenLink {
                    raw: link.raw.clone(),
                    target: link.target(),
                    reason: *reason,
                    kind: link.kind,
                    suggestion: suggestion.clone(),
                    suggestions: suggestions.clone(),
                };
                found.push(Diagnostic::broken_link(place(), broken));
            }
        }
        resolution
    }

    /// Finds what the path of a link means in the file `from`.
    pub(super) fn locate(&mut self, from: &Source, link: &Link, preference: Preference) -> Located {
        if link.path.is_empty() {
            return Located::Itself;
        }
        let markdown = is_markdown(link);
        let name = match fold(&link.path) {
            // In Markdown a folder stands for its index note.
            name if markdown && name.ends_with('/') => name + "index.md",
            name => name,
        };
        let at_path = |entry| Located::File(Match { entry, group: None });
        if let Some(rest) = name.strip_prefix('/') {
            return self.names.exact(rest).map_or(Located::Nothing, at_path);
        }
        let dotted = name.starts_with("./") || name.starts_with("../");
        if dotted || (markdown && self.options.markdown_relative_first) {
            match (join(&from.folder, &name), dotted) {
                (None, true) => return Located::Outside,
                (Some(path), true) => return self.names.exact(&path).map_or(Located::Nothing, at_path),
                (path, false) => {
                    if let Some(entry) = path.and_then(|path| self.names.exact(&path)) {
                        return at_path(entry);
                    }
                }
            }
        }
        let found = self.names.find(&name, &from.folder);
        let choice = self.tongues.choose(self.vault, &name, (from.id, &from.folder), preference);
        match (choice, found) {
            (None, Some(matched)) => Located::File(matched),
            (None, None) => self.by_alias(&fold(&link.path), from.id),
            (Some(choice), None) => Located::Tongue(choice),
            (Some(choice), Some(matched)) => match self.names.entries()[matched.entry].bearer {
                Bearer::File => Located::File(matched),
                Bearer::Withheld if !choice.is_own => Located::File(matched),
                Bearer::Withheld | Bearer::Note(_) => Located::Tongue(choice),
            },
        }
    }

    fn by_alias(&self, name: &str, from: NoteId) -> Located {
        match self.aliases.claim(name).filter(|_| self.options.aliases) {
            None => Located::Nothing,
            Some(claim) => match Aliases::of_language(self.vault, claim, from)[..] {
                [only] => Located::Alias(only),
                [] if claim.withheld => Located::WithheldAlias,
                _ => Located::Nothing,
            },
        }
    }

    fn note(&mut self, id: NoteId, link: &Link, via_alias: bool, others: Vec<SourcePath>) -> Resolution {
        let note = self.vault.note(id);
        let part = match &link.fragment {
            Some(fragment) if !fragment.is_empty() && note.kind == Kind::Markdown => {
                self.asked.push(id);
                self.parts_of(id, note).find(note, fragment)
            }
            _ => Ok(None),
        };
        match part {
            Ok(part) => Resolution::Found { target: Target::Note(id, part), via_alias, others },
            Err(reason) => Resolution::Missing {
                reason,
                note: Some(id),
                suggestion: None,
                suggestions: Vec::new(),
                guess: None,
            },
        }
    }

    fn paths_of(&self, notes: &[NoteId]) -> Vec<SourcePath> {
        notes.iter().map(|id| self.vault.note(*id).path.clone()).collect()
    }

    pub(super) fn parts_of(&mut self, id: NoteId, note: &Note) -> &Parts {
        self.parts.entry(id).or_insert_with(|| Parts::of(note))
    }

    fn ambiguity(&self, place: impl Fn() -> Place, link: &Link, matched: Match) -> Option<Diagnostic> {
        let others: Vec<SourcePath> = self.names.others(matched).map(|other| other.path.clone()).collect();
        if others.is_empty() {
            return None;
        }
        let chosen = &self.names.entries()[matched.entry].path;
        let made = Diagnostic::ambiguous_link(place(), &link.path, chosen, &others);
        let untold = self.names.bearers(matched) - 1 - others.len();
        Some(if untold == 0 { made } else { made.help(words::MORE_BEAR_IT.with(&[("count", &untold)])) })
    }
}

fn missing(reason: Reason) -> Resolution {
    Resolution::Missing { reason, note: None, suggestion: None, suggestions: Vec::new(), guess: None }
}

#[cfg(test)]
mod tests;
