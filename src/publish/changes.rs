//! What a publish would change, by the hashes of what is there and of what is to be.

use std::collections::BTreeMap;

use super::manifest::Manifest;

/// The files of a site beside those that an earlier publish put there; paths in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Not there so far: public for the first time.
    pub new: Vec<String>,
    /// There with other bytes.
    pub changed: Vec<String>,
    /// There as they are.
    pub same: Vec<String>,
    /// There, and no longer part of the site.
    pub removed: Vec<String>,
}

impl Changes {
    pub(super) fn between(old: &Manifest, new: &BTreeMap<String, String>) -> Self {
        let mut changes = Self::default();
        for (path, hash) in new {
            let list = match old.files.get(path) {
                None => &mut changes.new,
                Some(known) if known != hash => &mut changes.changed,
                Some(_) => &mut changes.same,
            };
            list.push(path.clone());
        }
        changes.removed = old.files.keys().filter(|path| !new.contains_key(*path)).cloned().collect();
        changes
    }

    /// Tells whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.new.is_empty() && self.changed.is_empty() && self.removed.is_empty()
    }

    /// Returns what has to travel, in the order in which nothing is missed: first what pages need, then pages
    /// that nothing leads to yet, then what finds pages, then those that readers have. In each step the
    /// order does not matter.
    pub(super) fn steps(&self) -> Vec<Vec<&str>> {
        let mut steps = vec![Vec::new(); LAST + 2];
        let new = self.new.iter().map(|path| (path, true));
        for (path, is_new) in new.chain(self.changed.iter().map(|path| (path, false))) {
            steps[rank(path, is_new)].push(path.as_str());
        }
        steps.retain(|step| !step.is_empty());
        steps
    }

    /// Returns what has to go: first pages and lists of them, then what they needed.
    pub(super) fn removals(&self) -> [Vec<&str>; 2] {
        let removed = self.removed.iter().map(String::as_str);
        let (pages, others) = removed.partition(|path| rank(path, false) == LAST);
        [pages, others]
    }
}

/// The step of what readers come to by themselves.
const LAST: usize = 4;

/// Returns the step that a file belongs to.
fn rank(path: &str, is_new: bool) -> usize {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        // The address of a site leads to its first page, and any wrong address to a page that leads there.
        "html" if path == "404.html" && is_new => LAST + 1,
        "html" if path == "index.html" => LAST,
        "html" | "md" if is_new => 2,
        // Lists of pages lead to them as pages do.
        "html" | "md" | "xml" | "txt" | "json" => LAST,
        // The head of the search names its parts, and finds pages. Where there was none, no page asks for it yet,
        // and new ones will.
        // A browser that sees a new keeper fetches at once what it names.
        "js" if path == "search-offline.js" => LAST,
        _ if path.starts_with("search-index/") && path.matches('/').count() == 1 => {
            if is_new {
                1
            } else {
                3
            }
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn map(rows: &[(&str, &str)]) -> BTreeMap<String, String> {
        rows.iter().map(|(path, hash)| ((*path).to_owned(), (*hash).to_owned())).collect()
    }

    #[test]
    fn nothing_goes_up_before_what_it_needs() {
        let old =
            [("index.html", "1"), ("gone/index.html", "1"), ("a.png", "1"), ("search-index/hot.bin", "1")];
        let old = Manifest::new("g", map(&old));
        let new = map(&[
            ("index.html", "2"),
            ("new/index.html", "1"),
            ("a.png", "1"),
            ("assets/s.1.css", "1"),
            ("search-index/hot.bin", "2"),
            ("search-index/x/1.bin", "1"),
            ("atom.xml", "1"),
            ("search-offline.js", "1"),
        ]);
        let changes = Changes::between(&old, &new);
        assert_eq!(changes.same, ["a.png"]);
        assert_eq!(changes.removed, ["gone/index.html"]);
        let expected: &[&[&str]] = &[
            &["assets/s.1.css", "search-index/x/1.bin"],
            &["new/index.html"],
            &["search-index/hot.bin"],
            &["atom.xml", "search-offline.js", "index.html"],
        ];
        assert_eq!(changes.steps(), expected);
        assert!(Changes::between(&Manifest::new("g", new.clone()), &new).is_empty());
    }

    #[test]
    fn a_first_publish_ends_with_what_an_address_leads_to() {
        let new = map(&[
            ("404.html", "1"),
            ("a/index.html", "1"),
            ("index.html", "1"),
            ("search-index/hot.bin", "1"),
            ("search-index/x/1.bin", "1"),
        ]);
        let expected: &[&[&str]] = &[
            &["search-index/x/1.bin"],
            &["search-index/hot.bin"],
            &["a/index.html"],
            &["index.html"],
            &["404.html"],
        ];
        assert_eq!(Changes::between(&Manifest::default(), &new).steps(), expected);
    }
}
