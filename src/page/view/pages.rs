//! The views of whole pages, one for each template.

use serde::Serialize;

use super::{
    CategoryRef, CountedLink, DateView, FactView, Head, LinkView, MentionView, NameView, Neighbourhood,
    OutlineEntry, PlaceView, TermCard,
};

/// The page of a note, a term, a canvas or a base.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NoteView {
    /// What every page has.
    pub head: Head,
    /// The folders above this note.
    pub crumbs: Vec<LinkView>,
    /// The title as the page's `h1`.
    pub title: String,
    /// Whether the body opens with a heading that is the title, so that the page has its `h1` already.
    pub body_has_title: bool,
    /// The classes of the element that holds the body.
    pub css_classes: Vec<String>,
    /// The category of a term, as a key: `network`.
    pub category: Option<CategoryRef>,
    /// How long it takes to read, in minutes.
    pub minutes: u32,
    /// When it was last changed.
    pub updated: Option<DateView>,
    /// The tags.
    pub tags: Vec<LinkView>,
    /// Other names.
    pub names: Vec<NameView>,
    /// The definition of a term, or the description of a note, shown as the lead.
    pub lead: Option<String>,
    /// Definitions of a term in other languages.
    pub definitions: Vec<NameView>,
    /// The facts of a term.
    pub facts: Vec<FactView>,
    /// Whether this is a term.
    pub is_term: bool,
    /// The outline; empty when there are fewer than two headings.
    pub outline: Vec<OutlineEntry>,
    /// The left column.
    pub place: PlaceView,
    /// The picture of what is around; absent when nothing is.
    pub neighbourhood: Option<Neighbourhood>,
    /// Where this note is linked from, in vault order. Cut at 100.
    pub backlinks: Vec<MentionView>,
    /// How many notes link here.
    pub backlink_notes: usize,
    /// How many links lead here.
    pub backlink_count: usize,
    /// Notes that name this one without linking it, with the first sentence that does, in vault order. Cut
    /// at 100.
    pub unlinked: Vec<MentionView>,
    /// How many notes name this one without linking it.
    pub unlinked_count: usize,
    /// Notes that share links and terms with this one, the closest first; at most six.
    pub related: Vec<LinkView>,
    /// The terms that the text leads to, in order of first mention: what is in their cards. Cut at 60.
    pub terms: Vec<TermCard>,
    /// Where the definition of a term is written: `property`, `line` or `paragraph`.
    pub defined_by: Option<&'static str>,
    /// The note of that line.
    pub source: Option<LinkView>,
    /// Where this note stands in the learning order.
    pub path: Option<PathPlace>,
    /// The note before this one on the path.
    pub previous: Option<LinkView>,
    /// The note after this one on the path.
    pub next: Option<LinkView>,
    /// For the note of a folder: what is in the folder.
    pub children: Vec<LinkView>,
    /// Broken links of this page that lead to a note which nothing bears: how many ask, what is near.
    pub has_broken_links: bool,
    /// The picture that stands for the note: `image` or `cover`.
    pub image: Option<String>,
    /// The deck of its cards.
    pub deck: Option<String>,
    /// The properties of the note that Studium gives no meaning, as written.
    pub extra: serde_json::Map<String, serde_json::Value>,
}

/// The home page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HomeView {
    /// What every page has.
    pub head: Head,
    /// The big title.
    pub title: String,
    /// Whether `index.md` has a body of its own to show.
    pub has_body: bool,
    /// The classes of the element that holds the body.
    pub css_classes: Vec<String>,
    /// A sentence or two, where there is no body.
    pub lead: Option<String>,
    /// The study path: its title, where it starts, its steps. Absent without one.
    pub path: Option<PathView>,
    /// The categories of the glossary; empty without one.
    pub categories: Vec<CategoryCard>,
    /// The notes changed last, newest first, at most six. Empty without dates.
    pub lately: Vec<LatelyView>,
    /// The folders of the vault.
    pub folders: Vec<CountedLink>,
    /// The notes that most others link to, at most eight.
    pub most_linked: Vec<CountedLink>,
    /// Notes of the root folder, where the vault has no folders.
    pub notes: Vec<LinkView>,
    /// Where the home note is linked from.
    pub backlinks: Vec<MentionView>,
    /// How many notes there are.
    pub note_count: usize,
    /// How many terms there are.
    pub term_count: usize,
}

/// A study path on the home page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PathView {
    /// What it is called.
    pub title: String,
    /// Where the whole is.
    pub href: String,
    /// The sum of its minutes.
    pub minutes: u32,
    /// The steps in order.
    pub steps: Vec<StepView>,
}

/// A step of a path.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct StepView {
    /// What it is called.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// How long it takes.
    pub minutes: u32,
    /// A few words.
    pub description: String,
}

/// The page of learning paths.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PathsView {
    /// What every page has.
    pub head: Head,
    /// The home page.
    pub crumbs: Vec<LinkView>,
    /// The paths, that of the site first.
    pub paths: Vec<LearningPath>,
}

/// Notes in the order in which they build on each other.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LearningPath {
    /// Its id in the page.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// The sum of its minutes.
    pub minutes: u32,
    /// How many steps there are, shown or not.
    pub count: usize,
    /// Its steps. Cut at 1000 for the page.
    pub steps: Vec<LearningStep>,
}

/// A note of a learning path.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LearningStep {
    /// The note.
    pub link: LinkView,
    /// How long it takes to read, in minutes.
    pub minutes: u32,
    /// A few words.
    pub description: String,
    /// The category of a term.
    pub category: Option<String>,
    /// What it requires.
    pub needs: Vec<LinkView>,
}

/// The place of a note in its learning path.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PathPlace {
    /// What the path is called.
    pub title: String,
    /// Where it is shown whole.
    pub href: String,
    /// The number of this step, from 1.
    pub number: usize,
    /// How many steps there are.
    pub count: usize,
    /// The minutes of this step and all that follow.
    pub minutes_left: u32,
}

/// A category on the home page.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CategoryCard {
    /// The key, for `data-category`.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// Its place in the glossary.
    pub href: String,
    /// How many terms.
    pub count: usize,
    /// The first few of them, joined by commas.
    pub examples: String,
}

/// A note changed lately.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LatelyView {
    /// What it is called.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// Its language where it is not that of the page.
    pub lang: Option<String>,
    /// When.
    pub date: DateView,
}

/// The page of a folder without a note of its own, or of a tag.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ListView {
    /// What every page has.
    pub head: Head,
    /// The folders or tags above.
    pub crumbs: Vec<LinkView>,
    /// The title.
    pub title: String,
    /// What kind of list: `folder`, `tag` or `orphans`.
    pub kind: &'static str,
    /// Whether the note that stands for the folder is shown above the list.
    pub has_body: bool,
    /// The classes of the element that holds the body.
    pub css_classes: Vec<String>,
    /// The folders or tags below, with the number of notes in them.
    pub folders: Vec<CountedLink>,
    /// The notes.
    pub notes: Vec<ListEntry>,
    /// Beside the orphans: the notes that link to no other note.
    pub dead_ends: Vec<ListEntry>,
    /// The left column.
    pub place: PlaceView,
}

/// A note in a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ListEntry {
    /// Its title.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// Its description or the beginning of its text.
    pub summary: String,
    /// Its language where it is not that of the page.
    pub lang: Option<String>,
    /// The key of the category of a term.
    pub category: Option<String>,
    /// What that category is called.
    pub category_title: Option<String>,
    /// When it was last changed.
    pub updated: Option<DateView>,
}

/// The page of all tags.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TagsView {
    /// What every page has.
    pub head: Head,
    /// The tags in alphabetical order, nested ones by their whole name.
    pub tags: Vec<CountedLink>,
}

/// The glossary.
#[derive(Clone, Debug, Default, Serialize)]
pub struct GlossaryView {
    /// What every page has.
    pub head: Head,
    /// The body of the glossary folder's own note is shown above the letters.
    pub has_body: bool,
    /// How many terms there are.
    pub term_count: usize,
    /// How many of them have a definition.
    pub defined_count: usize,
    /// The categories, for the filter.
    pub categories: Vec<CategoryCard>,
    /// The bar of letters: every letter of the alphabets in use, with or without terms.
    pub letters: Vec<LetterLink>,
    /// The terms by letter.
    pub sections: Vec<LetterSection>,
}

/// A letter in the bar.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LetterLink {
    /// The letter; `·` parts two alphabets.
    pub letter: String,
    /// Where it leads, if there are terms under it.
    pub href: Option<String>,
}

/// The terms under one letter.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LetterSection {
    /// The letter.
    pub letter: String,
    /// The id of the section.
    pub id: String,
    /// Its entries.
    pub entries: Vec<GlossaryEntry>,
}

/// A name in the glossary. A term stands under each language that names it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct GlossaryEntry {
    /// The name.
    pub name: String,
    /// Where it leads.
    pub href: String,
    /// Its language where it is not that of the page.
    pub lang: Option<String>,
    /// The category.
    pub category: Option<CategoryRef>,
    /// The name of the term in the language of the page, where this one is in another.
    pub also: Option<String>,
    /// The definition in the language of the name, or in that of the page.
    pub definition: Option<NameView>,
}

/// The page of wanted notes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct WantedView {
    /// What every page has.
    pub head: Head,
    /// What is wanted, the most wanted first. Cut at 500.
    pub wanted: Vec<WantedEntry>,
    /// How many there are in all.
    pub count: usize,
}

/// A wanted note.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct WantedEntry {
    /// The id of the entry in the page.
    pub id: String,
    /// The name.
    pub name: String,
    /// How many notes ask for it.
    pub note_count: usize,
    /// The nearest existing note.
    pub nearest: Option<LinkView>,
    /// The sentences that ask. Cut at 20.
    pub mentions: Vec<MentionView>,
}

/// A page without anything of its own: search, not found.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PlainView {
    /// What every page has.
    pub head: Head,
    /// Where it leads, for a page that forwards.
    pub target: Option<LinkView>,
}

/// The page of the whole graph. Its picture is drawn from a file of its own.
#[derive(Clone, Debug, Default, Serialize)]
pub struct WholeView {
    /// What every page has.
    pub head: Head,
    /// How many notes there are.
    pub note_count: usize,
    /// How many pairs of notes are linked.
    pub link_count: usize,
    /// How many notes are drawn.
    pub shown_count: usize,
    /// The notes with the most links. Cut at 100.
    pub most_linked: Vec<CountedLink>,
}
