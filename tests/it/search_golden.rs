//! What queries find in the study site, and in which order.
//!
//! `tests/search/judged.txt` holds queries and what their reader wants, `tests/search/golden.json` all
//! that they find. The browser tests ask the same of the engine in a real browser, so terminal and page
//! agree. `STUDIUM_BLESS=1` writes what is found over what is kept; read the difference like code. It
//! does not bend what is wanted.

use std::fs;
use std::path::Path;

use serde::{Deserialize, Serialize};
use studium::engine::{Cache, analyse};
use studium::page::Plan;
use studium::search::documents;
use studium::source::ScanOptions;
use studium_search::{search_pack, write_pack};

use crate::support::{TestVault, inputs_of};

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
    let judged = judged(&fs::read_to_string(root.join("tests/search/judged.txt")).expect("readable"));
    let mut queries: Vec<&str> = judged.iter().map(|judged| judged.query.as_str()).collect();
    queries.dedup();
    assert!(queries.len() >= 120, "{} queries", queries.len());
    let found = found(root, &queries);
    let missed: Vec<String> = judged.iter().filter_map(|judged| judged.missed_in(&found)).collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
    let kept = root.join("tests/search/golden.json");
    if std::env::var_os("STUDIUM_BLESS").is_some() {
        let text = serde_json::to_string_pretty(&found).expect("writable");
        fs::write(kept, format!("{text}\n")).expect("writable");
        return;
    }
    let expected: Vec<Golden> =
        serde_json::from_str(&fs::read_to_string(kept).expect("readable")).expect("well formed");
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    assert_eq!(found.len(), expected.len());
}

/// A query and what its reader wants.
struct Judged {
    query: String,
    /// A permalink, or one with an anchor; nothing when nothing is to be found.
    wanted: Option<String>,
    /// The last place that is good enough, from one.
    rank: usize,
}

fn judged(text: &str) -> Vec<Judged> {
    let rows = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    rows.map(|line| {
        let [_, query, wanted, rank] = line.split(" | ").collect::<Vec<_>>()[..] else {
            panic!("four fields are wanted: {line}")
        };
        Judged {
            query: query.to_owned(),
            wanted: (wanted != "-").then(|| wanted.to_owned()),
            rank: rank.parse().expect(line),
        }
    })
    .collect()
}

impl Judged {
    /// Says what is wrong with what was found, if anything is.
    fn missed_in(&self, found: &[Golden]) -> Option<String> {
        let hits = &found.iter().find(|found| found.query == self.query)?.hits;
        let Some(wanted) = &self.wanted else {
            return (!hits.is_empty()).then(|| format!("`{}` finds {hits:?}", self.query));
        };
        let is_wanted =
            |hit: &String| hit == wanted || (!wanted.contains('#') && hit.split('#').next() == Some(wanted));
        let place = hits.iter().position(is_wanted).map(|place| place + 1);
        let good = place.is_some_and(|place| place <= self.rank);
        (!good).then(|| format!("`{}` finds {wanted} at {place:?}, not {}: {hits:?}", self.query, self.rank))
    }
}

fn found(root: &Path, queries: &[&str]) -> Vec<Golden> {
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
    queries.iter().map(|query| ask(query)).collect()
}

#[test]
fn words_are_indexed_as_the_reader_sees_them() {
    let cases = [
        ("un**believ**able", "unbelievable"),
        ("by *repetition*.", "by repetition."),
        ("see [caches](https://example.org), please", "see caches, please"),
        ("one\n\ntwo", "one two"),
        ("- one\n- two", "one two"),
        ("| a | b |\n|---|---|\n| c | d |", "a b c d"),
        ("H<sub>2</sub>O", "H2O"),
        ("one<br>two", "one two"),
        ("<p>one</p><p>two</p>", "one two"),
        ("<div>\nseen <script>let unseen;</script>\n</div>", "seen"),
    ];
    let file = |(number, (markdown, _)): (usize, &(&str, &str))| format!("=== {number:02}.md\n{markdown}\n");
    let vault = TestVault::from_text(&cases.iter().enumerate().map(file).collect::<String>());
    let analysis = vault.analysis();
    let (plan, _) = Plan::new(&analysis.vault, &analysis.graph, &analysis.terms, &analysis.options);
    let documents = documents(&plan);
    assert_eq!(documents.len(), cases.len());
    for (document, (markdown, wanted)) in documents.iter().zip(cases) {
        let words: Vec<&str> = document.sections[0].text.split_whitespace().collect();
        assert_eq!(words.join(" "), wanted, "{markdown}");
    }
}
