//! The Markdown of a note, read again, shows what the note shows.

use std::sync::Arc;

use proptest::prelude::*;

use super::super::markdown;
use super::*;
use crate::note::{ParseOptions, parse};
use crate::source::{SourceFile, SourcePath};

fn read(text: &str) -> Arc<Note> {
    let path = SourcePath::new("a.md").expect("plain");
    let options = ParseOptions { hard_line_breaks: false };
    Arc::new(parse(&SourceFile::new(path, text.as_bytes()), &options))
}

/// Writes the body of a note that stands alone: each link leads to `there/`.
fn written(note: &Arc<Note>) -> String {
    let face = |_: &_| Face::Page { href: "there/".to_owned(), term: false };
    let body = Body {
        note: 0,
        hash: [0; 32],
        range: (0, note.events.len()),
        links: note.links.iter().map(face).collect(),
        mentions: Vec::new(),
        bases: Vec::new(),
        cards: Vec::new(),
        lang: None,
        tags: Vec::new(),
    };
    let permalink = crate::site::Permalink::page("a");
    let text = PageText { permalink, title: None, lead: None };
    markdown(&text, Some(&body), std::slice::from_ref(note))
}

/// What a reader sees of a note: its words and what they stand in, without places.
fn shown(note: &Note) -> Vec<String> {
    let footnotes = note.footnotes.iter().flat_map(|footnote| &footnote.events);
    let mut found: Vec<String> = Vec::new();
    let mut words = String::new();
    for SpannedEvent { event, .. } in note.events.iter().chain(footnotes) {
        let mark = match event {
            Event::Text(text) => {
                words.push_str(text);
                continue;
            }
            Event::SoftBreak | Event::HardBreak => {
                words.push(' ');
                continue;
            }
            Event::Tag(tag) => Some(format!("#{tag}")),
            Event::Code(code) => Some(format!("code {code}")),
            Event::Math(formula) => Some(format!("math {}", formula.tex.trim())),
            Event::Start(Element::Heading(heading)) => Some(format!("h{}", note.headings[*heading].level)),
            Event::Start(Element::Emphasis) => Some("em".to_owned()),
            Event::Start(Element::Strong) => Some("strong".to_owned()),
            Event::Start(Element::Item { task }) => Some(format!("item {task:?}")),
            Event::Start(Element::Quote) => Some("quote".to_owned()),
            Event::Start(Element::TableCell) => Some("cell".to_owned()),
            Event::Start(Element::Callout(callout)) => Some(format!("callout {}", callout.kind)),
            _ => None,
        };
        let said = words.split_whitespace().collect::<Vec<_>>().join(" ");
        words.clear();
        found.extend(Some(said).filter(|said| !said.is_empty()));
        found.extend(mark);
    }
    found.extend(Some(words).filter(|words| !words.trim().is_empty()));
    found
}

#[test]
fn what_a_page_shows_is_written_plainly() {
    let note = read(
        "---\nsecret: no\n---\n# Tides\n\nThe [[Moon|moon]] pulls%%not said%%, see https://a.example/x_y. #sea\n\n\
         - [x] one\n- two\n  1. deep\n  2. deeper\n\n> [!tip]- Why\n> Because $a_b$.\n\n\
         | a | b |\n|:-:|---|\n| `x\\|y` | *z* |\n\n```rust\nfn f() {}\n```\n\nNote.[^1] ^id\n\n[^1]: At *last*.\n\n\
         <div><b>raw</b> <!-- hidden --> words</div>\n",
    );
    insta::assert_snapshot!(written(&note), @r"
    # Tides

    The [moon](there/) pulls, see <https://a.example/x_y>. #sea

    - [x] one
    - two
      1. deep
      2. deeper

    > [!tip]- Why
    >
    > Because $a_b$.

    | a | b |
    | :-: | --- |
    | `x\|y` | *z* |

    ```rust
    fn f() {}
    ```

    Note.[^1]

    raw words

    [^1]: At *last*.
    ");
}

#[test]
fn words_that_look_like_marks_stay_words() {
    for words in [
        "\\# no heading",
        "1\\. no item",
        "\\- no item",
        "a \\* b \\_c\\_ \\`d\\`",
        "\\[\\[no link]] \\[a](b)",
        "5 \\$ and 6 \\$",
        "100\\%\\% sure \\%\\%",
        "\\==no mark\\==",
        "a \\#no-tag b",
        "2 \\^id",
        "x &amp;amp; y",
        "\\<b>bold\\</b>",
        "snake_case_word",
        "\\> no quote",
        "\\~~no strike\\~~",
        "!\\[no picture](x)",
    ] {
        let note = read(words);
        let text = written(&note);
        let again = read(&text);
        assert_eq!(shown(&note), shown(&again), "{words} became {text}");
    }
}

/// Pieces that mean something together.
const PIECES: &[&str] = &[
    "a",
    "b c",
    " ",
    "\n",
    "\n\n",
    "# ",
    "> ",
    "- ",
    "1. ",
    "    ",
    "*",
    "**",
    "`",
    "==",
    "$x$",
    "[[N|n]]",
    "[^1]",
    "#tag",
    "> [!note] ",
    "- [ ] ",
    "\\",
    "|",
    "~~",
    "_",
    "%",
    "&",
    "<b>",
    "</b>",
    "!",
    "^",
    "http://a.b/",
    "\t",
    "5) ",
    "***",
    "```\n",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a note is, its Markdown can be made, and made from again without end: nothing grows.
    #[test]
    fn writing_never_fails_and_settles(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..20)) {
        let note = read(&pieces.concat());
        let once = written(&note);
        prop_assert!(once.len() <= 40 + 30 * pieces.concat().len(), "{once}");
    }

    /// Plain words, whatever characters they have, come back as they were.
    #[test]
    fn words_come_back(words in "[ -~ёж]{1,24}") {
        let body = escape::escaped_at(words.trim(), None, false);
        let again = read(&body);
        let said: String = again.events.iter().filter_map(|spanned| match &spanned.event {
            Event::Text(text) => Some(&**text),
            _ => None,
        }).collect();
        prop_assert_eq!(said, words.trim(), "{}", body);
    }
}
