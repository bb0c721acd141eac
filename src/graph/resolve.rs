//! Applies the rules of resolution to every link.
//!
//! In: a [`Vault`]. Out: [`Graph`], and what is wrong with the links. The rules stand in the manual:
//! the note itself, a relative path, a path from the root, a name anywhere in the vault, an alias.
//! Not here: the index of names (`names`), headings and blocks (`part`), guesses (`suggest`).

use std::collections::HashMap;

use super::alias::Aliases;
use super::form::{file_extension, is_markdown, join};
use super::guess::NearParts;
use super::names::{Bearer, Entry, Match, Names, folded_folder};
use super::part::Parts;
use super::suggest::Suggester;
use super::tongue::{Choice, Preference, Tongues};
use super::{
    Graph, NoteId, Resolution, ResolveOptions, Target, Translations, Vault, backlink, embed, wanted,
};
use crate::diagnostic::{BrokenLink, Diagnostic, Reason};
use crate::note::{Kind, Link, Note};
use crate::source::{Place, SourcePath};
use crate::words::fold;

/// Decides where every link of every published note leads; findings are in order of path and place.
pub(super) fn resolve(vault: &Vault, options: ResolveOptions) -> (Graph, Vec<Diagnostic>) {
    let mut resolver = Resolver::new(vault, options);
    let mut found = if options.aliases { resolver.aliases.conflicts(vault) } else { Vec::new() };
    let resolutions: Vec<Vec<Resolution>> = vault
        .notes()
        .map(|(id, note)| {
            let from = Source { id, path: &note.path, folder: folded_folder(&note.path) };
            let translated = note.front_matter.translation_of;
            let links = note.links.iter().enumerate();
            links
                .map(|(index, link)| {
                    let preference =
                        if translated == Some(index) { Preference::Other } else { Preference::Own };
                    resolver.link(&from, link, preference, &mut found)
                })
                .collect()
        })
        .collect();
    found.extend(embed::trouble(vault, &resolutions));
    let (translations, doubled) = Translations::of(vault, &resolutions);
    found.extend(doubled);
    let backlinks = backlink::backlinks(vault, &resolutions);
    let orphans = backlink::orphans(vault, &backlinks);
    found.extend(orphans.iter().map(|id| Diagnostic::orphan_note(&vault.note(*id).path)));
    // The sort is stable: what is said of one place stays in the order in which it was found.
    found.sort_by(|a, b| a.place.cmp(&b.place));
    let by_path = vault.notes().map(|(id, note)| (note.path.clone(), id)).collect();
    let wanted = wanted::wanted(vault, &resolutions, &by_path);
    (Graph { resolutions, backlinks, wanted, orphans, by_path, translations }, found)
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
    pub(super) suggester: Option<Suggester>,
    pub(super) near_parts: HashMap<NoteId, NearParts>,
}

impl<'v> Resolver<'v> {
    pub(super) fn new(vault: &'v Vault, options: ResolveOptions) -> Self {
        Self {
            vault,
            options,
            names: Names::of(vault),
            aliases: Aliases::of(vault),
            tongues: Tongues::of(vault),
            parts: HashMap::new(),
            suggester: None,
            near_parts: HashMap::new(),
        }
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
        Some(if untold == 0 {
            made
        } else {
            made.help(format!("{untold} more bear this name; write more of the path to say which is meant"))
        })
    }
}

fn missing(reason: Reason) -> Resolution {
    Resolution::Missing { reason, note: None, suggestion: None, suggestions: Vec::new(), guess: None }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{OPTIONS, diagnose, fixture, outline};
    use super::*;

    #[test]
    fn names_are_found_anywhere() {
        insta::assert_snapshot!(outline("
=== a.md
[[Deep]] [[x/y/deep]] [[Y/Deep]] [[Deep.MD]] [[y/z]] [[ab/Deep]]
[[photo]] [[photo.png#page=2]] [[data.json]] [[Release v1.2]] [[Sketch.excalidraw]] [[b.canvas#x]]
=== x/y/Deep.md
=== img/photo.png
=== data.json
=== data.json.md
=== Release v1.2.md
=== Sketch.excalidraw.md
---
excalidraw-plugin: parsed
---
=== b.canvas
"), @r#"
        a.md [[Deep]] → x/y/Deep.md
        a.md [[x/y/deep]] → x/y/Deep.md
        a.md [[Y/Deep]] → x/y/Deep.md
        a.md [[Deep.MD]] → x/y/Deep.md
        a.md [[y/z]] → missing-note
        a.md [[ab/Deep]] → missing-note: x/y/Deep.md ["Deep"]
        a.md [[photo]] → missing-note: img/photo.png ["photo.png"]
        a.md [[photo.png#page=2]] → img/photo.png page=2
        a.md [[data.json]] → data.json
        a.md [[Release v1.2]] → Release v1.2.md
        a.md [[Sketch.excalidraw]] → Sketch.excalidraw.md
        a.md [[b.canvas#x]] → b.canvas
        "#);
    }

    #[test]
    fn of_several_files_the_whole_path_wins_then_the_own_folder_then_the_shortest_path() {
        insta::assert_snapshot!(outline("
=== Root.md
=== a/b/Note.md
=== bb/Same.md
=== aa/Same.md
=== q/src.md
[[Note]] [[Same]] [[Root]]
=== x/Root.md
=== x/deep/src.md
[[Root]]
=== x/src.md
[[Root]] [[Note]]
=== zzzzzzzz/Note.md
=== zzzzzzzz/src.md
[[Note]]
=== zzzzzzzz/sub/src.md
[[Note]]
"), @"
        q/src.md [[Note]] → a/b/Note.md
        q/src.md [[Same]] → aa/Same.md
        q/src.md [[Root]] → Root.md
        x/deep/src.md [[Root]] → Root.md
        x/src.md [[Root]] → Root.md
        x/src.md [[Note]] → a/b/Note.md
        zzzzzzzz/src.md [[Note]] → zzzzzzzz/Note.md
        zzzzzzzz/sub/src.md [[Note]] → a/b/Note.md
        ");
    }

    #[test]
    fn dots_and_slashes_at_the_start_are_exact() {
        insta::assert_snapshot!(outline("
=== Note.md
=== far/Other.md
=== x/Note.md
=== x/src.md
[[./Note]] [[../Note]] [[../../Note]] [[./Other]] [[/x/note]] [[/Other]] [[./y/../Note.md]]
"), @r#"
        x/src.md [[./Note]] → x/Note.md
        x/src.md [[../Note]] → Note.md
        x/src.md [[../../Note]] → outside-vault: Note.md ["Note", "x/Note"]
        x/src.md [[./Other]] → missing-note: far/Other.md ["Other"]
        x/src.md [[/x/note]] → x/Note.md
        x/src.md [[/Other]] → missing-note: far/Other.md ["Other"]
        x/src.md [[./y/../Note.md]] → x/Note.md
        "#);
    }

    #[test]
    fn markdown_links_may_be_relative_first() {
        let vault = fixture(
            "
=== b/c.md
=== docs/index.md
=== x/b/c.md
=== x/a.md
[t](b/c.md) [u](My%20Note.md#part-two) [v](/docs/) [w](../docs/) [x](docs/) [[b/c]]
=== sub/My Note.md
# Part Two
",
        );
        insta::assert_snapshot!(vault.outline(OPTIONS), @"
        x/a.md [t](b/c.md) → b/c.md
        x/a.md [u](My%20Note.md#part-two) → sub/My Note.md part-two
        x/a.md [v](/docs/) → docs/index.md
        x/a.md [w](../docs/) → docs/index.md
        x/a.md [x](docs/) → docs/index.md
        x/a.md [[b/c]] → b/c.md
        ");
        let options = ResolveOptions { markdown_relative_first: true, ..OPTIONS };
        let outline = vault.outline(options);
        assert_eq!(outline.lines().next(), Some("x/a.md [t](b/c.md) → x/b/c.md"));
        assert!(outline.ends_with("x/a.md [[b/c]] → b/c.md"));
    }

    #[test]
    fn two_notes_of_one_name_are_ambiguous() {
        insta::assert_snapshot!(diagnose("
=== tides.md
The [[Moon]] pulls, the [[sky/moon]] too.
=== myth/moon.md
=== sky/moon.md
"), @"tides.md:1:5: warning[ambiguous-link]: `Moon` may be `sky/moon.md` or `myth/moon.md`");
    }

    #[test]
    fn a_withheld_note_is_chosen_like_any_other_and_shown_to_nobody() {
        insta::assert_snapshot!(diagnose("
=== a.md
[[Hidden]] ![[Hidden#Part]] [h](Hidden.md) [[Twin]]
=== Hidden.md
---
publish: false
---
=== long/Twin.md
=== x/Twin.md
---
publish: false
---
"), @"
        a.md:1:1: warning[unpublished-link]: `Hidden` is not published
        a.md:1:12: warning[unpublished-link]: `Hidden` is not published
        a.md:1:29: warning[unpublished-link]: `Hidden.md` is not published
        a.md:1:44: warning[ambiguous-link]: `Twin` may be `x/Twin.md` or `long/Twin.md`
        a.md:1:44: warning[unpublished-link]: `Twin` is not published
        ");
    }

    #[test]
    fn names_compare_composed_and_in_lower_case() {
        let outline = outline(
            "
=== Cafe\u{301}.md
=== Ёлка.md
=== a.md
[[Caf\u{e9}]] [[ёлка]] [[Елка]]
",
        );
        let ends: Vec<&str> = outline.lines().filter_map(|line| line.split(" → ").nth(1)).collect();
        assert_eq!(ends, ["Cafe\u{301}.md", "Ёлка.md", "missing-note: Ёлка.md [\"Ёлка\"]"]);
    }
}
