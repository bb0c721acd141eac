//! Decides where every link of the vault leads.
//!
//! In: all parsed notes. Out: [`Graph`], which knows each link's target and each note's backlinks.
//! Not here: permalinks (`page`) and HTML (`render`). Nothing in this module knows of the web.

mod alias;
mod arrange;
mod backlink;
mod boundary;
mod circle;
mod embed;
mod explain;
#[cfg(test)]
mod fixture;
mod form;
mod glossary;
mod guess;
mod held;
#[cfg(test)]
mod hostile_tests;
mod language;
mod learning;
mod lookup;
mod mention;
mod mentioning;
mod names;
mod part;
mod reading;
mod related;
mod resolve;
mod spell;
mod suggest;
mod tails;
mod token;
mod tongue;
mod translation;
mod wanted;

pub use arrange::{Arrangement, arrange};
pub use embed::{EMBED_DEPTH, EMBEDDED_BYTES, EMBEDS_A_PAGE};
pub use explain::{Candidate, Explanation, Step, explain};
pub use glossary::{Definition, DefinitionSource, GlossaryOptions, Term, TermName, Terms};
pub use held::{Held, Sought};
pub use language::Languages;
pub use lookup::Lookups;
pub use mention::{Mention, Mentions, Name};
pub use mentioning::{Mentioning, Names, Owners, Unlinked};
pub use reading::{Occurrence, Reading, Spot, read, read_noting, section_starts};
pub use related::Related;
pub use spell::Speller;
pub use translation::Translations;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Reason};
use crate::note::Note;
use crate::source::{Dates, SourcePath};

/// The index of a published note in the vault, in path order. Good for one build only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NoteId(u32);

/// The notes of a vault, published ones only, and the bare names of the rest.
///
/// What is kept back is known by path and alias alone, so that links to it can be told apart from links
/// to nothing; no later stage can show more of it, because no more of it is here.
#[derive(Clone, Debug, Default)]
pub struct Vault {
    /// Published notes, canvases and bases, in path order. Drawings are not among them.
    pub notes: Vec<Arc<Note>>,
    /// Notes that are kept back.
    pub withheld: Vec<Withheld>,
    /// Drawings that are not kept back: they are link targets, but have no page.
    pub drawings: Vec<SourcePath>,
    /// Attachments, in path order.
    pub attachments: Vec<SourcePath>,
    /// Where files lie now that lay elsewhere before, by their old paths; as far as anybody knows.
    pub moved: Arc<BTreeMap<SourcePath, SourcePath>>,
    /// Old address → where the note lies now that had it.
    pub former: BTreeMap<String, SourcePath>,
    /// When the files were committed.
    pub dates: Arc<Dates>,
    /// The languages that its notes may be in.
    pub languages: Languages,
}

/// A note that is kept back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// Where it lies.
    pub path: SourcePath,
    /// Its other names.
    pub aliases: Vec<String>,
}

/// How links are to be resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ResolveOptions {
    /// Whether an alias answers where no file does.
    pub aliases: bool,
    /// Whether a Markdown link is read relative to its file first.
    pub markdown_relative_first: bool,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// A note, or a part of it. A canvas or base has no parts: what stands behind `#` is passed over.
    Note(NoteId, Option<Part>),
    /// An attachment or a drawing, with what stands behind `#`, untouched.
    File(SourcePath, Option<String>),
}

/// A part of a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The heading of this index in [`Note::headings`].
    Heading(usize),
    /// The block of this index in [`Note::blocks`].
    Block(usize),
}

/// What a link was found to mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// `others` answer to the name as well; empty when the name is unique or its whole path was given.
    Found {
        /// Where it leads.
        target: Target,
        /// Whether an alias was needed.
        via_alias: bool,
        /// The published files that bear the name too, in path order; of many, the first few.
        others: Vec<SourcePath>,
    },
    /// It leads nowhere.
    Missing {
        /// Why.
        reason: Reason,
        /// The note, where only the heading or block is missing.
        note: Option<NoteId>,
        /// The best guess at what was meant: a vault path, heading text, or a block id.
        suggestion: Option<String>,
        /// What could be written instead inside the brackets, best first.
        suggestions: Vec<String>,
        /// What speaks for the suggestions, where there are some.
        guess: Option<Guess>,
    },
}

/// What speaks for a suggestion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Guess {
    /// In which way the names are alike.
    pub likeness: Likeness,
    /// Whether nothing else can have been meant, so that it may be written without asking.
    pub is_sure: bool,
}

/// In which way a name that is asked for is like one that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeness {
    /// The same but for blanks, hyphens and underscores, or percent-encoded.
    Spelling,
    /// A title or another name, which is not unique or may not be linked by.
    Title,
    /// The same name in another folder.
    Folder,
    /// The same name with another extension.
    Extension,
    /// So many typing errors away.
    Typing(usize),
    /// The same by ear, in another script or spelling.
    Sound,
    /// The same keys, on the other keyboard layout.
    Keyboard,
    /// Another form of the same word.
    Form,
    /// The file had this name, and was moved.
    Moved,
}

/// A link that leads to a note, seen from that note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backlink {
    /// The note that links.
    pub from: NoteId,
    /// The index of the link in [`Note::links`].
    pub link: usize,
}

/// A name that broken links ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The name as it is written most often; of equals, the first in path order.
    pub name: String,
    /// The links that ask, in vault order.
    pub asked_by: Vec<Backlink>,
    /// How many notes ask.
    pub note_count: usize,
    /// The nearest existing note.
    pub nearest: Option<NoteId>,
}

/// Where every link of the vault leads, and what follows from it.
#[derive(Clone, Debug, Default)]
pub struct Graph {
    resolutions: Vec<Arc<[Resolution]>>,
    backlinks: Vec<Vec<Backlink>>,
    wanted: Vec<Wanted>,
    orphans: Vec<NoteId>,
    dead_ends: Vec<NoteId>,
    by_path: BTreeMap<SourcePath, NoteId>,
    translations: Translations,
}

impl NoteId {
    /// Returns the place in [`Vault::notes`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl Vault {
    /// Returns the ids of all notes, in path order.
    ///
    /// # Panics
    ///
    /// When there are four billion notes or more.
    pub fn ids(&self) -> impl Iterator<Item = NoteId> + use<> {
        (0..).map(NoteId).take(self.notes.len())
    }

    /// Returns the published notes with their ids, in path order.
    pub fn notes(&self) -> impl Iterator<Item = (NoteId, &Note)> {
        (0..).map(NoteId).zip(self.notes.iter().map(|note| &**note))
    }

    /// Returns a published note.
    pub fn note(&self, id: NoteId) -> &Note {
        &self.notes[id.index()]
    }
}

impl Graph {
    /// Decides where every link of every published note leads.
    ///
    /// The findings are in order of path and place. Reads no text but names, headings and links; costs
    /// O(n log n) in the number of these.
    pub fn resolve(vault: &Vault, options: &ResolveOptions) -> (Self, Vec<Diagnostic>) {
        Self::resolve_again(vault, options, &mut Lookups::default())
    }

    /// Does the same with what an earlier time kept. The answer is the same, whatever that is.
    pub fn resolve_again(
        vault: &Vault,
        options: &ResolveOptions,
        lookups: &mut Lookups,
    ) -> (Self, Vec<Diagnostic>) {
        resolve::resolve(vault, *options, lookups)
    }

    /// Returns where link `link` of `note` leads.
    pub fn resolution(&self, note: NoteId, link: usize) -> &Resolution {
        &self.resolutions[note.index()][link]
    }

    /// Returns where the links of `note` lead, in the order of [`Note::links`].
    pub fn resolutions(&self, note: NoteId) -> &[Resolution] {
        &self.resolutions[note.index()]
    }

    /// Returns the links that lead to `note` from other notes, in vault order, then order of place.
    ///
    /// One entry for each link; embeds, properties and links to a missing heading count.
    pub fn backlinks(&self, note: NoteId) -> &[Backlink] {
        &self.backlinks[note.index()]
    }

    /// Returns the names that broken links ask for, the most wanted first, then by name.
    pub fn wanted(&self) -> &[Wanted] {
        &self.wanted
    }

    /// Returns which notes say the same in different languages.
    pub fn translations(&self) -> &Translations {
        &self.translations
    }

    /// Returns the published note of this path.
    pub fn note_at(&self, path: &SourcePath) -> Option<NoteId> {
        self.by_path.get(path).copied()
    }
}
