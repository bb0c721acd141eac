//! What packing costs, and what queries cost of a pack: asked for by hand, see `tests/search-bench/README.md`.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "what is asked for by hand reads files, takes times and prints them"
)]

use std::time::Instant;

use miniz_oxide::deflate::compress_to_vec;

use super::cut::Sizes;
use super::{index, notes, pack_of};
use crate::document::Document;
use crate::pack::{Chunks, OpenError, Pack};
use crate::searcher::Searcher;

/// Says what packing costs beside indexing. `STUDIUM_DOCUMENTS` names a file with a document as JSON in each line.
/// With `STUDIUM_QUERIES`, a file of queries, says what they fetch, for some sizes of chunks.
#[test]
#[ignore = "takes the documents of a large site"]
fn packing() {
    let read = |name| std::fs::read_to_string(std::env::var(name).expect(name)).expect("readable");
    let documents: Vec<Document> =
        read("STUDIUM_DOCUMENTS").lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let notes = notes(&documents).unwrap();
    let start = Instant::now();
    let index = index::index(&notes).unwrap();
    let indexed = start.elapsed();
    let start = Instant::now();
    let pack = pack_of(&notes, &index, Sizes::default()).unwrap();
    let packed = start.elapsed();
    let start = Instant::now();
    let bytes: usize = pack.files.values().map(|bytes| compress_to_vec(bytes, 8).len()).sum();
    let deflated = start.elapsed();
    println!(
        "{} documents: indexed in {indexed:.2?}, packed in {packed:.2?}, deflated to {bytes} bytes in {deflated:.2?}",
        documents.len(),
    );
    if std::env::var_os("STUDIUM_QUERIES").is_none() {
        return;
    }
    let queries = read("STUDIUM_QUERIES");
    let queries: Vec<&str> = queries.lines().filter(|line| !line.is_empty()).collect();
    let usual = Sizes::default();
    for (block, chunk, list, positions, card) in [
        (usual.block, usual.chunk, usual.list, usual.positions, usual.card),
        (4_000, 8_000, 3_000, 8_000, 4_000),
        (1_000, 2_000, 1_000, 4_000, 4_000),
    ] {
        let sizes = Sizes { block, chunk, list, positions, card };
        weigh(&pack_of(&notes, &index, sizes).unwrap(), &queries, sizes);
    }
}

/// Says what queries fetch: each by a reader that has nothing, then all in one session.
fn weigh(pack: &Pack, queries: &[&str], sizes: Sizes) {
    let deflated = |bytes: &[u8]| compress_to_vec(bytes, 8).len();
    let searcher = Searcher::open(&pack.hot).unwrap();
    let mean = |session: bool| {
        let (mut bytes, mut requests) = (0, 0);

        let mut chunks = Chunks::default();
        for query in queries {
            if !session {
                chunks = Chunks::default();
            }
            let fetch = |name: &str| {
                requests += 1;
                bytes += deflated(&pack.files[name]);
                Ok::<_, OpenError>(pack.files[name].clone())
            };
            searcher.search_with(query, 5, &mut chunks, fetch).unwrap();
        }
        let count = queries.len() as f64;

        (bytes as f64 / count / 1000.0, f64::from(requests) / count)
    };
    let (cold, cold_requests) = mean(false);
    let (warm, warm_requests) = mean(true);
    println!(
        "{sizes:?}: hot {}, {} files; first {cold:.1} kB in {cold_requests:.1}, next {warm:.1} kB in {warm_requests:.1}",
        deflated(&pack.hot),
        pack.files.len(),
    );
}
