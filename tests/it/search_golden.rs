//! What queries find in the study site, and in which order.
//!
//! `tests/search/queries.txt` holds the queries, `tests/search/golden.json` what they find. The browser
//! tests ask the same of the engine in a real browser, so terminal and page agree. `STUDIUM_BLESS=1`
//! writes what is found over what is kept; read the difference like code.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use studium::engine::{Cache, analyse};
use studium::page::Plan;
use studium::search::documents;
use studium::source::ScanOptions;
use studium_search::{search_pack, write_pack};

use crate::support::inputs_of;

const SHOWN: usize = 8;

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Golden {
    query: String,
    corrected: Option<String>,
    total: usize,
    /// Permalinks, with the anchor of the section that a hit leads to.
    hits: Vec<String>,
}

#[test]
fn search_golden_queries_find_what_they_found() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let found = found(root, &fs::read_to_string(root.join("tests/search/queries.txt")).expect("readable"));
    let kept = root.join("tests/search/golden.json");
    if std::env::var_os("STUDIUM_BLESS").is_some() {
        let text = serde_json::to_string_pretty(&found).expect("writable");
        fs::write(kept, format!("{text}\n")).expect("writable");
        return;
    }
    let expected: Vec<Golden> =
        serde_json::from_str(&fs::read_to_string(kept).expect("readable")).expect("well formed");
    assert!(expected.len() >= 40);
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
}

fn found(root: &Path, queries: &str) -> Vec<Golden> {
    let inputs = inputs_of(&root.join("content"), &ScanOptions::default());
    let analysis = analyse(&inputs, &mut Cache::for_one_build(), &|_, _, _| {});
    let (plan, _) = Plan::new(&analysis.vault, &analysis.graph, &analysis.terms, &analysis.options);
    let pack = write_pack(&documents(&plan)).expect("the pack is written");
    let ask = |query: &str| {
        let outcome = search_pack(&pack, query, SHOWN).expect("the pack is read");
        let address = |hit: studium_search::Hit| match hit.anchor {
            Some(anchor) => format!("{}#{anchor}", hit.permalink),
            None => hit.permalink,
        };
        Golden {
            query: query.to_owned(),
            corrected: outcome.corrected,
            total: outcome.total,
            hits: outcome.hits.into_iter().map(address).collect(),
        }
    };
    queries.lines().filter(|line| !line.is_empty()).map(ask).collect()
}
