//! What a request path means: a file of the site, a redirect, or nothing.
//!
//! Paths are looked up among the artifacts of the build and never on disk, so that there is no way out
//! of the site, however a path is spelled.

use std::path::PathBuf;
use std::sync::Arc;

use crate::site::{Artifact, OutputPath, Permalink, Site, content_type, joined};
use crate::source::SourcePath;
use crate::words::{PATH_SIGNS, percent_decode, percent_encode_all};

/// The site that is shown. Cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// What readers look at; `None` before any site could be built.
    pub(super) site: Option<Arc<Site>>,
    /// The number of the build that made it; 0 before there is a whole one.
    pub(super) build_number: u64,
    /// What else the site has, piece by piece, as far as it was made.
    pub(super) more: Vec<Arc<Site>>,
    /// Whether it is the first one, and more of it comes.
    pub(super) is_growing: bool,
    /// How many pieces there will be.
    pub(super) awaited: usize,
    /// Whether it was built without a failure.
    pub(super) is_good: bool,
    /// The folder that attachments are read from.
    pub(super) vault_root: PathBuf,
    /// Below which path the site stands, from `/` to `/`.
    pub(super) base_path: String,
}

impl Shown {
    /// Tells whether a file that is not there may come with a piece that is still being made. No page does, and
    /// nothing that a page shows or is drawn with.
    pub(super) fn is_to_come(&self, raw_path: &str) -> bool {
        const WITH_PAGES: [&str; 6] = ["text/html", "text/css", "image/", "font/", "audio/", "video/"];
        let name = raw_path.rsplit('/').next().unwrap_or(raw_path);
        let comes_with_pages =
            !name.contains('.') || WITH_PAGES.iter().any(|kind| content_type(name).starts_with(kind));
        self.more.len() < self.awaited && !comes_with_pages
    }
}

/// What is found at an address.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// These bytes, with the path that tells their type.
    Bytes(OutputPath, Arc<[u8]>),
    /// This attachment.
    Attachment(SourcePath),
    /// Nothing here; what is meant is at this address.
    Elsewhere(String),
    /// Nothing, with the page that says so where the site has one.
    Nothing(Option<Arc<[u8]>>),
    /// There is no site yet.
    NoSite,
}

/// Returns what is found at the path of a request, percent-encoded as it came.
pub(super) fn find(shown: &Shown, raw_path: &str) -> Found {
    let Some(site) = &shown.site else { return Found::NoSite };
    let nothing = || {
        let page = OutputPath::new("404.html").and_then(|path| site.artifacts.get(&path));
        Found::Nothing(page.and_then(|page| match page {
            Artifact::Bytes(bytes) => Some(Arc::clone(bytes)),
            Artifact::Copy(_) | Artifact::Drawn(_) | Artifact::Joined(_) => None,
        }))
    };
    let path = percent_decode(raw_path);
    let Some(path) = path.strip_prefix(&shown.base_path) else {
        let is_door = path == "/" || format!("{path}/") == shown.base_path;
        return if is_door { Found::Elsewhere(encode(&shown.base_path)) } else { nothing() };
    };
    let all = || std::iter::once(site).chain(&shown.more);
    let get = |file: OutputPath| all().find_map(|site| site.artifacts.get_key_value(&file));
    match file_of(path).and_then(get) {
        Some((path, Artifact::Bytes(bytes))) => Found::Bytes(path.clone(), Arc::clone(bytes)),
        Some((path, Artifact::Drawn(drawing))) => Found::Bytes(path.clone(), drawing.bytes().into()),
        Some((path, Artifact::Joined(parts))) => {
            let find = |path: &OutputPath| all().find_map(|site| site.artifacts.get(path));
            Found::Bytes(path.clone(), joined(parts, &find).into())
        }
        Some((_, Artifact::Copy(source))) => Found::Attachment(source.clone()),
        None if file_of(&format!("{path}/")).is_some_and(|file| site.artifacts.contains_key(&file)) => {
            Found::Elsewhere(encode(&format!("{}{path}/", shown.base_path)))
        }
        None => nothing(),
    }
}

/// Returns the files that a path may mean, percent-encoded as it came: itself, and the page of that folder.
pub(super) fn files_at(base_path: &str, raw_path: &str) -> Vec<OutputPath> {
    let path = percent_decode(raw_path);
    let Some(path) = path.strip_prefix(base_path) else { return Vec::new() };
    [file_of(path), file_of(&format!("{path}/"))].into_iter().flatten().collect()
}

/// Returns the file that the preview of a site answers with when it is asked for this path, percent-encoded
/// as it came. The site stands below the path of `base_url`.
pub fn look_up(site: &Site, base_url: &str, raw_path: &str) -> Option<OutputPath> {
    let path = percent_decode(raw_path);
    let path = path.strip_prefix(&base_path_of(base_url))?;
    site.artifacts.get_key_value(&file_of(path)?).map(|(path, _)| path.clone())
}

/// Returns the file that stands for a path below that of the site.
fn file_of(path: &str) -> Option<OutputPath> {
    if path.is_empty() || path.ends_with('/') {
        OutputPath::new(&format!("{path}index.html"))
    } else {
        OutputPath::new(path)
    }
}

/// Encodes a path that begins with a single `/` for a `Location` header.
fn encode(path: &str) -> String {
    percent_encode_all(path, PATH_SIGNS).into_owned()
}

/// Adds the reload script to a page, before the end of its head. A page without one stays as it is.
pub(super) fn with_script(page: &[u8]) -> Vec<u8> {
    const HEAD_END: &[u8] = b"</head>";
    const SCRIPT: &[u8] = b"<script src=\"/__studium/reload.js\" defer></script>";
    let at = page.windows(HEAD_END.len()).position(|window| window == HEAD_END);
    let (before, after) = page.split_at(at.unwrap_or(page.len()));
    [before, if at.is_some() { SCRIPT } else { b"" }, after].concat()
}

/// Returns the policy of a page of the theme that is shown in a frame: it may run scripts of the site, as
/// nobody, and be framed by the site.
pub(super) fn frame_policy() -> &'static str {
    "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; img-src data:; \
     base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts"
}

/// Returns the policy that a page runs under. Pictures may come from elsewhere where the page shows such.
pub(super) fn policy(page: &[u8]) -> String {
    const REMOTE: &[u8] = b"src=\"https://";
    let remote = if page.windows(REMOTE.len()).any(|window| window == REMOTE) { " https:" } else { "" };
    let connect = cluster_of(page).map(|origin| format!("connect-src 'self' {origin}; ")).unwrap_or_default();
    format!(
        "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:{remote}; {connect}object-src 'none'; base-uri 'none'; form-action 'self'; \
         frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types studium"
    )
}

/// Returns the origin of the cluster that a page asks when it searches.
fn cluster_of(page: &[u8]) -> Option<String> {
    const MARK: &[u8] = b"data-endpoint=\"";
    let start = page.windows(MARK.len()).position(|window| window == MARK)? + MARK.len();
    let end = start + page[start..].iter().position(|byte| *byte == b'"')?;
    let address = std::str::from_utf8(&page[start..end]).ok()?;
    let (scheme, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '&']).next()?;
    let is_plain = host.chars().all(|c| c.is_ascii_alphanumeric() || "[]:.-_".contains(c));
    (is_plain && !host.is_empty() && matches!(scheme, "http" | "https")).then(|| format!("{scheme}://{host}"))
}

/// Returns the path of an address, from `/` to `/`: `/notes/` for `https://example.org/notes`.
pub(super) fn base_path_of(base_url: &str) -> String {
    let rest = base_url.split_once("://").map_or("", |(_, rest)| rest);
    let path =
        rest.split(['?', '#']).next().and_then(|rest| rest.split_once('/')).map_or("", |(_, path)| path);
    format!("/{}", Permalink::page(&percent_decode(path)).as_str())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Sink;

    fn shown(base_path: &str) -> Shown {
        let mut site = Site::default();
        for path in ["index.html", "404.html", "a b/index.html", "заметка/index.html", "a.css"] {
            let path = OutputPath::new(path).expect("plain");
            let bytes = path.as_str().as_bytes().into();
            site.emit(path, Artifact::Bytes(bytes));
        }
        let path = OutputPath::new("pic.png").expect("plain");
        site.emit(path, Artifact::Copy(SourcePath::new("img/pic.png").expect("plain")));
        let mut more = Site::default();
        let path = OutputPath::new("graph.json").expect("plain");
        more.emit(path, Artifact::Bytes(b"{}".as_slice().into()));
        Shown {
            site: Some(Arc::new(site)),
            build_number: 1,
            more: vec![Arc::new(more)],
            is_growing: false,
            awaited: 1,
            is_good: true,
            vault_root: PathBuf::new(),
            base_path: base_path.to_owned(),
        }
    }

    fn found(base_path: &str, path: &str) -> String {
        match find(&shown(base_path), path) {
            Found::Bytes(path, _) => path.to_string(),
            Found::Attachment(source) => format!("attachment {source}"),
            Found::Elsewhere(address) => format!("-> {address}"),
            Found::Nothing(page) => format!("nothing {}", page.is_some()),
            Found::NoSite => "no site".to_owned(),
        }
    }

    #[test]
    fn addresses_lead_to_artifacts() {
        assert_eq!(found("/", "/"), "index.html");
        assert_eq!(found("/", "/a%20b/"), "a b/index.html");
        assert_eq!(found("/", "/a%20b"), "-> /a%20b/");
        assert_eq!(found("/", "/%D0%B7%D0%B0%D0%BC%D0%B5%D1%82%D0%BA%D0%B0/"), "заметка/index.html");
        assert_eq!(found("/", "/a.css"), "a.css");
        assert_eq!(found("/", "/graph.json"), "graph.json");
        assert_eq!(found("/", "/pic.png"), "attachment img/pic.png");
        assert_eq!(found("/", "/img/pic.png"), "nothing true");
    }

    #[test]
    fn there_is_no_way_out() {
        let attempts = [
            "/../index.html",
            "/a%20b/../../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "/..%2f..%2fetc/passwd",
            "/..%5c..%5cetc",
            "//etc/passwd",
            "//a%20b",
            "/./index.html",
            "/%00",
            "/index.html%00.png",
            "/%c0%ae%c0%ae/x",
            "/%zz",
            "/%",
        ];
        for attempt in attempts {
            assert_eq!(found("/", attempt), "nothing true", "{attempt}");
        }
    }

    #[test]
    fn a_site_below_a_path_stands_there_alone() {
        assert_eq!(found("/my notes/", "/"), "-> /my%20notes/");
        assert_eq!(found("/my notes/", "/my%20notes"), "-> /my%20notes/");
        assert_eq!(found("/my notes/", "/my%20notes/a.css"), "a.css");
        assert_eq!(found("/my notes/", "/my%20notes/a%20b"), "-> /my%20notes/a%20b/");
        assert_eq!(found("/my notes/", "/a.css"), "nothing true");
        assert_eq!(base_path_of("https://example.org"), "/");
        assert_eq!(base_path_of("https://example.org/my%20notes"), "/my notes/");
        assert_eq!(base_path_of(""), "/");
    }

    #[test]
    fn the_script_is_added_once_and_the_rest_stays() {
        let page = with_script(b"<head><title>x</title></head><body></head></body>");
        assert_eq!(
            String::from_utf8_lossy(&page),
            "<head><title>x</title><script src=\"/__studium/reload.js\" defer></script></head><body></head></body>"
        );
        assert_eq!(with_script(b"<p>x"), b"<p>x");
    }

    #[test]
    fn pictures_from_elsewhere_are_let_in_where_a_page_shows_them() {
        assert!(policy(b"<img src=\"https://example.org/a.png\">").contains("data: https:;"));
        assert!(policy(b"<img src=\"a.png\">").contains("data:;"));
    }
}
