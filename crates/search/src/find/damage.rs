//! Bytes that make no sense: whatever a file holds, a query ends.

use proptest::prelude::*;

use crate::document::{Document, Section};
use crate::pack::{ChunkId, Chunks, Hot, seal, unsealed};
use crate::searcher::{Answer, Searcher};
use crate::write::write_pack;

const QUERIES: [&str; 6] = ["word", "wrod other", "\"word other\" -third", "tag:a title:w", "щщщщ", "OR w"];

fn documents() -> Vec<Document> {
    let document = |number: usize| Document {
        path: format!("{number}.md"),
        permalink: format!("/{number}/"),
        title: format!("word {number}"),
        aliases: vec!["other".to_owned()],
        tags: vec!["a".to_owned()],
        lang: "en".to_owned(),
        kind: crate::Kind::Note,
        boost: 1.0,
        sections: vec![Section {
            heading: None,
            anchor: None,
            text: format!("word other third w{number} ").repeat(9),
        }],
    };
    (0..140).map(document).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_wrong_bytes_are_survived(
        wrong in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..20),
        cut: proptest::sample::Index,
        is_cut: bool,
    ) {
        let pack = write_pack(&documents()).unwrap();
        let searcher = Searcher::open(&pack.hot).unwrap();
        let mut chunks = Chunks::default();
        for (number, bytes) in (1..).zip(pack.files.values()) {
            let mut bytes = unsealed(bytes).unwrap().to_vec();
            for (place, byte) in &wrong {
                *place.get_mut(&mut bytes) = *byte;
            }
            if is_cut {
                bytes.truncate(cut.index(bytes.len()));
            }
            seal(&mut bytes);
            prop_assert!(chunks.insert(ChunkId(number), bytes));
        }
        for query in QUERIES {
            prop_assert!(matches!(searcher.search(query, 5, &chunks), Answer::Hits(_)));
        }
    }

    #[test]
    fn any_wrong_hot_part_is_survived(
        wrong in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let pack = write_pack(&documents()).unwrap();
        let magic = 7;
        let mut hot = unsealed(&pack.hot[magic..]).unwrap().to_vec();
        for (place, byte) in &wrong {
            *place.get_mut(&mut hot) = *byte;
        }
        seal(&mut hot);
        let hot = [&pack.hot[..magic], &hot].concat();
        if Hot::open(&hot).is_ok() {
            let searcher = Searcher::open(&hot).unwrap();
            let mut chunks = Chunks::default();
            for (number, bytes) in (1..).zip(pack.files.into_values()) {
                chunks.insert(ChunkId(number), bytes);
            }
            for query in QUERIES {
                searcher.search(query, 5, &chunks);
            }
        }
    }
}
