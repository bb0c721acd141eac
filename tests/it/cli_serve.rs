//! The preview from outside: what it serves, to whom, and how it follows the files.

#![allow(clippy::disallowed_methods, reason = "tests make vaults and run the program")]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use miniz_oxide::inflate::decompress_to_vec;
use studium::site::{Artifact, OutputPath};
use studium_search::{Chunks, OpenError, Outcome, Searcher};

use crate::preview::{PATIENCE, Preview, next_event, put, write};
use crate::support::TestVault;

const VAULT: &str = "
=== studium.toml
[site]
title = \"Harbour\"
=== content/index.md
See the [[Tide table]] and ![[chart.pdf]] ![[pic.svg]].
=== content/Tide table.md
High water at noon.
=== content/chart.pdf
0123456789
=== content/pic.svg
<svg xmlns=\"http://www.w3.org/2000/svg\"/>
";

/// Lists all files below a folder.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path.display().to_string()) }
    }
    found.sort();
    found
}

#[test]
fn pages_are_served_with_their_policy_and_nothing_is_written() {
    let vault = TestVault::from_text(VAULT);
    let before = files(vault.root());
    let preview = Preview::of(&vault, &[]);
    let home = preview.get("/");
    assert_eq!(home.status(), 200);
    assert_eq!(home.header("content-type"), Some("text/html; charset=utf-8"));
    assert_eq!(home.header("cache-control"), Some("no-store"));
    let policy = home.header("content-security-policy").expect("a policy");
    assert!(policy.starts_with("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; "), "{policy}");
    assert!(policy.ends_with("require-trusted-types-for 'script'; trusted-types studium"), "{policy}");
    assert_eq!(home.body.matches("<script src=\"/__studium/reload.js\" defer></script></head>").count(), 1);

    let missing = preview.get("/no/such/page/");
    assert_eq!(missing.status(), 404);
    assert_eq!(missing.header("content-type"), Some("text/html; charset=utf-8"));
    let slash = preview.get("/tide-table?q=1");
    assert_eq!((slash.status(), slash.header("location")), (302, Some("/tide-table/")));
    for own in ["reload.js", "reload.css", "morph.js", "idiomorph.js", "diagnostics.json"] {
        assert_eq!(preview.get(&format!("/__studium/{own}")).status(), 200, "{own}");
    }
    assert_eq!(files(vault.root()), before);
}

#[test]
fn nothing_of_the_preview_is_in_a_site_that_is_built() {
    for portable in [false, true] {
        let vault = TestVault::from_text(VAULT);
        let config = format!("[site]\nbase_url = \"https://sea.example\"\nportable = {portable}\n");
        put(&vault, "studium.toml", &config);
        let (site, _) = vault.build();
        let is_page = |path: &&OutputPath| path.as_str().contains(".html");
        assert!(site.artifacts.keys().filter(is_page).count() > 3);
        for (path, artifact) in &site.artifacts {
            let bytes = match artifact {
                Artifact::Bytes(bytes) => bytes.to_vec(),
                Artifact::Drawn(drawing) => drawing.bytes(),
                Artifact::Joined(parts) => site.joined(parts),
                Artifact::Copy(_) => continue,
            };
            // What scripts of a theme listen for is all that they know of it.
            let text = String::from_utf8_lossy(&bytes).replace("studium:morphed", "").to_lowercase();
            for own in ["__studium", "morph", "reload.js", "studium-bar", "eventsource"] {
                assert!(!text.contains(own) && !path.as_str().contains(own), "{path} has `{own}`");
            }
        }
    }
}

#[test]
fn attachments_come_whole_or_in_parts() {
    let vault = TestVault::from_text(VAULT);
    let preview = Preview::of(&vault, &[]);
    let whole = preview.get("/chart.pdf");
    assert_eq!((whole.status(), whole.body.as_str()), (200, "0123456789\n"));
    assert_eq!(whole.header("content-type"), Some("application/pdf"));
    assert_eq!(whole.header("content-security-policy"), None);
    let part = preview.ask("GET /chart.pdf", "Range: bytes=2-4\r\n");
    assert_eq!((part.status(), part.body.as_str()), (206, "234"));
    assert_eq!(part.header("content-range"), Some("bytes 2-4/11"));
    let beyond = preview.ask("GET /chart.pdf", "Range: bytes=99-\r\n");
    assert_eq!((beyond.status(), beyond.header("content-range")), (416, Some("bytes */11")));
    let head = preview.ask("HEAD /chart.pdf", "");
    assert_eq!((head.status(), head.body.as_str(), head.header("content-length")), (200, "", Some("11")));
    let head = preview.ask("HEAD /", "");
    let length = preview.get("/").body.len().to_string();
    assert_eq!(
        (head.status(), head.body.as_str(), head.header("content-length")),
        (200, "", Some(length.as_str()))
    );
    let drawing = preview.get("/pic.svg");
    assert!(drawing.header("content-security-policy").is_some_and(|policy| policy.contains("sandbox")));
}

#[test]
fn strangers_are_refused() {
    let vault = TestVault::from_text(VAULT);
    fs::write(vault.root().join("secret.txt"), "secret").expect("written");
    let preview = Preview::of(&vault, &[]);
    assert_eq!(preview.ask("GET /", "Host: evil.example\r\n").status(), 403);
    assert_eq!(preview.ask("GET /__studium/events", "Host: evil.example\r\n").status(), 403);
    assert_eq!(preview.ask("GET /", "Origin: https://evil.example\r\n").status(), 403);
    assert_eq!(preview.ask("GET http://evil.example/", "").status(), 403);
    for method in ["POST", "PUT", "DELETE", "OPTIONS", "PATCH"] {
        let refused = preview.ask(&format!("{method} /"), "");
        assert_eq!((refused.status(), refused.header("allow")), (405, Some("get, head")), "{method}");
    }
    let attempts = [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/..%5csecret.txt",
        "/%252e%252e/secret.txt",
        "/tide-table/../../secret.txt",
        "//secret.txt",
        "/./secret.txt",
        "/secret.txt",
        "/studium.toml",
        "/content/index.md",
        "/%00",
        "/%ff%fe",
    ];
    for attempt in attempts {
        let answer = preview.get(attempt);
        assert_eq!(answer.status(), 404, "{attempt}");
        assert!(!answer.body.contains("secret\n") && !answer.body.contains("title ="), "{attempt}");
    }
}

#[test]
fn a_save_reaches_the_open_pages() {
    let vault = TestVault::from_text(VAULT);
    let preview = Preview::of(&vault, &[]);
    preview.wait_for("/tide-table/", "High water at noon.");
    let mut events = preview.listen();
    put(&vault, "content/Tide table.md", "Low water at dusk.\n");
    let event = next_event(&mut events);
    assert_eq!(event["everything"], false);
    let changed: Vec<_> = event["changed"].as_array().expect("a list").iter().collect();
    assert!(changed.contains(&&"/tide-table/".into()) && !changed.contains(&&"/search/".into()), "{event}");
    assert!(preview.get("/tide-table/").body.contains("Low water at dusk."));

    write(&vault, "content/chart.pdf", "new");
    assert_eq!(next_event(&mut events)["changed"], serde_json::json!(["/chart.pdf"]));
    fs::create_dir_all(vault.root().join("content/new/deep")).expect("made");
    write(&vault, "content/new/deep/Buoy.md", "Red.\n");
    preview.wait_for("/new/deep/buoy/", "Red.");
    write(&vault, "content/.Buoy.tmp", "Green.\n");
    fs::rename(vault.root().join("content/.Buoy.tmp"), vault.root().join("content/new/deep/Buoy.md"))
        .expect("moved");
    preview.wait_for("/new/deep/buoy/", "Green.");
    fs::remove_dir_all(vault.root().join("content/new")).expect("removed");
    preview.wait_for("/new/deep/buoy/", "Nothing is here");
    write(&vault, "content/Tide table.md", "---\nprivate: true\n---\nLow water at dusk.\n");
    let until = Instant::now() + PATIENCE;
    while preview.get("/tide-table/").status() != 404 {
        assert!(Instant::now() < until, "a note that turned private is still shown");
    }
}

/// Asks the index that a preview serves, as a browser does; nothing while one index takes the place of another.
fn search(preview: &Preview, query: &str) -> Option<Outcome> {
    let part = |name: &str| {
        let file = preview.file(&format!("/search-index/{name}")).ok_or(OpenError::Damaged)?;
        decompress_to_vec(&file).map_err(|_| OpenError::Damaged)
    };
    let searcher = Searcher::open(&part("hot.bin").ok()?).ok()?;
    searcher.search_with(query, 5, &mut Chunks::default(), part).ok()
}

#[test]
fn what_was_saved_is_found() {
    let vault = TestVault::from_text(VAULT);
    let preview = Preview::of(&vault, &[]);
    let found = |query: &str, paths: &[&str]| {
        let until = Instant::now() + PATIENCE;
        loop {
            let outcome = search(&preview, query);
            let hits = outcome.iter().flat_map(|outcome| &outcome.hits);
            let is_corrected = outcome.as_ref().is_none_or(|outcome| outcome.corrected.is_some());
            if !is_corrected && hits.map(|hit| hit.permalink.as_str()).eq(paths.iter().copied()) {
                return;
            }
            assert!(Instant::now() < until, "{query}: {outcome:?}");
            std::thread::sleep(Duration::from_millis(20));
        }
    };
    found("noon ", &["/tide-table/"]);
    put(&vault, "content/Tide table.md", "Low water at dusk.\n");
    found("dusk ", &["/tide-table/"]);
    found("noon ", &[]);
    fs::remove_file(vault.root().join("content/Tide table.md")).expect("removed");
    found("dusk ", &[]);
}

/// Returns what a preview serves of these files: path, status and text of each.
fn served(preview: &Preview, paths: &[String]) -> Vec<(String, u16, String)> {
    let ask = |path: &String| {
        let answer = preview.get(&format!("/{path}"));
        (path.clone(), answer.status(), answer.body)
    };
    paths.iter().map(ask).collect()
}

/// Returns the text of all files that a build makes, by their paths.
fn built(vault: &TestVault) -> BTreeMap<String, String> {
    let (site, _) = vault.build();
    let text = |artifact: &Artifact| match artifact {
        Artifact::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Artifact::Joined(parts) => String::from_utf8_lossy(&site.joined(parts)).into_owned(),
        Artifact::Copy(_) | Artifact::Drawn(_) => String::new(),
    };
    site.artifacts.iter().map(|(path, artifact)| (path.to_string(), text(artifact))).collect()
}

#[test]
fn what_turned_private_is_in_no_file_once_its_page_is_gone() {
    const CANARY: &str = "xylophone";
    let vault = TestVault::from_text(VAULT);
    put(&vault, "studium.toml", "[site]\ntitle = \"Harbour\"\nbase_url = \"https://sea.example\"\n");
    // What is made behind the pages takes a while.
    fs::create_dir_all(vault.root().join("content/log")).expect("made");
    for number in 0..40 {
        put(&vault, &format!("content/log/{number}.md"), &format!("Day {number}: wind, rain, [[index]].\n"));
    }
    let kept = format!("{CANARY}: high water at noon. <!-- private -->hidden<!-- /private --> #{CANARY}\n");
    let head = format!("type: term\ndefinition: A {CANARY}.\ncategory: {CANARY}\nupdated: 2026-11-02\n");
    let public = format!("---\n{head}---\n{kept}");
    let ways = [
        Some(format!("---\nprivate: true\n{head}---\n{kept}")),
        None,
        Some("---\ntype: term\n---\nLow water. <!-- private -->xylophone<!-- /private -->\n".to_owned()),
    ];
    put(&vault, "content/Tide table.md", &public);
    let preview = Preview::of(&vault, &[]);
    for after in ways {
        preview.wait_for("/tide-table/", CANARY);
        let public_site = built(&vault);
        // Data first: what is made last must be gone as early as the page.
        let mut paths: Vec<String> =
            public_site.keys().filter(|path| !path.starts_with("log/")).cloned().collect();
        paths.sort_by_key(|path| path.contains(".html") || path.starts_with("assets/"));
        let holding = served(&preview, &paths);
        let holding = holding.iter().filter(|(_, _, body)| body.to_lowercase().contains(CANARY)).count();
        assert!(holding > 8, "{holding}");
        match after {
            Some(text) => put(&vault, "content/Tide table.md", &text),
            None => fs::remove_file(vault.root().join("content/Tide table.md")).expect("removed"),
        }
        let until = Instant::now() + PATIENCE;
        while preview.get("/tide-table/").body.contains(CANARY) {
            assert!(Instant::now() < until, "it is still shown");
        }
        let site = built(&vault);
        for (path, status, body) in served(&preview, &paths) {
            assert!(!body.to_lowercase().contains(CANARY), "/{path} ({status})");
            // The index holds words in a form of its own.
            if path.starts_with("search-index/") {
                assert_eq!((status == 200).then_some(&body), site.get(&path), "/{path} ({status})");
            }
        }
        put(&vault, "content/Tide table.md", &public);
    }
}

#[test]
fn a_broken_configuration_leaves_the_last_good_site() {
    let vault = TestVault::from_text(VAULT);
    let preview = Preview::of(&vault, &[]);
    preview.wait_for("/", "Harbour");
    put(&vault, "studium.toml", "[site]\ntitle = 3\n");
    preview.wait_for("/__studium/diagnostics.json", "studium.toml:2:9");
    assert_eq!(preview.get("/tide-table/").status(), 200);
    put(&vault, "studium.toml", "[site]\ntitle = \"Haven\"\n");
    preview.wait_for("/", "Haven");
    preview.wait_for("/__studium/diagnostics.json", "\"failure\":null");
}

#[test]
fn a_site_that_never_was_is_waited_for() {
    let vault = TestVault::from_text("=== studium.toml\n[site]\ntitle = 3\n=== index.md\nHello.\n");
    let preview = Preview::of(&vault, &[]);
    let early = preview.get("/");
    assert_eq!(early.status(), 503);
    assert!(early.body.contains("/__studium/reload.js"));
    write(&vault, "studium.toml", "");
    preview.wait_for("/", "Hello.");
}

#[test]
fn files_are_looked_at_where_nobody_tells() {
    let vault = TestVault::from_text(VAULT);
    let preview = Preview::of(&vault, &["--poll"]);
    preview.wait_for("/tide-table/", "High water at noon.");
    write(&vault, "content/Tide table.md", "Low water at dusk.\n");
    preview.wait_for("/tide-table/", "Low water at dusk.");
}

#[test]
fn slow_clients_hold_up_nobody() {
    let vault = TestVault::from_text(VAULT);
    let preview = Preview::of(&vault, &[]);
    preview.wait_for("/", "Harbour");
    let mut idle: Vec<TcpStream> = (0..40).map(|_| preview.connect()).collect();
    for stream in &mut idle {
        stream.write_all(b"GET / HTTP/1.1\r\nHost: local").expect("sent");
    }
    let _listeners: Vec<_> = (0..20).map(|_| preview.listen()).collect();
    write(&vault, "content/Tide table.md", "Low water at dusk.\n");
    preview.wait_for("/tide-table/", "Low water at dusk.");
}

#[test]
fn a_busy_port_is_an_error_only_when_it_was_asked_for() {
    let vault = TestVault::from_text(VAULT);
    let preview = Preview::of(&vault, &[]);
    let port = preview.port.to_string();
    let refused = Command::new(env!("CARGO_BIN_EXE_studium"))
        .args(["serve", "-p", &port])
        .current_dir(vault.root())
        .stdin(Stdio::null())
        .output()
        .expect("the program runs");
    assert_eq!(refused.status.code(), Some(2));
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(said.starts_with(&format!("error: port {port} is in use")), "{said}");
    if cfg!(target_os = "linux") {
        assert!(said.contains(&format!("`studium` (process {})", preview.child.id())), "{said}");
    }
}

#[cfg(unix)]
#[test]
fn it_ends_when_it_is_told_to() {
    let vault = TestVault::from_text(VAULT);
    let mut preview = Preview::of(&vault, &[]);
    let _listener = preview.listen();
    let killed = Command::new("kill").args(["-INT", &preview.child.id().to_string()]).status();
    assert!(killed.expect("kill runs").success());
    let until = Instant::now() + PATIENCE;
    let status = loop {
        if let Some(status) = preview.child.try_wait().expect("a child") {
            break status;
        }
        assert!(Instant::now() < until, "it goes on");
        std::thread::sleep(Duration::from_millis(10));
    };
    assert_eq!(status.code(), Some(0));
}
