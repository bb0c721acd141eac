//! Applies the rules of resolution to every link.
//!
//! In: a [`Vault`]. Out: [`Graph`], and what is wrong with the links. The rules stand in the manual:
//! the note itself, a relative path, a path from the root, a name anywhere in the vault, an alias.
//! Not here: the index of names (`names`), headings and blocks (`part`), guesses (`suggest`).

use std::collections::HashMap;

use super::alias::Aliases;
use super::names::{Bearer, Entry, Match, Names, folded_folder};
use super::part::Parts;
use super::{Graph, NoteId, Resolution, ResolveOptions, Target, Vault, backlink};
use crate::diagnostic::{BrokenLink, Diagnostic, LinkKind, Reason};
use crate::note::{Kind, Link, Note};
use crate::source::{Place, SourcePath};
use crate::words::fold;

/// Extensions of attachments. A missing name that ends in one of them is a missing file.
const FILE_EXTENSIONS: &[&str] = &[
    "3gp", "avif", "base", "bmp", "canvas", "flac", "gif", "jpeg", "jpg", "m4a", "mkv", "mov", "mp3", "mp4",
    "ogg", "ogv", "pdf", "png", "svg", "wav", "webm", "webp",
];

/// Decides where every link of every published note leads; findings are in order of path and place.
pub(super) fn resolve(vault: &Vault, options: ResolveOptions) -> (Graph, Vec<Diagnostic>) {
    let mut resolver = Resolver::new(vault, options);
    let mut found = if options.aliases { resolver.aliases.conflicts(vault) } else { Vec::new() };
    let resolutions: Vec<Vec<Resolution>> = vault
        .notes()
        .map(|(id, note)| note.links.iter().map(|link| resolver.link(id, link, &mut found)).collect())
        .collect();
    let backlinks = backlink::backlinks(vault, &resolutions);
    let orphans = backlink::orphans(vault, &backlinks);
    found.extend(orphans.iter().map(|id| Diagnostic::orphan_note(&vault.note(*id).path)));
    // The sort is stable: what is said of one place stays in the order in which it was found.
    found.sort_by(|a, b| a.place.cmp(&b.place));
    let by_path = vault.notes().map(|(id, note)| (note.path.clone(), id)).collect();
    (Graph { resolutions, backlinks, wanted: Vec::new(), orphans, by_path }, found)
}

/// What the path of a link was found to mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Located {
    /// The note that the link stands in.
    Itself,
    /// A file of this name.
    File(Match),
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
    vault: &'v Vault,
    options: ResolveOptions,
    pub(super) names: Names,
    pub(super) aliases: Aliases,
    parts: HashMap<NoteId, Parts>,
}

impl<'v> Resolver<'v> {
    pub(super) fn new(vault: &'v Vault, options: ResolveOptions) -> Self {
        Self { vault, options, names: Names::of(vault), aliases: Aliases::of(vault), parts: HashMap::new() }
    }

    /// Resolves one link of `from` and reports what is to be said about it.
    pub(super) fn link(&mut self, from: NoteId, link: &Link, found: &mut Vec<Diagnostic>) -> Resolution {
        let path = &self.vault.note(from).path;
        let place = Place { path: path.clone(), span: link.span };
        let located = self.locate(path, link);
        if let Located::File(matched) = located {
            found.extend(self.ambiguity(place.clone(), link, matched));
        }
        let resolution = match located {
            Located::Itself => self.note(from, link, false, Vec::new()),
            Located::Alias(note) => self.note(note, link, true, Vec::new()),
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
            Located::Nothing if names_a_file(&link.path) => missing(Reason::MissingFile),
            Located::Nothing => missing(Reason::MissingNote),
        };
        match &resolution {
            Resolution::Found { target: Target::Note(note, _), via_alias: true, .. } => {
                found.push(Diagnostic::alias_link(place, &link.path, &self.vault.note(*note).path));
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
                found.push(Diagnostic::broken_link(place, broken));
            }
        }
        resolution
    }

    /// Finds what the path of a link means in the file `from`.
    pub(super) fn locate(&mut self, from: &SourcePath, link: &Link) -> Located {
        if link.path.is_empty() {
            return Located::Itself;
        }
        let markdown = is_markdown(link);
        let folder = folded_folder(from);
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
            match (join(&folder, &name), dotted) {
                (None, true) => return Located::Outside,
                (Some(path), true) => return self.names.exact(&path).map_or(Located::Nothing, at_path),
                (path, false) => {
                    if let Some(entry) = path.and_then(|path| self.names.exact(&path)) {
                        return at_path(entry);
                    }
                }
            }
        }
        match self.names.find(&name, &folder) {
            Some(matched) => Located::File(matched),
            None => self.by_alias(&fold(&link.path)),
        }
    }

    fn by_alias(&self, name: &str) -> Located {
        match self.aliases.claim(name).filter(|_| self.options.aliases) {
            None => Located::Nothing,
            Some(claim) => match claim.notes[..] {
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
            Err(reason) => {
                Resolution::Missing { reason, note: Some(id), suggestion: None, suggestions: Vec::new() }
            }
        }
    }

    fn parts_of(&mut self, id: NoteId, note: &Note) -> &Parts {
        self.parts.entry(id).or_insert_with(|| Parts::of(note))
    }

    fn ambiguity(&self, place: Place, link: &Link, matched: Match) -> Option<Diagnostic> {
        let others: Vec<SourcePath> = self.names.others(matched).map(|other| other.path.clone()).collect();
        if others.is_empty() {
            return None;
        }
        let chosen = &self.names.entries()[matched.entry].path;
        let made = Diagnostic::ambiguous_link(place, &link.path, chosen, &others);
        let untold = self.names.bearers(matched) - 1 - others.len();
        Some(if untold == 0 {
            made
        } else {
            made.help(format!("{untold} more bear this name; write more of the path to say which is meant"))
        })
    }
}

/// Tells whether a link is written in a form of Markdown, whose target is an address and not a name.
pub(super) fn is_markdown(link: &Link) -> bool {
    let wiki = link.raw.starts_with("[[") || link.raw.starts_with("![[");
    match link.kind {
        LinkKind::Markdown => true,
        LinkKind::Wikilink | LinkKind::Property => false,
        LinkKind::Embed => !wiki,
        // A file card has a bare path.
        LinkKind::Canvas => !wiki && (link.raw.starts_with('[') || link.raw.starts_with("![")),
    }
}

/// Tells whether a name ends in the extension of an attachment.
pub(super) fn names_a_file(name: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, extension)| {
        FILE_EXTENSIONS.binary_search(&extension.to_ascii_lowercase().as_str()).is_ok()
    })
}

/// Joins a relative path to a folder; `None` when it climbs out of the vault.
fn join(folder: &str, relative: &str) -> Option<String> {
    let mut segments: Vec<&str> = folder.split_terminator('/').collect();
    for segment in relative.split('/') {
        match segment {
            ".." => drop(segments.pop()?),
            "." | "" => {}
            name => segments.push(name),
        }
    }
    Some(segments.join("/"))
}

fn missing(reason: Reason) -> Resolution {
    Resolution::Missing { reason, note: None, suggestion: None, suggestions: Vec::new() }
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
"), @"
        a.md [[Deep]] → x/y/Deep.md
        a.md [[x/y/deep]] → x/y/Deep.md
        a.md [[Y/Deep]] → x/y/Deep.md
        a.md [[Deep.MD]] → x/y/Deep.md
        a.md [[y/z]] → missing-note
        a.md [[ab/Deep]] → missing-note
        a.md [[photo]] → missing-note
        a.md [[photo.png#page=2]] → img/photo.png page=2
        a.md [[data.json]] → data.json
        a.md [[Release v1.2]] → Release v1.2.md
        a.md [[Sketch.excalidraw]] → Sketch.excalidraw.md
        a.md [[b.canvas#x]] → b.canvas
        ");
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
"), @"
        x/src.md [[./Note]] → x/Note.md
        x/src.md [[../Note]] → Note.md
        x/src.md [[../../Note]] → outside-vault
        x/src.md [[./Other]] → missing-note
        x/src.md [[/x/note]] → x/Note.md
        x/src.md [[/Other]] → missing-note
        x/src.md [[./y/../Note.md]] → x/Note.md
        ");
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
    fn an_alias_answers_where_no_file_does() {
        insta::assert_snapshot!(diagnose("
=== Artificial.md
---
aliases: [AI, Машинный разум, File]
---
=== File.md
=== One.md
---
aliases: [Both]
---
=== Two.md
---
aliases: [both]
---
=== Secret.md
---
publish: false
aliases: [AI, Hidden]
---
=== a.md
[[ai]] [[машинный разум]] [[File]] [[Both]] [[Hidden]]
"), @"
        Two.md:2:1: warning[duplicate-alias]: `One.md` has the alias `both` too
        a.md:1:1: info[alias-link]: `ai` is another name of `Artificial.md`
        a.md:1:8: info[alias-link]: `машинный разум` is another name of `Artificial.md`
        a.md:1:36: error[broken-link]: no note is called `Both`
        a.md:1:45: warning[unpublished-link]: `Hidden` is not published
        ");
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
        assert_eq!(ends, ["Cafe\u{301}.md", "Ёлка.md", "missing-note"]);
    }

    #[test]
    fn a_missing_name_with_a_known_extension_is_a_missing_file() {
        assert!(names_a_file("x/nope.PNG") && names_a_file("b.canvas") && !names_a_file("png"));
        assert!(FILE_EXTENSIONS.is_sorted());
    }
}
