//! The program from outside: exit codes, what goes to which stream, what scripts rely on.

#![allow(clippy::disallowed_methods, reason = "tests make vaults and run the program")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::program::{code, command, err, json, out, run};
use crate::support::TestVault;

const GOOD: &str = "
=== index.md
The [[Moon]] pulls.
=== Moon.md
The sea follows. [[index]]
";

const BROKEN: &str = "
=== tides.md
The [[Moon]] pulls, and the [[Mooon|other]] too.
=== sky/Luna.md
---
aliases: [Moon]
---
Round.
";

#[test]
fn help_is_an_answer_and_a_wrong_word_is_not() {
    let vault = TestVault::from_text(GOOD);
    let help = run(vault.root(), "--help");
    assert_eq!(code(&help), 0);
    for command in [
        "init",
        "new",
        "build",
        "serve",
        "check",
        "search",
        "graph",
        "why",
        "publish",
        "doctor",
        "clean",
        "completions",
        "man",
    ] {
        assert!(out(&help).contains(&format!("\n  {command} ")), "{command} is missing:\n{}", out(&help));
        let own = run(vault.root(), &format!("{command}|--help"));
        assert_eq!(code(&own), 0);
        assert!(out(&own).contains("Usage: studium"), "{command}");
    }
    let wrong = run(vault.root(), "bild");
    assert_eq!((code(&wrong), out(&wrong).as_str()), (2, ""));
    assert!(err(&wrong).contains("'build'"), "{}", err(&wrong));
    assert_eq!(code(&run(vault.root(), "build|--port|1")), 2);
    assert_eq!(code(&run(vault.root(), "check|a|--root|b")), 2);
    assert!(out(&run(vault.root(), "--version")).starts_with("studium "));
}

#[test]
fn a_build_is_told_in_one_line() {
    let vault = TestVault::from_text(GOOD);
    let built = run(vault.root(), "build");
    assert_eq!(code(&built), 0, "{}", err(&built));
    let line = out(&built);
    assert!(line.starts_with("Built ") && line.contains(" from 2 notes (no errors) in "), "{line}");
    assert!(line.ends_with(" → public/\n"), "{line}");
    assert!(vault.root().join("public/moon/index.html").exists());
    let quiet = run(vault.root(), "build|-q");
    assert_eq!((code(&quiet), out(&quiet).as_str(), err(&quiet).as_str()), (0, "", ""));
}

#[test]
fn a_build_with_findings_is_a_build() {
    let vault = TestVault::from_text(BROKEN);
    let built = run(vault.root(), "build|-o|site");
    assert_eq!(code(&built), 0);
    assert!(
        err(&built).contains("error[broken-link]: no note is called `Mooon`\n --> tides.md:1:29"),
        "{}",
        err(&built)
    );
    assert!(out(&built).contains("(1 error)"), "{}", out(&built));
    assert!(vault.root().join("site/tides/index.html").exists());
    let strict = run(vault.root(), "build|--strict|--destination|site");
    assert_eq!(code(&strict), 1);
    assert!(vault.root().join("site/tides/index.html").exists());
    let report = json(&run(vault.root(), "build|--format|json|-o|site"));
    assert_eq!(report["diagnostics"][0]["code"], "broken-link");
}

#[test]
fn nothing_is_written_where_it_must_not_be() {
    let vault = TestVault::from_text(&format!("{GOOD}=== other/mine.txt\nmine\n"));
    let missing = run(vault.root(), "build|nowhere");
    assert_eq!(code(&missing), 2);
    assert!(err(&missing).starts_with("error: cannot open the folder `nowhere`: "), "{}", err(&missing));
    let foreign = run(vault.root(), "build|-o|other");
    assert_eq!(code(&foreign), 2);
    assert!(err(&foreign).contains("files that Studium did not write"), "{}", err(&foreign));
    fs::write(vault.root().join("studium.toml"), "[site]\ntitle = 3\n").expect("written");
    for command in ["build", "check", "search|moon", "graph", "new|Sun", "clean"] {
        let refused = run(vault.root(), command);
        assert_eq!(code(&refused), 2, "{command}");
        let said = out(&refused) + &err(&refused);
        assert!(said.contains("studium.toml:2:9"), "{command}: {said}");
    }
    assert!(!vault.root().join("public").exists() && !vault.root().join("Sun.md").exists());
    let address = run(vault.root(), "build|-u|example.org");
    assert_eq!(code(&address), 2);
}

#[test]
fn a_check_fails_by_what_it_finds() {
    let good = TestVault::from_text(GOOD);
    let checked = run(good.root(), "check");
    assert_eq!(code(&checked), 0, "{}", out(&checked));
    assert_eq!(out(&checked), "Checked 2 notes, 2 links, 0 attachments: no errors\n");

    let broken = TestVault::from_text(BROKEN);
    let checked = run(broken.root(), "check|-v");
    assert_eq!(code(&checked), 1);
    let text = out(&checked);
    assert!(text.contains("error[broken-link]") && text.contains("\nWanted\n  Mooon  by 1 note"), "{text}");
    assert!(text.ends_with(": 1 error\n"), "{text}");
    assert!(!broken.root().join("public").exists());

    let report = json(&run(broken.root(), "check|--format|json"));
    assert_eq!(report["version"], 1);
    assert_eq!(report["summary"]["notes"], 2);
    assert_eq!(report["summary"]["links"], 2);
    assert_eq!(report["summary"]["broken"], 1);
    let found = &report["diagnostics"][0];
    assert_eq!(found["path"], "tides.md");
    assert_eq!((&found["line"], &found["column"]), (&Value::from(1), &Value::from(29)));

    fs::write(broken.root().join("studium.toml"), "[check]\nbroken-link = \"warn\"\n").expect("written");
    assert_eq!(code(&run(broken.root(), "check")), 0);
    assert_eq!(code(&run(broken.root(), "check|--strict")), 1);
}

#[test]
fn reports_for_programs_name_files_as_the_repository_does() {
    let vault = TestVault::from_text("=== studium.toml\n=== content/a.md\n[[Nowhere]]\n");
    let github = out(&run(vault.root(), "check|--format|github"));
    assert!(github.starts_with("::error file=content/a.md,line=1,col=1,"), "{github}");
    let sarif = json(&run(vault.root(), "check|--format|sarif"));
    let location = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "content/a.md");
    let xml = out(&run(vault.root(), "check|--format|checkstyle"));
    assert!(xml.contains("name=\"content/a.md\""), "{xml}");
}

#[test]
fn colours_are_for_those_who_want_them() {
    let vault = TestVault::from_text(BROKEN);
    let has_color =
        |command: &mut Command| command.output().expect("the program runs").stdout.contains(&0x1b);
    assert!(!has_color(&mut command(vault.root(), "check")));
    assert!(has_color(&mut command(vault.root(), "check|--color|always")));
    assert!(has_color(command(vault.root(), "check").env("CLICOLOR_FORCE", "1")));
    assert!(!has_color(command(vault.root(), "check|--color|never").env("CLICOLOR_FORCE", "1")));
    assert!(!has_color(command(vault.root(), "check").env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1")));
    assert!(has_color(&mut command(vault.root(), "search|round|--color|always")));
}

#[test]
fn a_search_answers_like_the_site() {
    let vault = TestVault::from_text(BROKEN);
    let found = run(vault.root(), "search|round");
    assert_eq!(code(&found), 0);
    assert_eq!(out(&found), "Luna\n  Round.\n  sky/Luna.md\n\n");
    assert_eq!(err(&found), "");
    let found = json(&run(vault.root(), "search|round|--format|json"));
    assert_eq!((&found["query"], &found["total"]), (&Value::from("round"), &Value::from(1)));
    let hit = &found["hits"][0];
    assert_eq!(hit["path"], "sky/Luna.md");
    for key in ["permalink", "title", "heading", "anchor", "score", "snippet", "marks"] {
        assert!(hit.get(key).is_some(), "{key}");
    }
    let nothing = run(vault.root(), "search|xylophone");
    assert_eq!((code(&nothing), out(&nothing).as_str()), (0, ""));
    assert_eq!(
        json(&run(vault.root(), "search|xylophone|--format|json"))["hits"],
        Value::from(Vec::<u8>::new())
    );
    assert_eq!(code(&run(vault.root(), "search")), 2);
    assert_eq!(code(&run(vault.root(), "search|x|--limit|0")), 2);
}

#[test]
fn a_graph_has_all_its_tables() {
    let vault = TestVault::from_text(BROKEN);
    let graph = json(&run(vault.root(), "graph"));
    assert_eq!(graph["notes"].as_array().map(Vec::len), Some(2));
    assert_eq!(graph["links"][0]["to"], "sky/Luna.md");
    assert_eq!(graph["links"][0]["via"], "alias");
    assert_eq!(graph["broken"][0]["target"], "Mooon");
    assert_eq!(graph["backlinks"]["sky/Luna.md"][0], "tides.md");
    assert!(out(&run(vault.root(), "graph|--format|dot")).contains("\"tides.md\" -> \"sky/Luna.md\";"));
    assert!(out(&run(vault.root(), "graph|--format|graphml")).contains("<edge source=\"n1\" target=\"n0\">"));
}

#[test]
fn a_new_vault_is_whole_and_a_full_folder_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let made = run(folder.path(), "init|my \"notes\"");
    assert_eq!(code(&made), 0, "{}", err(&made));
    let root = folder.path().join("my \"notes\"");
    let checked = run(&root, "check|--strict");
    assert_eq!(code(&checked), 0, "{}", out(&checked));
    let built = run(&root, "build");
    assert!(root.join("public/glossary/spaced-repetition/index.html").exists(), "{}", err(&built));
    let again = run(folder.path(), "create|my \"notes\"");
    assert_eq!(code(&again), 2);
    assert!(err(&again).contains("is not empty"), "{}", err(&again));
}

#[test]
fn a_new_note_stands_where_it_belongs_and_never_on_another() {
    let vault = TestVault::from_text(BROKEN);
    let made = run(vault.root(), "new|Mooon");
    assert_eq!((code(&made), out(&made).as_str()), (0, "Mooon.md\n"), "{}", err(&made));
    assert!(err(&made).contains("asked for by tides.md"), "{}", err(&made));
    assert_eq!(code(&run(vault.root(), "check")), 0);
    let before = fs::read(vault.root().join("Mooon.md")).expect("there");
    let again = run(vault.root(), "new|Mooon");
    assert_eq!(code(&again), 2);
    assert_eq!(fs::read(vault.root().join("Mooon.md")).expect("there"), before);
    assert_eq!(out(&run(vault.root(), "new|--term|Perigee")), "glossary/Perigee.md\n");
    fs::write(vault.root().join(".studiumignore"), "drafts/\n").expect("written");
    for (name, why) in [
        ("public/Io", "the site is written to `public/`"),
        ("drafts/Io", "`.studiumignore` or `.gitignore` leave it out"),
        ("node_modules/Io", "nothing in `node_modules/` is read"),
    ] {
        let refused = run(vault.root(), &format!("new|{name}"));
        assert_eq!(code(&refused), 2, "{name}");
        assert!(err(&refused).contains(why), "{}", err(&refused));
        assert!(!vault.root().join(format!("{name}.md")).exists(), "{name}");
    }
    assert_eq!(out(&run(vault.root(), "new|sky/far/Io")), "sky/far/Io.md\n");
    for outside in ["new|../Sun", "new|/tmp/Sun", "new|a/../../Sun"] {
        assert_eq!(code(&run(vault.root(), outside)), 2, "{outside}");
    }
}

#[test]
fn what_was_built_goes_and_nothing_else() {
    let vault = TestVault::from_text(GOOD);
    assert_eq!(code(&run(vault.root(), "clean")), 0);
    run(vault.root(), "build");
    fs::write(vault.root().join("public/CNAME"), "mine").expect("written");
    let cleaned = run(vault.root(), "clean");
    assert_eq!(code(&cleaned), 0, "{}", err(&cleaned));
    assert!(!vault.root().join("public/index.html").exists() && vault.root().join("public/CNAME").exists());
    assert!(vault.root().join("Moon.md").exists());
}

#[test]
fn what_a_build_keeps_is_mended_and_cleaned_and_never_needed() {
    let vault = TestVault::from_text("=== index.md\n```rust\nfn f() -> u8 { 1 }\n```\n");
    let folder = tempfile::tempdir().expect("a folder");
    let cache = folder.path().join("deep/cache");
    let run = |arguments: &str, cache: &Path| {
        command(vault.root(), arguments).env("STUDIUM_CACHE", cache).output().expect("the program runs")
    };
    let kept = || -> Vec<PathBuf> {
        fs::read_dir(&cache).expect("listed").map(|entry| entry.expect("listed").path()).collect()
    };
    let page = || fs::read_to_string(vault.root().join("public/index.html")).expect("a page");
    assert_eq!(code(&run("build", &cache)), 0);
    let [file] = kept().try_into().expect("one file a vault");
    let (first, bytes) = (page(), fs::read(&file).expect("kept"));
    assert!(first.contains("<span class=\"hl-k\">fn</span>"), "{first}");
    for damaged in [&b"studium"[..], &bytes[..bytes.len() - 1], b""] {
        fs::write(&file, damaged).expect("written");
        assert_eq!(code(&run("build", &cache)), 0);
        assert_eq!((page(), fs::read(&file).expect("kept")), (first.clone(), bytes.clone()));
    }
    let cleaned = run("clean", &cache);
    assert!(err(&cleaned).contains("Removed the cache") && kept().is_empty(), "{}", err(&cleaned));
    let no_folder = vault.root().join("index.md");
    assert_eq!(code(&run("build", &no_folder)), 0);
    assert_eq!(page(), first);
}

#[test]
fn a_build_that_a_clean_one_repeats_is_written() {
    let vault = TestVault::from_text("=== index.md\n[[Ebb]]\n=== Ebb.md\n```rust\nfn ebb() {}\n```\n");
    for _ in 0..2 {
        let told = run(vault.root(), "build|--verify");
        assert_eq!(code(&told), 0, "{}", err(&told));
        assert!(vault.root().join("public/ebb/index.html").is_file());
    }
}

#[test]
fn a_build_tells_where_its_time_goes_when_asked() {
    let vault = TestVault::from_text(GOOD);
    let told = run(vault.root(), "build|--timings");
    let text = err(&told);
    for row in ["reading ", "parsing ", "rendering ", "writing ", "all ", "Slowest notes", "ms  Moon.md"] {
        assert!(text.contains(row), "{row}: {text}");
    }
    assert!(!err(&run(vault.root(), "build")).contains("Slowest notes"));
}

#[test]
fn completions_and_manual_come_from_the_arguments() {
    let folder = tempfile::tempdir().expect("a folder");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = out(&run(folder.path(), &format!("completions|{shell}")));
        assert!(script.contains("base-url"), "{shell}");
    }
    assert!(out(&run(folder.path(), "man")).contains(".TH studium 1"));
    assert!(out(&run(folder.path(), "man|build")).contains("\\-\\-strict"));
    assert_eq!(code(&run(folder.path(), "man|bild")), 2);
}

#[test]
fn drafts_are_shown_when_asked_for_and_private_notes_never() {
    let vault = TestVault::from_text(
        "=== a.md\nA\n=== d.md\n---\ndraft: true\n---\nA wombat.\n=== p.md\n---\nprivate: true\n---\nA wombat.\n",
    );
    let total = |arguments: &str| json(&run(vault.root(), arguments))["total"].clone();
    assert_eq!(total("search|wombat|--format|json"), 0);
    assert_eq!(total("search|wombat|-D|--format|json"), 1);
    run(vault.root(), "build|-D");
    assert!(vault.root().join("public/d/index.html").exists() && !vault.root().join("public/p").exists());
}
