//! Pages: whatever a note says, its page is whole and runs nothing.

use studium::engine::{Cache, build};
use studium::site::{Artifact, Site};

use crate::world::inputs;

const VAULT: &[(&str, &str)] = &[("n.md", "First.\n\n![[a]]\n\nLast.\n"), ("b.md", "[[a]] [[n]]\n")];

pub(crate) fn page(bytes: &[u8]) {
    let page = html_of(bytes);
    let plain = html_of(b"Nothing.\n");
    for trace in
        ["<script", "<style", "<iframe", "<object", "<base", "<form", "</body>", "</html>", "</main>"]
    {
        assert_eq!(count(&page, trace), count(&plain, trace), "{trace} in the page of a note");
    }
    assert!(!page.contains('\0'), "NUL in a page");
    assert!(page.contains("First.") && page.contains("Last."), "something was swallowed");
}

/// Returns the page of a note that embeds the one with these bytes.
fn html_of(bytes: &[u8]) -> String {
    let mut site = Site::default();
    let inputs = inputs(VAULT, "a.md", bytes);
    build(&inputs, &mut Cache::for_one_build(), &mut site, &|_, _, _| {});
    let page = site.artifacts.iter().find(|(path, _)| path.as_str() == "n/index.html");
    match page {
        Some((_, Artifact::Bytes(bytes))) => String::from_utf8(bytes.to_vec()).expect("a page is UTF-8"),
        _ => panic!("the note has no page"),
    }
}

fn count(page: &str, trace: &str) -> usize {
    page.to_ascii_lowercase().matches(trace).count()
}
