//! Agreement with tantivy: what our decoders and sums give must be what tantivy's own give.
//!
//! These tests guard upgrades of tantivy, whose formats the decoders read.

use std::collections::BTreeMap;

use proptest::prelude::*;
use tantivy::collector::{Count, TopDocs};
use tantivy::postings::Postings;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, PhraseQuery, Query, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Index, ReloadPolicy, Searcher, TERMINATED, Term};

use super::automaton::Near;
use super::positions::positions;
use super::postings::postings;
use super::score::score;
use super::terms::{Named, resolve};
use crate::analysis::{is_stem_term, stem_of, stem_term};
use crate::document::{Document, Section};
use crate::pack::{ChunkId, Chunks, Dictionary, FieldId, Hot, Open, Pack, Space, each_spelling};
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
    hot: Hot,
    chunks: Chunks,
}

impl Both {
    fn open(&self) -> Open<'_> {
        Open::new(&self.hot, &self.chunks)
    }
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
    Both { searcher, hot: Hot::open(&hot).unwrap(), chunks }
}

/// Compares every list of the index.
fn compare_lists(both: &Both) {
    let open = &both.open();
    for id in FieldId::INDEXED {
        let mut all = Vec::new();
        let dictionary = Dictionary::new(open, id);
        dictionary.each_beginning("", &mut |term, info| all.push((term.to_owned(), info)));
        let mut all = all.into_iter();
        let inverted =
            both.searcher.segment_reader(0).inverted_index(Field::from_field_id(id as u32)).unwrap();
        let mut terms = inverted.terms().stream().unwrap();
        while terms.advance() {
            let option = if id.has_positions() {
                IndexRecordOption::WithFreqsAndPositions
            } else {
                IndexRecordOption::Basic
            };
            let term = std::str::from_utf8(terms.key()).unwrap();
            let info = dictionary.get(term).unwrap();
            let value = terms.value();
            let has_positions = id.has_positions() && !is_stem_term(term);
            assert_eq!((info.sections, &info.postings), (value.doc_freq, &value.postings_range), "{term}");
            assert_eq!(all.next(), Some((term.to_owned(), info.clone())));
            let mut theirs = inverted.read_postings_from_terminfo(value, option).unwrap();
            let gaps = positions(&open.read(Space::Positions(id), info.positions.clone()));
            assert!(has_positions || gaps.is_empty(), "{term}");
            let mut rest = gaps.as_slice();
            let list = open.read(Space::Postings(id), info.postings.clone());
            postings(&list, info.sections, id.has_positions(), |section, times| {
                assert_eq!(section, theirs.doc());
                if id.has_positions() {
                    assert_eq!(times, theirs.term_freq());
                }
                if has_positions {
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
        assert_eq!(all.next(), None);
    }
    open.complete().unwrap();
}

/// Compares what is near a word among the words to correct by with what is near it in the dictionaries.
fn compare_near(both: &Both, word: &str) {
    let open = &both.open();
    let first = word.chars().next().unwrap();
    let letters = word.chars().count();
    for edits in [1, 2] {
        let near = Near::new(word, edits, false);
        let mut found = Vec::new();
        each_spelling(open, first, letters - edits..=letters + edits, &mut |other, sections| {
            if near.accepts(other) {
                found.push((other.to_owned(), sections));
            }
        });
        let mut expected = BTreeMap::new();
        for id in FieldId::TEXT {
            Dictionary::new(open, id).each_beginning(first.encode_utf8(&mut [0; 4]), &mut |other, info| {
                if near.accepts(other) && !is_stem_term(other) && other.chars().count() > 2 {
                    *expected.entry(other.to_owned()).or_default() += info.sections;
                }
            });
        }
        assert_eq!(found.into_iter().collect::<BTreeMap<String, u32>>(), expected, "{word}");
    }
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

/// A phrase in tantivy's own terms: in either field, in the order of the words.
fn their_phrase(words: &[String]) -> Box<dyn Query> {
    let phrase = |id: FieldId| -> (Occur, Box<dyn Query>) {
        let field = Field::from_field_id(id as u32);
        let terms: Vec<Term> = words.iter().map(|word| Term::from_field_text(field, word)).collect();
        let query: Box<dyn Query> = match terms.as_slice() {
            [term] => Box::new(TermQuery::new(term.clone(), IndexRecordOption::WithFreqs)),
            _ => Box::new(PhraseQuery::new(terms)),
        };
        (Occur::Should, Box::new(BoostQuery::new(query, id.weight())))
    };
    Box::new(BooleanQuery::new(FieldId::TEXT.into_iter().map(phrase).collect()))
}

/// Compares hits, their scores and their order for words that are all wanted, and for a phrase of them.
fn compare_query(both: &Both, words: &[String]) {
    let words_of = |joined: &str| words.join(joined);
    compare_hits(both, &(words_of(" ") + " "), &*their_query(words));
    compare_hits(both, &format!("\"{}\"", words_of(" ")), &*their_phrase(words));
}

fn compare_hits(both: &Both, text: &str, query: &dyn Query) {
    let open = &both.open();
    let resolved = resolve(open, &parse(text));
    let wanted = score(open, &resolved, &Named::default()).unwrap_or_else(|_| panic!("{text}")).wanted;
    let rounded = |score: f32| (f64::from(score) * 1000.0).round();
    let mut ours: Vec<(u32, f64)> = (0..u32::try_from(open.hot().sections).unwrap())
        .filter(|section| wanted.iter().all(|scores| scores[*section as usize] > 0.0))
        .map(|section| (section, rounded(wanted.iter().map(|scores| scores[section as usize]).sum())))
        .collect();
    ours.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    let count = both.searcher.search(query, &Count).unwrap();
    assert_eq!(count, ours.len(), "{text}");
    let top = both.searcher.search(query, &TopDocs::with_limit(count.max(1)).order_by_score()).unwrap();
    let mut theirs: Vec<(u32, f64)> =
        top.into_iter().map(|(score, at)| (at.doc_id, rounded(score))).collect();
    theirs.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert!((ours.1 - theirs.1).abs() <= 1.0, "{text}: {ours:?} {theirs:?}");
        assert!(ours.0 == theirs.0 || (ours.1 - theirs.1).abs() <= 1.0, "{text}: {ours:?} {theirs:?}");
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
            compare_near(&both, words[0]);
        }
    }
}

/// Documents of so many words that the dictionaries have many blocks.
#[test]
fn dictionaries_of_many_blocks_are_read_alike() {
    let word = |number: usize| {
        let letters = ["ка", "ло", "ми", "re", "tu", "sa", "ю", "q"];
        (0..5).map(|place| letters[number / 8_usize.pow(place) % 8]).collect::<String>()
    };
    let document = |number: usize| {
        let words: Vec<String> = (0..300).map(|place| word((number * 300 + place) * 7)).collect();
        let mut document = documents(&[Vec::new()]).remove(0);
        document.permalink = format!("/{number:05}/");
        document.sections[0].text = words.join(" ");
        document
    };
    let both = both(&(0..40).map(document).collect::<Vec<_>>());
    compare_lists(&both);
    for number in (0..12_000).step_by(997) {
        compare_near(&both, &word(number * 7));
        compare_near(&both, &word(number * 7 + 3));
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
        compare_near(&both, &words[0]);
    }
}
