//! Where every page and file of the site stands.
//!
//! In: the notes, the attachments that are published, the pages that are generated. Out: [`Routes`]: one
//! permalink each, no two at one place, not even on a disk that ignores letter case. Every permalink of
//! a build is made here, once.

use std::collections::{BTreeMap, HashMap};

use serde::Serialize;

use super::SiteOptions;
use super::taken::{Taken, folded};
use crate::diagnostic::{Diagnostic, Message, Text, words};
use crate::graph::{Languages, NoteId, Vault};
use crate::note::{Kind, Note};
use crate::site::{OutputPath, Permalink, Style};
use crate::source::{ContentHash, SourcePath, Span};
use crate::words::{composed, path_segment_slug, transliterated};

/// The page that hosts send for an address that leads nowhere.
pub(super) const NOT_FOUND: &str = "404.html";

/// Files that the program writes under names that others rely on; a note never takes their place.
pub(super) const FIXED_FILES: &[&str] = &[
    NOT_FOUND,
    "atom.xml",
    "sitemap.xml",
    "robots.txt",
    "llms.txt",
    "llms-full.txt",
    "graph.json",
    "graph-layout.json.js",
    "graph-layout.json",
    "glossary.json",
    "glossary.csv",
    "glossary.txt",
    "search-offline.js",
    ".studium-manifest.json",
];

/// The name of the file beside the page of a note that holds its text.
const TEXT_NAME: &str = "page.md";

/// How many addresses one site map holds at most. The format takes 50,000 and 50 MB.
pub const ADDRESSES_A_MAP: usize = 25_000;

/// The longest segment of an address, in bytes.
const SEGMENT_BYTES: usize = 200;

/// The letters that addresses are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub enum Letters {
    /// Those of the name.
    #[default]
    AsWritten,
    /// Latin ones for Cyrillic ones.
    Latin,
}

/// What was given an address.
#[derive(Clone, Debug, Default)]
pub struct Routes {
    style: Style,
    notes: Vec<Permalink>,
    attachments: BTreeMap<SourcePath, Permalink>,
    generated: BTreeMap<String, Permalink>,
    /// The text of each note as Markdown, beside its page.
    texts: BTreeMap<NoteId, Permalink>,
    redirects: BTreeMap<Permalink, NoteId>,
}

impl Routes {
    /// Makes the permalink of a page at an address, in the style of the site.
    pub(super) fn page(&self, address: &str) -> Permalink {
        Permalink::page_in(address, self.style)
    }

    /// Returns the permalink of a note.
    pub fn note(&self, id: NoteId) -> &Permalink {
        &self.notes[id.index()]
    }

    /// Returns the permalink of a published attachment.
    pub fn attachment(&self, path: &SourcePath) -> Option<&Permalink> {
        self.attachments.get(path)
    }

    /// Returns all published attachments.
    pub fn attachments(&self) -> impl Iterator<Item = (&SourcePath, &Permalink)> {
        self.attachments.iter()
    }

    /// Returns the permalink of a generated page by the address it asked for, such as `tags/idea`.
    pub fn generated(&self, wanted: &str) -> Option<&Permalink> {
        self.generated.get(wanted)
    }

    /// Returns where the text of a note stands as Markdown: of a listed one, if the place is free.
    pub fn text(&self, id: NoteId) -> Option<&Permalink> {
        self.texts.get(&id)
    }

    /// Returns the addresses that forward to a note, in order.
    pub fn redirects(&self) -> impl Iterator<Item = (&Permalink, NoteId)> {
        self.redirects.iter().map(|(permalink, note)| (permalink, *note))
    }
}

/// Gives everything its place. `addresses` are those that the notes ask for, see [`address`]; `generated` are the addresses that generated pages ask for, without
/// slashes at the ends; they give way to notes. Costs O(notes + attachments + generated).
pub(super) fn assign(
    vault: &Vault,
    addresses: &[String],
    attachments: &[SourcePath],
    generated: &[String],
    options: &SiteOptions,
) -> (Routes, Taken, Vec<Diagnostic>) {
    let (letters, style) = (options.letters, options.style);
    let mut taken = Taken::new(style);
    let mut diagnostics = Vec::new();
    let notes = vec![Permalink::page(""); vault.notes.len()];
    let mut routes = Routes { style, notes, ..Routes::default() };
    for file in &options.statics {
        taken.file(file, words::HOLDER_STATIC.english);
    }
    for file in FIXED_FILES {
        taken.file(file, words::HOLDER_FIXED.english);
    }
    let maps = (vault.notes.len() + generated.len() + 1).div_ceil(ADDRESSES_A_MAP);
    for number in (1..=maps).filter(|_| maps > 1) {
        taken.file(&format!("sitemap-{number}.xml"), words::HOLDER_FIXED.english);
    }
    if !vault.notes.iter().any(|note| usual_address(&vault.languages, note, letters).is_empty()) {
        taken.page("", words::HOLDER_HOME.english);
    }
    for path in attachments {
        let permalink = taken.attachment(&portable_path(path));
        routes.attachments.insert(path.clone(), permalink);
    }

    let mut order: Vec<NoteId> = vault.ids().collect();
    order.sort_by_key(|id| {
        let note = &vault.notes[id.index()];
        let asked_for = note.front_matter.permalink.is_some() || note.front_matter.slug.is_some();
        let is_own_slug = without_extension(note) == addresses[id.index()];
        (!asked_for, !is_own_slug, *id)
    });
    let mut holders: HashMap<String, NoteId> = HashMap::new();
    for id in order {
        let note = &vault.notes[id.index()];
        let wanted = &addresses[id.index()];
        let (given, holder) = taken.page(wanted, note.path.as_str());
        if let Some(holder) = holder {
            let span = match (&note.front_matter.permalink, &note.front_matter.slug) {
                (Some(named), _) | (None, Some(named)) => named.span,
                (None, None) => Span::default(),
            };
            let place = note.place(span);
            diagnostics.push(Diagnostic::slug_collision(place, wanted, &spoken(&holder), &given));
        }
        holders.insert(folded(&given), id);
        routes.notes[id.index()] = routes.page(&given);
    }
    for wanted in generated {
        let (given, holder) = taken.page(wanted, "a generated page");
        if let (Some(_), Some(id)) = (holder, holders.get(&folded(wanted))) {
            let place = vault.notes[id.index()].place(Span::default());
            diagnostics.push(Diagnostic::generated_page_moved(place, wanted, &given));
        }
        routes.generated.insert(wanted.clone(), Permalink::page_in(&given, style));
    }
    for id in vault.ids() {
        let note = &vault.notes[id.index()];
        let own = routes.notes[id.index()].clone();
        let usual =
            note.front_matter.permalink.as_ref().map(|_| usual_address(&vault.languages, note, letters));
        // In other letters, the address in the letters of the name is where it was before.
        let written = (letters != Letters::AsWritten)
            .then(|| usual_address(&vault.languages, note, Letters::AsWritten));
        for old in usual.iter().chain(&written).chain(&note.front_matter.redirects) {
            let old = folder_address(old, Letters::AsWritten);
            let at = routes.page(&old);
            if !old.is_empty() && at != own && taken.is_free(&old) {
                taken.page(&old, note.path.as_str());
                routes.redirects.insert(at, id);
            }
        }
    }
    let mut redirect_former = || {
        let ids: HashMap<&SourcePath, NoteId> =
            vault.ids().map(|id| (&vault.notes[id.index()].path, id)).collect();
        for (old, now) in &vault.former {
            let Some(id) = ids.get(now).copied() else { continue };
            let at = routes.page(old);
            if !old.is_empty() && at != routes.notes[id.index()] && taken.is_free(old) {
                taken.page(old, now.as_str());
                routes.redirects.insert(at, id);
            }
        }
    };
    if !vault.former.is_empty() {
        redirect_former();
    }
    for id in vault.ids() {
        let note = &vault.notes[id.index()];
        if note.kind == Kind::Markdown && !note.front_matter.unlisted {
            let text = taken.beside(&routes.notes[id.index()], TEXT_NAME);
            routes.texts.extend(text.map(|text| (id, text)));
        }
    }
    (routes, taken, diagnostics)
}

/// Returns the address of a folder of the vault, without slashes at the ends.
pub(super) fn folder_address(folder: &str, letters: Letters) -> String {
    let parts = folder.split('/').filter(|part| !part.is_empty());
    parts.map(|part| address_segment(part, letters)).collect::<Vec<_>>().join("/")
}

/// Returns the address that the page of a tag asks for.
pub(super) fn tag_address(tag: &str) -> String {
    let parts = tag.split('/').filter(|part| !part.is_empty());
    let parts = parts.map(|part| portable_segment(&composed(part).to_lowercase()));
    format!("tags/{}", parts.collect::<Vec<_>>().join("/"))
}

/// Returns the address that a note asks for. What its author chose is taken as it is written.
pub(super) fn address(vault: &Vault, id: NoteId, letters: Letters) -> String {
    asked_address(&vault.languages, vault.note(id), letters)
}

/// Returns the address that a note asks for, whatever vault it lies in.
pub fn asked_address(languages: &Languages, note: &Note, letters: Letters) -> String {
    let front_matter = &note.front_matter;
    if let Some(permalink) = &front_matter.permalink {
        return folder_address(&permalink.name, Letters::AsWritten);
    }
    let usual = usual_address(languages, note, letters);
    match &front_matter.slug {
        Some(slug) => {
            let folder = usual.rsplit_once('/').map_or("", |(folder, _)| folder);
            let slug = address_segment(&slug.name, Letters::AsWritten);
            if folder.is_empty() { slug } else { format!("{folder}/{slug}") }
        }
        None => usual,
    }
}

fn usual_address(languages: &Languages, note: &Note, letters: Letters) -> String {
    let is_markdown = note.kind == Kind::Markdown;
    let name = if is_markdown { languages.stem(note) } else { note.path.file_name() };
    address_of(&languages.folder(note), name, is_markdown, letters)
}

/// Returns the files that a note has in a site where nothing stands in its way: its page with its text, and the
/// pages that lead there.
pub fn files_of(languages: &Languages, note: &Note, letters: Letters, style: Style) -> Vec<OutputPath> {
    let page = Permalink::page_in(&asked_address(languages, note, letters), style);
    let old = [letters, Letters::AsWritten].map(|letters| usual_address(languages, note, letters));
    let old =
        old.iter().chain(&note.front_matter.redirects).map(|old| folder_address(old, Letters::AsWritten));
    let mut files: Vec<_> = old.map(|old| Permalink::page_in(&old, style).output_path()).collect();
    files.extend([page.output_path(), page.beside(TEXT_NAME).output_path()]);
    files
}

/// Returns the file that an attachment is in a site where nothing stands in its way.
pub fn file_of(attachment: &SourcePath) -> Option<OutputPath> {
    OutputPath::new(&portable_path(attachment))
}

/// Returns the files that the page of a note and its text have where nothing says otherwise.
pub fn usual_files(
    languages: &Languages,
    path: &SourcePath,
    letters: Letters,
    style: Style,
) -> [OutputPath; 2] {
    let (folder, name) = (languages.folder_of(path, true), languages.stem_of(path, true));
    let page = Permalink::page_in(&address_of(&folder, name, true, letters), style);
    [page.output_path(), page.beside(TEXT_NAME).output_path()]
}

fn address_of(folder: &str, name: &str, is_markdown: bool, letters: Letters) -> String {
    let folder = folder_address(folder, letters);
    let is_index = is_markdown && name.eq_ignore_ascii_case("index");
    match (folder.is_empty(), is_index) {
        (_, true) => folder,
        (true, false) => address_segment(name, letters),
        (false, false) => format!("{folder}/{}", address_segment(name, letters)),
    }
}

fn without_extension(note: &Note) -> String {
    let name = if note.kind == Kind::Markdown { note.path.stem() } else { note.path.file_name() };
    match note.path.folder() {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    }
}

fn address_segment(name: &str, letters: Letters) -> String {
    let slug = path_segment_slug(name);
    match letters {
        Letters::AsWritten => portable_segment(&slug),
        Letters::Latin => {
            let latin = transliterated(&slug);
            // A name of signs alone, such as `ь`, keeps them.
            portable_segment(if latin.trim_matches(['-', '.']).is_empty() { &slug } else { &latin })
        }
    }
}

/// Makes a segment that every file system takes.
fn portable_segment(segment: &str) -> String {
    let mut segment = segment.to_owned();
    let base = segment.split('.').next().unwrap_or("");
    // No name that is reserved is longer, and none gets shorter in small letters.
    let base = if base.chars().nth(7).is_some() { String::new() } else { base.to_lowercase() };
    let is_numbered = |prefix: &str| {
        base.strip_prefix(prefix).is_some_and(|rest| {
            let mut rest = rest.chars();
            rest.next().is_some_and(|digit| "123456789¹²³".contains(digit)) && rest.next().is_none()
        })
    };
    let is_reserved = matches!(base.as_str(), "con" | "prn" | "aux" | "nul" | "conin$" | "conout$");
    if is_reserved || is_numbered("com") || is_numbered("lpt") {
        // Windows looks at what stands before the first dot, so that is what has to differ.
        segment.insert(segment.find('.').unwrap_or(segment.len()), '_');
    }
    if segment.len() > SEGMENT_BYTES {
        let hash = ContentHash::of(segment.as_bytes()).short();
        let cut = segment.floor_char_boundary(SEGMENT_BYTES - 9);
        segment = format!("{}-{}", &segment[..cut], &hash[..8]);
    }
    segment
}

/// Keeps the vault path of an attachment but for what Windows forbids.
fn portable_path(path: &SourcePath) -> String {
    let plain = |part: &str| -> String {
        let part: String =
            part.chars().map(|c| if c.is_control() || "<>:\"\\|?*".contains(c) { '-' } else { c }).collect();
        let trimmed = part.trim_end_matches(['.', ' ']);
        let padded = format!("{trimmed}{}", "-".repeat(part.len() - trimmed.len()));
        let (stem, extension) = match padded.rsplit_once('.') {
            Some((stem, extension)) if padded.len() > SEGMENT_BYTES => {
                (stem.to_owned(), format!(".{extension}"))
            }
            _ => (padded, String::new()),
        };
        format!("{}{extension}", portable_segment(&stem))
    };
    path.as_str().split('/').map(plain).collect::<Vec<_>>().join("/")
}

/// Says who has an address: a path in backquotes, or one of ours.
fn spoken(holder: &str) -> Text {
    let ours = [words::HOLDER_FIXED, words::HOLDER_STATIC, words::HOLDER_HOME, words::HOLDER_FOLDER];
    let ours = ours.iter().find(|message| message.english == holder);
    ours.map_or_else(|| holder.into(), Message::plain)
}
