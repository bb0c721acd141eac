//! Learning paths: their page, and the steps at the foot of notes.

use studium::site::Site;

use crate::support::{TestVault, text_of};

const VAULT: &str = "
=== studium.toml
[site]
content = \".\"
start = \"Walk\"
[languages.ru]
=== Walk/Walk.md
The whole.
=== Walk/One.md
---
minutes: 2
weight: 1
requires: [\"[[Two]]\"]
---
First by weight.
=== Walk/Two.md
---
minutes: 3
weight: 2
---
First by need.
=== Deep.md
---
requires: [\"[[One]]\", \"[[Gone]]\"]
minutes: 5
description: Far down
---
Deep.
=== Other.md
---
requires: [\"[[Base]]\"]
---
Other.
=== Base.md
Base.
=== Lonely.md
Lonely.
=== ru/Other.md
---
requires: [\"[[Base]]\"]
---
Другое.
=== Round.md
---
requires: [\"[[Square]]\"]
---
Round.
=== Square.md
---
requires: [\"[[Round]]\"]
---
Square.
";

fn page(site: &Site, path: &str) -> String {
    text_of(site, path).unwrap_or_else(|| panic!("{path} is not in the site"))
}

/// Returns the titles of the steps of each path.
fn paths(page: &str) -> Vec<String> {
    let sections = page.split("<section class=\"learning\"").skip(1);
    sections
        .map(|section| {
            let links = section.split("<li><a href=").skip(1);
            let titles = links.filter_map(|link| link.split_once('>')?.1.split('<').next());
            titles.collect::<Vec<_>>().join(", ")
        })
        .collect()
}

fn foot(page: &str) -> Vec<String> {
    let (_, nav) = page.split_once("<nav class=\"steps\"").unwrap_or_default();
    let nav = nav.split("</nav>").next().unwrap_or_default();
    nav.split("<a rel=\"").skip(1).map(|link| link.chars().filter(|c| *c != '"').take(20).collect()).collect()
}

#[test]
fn what_is_required_comes_first() {
    let (site, _) = TestVault::from_text(VAULT).build();
    let shown = page(&site, "learning-path/index.html");
    assert_eq!(paths(&shown), ["Two, One, Deep", "Base, Other", "Round, Square"]);
    assert!(shown.contains("3 steps") && shown.contains("10 minutes"), "{shown}");
    assert!(shown.contains("Far down"), "{shown}");
    let russian = page(&site, "ru/learning-path/index.html");
    assert_eq!(paths(&russian), ["Base, Other"]);
    assert!(russian.contains("2 шага"), "{russian}");
}

#[test]
fn notes_lead_to_the_steps_beside_them() {
    let (site, _) = TestVault::from_text(VAULT).build();
    let one = page(&site, "walk/one/index.html");
    assert_eq!(foot(&one), ["prev href=../two/><s", "next href=../../deep/"].map(|link| &link[..20]));
    assert!(one.contains("step 2 of 3, 7 minutes left"), "{one}");
    assert_eq!(foot(&page(&site, "lonely/index.html")), [""; 0]);
    let home = page(&site, "index.html");
    let (first, second) = (home.find("<b>Two</b>"), home.find("<b>One</b>"));
    assert!(first.is_some() && first < second, "{home}");
}

#[test]
fn circles_and_missing_steps_are_told_with_their_place() {
    let (_, diagnostics) = TestVault::from_text(VAULT).build();
    let told = |code: &str| {
        let found = diagnostics.iter().filter(|found| found.code.as_str() == code);
        found
            .map(|found| {
                format!("{} {}", found.place.as_ref().map_or("", |p| p.path.as_str()), found.message)
            })
            .collect::<Vec<_>>()
    };
    assert_eq!(told("requires-cycle"), ["Round.md this can never be read: Round → Square → Round"]);
    assert_eq!(told("broken-link"), ["Deep.md no note is called `Gone`"]);
}

#[test]
fn without_an_order_there_is_no_page() {
    let (site, _) = TestVault::from_text("=== a.md\n[[b]]\n=== b.md\nx\n").build();
    assert!(text_of(&site, "learning-path/index.html").is_none());
    assert!(!page(&site, "index.html").contains("learning-path"));
}
