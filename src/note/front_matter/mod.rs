//! What the metadata block of a note says.
//!
//! In: the text of a file. Out: [`FrontMatter`], the links and tags of the properties, and where the
//! body starts. Not here: what a permalink does (`page`), and who may see what (`graph`).

mod block;
mod dropped;
mod keys;
mod outline;
mod place;
mod read;
mod yaml;

pub(super) use outline::adopt;
pub(super) use read::read;
pub(super) use yaml::read_yaml;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::AutoLink;
use crate::source::Span;

/// A name with the place where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The name.
    pub name: String,
    /// Where it is written; the whole block where the reader of the format could not tell.
    pub span: Span,
}

/// A date as written: `2026-11-12`, with a time behind it or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Dated(pub jiff::civil::Date);

/// What the visibility keys say together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own, and all may hold together")]
pub struct Visibility {
    /// `draft: true`.
    pub draft: bool,
    /// `publish: false`, `private: true` or a neighbour of these; or the block is unreadable and
    /// names one of them.
    pub private: bool,
    /// `publish: true` or a neighbour: what opt-in mode asks for.
    pub opted_in: bool,
    /// The block could not be read at all.
    pub unreadable: bool,
}

/// Whether a note is part of the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is.
    Published,
    /// It is kept back, and leaves no trace.
    Withheld,
}

impl Visibility {
    /// Tells whether being a draft is all that may keep a note back.
    pub fn is_only_draft(self, opt_in: bool) -> bool {
        self.draft && self.standing(true, opt_in) == Standing::Published
    }

    /// Decides once and for all whether a note is part of the site.
    pub fn standing(self, with_drafts: bool, opt_in: bool) -> Standing {
        let kept_back = self.private || (self.draft && !with_drafts);
        let not_asked = opt_in && (!self.opted_in || self.unreadable);
        if kept_back || not_asked { Standing::Withheld } else { Standing::Published }
    }
}

/// What search is to do with a note.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Indexing {
    /// Index it.
    #[default]
    Plain,
    /// Leave it out.
    Excluded,
    /// Index it with this weight; 1 is plain.
    Boosted(f32),
}

/// The metadata block of a note. What it does not say is empty.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FrontMatter {
    /// The whole block with its marks; empty when there is none.
    pub span: Span,
    /// `title`.
    pub title: Option<String>,
    /// Other names that the note answers to.
    pub aliases: Vec<Named>,
    /// Old paths in the site that lead here, without slashes at the ends.
    pub redirects: Vec<String>,
    /// Old ids of headings, each with the heading that it is now.
    pub anchors: BTreeMap<String, String>,
    /// The address in the site, without slashes at the ends.
    pub permalink: Option<Named>,
    /// The last segment of the address.
    pub slug: Option<Named>,
    /// What the visibility keys say.
    pub visibility: Visibility,
    /// Reachable, but in no list, index, feed or graph.
    pub unlisted: bool,
    /// When it was first written.
    pub date: Option<Dated>,
    /// When it was last changed.
    pub updated: Option<Dated>,
    /// A sentence about the note.
    pub description: Option<String>,
    /// `type`, in lower case.
    pub note_type: Option<String>,
    /// What a term means.
    pub definition: Option<String>,
    /// The category of a term, as written.
    pub category: Option<Named>,
    /// Names of a term by language.
    pub names: BTreeMap<String, Vec<String>>,
    /// Definitions of a term by language.
    pub definitions: BTreeMap<String, String>,
    /// Which mentions of terms become links on the page of the note, where it says so.
    pub auto_link: Option<AutoLink>,
    /// `mentions: false`: the names of the note are not looked for in other notes.
    pub unmentioned: bool,
    /// The language of the note.
    pub lang: Option<String>,
    /// The index in [`super::Note::links`] of the note that it is a translation of.
    pub translation_of: Option<usize>,
    /// A word that its translations share.
    pub translation_key: Option<String>,
    /// Its place among its neighbours; smaller comes first.
    pub weight: Option<f64>,
    /// Indices in [`super::Note::links`] of what is to be read before.
    pub requires: Vec<usize>,
    /// How long it takes, in minutes.
    pub minutes: Option<u32>,
    /// The deck of its cards.
    pub deck: Option<String>,
    /// Classes for the element that holds the body.
    pub css_classes: Vec<String>,
    /// The template asked for.
    pub template: Option<String>,
    /// Whether an outline is wanted.
    pub toc: Option<bool>,
    /// The picture that stands for the note.
    pub image: Option<String>,
    /// What search is to do with it.
    pub indexing: Indexing,
    /// Whether it is a drawing, which has no page.
    pub drawing: bool,
    /// All properties as they were written, with the types of JSON; dates are text.
    pub properties: Map<String, Value>,
}

impl FrontMatter {
    /// Returns the properties that Studium gives no meaning: they are the template's.
    pub fn extra(&self) -> Map<String, Value> {
        let properties = self.properties.iter().filter(|(key, _)| !keys::is_known(key));
        properties.map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    /// Returns the properties that every reader of the site may see: those with a meaning of ours.
    pub fn public_properties(&self) -> Map<String, Value> {
        let is_public = |key: &str| keys::PUBLIC_KEYS.contains(&key);
        let properties = self.properties.iter().filter(|(key, _)| is_public(key));
        properties.map(|(key, value)| (key.clone(), value.clone())).collect()
    }
}
