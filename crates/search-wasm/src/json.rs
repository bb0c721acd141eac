//! Answers as JSON, written by hand: a general writer would be a fifth of the module.

use studium_search::{ChunkId, Hit, Other, Outcome};

/// Writes an answer.
///
/// Marks are told in UTF-16 units, which is what scripts count in.
pub(crate) fn outcome(out: &mut Vec<u8>, outcome: &Outcome) {
    put(out, "{\"total\":");
    number(out, outcome.total);
    put(out, ",\"corrected\":");
    optional(out, outcome.corrected.as_deref());
    put(out, ",\"hits\":");
    list(out, &outcome.hits, hit);
    put(out, "}");
}

/// Writes the chunks that are needed, with the names of their files.
pub(crate) fn needed(out: &mut Vec<u8>, chunks: &[(ChunkId, String)]) {
    list(out, chunks, |out, (chunk, name)| {
        put(out, "[");
        number(out, chunk.0 as usize);
        put(out, ",");
        text(out, name);
        put(out, "]");
    });
}

fn hit(out: &mut Vec<u8>, hit: &Hit) {
    put(out, "{\"path\":");
    text(out, &hit.path);
    put(out, ",\"permalink\":");
    text(out, &hit.permalink);
    put(out, ",\"title\":");
    text(out, &hit.title);
    put(out, ",\"title_marks\":");
    marks(out, &hit.title, &hit.title_marks);
    put(out, ",\"kind\":");
    text(out, hit.kind.name());
    put(out, ",\"heading\":");
    optional(out, hit.heading.as_deref());
    put(out, ",\"heading_marks\":");
    marks(out, hit.heading.as_deref().unwrap_or_default(), &hit.heading_marks);
    put(out, ",\"partial\":");
    put(out, if hit.partial { "true" } else { "false" });
    put(out, ",\"anchor\":");
    optional(out, hit.anchor.as_deref());
    put(out, ",\"snippet\":");
    text(out, &hit.snippet);
    put(out, ",\"marks\":");
    marks(out, &hit.snippet, &hit.marks);
    put(out, ",\"more\":");
    list(out, &hit.more, other);
    put(out, "}");
}

fn other(out: &mut Vec<u8>, other: &Other) {
    put(out, "{\"heading\":");
    optional(out, other.heading.as_deref());
    put(out, ",\"anchor\":");
    optional(out, other.anchor.as_deref());
    put(out, "}");
}

fn marks(out: &mut Vec<u8>, text: &str, marks: &[[usize; 2]]) {
    // Where each character starts, in UTF-16 units, and where the last one ends.
    let mut starts = vec![0];
    let mut at = 0;
    for c in text.chars() {
        at += c.len_utf16();
        starts.push(at);
    }
    let unit = |place: usize| starts.get(place).copied().unwrap_or(at);
    list(out, marks, |out, [start, end]| {
        put(out, "[");
        number(out, unit(*start));
        put(out, ",");
        number(out, unit(*end));
        put(out, "]");
    });
}

fn list<T>(out: &mut Vec<u8>, items: &[T], mut item: impl FnMut(&mut Vec<u8>, &T)) {
    put(out, "[");
    for (place, each) in items.iter().enumerate() {
        if place > 0 {
            put(out, ",");
        }
        item(out, each);
    }
    put(out, "]");
}

fn optional(out: &mut Vec<u8>, value: Option<&str>) {
    match value {
        Some(value) => text(out, value),
        None => put(out, "null"),
    }
}

fn text(out: &mut Vec<u8>, value: &str) {
    put(out, "\"");
    for byte in value.bytes() {
        match byte {
            b'"' | b'\\' => out.extend([b'\\', byte]),
            0..0x20 => {
                put(out, "\\u00");
                out.extend([b'0' + (byte >> 4), b"0123456789abcdef"[usize::from(byte & 15)]]);
            }
            _ => out.push(byte),
        }
    }
    put(out, "\"");
}

fn number(out: &mut Vec<u8>, value: usize) {
    if value >= 10 {
        number(out, value / 10);
    }
    out.push(b'0' + (value % 10).to_le_bytes()[0]);
}

fn put(out: &mut Vec<u8>, text: &str) {
    out.extend_from_slice(text.as_bytes());
}
