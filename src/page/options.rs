//! What a site may be told about itself.

use serde::Serialize;

use super::view::Cluster;
use super::{LanguageOptions, Letters};
use crate::note::AutoLink;
use crate::site::Style;

/// What the pages of a site depend on besides the vault.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a wish of its own")]
pub struct SiteOptions {
    /// A sentence about it.
    pub description: String,
    /// Who writes it.
    pub author: String,
    /// The languages that notes may be in, the default one first.
    pub languages: Vec<LanguageOptions>,
    /// The address that the site is published at, without a closing `/`; empty when it is not known.
    pub base_url: String,
    /// The note or folder that the study path starts with; empty without one.
    pub start: String,
    /// Whether wanted notes have a page.
    pub wanted: bool,
    /// The folder whose notes are terms.
    pub glossary_folder: String,
    /// Which mentions of terms become links, where a note does not say it itself.
    pub auto_link: AutoLink,
    /// Whether the first `# heading` comes before the file name as the title of a note.
    pub title_from_heading: bool,
    /// The letters that addresses are made of.
    pub letters: Letters,
    /// How addresses are written.
    pub style: Style,
    /// The places of files that the author puts into the site as they are.
    pub statics: Vec<String>,
    /// The headings under which `Front :: back` is a card.
    pub card_headings: Vec<String>,
    /// Whether the site can be searched in the browser.
    pub search: bool,
    /// Whether the browser keeps the search, so that it works without a network.
    pub search_offline: bool,
    /// Whether there is one file with the texts of all notes.
    pub full_text: bool,
    /// What answers searches, if not the site itself.
    pub cluster: Option<Cluster>,
    /// The `[extra]` table of the configuration.
    pub extra: serde_json::Value,
}

impl SiteOptions {
    /// Returns the title of the site in its default language.
    pub fn title(&self) -> &str {
        self.languages.first().map_or("", |language| &language.title)
    }
}
