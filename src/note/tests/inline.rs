//! Inline syntax: wikilinks, links, comments, formulas, tags, highlights, footnotes.

use super::{check, codes, links, note, short, show};
use crate::note::{ParseOptions, parse};
use crate::source::{SourceFile, SourcePath};

#[test]
fn wikilinks() {
    check(&[
        ("[[A]]s and un[[ A |b]]ed", "p[a0[A]s and una1[b]ed]"),
        ("l [[A|]] r", "p[l a0[] r]"),
        ("[[A#B]] [[#C]] [[N#^x]]", "p[a0[A > B] a1[C] a2[N > ^x]]"),
        ("[[_a_ b]] [[AT&T]] [[a\\*b]]", "p[a0[_a_ b] a1[AT&T] a2[a\\*b]]"),
        ("[[A|**b**|c]]", "p[a0[**b**|c]]"),
        ("[[A\\|b]]", "p[a0[b]]"),
        ("[[]] [[ ]] [[|x]] [[#]]", "p[[[]] [[ ]] [[|x]] [[#]]]"),
        ("[[a]b]] [[a [x](y) z]] [[a `b]] c`", "p[a0[a]b] a1[a [x](y) z] a2[a `b] c`]"),
        ("[[a\nb]]", "p[[[a↵b]]]"),
        ("\\[[A]] `[[A]]`", "p[[[A]] `[[A]]`]"),
        ("[x [[A]] y](z.md)", "p[[x a0[A] y](z.md)]"),
        (
            "[[https://e.org/x|w]] [[https://e.org/#a]]",
            "p[ext(https://e.org/x)[w] ext(https://e.org/#a)[https://e.org/#a]]",
        ),
        ("[[Note: more]]", "p[a0[Note: more]]"),
        ("|a|\n|-|\n|[[A|b]]|\n|[[A\\|b]]|", "table[head[td[a]]row[td[[[A]]row[td[a0[b]]]]"),
    ]);
    assert_eq!(links("[[ A # B | c ]]"), ["wikilink [[ A # B | c ]] → A#B"]);
}

#[test]
fn embeds_and_images() {
    check(&[
        ("![[N]] ![[p.png|120]] ![[p.png|door|90x80]]", "p[embed0[] embed1/120[] embed2/90x80[door]]"),
        ("![a *b*|64](p.png)", "p[embed0/64[a b]]"),
        ("![250](https://e.org/x.jpg)", "p[img(https://e.org/x.jpg)/250[]]"),
        ("[![i](p.png)](n.md)", "p[a0[embed1[i]]]"),
        ("![[https://e.org/x.png|9]]", "p[img(https://e.org/x.png)/9[]]"),
        ("![a [b](c.md) `d`](p.png)", "p[embed0[a b d]]"),
    ]);
    assert_eq!(links("![a](my%20pic.png#x)"), ["embed ![a](my%20pic.png#x) → my pic.png#x"]);
    assert_eq!(
        links("[![i](p.png)](n.md)"),
        ["markdown [![i](p.png)](n.md) → n.md", "embed ![i](p.png) → p.png"]
    );
}

#[test]
fn markdown_links() {
    check(&[
        ("[a](b.md \"t\") [r]\n\n[r]: <c d.md>", "p[a0[a] a1[r]]"),
        ("[a](My Note.md)", "p[[a](My Note.md)]"),
        (
            "[a](mailto:x@e.org) [b](//e.org) <x@e.org>",
            "p[ext(mailto:x@e.org)[a] ext(//e.org)[b] ext(mailto:x@e.org)[x@e.org]]",
        ),
        (
            "see http://e.org/a_b_. (https://e.org/c)",
            "p[see ext(http://e.org/a_b)[http://e.org/a_b]_. (ext(https://e.org/c)[https://e.org/c])]",
        ),
        (
            "https://e.org/_a_/b https://e.org/*c*",
            "p[ext(https://e.org/_a_/b)[https://e.org/_a_/b] ext(https://e.org/*c)[https://e.org/*c]*]",
        ),
        ("[https://e.org/_a_b](https://e.org/_a_b)", "p[ext(https://e.org/_a_b)[https://e.org/_a_b]]"),
        ("xhttps://e.org `https://e.org` https://", "p[xhttps://e.org `https://e.org` https://]"),
    ]);
    assert_eq!(
        links("[t](a%20b%2.md#c%20d) [u](#e) [v](f.md#)"),
        [
            "markdown [t](a%20b%2.md#c%20d) → a b%2.md#c d",
            "markdown [u](#e) → #e",
            "markdown [v](f.md#) → f.md#"
        ]
    );
}

#[test]
fn positions_are_those_of_the_file() {
    for (text, raw) in [
        ("---\na: 1\n---\nx %%y%% [[A]]", "[[A]]"),
        ("\u{feff}Привет $x$ ![[Б]]", "![[Б]]"),
        ("> [!note] t\n> [a](b%20c.md)", "[a](b%20c.md)"),
        ("<h2>x</h2>\n[[A%%b%%]]", "[[A%%b%%]]"),
    ] {
        let link = &note(text).links[0];
        assert_eq!((link.raw.as_str(), &text[link.span.start..link.span.end]), (raw, raw), "{text:?}");
    }
}

#[test]
fn comments() {
    check(&[
        ("a %%b [[C]]%% d", "p[a  d]"),
        ("un%%x%%ed %%y%%_em_", "p[uned em[em]]"),
        ("100%% sure\n\nx %%y%%", "p[100%% sure]p[x]"),
        ("`%%` and `%%` \\%% x", "p[`%%` and `%%` %% x]"),
        ("$%%$ <b c=\"%%\"> d %%", "p[$%%$ <b c=\"%%\"> d %%]"),
        ("a\n%%b%%\nc", "p[a↵c]"),
        ("%%\na\n\n- b\n\n```\n%%\nc", "p[c]"),
        ("a\n\n%%\n```\n%%\n```\n%%\n\nb", "p[a]p[b]"),
        ("> a\n> %%\n>\n> b\n> %%\n> c", "quote[p[a]p[c]]"),
        ("- a %%\n- b %%", "ul[li[a %%]li[b %%]]"),
        ("- %%a\n\n  b%% c\n- d", "ul[li[c]li[d]]"),
        ("```\n%%a%%\n```\n\n    %%b%%", "pre()[%%a%%↵]pre()[%%b%%]"),
        ("<div>\n%%a%%\n</div>", "html[<div>↵%%a%%↵</div>]"),
        (
            "|a %%|b %%|\n|-|-|\n|%%c%%|d|\n%%e%%\n|f|g|",
            "table[head[td[a %%]td[b %%]]row[td[]td[d]]row[td[f]td[g]]]",
        ),
        ("# a %%b%% c", "h0[a  c]"),
        ("%%a%% # b", "h0[b]"),
        ("a [[b%%c%%|d]]", "p[a a0[d]]"),
        ("|a|\n|-|\n%%\nb\n\nc\n%%\n\nd", "table[head[td[a]]]p[d]"),
        ("x\n\n%%\nall\n\n# this", "p[x]"),
    ]);
    assert_eq!(codes("a\n\n%%\nb"), ["unclosed-comment"]);
    assert_eq!(codes("a %% b\n\n`%%`"), [""; 0]);
}

#[test]
fn formulas() {
    check(&[
        ("$a_b * [[c]] <b> == #d$ e", "p[$a_b * [[c]] <b> == #d$ e]"),
        ("$5 and $10, or $ 7 $, $20-$30", "p[$5 and $10, or $ 7 $, $20-$30]"),
        ("$5 [[A$B]] `$C` $x$2 $y$", "p[$5 a0[A$B] `$C` $x$2 $y$]"),
        ("\\$x$ `$y$`", "p[$x$ `$y$`]"),
        ("i $$x$$ j $$ k", "p[i $$x$$ j $$ k]"),
        ("$$\na\n\n- b\n$$\n*c*", "p[$$\na\n\n- b\n$$↵em[c]]"),
        ("> $$\n> a\n> $$", "quote[p[$$\na\n$$]]"),
        ("$$\nopen\n\n*b*", "p[$$↵open]p[em[b]]"),
        ("**$a*b$**", "p[strong[$a*b$]]"),
        ("https://e.org/$a/$b", "p[ext(https://e.org/$a/$b)[https://e.org/$a/$b]]"),
        ("[a $5](b.md) c$", "p[a0[a $5] c$]"),
        ("|$a \\| b$|\n|-|", "table[head[td[$a | b$]]]"),
        ("[p](a$b.md) and c$", "p[a0[p] and c$]"),
    ]);
    let note = note("$[[a]] #b$");
    assert!(note.links.is_empty() && note.tags.is_empty());
}

#[test]
fn tags() {
    for (text, tags) in [
        ("#a about #b/c, #1984 #y1984 (#no) a#no \"#no\"", vec!["a", "b/c", "y1984"]),
        ("- #a\n\n> #b\n\n|#c|\n|-|\n|x #d|", vec!["a", "b", "c", "d"]),
        ("`#no` [x #no](y.md) [[#no]] $#no$ \\#no <b c=\"#no\"> &#35;no", vec![]),
        ("#A #a #_x_ #a/_y_ #z*", vec!["A", "_x_", "a/_y_", "z"]),
        ("## h #in\n\n#Tag", vec!["in", "Tag"]),
        ("---\ntags: \"one two, #three\"\n---\n#One #four", vec!["one", "two", "three", "four"]),
        ("**#no** *x* #yes", vec!["yes"]),
        ("w[^1]\n\n[^1]: #note", vec!["note"]),
    ] {
        assert_eq!(note(text).tags, tags, "{text:?}");
    }
    check(&[("a #b c", "p[a #(b) c]")]);
}

#[test]
fn highlights_and_strikethrough() {
    check(&[
        ("==a **b** [[c]]== d", "p[mark[a strong[b] a0[c]] d]"),
        ("a == b and c == d", "p[a == b and c == d]"),
        ("`==x==` \\==y\\== ===z===", "p[`==x==` ==y== ===z===]"),
        ("==a *b== c* d==", "p[mark[a em[b== c] d]]"),
        ("*==a* b==", "p[em[==a] b==]"),
        ("~~a~~ ~b~ ~5 or ~6~", "p[del[a] ~b~ ~5 or ~6~]"),
        ("2^10^ a_b_c {#x}", "p[2^10^ a_b_c {#x}]"),
    ]);
}

#[test]
fn footnotes() {
    let text = "a^[i *b* [[C]]] c[^x] d[^x] [^none] `^[e]` \\^[f] ^[]\n\n[^y]: unused\n[^x]: g^[h]";
    let note = note(text);
    assert_eq!(short(&note.events), "p[a{0} c{1} d{1} [^none] `^[e]` ^[f] ^[]]");
    let footnotes: Vec<(String, usize)> =
        note.footnotes.iter().map(|footnote| (short(&footnote.events), footnote.reference_count)).collect();
    let expected = [("p[i em[b] a0[C]]", 1), ("p[g{2}]", 2), ("p[h]", 1), ("p[unused]", 0)];
    assert_eq!(footnotes, expected.map(|(text, count)| (text.to_owned(), count)));
}

#[test]
fn line_breaks() {
    let path = SourcePath::new("a.md").expect("a plain path");
    let file = SourceFile::new(path, "a\nb  \nc".as_bytes());
    assert_eq!(short(&parse(&file, &ParseOptions { hard_line_breaks: true }).events), "p[a↵↵b↵↵c]");
    assert_eq!(short(&parse(&file, &ParseOptions { hard_line_breaks: false }).events), "p[a↵b↵↵c]");
}

#[test]
fn links_know_their_sentence() {
    let note = note("# One\n\nFirst. The *tide* follows [[Moon|the Moon]] all day. Last.\n");
    let context = note.links[0].context.clone().expect("a link of the body");
    assert_eq!(
        (context.before.as_str(), context.text.as_str(), context.after.as_str(), context.heading),
        ("The tide follows ", "the Moon", " all day.", Some(0))
    );
    assert_eq!(show("a\0b"), "p[a\u{fffd}b]");
}
