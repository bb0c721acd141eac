//! The commands that look after links, from outside: why one leads where it does.

#![allow(clippy::disallowed_methods, reason = "tests make vaults and run the program")]

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::program::{code, err, json, out, run};
use crate::support::TestVault;

const TWINS: &str = "
=== a/Note.md
=== bbb/Note.md
=== bbb/src.md
[[Note]]
=== Artificial.md
---
aliases: [AI]
---
## Here
=== Кафка.md
=== secret.md
---
publish: false
---
";

#[test]
fn why_tells_every_candidate() {
    let vault = TestVault::from_text(TWINS);
    let why = |link: &str, from: &str| out(&run(vault.root(), &format!("why|{link}|--from|{from}")));
    insta::assert_snapshot!(why("[[Note]]", "bbb/src"), @"
    [[Note]] in bbb/src.md

      1. 2 files are called `Note`; those in the folder of the link or below it come first, then the shortest path, then the first in order
         → bbb/Note.md  in the folder of the link or below, 11 characters
           a/Note.md  9 characters

    It leads to bbb/Note.md
    ");
    insta::assert_snapshot!(why("AI#Here", "src"), @"
    [[AI#Here]] in bbb/src.md

      1. no file has the path `AI`, or one that ends with it
      2. `AI` is another name of Artificial.md
      3. Artificial.md has the part `Here`

    It leads to Artificial.md#here
    ");
    insta::assert_snapshot!(why("![[Kafka]]", "bbb/src.md"), @"
    ![[Kafka]] in bbb/src.md

      1. no file has the path `Kafka`, or one that ends with it

    It leads nowhere: missing note
      did you mean [[Кафка]]? it sounds alike
    ");
    insta::assert_snapshot!(why("[t](../secret.md)", "bbb/src.md"), @"
    [t](../secret.md) in bbb/src.md

      1. `../secret.md` means one file: secret.md
      2. what was found is not published

    It leads nowhere: unpublished
    ");
}

#[test]
fn why_is_told_to_programs_too() {
    let vault = TestVault::from_text(TWINS);
    let told = json(&run(vault.root(), "why|Note|--from|src|--format|json"));
    assert_eq!((&told["link"], &told["from"]), (&"[[Note]]".into(), &"bbb/src.md".into()));
    assert_eq!(told["steps"][0]["step"], "candidates");
    assert_eq!(told["steps"][0]["candidates"][1]["path"], "a/Note.md");
    assert_eq!(told["resolution"]["to"], "bbb/Note.md");
    let told = json(&run(vault.root(), "why|Kafka|--from|src|--format|json"));
    assert_eq!(
        (&told["resolution"]["found"], &told["resolution"]["because"]),
        (&false.into(), &"sound".into())
    );
    assert_eq!(told["resolution"]["sure"], true);
}

#[test]
fn why_says_which_note_it_cannot_find() {
    let vault = TestVault::from_text(TWINS);
    for (from, said) in [
        ("bbb/scr", "there is no note `bbb/scr` in the vault; did you mean `bbb/src.md`?"),
        ("Artifical", "did you mean `Artificial.md`?"),
        ("Note", "several notes are called `Note`: `a/Note.md` or `bbb/Note.md`"),
        ("zebra", "there is no note `zebra` in the vault\n"),
        ("secret", "`secret.md` is not published"),
    ] {
        let refused = run(vault.root(), &format!("why|[[Note]]|--from|{from}"));
        assert_eq!((code(&refused), out(&refused).as_str()), (2, ""), "{from}");
        assert!(err(&refused).contains(said), "{from}: {}", err(&refused));
    }
    for (link, said) in
        [("[[]]", "is no link"), ("[x](https://a.org)", "another site"), ("[[a]] [[b]]", "holds 2 links")]
    {
        let refused = run(vault.root(), &format!("why|{link}|--from|src"));
        assert_eq!(code(&refused), 2, "{link}");
        assert!(err(&refused).contains(said), "{link}: {}", err(&refused));
    }
    // The path may be the one on disk, as a shell completes it.
    let nested = run(&vault.root().join("bbb"), "why|[[Note]]|--from|src.md|--root|..");
    assert!(out(&nested).contains("It leads to bbb/Note.md"), "{}", err(&nested));
}

fn git(folder: &Path, arguments: &str) -> bool {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=n", "-c", "user.email=n@example.org", "-c", "init.defaultBranch=main"]);
    command.args(arguments.split('|')).current_dir(folder);
    command.output().is_ok_and(|output| output.status.success())
}

#[test]
fn a_file_that_git_saw_move_is_suggested() {
    let vault = TestVault::from_text(
        "=== old/Name.md\nThis is long enough to be told from others.\n=== a.md\n[[old/Name]] [[Name]]\n",
    );
    let root = vault.root();
    assert!(git(root, "init|-q"), "git has to be installed");
    assert!(git(root, "add|-A") && git(root, "commit|-qm|one"));
    fs::create_dir(root.join("new")).expect("made");
    assert!(git(root, "mv|old/Name.md|new/Middle.md") && git(root, "commit|-qm|two"));
    assert!(git(root, "mv|new/Middle.md|new/Last.md"));
    let told = json(&run(root, "why|[[old/Name]]|--from|a|--format|json"));
    assert_eq!(told["resolution"]["suggestions"][0], "Last");
    assert_eq!(told["resolution"]["because"], "moved");
    let report = out(&run(root, "check"));
    assert_eq!(report.matches("did you mean `[[Last]]`?").count(), 2, "{report}");
}
