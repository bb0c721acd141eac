//! The template engine: names, layers, filters.

use std::sync::Arc;

use serde::{Serialize, Serializer};
use tera::{Kwargs, State, Tera, TeraResult, Value};

use super::easel::Easel;
use super::error::{Report, TemplateError};
use super::letters::Space;
use super::{Layer, Layers};
use crate::diagnostic::{Diagnostic, words};
use crate::site::inert;
use crate::words::counted;

/// What templates call the language of their words.
pub(super) const WORDS_LANG: &str = "words_lang";

/// The templates that pages are made with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TemplateName {
    /// A note, a canvas or a base; takes `NoteView`.
    Note,
    /// A glossary term; takes `NoteView`.
    Term,
    /// The home page; takes `HomeView`.
    Home,
    /// A folder, a tag or the orphans; takes `ListView`.
    List,
    /// All tags; takes `TagsView`.
    Tags,
    /// The glossary; takes `GlossaryView`.
    Glossary,
    /// The learning paths; takes `PathsView`.
    Path,
    /// The wanted notes; takes `WantedView`.
    Wanted,
    /// The whole graph; takes `WholeView`.
    Whole,
    /// The search page; takes `PlainView`.
    Search,
    /// The page for addresses that do not exist; takes `PlainView`.
    NotFound,
    /// A page that forwards; takes `PlainView` with its target.
    Redirect,
    /// The picture that stands for a page elsewhere; takes `PictureView`. An SVG.
    Picture,
}

impl TemplateName {
    /// All names.
    pub const ALL: [Self; 13] = [
        Self::Note,
        Self::Term,
        Self::Home,
        Self::List,
        Self::Tags,
        Self::Glossary,
        Self::Path,
        Self::Wanted,
        Self::Whole,
        Self::Search,
        Self::NotFound,
        Self::Redirect,
        Self::Picture,
    ];

    /// Returns the file in the folder `templates`.
    pub fn file_name(self) -> &'static str {
        match self {
            Self::Note => "note.html",
            Self::Term => "term.html",
            Self::Home => "home.html",
            Self::List => "list.html",
            Self::Tags => "tags.html",
            Self::Glossary => "glossary.html",
            Self::Path => "path.html",
            Self::Wanted => "wanted.html",
            Self::Whole => "graph.html",
            Self::Search => "search.html",
            Self::NotFound => "404.html",
            Self::Redirect => "redirect.html",
            Self::Picture => "picture.svg",
        }
    }
}

/// A view made ready once for many pages. Cheap to clone and to hand over.
#[derive(Clone, Debug)]
pub struct Shared(Value);

impl Shared {
    /// Makes the view ready.
    ///
    /// # Errors
    ///
    /// When the view cannot be serialised, as a map whose keys are not text.
    pub fn new(view: &impl Serialize) -> Result<Self, tera::Error> {
        Value::try_from_serializable(view).map(Self)
    }
}

impl Serialize for Shared {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // The engine takes a value of its own as it is, by its reference count.
        self.0.serialize(serializer)
    }
}

/// Parses the templates of all layers. One that cannot be used is reported and forgotten, until the
/// rest holds together; the default theme alone always does.
pub(super) fn parse(
    layers: &mut Layers,
    assets: &Value,
    easel: &Arc<Easel>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Tera {
    loop {
        let error = match try_parse(layers, assets, easel) {
            Ok(tera) => return tera,
            Err(error) => error,
        };
        let named = Report::of(&error).file;
        let culprit = if layers.place_of_template(&named).is_some() {
            Some(named.clone())
        } else {
            culprit_behind(&error, layers, assets, easel)
        };
        let mut report = TemplateError::unplaced(&error, &named, layers);
        let Some(culprit) = culprit else {
            diagnostics.push(report.diagnostic());
            return Tera::default();
        };
        if culprit != named {
            report = report.because_of(layers.place_of_template(&culprit));
        }
        diagnostics.push(report.diagnostic().help(words::TEMPLATE_BELOW.plain()));
        layers.forget_template(&culprit);
    }
}

/// Finds the template of the vault without which an error in one of ours would not be: a `base.html`
/// that lacks a block, say. The engine blames the one that fills the block.
fn culprit_behind(
    error: &tera::Error,
    layers: &Layers,
    assets: &Value,
    easel: &Arc<Easel>,
) -> Option<String> {
    let names = layers.templates_of_the_vault();
    let found = names.iter().find(|name| {
        let mut without = layers.clone();
        without.forget_template(name);
        match try_parse(&without, assets, easel) {
            Ok(_) => true,
            Err(other) => other.to_string() != error.to_string(),
        }
    });
    found.or(names.first()).cloned()
}

fn try_parse(layers: &Layers, assets: &Value, easel: &Arc<Easel>) -> TeraResult<Tera> {
    let mut tera = Tera::default();
    tera.autoescape_on([".html", ".xml", ".svg"]);
    // Each layer has a prefix, so that `{% extends "default/note.html" %}` in a `note.html` reaches the
    // one below; a name without a prefix is the most specific.
    tera.set_fallback_prefixes(layers.iter().map(|layer| layer.prefix.clone()))?;
    tera.register_filter("counted", |number: u64, arguments: Kwargs, state: &State| {
        let lang = state.get::<String>(WORDS_LANG)?.unwrap_or_default();
        arguments.must_get::<&str>("forms").map(|forms| counted(number, forms, &lang))
    });
    tera.register_filter("inert", |words: &str, _: Kwargs, _: &State| inert(words));
    let easel = Arc::clone(easel);
    tera.register_filter("fit", move |text: &str, arguments: Kwargs, _: &State| {
        let space = Space {
            width: arguments.must_get("width")?,
            height: arguments.must_get("height")?,
            sizes: arguments.must_get("sizes")?,
            family: arguments.must_get("font")?,
            is_balanced: arguments.get("balanced")?.unwrap_or(false),
        };
        Ok::<_, tera::Error>(Value::from_serializable(&easel.letters.fit(text, &space)))
    });
    tera.global_context().insert_value("assets", assets.clone());
    tera.add_raw_templates(layers.iter().flat_map(templates_of))?;
    Ok(tera)
}

/// Tells by its name whether a file is a template.
pub(super) fn is_template(name: &str) -> bool {
    matches!(name.rsplit_once('.'), Some((_, "html" | "xml" | "txt" | "svg")))
}

fn templates_of(layer: &Layer) -> impl Iterator<Item = (String, String)> {
    layer.files.iter().filter_map(|(path, bytes)| {
        let name = path.strip_prefix("templates/")?;
        is_template(name).then(|| {
            let text = String::from_utf8_lossy(bytes);
            (format!("{}{name}", layer.prefix), text.trim_start_matches('\u{feff}').to_owned())
        })
    })
}
