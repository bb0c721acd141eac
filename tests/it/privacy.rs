//! What is kept back leaves no trace: in no file of the site, by no name, warm or cold.

use std::fs;

use studium::engine::Cache;
use studium::site::Site;

use crate::support::{TestVault, build, everything_in, text_of};

/// Words that stand in what is kept back only. No file of the site may hold one of them.
const CANARIES: &[&str] = &[
    "quokka",
    "xylophone",
    "zanzibar",
    "wombat",
    "okapi",
    "axolotl",
    "numbat",
    "tarsier",
    "pangolin",
    "kinkajou",
    "fossa",
    "dugong",
    "gharial",
    "caracal",
    "serval",
    "margay",
    "tamandua",
    "aardwolf",
    "binturong",
    "colugo",
];

const VAULT: &str = "
=== studium.toml
[site]
title = \"Harbour\"
base_url = \"https://harbour.example\"
content = \"content\"
[glossary]
folder = \"terms\"
=== content/index.md
Open [[Plans]], [[the other name|it]] and ![[Plans]] ![[Plans#Part]] ![[Plans#^p]] [m](Plans.md) [[Shown]].
The Keel is long.
=== content/Shown.md
---
tags: [common]
---
Seen %%quokka [[Attic]]%% text. ![[seen.png]]

%%
xylophone
%%

Before <!-- private -->zanzibar [[Cellar wombat]] ![[okapi.png]] #margay<!-- /private --> after.

<!-- private -->

## Heading axolotl

- numbat ^tarsier

<!-- /private -->

> [!private] Title pangolin
> Text kinkajou with ![[fossa.pdf]] and [^1].
> > deeper dugong

[^1]: A footnote.

The end.
=== content/Plans.md
---
private: true
title: gharial
aliases: [the other name, caracal]
tags: [common, serval]
description: tamandua
---
# Part colugo

Text aardwolf [[Shown]] ![[binturong.png]] ^p
=== content/Cellar.md
---
draft: true
---
wombat [[index]]
=== content/caracal folder/Attic.md
---
publish: false
---
quokka [[Shown]]
=== content/terms/Keel.md
---
private: true
definition: xylophone
---
=== content/seen.png
png
=== content/okapi.png
okapi
=== content/fossa.pdf
fossa
=== content/binturong.png
binturong
";

/// Lists which of the words stand where.
fn traces(site: &Site) -> Vec<String> {
    let mut traces = Vec::new();
    for (path, text) in everything_in(site) {
        let text = format!("{path}\n{text}").to_lowercase();
        traces.extend(
            CANARIES.iter().filter(|word| text.contains(**word)).map(|word| format!("{word} in {path}")),
        );
    }
    traces
}

#[test]
fn no_file_and_no_name_of_the_site_holds_a_word_of_it() {
    let vault = TestVault::from_text(VAULT);
    let (site, _) = vault.build();
    assert_eq!(traces(&site), [""; 0]);
    let page = text_of(&site, "shown/index.html").expect("the note has a page");
    for shown in ["Seen  text.", "Before  after.", "The end."] {
        assert!(page.contains(shown), "{shown}: {page}");
    }
    assert!(site.artifacts.keys().any(|path| path.as_str().ends_with("seen.png")));
    // The words are found where they are looked for at all.
    fs::write(vault.root().join("content/index.md"), "quokka\n").expect("written");
    let (site, _) = vault.build();
    let places: Vec<String> = traces(&site);
    assert!(places.iter().any(|trace| trace.contains("search-index/")), "{places:?}");
    assert!(places.contains(&"quokka in index.html".to_owned()), "{places:?}");
}

#[test]
fn what_turns_private_is_gone_from_the_next_build() {
    let vault = TestVault::from_text(VAULT);
    let path = vault.root().join("content/Plans.md");
    let kept = fs::read_to_string(&path).expect("readable");
    let mut cache = Cache::new();
    let open = kept.replace("private: true", "private: false");
    for _ in 0..2 {
        fs::write(&path, &open).expect("written");
        let (site, _) = build(&vault.inputs(), &mut cache);
        let found = traces(&site);
        for word in ["gharial", "caracal", "serval", "tamandua", "colugo", "aardwolf", "binturong"] {
            assert!(found.iter().any(|trace| trace.starts_with(word)), "{word} is nowhere: {found:?}");
        }
        fs::write(&path, &kept).expect("written");
        let (site, _) = build(&vault.inputs(), &mut cache);
        assert_eq!(traces(&site), [""; 0]);
    }
}

#[test]
fn an_unlisted_page_is_reached_by_its_address_alone() {
    let vault = TestVault::from_text(
        "
=== studium.toml
[site]
title = \"Harbour\"
base_url = \"https://harbour.example\"
content = \".\"
=== index.md
Nothing leads there. [[Shown]]
=== Shown.md
Text.
=== Quokka.md
---
unlisted: true
date: 2031-01-01
tags: [xylophone]
aliases: [zanzibar]
---
Wombat. [[Shown]]
",
    );
    let (site, _) = vault.build();
    let page = text_of(&site, "quokka/index.html").expect("it has a page");
    assert!(page.contains("Wombat.") && page.contains("noindex"));
    let elsewhere: Vec<String> =
        traces(&site).into_iter().filter(|trace| !trace.ends_with("in quokka/index.html")).collect();
    assert_eq!(elsewhere, [""; 0]);
}

#[test]
fn readers_cannot_tell_what_is_kept_back_from_what_is_not_written() {
    let open = "
=== studium.toml
[site]
base_url = \"https://harbour.example\"
=== Plans.md
See [[Attic]], [[Attic#Boxes|the attic]], [it](Attic.md), ![[Attic]] and [[Atic]].
=== Shown.md
[[attic]] is far.
";
    let kept =
        format!("{open}=== Attic.md\n---\nprivate: true\n---\n# Attic\n\n## Boxes\n\nquokka [[Shown]]\n");
    let site = |text: &str| build(&TestVault::from_text(text).inputs(), &mut Cache::new()).0;
    let (without, with) = (site(open), site(&kept));
    let names = |site: &Site| site.artifacts.keys().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(names(&with), names(&without));
    for path in names(&with) {
        assert_eq!(text_of(&with, &path), text_of(&without, &path), "{path}");
    }
}
