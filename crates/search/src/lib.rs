//! The search core of Studium: one engine for the terminal, the preview and the browser.
//!
//! In: the documents of a site, once, natively ([`write_pack`]); then queries ([`Searcher`]). Out:
//! a [`Pack`], that is a hot part which every reader loads and small files of which a query needs
//! a few, and an [`Outcome`] for each query.
//!
//! Words, query language, ranking, snippets and the format of the pack are known here and nowhere
//! else. Not here: files, requests, threads and clocks. A reader that lacks a file says so
//! ([`Answer::Need`]), and its host fetches it in its own way.
//!
//! The dictionary, posting lists and positions are those of tantivy, written by tantivy. They are read by
//! decoders of our own, so that the browser loads nothing of it: tests hold them to what tantivy reads.
//!
//! ```
//! use studium_search::{Document, Kind, Section, search_pack, write_pack};
//!
//! let document = Document {
//!     path: "Caching.md".into(),
//!     permalink: "/caching/".into(),
//!     title: "Caching".into(),
//!     aliases: vec!["Кеширование".into()],
//!     tags: vec![],
//!     lang: "en".into(),
//!     kind: Kind::Note,
//!     boost: 1.0,
//!     sections: vec![Section { text: "Answers kept nearby.".into(), ..Section::default() }],
//! };
//! let pack = write_pack(&[document])?;
//! let outcome = search_pack(&pack, "кеширвание", 10)?;
//! assert_eq!(outcome.corrected.as_deref(), Some("кеширование"));
//! assert_eq!(outcome.hits[0].permalink, "/caching/");
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

#![cfg_attr(
    target_arch = "wasm32",
    allow(dead_code, unused_imports, reason = "what the writing half needs is not for the browser")
)]

mod analysis;
mod document;
mod find;
mod outcome;
mod pack;
mod query;
mod searcher;
#[cfg(not(target_arch = "wasm32"))]
mod write;

pub use document::{Document, Kind, Section};
pub use outcome::{Hit, Other, Outcome};
pub use pack::{ChunkId, Chunks, OpenError, Pack};
#[cfg(not(target_arch = "wasm32"))]
pub use searcher::search_pack;
pub use searcher::{Answer, Searcher};
#[cfg(not(target_arch = "wasm32"))]
pub use write::{Indexed, PackError, Sizes, write_pack};
