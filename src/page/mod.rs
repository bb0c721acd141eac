//! Which pages there are, where they stand, and what is on them.
//!
//! In: the notes of a vault, where their links lead, its terms, and [`SiteOptions`]. Out: [`Plan`], which
//! lists the pages and makes each one's [`Page`]: its address, its view, its body. Making one page
//! reads the plan and nothing else, so pages can be made in any order. Not here: HTML (`render`), and
//! the files that show the graph as data (`engine`).

mod ask;
pub mod base;
mod body;
mod card;
mod counterpart;
mod edition;
mod fact;
mod feed;
mod gather;
mod generated;
mod glossary;
mod glossary_data;
mod home;
mod kind;
mod layout;
mod letters;
mod list;
mod mention;
mod mentioned;
mod neighbourhood;
mod note;
mod options;
mod order;
mod path;
mod print;
mod route;
mod sentence;
mod share;
mod taken;
pub mod view;
mod wanted;
mod whole;

pub use body::{Body, Content, Face, Lack, TermLink};
pub use card::{Card, CardRun, cards};
pub use edition::{Labels, LanguageOptions};
pub use feed::{Feed, Indexable};
pub use glossary_data::{GlossaryData, NameData, TermData};
pub use kind::{PageKey, View};
pub use layout::Layout;
pub use options::SiteOptions;
pub use print::{Print, Prints};
pub use route::{ADDRESSES_A_MAP, Letters, Routes, asked_address, file_of, files_of, usual_files};
pub use sentence::Sentences;
pub use view::Cluster;
pub use whole::{Whole, WholeData};

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, OnceLock};

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::graph::{Graph, Mentioning, NoteId, Part, Related, Terms, Vault};
use crate::note::Note;
use crate::site::Permalink;

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
    /// The edition whose view, of [`Plan::site_views`], it is shown with.
    pub edition: usize,
}

impl Page {
    /// Names the picture that stands for the page elsewhere, with its width and height.
    pub fn show_picture(&mut self, address: String, (width, height): (u32, u32)) {
        let head = self.view.head_mut();
        (head.image, head.image_width, head.image_height) = (Some(address), width, height);
    }
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

/// The pages of one build, not yet made.
pub struct Plan<'p> {
    vault: &'p Vault,
    graph: &'p Graph,
    terms: &'p Terms,
    mentions: Option<&'p Mentioning>,
    related: Related,
    options: &'p SiteOptions,
    /// Where everything stands.
    pub routes: Arc<Routes>,
    order: Arc<order::Order>,
    titles: Vec<String>,
    editions: Vec<edition::Edition>,
    edition_of_note: Vec<usize>,
    /// Folded name → how many notes want it.
    wanted: HashMap<String, usize>,
    folder_notes: Arc<BTreeMap<String, NoteId>>,
    /// Note → the folder that it stands for.
    folder_of: HashMap<NoteId, String>,
    /// Folder → what every page that leads there says of it.
    folder_names: HashMap<String, (String, Permalink)>,
    /// The pictures that stand for notes.
    pictures: BTreeMap<NoteId, share::Picture>,
    /// The listed notes that have a date, the newest first.
    newest: Vec<NoteId>,
    /// The page of each list → its feed.
    feeds: BTreeMap<Permalink, Feed>,
    has_glossary: bool,
    /// The languages that listed notes are in, with their names, the default one first.
    languages: Vec<(String, String)>,
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
    /// Decides which pages there are and where everything stands. Costs O(vault × languages).
    pub fn new(
        vault: &'p Vault,
        graph: &'p Graph,
        terms: &'p Terms,
        options: &'p SiteOptions,
    ) -> (Self, Vec<Diagnostic>) {
        Self::again(vault, graph, terms, options, &mut Layout::default())
    }

    /// Does the same with what an earlier time kept. The plan is the same, whatever that is.
    pub fn again(
        vault: &'p Vault,
        graph: &'p Graph,
        terms: &'p Terms,
        options: &'p SiteOptions,
        layout: &mut Layout,
    ) -> (Self, Vec<Diagnostic>) {
        let titles: Vec<String> = vault.ids().map(|id| ask::title_of(vault, id, options)).collect();
        let keys = layout::Keys::of(vault, &titles, options);
        let order = layout.order(&keys, vault, &titles);
        let (editions, edition_of_note) =
            Arc::unwrap_or_clone(layout.editions(&keys, vault, options, &order));
        let pictures = share::pictures(vault, graph);
        let attachments = gather::attachments(vault, graph, &pictures);
        let addresses = layout.addresses(&keys, vault, options);
        let has_glossary = terms.all().iter().any(|term| !vault.note(term.note).front_matter.unlisted);
        let generated = generated::addresses(vault, options, &order, &editions, has_glossary, &addresses);
        let assigned = layout.assigned(&keys, vault, &addresses, &attachments, &generated, options);
        let (routes, mut taken, diagnostics) = Arc::unwrap_or_clone(assigned);
        let wanted = gather::asked_for(vault, graph);
        let folder_notes = layout.folder_notes(&keys, vault, &order);
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
            editions,
            edition_of_note,
            wanted,
            folder_of: folder_notes.iter().map(|(folder, id)| (*id, folder.clone())).collect(),
            folder_names: HashMap::new(),
            folder_notes,
            pictures,
            newest: Vec::new(),
            feeds: BTreeMap::new(),
            has_glossary,
            languages: gather::languages(vault, options),
            names: OnceLock::new(),
        };
        let name = |folder: &str| (plan.folder_title(folder), plan.folder_permalink(folder));
        plan.folder_names = plan.order.folders().map(|folder| (folder.to_owned(), name(folder))).collect();
        for index in 0..plan.editions.len() {
            plan.editions[index].not_found = match index {
                0 => Some(Permalink::fixed_file(route::NOT_FOUND)),
                _ => taken.take(plan.home_permalink(index).below(route::NOT_FOUND)),
            };
            let path = home::path_steps(&plan, index);
            let folder = &plan.editions[index].folder;
            let below = plan.order.folders_in(folder).filter(|folder| !plan.is_edition_folder(folder));
            let top_folders = below.map(str::to_owned).collect();
            let by_category = glossary::by_category(&plan, index);
            let paths = path::paths(&plan, index, &path);
            let edition = &mut plan.editions[index];
            edition.path = paths.in_order(path);
            edition.paths = paths;
            (edition.top_folders, edition.by_category) = (top_folders, by_category);
        }
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
        let mut keys = vec![PageKey::Home(0), PageKey::NotFound(0)];
        // What shows a note of its own in a way of its own.
        let mut special: BTreeSet<String> =
            self.editions.iter().map(|edition| edition.prefix.clone()).collect();
        if self.has_glossary {
            let glossary = glossary_address(self.options);
            special.extend(self.editions.iter().map(|edition| edition.address(&glossary)));
        }
        for id in self.vault.ids() {
            if !special.contains(self.routes.note(id).address()) {
                keys.push(PageKey::Note(id));
            }
        }
        for folder in self.order.folders() {
            let address = route::folder_address(folder, self.options.letters);
            if self.routes.generated(&address).is_some() && !special.contains(&address) {
                keys.push(PageKey::Folder(folder.to_owned()));
            }
        }
        for (index, edition) in self.editions.iter().enumerate() {
            if index > 0 {
                keys.push(PageKey::Home(index));
                keys.extend(edition.not_found.is_some().then_some(PageKey::NotFound(index)));
            }
            if self.has_glossary {
                keys.push(PageKey::Glossary(index));
            }
            if !edition.tags.is_empty() {
                keys.push(PageKey::Tags(index));
                keys.extend(edition.tags.keys().map(|tag| PageKey::Tag(index, tag.clone())));
            }
            if !edition.paths.is_empty() {
                keys.push(PageKey::Paths(index));
            }
            if self.options.search {
                keys.push(PageKey::Search(index));
            }
            if self.options.wanted {
                keys.push(PageKey::Wanted(index));
            }
            keys.extend([PageKey::Orphans(index), PageKey::Whole(index)]);
        }
        keys.extend(self.routes.redirects().map(|(from, to)| PageKey::Redirect(from.clone(), to)));
        keys
    }

    /// Returns where a page stands, without making it.
    pub fn permalink(&self, key: &PageKey) -> Permalink {
        match key {
            PageKey::Home(edition) => self.home_permalink(*edition),
            PageKey::Note(id) => self.routes.note(*id).clone(),
            PageKey::Folder(folder) => self.folder_permalink(folder),
            PageKey::Tags(edition) => self.generated_or(*edition, "tags"),
            PageKey::Tag(edition, tag) => {
                self.tag_permalink(*edition, tag).cloned().unwrap_or_else(|| self.routes.page("tags"))
            }
            PageKey::Glossary(edition) => self.glossary_permalink_in(*edition),
            PageKey::Paths(edition) => self.generated_or(*edition, path::ADDRESS),
            PageKey::Wanted(edition) => self.generated_or(*edition, "wanted"),
            PageKey::Orphans(edition) => self.generated_or(*edition, "orphans"),
            PageKey::Whole(edition) => self.generated_or(*edition, "graph"),
            PageKey::Search(edition) => self.generated_or(*edition, "search"),
            PageKey::NotFound(edition) => {
                let own = self.editions[*edition].not_found.clone();
                own.unwrap_or_else(|| Permalink::fixed_file(route::NOT_FOUND))
            }
            PageKey::Redirect(from, _) => from.clone(),
        }
    }

    /// Makes one page. Costs what is on it.
    pub fn page(&self, key: &PageKey) -> Page {
        let mut page = match key {
            PageKey::Home(edition) => home::home(self, *edition),
            PageKey::Note(id) => note::note(self, *id),
            PageKey::Folder(folder) => list::folder(self, folder),
            PageKey::Tags(edition) => list::tags(self, *edition),
            PageKey::Tag(edition, tag) => list::tag(self, *edition, tag),
            PageKey::Glossary(edition) => glossary::glossary(self, *edition),
            PageKey::Paths(edition) => path::page(self, *edition),
            PageKey::Wanted(edition) => wanted::wanted(self, *edition),
            PageKey::Orphans(edition) => list::orphans(self, *edition),
            PageKey::Whole(edition) => whole::whole(self, *edition),
            PageKey::Search(edition) => list::search(self, *edition),
            PageKey::NotFound(edition) => list::not_found(self, *edition),
            PageKey::Redirect(from, to) => list::redirect(self, from, *to),
        };
        let lang = page.view.head().lang.clone();
        page.edition = self.edition_in(&lang);
        let languages = self.languages_of(key, &page.permalink, &lang);
        let head = page.view.head_mut();
        (head.alternates, head.languages) = (languages.alternates, languages.languages);
        page
    }

    #[expect(clippy::needless_pass_by_value, clippy::unused_self, reason = "reads as a list above")]
    fn path_of(&self, permalink: Permalink) -> String {
        Permalink::page("").href_to(&permalink)
    }

    /// Returns what all pages of an edition share.
    fn edition_view(&self, index: usize) -> view::SiteView {
        let edition = &self.editions[index];
        let is_one = self.languages.len() < 2;
        let home = self.home_permalink(index);
        view::SiteView {
            title: edition.language.title.clone(),
            description: self.options.description.clone(),
            author: self.options.author.clone(),
            lang: edition.language.tag.clone(),
            home_path: if home.as_str().is_empty() { String::new() } else { self.path_of(home) },
            languages: if is_one { Vec::new() } else { self.language_names() },
            has_glossary: self.has_glossary,
            has_tags: !edition.tags.is_empty(),
            has_path: !edition.paths.is_empty(),
            path_path: self.path_of(self.generated_or(index, path::ADDRESS)),
            has_wanted: self.options.wanted,
            glossary_path: self.path_of(self.glossary_permalink_in(index)),
            tags_path: self.path_of(self.generated_or(index, "tags")),
            wanted_path: self.path_of(self.generated_or(index, "wanted")),
            graph_path: self.path_of(self.generated_or(index, "graph")),
            orphans_path: self.path_of(self.generated_or(index, "orphans")),
            search_path: self.path_of(self.generated_or(index, "search")),
            feed_path: self.site_feed(index).map(|feed| self.path_of(feed.permalink.clone())),
            has_search: self.options.search,
            search_cluster: self.options.cluster.clone(),
            search_offline: self.options.search_offline,
            portable: self.options.style.named,
            extra: self.options.extra.clone(),
        }
    }

    /// Returns what the pages of each edition share, see [`Page::edition`].
    pub fn site_views(&self) -> Vec<view::SiteView> {
        (0..self.editions.len()).map(|index| self.edition_view(index)).collect()
    }

    fn language_names(&self) -> Vec<view::LanguageName> {
        let names = self.languages.iter();
        names.map(|(tag, name)| view::LanguageName { tag: tag.clone(), name: name.clone() }).collect()
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
