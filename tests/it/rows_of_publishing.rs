//! What publishing promises, row by row: who is published, and where old addresses lead.

use std::fmt::Write as _;
use studium::diagnostic::Severity;
use studium::site::OutputPath;

use crate::support::{TestVault, text_of};

/// P1: every key that keeps a note back or opts it in, ours and those of neighbours, in both modes.
#[test]
fn each_key_says_who_is_published() {
    const KEYS: &[(&str, bool, bool)] = &[
        ("", true, false),
        ("publish: true", true, true),
        ("publish: false", false, false),
        ("draft: true", false, false),
        ("private: true", false, false),
        ("published: true", true, true),
        ("published: false", false, false),
        ("published: 2024-01-01", true, false),
        ("dg-publish: true", true, true),
        ("dg-publish: false", false, false),
        ("public: true", true, true),
        ("public: false", false, false),
        ("publish: true\ndraft: true", false, false),
    ];
    for (mode, opt_in) in [("all", false), ("opt-in", true)] {
        let mut vault = format!(
            "=== studium.toml\n[site]\ncontent = \".\"\n[publish]\nmode = \"{mode}\"\n\
             === Logseq out.md\npublic:: false\n\nt\n\
             === Logseq in.md\npublic:: true\n\nt\n"
        );
        for (number, (keys, ..)) in KEYS.iter().enumerate() {
            let _ = write!(vault, "=== Note {number}.md\n---\n{keys}\n---\ntext\n");
        }
        let (site, _) = TestVault::from_text(&vault).build();
        let has = |path: &str| site.artifacts.contains_key(&OutputPath::new(path).expect("plain"));
        for (number, (keys, usually, asked)) in KEYS.iter().enumerate() {
            let expected = if opt_in { *asked } else { *usually };
            assert_eq!(has(&format!("note-{number}/index.html")), expected, "{mode}: {keys}");
        }
        assert!(!has("logseq-out/index.html") && has("logseq-in/index.html"), "{mode}");
    }
}

/// P9: addresses that were lead to the address that is, and ids that were to the heading that is.
#[test]
fn old_addresses_lead_on() {
    let vault = TestVault::from_text(
        "\
=== index.md
To [[Tides]].
=== Notes/Tides.md
---
permalink: sea/tides
aliases: [old/ebb, /older/flow/]
anchors: {Causes: Why}
---
## Why

The moon.
",
    );
    let (site, diagnostics) = vault.build();
    assert!(diagnostics.iter().all(|found| found.severity < Severity::Warning), "{diagnostics:?}");
    let page = text_of(&site, "sea/tides/index.html").expect("its own address");
    let (old, now) = (page.find("id=\"causes\"").expect("old id"), page.find("id=\"why\"").expect("new id"));
    assert!(old.abs_diff(now) < 200, "the old id stands at its heading: {page}");
    for (from, to) in [
        ("notes/tides", "../../sea/tides/"),
        ("old/ebb", "../../sea/tides/"),
        ("older/flow", "../../sea/tides/"),
    ] {
        let stub = text_of(&site, &format!("{from}/index.html")).expect(from);
        assert!(stub.contains("http-equiv=\"refresh\"") && stub.contains(to), "{from}: {stub}");
        assert!(stub.contains("assets/forward."), "a script keeps the place that was asked for: {stub}");
    }
}
