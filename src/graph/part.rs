//! Finds the heading or block that a fragment means.
//!
//! In: one note and what a link has behind `#`. Out: a [`Part`], or the reason why there is none.
//! Not here: which note is meant (`names`), and guesses at what was meant instead (`suggest`).

use std::collections::HashMap;

use super::Part;
use crate::diagnostic::Reason;
use crate::note::Note;
use crate::words::{fold, heading_key};

/// The headings and blocks of one note by name. Made once for each note that a fragment points into,
/// so that a long note with many links into it does not cost the product.
pub(super) struct Parts {
    /// Indices of headings by key, in order.
    headings: HashMap<String, Vec<usize>>,
    ids: HashMap<String, usize>,
    /// The first heading behind the section of each.
    section_ends: Vec<usize>,
    blocks: HashMap<String, usize>,
}

impl Parts {
    /// Reads the headings and blocks of a note.
    pub(super) fn of(note: &Note) -> Self {
        let mut headings: HashMap<String, Vec<usize>> = HashMap::new();
        let mut ids = HashMap::new();
        for (index, heading) in note.headings.iter().enumerate() {
            let (source, text) = (heading_key(&heading.source), heading_key(&heading.text));
            if source != text {
                headings.entry(source).or_default().push(index);
            }
            headings.entry(text).or_default().push(index);
            ids.entry(fold(&heading.id)).or_insert(index);
        }
        for (former, index) in &note.former_ids {
            ids.entry(fold(former)).or_insert(*index);
        }
        let mut blocks = HashMap::new();
        for (index, block) in note.blocks.iter().enumerate() {
            blocks.entry(block.id.to_lowercase()).or_insert(index);
        }
        Self { headings, ids, section_ends: section_ends(note), blocks }
    }

    /// Returns what a fragment means: `None` inside for the note as a whole.
    pub(super) fn find(&self, note: &Note, fragment: &str) -> Result<Option<Part>, Reason> {
        let chain: Vec<&str> = fragment.split('#').map(str::trim).filter(|part| !part.is_empty()).collect();
        match chain.split_last() {
            None => Ok(None),
            Some((last, above)) if last.starts_with('^') => {
                let block = self.blocks.get(&last[1..].to_lowercase()).copied();
                let block = block.filter(|block| self.is_below(note, *block, above));
                block.map(|block| Some(Part::Block(block))).ok_or(Reason::MissingBlock)
            }
            Some(_) => {
                let heading = self.heading(&chain).or_else(|| match chain[..] {
                    [only] => self.ids.get(&fold(only)).copied(),
                    _ => None,
                });
                heading.map(|heading| Some(Part::Heading(heading))).ok_or(Reason::MissingHeading)
            }
        }
    }

    /// Returns the first heading of this name.
    pub(super) fn first_heading(&self, name: &str) -> Option<usize> {
        self.headings.get(&heading_key(name)).and_then(|indices| indices.first().copied())
    }

    /// Returns the heading at the end of a chain: each part is the first of its name below the one
    /// before it.
    fn heading(&self, chain: &[&str]) -> Option<usize> {
        let mut found: Option<usize> = None;
        for part in chain {
            let named = self.headings.get(&heading_key(part))?;
            let next = match found {
                None => *named.first()?,
                Some(above) => {
                    let behind = named.partition_point(|index| *index <= above);
                    *named.get(behind).filter(|index| **index < self.section_ends[above])?
                }
            };
            found = Some(next);
        }
        found
    }

    fn is_below(&self, note: &Note, block: usize, chain: &[&str]) -> bool {
        chain.is_empty()
            || self
                .heading(chain)
                .is_some_and(|heading| note.section(heading).contains(&note.blocks[block].events.start))
    }
}

fn section_ends(note: &Note) -> Vec<usize> {
    let mut ends = vec![note.headings.len(); note.headings.len()];
    let mut open: Vec<usize> = Vec::new();
    for (index, heading) in note.headings.iter().enumerate() {
        while let Some(last) = open.pop_if(|last| note.headings[*last].level >= heading.level) {
            ends[last] = index;
        }
        open.push(index);
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{diagnose, outline};

    #[test]
    fn headings_are_found_by_chain_by_key_and_by_id() {
        insta::assert_snapshot!(outline("
=== a.md
[[N#Setup]] [[N#two#Setup]] [[N#Two#Deep]] [[N#One#Two]] [[N#What is it (draft)]] [[N#]] [[N##]]
[t](N.md#setup-1) [[#Here]] [[a#here]]
## Here
=== N.md
# One
## Setup
### Deep
# Two
## Setup
### Deep
# What is it? (draft)!
"), @r#"
        a.md [[N#Setup]] → N.md setup
        a.md [[N#two#Setup]] → N.md setup-1
        a.md [[N#Two#Deep]] → N.md deep-1
        a.md [[N#One#Two]] → missing-heading: Two ["N#Two"]
        a.md [[N#What is it (draft)]] → N.md what-is-it-draft
        a.md [[N#]] → N.md
        a.md [[N##]] → N.md
        a.md [t](N.md#setup-1) → N.md setup-1
        a.md [[#Here]] → a.md here
        a.md [[a#here]] → a.md here
        "#);
    }

    #[test]
    fn blocks_are_found_without_case() {
        insta::assert_snapshot!(diagnose("
=== a.md
[[N#^ABC]] [[N#^nope]] [[N#One#^abc]] [[N#Two#^abc]] ![[pic.png#^x]]
=== N.md
# One
text ^abc
# Two
=== pic.png
"), @"
        a.md:1:12: error[broken-block]: `N` has no block `^nope`
        a.md:1:39: error[broken-block]: `N` has no block `Two#^abc`
        ");
    }
}
