//! Reads the text of a metadata block into JSON values. The only file that names a YAML or TOML reader.
//!
//! In: the text between the marks. Out: the properties, or why they cannot be read and where. Plain
//! types of YAML 1.2: `yes` is a word, and a date is text as written.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

use crate::diagnostic::Text;

/// Why a block cannot be read.
#[derive(Debug)]
pub(in crate::note) struct Unreadable {
    /// In a few words.
    pub(super) why: Text,
    /// The byte offset in the block, where the reader of the format could tell.
    pub(super) offset: Option<usize>,
}

/// Reads YAML, which includes JSON.
pub(in crate::note) fn read_yaml(text: &str) -> Result<Value, Unreadable> {
    if text.trim_start().starts_with('{')
        && let Ok(value) = serde_json::from_str::<Value>(text)
    {
        return Ok(value);
    }
    let options = serde_saphyr::options! {
        // An alias bomb within these limits costs half a millisecond.
        budget: serde_saphyr::budget! { max_nodes: 50_000, max_depth: 32, max_aliases: 16 },
        strict_booleans: true,
        underscored_numbers_as_strings: true,
        leading_zero_numbers_as_strings: true,
        non_finite_float_policy: serde_saphyr::options::NonFiniteFloatPolicy::AsString,
        with_snippet: false,
    };
    serde_saphyr::from_str_with_options::<Node>(text, options).map(|node| node.0).map_err(|error| {
        // The place of an error is counted in characters.
        let offset = error.location().and_then(|location| {
            let characters = usize::try_from(location.span().offset()).ok()?;
            Some(text.char_indices().nth(characters).map_or(text.len(), |(offset, _)| offset))
        });
        let why = error.without_snippet().to_string();
        Unreadable { why: one_line(&why).into(), offset }
    })
}

/// Reads TOML.
pub(super) fn read_toml(text: &str) -> Result<Value, Unreadable> {
    let table = toml::from_str::<toml::Table>(text).map_err(|error| Unreadable {
        why: one_line(error.message()).into(),
        offset: error.span().map(|span| span.start),
    })?;
    Ok(Value::Object(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect()))
}

fn from_toml(value: toml::Value) -> Value {
    match value {
        toml::Value::String(text) => Value::String(text),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => from_float(number),
        toml::Value::Boolean(truth) => Value::Bool(truth),
        toml::Value::Datetime(date) => Value::String(date.to_string()),
        toml::Value::Array(items) => items.into_iter().map(from_toml).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, from_toml(value))).collect())
        }
    }
}

fn from_float(number: f64) -> Value {
    Number::from_f64(number).map_or_else(|| Value::String(number.to_string()), Value::Number)
}

/// Keeps the first line of a message, without the full stop and without a place, which counts from the
/// start of the block and not of the file.
fn one_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    line.split(" at line ").next().unwrap_or_default().trim_end_matches(['.', ':']).to_owned()
}

/// A JSON value read from YAML; keys that are not text become text.
struct Node(Value);

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor).map(Node)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        Ok(Value::from(value))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Value, E> {
        Ok(Value::String(value.to_string()))
    }

    fn visit_u128<E: Error>(self, value: u128) -> Result<Value, E> {
        Ok(Value::String(value.to_string()))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        Ok(from_float(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        Ok(Value::String(value))
    }

    fn visit_bytes<E: Error>(self, value: &[u8]) -> Result<Value, E> {
        Ok(Value::String(String::from_utf8_lossy(value).into_owned()))
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E: Error>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(Node(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some((Node(key), Node(value))) = entries.next_entry()? {
            let key = match key {
                Value::String(text) => text,
                other => other.to_string(),
            };
            map.insert(key, value);
        }
        Ok(Value::Object(map))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> String {
        read_yaml(text).map_or_else(|unreadable| format!("{unreadable:?}"), |value| value.to_string())
    }

    #[test]
    fn types_are_those_of_yaml_1_2() {
        for (text, expected) in [
            ("a: 1977\nb: 3.14\nc: true\nd:\ne: ~", r#"{"a":1977,"b":3.14,"c":true,"d":null,"e":null}"#),
            ("a: yes\nb: no\nc: on\nd: off", r#"{"a":"yes","b":"no","c":"on","d":"off"}"#),
            ("a: 2020-08-21\nb: 2020-08-21T10:30:00", r#"{"a":"2020-08-21","b":"2020-08-21T10:30:00"}"#),
            ("a: [[Target]]", r#"{"a":[["Target"]]}"#),
            ("1: a\ntrue: b", r#"{"1":"a","true":"b"}"#),
            ("{ \"tags\": [\"journal\"], \"year\": 7 }", r#"{"tags":["journal"],"year":7}"#),
            ("a: .inf\nb: 1_000\nc: 007", r#"{"a":".inf","b":"1_000","c":"007"}"#),
            ("# nothing", "null"),
            ("", "null"),
        ] {
            assert_eq!(json(text), expected, "{text}");
        }
    }

    #[test]
    fn errors_have_a_place_in_bytes() {
        let error = read_yaml("имя: x\nцена: [1, 2\nb: }").expect_err("an open list");
        assert!(error.offset.is_some_and(|offset| offset > "имя: x\n".len()), "{error:?}");
    }

    #[test]
    fn bombs_and_towers_are_refused() {
        let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n".to_owned()
            + &"bcdefgh"
                .chars()
                .zip("abcdefg".chars())
                .map(|(name, of)| format!("{name}: &{name} [{}]\n", vec![format!("*{of}"); 9].join(",")))
                .collect::<Vec<_>>()
                .concat();
        assert!(read_yaml(&bomb).is_err());
        assert!(read_yaml(&format!("x: {}{}", "[".repeat(10_000), "]".repeat(10_000))).is_err());
        assert!(read_yaml("a: &a [*a]").is_err());
    }

    #[test]
    fn toml_dates_are_text() {
        let value = read_toml("date = 2024-05-01\nn = 1\n[s]\norder = 2.5\n").expect("valid");
        assert_eq!(value.to_string(), r#"{"date":"2024-05-01","n":1,"s":{"order":2.5}}"#);
    }
}
