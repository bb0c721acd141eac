//! Faults that templates make, gathered by the place in a template that makes them.
//!
//! In: faults of single pages. Out: findings, one for each place, with the templates that show it and the
//! number of pages. A place is known by its tag without the values that differ from page to page: a part that all
//! templates include is told once.

use std::collections::{BTreeMap, BTreeSet};

use super::tell::diagnostic;
use super::{Fault, FaultKind};
use crate::diagnostic::Diagnostic;

/// How many different values are told of one place. Where there are more, each page has its own.
const VALUES: usize = 3;

/// Faults by the shape of their tags.
#[derive(Default)]
pub(super) struct ByPlace(BTreeMap<(u8, String), BTreeMap<String, Group>>);

/// The same fault on several pages.
struct Group {
    page: String,
    fault: Fault,
    templates: BTreeSet<&'static str>,
    pages: BTreeSet<usize>,
}

impl ByPlace {
    /// Adds a fault of a page, which is known by a number.
    pub(super) fn add(&mut self, number: usize, page: &str, fault: Fault, template: &'static str) {
        let kind = match fault.kind {
            FaultKind::NoFile(_) => 0,
            FaultKind::NoId { .. } => 1,
            FaultKind::Outside => 2,
            FaultKind::Doubled(_) => 3,
        };
        let values = self.0.entry((kind, shape(&fault.tag))).or_default();
        let group = values.entry(from_root(&fault.written).to_owned()).or_insert_with(|| Group {
            page: page.to_owned(),
            fault,
            templates: BTreeSet::new(),
            pages: BTreeSet::new(),
        });
        group.templates.insert(template);
        group.pages.insert(number);
    }

    /// Says it all.
    pub(super) fn told(self) -> Vec<Diagnostic> {
        let mut told = Vec::new();
        for groups in self.0.into_values() {
            let mut groups: Vec<Group> = groups.into_values().collect();
            groups.sort_by_key(|group| group.pages.first().copied());
            if groups.len() > VALUES {
                let others = groups.split_off(1);
                for other in others {
                    groups[0].templates.extend(other.templates);
                    groups[0].pages.extend(other.pages);
                }
            }
            told.extend(groups.into_iter().map(|group| {
                let templates: Vec<&str> = group.templates.into_iter().collect();
                diagnostic(None, &group.page, &group.fault, &templates, group.pages.len() - 1)
            }));
        }
        told
    }
}

/// Returns an address without the way to the root, which differs from page to page.
fn from_root(written: &str) -> &str {
    let mut rest = written.trim_start_matches('/');
    while let Some(shorter) = rest.strip_prefix("../").or_else(|| rest.strip_prefix("./")) {
        rest = shorter;
    }
    rest
}

/// Returns a tag without the values of its attributes.
fn shape(tag: &str) -> String {
    let mut shape = String::new();
    let mut rest = tag;
    while let Some(at) = rest.find('=') {
        shape.push_str(&rest[..=at]);
        rest = rest[at + 1..].trim_start();
        let end = match rest.chars().next() {
            Some(quote @ ('"' | '\'')) => rest[1..].find(quote).map(|end| end + 2),
            _ => rest.find(|c: char| c.is_whitespace() || c == '>'),
        };
        rest = &rest[end.unwrap_or(rest.len())..];
    }
    shape + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(rows: &[(usize, &str, &str, &'static str)]) -> Vec<(String, String)> {
        let mut faults = ByPlace::default();
        for (number, page, written, template) in rows {
            let fault = Fault {
                written: (*written).to_owned(),
                kind: FaultKind::NoFile((*written).to_owned()),
                tag: format!("<a class=\"x\" href='{written}' data-n={number}>"),
            };
            faults.add(*number, page, fault, template);
        }
        let told = faults.told().into_iter();
        told.map(|found| {
            (found.message.to_string(), found.help.map(|help| help.to_string()).unwrap_or_default())
        })
        .collect()
    }

    #[test]
    fn one_place_is_told_once_whatever_the_depth_of_the_page() {
        let told = added(&[
            (0, "index.html", "gone/", "home.html"),
            (1, "a/index.html", "../gone/", "note.html"),
            (2, "a/b/index.html", "../../gone/", "note.html"),
        ]);
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].0.contains("`index.html` asks for `gone/`"), "{told:?}");
        assert!(
            told[0].1.contains("the templates `home.html`, `note.html`; the same on 2 more pages"),
            "{told:?}"
        );
    }

    #[test]
    fn a_value_of_each_page_is_told_once_and_few_values_are_told_each() {
        let few =
            added(&[(0, "a", "x", "note.html"), (1, "b", "y", "note.html"), (2, "c", "x", "note.html")]);
        assert_eq!(few.len(), 2, "{few:?}");
        assert!(few[0].1.contains("the template `note.html`; the same on 1 more page"), "{few:?}");
        let pages = ["a", "b", "c", "d", "e"];
        let rows: Vec<_> =
            pages.iter().enumerate().map(|(number, page)| (number, *page, *page, "note.html")).collect();
        let many = added(&rows);
        assert_eq!(many.len(), 1, "{many:?}");
        assert!(many[0].1.contains("the same on 4 more pages"), "{many:?}");
    }

    #[test]
    fn the_shape_of_a_tag_has_no_values() {
        assert_eq!(shape("<a class=\"x\" href='y' data-n=3 hidden>"), "<a class= href= data-n= hidden>");
        assert_eq!(shape("<img src=\"a>b"), "<img src=");
        assert_eq!(shape(""), "");
    }
}
