//! The graph as DOT and as `GraphML`, read back by the grammar of each: both say what the JSON says.

#![allow(clippy::disallowed_methods, reason = "tests make vaults and run the program")]

use std::collections::{BTreeMap, BTreeSet};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use crate::program::{json, out, run};
use crate::support::TestVault;

/// What a graph says: path → title and whether it is published, and arrows with how many links each stands for.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    dots: BTreeMap<String, (String, bool)>,
    arrows: BTreeMap<(String, String), u64>,
}

/// Names and titles that every format has to escape in its own way.
fn vault() -> TestVault {
    let files = [
        ("a; b -> c.md", "---\ntitle: 'say \"x\" { [label=1] }'\n---\n[[Ёж]] [[Ёж|e]] ![[p.png]] [[gone]]\n"),
        ("Ёж & <co>.md", "---\naliases: [Ёж]\n---\n[[q'\"]] [[secret]]\n"),
        ("q'\".md", "---\ntitle: \"back\\\\slash\\nline // no comment # /* */\"\n---\n[[a; b -> c]]\n"),
        ("digraph.md", "alone\n"),
        ("secret.md", "---\npublish: false\n---\n"),
        ("p.png", ""),
        ("unused.png", ""),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    TestVault::from_files(files).expect("this system holds the names")
}

fn told_in_json(vault: &TestVault) -> Told {
    let graph = json(&run(vault.root(), "graph|--format|json"));
    let rows = |key: &str| graph[key].as_array().expect("a list").clone();
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let mut told = Told::default();
    for link in rows("links") {
        *told.arrows.entry((text(&link["from"]), text(&link["to"]))).or_default() += 1;
    }
    let linked: BTreeSet<String> =
        told.arrows.keys().flat_map(|(from, to)| [from.clone(), to.clone()]).collect();
    for note in rows("notes") {
        told.dots.insert(text(&note["path"]), (text(&note["title"]), note["published"] == true));
    }
    for file in rows("attachments").iter().filter(|file| linked.contains(&text(&file["path"]))) {
        told.dots.insert(text(&file["path"]), (text(&file["path"]), file["published"] == true));
    }
    assert!(told.dots.len() >= 5 && told.arrows.values().any(|count| *count == 2), "{told:#?}");
    told
}

#[test]
fn dot_says_what_the_json_says() {
    let vault = vault();
    let text = out(&run(vault.root(), "graph|--format|dot"));
    assert_eq!(read_dot(&text), told_in_json(&vault), "{text}");
}

#[test]
fn graphml_says_what_the_json_says() {
    let vault = vault();
    let text = out(&run(vault.root(), "graph|--format|graphml"));
    assert_eq!(read_graphml(&text), told_in_json(&vault), "{text}");
}

/// A word of the DOT language.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    Id(String),
    Quoted(String),
    Sign(&'static str),
}

fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = if first == '"' {
            let mut value = String::new();
            let mut chars = rest.char_indices().skip(1);
            let end = loop {
                match chars.next().expect("a quoted text has an end") {
                    (end, '"') => break end + 1,
                    (_, '\\') => match chars.next().expect("something is escaped").1 {
                        'n' => value.push('\n'),
                        c @ ('"' | '\\') => value.push(c),
                        other => panic!("\\{other} is no escape that we write"),
                    },
                    (_, c) => value.push(c),
                }
            };
            words.push(Word::Quoted(value));
            end
        } else if let Some(sign) =
            ["->", "{", "}", "[", "]", "=", ",", ";"].into_iter().find(|sign| rest.starts_with(sign))
        {
            words.push(Word::Sign(sign));
            sign.len()
        } else {
            let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
            assert!(end > 0, "nothing of DOT begins like {rest}");
            words.push(Word::Id(rest[..end].to_owned()));
            end
        };
        rest = rest[length..].trim_start();
    }
    words
}

fn read_dot(text: &str) -> Told {
    let words = words(text);
    let [Word::Id(kind), Word::Quoted(_), Word::Sign("{"), body @ .., Word::Sign("}")] = &words[..] else {
        panic!("no graph: {text}")
    };
    assert_eq!(kind, "digraph");
    let mut told = Told::default();
    let mut statements = body.split(|word| *word == Word::Sign(";")).peekable();
    while let Some(statement) = statements.next() {
        let is_last = statements.peek().is_none();
        let open = statement.iter().position(|word| *word == Word::Sign("[")).unwrap_or(statement.len());
        let attributes = attributes(&statement[open..]);
        match &statement[..open] {
            [] => assert!(is_last, "an empty statement"),
            [Word::Id(node)] => assert_eq!(node, "node"),
            [Word::Quoted(path)] => {
                let is_published = attributes.get("style").is_none_or(|style| style != "dashed");
                let dot = (attributes["label"].clone(), is_published);
                assert!(told.dots.insert(path.clone(), dot).is_none(), "{path} stands twice");
            }
            [Word::Quoted(from), Word::Sign("->"), Word::Quoted(to)] => {
                let count = attributes.get("weight").map_or(1, |weight| weight.parse().expect("a number"));
                assert!(
                    told.arrows.insert((from.clone(), to.clone()), count).is_none(),
                    "an arrow stands twice"
                );
            }
            other => panic!("no statement: {other:?}"),
        }
    }
    assert!(told.arrows.keys().all(|(from, to)| told.dots.contains_key(from) && told.dots.contains_key(to)));
    told
}

fn attributes(words: &[Word]) -> BTreeMap<String, String> {
    let inner = match words {
        [] => return BTreeMap::new(),
        [Word::Sign("["), inner @ .., Word::Sign("]")] => inner,
        other => panic!("no list of attributes: {other:?}"),
    };
    let pairs = inner.split(|word| *word == Word::Sign(","));
    pairs
        .map(|pair| match pair {
            [Word::Id(key), Word::Sign("="), Word::Id(value) | Word::Quoted(value)] => {
                (key.clone(), value.clone())
            }
            other => panic!("no attribute: {other:?}"),
        })
        .collect()
}

/// Reads `GraphML`, with every key declared and every end of an arrow there.
fn read_graphml(text: &str) -> Told {
    let mut reader = Reader::from_str(text);
    let (mut keys, mut nodes) = (BTreeSet::new(), BTreeMap::new());
    let mut edges: Vec<(String, String, BTreeMap<String, String>)> = Vec::new();
    let (mut data, mut key, mut ends, mut value) =
        (BTreeMap::new(), String::new(), (String::new(), String::new()), String::new());
    let of = |tag: &BytesStart<'_>, name: &str| {
        let found = tag.try_get_attribute(name).expect("attributes").expect(name);
        quick_xml::escape::unescape(&found.value).expect("escaped").into_owned()
    };
    loop {
        match reader.read_event().expect("well-formed XML") {
            Event::Eof => break,
            Event::Empty(tag) if tag.name().as_ref() == "key" => {
                assert!(keys.insert((of(&tag, "for"), of(&tag, "id"))));
            }
            Event::Start(tag) => match tag.name().as_ref() {
                "node" => ends.0 = of(&tag, "id"),
                "edge" => ends = (of(&tag, "source"), of(&tag, "target")),
                "data" => (key, value) = (of(&tag, "key"), String::new()),
                "graph" => assert_eq!(of(&tag, "edgedefault"), "directed"),
                "graphml" => assert_eq!(of(&tag, "xmlns"), "http://graphml.graphdrawing.org/xmlns"),
                other => panic!("{other} is not of GraphML"),
            },
            Event::Text(text) => value.push_str(&text),
            Event::GeneralRef(name) => {
                let name = format!("&{};", &*name);
                value.push_str(&quick_xml::escape::unescape(&name).expect("a known entity"));
            }
            Event::End(tag) => match tag.name().as_ref() {
                "data" => drop(data.insert(std::mem::take(&mut key), std::mem::take(&mut value))),
                "node" => {
                    assert!(data.keys().all(|key| keys.contains(&("node".to_owned(), key.clone()))));
                    assert!(nodes.insert(ends.0.clone(), std::mem::take(&mut data)).is_none());
                }
                "edge" => edges.push((ends.0.clone(), ends.1.clone(), std::mem::take(&mut data))),
                _ => {}
            },
            _ => {}
        }
    }
    let dot = |data: &BTreeMap<String, String>| {
        (data["path"].clone(), (data["title"].clone(), data["published"] == "true"))
    };
    let arrow = |(from, to, data): (String, String, BTreeMap<String, String>)| {
        ((nodes[&from]["path"].clone(), nodes[&to]["path"].clone()), data["links"].parse().expect("a number"))
    };
    Told { dots: nodes.values().map(dot).collect(), arrows: edges.into_iter().map(arrow).collect() }
}
