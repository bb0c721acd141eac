//! Pairs the signs of highlights: `==x==` may contain other markup, but not overlap it.

use super::token::{Kind, Token};
use crate::note::event::Element;

/// Turns pairs of marks at the same level into elements, all others into text.
pub(super) fn pair(tokens: &mut [Token<'_>]) {
    let mut open: Vec<Option<usize>> = vec![None];
    for index in 0..tokens.len() {
        match tokens[index].kind {
            Kind::Open(_) => open.push(None),
            Kind::Close => {
                open.pop();
            }
            Kind::Mark { opens, closes } => {
                tokens[index].kind = Kind::Run { escaped: false };
                let Some(level) = open.last_mut() else { continue };
                match *level {
                    Some(start) if closes => {
                        let range = tokens[start].range.start..tokens[index].range.end;
                        tokens[start] = Token { kind: Kind::Open(Element::Highlight), range: range.clone() };
                        tokens[index] = Token { kind: Kind::Close, range };
                        *level = None;
                    }
                    None if opens => *level = Some(index),
                    _ => {}
                }
            }
            _ => {}
        }
    }
}
