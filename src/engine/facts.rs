//! The link graph as data: what `studium graph` prints and the site holds as `graph.json`.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use serde_json::{Map, Value};

use super::Analysis;
use crate::diagnostic::{Diagnostic, LinkKind, Severity};
use crate::graph::{NoteId, Resolution, Target};
use crate::note::Kind;
use crate::page::{Plan, anchor};
use crate::source::{LineIndex, SourcePath};

/// All facts about a vault's notes and links. Lists are in path order, links in order of place.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Facts {
    /// The notes.
    pub notes: Vec<NoteFact>,
    /// The attachments; canvases and bases are among them.
    pub attachments: Vec<AttachmentFact>,
    /// The links that lead somewhere.
    pub links: Vec<LinkFact>,
    /// The links that do not; one to a missing part of a note still counts as a backlink of it.
    pub broken: Vec<BrokenFact>,
    /// Path → the sorted paths of the notes that link there.
    pub backlinks: BTreeMap<String, BTreeSet<String>>,
    /// What was noticed, but for broken links.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<WarningFact>,
}

/// A note.
#[derive(Clone, Debug, Serialize)]
pub struct NoteFact {
    /// Its path in the vault.
    pub path: String,
    /// Its title; of a note that is kept back, its file name.
    pub title: String,
    /// Its address in the site; absent when it has none.
    pub permalink: Option<String>,
    /// Its output file; absent when it has none.
    pub output: Option<String>,
    /// Its tags without `#`.
    pub tags: Vec<String>,
    /// Its other names.
    pub aliases: Vec<String>,
    /// Its properties.
    pub properties: Map<String, Value>,
    /// The ids of its headings and, with `^`, of its blocks.
    pub anchors: Vec<String>,
    /// Whether it is part of the site.
    pub published: bool,
    /// Its language.
    pub lang: Option<String>,
}

/// An attachment.
#[derive(Clone, Debug, Serialize)]
pub struct AttachmentFact {
    /// Its path in the vault.
    pub path: String,
    /// Whether it is part of the site.
    pub published: bool,
    /// Its output file; absent when it has none.
    pub output: Option<String>,
}

/// A link that leads somewhere.
#[derive(Clone, Debug, Serialize)]
pub struct LinkFact {
    /// The note that it stands in.
    pub from: String,
    /// Its source text.
    pub raw: String,
    /// Where it leads: a path in the vault.
    pub to: String,
    /// The fragment in the target page, without `#`.
    pub anchor: Option<String>,
    /// How it is written.
    pub kind: &'static str,
    /// Its line; a link of a canvas has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Its column; a link of a canvas has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// `alias` when an alias was needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<&'static str>,
}

/// A link that leads nowhere.
#[derive(Clone, Debug, Serialize)]
pub struct BrokenFact {
    /// The note that it stands in.
    pub from: String,
    /// Its source text.
    pub raw: String,
    /// The destination with its fragment.
    pub target: String,
    /// Why it leads nowhere.
    pub reason: &'static str,
    /// How it is written.
    pub kind: &'static str,
    /// Its line; a link of a canvas has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<usize>,
    /// Its column; a link of a canvas has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<usize>,
    /// The best guess at what was meant.
    pub suggestion: Option<String>,
}

/// Something noticed about a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct WarningFact {
    /// The file.
    pub file: String,
    /// The code.
    pub code: &'static str,
    /// The line.
    pub line: usize,
}

/// Gathers the facts. With `for_author` what is not published is named too, with the diagnostics
/// given; else nothing shows that there is more, and unlisted notes stay out.
pub fn facts(analysis: &Analysis, plan: &Plan<'_>, for_author: Option<AuthorView<'_>>) -> Facts {
    let mut facts = Facts::default();
    let vault = &analysis.vault;
    let is_shown = |id: NoteId| for_author.is_some() || !vault.note(id).front_matter.unlisted;
    for id in vault.ids().filter(|id| is_shown(*id)) {
        add_note(&mut facts, analysis, plan, id, for_author.is_some());
        add_links(&mut facts, analysis, id, for_author, &is_shown);
    }
    for path in &vault.attachments {
        let permalink = plan.routes.attachment(path);
        if for_author.is_some() || permalink.is_some() {
            facts.attachments.push(AttachmentFact {
                path: path.to_string(),
                published: permalink.is_some(),
                output: permalink.map(|permalink| permalink.output_path().to_string()),
            });
        }
    }
    if let Some(author) = for_author {
        let drawings = vault.drawings.iter();
        facts.notes.extend(vault.withheld.iter().map(|note| &note.path).chain(drawings).map(unpublished));
        facts.warnings = warnings(author);
    }
    facts.notes.sort_by(|a, b| a.path.cmp(&b.path));
    facts.attachments.sort_by(|a, b| a.path.cmp(&b.path));
    facts
}

/// What an author may see besides: the diagnostics of the build, and the texts that they are about.
#[derive(Clone, Copy)]
pub struct AuthorView<'a> {
    /// What was noticed.
    pub diagnostics: &'a [Diagnostic],
    /// The snapshot that was built.
    pub sources: &'a crate::source::Sources,
}

fn add_note(facts: &mut Facts, analysis: &Analysis, plan: &Plan<'_>, id: NoteId, for_author: bool) {
    let note = analysis.vault.note(id);
    let permalink = plan.routes.note(id);
    let headings = note.headings.iter().map(|heading| heading.id.clone());
    let blocks = note.blocks.iter().map(|block| format!("^{}", block.id));
    if note.origin.is_some() {
        // The term of a line is no file, and `glossary.json` has it.
        return;
    }
    facts.backlinks.entry(note.path.to_string()).or_default();
    if note.kind != Kind::Markdown {
        facts.attachments.push(AttachmentFact {
            path: note.path.to_string(),
            published: true,
            output: Some(permalink.output_path().to_string()),
        });
        return;
    }
    facts.notes.push(NoteFact {
        path: note.path.to_string(),
        title: plan.title(id).to_owned(),
        permalink: Some(permalink.to_string()),
        output: Some(permalink.output_path().to_string()),
        tags: note.tags.clone(),
        aliases: note.front_matter.aliases.iter().map(|alias| alias.name.clone()).collect(),
        properties: if for_author {
            note.front_matter.properties.clone()
        } else {
            note.front_matter.public_properties()
        },
        anchors: headings.chain(blocks).collect(),
        published: true,
        lang: Some(plan.lang(id).to_owned()),
    });
}

fn add_links(
    facts: &mut Facts,
    analysis: &Analysis,
    id: NoteId,
    author: Option<AuthorView<'_>>,
    is_shown: &dyn Fn(NoteId) -> bool,
) {
    let note = analysis.vault.note(id);
    let from = note.path.to_string();
    let text = author.and_then(|author| author.sources.files.get(&note.path)).map(|file| file.text());
    let lines = text.as_deref().map(LineIndex::new);
    for (index, link) in note.links.iter().enumerate() {
        let place = lines
            .as_ref()
            .filter(|_| link.kind != LinkKind::Canvas)
            .map(|lines| lines.line_column(link.span.start));
        let (line, column) = (place.map(|p| p.line_number), place.map(|p| p.column_number));
        let mut backlink = |to: NoteId| {
            if to != id {
                let to = analysis.vault.note(to).file().to_string();
                facts.backlinks.entry(to).or_default().insert(from.clone());
            }
        };
        match analysis.graph.resolution(id, index) {
            Resolution::Found { target: Target::Note(to, _), .. } if !is_shown(*to) => {}
            Resolution::Found { target, via_alias, .. } => {
                let (to, anchor) = match target {
                    Target::Note(to, part) => {
                        backlink(*to);
                        let target = analysis.vault.note(*to);
                        (target.file().to_string(), part.map(|part| anchor(target, part)))
                    }
                    Target::File(path, fragment) => {
                        (path.to_string(), fragment.clone().filter(|fragment| !fragment.is_empty()))
                    }
                };
                let via = via_alias.then_some("alias");
                let (raw, kind) = (link.raw.clone(), link.kind.as_str());
                facts.links.push(LinkFact { from: from.clone(), raw, to, anchor, kind, line, column, via });
            }
            Resolution::Missing { reason, note, suggestion, .. } => {
                if let Some(to) = note {
                    backlink(*to);
                }
                if author.is_some() {
                    facts.broken.push(BrokenFact {
                        from: from.clone(),
                        raw: link.raw.clone(),
                        target: link.target(),
                        reason: reason.as_str(),
                        kind: link.kind.as_str(),
                        line,
                        column,
                        suggestion: suggestion.clone(),
                    });
                }
            }
        }
    }
}

fn unpublished(path: &SourcePath) -> NoteFact {
    NoteFact {
        path: path.to_string(),
        title: path.stem().to_owned(),
        permalink: None,
        output: None,
        tags: Vec::new(),
        aliases: Vec::new(),
        properties: Map::new(),
        anchors: Vec::new(),
        published: false,
        lang: None,
    }
}

fn warnings(author: AuthorView<'_>) -> Vec<WarningFact> {
    let mut warnings: Vec<WarningFact> = Vec::new();
    let mut lines: BTreeMap<&SourcePath, Vec<(usize, &'static str)>> = BTreeMap::new();
    for diagnostic in author.diagnostics {
        if let (Some(place), None) = (&diagnostic.place, &diagnostic.link)
            && diagnostic.severity != Severity::Off
        {
            lines.entry(&place.path).or_default().push((place.span.start, diagnostic.code.as_str()));
        }
    }
    for (path, found) in lines {
        let text = author.sources.files.get(path).map(|file| file.text()).unwrap_or_default();
        let index = LineIndex::new(&text);
        warnings.extend(found.into_iter().map(|(start, code)| WarningFact {
            file: path.to_string(),
            code,
            line: index.line_column(start).line_number,
        }));
    }
    warnings.sort();
    warnings
}
