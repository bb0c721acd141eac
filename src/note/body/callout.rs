//! Callouts: quotes whose first line names a type.

use std::ops::Range;

use super::Reader;
use super::block::Holder;
use super::token::{Kind, Token};
use crate::note::event::{Callout, Element, Event, Fold};

/// Takes `[!type|metadata]-` off the start of the first paragraph of a quote.
pub(super) fn take_header(tokens: &mut Vec<Token<'_>>, text: &str) -> Option<Callout> {
    let Some(Token { kind: Kind::Run { escaped: false }, range }) = tokens.first() else { return None };
    let run = &text[range.clone()];
    let inner = run.strip_prefix("[!")?;
    let close = inner.find(']')?;
    let (kind, metadata) = inner[..close].split_once('|').unwrap_or((&inner[..close], ""));
    let kind = kind.trim().to_lowercase();
    if kind.is_empty() {
        return None;
    }
    let rest = &inner[close + 1..];
    let (fold, rest) = match rest.as_bytes().first() {
        Some(b'+') => (Fold::Open, &rest[1..]),
        Some(b'-') => (Fold::Closed, &rest[1..]),
        _ => (Fold::None, rest),
    };
    let metadata = metadata.trim().to_owned();
    let start = range.end - rest.trim_start().len();
    if start == range.end {
        tokens.remove(0);
    } else {
        tokens[0].range.start = start;
    }
    Some(Callout { family: family(&kind), kind, metadata, fold })
}

/// Returns the built-in type that a type belongs to.
fn family(kind: &str) -> &'static str {
    match kind {
        "abstract" | "summary" | "tldr" => "abstract",
        "tip" | "hint" | "important" => "tip",
        "success" | "check" | "done" => "success",
        "question" | "help" | "faq" => "question",
        "warning" | "caution" | "attention" => "warning",
        "failure" | "fail" | "missing" => "failure",
        "danger" | "error" => "danger",
        "quote" | "cite" => "quote",
        "info" => "info",
        "todo" => "todo",
        "bug" => "bug",
        "example" => "example",
        _ => "note",
    }
}

impl<'t> Reader<'t> {
    /// Turns the quote that is open into a callout and writes its title. What stands behind the first
    /// line break is content.
    pub(super) fn write_callout_start(
        &mut self,
        header: Callout,
        mut tokens: Vec<Token<'t>>,
        range: &Range<usize>,
    ) {
        let mut depth = 0_usize;
        let end = tokens.iter().position(|token| {
            match token.kind {
                Kind::Open(_) => depth += 1,
                Kind::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            depth == 0 && token.is_break()
        });
        let mut content = end.map_or_else(Vec::new, |end| tokens.split_off(end));
        if !content.is_empty() {
            content.remove(0);
        }
        let title_end = content.first().map_or(range.end, |first| first.range.start);
        if let Some(container) = self.containers.last_mut() {
            container.holder = Holder::Callout { content: false };
            self.out[container.start].event = Event::Start(Element::Callout(Box::new(header)));
        }
        self.write_leaf(Some(Element::CalloutTitle), tokens, &(range.start..title_end));
        if !content.is_empty() {
            self.begin_child();
            self.write_leaf(Some(Element::Paragraph), content, &(title_end..range.end));
            self.end_child();
        }
    }
}
