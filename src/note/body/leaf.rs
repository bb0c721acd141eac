//! Text blocks: paragraphs, headings, table cells, the bare text of list items.
//!
//! In: the tokens of one block. Out: its events. A block is looked at as a whole when it ends, because
//! its marker stands at its end and what it is may stand at its start.

use std::ops::Range;

use super::Reader;
use super::block::Holder;
use super::callout;
use super::highlight;
use super::inline;
use super::token::{Kind, Token, visible_text};
use crate::note::event::{Element, Event};
use crate::note::mask::StandIn;

/// Which text block is being read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LeafKind {
    Paragraph,
    Heading(u8),
    Cell,
    /// Text right inside a list item.
    Tight,
}

/// A text block being read.
#[derive(Clone, Debug)]
pub(super) struct Leaf {
    pub(super) kind: LeafKind,
    pub(super) range: Range<usize>,
}

impl<'t> Reader<'t> {
    pub(super) fn open_leaf(&mut self, kind: LeafKind, range: Range<usize>) {
        if self.leaf.is_some() {
            self.close_leaf();
        }
        self.leaf = Some(Leaf { kind, range });
    }

    /// Opens the bare text of a list item where inline content comes without a block around it.
    pub(super) fn ensure_leaf(&mut self, range: &Range<usize>) {
        if self.leaf.is_none() {
            self.leaf = Some(Leaf { kind: LeafKind::Tight, range: range.clone() });
        }
    }

    /// Tells whether a link is open around the next token.
    pub(super) fn in_link(&self) -> bool {
        self.image_depth > 0 || self.link_depth > 0
    }

    /// Writes the block that is being read.
    pub(super) fn close_leaf(&mut self) {
        let Some(leaf) = self.leaf.take() else { return };
        let mut tokens = std::mem::take(&mut self.tokens);
        // The bare text of an item has no range of its own.
        let start = leaf.range.start;
        let end = tokens.last().map_or(leaf.range.end, |last| last.range.end.max(leaf.range.end));
        let range = start..end;
        let first_of_its_kind = self.begins_container(leaf.kind);
        if first_of_its_kind == Some(Holder::Item) {
            self.take_task(&mut tokens);
        }
        let header = match first_of_its_kind {
            Some(Holder::Quote) => callout::take_header(&mut tokens, self.text),
            _ => None,
        };
        let marker = self.take_marker(&mut tokens, leaf.kind);
        if tokens.is_empty() && header.is_none() {
            if let Some(marker) = marker {
                return self.mark_previous(marker);
            }
            if matches!(leaf.kind, LeafKind::Paragraph | LeafKind::Tight) {
                return;
            }
        }
        let tokens = self.find_syntax(tokens);
        match (leaf.kind, header) {
            (_, Some(header)) => self.write_callout_start(header, tokens, &range),
            (LeafKind::Heading(level), _) => self.write_heading(level, tokens, &range),
            (LeafKind::Cell, _) => self.write_leaf(Some(Element::TableCell), tokens, &range),
            (LeafKind::Paragraph, _) => {
                self.begin_child();
                if self.containers.len() == 1 && self.suspended.is_empty() && self.first_paragraph.is_empty()
                {
                    self.first_paragraph = self.visible(&tokens);
                }
                self.write_leaf(Some(Element::Paragraph), tokens, &range);
                self.end_child();
            }
            (LeafKind::Tight, _) => {
                self.begin_child();
                // The text of an item that lies too deep has no element of its own around it.
                let is_flat =
                    self.containers.last().is_some_and(|container| container.holder == Holder::Flat);
                self.write_leaf(is_flat.then_some(Element::Paragraph), tokens, &range);
                self.end_child();
            }
        }
        if let Some(marker) = marker {
            self.mark_this(marker, leaf.kind);
        }
    }

    /// Returns which container this block is the first part of.
    fn begins_container(&self, kind: LeafKind) -> Option<Holder> {
        let container = self.containers.last()?;
        let text = matches!(kind, LeafKind::Paragraph | LeafKind::Tight);
        (text && container.children == 0).then_some(container.holder)
    }

    /// Finds our own inline syntax.
    pub(super) fn find_syntax(&mut self, tokens: Vec<Token<'t>>) -> Vec<Token<'t>> {
        let (mut tokens, seen) = inline::cut(tokens, self.text);
        if seen.marks {
            highlight::pair(&mut tokens);
        }
        if seen.notes { self.take_inline_notes(tokens) } else { tokens }
    }

    /// Writes a block; `element` is `None` for the bare text of an item.
    pub(super) fn write_leaf(
        &mut self,
        element: Option<Element>,
        tokens: Vec<Token<'t>>,
        range: &Range<usize>,
    ) {
        let bare = element.is_none();
        if let Some(element) = element {
            self.write(Event::Start(element), range);
        }
        self.emit(tokens);
        if !bare {
            self.write(Event::End, range);
        }
    }

    pub(super) fn visible(&self, tokens: &[Token<'t>]) -> String {
        visible_text(tokens, self.text)
    }

    /// Takes `[x] ` off the start of a list item.
    fn take_task(&mut self, tokens: &mut Vec<Token<'t>>) {
        let Some(Token { kind: Kind::Run { escaped: false }, range }) = tokens.first() else { return };
        let mut characters = self.text[range.clone()].chars();
        if characters.next() != Some('[') {
            return;
        }
        let Some(state) = characters.next() else { return };
        if characters.next() != Some(']') {
            return;
        }
        let after = range.start + 2 + state.len_utf8();
        // The blank may have been trimmed off the text of an item that holds nothing else.
        if !self.text[after..].starts_with([' ', '\t']) {
            return;
        }
        let mark = range.start + 1;
        let state = match self.masked.stand_in(&(mark..mark + 1)) {
            Some((_, StandIn::TaskMark(state))) => *state,
            _ => state,
        };
        let rest = after..range.end.max(after);
        let blank = self.text[rest.clone()].len() - self.text[rest.clone()].trim_start().len();
        if rest.len() == blank {
            tokens.remove(0);
        } else {
            tokens[0].range.start = rest.start + blank;
        }
        let Some(item) = self.containers.last() else { return };
        self.out[item.start].event = Event::Start(Element::Item { task: Some(state) });
    }
}
