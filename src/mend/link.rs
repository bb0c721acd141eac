//! Which links are mended, and what is written.

use std::collections::{HashMap, HashSet};

use super::destination::{NewDestination, replace};
use super::{Edit, Left, Mending, is_plain, words};
use crate::diagnostic::{Code, LinkKind, Reason, Text};
use crate::graph::{Graph, Guess, Likeness, NoteId, Resolution, Speller, Target, Vault};
use crate::note::{Element, Event, Kind, Link, Note, SpannedEvent};
use crate::source::{Place, SourcePath, Sources, Span};
use crate::words::{Script, fold, script_of};

/// Decides for every link that leads nowhere, or somewhere by an alias alone, whether and how it is mended.
///
/// Mended is what can have meant one thing only: [`Guess::is_sure`] holds, nobody else asks for the name,
/// and the link is written in a way that is fully understood. `is_wanted` tells which findings the
/// author wants to hear of.
pub fn links(
    vault: &Vault,
    graph: &Graph,
    sources: &Sources,
    is_wanted: &dyn Fn(Code, &SourcePath) -> bool,
) -> Mending {
    let wanted = graph.wanted().iter().map(|wanted| (fold(&wanted.name), wanted.note_count));
    let mut mender = Mender {
        vault,
        graph,
        speller: Speller::of(vault),
        asked: wanted.collect(),
        is_wanted,
        mending: Mending::default(),
    };
    for (id, note) in vault.notes() {
        let Some(file) = sources.files.get(&note.path) else { continue };
        let text = file.text();
        mender.note(id, note, &text);
        if !is_plain(file) {
            mender.mending.leave(file, &words::NOT_PLAIN.plain());
        }
    }
    mender.mending
}

struct Mender<'m> {
    vault: &'m Vault,
    graph: &'m Graph,
    speller: Speller,
    /// How many notes ask for a folded name.
    asked: HashMap<String, usize>,
    is_wanted: &'m dyn Fn(Code, &SourcePath) -> bool,
    mending: Mending,
}

/// What is to be written, and what the link leads to then.
struct Wish {
    text: String,
    keeps_words: bool,
    to: SourcePath,
}

impl Mender<'_> {
    fn note(&mut self, id: NoteId, note: &Note, text: &str) {
        let mut in_tables = None;
        let mut edits = Vec::new();
        for (index, link) in note.links.iter().enumerate() {
            let wish = match self.graph.resolution(id, index) {
                Resolution::Missing { reason, note: target, suggestions, suggestion, guess } => {
                    if !(self.is_wanted)(reason.code(), &note.path) || *reason == Reason::Unpublished {
                        continue;
                    }
                    let (Some(guess), [text, ..]) = (guess, &suggestions[..]) else {
                        self.mending.unknown_count += 1;
                        continue;
                    };
                    let to = target.map(|target| self.vault.note(target).path.clone());
                    let to = to.or_else(|| SourcePath::new(suggestion.as_deref()?));
                    self.broken(link, *reason, suggestions, *guess).map(|()| Wish {
                        text: text.clone(),
                        keeps_words: keeps_words(link, *guess),
                        to: to.unwrap_or_else(|| note.path.clone()),
                    })
                }
                Resolution::Found { target: Target::Note(target, _), via_alias: true, .. } => {
                    if !(self.is_wanted)(Code::AliasLink, &note.path) {
                        continue;
                    }
                    self.alias(link, *target)
                }
                Resolution::Found { .. } => continue,
            };
            let in_tables = in_tables.get_or_insert_with(|| links_in_tables(note));
            match wish.and_then(|wish| edit(link, note, text, in_tables.contains(&index), wish)) {
                Ok(edit) => edits.push(edit),
                Err(why) => {
                    let place = Place { path: note.path.clone(), span: link.span };
                    self.mending.left.push(Left { place, raw: link.raw.clone(), why });
                }
            }
        }
        edits.sort_by_key(|edit| edit.span);
        edits.dedup_by(|later, earlier| later.span.start < earlier.span.end);
        if !edits.is_empty() {
            self.mending.edits.insert(note.path.clone(), edits);
        }
    }

    /// Tells why a broken link is not to be mended, if it is not.
    fn broken(&self, link: &Link, reason: Reason, texts: &[String], guess: Guess) -> Result<(), Text> {
        if texts.len() > 1 {
            let all: Vec<Text> = texts.iter().map(|text| format!("`{text}`").into()).collect();
            let all = Text::joined(&all, &words::OR.plain());
            return Err(words::MAY_MEAN.with(&[("all", &all)]));
        }
        if reason == Reason::OutsideVault {
            return Err(words::OUT_OF_VAULT.plain());
        }
        let nearest = texts.first().map(String::as_str).unwrap_or_default();
        if !guess.is_sure {
            return Err(words::NOT_SURE.with(&[("name", &nearest)]));
        }
        let others = self.asked.get(&fold(&link.path)).copied().unwrap_or_default();
        if matches!(guess.likeness, Likeness::Typing(_)) && reason == Reason::MissingNote && others > 1 {
            return Err(words::TO_BE_WRITTEN.with(&[("count", &others)]));
        }
        Ok(())
    }

    fn alias(&mut self, link: &Link, target: NoteId) -> Result<Wish, Text> {
        let to = self.vault.note(target).path.clone();
        let name = self.speller.name_of(&to).ok_or_else(|| words::NO_WIKILINK.plain())?;
        let fragment = link.fragment.as_ref().map(|part| format!("#{part}")).unwrap_or_default();
        if !link.raw.trim_start_matches('!').starts_with("[[") {
            return Err(words::MARKDOWN_ALIAS.plain());
        }
        Ok(Wish { text: format!("{name}{fragment}"), keeps_words: true, to })
    }
}

/// Tells whether readers should see the words that the author wrote: they are right, only no link.
fn keeps_words(link: &Link, guess: Guess) -> bool {
    match guess.likeness {
        Likeness::Title | Likeness::Form => true,
        Likeness::Sound => script_of(&link.path) != Script::Mixed,
        _ => false,
    }
}

fn edit(link: &Link, note: &Note, text: &str, in_table: bool, wish: Wish) -> Result<Edit, Text> {
    if link.kind == LinkKind::Canvas || note.kind != Kind::Markdown {
        return Err(words::CANVAS.plain());
    }
    if text.get(link.span.start..link.span.end) != Some(&link.raw) {
        return Err(words::NO_PLACE.plain());
    }
    let Wish { text, keeps_words, to } = wish;
    let new = NewDestination { text: &text, keeps_words, in_table };
    let (range, text) = replace(link, &new)?;
    if link.kind == LinkKind::Property && text.contains(['"', '\'', '\\']) {
        return Err(words::QUOTES.plain());
    }
    let span = Span::new(link.span.start + range.start, link.span.start + range.end);
    Ok(Edit { span, text, to })
}

/// Returns the links that stand in cells of tables.
fn links_in_tables(note: &Note) -> HashSet<usize> {
    let footnotes = note.footnotes.iter().map(|footnote| &footnote.events);
    let mut found = HashSet::new();
    for events in [&note.events].into_iter().chain(footnotes) {
        let mut open = Vec::new();
        let mut cells = 0_usize;
        for SpannedEvent { event, .. } in events {
            match event {
                Event::Start(element) => {
                    let is_cell = *element == Element::TableCell;
                    cells += usize::from(is_cell);
                    open.push(is_cell);
                    match element {
                        Element::Link(link) | Element::Embed { link, .. } if cells > 0 => {
                            found.insert(*link);
                        }
                        _ => {}
                    }
                }
                Event::End => cells -= usize::from(open.pop().unwrap_or_default()),
                _ => {}
            }
        }
    }
    found
}
