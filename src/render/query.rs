//! What stands in place of a program for the application, whose text no reader is shown.

use super::Words;
use super::html::Html;

/// Fences whose content is a program for the application, not something to read.
const QUERIES: &[&str] = &["base", "dataview", "dataviewjs", "query", "tasks", "datacore", "tracker"];

/// Tells whether a fence holds a query, whose text no reader is shown.
pub(super) fn is_query(language: &str) -> bool {
    QUERIES.contains(&language.to_lowercase().as_str())
}

/// Says what stands in place of a query.
pub(super) fn unanswered(language: &str) -> String {
    format!("A {language} query stands here. It is answered by the application, not on this site.")
}

/// Says honestly that something needs the application.
pub(super) fn unsupported(language: &str, id: Option<&str>, words: Words<'_>, html: &mut Html) {
    let mut attributes = vec![("class", "unsupported"), ("data-language", language)];
    attributes.extend(id.map(|id| ("id", id)));
    html.open("div", &attributes);
    html.open("p", &[]);
    let (before, after) = words.get("query").split_once("{}").unwrap_or_default();
    html.text(before);
    html.open("code", &[]);
    html.text(language);
    html.close();
    html.text(after);
    html.close();
    html.close();
}
