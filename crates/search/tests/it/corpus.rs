//! A small vault about system design, written for these tests.

use studium_search::{Document, Kind, Outcome, Pack, Section, search_pack, write_pack};

/// Reads the documents of `corpus.md`: `=== title | lang | kind | tags: … | aliases: …`, text,
/// `## heading`, text.
pub(crate) fn documents() -> Vec<Document> {
    include_str!("corpus.md").split("=== ").skip(1).map(document).collect()
}

fn document(text: &str) -> Document {
    let (head, body) = text.split_once('\n').unwrap();
    let mut fields = head.split(" | ");
    let title = fields.next().unwrap();
    let lang = fields.next().unwrap();
    let kind = if fields.next() == Some("term") { Kind::Term } else { Kind::Note };
    let list = |key: &str| -> Vec<String> {
        let found = head.split(" | ").find_map(|field| field.strip_prefix(key));
        found.map_or(Vec::new(), |list| list.trim().split(", ").map(str::to_owned).collect())
    };
    let mut sections = vec![Section::default()];
    for line in body.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let anchor = heading.to_lowercase().replace(' ', "-");
            sections.push(Section {
                heading: Some(heading.to_owned()),
                anchor: Some(anchor),
                text: String::new(),
            });
        } else {
            let section = sections.last_mut().unwrap();
            section.text.push_str(line);
            section.text.push('\n');
        }
    }
    Document {
        path: format!("System design/{title}.md"),
        permalink: format!("/{}/", title.to_lowercase().replace([' ', '/'], "-")),
        title: title.to_owned(),
        aliases: list("aliases:"),
        tags: list("tags:"),
        lang: lang.to_owned(),
        kind,
        boost: 1.0,
        sections,
    }
}

/// A note of a title and a text.
pub(crate) fn note(title: &str, text: &str) -> Document {
    let mut document = document(&format!("{title} | en | note\n"));
    text.clone_into(&mut document.sections[0].text);
    document
}

/// The pack of some documents.
pub(crate) fn pack(documents: &[Document]) -> Pack {
    write_pack(documents).unwrap()
}

/// Asks a pack.
pub(crate) fn ask(pack: &Pack, query: &str) -> Outcome {
    search_pack(pack, query, 100).unwrap()
}

/// The titles of what was found, each with its heading, if any, after `›`.
pub(crate) fn titles(outcome: &Outcome) -> Vec<String> {
    let title = |hit: &studium_search::Hit| match &hit.heading {
        Some(heading) => format!("{} › {heading}", hit.title),
        None => hit.title.clone(),
    };
    outcome.hits.iter().map(title).collect()
}
