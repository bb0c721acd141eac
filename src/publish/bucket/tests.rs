//! Publishing into a bucket of a real host.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

use object_store::RetryConfig;
use object_store::aws::AmazonS3Builder;

use super::*;
use crate::publish::Store;
use crate::publish::compare::items;
use crate::publish::place::hashes;
use crate::site::{Artifact, OutputPath, Sink};
use crate::source::SourcePath;

#[path = "../../../tests/it/moto.rs"]
mod moto;

use moto::{BUCKET, Moto};

const GENERATOR: &str = "studium test";

struct Ground {
    moto: Moto,
    dir: tempfile::TempDir,
}

impl Ground {
    fn new() -> Self {
        let ground = Self { moto: Moto::start(), dir: tempfile::tempdir().expect("a folder") };
        fs::write(ground.dir.path().join("фото 1.png"), "PNG").expect("written");
        ground
    }

    fn look(address: &str, prefix: &str) -> Result<Bucket, PublishError> {
        let once =
            RetryConfig { max_retries: 0, retry_timeout: Duration::from_secs(9), ..Default::default() };
        let builder = AmazonS3Builder::new().with_endpoint(address).with_region("eu-north-1");
        let builder = builder.with_access_key_id("key").with_secret_access_key("secret").with_retry(once);
        Bucket::look(Host::of(builder, BUCKET, prefix)?)
    }

    fn publish(&self, address: &str, prefix: &str, files: &[&str]) -> Result<Published, PublishError> {
        let mut site = Store::default();
        for file in files {
            let (path, artifact) = match file.split_once('=') {
                Some((path, text)) => (path, Artifact::Bytes(text.as_bytes().into())),
                None => (*file, Artifact::Copy(SourcePath::new(file).expect("plain"))),
            };
            site.emit(OutputPath::new(path).expect("plain"), artifact);
        }
        let attachments = |path: &SourcePath| self.dir.path().join(path.as_str());
        let items = items(&site, &attachments);
        let marks = Bucket::marks(&items, &hashes(&items)?);
        Self::look(address, prefix)?.write(&items, marks, GENERATOR)
    }

    fn published(&self, prefix: &str, files: &[&str]) -> Published {
        self.publish(&self.moto.address(), prefix, files).expect("published")
    }

    /// The files there, without the list of ours.
    fn tree(&self, prefix: &str) -> BTreeMap<String, String> {
        let bucket = Self::look(&self.moto.address(), prefix).expect("there");
        let text = |path: &String| String::from_utf8(bucket.host.read(path).expect("read")).expect("text");
        bucket.files.iter().map(|path| (path.clone(), text(path))).collect()
    }

    /// Returns what a reader would miss who comes to the address of the site, or knows a page or what finds pages
    /// from the site that was there: behind each stroke stands a file that a page needs or leads to.
    fn missing(&self, prefix: &str, before: &[&str]) -> Vec<String> {
        let tree = self.tree(prefix);
        let known = before.iter().map(|file| file.split_once('=').map_or(*file, |(path, _)| path));
        let known = known.chain(["index.html", "404.html"]);
        let mut next: Vec<&str> = known.filter(|path| tree.contains_key(*path)).collect();
        let (mut missing, mut seen) = (Vec::new(), BTreeSet::new());
        while let Some(page) = next.pop() {
            if !seen.insert(page) {
                continue;
            }
            for need in tree[page].split('|').skip(1) {
                match tree.get_key_value(need) {
                    Some((need, _)) => next.push(need),
                    None => missing.push(format!("{page}: {need}")),
                }
            }
        }
        missing
    }

    fn expected(files: &[&str]) -> BTreeMap<String, String> {
        files
            .iter()
            .map(|file| file.split_once('=').unwrap_or((file, "PNG")))
            .map(|(path, text)| (path.to_owned(), text.to_owned()))
            .collect()
    }
}

const FIRST: &[&str] = &[
    "index.html=one|assets/s.0123456789abcdef.css|a/index.html|search-index/hot.bin",
    "404.html=none|assets/s.0123456789abcdef.css|index.html",
    "a/index.html=a|assets/s.0123456789abcdef.css|фото 1.png|search-index/hot.bin",
    "a/page.md=a",
    "assets/s.0123456789abcdef.css=x",
    "search-index/hot.bin=one|search-index/0123456789abcdef/1.bin|a/index.html|index.html",
    "search-index/0123456789abcdef/1.bin=part",
    "фото 1.png",
];
const SECOND: &[&str] = &[
    "index.html=two|assets/s.fedcba9876543210.css|b/c/index.html|same/index.html|search-index/hot.bin",
    "404.html=none|assets/s.fedcba9876543210.css|index.html",
    "b/c/index.html=b|assets/s.fedcba9876543210.css|фото 1.png|search-index/hot.bin|same/index.html",
    "same/index.html=same|b/c/index.html",
    "atom.xml=feed|b/c/index.html|same/index.html",
    "assets/s.fedcba9876543210.css=y",
    "search-index/hot.bin=two|search-index/fedcba9876543210/1.bin|b/c/index.html|same/index.html|index.html",
    "search-index/fedcba9876543210/1.bin=part",
    "фото 1.png",
];

#[test]
fn only_what_changed_travels_and_says_what_it_is() {
    let ground = Ground::new();
    let door = ground.moto.door(usize::MAX, false);
    let publish = |files| ground.publish(&door.address(), "my site/ü", files).expect("published");
    assert_eq!(publish(FIRST), Published { written: 8, unchanged: 0, removed: 0 });
    assert_eq!(ground.tree("my site/ü"), Ground::expected(FIRST));
    let ever = "public, max-age=31536000, immutable";
    let again = "public, max-age=0, must-revalidate";
    for (key, content_type, cache_control) in [
        ("index.html", "text/html; charset=utf-8", again),
        ("a/page.md", "text/markdown; charset=utf-8", again),
        ("assets/s.0123456789abcdef.css", "text/css; charset=utf-8", ever),
        ("%D1%84%D0%BE%D1%82%D0%BE%201.png", "image/png", again),
        (MANIFEST_NAME, "application/json; charset=utf-8", "no-store"),
    ] {
        let answer = ground.moto.ask("GET", &format!("my%20site/%C3%BC/{key}"), b"");
        let header = |name: &str| answer.headers.get(name).map(String::as_str);
        let found = (answer.status, header("content-type"), header("cache-control"));
        assert_eq!(found, (200, Some(content_type), Some(cache_control)), "{key}");
        let names = ["index", "page.md", "%D1", "фото"];
        assert!(key != MANIFEST_NAME || !names.iter().any(|name| text_of(&answer.body).contains(name)));
    }
    assert_eq!(ground.moto.ask("PUT", "my%20site/%C3%BC/mine.txt", b"mine").status, 200);
    let before = door.count();
    assert_eq!(publish(FIRST), Published { written: 0, unchanged: 8, removed: 0 });
    assert_eq!(door.count() - before, 2, "the names and the list were read, and nothing sent");
    let before = door.count();
    assert_eq!(publish(SECOND), Published { written: 8, unchanged: 1, removed: 4 });
    assert_eq!(
        door.count() - before,
        2 + 1 + 8 + 2 + 1,
        "what changed, one request for all pages that go and one for what they needed, two lists"
    );
    let mut expected = Ground::expected(SECOND);
    expected.insert("mine.txt".to_owned(), "mine".to_owned());
    assert_eq!(ground.tree("my site/ü"), expected);
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn broken_off_at_any_request_no_page_lacks_anything_and_the_next_publish_finishes() {
    let ground = Ground::new();
    // The list is read where there is one, and files are removed where some have to go.
    let rounds =
        [("first", [].as_slice(), FIRST, 1 + 1 + 8 + 1), ("second", FIRST, SECOND, 2 + 1 + 8 + 2 + 1)];
    for swallows_answer in [false, true] {
        for (name, before, after, requests) in rounds {
            for open_for in 0..=requests {
                let prefix = format!("{name}/{swallows_answer}/{open_for}");
                if !before.is_empty() {
                    ground.published(&prefix, before);
                }
                let door = ground.moto.door(open_for, swallows_answer);
                let broken = ground.publish(&door.address(), &prefix, after);
                assert_eq!(broken.is_ok(), open_for == requests, "{prefix}: {broken:?}");
                assert_eq!(ground.missing(&prefix, before), [""; 0], "{prefix}");
                ground.published(&prefix, after);
                assert_eq!(ground.tree(&prefix), Ground::expected(after), "{prefix}");
                assert_eq!(ground.missing(&prefix, after), [""; 0], "{prefix}");
            }
        }
    }
}

#[test]
fn what_others_keep_there_stays_and_is_not_written_over() {
    let ground = Ground::new();
    ground.moto.ask("PUT", "theirs/.hidden", b"h");
    ground.moto.ask("PUT", "theirs/letter.txt", b"l");
    let refused =
        |files| ground.publish(&ground.moto.address(), "theirs", files).expect_err("foreign").to_string();
    assert!(refused(FIRST).contains("`letter.txt`"), "{}", refused(FIRST));
    assert_eq!(ground.tree("theirs").len(), 2);
    ground.moto.ask("DELETE", "theirs/letter.txt", b"");
    ground.published("theirs", FIRST);
    ground.moto.ask("PUT", "theirs/b/c/index.html", b"b");
    assert!(refused(SECOND).contains("`b/c/index.html`"), "{}", refused(SECOND));
    assert!(refused(SECOND).contains("s3://notes/theirs"), "{}", refused(SECOND));
    // What somebody removed is sent again, and what shares only the beginning of the name is not looked at.
    ground.moto.ask("DELETE", "theirs/b/c/index.html", b"");
    ground.moto.ask("DELETE", "theirs/a/index.html", b"");
    ground.moto.ask("PUT", "theirs-too/index.html", b"t");
    assert_eq!(ground.published("theirs", FIRST), Published { written: 1, unchanged: 7, removed: 0 });
    assert_eq!(ground.tree("theirs-too").len(), 1);
}

#[test]
fn a_long_file_goes_in_parts() {
    let ground = Ground::new();
    let bytes: Vec<u8> = (0..20_000_000_u32).map(|number| b'a' + (number % 23) as u8).collect();
    fs::write(ground.dir.path().join("film.mp4"), &bytes).expect("written");
    ground.published("long", &["index.html=i|film.mp4", "film.mp4"]);
    let answer = ground.moto.ask("GET", "long/film.mp4", b"");
    assert!(answer.body == bytes, "{} of {} bytes", answer.body.len(), bytes.len());
    assert_eq!(answer.headers["content-type"], "video/mp4");
    assert_eq!(answer.headers["cache-control"], "public, max-age=0, must-revalidate");
    assert_eq!(ground.published("long", &["index.html=i|film.mp4", "film.mp4"]).written, 0);
}

#[test]
fn what_the_host_says_is_told_in_a_line() {
    let ground = Ground::new();
    let builder = AmazonS3Builder::new().with_endpoint(ground.moto.address()).with_access_key_id("k");
    let host = Host::of(builder.with_secret_access_key("s"), "no-such-bucket", "x").expect("an address");
    let said = Bucket::look(host).err().expect("no bucket").to_string();
    assert!(said.starts_with("cannot list `s3://no-such-bucket/x`: there is no such bucket"), "{said}");
    let said = Ground::look("http://127.0.0.1:9", "x").err().expect("nobody answers").to_string();
    assert!(said.contains("s3://notes/x") && !said.contains('\n'), "{said}");
    ground.moto.ask("PUT", &format!("torn/{MANIFEST_NAME}"), b"{");
    let said = Ground::look(&ground.moto.address(), "torn").err().expect("damaged").to_string();
    assert!(said.contains(MANIFEST_NAME) && said.contains("damaged"), "{said}");
}
