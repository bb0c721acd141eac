//! Pages to search documents, and the pack to files of the site.
//!
//! In: the plan of the pages. Out: one [`Document`] for each published note, cut at its headings, and the
//! files that the browser searches in. Not here: words, ranking, the format of the pack
//! (`studium-search`).
//!
//! Where a cluster answers instead, [`cluster`] writes its files.

pub mod cluster;
mod document;

pub use document::documents;
pub use studium_search::{Document, Hit, Outcome, Pack, PackError};

use std::sync::Arc;

use miniz_oxide::deflate::compress_to_vec;
use rayon::prelude::*;
use studium_search::write_pack;

use crate::site::OutputPath;

/// The folder of the site that holds the pack.
pub const FOLDER: &str = "search-index";
/// The part of the pack that every reader loads first.
pub const HOT: &str = "hot.bin";

/// How hard deflating tries; beyond this, bytes no longer go and time does.
const LEVEL: u8 = 8;

/// The files of a pack, with their places in the site.
pub type Files = Arc<[(OutputPath, Arc<[u8]>)]>;

/// Indexes the documents and returns the files of their pack.
///
/// # Errors
///
/// Fails as [`studium_search::write_pack`] does.
pub fn index(documents: Vec<Document>) -> Result<Files, PackError> {
    let pack = write_pack(&documents)?;
    // They are as long as the vault, and deflating takes a while.
    drop(documents);
    Ok(files(pack))
}

/// Returns the files of a pack, hot part first, each deflated.
///
/// Hosts compress what they know as text, and send `.bin` as it is; deflated here, the files have half
/// the bytes on every host, and the browser inflates them by itself.
pub fn files(pack: Pack) -> Files {
    let hot = (format!("{FOLDER}/{HOT}"), pack.hot);
    let chunks = pack.files.into_iter().map(|(name, bytes)| (format!("{FOLDER}/{name}"), bytes));
    let all: Vec<_> = std::iter::once(hot).chain(chunks).collect();
    // Each part of the pack goes as soon as it is deflated.
    let deflated = |(path, bytes): (String, Vec<u8>)| {
        Some((OutputPath::new(&path)?, Arc::from(compress_to_vec(&bytes, LEVEL))))
    };
    all.into_par_iter().filter_map(deflated).collect::<Vec<_>>().into()
}
