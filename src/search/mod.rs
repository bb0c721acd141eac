//! Pages to search documents, and the pack to files of the site.
//!
//! In: the plan of the pages. Out: one [`Document`] for each published note, cut at its headings, and the
//! files that the browser searches in. Not here: words, ranking, the format of the pack
//! (`studium-search`).
//!
//! Where a cluster answers instead, [`cluster`] writes its files.

pub mod cluster;
mod document;
mod offline;

pub use document::documents;
pub use offline::keeper;
pub use studium_search::{Document, Hit, Outcome, Pack, PackError};

use std::sync::Arc;

use miniz_oxide::deflate::core::{
    CompressorOxide, TDEFLFlush, TDEFLStatus, compress, create_comp_flags_from_zip_params,
};
use rayon::prelude::*;
use studium_search::write_pack;

use crate::site::OutputPath;

/// The folder of the site that holds the pack.
pub const FOLDER: &str = "search-index";
/// The part of the pack that every reader loads first.
pub const HOT: &str = "hot.bin";

/// How hard deflating tries; beyond this, bytes no longer go and time does.
const LEVEL: i32 = 8;

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
    let deflated = |deflater: &mut CompressorOxide, (path, bytes): (String, Vec<u8>)| {
        Some((OutputPath::new(&path)?, Arc::from(deflate(deflater, &bytes))))
    };
    let deflaters = || CompressorOxide::new(create_comp_flags_from_zip_params(LEVEL, -15, 0));
    let made: Vec<Option<_>> = all.into_par_iter().map_init(deflaters, deflated).collect();
    made.into_iter().flatten().collect::<Vec<_>>().into()
}

/// Deflates bytes. The deflater is larger than most files, so one is used for many.
fn deflate(deflater: &mut CompressorOxide, bytes: &[u8]) -> Vec<u8> {
    deflater.reset();
    // What does not shrink grows by some bytes for each block.
    let mut out = vec![0; bytes.len() + bytes.len() / 64 + 64];
    let mut done = (0, 0);
    loop {
        let (status, read, written) =
            compress(deflater, &bytes[done.0..], &mut out[done.1..], TDEFLFlush::Finish);
        done = (done.0 + read, done.1 + written);
        if status != TDEFLStatus::Okay {
            break;
        }
        out.resize(out.len() * 2, 0);
    }
    out.truncate(done.1);
    out
}
