//! Judged queries: what must be found, and first.

use std::sync::LazyLock;

use proptest::prelude::*;
use studium_search::Pack;

use crate::corpus::{ask, documents, pack, titles};

static PACK: LazyLock<Pack> = LazyLock::new(|| pack(&documents()));

#[test]
fn the_best_answer_comes_first() {
    for (query, first) in [
        ("eventual consistency", "Eventual consistency"),
        ("балансировщик", "Балансировщик нагрузки"),
        ("балансировщика", "Балансировщик нагрузки"),
        ("шардирования", "Шардирование"),
        ("шардировани", "Шардирование"),
        ("inheritanc", "Inheritance"),
        ("memcache", "Memcached"),
        ("C++", "Languages of systems"),
        ("c++ ", "Languages of systems"),
        ("C#", "Languages of systems"),
        ("k8s", "Kubernetes"),
        ("p99", "Latency percentiles"),
        ("HTTP/2", "HTTP/2"),
        ("http", "HTTP/2"),
        ("content_type", "HTTP/2"),
        ("timeout", "HTTP/2"),
        ("readtimeout ", "HTTP/2"),
        ("node.js", "Kafka › Delivery"),
        ("read your writes", "Eventual consistency › Read your writes"),
        ("инвалидация кеша", "Кеширование › Инвалидация"),
        ("проверка здоровья", "Балансировщик нагрузки › Проверка здоровья"),
        ("DLQ", "Очередь недоставленных"),
        ("sharding", "Шардирование"),
        ("latency", "Latency"),
        ("cap", "Теорема CAP"),
        // Misspelt, and of the same stem all the same.
        ("consistancy", "Strong consistency"),
        ("емкость", "Ёмкость и йод"),
        ("cafe", "Ёмкость и йод"),
        ("йогурт", "Ёмкость и йод"),
    ] {
        let outcome = ask(&PACK, query);
        assert_eq!(titles(&outcome).first().map(String::as_str), Some(first), "{query}");
        assert_eq!(outcome.corrected, None, "{query}");
        assert!(!outcome.hits[0].partial, "{query}");
    }
}

#[test]
fn what_finds_nothing_is_read_otherwise() {
    for (query, corrected, first) in [
        ("кеширвание", "кеширование", "Кеширование"),
        ("latancy", "latency", "Latency"),
        ("Reddis", "redis", "Redis"),
        ("htgkbrfwbz", "репликация", "Репликация"),
        ("rfg ntjhtvf", "кап теорема", "Теорема CAP"),
        (",fkfycbhjdobr", "балансировщик", "Балансировщик нагрузки"),
        ("лфалф", "kafka", "Kafka"),
        ("keш", "кеш", "Кеширование"),
        ("кафка", "kafka", "Kafka"),
        ("shardirovanie", "шардирование", "Шардирование"),
        ("eventaul consistency", "eventual consistency", "Eventual consistency"),
        ("consistenyc ", "consistency ", "Strong consistency"),
        ("kuberntes", "kubernetes", "Kubernetes"),
        ("inheirtnace", "inheritance", "Inheritance"),
        ("consistanc", "consistency", "Eventual consistency"),
    ] {
        let outcome = ask(&PACK, query);
        assert_eq!(outcome.corrected.as_deref(), Some(corrected), "{query}");
        assert!(titles(&outcome).iter().any(|title| title == first), "{query}: {:?}", titles(&outcome));
    }
}

#[test]
fn operators_restrict() {
    for (query, expected) in [
        ("\"append-only file\"", &["Redis › Persistence"][..]),
        ("\"file append\"", &[]),
        ("\"балансировщик распределяет\" ", &["Балансировщик нагрузки"]),
        ("consistency -eventual ", &["Consistent hashing", "Strong consistency"]),
        ("consistency -\"latest write\" ", &["Consistent hashing", "Eventual consistency"]),
        ("redis OR memcached ", &["Redis", "Memcached"]),
        ("dynamo OR quorums ", &["Eventual consistency › Anti-entropy", "Strong consistency"]),
        ("tag:consistency", &["Eventual consistency", "Strong consistency"]),
        ("tag:distributed ", &["Eventual consistency"]),
        ("tag:distributed/theory ", &["Eventual consistency"]),
        ("tag:theory ", &[]),
        ("cache tag:storage ", &["Memcached", "Redis"]),
        ("-tag:storage cache ", &["Кеширование"]),
        ("title:consist hashing ", &["Consistent hashing"]),
        ("file:redis ", &["Redis"]),
        ("path:system redis ", &["Redis"]),
        ("path:nowhere redis ", &[]),
        ("is:term latency ", &["Latency"]),
        ("lang:ru is:term ", &["Очередь недоставленных", "Теорема CAP"]),
        ("", &[]),
        ("  ", &[]),
        ("-redis ", &[]),
        ("\"\"", &[]),
    ] {
        let outcome = ask(&PACK, query);
        let mut found = titles(&outcome);
        let mut expected: Vec<String> = expected.iter().map(|&title| title.to_owned()).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{query}");
        assert_eq!(outcome.total, expected.len(), "{query}");
    }
}

#[test]
fn an_unknown_operator_is_text() {
    assert_eq!(titles(&ask(&PACK, "colour:redis ")), ["Redis"]);
    assert!(ask(&PACK, "colour:redis ").hits[0].partial);
}

#[test]
fn without_all_words_most_words_will_do() {
    let outcome = ask(&PACK, "redis merkle ");
    assert!(outcome.hits.iter().all(|hit| hit.partial));
    assert!(titles(&outcome).contains(&"Eventual consistency › Anti-entropy".to_owned()));
    // Words in different sections of one page are all there.
    let outcome = ask(&PACK, "snapshots resp ");
    assert_eq!(titles(&outcome).len(), 1);
    assert!(!outcome.hits[0].partial);
}

#[test]
fn a_hit_shows_why_it_was_found() {
    let outcome = ask(&PACK, "merkle trees");
    let hit = &outcome.hits[0];
    let marked = |[from, to]: [usize; 2]| hit.snippet.chars().skip(from).take(to - from).collect::<String>();
    assert_eq!(hit.marks.iter().copied().map(marked).collect::<Vec<_>>(), ["Merkle", "trees"]);
    assert_eq!(hit.anchor.as_deref(), Some("anti-entropy"));
    assert_eq!(hit.path, "System design/Eventual consistency.md");
}

#[test]
fn a_title_stays_found_while_it_is_typed() {
    for document in documents() {
        for name in document.aliases.iter().chain([&document.title]) {
            for (end, c) in name.char_indices() {
                let typed = &name[..end + c.len_utf8()];
                let outcome = ask(&PACK, typed);
                let found =
                    outcome.hits.iter().any(|hit| hit.permalink == document.permalink && !hit.partial);
                assert!(found, "{typed:?} lost {name:?}: {:?}", titles(&outcome));
                assert_eq!(outcome.corrected, None, "{typed:?}");
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_query_is_answered(query in "\\PC{0,40}") {
        ask(&PACK, &query);
    }

    #[test]
    fn any_words_and_signs_are_answered(query in "([-\"«»|:+#./ ]|OR|tag|title|is|redis|кеш|htgkb|conss|с\u{301}|ё){0,12}") {
        let outcome = ask(&PACK, &query);
        for hit in &outcome.hits {
            let length = hit.snippet.chars().count();
            prop_assert!(hit.marks.iter().all(|[from, to]| from < to && *to <= length));
        }
    }
}
