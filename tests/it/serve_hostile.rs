//! The preview under clients and files that do their worst.

use std::fs;
use std::io::Write;
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};

use studium::site::Artifact;

use crate::preview::{Preview, next_event, write};
use crate::support::TestVault;

const VAULT: &str = "
=== studium.toml
[site]
title = \"Harbour\"
content = \".\"
=== index.md
Welcome. ![[film.mp4]]
=== Log.md
Nothing yet.
";

/// Makes an attachment of this length that takes no room on disk.
fn put_film(vault: &TestVault, bytes: u64) {
    let film = fs::File::create(vault.root().join("film.mp4")).expect("made");
    film.set_len(bytes).expect("set");
}

/// Returns how many builds there were, and the sums of the last.
fn builds(preview: &Preview) -> u64 {
    let status: serde_json::Value =
        serde_json::from_str(&preview.get("/__studium/diagnostics.json").body).expect("JSON");
    status["build"].as_u64().expect("a number")
}

#[test]
fn of_a_long_film_no_more_is_read_than_is_sent() {
    const LENGTH: u64 = 3 << 30;
    let vault = TestVault::from_text(VAULT);
    put_film(&vault, LENGTH);
    let preview = Preview::of(&vault, &[]);
    for from in [0, LENGTH / 2, LENGTH - 9] {
        let part = preview.ask("GET /film.mp4", &format!("Range: bytes={from}-{}\r\n", from + 8));
        assert_eq!((part.status(), part.body.len()), (206, 9));
        assert_eq!(part.header("content-range"), Some(&*format!("bytes {from}-{}/{LENGTH}", from + 8)));
    }
    let head = preview.ask("HEAD /film.mp4", "");
    assert_eq!((head.header("content-length"), head.body.as_str()), (Some(&*LENGTH.to_string()), ""));
    // Readers that never read, and one that hangs up.
    let _deaf: Vec<TcpStream> = (0..40)
        .map(|_| {
            let mut stream = preview.connect();
            write!(stream, "GET /film.mp4 HTTP/1.1\r\nHost: localhost\r\n\r\n").expect("sent");
            stream
        })
        .collect();
    preview.wait_for("/log/", "Nothing yet.");
    if let Some(peak) = peak_mib(&preview) {
        assert!(peak < 400, "{peak} MiB");
    }
}

#[cfg(target_os = "linux")]
fn peak_mib(preview: &Preview) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", preview.child.id())).ok()?;
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    peak.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok().map(|kib| kib / 1024)
}

#[cfg(not(target_os = "linux"))]
fn peak_mib(_: &Preview) -> Option<u64> {
    None
}

#[test]
fn an_attachment_comes_whole_in_pieces_and_ends_where_the_file_does() {
    let vault = TestVault::from_text(VAULT);
    let text = "Sixteen letters.".repeat(60_000);
    write(&vault, "film.mp4", &text);
    let preview = Preview::of(&vault, &[]);
    assert_eq!(preview.get("/film.mp4").body, text);
    let part = preview.ask("GET /film.mp4", "Range: bytes=70000-559999\r\n");
    assert_eq!((part.status(), part.body.as_str()), (206, &text[70_000..560_000]));
    write(&vault, "film.mp4", "");
    let empty = preview.get("/film.mp4");
    assert_eq!((empty.status(), empty.body.as_str()), (200, ""));
}

#[test]
fn hundreds_of_dead_clients_keep_nobody_out() {
    let vault = TestVault::from_text(VAULT);
    let preview = Preview::of(&vault, &[]);
    preview.wait_for("/log/", "Nothing yet.");
    let mut events = preview.listen();
    let mut dead: Vec<TcpStream> = Vec::new();
    for number in 0..600 {
        let mut stream = preview.connect();
        // Some say nothing at all, some never come to an end, some do not listen.
        let words = ["", "GET / HTTP/1.1\r\nHost: local", "GET /log/ HTTP/1.1\r\nX: "][number % 3];
        let _ = stream.write_all(words.as_bytes());
        dead.push(stream);
    }
    let started = Instant::now();
    assert_eq!(preview.get("/log/").status(), 200);
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    // Whoever was answered before has kept its place.
    write(&vault, "Log.md", "Something.\n");
    assert!(next_event(&mut events)["changed"].to_string().contains("/log/"));
}

#[test]
fn odd_requests_get_an_answer_and_no_file() {
    let vault = TestVault::from_text(VAULT);
    fs::write(vault.root().join("secret.txt"), "secret").expect("written");
    let preview = Preview::of(&vault, &[]);
    let attempts = [
        "/..%252f..%252fsecret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/%e0%80%ae%e0%80%ae/secret.txt",
        "/%uff0e%uff0e/secret.txt",
        "/..;/secret.txt",
        "/log/..%00/secret.txt",
        "/log/%2e%2e/%2e%2e/secret.txt",
        "/.%2e/secret.txt",
        "/\\..\\secret.txt",
        "/log//../secret.txt",
        "/file:///etc/passwd",
        "/C:/secret.txt",
        "/secret.txt::$DATA",
        "/%",
        "/%2",
        "/%zz",
    ];
    for attempt in attempts {
        let answer = preview.get(attempt);
        assert!(matches!(answer.status(), 400 | 404), "{attempt}: {}", answer.head);
        assert!(!answer.body.contains("secret\n"), "{attempt}");
    }
    let host = format!("localhost:{}", preview.port);
    for (headers, status) in [
        (format!("Host: {host}\r\nOrigin: http://{host}\r\n"), 200),
        (format!("Host: {host}\r\nOrigin: http://localhost\r\n"), 403),
        (format!("Host: {host}\r\nOrigin: null\r\n"), 403),
        ("Host: 169.254.1.1\r\n".to_owned(), 403),
        ("Host: localhost.evil.example\r\n".to_owned(), 403),
        (format!("Host: {host}\r\nHost: evil.example\r\n"), 403),
        (format!("Host: evil.example\r\nX-Forwarded-Host: {host}\r\n"), 403),
        (format!("Host: {host}\r\nRange: bytes=0-1,3-4\r\n"), 200),
        (format!("Host: {host}\r\nCookie: {}\r\n", "a".repeat(7000)), 200),
    ] {
        assert_eq!(preview.ask("GET /log/", &headers).status(), status, "{headers}");
    }
    for nonsense in [&b"\0\0\0\0\r\n\r\n"[..], b"GET / HTTP/9.9\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00"] {
        let _ = preview.connect().write_all(nonsense);
    }
    assert_eq!(preview.get("/log/").status(), 200);
}

/// Saves a file as editors do: in place, through another file, after moving the old one away, in pieces.
fn save(path: &Path, text: &str, way: usize) {
    let name = path.file_name().expect("a file").to_string_lossy().into_owned();
    let beside = |suffix: &str| path.with_file_name(format!("{name}{suffix}"));
    match way % 5 {
        0 => fs::write(path, text).expect("written"),
        1 => {
            fs::write(beside(".tmp"), text).expect("written");
            fs::rename(beside(".tmp"), path).expect("moved");
        }
        2 => {
            fs::rename(path, beside("~")).expect("moved");
            fs::write(path, text).expect("written");
            fs::remove_file(beside("~")).expect("removed");
        }
        3 => {
            let (first, second) = text.split_at(text.len() / 2);
            let mut file = fs::File::create(path).expect("made");
            file.write_all(first.as_bytes()).expect("written");
            std::thread::sleep(Duration::from_millis(1));
            file.write_all(second.as_bytes()).expect("written");
        }
        _ => {
            fs::remove_file(path).expect("removed");
            fs::write(beside(".swp"), "swap").expect("written");
            fs::write(path, text).expect("written");
            fs::remove_file(beside(".swp")).expect("removed");
        }
    }
}

#[test]
fn every_save_shows() {
    // Most of the time goes by waiting until files are at rest, so several are saved at once.
    const NOTES: usize = 8;
    let count: usize = number_of("STUDIUM_SAVES", 1000);
    let vault = TestVault::from_text(VAULT);
    let path = |note: usize| vault.root().join(format!("Note {note}.md"));
    for note in 0..NOTES {
        fs::write(path(note), "Nothing yet.\n").expect("written");
    }
    let preview = Preview::of(&vault, &[]);
    preview.wait_for("/log/", "Nothing yet.");
    // One at a time, then all of them at the same moment, each in another way.
    let alone = count / 20;
    for number in 0..alone {
        let text = format!("Entry {number}.\n");
        save(&vault.root().join("Log.md"), &text, number);
        preview.wait_for("/log/", text.trim());
    }
    for round in 0..(count - alone).div_ceil(NOTES) {
        for note in 0..NOTES {
            save(&path(note), &format!("Round {round} of {note}.\n"), round + note);
        }
        for note in 0..NOTES {
            preview.wait_for(&format!("/note-{note}/"), &format!("Round {round} of {note}."));
        }
    }
    // And as fast as they can be written: the last one stays.
    for number in 0..200 {
        save(&vault.root().join("Log.md"), &format!("Rush {number}.\n"), number);
    }
    preview.wait_for("/log/", "Rush 199.");
}

/// Of the files of a checkout, one in so many is a note, and the others are what notes show.
const NOTE_EVERY: usize = 5;

/// Writes a file of a checkout: `word` tells its states apart.
fn check_out(vault: &TestVault, number: usize, word: &str) {
    let folder = vault.root().join(format!("part {}", number % 50));
    fs::create_dir_all(&folder).expect("made");
    let written = if number.is_multiple_of(NOTE_EVERY) {
        let shown: Vec<String> =
            (number + 1..number + NOTE_EVERY).map(|shown| format!("![[{shown}.txt]]")).collect();
        let shown = shown.join(" ");
        fs::write(folder.join(format!("Note {number}.md")), format!("{word}. [[Log]] {shown}\n"))
    } else {
        fs::write(folder.join(format!("{number}.txt")), format!("{word} {number}"))
    };
    written.expect("written");
}

#[test]
fn a_checkout_ends_in_few_builds_equal_to_a_clean_one() {
    let count: usize = number_of("STUDIUM_CHECKOUT", 10_000);
    let vault = TestVault::from_text(VAULT);
    // A block of files that belong together is of one kind, so that some notes lose what they show.
    let state = |number: usize| number / (NOTE_EVERY * 2) % 4;
    for number in (0..count).filter(|number| state(*number) != 3) {
        check_out(&vault, number, "Old");
    }
    let preview = Preview::of(&vault, &[]);
    preview.wait_for("/log/", "Nothing yet.");
    let before = builds(&preview);
    // A checkout: some files change, some go, some come, and a few stay.
    for number in 0..count {
        match state(number) {
            0 => check_out(&vault, number, "New"),
            1 if number.is_multiple_of(2) => check_out(&vault, number, "New"),
            1 => {}
            2 => {
                let name = if number.is_multiple_of(NOTE_EVERY) {
                    format!("Note {number}.md")
                } else {
                    format!("{number}.txt")
                };
                fs::remove_file(vault.root().join(format!("part {}", number % 50)).join(name))
                    .expect("removed");
            }
            _ => check_out(&vault, number, "Came"),
        }
    }
    write(&vault, "Log.md", "The end.\n");
    preview.wait_for("/log/", "The end.");
    // Whatever may still be on its way.
    std::thread::sleep(Duration::from_millis(1500));
    let taken = builds(&preview) - before;
    assert!((1..=3).contains(&taken), "{taken} builds");

    let (site, _) = vault.build();
    let script = "<script src=\"/__studium/reload.js\" defer></script>";
    for (path, artifact) in &site.artifacts {
        let expected = match artifact {
            Artifact::Bytes(bytes) => bytes.to_vec(),
            Artifact::Drawn(drawing) => drawing.bytes(),
            Artifact::Joined(parts) => site.joined(parts),
            Artifact::Copy(source) => fs::read(vault.root().join(source.as_str())).expect("readable"),
        };
        let path = path.as_str();
        let address = path.strip_suffix("index.html").unwrap_or(path).replace(' ', "%20");
        let served = preview.get(&format!("/{address}")).body.replacen(script, "", 1);
        assert!(served == String::from_utf8_lossy(&expected), "{path} differs");
    }
    let gone = (0..count).find(|number| state(*number) == 2 && number.is_multiple_of(NOTE_EVERY));
    if let Some(number) = gone {
        let address = format!("/part-{}/note-{number}/", number % 50);
        assert_eq!(preview.get(&address).status(), 404, "{address}");
    }
}

/// Returns the number in a variable of the environment, by which a test does more or less than usual.
fn number_of(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|number| number.parse().ok()).unwrap_or(usual)
}
