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
        let mut tokens = Vec::new();
        let mut position = 0;
        let mut push = |form: &str, position: usize| {
            tokens.push((form.to_owned(), position));
            let known = stems.get(form).cloned();
            let stem = known.unwrap_or_else(|| {
                let stem = stem_of(form);
                let term = (stem != form).then(|| stem_term(&stem));
                stems.insert(form.to_owned(), term.clone());
                term
            });
            tokens.extend(stem.map(|stem| (stem, position)));
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
        Stream { tokens: tokens.into_iter(), token: Token::default() }
    }
}

/// The terms of one text.
pub(crate) struct Stream {
    tokens: std::vec::IntoIter<(String, usize)>,
    token: Token,
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        let Some((text, position)) = self.tokens.next() else {
            return false;
        };
        self.token.text = text;
        self.token.position = position;
        true
    }

    fn token(&self) -> &Token {
        &self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.token
    }
}
