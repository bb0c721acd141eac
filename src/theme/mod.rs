//! Templates and static files: how the pages of a site look.
//!
//! In: the files of the theme folders, the most specific first; the default theme is part of the
//! program and always the last. Out: [`Theme`], which fills a template with a view, names the static
//! files under the hash of their content, and has one fingerprint. Not here: what a view holds
//! (`page::view`) and the HTML of a note's body (`render`). No template function sees the site: a
//! template is given all it may know.

mod asset;
mod classic;
mod error;
mod layer;
mod template;
mod words;

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;

pub use error::TemplateError;
pub use layer::{CONTRACT_VERSION, ThemeFolder, extends};
pub use template::{Shared, TemplateName};

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use tera::{Context, Tera, Value};

use crate::diagnostic::Diagnostic;
use crate::site::OutputPath;
use crate::source::ContentHash;

use asset::Assets;
use layer::{Layer, Layers};
use words::Words;

/// A theme that is ready for use: every template is parsed, every static file has its final name.
pub struct Theme {
    tera: Tera,
    words: Words,
    layers: Layers,
    assets: Assets,
    fingerprint: ContentHash,
}

impl Theme {
    /// Returns the theme that is part of the program.
    pub fn default_theme() -> Self {
        Self::load(&[], None).0
    }

    /// Lays the folders of a theme and its parents over the default theme, file by file.
    ///
    /// `folders` begins with the theme that the configuration names, followed by what it extends, see
    /// [`extends`]. `templates` are the vault's own templates, which go before all others; their paths
    /// are the names of templates, `note.html` or `parts/nav.html`. A template reaches the one it stands
    /// over by the name of its layer: `{% extends "default/note.html" %}`, `"themes/night/note.html"`.
    /// What cannot be used is reported and left out, so that the theme below it shows; the answer can
    /// always be used.
    pub fn load(folders: &[ThemeFolder], templates: Option<&ThemeFolder>) -> (Self, Vec<Diagnostic>) {
        let mut diagnostics = Vec::new();
        let mut layers = Layers::new(folders, templates, &mut diagnostics);
        let words = Words::read(&layers, &mut diagnostics);
        let assets = Assets::gather(&layers, &mut diagnostics);
        let tera = template::parse(&mut layers, &assets.names(), &mut diagnostics);
        let fingerprint = layers.fingerprint();
        (Self { tera, words, layers, assets, fingerprint }, diagnostics)
    }

    /// Fills a template.
    ///
    /// The template sees `site`, `page`, `body` (finished HTML), `assets` (logical names to paths from
    /// the root of the site) and `words` (the words of the interface in the language of the page). A
    /// `site` that many pages share should be [`Shared`], which costs nothing to hand over again.
    ///
    /// # Errors
    ///
    /// When the template asks for something that the view does not have, with the place in the
    /// template and the permalink of the page.
    pub fn fill(
        &self,
        template: TemplateName,
        site: &impl Serialize,
        page: &impl Serialize,
        body_html: &str,
    ) -> Result<String, TemplateError> {
        let name = template.file_name();
        let value = |view: Result<Value, tera::Error>| {
            view.map_err(|error| TemplateError::new(&error, name, "", &self.layers))
        };
        let page = value(Value::try_from_serializable(page))?;
        let head = |key| page.get_from_path(key).and_then(Value::as_str).unwrap_or_default();
        let mut context = Context::new();
        let site = value(Value::try_from_serializable(site))?;
        let site_lang = site.get_from_path("lang").and_then(Value::as_str).unwrap_or_default();
        let (lang, words) = self.words.value(head("head.lang"), site_lang);
        context.insert_value("words", words);
        context.insert_value(template::WORDS_LANG, Value::normal_string(lang));
        context.insert_value("site", site.clone());
        context.insert_value("body", Value::normal_string(body_html));
        context.insert_value("page", page.clone());
        self.tera
            .render(name, &context)
            .map_err(|error| TemplateError::new(&error, name, head("head.permalink"), &self.layers))
    }

    /// Returns the words of the interface in a language, with the tag of the language that they are in; where
    /// there are none, in that of the site, or in English.
    pub fn words(&self, lang: &str, site_lang: &str) -> (&str, &BTreeMap<String, String>) {
        self.words.texts(lang, site_lang)
    }

    /// Returns the static files of the theme with their place in the site, in path order; those that draw
    /// diagrams only where the site has any.
    pub fn assets(&self, with_diagrams: bool) -> impl Iterator<Item = (OutputPath, Arc<[u8]>)> {
        self.assets.files(with_diagrams)
    }

    /// Returns the script that a site has besides which works from disk.
    pub fn portable(&self) -> Option<(OutputPath, Arc<[u8]>)> {
        self.assets.classic()
    }

    /// Returns why there is none.
    pub fn portable_faults(&self) -> &[Diagnostic] {
        self.assets.faults()
    }

    /// Returns the hash of everything that a page of this theme depends on.
    pub fn fingerprint(&self) -> ContentHash {
        self.fingerprint
    }
}
