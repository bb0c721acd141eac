//! Tags of raw HTML as a browser reads them.
//!
//! In: tags as an author wrote them. Out: where each ends, how many attributes it has, and which elements are
//! open, so that there can be a limit to both.

use std::collections::HashMap;

use super::HTML_DEPTH;

/// How many attributes a tag of raw HTML may have. The parser of the cleaner compares each with all before it.
pub const HTML_ATTRIBUTES: usize = 256;

/// The attributes of a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Attributes {
    /// The length of what stands between the name and the next text, `>` included; `None` if nothing ends the tag.
    pub len: Option<usize>,
    /// How many there are.
    pub count: usize,
}

/// Where in a tag a browser is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    BeforeName,
    Name,
    AfterName,
    BeforeValue,
    Value,
    Quoted(char),
}

impl Attributes {
    /// Reads what stands behind the name of a tag. Costs O(length of the tag).
    pub fn read(text: &str) -> Self {
        let mut state = State::BeforeName;
        let mut count = 0;
        for (at, c) in text.char_indices() {
            let next = match (state, c) {
                (State::Quoted(mark), c) if c == mark => State::BeforeName,
                (State::Quoted(_), _) => state,
                (_, '>') => return Self { len: Some(at + 1), count },
                (State::Value, c) if is_blank(c) => State::BeforeName,
                (State::BeforeValue, '"' | '\'') => State::Quoted(c),
                (State::BeforeValue, c) if is_blank(c) => State::BeforeValue,
                (State::Value | State::BeforeValue, _) => State::Value,
                (_, '/') => State::BeforeName,
                (State::Name | State::AfterName, '=') => State::BeforeValue,
                (State::Name, c) if is_blank(c) => State::AfterName,
                (State::BeforeName | State::AfterName, c) if is_blank(c) => state,
                _ => State::Name,
            };
            if next == State::Name && state != State::Name {
                count += 1;
            }
            state = next;
        }
        Self { len: None, count }
    }
}

/// Elements that need no end tag, or have none: how many are open cannot be told from their tags. A browser
/// closes those that can lie in each other.
const LOOSE: &[&str] = &[
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "colgroup", "col", "rt", "rp", "br",
    "hr", "img", "wbr", "area", "base", "embed", "input", "link", "meta", "param", "source", "track",
];

/// Elements that go on when one around them ends.
const FORMATTING: &[&str] =
    &["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];

/// Elements that an end tag does not reach out of, but for that of a table.
const BARRIERS: &[&str] = &["table", "caption", "template", "marquee", "object", "applet"];

/// Which elements an author has opened, from the first piece of raw HTML of a note to the last. At no time
/// does a browser that is given only the tags that are let through have more of them open.
#[derive(Clone, Debug, Default)]
pub struct OpenElements {
    names: Vec<String>,
    /// Name → how many lie beyond the limit, so that their end tags close no others.
    beyond: HashMap<String, usize>,
}

impl OpenElements {
    /// Takes a start tag by its name in lower case, and tells whether it is let through: it lies no deeper than
    /// [`HTML_DEPTH`].
    pub fn open(&mut self, name: &str) -> bool {
        if LOOSE.contains(&name) {
            return true;
        }
        let is_let_through = self.names.len() < HTML_DEPTH;
        if is_let_through {
            self.names.push(name.to_owned());
        } else {
            self.refuse(name);
        }
        is_let_through
    }

    /// Takes a start tag that is left out for another reason.
    pub fn refuse(&mut self, name: &str) {
        if !LOOSE.contains(&name) {
            *self.beyond.entry(name.to_owned()).or_default() += 1;
        }
    }

    /// Takes an end tag by its name in lower case, and tells whether it is let through: it closes something.
    pub fn close(&mut self, name: &str) -> bool {
        if LOOSE.contains(&name) {
            return true;
        }
        if let Some(count) = self.beyond.get_mut(name).filter(|count| **count > 0) {
            *count -= 1;
            return false;
        }
        let Some(at) = self.names.iter().rposition(|open| open == name) else { return false };
        let is_formatting = |name: &str| FORMATTING.contains(&name);
        let above = &self.names[at + 1..];
        if name != "table" && above.iter().any(|open| BARRIERS.contains(&open.as_str())) {
            return false;
        }
        if is_formatting(name) {
            self.names.remove(at);
        } else {
            let above = self.names.split_off(at);
            self.names.extend(above.into_iter().skip(1).filter(|open| is_formatting(open)));
        }
        true
    }
}

fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn let_through(tags: &[&str]) -> String {
        let mut open = OpenElements::default();
        let is_let_through = |tag: &&&str| match tag.strip_prefix('/') {
            Some(name) => open.close(name),
            None => open.open(tag),
        };
        tags.iter().filter(is_let_through).copied().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn end_tags_close_what_a_browser_closes() {
        for (tags, left) in [
            (&["div", "b", "/div", "/b", "/b"][..], "div b /div /b"),
            (
                &["details", "summary", "/summary", "/summary", "/details"],
                "details summary /summary /details",
            ),
            (&["div", "table", "/div", "td", "/td", "/table", "/div"], "div table td /td /table /div"),
            (&["b", "i", "/b", "/i", "/i", "/p"], "b i /b /i /p"),
        ] {
            assert_eq!(let_through(tags), left);
        }
    }

    #[test]
    fn end_tags_that_close_nothing_make_no_room() {
        let tags = ["div", "/b"].repeat(HTML_DEPTH + 50);
        assert_eq!(let_through(&tags), vec!["div"; HTML_DEPTH].join(" "));
        let beyond = [vec!["div"; HTML_DEPTH + 3], vec!["/div"; HTML_DEPTH + 4]].concat();
        let even = [vec!["div"; HTML_DEPTH], vec!["/div"; HTML_DEPTH]].concat();
        assert_eq!(let_through(&beyond), even.join(" "));
    }

    #[test]
    fn attributes_are_counted_as_a_browser_counts_them() {
        for (text, len, count) in [
            ("> b", Some(1), 0),
            (" a b=c d='e f' g = \"h>\">x", Some(24), 4),
            (" / a/b>", Some(7), 2),
            (" a=b=c =d>", Some(10), 2),
            (" a 'b>", Some(6), 2),
            (" a=\"b>", None, 1),
        ] {
            assert_eq!(Attributes::read(text), Attributes { len, count }, "{text}");
        }
    }
}
