//! Makes links of mentions.
//!
//! In: what each note names without linking it. Out: edits that put brackets around the first mention in each
//! section. What is not searched for mentions is not linked either: code, headings, links, front matter.

use std::collections::HashSet;

use super::{Edit, Left, Mending, is_plain, words};
use crate::diagnostic::{Code, Message};
use crate::graph::{Mentioning, NoteId, Occurrence, Speller, Vault, section_starts};
use crate::note::{AutoLink, Element, Event, Kind, Note, SpannedEvent};
use crate::source::{Place, SourcePath, Sources};

/// Adds the edits that link mentions to those of links. A note that asks for no links at its mentions
/// (`auto_link: off`) gets none, nor does one to which the finding is of no interest (`is_wanted`).
pub fn mentions(
    vault: &Vault,
    mentioning: &Mentioning,
    sources: &Sources,
    is_wanted: &dyn Fn(Code, &SourcePath) -> bool,
    mending: &mut Mending,
) {
    let mut speller = Speller::of(vault);
    for ((_, note), named) in vault.notes().zip(mentioning.unlinked_by_note()) {
        let is_written = note.kind == Kind::Markdown && note.path == *note.file();
        let is_open = note.front_matter.auto_link != Some(AutoLink::Off);
        if named.is_empty() || !is_written || !is_open || !is_wanted(Code::UnlinkedMention, &note.path) {
            continue;
        }
        let Some(file) = sources.files.get(&note.path) else { continue };
        let text = file.text();
        let mut edits = mending.edits.remove(&note.path).unwrap_or_default();
        for found in first_in_sections(note, named) {
            match edit(vault, &mut speller, note, &text, found) {
                Ok(edit) => edits.push(edit),
                Err(left) => mending.left.push(left),
            }
        }
        edits.sort_by_key(|edit| edit.span);
        edits.dedup_by(|later, earlier| later.span.start < earlier.span.end);
        if !edits.is_empty() {
            mending.edits.insert(note.path.clone(), edits);
        }
        if !is_plain(file) {
            mending.leave(file, &words::NOT_PLAIN.plain());
        }
    }
    mending.left.sort_by(|a, b| a.place.cmp(&b.place));
}

type Named<'o> = (NoteId, &'o Occurrence);

/// Keeps of each name the first mention in a section. Of names that overlap, the longer one is kept.
fn first_in_sections<'o>(note: &Note, mut named: Vec<Named<'o>>) -> Vec<Named<'o>> {
    named.sort_by_key(|(_, found)| (found.from, std::cmp::Reverse(found.to)));
    let starts = section_starts(note);
    let mut seen = HashSet::new();
    let mut end = None;
    named.retain(|(to, found)| {
        let is_inside = end.is_some_and(|end| found.from < end);
        if !is_inside {
            end = Some(found.to);
        }
        let section = starts.partition_point(|start| *start <= found.from.event as usize);
        !is_inside && seen.insert((section, *to))
    });
    named
}

fn edit(
    vault: &Vault,
    speller: &mut Speller,
    note: &Note,
    text: &str,
    (to, found): Named<'_>,
) -> Result<Edit, Left> {
    let to = vault.note(to).path.clone();
    let (span, is_exact) = found.span_in(note, text);
    let written = text.get(span.start..span.end).unwrap_or_default();
    let left = |why: &Message| Left {
        place: Place { path: note.path.clone(), span },
        raw: if is_exact { written.to_owned() } else { format!("`{to}`") },
        why: why.plain(),
    };
    if !is_exact {
        return Err(left(&words::OVER_LINES));
    }
    if written.contains(['[', ']', '|', '\\', '#', '^']) {
        return Err(left(&words::NO_SUCH_WORDS));
    }
    let name = speller.name_of(&to).ok_or_else(|| left(&words::NO_WIKILINK))?;
    let text = match stands_in_table(note, found.from.event as usize) {
        _ if name == written => format!("[[{name}]]"),
        true => format!("[[{name}\\|{written}]]"),
        false => format!("[[{name}|{written}]]"),
    };
    Ok(Edit { span, text, to })
}

fn stands_in_table(note: &Note, at: usize) -> bool {
    let events = note.events[..at.min(note.events.len())].iter();
    let mut open = Vec::new();
    for SpannedEvent { event, .. } in events {
        match event {
            Event::Start(element) => open.push(*element == Element::TableCell),
            Event::End => drop(open.pop()),
            _ => {}
        }
    }
    open.contains(&true)
}
