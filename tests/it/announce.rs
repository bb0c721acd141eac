//! What a site tells other programs, read back as they read it.

pub(crate) mod xml;

use std::collections::{BTreeMap, BTreeSet};

use scraper::{Html, Selector};
use studium::site::Site;

use self::xml::{Element, xml};
use crate::support::{TestVault, text_of};

const BASE: &str = "https://sea.example/n";

const NOTES: &str = "\
=== index.md
---
date: 2026-01-02
---
Home leads to [[Ebb]].
=== Ebb.md
---
date: 2026-01-02
updated: 2026-03-04
tags: [sea, sea/deep]
description: When it \"falls\" & </script><b>ends</b>.
image: waves.png
author-note: for the template
deck: Tides
---
It falls. %%unsaid%% See [[Прилив]] and [[Kept]].
=== sea/Прилив.md
---
updated: 2026-02-02
cover: https://pictures.example/p.png
---
It rises ![[Ebb]]
=== sea/deep/Old.md
No date here.
=== sea/Hidden.md
---
unlisted: true
date: 2026-09-09
tags: [sea]
---
Hidden words.
=== Kept.md
---
publish: false
date: 2026-09-09
---
Kept words.
=== glossary/Tide.md
---
definition: It comes and goes.
---
=== waves.png
PNG
";

fn site(config: &str) -> Site {
    TestVault::from_text(&format!(
        "=== studium.toml\n[site]\ntitle = \"Sea & shore\"\ncontent = \".\"\n{config}\n{NOTES}"
    ))
    .build()
    .0
}

fn with_address() -> Site {
    site(&format!("base_url = \"{BASE}\"\nauthor = \"Ann\""))
}

fn text(site: &Site, path: &str) -> String {
    text_of(site, path).unwrap_or_else(|| panic!("there is no {path}: {:?}", site.artifacts.keys()))
}

fn titles(feed: &Element) -> Vec<&str> {
    feed.all("entry").map(|entry| entry.one("title").text.as_str()).collect()
}

#[test]
fn feeds_hold_the_newest_published_notes() {
    let site = with_address();
    let feed = xml(&text(&site, "atom.xml"));
    assert_eq!(feed.attributes["xmlns"], "http://www.w3.org/2005/Atom");
    assert_eq!(feed.one("title").text, "Sea & shore");
    assert_eq!(feed.one("id").text, format!("{BASE}/atom.xml"));
    assert_eq!(
        (feed.link("self"), feed.link("alternate")),
        (&*format!("{BASE}/atom.xml"), &*format!("{BASE}/"))
    );
    assert_eq!(feed.one("updated").text, "2026-03-04T00:00:00Z");
    assert_eq!(feed.one("author").one("name").text, "Ann");
    assert_eq!(titles(&feed), ["Ebb", "Прилив", "index"]);
    let ebb = feed.all("entry").next().expect("the newest");
    assert_eq!(ebb.one("id").text, format!("{BASE}/ebb/"));
    assert_eq!(ebb.one("published").text, "2026-01-02T00:00:00Z");
    assert_eq!(ebb.one("updated").text, "2026-03-04T00:00:00Z");
    assert_eq!(ebb.one("summary").text, "When it \"falls\" & </script><b>ends</b>.");
    let terms: Vec<&str> = ebb.all("category").map(|tag| tag.attributes["term"].as_str()).collect();
    assert_eq!(terms, ["sea", "sea/deep"]);
}

#[test]
fn tags_and_folders_have_feeds_of_their_own() {
    let site = with_address();
    assert_eq!(titles(&xml(&text(&site, "sea/atom.xml"))), ["Прилив"]);
    assert_eq!(titles(&xml(&text(&site, "tags/sea/atom.xml"))), ["Ebb"]);
    assert_eq!(titles(&xml(&text(&site, "tags/sea/deep/atom.xml"))), ["Ebb"]);
    assert!(text_of(&site, "sea/deep/atom.xml").is_none(), "nothing in it has a date");
    let tag = text(&site, "tags/sea/index.html");
    assert!(tag.contains("type=\"application/atom+xml\"") && tag.contains("href=\"atom.xml\""), "{tag}");
}

#[test]
fn a_feed_without_entries_is_valid() {
    let vault = format!("=== studium.toml\n[site]\nbase_url = \"{BASE}\"\ncontent = \".\"\n=== a.md\nA.\n");
    let (site, _) = TestVault::from_text(&vault).build();
    let feed = xml(&text(&site, "atom.xml"));
    assert_eq!(feed.all("entry").count(), 0);
    for required in ["id", "title", "updated", "author"] {
        assert!(!feed.one(required).children.is_empty() || !feed.one(required).text.is_empty(), "{required}");
    }
}

#[test]
fn the_site_map_lists_what_search_engines_may_list() {
    let site = with_address();
    let map = xml(&text(&site, "sitemap.xml"));
    assert_eq!(map.attributes["xmlns"], "http://www.sitemaps.org/schemas/sitemap/0.9");
    let found: BTreeMap<&str, Option<&str>> = map
        .all("url")
        .map(|url| (url.one("loc").text.as_str(), url.all("lastmod").next().map(|date| date.text.as_str())))
        .collect();
    let at = |path: &str| format!("{BASE}/{path}");
    assert_eq!(found[&*at("ebb/")], Some("2026-03-04"));
    assert_eq!(found[&*at("sea/%D0%BF%D1%80%D0%B8%D0%BB%D0%B8%D0%B2/")], Some("2026-02-02"));
    assert_eq!(found[&*at("sea/deep/old/")], None);
    for address in found.keys() {
        let file = address.strip_prefix(BASE).expect("ours").trim_start_matches('/');
        let page = text(&site, &format!("{}index.html", percent_decoded(file)));
        assert!(!page.contains("\"noindex\""), "{address}");
        assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{address}\">")), "{address}");
    }
    let pages = site.artifacts.keys().filter(|path| path.as_str().ends_with("/index.html"));
    for path in pages
        .map(studium::site::OutputPath::as_str)
        .filter(|path| !path.starts_with("wanted") && !path.starts_with("search"))
    {
        let is_listed = found.keys().any(|address| {
            percent_decoded(address).strip_prefix(&format!("{BASE}/")) == path.strip_suffix("index.html")
        });
        assert_eq!(is_listed, !text(&site, path).contains("\"noindex\""), "{path}");
    }
}

pub(crate) fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        if let (b'%', [high, low, after @ ..]) = (first, tail) {
            let digits = [*high, *low];
            let digits = std::str::from_utf8(&digits).expect("digits");
            bytes.push(u8::from_str_radix(digits, 16).expect("hexadecimal"));
            rest = after;
        } else {
            bytes.push(*first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).expect("text")
}

#[test]
fn language_models_find_every_note_as_markdown() {
    let site = with_address();
    let list = text(&site, "llms.txt");
    assert!(list.starts_with("# Sea & shore\n"), "{list}");
    let linked: BTreeSet<&str> = list
        .lines()
        .filter_map(|line| line.strip_prefix("- [")?.split_once("](")?.1.split(')').next())
        .collect();
    assert_eq!(linked.len(), 5, "{list}");
    for address in linked {
        let path = percent_decoded(address.strip_prefix(&format!("{BASE}/")).expect("ours"));
        assert!(path.ends_with("page.md"), "{address}");
        let markdown = text(&site, &path);
        assert!(markdown.starts_with("# "), "{path}: {markdown}");
        let page = text(&site, &path.replace("page.md", "index.html"));
        assert!(page.contains("type=\"text/markdown\" href=\"page.md\""), "{path}");
    }
    let ebb = text(&site, "ebb/page.md");
    assert!(ebb.contains("[Прилив](../sea/прилив/)"), "{ebb}");
    let flood = text(&site, "sea/прилив/page.md");
    assert!(flood.contains("It falls."), "an embed stands in place: {flood}");
}

/// Cuts the file of all texts into address, title and text of each.
fn texts(site: &Site) -> Vec<(String, String, String)> {
    let whole = text(site, "llms-full.txt");
    let rule = format!("\n{}\n", "-".repeat(32));
    let parts = whole.split(&rule).skip(1).map(|part| {
        let (title, rest) = part.split_once('\n').expect("an address");
        let (address, text) = rest.split_once("\n\n").expect("a text");
        (address.to_owned(), title.to_owned(), text.to_owned())
    });
    parts.collect()
}

#[test]
fn all_texts_stand_in_one_file_in_the_order_of_the_list() {
    let site = with_address();
    assert!(text(&site, "llms-full.txt").starts_with("# Sea & shore\n"));
    let listed = text(&site, "llms.txt");
    let listed =
        listed.lines().filter_map(|line| line.strip_prefix("- [")?.split_once("](")?.1.split(')').next());
    let texts = texts(&site);
    let found: Vec<String> = texts.iter().map(|(address, ..)| format!("{address}page.md")).collect();
    assert_eq!(found, listed.collect::<Vec<_>>());
    for (address, title, found) in &texts {
        let path = percent_decoded(address.strip_prefix(&format!("{BASE}/")).expect("ours"));
        assert_eq!(*found, text(&site, &format!("{path}page.md")), "{title}");
    }
    let titles: Vec<&str> = texts.iter().map(|(_, title, _)| title.as_str()).collect();
    assert_eq!(titles, ["Ebb", "index", "Tide", "Old", "Прилив"]);
    let addresses: Vec<String> =
        self::texts(&self::site("")).into_iter().map(|(address, ..)| address).collect();
    assert_eq!(addresses[0], "ebb/");
    assert!(text_of(&self::site("llms_full = false"), "llms-full.txt").is_none());
}

#[test]
fn what_is_kept_back_or_unlisted_is_told_to_nobody() {
    let site = with_address();
    for path in site.artifacts.keys().map(studium::site::OutputPath::as_str) {
        let told = [".xml", ".txt", ".md", ".json"].iter().any(|end| path.ends_with(end));
        let text = if told { text(&site, path) } else { continue };
        for secret in ["Kept words", "Hidden", "hidden/", "unsaid", "for the template"] {
            assert!(!text.contains(secret), "{path} says {secret}: {text}");
        }
    }
    assert!(text(&site, "sea/hidden/index.html").contains("Hidden words"));
    assert!(!text(&site, "sea/hidden/index.html").contains("ld+json"));
}

#[test]
fn robots_are_welcome() {
    assert_eq!(
        text(&with_address(), "robots.txt"),
        format!("User-agent: *\nAllow: /\n\nSitemap: {BASE}/sitemap.xml\n")
    );
}

#[test]
fn without_an_address_nothing_names_one() {
    let site = site("");
    for path in ["atom.xml", "sitemap.xml", "tags/sea/atom.xml"] {
        assert!(text_of(&site, path).is_none(), "{path}");
    }
    assert_eq!(text(&site, "robots.txt"), "User-agent: *\nAllow: /\n");
    assert!(text(&site, "llms.txt").contains("](ebb/page.md): "), "{}", text(&site, "llms.txt"));
    let page = text(&site, "ebb/index.html");
    for nothing in ["canonical", "og:url", "og:image", "ld+json", "atom+xml"] {
        assert!(!page.contains(nothing), "{nothing}");
    }
}

/// Returns the graph of a page's JSON-LD, read as a search engine reads it: from the parsed page.
fn data(page: &str) -> serde_json::Value {
    let page = Html::parse_document(page);
    let script = Selector::parse("script[type='application/ld+json']").expect("a selector");
    let mut found = page.select(&script);
    let text: String = found.next().expect("the page has data").text().collect();
    assert!(found.next().is_none());
    serde_json::from_str(&text).expect("JSON")
}

#[test]
fn pages_say_what_they_are() {
    let site = with_address();
    let home = data(&text(&site, "index.html"));
    assert_eq!((&home["@type"], &home["url"]), (&"WebSite".into(), &format!("{BASE}/").into()));
    let ebb = &data(&text(&site, "ebb/index.html"))["@graph"];
    assert_eq!(ebb[0]["@type"], "Article");
    assert_eq!(ebb[0]["description"], "When it \"falls\" & </script><b>ends</b>.");
    assert_eq!(
        (&ebb[0]["datePublished"], &ebb[0]["dateModified"]),
        (&"2026-01-02".into(), &"2026-03-04".into())
    );
    assert_eq!(ebb[0]["image"], format!("{BASE}/waves.png"));
    assert_eq!(ebb[0]["isPartOf"]["@id"], home["@id"]);
    let old = &data(&text(&site, "sea/deep/old/index.html"))["@graph"][1]["itemListElement"];
    let items: Vec<&str> =
        old.as_array().expect("a list").iter().filter_map(|step| step["item"].as_str()).collect();
    assert_eq!(
        items,
        [
            &*format!("{BASE}/"),
            &format!("{BASE}/sea/"),
            &format!("{BASE}/sea/deep/"),
            &format!("{BASE}/sea/deep/old/")
        ]
    );
    let term = &data(&text(&site, "glossary/tide/index.html"))["@graph"];
    assert_eq!(
        (&term[0]["@type"], &term[0]["description"]),
        (&"DefinedTerm".into(), &"It comes and goes.".into())
    );
}

#[test]
fn a_page_has_a_card_for_those_who_link_to_it() {
    let site = with_address();
    let page = Html::parse_document(&text(&site, "ebb/index.html"));
    let meta = |property: &str| {
        let found = Selector::parse(&format!("meta[property='{property}']")).expect("a selector");
        page.select(&found).next().and_then(|meta| meta.attr("content")).map(str::to_owned)
    };
    assert_eq!(meta("og:type").as_deref(), Some("article"));
    assert_eq!(meta("og:title").as_deref(), Some("Ebb"));
    assert_eq!(meta("og:url"), Some(format!("{BASE}/ebb/")));
    assert_eq!(meta("og:image"), Some(format!("{BASE}/waves.png")));
    assert!(site.artifacts.keys().any(|path| path.as_str() == "waves.png"), "the picture is published");
    let elsewhere = text(&site, "sea/прилив/index.html");
    assert!(elsewhere.contains("content=\"https://pictures.example/p.png\""), "{elsewhere}");
}
