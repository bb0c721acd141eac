//! A vault of raw notes as people really write them: HTML headings, tabs, odd lists, links to nothing.

use crate::support::{TestVault, text_of};

const NOTES: &str = "
=== 1.md
<h2>Требования</h2>
Надо узнать:
* сколько пользователей
* где они

<h2>Оценки</h2>
Число запросов `n / 86400`
=== 2.md
1. Ask:
\t1. users - who
\t2. scale

[[Cap theorem]] should be kept in mind

[[Big Data Stream data processing]]
[[Big Data batch data processing]]

[[NoSQL]]
 [[Data aggregation Checkpointing]]
  
 [[Data aggregation Paritioning]]

It may send to [[Dead letter queue]] then.

[[Blocking and non-blocking IO]]

[[Load Balancer in distributed systems]]
";

#[test]
fn raw_headings_are_headings_and_what_follows_is_markdown() {
    let (site, _) = TestVault::from_text(NOTES).build();
    let page = text_of(&site, "1/index.html").expect("the note has a page");
    assert!(page.contains("<h2 id=\"требования\">"), "{page}");
    assert!(page.contains("<li>сколько пользователей</li>"), "{page}");
    assert!(page.contains("href=\"#оценки\""), "the outline leads to it");
}

#[test]
fn exactly_the_links_that_lead_nowhere_are_flagged() {
    let analysis = TestVault::from_text(NOTES).analysis();
    let broken: Vec<_> =
        analysis.diagnostics.iter().filter_map(|diagnostic| diagnostic.link.as_ref()).collect();
    assert_eq!(broken.len(), 9, "{broken:#?}");
    assert!(broken.iter().all(|link| link.reason.as_str() == "missing-note"));
}

#[test]
fn beside_our_content_only_the_misspelt_one_is_left() {
    let content = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let vault = TestVault::from_text(NOTES);
    copy(&content, vault.root());
    let analysis = vault.analysis();
    let broken: Vec<_> = analysis
        .diagnostics
        .iter()
        .filter_map(|diagnostic| diagnostic.link.as_ref())
        .map(|link| (link.raw.as_str(), link.suggestion.as_deref()))
        .collect();
    assert_eq!(
        broken,
        [("[[Data aggregation Paritioning]]", Some("Data processing/Data aggregation Partitioning.md"))]
    );
}

fn copy(from: &std::path::Path, to: &std::path::Path) {
    for entry in std::fs::read_dir(from).expect("the content is there") {
        let entry = entry.expect("readable");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir_all(&target).expect("writable");
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("writable");
        }
    }
}
