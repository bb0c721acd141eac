//! What the recogniser of terms finds in sentences that were marked by hand (`tests/terms/sentences.txt`),
//! and which of it becomes links.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use studium::engine::Cache;
use studium::graph::{Mentions, Name};

use crate::support::{TestVault, build, text_of};

/// How many of the mentions found are right, and how many of the right ones are found.
const AT_LEAST: f64 = 0.98;

#[test]
fn terms_are_recognised_in_their_forms_and_nothing_else_is() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/terms/sentences.txt");
    let text = fs::read_to_string(path).expect("the sentences are there");
    let lines = || text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let terms: Vec<Vec<&str>> = lines()
        .filter_map(|line| line.strip_prefix("= "))
        .map(|line| line.split('|').map(str::trim).collect())
        .collect();
    let names = (0..).zip(&terms).flat_map(|(owner, names)| {
        names.iter().map(move |name| Name { owner, text: (*name).to_owned(), is_term: true })
    });
    let mentions = Mentions::of(names);

    let (mut right, mut found, mut wanted) = (0, 0, 0);
    let (mut sentences, mut russian) = (0, 0);
    let mut wrong = Vec::new();
    for line in lines().filter(|line| !line.starts_with("= ")) {
        let (sentence, marks) = read(line);
        sentences += 1;
        russian += usize::from(sentence.chars().any(|c| ('а'..='я').contains(&c)));
        for (_, _, term) in &marks {
            assert!(terms.iter().any(|names| names[0] == term), "`{term}` is no term: {line}");
        }
        let answers: BTreeSet<(usize, usize, String)> = mentions
            .find(&sentence)
            .into_iter()
            .map(|mention| {
                (mention.range.start, mention.range.end, terms[mention.owner as usize][0].to_owned())
            })
            .collect();
        right += answers.intersection(&marks).count();
        found += answers.len();
        wanted += marks.len();
        let told =
            |(start, end, term): &(usize, usize, String)| format!("{} → {term}", &sentence[*start..*end]);
        wrong.extend(
            answers.difference(&marks).map(|answer| format!("too much: {} in: {sentence}", told(answer))),
        );
        wrong.extend(marks.difference(&answers).map(|mark| format!("missed: {} in: {sentence}", told(mark))));
    }

    assert!(sentences >= 120 && russian * 2 >= sentences, "{russian} of {sentences} sentences are Russian");
    let share = |part: usize, whole: usize| {
        f64::from(u32::try_from(part).expect("few")) / f64::from(u32::try_from(whole).expect("few"))
    };
    let (precision, recall) = (share(right, found), share(right, wanted));
    let report = format!("precision {precision:.4}, recall {recall:.4} of {wanted}\n{}", wrong.join("\n"));
    assert!(precision >= AT_LEAST && recall >= AT_LEAST, "{report}");
}

/// Parts a line into the sentence and its marks: start, end, term.
fn read(line: &str) -> (String, BTreeSet<(usize, usize, String)>) {
    let mut sentence = String::new();
    let mut marks = BTreeSet::new();
    let mut rest = line;
    while let Some((before, mark)) = rest.split_once('{') {
        sentence.push_str(before);
        let (mark, behind) = mark.split_once('}').expect("a mark is closed");
        let (words, term) = mark.split_once('|').expect("a mark names its term");
        marks.insert((sentence.len(), sentence.len() + words.len(), term.to_owned()));
        sentence.push_str(words);
        rest = behind;
    }
    sentence.push_str(rest);
    (sentence, marks)
}

/// Returns the body of a page: what stands between the element that holds it and the terms behind it.
fn body(vault: &TestVault, page: &str) -> String {
    let (site, _) = vault.build();
    let text = text_of(&site, page).expect("the page is there");
    let start = text.find("data-note-body>").expect("a page has a body") + "data-note-body>".len();
    let end = text[start..].find("</div>").expect("the body ends");
    text[start..start + end].to_owned()
}

#[test]
fn the_first_mention_in_a_section_is_a_link() {
    let vault = TestVault::from_text(
        "=== glossary/Cache.md\nA near copy of a far cache.\n\nEvery cache.\n=== a.md\nA cache, a cache.\n\n### Deep\n\nA \
         cache.\n\n## Caches\n\nSome *caches* and a load\nbalancer.\n\n## Own\n\n[[Cache]] is a cache.\n\
         === glossary/Load balancer.md\nIt shares.\n",
    );
    let link = |text: &str| format!("<a class=\"term auto\" href=\"../glossary/cache/\">{text}</a>");
    let text = body(&vault, "a/index.html");
    assert!(text.contains(&format!("<p>A {}, a cache.</p>", link("cache"))), "{text}");
    assert!(text.contains("<p>A cache.</p>"), "{text}");
    assert!(text.contains(&format!("<em>{}</em>", link("caches"))), "{text}");
    let across = "<a class=\"term auto\" href=\"../glossary/load-balancer/\">load\nbalancer</a>.";
    assert!(text.contains(across), "{text}");
    assert!(text.contains("Cache</a> is a cache.</p>"), "a link of the author's counts: {text}");
    let own = body(&vault, "glossary/cache/index.html");
    assert!(!own.contains("term auto"), "never on its own page: {own}");
}

#[test]
fn the_site_the_page_the_term_and_the_place_can_refuse() {
    let text = "=== glossary/Cache.md\nCopy.\n=== glossary/Shard.md\n---\nmentions: false\n---\nPart.\n\
                === a.md\nA cache, a cache, a shard, <span class=\"no-link\">a cache</span>.\n\
                === off.md\n---\nauto_link: false\n---\nA cache.\n=== all.md\n---\nauto_link: all\n---\nA cache, a \
                cache.\n=== shows.md\n![[off]]\n";
    let links = |config: &str, page: &str| {
        let vault =
            TestVault::from_text(&format!("=== studium.toml\n[site]\ncontent = \".\"\n{config}\n{text}"));
        body(&vault, page).matches("term auto").count()
    };
    assert_eq!(links("", "a/index.html"), 1);
    assert_eq!(links("[glossary]\nauto_link = \"all\"", "a/index.html"), 2);
    assert_eq!(links("[glossary]\nauto_link = \"off\"", "a/index.html"), 0);
    assert_eq!(links("", "off/index.html"), 0);
    assert_eq!(links("", "shows/index.html"), 0);
    assert_eq!(links("[glossary]\nauto_link = \"off\"", "all/index.html"), 2);
}

#[test]
fn notes_that_name_another_without_a_link_stand_on_its_page() {
    let vault = TestVault::from_text(
        "=== Slow start.md\nx\n=== a.md\nOne. After a slow start it ran. Slow start again.\n=== b.md\n\
         [[Slow start]] is no slow start.\n=== c.md\n---\nunlisted: true\n---\nA slow start.\n",
    );
    let (site, _) = vault.build();
    let text = text_of(&site, "slow-start/index.html").expect("the page is there");
    let unlinked = text.split("class=\"unlinked\"").nth(1).expect("there is a list");
    assert!(unlinked.contains("<p>After a <em>slow start</em> it ran.</p>"), "{unlinked}");
    assert_eq!(unlinked.matches("class=\"mention\"").count(), 1, "{unlinked}");
}

#[test]
fn a_term_that_comes_or_goes_changes_the_pages_that_mention_it() {
    let vault = TestVault::from_text("=== a.md\nA cache and a queue.\n=== glossary/Queue.md\nA line.\n");
    let mut cache = Cache::new();
    let linked = |cache: &mut Cache| {
        let (site, _) = build(&vault.inputs(), cache);
        let (cold, _) = build(&vault.inputs(), &mut Cache::for_one_build());
        assert!(site.changed_since(&cold).is_empty());
        text_of(&site, "a/index.html").expect("the page is there").matches("term auto").count()
    };
    assert_eq!(linked(&mut cache), 1);
    fs::write(vault.root().join("glossary/Cache.md"), "A copy.").expect("writable");
    assert_eq!(linked(&mut cache), 2);
    fs::rename(vault.root().join("glossary/Cache.md"), vault.root().join("glossary/Heap.md")).expect("there");
    assert_eq!(linked(&mut cache), 1);
    fs::remove_file(vault.root().join("glossary/Queue.md")).expect("there");
    assert_eq!(linked(&mut cache), 0);
}
