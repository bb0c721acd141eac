//! The script that keeps the search in the reader's browser, so that it works without a network.
//!
//! In: the files of the index, those of the theme, the addresses of the search pages. Out: that script, which begins
//! with the names of all that belongs to this version of the site, so it changes with any of them. Not here: who
//! starts it (`offline.js` of the theme).

use std::collections::BTreeSet;
use std::sync::Arc;

use serde::Serialize;

use super::{FOLDER, Files, HOT};
use crate::site::OutputPath;
use crate::source::ContentHash;

/// The file. It lies at the root of the site, since a browser asks such a script for nothing that lies elsewhere.
const KEEPER: &str = "search-offline.js";

/// The largest index that is kept as a whole, in bytes; of larger ones what was fetched.
const MOST_BYTES: usize = 3_000_000;

/// The files of the theme, by their names without a hash, that search in a page. What they name comes with them.
const SEARCHING: &[&str] = &["search", "search_worker"];
/// Those that make the search page what it is.
const PAGE: &[&str] = &["page", "scheme", "style", "offline"];

/// What belongs to one version of a site.
#[derive(Serialize)]
struct Kept<'k> {
    version: String,
    /// What the parts are named by, and the hot part begins with.
    digest: &'k str,
    hot: String,
    /// The folder of the parts.
    parts: String,
    /// Their names in it, where all of them are kept.
    names: Vec<&'k str>,
    files: Vec<&'k str>,
    pages: &'k [String],
}

/// Returns the script that keeps the search. `pages` are the addresses of the search pages from the root of the
/// site; `assets` are the files of the theme, of which it keeps those that searching takes.
pub fn keeper(
    index: &Files,
    assets: &[(OutputPath, Arc<[u8]>)],
    pages: &[String],
) -> Option<(OutputPath, Arc<[u8]>)> {
    let parts = index.iter().filter_map(|(path, bytes)| {
        let (digest, name) = path.as_str().strip_prefix(FOLDER)?.strip_prefix('/')?.split_once('/')?;
        Some((digest, name, bytes.len()))
    });
    let parts: Vec<_> = parts.collect();
    let digest = parts.first().map_or("", |(digest, ..)| digest);
    let is_small = parts.iter().map(|(.., length)| length).sum::<usize>() <= MOST_BYTES;
    let mut kept = Kept {
        version: String::new(),
        digest,
        hot: format!("{FOLDER}/{HOT}"),
        parts: format!("{FOLDER}/{digest}/"),
        names: parts.iter().filter(|_| is_small).map(|(_, name, _)| *name).collect(),
        files: needed(assets),
        pages,
    };
    let hot = index.first().map_or(&[][..], |(_, bytes)| bytes);
    let mut all = serde_json::to_vec(&kept).ok()?;
    all.extend_from_slice(ContentHash::of(hot).bytes());
    kept.version = ContentHash::of(&all).short();
    let names = serde_json::to_string(&kept).ok()?;
    let script = format!("const kept = {names};\n{}", include_str!("offline/keeper.js"));
    Some((OutputPath::new(KEEPER)?, script.into_bytes().into()))
}

/// Returns the files of the theme that searching takes, in order.
fn needed(assets: &[(OutputPath, Arc<[u8]>)]) -> Vec<&str> {
    let mut needed: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<usize> = Vec::new();
    for (index, (path, _)) in assets.iter().enumerate() {
        let is = |stems: &[&str]| stems.contains(&stem(path)) && matches!(path.extension(), "js" | "css");
        if is(SEARCHING) {
            open.push(index);
        } else if is(PAGE) {
            needed.insert(path.as_str());
        }
    }
    while let Some(index) = open.pop() {
        let (path, bytes) = &assets[index];
        if !needed.insert(path.as_str()) || path.extension() != "js" {
            continue;
        }
        let text = String::from_utf8_lossy(bytes);
        let named = assets.iter().enumerate().filter(|(_, (other, _))| text.contains(file_name(other)));
        open.extend(named.map(|(other, _)| other));
    }
    needed.into_iter().collect()
}

fn file_name(path: &OutputPath) -> &str {
    path.as_str().rsplit('/').next().unwrap_or_default()
}

fn stem(path: &OutputPath) -> &str {
    file_name(path).split('.').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, bytes: &[u8]) -> (OutputPath, Arc<[u8]>) {
        (OutputPath::new(path).expect("plain"), bytes.into())
    }

    fn assets() -> Vec<(OutputPath, Arc<[u8]>)> {
        vec![
            file("assets/engine.2.wasm", b"page.6.js"),
            file("assets/found.3.js", b""),
            file("assets/graph.4.js", b""),
            file("assets/page.6.js", b"import(\"./graph.4.js\"); import(\"./search.7.js\")"),
            file("assets/search.7.js", b"import { a } from \"./found.3.js\";"),
            file("assets/search_worker.8.js", b"new URL(\"./engine.2.wasm\", import.meta.url)"),
            file("assets/style.9.css", b"url(\"./golos.1.woff2\")"),
        ]
    }

    fn script(parts: &[(&str, &[u8])]) -> String {
        let index: Vec<_> = parts.iter().map(|(path, bytes)| file(path, bytes)).collect();
        let pages = ["search/".to_owned()];
        let (path, bytes) = keeper(&index.into(), &assets(), &pages).expect("made");
        assert_eq!(path.as_str(), KEEPER);
        String::from_utf8(bytes.to_vec()).expect("text").lines().next().expect("a line").to_owned()
    }

    #[test]
    fn what_searching_takes_is_named_and_nothing_else() {
        let assets = assets();
        let found = needed(&assets);
        assert_eq!(
            found,
            [
                "assets/engine.2.wasm",
                "assets/found.3.js",
                "assets/page.6.js",
                "assets/search.7.js",
                "assets/search_worker.8.js",
                "assets/style.9.css"
            ]
        );
    }

    #[test]
    fn parts_of_a_small_index_are_named_and_each_version_has_its_own_name() {
        let hot: (&str, &[u8]) = ("search-index/hot.bin", b"head");
        let small = script(&[hot, ("search-index/0a/0001.bin", b"one")]);
        assert!(
            small.contains(
                "\"digest\":\"0a\",\"hot\":\"search-index/hot.bin\",\"parts\":\"search-index/0a/\""
            )
        );
        assert!(
            small.contains("\"names\":[\"0001.bin\"]") && small.contains("\"pages\":[\"search/\"]"),
            "{small}"
        );
        let large = script(&[hot, ("search-index/0a/0001.bin", &vec![0; MOST_BYTES + 1])]);
        assert!(large.contains("\"names\":[]"), "{large}");
        let version = |script: &str| script.split('"').nth(3).map(str::to_owned);
        let other = script(&[("search-index/hot.bin", b"other"), ("search-index/0a/0001.bin", b"one")]);
        assert_ne!(version(&small), version(&other));
        assert_eq!(small, script(&[hot, ("search-index/0a/0001.bin", b"one")]));
    }
}
