//! XML as feeds and site maps need it.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

/// Writes into memory.
pub(super) type Out = Writer<Vec<u8>>;

/// Writes a document with this element as its root.
pub(super) fn document(
    name: &str,
    attributes: &[(&str, &str)],
    fill: impl FnOnce(&mut Out) -> io::Result<()>,
) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer.create_element(name).with_attributes(attributes.iter().copied()).write_inner_content(fill)?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// Writes an element that holds text.
pub(super) fn text(out: &mut Out, name: &str, text: &str) -> io::Result<()> {
    out.create_element(name).write_text_content(BytesText::new(&plain(text))).map(|_| ())
}

/// Writes an element that has attributes only.
pub(super) fn empty(out: &mut Out, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    let plain: Vec<(&str, String)> = attributes.iter().map(|(key, value)| (*key, plain(value))).collect();
    let attributes = plain.iter().map(|(key, value)| (*key, value.as_str()));
    out.create_element(name).with_attributes(attributes).write_empty().map(|_| ())
}

/// Replaces what XML cannot hold, not even escaped.
fn plain(text: &str) -> String {
    let bad = |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    text.chars().map(|c| if bad(c) { char::REPLACEMENT_CHARACTER } else { c }).collect()
}
