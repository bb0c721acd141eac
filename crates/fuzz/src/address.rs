//! Addresses: what names become in them, and what a request for one is answered with.

use std::sync::OnceLock;

use studium::serve::look_up;
use studium::site::{Artifact, OutputPath, Sink, Site};
use studium::words::{heading_slug, path_segment_slug};

/// Pieces of names.
#[rustfmt::skip]
pub(crate) const NAMES: &[&str] = &[
    "CON", "nul", "aux.txt", "com1", "..", ".", "/", "\\", ":", "<", ">", "\"", "|", "?", "*", "\0", "\n", "\u{1b}",
    "\u{7f}", " ", "\u{a0}", "\u{3000}", "-", "--", "_", "İ", "ſ", "ß", "ẛ\u{323}", "e\u{301}", "\u{301}", "\u{200b}",
    "\u{200d}", "\u{fe0f}", "\u{202e}", "🎉", "1️⃣", "👩‍💻", "中", "Ω", "Ω", "ﬀ", "Σς", "％", "．．", "／", "%2e", "__proto__",
];

/// Pieces of the paths of requests.
#[rustfmt::skip]
pub(crate) const REQUEST: &[&str] = &[
    "/", "//", "..", "../", "/..", "%2e", "%2E%2e", "%2f", "%5c", "\\", "%00", "%", "%2", "%zz", "%c0%ae", "%ff", "%25",
    "%252e", ";", "?", "#", ":", "a", "b/", "a%20b", "%D0%B7", "з", "index.html", "404.html", "pic.png", "notes", ".",
    "%e0%80%ae", "%u002e", "~", "\u{feff}", "file://", "C:",
];

pub(crate) fn slug(bytes: &[u8]) {
    let name = String::from_utf8_lossy(bytes);
    let segment = path_segment_slug(&name);
    let heading = heading_slug(&name);
    for slug in [&segment, &heading] {
        assert!(!slug.is_empty(), "{name:?}");
        let strange = |c: char| c.is_whitespace() || c.is_control() || "/\\:<>\"|?*#%&'`".contains(c);
        assert!(!slug.contains(strange), "{name:?} becomes {slug:?}");
    }
    assert_ne!(segment.trim_matches('.'), "", "{name:?} becomes {segment:?}");
    assert!(!segment.ends_with('.'), "{name:?} becomes {segment:?}");
    assert_eq!(path_segment_slug(&segment), segment, "{name:?}");
    assert_eq!(heading_slug(&heading), heading, "{name:?}");
}

pub(crate) fn request(bytes: &[u8]) {
    static SITE: OnceLock<Site> = OnceLock::new();
    let site = SITE.get_or_init(|| {
        let mut site = Site::default();
        for path in ["index.html", "404.html", "a/index.html", "a b/index.html", "з/index.html", "pic.png"] {
            let path = OutputPath::new(path).expect("plain");
            let bytes = path.as_str().as_bytes().into();
            site.emit(path, Artifact::Bytes(bytes));
        }
        site
    });
    let path = String::from_utf8_lossy(bytes);
    for base_url in ["", "https://example.org/notes", "https://example.org/a%20b/"] {
        if let Some(found) = look_up(site, base_url, &path) {
            assert!(site.artifacts.contains_key(&found), "{path:?} leads to {found}");
            let dots = ["..", "%2e", "%2E", "\\", "//", "/./"].iter().any(|dots| path.contains(dots));
            assert!(!dots, "{path:?} leads to {found}");
        }
    }
}
