//! How addresses are written: folders, files, and what a disk answers; and files put into a site as they are.

use studium::site::{OutputPath, Site};

use crate::support::{TestVault, text_of};

const VAULT: &str = "
=== index.md
[[Cache]] [[deep/Log#Parts|log]] [[Nowhere]] ![[p.png]] [x](Cache.md)
=== Cache.md
---
tags: [fast/most]
aliases: [old/cache]
date: 2026-01-02
---
Copies. [[Shard]] ![[deep/Log]]
=== 404.md
It is called like a file of ours.
=== deep/index.md
The folder. [[Cache]]
=== deep/Log.md
---
permalink: /logs/log/
---
## Parts
[[Cache#^no]]
=== other/A.md
requires
=== other/B.md
---
requires: [\"[[A]]\"]
---
Б.
=== glossary/Shard.md
---
definition: A part.
---
=== ru/Кэш.md
---
translation_of: \"[[Cache]]\"
---
Копии.
=== p.png
PNG
=== own/robots.txt
Mine.
=== own/icons/favicon.ico
ICO
=== own/wanted/index.html
My own wanted page.
";

fn site(keys: &str) -> (Site, Vec<String>) {
    let config = format!(
        "=== studium.toml\n[site]\ntitle = \"T\"\ncontent = \".\"\nexclude = [\"own/\"]\n\
         base_url = \"https://example.org/n\"\n{keys}\n[languages.ru]\n"
    );
    let (site, found) = TestVault::from_text(&format!("{config}{VAULT}")).build();
    (site, found.iter().map(|found| format!("{}: {}", found.code.as_str(), found.message)).collect())
}

/// Returns the pages of a site but for those that forward, without the ends of their names.
fn pages(site: &Site) -> Vec<String> {
    let paths = site.artifacts.keys().filter(|path| path.extension() == "html").map(OutputPath::as_str);
    let mut pages: Vec<String> = paths
        .filter(|path| !path.ends_with("404.html") && !path.starts_with("old"))
        .map(|path| {
            let path = path.strip_suffix("index.html").unwrap_or(path);
            path.trim_end_matches(".html").trim_end_matches('/').to_owned()
        })
        .collect();
    pages.sort();
    pages
}

/// Returns the addresses of links and files in all pages of ours.
fn addresses(site: &Site) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in site.artifacts.keys().filter(|path| path.extension() == "html").map(OutputPath::as_str) {
        let page = text_of(site, path).expect("a page");
        for attribute in [" href=\"", " src=\""] {
            let values = page.split(attribute).skip(1).filter_map(|rest| rest.split('"').next());
            found.extend(values.map(|value| (path.to_owned(), value.to_owned())));
        }
    }
    found
}

#[test]
fn every_style_has_the_same_pages_and_no_link_that_leads_nowhere() {
    let (usual, expected) = site("");
    assert!(expected.iter().any(|found| found.starts_with("broken-block")), "{expected:?}");
    for keys in ["portable = true", "ugly_urls = true", "portable = true\nugly_urls = true"] {
        let (site, found) = site(keys);
        // A link that leads nowhere in a finished page would be among them.
        let moved = |row: &&String| !row.starts_with("slug-collision");
        let found: Vec<_> = found.iter().filter(moved).collect();
        assert_eq!(found, expected.iter().filter(moved).collect::<Vec<_>>(), "{keys}");
        let mut same = pages(&usual);
        if keys.contains("ugly") {
            // `404.html` is taken.
            same.iter_mut().filter(|page| *page == "404").for_each(|page| page.push_str("-1"));
            same.sort();
        }
        assert_eq!(pages(&site), same, "{keys}");
    }
}

#[test]
fn a_portable_site_names_every_file() {
    for keys in ["portable = true", "portable = true\nugly_urls = true"] {
        let (site, _) = site(keys);
        let addresses = addresses(&site);
        assert!(addresses.len() > 200, "{}", addresses.len());
        for (page, address) in addresses {
            let is_ours = !address.contains(':') && !page.ends_with("404.html");
            let file = address.split(['#', '?']).next().expect("a part");
            let names_a_file =
                file.is_empty() || file.rsplit('/').next().is_some_and(|name| name.contains('.'));
            let is_folder = file.ends_with(['/', '.']);
            assert!(!is_ours || (names_a_file && !is_folder), "{page}: {address}");
        }
        let page = text_of(&site, "index.html").expect("a home page");
        assert!(page.contains("<link rel=\"canonical\" href=\"https://example.org/n/\">"), "{page}");
        assert!(!page.contains("type=\"module\""), "{page}");
        let twins = site.artifacts.keys().map(OutputPath::as_str).filter_map(|path| path.strip_suffix(".js"));
        let twins: Vec<&str> =
            twins.filter(|path| site.artifacts.keys().any(|known| known.as_str() == *path)).collect();
        assert!(twins.contains(&"search-index/hot.bin") && twins.contains(&"graph-layout.json"), "{twins:?}");
        assert!(twins.iter().any(|path| path.contains(".wasm")), "{twins:?}");
    }
}

#[test]
fn pages_are_files_where_that_is_asked_for() {
    let (site, _) = site("ugly_urls = true");
    let text = |path: &str| text_of(&site, path).unwrap_or_else(|| panic!("there is no {path}"));
    assert!(text("cache.html").contains("href=\"logs/log.html\""), "{}", text("cache.html"));
    assert!(text("cache.html").contains("href=\"cache.md\""));
    assert!(text("cache.md").contains("[Shard](glossary/shard.html)"), "{}", text("cache.md"));
    assert!(text("logs/log.html").contains("href=\"../cache.html"), "{}", text("logs/log.html"));
    assert!(text("sitemap.xml").contains("<loc>https://example.org/n/deep.html</loc>"));
    assert!(text("old/cache.html").contains("url=../cache.html"), "{}", text("old/cache.html"));
    assert!(text("ru.html").contains("ru/"), "the home page of a language");
    for path in ["ru/404.html", "404-1.html", "tags/fast/most.html", "tags/fast.xml", "glossary/shard.html"] {
        text(path);
    }
}

#[test]
fn static_files_go_to_the_site_as_they_are() {
    let (site, found) = site("static = \"own\"");
    let text = |path: &str| text_of(&site, path).unwrap_or_else(|| panic!("there is no {path}"));
    assert_eq!(text("robots.txt"), "Mine.\n");
    assert_eq!(text("icons/favicon.ico"), "ICO\n");
    assert_eq!(text("wanted/index.html"), "My own wanted page.\n");
    assert!(text("wanted-1/index.html").contains("Nowhere"), "what the program makes gives way");
    assert!(!found.iter().any(|row| row.contains("wanted-1") && row.starts_with("broken")), "{found:?}");
}
