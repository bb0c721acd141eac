//! The same inputs give the same bytes, whatever the cache holds.

use std::fs;

use studium::engine::Cache;

use crate::support::{TestVault, build};

const VAULT: &str = "
=== index.md
# Welcome
[[Cache]] and ![[Replica]].
=== Cache.md
---
aliases: [Кэш]
tags: [storage]
---
A [[Replica]] is not a cache. ^first

## Why
`x` $y$ [[Nowhere]]
=== sub/Replica.md
---
updated: 2026-11-02
---
See [[Cache#Why]] and [[Cache#^first]].
=== glossary/Shard.md
---
definition: A part.
category: storage
names: {ru: Шард}
---
[[Cache]]
";

#[test]
fn two_builds_of_one_vault_are_equal() {
    let vault = TestVault::from_text(VAULT);
    assert_eq!(vault.build().0, vault.build().0);
}

#[test]
fn a_warm_build_equals_a_cold_one_after_every_edit() {
    let vault = TestVault::from_text(VAULT);
    let edits: &[(&str, Option<&str>)] = &[
        ("Cache.md", Some("---\ntitle: Store\n---\nNow [[Shard]].\n")),
        ("sub/Replica.md", None),
        ("Nowhere.md", Some("It exists. [[Cache]]\n")),
        ("Nowhere.md", Some("---\ndraft: true\n---\nIt is hidden.\n")),
        ("glossary/Shard.md", Some("---\ndefinition: Another.\n---\n")),
        ("index.md", Some("![[Cache]]\n")),
        ("a/b/Cache.md", Some("Two of a name. [[index]]\n")),
        ("Cache.md", Some("---\ntitle: [broken\n---\nText.\n")),
        ("studium.toml", Some("[site]\ntitle = \"Other\"\ncontent = \".\"\n")),
    ];
    let mut cache = Cache::new();
    build(&vault.inputs(), &mut cache);
    for (path, text) in edits {
        let path = vault.root().join(path);
        match text {
            Some(text) => {
                fs::create_dir_all(path.parent().expect("a file has a folder")).expect("writable");
                fs::write(&path, text).expect("writable");
            }
            None => fs::remove_file(&path).expect("it was there"),
        }
        let (warm, warm_diagnostics) = build(&vault.inputs(), &mut cache);
        let (cold, cold_diagnostics) = vault.build();
        let differing = warm.changed_since(&cold);
        assert!(differing.is_empty(), "after {}: {differing:?}", path.display());
        assert_eq!(warm_diagnostics, cold_diagnostics);
    }
}

#[test]
fn what_is_kept_back_leaves_no_trace() {
    let vault = TestVault::from_text(
        "
=== a.md
Open [[Secret plan]] and [[other name]].
=== Secret plan.md
---
publish: false
aliases: [other name]
tags: [zanzibar]
---
# Quokka
The word is xylophone. [[a]] ![[pic.png]]
=== pic.png
=== Draft.md
---
draft: true
---
A wombat.
",
    );
    let (site, _) = vault.build();
    for (path, artifact) in &site.artifacts {
        let bytes = match artifact {
            studium::site::Artifact::Bytes(bytes) => bytes.to_vec(),
            studium::site::Artifact::Joined(parts) => site.joined(parts),
            _ => panic!("{path} should not be published"),
        };
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        // `secret-plan` alone is what `a.md` asks for, whoever answers; with a slash it is an address.
        for trace in ["xylophone", "quokka", "zanzibar", "wombat", "secret-plan/"] {
            assert!(!text.contains(trace), "`{trace}` is in {path}");
        }
    }
}
