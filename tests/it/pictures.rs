//! The picture that stands for a page where others link to it.

use std::collections::BTreeMap;
use std::sync::Arc;

use studium::diagnostic::Diagnostic;
use studium::engine::Cache;
use studium::site::{Artifact, OutputPath, Site};
use studium::source::{ScanOptions, SourceFile, SourcePath, Sources};
use studium::theme::{Theme, ThemeFolder};

use crate::support::{TestVault, build, inputs_of, text_of};

const VAULT: &str = "
=== index.md
[[Tides]] [[Прилив]]
=== sea/Tides.md
---
description: They come & <go>.
---
They come and go.
=== sea/Прилив.md
Вода поднимается.
=== sea/Own.md
---
image: https://pictures.example/own.png
---
=== sea/日本.md
Letters that the font lacks.
=== sea/Hidden.md
---
unlisted: true
---
=== sea/Draft.md
---
draft: true
---
=== glossary/Moon.md
---
type: term
category: network
definition: It pulls.
---
=== ru/Луна.md
Светит.
";

const BASE: &str = "https://sea.example/n";

fn vault(site: &str) -> TestVault {
    let config = format!(
        "=== studium.toml\n[site]\ntitle = \"Sea & shore\"\ncontent = \".\"\n{site}\n[languages.ru]\ntitle = \"Море и берег\"\n"
    );
    TestVault::from_text(&format!("{config}{VAULT}"))
}

fn site(base_url: &str) -> Site {
    vault(&format!("base_url = \"{base_url}\"")).build().0
}

/// Returns the drawn files: what they show, and their bytes.
fn pictures(site: &Site) -> BTreeMap<&OutputPath, (String, Vec<u8>)> {
    let drawn = site.artifacts.iter().filter_map(|(path, artifact)| match artifact {
        Artifact::Drawn(drawing) => Some((path, (drawing.source().to_owned(), drawing.bytes()))),
        _ => None,
    });
    drawn.collect()
}

fn meta(site: &Site, page: &str, property: &str) -> Option<String> {
    let page = text_of(site, page).unwrap_or_else(|| panic!("there is no {page}"));
    let (_, rest) = page.split_once(&format!("<meta property=\"{property}\" content=\""))?;
    Some(rest.split('"').next().expect("an end").to_owned())
}

#[test]
fn every_page_that_can_be_linked_to_has_a_picture() {
    let site = site(BASE);
    let pictures = pictures(&site);
    let mut shown = Vec::new();
    for page in [
        "index.html",
        "sea/tides/index.html",
        "sea/прилив/index.html",
        "sea/index.html",
        "glossary/index.html",
        "glossary/moon/index.html",
        "ru/index.html",
        "ru/луна/index.html",
    ] {
        let address = meta(&site, page, "og:image").unwrap_or_else(|| panic!("{page} has no picture"));
        let path = address.strip_prefix(&format!("{BASE}/")).expect("a full address").to_owned();
        let (_, (_, bytes)) = pictures.iter().find(|(known, _)| known.as_str() == path).expect("it is there");
        assert!(bytes.starts_with(b"\x89PNG\r\n\x1a\n"), "{page}");
        let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().expect("four bytes"));
        assert_eq!((number(16), number(20)), (1200, 630), "{page}");
        let said = ["og:image:width", "og:image:height"].map(|name| meta(&site, page, name));
        assert_eq!(said, [Some("1200".to_owned()), Some("630".to_owned())], "{page}");
        assert_eq!(meta(&site, page, "og:image:alt"), meta(&site, page, "og:title"), "{page}");
        let html = text_of(&site, page).expect("a page");
        assert!(html.contains("<meta name=\"twitter:card\" content=\"summary_large_image\">"), "{page}");
        assert!(bytes.len() < 40_000, "{page}: {} bytes", bytes.len());
        shown.push(bytes);
    }
    assert!(shown.iter().enumerate().all(|(at, one)| !shown[..at].contains(one)), "all differ");
    assert_eq!(
        meta(&site, "sea/own/index.html", "og:image").as_deref(),
        Some("https://pictures.example/own.png")
    );
    assert_eq!(meta(&site, "sea/own/index.html", "og:image:width"), None);
    for page in ["sea/日本/index.html", "sea/hidden/index.html", "404.html"] {
        assert_eq!(meta(&site, page, "og:image"), None, "{page}");
    }
    let used: Vec<_> = site.artifacts.keys().filter_map(|path| text_of(&site, path.as_str())).collect();
    for (path, (source, _)) in &pictures {
        assert!(used.iter().any(|page| page.contains(path.as_str())), "no page shows {path}");
        assert!(!source.contains("Draft"), "{source}");
    }
}

#[test]
fn a_picture_shows_what_the_page_says() {
    let site = site(BASE);
    let found = |text: &str| pictures(&site).into_values().find(|(source, _)| source.contains(text));
    let (tides, _) = found(">Tides<").expect("the note has a picture");
    for text in [">They come &amp; &lt;go&gt;.<", ">sea<", ">Sea &amp; shore<"] {
        assert!(tides.contains(text), "{text}: {tides}");
    }
    let (moon, _) = found(">Moon<").expect("the term has a picture");
    assert!(moon.contains(">It pulls.<") && moon.contains("#0f6f67"), "{moon}");
}

#[test]
fn pictures_are_the_same_every_time_whatever_is_remembered() {
    let vault = vault(&format!("base_url = \"{BASE}\""));
    let inputs = inputs_of(vault.root(), &ScanOptions::default());
    let mut cache = Cache::new();
    let (cold, _) = build(&inputs, &mut Cache::for_one_build());
    let (first, _) = build(&inputs, &mut cache);
    let (warm, _) = build(&inputs, &mut cache);
    assert_eq!(cold, first);
    assert_eq!(cold, warm);
    assert_eq!(pictures(&cold), pictures(&warm));
}

#[test]
fn there_are_none_without_an_address_or_where_nobody_wants_them() {
    for config in ["", &format!("base_url = \"{BASE}\"\npictures = false")] {
        let (site, _) = vault(config).build();
        assert!(pictures(&site).is_empty(), "{config}");
        assert_eq!(meta(&site, "sea/tides/index.html", "og:image"), None, "{config}");
    }
}

#[test]
fn a_theme_draws_its_own() {
    let vault = vault(&format!("base_url = \"{BASE}\""));
    let plain = |path: &str| SourcePath::new(path).expect("a plain path");
    let own = |template: &str| -> (Site, Vec<Diagnostic>) {
        let mut files = Sources::default();
        let file = SourceFile::new(plain("picture.svg"), template.as_bytes());
        files.files.insert(plain("picture.svg"), file);
        let templates = ThemeFolder { path: &plain("templates"), files: &files };
        let (theme, mut told) = Theme::load(&[], Some(&templates));
        let mut inputs = vault.inputs();
        inputs.theme = Arc::new(theme);
        let (site, noticed) = build(&inputs, &mut Cache::for_one_build());
        told.extend(noticed);
        (site, told)
    };
    let small = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"600\" height=\"300\"><text>{{ page.title }}</text></svg>";
    let (site, told) = own(small);
    assert!(told.iter().all(|found| found.code.as_str() != "invalid-template"), "{told:?}");
    assert_eq!(meta(&site, "sea/tides/index.html", "og:image:width").as_deref(), Some("600"));
    assert!(pictures(&site).into_values().any(|(source, _)| source.ends_with("<text>Tides</text></svg>")));
    for (broken, expected) in [
        (
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><text>",
            "templates/picture.svg",
        ),
        ("no picture", "one element has to stand around all"),
        ("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"99999\" height=\"9\"/>", "99999"),
        ("<svg>{{ page.titel }}</svg>", "titel"),
        ("<svg>{{ page.title | fit(width=1) }}</svg>", "height"),
    ] {
        let (site, told) = own(broken);
        let about: Vec<_> = told.iter().filter(|found| found.code.as_str() == "invalid-template").collect();
        assert_eq!(about.len(), 1, "{broken}: {told:?}");
        assert!(about[0].message.to_string().contains(expected), "{broken}: {}", about[0].message);
        assert!(pictures(&site).is_empty(), "{broken}");
        assert!(text_of(&site, "sea/tides/index.html").is_some(), "the pages are there");
    }
}
