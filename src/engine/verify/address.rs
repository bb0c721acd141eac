//! Where an address leads, seen from a page.

use std::borrow::Cow;

use crate::site::OutputPath;
use crate::words::percent_decode;

/// What an address means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Meaning<'a> {
    /// It leads to another site, or is no address at all.
    Elsewhere,
    /// It climbs out of the site.
    Outside,
    /// It means this file of the site, and the element of this id.
    Inside {
        /// The path of the file.
        file: String,
        /// The id, empty for the page as a whole.
        id: Cow<'a, str>,
    },
}

/// Where the site will stand.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Base<'b> {
    /// Its address without a closing `/`, or empty.
    pub(super) url: &'b str,
}

impl Base<'_> {
    /// Returns the path of the address: `/notes`, or empty.
    fn path(&self) -> &str {
        let rest = self.url.split_once("://").map_or("", |(_, rest)| rest);
        rest.find('/').map_or("", |at| &rest[at..])
    }
}

/// Tells what an address in a page means.
pub(super) fn meaning<'a>(page: &OutputPath, address: &'a str, base: Base<'_>) -> Meaning<'a> {
    let address = address.trim();
    let (address, id) = address.split_once('#').unwrap_or((address, ""));
    let address = address.split_once('?').map_or(address, |(address, _)| address);
    // A text to be marked, which may stand behind the id, is none; the top of a page is always there.
    let id = if id.starts_with(":~:") { "" } else { id.split_once(":~:").map_or(id, |(id, _)| id) };
    let id = if id.eq_ignore_ascii_case("top") { "" } else { id };
    let id = percent_decode(id);
    if address.is_empty() {
        return Meaning::Inside { file: page.as_str().to_owned(), id };
    }
    let own = address.strip_prefix(base.url).filter(|rest| !base.url.is_empty() && starts_a_path(rest));
    let (start, rest) = if let Some(rest) = own {
        ("", rest)
    } else if address.starts_with("//") || has_scheme(address) {
        return Meaning::Elsewhere;
    } else if address.starts_with('/') {
        match address.strip_prefix(base.path()).filter(|rest| starts_a_path(rest)) {
            Some(rest) => ("", rest),
            None => return Meaning::Elsewhere,
        }
    } else {
        (page.as_str().rsplit_once('/').map_or("", |(folder, _)| folder), address)
    };
    let mut file = String::with_capacity(start.len() + rest.len() + 12);
    file.push_str(start);
    let is_plain = !rest.as_bytes().contains(&b'%');
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." if file.is_empty() => return Meaning::Outside,
            ".." => file.truncate(file.rfind('/').unwrap_or(0)),
            name if is_plain => push_part(&mut file, name),
            name => push_part(&mut file, &percent_decode(name)),
        }
    }
    if rest.is_empty() || rest.ends_with('/') || matches!(last(rest), "." | "..") {
        push_part(&mut file, "index.html");
    }
    Meaning::Inside { file, id }
}

fn push_part(file: &mut String, part: &str) {
    if !file.is_empty() {
        file.push('/');
    }
    file.push_str(part);
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

fn starts_a_path(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('/')
}

fn has_scheme(address: &str) -> bool {
    let first = address.bytes().find(|byte| matches!(byte, b'/' | b'?' | b':'));
    first == Some(b':')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(page: &str, address: &str, url: &str) -> String {
        let page = OutputPath::new(page).expect("plain");
        match meaning(&page, address, Base { url }) {
            Meaning::Elsewhere => "elsewhere".to_owned(),
            Meaning::Outside => "outside".to_owned(),
            Meaning::Inside { file, id } => format!("{file}#{id}"),
        }
    }

    #[test]
    fn addresses_are_read_as_a_browser_reads_them() {
        for (address, expected) in [
            ("", "a/b/index.html#"),
            ("#x%20y", "a/b/index.html#x y"),
            ("#top", "a/b/index.html#"),
            ("../c/#z:~:text=words", "a/c/index.html#z"),
            ("../c/#:~:text=words", "a/c/index.html#"),
            ("./", "a/b/index.html#"),
            ("../c/?q=1#z", "a/c/index.html#z"),
            ("..", "a/index.html#"),
            ("../../img/%D0%B0%20b.png", "img/а b.png#"),
            ("../../../x", "outside"),
            ("/x/", "elsewhere"),
            ("/notes/x/", "x/index.html#"),
            ("/notes", "index.html#"),
            ("/notesx/", "elsewhere"),
            ("https://e.org/notes/a.xml", "a.xml#"),
            ("https://e.org/other", "elsewhere"),
            ("mailto:a@b.c", "elsewhere"),
            ("data:image/png;base64,xx//", "elsewhere"),
            ("//cdn/x", "elsewhere"),
            ("./a:b.md", "a/b/a:b.md#"),
        ] {
            assert_eq!(shown("a/b/index.html", address, "https://e.org/notes"), expected, "{address}");
        }
        assert_eq!(shown("404.html", "/x/", ""), "x/index.html#");
    }
}
