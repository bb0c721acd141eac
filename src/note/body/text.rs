//! Text as the parser hands it on: runs of the copy, stand-ins, and what is written otherwise.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::CowStr;

use super::Reader;
use super::token::{Kind, Token};
use crate::note::event::{Element, Event, External, Formula};
use crate::note::mask::StandIn;

impl Reader<'_> {
    /// Adds a range of the copy as text, in which stand-ins are resolved.
    pub(super) fn literal(&mut self, mut range: Range<usize>) {
        while let Some((place, stand_in)) = self.masked.stand_in(&range) {
            self.run(range.start..place.start);
            let source = self.masked.span(&place);
            let source = &self.source[source.start..source.end];
            let in_link = self.in_link();
            match stand_in {
                StandIn::Math { display, tex } => {
                    let formula = Formula { display: *display, tex: tex.as_str().into() };
                    let event = Event::Math(Box::new(formula));
                    self.push(Kind::Event(event), place.clone());
                }
                StandIn::Url if !in_link => {
                    let element = Element::ExternalLink(External::boxed(source, ""));
                    self.push(Kind::Open(element), place.clone());
                    self.push(Kind::Words(Cow::Borrowed(source)), place.clone());
                    self.push(Kind::Close, place.clone());
                }
                StandIn::Wikilink => self.wikilink(place.clone()),
                StandIn::Words(words) => self.push(Kind::Words(Cow::Borrowed(words)), place.clone()),
                StandIn::Tag if !in_link => {
                    let name = source.trim_start_matches('#');
                    self.push(Kind::Event(Event::Tag(name.into())), place.clone());
                }
                StandIn::Url | StandIn::Tag => {
                    self.push(Kind::Words(Cow::Borrowed(source)), place.clone());
                }
                StandIn::TaskMark(_) => self.run(place.clone()),
            }
            range.start = place.end;
        }
        self.run(range);
    }

    /// Adds a range of the copy to the run before it, or starts a new one.
    fn run(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        if let Some(Token { kind: Kind::Run { .. }, range: last }) = self.tokens.last_mut()
            && last.end == range.start
        {
            last.end = range.end;
            return;
        }
        let escaped = self.text[..range.start].ends_with('\\');
        self.push(Kind::Run { escaped }, range);
    }
}

/// Tells whether the parser handed on a part of the copy as it is.
pub(super) fn is_literal(words: &CowStr<'_>, text: &str, range: &Range<usize>) -> bool {
    matches!(words, CowStr::Borrowed(words)
        if words.len() == range.len() && std::ptr::eq(words.as_ptr(), text[range.start..].as_ptr()))
}

pub(super) fn into_cow(words: CowStr<'_>) -> Cow<'_, str> {
    match words {
        CowStr::Borrowed(words) => Cow::Borrowed(words),
        other => Cow::Owned(other.into_string()),
    }
}
