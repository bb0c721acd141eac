//! Facts about the written pages.

use std::collections::BTreeSet;

use scraper::{ElementRef, Html, Node, Selector};
use serde_json::Value;
use studium::site::{Artifact, Site};

use super::facts::entries;
use crate::support::text_of;

/// Returns which facts do not hold.
pub(crate) fn check(graph: &Value, site: &Site, expect: &Value) -> Vec<String> {
    let pages = Pages { graph, site };
    let mut wrong = Vec::new();
    let exists = |path: &str| site.artifacts.keys().any(|known| known.as_str() == path);
    for path in entries(expect, "pages").into_iter().filter_map(Value::as_str) {
        if !exists(path) {
            wrong.push(format!("no page {path}; there are {}", pages.list()));
        }
    }
    for path in entries(expect, "pages_absent").into_iter().filter_map(Value::as_str) {
        if exists(path) {
            wrong.push(format!("page {path} should not be there"));
        }
    }
    let copied = |path: &str| {
        let copy =
            |artifact: &Artifact| matches!(artifact, Artifact::Copy(source) if source.as_str() == path);
        site.artifacts.values().any(copy)
    };
    for path in entries(expect, "assets").into_iter().filter_map(Value::as_str) {
        if !copied(path) {
            wrong.push(format!("attachment {path} is not published"));
        }
    }
    for path in entries(expect, "assets_absent").into_iter().filter_map(Value::as_str) {
        if copied(path) {
            wrong.push(format!("attachment {path} is published"));
        }
    }
    for path in entries(expect, "unique_ids").into_iter().filter_map(Value::as_str) {
        wrong.extend(pages.repeated_ids(path));
    }
    for fact in entries(expect, "html_contains") {
        wrong.extend(pages.contains(fact));
    }
    for fact in entries(expect, "html_not_contains") {
        wrong.extend(pages.contains_not(fact));
    }
    wrong
}

struct Pages<'p> {
    graph: &'p Value,
    site: &'p Site,
}

impl Pages<'_> {
    fn list(&self) -> String {
        self.site.artifacts.keys().map(studium::site::OutputPath::as_str).collect::<Vec<_>>().join(" ")
    }

    /// Returns the output file of a note or attachment.
    fn output(&self, path: &str) -> Option<String> {
        let rows =
            ["notes", "attachments"].map(|key| self.graph[key].as_array().cloned().unwrap_or_default());
        let row = rows.iter().flatten().find(|row| row["path"] == path)?;
        row["output"].as_str().map(str::to_owned)
    }

    fn page(&self, path: &str) -> Result<(String, Html), String> {
        let output = self.output(path).ok_or_else(|| format!("{path} has no page"))?;
        let text = text_of(self.site, &output).ok_or_else(|| format!("{output} was not written"))?;
        Ok((output, Html::parse_document(&text)))
    }

    fn repeated_ids(&self, path: &str) -> Option<String> {
        let (_, page) = match self.page(path) {
            Ok(page) => page,
            Err(why) => return Some(why),
        };
        let mut seen = BTreeSet::new();
        let selector = Selector::parse("[id]").expect("a plain selector");
        let repeated: Vec<&str> = page
            .select(&selector)
            .filter_map(|element| element.attr("id"))
            .filter(|id| !seen.insert(*id))
            .collect();
        (!repeated.is_empty()).then(|| format!("{path} has ids twice: {repeated:?}"))
    }

    fn contains(&self, fact: &Value) -> Option<String> {
        self.with_matches(fact, |page, matches, html| {
            if let Some(count) = fact["count"].as_u64()
                && count != matches.len() as u64
            {
                return Some(format!("{fact} matches {} elements in {html}", matches.len()));
            }
            let holds = matches.iter().any(|element| self.holds(page, *element, fact));
            (!holds && fact["count"].as_u64() != Some(0)).then(|| format!("{fact} does not hold in {html}"))
        })
    }

    fn contains_not(&self, fact: &Value) -> Option<String> {
        self.with_matches(fact, |page, matches, html| {
            let has_text = fact.get("text").is_some() || fact.get("text_contains").is_some();
            let found = if has_text {
                matches.iter().any(|element| self.holds(page, *element, fact))
            } else {
                !matches.is_empty()
            };
            found.then(|| format!("{fact} should not hold in {html}"))
        })
    }

    fn with_matches(
        &self,
        fact: &Value,
        check: impl Fn(&str, &[ElementRef<'_>], &str) -> Option<String>,
    ) -> Option<String> {
        let path = fact["in"].as_str().unwrap_or("");
        let (output, page) = match self.page(path) {
            Ok(page) => page,
            Err(problem) => return Some(problem),
        };
        let body = Selector::parse("[data-note-body]").expect("a plain selector");
        let Some(body) = page.select(&body).next() else { return Some(format!("{output} has no body")) };
        let matches: Vec<ElementRef<'_>> = match fact["selector"].as_str() {
            None => vec![body],
            Some(selector) if selector.starts_with(":scope") && !selector.contains(' ') => {
                let own = selector.trim_start_matches(":scope");
                let own =
                    Selector::parse(if own.is_empty() { "*" } else { own }).expect("a selector of a case");
                if own.matches(&body) { vec![body] } else { Vec::new() }
            }
            Some(selector) => match Selector::parse(selector) {
                Ok(selector) => body.select(&selector).collect(),
                Err(error) => return Some(format!("{selector}: {error}")),
            },
        };
        check(&output, &matches, &body.html())
    }

    fn holds(&self, page: &str, element: ElementRef<'_>, fact: &Value) -> bool {
        let text = visible_text(element);
        if fact["text"].as_str().is_some_and(|expected| text != expected) {
            return false;
        }
        if fact["text_contains"].as_str().is_some_and(|expected| !text.contains(expected)) {
            return false;
        }
        let attributes = fact["attr"].as_object().into_iter().flatten();
        if !attributes.into_iter().all(|(name, value)| element.attr(name) == value.as_str()) {
            return false;
        }
        let address = element.attr("href").or_else(|| element.attr("src")).unwrap_or("");
        let (path, fragment) = resolved(page, address);
        if let Some(target) = fact["href_to"].as_str()
            && self.output(target) != Some(path)
        {
            return false;
        }
        fact["fragment"].as_str().is_none_or(|expected| fragment == expected)
    }
}

/// Resolves an address against an output file; returns the output file that it names and its fragment.
fn resolved(page: &str, address: &str) -> (String, String) {
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    let decode = |text: &str| studium::words::percent_decode(text).into_owned();
    let fragment = decode(fragment);
    if path.is_empty() {
        return (page.to_owned(), fragment);
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let mut target = decode(&parts.join("/"));
    if path.ends_with('/') || path.ends_with("..") {
        target = if target.is_empty() { "index.html".to_owned() } else { format!("{target}/index.html") };
    }
    (target, fragment)
}

/// The text that a reader sees, with white space collapsed.
fn visible_text(element: ElementRef<'_>) -> String {
    let mut out = String::new();
    gather(element, &mut out);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn gather(element: ElementRef<'_>, out: &mut String) {
    for child in element.children() {
        match child.value() {
            Node::Text(text) => out.push_str(text),
            Node::Element(inner) => {
                let hidden = inner.attr("aria-hidden") == Some("true")
                    || inner.classes().any(|class| class == "anchor");
                if let (false, Some(child)) = (hidden, ElementRef::wrap(child)) {
                    gather(child, out);
                }
            }
            _ => {}
        }
    }
}
