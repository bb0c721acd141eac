//! Unlinked mentions in the terminal: when they are told, and how they become links.

#![allow(clippy::disallowed_methods, reason = "tests make vaults and run the program")]

use std::fs;

use crate::program::{code, err, out, run};
use crate::support::TestVault;

/// Mentions of all kinds: in prose, twice in a section, in forms, in a table, and where none is to be linked.
const NAMED: &str = "
=== Шардирование.md
---
aliases: [Sharding]
---
=== Load balancer.md
=== Read replica.md
=== Replica.md
=== linked.md
[[Load balancer]] and a load balancer.
=== off.md
---
auto_link: off
---
a load balancer
=== n.md
---
topic: a load balancer
---
# Load balancer
After sharding, load balancers. A load balancer again; a *load balancer*.

`load balancer` and [load balancer](https://x.org), two read replicas
## Later
Нет шардирования без Load balancer.

| a |
|---|
| one replica |

A load
balancer.[^1] A \\*replica\\*.
```
load balancer
```
";

#[test]
fn the_first_mention_in_a_section_becomes_a_link() {
    let vault = TestVault::from_text(NAMED);
    let before = fs::read_to_string(vault.root().join("n.md")).expect("there");
    let shown = run(vault.root(), "check|--fix|--link-mentions");
    assert_eq!(code(&shown), 0, "{}", err(&shown));
    insta::assert_snapshot!(out(&shown), @r"
    --- a/n.md
    +++ b/n.md
    @@ -2,15 +2,15 @@
     topic: a load balancer
     ---
     # Load balancer
    -After sharding, load balancers. A load balancer again; a *load balancer*.
    +After [[Шардирование|sharding]], [[Load balancer|load balancers]]. A load balancer again; a *load balancer*.
     
    -`load balancer` and [load balancer](https://x.org), two read replicas
    +`load balancer` and [load balancer](https://x.org), two [[Read replica|read replicas]]
     ## Later
    -Нет шардирования без Load balancer.
    +Нет [[Шардирование|шардирования]] без [[Load balancer]].
     
     | a |
     |---|
    -| one replica |
    +| one [[Replica\|replica]] |
     
     A load
     balancer.[^1] A \*replica\*.
    ");
    insta::assert_snapshot!(err(&shown), @"6 links in 1 file can be mended, `--apply` writes it");
    assert_eq!(fs::read_to_string(vault.root().join("n.md")).expect("there"), before);

    let applied = run(vault.root(), "check|--fix|--link-mentions|--apply");
    assert_eq!(out(&applied), out(&shown));
    let again = run(vault.root(), "check|--fix|--link-mentions|--apply");
    assert_eq!(out(&again), "", "what is linked is no mention any more");
}

#[test]
fn bytes_around_a_mention_stay() {
    let vault = TestVault::from_text("=== Cache.md\n");
    let before = "\u{feff}\r\nCafe\u{301}\t  a \\<cache> &amp; caches  \r\n\r\nno end";
    fs::write(vault.root().join("n.md"), before).expect("written");
    assert_eq!(code(&run(vault.root(), "check|--fix|--link-mentions|--apply")), 0);
    let after = fs::read_to_string(vault.root().join("n.md")).expect("there");
    assert_eq!(after, before.replace("<cache>", "<[[Cache|cache]]>"));
}

#[test]
fn mentions_are_told_to_those_who_ask_or_raise_the_level() {
    let vault = TestVault::from_text("=== Cache.md\n=== n.md\nThe caches. A cache.\n");
    assert!(!out(&run(vault.root(), "check")).contains("unlinked-mention"));
    let told = out(&run(vault.root(), "check|-v"));
    assert_eq!(told.matches("info[unlinked-mention]").count(), 1, "{told}");
    assert!(told.contains("n.md:1:5"), "{told}");

    let raised = "=== studium.toml\n[site]\ncontent = \".\"\n[check]\nunlinked-mention = \"warn\"\n[check.paths.\"old/\"]\nunlinked-mention = \"off\"\n";
    let vault = TestVault::from_text(&format!(
        "{raised}=== Cache.md\n=== n.md\nThe caches.\n=== old/o.md\nThe caches.\n"
    ));
    let checked = run(vault.root(), "check|--strict");
    assert_eq!((code(&checked), out(&checked).matches("warning[unlinked-mention]").count()), (1, 1));
    let built = run(vault.root(), "build");
    assert!(err(&built).contains("warning[unlinked-mention]"), "{}", err(&built));
    assert!(!out(&run(vault.root(), "check|--fix|--link-mentions")).contains("old/"));
}

#[cfg(unix)]
#[test]
fn nothing_is_written_through_a_link_of_the_file_system() {
    let vault = TestVault::from_text("=== Cache.md\n=== real/n.md\nThe caches.\n");
    let root = vault.root();
    std::os::unix::fs::symlink(root.join("real/n.md"), root.join("m.md")).expect("linked");
    let applied = run(root, "check|--fix|--link-mentions|--apply");
    assert!(err(&applied).contains("left m.md:1:5 caches"), "{}", err(&applied));
    assert_eq!(fs::read_to_string(root.join("real/n.md")).expect("there"), "The [[Cache|caches]].\n");
}
