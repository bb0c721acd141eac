//! Bases answered: which rows stand in a table, in which order, and what is said of the rest.

use scraper::{ElementRef, Html, Selector};
use studium::engine::Cache;

use crate::support::{TestVault, build, text_of};

const NOTES: &str = "\
=== Books/Dune.md
---
tags: [book, book/sf]
status: done
rating: 5
author: \"[[Herbert]]\"
due: 2026-03-01
---
[[Index]]
=== Books/Emma.md
---
tags: book
status: reading
rating: 4.5
author: \"[[Austen]]\"
due: 2026-01-15
url: https://emma.example
---
=== Books/old/Iliad.md
---
tags: [Book]
rating: 10
status: done
---
=== Herbert.md
He wrote.
=== Index.md
---
private notes: no
---
#booking
=== Secret.md
---
publish: false
tags: book
status: xylophone
---
[[Index]]
=== Hidden.md
---
unlisted: true
tags: book
---
=== Pic.md
![[pic.png]]
=== pic.png
PNG
=== unused.png
PNG
";

/// Builds the vault with a base in a fence and returns the tables of its page, row by row.
fn tables(base: &str) -> String {
    tables_of(&format!("=== Asks.md\n```base\n{base}\n```\n"), "asks/index.html")
}

fn tables_of(more: &str, page: &str) -> String {
    let (site, _) = TestVault::from_text(&format!("{NOTES}{more}")).build();
    let html = text_of(&site, page).expect("the page is there");
    shown(&html)
}

fn shown(html: &str) -> String {
    let page = Html::parse_document(html);
    let select = |selector: &str| Selector::parse(selector).expect("a selector");
    let words = |element: ElementRef<'_>| {
        element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let parts =
        select(".base caption, .base tr, .base li, .base-name, p.base-group, .base-remark, .unsupported");
    let parts = page.select(&parts);
    let lines = parts.map(|part| {
        let cells: Vec<String> = part.select(&select("th, td")).map(words).collect();
        if cells.is_empty() { words(part) } else { cells.join(" | ") }
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Returns the names that a filter lets through.
fn names(filter: &str) -> String {
    let shown = tables(&format!("filters: {filter}"));
    shown.lines().skip(1).collect::<Vec<_>>().join(" ")
}

#[test]
fn filters_choose_rows() {
    for (filter, expected) in [
        ("'file.hasTag(\"book\")'", "Dune Emma Iliad"),
        ("'file.hasTag(\"#BOOK/sf\", \"nothing\")'", "Dune"),
        ("'file.inFolder(\"Books\")'", "Dune Emma Iliad"),
        ("'file.inFolder(\"Books/old\")'", "Iliad"),
        ("'file.inFolder(\"Book\")'", "Nothing fits."),
        ("'file.folder == \"Books\"'", "Dune Emma"),
        ("'file.ext == \"png\"'", "pic.png"),
        ("'file.name == \"Dune.md\" || file.basename == \"Emma\"'", "Dune Emma"),
        ("'status == \"done\" && rating >= 5'", "Dune Iliad"),
        ("'status != \"done\" && file.hasProperty(\"Status\")'", "Emma"),
        ("'note.rating > 4.5 && note[\"rating\"] < 10'", "Dune"),
        ("'due > \"2026-02-01\"'", "Dune"),
        ("'date(\"2026-01-01\") + \"1M\" > due'", "Emma"),
        ("'due.year == 2026 && due.month == 3'", "Dune"),
        ("'file.hasLink(\"Index\")'", "Dune"),
        ("'file.hasLink(\"herbert\")'", "Dune"),
        ("'author == link(\"Herbert\")'", "Dune"),
        ("'file.links.contains(link(\"Herbert\"))'", "Dune"),
        ("'url.startsWith(\"https\") && !url.isEmpty()'", "Emma"),
        ("'file.tags.containsAny(\"book/sf\")'", "Dune"),
        ("'status.lower().contains(\"READ\".lower())'", "Emma"),
        ("'(rating - 1) * 2 == 8 || -rating < -9'", "Dune Iliad"),
        ("{and: ['file.hasTag(\"book\")', {not: ['status == \"done\"', 'rating > 100']}]}", "Emma"),
        ("{or: ['rating == 10', {and: ['rating == 5', 'file.inFolder(\"Books\")']}]}", "Dune Iliad"),
        ("{and: ['file.basename.length == 4', '[\"Dune\", \"Emma\"].contains(file.basename)']}", "Dune Emma"),
        ("'file == this.file'", "Asks"),
        ("'status == \"xylophone\"'", "Nothing fits."),
    ] {
        assert_eq!(names(filter), expected, "{filter}");
    }
}

#[test]
fn an_unfiltered_base_lists_what_readers_may_know_of() {
    let shown = tables("views: []");
    assert_eq!(shown, "file name\nAsks\nDune\nEmma\nHerbert\nIliad\nIndex\nPic\npic.png");
}

#[test]
fn columns_sort_group_and_limit() {
    let shown = tables(
        r#"
filters: file.hasTag("book")
formulas:
  stars: if(rating > 9, "many", rating.toFixed(1)) + " *"
  twice: formula.stars + formula.stars
properties:
  status: {displayName: State}
  formula.stars: {displayName: Stars}
views:
  - type: table
    name: Shelf
    order: [file.name, note.status, author, formula.stars, file.tags, url]
    sort: [{property: rating, direction: DESC}]
    limit: 2
  - type: table
    name: By state
    groupBy: {property: status, direction: DESC}
    sort: [{property: file.name, direction: DESC}]
    order: [file.name, due]
  - type: list
    name: Plain
    order: [file.name, due, rating]"#,
    );
    insta::assert_snapshot!(shown, @r"
    Shelf
    file name | State | author | Stars | tags | url
    Iliad | done |  | many * | #Book | 
    Dune | done | Herbert | 5.0 * | #book #book/sf | 
    By state
    file name | due
    reading
    Emma | 2026-01-15
    done
    Iliad | 
    Dune | 2026-03-01
    Plain
    Dune, 2026-03-01, 5
    Emma, 2026-01-15, 4.5
    Iliad, 10
    ");
}

#[test]
fn what_is_not_understood_is_named_and_never_quoted() {
    for (base, expected) in [
        (
            "filters: file.mtime > now() - \"secretweek\"",
            "A base stands here that this site cannot answer, because of the property file.mtime.",
        ),
        (
            "filters: secretplugin(1)",
            "A base stands here that this site cannot answer, because of a function that Obsidian itself does not have.",
        ),
        (
            "filters: 'formula.a == 1'\nformulas: {a: formula.b, b: formula.a}",
            "A base stands here that this site cannot answer, because of formulas that need one another.",
        ),
        (
            "views: [{secret: }",
            "A base stands here that this site cannot answer, because of its text, which is not that of a base.",
        ),
        (
            "filters: rating == 5\nformulas: {age: 'today() - due'}\nviews: [{type: map, order: [file.name, file.size, formula.age], summaries: {rating: Sum}}]",
            "file name\nDune\nOnly the application can show its kind of view, its summaries, the property file.size, the function today().",
        ),
    ] {
        let shown = tables(base);
        assert_eq!(shown, expected, "{base}");
        assert!(!shown.contains("secret"), "{base}");
    }
}

#[test]
fn files_and_embeds_show_their_views() {
    let more = "=== T.base\nviews:\n  - {type: table, name: One, filters: 'rating == 5'}\n  - {type: list, name: Two, filters: 'file == this.file'}\n=== Host.md\n![[T.base#Two]]\n\n![[T.base]]\n";
    assert_eq!(tables_of(more, "t.base/index.html"), "One\nfile name\nDune\nTwo\nT.base");
    let host = tables_of(more, "host/index.html");
    assert_eq!(host, "Two\nHost\nOne\nfile name\nDune\nTwo\nHost");
}

#[test]
fn the_page_as_markdown_holds_the_tables_and_no_query() {
    let more = "=== T.base\nviews: [{name: One, filters: 'rating == 5', order: [file.name, author]}]\n=== Host.md\n![[T.base]]\n\n```base\nfilters: secret(1)\n```\n\n```dataview\nLIST FROM #secret\n```\n";
    let (site, _) = TestVault::from_text(&format!("{NOTES}{more}")).build();
    let text = text_of(&site, "host/page.md").expect("there is a copy in Markdown");
    insta::assert_snapshot!(text, @r"
    # Host

    **One**

    | file name | author |
    | --- | --- |
    | [Dune](../books/dune/) | [Herbert](../herbert/) |

    A base stands here that this site cannot answer, because of a function that Obsidian itself does not have.

    A dataview query stands here. It is answered by the application, not on this site.
    ");
}

#[test]
fn long_tables_are_cut_and_say_so() {
    use std::fmt::Write as _;
    let mut vault = String::from("=== Asks.md\n```base\nfilters: file.inFolder(\"n\")\n```\n");
    for number in 0..250 {
        let _ = write!(vault, "=== n/{number}.md\nx\n");
    }
    let (site, _) = TestVault::from_text(&vault).build();
    let shown = shown(&text_of(&site, "asks/index.html").expect("the page is there"));
    assert_eq!(shown.lines().count(), 1 + 200 + 1);
    assert!(shown.ends_with("Shown are the first 200 of 250."), "{shown}");
}

#[test]
fn a_table_is_right_when_another_note_changes() {
    let vault = TestVault::from_text(&format!(
        "{NOTES}=== Asks.md\n```base\nfilters: file.hasTag(\"book\")\nviews: [{{order: [file.name, rating]}}]\n```\n"
    ));
    let mut cache = Cache::new();
    build(&vault.inputs(), &mut cache);
    let emma = vault.root().join("Books/Emma.md");
    for (text, expected) in [
        ("---\ntags: book\nrating: 7\n---\n", "Emma | 7"),
        ("---\ntags: book\npublish: false\nrating: 8\n---\n", "Iliad | 10"),
        ("---\ntags: book\nrating: 9\n---\n", "Emma | 9"),
    ] {
        std::fs::write(&emma, text).expect("writable");
        let (warm, _) = build(&vault.inputs(), &mut cache);
        let (cold, _) = build(&vault.inputs(), &mut Cache::for_one_build());
        assert!(warm.changed_since(&cold).is_empty());
        let shown = shown(&text_of(&warm, "asks/index.html").expect("the page is there"));
        assert!(shown.contains(expected), "{shown}");
        assert!(!shown.contains('8'), "{shown}");
    }
}
