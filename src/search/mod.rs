//! Pages to search documents, and the pack to files of the site.
//!
//! In: the plan of the pages. Out: one [`Document`] for each published note, cut at its headings, and the
//! files that browser and terminal search in. Not here: words, ranking, the format of the pack
//! (`studium-search`).

mod document;

pub use document::documents;
pub use studium_search::{Document, Hit, Outcome, Pack};

use std::sync::Arc;

use crate::site::OutputPath;

/// The folder of the site that holds the pack.
pub const FOLDER: &str = "search-index";
/// The part of the pack that every reader loads first.
pub const HOT: &str = "hot.bin";

/// Returns the files of a pack with their places in the site.
pub fn files(pack: &Pack) -> impl Iterator<Item = (OutputPath, Arc<[u8]>)> {
    let hot = (format!("{FOLDER}/{HOT}"), pack.hot.as_slice());
    let chunks = pack.files.iter().map(|(name, bytes)| (format!("{FOLDER}/{name}"), bytes.as_slice()));
    std::iter::once(hot)
        .chain(chunks)
        .filter_map(|(path, bytes)| Some((OutputPath::new(&path)?, Arc::from(bytes))))
}
