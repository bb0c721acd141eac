//! Finds the names of notes in running text.
//!
//! In: names, then any text. Out: where the text mentions which note, in one pass for all names. Not
//! here: which mentions become links, and which text may be searched (`page`).

use std::collections::HashMap;
use std::ops::Range;

use super::NoteId;
use crate::words::{fold, stem};

/// An acronym of up to this many letters must be written exactly: `CAP` is not a cap.
const ACRONYM_LETTERS: usize = 4;

/// A place in a text that names a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// The note.
    pub note: NoteId,
    /// The bytes of the text that name it.
    pub range: Range<usize>,
}

/// Finds the names of many notes in a text at once.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// Words in the form in which they are compared.
    words: HashMap<String, u32>,
    /// From a node, by a word, to the next; the root is node 0.
    steps: HashMap<(u32, u32), u32>,
    /// The names that end at each node.
    ends: Vec<Vec<End>>,
}

/// The end of a name.
#[derive(Clone, Debug)]
struct End {
    note: NoteId,
    /// What must be written exactly so.
    exactly: Option<String>,
}

impl Mentions {
    /// Prepares to find these names. Of two notes of one name the first is found. Costs O(their
    /// length).
    pub fn of(names: impl IntoIterator<Item = (NoteId, String)>) -> Self {
        let mut made = Self { ends: vec![Vec::new()], ..Self::default() };
        for (note, name) in names {
            let tokens = tokens(&name);
            if !tokens.iter().any(|token| token.is_word) {
                continue;
            }
            let mut node = 0;
            for token in &tokens {
                let next_word = u32::try_from(made.words.len()).unwrap_or(u32::MAX);
                let word = *made.words.entry(token.key(&name)).or_insert(next_word);
                let next_node = u32::try_from(made.ends.len()).unwrap_or(u32::MAX);
                node = *made.steps.entry((node, word)).or_insert(next_node);
                if node == next_node {
                    made.ends.push(Vec::new());
                }
            }
            let exactly = is_acronym(&name).then(|| name.trim().to_owned());
            made.ends[node as usize].push(End { note, exactly });
        }
        made
    }

    /// Returns all mentions in order of place; they do not overlap, and of names that begin at one
    /// word the longest is taken.
    ///
    /// Names are found in other forms too: English plurals, Russian cases, with a hyphen for a blank.
    /// Case does not count but in acronyms. Costs O(text), however many names there are.
    pub fn find(&self, text: &str) -> Vec<Mention> {
        let tokens = tokens(text);
        let words: Vec<Option<u32>> =
            tokens.iter().map(|token| self.words.get(&token.key(text)).copied()).collect();
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            match self.longest(text, &tokens[at..], &words[at..]) {
                Some((length, note)) => {
                    let range = tokens[at].range.start..tokens[at + length - 1].range.end;
                    found.push(Mention { note, range });
                    at += length;
                }
                None => at += 1,
            }
        }
        found
    }

    fn longest(&self, text: &str, tokens: &[Token], words: &[Option<u32>]) -> Option<(usize, NoteId)> {
        let mut node = 0;
        let mut longest = None;
        for (index, word) in words.iter().enumerate() {
            let Some(next) = word.and_then(|word| self.steps.get(&(node, word))) else { break };
            node = *next;
            let written = &text[tokens[0].range.start..tokens[index].range.end];
            let fits = |end: &&End| end.exactly.as_ref().is_none_or(|exactly| is_written(exactly, written));
            if let Some(end) = self.ends[node as usize].iter().find(fits)
                && !goes_on(&text[tokens[index].range.end..])
            {
                longest = Some((index + 1, end.note));
            }
        }
        longest
    }
}

/// A word or sign of a text. Blanks, hyphens and underscores are none; they only divide.
struct Token {
    range: Range<usize>,
    is_word: bool,
}

impl Token {
    /// Returns the form in which tokens are compared.
    fn key(&self, text: &str) -> String {
        let written = &text[self.range.clone()];
        if self.is_word { form(&fold(written).replace('ё', "е")) } else { written.to_owned() }
    }
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (start, c) in text.char_indices() {
        let range = start..start + c.len_utf8();
        if c.is_alphanumeric() || is_joined_mark(c) {
            match tokens.last_mut().filter(|last| last.is_word && last.range.end == start) {
                Some(last) => last.range.end = range.end,
                None => tokens.push(Token { range, is_word: true }),
            }
        } else if !c.is_whitespace() && !matches!(c, '-' | '_' | '\u{2010}' | '\u{2011}' | '\u{ad}') {
            tokens.push(Token { range, is_word: false });
        }
    }
    tokens
}

// A letter may be written as itself and a mark.
fn is_joined_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Returns the form that all forms of a word share: its stem in Russian, its singular in English.
///
/// English stems are not used, because they would take `hash` for a mention of `hashing`.
fn form(word: &str) -> String {
    if word.chars().any(|c| ('а'..='я').contains(&c)) {
        return stem(word);
    }
    let singular = match word {
        _ if word.len() < 4 || !word.is_ascii() => word,
        _ if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") => word,
        _ if word.ends_with("ies") => return format!("{}y", &word[..word.len() - 3]),
        _ => {
            let hissing = ["shes", "ches", "xes", "sses", "zes"];
            let cut = if hissing.iter().any(|end| word.ends_with(end)) { "es" } else { "s" };
            word.strip_suffix(cut).unwrap_or(word)
        }
    };
    singular.to_owned()
}

fn is_acronym(name: &str) -> bool {
    let name = name.trim();
    let letters = name.chars().count();
    letters <= ACRONYM_LETTERS && name.chars().all(|c| c.is_uppercase() || c.is_numeric())
}

/// Tells whether an acronym is written exactly so, or as its plural.
fn is_written(acronym: &str, written: &str) -> bool {
    written.strip_prefix(acronym).is_some_and(|rest| matches!(rest, "" | "s"))
}

// `C` is not named by `C++` and `C#`.
fn goes_on(rest: &str) -> bool {
    rest.starts_with(['+', '#'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(names: &[&str], text: &str) -> String {
        let mentions = Mentions::of((0..).map(NoteId).zip(names.iter().map(|name| (*name).to_owned())));
        let mut marked = text.to_owned();
        for Mention { note, range } in mentions.find(text).into_iter().rev() {
            marked.replace_range(range.clone(), &format!("<{} {}>", note.index(), &text[range]));
        }
        marked
    }

    #[test]
    fn the_longest_name_wins_and_names_do_not_overlap() {
        let names = ["Pod", "Pod lifecycle", "lifecycle hook"];
        assert_eq!(marked(&names, "A pod-lifecycle hook, pod."), "A <1 pod-lifecycle> hook, <0 pod>.");
        assert_eq!(marked(&names, "pod. Lifecycle hook"), "<0 pod>. <2 Lifecycle hook>");
    }

    #[test]
    fn words_are_found_in_their_forms() {
        let names = ["Шардирование", "реплика", "Partition", "Query", "Hashing", "Два полёта"];
        for (text, expected) in [
            ("после шардирования", "после <0 шардирования>"),
            ("много реплик", "много <1 реплик>"),
            ("partitions and queries", "<2 partitions> and <3 queries>"),
            ("a hash", "a hash"),
            ("двух полетов", "двух полетов"),
            ("два полета", "<5 два полета>"),
        ] {
            assert_eq!(marked(&names, text), expected);
        }
    }

    #[test]
    fn short_acronyms_are_exact() {
        let names = ["CAP", "TTL", "C", "C++", "HTTP/2"];
        assert_eq!(marked(&names, "a cap, CAP, TTLs, ttl"), "a cap, <0 CAP>, <1 TTLs>, ttl");
        assert_eq!(marked(&names, "C, C++, C#, c; http/2"), "<2 C>, <3 C++>, C#, c; <4 http/2>");
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        assert_eq!(marked(&["", "--", "..."], "... -- a"), "... -- a");
    }

    proptest::proptest! {
        #[test]
        fn ranges_lie_on_characters_and_in_order(
            names in proptest::collection::vec(".{0,6}", 0..6), text in "\\PC{0,40}",
        ) {
            let mentions = Mentions::of((0..).map(NoteId).zip(names));
            let mut end = 0;
            for mention in mentions.find(&text) {
                assert!(mention.range.start >= end && !text[mention.range.clone()].is_empty());
                end = mention.range.end;
            }
        }
    }
}
