//! Mending, from outside: what is written, what is left, and that no other byte changes.

#![allow(clippy::disallowed_methods, reason = "tests make vaults and run the program")]

use std::fs;
use std::process::Command;

use crate::program::{code, err, out, run};
use crate::support::TestVault;

/// Links of all kinds that can be mended, and of all kinds that cannot.
const BROKEN: &str = "
=== Consistent hashing.md
# Rings
=== Кеш.md
=== Шардирование.md
=== Kafka.md
=== Sharding.md
---
aliases: [Splitting]
---
=== deep/Budget 2024.md
=== deep/Plan.md
=== n.md
---
up: \"[[Plna]]\"
see: \"[[Consistnet hashing]]\"
---
[[Consistnet hashing]] ![[Consistnet hashing#Rings|x]] [[Splitting]] [[Splitting|split]] [[old/Plan]]

| a | b |
|---|---|
| [[Шардирования]] | [[Splitting\\|s]] |

[a](Consistnet%20hashing.md \"t\") [[keш]] [[Кафка]] [[rfarf]]

Left: [[Sharing]] [[budget/Budget 2023]] [[old/Budget 2024]] [[Nowhere]] `[[Consistnet hashing]]`
";

#[test]
fn a_fix_is_shown_and_nothing_written() {
    let vault = TestVault::from_text(BROKEN);
    let before = fs::read(vault.root().join("n.md")).expect("there");
    let shown = run(vault.root(), "check|--fix");
    insta::assert_snapshot!(out(&shown), @r#"
    --- a/n.md
    +++ b/n.md
    @@ -1,13 +1,13 @@
     ---
     up: "[[Plna]]"
    -see: "[[Consistnet hashing]]"
    +see: "[[Consistent hashing]]"
     ---
    -[[Consistnet hashing]] ![[Consistnet hashing#Rings|x]] [[Splitting]] [[Splitting|split]] [[old/Plan]]
    +[[Consistent hashing]] ![[Consistent hashing#Rings|x]] [[Sharding|Splitting]] [[Sharding|split]] [[Plan]]
     
     | a | b |
     |---|---|
    -| [[Шардирования]] | [[Splitting\|s]] |
    +| [[Шардирование\|Шардирования]] | [[Sharding\|s]] |
     
    -[a](Consistnet%20hashing.md "t") [[keш]] [[Кафка]] [[rfarf]]
    +[a](Consistent%20hashing.md "t") [[Кеш]] [[Kafka|Кафка]] [[Kafka]]
     
    -Left: [[Sharing]] [[budget/Budget 2023]] [[old/Budget 2024]] [[Nowhere]] `[[Consistnet hashing]]`
    +Left: [[Sharing]] [[budget/Budget 2023]] [[Budget 2024]] [[Nowhere]] `[[Consistnet hashing]]`
    "#);
    insta::assert_snapshot!(err(&shown), @"
    left n.md:2:6 [[Plna]]: it may mean `Plan`, but that is not sure
    left n.md:13:7 [[Sharing]]: it may mean `Sharding`, but that is not sure
    13 links in 1 file can be mended, `--apply` writes it; 2 left, 2 without a suggestion
    ");
    assert_eq!(code(&shown), 1);
    assert_eq!(fs::read(vault.root().join("n.md")).expect("there"), before);
}

#[test]
fn what_is_shown_is_what_patch_makes_of_it() {
    let vault = TestVault::from_text(BROKEN);
    let twin = TestVault::from_text(BROKEN);
    let shown = run(vault.root(), "check|--fix");
    fs::write(twin.root().join("fix.diff"), &shown.stdout).expect("written");
    let patched = Command::new("git").args(["apply", "fix.diff"]).current_dir(twin.root()).status();
    assert_eq!(code(&run(vault.root(), "check|--fix|--apply")), 1);
    if patched.is_ok_and(|status| status.success()) {
        let of = |vault: &TestVault| fs::read_to_string(vault.root().join("n.md")).expect("there");
        assert_eq!(of(&vault), of(&twin));
    }
}

#[test]
fn what_is_mended_is_not_reported_again_and_mended_once() {
    let vault = TestVault::from_text(BROKEN);
    let applied = run(vault.root(), "check|--fix|--apply");
    assert!(err(&applied).contains("Mended 13 links in 1 file"), "{}", err(&applied));
    let after = fs::read(vault.root().join("n.md")).expect("there");
    let report = out(&run(vault.root(), "check|-v"));
    assert!(!report.contains("Consistnet hashing`") && !report.contains("alias-link"), "{report}");
    let again = run(vault.root(), "check|--fix|--apply");
    assert_eq!(out(&again), "");
    assert!(err(&again).contains("Nothing can be mended without asking"), "{}", err(&again));
    assert_eq!(fs::read(vault.root().join("n.md")).expect("there"), after);
}

#[test]
fn every_other_byte_stays() {
    let vault = TestVault::from_text("=== Consistent hashing.md\n");
    let before =
        "\u{feff}\r\n# Cafe\u{301}\t \r\n\r\n[[Consistnet hashing]]\r\nx  \r[[Consistnet hashing|a]] no end";
    fs::write(vault.root().join("n.md"), before).expect("written");
    assert_eq!(code(&run(vault.root(), "check|--fix|--apply")), 0);
    let after = fs::read_to_string(vault.root().join("n.md")).expect("there");
    assert_eq!(after, before.replace("Consistnet", "Consistent"));
}

#[test]
fn a_file_that_cannot_be_mended_byte_by_byte_is_left() {
    let vault = TestVault::from_text("=== Consistent hashing.md\n");
    let latin = b"caf\xe9 [[Cosnistent hashing]]\n";
    fs::write(vault.root().join("latin.md"), latin).expect("written");
    let utf16: Vec<u8> =
        "\u{feff}[[Consistnet hashing]]\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(vault.root().join("wide.md"), &utf16).expect("written");
    let applied = run(vault.root(), "check|--fix|--apply");
    assert_eq!(err(&applied).matches("the file is not plain UTF-8").count(), 2, "{}", err(&applied));
    assert_eq!(fs::read(vault.root().join("latin.md")).expect("there"), latin);
    assert_eq!(fs::read(vault.root().join("wide.md")).expect("there"), utf16);
}

#[cfg(unix)]
#[test]
fn links_of_the_file_system_are_not_written_through() {
    let vault = TestVault::from_text(
        "=== Sharding.md\n---\naliases: [Splitting]\n---\n=== real/n.md\n[[Splitting]]\n",
    );
    let root = vault.root();
    std::os::unix::fs::symlink(root.join("real/n.md"), root.join("linked.md")).expect("linked");
    let applied = run(root, "check|--fix|--apply");
    assert!(
        err(&applied).contains("left linked.md:1:3 Splitting: it is a link, or lies behind one"),
        "{}",
        err(&applied)
    );
    assert!(root.join("linked.md").symlink_metadata().expect("there").is_symlink());
    assert_eq!(fs::read_to_string(root.join("real/n.md")).expect("there"), "[[Sharding|Splitting]]\n");
    assert_eq!(fs::read_dir(root.join("real")).expect("there").count(), 1);
}

#[test]
fn what_nobody_wants_to_hear_of_is_not_mended() {
    let vault = TestVault::from_text(
        "=== studium.toml\n[check]\nalias-link = \"off\"\n[check.paths.\"Archive/\"]\nbroken-link = \"off\"\n\
         === content/Sharding.md\n---\naliases: [Splitting]\n---\n=== content/a.md\n[[Splitting]] [[Shardign]]\n\
         === content/Archive/b.md\n[[Shadring]]\n",
    );
    assert_eq!(code(&run(vault.root(), "check|--fix|--apply")), 0);
    let read = |path: &str| fs::read_to_string(vault.root().join("content").join(path)).expect("there");
    assert_eq!(
        (read("a.md"), read("Archive/b.md")),
        ("[[Splitting]] [[Sharding]]\n".to_owned(), "[[Shadring]]\n".to_owned())
    );
}

#[test]
fn options_that_say_nothing_together_are_refused() {
    let vault = TestVault::from_text("=== a.md\n");
    for wrong in ["check|--apply", "check|--fix|--format|json", "check|--fix|--write-baseline"] {
        assert_eq!(code(&run(vault.root(), wrong)), 2, "{wrong}");
    }
}
