//! All that a template may know of one page.
//!
//! A view is plain data, complete before rendering starts. Every `href` is relative to the page and
//! percent-encoded, not yet escaped for HTML; templates escape by their file name. Optional values are
//! absent when there is nothing to say. Fields that end in `_html` are finished HTML.

mod pages;
mod picture;

pub use pages::{
    CategoryCard, GlossaryEntry, GlossaryView, HomeView, LatelyView, LearningPath, LearningStep, LetterLink,
    LetterSection, ListEntry, ListView, NoteView, PathPlace, PathView, PathsView, PlainView, StepView,
    TagsView, WantedEntry, WantedView, WholeView,
};
pub use picture::PictureView;

use serde::Serialize;

/// What every page has.
#[derive(Clone, Debug, Default, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question that a template asks")]
pub struct Head {
    /// The title of the page, for `<title>` and lists.
    pub title: String,
    /// A sentence about the page.
    pub description: Option<String>,
    /// The language of the page, a BCP 47 tag.
    pub lang: String,
    /// The way from this page to the root of the site: empty or `../../`.
    pub root: String,
    /// The address of this page from the root, without the leading `/`, percent-encoded.
    pub permalink: String,
    /// The full address, where the site has a base address.
    pub canonical: Option<String>,
    /// What the page is to other programs: `article` for a note, `website` for the home page, empty for
    /// all others.
    pub kind: &'static str,
    /// When the note was first written: `2026-11-12`.
    pub created: Option<String>,
    /// When the note was last changed.
    pub modified: Option<String>,
    /// The full address of the picture that stands for the page.
    pub image: Option<String>,
    /// The width of that picture where Studium drew it, else 0.
    pub image_width: u32,
    /// The height of that picture where Studium drew it, else 0.
    pub image_height: u32,
    /// The way to the text of the note as Markdown.
    pub text: Option<String>,
    /// The way to the feed of this list.
    pub feed: Option<String>,
    /// What the page is about, for search engines: finished JSON-LD, safe inside `<script>`.
    pub json_ld: Option<String>,
    /// Which entry of the bar is current: `notes`, `glossary`, `tags`, `wanted`, `search` or empty.
    pub section: &'static str,
    /// Whether search engines are asked to stay away.
    pub noindex: bool,
    /// Whether the body holds a formula.
    pub has_math: bool,
    /// Whether the body holds a block of code.
    pub has_code: bool,
    /// Whether the body holds a diagram.
    pub has_diagram: bool,
    /// This page and its translations, with `x-default` at the end; empty without translations.
    pub alternates: Vec<AlternateView>,
    /// The languages of the site, for the switcher; empty where there is one only.
    pub languages: Vec<LanguageLink>,
}

/// The address of a page in one language, for search engines.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AlternateView {
    /// The language, or `x-default`.
    pub lang: String,
    /// The full address; without a base address, the relative one.
    pub href: String,
}

/// A language in the switcher.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LanguageLink {
    /// The language.
    pub lang: String,
    /// What it calls itself.
    pub name: String,
    /// This page in it, or the home page of that language.
    pub href: String,
    /// Whether it is the language of this page.
    pub current: bool,
    /// Whether this page is there in that language.
    pub translated: bool,
}

/// A language that notes are written in.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LanguageName {
    /// Its tag.
    pub tag: String,
    /// What it calls itself.
    pub name: String,
}

/// What all pages of a site share.
#[derive(Clone, Debug, Default, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question that a template asks")]
pub struct SiteView {
    /// The title of the site.
    pub title: String,
    /// A sentence about the site.
    pub description: String,
    /// Who writes it, or empty.
    pub author: String,
    /// The language of this edition of the site.
    pub lang: String,
    /// The address of the home page of this edition from the root of the site.
    pub home_path: String,
    /// The languages that notes are in, the default one first; empty where there is one only.
    pub languages: Vec<LanguageName>,
    /// Whether there is a glossary.
    pub has_glossary: bool,
    /// Whether there are tags.
    pub has_tags: bool,
    /// Whether there is a page of learning paths.
    pub has_path: bool,
    /// The address of the page of learning paths from the root of the site.
    pub path_path: String,
    /// Whether there is a page of wanted notes.
    pub has_wanted: bool,
    /// The address of the glossary from the root of the site.
    pub glossary_path: String,
    /// The address of the page of all tags from the root of the site.
    pub tags_path: String,
    /// The address of the page of wanted notes from the root of the site.
    pub wanted_path: String,
    /// The address of the page of the whole graph from the root of the site.
    pub graph_path: String,
    /// The address of the page of notes that nothing leads to from the root of the site.
    pub orphans_path: String,
    /// The address of the search page from the root of the site.
    pub search_path: String,
    /// The address of the feed from the root of the site, where there is one.
    pub feed_path: Option<String>,
    /// Whether the site can be searched in the browser.
    pub has_search: bool,
    /// What answers searches, if not the site itself.
    pub search_cluster: Option<Cluster>,
    /// Whether the browser keeps the search, so that it works without a network.
    pub search_offline: bool,
    /// Whether the site has to work from disk too.
    pub portable: bool,
    /// The `[extra]` table of the configuration.
    pub extra: serde_json::Value,
}

/// A link in a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct LinkView {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// The language of the target where it is not that of the page.
    pub lang: Option<String>,
    /// Whether it leads to this page.
    pub current: bool,
}

/// A link with a count.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CountedLink {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// How many.
    pub count: usize,
}

/// A name in another language or a second name.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NameView {
    /// The name.
    pub text: String,
    /// Its language where it is not that of the page.
    pub lang: Option<String>,
}

/// An entry of the outline; entries nest.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct OutlineEntry {
    /// The text of the heading.
    pub text: String,
    /// `#id`, percent-encoded.
    pub href: String,
    /// The entries below it.
    pub children: Vec<OutlineEntry>,
}

/// The left column: the notes of this folder and the sections of the site. Cut at 40 entries each.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PlaceView {
    /// The title of the folder, or of the category of a term.
    pub title: String,
    /// Where the whole list is, if there is such a page.
    pub href: Option<String>,
    /// The notes beside this one.
    pub notes: Vec<LinkView>,
    /// Whether more notes are there than listed.
    pub more: bool,
    /// The folders below this one, or beside it.
    pub folders: Vec<LinkView>,
}

/// A picture of the notes around this one, laid out when the site is built.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Neighbourhood {
    /// The width of the view box.
    pub width: u32,
    /// The height of the view box.
    pub height: u32,
    /// Lines between nodes. All numbers of the picture are in tenths.
    pub lines: Vec<[f64; 4]>,
    /// The nodes; the page itself comes last.
    pub nodes: Vec<NodeView>,
}

/// A node of the neighbourhood.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NodeView {
    /// Its centre.
    pub x: f64,
    /// Its centre.
    pub y: f64,
    /// Its radius.
    pub r: f64,
    /// Where its label stands: the baseline.
    pub label_y: f64,
    /// The label, cut to fit.
    pub label: String,
    /// The whole title.
    pub title: String,
    /// Where it leads; absent for the page itself.
    pub href: Option<String>,
    /// The category of a term.
    pub category: Option<String>,
    /// Whether it is the page itself.
    pub here: bool,
}

/// A place where this note is linked from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MentionView {
    /// The title of the note that links.
    pub title: String,
    /// Where it leads: the heading that the link stands under.
    pub href: String,
    /// The folder and heading: `Data processing › Failure`, or empty.
    pub place: String,
    /// The text before the link.
    pub before: String,
    /// The link itself; empty when there is no sentence (a link of a property or a canvas).
    pub text: String,
    /// The text behind the link.
    pub after: String,
    /// The language of the linking note where it is not that of the page.
    pub lang: Option<String>,
}

/// What the card of a term says.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TermCard {
    /// The title of the term.
    pub title: String,
    /// Its page.
    pub href: String,
    /// What it means, in the language of the page if it says it in that one.
    pub definition: Option<NameView>,
    /// Its category.
    pub category: Option<CategoryRef>,
    /// The language of the title where it is not that of the page.
    pub lang: Option<String>,
}

/// A property of a term or note, shown as a row.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FactView {
    /// The label.
    pub label: String,
    /// The values.
    pub values: Vec<FactValue>,
}

/// One value of a fact.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct FactValue {
    /// The text.
    pub text: String,
    /// Where it leads, if it is a link that leads somewhere.
    pub href: Option<String>,
    /// Whether it is a link that leads nowhere.
    pub broken: bool,
}

/// A date, for people and machines.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DateView {
    /// `2026-11-12`.
    pub iso: String,
    /// `12 Nov 2026`, in the language of the site.
    pub text: String,
}

/// A category of terms.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CategoryRef {
    /// The key, for `data-category`.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// Its place in the glossary.
    pub href: String,
}

/// A cluster of machines that answers the searches of a site.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cluster {
    /// The address that it is asked at.
    pub endpoint: String,
    /// What it is: `quickwit` or `opensearch`.
    pub engine: String,
}
