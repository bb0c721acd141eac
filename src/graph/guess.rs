//! Says what to write instead of a link that leads nowhere.
//!
//! In: a broken link, and what is known of the vault. Out: the best guess, and the texts to write for
//! it and the next best. Not here: how guesses at files are found (`suggest`), and words compared
//! (`words`).

use super::form::is_markdown;
use super::resolve::Resolver;
use super::spell::{encoded, heading_fragment, markdown_destination, wikilink_name};
use super::suggest::{Found, Suggester};
use super::{Guess, Likeness, NoteId, Resolution};
use crate::diagnostic::Reason;
use crate::note::{Link, Note};
use crate::source::SourcePath;
use crate::words::{NearIndex, heading_key, is_sure_slip, soften};

/// The headings and block ids of one note, to find near ones.
pub(super) struct NearParts {
    headings: NearIndex,
    blocks: NearIndex,
}

impl NearParts {
    fn of(note: &Note) -> Self {
        Self {
            headings: NearIndex::new(note.headings.iter().map(|heading| soften(&heading_key(&heading.text)))),
            blocks: NearIndex::new(note.blocks.iter().map(|block| soften(&block.id))),
        }
    }
}

impl Resolver<'_> {
    /// Adds to a link that leads nowhere what may have been meant. What is kept back is never guessed.
    pub(super) fn add_guesses(&mut self, from: &SourcePath, link: &Link, resolution: &mut Resolution) {
        let Resolution::Missing { reason, note, suggestion, suggestions, guess } = resolution else { return };
        (*suggestion, *suggestions, *guess) = match (*reason, *note) {
            (Reason::MissingHeading, Some(note)) => self.guess_heading(note, link),
            (Reason::MissingBlock, Some(note)) => self.guess_block(note, link),
            (Reason::MissingNote | Reason::MissingFile | Reason::OutsideVault, _) => {
                self.guess_file(from, link)
            }
            _ => return,
        };
        if suggestions.is_empty() {
            *guess = None;
        }
    }

    fn guess_file(&mut self, from: &SourcePath, link: &Link) -> Guessed {
        let suggester = self.suggester.get_or_insert_with(|| Suggester::of(self.vault, &self.names));
        let Some(Found { entries, guess }) = suggester.guess(&self.names, &self.aliases, from, &link.path)
        else {
            return Guessed::default();
        };
        let markdown = is_markdown(link);
        let mut texts = Vec::new();
        for entry in &entries {
            let text = if markdown {
                Some(markdown_destination(from, &self.names.entries()[*entry].path, self.options))
            } else {
                wikilink_name(&mut self.names, *entry)
            };
            let fragment = link
                .fragment
                .as_deref()
                .map(|fragment| if markdown { encoded(fragment) } else { fragment.to_owned() });
            texts.extend(text.map(|text| match fragment {
                Some(fragment) => format!("{text}#{fragment}"),
                None => text,
            }));
        }
        (entries.first().map(|entry| self.names.entries()[*entry].path.to_string()), texts, Some(guess))
    }

    fn guess_heading(&mut self, id: NoteId, link: &Link) -> Guessed {
        let note = self.vault.note(id);
        let Some(last) = last_part(link) else { return Guessed::default() };
        // A chain may only have the wrong parents.
        let same = self.parts_of(id, note).first_heading(last);
        let (found, guess) = if let Some(index) = same {
            (vec![index], Some(Guess { likeness: Likeness::Folder, is_sure: false }))
        } else {
            let near = self.near_parts.entry(id).or_insert_with(|| NearParts::of(note));
            nearest(&near.headings, &soften(&heading_key(last)))
        };
        let texts = found.iter().map(|index| {
            let fragment = heading_fragment(&note.headings[*index].text, is_markdown(link));
            format!("{}#{fragment}", written_path(link))
        });
        (found.first().map(|index| note.headings[*index].text.clone()), texts.collect(), guess)
    }

    fn guess_block(&mut self, id: NoteId, link: &Link) -> Guessed {
        let note = self.vault.note(id);
        let Some(last) = last_part(link) else { return Guessed::default() };
        let near = self.near_parts.entry(id).or_insert_with(|| NearParts::of(note));
        let (found, guess) = nearest(&near.blocks, &soften(last.trim_start_matches('^')));
        let texts = found.iter().map(|index| format!("{}#^{}", written_path(link), note.blocks[*index].id));
        (found.first().map(|index| note.blocks[*index].id.clone()), texts.collect(), guess)
    }
}

/// The best guess, what to write for it and the next best, and what speaks for them.
type Guessed = (Option<String>, Vec<String>, Option<Guess>);

fn nearest(index: &NearIndex, name: &str) -> (Vec<usize>, Option<Guess>) {
    let near = index.nearest(name, |_| true);
    let Some((first, best)) = near.first().copied() else { return (Vec::new(), None) };
    let is_sure = near.len() == 1 && is_sure_slip(name, index.name(first), best);
    let found = near.into_iter().take_while(|(_, distance)| *distance == best).map(|(id, _)| id);
    (found.take(3).collect(), Some(Guess { likeness: Likeness::Typing(best), is_sure }))
}

fn last_part(link: &Link) -> Option<&str> {
    link.fragment.as_deref()?.rsplit('#').map(str::trim).find(|part| !part.is_empty())
}

fn written_path(link: &Link) -> String {
    if is_markdown(link) { encoded(&link.path) } else { link.path.clone() }
}

#[cfg(test)]
mod tests {
    use super::super::ResolveOptions;
    use super::super::fixture::{OPTIONS, fixture, outline};

    #[test]
    fn files_are_guessed_by_spelling_alias_place_distance_and_script() {
        insta::assert_snapshot!(outline("
=== a.md
[[project_plan]] [[x/project-plan]] [[Project%20Plan]] [[Two names]] [[A Title]]
[[old/Plan#One]] [[./Deep]] [[b/Deep]] [[photo]] [[Projcet plan]] [[Елка]] ![[nope.png]]
[[Кафка]] [[rfarf]] [[keш]] [[Шардирования]]
[[Zebra]] [[Chapter 4]] [[Secert]] ![[pic.jpg]]
=== ab/Deep.md
=== img/nape.png
=== img/photo.png
=== new/Plan.md
=== p/One.md
---
aliases: [Two names]
---
=== p/Two.md
---
aliases: [Two names]
title: A Title
---
=== Accounting rules.md
=== Chapter 3.md
=== Kafka.md
=== Project plan.md
=== Secret.md
---
publish: false
---
=== Кеш.md
=== Ёлка.md
=== Шардирование данных.md
=== Шардирование.md
"), @r#"
        a.md [[project_plan]] → missing-note: Project plan.md ["Project plan"]
        a.md [[x/project-plan]] → missing-note: Project plan.md ["Project plan"]
        a.md [[Project%20Plan]] → missing-note: Project plan.md ["Project plan"]
        a.md [[Two names]] → missing-note: p/One.md ["One", "Two"]
        a.md [[A Title]] → missing-note: p/Two.md ["Two"]
        a.md [[old/Plan#One]] → missing-note: new/Plan.md ["Plan#One"]
        a.md [[./Deep]] → missing-note: ab/Deep.md ["Deep"]
        a.md [[b/Deep]] → missing-note: ab/Deep.md ["Deep"]
        a.md [[photo]] → missing-note: img/photo.png ["photo.png"]
        a.md [[Projcet plan]] → missing-note: Project plan.md ["Project plan"]
        a.md [[Елка]] → missing-note: Ёлка.md ["Ёлка"]
        a.md ![[nope.png]] → missing-file: img/nape.png ["nape.png"]
        a.md [[Кафка]] → missing-note: Kafka.md ["Kafka"]
        a.md [[rfarf]] → missing-note: Kafka.md ["Kafka"]
        a.md [[keш]] → missing-note: Кеш.md ["Кеш"]
        a.md [[Шардирования]] → missing-note: Шардирование.md ["Шардирование"]
        a.md [[Zebra]] → missing-note
        a.md [[Chapter 4]] → missing-note
        a.md [[Secert]] → missing-note
        a.md ![[pic.jpg]] → missing-file
        "#);
    }

    #[test]
    fn parts_are_guessed_among_those_of_the_note() {
        insta::assert_snapshot!(outline("
=== a.md
[[N#Secnod part]] [[N#Wrong#Setup]] [[N#^nope]] [[N#Nothing]] [[#Heer]] [t](N.md#Secnod%20part)
## Here
=== N.md
# Second part
# Setup?
text ^nape
"), @r##"
        a.md [[N#Secnod part]] → missing-heading: Second part ["N#Second part"]
        a.md [[N#Wrong#Setup]] → missing-heading: Setup? ["N#Setup?"]
        a.md [[N#^nope]] → missing-block: nape ["N#^nape"]
        a.md [[N#Nothing]] → missing-heading
        a.md [[#Heer]] → missing-heading: Here ["#Here"]
        a.md [t](N.md#Secnod%20part) → missing-heading: Second part ["N.md#Second%20part"]
        "##);
    }

    #[test]
    fn texts_to_write_lead_to_the_guess_alone() {
        let vault = fixture(
            "
=== a/b/Plan.md
=== a/b/Twin (1).md
=== c/Twin (1).md
=== x/y/src.md
[[Pln]] [[Plna#Part]] [t](Plna.md#Part) [u](twin-%281%29.md) [[q/twin-(1)]]
",
        );
        insta::assert_snapshot!(vault.outline(OPTIONS), @r#"
        x/y/src.md [[Pln]] → missing-note
        x/y/src.md [[Plna#Part]] → missing-note: a/b/Plan.md ["Plan#Part"]
        x/y/src.md [t](Plna.md#Part) → missing-note: a/b/Plan.md ["a/b/Plan.md#Part"]
        x/y/src.md [u](twin-%281%29.md) → missing-note: c/Twin (1).md ["c/Twin%20%281%29.md", "a/b/Twin%20%281%29.md"]
        x/y/src.md [[q/twin-(1)]] → missing-note: c/Twin (1).md ["c/Twin (1)", "b/Twin (1)"]
        "#);
        let options = ResolveOptions { markdown_relative_first: true, ..OPTIONS };
        assert!(vault.outline(options).contains("../../a/b/Plan.md#Part"));
    }
}
