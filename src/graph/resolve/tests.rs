//! The rules of resolution, case by case.

use super::super::fixture::{OPTIONS, diagnose, fixture, outline};
use super::*;

#[test]
fn names_are_found_anywhere() {
    insta::assert_snapshot!(outline("
=== a.md
[[Deep]] [[x/y/deep]] [[Y/Deep]] [[Deep.MD]] [[y/z]] [[ab/Deep]]
[[photo]] [[photo.png#page=2]] [[data.json]] [[Release v1.2]] [[Sketch.excalidraw]] [[b.canvas#x]]
=== x/y/Deep.md
=== img/photo.png
=== data.json
=== data.json.md
=== Release v1.2.md
=== Sketch.excalidraw.md
---
excalidraw-plugin: parsed
---
=== b.canvas
"), @r#"
    a.md [[Deep]] → x/y/Deep.md
    a.md [[x/y/deep]] → x/y/Deep.md
    a.md [[Y/Deep]] → x/y/Deep.md
    a.md [[Deep.MD]] → x/y/Deep.md
    a.md [[y/z]] → missing-note
    a.md [[ab/Deep]] → missing-note: x/y/Deep.md ["Deep"]
    a.md [[photo]] → missing-note: img/photo.png ["photo.png"]
    a.md [[photo.png#page=2]] → img/photo.png page=2
    a.md [[data.json]] → data.json
    a.md [[Release v1.2]] → Release v1.2.md
    a.md [[Sketch.excalidraw]] → Sketch.excalidraw.md
    a.md [[b.canvas#x]] → b.canvas
    "#);
}

#[test]
fn of_several_files_the_whole_path_wins_then_the_own_folder_then_the_shortest_path() {
    insta::assert_snapshot!(outline("
=== Root.md
=== a/b/Note.md
=== bb/Same.md
=== aa/Same.md
=== q/src.md
[[Note]] [[Same]] [[Root]]
=== x/Root.md
=== x/deep/src.md
[[Root]]
=== x/src.md
[[Root]] [[Note]]
=== zzzzzzzz/Note.md
=== zzzzzzzz/src.md
[[Note]]
=== zzzzzzzz/sub/src.md
[[Note]]
"), @"
    q/src.md [[Note]] → a/b/Note.md
    q/src.md [[Same]] → aa/Same.md
    q/src.md [[Root]] → Root.md
    x/deep/src.md [[Root]] → Root.md
    x/src.md [[Root]] → Root.md
    x/src.md [[Note]] → a/b/Note.md
    zzzzzzzz/src.md [[Note]] → zzzzzzzz/Note.md
    zzzzzzzz/sub/src.md [[Note]] → a/b/Note.md
    ");
}

#[test]
fn dots_and_slashes_at_the_start_are_exact() {
    insta::assert_snapshot!(outline("
=== Note.md
=== far/Other.md
=== x/Note.md
=== x/src.md
[[./Note]] [[../Note]] [[../../Note]] [[./Other]] [[/x/note]] [[/Other]] [[./y/../Note.md]]
"), @r#"
    x/src.md [[./Note]] → x/Note.md
    x/src.md [[../Note]] → Note.md
    x/src.md [[../../Note]] → outside-vault: Note.md ["Note", "x/Note"]
    x/src.md [[./Other]] → missing-note: far/Other.md ["Other"]
    x/src.md [[/x/note]] → x/Note.md
    x/src.md [[/Other]] → missing-note: far/Other.md ["Other"]
    x/src.md [[./y/../Note.md]] → x/Note.md
    "#);
}

#[test]
fn markdown_links_may_be_relative_first() {
    let vault = fixture(
        "
=== b/c.md
=== docs/index.md
=== x/b/c.md
=== x/a.md
[t](b/c.md) [u](My%20Note.md#part-two) [v](/docs/) [w](../docs/) [x](docs/) [[b/c]]
=== sub/My Note.md
# Part Two
",
    );
    insta::assert_snapshot!(vault.outline(OPTIONS), @"
    x/a.md [t](b/c.md) → b/c.md
    x/a.md [u](My%20Note.md#part-two) → sub/My Note.md part-two
    x/a.md [v](/docs/) → docs/index.md
    x/a.md [w](../docs/) → docs/index.md
    x/a.md [x](docs/) → docs/index.md
    x/a.md [[b/c]] → b/c.md
    ");
    let options = ResolveOptions { markdown_relative_first: true, ..OPTIONS };
    let outline = vault.outline(options);
    assert_eq!(outline.lines().next(), Some("x/a.md [t](b/c.md) → x/b/c.md"));
    assert!(outline.ends_with("x/a.md [[b/c]] → b/c.md"));
}

#[test]
fn two_notes_of_one_name_are_ambiguous() {
    insta::assert_snapshot!(diagnose("
=== tides.md
The [[Moon]] pulls, the [[sky/moon]] too.
=== myth/moon.md
=== sky/moon.md
"), @"tides.md:1:5: warning[ambiguous-link]: `Moon` may be `sky/moon.md` or `myth/moon.md`");
}

#[test]
fn a_withheld_note_is_chosen_like_any_other_and_shown_to_nobody() {
    insta::assert_snapshot!(diagnose("
=== a.md
[[Hidden]] ![[Hidden#Part]] [h](Hidden.md) [[Twin]]
=== Hidden.md
---
publish: false
---
=== long/Twin.md
=== x/Twin.md
---
publish: false
---
"), @"
    a.md:1:1: warning[unpublished-link]: `Hidden` is not published
    a.md:1:12: warning[unpublished-link]: `Hidden` is not published
    a.md:1:29: warning[unpublished-link]: `Hidden.md` is not published
    a.md:1:44: warning[ambiguous-link]: `Twin` may be `x/Twin.md` or `long/Twin.md`
    a.md:1:44: warning[unpublished-link]: `Twin` is not published
    ");
}

#[test]
fn names_compare_composed_and_in_lower_case() {
    let outline = outline(
        "
=== Cafe\u{301}.md
=== Ёлка.md
=== a.md
[[Caf\u{e9}]] [[ёлка]] [[Елка]]
",
    );
    let ends: Vec<&str> = outline.lines().filter_map(|line| line.split(" → ").nth(1)).collect();
    assert_eq!(ends, ["Cafe\u{301}.md", "Ёлка.md", "missing-note: Ёлка.md [\"Ёлка\"]"]);
}
