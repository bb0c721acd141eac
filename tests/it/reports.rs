//! Each format of a report, read back by the rules of its own readers: all say what the JSON says.

#![allow(clippy::disallowed_methods, reason = "tests make vaults and run the program")]

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::{Value, json};

use studium::diagnostic::{Code, Spoken, Tongue};

use crate::program::{json as read_json, out, run};
use crate::support::TestVault;

/// One finding, as every format has to tell it.
type Row = (String, u64, u64, String, String);

/// Names and texts that every format has to escape in its own way.
fn vault() -> TestVault {
    let files = [
        ("a, b:c%25.md", "[[100%]] [[x\u{7}y]] 🎉 [[<&\"'>]]\r\n[t](b%20c.md)\n"),
        ("Ёж/q'\"&<.md", "%%\nhidden\n"),
        ("plain.md", "[[100%]]\n---\n![[no::ne,.png]]\n"),
    ];
    let files = files.map(|(path, text)| (path.to_owned(), text.to_owned()));
    TestVault::from_files(files).expect("this system holds the names")
}

fn told_in_json(vault: &TestVault) -> Vec<Row> {
    let report = read_json(&run(vault.root(), "check|--format|json"));
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let found = report["diagnostics"].as_array().expect("a list");
    let row = |found: &Value| {
        let number = |key: &str| found[key].as_u64().unwrap_or_default();
        let help = found["help"].as_str().map(|help| format!("\n{help}")).unwrap_or_default();
        let message = text(&found["message"]) + &help;
        (text(&found["path"]), number("line"), number("column"), text(&found["code"]), message)
    };
    let rows: Vec<Row> = found.iter().map(row).collect();
    assert!(rows.len() >= 6, "{rows:#?}");
    rows
}

#[test]
fn json_has_the_keys_that_scripts_rely_on() {
    let vault = vault();
    let report = read_json(&run(vault.root(), "check|--format|json"));
    let text = json!({ "type": "string" });
    let maybe = json!({ "type": ["string", "null"] });
    let number = json!({ "type": ["integer", "null"], "minimum": 1 });
    let count = json!({ "type": "integer", "minimum": 0 });
    let object = |keys: Value| {
        let required: Vec<String> = keys.as_object().expect("keys").keys().cloned().collect();
        json!({ "type": "object", "properties": keys, "required": required, "additionalProperties": false })
    };
    let schema = object(json!({
        "version": { "const": 1 },
        "summary": object(json!({
            "notes": count, "attachments": count, "links": count, "broken": count, "errors": count,
            "warnings": count,
        })),
        "diagnostics": { "type": "array", "items": object(json!({
            "code": text, "severity": { "enum": ["error", "warning", "info"] }, "path": maybe,
            "line": number, "column": number, "end_line": number, "end_column": number,
            "message": text, "help": maybe, "raw": maybe, "target": maybe, "reason": maybe, "kind": maybe,
            "suggestion": maybe, "suggestions": { "type": "array", "items": text },
        })) },
    }));
    valid(&schema, &report);
}

/// The part of SARIF 2.1.0 that we write, as strict as the standard is about it.
fn sarif_schema() -> Value {
    serde_json::from_str(include_str!("reports/sarif.schema.json")).expect("JSON")
}

#[test]
fn sarif_keeps_to_its_standard() {
    let vault = vault();
    let log = read_json(&run(vault.root(), "check|--format|sarif"));
    valid(&sarif_schema(), &log);
    let (results, rules) = (&log["runs"][0]["results"], &log["runs"][0]["tool"]["driver"]["rules"]);
    let row = |result: &Value| {
        let rule = usize::try_from(result["ruleIndex"].as_u64().expect("a number")).expect("small");
        assert_eq!(rules[rule]["id"], result["ruleId"]);
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().expect("a place");
        let number = |key: &str| place["region"][key].as_u64().unwrap_or_default();
        (
            studium::words::percent_decode(uri).into_owned(),
            number("startLine"),
            number("startColumn"),
            result["ruleId"].as_str().expect("a code").to_owned(),
            result["message"]["text"].as_str().expect("a message").to_owned(),
        )
    };
    let rows: Vec<Row> = results.as_array().expect("a list").iter().map(row).collect();
    assert_eq!(rows, told_in_json(&vault));
}

#[test]
fn checkstyle_is_xml_that_says_the_same() {
    let vault = vault();
    let xml = out(&run(vault.root(), "check|--format|checkstyle"));
    let mut reader = Reader::from_str(&xml);
    let (mut rows, mut file, mut depth) = (Vec::new(), String::new(), Vec::new());
    loop {
        let event = reader.read_event().expect("well-formed XML");
        let (Event::Start(tag) | Event::Empty(tag)) = &event else {
            match event {
                Event::End(_) => drop(depth.pop()),
                Event::Eof => break,
                _ => {}
            }
            continue;
        };
        let attributes: BTreeMap<String, String> = tag
            .attributes()
            .map(|attribute| {
                let attribute = attribute.expect("an attribute");
                let key = attribute.key.as_ref().to_owned();
                (key, quick_xml::escape::unescape(&attribute.value).expect("escaped").into_owned())
            })
            .collect();
        let name = tag.name().as_ref().to_owned();
        match (name.as_str(), depth.len()) {
            ("checkstyle", 0) => assert!(attributes.contains_key("version")),
            ("file", 1) => file = attributes["name"].clone(),
            ("error", 2) => {
                assert!(["error", "warning", "info", "ignore"].contains(&attributes["severity"].as_str()));
                let number = |key: &str| attributes.get(key).map_or(0, |n| n.parse().expect("a number"));
                let source = attributes["source"].strip_prefix("studium.").expect("ours").to_owned();
                rows.push((
                    file.clone(),
                    number("line"),
                    number("column"),
                    source,
                    attributes["message"].clone(),
                ));
            }
            other => panic!("no place for {other:?}"),
        }
        if matches!(event, Event::Start(_)) {
            depth.push(name);
        }
    }
    // What XML cannot hold at all is shown as such.
    let expected: Vec<Row> = told_in_json(&vault)
        .into_iter()
        .map(|(path, line, column, code, message)| {
            let message = message.replace('\u{7}', "\u{fffd}").replace('\n', "; ");
            (path, line, column, code, message)
        })
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn github_reads_back_what_was_found() {
    let vault = vault();
    let text = out(&run(vault.root(), "check|--format|github"));
    let data = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
    let property = |text: &str| data(&text.replace("%3A", ":").replace("%2C", ","));
    let rows: Vec<Row> = text
        .lines()
        .map(|line| {
            let (command, message) =
                line.strip_prefix("::").expect("a command").split_once("::").expect("two parts");
            let (kind, properties) = command.split_once(' ').expect("properties");
            assert!(["error", "warning", "notice"].contains(&kind));
            let properties: BTreeMap<&str, String> = properties
                .split(',')
                .map(|pair| pair.split_once('=').expect("a pair"))
                .map(|(key, value)| (key, property(value)))
                .collect();
            let known = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(properties.keys().all(|key| known.contains(key)), "{line}");
            let number = |key: &str| properties.get(key).map_or(0, |n| n.parse().expect("a number"));
            (
                properties["file"].clone(),
                number("line"),
                number("col"),
                properties["title"].clone(),
                data(message),
            )
        })
        .collect();
    // What would steer a terminal is not written at all.
    let expected: Vec<Row> = told_in_json(&vault)
        .into_iter()
        .map(|(path, line, column, code, message)| (path, line, column, code, message.replace('\u{7}', "")))
        .collect();
    assert_eq!(rows, expected);
}

#[test]
fn a_clean_vault_is_a_good_report_in_every_format() {
    let vault = TestVault::from_text("=== a.md\n[[b]]\n=== b.md\n[[a]]\n");
    let told = |format: &str| out(&run(vault.root(), &format!("check|--format|{format}")));
    assert_eq!(told("github"), "");
    let log: Value = serde_json::from_str(&told("sarif")).expect("JSON");
    valid(&sarif_schema(), &log);
    assert_eq!(log["runs"][0]["results"], json!([]));
    assert!(told("checkstyle").ends_with("<checkstyle version=\"4.3\"/>\n"));
}

fn valid(schema: &Value, value: &Value) {
    let validator = jsonschema::validator_for(schema).expect("a good schema");
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn a_start_that_is_nowhere_is_told_where_it_is_named() {
    let told = |start: &str| {
        let vault = TestVault::from_text(&format!(
            "=== studium.toml\n[site]\ncontent = \".\"\nstart = \"{start}\"\n=== way/One.md\nOne.\n=== Kept.md\n---\nprivate: true\n---\n"
        ));
        let (site, found) = vault.build();
        assert!(site.artifacts.len() > 5, "the site is built all the same");
        let found = found.into_iter().filter(|found| found.code == Code::InvalidConfig);
        found
            .map(|found| {
                let place = found.place.expect("a place");
                (place.path.to_string(), place.span.start, found.message.spoken(Tongue::English).into_owned())
            })
            .collect::<Vec<_>>()
    };
    for there in ["way", "One", "way/One.md", "/way/", "", "/"] {
        assert_eq!(told(there), [], "{there}");
    }
    let sentence = |name: &str| format!("`start` names neither a note nor a folder of the site: `{name}`");
    assert_eq!(told("nowhere"), [("studium.toml".to_owned(), 29, sentence("nowhere"))]);
    assert_eq!(told("Kept").len(), 1, "what is kept back is not in the site");
}
