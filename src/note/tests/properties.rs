//! Front matter: keys of ours and of our neighbours.

use super::{codes, links, note};
use crate::note::{FrontMatter, Indexing};

fn front_matter(yaml: &str) -> FrontMatter {
    note(&format!("---\n{yaml}\n---\nbody\n")).front_matter
}

#[test]
fn names() {
    for (yaml, aliases) in [
        ("aliases: [AI, Машинный разум, 2024, '']", vec!["AI", "Машинный разум", "2024"]),
        ("aliases: One, Two words", vec!["One", "Two words"]),
        ("alias: Old", vec!["Old"]),
        ("aliases:", vec![]),
    ] {
        let found: Vec<String> = front_matter(yaml).aliases.into_iter().map(|alias| alias.name).collect();
        assert_eq!(found, aliases, "{yaml}");
    }
    let text = "---\ntitle: a\naliases:\n  - a\n  - a\n---\n";
    let spans: Vec<usize> = note(text).front_matter.aliases.iter().map(|alias| alias.span.start).collect();
    assert_eq!(spans, [26, 32]);
    assert_eq!(front_matter("aliases: [/old/path/, x]").redirects, ["old/path"]);
    assert_eq!(front_matter("title: 0x1F").title.as_deref(), Some("31"));
    assert_eq!(front_matter("title: [a]").title, None);
    for yaml in ["title: \"a\\0b\"", "title: \"a\\x1bb\"", "title: \"a\\uFFFEb\"", "title: \"a\\x85b\""] {
        assert_eq!(front_matter(yaml).title.as_deref(), Some("a\u{fffd}b"), "{yaml}");
    }
    let toml = note("+++\ntitle = \"a\\u0000b\\u001b\"\n+++\n");
    assert_eq!(toml.front_matter.title.as_deref(), Some("a\u{fffd}b\u{fffd}"));
    assert_eq!(
        note("---\n{\"title\": \"a\\u0007\"}\n---\n").front_matter.title.as_deref(),
        Some("a\u{fffd}")
    );
}

#[test]
fn visibility_in_lines_of_an_outliner() {
    for (text, [private, opted_in]) in [
        ("public:: false\n\n- text", [true, false]),
        ("\ntitle:: Ebb\nPublic:: True\n", [false, true]),
        ("- public:: false\n", [true, false]),
        ("---\npublish: true\n---\npublic:: false\n", [true, true]),
        ("---\npublish: false\n---\npublic:: true\n", [true, true]),
        ("public:: soon\n", [false, false]),
        // Anywhere else it is text.
        ("Text.\n\npublic:: false\n", [false, false]),
        ("    public:: false in: words\n", [false, false]),
        ("status:: done\n", [false, false]),
    ] {
        let said = note(text).front_matter.visibility;
        assert_eq!([said.private, said.opted_in], [private, opted_in], "{text}");
    }
}

#[test]
fn visibility() {
    for (yaml, [draft, private, opted_in]) in [
        ("publish: false", [false, true, false]),
        ("publish: true", [false, false, true]),
        ("published: 2024-01-01", [false, false, false]),
        ("published: 'False'", [false, true, false]),
        ("dg-publish: true", [false, false, true]),
        ("public: false", [false, true, false]),
        ("draft: true", [true, false, false]),
        ("draft: yes", [true, false, false]),
        ("private: on", [false, true, false]),
        ("publish: no", [false, true, false]),
        ("publish: yes", [false, false, false]),
        ("private: false", [false, false, false]),
        // Applications take no notice of case, and `!!` says only what a value is.
        ("Private: TRUE", [false, true, false]),
        ("DRAFT: true", [true, false, false]),
        ("Publish: False", [false, true, false]),
        ("dg-Publish: true\nDG-publish: false", [false, true, false]),
        ("private: false\nPRIVATE: true", [false, true, false]),
        ("draft: [true]", [true, false, false]),
        ("draft: [false]", [false, false, false]),
        ("draft: []", [false, false, false]),
        ("draft: [false, true]", [true, false, false]),
        ("publish: [soon]", [false, true, false]),
        ("publish: {from: 2030}", [false, true, false]),
        ("private:\n  to: me", [false, true, false]),
        // A typing error must not publish what was to be kept back.
        ("publish: flase", [false, true, false]),
        ("private: yes please", [false, true, false]),
        ("draft: 2", [true, false, false]),
        ("private: 0", [false, false, false]),
        ("publish:\nprivate:\ndraft: ''", [false, false, false]),
    ] {
        let said = front_matter(yaml).visibility;
        assert_eq!([said.draft, said.private, said.opted_in], [draft, private, opted_in], "{yaml}");
    }
    assert_eq!(codes("---\npublish: true\nprivate: true\n---\n"), ["visibility-conflict"]);
    assert_eq!(codes("---\npublish: {from: 2030}\n---\n"), ["invalid-front-matter"]);
    assert_eq!(codes("---\npublish: flase\n---\n"), ["invalid-front-matter"]);
    assert_eq!(codes("---\ndraft: [true]\n---\n"), [""; 0]);
    assert_eq!(codes("---\npublish: true\nprivate: false\ndraft: false\n---\n"), [""; 0]);
}

#[test]
fn unreadable_blocks_keep_secrets() {
    for (text, private) in [
        ("---\ntitle: \"open\nx: [1\n---\nbody", false),
        ("---\npublish: false\nx: [1\n---\nbody", true),
        ("---\n\"draft\" : true\nx: [1\n---\nbody", true),
        ("---\ntitle: x\npublish: false\n\nbody", true),
        ("+++\ndraft = true\nx = \n+++\nbody", true),
        ("---\na: 1\na: 2\n---\nbody", false),
        ("---\n- draft: true\n---\nbody", true),
    ] {
        let note = note(text);
        assert_eq!(codes(text), ["invalid-front-matter"], "{text:?}");
        assert!(note.front_matter.visibility.unreadable, "{text:?}");
        assert_eq!(note.front_matter.visibility.private, private, "{text:?}");
        assert!(super::short(&note.events).contains("body"), "{text:?}");
    }
    for text in
        ["---\n---\nbody", "---\n# only this\n---\nbody", "---\n\nwords\n\n---\n", "body\n\n---\na: [\n---\n"]
    {
        assert_eq!(codes(text), [""; 0], "{text:?}");
    }
    let error = &note("---\nимя: x\nб: }\n---\n").diagnostics[0];
    let span = error.place.as_ref().expect("a place").span;
    assert!(span.start >= "---\nимя: x\n".len(), "{span:?}");
}

#[test]
fn links_of_properties() {
    let text = "---\na: [[A]]\nb: \"[[A]]\"\nrequires:\n  - \"[[B#C|d]]\"\n  - plain\nm: {up: \"[[E]]\", n: 'x [[No]]'}\n---\n[[F]]\n";
    assert_eq!(
        links(text),
        ["property [[A]] → A", "property [[B#C|d]] → B#C", "property [[E]] → E", "wikilink [[F]] → F"]
    );
    let note = note(text);
    for link in &note.links {
        assert_eq!(&text[link.span.start..link.span.end], link.raw);
    }
    assert!(text[..note.links[0].span.start].ends_with("b: \""));
    assert_eq!(note.front_matter.requires, [1]);
}

#[test]
fn neighbours() {
    let found = front_matter(
        "created: 2024-05-01T10:00\nlast-modified: 2024-06-02\nsummary: s\ntype: Term\n\
         names: {ru: Шард, de: [A, B]}\ndefinitions: {ru: о}\nsidebar: {order: 2.5}\nminutes: 12\n\
         cssclass: old wide\nlayout: l\nenableToc: false\ncover: c.png\nsearch: {exclude: true}\n\
         noindex: true\nurl: https://e.org\npath: /a/b/\nslug: s\nexcalidraw-plugin: parsed",
    );
    assert_eq!(found.date.map(|date| date.0.to_string()).as_deref(), Some("2024-05-01"));
    assert_eq!(found.updated.map(|date| date.0.to_string()).as_deref(), Some("2024-06-02"));
    assert_eq!((found.description.as_deref(), found.note_type.as_deref()), (Some("s"), Some("term")));
    assert_eq!(
        (&found.names["de"][..], found.definitions["ru"].as_str()),
        (&["A".into(), "B".into()][..], "о")
    );
    assert_eq!((found.weight, found.minutes, found.toc), (Some(2.5), Some(12), Some(false)));
    assert_eq!(found.css_classes, ["old", "wide"]);
    assert_eq!((found.template.as_deref(), found.image.as_deref()), (Some("l"), Some("c.png")));
    assert_eq!((found.indexing, found.unlisted, found.drawing), (Indexing::Excluded, true, true));
    assert_eq!(found.permalink.map(|path| path.name).as_deref(), Some("a/b"));
    assert_eq!(found.slug.map(|slug| slug.name).as_deref(), Some("s"));
    assert_eq!(front_matter("search: 2").indexing, Indexing::Boosted(2.0));
    assert_eq!(front_matter("tags: [1984, y1984, '#b', c d, {e: f}]").css_classes, [""; 0]);
}

#[test]
fn tags_follow_the_rules_of_tags() {
    for (yaml, tags) in [
        ("tags: [1984, y1984, '#b', a/c, {e: f}, [g], null]", vec!["y1984", "b", "a/c"]),
        ("tag: one two, three", vec!["one", "two", "three"]),
        ("tags: solo", vec!["solo"]),
        ("note: \"some #word\"", vec![]),
    ] {
        assert_eq!(note(&format!("---\n{yaml}\n---\n")).tags, tags, "{yaml}");
    }
}

#[test]
fn other_forms_of_blocks() {
    assert_eq!(
        note("+++\ntitle = \"T\"\ndate = 2024-05-01\n+++\nx").front_matter.title.as_deref(),
        Some("T")
    );
    assert_eq!(note("---\n{\t\"title\": \"J\" }\n---\n").front_matter.title.as_deref(), Some("J"));
    assert_eq!(note("\u{feff}---\r\ntitle: C\r\n---\r\nx").front_matter.title.as_deref(), Some("C"));
    let properties = front_matter("a: yes\nb: 2020-08-21\nc:\nd: 1.5").properties;
    assert_eq!(
        serde_json::Value::Object(properties).to_string(),
        r#"{"a":"yes","b":"2020-08-21","c":null,"d":1.5}"#
    );
}

#[test]
fn old_ids_of_headings() {
    let text = "---\nanchors: {Old words: New words, '#older': new-words, new-words: Other, gone: Nowhere}\n---\n# New words\n\n## Other\n";
    let found: Vec<(String, usize)> = note(text).former_ids;
    let expected = [("older".to_owned(), 0), ("old-words".to_owned(), 0)];
    assert_eq!(
        found, expected,
        "an id that a heading has now stays that heading's, and a heading must be there"
    );
    for other in ["anchors: [a, b]", "anchors: text", "anchors: {a: [b]}"] {
        assert_eq!(note(&format!("---\n{other}\n---\n# b\n")).former_ids, [], "{other}");
    }
}
