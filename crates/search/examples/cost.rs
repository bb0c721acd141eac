//! What packing costs beside indexing, and what queries fetch of packs of other sizes.
//!
//! In: a file with a document as JSON in each line, and a file with a query in each. Out: lines of numbers.
//! `cargo xtask bench search` makes the files and starts this.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::cast_precision_loss,
    reason = "what measures reads files, takes times and prints them"
)]

use std::error::Error;
use std::time::Instant;
use std::{env, fs};

use miniz_oxide::deflate::compress_to_vec;
use studium_search::{Answer, Chunks, Document, Indexed, OpenError, Pack, Searcher, Sizes};

/// How many pages a box shows, and so fetches.
const SHOWN: usize = 5;
/// How many requests a browser has under way to one host over HTTP/1.1.
const CONNECTIONS: usize = 6;

fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [documents, queries] = words.as_slice() else {
        return Err("wanted: a file of documents and a file of queries".into());
    };
    let (documents, queries) = (fs::read_to_string(documents)?, fs::read_to_string(queries)?);
    let documents: Vec<Document> = documents.lines().map(serde_json::from_str).collect::<Result<_, _>>()?;
    let queries: Vec<&str> = queries.lines().filter(|line| !line.is_empty()).collect();
    let start = Instant::now();
    let indexed = Indexed::new(&documents)?;
    let indexing = start.elapsed();
    let start = Instant::now();
    let pack = indexed.pack(Sizes::default())?;
    let packing = start.elapsed();
    println!(
        "{} documents: indexed in {indexing:.2?}, packed in {packing:.2?}, {:.2} of indexing; {} files",
        documents.len(),
        packing.as_secs_f64() / indexing.as_secs_f64(),
        pack.files.len(),
    );
    let usual = Sizes::default();
    weigh(&pack, &queries, usual)?;
    for times in [2, 4, 8] {
        let Sizes { block, chunk, list, positions, card } = usual;
        let coarser =
            Sizes { chunk: chunk * times, list: list * times, positions: positions * times, block, card };
        weigh(&indexed.pack(coarser)?, &queries, coarser)?;
        let larger_blocks = Sizes { block: block * times, ..coarser };
        weigh(&indexed.pack(larger_blocks)?, &queries, larger_blocks)?;
        let all = Sizes { card: card * times, ..larger_blocks };
        weigh(&indexed.pack(all)?, &queries, all)?;
    }
    Ok(())
}

/// What one kind of session took for a query, in the mean.
#[derive(Default)]
struct Fetched {
    bytes: usize,
    requests: usize,
    /// How often an answer is waited for, where six requests are under way at once.
    waits: usize,
}

/// Says what queries fetch: each by a reader that has nothing, then all in one session.
fn weigh(pack: &Pack, queries: &[&str], sizes: Sizes) -> Result<(), Box<dyn Error>> {
    let searcher = Searcher::open(&pack.hot)?;
    let shown = |fetched: Fetched| {
        let mean = |sum: usize| sum as f64 / queries.len() as f64;
        let Fetched { bytes, requests, waits } = fetched;
        format!("{:.1} kB, {:.1} requests, {:.1} waits", mean(bytes) / 1000.0, mean(requests), mean(waits))
    };
    println!(
        "{sizes:?}: hot {:.1} kB, {} files; first {}; next {}",
        deflated(&pack.hot) as f64 / 1000.0,
        pack.files.len(),
        shown(fetch(pack, &searcher, queries, false)?),
        shown(fetch(pack, &searcher, queries, true)?),
    );
    Ok(())
}

fn fetch(pack: &Pack, searcher: &Searcher, queries: &[&str], session: bool) -> Result<Fetched, OpenError> {
    let mut fetched = Fetched::default();
    let mut chunks = Chunks::default();
    for query in queries {
        if !session {
            chunks = Chunks::default();
        }
        while let Answer::Need(needed) = searcher.search(query, SHOWN, &chunks) {
            fetched.requests += needed.len();
            fetched.waits += needed.len().div_ceil(CONNECTIONS);
            for chunk in needed {
                let bytes = pack.files.get(&searcher.file_name(chunk)).ok_or(OpenError::Damaged)?;
                fetched.bytes += deflated(bytes);
                chunks.insert(chunk, bytes.clone());
            }
        }
    }
    Ok(fetched)
}

fn deflated(bytes: &[u8]) -> usize {
    compress_to_vec(bytes, 8).len()
}
