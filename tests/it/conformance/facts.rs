//! Facts about the graph, checked against what `studium graph` prints.

use std::collections::BTreeSet;

use serde_json::Value;

/// Returns which facts do not hold.
pub(crate) fn check(graph: &Value, expect: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    let list = |key: &str| graph[key].as_array().cloned().unwrap_or_default();
    let (links, broken) = (list("links"), list("broken"));
    for link in entries(expect, "links") {
        if !links.iter().any(|found| agrees(found, link)) {
            let near: Vec<String> =
                links.iter().filter(|found| found["from"] == link["from"]).map(short).collect();
            wrong.push(format!("no link {}; there are {}", short(link), near.join(" ")));
        }
    }
    let expected_broken = entries(expect, "broken");
    for link in &expected_broken {
        if !broken.iter().any(|found| agrees(found, link)) {
            let found: Vec<String> = broken.iter().map(short).collect();
            wrong.push(format!("not reported: {}; reported: {}", short(link), found.join(" ")));
        }
    }
    if broken.len() != expected_broken.len() {
        let found: Vec<String> = broken.iter().map(short).collect();
        wrong.push(format!(
            "{} broken links instead of {}: {}",
            broken.len(),
            expected_broken.len(),
            found.join(" ")
        ));
    }
    for warning in entries(expect, "warnings") {
        if !list("warnings").iter().any(|found| agrees(found, warning)) {
            wrong.push(format!("no warning {}; there are {}", short(warning), graph["warnings"]));
        }
    }
    for (note, count) in by_note(expect, "link_count") {
        let of_note = |links: &[Value]| links.iter().filter(|link| link["from"] == note.as_str()).count();
        let found = of_note(&links) + of_note(&broken);
        if Some(found as u64) != count.as_u64() {
            wrong.push(format!("{note} has {found} links instead of {count}"));
        }
    }
    for (note, expected) in by_note(expect, "backlinks") {
        let found = texts(&graph["backlinks"][&note]);
        if found != texts(&expected) {
            wrong.push(format!("backlinks of {note}: {found:?} instead of {expected}"));
        }
    }
    let notes = list("notes");
    let note_fact = |path: &str, key: &str| {
        notes.iter().find(|note| note["path"] == path).map_or(Value::Null, |note| note[key].clone())
    };
    for (note, expected) in by_note(expect, "tags") {
        let lower =
            |value: &Value| texts(value).iter().map(|tag| tag.to_lowercase()).collect::<BTreeSet<_>>();
        let found = note_fact(&note, "tags");
        if lower(&found) != lower(&expected) {
            wrong.push(format!("tags of {note}: {found} instead of {expected}"));
        }
    }
    for (note, expected) in by_note(expect, "aliases") {
        let found = note_fact(&note, "aliases");
        if found != expected {
            wrong.push(format!("aliases of {note}: {found} instead of {expected}"));
        }
    }
    for (note, expected) in by_note(expect, "titles") {
        let found = note_fact(&note, "title");
        if found != expected {
            wrong.push(format!("title of {note}: {found} instead of {expected}"));
        }
    }
    for (note, expected) in by_note(expect, "properties") {
        let found = note_fact(&note, "properties");
        for (key, value) in expected.as_object().into_iter().flatten() {
            if found.get(key) != Some(value) {
                wrong.push(format!("property {key} of {note}: {} instead of {value}", found[key]));
            }
        }
    }
    for (note, expected) in by_note(expect, "anchors") {
        let found = texts(&note_fact(&note, "anchors"));
        if !texts(&expected).is_subset(&found) {
            wrong.push(format!("anchors of {note}: {found:?} without {expected}"));
        }
    }
    for (note, expected) in by_note(expect, "anchors_absent") {
        let found = texts(&note_fact(&note, "anchors"));
        if found.is_empty() && !notes.iter().any(|row| row["path"] == note.as_str()) {
            wrong.push(format!("there is no {note}"));
        }
        if !texts(&expected).is_disjoint(&found) {
            wrong.push(format!("anchors of {note}: {found:?} with one of {expected}"));
        }
    }
    wrong
}

/// Returns the entries of a list of facts.
pub(crate) fn entries<'e>(expect: &'e Value, key: &str) -> Vec<&'e Value> {
    expect[key].as_array().into_iter().flatten().collect()
}

fn by_note(expect: &Value, key: &str) -> Vec<(String, Value)> {
    expect[key].as_object().into_iter().flatten().map(|(note, value)| (note.clone(), value.clone())).collect()
}

/// Tells whether all keys of `expected` are in `found` with equal values; null is absent.
fn agrees(found: &Value, expected: &Value) -> bool {
    expected
        .as_object()
        .into_iter()
        .flatten()
        .all(|(key, value)| found.get(key).unwrap_or(&Value::Null) == value)
}

fn texts(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

fn short(value: &Value) -> String {
    value.to_string()
}
