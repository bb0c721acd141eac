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

    /// Returns what has to travel, in the order in which nothing is missed: first what pages need, then what
    /// finds it, then pages that nothing leads to yet, then those that readers have. In each step the order
    /// does not matter.
    pub(super) fn steps(&self) -> Vec<Vec<&str>> {
        let mut steps = vec![Vec::new(); 4];
        let new = self.new.iter().map(|path| (path, true));
        for (path, is_new) in new.chain(self.changed.iter().map(|path| (path, false))) {
            steps[rank(path, is_new)].push(path.as_str());
        }
        steps.retain(|step| !step.is_empty());
        steps
    }
}

/// Returns the step that a file belongs to.
fn rank(path: &str, is_new: bool) -> usize {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    match extension {
        "html" | "md" if is_new => 2,
        // Lists of pages lead to them as pages do.
        "html" | "md" | "xml" | "txt" | "json" => 3,
        // The head of the search names its parts.
        _ if path.starts_with("search-index/") && path.matches('/').count() == 1 => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_goes_up_before_what_it_needs() {
        let map = |rows: &[(&str, &str)]| {
            rows.iter()
                .map(|(path, hash)| ((*path).to_owned(), (*hash).to_owned()))
                .collect::<BTreeMap<_, _>>()
        };
        let old = Manifest::new("g", map(&[("index.html", "1"), ("gone/index.html", "1"), ("a.png", "1")]));
        let new = map(&[
            ("index.html", "2"),
            ("new/index.html", "1"),
            ("a.png", "1"),
            ("assets/s.1.css", "1"),
            ("search-index/hot.bin", "1"),
            ("search-index/x/1.bin", "1"),
            ("atom.xml", "1"),
        ]);
        let changes = Changes::between(&old, &new);
        assert_eq!(changes.same, ["a.png"]);
        assert_eq!(changes.removed, ["gone/index.html"]);
        let expected: &[&[&str]] = &[
            &["assets/s.1.css", "search-index/x/1.bin"],
            &["search-index/hot.bin"],
            &["new/index.html"],
            &["atom.xml", "index.html"],
        ];
        assert_eq!(changes.steps(), expected);
        assert!(Changes::between(&Manifest::new("g", new.clone()), &new).is_empty());
    }
}
