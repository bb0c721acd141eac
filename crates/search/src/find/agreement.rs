//! Agreement with tantivy: what our decoders and sums give must be what tantivy's own give.
//!
//! These tests guard upgrades of tantivy, whose formats the decoders read.

use std::sync::Arc;

use proptest::prelude::*;
use tantivy::collector::{Count, TopDocs};
use tantivy::postings::Postings;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Index, ReloadPolicy, Searcher, TERMINATED, Term};

use super::positions::positions;
use super::postings::postings;
use super::score::score;
use super::terms::{Named, resolve};
use crate::analysis::{stem_of, stem_term};
use crate::document::{Document, Section};
use crate::pack::{ChunkId, Chunks, FieldId, Hot, Open, Pack, Space};
use crate::query::parse;
use crate::write::{index, notes, write_pack};

/// Documents of one section each; the numbers in a text choose words, small ones often.
fn documents(texts: &[Vec<u8>]) -> Vec<Document> {
    let document = |(number, words): (usize, &Vec<u8>)| {
        let text: Vec<String> = words.iter().map(|word| word_of(*word)).collect();
        Document {
            path: format!("{number}.md"),
            permalink: format!("/{number:05}/"),
            title: text.iter().take(number % 3).cloned().collect::<Vec<_>>().join(" "),
            aliases: Vec::new(),
            tags: vec![format!("tag{}", number % 2)],
            lang: "en".to_owned(),
            kind: crate::Kind::Note,
            boost: 1.0,
            sections: vec![Section { heading: None, anchor: None, text: text.join(" ") }],
        }
    };
    texts.iter().enumerate().map(document).collect()
}

/// Words with and without endings, so that stems and forms differ.
fn word_of(number: u8) -> String {
    let roots = ["shard", "cache", "репликац", "node", "балансировщик", "queue", "x9", "ring"];
    let endings = ["", "s", "ing", "и", "а"];
    format!("{}{}", roots[number as usize % roots.len()], endings[(number as usize / 16) % endings.len()])
}

struct Both {
    searcher: Searcher,
    open: Open,
}

fn both(documents: &[Document]) -> Both {
    let index: Index = index::index(&notes(documents).unwrap()).unwrap();
    let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into().unwrap();
    let searcher = tantivy::IndexReader::searcher(&reader);
    let Pack { hot, files } = write_pack(documents).unwrap();
    let mut chunks = Chunks::default();
    for (number, bytes) in (1..).zip(files.into_values()) {
        chunks.insert(ChunkId(number), bytes);
    }
    let open = Open::new(&Arc::new(Hot::open(&hot).unwrap()), &chunks).unwrap();
    Both { searcher, open }
}

/// Compares every list of the index.
fn compare_lists(Both { searcher, open }: &Both) {
    for id in FieldId::ALL {
        let inverted = searcher.segment_reader(0).inverted_index(Field::from_field_id(id as u32)).unwrap();
        let mut terms = inverted.terms().stream().unwrap();
        while terms.advance() {
            let option = if id.has_positions() {
                IndexRecordOption::WithFreqsAndPositions
            } else {
                IndexRecordOption::Basic
            };
            let info = open.dictionary(id).get(terms.key()).unwrap().unwrap();
            assert_eq!(&info, terms.value());
            let mut theirs = inverted.read_postings_from_terminfo(&info, option).unwrap();
            let gaps = if id.has_positions() {
                positions(&open.read(Space::Positions(id), info.positions_range.clone()))
            } else {
                Vec::new()
            };
            let mut rest = gaps.as_slice();
            let list = open.read(Space::Postings(id), info.postings_range.clone());
            postings(&list, info.doc_freq, id.has_positions(), |section, times| {
                assert_eq!(section, theirs.doc());
                if id.has_positions() {
                    assert_eq!(times, theirs.term_freq());
                    let (own, after) = rest.split_at(times as usize);
                    rest = after;
                    let mut at = 0;
                    let own: Vec<u32> = own
                        .iter()
                        .map(|gap| {
                            at += gap;
                            at
                        })
                        .collect();
                    let mut expected = Vec::new();
                    theirs.positions(&mut expected);
                    assert_eq!(own, expected);
                }
                theirs.advance();
            });
            assert_eq!(theirs.doc(), TERMINATED);
            assert!(rest.is_empty());
        }
    }
    open.complete().unwrap();
}

/// The same query in tantivy's own terms: for each word any of its terms in both fields, each with
/// its weight.
fn their_query(words: &[String]) -> Box<dyn Query> {
    let word = |word: &String| -> (Occur, Box<dyn Query>) {
        let stem = stem_of(word);
        let mut terms = vec![(word.clone(), 1.5), (stem_term(&stem), 1.0)];
        if stem != *word {
            terms.push((stem.into_owned(), 1.0));
        }
        let any = FieldId::TEXT.into_iter().flat_map(|id| {
            terms.iter().map(move |(text, weight)| -> (Occur, Box<dyn Query>) {
                let term = Term::from_field_text(Field::from_field_id(id as u32), text);
                let query = TermQuery::new(term, IndexRecordOption::WithFreqs);
                (Occur::Should, Box::new(BoostQuery::new(Box::new(query), weight * id.weight())))
            })
        });
        (Occur::Must, Box::new(BooleanQuery::new(any.collect())))
    };
    Box::new(BooleanQuery::new(words.iter().map(word).collect()))
}

/// Compares hits, their scores and their order for words that are all wanted.
fn compare_query(Both { searcher, open }: &Both, words: &[String]) {
    let resolved = resolve(open, &parse(&format!("{} ", words.join(" "))));
    let wanted = score(open, &resolved, &Named::default()).unwrap_or_else(|_| panic!("{words:?}")).wanted;
    let rounded = |score: f32| (f64::from(score) * 1000.0).round();
    let mut ours: Vec<(u32, f64)> = (0..u32::try_from(open.hot().sections).unwrap())
        .filter(|section| wanted.iter().all(|scores| scores[*section as usize] > 0.0))
        .map(|section| (section, rounded(wanted.iter().map(|scores| scores[section as usize]).sum())))
        .collect();
    ours.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let query = their_query(words);
    let count = searcher.search(&query, &Count).unwrap();
    assert_eq!(count, ours.len(), "{words:?}");
    let top = searcher.search(&query, &TopDocs::with_limit(count.max(1)).order_by_score()).unwrap();
    let mut theirs: Vec<(u32, f64)> =
        top.into_iter().map(|(score, at)| (at.doc_id, rounded(score))).collect();
    theirs.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert!((ours.1 - theirs.1).abs() <= 1.0, "{words:?}: {ours:?} {theirs:?}");
        assert!(ours.0 == theirs.0 || (ours.1 - theirs.1).abs() <= 1.0, "{words:?}: {ours:?} {theirs:?}");
    }
}

#[test]
fn long_lists_are_read_alike() {
    // Lists of several full blocks, with and without a rest, and positions of several blocks.
    for count in [127, 128, 129, 256, 1000] {
        let texts: Vec<Vec<u8>> = (0..count)
            .map(|number: usize| {
                (0..=number * 7 % 23)
                    .map(|place| if place % 2 == 0 { 0 } else { u8::try_from(number * place % 251).unwrap() })
                    .collect()
            })
            .collect();
        let both = both(&documents(&texts));
        compare_lists(&both);
        for words in [&["shard"][..], &["cache", "shards"], &["репликации", "node", "x9"]] {
            compare_query(&both, &words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_index_is_read_alike(
        texts in proptest::collection::vec(proptest::collection::vec(0_u8..128, 0..40), 1..300),
        query in proptest::collection::vec(0_u8..128, 1..4),
    ) {
        let both = both(&documents(&texts));
        compare_lists(&both);
        let mut words: Vec<String> = query.into_iter().map(word_of).collect();
        words.dedup();
        compare_query(&both, &words);
    }
}
