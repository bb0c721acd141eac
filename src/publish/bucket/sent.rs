//! How a file of the site is sent to readers: its type, and how long a browser may keep it.

use crate::publish::compare::Item;
use crate::site::content_type;
use crate::source::ContentHash;

/// Kept for ever: under this name there will never be anything else.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Kept, and asked about before it is shown again.
const ASK_AGAIN: &str = "public, max-age=0, must-revalidate";

/// What a host says of a file when it sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Headers {
    pub(super) content_type: &'static str,
    pub(super) cache_control: &'static str,
}

impl Headers {
    /// Returns the headers of a file of the site.
    pub(super) fn of(item: &Item) -> Self {
        // An attachment has the name that its author gave it, whatever it looks like.
        let for_ever = !item.is_attachment() && is_named_by_content(&item.path);
        Self {
            content_type: content_type(&item.path),
            cache_control: if for_ever { FOR_EVER } else { ASK_AGAIN },
        }
    }

    /// Returns the headers of the list of our files.
    pub(super) fn of_list() -> Self {
        Self { content_type: content_type("list.json"), cache_control: "no-store" }
    }

    /// Returns what stands for the bytes with this hash, sent with these headers.
    pub(super) fn mark(self, hash: &str) -> String {
        ContentHash::of(format!("{}\n{}\n{hash}", self.content_type, self.cache_control).as_bytes()).hex()
    }
}

/// Tells whether the name of a file changes with its content: `assets/style.0123456789abcdef.css`, or a part
/// of the search index.
fn is_named_by_content(path: &str) -> bool {
    let is_hash =
        |part: &str| part.len() >= 16 && part.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    match path.split_once('/') {
        Some(("assets", name)) => !name.contains('/') && name.split('.').skip(1).any(is_hash),
        Some(("search-index", rest)) => rest.split_once('/').is_some_and(|(folder, _)| is_hash(folder)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_by_its_content_is_kept_for_ever() {
        for (path, expected) in [
            ("assets/style.0123456789abcdef.css", true),
            ("assets/search_engine.0123456789abcdef.wasm.js", true),
            ("search-index/0123456789abcdef/0001.bin", true),
            ("search-index/hot.bin", false),
            ("index.html", false),
            ("assets/index.html", false),
            ("assets/0123456789abcdef.css", false),
            ("notes/style.0123456789abcdef.css", false),
        ] {
            assert_eq!(is_named_by_content(path), expected, "{path}");
        }
    }
}
