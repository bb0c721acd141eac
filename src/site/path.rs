//! Addresses of the finished site.

use std::fmt;
use std::sync::Arc;

use serde::Serialize;

use super::active::reads_as_scheme;
use crate::words::{PATH_SIGNS, percent_encode, percent_encode_all};

/// The path of a file in the output folder: relative, `/`-separated, without `.` or `..`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// Returns `None` for a path that is empty, absolute, or climbs out of the site.
    pub fn new(path: &str) -> Option<Self> {
        let plain = |part: &str| !matches!(part, "" | "." | "..");
        path.split('/').all(plain).then(|| Self(path.into()))
    }

    /// Returns the path with something behind its name. `suffix` holds no slash.
    pub(super) fn with_suffix(&self, suffix: &str) -> Self {
        Self(format!("{}{suffix}", self.0).into())
    }

    /// Returns what stands behind the last dot of the name, or nothing.
    pub fn extension(&self) -> &str {
        let name = self.0.rsplit('/').next().unwrap_or(&self.0);
        name.rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Returns the path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// How the addresses of pages are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Style {
    /// A page is a file of its own name, `cache.html`, and not a folder.
    pub flat: bool,
    /// A folder is named with its file, `cache/index.html`: a disk answers with no other.
    pub named: bool,
}

/// The path of a page or file in the site, not percent-encoded, without the leading `/`.
///
/// A page ends in `/` (the home page is empty) unless a [`Style`] says otherwise, a file does not.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permalink(Arc<str>);

impl Permalink {
    /// Makes the permalink of a page from its segments: `concepts/cap-theorem` gives
    /// `concepts/cap-theorem/`, the empty text the home page.
    pub fn page(path: &str) -> Self {
        let path = path.trim_matches('/');
        if path.is_empty() { Self("".into()) } else { Self(format!("{path}/").into()) }
    }

    /// Makes the permalink of a page in a style: `concepts/cap-theorem` gives `concepts/cap-theorem.html`
    /// where pages are files.
    pub fn page_in(path: &str, style: Style) -> Self {
        const INDEX: &str = "index.html";
        let path = path.trim_matches('/');
        match (path.is_empty(), style.flat, style.named) {
            (true, _, true) => Self(INDEX.into()),
            (false, true, _) if path.strip_suffix(".html").is_some() => Self(path.into()),
            (false, true, _) => Self(format!("{path}.html").into()),
            (false, false, true) => Self(format!("{path}/{INDEX}").into()),
            (_, _, false) => Self::page(path),
        }
    }

    /// Makes the permalink of a file that the program itself names, such as `404.html`.
    pub fn fixed_file(name: &'static str) -> Self {
        Self(name.into())
    }

    /// Makes the permalink of a file.
    pub fn file(path: &OutputPath) -> Self {
        Self(path.0.clone())
    }

    /// Returns the text without the leading `/`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the address of a page whatever its style, without slashes at the ends: empty for the home
    /// page, `concepts/cap-theorem`.
    pub fn address(&self) -> &str {
        let folder = self.folder();
        folder.strip_suffix(".html").unwrap_or(folder).trim_end_matches('/')
    }

    /// Returns the text without the file that hosts answer with by themselves.
    fn folder(&self) -> &str {
        let folder = self.0.strip_suffix("index.html");
        folder.filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(&self.0)
    }

    /// Returns the text without the leading `/`, percent-encoded throughout: what a full address ends in.
    pub fn encoded(&self) -> String {
        percent_encode_all(self.folder(), PATH_SIGNS).into_owned()
    }

    /// Returns the permalink of a file that lies beside this page: in the folder of its own address, so
    /// that the same relative links serve both. Where pages are files, `page.md` beside `cache.html` is
    /// `cache.md`.
    #[must_use]
    pub fn beside(&self, name: &str) -> Self {
        let folder = self.folder();
        let extension = name.rsplit_once('.').map_or(name, |(_, extension)| extension);
        match folder.strip_suffix(".html") {
            Some(stem) => Self(format!("{stem}.{extension}").into()),
            None => Self(format!("{folder}{name}").into()),
        }
    }

    /// Returns the permalink of a file below this page: `ru/404.html` for the page of the folder `ru`.
    #[must_use]
    pub fn below(&self, name: &str) -> Self {
        let address = self.address();
        let slash = if address.is_empty() { "" } else { "/" };
        Self(format!("{address}{slash}{name}").into())
    }

    /// Returns the file that a host sends for this permalink.
    pub fn output_path(&self) -> OutputPath {
        if self.0.is_empty() || self.0.ends_with('/') {
            OutputPath(format!("{}index.html", self.0).into())
        } else {
            OutputPath(self.0.clone())
        }
    }

    /// Returns the way from this page to the root of the site: empty for the home page, `../../` for
    /// a page two folders down.
    pub fn to_root(&self) -> String {
        "../".repeat(self.0.matches('/').count())
    }

    /// Returns the relative, percent-encoded address of `target` seen from this page.
    ///
    /// The page itself and the home page are `./` where nothing shorter is left, so that the answer
    /// is never empty.
    pub fn href_to(&self, target: &Self) -> String {
        // What both have in common, up to its last `/`.
        let same = self.0.bytes().zip(target.0.bytes()).take_while(|(a, b)| a == b).count();
        let shared =
            target.0.as_bytes()[..same].iter().rposition(|byte| *byte == b'/').map_or(0, |at| at + 1);
        let up = self.0[shared..].matches('/').count();
        let mut href = String::with_capacity(3 * up + target.0.len() - shared + 2);
        href.extend(std::iter::repeat_n("../", up));
        href.push_str(&percent_encode(&target.0[shared..], PATH_SIGNS));
        // A first segment with a colon would be read as a scheme.
        if href.is_empty() || href.split('/').next().is_some_and(reads_as_scheme) {
            href.insert_str(0, "./");
        }
        href
    }
}

impl fmt::Debug for Permalink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.0)
    }
}

impl fmt::Display for Permalink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "/{}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_relative_and_encoded() {
        let home = Permalink::page("");
        let cap = Permalink::page("concepts/cap");
        let picture = Permalink::file(&OutputPath::new("img/my pic.png").expect("plain"));
        assert_eq!(home.href_to(&cap), "concepts/cap/");
        assert_eq!(cap.href_to(&home), "../../");
        assert_eq!(cap.href_to(&cap), "./");
        assert_eq!(cap.href_to(&Permalink::page("concepts/база")), "../база/");
        assert_eq!(cap.href_to(&picture), "../../img/my%20pic.png");
        assert_eq!(home.href_to(&home), "./");
        assert_eq!(home.href_to(&Permalink::page("javascript-alert")), "./javascript-alert/");
        let style = |flat, named| Style { flat, named };
        for (style, at, beside, href, full) in [
            (style(false, false), "a/b/", "a/b/page.md", "../", "a/b/"),
            (style(false, true), "a/b/index.html", "a/b/page.md", "../index.html", "a/b/"),
            (style(true, false), "a/b.html", "a/b.md", "../a.html", "a/b.html"),
            (style(true, true), "a/b.html", "a/b.md", "../a.html", "a/b.html"),
        ] {
            let (page, above) = (Permalink::page_in("a/b", style), Permalink::page_in("a", style));
            assert_eq!((page.as_str(), page.address()), (at, "a/b"));
            assert_eq!(page.beside("page.md").as_str(), beside);
            assert_eq!((page.href_to(&above).as_str(), page.encoded().as_str()), (href, full));
            assert_eq!(page.below("404.html").as_str(), "a/b/404.html");
            let home = Permalink::page_in("", style);
            assert_eq!((home.address(), home.beside("page.md").as_str()), ("", "page.md"));
            assert_eq!((home.output_path().as_str(), home.encoded().as_str()), ("index.html", ""));
            assert_eq!(home.below("404.html").as_str(), "404.html");
        }
        assert_eq!(Permalink::page_in("old.html", style(true, false)).as_str(), "old.html");
        assert_eq!((cap.to_root().as_str(), home.output_path().as_str()), ("../../", "index.html"));
    }
}
