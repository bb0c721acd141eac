//! A page to HTML: its body, its code and formulas, its template.
//!
//! In: a [`Body`] and the notes that it shows. Out: the bytes of the page. The same page and theme give
//! the same bytes, whatever was rendered before. Not here: what a page shows and where its links lead
//! (`page`), and what templates look like (`theme`).

mod arrow;
mod base;
mod block;
mod body;
mod canvas;
mod card;
mod clean;
mod embed;
mod footnote;
mod frame;
mod highlight;
mod html;
mod link;
mod markdown;
mod math;
mod paragraph;
mod query;
mod sieve;
mod word;

pub use word::Words;

use std::collections::HashMap;
use std::sync::Arc;

pub use markdown::markdown;

use crate::note::Note;
use crate::page::{Body, Content, Face};

/// What becomes of raw HTML in notes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// Only harmless elements stay.
    #[default]
    Clean,
    /// It is shown as text.
    Escape,
    /// It is passed through. For a vault whose every author is trusted with scripts.
    Trust,
}

/// What rendering depends on besides the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct RenderOptions {
    /// What becomes of raw HTML.
    pub raw_html: RawHtml,
    /// Whether a picture of another site is shown in place; else it is a link.
    pub remote_images: bool,
}

/// Renders bodies; holds what is costly to make twice.
pub struct Renderer {
    options: RenderOptions,
    highlighter: highlight::Highlighter,
    formulas: math::Formulas,
}

impl Renderer {
    /// Makes a renderer that knows some code in colours, see [`Renderer::coloured`]. Grammars are loaded when
    /// the first block of code asks for one.
    pub fn new(options: RenderOptions, coloured: Arc<HashMap<[u8; 32], Arc<str>>>) -> Self {
        let highlighter = highlight::Highlighter::new(coloured);
        Self { options, highlighter, formulas: math::Formulas::new() }
    }

    /// Returns the code that it was asked for, in colours, under the hash of its language and text. It depends
    /// on nothing else but the program.
    pub fn coloured(&self) -> HashMap<[u8; 32], Arc<str>> {
        self.highlighter.coloured()
    }

    /// Returns the options that it was made with.
    pub fn options(&self) -> RenderOptions {
        self.options
    }

    /// Returns the body of a page as HTML. `notes` are those of the vault that the body was planned
    /// from, `words` those of the language of the page.
    pub fn body(&self, body: &Body, notes: &[Arc<Note>], words: Words<'_>) -> String {
        let needs_cleaning = self.options.raw_html == RawHtml::Clean && holds_html(body, notes);
        let secret = u64::from_le_bytes(std::array::from_fn(|at| body.hash[at]));
        let secret = format!("{secret:016x}");
        let mut html = if needs_cleaning { html::Html::guarded(&secret) } else { html::Html::default() };
        body::write(self, body, notes, words, &mut html);
        let (written, guard) = html.finish();
        match guard {
            Some(guard) => {
                let note = &notes[body.note];
                let raw = note.headings.iter().filter(|heading| heading.events.is_empty());
                let ids: Vec<String> = raw.map(|heading| heading.id.clone()).collect();
                clean::clean(&written, &guard, &ids)
            }
            None => written,
        }
    }
}

/// Tells whether a note or one that it embeds holds raw HTML.
fn holds_html(body: &Body, notes: &[Arc<Note>]) -> bool {
    notes[body.note].has_html
        || body.links.iter().any(|face| match face {
            Face::Embed { content: Content::Note(inner), .. } => holds_html(inner, notes),
            _ => false,
        })
}
