//! Which pages there are, where they stand, and what is on them.
//!
//! In: the notes of a vault, where their links lead, its terms, and [`SiteOptions`]. Out: [`Plan`], which
//! lists the pages and makes each one's [`Page`]: its address, its view, its body. Making one page
//! reads the plan and nothing else, so pages can be made in any order. Not here: HTML (`render`), and
//! the files that show the graph as data (`engine`).

mod ask;
pub mod base;
mod body;
mod fact;
mod feed;
mod gather;
mod glossary;
mod home;
mod list;
mod mention;
mod mentioned;
mod neighbourhood;
mod note;
mod order;
mod route;
mod share;
pub mod view;
mod wanted;

pub use body::{Body, Content, Face, TermLink};
pub use feed::Feed;
pub use route::{ADDRESSES_A_MAP, Letters, Routes, usual_output};

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::graph::{Graph, Mentioning, NoteId, Part, Related, Terms, Vault};
use crate::note::{AutoLink, Heading, Note};
use crate::site::Permalink;

/// What the pages of a site depend on besides the vault.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct SiteOptions {
    /// The title of the site.
    pub title: String,
    /// A sentence about it.
    pub description: String,
    /// Who writes it.
    pub author: String,
    /// The default language.
    pub language: String,
    /// The address that the site is published at, without a closing `/`; empty when it is not known.
    pub base_url: String,
    /// The note or folder that the study path starts with; empty without one.
    pub start: String,
    /// Whether wanted notes have a page.
    pub wanted: bool,
    /// The folder whose notes are terms.
    pub glossary_folder: String,
    /// The categories of terms in their order: key and title.
    pub categories: Vec<(String, String)>,
    /// Which mentions of terms become links, where a note does not say it itself.
    pub auto_link: AutoLink,
    /// Whether the first `# heading` comes before the file name as the title of a note.
    pub title_from_heading: bool,
    /// The letters that addresses are made of.
    pub letters: Letters,
    /// Whether the site can be searched in the browser.
    pub search: bool,
    /// The `[extra]` table of the configuration.
    pub extra: serde_json::Value,
}

/// One page of the site.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its address.
    pub permalink: Permalink,
    /// What its template may know.
    pub view: View,
    /// The note that it shows.
    pub body: Option<Body>,
    /// The text of that note as Markdown, which stands beside the page.
    pub text: Option<PageText>,
}

/// The text of a note, beside its page.
#[derive(Clone, Debug, Serialize)]
pub struct PageText {
    /// Where it stands.
    #[serde(skip)]
    pub permalink: Permalink,
    /// The title, where the body does not open with it.
    pub title: Option<String>,
    /// The definition or description.
    pub lead: Option<String>,
}

/// The view of a page, which says its template too.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "template", rename_all = "snake_case")]
pub enum View {
    /// A note, a term, a canvas or a base.
    Note(Box<view::NoteView>),
    /// The home page.
    Home(Box<view::HomeView>),
    /// A folder, a tag, or the orphans.
    List(Box<view::ListView>),
    /// All tags.
    Tags(Box<view::TagsView>),
    /// The glossary.
    Glossary(Box<view::GlossaryView>),
    /// What is wanted.
    Wanted(Box<view::WantedView>),
    /// The search page.
    Search(Box<view::PlainView>),
    /// The page for addresses that lead nowhere.
    NotFound(Box<view::PlainView>),
    /// A page that forwards.
    Redirect(Box<view::PlainView>),
}

/// Names a page before it is made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PageKey {
    /// The home page.
    Home,
    /// A note that has a page of its own.
    Note(NoteId),
    /// A folder without a note of its own.
    Folder(String),
    /// All tags.
    Tags,
    /// A tag, folded.
    Tag(String),
    /// The glossary.
    Glossary,
    /// What is wanted.
    Wanted,
    /// The notes that nothing leads to.
    Orphans,
    /// The search page.
    Search,
    /// The page for addresses that lead nowhere.
    NotFound,
    /// An address that forwards to a note.
    Redirect(Permalink, NoteId),
}

/// The pages of one build, not yet made.
pub struct Plan<'p> {
    vault: &'p Vault,
    graph: &'p Graph,
    terms: &'p Terms,
    mentions: Option<&'p Mentioning>,
    related: Related,
    options: &'p SiteOptions,
    /// Where everything stands.
    pub routes: Routes,
    order: order::Order,
    titles: Vec<String>,
    /// Folded tag → its spelling and its listed notes, with those of the tags below it.
    tags: BTreeMap<String, TagNotes>,
    /// Folded name → how many notes want it.
    wanted: HashMap<String, usize>,
    folder_notes: BTreeMap<String, NoteId>,
    /// Note → the folder that it stands for.
    folder_of: HashMap<NoteId, String>,
    path: Vec<NoteId>,
    /// The pictures that stand for notes.
    pictures: BTreeMap<NoteId, share::Picture>,
    /// The listed notes that have a date, the newest first.
    newest: Vec<NoteId>,
    /// The page of each list → its feed.
    feeds: BTreeMap<Permalink, Feed>,
    top_folders: Vec<String>,
    has_glossary: bool,
    glossary: Option<Permalink>,
    /// Category key → its listed terms in order.
    by_category: BTreeMap<String, Vec<NoteId>>,
    /// Folded path without extension, or name → its note; made when a base first asks.
    names: OnceLock<HashMap<String, NoteId>>,
}

/// A tag and its notes.
#[derive(Clone, Debug, Default)]
struct TagNotes {
    spelling: String,
    notes: Vec<NoteId>,
}

impl<'p> Plan<'p> {
    /// Decides which pages there are and where everything stands. Costs O(vault).
    pub fn new(
        vault: &'p Vault,
        graph: &'p Graph,
        terms: &'p Terms,
        options: &'p SiteOptions,
    ) -> (Self, Vec<Diagnostic>) {
        let titles: Vec<String> = vault.ids().map(|id| title_of(vault.note(id), options)).collect();
        let order = order::Order::new(vault, &titles, &options.language);
        let tags = gather::tags(vault, &order);
        let pictures = share::pictures(vault, graph);
        let attachments = gather::attachments(vault, graph, &pictures);
        let address_of = |folder: &str| route::folder_address(folder, options.letters);
        let mut generated: Vec<String> = order.folders().map(address_of).collect();
        generated.extend(tags.keys().map(|tag| route::tag_address(tag)));
        let listed = |id: NoteId| !vault.note(id).front_matter.unlisted;
        let has_glossary = terms.all().iter().any(|term| listed(term.note));
        let glossary = glossary_address(options);
        generated.extend((!tags.is_empty()).then(|| "tags".to_owned()));
        generated.extend(options.wanted.then(|| "wanted".to_owned()));
        generated.extend(options.search.then(|| "search".to_owned()));
        generated.push("orphans".to_owned());
        generated.extend(has_glossary.then(|| glossary.clone()));
        let own: BTreeSet<String> =
            vault.ids().map(|id| route::address(vault.note(id), options.letters)).collect();
        let folders: BTreeSet<String> = order.folders().map(address_of).collect();
        // A note that stands where its folder's page would be is that page.
        let shows_its_note =
            |address: &String| folders.contains(address) || (has_glossary && *address == glossary);
        generated.retain(|address| !(shows_its_note(address) && own.contains(address)));
        generated.sort();
        generated.dedup();
        let (routes, mut taken, diagnostics) =
            route::assign(vault, &attachments, &generated, options.letters);
        let wanted = gather::asked_for(vault, graph);
        let folder_notes = gather::folder_notes(vault, &order);
        let mut plan = Self {
            vault,
            graph,
            terms,
            mentions: None,
            related: Related::default(),
            options,
            routes,
            order,
            titles,
            tags,
            wanted,
            folder_of: folder_notes.iter().map(|(folder, id)| (*id, folder.clone())).collect(),
            folder_notes,
            path: Vec::new(),
            pictures,
            newest: Vec::new(),
            feeds: BTreeMap::new(),
            top_folders: Vec::new(),
            has_glossary,
            glossary: None,
            by_category: BTreeMap::new(),
            names: OnceLock::new(),
        };
        plan.path = home::path_steps(&plan);
        plan.top_folders = plan.order.folders_in("").map(str::to_owned).collect();
        plan.glossary = glossary::permalink(&plan);
        plan.by_category = glossary::by_category(&plan);
        plan.newest = feed::newest(&plan);
        plan.feeds = feed::feeds(&plan, &mut taken);
        (plan, diagnostics)
    }

    /// Adds what the notes mention without a link. Without it no page shows such mentions.
    #[must_use]
    pub fn with_mentions(mut self, mentions: &'p Mentioning) -> Self {
        self.mentions = Some(mentions);
        self.related = Related::of(self.vault, self.graph, mentions);
        self
    }

    /// Returns the pages to be made, in a fixed order.
    pub fn keys(&self) -> Vec<PageKey> {
        let glossary = glossary_address(self.options);
        let mut keys = vec![PageKey::Home, PageKey::NotFound];
        let has_glossary = self.has_glossary;
        for id in self.vault.ids() {
            let permalink = self.routes.note(id).as_str().trim_end_matches('/');
            let is_glossary = has_glossary && permalink == glossary;
            if !permalink.is_empty() && !is_glossary {
                keys.push(PageKey::Note(id));
            }
        }
        for folder in self.order.folders() {
            let address = route::folder_address(folder, self.options.letters);
            let is_glossary = has_glossary && address == glossary;
            if self.routes.generated(&address).is_some() && !is_glossary {
                keys.push(PageKey::Folder(folder.to_owned()));
            }
        }
        if has_glossary {
            keys.push(PageKey::Glossary);
        }
        if !self.tags.is_empty() {
            keys.push(PageKey::Tags);
            keys.extend(self.tags.keys().cloned().map(PageKey::Tag));
        }
        if self.options.wanted {
            keys.push(PageKey::Wanted);
        }
        keys.push(PageKey::Orphans);
        if self.options.search {
            keys.push(PageKey::Search);
        }
        keys.extend(self.routes.redirects().map(|(from, to)| PageKey::Redirect(from.clone(), to)));
        keys
    }

    /// Makes one page. Costs what is on it.
    pub fn page(&self, key: &PageKey) -> Page {
        match key {
            PageKey::Home => home::home(self),
            PageKey::Note(id) => note::note(self, *id),
            PageKey::Folder(folder) => list::folder(self, folder),
            PageKey::Tags => list::tags(self),
            PageKey::Tag(tag) => list::tag(self, tag),
            PageKey::Glossary => glossary::glossary(self),
            PageKey::Wanted => wanted::wanted(self),
            PageKey::Orphans => list::orphans(self),
            PageKey::Search => list::search(self),
            PageKey::NotFound => list::not_found(self),
            PageKey::Redirect(from, to) => list::redirect(self, from, *to),
        }
    }

    #[expect(clippy::needless_pass_by_value, clippy::unused_self, reason = "reads as a list above")]
    fn path_of(&self, permalink: Permalink) -> String {
        Permalink::page("").href_to(&permalink)
    }

    /// Returns what all pages share.
    pub fn site_view(&self) -> view::SiteView {
        view::SiteView {
            title: self.options.title.clone(),
            description: self.options.description.clone(),
            author: self.options.author.clone(),
            lang: self.options.language.clone(),
            has_glossary: self.has_glossary,
            has_tags: !self.tags.is_empty(),
            has_wanted: self.options.wanted,
            glossary_path: self.path_of(self.glossary.clone().unwrap_or_else(|| Permalink::page("glossary"))),
            tags_path: self.path_of(self.generated_or("tags")),
            wanted_path: self.path_of(self.generated_or("wanted")),
            search_path: self.path_of(self.generated_or("search")),
            feed_path: self.site_feed().map(|feed| self.path_of(feed.permalink.clone())),
            has_search: self.options.search,
            extra: self.options.extra.clone(),
        }
    }
}

/// Returns the id of a part in the page of its note, without `#`.
pub fn anchor(note: &Note, part: Part) -> String {
    match part {
        Part::Heading(heading) => note.headings[heading].id.clone(),
        Part::Block(block) => format!("^{}", note.blocks[block].id),
    }
}

fn other_lang(lang: &str, page_lang: &str) -> Option<String> {
    (lang != page_lang).then(|| lang.to_owned())
}

fn glossary_address(options: &SiteOptions) -> String {
    let address = route::folder_address(&options.glossary_folder, options.letters);
    if address.is_empty() { "glossary".to_owned() } else { address }
}

fn title_of(note: &Note, options: &SiteOptions) -> String {
    if options.title_from_heading && note.front_matter.title.is_none() {
        let first = note.headings.iter().find(|heading: &&Heading| heading.level == 1);
        if let Some(heading) = first.filter(|heading| !heading.text.is_empty()) {
            return heading.text.clone();
        }
    }
    note.title().to_owned()
}
