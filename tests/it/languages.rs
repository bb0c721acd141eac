//! One vault in two languages: addresses, translations, the switcher, and the words around a note.

use studium::site::Site;

use crate::announce::{percent_decoded, xml::xml};
use crate::support::{TestVault, text_of};

const VAULT: &str = "
=== studium.toml
[site]
title = \"Notes\"
content = \".\"
base_url = \"https://example.org/n\"
[languages.ru]
title = \"Заметки\"
[glossary.categories]
storage = { en = \"Storage\", ru = \"Хранение\" }
=== index.md
[[Cache]]
=== Cache.md
---
tags: [fast]
---
Copies. [[Shard]] ![[Only]] [[Nowhere]]
=== Only.md
---
updated: 2026-11-03
---
English alone.
=== Cache.ru.md
---
title: Кэш
tags: [fast]
updated: 2026-11-03
---
Копии. [[Cache]] [[Only]] ![[Only]] [[Nowhere]]

- [ ] дело
=== ru/deep/Log.md
Журнал. [[Cache]]
=== deep/Log.md
A log.
=== Стая.md
---
lang: ru
translation_of: \"[[Flock]]\"
---
Птицы.
=== Flock.md
Birds.
=== glossary/Shard.md
---
category: storage
names: {ru: Шард}
definition: A part.
definitions: {ru: Часть.}
---
Text.
=== glossary/Queue.md
---
definition: A row.
names: {ru: очередь}
---
Text.
=== glossary/Queue.ru.md
---
title: Очередь
definition: Ряд.
---
Текст.
";

fn site() -> Site {
    TestVault::from_text(VAULT).build().0
}

fn page(site: &Site, path: &str) -> String {
    text_of(site, path).unwrap_or_else(|| panic!("{path} is not in the site"))
}

/// Returns the links of the switcher: what they say, where they lead, whether the page is there.
fn switcher(page: &str) -> Vec<String> {
    let (_, nav) = page.split_once("<nav class=\"languages\"").expect("a switcher");
    let (nav, _) = nav.split_once("</nav>").expect("its end");
    nav.split("<a ")
        .skip(1)
        .map(|link| {
            let href = link.split('"').nth(1).expect("an address");
            let (_, name) = link.split_once('>').expect("a name");
            let mark = if link.contains("untranslated") { " (not translated)" } else { "" };
            format!("{} {href}{mark}", name.trim_end_matches("</a>"))
        })
        .collect()
}

fn alternates(page: &str) -> Vec<String> {
    page.lines()
        .filter_map(|line| line.strip_prefix("<link rel=\"alternate\" hreflang=\""))
        .map(|line| line.replace("\" href=\"", " ").trim_end_matches("\">").to_owned())
        .collect()
}

#[test]
fn notes_stand_below_their_language() {
    let site = site();
    for path in [
        "cache/index.html",
        "ru/cache/index.html",
        "ru/deep/log/index.html",
        "ru/index.html",
        "ru/deep/index.html",
        "ru/tags/fast/index.html",
        "ru/search/index.html",
        "ru/glossary/index.html",
        "ru/glossary/queue/index.html",
        "стая/index.html",
    ] {
        page(&site, path);
    }
    let tagged = page(&site, "ru/tags/fast/index.html");
    assert!(tagged.contains(">Кэш</a>") && !tagged.contains("href=\"../../../cache/\""), "{tagged}");
    assert!(text_of(&site, "cache.ru/index.html").is_none());
}

#[test]
fn the_switcher_leads_to_the_translation_or_to_the_home_page() {
    let site = site();
    let of = |path: &str| switcher(&page(&site, path));
    assert_eq!(of("cache/index.html"), ["English ./", "Русский ../ru/cache/"]);
    assert_eq!(of("ru/cache/index.html"), ["English ../../cache/", "Русский ./"]);
    assert_eq!(of("only/index.html"), ["English ./", "Русский ../ru/ (not translated)"]);
    assert_eq!(of("стая/index.html"), ["English ../flock/", "Русский ./"]);
    assert_eq!(of("ru/deep/index.html"), ["English ../../deep/", "Русский ./"]);
    assert_eq!(of("ru/glossary/index.html"), ["English ../../glossary/", "Русский ./"]);
    assert_eq!(of("tags/fast/index.html"), ["English ./", "Русский ../../ru/tags/fast/"]);
    assert_eq!(of("ru/index.html"), ["English ../", "Русский ./"]);
    for page in ["wanted", "orphans", "graph"] {
        let address = format!("{page}/index.html");
        assert_eq!(of(&address), ["English ./".to_owned(), format!("Русский ../ru/{page}/")]);
    }
}

#[test]
fn search_engines_are_told_of_translations() {
    let site = site();
    assert_eq!(
        alternates(&page(&site, "ru/cache/index.html")),
        [
            "en https://example.org/n/cache/",
            "ru https://example.org/n/ru/cache/",
            "x-default https://example.org/n/cache/",
        ]
    );
    assert_eq!(
        alternates(&page(&site, "index.html")),
        ["en https://example.org/n/", "ru https://example.org/n/ru/", "x-default https://example.org/n/"]
    );
    assert_eq!(alternates(&page(&site, "only/index.html")), [""; 0]);
}

#[test]
fn the_site_map_says_what_the_pages_say_of_translations() {
    let site = site();
    let map = xml(&page(&site, "sitemap.xml"));
    assert_eq!(map.attributes["xmlns:xhtml"], "http://www.w3.org/1999/xhtml");
    let mut told = 0;
    for url in map.all("url") {
        let address = &url.one("loc").text;
        let links: Vec<String> = url
            .all("xhtml:link")
            .map(|link| {
                assert_eq!(link.attributes["rel"], "alternate");
                format!("{} {}", link.attributes["hreflang"], link.attributes["href"])
            })
            .collect();
        let path = percent_decoded(address.strip_prefix("https://example.org/n/").expect("ours"));
        assert_eq!(links, alternates(&page(&site, &format!("{path}index.html"))), "{address}");
        assert!(
            links.is_empty() || links.iter().any(|link| link.ends_with(&format!(" {address}"))),
            "itself"
        );
        told += usize::from(!links.is_empty());
    }
    assert!(told >= 10, "only {told} pages are told of in two languages");
}

#[test]
fn the_interface_speaks_the_language_of_the_page() {
    let site = site();
    let russian = page(&site, "ru/cache/index.html");
    for words in [
        "<html lang=\"ru\">",
        "<title>Кэш · Заметки</title>",
        "Перейти к тексту",
        "3 ноября 2026",
        "aria-label=\"Не сделано\"",
        "Заметки с таким именем пока нет. На неё ссылаются 2 заметки.",
        "href=\"../../ru/glossary/\"",
        "class=\"embed\" data-src=\"Only.md\" lang=\"en\"",
    ] {
        assert!(russian.contains(words), "no {words} in\n{russian}");
    }
    let english = page(&site, "cache/index.html");
    assert!(english.contains("No note has this name yet. 2 notes ask for it."), "{english}");
    let home = page(&site, "ru/index.html");
    assert!(home.contains("<h1>Заметки</h1>"), "{home}");
    assert!(home.contains("Хранение") && home.contains("Шард"), "{home}");
    assert!(home.contains("<small>2 термина</small>"), "{home}");
    // A note of the language that lies elsewhere is listed too, one of another language is not.
    assert!(home.contains("Стая") && !home.contains("Flock"), "{home}");
}

#[test]
fn what_is_wanted_is_told_in_each_language() {
    let site = site();
    let (english, russian) = (page(&site, "wanted/index.html"), page(&site, "ru/wanted/index.html"));
    assert!(english.contains("lang=\"en\"") && russian.contains("<html lang=\"ru\">"), "{russian}");
    assert!(english.contains("<small>2 notes</small>"), "{english}");
    assert!(russian.contains("<small>2 заметки</small>"), "{russian}");
    assert!(page(&site, "ru/cache/index.html").contains("href=\"../../ru/wanted/\""));
    let graph = page(&site, "ru/graph/index.html");
    assert!(graph.contains("data-graph=\"../../graph-layout.json\""), "{graph}");
    let layout = text_of(&site, "graph-layout.json").expect("it is drawn from this");
    let layout: serde_json::Value = serde_json::from_str(&layout).expect("JSON");
    assert_eq!(layout["languages"], serde_json::json!(["en", "ru"]));
    assert_eq!(layout["categories"], serde_json::json!([["Storage"], ["Хранение"]]));
}

#[test]
fn a_term_with_two_notes_is_one_term() {
    let site = site();
    let glossary = page(&site, "glossary/index.html");
    assert!(glossary.contains("2 terms"), "{glossary}");
    let links: Vec<&str> =
        glossary.split("<dt><a href=\"").skip(1).filter_map(|link| link.split('"').next()).collect();
    assert_eq!(links, ["queue/", "shard/", "../ru/glossary/queue/", "shard/"]);
}

#[test]
fn a_term_of_one_name_in_two_languages_stands_once_in_each_glossary() {
    let vault = TestVault::from_text(
        "=== studium.toml\n[site]\ncontent = \".\"\n[languages.ru]\n\
         === glossary/Kafka.md\n---\ndefinition: A log.\n---\nText.\n\
         === ru/glossary/Kafka.md\n---\nlang: ru\ntype: term\ndefinition: Журнал.\n---\nТекст.\n\
         === ru/glossary/Riak.md\n---\nlang: ru\ntype: term\ndefinition: Хранилище.\n---\nТекст.\n",
    );
    let (site, _) = vault.build();
    let links = |path: &str| -> Vec<String> {
        let entries = page(&site, path);
        entries
            .split("<dt><a href=\"")
            .skip(1)
            .map(|link| link.split('"').next().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(links("glossary/index.html"), ["kafka/", "../ru/glossary/riak/"]);
    assert_eq!(links("ru/glossary/index.html"), ["kafka/", "riak/"]);
}

#[test]
fn without_the_language_a_suffix_is_a_name() {
    let vault = TestVault::from_text("=== Cache.md\n[[Cache.ru]]\n=== Cache.ru.md\nx\n");
    let (site, diagnostics) = vault.build();
    assert!(text_of(&site, "cache.ru/index.html").is_some());
    assert!(!page(&site, "cache/index.html").contains("class=\"languages\""));
    assert!(diagnostics.iter().all(|found| found.code.as_str() == "orphan-note"), "{diagnostics:?}");
}
