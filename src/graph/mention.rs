//! Finds the names of notes in running text.
//!
//! In: names, then any text. Out: where the text mentions which of them, in one pass for all names. A name
//! is found in all forms of its words ([`forms`]), so a text is looked up word by word as it stands. Not
//! here: which names there are and which text is searched ([`super::Mentioning`]), and which mentions
//! become links (`page`).

use std::collections::HashMap;
use std::ops::Range;

use foldhash::fast::FixedState;

use super::boundary::stands_alone;
use super::held::word_hash;
use super::token::{Token, is_acronym, is_folded_into, is_written, token_forms, tokens};

/// A name to be found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// Whose name it is: any number that the caller understands.
    pub owner: u32,
    /// The name.
    pub text: String,
    /// Whether it names a term. Terms are found where a longer name of something else stands, too.
    pub is_term: bool,
}

/// A place in a text that names something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// What is named.
    pub owner: u32,
    /// Whether that is a term.
    pub is_term: bool,
    /// The bytes of the text that name it.
    pub range: Range<usize>,
}

/// Finds many names in a text at once.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// Forms of words, folded, and the words that they are forms of.
    words: HashMap<Box<str>, Meaning, FixedState>,
    /// From a node, by a word, to the next; the root is node 0.
    steps: HashMap<(u32, u32), u32, FixedState>,
    /// The names that end at each node.
    ends: Vec<Vec<End>>,
    /// How many words there are.
    word_count: u32,
}

/// The words that one form may belong to; nearly always there is one.
#[derive(Clone, Debug)]
enum Meaning {
    One(u32),
    Many(Vec<u32>),
}

impl Meaning {
    fn words(&self) -> &[u32] {
        match self {
            Self::One(word) => std::slice::from_ref(word),
            Self::Many(words) => words,
        }
    }

    fn add(&mut self, word: u32) {
        if !self.words().contains(&word) {
            let mut words = self.words().to_vec();
            words.push(word);
            *self = Self::Many(words);
        }
    }
}

/// The end of a name.
#[derive(Clone, Debug)]
struct End {
    owner: u32,
    is_term: bool,
    /// How many names stand before it.
    rank: u32,
    /// What must be written exactly so.
    exactly: Option<String>,
}

impl Mentions {
    /// Prepares to find these names. Of two that stand at one place and are of one length, the first is found, so
    /// what a text is found to name depends on those names only whose words are all in it. Costs O(their length).
    pub fn of(names: impl IntoIterator<Item = Name>) -> Self {
        let mut made = Self { ends: vec![Vec::new()], ..Self::default() };
        let mut known: HashMap<String, u32> = HashMap::new();
        for (rank, name) in (0..).zip(names) {
            let tokens = tokens(&name.text);
            if !tokens.iter().any(|token| token.is_word) {
                continue;
            }
            let exactly = is_acronym(&name.text).then(|| name.text.trim().to_owned());
            let mut node = 0;
            for token in &tokens {
                let word = made.word(token, &name.text, exactly.is_some(), &mut known);
                let next_node = u32::try_from(made.ends.len()).unwrap_or(u32::MAX);
                node = *made.steps.entry((node, word)).or_insert(next_node);
                if node == next_node {
                    made.ends.push(Vec::new());
                }
            }
            made.ends[node as usize].push(End { owner: name.owner, is_term: name.is_term, rank, exactly });
        }
        made
    }

    /// Returns the number of a word of a name; a new one is entered with all its forms.
    fn word(&mut self, token: &Token, text: &str, is_acronym: bool, known: &mut HashMap<String, u32>) -> u32 {
        let key = token.key(text);
        // An acronym has other forms than the word of the same letters.
        let entry = if is_acronym { format!("{key}.") } else { key.clone() };
        if let Some(word) = known.get(&entry) {
            return *word;
        }
        let word = self.word_count;
        self.word_count += 1;
        known.insert(entry, word);
        for form in token_forms(token, key, is_acronym) {
            match self.words.get_mut(form.as_str()) {
                Some(meaning) => meaning.add(word),
                None => drop(self.words.insert(form.into(), Meaning::One(word))),
            }
        }
        word
    }

    /// Returns all mentions in order of place. Those of terms do not overlap, and neither do the others;
    /// of names that begin at one word the longest is taken.
    ///
    /// Names are found in other forms too: English plurals, Russian cases, with a hyphen for a blank.
    /// Case does not count but in acronyms. A part of a compound, an address or a file name is no
    /// mention. Costs O(text), however many names there are.
    pub fn find(&self, text: &str) -> Vec<Mention> {
        self.find_noting(text, None)
    }

    /// The same, and adds the hashes of all words of the text to `held`.
    pub(super) fn find_noting(&self, text: &str, mut held: Option<&mut Vec<u64>>) -> Vec<Mention> {
        let mut found = Vec::new();
        if self.word_count == 0 && held.is_none() {
            return found;
        }
        let tokens = tokens(text);
        let mut folded = String::new();
        let mut meaning = |token| self.meaning(token, text, &mut folded, &mut held);
        let words: Vec<&[u32]> = tokens.iter().map(&mut meaning).collect();
        let (mut next_term, mut next_other) = (0, 0);
        let mut nodes = Vec::new();
        for at in 0..tokens.len() {
            if words[at].is_empty() || (at < next_term && at < next_other) {
                continue;
            }
            let longest = self.longest(text, &tokens[at..], &words[at..], &mut nodes);
            let range = |length: usize| tokens[at].range.start..tokens[at + length - 1].range.end;
            let mut push = |name: &Found, is_term| {
                found.push(Mention { owner: name.owner, is_term, range: range(name.length) });
                at + name.length
            };
            if let Some(term) = longest.term.filter(|_| at >= next_term) {
                next_term = push(&term, true);
            }
            if at >= next_other {
                match (longest.other, longest.term) {
                    (Some(other), term) if term.is_none_or(|term| term.length < other.length) => {
                        next_other = push(&other, false);
                    }
                    (_, Some(term)) => next_other = at + term.length,
                    (..) => {}
                }
            }
        }
        found
    }

    fn meaning(
        &self,
        token: &Token,
        text: &str,
        folded: &mut String,
        held: &mut Option<&mut Vec<u64>>,
    ) -> &[u32] {
        let written = &text[token.range.clone()];
        if !(token.is_word && is_folded_into(written, folded)) {
            *folded = token.key(text);
        }
        if let Some(held) = held {
            held.push(word_hash(folded));
        }
        self.words.get(folded.as_str()).map_or(&[], Meaning::words)
    }

    fn longest(&self, text: &str, tokens: &[Token], words: &[&[u32]], nodes: &mut Vec<u32>) -> Longest {
        let mut longest = Longest::default();
        nodes.clear();
        nodes.push(0);
        let mut reached = Vec::new();
        for (index, words) in words.iter().enumerate() {
            reached.clear();
            for node in nodes.iter() {
                reached.extend(words.iter().filter_map(|word| self.steps.get(&(*node, *word))));
            }
            if reached.is_empty() {
                break;
            }
            nodes.clone_from(&reached);
            let range = tokens[0].range.start..tokens[index].range.end;
            let written = &text[range.clone()];
            let mut alone = None;
            for end in nodes.iter().flat_map(|node| &self.ends[*node as usize]) {
                let place = if end.is_term { &mut longest.term } else { &mut longest.other };
                let length = index + 1;
                let is_taken = place.is_some_and(|best| best.length == length && best.rank < end.rank);
                let is_exact = end.exactly.as_ref().is_none_or(|exactly| is_written(exactly, written));
                if !is_taken && is_exact && *alone.get_or_insert_with(|| stands_alone(text, &range)) {
                    *place = Some(Found { length, owner: end.owner, rank: end.rank });
                }
            }
        }
        longest
    }
}

/// The longest names that begin at a word.
#[derive(Default)]
struct Longest {
    term: Option<Found>,
    other: Option<Found>,
}

/// A name that begins at a word: how many tokens it has, and whose it is.
#[derive(Clone, Copy)]
struct Found {
    length: usize,
    owner: u32,
    rank: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str], is_term: bool) -> Vec<Name> {
        let name = |(owner, text): (u32, &&str)| Name { owner, text: (*text).to_owned(), is_term };
        (0..).zip(names).map(name).collect()
    }

    fn marked(terms: &[&str], text: &str) -> String {
        let mut marked = text.to_owned();
        for Mention { owner, range, .. } in Mentions::of(names(terms, true)).find(text).into_iter().rev() {
            marked.replace_range(range.clone(), &format!("<{owner} {}>", &text[range]));
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
    fn the_short_way_to_the_key_of_a_word_leads_to_the_same() {
        let mut folded = String::new();
        for word in ["Cache", "База", "ЁЖ", "ёлка", "x1Щ"] {
            let token = Token { range: 0..word.len(), is_word: true };
            assert!(is_folded_into(word, &mut folded) && folded == token.key(word), "{word}: {folded}");
        }
        for word in ["мои\u{306}", "Ümlaut", "ΌΣ", "Ї"] {
            assert!(!is_folded_into(word, &mut folded), "{word}");
        }
    }

    #[test]
    fn short_acronyms_are_exact() {
        let names = ["CAP", "TTL", "C", "C++", "HTTP/2", "ЦОД"];
        assert_eq!(marked(&names, "a cap, CAP, TTLs, ttl"), "a cap, <0 CAP>, <1 TTLs>, ttl");
        assert_eq!(marked(&names, "C, C++, C#, c; http/2"), "<2 C>, <3 C++>, C#, c; <4 http/2>");
        assert_eq!(marked(&names, "два ЦОДа, цода нет"), "два <5 ЦОДа>, цода нет");
    }

    #[test]
    fn parts_of_compounds_and_addresses_are_none() {
        let names = ["Cache", "Kafka", "API"];
        let text = "non-cache, cache-cow, a/cache, cache.get, cache() /cache https://x.org/cache?a=cache";
        assert_eq!(marked(&names, text), text.replace("a/cache", "a/<0 cache>"));
        assert_eq!(marked(&names, "Kafka-кластер, мини-API"), "<1 Kafka>-кластер, мини-<2 API>");
        assert_eq!(marked(&names, "me@kafka.org kafka@x @kafka"), "me@kafka.org kafka@x @kafka");
    }

    #[test]
    fn a_term_is_found_inside_of_another_title() {
        let mut all = names(&["Scaling a database", "Database"], false);
        all[1].is_term = true;
        let found = Mentions::of(all).find("On scaling a database, and a database.");
        let found: Vec<_> = found.iter().map(|m| (m.owner, m.is_term, m.range.clone())).collect();
        assert_eq!(found, [(0, false, 3..21), (1, true, 13..21), (1, true, 29..37)]);
    }

    #[test]
    fn nothing_is_found_in_nothing() {
        assert_eq!(marked(&["", "--", "..."], "... -- a"), "... -- a");
        assert_eq!(Mentions::default().find("a"), []);
    }

    proptest::proptest! {
        #[test]
        fn ranges_lie_on_characters_and_in_order(
            terms in proptest::collection::vec(".{0,6}", 0..6), text in "\\PC{0,40}",
        ) {
            let terms: Vec<&str> = terms.iter().map(String::as_str).collect();
            let mut end = 0;
            for mention in Mentions::of(names(&terms, true)).find(&text) {
                assert!(mention.range.start >= end && !text[mention.range.clone()].is_empty());
                end = mention.range.end;
            }
        }
    }
}
