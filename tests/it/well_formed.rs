//! Whatever is written, our own markup stays whole.
//!
//! Random Markdown with raw HTML is built, and its page read as a browser reads it: the frame around
//! the body is where it was, no script and no handler came in, and the last paragraph is still there.

use proptest::prelude::*;
use scraper::{Html, Selector};

use crate::support::{TestVault, text_of};

/// Pieces of Markdown and of HTML, most of them open.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "a", " ", "\n", "\n\n", "# ", "> ", "> [!note]- ", "- ", "1. ", "|a|b|\n|-|-|\n|", "*", "**", "`", "==",
    "$x$", "```html\n", "[[", "]]", "[[x|", "![[a]]", "[^1]", "[^1]: ", "[a](javascript:x)", "![a](x.png)",
    "<b>", "</b>", "<div>", "</div>", "<div>\n\n", "</p>", "<p>", "<!--", "-->", "<script>", "</script>",
    "<style>", "</style>", "<title>", "<textarea>", "<plaintext>", "<svg>", "<math>", "<select>",
    "<template>", "<table>", "<tr><td>", "</table>", "<a href=\"", "<p title='", "\"", "'", ">", "<",
    "</article>", "</main>", "</body>", "<img src=x onerror=x()>", "<iframe src=x>", "<base href=/>",
    "<details open ontoggle=x()>", "<h2>", "</h2>", "<?x", "<![CDATA[", "&lt;script&gt;", "&#0;", "\\",
    "<x-0>", "<form action=/>", "<a href=\"java&#10;script:x\">", "<li>", "<ul>", "<pre>", "%%", " ^id",
];

fn note() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|pieces| pieces.concat())
}

fn all<'h>(page: &'h Html, selector: &str) -> Vec<scraper::ElementRef<'h>> {
    let selector = Selector::parse(selector).expect("a good selector");
    page.select(&selector).collect()
}

/// Returns what a page consists of outside the body of its note.
fn frame(page: &Html) -> Vec<String> {
    let elements = all(page, "*").into_iter();
    let outside = elements.filter(|element| {
        !element.ancestors().any(|above| {
            above.value().as_element().is_some_and(|element| element.attr("data-note-body").is_some())
        })
    });
    outside.map(|element| element.value().name().to_owned()).collect()
}

fn is_handler(name: &str) -> bool {
    name.starts_with("on") || matches!(name, "style" | "srcdoc" | "formaction")
}

/// Reads the page of a note that embeds `text` between two paragraphs of its own.
fn page_of(text: &str) -> Html {
    let vault = TestVault::from_text(&format!(
        "=== n.md\nFirst.\n\n![[hostile]]\n\nLast.\n=== hostile.md\n---\ntoc: false\n---\n{text}\n"
    ));
    let (site, _) = vault.build();
    Html::parse_document(&text_of(&site, "n/index.html").expect("the note has a page"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn markup_of_ours_is_whole(text in note()) {
        let page = page_of(&text);
        let (found, expected) = (frame(&page), frame(&page_of("a")));
        prop_assert!(found == expected, "{text}: {found:?}");
        let body: String = all(&page, "[data-note-body]").iter().flat_map(scraper::ElementRef::text).collect();
        prop_assert!(body.contains("First.") && body.contains("Last."), "{text}: {body}");
        for element in all(&page, "[data-note-body] *") {
            let name = element.value().name();
            prop_assert!(!matches!(name, "script" | "style" | "iframe" | "base" | "form" | "svg"), "{}", text);
            for (attribute, value) in element.value().attrs() {
                prop_assert!(!is_handler(attribute), "{}", text);
                prop_assert!(!value.trim_start().to_lowercase().starts_with("javascript:"), "{}", text);
            }
        }
    }
}

#[test]
fn sentences_in_sentences_hold_no_blocks() {
    let vault = TestVault::from_text(
        "=== n.md\nFirst ![[a]].\n=== a.md\nsecond ![[b]]\n=== b.md\nthird ![[c]]\n=== c.md\nfourth\n",
    );
    let (site, _) = vault.build();
    let page = Html::parse_document(&text_of(&site, "n/index.html").expect("the note has a page"));
    let inner = all(&page, "[data-note-body] > p span.embed span.embed span.embed");
    assert_eq!(inner.len(), 1);
    assert_eq!(inner[0].text().collect::<String>(), "fourth");
    assert!(all(&page, "[data-note-body] span.embed div, [data-note-body] span.embed p").is_empty());
}

#[test]
fn a_table_of_empty_cells_weighs_what_it_takes_on_the_page() {
    let table = format!("|{}\n|{}\n{}", "a|".repeat(300), "-|".repeat(300), "|x\n".repeat(300));
    let vault = TestVault::from_text(&format!("=== n.md\n{}=== t.md\n{table}", "![[t]]\n\n".repeat(100)));
    let (site, diagnostics) = vault.build();
    let told = diagnostics.iter().any(|found| found.message.contains("more than fits on a page"));
    assert!(told, "{diagnostics:?}");
    let page = text_of(&site, "n/index.html").expect("the note has a page");
    assert!(page.len() < 8 << 20, "{} bytes", page.len());
}
