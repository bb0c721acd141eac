//! The checked configuration.
//!
//! In: `studium.toml`, if there is one, and the settings of the vault's own application. Out:
//! [`Config`], in which every value is one that can be used, and findings with their places. Not here:
//! what the command line says, which its caller lays over the result. No module but `engine` and `cli`
//! knows this type; the others own options that are filled from it.

mod app;
mod editor;
mod raw;
mod validate;

pub use app::AppSettings;
pub use validate::{parse, site_address};

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::diagnostic::{Code, Severity};
use crate::source::{DateSource, Place};

/// Everything that `studium.toml` can say. `Config::default()` is what an empty file means, but for
/// the title.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Config {
    /// `[site]`.
    pub site: Site,
    /// `[languages.*]`, by language tag.
    pub languages: BTreeMap<String, Language>,
    /// `[markdown]`.
    pub markdown: Markdown,
    /// `[links]`.
    pub links: Links,
    /// `[check]`.
    pub check: Check,
    /// `[glossary]`.
    pub glossary: Glossary,
    /// `[study]`.
    pub study: Study,
    /// `[search]`.
    pub search: Search,
    /// `[publish]`.
    pub publish: Publish,
    /// `[theme]`.
    pub theme: Theme,
    /// `[serve]`.
    pub serve: Serve,
    /// `[build]`.
    pub build: Build,
    /// `[extra]`, handed to templates as it is; dates are text.
    pub extra: Map<String, Value>,
}

/// What the site is and where it lies. Paths are relative to the folder of the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a key of the configuration")]
pub struct Site {
    /// The name of the site; by default that of its folder.
    pub title: String,
    /// The address of the site with `http://` or `https://`, without a closing `/`; empty where it is
    /// not known.
    pub base_url: String,
    /// The language tag of notes that do not say another.
    pub language: String,
    /// One sentence for feeds and search engines.
    pub description: String,
    /// Who writes.
    pub author: String,
    /// The folder of notes, where the configuration names one.
    pub content: Option<String>,
    /// The folder that the site is written to.
    pub output: String,
    /// Patterns in the syntax of `.gitignore`: what is not published.
    pub exclude: Vec<String>,
    /// A folder of files that go to the site as they are; empty for none.
    pub static_folder: String,
    /// The note at which the study path starts; empty for none.
    pub start: String,
    /// Where the configuration names it.
    pub start_at: Option<Place>,
    /// Whether there is a page of wanted notes.
    pub wanted: bool,
    /// Whether the site has to work from disk.
    pub portable: bool,
    /// Whether addresses end in `.html` instead of `/`.
    pub ugly_urls: bool,
    /// Whether a picture is drawn for each page that has none of its own.
    pub pictures: bool,
    /// Whether there is one file with the texts of all notes.
    pub llms_full: bool,
    /// Where the title of a note without a `title` comes from.
    pub title_from: TitleFrom,
    /// The letters that addresses are made of.
    pub slugs: Slugs,
}

/// The letters that addresses are made of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Slugs {
    /// Those of the names.
    #[default]
    Keep,
    /// Latin ones for Cyrillic ones.
    Latin,
}

/// Where the title of a note comes from when its front matter has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TitleFrom {
    /// The file name.
    #[default]
    File,
    /// The first heading of level 1, and the file name after it.
    Heading,
}

/// One more language of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Language {
    /// What the language calls itself.
    pub name: Option<String>,
    /// The title of the site in this language.
    pub title: Option<String>,
}

/// How notes are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Markdown {
    /// What becomes of raw HTML.
    pub raw_html: RawHtml,
    /// What becomes of pictures that lie elsewhere.
    pub remote_images: RemoteImages,
    /// Whether a single line break is a blank, where the configuration says so; see
    /// [`Markdown::hard_line_breaks`].
    pub strict_line_breaks: Option<bool>,
}

/// What becomes of raw HTML in a note.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RawHtml {
    /// It stays, without what could run.
    #[default]
    Clean,
    /// It is shown as text.
    Escape,
    /// It stays as it is.
    Trust,
}

/// What becomes of a picture that another host serves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RemoteImages {
    /// It stays.
    #[default]
    Keep,
    /// It becomes a link.
    Link,
}

/// How links are resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Links {
    /// Whether an alias answers where no file does.
    pub aliases: bool,
}

/// What is reported, and how strictly.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The codes whose level is changed.
    pub levels: BTreeMap<Code, Severity>,
    /// Files in which it is changed once more: a pattern in the syntax of `.gitignore`, and the codes. Of
    /// several that match, the last decides.
    pub paths: Vec<(String, BTreeMap<Code, Severity>)>,
    /// The file of findings that are known and not reported again.
    pub baseline: String,
}

/// The glossary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glossary {
    /// The folder whose notes are terms.
    pub folder: String,
    /// The categories in the order of the file; when there is none, every category is welcome.
    pub categories: Vec<Category>,
    /// Where terms in running text become links.
    pub auto_link: AutoLink,
}

/// A category of terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Category {
    /// The word in front matter.
    pub key: String,
    /// The word that readers see where no language has its own.
    pub name: String,
    /// The words that readers see, by language tag.
    pub names: BTreeMap<String, String>,
}

/// Where terms in running text become links.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AutoLink {
    /// At their first mention in a section.
    #[default]
    FirstInSection,
    /// Everywhere.
    All,
    /// Nowhere.
    Off,
}

/// Study aids.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Study {
    /// The headings under which `Front :: back` is a card.
    pub card_headings: Vec<String>,
}

/// The search of the site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Search {
    /// Whether the search is kept by the browser for reading without a network.
    pub offline: bool,
    /// The address at which a cluster answers searches; empty where the site does it itself.
    pub endpoint: String,
    /// What runs there.
    pub engine: SearchEngine,
}

/// What answers searches at an endpoint.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SearchEngine {
    /// Quickwit.
    #[default]
    Quickwit,
    /// `OpenSearch`, and what understands it.
    OpenSearch,
}

/// What is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Publish {
    /// Which notes.
    pub mode: PublishMode,
    /// Whether the addresses of notes that Git saw move lead to where they are now.
    pub git_redirects: bool,
}

/// Which notes are published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PublishMode {
    /// All that are not kept back.
    #[default]
    All,
    /// Only those with `publish: true`.
    OptIn,
}

/// The theme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The name of a folder in `themes/`, or `default`.
    pub name: String,
    /// A folder of templates that come before those of the theme; empty for none.
    pub templates: String,
}

/// The preview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Serve {
    /// The port to listen on.
    pub port: u16,
    /// The address to listen on.
    pub host: String,
    /// The address that opens a file in an editor, with `{path}` and perhaps `{line}` and `{column}`; empty for none.
    pub editor: String,
}

/// How a build goes about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Build {
    /// The cache folder; empty for that of the user.
    pub cache: String,
    /// Who is asked for the days of a note, in this order.
    pub dates: Vec<DateSource>,
}

impl Markdown {
    /// Tells whether a single line break in a paragraph is shown as one.
    ///
    /// The configuration comes first, then the application's own setting. A folder with neither follows
    /// Markdown.
    pub fn hard_line_breaks(&self, app: Option<&AppSettings>) -> bool {
        let strict = self.strict_line_breaks.or_else(|| app.map(|app| app.strict_line_breaks));
        strict == Some(false)
    }
}

impl Default for Site {
    fn default() -> Self {
        Self {
            title: String::new(),
            base_url: String::new(),
            language: "en".to_owned(),
            description: String::new(),
            author: String::new(),
            content: None,
            output: "public".to_owned(),
            exclude: Vec::new(),
            static_folder: String::new(),
            start: String::new(),
            start_at: None,
            wanted: true,
            portable: false,
            ugly_urls: false,
            pictures: true,
            llms_full: true,
            title_from: TitleFrom::default(),
            slugs: Slugs::default(),
        }
    }
}

impl Default for Links {
    fn default() -> Self {
        Self { aliases: true }
    }
}

impl Default for Check {
    fn default() -> Self {
        Self { levels: BTreeMap::new(), paths: Vec::new(), baseline: ".studium-baseline.json".to_owned() }
    }
}

impl Default for Glossary {
    fn default() -> Self {
        Self { folder: "glossary".to_owned(), categories: Vec::new(), auto_link: AutoLink::default() }
    }
}

impl Default for Study {
    fn default() -> Self {
        let headings = ["Check yourself", "Flashcards", "Проверь себя"];
        Self { card_headings: headings.map(str::to_owned).to_vec() }
    }
}

impl Default for Theme {
    fn default() -> Self {
        Self { name: "default".to_owned(), templates: String::new() }
    }
}

impl Default for Serve {
    fn default() -> Self {
        Self { port: 1111, host: "127.0.0.1".to_owned(), editor: String::new() }
    }
}

impl Default for Build {
    fn default() -> Self {
        Self { cache: String::new(), dates: vec![DateSource::Note, DateSource::Git] }
    }
}
