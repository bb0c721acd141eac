//! Gives links the sentences that they stand in, for lists of backlinks.

use super::Reader;
use super::token::{Kind, Token, push_collapsed};
use crate::note::Context;
use crate::note::event::Element;

impl<'t> Reader<'t> {
    /// Gives the links in one block their context.
    pub(super) fn add_contexts(&mut self, tokens: &[Token<'t>]) {
        let is_link =
            |token: &Token<'_>| matches!(token.kind, Kind::Open(Element::Link(_) | Element::Embed { .. }));
        if !tokens.iter().any(is_link) {
            return;
        }
        let mut visible = String::new();
        let mut open: Vec<Option<(usize, usize)>> = Vec::new();
        let mut links: Vec<(usize, usize, usize)> = Vec::new();
        for token in tokens {
            match token.kind {
                Kind::Open(Element::Link(link) | Element::Embed { link, .. }) => {
                    open.push(Some((link, visible.len())));
                }
                Kind::Open(_) => open.push(None),
                Kind::Close => {
                    if let Some(Some((link, start))) = open.pop() {
                        links.push((link, start, visible.len()));
                    }
                }
                _ => push_collapsed(&mut visible, &token.visible(self.text)),
            }
        }
        let heading = self.headings.len().checked_sub(1);
        for (link, start, end) in links {
            self.links[link].context = Some(Context::around(&visible, start..end, heading));
        }
    }
}
