//! Script in every place where a vault has words of its own: nothing of it may stand in a page as anything but text.

use scraper::{Html, Selector};

use crate::support::{TestVault, everything_in};

/// What would run; no quote in it, so that it fits everywhere.
const RUNS: &str = "window.__pwned=1";

/// Vaults in which `IMG` stands for an element with a handler, `BREAK` for an escape from an attribute, `RUN` for
/// the script alone.
const VAULTS: &[(&str, &str)] = &[
    (
        "titles of callouts",
        "=== a.md\n> [!note] IMG BREAK\n> x\n\n> [!x\"onclick=RUN] y\n\n> [!tip|\"onload=RUN] z\n",
    ),
    (
        "properties",
        "=== a.md\n---\ntitle: 'BREAK'\ndescription: 'BREAK'\nauthor: 'BREAK'\nlang: 'en\"IMG'\ncssclasses: ['x\"onload=RUN']\nimage: \"javascript:RUN\"\ntype: 'BREAK'\ncategory: 'BREAK'\ndeck: 'BREAK'\naliases: ['BREAK']\ndate: 'BREAK'\nupdated: 'IMG'\nup: 'javascript:RUN'\nurl: 'javascript:RUN'\n---\nx\n",
    ),
    (
        "addresses and old ids",
        "=== a.md\n---\npermalink: 'javascript:RUN'\naliases: ['old/\"onload=RUN', 'javascript:RUN//']\nanchors: {'\"onload=RUN': 'x', x: 'BREAK'}\n---\n# x\n=== b.md\n---\nslug: '\"onload=RUN'\nrequires: ['[[a|IMG]]', 'BREAK']\nminutes: 'IMG'\n---\nx\n",
    ),
    (
        "cards of a canvas",
        "=== a.md\n![[c.canvas]]\n=== c.canvas\n{\"nodes\":[{\"id\":\"1\",\"type\":\"text\",\"text\":\"IMG [x](javascript:RUN)\",\"x\":0,\"y\":0,\"width\":9,\"height\":9},{\"id\":\"2\",\"type\":\"link\",\"url\":\"java\\tscript:RUN\",\"x\":0,\"y\":0,\"width\":9,\"height\":9},{\"id\":\"3\",\"type\":\"group\",\"label\":\"IMG\",\"x\":0,\"y\":0,\"width\":9,\"height\":9,\"color\":\"red' onload='RUN\"}],\"edges\":[{\"id\":\"e\",\"fromNode\":\"1\",\"toNode\":\"2\",\"label\":\"IMG\",\"color\":\"red' onload='RUN\"}]}\n",
    ),
    ("tags", "=== a.md\n---\ntags: ['BREAK', 'a\"onload=RUN']\n---\n#x\"onload=RUN #y<img\n"),
    (
        "info of fences",
        "=== a.md\n```\"><img/src=x/onerror=RUN>\nx\n```\n\n```js\"onload=RUN\ny\n```\n\n```mermaid\ngraph TD; A[IMG]-->B; click A \"javascript:RUN\"\n```\n\n~~~ {.x onload=RUN}\nz\n~~~\n",
    ),
    (
        "names of footnotes",
        "=== a.md\nx[^\"><img/src=x/onerror=RUN>] y[^b\"onload=\"RUN] ^[IMG]\n\n[^\"><img/src=x/onerror=RUN>]: f\n[^b\"onload=\"RUN]: g\n",
    ),
    (
        "formulas",
        "=== a.md\n$\\href{javascript:RUN}{x}$ $\\text{IMG}$ $\\unicode{x\"onload=RUN}$ $$\\class{x\" onload=\"RUN}{y}\\style{background:url(javascript:RUN)}{z}\\html{IMG}$$ $\\color{\"onload=RUN}x$ $\\begin{\"onload=RUN}\\end{x}$\n",
    ),
    (
        "drawings",
        "=== a.md\n![[p.svg]] <svg><script>RUN</script><a xlink:href=\"javascript:RUN\">x</a></svg> <svg><animate onbegin=RUN attributeName=x></svg> <math><mtext><table><mglyph><style><img src=x onerror=RUN>\n=== p.svg\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>\n",
    ),
    (
        "addresses of links",
        "=== a.md\n[x](java&#x0A;script:RUN) [x](&#106;avascript:RUN) [x](\u{1}javascript:RUN) [x](javascript&colon;RUN) <javascript:RUN> [[javascript:RUN]] ![[javascript:RUN]] ![x](javascript:RUN) [r]\n\n[r]: javascript:RUN \"BREAK\"\n\n<a href=\" &#14; javascript:RUN\">x</a> <a href=\"jav&#x09;ascript:RUN\">t</a> <img src=x srcset=\"javascript:RUN 1x\"> <a target=_blank href=\"data:text/html,RUN\">d</a>\n",
    ),
    (
        "elements that change how others are read",
        "=== a.md\n<noscript><p title=\"</noscript>IMG\">\n\n<xmp><p title=\"</xmp>IMG\">\n\n<textarea><img title=\"</textarea>IMG\">\n\n<template>IMG</template>\n\n<base href=\"javascript:RUN//\"><meta http-equiv=refresh content=\"0;url=javascript:RUN\">\n\n<iframe srcdoc=\"IMG\"></iframe><form action=javascript:RUN><button formaction=javascript:RUN>z</button></form>\n\n<details ontoggle=RUN open>\n\n<p id=\"x\" onclick=RUN style=\"background:url(javascript:RUN)\">\n",
    ),
    (
        "headings",
        "=== a.md\n# IMG\n## [x](javascript:RUN)\n## `BREAK`\n[[#BREAK]]\n### x ^\"onload=RUN\n=== b.md\n[[a#IMG]] ![[a#IMG]]\n",
    ),
    (
        "answers of bases",
        "=== a.md\n```base\nformulas:\n  x: '\"IMG\"'\n  l: 'link(\"javascript:RUN\", \"x\")'\n  h: 'html(\"IMG\")'\n  i: 'image(\"javascript:RUN\")'\nviews:\n  - type: table\n    name: 'IMG'\n    order: [file.name, note.evil, formula.x, formula.l, formula.h, formula.i]\n```\n=== b.md\n---\nevil: 'IMG'\n---\nx\n",
    ),
    (
        "terms",
        "=== glossary/x.md\n---\ntype: term\ndefinition: 'IMG'\nnames: {ru: ['IMG']}\ncategory: 'BREAK'\naliases: ['IMG']\n---\nx\n=== a.md\nIMG x\n",
    ),
    (
        "questions",
        "=== a.md\n---\ndeck: 'BREAK'\n---\nIMG :: BREAK\n\n#flashcards\nQ :: [x](javascript:RUN)\n",
    ),
    (
        "settings",
        "=== studium.toml\n[site]\ncontent = \".\"\ntitle = 'BREAK'\ndescription = 'IMG'\nauthor = 'BREAK'\nbase_url = \"https://sea.example\"\n[languages.ru]\ntitle = 'BREAK'\n=== a.md\nx\n=== ru/b.md\nx\n",
    ),
    (
        "sizes and places of embeds",
        "=== a.md\n![[x.pdf#page=\"onload=RUN]] ![[x.mp4|\"onload=RUN]] ![[p.png|IMG|100]]\n=== x.pdf\nx\n=== x.mp4\nx\n=== p.png\nx\n",
    ),
    (
        "drawings of an application",
        "=== a.md\n![[d.excalidraw]]\n=== d.excalidraw.md\n---\nexcalidraw-plugin: parsed\n---\nIMG\n",
    ),
];

const FILE_NAMES: &[&str] =
    &["a'\"onload=RUN.md", "<img src=x onerror=RUN>.md", "b\"><svg onload=RUN>.md", "&lt;script&gt;RUN.md"];

fn filled(text: &str) -> String {
    text.replace("IMG", "<img src=x onerror=RUN>")
        .replace("BREAK", "\"><script>RUN</script>")
        .replace("RUN", RUNS)
}

/// Lists what of a page would run.
fn running(page: &str) -> Vec<String> {
    let page = Html::parse_document(page);
    let all = Selector::parse("*").expect("a good selector");
    let mut found = Vec::new();
    for element in page.select(&all) {
        let name = element.value().name();
        for (attribute, value) in element.value().attrs() {
            let address: String = value
                .chars()
                .filter(|c| !c.is_control() && !c.is_whitespace())
                .collect::<String>()
                .to_lowercase();
            let runs = ["javascript:", "vbscript:", "data:text", "blob:"]
                .iter()
                .any(|scheme| address.starts_with(scheme));
            let is_handler = attribute.starts_with("on")
                || matches!(attribute, "style" | "srcdoc" | "formaction" | "action");
            let is_ours = attribute == "action" && !value.contains(RUNS);
            if (is_handler && !is_ours) || (runs && !matches!(attribute, "data-target" | "data-tex")) {
                found.push(format!("<{name} {attribute}={value:?}>"));
            }
        }
        let text: String = element.text().collect();
        let is_data = element.value().attr("type").is_some_and(|kind| kind.contains("json"));
        if matches!(name, "script" | "style" | "template" | "iframe" | "base")
            && !is_data
            && text.contains(RUNS)
        {
            found.push(format!("<{name}>{text}"));
        }
    }
    found
}

fn check(about: &str, vault: &TestVault) -> Vec<String> {
    let (site, _) = vault.build();
    let mut wrong = Vec::new();
    for (path, text) in everything_in(&site) {
        let kind = path.rsplit_once('.').map_or("", |(_, kind)| kind);
        if kind == "html" {
            wrong.extend(running(&text).into_iter().map(|found| format!("{about}: {found} in {path}")));
        }
        if kind == "json" && serde_json::from_str::<serde_json::Value>(&text).is_err() {
            wrong.push(format!("{about}: {path} is no JSON"));
        }
        if path.contains(['<', '>', '"', '\'', ':', '|', '?', '*']) {
            wrong.push(format!("{about}: {path} is no name for a file"));
        }
    }
    wrong
}

#[test]
fn nothing_that_a_vault_says_runs() {
    let mut wrong = Vec::new();
    for (about, text) in VAULTS {
        wrong.extend(check(about, &TestVault::from_text(&filled(text))));
    }
    let links: Vec<String> =
        FILE_NAMES.iter().map(|name| format!("[[{}]]", name.trim_end_matches(".md"))).collect();
    let named = FILE_NAMES.iter().map(|name| (filled(name), "x\n".to_owned()));
    let index = ("index.md".to_owned(), filled(&links.join("\n")));
    // Not every system holds such names.
    if let Some(vault) = TestVault::from_files(named.chain([index])) {
        wrong.extend(check("names of files", &vault));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_runs_is_seen() {
    for page in
        ["<p onclick=x>", "<a href=' java\nscript:x'>", "<script>window.__pwned=1</script>", "<img style=x>"]
    {
        assert_eq!(running(page).len(), 1, "{page}");
    }
}
