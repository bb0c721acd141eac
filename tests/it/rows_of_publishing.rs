//! What publishing promises, row by row: who is published, and where old addresses lead.

#![allow(clippy::disallowed_methods, reason = "tests make vaults and run the program")]

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use studium::diagnostic::Severity;
use studium::site::OutputPath;

use crate::program::{code, err, run};
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

/// Commits all that is there.
fn commit(vault: &TestVault) {
    for arguments in [&["add", "-A"][..], &["commit", "--quiet", "--allow-empty", "-m", "x"]] {
        let done = Command::new("git")
            .arg("-C")
            .arg(vault.root())
            .args(["-c", "user.name=a", "-c", "user.email=a@localhost", "-c", "commit.gpgsign=false"])
            .args(arguments)
            .output();
        assert!(done.expect("git is there").status.success(), "{arguments:?}");
    }
}

/// P9: a note that Git saw move is found under its old address, if readers could find it there.
#[test]
fn names_that_were_published_lead_on_and_others_leave_no_trace() {
    const TEXT: &str = "In MARK are words that stay as they are in MARK.\n";
    const MOVES: &[(&str, &str, &str, &str)] = &[
        ("Tide.md", "sea/Tides.md", "", ""),
        ("Two.md", "steps/Two.md", "", ""),
        ("Own.md", "sea/Own.md", "permalink: kept/here", "permalink: kept/there"),
        ("Diary zeta.md", "Open.md", "private: true", ""),
        ("Draft zeta.md", "Done.md", "draft: true", ""),
        ("Aside zeta.md", "Listed.md", "unlisted: true", ""),
        ("Was.md", "Secret zeta.md", "", "private: true"),
        ("Seen.md", "Aside now.md", "", "unlisted: true"),
        ("vault zeta/In.md", "Out.md", "", ""),
        ("Torn zeta.md", "Mended.md", "title: [", ""),
    ];
    let vault = TestVault::from_text(
        r#"=== studium.toml
[site]
content = "."
exclude = ["vault zeta/"]
[publish]
git_redirects = true
=== index.md
Home.
"#,
    );
    let write = |path: &str, head: &str, mark: usize| {
        let path = vault.root().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        let head = if head.is_empty() { String::new() } else { format!("---\n{head}\n---\n") };
        // Long enough, and so much its own, that Git knows the note again with other properties.
        let text: String = (0..20).map(|line| TEXT.replace("MARK", &format!("{mark}.{line}"))).collect();
        fs::write(path, format!("{head}{text}")).expect("written");
    };
    assert!(Command::new("git").arg("init").arg("-q").arg(vault.root()).status().expect("git").success());
    for (mark, (old, _, head, _)) in MOVES.iter().enumerate() {
        write(old, head, mark);
    }
    commit(&vault);
    for (mark, (old, new, _, head)) in MOVES.iter().enumerate() {
        fs::remove_file(vault.root().join(old)).expect("it was there");
        write(new, head, mark);
    }
    // Somebody took a name anew.
    write("Two.md", "", 99);
    commit(&vault);
    fs::rename(vault.root().join("sea"), vault.root().join("ocean")).expect("moved");
    commit(&vault);
    let done = run(vault.root(), "build");
    assert_eq!(code(&done), 0, "{}", err(&done));
    let public = vault.root().join("public");
    let page = |path: &str| fs::read_to_string(public.join(path).join("index.html")).unwrap_or_default();
    for (from, to) in
        [("tide", "../ocean/tides/"), ("sea/tides", "../../ocean/tides/"), ("kept/here", "../there/")]
    {
        let stub = page(from);
        assert!(stub.contains("http-equiv=\"refresh\"") && stub.contains(to), "{from}: {stub}");
    }
    assert!(page("two").contains("99.0") && page("was").is_empty() && page("seen").is_empty());
    for entry in walkdir::WalkDir::new(&public) {
        let entry = entry.expect("listed");
        let path = entry.path().strip_prefix(&public).expect("below").to_string_lossy().to_lowercase();
        let text = fs::read(entry.path()).map(|bytes| String::from_utf8_lossy(&bytes).to_lowercase());
        assert!(!path.contains("zeta"), "{path}");
        assert!(!text.unwrap_or_default().contains("zeta"), "{path}");
    }
    // Not unless it is asked for.
    fs::write(vault.root().join("studium.toml"), "[site]\ncontent = \".\"\nexclude = [\"vault zeta/\"]\n")
        .expect("written");
    assert_eq!(code(&run(vault.root(), "build")), 0);
    assert!(page("tide").is_empty() && !page("ocean/tides").is_empty());
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
