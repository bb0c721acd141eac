//! The terms of a text, as tantivy's tokenizer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::analysis::{stem_of, stem_term, units};

/// Cuts text into terms: of each unit the whole and the parts, of each of those the form and the
/// stem. All terms of a plain word share its position, so phrases are found by forms.
#[derive(Clone, Default)]
pub(crate) struct Terms {
    /// Terms of stems by form; words repeat, and stemming is the dearest part of indexing.
    stems: Arc<Mutex<HashMap<String, Option<String>>>>,
}

impl Tokenizer for Terms {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        let mut stems = self.stems.lock().unwrap_or_else(PoisonError::into_inner);
        let mut stream = Stream::default();
        let mut position = 0;
        let mut push = |form: &str, position: usize| {
            stream.push(form, position);
            if let Some(known) = stems.get(form) {
                if let Some(stem) = known {
                    stream.push(stem, position);
                }
                return;
            }
            let stem = stem_of(form);
            let term = (stem != form).then(|| stem_term(&stem));
            if let Some(term) = &term {
                stream.push(term, position);
            }
            stems.insert(form.to_owned(), term);
        };
        for unit in units(text) {
            if let Some(whole) = &unit.whole {
                push(whole, position);
            }
            for (place, part) in unit.parts.iter().enumerate() {
                push(&part.form, position + place);
            }
            position += unit.parts.len().max(1);
        }
        stream
    }
}

/// The terms of one text.
#[derive(Default)]
pub(crate) struct Stream {
    /// The terms, one behind the other.
    text: String,
    /// Where each ends in `text`, and its position.
    terms: Vec<(usize, usize)>,
    /// How many were handed out, and where the last of them ends.
    done: (usize, usize),
    token: Token,
}

impl Stream {
    fn push(&mut self, term: &str, position: usize) {
        self.text.push_str(term);
        self.terms.push((self.text.len(), position));
    }
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        let (count, start) = self.done;
        let Some(&(end, position)) = self.terms.get(count) else {
            return false;
        };
        self.token.text.clear();
        self.token.text.push_str(&self.text[start..end]);
        self.token.position = position;
        self.done = (count + 1, end);
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
