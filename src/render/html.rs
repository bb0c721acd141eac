//! The one door through which text becomes HTML.
//!
//! Every tag is opened and closed here, every text and attribute is escaped here. Where a note holds raw
//! HTML of its author, our own tags are written as stand-ins that no author can guess, so that the whole
//! body can be cleaned and balanced at once (`clean`), and are put back afterwards.

use std::fmt::Write as _;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

use super::sieve::{self, Sieved};
use crate::note::OpenElements;

/// A piece of HTML being written.
#[derive(Debug, Default)]
pub(super) struct Html {
    out: String,
    open: Vec<Opened>,
    guard: Option<Guard>,
    silenced: Option<Silenced>,
    /// How many elements of the author are open.
    authored: OpenElements,
}

/// An element of the author whose content is not shown: a script in running text.
#[derive(Debug)]
struct Silenced {
    name: &'static str,
    /// How many elements of ours are around it.
    depth: usize,
}

/// What stands for such an element until the body is cleaned, and it goes with all that is in it.
const SILENCE: (&str, &str) = ("<style>", "</style>");

#[derive(Debug)]
struct Opened {
    tag: &'static str,
    piece: usize,
}

/// Stand-ins for our own markup in a body that will be cleaned.
#[derive(Debug)]
pub(super) struct Guard {
    /// The names of stand-ins start with this.
    pub(super) prefix: String,
    /// What each stand-in opens and closes with.
    pub(super) pieces: Vec<(String, String)>,
}

impl Html {
    /// Starts a body whose raw HTML will be cleaned; `secret` is something that its author cannot know
    /// while writing, such as the hash of the text.
    pub(super) fn guarded(secret: &str) -> Self {
        let guard = Guard { prefix: format!("x-{secret}-"), pieces: Vec::new() };
        Self { guard: Some(guard), ..Self::default() }
    }

    /// Opens an element. An attribute without a value is given as an empty one.
    pub(super) fn open(&mut self, tag: &'static str, attributes: &[(&str, &str)]) {
        let start = start_tag(tag, attributes);
        let piece = match &mut self.guard {
            None => {
                self.out.push_str(&start);
                0
            }
            Some(guard) => {
                guard.pieces.push((start, format!("</{tag}>")));
                let piece = guard.pieces.len() - 1;
                let _ = write!(self.out, "<{}{piece}>", guard.prefix);
                piece
            }
        };
        self.open.push(Opened { tag, piece });
    }

    /// Closes the innermost open element, and with it what its author left open in it.
    pub(super) fn close(&mut self) {
        if self.silenced.as_ref().is_some_and(|silenced| silenced.depth >= self.open.len()) {
            self.end_silence();
        }
        let Some(Opened { tag, piece }) = self.open.pop() else { return };
        match &self.guard {
            None => {
                let _ = write!(self.out, "</{tag}>");
            }
            Some(guard) => {
                let _ = write!(self.out, "</{}{piece}>", guard.prefix);
            }
        }
    }

    /// Writes an element that has no content.
    pub(super) fn void(&mut self, tag: &'static str, attributes: &[(&str, &str)]) {
        let start = start_tag(tag, attributes);
        self.finished(start);
    }

    /// Writes markup that was made and escaped by this program.
    pub(super) fn finished(&mut self, markup: String) {
        match &mut self.guard {
            None => self.out.push_str(&markup),
            Some(guard) => {
                guard.pieces.push((markup, String::new()));
                let piece = guard.pieces.len() - 1;
                let _ = write!(self.out, "<{0}{piece}></{0}{piece}>", guard.prefix);
            }
        }
    }

    /// Writes visible text.
    pub(super) fn text(&mut self, text: &str) {
        let _ = escape_html_body_text(&mut self.out, text);
    }

    /// Writes HTML of the author: in a guarded body, which is cleaned later, without what it leaves open;
    /// else as it is.
    pub(super) fn authored(&mut self, html: &str) {
        if self.guard.is_none() {
            self.out.push_str(html);
        } else if let Some(silenced) = &self.silenced {
            if sieve::closes(html, silenced.name) {
                self.end_silence();
            }
        } else {
            let Sieved { html: left, silenced } = sieve::sieve(html, &mut self.authored);
            self.out.push_str(&left);
            // A block ends what it opens. A tag in running text is a piece of its own, and what it opens
            // goes on in the next.
            if let Some(name) = silenced.filter(|_| html.ends_with('>')) {
                self.out.push_str(SILENCE.0);
                self.silenced = Some(Silenced { name, depth: self.open.len() });
            }
        }
    }

    fn end_silence(&mut self) {
        self.silenced = None;
        self.out.push_str(SILENCE.1);
    }

    /// Returns what was written, and the stand-ins in it.
    pub(super) fn finish(mut self) -> (String, Option<Guard>) {
        while !self.open.is_empty() {
            self.close();
        }
        if self.silenced.is_some() {
            self.end_silence();
        }
        (self.out, self.guard)
    }
}

fn start_tag(tag: &str, attributes: &[(&str, &str)]) -> String {
    let mut out = format!("<{tag}");
    for (name, value) in attributes {
        let _ = write!(out, " {name}");
        if !value.is_empty() || *name == "alt" || *name == "value" {
            out.push_str("=\"");
            let _ = escape_html(&mut out, value);
            out.push('"');
        }
    }
    out.push('>');
    out
}

/// Returns text with everything escaped that has a meaning in HTML.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let _ = escape_html(&mut out, text);
    out
}
