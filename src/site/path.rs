//! Addresses of the finished site.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use super::active::reads_as_scheme;

/// The path of a file in the output folder: relative, `/`-separated, without `.` or `..`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OutputPath(Arc<str>);

impl OutputPath {
    /// Returns `None` for a path that is empty, absolute, or climbs out of the site.
    pub fn new(path: &str) -> Option<Self> {
        let plain = |part: &str| !matches!(part, "" | "." | "..");
        path.split('/').all(plain).then(|| Self(path.into()))
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

/// The path of a page or file in the site, not percent-encoded, without the leading `/`.
///
/// A page ends in `/` (the home page is empty), a file does not.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Permalink(Arc<str>);

impl Permalink {
    /// Makes the permalink of a page from its segments: `concepts/cap-theorem` gives
    /// `concepts/cap-theorem/`, the empty text the home page.
    pub fn page(path: &str) -> Self {
        let path = path.trim_matches('/');
        if path.is_empty() { Self("".into()) } else { Self(format!("{path}/").into()) }
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

    /// Returns the text without the leading `/`, percent-encoded throughout: what a full address ends in.
    pub fn encoded(&self) -> String {
        let mut out = String::with_capacity(self.0.len());
        for byte in self.0.bytes() {
            if byte.is_ascii_alphanumeric() || b"-._~/!$'()*,;=@:".contains(&byte) {
                out.push(char::from(byte));
            } else {
                let _ = write!(out, "%{byte:02X}");
            }
        }
        out
    }

    /// Returns the permalink of a file that lies beside this page, in the folder of its own address.
    #[must_use]
    pub fn beside(&self, name: &str) -> Self {
        Self(format!("{}{name}", self.0).into())
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
        percent_encode(&target.0[shared..], &mut href);
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

/// What stays as it is in an address, besides letters and digits.
const PLAIN: &str = "-._~/!$'()*,;=@:";

fn percent_encode(text: &str, out: &mut String) {
    // Nearly all addresses are plain.
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || PLAIN.as_bytes().contains(&byte)) {
        out.push_str(text);
        return;
    }
    for c in text.chars() {
        // Letters of any script stay readable; browsers encode them on the way out.
        if c.is_alphanumeric()
            || (!c.is_ascii() && !c.is_whitespace() && !c.is_control())
            || PLAIN.contains(c)
        {
            out.push(c);
        } else {
            for byte in c.to_string().bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        }
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
        assert_eq!((cap.to_root().as_str(), home.output_path().as_str()), ("../../", "index.html"));
    }
}
