//! What holds for files, whatever the disk, the clock and the names: rows P12, P13, P14 and C8 of the features, and
//! V3 and V4 for files that change while they are shown.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::{Duration, SystemTime};

use studium::words::fold;

use crate::preview::{Preview, put, write};
use crate::program::{code, command, err, json, run};
use crate::support::TestVault;

/// Every file of a folder with its bytes, folders told by `/`.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(root).min_depth(1).into_iter().map(|entry| entry.expect("listed"));
    let name = |path: &Path| {
        let below = path.strip_prefix(root).expect("below").components();
        below.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect::<Vec<_>>().join("/")
    };
    files
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (name(entry.path()), fs::read(entry.path()).expect("readable")))
        .collect()
}

/// P12: the same notes make the same bytes, wherever, whenever and in whatever order they were written.
#[test]
fn neither_place_nor_clock_nor_order_is_seen_in_the_site() {
    let notes: Vec<(String, String)> = (0..40)
        .map(|number| {
            let text = format!(
                "---\ntags: [sea, t{}]\n---\n# Tide {number}\n\n[[Note {}]] ![[pic.png]] `x` $y$ [[Gone]]\n",
                number % 7,
                (number + 1) % 40
            );
            (format!("part {}/Note {number}.md", number % 3), text)
        })
        .chain([
            ("pic.png".to_owned(), "PNG".to_owned()),
            (
                "studium.toml".to_owned(),
                "[site]\ncontent = \".\"\ntitle = \"Sea\"\nbase_url = \"https://sea.example\"\n".to_owned(),
            ),
        ])
        .collect();
    let build = |notes: Vec<(String, String)>, written: SystemTime, zone: &str| {
        let vault = TestVault::from_files(notes.clone()).expect("plain names");
        for (path, _) in &notes {
            let file = fs::File::options().append(true).open(vault.root().join(path)).expect("there");
            file.set_modified(written).expect("set");
        }
        let mut program = command(vault.root(), "build|-o|out|-q");
        let done = program.env("TZ", zone).env("LC_ALL", "C").output().expect("the program runs");
        let _ = code(&done);
        let site = tree(&vault.root().join("out"));
        let here = vault.root().to_string_lossy().into_owned();
        for (path, bytes) in &site {
            assert!(!String::from_utf8_lossy(bytes).contains(&here), "{path} tells where the vault lies");
        }
        site
    };
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_hours(90_000);
    let first = build(notes.clone(), long_ago, "Pacific/Kiritimati");
    let reversed = notes.into_iter().rev().collect();
    let second = build(reversed, SystemTime::now() + Duration::from_hours(400), "America/Los_Angeles");
    assert!(first.len() > 80, "{} files", first.len());
    let differing: Vec<&String> =
        first.keys().chain(second.keys()).filter(|path| first.get(*path) != second.get(*path)).collect();
    assert_eq!(differing, [""; 0]);
}

/// P13: two pages or files that a disk without case would take for one are told, and neither is lost.
#[test]
fn outputs_that_differ_in_case_alone_are_an_error() {
    let vault = TestVault::from_text(
        "=== Ebb.md\n---\npermalink: /Sea/\n---\nthe first\n=== Flood.md\n---\npermalink: /sea/\n---\nthe second\n\
         === index.md\n[[Ebb]] [[Flood]] ![[one/Pic.txt]] ![[two/pic.txt]]\n=== one/Pic.txt\nA\n=== two/pic.txt\nB\n",
    );
    let checked = run(vault.root(), "check|--format|json");
    assert_eq!(code(&checked), 1, "{}", err(&checked));
    let report = json(&checked);
    let found = report["diagnostics"].as_array().expect("a list").iter();
    let collisions: Vec<_> = found.filter(|found| found["code"] == "slug-collision").collect();
    assert_eq!(collisions.len(), 1, "{report}");
    assert_eq!(collisions[0]["path"], "Flood.md", "{report}");
    assert_eq!(collisions[0]["severity"], "error", "{report}");
    run(vault.root(), "build|-o|out|-q");
    let site = tree(&vault.root().join("out"));
    let all: String = site.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    assert!(all.contains("the first") && all.contains("the second"));
    let folded: BTreeSet<String> = site.keys().map(|path| fold(path)).collect();
    assert_eq!(folded.len(), site.len());
}

/// P14: what we wrote and need no more goes, what others put there stays.
#[test]
fn only_our_stale_files_go_from_the_output() {
    let vault = TestVault::from_text(
        "=== sea/Ebb.md\nfalls ![[pic.png]]\n=== sea/pic.png\nPNG\n=== Flood.md\nrises\n",
    );
    assert_eq!(code(&run(vault.root(), "build|-o|public|-q")), 0);
    let public = vault.root().join("public");
    let foreign = [
        "CNAME",
        ".git/HEAD",
        "sea/theirs.txt",
        "sea/ebb/theirs.html",
        "flood/index.html.bak",
        ".well-known/x",
    ];
    for path in foreign {
        fs::create_dir_all(public.join(path).parent().expect("a folder")).expect("made");
        fs::write(public.join(path), path).expect("written");
    }
    let ours = ["sea/ebb/index.html", "sea/pic.png", "sea/index.html"];
    for path in ours {
        assert!(public.join(path).is_file(), "{path} was built");
    }
    fs::remove_dir_all(vault.root().join("sea")).expect("removed");
    assert_eq!(code(&run(vault.root(), "build|-o|public|-q")), 0);
    for path in ours {
        assert!(!public.join(path).exists(), "{path} is stale");
    }
    for path in foreign {
        assert_eq!(fs::read_to_string(public.join(path)).expect("kept"), path);
    }
    assert!(public.join("flood/index.html").is_file());
    // Cleaning takes ours and leaves theirs.
    assert_eq!(code(&run(vault.root(), "clean|-o|public")), 0);
    let left: Vec<String> = tree(&public).into_keys().collect();
    let mut expected: Vec<&str> = foreign.to_vec();
    expected.sort_unstable();
    assert_eq!(left, expected);
}

/// C8: notes of any name that a disk can hold have a page that links reach, on any disk.
#[test]
fn every_name_that_a_disk_holds_has_a_page() {
    let longest = |piece: &str| piece.repeat(252 / piece.len());
    let deep = "a folder of some length/".repeat(12);
    let names = [
        "two  blanks".to_owned(),
        "a b/c d".to_owned(),
        "🎉 party 👩‍💻".to_owned(),
        "🎉/🎉".to_owned(),
        "Заметка о кэше".to_owned(),
        "Папка/Ёж".to_owned(),
        "Cafe\u{301}".to_owned(),
        "日本語".to_owned(),
        "أهلا".to_owned(),
        longest("x"),
        longest("я"),
        longest("🎉"),
        format!("{deep}end"),
        "con".to_owned(),
        "a%20b".to_owned(),
        "100% & \"more\" 'q'".to_owned(),
        "dot.in.name".to_owned(),
        "-dash".to_owned(),
        "trailing dot.".to_owned(),
    ];
    let mut files: Vec<(String, String)> = names
        .iter()
        .enumerate()
        .map(|(number, name)| (format!("{name}.md"), format!("note {number} here\n")))
        .collect();
    let links: Vec<String> = names.iter().map(|name| format!("- [[{name}]]")).collect();
    files.push(("index.md".to_owned(), links.join("\n")));
    // A system that cannot hold one of the names has nothing to show for it.
    let Some(vault) = TestVault::from_files(files) else {
        assert_ne!(std::env::consts::OS, "linux", "which holds all of them");
        return;
    };
    let built = run(vault.root(), "build|-o|out");
    assert_eq!(code(&built), 0, "{}", err(&built));
    let site = tree(&vault.root().join("out"));
    for path in site.keys() {
        for part in path.split('/') {
            let legal = part.len() <= 255
                && !part.ends_with(['.', ' '])
                && !part.contains(|c: char| c.is_control() || "<>:\"|?*\\".contains(c));
            assert!(legal, "{path}");
        }
    }
    let home = String::from_utf8_lossy(&site["index.html"]).into_owned();
    let body = home.split("data-note-body").nth(1).expect("a body");
    let links: Vec<&str> = body
        .split("class=\"internal-link\" href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .take(names.len())
        .collect();
    assert_eq!(links.len(), names.len(), "{body}");
    for (number, link) in links.iter().enumerate() {
        let path = format!("{}index.html", percent_decoded(link));
        let page = site.get(&path).unwrap_or_else(|| panic!("{link} leads nowhere"));
        assert!(String::from_utf8_lossy(page).contains(&format!("note {number} here")), "{link}");
    }
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.replace("&amp;", "&").into_bytes().into_iter();
    while let Some(byte) = rest.next() {
        let mut digit = || char::from(rest.next().expect("a digit")).to_digit(16).expect("a digit");
        bytes.push(if byte == b'%' { u8::try_from(digit() * 16 + digit()).expect("a byte") } else { byte });
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// C8: links of the file system lead to what lies in the vault, and to nothing else.
#[cfg(unix)]
#[test]
fn links_of_the_file_system_stay_in_the_vault() {
    use std::os::unix::fs::symlink;

    let vault =
        TestVault::from_text("=== vault/Ebb.md\ninside\n=== vault/sea/x.md\nx\n=== secret.md\nxylophone\n");
    let root = vault.root();
    symlink(root.join("secret.md"), root.join("vault/Stolen.md")).expect("made");
    symlink(root, root.join("vault/up")).expect("made");
    symlink("Ebb.md", root.join("vault/Same.md")).expect("made");
    symlink("loop.md", root.join("vault/loop.md")).expect("made");
    let built = run(root, "build|vault|-o|out");
    let site = tree(&root.join("out"));
    let all: String = site.values().map(|bytes| String::from_utf8_lossy(bytes)).collect();
    assert!(!all.contains("xylophone") && all.contains("inside"), "{}", err(&built));
    assert!(err(&built).contains("Stolen.md"), "{}", err(&built));
}

fn git(folder: &Path, arguments: &str) {
    let words = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "core.autocrlf=false"];
    let done = Command::new("git")
        .args(words)
        .args(arguments.split('|'))
        .current_dir(folder)
        .output()
        .expect("git is there");
    assert!(done.status.success(), "{arguments}: {}", String::from_utf8_lossy(&done.stderr));
}

/// V3: deleting, renaming, renaming in case alone, the files of editors, and a checkout of 500 files.
#[test]
fn whatever_happens_to_files_is_followed() {
    let vault =
        TestVault::from_text("=== index.md\n[[Ebb]]\n=== Ebb.md\nIt falls.\n=== Flood.md\nIt rises.\n");
    let root = vault.root();
    git(root, "init|--quiet|--initial-branch=calm");
    git(root, "add|.");
    git(root, "commit|--quiet|-m|calm");
    git(root, "checkout|--quiet|-b|storm");
    for number in 0..500 {
        fs::create_dir_all(root.join(format!("part {}", number % 9))).expect("made");
        write(&vault, &format!("part {}/Wave {number}.md", number % 9), &format!("Wave {number}. [[Ebb]]\n"));
    }
    write(&vault, "Ebb.md", "It storms.\n");
    git(root, "add|.");
    git(root, "commit|--quiet|-m|storm");
    git(root, "checkout|--quiet|calm");

    let preview = Preview::of(&vault, &[]);
    preview.wait_for("/ebb/", "It falls.");
    git(root, "checkout|--quiet|storm");
    preview.wait_for("/ebb/", "It storms.");
    preview.wait_for("/part-4/wave-499/", "Wave 499.");
    git(root, "checkout|--quiet|calm");
    preview.wait_for("/ebb/", "It falls.");
    preview.wait_for("/part-4/wave-499/", "Nothing is here");

    fs::remove_file(root.join("Flood.md")).expect("removed");
    preview.wait_for("/flood/", "Nothing is here");
    fs::rename(root.join("Ebb.md"), root.join("Low water.md")).expect("renamed");
    preview.wait_for("/low-water/", "It falls.");
    preview.wait_for("/ebb/", "Nothing is here");
    // On a disk without case this is one file, and the new name is shown all the same.
    fs::rename(root.join("Low water.md"), root.join("LOW Water.md")).expect("renamed");
    preview.wait_for("/", "LOW Water");
    preview.wait_for("/low-water/", "<title>LOW Water");
    for (path, text) in [
        (".Ebb.md.swp", "b0VIM"),
        ("4913", ""),
        ("Ebb.md~", "old"),
        ("#Ebb.md#", "auto"),
        (".#Ebb.md", "lock"),
    ] {
        write(&vault, path, text);
    }
    write(&vault, "Ebb.md", "It falls again.\n");
    for path in [".Ebb.md.swp", "4913", "Ebb.md~", "#Ebb.md#", ".#Ebb.md"] {
        fs::remove_file(root.join(path)).expect("removed");
    }
    preview.wait_for("/ebb/", "It falls again.");
}

/// What is broken, what is said of it, how it comes and how it goes.
type Fault<'f> = (&'f str, &'f str, &'f dyn Fn(), &'f dyn Fn());

/// V4: what stops a build is told over the last good page, and the server goes on.
#[test]
fn no_fault_takes_the_last_good_page_away() {
    let good = "[site]\ncontent = \"notes\"\n[theme]\ntemplates = \"templates\"\n";
    let vault = TestVault::from_text(&format!(
        "=== studium.toml\n{good}=== notes/Ebb.md\nIt falls.\n=== templates/parts/lead.html\n<p>Ours</p>\n"
    ));
    let root = vault.root();
    let mut preview = Preview::of(&vault, &[]);
    preview.wait_for("/ebb/", "It falls.");
    let faults: [Fault<'_>; 3] = [
        ("a broken configuration", "studium.toml:1", &|| put(&vault, "studium.toml", "[site\n"), &|| {
            put(&vault, "studium.toml", good);
        }),
        (
            "a broken template",
            "templates/note.html",
            &|| put(&vault, "templates/note.html", "{% if %}\n"),
            &|| fs::remove_file(root.join("templates/note.html")).expect("removed"),
        ),
        (
            "a vault that is gone",
            "notes",
            &|| fs::rename(root.join("notes"), root.join("moved")).expect("renamed"),
            &|| fs::rename(root.join("moved"), root.join("notes")).expect("renamed"),
        ),
    ];
    for (number, (what, said, break_it, mend_it)) in faults.into_iter().enumerate() {
        break_it();
        preview.wait_for("/__studium/diagnostics.json", said);
        let shown = preview.get("/ebb/");
        assert_eq!(shown.status(), 200, "{what}: {}", shown.body);
        assert!(shown.body.contains("It falls"), "{what}");
        assert!(shown.body.contains("/__studium/reload.js"), "{what}: nobody would hear of the end of it");
        mend_it();
        put(&vault, "notes/Ebb.md", &format!("It falls {number} times.\n"));
        preview.wait_for("/ebb/", &format!("It falls {number} times."));
        preview.wait_for("/__studium/diagnostics.json", "\"failure\":null");
        assert!(preview.child.try_wait().expect("a child").is_none(), "{what}");
    }
}

/// Whoever lets others in is told so; on this machine alone there is nothing to tell.
#[test]
fn an_open_door_is_told() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::Stdio;

    let vault = TestVault::from_text("=== a.md\nx\n");
    for (host, is_open) in [("127.0.0.1", false), ("localhost", false), ("0.0.0.0", true)] {
        let mut program = command(vault.root(), &format!("serve|-p|0|--host|{host}"));
        let mut child =
            program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program runs");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("piped")).read_line(&mut line).expect("a line");
        child.kill().expect("killed");
        child.wait().expect("ended");
        let mut said = String::new();
        child.stderr.take().expect("piped").read_to_string(&mut said).expect("text");
        assert!(line.starts_with("Serving http://"), "{host}: {line}");
        assert_eq!(
            said.contains("warning: anyone who reaches this machine can read"),
            is_open,
            "{host}: {said}"
        );
    }
}
