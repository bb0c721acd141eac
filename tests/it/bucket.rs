//! `studium publish s3://…` from outside, into a bucket of a real host.

use std::fs;
use std::process::Output;

use crate::moto::{BUCKET, Moto};
use crate::program::{code, command, err, out, run};
use crate::support::TestVault;

const NOTES: &str = "\
=== studium.toml
[site]
content = \".\"
title = \"Sea\"
base_url = \"https://sea.example/notes\"
=== index.md
[[Ebb]] and ![[Карта моря.png]].
=== Ebb.md
It falls. [[Hidden]]
=== Hidden.md
---
unlisted: true
permalink: nobody-knows
---
=== Карта моря.png
PNG
";

/// Runs the program as somebody with the keys of the bucket. Nothing is tried twice.
fn with_keys(vault: &TestVault, address: &str, arguments: &str) -> Output {
    let mut command = command(vault.root(), arguments);
    command.env("AWS_ENDPOINT_URL", address).env("AWS_REGION", "eu-north-1").env("AWS_MAX_ATTEMPTS", "1");
    command.env("AWS_ACCESS_KEY_ID", "key").env("AWS_SECRET_ACCESS_KEY", "secret");
    command.output().expect("the program runs")
}

fn escaped(path: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/-._".contains(&byte);
    path.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// Compares what readers are sent with what a build writes.
fn assert_holds_the_site(vault: &TestVault, moto: &Moto, prefix: &str) {
    assert_eq!(code(&run(vault.root(), "build|-o|built")), 0);
    let built = vault.root().join("built");
    let mut count = 0;
    for entry in walkdir::WalkDir::new(&built) {
        let entry = entry.expect("listed");
        let path = entry.path().strip_prefix(&built).expect("below").to_str().expect("text").to_owned();
        if entry.file_type().is_dir() || path == ".studium-manifest.json" {
            continue;
        }
        let answer = moto.ask("GET", &escaped(&format!("{prefix}/{path}")), b"");
        assert_eq!(answer.status, 200, "{path}");
        assert!(answer.body == fs::read(entry.path()).expect("read"), "{path} has other bytes");
        assert_eq!(answer.headers["content-type"], studium::site::content_type(&path), "{path}");
        let named_by_content =
            path.starts_with("assets/") || path.starts_with("search-index/") && path.matches('/').count() > 1;
        let expected = if named_by_content { "immutable" } else { "must-revalidate" };
        assert!(answer.headers["cache-control"].ends_with(expected), "{path}: {:?}", answer.headers);
        count += 1;
    }
    let listed = moto.ask("GET", &format!("?list-type=2&prefix={}/", escaped(prefix)), b"");
    let listed = String::from_utf8_lossy(&listed.body).matches("<Key>").count();
    assert_eq!(listed, count + 1, "there is the site, the list of its files, and nothing else");
}

#[test]
fn a_bucket_holds_the_very_site_that_a_build_writes() {
    let (vault, moto) = (TestVault::from_text(NOTES), Moto::start());
    let first = with_keys(&vault, &moto.address(), "publish|s3://notes/a b|--dry-run");
    assert_eq!(code(&first), 0, "{}", err(&first));
    assert!(out(&first).lines().all(|line| line.starts_with("new ")), "{}", out(&first));
    assert!(out(&first).contains("assets/picture."), "pages have drawn pictures: {}", out(&first));
    assert_eq!(moto.ask("GET", "a%20b/index.html", b"").status, 404, "a dry run writes nothing");

    let first = with_keys(&vault, &moto.address(), "publish|s3://notes/a b");
    assert_eq!(code(&first), 0, "{}", err(&first));
    assert!(out(&first).starts_with("Published"), "{}", out(&first));
    assert_holds_the_site(&vault, &moto, "a b");
    let list = moto.ask("GET", "a%20b/.studium-manifest.json", b"");
    assert_eq!(list.status, 200);
    assert!(!String::from_utf8_lossy(&list.body).contains("nobody-knows"), "an unlisted page is in no list");

    let again = with_keys(&vault, &moto.address(), "publish|s3://notes/a b");
    assert!(out(&again).starts_with("Nothing has changed"), "{}", out(&again));

    fs::write(vault.root().join("Ebb.md"), "---\npermalink: ebb\nprivate: true\n---\n").expect("written");
    let listing = out(&with_keys(&vault, &moto.address(), "publish|s3://notes/a b|--dry-run"));
    assert!(listing.contains("private  ebb/index.html"), "{listing}");
    assert_eq!(code(&with_keys(&vault, &moto.address(), "publish|s3://notes/a b")), 0);
    assert_eq!(moto.ask("GET", "a%20b/ebb/index.html", b"").status, 404);
    assert_holds_the_site(&vault, &moto, "a b");
}

#[test]
fn a_publish_that_was_broken_off_says_so_and_the_next_one_finishes() {
    let (vault, moto) = (TestVault::from_text(NOTES), Moto::start());
    for open_for in [0, 1, 3, 20] {
        let door = moto.door(open_for, false);
        let prefix = format!("cut{open_for}");
        let broken = with_keys(&vault, &door.address(), &format!("publish|s3://{BUCKET}/{prefix}"));
        assert_eq!(code(&broken), 2, "{}", out(&broken));
        assert!(door.count() > open_for, "the door was shut in time");
        assert!(err(&broken).contains(&format!("`s3://{BUCKET}/{prefix}")), "{}", err(&broken));
        let next = with_keys(&vault, &moto.address(), &format!("publish|s3://{BUCKET}/{prefix}"));
        assert_eq!(code(&next), 0, "{}", err(&next));
        assert_holds_the_site(&vault, &moto, &prefix);
    }
}
