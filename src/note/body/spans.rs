//! Every place that a body knows, for whoever has to move them all.

use super::Body;
use crate::source::Span;

impl Body {
    /// Returns every place in it, those of the links and tags that were given included.
    pub(in crate::note) fn spans(&mut self) -> impl Iterator<Item = &mut Span> {
        let footnotes = self.footnotes.iter_mut().flat_map(|footnote| footnote.events.iter_mut());
        let events = self.events.iter_mut().chain(footnotes).map(|event| &mut event.span);
        let diagnostics = self.diagnostics.iter_mut().filter_map(|found| found.place.as_mut());
        let marked = self.headings.iter_mut().map(|heading| &mut heading.span);
        let blocks = self.blocks.iter_mut().map(|block| &mut block.span);
        let links = self.links.iter_mut().map(|link| &mut link.span);
        events.chain(marked).chain(blocks).chain(links).chain(diagnostics.map(|place| &mut place.span))
    }
}
