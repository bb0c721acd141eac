//! Packs: the same bytes for the same documents, and nothing beyond what was asked for.

use proptest::prelude::*;
use studium_search::{
    Answer, Chunks, Document, OpenError, Pack, PackError, Searcher, search_pack, write_pack,
};

use crate::corpus::{ask, documents, note, pack, titles};

#[test]
fn a_pack_is_a_function_of_its_documents() {
    let documents = documents();
    let first = pack(&documents);
    assert_eq!(first, pack(&documents));
    let reversed: Vec<Document> = documents.into_iter().rev().collect();
    assert_eq!(first, pack(&reversed));
}

#[test]
fn every_name_changes_with_the_documents() {
    let mut documents = documents();
    let before = pack(&documents);
    documents[0].sections[0].text.push('!');
    let after = pack(&documents);
    assert!(after.files.keys().all(|name| !before.files.contains_key(name)));
}

#[test]
fn no_documents_are_a_pack_too() {
    let pack = pack(&[]);
    for query in ["", "a", "word tag:x -y \"a b\"", "кеширвание"] {
        assert_eq!(ask(&pack, query).total, 0);
    }
}

#[test]
fn two_documents_cannot_share_a_permalink() {
    let twice = [note("A", ""), note("A", "")];
    assert!(matches!(write_pack(&twice), Err(PackError::SamePermalink(permalink)) if permalink == "/a/"));
}

#[test]
fn foreign_bytes_are_no_pack() {
    let hot = pack(&documents()).hot;
    assert_eq!(Searcher::open(b"").err(), Some(OpenError::NoPack));
    assert_eq!(Searcher::open(b"studium\x63\x07").err(), Some(OpenError::OtherVersion));
    assert_eq!(Searcher::open(&hot[..30]).err(), Some(OpenError::Damaged));
}

/// Asks a query of a reader that has nothing yet. Returns how many times it had to fetch.
fn rounds(pack: &Pack, query: &str) -> usize {
    let searcher = Searcher::open(&pack.hot).unwrap();
    let mut chunks = Chunks::default();
    for round in 0.. {
        match searcher.search(query, 5, &chunks) {
            Answer::Hits(outcome) => {
                assert_eq!(outcome, search_pack(pack, query, 5).unwrap());
                return round;
            }
            Answer::Need(needed) => {
                assert!(!needed.is_empty());
                for chunk in needed {
                    assert!(chunks.insert(chunk, pack.files[&searcher.file_name(chunk)].clone()));
                }
            }
        }
    }
    unreachable!("a query is answered after finitely many rounds")
}

#[test]
fn chunks_are_asked_for_in_few_rounds() {
    // Enough words that the dictionaries have several chunks.
    let long = |number: usize| {
        let words = (0..400).map(|word| format!("w{}x", number * 400 + word));
        note(&format!("Long {number}"), &words.collect::<Vec<_>>().join(" "))
    };
    let mut documents = documents();
    documents.extend((0..40).map(long));
    let pack = pack(&documents);
    assert!(pack.files.len() > 60, "{}", pack.files.len());
    for (query, most) in [
        // Dictionary, lists, cards.
        ("eventual consistency", 3),
        ("\"latest write\"", 3),
        ("redis OR kafka -tag:messaging", 3),
        // Once more to know what the word may be, and for its nearest words.
        ("eventaul consistency", 4),
    ] {
        let rounds = rounds(&pack, query);
        assert!(rounds <= most, "{query}: {rounds} rounds");
    }
}

#[test]
fn a_word_is_looked_up_in_heads_and_text_at_once() {
    let named = |number: usize| note(&format!("w{number}x"), &format!("text of w{number}x"));
    let documents: Vec<Document> = (1000..2000).map(named).collect();
    let pack = pack(&documents);
    let searcher = Searcher::open(&pack.hot).unwrap();
    let fetched = (1000..2000).step_by(10).map(|number| {
        match searcher.search(&format!("w{number}x "), 5, &Chunks::default()) {
            Answer::Need(chunks) => chunks.len(),
            Answer::Hits(_) => 0,
        }
    });
    // One with the word in both and as a name; a few words more where a chunk ends.
    let fetched: usize = fetched.sum();
    assert!((90..=130).contains(&fetched), "{fetched} chunks for 100 words");
}

#[test]
fn a_long_list_comes_with_its_word() {
    // One word everywhere, and so many others that its list is far from them.
    let others = |number: usize| (0..20).map(move |word| format!(" w{}x", number * 20 + word));
    let text = |number: usize| format!("everywhere{}", others(number).collect::<String>());
    let documents: Vec<Document> =
        (0..4000).map(|number| note(&format!("N{number}"), &text(number))).collect();
    let pack = pack(&documents);
    for query in ["everywhere ", "everyw", "everywhere w777x ", "\"everywhere w20x\""] {
        // Words with lists, for a phrase positions, cards.
        let most = if query.starts_with('"') { 3 } else { 2 };
        let rounds = rounds(&pack, query);
        assert!(rounds <= most, "{query}: {rounds} rounds");
    }
}

#[test]
fn a_hit_of_a_large_note_brings_a_part_of_it() {
    let mut large = note("Large", "The top.");
    for number in 0..60 {
        large.sections.push(studium_search::Section {
            heading: Some(format!("Heading {number}")),
            anchor: Some(format!("heading-{number}")),
            // Some have nothing: the next text stands for them.
            text: if number % 7 == 2 { String::new() } else { format!("s{number}x everywhere ").repeat(40) },
        });
    }
    let length: usize = large.sections.iter().map(|section| section.text.len()).sum();
    let pack = pack(&[large.clone(), note("Small", "everywhere")]);
    let searcher = Searcher::open(&pack.hot).unwrap();
    for (place, section) in large.sections.iter().enumerate().skip(1) {
        let query = format!("\"{}\"", section.heading.as_deref().unwrap());
        let mut fetched = 0;
        let outcome = searcher
            .search_with(&query, 1, &mut Chunks::default(), |name| {
                fetched += pack.files[name].len();
                Ok::<_, OpenError>(pack.files[name].clone())
            })
            .unwrap();
        assert!(fetched < length / 2, "{fetched} of {length}");
        let hit = &outcome.hits[0];
        assert_eq!((&hit.heading, &hit.anchor), (&section.heading, &section.anchor));
        let text = large.sections[place..].iter().map(|section| &section.text).find(|text| !text.is_empty());
        assert!(hit.snippet.starts_with(text.unwrap().split(' ').next().unwrap()), "{}", hit.snippet);
    }
    // The headings of the others stand in another part than the text.
    let outcome = ask(&pack, "everywhere");
    let more = &outcome.hits.iter().find(|hit| hit.title == "Large").unwrap().more;
    assert!(more.len() == 4 && more.iter().all(|other| other.heading.is_some()), "{more:?}");
}

#[test]
fn a_boost_moves_a_note_up() {
    let mut notes = [note("One", "word"), note("Two", "word")];
    assert_eq!(titles(&ask(&pack(&notes), "word ")), ["One", "Two"]);
    notes[1].boost = 1.5;
    assert_eq!(titles(&ask(&pack(&notes), "word ")), ["Two", "One"]);
}

#[test]
fn one_page_is_one_hit() {
    let mut document = note("Page", "word");
    for heading in ["First", "Second"] {
        document.sections.push(studium_search::Section {
            heading: Some(heading.to_owned()),
            anchor: Some(heading.to_lowercase()),
            text: "word word".to_owned(),
        });
    }
    let outcome = ask(&pack(&[document]), "word ");
    assert_eq!(outcome.total, 1);
    assert_eq!(outcome.hits[0].more.len(), 2);
}

#[test]
fn a_file_that_did_not_come_whole_is_refused() {
    let pack = pack(&documents());
    let searcher = Searcher::open(&pack.hot).unwrap();
    for (name, bytes) in std::iter::once(("hot.bin", &pack.hot))
        .chain(pack.files.iter().map(|(name, bytes)| (name.as_str(), bytes)))
    {
        let is_hot = name == "hot.bin";
        let refused = |bytes: Vec<u8>| {
            if is_hot {
                Searcher::open(&bytes).is_err()
            } else {
                !Chunks::default().insert(studium_search::ChunkId(1), bytes)
            }
        };
        assert!(!refused(bytes.clone()), "{name}");
        assert!(refused(Vec::new()) && refused(bytes[..bytes.len() - 1].to_vec()), "{name}");
        for at in (0..bytes.len()).step_by(1 + bytes.len() / 40) {
            let mut wrong = bytes.clone();
            wrong[at] ^= 0x10;
            assert!(refused(wrong), "{name} at {at}");
        }
    }
    let fetch = |name: &str| Ok::<_, OpenError>(pack.files[name][1..].to_vec());
    let answer = searcher.search_with("redis", 5, &mut Chunks::default(), fetch);
    assert_eq!(answer, Err(OpenError::Damaged));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_documents_make_a_pack(
        texts in proptest::collection::vec("(\\PC|[a-cа-в ]|ё|\n){0,60}", 0..12),
        query in "([a-cа-в ]|\\PC){1,8}",
    ) {
        let notes: Vec<Document> = texts.iter().enumerate().map(|(number, text)| {
            let mut document = note("T", text);
            document.permalink = format!("/{number}/");
            document.title.clone_from(text);
            document
        }).collect();
        let pack = pack(&notes);
        prop_assert_eq!(&pack, &crate::corpus::pack(&notes));
        ask(&pack, &query);
    }
}

#[test]
fn the_end_of_a_long_note_is_found_like_its_beginning() {
    let words: Vec<String> = (0..60_000).map(|number| format!("w{number}x")).collect();
    let pack = pack(&[note("Long", &words.join(" "))]);
    for number in [0, 499, 30_000, 59_999] {
        let outcome = ask(&pack, &format!("w{number}x "));
        assert_eq!(titles(&outcome), ["Long"]);
        assert!(outcome.hits[0].snippet.contains(&format!("w{number}x")), "{number}");
        assert_eq!(outcome.corrected, None);
    }
}
