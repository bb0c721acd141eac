//! A name that comes, changes or goes: what is searched again, and that it makes no other site than a build from nothing.

use std::fs;

use proptest::prelude::*;
use studium::engine::Cache;

use crate::support::{TestVault, build};

/// What notes say: the names below, in their forms, beside each other and inside of one another.
const TEXTS: &[&str] = &[
    "Кворумы и кворума нет, load balancers are.\n",
    "A load balancer, a load, and balancers of loads.\n\n## Two\n\nCAP, a cap, CAPs.\n",
    "C++ is no C, шард or шарда; шардирования тоже.\n",
    "Two boxes of an axis, axes and an axe; `quorum`, [quorum](https://sea.example).\n",
    "Nothing of the kind.\n",
    "Quorums of шардов. [[Note 1]] and note 1, note 2.\n",
];

/// Names, some of which have forms in common or stand inside of one another.
const NAMES: &[&str] = &[
    "Quorum",
    "Кворум",
    "Load",
    "Load balancer",
    "Balancer",
    "CAP",
    "C++",
    "C",
    "Шард",
    "Шардирование",
    "Axis",
    "Axe",
    "Cap",
];

/// How a note bears a name.
const HEADS: &[&str] = &[
    "---\ntype: term\ndefinition: It is.\ntitle: \"{}\"\n---\n",
    "---\naliases: [\"{}\"]\n---\n",
    "---\ntitle: \"{}\"\n---\n",
    "---\ntype: term\nnames: {ru: [\"{}\"]}\n---\n",
    "---\ntype: glossary\n---\n{} :: what it is\n\n",
    "---\nunlisted: true\naliases: [\"{}\"]\n---\n",
    "",
];

type Edit = (usize, &'static str, &'static str, Option<&'static str>);

/// A note that is written or, without a text, removed.
fn edit() -> impl Strategy<Value = Edit> {
    let (head, name) = (prop::sample::select(HEADS), prop::sample::select(NAMES));
    (0..6_usize, head, name, prop::option::weighted(0.8, prop::sample::select(TEXTS)))
}

fn write(vault: &TestVault, path: &str, text: &str) {
    fs::write(vault.root().join(path), text).expect("writable");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn names_that_come_and_go_leave_the_site_of_a_cold_build(edits in prop::collection::vec(edit(), 1..12)) {
        let vault = TestVault::from_text("=== index.md\nKворум, quorum.\n");
        for (number, text) in TEXTS.iter().enumerate() {
            write(&vault, &format!("text {number}.md"), text);
        }
        let mut cache = Cache::new();
        build(&vault.inputs(), &mut cache);
        for (turn, (number, head, name, text)) in edits.into_iter().enumerate() {
            let path = format!("note {number}.md");
            match text {
                Some(text) => write(&vault, &path, &format!("{}{text}", head.replace("{}", name))),
                None => drop(fs::remove_file(vault.root().join(path))),
            }
            let inputs = vault.inputs();
            let (warm, warm_found) = build(&inputs, &mut cache);
            let (cold, cold_found) = build(&inputs, &mut Cache::for_one_build());
            let differing = warm.changed_since(&cold);
            prop_assert!(differing.is_empty(), "edit {turn}: {differing:?}");
            prop_assert_eq!(warm_found, cold_found);
        }
    }
}

#[test]
fn only_notes_that_hold_the_words_of_a_name_are_searched_again() {
    let vault = TestVault::from_text("=== index.md\n[[Term]]\n");
    for number in 0..60 {
        let text = match number % 20 {
            0 => "Шардирования и репликами.",
            1 => "A load balancer.",
            2 => "A load.",
            _ => "Plain words, of which none names anything at all.",
        };
        write(&vault, &format!("n{number}.md"), &format!("{text} Number {number}.\n"));
    }
    let mut cache = Cache::new();
    let mut searched = |head: Option<&str>| {
        match head {
            Some(head) => {
                write(&vault, "Term.md", &format!("---\ntype: term\ndefinition: It is.\n{head}\n---\n"));
            }
            None => fs::remove_file(vault.root().join("Term.md")).expect("it was there"),
        }
        build(&vault.inputs(), &mut cache);
        cache.searched()
    };
    assert_eq!(searched(Some("title: Сосна")), 62, "from nothing, all are");
    assert_eq!(searched(Some("title: Сосна")), 0, "nothing is different");
    // Each time the note itself was saved, too.
    for (head, holders) in [
        ("title: Шардирование", 3),
        ("title: Шардирование\naliases: [Реплика]", 3),
        ("title: Load balancer", 6),
        ("title: Load balancer\ncategory: none", 0),
        ("title: Load balancer\naliases: [Load]", 6),
        ("title: Balancer", 6),
        ("title: Сосна", 3),
    ] {
        // A few may be taken to hold what they do not.
        let searched = searched(Some(head));
        assert!((1 + holders..=4 + holders).contains(&searched), "{searched} for {holders}: {head}");
    }
    assert!(searched(None) <= 3, "nobody spoke of it");
    assert!(searched(Some("title: Plain words")) >= 52, "the note, and all that hold both words");
}
