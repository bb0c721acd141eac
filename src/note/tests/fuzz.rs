//! Whatever bytes a file holds, parsing ends with a note whose parts fit together.

use proptest::prelude::*;

use super::sound::{balanced, is_sound};
use super::{file, note};
use crate::note::Note;
use crate::source::{SourceFile, SourcePath};

/// Pieces of syntax in random order find more than random characters do.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "[[", "]]", "![[", "|", "\\|", "#", "#tag", "^id", " ^id", "%%", "==", "~~", "~", "*", "**", "_", "`",
    "``", "```\n", "~~~\n", "$", "$$", "^[", "[^1]", "[^1]: ", "[", "](", ")", "(a.md)", "> ", ">", "- ",
    "1. ", "- [x] ", "[*] ", "> [!note]- ", "# ", "## ", "---\n", "***\n", "\n", "\n\n", "\r\n", "\r",
    "    ", "\t", " ", "a", "я", "🎉", "e\u{301}", "\\", "&amp;", "<b>", "</b>", "<div>\n", "<h2>", "</h2>",
    "<h2>x</h2>\n", "<!--", "-->", "https://e.org/_a_", "http://", "|a|b|\n|-|-|\n", "\n|c|d|",
    "---\na: \"[[b]]\"\n---\n", "+++\n", ":", "\0", "\u{e000}", "\u{feff}", "{", "}", "\"", "title: x\n",
    "!", "x.png", "=", "<!-- private -->", "<!-- /private -->", "> [!private] ",
];

fn syntax() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_syntax_gives_a_sound_note(text in syntax()) {
        // A file has no NUL in its text; see `SourceFile::text`.
        is_sound(&note(&text), &text.replace('\0', "\u{fffd}"));
    }

    #[test]
    fn any_text_gives_a_sound_note(text in "\\PC*") {
        is_sound(&note(&text), &text);
    }

    #[test]
    fn any_bytes_give_a_sound_note(bytes in prop::collection::vec(any::<u8>(), 0..200), path in "(a.md|a.canvas|a.base)") {
        let path = SourcePath::new(&path).expect("a plain path");
        let text = SourceFile::new(path.clone(), &bytes[..]).text().into_owned();
        is_sound(&file(path.as_str(), &bytes), &text);
    }
}

#[test]
fn notes_that_were_unsound_once() {
    for text in ["#_https://e.org/_a_~~ $", "> # ", "a ^[<h2>x</h2> b] c\n\n# d", "[[a `b]] c` ![[`]]`"] {
        is_sound(&note(text), text);
    }
}

#[test]
fn hostile_notes_end_in_time_and_without_recursion() {
    let size = 5_000;
    let heavy = [
        "[[",
        "[[a|",
        "%%",
        "%%a\n",
        "==",
        "$",
        "$a",
        "$$\n",
        "^[",
        "> ",
        "- ",
        "[^1]: ",
        "<a ",
        "<!--",
        "<!a",
        "`",
        "https://a_",
        "#_",
        "](",
        "](<b",
        "<h2>",
        "> [!a] b\n",
        "- [*] a\n",
        "%%\n```\n",
        "%%\n<div>\n%%\n",
        "\\",
        "a%%b\n",
        "|a|\n|-|\n",
        "[^1]",
        "^[a]",
        "a ^b\n\n",
        "# a\n",
        "==a",
        "(a)",
        "https://a)",
        "a\n%%b%%\n",
    ];
    for piece in heavy {
        let text = piece.repeat(size);
        is_sound_shape(&note(&text));
    }
}

/// Checks balance alone: the whole check asks for each heading and block, which takes its time.
fn is_sound_shape(note: &Note) {
    balanced(&note.events, "a heavy note");
}

fn note_of_tables(text: &str) -> Note {
    let note = note(text);
    is_sound_shape(&note);
    note
}

#[test]
fn limits_are_reported() {
    let note = note(&"[[a]] ".repeat(65_540));
    assert_eq!(note.links.len(), 65_535);
    assert_eq!(note.diagnostics.len(), 1);
    let table = format!("|{}\n|{}\n{}\n", "a|".repeat(300), "-|".repeat(300), "|x\n".repeat(300));
    let note = note_of_tables(&table.repeat(6));
    assert_eq!(note.diagnostics.len(), 1);
    assert!(note.events.len() < 1_000_000, "{}", note.events.len());
    let text = ("a".repeat(99_999) + "\n").repeat(170);
    assert_eq!(super::codes(&text), ["budget"]);
}

/// Items, each in the one before.
fn nested_items(count: usize) -> String {
    (0..count).fold(String::new(), |text, depth| text + &"  ".repeat(depth) + &format!("- item {depth}\n"))
}

fn tags(count: usize) -> String {
    (0..count).fold(String::new(), |text, number| text + &format!("#t{number} "))
}

/// Returns what was reported, each finding with the line that it is on.
fn told(text: &str) -> Vec<String> {
    let place = |span: crate::source::Span| text[..span.start].matches('\n').count() + 1;
    let line = |found: &crate::diagnostic::Diagnostic| place(found.place.as_ref().expect("a place").span);
    note(text).diagnostics.iter().map(|found| format!("{}: {}", line(found), found.message)).collect()
}

#[test]
fn each_limit_is_told_once_with_its_line() {
    let lists = nested_items(90);
    let tags = tags(1200);
    let code = format!("```rust\n{}```\n", "let a = 1;\n".repeat(20_000));
    let cases = [
        (format!("a\n\n{} deep\n", ">".repeat(70)), "3: quotes and items may lie 64 deep"),
        (format!("a\n\n{lists}"), "67: quotes and items may lie 64 deep"),
        (format!("a\n\n{}b{}\n", "*a ".repeat(70), "*".repeat(70)), "3: emphasis may lie 64 deep"),
        (format!("a\n\n{}x\n", "<div>\n".repeat(201)), "3: elements of raw HTML may lie 200 deep"),
        (format!("a\n\n{tags}\n"), "3: a note may have 1000 tags"),
        (format!("a\n\n#{}end\n", "a/".repeat(16)), "3: a tag may have 16 parts"),
        (format!("a\n\n<b{}>x</b>\n", " a=1".repeat(257)), "3: a tag of raw HTML may have 256 attributes"),
        (format!("a\n\n{code}"), "3: code of more than 200 kB"),
        (format!("---\ntags: [{}]\n---\n", "a/".repeat(17)), "1: a tag may have 16 parts"),
    ];
    for (text, expected) in cases {
        let told = told(&text);
        assert!(told.len() == 1 && told[0].starts_with(expected), "{expected}: {told:?}");
        is_sound(&note(&text), &text);
    }
    for harmless in [
        ">".repeat(64) + " a",
        format!("{}x", "<p>".repeat(500)),
        "```\n".to_owned() + &"a\n".repeat(150_000),
    ] {
        assert_eq!(told(&harmless), [""; 0]);
    }
}

#[test]
fn what_lies_too_deep_is_shown_more_plainly() {
    let shown = super::show(&format!("{} deep", "> ".repeat(5_000)));
    assert_eq!(shown.matches("quote[").count(), 64);
    assert!(shown.contains("p[deep]"));
    let shown = super::show(&nested_items(80));
    assert_eq!((shown.matches("ul[").count(), shown.matches("li[").count()), (64, 64));
    assert!(shown.contains("item 63p[item 64]p[item 65]"), "{shown}");
    let note = note(&format!("{}#t5 #t1001", tags(1002)));
    assert_eq!(note.tags.len(), 1000);
    let shown = super::short(&note.events);
    assert!(shown.contains("#(t999) #t1000 #t1001 ") && shown.contains("#(t5) #t1001]"), "{shown}");
}

#[test]
fn a_heading_opened_in_a_footnote_and_closed_behind_it_is_no_range() {
    let text = "^[***[[<h2>x</h2>\n![[[*] ";
    is_sound(&note(text), text);
}

#[test]
fn a_lone_carriage_return_splits_no_character() {
    for text in ["|a|b|\n|-|-|\n\n\rя", "a\n\rя(a.md)~~~\n![[- [x] x.png", "|c|d|## ---\na\n\rя"] {
        is_sound(&note(text), text);
    }
}
