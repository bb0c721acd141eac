//! The words of the interface that stand in the body of a page.

use std::collections::BTreeMap;

use crate::words::counted;

/// The words of one language, by name, as the theme gives them.
#[derive(Clone, Copy, Debug)]
pub struct Words<'w> {
    lang: &'w str,
    words: &'w BTreeMap<String, String>,
}

impl<'w> Words<'w> {
    /// Takes the words of a language, a BCP 47 tag.
    pub fn new((lang, words): (&'w str, &'w BTreeMap<String, String>)) -> Self {
        Self { lang, words }
    }

    /// Returns a word; nothing where the theme does not have it.
    pub(super) fn get(self, name: &str) -> &'w str {
        self.words.get(name).map_or("", String::as_str)
    }

    /// Returns a sentence with `text` in the place of `{}`.
    pub(super) fn with(self, name: &str, text: &str) -> String {
        self.get(name).replace("{}", text)
    }

    /// Returns a sentence with a number in the right form.
    pub(super) fn counted(self, name: &str, number: usize) -> String {
        counted(number as u64, self.get(name), self.lang)
    }
}
