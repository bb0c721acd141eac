//! What of a cache outlives the program, as bytes: code in colours.
//!
//! In and out: marked-up code under the hash of its language and text. Bytes that are damaged, cut off, or
//! written by another program give nothing: nothing is needed for a right answer. Not here: where the bytes
//! are kept (`cli`).

use std::collections::HashMap;
use std::sync::Arc;

/// Marked-up code under the hash of its language and text.
pub(super) type Coloured = HashMap<[u8; 32], Arc<str>>;

/// How the bytes begin; raised with every change of what follows.
const MAGIC: &[u8] = b"studium cache 1\n";
/// More than this is not kept, in bytes.
const MOST: usize = 64 * 1024 * 1024;
const HASH: usize = 32;

/// Returns the bytes: the mark, who wrote them, the hash of the rest, and the entries in order.
pub(super) fn written(writer: &[u8; HASH], coloured: &Coloured) -> Vec<u8> {
    let mut entries: Vec<(&[u8; 32], &Arc<str>)> = coloured.iter().collect();
    entries.sort_unstable_by_key(|(key, _)| **key);
    let mut body = Vec::new();
    for (key, html) in entries {
        let Ok(length) = u32::try_from(html.len()) else { continue };
        if body.len() + HASH + 4 + html.len() > MOST {
            break;
        }
        body.extend_from_slice(key);
        body.extend_from_slice(&length.to_le_bytes());
        body.extend_from_slice(html.as_bytes());
    }
    [MAGIC, writer, blake3::hash(&body).as_bytes(), &body].concat()
}

/// Returns what the bytes hold, unless anything is wrong with them.
pub(super) fn read(bytes: &[u8], writer: &[u8; HASH]) -> Option<Coloured> {
    let rest = bytes.strip_prefix(MAGIC)?.strip_prefix(writer)?;
    let (hash, mut body) = rest.split_first_chunk::<HASH>()?;
    if blake3::hash(body) != *hash {
        return None;
    }
    let mut coloured = Coloured::new();
    while !body.is_empty() {
        let (key, rest) = body.split_first_chunk::<HASH>()?;
        let (length, rest) = rest.split_first_chunk::<4>()?;
        let (html, rest) = rest.split_at_checked(u32::from_le_bytes(*length) as usize)?;
        coloured.insert(*key, str::from_utf8(html).ok()?.into());
        body = rest;
    }
    Some(coloured)
}

#[cfg(test)]
mod tests {
    use super::*;

    const WRITER: [u8; HASH] = [7; HASH];

    fn some() -> Coloured {
        [([1; HASH], "<span>ё</span>".into()), ([2; HASH], "".into())].into()
    }

    #[test]
    fn what_is_kept_comes_back_to_the_same_program_only() {
        let bytes = written(&WRITER, &some());
        assert_eq!(read(&bytes, &WRITER), Some(some()));
        assert_eq!(read(&bytes, &[8; HASH]), None);
        assert_eq!(read(b"", &WRITER), None);
        assert_eq!(read(&written(&WRITER, &Coloured::new()), &WRITER), Some(Coloured::new()));
    }

    #[test]
    fn damage_anywhere_is_noticed() {
        let bytes = written(&WRITER, &some());
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_eq!(read(&damaged, &WRITER), None, "byte {at}");
            assert_eq!(read(&bytes[..at], &WRITER), None, "cut at {at}");
        }
    }
}
