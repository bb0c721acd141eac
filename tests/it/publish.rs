//! `studium publish` from outside, into real places.

use std::fs;
use std::process::Command;

use crate::program::{code, err, out, run};
use crate::support::TestVault;

const NOTES: &str = "\
=== studium.toml
[site]
content = \".\"
title = \"Sea\"
=== index.md
[[Ebb]] and [[Secret]].
=== Ebb.md
It falls.
=== Secret.md
Soon.
";

fn git(vault: &TestVault, arguments: &[&str]) -> String {
    let done =
        Command::new("git").arg("-C").arg(vault.root()).args(arguments).output().expect("git is there");
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8(done.stdout).expect("text").trim().to_owned()
}

fn rows<'t>(listing: &'t str, word: &str) -> Vec<&'t str> {
    let rows = listing.lines().filter_map(|line| Some(line.strip_prefix(word)?.trim()));
    // The parts of the search have names that change with all that is said.
    rows.filter(|path| !path.starts_with("search-index/")).collect()
}

#[test]
fn a_dry_run_refuses_what_publishing_refuses() {
    let vault = TestVault::from_text("=== Tide.md\nIt falls.\n");
    let foreign = vault.root().join("foreign");
    fs::create_dir(&foreign).expect("a folder");
    fs::write(foreign.join("letter.txt"), "mine").expect("written");
    for target in ["dir:.", "dir:foreign"] {
        let [real, dry] =
            ["", "|--dry-run"].map(|flag| run(vault.root(), &format!("publish|{target}{flag}")));
        assert_eq!((code(&real), code(&dry)), (2, 2), "{target}: {}", err(&dry));
        assert_eq!(err(&real), err(&dry), "{target}");
    }
}

#[test]
fn a_dry_run_lists_every_file_and_writes_none() {
    let vault = TestVault::from_text(NOTES);
    let first = run(vault.root(), "publish|dir:www|--dry-run");
    assert_eq!(code(&first), 0, "{}", err(&first));
    assert!(!vault.root().join("www").exists());
    let listing = out(&first);
    assert!(rows(&listing, "new").contains(&"ebb/index.html"), "{listing}");
    assert!(listing.lines().all(|line| line.starts_with("new ")), "{listing}");

    assert_eq!(code(&run(vault.root(), "publish|dir:www")), 0);
    fs::write(vault.root().join("Secret.md"), "---\npublish: false\n---\nSoon.\n").expect("written");
    fs::write(vault.root().join("Flood.md"), "It rises.\n").expect("written");
    let second = out(&run(vault.root(), "publish|dir:www|--dry-run"));
    assert_eq!(rows(&second, "new"), ["flood/index.html", "flood/page.md"], "{second}");
    assert_eq!(rows(&second, "private"), ["secret/index.html", "secret/page.md"]);
    assert!(second.starts_with("new ") && rows(&second, "changed").contains(&"index.html"), "{second}");
    assert!(rows(&second, "same").contains(&"ebb/page.md"), "{second}");
    assert!(vault.root().join("www/secret/index.html").exists());
}

#[test]
fn a_dry_run_marks_all_that_becomes_private() {
    let vault = TestVault::from_text(
        "\
=== studium.toml
[site]
content = \".\"
slugs = \"latin\"
=== index.md
Home.
=== Plan.md
---
permalink: hidden/way
aliases: [old/way]
---
![[plan.png]] and [[Gone]]
=== Тайна.md
---
slug: other
---
=== words/Terms.md
---
type: glossary
---
Ebb :: It falls.
=== plan.png
PNG
=== Gone.md
Soon gone.
",
    );
    assert_eq!(code(&run(vault.root(), "publish|dir:www|--allow-broken-links")), 0);
    for note in ["Plan.md", "Тайна.md", "words/Terms.md"] {
        let path = vault.root().join(note);
        let text = fs::read_to_string(&path).expect("a note").replacen("---\n", "---\nprivate: true\n", 1);
        fs::write(path, text).expect("written");
    }
    fs::remove_file(vault.root().join("Gone.md")).expect("removed");
    let listing = out(&run(vault.root(), "publish|dir:www|--dry-run|--allow-broken-links"));
    let private = [
        "glossary/ebb/index.html",
        "glossary/ebb/page.md",
        "hidden/way/index.html",
        "hidden/way/page.md",
        "old/way/index.html",
        "other/index.html",
        "other/page.md",
        "plan.png",
        "plan/index.html",
        "words/terms/index.html",
        "words/terms/page.md",
        "тайна/index.html",
    ];
    assert_eq!(rows(&listing, "private"), private);
    let removed = rows(&listing, "removed");
    assert!(removed.contains(&"gone/index.html") && removed.contains(&"gone/page.md"), "{removed:?}");
}

#[test]
fn errors_ask_for_a_word() {
    let vault = TestVault::from_text(NOTES);
    fs::write(vault.root().join("Ebb.md"), "[[Nowhere]]\n").expect("written");
    let refused = run(vault.root(), "publish|dir:www");
    assert_eq!(code(&refused), 1);
    assert!(err(&refused).contains("--allow-broken-links"), "{}", err(&refused));
    assert!(!vault.root().join("www").exists());
    assert_eq!(code(&run(vault.root(), "publish|dir:www|--allow-broken-links")), 0);
    assert!(vault.root().join("www/index.html").exists());
}

#[test]
fn a_place_is_named_in_full() {
    let vault = TestVault::from_text(NOTES);
    for (target, hint) in [
        ("www", "`dir:www`"),
        ("git:origin", "git:origin#gh-pages"),
        ("rsync:h", "rsync:HOST:PATH"),
        ("s3://notes/p", if cfg!(feature = "s3") { "`AWS_ACCESS_KEY_ID`" } else { "`--features s3`" }),
    ] {
        let refused = run(vault.root(), &format!("publish|{target}"));
        assert_eq!(code(&refused), 2);
        assert!(err(&refused).contains(hint), "{}", err(&refused));
    }
    let (notes, www) = (vault.root().display(), vault.root().join("www"));
    let elsewhere = run(&std::env::temp_dir(), &format!("publish|{notes}|--dry-run|dir:{}", www.display()));
    assert_eq!(code(&elsewhere), 0, "{}", err(&elsewhere));
    assert!(rows(&out(&elsewhere), "new").contains(&"ebb/index.html"));
}

#[test]
fn a_branch_of_ones_own_repository_is_published_to() {
    let vault = TestVault::from_text(NOTES);
    git(&vault, &["init", "-q", "-b", "main"]);
    git(&vault, &["add", "-A"]);
    let who = ["-c", "user.name=A", "-c", "user.email=a@b.example"];
    git(&vault, &[&who[..], &["commit", "-q", "-m", "notes", "--date", "2026-02-03T12:00:00Z"]].concat());
    fs::write(vault.root().join("Ebb.md"), "It falls again.\n").expect("written");
    let before = git(&vault, &["status", "--porcelain"]);
    let published = run(vault.root(), "publish|git:.#gh-pages|-u|https://sea.example");
    assert_eq!(code(&published), 0, "{}", err(&published));
    assert_eq!(git(&vault, &["status", "--porcelain"]), before);
    assert_eq!(git(&vault, &["branch", "--show-current"]), "main");
    assert_eq!(git(&vault, &["show", "gh-pages:CNAME"]), "sea.example");
    let page = git(&vault, &["show", "gh-pages:ebb/index.html"]);
    assert!(page.contains("It falls again."), "what lies there now is published");
    assert!(page.contains("datetime=\"2026-02-03\""), "the day comes from the commit: {page}");
    assert!(git(&vault, &["show", "gh-pages:sitemap.xml"]).contains("<lastmod>2026-02-03</lastmod>"));
    let again = run(vault.root(), "publish|git:.#gh-pages|-u|https://sea.example");
    assert!(out(&again).starts_with("Nothing has changed"), "{}", out(&again));
    assert_eq!(git(&vault, &["rev-list", "--count", "gh-pages"]), "1");
    let listing = out(&run(vault.root(), "publish|git:.#gh-pages|--dry-run|-u|https://sea.example"));
    assert!(listing.lines().all(|line| line.starts_with("same")), "{listing}");
    fs::write(vault.root().join("studium.toml"), "[site]\ncontent = \".\"\n[build]\ngit_dates = false\n")
        .expect("written");
    assert_eq!(code(&run(vault.root(), "build")), 0);
    let page = fs::read_to_string(vault.root().join("public/ebb/index.html")).expect("built");
    assert!(!page.contains("datetime="), "{page}");
}

#[test]
fn what_the_manual_shows_for_copying_is_what_lies_there() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let manual = fs::read_to_string(root.join("content/Manual/Publishing the folder.md")).expect("there");
    for name in ["github.yml", "gitlab.yml", "netlify.yml", "cloudflare.yml", "_headers", "Containerfile"] {
        let file = fs::read_to_string(root.join("publishing").join(name)).expect("there");
        assert!(manual.contains(&format!("\n{file}```\n")), "{name} is not in the manual as it is");
        // Every word of the program in it is one that the program understands.
        for line in file.lines().filter_map(|line| line.split_once("studium ").map(|(_, rest)| rest)) {
            let word = line.split_whitespace().next().unwrap_or_default();
            if ["check", "build", "publish"].contains(&word) {
                let flags = line.split_whitespace().filter(|word| word.starts_with("--"));
                let help = out(&run(root, &format!("{word}|--help")));
                for flag in flags {
                    assert!(help.contains(flag), "{name}: {word} {flag}");
                }
            }
        }
    }
}
