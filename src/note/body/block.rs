//! Containers, and the ids of blocks.
//!
//! A marker ` ^id` at the end of a text names that text, the list item that it opens, or the quote that
//! it ends; alone in a paragraph it names the block before it.

use std::collections::HashSet;
use std::ops::Range;

use super::Reader;
use super::leaf::LeafKind;
use super::token::{Kind, Token};
use crate::diagnostic::Diagnostic;
use crate::note::Block;
use crate::note::event::{Element, Event};
use crate::source::{Place, Span};

/// What a container is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holder {
    Root,
    Quote,
    Callout {
        /// Whether its content has been opened.
        content: bool,
    },
    Item,
    /// A quote, a list or an item that lies too deep, and is shown without its marks.
    Flat,
    Other,
}

impl Holder {
    /// Tells whether this counts for the depth of what lies in it.
    pub(super) fn nests(self) -> bool {
        matches!(self, Self::Quote | Self::Callout { .. } | Self::Item | Self::Flat)
    }
}

/// An open block that holds blocks.
#[derive(Clone, Debug)]
pub(super) struct Container {
    pub(super) holder: Holder,
    /// The index of its first event.
    pub(super) start: usize,
    /// How many blocks it holds so far.
    pub(super) children: usize,
    /// Where the block that is being written, or the last one, starts.
    child_start: usize,
    /// The events of the last block.
    last_child: Option<Range<usize>>,
    /// Ids of the container itself.
    own: Vec<Marker>,
    /// An id at the end of the last block, which is that of the container if nothing follows.
    trailing: Option<Marker>,
}

/// A marker as it stands in the text.
#[derive(Clone, Debug)]
pub(super) struct Marker {
    id: String,
    span: Span,
}

/// A marker and the events that it names.
#[derive(Clone, Debug)]
pub(super) struct Marked {
    marker: Marker,
    events: Range<usize>,
}

impl Container {
    pub(super) fn new(holder: Holder, start: usize) -> Self {
        Self {
            holder,
            start,
            children: 0,
            child_start: start,
            last_child: None,
            own: Vec::new(),
            trailing: None,
        }
    }
}

impl<'t> Reader<'t> {
    /// Prepares for a block to be written.
    pub(super) fn begin_child(&mut self) {
        if self.leaf.is_some() {
            self.close_leaf();
        }
        let Some(container) = self.containers.last_mut() else { return };
        if let (Some(marker), Some(events)) = (container.trailing.take(), container.last_child.clone()) {
            self.ids.push(Marked { marker, events });
        }
        let Some(container) = self.containers.last_mut() else { return };
        if let Holder::Callout { content: content @ false } = &mut container.holder {
            *content = true;
            let span = self.out[container.start].span;
            let event = Event::Start(Element::CalloutContent);
            self.out.push(super::SpannedEvent { event, span });
        }
        container.children += 1;
        container.child_start = self.out.len();
    }

    /// Remembers the block that was just written.
    pub(super) fn end_child(&mut self) {
        let end = self.out.len();
        if let Some(container) = self.containers.last_mut() {
            container.last_child = Some(container.child_start..end);
        }
    }

    /// Closes the innermost container.
    pub(super) fn close_container(&mut self, range: &Range<usize>) {
        let Some(container) = self.containers.pop() else { return };
        if container.holder == (Holder::Callout { content: true }) {
            self.write(Event::End, range);
        }
        self.depth -= usize::from(container.holder.nests());
        if container.holder == Holder::Flat {
            return self.end_child();
        }
        self.write(Event::End, range);
        let events = container.start..self.out.len();
        for marker in container.own.into_iter().chain(container.trailing) {
            self.ids.push(Marked { marker, events: events.clone() });
        }
        self.end_child();
    }

    /// Takes a marker off the end of a text.
    pub(super) fn take_marker(&mut self, tokens: &mut Vec<Token<'t>>, kind: LeafKind) -> Option<Marker> {
        if kind == LeafKind::Cell {
            return None;
        }
        let last = tokens.last()?;
        let Kind::Run { escaped } = last.kind else { return None };
        let range = last.range.clone();
        let run = &self.text[range.clone()];
        let trimmed = run.trim_end();
        let bytes = trimmed.as_bytes();
        let id_length =
            bytes.iter().rev().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'-').count();
        let caret = trimmed.len().checked_sub(id_length + 1)?;
        if id_length == 0 || bytes[caret] != b'^' || (escaped && caret == 0) {
            return None;
        }
        let before = &trimmed[..caret];
        let alone = before.is_empty() && tokens.len() == 1;
        let after_break = before.is_empty() && tokens.len() > 1 && tokens[tokens.len() - 2].is_break();
        if !alone && !after_break && !before.ends_with(char::is_whitespace) {
            return None;
        }
        if alone && self.containers.last().is_none_or(|container| container.last_child.is_none()) {
            // There is no block that it could name.
            return None;
        }
        let start = range.start + caret;
        let marker = Marker {
            id: trimmed[caret + 1..].to_owned(),
            span: self.span(&(start..range.start + trimmed.len())),
        };
        let kept = before.trim_end().len();
        tokens.pop();
        if kept > 0 {
            tokens.push(Token { kind: Kind::Run { escaped }, range: range.start..range.start + kept });
        }
        while tokens.last().is_some_and(Token::is_break) {
            tokens.pop();
        }
        Some(marker)
    }

    /// Gives a marker that stands alone to the block before it.
    pub(super) fn mark_previous(&mut self, marker: Marker) {
        let Some(container) = self.containers.last() else { return };
        if let Some(events) = container.last_child.clone()
            && self.suspended.is_empty()
        {
            self.ids.push(Marked { marker, events });
        }
    }

    /// Gives a marker at the end of a text to what it names.
    pub(super) fn mark_this(&mut self, marker: Marker, kind: LeafKind) {
        let in_body = self.suspended.is_empty();
        let Some(container) = self.containers.last_mut().filter(|_| in_body) else { return };
        let text = matches!(kind, LeafKind::Paragraph | LeafKind::Tight);
        match container.holder {
            Holder::Item if container.children == 1 && text => container.own.push(marker),
            // The title of a callout.
            Holder::Callout { content: false } => container.own.push(marker),
            Holder::Quote | Holder::Callout { .. } => container.trailing = Some(marker),
            _ => {
                let events = container.last_child.clone().unwrap_or_default();
                self.ids.push(Marked { marker, events });
            }
        }
    }

    /// Sorts the ids by place. Of two equal ones the first wins.
    pub(super) fn finish_blocks(&mut self) -> Vec<Block> {
        let mut ids = std::mem::take(&mut self.ids);
        ids.sort_by_key(|marked| marked.marker.span);
        let mut seen = HashSet::new();
        let mut blocks = Vec::new();
        for Marked { marker, events } in ids {
            if seen.insert(marker.id.to_ascii_lowercase()) {
                blocks.push(Block { id: marker.id, events, span: marker.span });
            } else {
                let place = Place { path: self.path.clone(), span: marker.span };
                self.diagnostics.push(Diagnostic::duplicate_block_id(place, &marker.id));
            }
        }
        blocks
    }
}
