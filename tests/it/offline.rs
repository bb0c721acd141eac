//! `offline` of `[search]`: which sites have the script that keeps their search, and what it names.

use serde_json::Value;
use studium::site::{Artifact, OutputPath, Site};

use crate::support::TestVault;

const NOTES: &str = "=== index.md\nHome, see [[Tides]].\n=== Tides.md\nThe moon pulls.\n=== ru/Прилив.md\nЛуна.\n=== Kept.md\n---\nprivate: true\n---\nzanzibar\n";

fn built(config: &str) -> (TestVault, Site) {
    let vault =
        TestVault::from_text(&format!("=== studium.toml\n[site]\ncontent = \".\"\n{config}\n{NOTES}"));
    let site = vault.build().0;
    (vault, site)
}

fn text(site: &Site, path: &str) -> Option<String> {
    match site.artifacts.get(&OutputPath::new(path)?)? {
        Artifact::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        _ => None,
    }
}

/// Returns what the script says is kept.
fn kept(site: &Site) -> Option<Value> {
    let script = text(site, "search-offline.js")?;
    let first = script.lines().next()?.strip_prefix("const kept = ")?.strip_suffix(';')?;
    Some(serde_json::from_str(first).expect("JSON"))
}

#[test]
fn only_sites_that_ask_have_it_and_their_pages_start_it() {
    for (config, is_kept) in [
        ("", false),
        ("[search]\noffline = false", false),
        ("[search]\noffline = true", true),
        ("ugly_urls = true\n[search]\noffline = true", true),
        ("portable = true\n[search]\noffline = true", false),
        ("[search]\noffline = true\nendpoint = \"https://find.example/a\"", false),
    ] {
        let (_vault, site) = built(config);
        assert_eq!(kept(&site).is_some(), is_kept, "{config}");
        for page in ["404.html", "index.html"] {
            let html = text(&site, page).expect("built");
            assert_eq!(html.contains(" data-offline"), is_kept, "{config}: {page}");
        }
    }
}

#[test]
fn it_names_files_of_the_site_alone_the_search_pages_of_all_languages_and_all_of_a_small_index() {
    for (config, pages) in [
        ("[search]\noffline = true\n[languages.ru]", ["search/", "ru/search/"]),
        ("ugly_urls = true\n[search]\noffline = true\n[languages.ru]", ["search.html", "ru/search.html"]),
    ] {
        let (_vault, site) = built(config);
        let kept = kept(&site).expect("asked for");
        let texts = |key: &str| -> Vec<String> {
            let values = kept[key].as_array().expect("a list");
            values.iter().map(|value| value.as_str().expect("text").to_owned()).collect()
        };
        let has = |path: &str| site.artifacts.contains_key(&OutputPath::new(path).expect("plain"));
        assert_eq!(texts("pages"), pages);
        assert!(texts("files").iter().all(|path| path.starts_with("assets/") && has(path)), "{kept}");
        for stem in ["search", "search_worker", "search_engine", "trust", "page", "style"] {
            let start = format!("assets/{stem}.");
            assert!(texts("files").iter().any(|path| path.starts_with(&start)), "{stem}: {kept}");
        }
        assert!(!texts("files").iter().any(|path| path.contains("graph") || path.contains("mermaid")));
        let parts = kept["parts"].as_str().expect("text");
        let named: Vec<String> = texts("names").iter().map(|name| format!("{parts}{name}")).collect();
        let there = site.artifacts.keys().map(OutputPath::as_str).filter(|path| path.starts_with(parts));
        assert_eq!(named, there.collect::<Vec<_>>());
        assert!(!named.is_empty() && has(kept["hot"].as_str().expect("text")));
    }
}

#[test]
fn it_changes_with_the_index_and_with_nothing_else() {
    let (vault, site) = built("[search]\noffline = true");
    assert_eq!(text(&site, "search-offline.js"), text(&vault.build().0, "search-offline.js"));
    std::fs::write(vault.root().join("Kept.md"), "---\nprivate: true\n---\nokapi\n").expect("written");
    assert_eq!(kept(&site), kept(&vault.build().0));
    std::fs::write(vault.root().join("Tides.md"), "---\nprivate: true\n---\nThe moon pulls.\n")
        .expect("written");
    assert_ne!(kept(&site).expect("kept")["version"], kept(&vault.build().0).expect("kept")["version"]);
}
