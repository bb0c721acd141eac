//! Sample views, one of each kind, for tests and for looking at the theme.

use serde_json::{Value, json};

use super::TemplateName;

/// One page: its template, its view, its body.
pub(super) struct Sample {
    pub(super) template: TemplateName,
    pub(super) page: Value,
    pub(super) body: &'static str,
}

pub(super) fn site() -> Value {
    json!({
        "title": "System Design, studied", "description": "Notes on system design", "author": "",
        "lang": "en", "home_path": "", "languages": [{ "tag": "en", "name": "English" }, { "tag": "ru", "name": "Русский" }], "has_glossary": true, "has_tags": true, "has_path": true, "path_path": "learning-path/", "has_wanted": true, "has_search": true, "search_cluster": null, "search_offline": false, "portable": false, "glossary_path": "glossary/", "tags_path": "tags/", "wanted_path": "wanted/", "graph_path": "graph/", "orphans_path": "orphans/", "search_path": "search/", "feed_path": "atom.xml",
        "extra": {},
    })
}

pub(super) fn head(title: &str, permalink: &str, section: &str) -> Value {
    json!({
        "title": title, "description": null, "lang": "en", "root": "../".repeat(permalink.matches('/').count()),
        "permalink": permalink, "canonical": null, "section": section, "noindex": false, "kind": "", "created": null, "modified": null,
        "image": null, "image_width": 0, "image_height": 0, "text": null, "feed": null, "json_ld": null,
        "has_math": false, "has_code": false, "has_diagram": false,
        "alternates": [{ "lang": "en", "href": "https://example.org/" }, { "lang": "x-default", "href": "https://example.org/" }],
        "languages": [
            { "lang": "en", "name": "English", "href": "./", "current": true, "translated": true },
            { "lang": "ru", "name": "Русский", "href": "../ru/", "current": false, "translated": false },
        ],
    })
}

fn link(title: &str) -> Value {
    json!({ "title": title, "href": "../../concepts/cap-theorem/", "lang": null, "current": title == "CAP theorem" })
}

fn links(titles: &[&str]) -> Vec<Value> {
    titles.iter().map(|title| link(title)).collect()
}

fn counted(pairs: &[(&str, usize)]) -> Vec<Value> {
    pairs.iter().map(|(title, count)| json!({ "title": title, "href": "./", "count": count })).collect()
}

fn mention(title: &str, place: &str, [before, text, after]: [&str; 3], lang: Option<&str>) -> Value {
    json!({ "title": title, "href": "../../data/events/#failure", "place": place, "before": before,
        "text": text, "after": after, "lang": lang })
}

fn node(at: [f32; 3], label: &str, category: Option<&str>) -> Value {
    let [x, y, r] = at;
    json!({ "x": x, "y": y, "r": r, "label_y": if y > 90.0 { y + 17.0 } else { y - 12.0 }, "label": label,
        "title": format!("{label}, the whole title"), "href": "../nosql/", "category": category, "here": false })
}

fn neighbourhood() -> Value {
    let mut nodes = vec![
        node([48.0, 46.0, 6.0], "NoSQL", Some("storage")),
        node([154.0, 44.0, 5.0], "Cassandra", Some("storage")),
        node([38.0, 116.0, 5.0], "Replication", None),
        node([160.0, 118.0, 7.0], "Consistency", Some("concept")),
        node([100.0, 146.0, 5.0], "Stream", Some("messaging")),
    ];
    nodes.push(
        json!({ "x": 100.0, "y": 86.0, "r": 8.0, "label_y": 100.0, "label": "", "title": "CAP theorem",
        "href": null, "category": null, "here": true }),
    );
    json!({ "width": 200, "height": 174, "nodes": nodes, "lines": [[100.0, 86.0, 48.0, 46.0],
        [100.0, 86.0, 154.0, 44.0], [100.0, 86.0, 38.1, 116.3], [100.0, 86.0, 160.0, 118.0],
        [100.0, 86.0, 100.0, 146.0], [48.0, 46.0, 38.0, 116.0]] })
}

fn place(title: &str, notes: &[&str]) -> Value {
    json!({ "title": title, "href": "../", "notes": links(notes), "more": notes.len() > 6,
        "folders": links(&["Interview walkthrough", "Components", "Data processing", "Estimates"]) })
}

/// The page of a note with everything on it.
pub(super) fn note() -> Value {
    json!({
        "head": head("CAP theorem", "concepts/cap-theorem/", "notes"),
        "crumbs": links(&["Notes", "Concepts"]), "title": "CAP theorem", "body_has_title": false,
        "css_classes": ["wide-tables"],
        "category": { "key": "concept", "title": "concept", "href": "../../glossary/#category-concept" },
        "minutes": 4, "updated": { "iso": "2026-11-12", "text": "12 Nov 2026" },
        "tags": links(&["consistency", "availability"]),
        "names": [{ "text": "CAP теорема", "lang": "ru" }],
        "lead": "When the network splits, a distributed store has to choose: refuse some requests, or \
            answer with data that may be stale.",
        "definitions": [], "facts": [], "is_term": false,
        "outline": [{ "text": "Choosing a side", "href": "#choosing-a-side", "children": [
            { "text": "And when there is no partition?", "href": "#and-when-there-is-no-partition", "children": [] }] },
            { "text": "Everything a note can hold", "href": "#everything", "children": [] }],
        "place": place("Concepts", &["ACID and BASE", "CAP theorem", "Consistency patterns",
            "Eventual consistency", "Fault tolerance", "Replication", "Sharding"]),
        "neighbourhood": neighbourhood(),
        "backlinks": [
            mention("Aggregating events", "Data processing", ["…raw events are easy to write and to recompute; ",
                "CAP theorem", " decides what a reader may see meanwhile…"], None),
            mention("Book store, CP and AP", "Scenarios", ["The basket survives a split, the stock count does \
                not: ", "two sides of CAP", " in one design."], None),
            mention("Очереди и брокеры", "Компоненты", ["…об этом говорит ", "CAP теорема", "."], Some("ru")),
        ],
        "backlink_notes": 3, "backlink_count": 5, "previous": link("Replication"),
        "path": { "title": "Study path", "href": "../../learning-path/#path-1", "number": 3, "count": 9, "minutes_left": 41 },
        "unlinked": [mention("PACELC", "Concepts", ["When the network is whole, ", "CAP", " is silent."], None)],
        "unlinked_count": 1, "related": [link("PACELC")],
        "terms": [{ "title": "Quorum", "href": "../../glossary/quorum/", "category": null, "lang": null,
            "definition": { "text": "So many votes that two majorities meet.", "lang": null } }],
        "defined_by": null, "source": null,
        "next": link("Consistency patterns"), "children": [], "has_broken_links": true, "image": null, "deck": null, "extra": {},
    })
}

fn term() -> Value {
    let value =
        |text: &str, href: Option<&str>| json!({ "text": text, "href": href, "broken": text == "SQS" });
    let mut term = note();
    let changes = json!({
        "head": head("Dead letter queue", "glossary/dead-letter-queue/", "glossary"),
        "crumbs": links(&["Glossary", "Messaging"]), "title": "Dead letter queue", "is_term": true,
        "category": { "key": "messaging", "title": "messaging", "href": "../#category-messaging" },
        "minutes": 0, "updated": null, "tags": [], "outline": [], "css_classes": [],
        "names": [{ "text": "DLQ", "lang": null }, { "text": "очередь недоставленных сообщений", "lang": "ru" }],
        "lead": "A side queue for messages that a consumer could not process, kept so that nothing is lost \
            and the main queue keeps moving.",
        "definitions": [{ "text": "Побочная очередь для сообщений, которые не удалось обработать.", "lang": "ru" }],
        "facts": [
            { "label": "Solves", "values": [value("One poison message blocking everything behind it", None)] },
            { "label": "Costs", "values": [value("A second reader, an alert, and a decision about order", None)] },
            { "label": "Seen in", "values": [value("Kafka", Some("../kafka/")), value("SQS", None)] },
        ],
        "place": place("Messaging", &["Back pressure", "Kafka", "Message broker", "Message queue"]),
        "previous": null, "next": null, "has_broken_links": false, "defined_by": "property",
    });
    for (key, value) in changes.as_object().expect("an object") {
        term[key] = value.clone();
    }
    term
}

fn category(key: &str, title: &str, count: usize, examples: &str) -> Value {
    json!({ "key": key, "title": title, "href": format!("glossary/#category-{key}"), "count": count,
        "examples": examples })
}

fn categories() -> Vec<Value> {
    vec![
        category("network", "Network", 14, "DNS, CDN, balancers, gateways"),
        category("compute", "Compute", 8, "Servers, services, I/O"),
        category("storage", "Storage", 30, "SQL, NoSQL, blobs, shards"),
        category("cache", "Cache", 15, "Levels, strategies, eviction"),
        category("messaging", "Messaging", 9, "Queues, brokers, back pressure"),
        category("concept", "Concepts", 20, "CAP, consistency, fail-over"),
    ]
}

fn home() -> Value {
    let step = |title: &str, minutes: u32, description: &str| json!({ "title": title, "href": "walkthrough/", "minutes": minutes, "description": description });
    let lately = |title: &str, iso: &str, text: &str, lang: Option<&str>| json!({ "title": title, "href": "x/", "lang": lang, "date": { "iso": iso, "text": text } });
    json!({
        "head": head("System Design, studied", "", "notes"), "title": "System design, one idea at a time",
        "has_body": true, "css_classes": [], "lead": null,
        "path": { "title": "The walkthrough", "href": "walkthrough/", "minutes": 50, "steps": [
            step("Clarify", 5, "Who, how many, how fast, how long"),
            step("Estimate", 5, "QPS, storage, bandwidth, memory"),
            step("Interfaces", 5, "The contract, and who may call it"),
            step("High-level design", 10, "Components, and the way of a request"),
            step("Deep dive", 20, "Each component: available, consistent, scaled"),
            step("Justify", 5, "Latency, layer by layer")] },
        "categories": categories(),
        "lately": [lately("CAP theorem", "2026-11-12", "12 Nov", None),
            lately("Book store, CP and AP", "2026-11-11", "11 Nov", None),
            lately("Очереди и брокеры", "2026-11-09", "9 Nov", Some("ru")),
            lately("Cache-aside", "2026-11-07", "7 Nov", None),
            lately("Counting views", "2026-11-02", "2 Nov", None)],
        "folders": counted(&[("Concepts", 24), ("Components", 31), ("Data processing", 12), ("Scenarios", 9)]),
        "most_linked": counted(&[("CAP theorem", 31), ("Replication", 28), ("Cache", 17), ("Kafka", 12)]),
        "notes": [], "backlinks": [], "note_count": 114, "term_count": 96,
    })
}

fn list() -> Value {
    let entry = |title: &str, summary: &str, category: Option<&str>, lang: Option<&str>| {
        json!({ "title": title, "href": "x/", "summary": summary, "lang": lang, "category": category,
            "category_title": category, "updated": { "iso": "2026-11-12", "text": "12 Nov 2026" } })
    };
    json!({
        "head": head("Concepts", "concepts/", "notes"), "crumbs": links(&["Notes"]), "title": "Concepts",
        "kind": "folder", "has_body": false, "css_classes": [], "dead_ends": [], "folders": counted(&[("Consistency", 7), ("Failure", 4)]),
        "notes": [
            entry("ACID and BASE", "Two families of promises that a store can make about what it keeps.", None, None),
            entry("CAP theorem", "When the network splits, a distributed store has to choose: refuse some \
                requests, or answer with data that may be stale. This goes on for a while so that it is cut \
                behind its second line, whatever the width of the column is.", Some("concept"), None),
            entry("Очереди и брокеры", "Сообщение ждёт своего читателя.", Some("messaging"), Some("ru"))],
        "place": place("Concepts", &["ACID and BASE", "CAP theorem"]),
    })
}

fn glossary() -> Value {
    let entry = |name: &str, key: &str, also: Option<&str>, lang: Option<&str>, definition: Option<&str>| {
        json!({ "name": name, "href": "api-gateway/", "lang": lang,
            "category": { "key": key, "title": key, "href": format!("#category-{key}") }, "also": also,
            "definition": definition.map(|text| json!({ "text": text, "lang": lang })) })
    };
    let section = |letter: &str, entries: Vec<Value>| json!({ "letter": letter, "id": letter.to_lowercase(), "entries": entries });
    let letters: Vec<Value> = "ABCDEFGHIJKLMNOPQRSTUVWXYZ·БКОР"
        .chars()
        .map(|c| {
            let href = "ABCБ".contains(c).then(|| format!("#{}", c.to_lowercase()));
            json!({ "letter": c.to_string(), "href": href })
        })
        .collect();
    json!({
        "head": head("Glossary", "glossary/", "glossary"), "has_body": false, "term_count": 64,
        "defined_count": 58, "categories": categories(), "letters": letters,
        "sections": [
            section("A", vec![
                entry("API gateway", "network", None, None, Some("The single door in front of services: \
                    authentication, rate limits, transformation, analytics.")),
                entry("Availability", "concept", None, None, Some("The share of requests that get an answer in time."))]),
            section("B", vec![entry("Back pressure", "messaging", None, None,
                Some("A full consumer tells its producer to slow down instead of dropping work."))]),
            section("C", vec![entry("Cache aside", "cache", None, None, Some("The application looks in the cache, \
                and on a miss reads the store and fills the cache itself.")),
                entry("CDN", "network", None, None, None)]),
            section("Б", vec![entry("Балансировщик нагрузки", "network", Some("Load balancer"), Some("ru"),
                Some("Распределяет запросы между одинаковыми серверами."))]),
        ],
    })
}

fn wanted() -> Value {
    json!({
        "head": head("Wanted", "wanted/", "wanted"), "count": 7,
        "wanted": [
            { "id": "quorum", "name": "Quorum", "note_count": 3, "nearest": link("Quorum reads"), "mentions": [
                mention("CAP theorem", "Choosing a side", ["…and ", "Quorum", " for tunable middle grounds."], None),
                mention("Replication", "Writes", ["A write counts once a ", "quorum", " of replicas has it."], None)] },
            { "id": "bloom-filter", "name": "Bloom filter", "note_count": 1, "nearest": null, "mentions": [
                mention("Cassandra", "Reads", ["…a ", "Bloom filter", " spares the disk most misses…"], None)] },
        ],
    })
}

fn paths() -> Value {
    let step = |title: &str, needs: &[&str], lang: Option<&str>| {
        let mut link = link(title);
        link["lang"] = json!(lang);
        json!({ "link": link, "minutes": 5, "description": "What it is, and what it costs",
            "category": null, "needs": links(needs) })
    };
    let steps = [
        step("Clarify", &[], None),
        step("Estimate", &["Clarify", "Numbers to remember"], None),
        step("Оценки", &["Estimate"], Some("ru")),
    ];
    let path = |id: &str, title: &str| json!({ "id": id, "title": title, "minutes": 60, "count": 3, "steps": steps });
    json!({ "head": head("Study path", "learning-path/", "notes"), "crumbs": links(&["Notes"]),
        "paths": [path("path-1", "Study path"), path("path-2", "Quorum")] })
}

/// One page for every template.
pub(super) fn all() -> Vec<Sample> {
    let sample = |template, page, body| Sample { template, page, body };
    let plain = |title: &str, permalink: &str, section: &str| json!({ "head": head(title, permalink, section), "target": link("CAP theorem") });
    let mut missing = plain("Nothing is here", "404.html", "");
    missing["head"]["root"] = json!("/");
    vec![
        sample(TemplateName::Note, note(), include_str!("sample_body.html")),
        sample(
            TemplateName::Term,
            term(),
            "<p>The processing service sends a \
            message there when the <a class=\"internal-link\" href=\"#\">database</a> stays out of reach after \
            its retries.</p>",
        ),
        sample(
            TemplateName::Home,
            home(),
            "<p>114 notes and 96 terms, in English and Russian. Follow the \
            walkthrough, look a component up, or let one note lead you to the next.</p>",
        ),
        sample(TemplateName::List, list(), ""),
        sample(
            TemplateName::Tags,
            json!({ "head": head("Tags", "tags/", "tags"),
            "tags": counted(&[("availability", 12), ("cache", 9), ("consistency", 7), ("interview/estimates", 4),
                ("network", 22), ("storage/sql", 3), ("потоки", 5)]) }),
            "",
        ),
        sample(TemplateName::Glossary, glossary(), ""),
        sample(TemplateName::Path, paths(), ""),
        sample(TemplateName::Wanted, wanted(), ""),
        sample(TemplateName::Search, plain("Search", "search/", "search"), ""),
        sample(TemplateName::Whole, whole(), ""),
        sample(TemplateName::NotFound, missing, ""),
        sample(TemplateName::Redirect, plain("CAP theorem", "old/", ""), ""),
        sample(TemplateName::Picture, picture(), ""),
    ]
}

/// What a picture shows.
pub(super) fn picture() -> Value {
    json!({ "title": "CAP theorem", "place": "Concepts", "category": "", "site": "System Design, studied",
        "description": "When the network splits, a store has to choose.", "lang": "en" })
}

fn whole() -> Value {
    json!({
        "head": head("Graph", "graph/", "graph"), "note_count": 30_000, "link_count": 90_000, "shown_count": 20_000,
        "most_linked": [{ "title": "Cache", "href": "../cache/", "count": 12 }],
    })
}
