//! Files that say what is left out and cannot be understood: nothing is written while they are so.

use std::fs;
use std::path::Path;

use crate::program::{code, err, run};
use crate::support::{TestVault, text_of};

const VAULT: &str = "
=== a.md
open
=== Diary/secret.md
kept back
";

/// Breaks something that keeps the diary back, and returns what the program says.
fn said_after(damage: impl Fn(&Path)) -> String {
    let vault = TestVault::from_text(VAULT);
    let root = vault.root();
    fs::create_dir(root.join(".obsidian")).expect("a folder");
    fs::write(root.join(".obsidian/app.json"), r#"{"userIgnoreFilters": ["Diary/"]}"#).expect("written");
    assert_eq!(code(&run(root, "build|-o|site")), 0);
    let site = || fs::read(root.join("site/graph.json")).expect("a site");
    let before = site();
    damage(root);
    fs::write(root.join("a.md"), "open and changed\n[[nowhere]]\n").expect("written");
    for command in ["build|-o|site", "check", "publish|--allow-broken-links|dir:elsewhere", "search|kept"] {
        let output = run(root, command);
        assert_eq!(code(&output), 2, "{command}: {}", err(&output));
    }
    assert_eq!(site(), before, "the site is as it was");
    assert!(!root.join("elsewhere").exists());
    assert!(!root.join("site/diary").exists());
    err(&run(root, "build|-o|site"))
}

#[test]
fn damaged_settings_of_the_application_stop_every_command() {
    let said = said_after(|root| {
        fs::write(root.join(".obsidian/app.json"), r#"{"userIgnoreFilters": ["Diary/"],}"#).expect("written");
    });
    assert!(said.contains(".obsidian/app.json") && said.contains("line 1 column 34"), "{said}");
}

#[test]
fn an_ignore_file_that_cannot_be_read_stops_every_command() {
    let said = said_after(|root| fs::create_dir(root.join(".studiumignore")).expect("a folder"));
    assert!(said.contains("`.studiumignore` says which files are left out"), "{said}");
}

#[test]
fn a_line_of_ours_that_is_no_pattern_stops_every_command() {
    let said = said_after(|root| fs::write(root.join(".studiumignore"), "Diary{\n").expect("written"));
    assert!(said.contains("`.studiumignore`") && said.contains("`Diary{`"), "{said}");
}

#[test]
fn a_line_that_git_passes_over_is_told_and_no_more() {
    let vault = TestVault::from_text(VAULT);
    fs::write(vault.root().join(".gitignore"), "a{\nDiary/\n").expect("written");
    let output = run(vault.root(), "build|-o|site");
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(err(&output).contains(".gitignore"), "{}", err(&output));
    assert!(vault.root().join("site/a/index.html").exists());
    assert!(!vault.root().join("site/diary").exists());
}

#[test]
fn a_note_far_down_does_not_make_a_page_of_every_folder() {
    let deep = vec!["d"; 80].join("/");
    let vault = TestVault::from_text(&format!(
        "=== {deep}/far.md\n#{}\n=== {deep}/near.md\n[[far]]\n",
        "t/".repeat(80) + "end"
    ));
    let output = run(vault.root(), "build|-o|site");
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(err(&output).contains("folders have pages down to the 64th"), "{}", err(&output));
    let page = |depth: usize| vault.root().join("site").join(vec!["d"; depth].join("/")).join("index.html");
    assert!(page(64).exists() && !page(65).exists());
    let last = fs::read_to_string(page(64)).expect("the last page of a folder");
    assert!(last.contains("far/") && last.contains("near/"), "both notes are listed: {last}");
    // What they are found by has as many parts as have pages.
    let found = |query: &str| {
        String::from_utf8_lossy(&run(vault.root(), &format!("search|{query}")).stdout).contains("far")
    };
    assert!(found(&format!("tag:{}", vec!["t"; 16].join("/"))));
}

#[test]
fn a_note_that_is_not_all_text_is_used_and_says_so() {
    let vault = TestVault::from_text("=== a.md\n");
    let utf16: Vec<u8> = "\u{feff}Вода [[a]]".encode_utf16().flat_map(u16::to_le_bytes).collect();
    fs::write(vault.root().join("wide.md"), utf16).expect("written");
    fs::write(vault.root().join("old.md"), b"caf\xe9 [[a]]").expect("written");
    let (site, found) = vault.build();
    let said: Vec<String> = found
        .iter()
        .filter(|found| found.code.as_str() == "unreadable-file")
        .map(|found| format!("{}; {}", found.message, found.help.as_ref().expect("a help")))
        .collect();
    assert_eq!(
        said,
        [
            "`old.md` is used as far as it could be read: it is not UTF-8 throughout; what is not stands as `\u{fffd}`; \
             save the file as UTF-8",
            "`wide.md` is used as far as it could be read: it is UTF-16, and was converted; other programs want UTF-8; \
             save the file as UTF-8",
        ]
    );
    assert!(text_of(&site, "wide/index.html").expect("a page").contains("Вода <a"));
}
