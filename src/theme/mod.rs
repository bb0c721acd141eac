//! Templates, static files and drawn pictures: how the pages of a site look.
//!
//! In: the files of the theme folders, the most specific first; the default theme is part of the
//! program and always the last. Out: [`Theme`], which fills a template with a view, names the static
//! files under the hash of their content, and has one fingerprint. Not here: what a view holds
//! (`page::view`) and the HTML of a note's body (`render`). No template function sees the site: a
//! template is given all it may know.

mod asset;
mod classic;
mod easel;
mod error;
mod layer;
mod letters;
mod stray;
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
use crate::site::{Drawing, OutputPath, Pen};
use crate::source::ContentHash;

use asset::Assets;
use easel::Easel;
use layer::{Layer, Layers};
use words::Words;

/// A theme that is ready for use: every template is parsed, every static file has its final name.
pub struct Theme {
    tera: Tera,
    words: Words,
    layers: Layers,
    assets: Assets,
    easel: Arc<Easel>,
    fingerprint: ContentHash,
}

/// What a template is not asked to know, and its words and errors depend on.
#[derive(Clone, Copy)]
struct About<'a> {
    lang: &'a str,
    permalink: &'a str,
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
        diagnostics.extend(stray::strays(&layers));
        let words = Words::read(&layers, &mut diagnostics);
        let assets = Assets::gather(&layers, &mut diagnostics);
        let easel = Arc::new(Easel::new(&layers));
        let tera = template::parse(&mut layers, &assets.names(), &easel, &mut diagnostics);
        let fingerprint = layers.fingerprint();
        (Self { tera, words, layers, assets, easel, fingerprint }, diagnostics)
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
        let value = |view: Result<Value, tera::Error>| {
            view.map_err(|error| TemplateError::new(&error, template.file_name(), "", &self.layers))
        };
        let page = value(Value::try_from_serializable(page))?;
        let head = |key| page.get_from_path(key).and_then(Value::as_str).unwrap_or_default();
        let about = About { lang: head("head.lang"), permalink: head("head.permalink") };
        self.fill_about(about, template, site, &page, body_html)
    }

    fn fill_about(
        &self,
        about: About<'_>,
        template: TemplateName,
        site: &impl Serialize,
        page: &Value,
        body_html: &str,
    ) -> Result<String, TemplateError> {
        let name = template.file_name();
        let value = |view: Result<Value, tera::Error>| {
            view.map_err(|error| TemplateError::new(&error, name, "", &self.layers))
        };
        let mut context = Context::new();
        let site = value(Value::try_from_serializable(site))?;
        let site_lang = site.get_from_path("lang").and_then(Value::as_str).unwrap_or_default();
        let (lang, words) = self.words.value(about.lang, site_lang);
        context.insert_value("words", words);
        context.insert_value(template::WORDS_LANG, Value::normal_string(lang));
        context.insert_value("site", site.clone());
        context.insert_value("body", Value::normal_string(body_html));
        context.insert_value("page", page.clone());
        self.tera
            .render(name, &context)
            .map_err(|error| TemplateError::new(&error, name, about.permalink, &self.layers))
    }

    /// Makes the picture of a page: what it shows, not drawn yet. `permalink` is that of the page.
    ///
    /// # Errors
    ///
    /// When the template asks for something that the view does not have, or makes no SVG.
    pub fn picture(
        &self,
        site: &impl Serialize,
        picture: &impl Serialize,
        lang: &str,
        permalink: &str,
    ) -> Result<Drawing, TemplateError> {
        let (template, about) = (TemplateName::Picture, About { lang, permalink });
        let name = template.file_name();
        let view = Value::try_from_serializable(picture)
            .map_err(|error| TemplateError::new(&error, name, permalink, &self.layers))?;
        let svg = self.fill_about(about, template, site, &view, "")?;
        easel::well_formed(&svg)
            .map_err(|why| TemplateError::of_picture(&why, name, permalink, &self.layers))?;
        let pen: Arc<dyn Pen> = Arc::clone(&self.easel) as _;
        Ok(Drawing::new(svg.trim(), pen))
    }

    /// Draws a picture as far as is needed to tell its width and height in pixels.
    ///
    /// # Errors
    ///
    /// When it cannot be drawn.
    pub fn size_of_picture(&self, picture: &Drawing) -> Result<(u32, u32), TemplateError> {
        self.easel.size(picture.source()).map_err(|why| {
            TemplateError::of_picture(&why, TemplateName::Picture.file_name(), "", &self.layers)
        })
    }

    /// Returns a text as pictures can show it, see their template; `None` where they lack a letter.
    pub fn letters_for(&self, text: &str) -> Option<String> {
        self.easel.letters.known(text)
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
