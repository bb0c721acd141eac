//! Code in colours: short classes of our own, for which the theme has a light and a dark sheet.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock, RwLock};

use foldhash::fast::FixedState;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxSet};

use super::html::escaped;
use crate::note::CODE_LIMIT_BYTES;

/// A line longer than this is not coloured, in bytes: some grammars are slow on them.
const LONGEST_LINE: usize = 4_000;

/// The grammars; loaded when the first block asks for one, since most of that time is spent for nothing
/// on a vault without code.
static GRAMMARS: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Names that authors use and the grammars do not know.
const ALIASES: &[(&str, &str)] = &[
    ("shell", "sh"),
    ("console", "sh"),
    ("zsh", "sh"),
    ("golang", "go"),
    ("c++", "cpp"),
    ("c#", "cs"),
    ("csharp", "cs"),
    ("jsonc", "json"),
    ("proto", "protobuf"),
    ("psql", "sql"),
    ("mysql", "sql"),
];

/// Marked-up code under the hash of its language and text.
type Finished = HashMap<[u8; 32], Arc<str>>;

/// Colours code, and remembers what it coloured for as long as it lives.
#[derive(Default)]
pub(super) struct Highlighter {
    /// What was coloured before it lived.
    known: Arc<Finished>,
    done: RwLock<Finished>,
}

impl Highlighter {
    pub(super) fn new(known: Arc<Finished>) -> Self {
        Self { known, done: RwLock::default() }
    }

    /// Returns all that it was asked for.
    pub(super) fn coloured(&self) -> Finished {
        self.done.read().map(|done| done.clone()).unwrap_or_default()
    }

    /// Returns the code as HTML, escaped, with a `span` around each coloured part. A language without a
    /// grammar gives plain text.
    pub(super) fn markup(&self, language: &str, code: &str) -> Arc<str> {
        if language.is_empty() || code.len() > CODE_LIMIT_BYTES {
            return escaped(code).into();
        }
        let mut hasher = blake3::Hasher::new();
        hasher.update(language.as_bytes()).update(&[0]).update(code.as_bytes());
        let key = *hasher.finalize().as_bytes();
        if let Some(known) = self.done.read().ok().and_then(|done| done.get(&key).cloned()) {
            return known;
        }
        let colour = || coloured(language, code).unwrap_or_else(|| escaped(code)).into();
        let made: Arc<str> = self.known.get(&key).cloned().unwrap_or_else(colour);
        if let Ok(mut done) = self.done.write() {
            done.insert(key, Arc::clone(&made));
        }
        made
    }
}

fn coloured(language: &str, code: &str) -> Option<String> {
    let name = language.to_lowercase();
    let name = ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name.as_str(), |(_, known)| known);
    let grammar = GRAMMARS.find_syntax_by_token(name)?;
    if grammar.name == "Plain Text" {
        return None;
    }
    let mut state = ParseState::new(grammar);
    let mut stack = ScopeStack::new();
    let mut out = Coloured { out: String::with_capacity(code.len() * 2), class: None, blanks: String::new() };
    for line in code.split_inclusive('\n') {
        if line.len() > LONGEST_LINE {
            out.push(None, line);
            continue;
        }
        let operations = state.parse_line(line, &GRAMMARS).ok()?;
        let mut at = 0;
        for (offset, operation) in operations {
            out.push(class_of(&stack), &line[at..offset]);
            at = offset;
            stack.apply(&operation).ok()?;
        }
        out.push(class_of(&stack), &line[at..]);
    }
    Some(out.finish())
}

/// The coloured text so far.
struct Coloured {
    out: String,
    class: Option<&'static str>,
    /// Blanks behind the last part: they have no colour, so the next part decides where they stand.
    blanks: String,
}

impl Coloured {
    /// Writes text under a class; neighbours of one class share a `span`.
    fn push(&mut self, class: Option<&'static str>, text: &str) {
        if text.trim().is_empty() {
            self.blanks.push_str(text);
            return;
        }
        let words = text.trim_end();
        if self.class == class {
            self.out.push_str(&self.blanks);
        } else {
            if self.class.is_some() {
                self.out.push_str("</span>");
            }
            self.out.push_str(&self.blanks);
            if let Some(class) = class {
                let _ = write!(self.out, "<span class=\"{class}\">");
            }
            self.class = class;
        }
        self.out.push_str(&escaped(words));
        text[words.len()..].clone_into(&mut self.blanks);
    }

    fn finish(mut self) -> String {
        if self.class.is_some() {
            self.out.push_str("</span>");
        }
        self.out.push_str(&self.blanks);
        self.out
    }
}

/// The innermost scope that has a colour decides.
fn class_of(stack: &ScopeStack) -> Option<&'static str> {
    CLASSES.with_borrow_mut(|known| stack.as_slice().iter().rev().find_map(|scope| known.class_of(*scope)))
}

/// Scopes by prefix, the longer before the shorter. An empty class says: no colour, look no further.
const SCOPES: &[(&str, &str)] = &[
    ("comment", "hl-c"),
    ("string", "hl-s"),
    ("constant.numeric", "hl-n"),
    ("constant.character.escape", "hl-l"),
    ("constant", "hl-l"),
    ("keyword.operator", "hl-o"),
    ("keyword", "hl-k"),
    ("storage", "hl-k"),
    ("support.type", "hl-t"),
    ("support.class", "hl-t"),
    ("support.function", "hl-f"),
    ("support.macro", "hl-m"),
    ("entity.name.function", "hl-f"),
    ("entity.name.type", "hl-t"),
    ("entity.name.class", "hl-t"),
    ("entity.name.struct", "hl-t"),
    ("entity.name.tag", "hl-g"),
    ("entity.name.section", "hl-m"),
    ("entity.other.attribute-name", "hl-a"),
    ("entity.name", "hl-t"),
    ("variable.function", "hl-f"),
    ("variable.parameter", "hl-v"),
    ("variable.language", "hl-k"),
    ("markup.heading", "hl-m"),
    ("markup.inserted", "hl-i"),
    ("markup.deleted", "hl-d"),
    ("markup.bold", "hl-e"),
    ("markup.italic", "hl-e"),
    ("meta.annotation", "hl-a"),
];

struct Classes {
    prefixes: Vec<(Scope, &'static str)>,
    /// What was asked before: a grammar has few scopes, and code asks at every turn.
    known: HashMap<Scope, Option<&'static str>, FixedState>,
}

thread_local! {
    static CLASSES: RefCell<Classes> = RefCell::new(Classes {
        prefixes: SCOPES
            .iter()
            .filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class)))
            .collect(),
        known: HashMap::default(),
    });
}

impl Classes {
    fn class_of(&mut self, scope: Scope) -> Option<&'static str> {
        let prefixes = &self.prefixes;
        let find = || prefixes.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, class)| *class);
        *self.known.entry(scope).or_insert_with(find)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_keeps_its_text_and_gains_short_classes() {
        let html = Highlighter::default().markup("rust", "fn f() -> u8 { 1 } // <one>\n");
        assert!(html.contains("<span class=\"hl-k\">fn</span>"), "{html}");
        assert!(html.contains("&lt;one&gt;"), "{html}");
        let text: String = scraper::Html::parse_fragment(&html).root_element().text().collect();
        assert_eq!(text, "fn f() -> u8 { 1 } // <one>\n");
    }

    #[test]
    fn what_was_coloured_once_is_not_coloured_again() {
        let first = Highlighter::default();
        first.markup("rust", "fn f() {}");
        let known = first.coloured().into_keys().map(|key| (key, "known".into())).collect();
        let second = Highlighter::new(Arc::new(known));
        assert_eq!(&*second.markup("rust", "fn f() {}"), "known");
        assert!(second.markup("rust", "fn g() {}").contains("hl-"));
        assert!(second.markup("go", "fn f() {}").contains("hl-"));
        assert_eq!(second.coloured().len(), 3);
    }

    #[test]
    fn an_unknown_language_is_plain_text() {
        assert_eq!(&*Highlighter::default().markup("nosuch", "a < b"), "a &lt; b");
    }
}
