use super::super::mention::Name;
use super::*;
use crate::note::{ParseOptions, parse};
use crate::source::{SourceFile, SourcePath};

/// Marks the mentions of `cache` and `load balancer` in a note.
fn read_marked(body: &str) -> String {
    let path = SourcePath::new("a.md").expect("a plain path");
    let note = parse(&SourceFile::new(path, body.as_bytes()), &ParseOptions { hard_line_breaks: false });
    let names = [(0, "cache"), (1, "load balancer")];
    let names = names.map(|(owner, text)| Name { owner, text: text.to_owned(), is_term: true });
    let reading = read(&note, &Mentions::of(names));
    let shown = reading.occurrences.iter().map(|found| {
        let text = |event: u32| match &note.all_events().nth(event as usize).expect("it is there").event {
            Event::Text(text) => text.to_string(),
            other => panic!("a mention stands in text, not in {other:?}"),
        };
        let (from, to) = (found.from, found.to);
        let context = found.context.map_or(String::new(), |context| {
            let Context { before, text, after, .. } = &reading.contexts[context as usize];
            format!(" ({before}[{text}]{after})")
        });
        if from.event == to.event {
            format!("{}{context}", &text(from.event)[from.offset as usize..to.offset as usize])
        } else {
            let (first, last) = (text(from.event), text(to.event));
            format!("{}~{}{context}", &first[from.offset as usize..], &last[..to.offset as usize])
        }
    });
    shown.collect::<Vec<_>>().join("; ")
}

#[test]
fn running_text_is_searched() {
    assert_eq!(read_marked("A cache. Two **caches**."), "cache (A [cache].); caches");
    assert_eq!(read_marked("- one\n- the cache\n\n| cache |\n|-|\n"), "cache (the [cache]); cache");
    assert_eq!(read_marked("A load\nbalancer is."), "load~balancer (A [load balancer] is.)");
    assert_eq!(read_marked("> [!tip] Cache\n> cache *x*"), "cache ([cache] x)");
    assert_eq!(read_marked("`x` and \\[cache\\]"), "cache (x and [[cache]])");
    assert_eq!(read_marked("# One\na[^1] cache\n\n[^1]: two caches"), "cache (a [cache]); caches");
}

#[test]
fn code_headings_links_and_formulas_are_not() {
    for body in [
        "# Cache\n",
        "`cache` and $cache$ #cache",
        "```\ncache\n```",
        "[[x|the cache]] [cache](https://x.org) ![[x|cache]]",
        "[*a cache*](https://x.org)",
        "load **balancer**",
        "<div>cache</div>",
        "<a href=\"x\">cache</a> <code>cache</code>",
        "<span class=\"no-link\">a <span>cache</span> cache</span>",
    ] {
        assert_eq!(read_marked(body), "", "{body}");
    }
    assert_eq!(read_marked("<b>cache</b>"), "cache ([cache])");
    assert_eq!(read_marked("<span class=\"no-link\">cache</span> cache"), "cache (cache [cache])");
    assert_eq!(read_marked("<code>open\n\ncache"), "cache ([cache])");
}
