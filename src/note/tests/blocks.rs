//! Blocks: callouts, tasks, block ids, headings, code, raw HTML.

use super::{check, codes, file, note, short};
use crate::note::{CardFace, Element, Event, Kind};

#[test]
fn callouts() {
    check(&[
        ("> [!info] T\n> b", "info:info()[title[T]content[p[b]]]"),
        ("> [!TLDR]\n> b", "abstract:tldr()[title[]content[p[b]]]"),
        ("> [!note] only", "note:note()[title[only]]"),
        (
            "> [!my-own|left wide]- *T* [[A]]\n> - a",
            "note:my-own(left wide)-[title[em[T] a0[A]]content[ul[li[a]]]]",
        ),
        (
            "> [!a]+ x\n> > [!todo] in\n> > deep\n>\n> out",
            "note:a()+[title[x]content[todo:todo()[title[in]content[p[deep]]]p[out]]]",
        ),
        ("> [!note] T\n> ---\n> |a|\n> |-|", "note:note()[title[T]content[---table[head[td[a]]]]]"),
        ("- > [!tip] T\n  > 2. b", "ul[li[tip:tip()[title[T]content[ol2[li[b]]]]]]"),
        ("> a\n> [!note] b\n\n> [note] c", "quote[p[a↵[!note] b]]quote[p[[note] c]]"),
        (">[!Bug]\n>z", "bug:bug()[title[]content[p[z]]]"),
        ("> \\[!note] x", "quote[p[[!note] x]]"),
    ]);
}

#[test]
fn tasks() {
    check(&[
        ("- [ ] a\n- [x] b\n- [?] c", "ul[li( )[a]li(x)[b]li(?)[c]]"),
        ("- [*] a *b*\n- [`] c `d`\n- [ж] e", "ul[li(*)[a em[b]]li(`)[c `d`]li(ж)[e]]"),
        ("- [] a\n- [xx] b\n- [x]tight\n- [[T]]", "ul[li[[] a]li[[xx] b]li[[x]tight]li[a0[T]]]"),
        ("1. [ ] a\n\t- [x] b", "ol1[li( )[aul[li(x)[b]]]]"),
        ("- [x] a\n\n- [ ] b", "ul[li(x)[p[a]]li( )[p[b]]]"),
        ("- [ ] \n- a\n\n  [x] no", "ul[li( )[]li[p[a]p[[x] no]]]"),
    ]);
}

#[test]
fn block_ids() {
    for (text, id, block) in [
        ("A fine sentence. ^abc", "abc", "p[A fine sentence.]"),
        ("- one\n- two ^t\n  - three", "t", "li[twoul[li[three]]]"),
        ("- one\n\n- two ^t\n\n  more", "t", "li[p[two]p[more]]"),
        ("- one\n- two\n\n^all\n\nx", "all", "ul[li[one]li[two]]"),
        ("> a\n> b ^q", "q", "quote[p[a↵b]]"),
        ("> a ^q\n>\n> b", "q", "p[a]"),
        ("> a\n\n^q", "q", "quote[p[a]]"),
        ("> [!note] T\n> b ^q", "q", "note:note()[title[T]content[p[b]]]"),
        ("> [!note] T ^q\n> b", "q", "note:note()[title[T]content[p[b]]]"),
        ("|a|\n|-|\n|b|\n\n^t", "t", "table[head[td[a]]row[td[b]]]"),
        ("```\nx\n```\n\n^c", "c", "pre()[x↵]"),
        ("# T ^h", "h", "h0[T]"),
        ("a *b* ^x-1 ", "x-1", "p[a em[b]]"),
        ("text\n^own", "own", "p[text]"),
        ("$$x$$\n\n^eq", "eq", "p[$$x$$]"),
    ] {
        let note = note(text);
        let [found] = &note.blocks[..] else { panic!("one id in {text:?}: {:?}", note.blocks) };
        assert_eq!(
            (found.id.as_str(), short(&note.events[found.events.clone()]).as_str()),
            (id, block),
            "{text:?}"
        );
    }
    for text in [
        "E = mc^2",
        "a ^b in",
        "t ^my_id",
        "t ^тест",
        "`a ^b`",
        "t \\^b",
        "^alone",
        "%%a ^b%%",
        "|a|\n|-|\n|b ^c|",
    ] {
        assert!(note(text).blocks.is_empty(), "{text:?}");
    }
    assert_eq!(codes("a ^x\n\nb ^X"), ["duplicate-block-id"]);
    assert_eq!(note("a ^x\n\nb ^X").blocks.len(), 1);
}

#[test]
fn headings() {
    let text = "# **A** and `b` #c ^id\n\nU [[O|o]]\n---\n\n## A\n\n## A\n\n## A-1\n\n## 👩‍💻\n\n### $x^2$ ==m== \\# {#no} ##\n";
    let headings: Vec<String> = note(text)
        .headings
        .iter()
        .map(|heading| format!("{} {} | {} | {}", heading.level, heading.source, heading.text, heading.id))
        .collect();
    insta::assert_snapshot!(headings.join("\n"), @r"
    1 **A** and `b` #c | A and b #c | a-and-b-c
    2 U [[O|o]] | U o | u-o
    2 A | A | a
    2 A | A | a-1
    2 A-1 | A-1 | a-1-1
    2 👩‍💻 | 👩‍💻 | section
    3 $x^2$ ==m== \# {#no} | x^2 m # {#no} | x2-m-no
    ");
}

#[test]
fn raw_html() {
    check(&[
        ("<h2>A &amp; <b>[[b]]</b></h2>\n* c\n* d", "h0[A & [[b]]]ul[li[c]li[d]]"),
        ("x\n<H3 class=\"y\">Z</H3>\nw", "p[x]h0[Z]p[w]"),
        ("<h2>a</h2> b\n*c*", "html[<h2>a</h2> b↵*c*]"),
        ("<div>\n<h2>a</h2>\n</div>", "html[<div>↵<h2>a</h2>↵</div>]"),
        ("<u>see [[T]]</u> <a href=\"[[No]]\">x</a>", "p[<u>see a0[T]</u> <a href=\"[[No]]\">x</a>]"),
        ("<!-- [[no]] -->", "html[<!-- [[no]] -->]"),
    ]);
    let note = note("a\n\n<div><h2>In <i>x</i></h2></div>\n\nb <h4>c</h4>\n\n## d");
    let headings: Vec<(u8, &str, usize)> = note
        .headings
        .iter()
        .map(|heading| (heading.level, heading.text.as_str(), heading.events.len()))
        .collect();
    assert_eq!(headings, [(2, "In x", 0), (4, "c", 0), (2, "d", 3)]);
    assert!(note.has_html);
}

#[test]
fn code() {
    check(&[
        ("```rust,ignore title=\"x\"\n[[A]] #b\n```", "pre(rust)[[[A]] #b↵]"),
        ("~~~\nx\n\ny\n~~~", "pre()[x↵↵y↵]"),
        ("```c++\n```\n\n    [[F]]", "pre(c++)[]pre()[[[F]]]"),
        ("Time\n: 12", "p[Time↵: 12]"),
    ]);
}

#[test]
fn sums() {
    let note = note("> quote\n\nFirst *para*, un[[A|broken]]. `code`\n\n```\nno words\n```\n\nSecond.");
    assert_eq!((note.first_paragraph.as_str(), note.word_count), ("First para, unbroken. code", 6));
}

#[test]
fn sections_end_at_headings_that_have_events() {
    let note = note("# A\n\nx\n\n<div><h1>in</h1></div>\n\n## B\n\ny\n\n# C\n");
    assert_eq!(short(&note.events[note.section(0)]), "h0[A]p[x]html[<div><h1>in</h1></div>↵]h2[B]p[y]");
}

#[test]
fn canvases() {
    let json = r##"{"nodes":[
        {"id":"1","type":"file","file":"x/N.md","subpath":"#Part","x":1,"y":2,"width":3,"height":4,"color":"2"},
        {"id":"2","type":"text","text":"see [[Other|o]] and [m](n.md)"},
        {"id":"3","type":"link","url":"https://example.org"},
        {"id":"4","type":"group","label":"[[Not]]"}],
        "edges":[{"id":"e","fromNode":"1","toNode":"2","label":"l"},{"fromNode":"1","toNode":"9"}]}"##;
    let note = file("b.canvas", json.as_bytes());
    let Kind::Canvas(body) = &note.kind else { panic!("a canvas") };
    let links: Vec<(&str, String)> =
        note.links.iter().map(|link| (link.raw.as_str(), link.target())).collect();
    assert_eq!(
        links,
        [
            ("x/N.md", "x/N.md#Part".to_owned()),
            ("[[Other|o]]", "Other".to_owned()),
            ("[m](n.md)", "n.md".to_owned())
        ]
    );
    assert_eq!(format!("{:?}", body.cards[0].frame), "[1.0, 2.0, 3.0, 4.0]");
    let CardFace::Text(events) = &body.cards[1].face else { panic!("a text card") };
    let links = events.iter().filter_map(|event| match event.event {
        Event::Start(Element::Link(link)) => Some(link),
        _ => None,
    });
    assert_eq!(links.collect::<Vec<_>>(), [1, 2]);
    assert_eq!(body.cards[3].face, CardFace::Group("[[Not]]".to_owned()));
    let [arrow] = &body.arrows[..] else { panic!("one arrow") };
    assert_eq!((arrow.from, arrow.to, arrow.label.as_str()), (0, 1, "l"));
    assert!(arrow.to_head && !arrow.from_head);
    assert!(file("b.canvas", b" ").diagnostics.is_empty());
    assert_eq!(file("b.canvas", b"{").diagnostics.len(), 1);
    assert_eq!(file("b.base", b"views: [[x]]").kind, Kind::Base);
}
