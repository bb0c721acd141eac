//! The terms of a text, as tantivy's tokenizer.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::{Arc, Mutex, PoisonError};

use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use crate::analysis::{Seen, each_unit, stem_of, stem_term};

/// Cuts text into terms: of each unit the whole and the parts, of each of those the form and the
/// stem. All terms of a plain word share its position, so phrases are found by forms.
#[derive(Clone, Default)]
pub(crate) struct Terms {
    /// Terms of stems by form; words repeat, and stemming is the dearest part of indexing.
    stems: Arc<Mutex<Stems>>,
}

type Stems = HashMap<String, Option<String>, BuildHasherDefault<Sum>>;

impl Tokenizer for Terms {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        let mut stems = self.stems.lock().unwrap_or_else(PoisonError::into_inner);
        let mut stream = Stream {
            // About as much as a text of plain words takes.
            text: String::with_capacity(2 * text.len()),
            terms: Vec::with_capacity(text.len() / 4),
            ..Stream::default()
        };
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
        each_unit(text, &mut |seen| match seen {
            Seen::Plain(_, _, form) => {
                push(form, position);
                position += 1;
            }
            Seen::Other(unit) => {
                if let Some(whole) = &unit.whole {
                    push(whole, position);
                }
                for (place, part) in unit.parts.iter().enumerate() {
                    push(&part.form, position + place);
                }
                position += unit.parts.len().max(1);
            }
        });
        stream
    }
}

/// A quick hash of short words. Whoever makes words collide slows the build of his own site.
#[derive(Default)]
struct Sum(u64);

impl Hasher for Sum {
    fn write(&mut self, bytes: &[u8]) {
        const FACTOR: u64 = 0x9e37_79b9_7f4a_7c15;

        for eight in bytes.chunks(8) {
            let mut word = [0; 8];
            word[..eight.len()].copy_from_slice(eight);
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(FACTOR);
        }
    }

    fn finish(&self) -> u64 {
        // The upper bits are the better ones, and a table looks at the lower.
        self.0 ^ (self.0 >> 32)
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
