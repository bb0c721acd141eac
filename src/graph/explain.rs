//! Tells step by step how a link is resolved.
//!
//! In: a vault, a note, and a link as it could stand there. Out: what was looked for, what was found,
//! and which candidate was chosen for which reason. Not here: the rules themselves (`resolve`).

use super::names::{Bearer, folded_folder};
use super::resolve::{Located, Resolver, Source};
use super::tongue::Preference;
use super::{NoteId, Resolution, ResolveOptions, Vault};
use crate::note::Link;
use crate::source::SourcePath;

/// How many candidates are told.
const CANDIDATES_SHOWN: usize = 20;

/// How one link was resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// What was looked at, in order.
    pub steps: Vec<Step>,
    /// What came of it.
    pub resolution: Resolution,
}

/// One step on the way to a target.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The link names no file, so it means its own note.
    OwnNote,
    /// The path climbs out of the vault.
    OutsideVault,
    /// Exactly one file is meant by this path or name, without a choice.
    Exact(SourcePath),
    /// Several files bear the name; the candidates in order of preference, the chosen one first. Of
    /// many, the first few.
    Candidates {
        /// The files, each with what speaks for it.
        candidates: Vec<Candidate>,
        /// How many there are in all.
        count: usize,
    },
    /// Notes of several languages bear the name, and the one in the language of the link is meant, or
    /// that in the default language.
    Language {
        /// The note that was chosen.
        chosen: SourcePath,
        /// Its language.
        lang: String,
        /// Others of this language that bear the name too.
        others: Vec<SourcePath>,
    },
    /// No file bears the name.
    NoFile,
    /// The name is an alias of these published notes; only a single one is taken.
    Alias(Vec<SourcePath>),
    /// The chosen note is kept back.
    Withheld,
    /// The fragment was looked for in this note.
    Part {
        /// The note.
        note: SourcePath,
        /// What was looked for, without the first `#`.
        fragment: String,
        /// Whether it is there.
        found: bool,
    },
}

/// A file that bears the name of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Where it lies.
    pub path: SourcePath,
    /// Whether it lies in the folder of the link or below it, which comes first.
    pub is_near: bool,
    /// The length of its path in UTF-16 units, which comes second.
    pub length: usize,
    /// Whether it is kept back.
    pub is_withheld: bool,
}

/// Explains how `link` is resolved where it stands in `from`. Reads the names of the whole vault: this
/// is for one question of the author, not for a build.
pub fn explain(vault: &Vault, options: &ResolveOptions, from: NoteId, link: &Link) -> Explanation {
    let mut resolver = Resolver::new(vault, *options);
    let path = &vault.note(from).path;
    let source = Source { id: from, path, folder: folded_folder(path) };
    let index = vault.note(from).links.iter().position(|other| other == link);
    let is_translation = index.is_some() && index == vault.note(from).front_matter.translation_of;
    let preference = if is_translation { Preference::Other } else { Preference::Own };
    let located = resolver.locate(&source, link, preference);
    let mut steps = Vec::new();
    match &located {
        Located::Itself => steps.push(Step::OwnNote),
        Located::Outside => steps.push(Step::OutsideVault),
        Located::File(matched) => {
            let members = resolver.names.members(*matched);
            let entries = resolver.names.entries();
            let chosen = &entries[matched.entry];
            if members.len() > 1 {
                let mut candidates: Vec<Candidate> = members
                    .iter()
                    .map(|index| Candidate {
                        path: entries[*index].path.clone(),
                        is_near: entries[*index].folded.starts_with(&source.folder),
                        length: entries[*index].utf16_length,
                        is_withheld: entries[*index].bearer == Bearer::Withheld,
                    })
                    .collect();
                candidates
                    .sort_by(|a, b| (!a.is_near, a.length, &a.path).cmp(&(!b.is_near, b.length, &b.path)));
                let count = candidates.len();
                candidates.truncate(CANDIDATES_SHOWN);
                steps.push(Step::Candidates { candidates, count });
            } else {
                steps.push(Step::Exact(chosen.path.clone()));
            }
            if chosen.bearer == Bearer::Withheld {
                steps.push(Step::Withheld);
            }
        }
        Located::Tongue(choice) => steps.push(Step::Language {
            chosen: vault.note(choice.note).path.clone(),
            lang: vault.lang(choice.note).to_owned(),
            others: choice.others.iter().map(|id| vault.note(*id).path.clone()).collect(),
        }),
        Located::Alias(_) | Located::WithheldAlias | Located::Nothing => {
            steps.push(Step::NoFile);
            let claim = resolver.aliases.claim(&crate::words::fold(&link.path)).cloned();
            if let Some(claim) = claim.filter(|_| options.aliases) {
                let notes = claim.notes.iter().map(|id| vault.note(*id).path.clone()).collect();
                steps.push(Step::Alias(notes));
            }
            if located == Located::WithheldAlias {
                steps.push(Step::Withheld);
            }
        }
    }
    let resolution = resolver.link(&source, link, preference, &mut Vec::new());
    let fragment = link.fragment.clone().filter(|fragment| !fragment.is_empty());
    if let (Some(note), Some(fragment)) = (super::backlink::note_of(&resolution), fragment) {
        let found = matches!(resolution, Resolution::Found { .. });
        steps.push(Step::Part { note: vault.note(note).path.clone(), fragment, found });
    }
    Explanation { steps, resolution }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{OPTIONS, fixture};
    use super::*;

    fn steps(from: &str) -> String {
        let fixture = fixture(
            "
=== a/Note.md
=== bbb/Note.md
=== bbb/src.md
[[Note]]
=== alias.md
[[AI]]
=== b.md
[[Artificial#Part]]
=== Artificial.md
---
aliases: [AI]
---
",
        );
        let id = fixture.id(from);
        let explained = explain(&fixture.vault, &OPTIONS, id, &fixture.vault.note(id).links[0]);
        let lines: Vec<String> = explained.steps.iter().map(|step| format!("{step:?}")).collect();
        lines.join("\n")
    }

    #[test]
    fn candidates_stand_in_order_of_preference() {
        insta::assert_snapshot!(steps("bbb/src.md"), @r#"
        Candidates { candidates: [Candidate { path: "bbb/Note.md", is_near: true, length: 11, is_withheld: false }, Candidate { path: "a/Note.md", is_near: false, length: 9, is_withheld: false }], count: 2 }
        "#);
    }

    #[test]
    fn aliases_and_parts_are_steps_of_their_own() {
        insta::assert_snapshot!(steps("alias.md"), @r#"
        NoFile
        Alias(["Artificial.md"])
        "#);
        insta::assert_snapshot!(steps("b.md"), @r#"
        Exact("Artificial.md")
        Part { note: "Artificial.md", fragment: "Part", found: false }
        "#);
    }
}
