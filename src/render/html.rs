//! The one door through which text becomes HTML.
//!
//! Every tag is opened and closed here, every text and attribute is escaped here. Where a note holds raw
//! HTML of its author, our own tags are written as stand-ins that no author can guess, so that the whole
//! body can be cleaned and balanced at once (`clean`), and are put back afterwards.

use std::fmt::Write as _;

use pulldown_cmark_escape::{escape_html, escape_html_body_text};

/// A piece of HTML being written.
#[derive(Debug, Default)]
pub(super) struct Html {
    out: String,
    open: Vec<Opened>,
    guard: Option<Guard>,
}

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

    /// Closes the innermost open element.
    pub(super) fn close(&mut self) {
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

    /// Writes HTML of the author as it is. In a guarded body it is cleaned later.
    pub(super) fn authored(&mut self, html: &str) {
        self.out.push_str(html);
    }

    /// Returns what was written, and the stand-ins in it.
    pub(super) fn finish(mut self) -> (String, Option<Guard>) {
        while !self.open.is_empty() {
            self.close();
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
