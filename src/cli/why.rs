//! `studium why`: how a link is resolved, step by step.

mod said;

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, bail};
use serde::Serialize;
use serde_json::{Value, json};

use super::Exit;
use super::args::{self, TextOrJson};
use super::look::{Look, look};
use super::project::{Project, Snapshot};
use super::terminal::{Paint, Stream, Terminal, plain};
use super::wishes::Wishes;
use super::words::{self, say};
use crate::diagnostic::{Message, Reason, Spoken};
use crate::engine::Analysis;
use crate::graph::{
    Candidate, Explanation, Guess, Likeness, NoteId, Part, Resolution, Step, Target, explain,
};
use crate::note::{Element, Event, Link, ParseOptions, parse};
use crate::page::anchor;
use crate::source::{SourceFile, SourcePath};
use crate::words::{NearIndex, fold, soften};

/// How many notes are named that may be meant by `--from`.
const FEW: usize = 5;

pub(super) fn run(args: &args::Why, terminal: Terminal) -> anyhow::Result<Exit> {
    let wishes = Wishes { drafts: args.drafts, ..Wishes::of_folder(args.root.clone()) };
    let mut project = Project::open(wishes)?;
    project.refuse_unusable()?;
    let Look { analysis, .. } = look(&mut project, terminal)?;
    let from = find_note(&analysis, project.snapshot()?, &args.from)?;
    let link = read_link(&analysis.vault.note(from).path, &args.link)?;
    let explained = explain(&analysis.vault, &analysis.resolve_options, from, &link);
    let told = Told { analysis: &analysis, from, link: &link, explained: &explained };
    match args.format {
        TextOrJson::Text => terminal.answer(&told.text(terminal.paint(Stream::Out)))?,
        TextOrJson::Json => terminal.answer(&format!("{:#}\n", told.json()))?,
    }
    Ok(Exit::Done)
}

/// Finds the note that was named: by its path in the vault or on disk, or by its name alone.
fn find_note(analysis: &Analysis, snapshot: &Snapshot, name: &str) -> anyhow::Result<NoteId> {
    let vault = &analysis.vault;
    let on_disk = Path::new(name).canonicalize().ok();
    let below = on_disk.as_deref().and_then(|file| file.strip_prefix(&snapshot.located.vault_root).ok());
    let below = below.map(|path| path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/"));
    let wanted = fold(name.trim_start_matches("./"));
    let answers = |path: &SourcePath| {
        let path = fold(path.as_str());
        let bare = path.strip_suffix(".md").unwrap_or(&path);
        [path.as_str(), bare].into_iter().any(|path| {
            path == wanted || path.strip_suffix(&wanted).is_some_and(|before| before.ends_with('/'))
        })
    };
    let whole = |path: &SourcePath| {
        let folded = fold(path.as_str());
        Some(path.as_str()) == below.as_deref() || folded == wanted || folded == format!("{wanted}.md")
    };
    if let Some((id, _)) = vault.notes().find(|(_, note)| whole(&note.path)) {
        return Ok(id);
    }
    let found: Vec<_> = vault.notes().filter(|(_, note)| answers(&note.path)).collect();
    let named = |paths: &mut dyn Iterator<Item = &SourcePath>| {
        let paths: Vec<String> = paths.take(FEW).map(|path| format!("`{path}`")).collect();
        paths.join(&format!(" {} ", say(&super::said::ANY_OF, &[])))
    };
    match found[..] {
        [(id, _)] => return Ok(id),
        [] => {}
        _ => {
            let notes = named(&mut found.iter().map(|(_, note)| &note.path));
            bail!(say(&said::SEVERAL, &[("name", &name), ("notes", &notes)]))
        }
    }
    if let Some(note) = vault.withheld.iter().find(|note| answers(&note.path) || whole(&note.path)) {
        bail!(say(&said::KEPT_BACK, &[("note", &note.path)]));
    }
    let paths: Vec<&SourcePath> = vault.notes().map(|(_, note)| &note.path).collect();
    let whole_names =
        paths.iter().map(|path| soften(path.as_str().strip_suffix(".md").unwrap_or(path.as_str())));
    let stems = paths.iter().map(|path| soften(path.stem()));
    let index = NearIndex::new(whole_names.chain(stems));
    let near = index.nearest(&soften(name.strip_suffix(".md").unwrap_or(name)), |_| true);
    let mut near: Vec<&SourcePath> = near.iter().map(|(id, _)| paths[id % paths.len()]).collect();
    near.dedup();
    if near.is_empty() {
        bail!(say(&said::NO_NOTE, &[("name", &name)]))
    }
    let notes = named(&mut near.into_iter());
    bail!(say(&said::NO_NOTE_NEAR, &[("name", &name), ("notes", &notes)]))
}

/// Reads a link as it would stand in a note; a bare name is the inside of a wikilink.
fn read_link(from: &SourcePath, text: &str) -> anyhow::Result<Link> {
    let is_whole = text.contains("[[") || text.contains("](");
    let written = if is_whole { text.to_owned() } else { format!("[[{text}]]") };
    // Behind a character, or it could be a property or the mark of a list.
    let file = SourceFile::new(from.clone(), format!("\u{b7} {written}\n").into_bytes());
    let mut note = parse(&file, &ParseOptions { hard_line_breaks: false });
    let is_external =
        note.events.iter().any(|event| matches!(event.event, Event::Start(Element::ExternalLink(_))));
    match note.links.len() {
        1 => note.links.pop().context("there is one"),
        0 if is_external => bail!(say(&said::OTHER_SITE, &[("text", &text)])),
        0 => bail!(say(&said::NO_LINK, &[("text", &text)])),
        number => bail!(say(&said::MANY_LINKS, &[("text", &text), ("count", &number)])),
    }
}

/// All that is told of one link.
struct Told<'t> {
    analysis: &'t Analysis,
    from: NoteId,
    link: &'t Link,
    explained: &'t Explanation,
}

impl Told<'_> {
    fn path(&self, id: NoteId) -> &SourcePath {
        &self.analysis.vault.note(id).path
    }

    fn text(&self, paint: Paint) -> String {
        let Paint { bold, dim, error, .. } = paint;
        let mut text = String::new();
        let _ = writeln!(
            text,
            "{bold}{}{bold:#} {}\n",
            plain(&self.link.raw),
            plain(&say(&said::IN_NOTE, &[("note", self.path(self.from))]))
        );
        for (number, step) in (1..).zip(&self.explained.steps) {
            let _ = writeln!(text, "{number:3}. {}", plain(&self.step(step)));
            let Step::Candidates { candidates, count } = step else { continue };
            for (index, candidate) in candidates.iter().enumerate() {
                let arrow = if index == 0 { "→" } else { " " };
                let path = plain(candidate.path.as_str());
                let _ = writeln!(text, "     {arrow} {path}  {dim}{}{dim:#}", merits(candidate));
            }
            if *count > candidates.len() {
                let more = say(&words::AND_MORE, &[("count", &(count - candidates.len()))]);
                let _ = writeln!(text, "       {dim}{more}{dim:#}");
            }
        }
        match &self.explained.resolution {
            Resolution::Found { target, .. } => {
                let target = format!("{bold}{}{bold:#}", plain(&self.target(target)));
                let _ = writeln!(text, "\n{}", say(&said::LEADS_TO, &[("target", &target)]));
            }
            Resolution::Missing { reason, suggestions, guess, .. } => {
                let reason = format!("{error}{}{error:#}", say(spoken_reason(*reason), &[]));
                let _ = writeln!(text, "\n{}", say(&said::LEADS_NOWHERE, &[("reason", &reason)]));
                for suggestion in suggestions {
                    let why = guess.map(likeness).unwrap_or_default();
                    let name = format!("{bold}{}{bold:#}", plain(&self.written(suggestion)));
                    let asked = say(&said::DID_YOU_MEAN, &[("name", &name)]);
                    let _ = writeln!(text, "  {asked} {dim}{why}{dim:#}");
                }
            }
        }
        text
    }

    /// Returns a suggestion as it would be written.
    fn written(&self, suggestion: &str) -> String {
        let is_wiki = self.link.raw.trim_start_matches('!').starts_with("[[");
        if is_wiki { format!("[[{suggestion}]]") } else { suggestion.to_owned() }
    }

    fn target(&self, target: &Target) -> String {
        match target {
            Target::Note(note, part) => {
                let anchor = part.map(|part| format!("#{}", self.anchor(*note, part)));
                format!("{}{}", self.path(*note), anchor.unwrap_or_default())
            }
            Target::File(path, fragment) => {
                format!("{path}{}", fragment.as_ref().map(|part| format!("#{part}")).unwrap_or_default())
            }
        }
    }

    fn anchor(&self, note: NoteId, part: Part) -> String {
        anchor(self.analysis.vault.note(note), part)
    }

    fn step(&self, step: &Step) -> String {
        let name = &self.link.path;
        let of_name = |message: &Message| say(message, &[("name", name)]);
        match step {
            Step::OwnNote => say(&said::OWN_NOTE, &[]),
            Step::OutsideVault => of_name(&said::OUTSIDE),
            Step::Exact(path) => say(&said::EXACT, &[("name", name), ("path", path)]),
            Step::Candidates { count, .. } => say(&said::CANDIDATES, &[("count", count), ("name", name)]),
            Step::Language { chosen, lang, others } => {
                let values: [(&str, &dyn Spoken); 3] = [("name", name), ("path", chosen), ("lang", lang)];
                let chosen = say(&said::LANGUAGE, &values);
                if others.is_empty() { chosen } else { format!("{chosen}; {}", say(&said::OTHERS_TOO, &[])) }
            }
            Step::NoFile => of_name(&said::NO_FILE),
            Step::Alias(notes) if notes.is_empty() => of_name(&said::NO_ALIAS),
            Step::Alias(notes) => {
                let named: Vec<String> = notes.iter().take(FEW).map(ToString::to_string).collect();
                let named = named.join(&format!(" {} ", say(&super::said::ALL_OF, &[])));
                let alias = say(&said::ALIAS, &[("name", name), ("notes", &named)]);
                if notes.len() > 1 { format!("{alias}; {}", say(&said::ONE_ALIAS, &[])) } else { alias }
            }
            Step::Withheld => say(&said::WITHHELD, &[]),
            Step::Part { note, fragment, found } => {
                let message = if *found { &said::PART } else { &said::NO_PART };
                say(message, &[("note", note), ("part", fragment)])
            }
        }
    }

    fn json(&self) -> Value {
        let resolution = match &self.explained.resolution {
            Resolution::Found { target, via_alias, others } => {
                let (to, part) = match target {
                    Target::Note(note, part) => {
                        (self.path(*note).to_string(), part.map(|part| self.anchor(*note, part)))
                    }
                    Target::File(path, fragment) => (path.to_string(), fragment.clone()),
                };
                let others: Vec<&str> = others.iter().map(SourcePath::as_str).collect();
                json!({ "found": true, "to": to, "anchor": part, "via": via_alias.then_some("alias"), "others": others })
            }
            Resolution::Missing { reason, suggestion, suggestions, guess, .. } => json!({
                "found": false,
                "reason": reason.as_str(),
                "suggestion": suggestion,
                "suggestions": suggestions,
                "because": guess.map(|guess| because(guess.likeness)),
                "sure": guess.is_some_and(|guess| guess.is_sure),
            }),
        };
        json!({
            "version": 1,
            "link": self.link.raw,
            "from": self.path(self.from).as_str(),
            "kind": self.link.kind.as_str(),
            "steps": self.explained.steps.iter().map(|step| self.json_step(step)).collect::<Vec<_>>(),
            "resolution": resolution,
        })
    }

    fn json_step(&self, step: &Step) -> Value {
        let text = self.step(step);
        let paths = |paths: &[SourcePath]| paths.iter().map(ToString::to_string).collect::<Vec<_>>();
        match step {
            Step::OwnNote => json!({ "step": "own-note", "text": text }),
            Step::OutsideVault => json!({ "step": "outside-vault", "text": text }),
            Step::Exact(path) => json!({ "step": "file", "text": text, "path": path.as_str() }),
            Step::Candidates { candidates, count } => {
                let rows: Vec<CandidateRow<'_>> = candidates.iter().map(CandidateRow::new).collect();
                json!({ "step": "candidates", "text": text, "count": count, "candidates": rows })
            }
            Step::Language { chosen, lang, others } => json!({
                "step": "language", "text": text, "path": chosen.as_str(), "lang": lang, "others": paths(others),
            }),
            Step::NoFile => json!({ "step": "no-file", "text": text }),
            Step::Alias(notes) => json!({ "step": "alias", "text": text, "notes": paths(notes) }),
            Step::Withheld => json!({ "step": "unpublished", "text": text }),
            Step::Part { note, fragment, found } => json!({
                "step": "part", "text": text, "note": note.as_str(), "fragment": fragment, "found": found,
            }),
        }
    }
}

/// A candidate as programs read it.
#[derive(Serialize)]
struct CandidateRow<'c> {
    path: &'c str,
    near: bool,
    length: usize,
    published: bool,
}

impl<'c> CandidateRow<'c> {
    fn new(candidate: &'c Candidate) -> Self {
        Self {
            path: candidate.path.as_str(),
            near: candidate.is_near,
            length: candidate.length,
            published: !candidate.is_withheld,
        }
    }
}

fn merits(candidate: &Candidate) -> String {
    let mut merits = vec![say(&super::said::CHARACTERS, &[("count", &candidate.length)])];
    if candidate.is_near {
        merits.insert(0, say(&said::NEAR, &[]));
    }
    if candidate.is_withheld {
        merits.push(say(&said::NOT_PUBLISHED, &[]));
    }
    merits.join(", ")
}

fn spoken_reason(reason: Reason) -> &'static Message {
    match reason {
        Reason::MissingNote => &said::MISSING_NOTE,
        Reason::MissingFile => &said::MISSING_FILE,
        Reason::MissingHeading => &said::MISSING_HEADING,
        Reason::MissingBlock => &said::MISSING_BLOCK,
        Reason::Unpublished => &said::UNPUBLISHED,
        Reason::OutsideVault => &said::OUTSIDE_VAULT,
    }
}

fn likeness(guess: Guess) -> String {
    let words = match guess.likeness {
        Likeness::Spelling => &said::SPELLING,
        Likeness::Title => &said::TITLE,
        Likeness::Folder => &said::FOLDER,
        Likeness::Extension => &said::EXTENSION,
        Likeness::Typing(1) => &said::ONE_SLIP,
        Likeness::Typing(number) => return say(&said::TYPING, &[("count", &number)]),
        Likeness::Sound => &said::SOUND,
        Likeness::Keyboard => &said::KEYBOARD,
        Likeness::Form => &said::FORM,
        Likeness::Moved => &said::MOVED,
    };
    say(words, &[])
}

fn because(likeness: Likeness) -> &'static str {
    match likeness {
        Likeness::Spelling => "spelling",
        Likeness::Title => "title",
        Likeness::Folder => "place",
        Likeness::Extension => "extension",
        Likeness::Typing(_) => "typing",
        Likeness::Sound => "sound",
        Likeness::Keyboard => "keyboard",
        Likeness::Form => "form",
        Likeness::Moved => "moved",
    }
}
