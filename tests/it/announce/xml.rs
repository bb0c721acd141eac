//! XML read by a reader that is not ours.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// An element: its name, attributes and text.
#[derive(Debug, Default)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: BTreeMap<String, String>,
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
}

impl Element {
    pub(crate) fn all<'e, 'n: 'e>(
        &'e self,
        name: &'n str,
    ) -> impl Iterator<Item = &'e Element> + use<'e, 'n> {
        self.children.iter().filter(move |child| child.name == name)
    }

    pub(crate) fn one(&self, name: &str) -> &Element {
        let mut found = self.children.iter().filter(|child| child.name == name);
        let first = found.next().unwrap_or_else(|| panic!("no {name} in {self:?}"));
        assert!(found.next().is_none(), "two {name}");
        first
    }

    pub(crate) fn link(&self, rel: &str) -> &str {
        let mut links = self.all("link").filter(|link| link.attributes["rel"] == rel);
        &links.next().unwrap_or_else(|| panic!("no {rel}")).attributes["href"]
    }
}

/// Reads a document as any reader of XML does, and insists on well-formedness.
pub(crate) fn xml(text: &str) -> Element {
    fn opened(start: &BytesStart<'_>) -> Element {
        let attribute = |found: Result<quick_xml::events::attributes::Attribute<'_>, _>| {
            let found = found.expect("an attribute");
            let key = found.key.as_ref().to_owned();
            (key, quick_xml::escape::unescape(&found.value).expect("escaped").into_owned())
        };
        let name = start.name().as_ref().to_owned();
        Element { name, attributes: start.attributes().map(attribute).collect(), ..Element::default() }
    }
    let mut reader = Reader::from_str(text);
    let mut open = vec![Element::default()];
    loop {
        let close = |open: &mut Vec<Element>| {
            let done = open.pop().expect("opened");
            open.last_mut().expect("a root").children.push(done);
        };
        match reader.read_event().expect("well-formed") {
            Event::Start(start) => open.push(opened(&start)),
            Event::Empty(start) => {
                open.push(opened(&start));
                close(&mut open);
            }
            Event::End(_) => close(&mut open),
            Event::Text(words) => open.last_mut().expect("open").text += &words,
            Event::GeneralRef(name) => {
                let written = format!("&{};", &*name);
                open.last_mut().expect("open").text += &quick_xml::escape::unescape(&written).expect("known");
            }
            Event::Eof => break,
            _ => {}
        }
    }
    let mut root = open.pop().expect("the document");
    assert!(open.is_empty() && root.children.len() == 1, "one root");
    root.children.remove(0)
}
