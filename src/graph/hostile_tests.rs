//! Vaults that were made to hurt: any text as a link, any order of files, ten thousand equal names.

use proptest::prelude::*;

use super::fixture::{OPTIONS, of_files};
use super::{ResolveOptions, Vault};

const NAMES: &[&str] =
    &["Note", "note", "Ёлка", "елка", "index", "a b", "a_b", "x.png", "b.canvas", "No.te", "é", "e\u{301}"];
const FOLDERS: &[&str] = &["", "x/", "x/y/", "X/", "y/x/", "ab/"];
const TARGETS: &[&str] = &[
    "", "./", "../", "/", "#", "#^", "##", "x/", "..", ".", "#A", "#A#B", "#^a", "%20", "%", ".md", "//",
    "\u{feff}", "x/../", ".png",
];

fn link() -> impl Strategy<Value = String> {
    let parts = prop::collection::vec(
        prop_oneof![
            prop::sample::select(NAMES).prop_map(str::to_owned),
            prop::sample::select(TARGETS).prop_map(str::to_owned),
            "[^\\[\\]()|\n\r]{0,3}",
        ],
        0..5,
    );
    (parts, 0..3).prop_map(|(parts, form)| {
        let target = parts.concat();
        match form {
            0 => format!("[[{target}]]"),
            1 => format!("![[{target}]]"),
            _ => format!("[t]({target})"),
        }
    })
}

fn file() -> impl Strategy<Value = (String, String)> {
    let path = (prop::sample::select(FOLDERS), prop::sample::select(NAMES));
    let path = path.prop_map(|(folder, name)| {
        let bare = matches!(name, "x.png" | "b.canvas");
        if bare { format!("{folder}{name}") } else { format!("{folder}{name}.md") }
    });
    let body = (prop::collection::vec(link(), 0..5), any::<bool>(), any::<bool>());
    let body = body.prop_map(|(links, private, named)| {
        let private = if private { "publish: false\n" } else { "" };
        let named = if named { "aliases: [Note, Other]\n" } else { "" };
        format!("---\n{private}{named}---\n# A\n## B ^a\n{}\n", links.join("\n"))
    });
    (path, body)
}

proptest! {
    #[test]
    fn resolution_never_panics_and_does_not_depend_on_the_order_of_files(
        files in prop::collection::btree_map(
            prop::sample::select(FOLDERS), prop::collection::vec(file(), 0..4), 0..4,
        ),
        relative in any::<bool>(),
    ) {
        let mut files: Vec<_> = files.into_values().flatten().collect();
        files.sort();
        files.dedup_by(|a, b| a.0 == b.0);
        let options = ResolveOptions { markdown_relative_first: relative, ..OPTIONS };
        let fixture = of_files(files);
        let outline = fixture.outline(options);
        let mut turned = fixture;
        // Notes are in path order by contract; the other lists have no order to rely on.
        turned.vault.attachments.reverse();
        turned.vault.withheld.reverse();
        turned.vault.drawings.reverse();
        prop_assert_eq!(outline, turned.outline(options));
    }

    #[test]
    fn what_is_suggested_can_be_written(files in prop::collection::vec(file(), 1..6), target in link()) {
        let mut files = files;
        files.push(("zz/asker.md".to_owned(), target));
        files.sort();
        files.dedup_by(|a, b| a.0 == b.0);
        let fixture = of_files(files.clone());
        let (graph, _) = fixture.resolve();
        let asker = fixture.id("zz/asker.md");
        for index in 0..fixture.vault.note(asker).links.len() {
            let super::Resolution::Missing { suggestions, reason, .. } = graph.resolution(asker, index) else {
                continue;
            };
            let link = &fixture.vault.note(asker).links[index];
            for text in suggestions.iter().filter(|_| link.raw.contains("[[")) {
                let mut files = files.clone();
                let place = files.iter().position(|file| file.0 == "zz/asker.md").expect("the asker");
                files[place].1 = format!("[[{text}]]");
                let mended = of_files(files).outline(OPTIONS);
                let line = mended.lines().find(|line| line.starts_with("zz/asker.md")).expect("one link");
                prop_assert!(!line.contains(reason.as_str()), "{line}");
            }
        }
    }
}

/// Counts what grows with the vault: the entries that all links together make the graph hold.
#[test]
fn equal_names_do_not_cost_the_square() {
    let files = |count: usize| (0..count).map(|n| (format!("d{n}/Note.md"), "[[Note]] [[Nope]]".to_owned()));
    let held = |count: usize| {
        let mut files: Vec<_> = files(count).collect();
        files.push(("hub.md".to_owned(), "[[Note]] ".repeat(count)));
        let fixture = of_files(files);
        let (graph, found) = fixture.resolve();
        let others = |vault: &Vault| {
            let links =
                vault.notes().flat_map(|(id, note)| (0..note.links.len()).map(move |link| (id, link)));
            let others = links.map(|(id, link)| match graph.resolution(id, link) {
                super::Resolution::Found { others, .. } => others.len(),
                super::Resolution::Missing { suggestions, .. } => suggestions.len(),
            });
            others.sum::<usize>()
        };
        found.iter().map(|found| found.message.len()).sum::<usize>() + others(&fixture.vault)
    };
    assert!(held(4000) < 5 * held(1000));
}
