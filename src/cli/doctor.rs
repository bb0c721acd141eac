//! `studium doctor`: the vault summed up.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::time::{Duration, Instant};

use serde::Serialize;

use super::Exit;
use super::args::{self, TextOrJson};
use super::look::{Look, look};
use super::project::{Project, Snapshot};
use super::said;
use super::terminal::{Paint, Stream, Terminal, plain};
use super::wishes::Wishes;
use super::words;
use crate::diagnostic::{Message, Spoken, Tongue, words as found};
use crate::engine::{Analysis, Cache, Inputs, each_note_page, missing_start};
use crate::graph::{NoteId, Resolution, Target};
use crate::note::{Kind, ParseOptions, parse};
use crate::page::Plan;
use crate::source::SourcePath;
use crate::words::fold;

/// How many rows a list has for readers.
const FEW: usize = 10;

pub(super) fn run(args: &args::Doctor, terminal: Terminal) -> anyhow::Result<Exit> {
    let wishes = Wishes { drafts: args.drafts, ..Wishes::of_folder(args.vault.folder()) };
    let mut project = Project::open(wishes)?;
    project.refuse_unusable()?;
    let Look { inputs, analysis, noticed } = look(&mut project, terminal)?;
    let (plan, found) = Plan::new(&analysis.vault, &analysis.graph, &analysis.terms, &analysis.options);
    let pages = page_rows(&inputs, &mut project.cache, &analysis, &plan);
    let snapshot = project.snapshot()?;
    let found = found.into_iter().chain(missing_start(&inputs.config, &plan));
    let diagnostics = noticed.into_iter().chain(analysis.diagnostics.iter().cloned()).chain(found).collect();
    let report = snapshot.report(diagnostics, false);
    let summary = Summary {
        errors: report.error_count,
        warnings: report.warning_count,
        ..Summary::of(&analysis, &plan, snapshot, pages)
    };
    match args.format {
        TextOrJson::Text => terminal.answer(&summary.text(
            terminal.paint(Stream::Out),
            terminal.verbose,
            project.snapshot()?.tongue(),
        ))?,
        TextOrJson::Json => terminal.answer(&(serde_json::to_string_pretty(&summary)? + "\n"))?,
    }
    Ok(Exit::Done)
}

/// Reads and renders the notes one after another, and returns how long each takes, in vault order.
pub(super) fn page_rows(
    inputs: &Inputs,
    cache: &mut Cache,
    analysis: &Analysis,
    plan: &Plan<'_>,
) -> Vec<PageRow> {
    let mut pages: Vec<PageRow> = Vec::new();
    let mut started = Instant::now();
    each_note_page(inputs, cache, analysis, plan, &mut |id, bytes| {
        let rendering = started.elapsed();
        let file = inputs.vault.files.get(&analysis.vault.note(id).path);
        started = Instant::now();
        if let Some(file) = file {
            parse(file, &ParseOptions { hard_line_breaks: false });
        }
        let time = rendering + started.elapsed();
        pages.push(PageRow::new(analysis, id, bytes, time));
        started = Instant::now();
    });
    pages
}

/// All that is summed up. Lists are whole, but for the largest and the slowest; what is told to readers is cut.
#[derive(Default, Serialize)]
struct Summary {
    version: u32,
    notes: usize,
    unpublished: usize,
    words: usize,
    links: usize,
    broken: usize,
    external: usize,
    errors: usize,
    warnings: usize,
    tags: usize,
    terms: usize,
    attachments: usize,
    attachment_bytes: u64,
    orphans: Vec<String>,
    dead_ends: Vec<String>,
    wanted: Vec<WantedRow>,
    tags_used_once: Vec<String>,
    ambiguous_names: Vec<NameRow>,
    unused_attachments: Vec<FileRow>,
    largest_pages: Vec<PageRow>,
    slowest_notes: Vec<PageRow>,
    config: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
struct WantedRow {
    name: String,
    notes: usize,
}

#[derive(Serialize)]
struct NameRow {
    name: String,
    files: Vec<String>,
}

#[derive(Serialize)]
struct FileRow {
    path: String,
    bytes: u64,
}

/// How long a note takes, and how large its page is.
#[derive(Clone, Serialize)]
pub(super) struct PageRow {
    pub(super) path: String,
    bytes: usize,
    pub(super) milliseconds: f64,
}

impl PageRow {
    fn new(analysis: &Analysis, id: NoteId, bytes: usize, time: Duration) -> Self {
        let milliseconds = (time.as_secs_f64() * 100_000.0).round() / 100.0;
        Self { path: analysis.vault.note(id).path.to_string(), bytes, milliseconds }
    }
}

impl Summary {
    fn of(analysis: &Analysis, plan: &Plan<'_>, snapshot: &Snapshot, mut pages: Vec<PageRow>) -> Self {
        let vault = &analysis.vault;
        let mut sums = Self { version: 1, unpublished: vault.withheld.len(), ..Self::default() };
        let mut tags: BTreeMap<String, usize> = BTreeMap::new();
        let mut names: BTreeMap<String, Vec<&SourcePath>> = BTreeMap::new();
        for (id, note) in vault.notes() {
            if note.kind != Kind::Markdown || note.origin.is_some() {
                continue;
            }
            sums.notes += 1;
            sums.words += note.word_count;
            note.tags.iter().for_each(|tag| *tags.entry(fold(tag)).or_default() += 1);
            names.entry(fold(note.path.stem())).or_default().push(&note.path);
            let mut leads_on = false;
            for link in 0..note.links.len() {
                sums.links += 1;
                match analysis.graph.resolution(id, link) {
                    Resolution::Found { target: Target::Note(to, _), .. } => leads_on |= *to != id,
                    Resolution::Found { .. } => {}
                    Resolution::Missing { .. } => sums.broken += 1,
                }
            }
            sums.external += external_links(note);
            if !leads_on {
                sums.dead_ends.push(note.path.to_string());
            }
        }
        sums.tags = tags.len();
        sums.tags_used_once = tags.into_iter().filter(|(_, count)| *count == 1).map(|(tag, _)| tag).collect();
        sums.terms = analysis.terms.all().len();
        sums.orphans = analysis.graph.orphans().iter().map(|id| vault.note(*id).path.to_string()).collect();
        let wanted = analysis.graph.wanted().iter();
        sums.wanted =
            wanted.map(|wanted| WantedRow { name: wanted.name.clone(), notes: wanted.note_count }).collect();
        // Every folder may have an index.
        let same = names.into_iter().filter(|(name, paths)| paths.len() > 1 && name != "index");
        sums.ambiguous_names = same
            .map(|(_, paths)| NameRow {
                name: paths[0].stem().to_owned(),
                files: paths.iter().map(ToString::to_string).collect(),
            })
            .collect();
        for (path, attachment) in &snapshot.vault.attachments {
            sums.attachments += 1;
            sums.attachment_bytes += attachment.size_bytes;
            if plan.routes.attachment(path).is_none() {
                sums.unused_attachments
                    .push(FileRow { path: path.to_string(), bytes: attachment.size_bytes });
            }
        }
        pages.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.path.cmp(&b.path)));
        sums.largest_pages = pages.iter().take(FEW).cloned().collect();
        pages.sort_by(|a, b| b.milliseconds.total_cmp(&a.milliseconds).then_with(|| a.path.cmp(&b.path)));
        pages.truncate(FEW);
        sums.slowest_notes = pages;
        sums.config = config(snapshot);
        sums
    }

    fn text(&self, paint: Paint, is_verbose: bool, tongue: Tongue) -> String {
        let most = if is_verbose { usize::MAX } else { FEW };
        let mut out = Text { out: String::new(), paint, most, tongue };
        let count = |message: &Message, number: usize| message.say(tongue, &[("count", &number)]);
        let unpublished = match self.unpublished {
            0 => String::new(),
            number => count(&words::DOCTOR_UNPUBLISHED, number),
        };
        let many_words = count(&words::DOCTOR_WORDS, self.words);
        out.row(&words::DOCTOR_NOTES, &format!("{}{unpublished}; {many_words}", self.notes));
        let links: [(&str, &dyn Spoken); 3] =
            [("links", &self.links), ("broken", &self.broken), ("external", &self.external)];
        out.row(&words::DOCTOR_LINKS, &words::DOCTOR_BROKEN.say(tongue, &links));
        let errors = count(&found::SUM_ERRORS, self.errors);
        out.row(
            &words::DOCTOR_FINDINGS,
            &format!("{errors}, {}", count(&found::SUM_WARNINGS, self.warnings)),
        );
        let once = self.tags_used_once.len();
        let tags = words::DOCTOR_ONCE.say(tongue, &[("tags", &self.tags), ("once", &once)]);
        out.row(&words::DOCTOR_TAGS, &tags);
        out.row(&words::DOCTOR_TERMS, &self.terms.to_string());
        let (bytes, unused) = (size(self.attachment_bytes), self.unused_attachments.len());
        let attachments: [(&str, &dyn Spoken); 3] =
            [("count", &self.attachments), ("size", &bytes), ("unused", &unused)];
        out.row(&words::DOCTOR_ATTACHMENTS, &words::DOCTOR_UNUSED.say(tongue, &attachments));
        out.list(&words::DOCTOR_ORPHANS, self.orphans.iter().cloned());
        out.list(&words::DOCTOR_DEAD_ENDS, self.dead_ends.iter().cloned());
        let wanted = self.wanted.iter();
        let wanted = wanted.map(|row| format!("{}  {}", row.name, count(&words::WANTED_BY, row.notes)));
        out.list(&words::WANTED, wanted);
        out.list(&words::DOCTOR_TAGS_ONCE, self.tags_used_once.iter().map(|tag| format!("#{tag}")));
        let names = self.ambiguous_names.iter();
        let names = names.map(|row| format!("{}  {}", row.name, row.files.join(", ")));
        out.list(&words::DOCTOR_AMBIGUOUS, names);
        let unused = self.unused_attachments.iter();
        let unused = unused.map(|row| format!("{}  {}", row.path, size(row.bytes)));
        out.list(&words::DOCTOR_UNUSED_LIST, unused);
        let largest = self.largest_pages.iter();
        let largest = largest.map(|row| format!("{}  {}", row.path, size(row.bytes as u64)));
        out.list(&words::DOCTOR_LARGEST, largest);
        let slowest = self.slowest_notes.iter();
        let slowest = slowest.map(|row| {
            let number = format!("{:.1}", row.milliseconds);
            format!("{}  {}", row.path, said::MILLISECONDS.say(tongue, &[("number", &number)]))
        });
        out.list(&words::DOCTOR_SLOWEST, slowest);
        out.most = usize::MAX;
        let config = self.config.iter().map(|(key, value)| format!("{key} = {value}"));
        out.list(&words::DOCTOR_CONFIG, config);
        out.out
    }
}

fn external_links(note: &crate::note::Note) -> usize {
    use crate::note::{Element, Event};
    let footnotes = note.footnotes.iter().flat_map(|footnote| &footnote.events);
    let is_external = |event: &Event| matches!(event, Event::Start(Element::ExternalLink(_)));
    note.events.iter().chain(footnotes).filter(|spanned| is_external(&spanned.event)).count()
}

/// Text in the making.
struct Text {
    out: String,
    paint: Paint,
    most: usize,
    tongue: Tongue,
}

impl Text {
    fn row(&mut self, name: &Message, value: &str) {
        let name = name.say(self.tongue, &[]);
        let bold = self.paint.bold;
        let _ = writeln!(self.out, "{bold}{name:<12}{bold:#} {value}");
    }

    fn list(&mut self, title: &Message, rows: impl ExactSizeIterator<Item = String>) {
        let title = title.say(self.tongue, &[]);
        let (count, most) = (rows.len(), self.most);
        if count == 0 {
            return;
        }
        let Paint { bold, dim, .. } = self.paint;
        let _ = writeln!(self.out, "\n{bold}{title}{bold:#}");
        for row in rows.take(most) {
            let _ = writeln!(self.out, "  {}", plain(&row).replace('\n', " "));
        }
        if count > most {
            let more = words::AND_MORE.say(self.tongue, &[("count", &(count - most))]);
            let _ = writeln!(self.out, "  {dim}{more}{dim:#}");
        }
    }
}

/// Says how long a file is.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{}.{} kB", bytes / 1_000, bytes % 1_000 / 100),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// Returns the settings that decide most, whether somebody set them or not.
fn config(snapshot: &Snapshot) -> BTreeMap<&'static str, String> {
    let config = &snapshot.config;
    let file = snapshot.located.config.as_ref().map_or("none", |_| "studium.toml");
    let text = |value: &str| format!("\"{value}\"");
    [
        ("file", file.to_owned()),
        ("vault", text(&snapshot.located.vault_root.display().to_string())),
        ("output", text(&snapshot.output.display().to_string())),
        ("site.title", text(&config.site.title)),
        ("site.base_url", text(&config.site.base_url)),
        ("site.language", text(&config.site.language)),
        ("site.wanted", config.site.wanted.to_string()),
        ("links.aliases", config.links.aliases.to_string()),
        ("glossary.folder", text(&config.glossary.folder)),
        ("theme.name", text(&config.theme.name)),
        ("theme.templates", text(&config.theme.templates)),
        ("check.baseline", text(&config.check.baseline)),
    ]
    .into_iter()
    .collect()
}
