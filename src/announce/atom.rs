//! Feeds in the Atom format (RFC 4287).

use std::io;

use super::xml::{Out, document, empty, text};
use crate::graph::NoteId;
use crate::note::Dated;
use crate::page::{Feed, Plan};
use crate::site::Permalink;

/// When a feed without entries was changed: the format asks for a time, and the clock is not asked.
const NEVER: &str = "1970-01-01T00:00:00Z";

/// Writes the feed of a page. `None` where the site does not know its address.
pub(super) fn write(plan: &Plan<'_>, page: &Permalink, feed: &Feed) -> Option<Vec<u8>> {
    let own = plan.absolute(&feed.permalink)?;
    let page = plan.absolute(page)?;
    let options = plan.options();
    let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", feed.lang.as_str())];
    let written = document("feed", &attributes, |out| {
        text(out, "id", &own)?;
        text(out, "title", &feed.title)?;
        if !options.description.is_empty() {
            text(out, "subtitle", &options.description)?;
        }
        let newest = feed.notes.first().and_then(|id| plan.updated(*id));
        text(out, "updated", &newest.map_or_else(|| NEVER.to_owned(), time))?;
        let author = if options.author.is_empty() { options.title() } else { &options.author };
        out.create_element("author").write_inner_content(|out| text(out, "name", author))?;
        empty(out, "link", &[("rel", "self"), ("type", "application/atom+xml"), ("href", &own)])?;
        empty(out, "link", &[("rel", "alternate"), ("type", "text/html"), ("href", &page)])?;
        let generator = [("version", env!("CARGO_PKG_VERSION"))];
        let generator_element = out.create_element("generator").with_attributes(generator);
        generator_element.write_text_content(quick_xml::events::BytesText::new("Studium"))?;
        feed.notes.iter().try_for_each(|id| entry(plan, out, *id))
    });
    written.ok()
}

fn entry(plan: &Plan<'_>, out: &mut Out, id: NoteId) -> io::Result<()> {
    let (Some(address), Some(updated)) = (plan.absolute(plan.routes.note(id)), plan.updated(id)) else {
        return Ok(());
    };
    let entry = out.create_element("entry").with_attribute(("xml:lang", plan.lang(id)));
    entry.write_inner_content(|out| {
        text(out, "id", &address)?;
        text(out, "title", plan.title(id))?;
        empty(out, "link", &[("rel", "alternate"), ("type", "text/html"), ("href", &address)])?;
        if let Some(created) = plan.created(id) {
            text(out, "published", &time(created))?;
        }
        text(out, "updated", &time(updated))?;
        for tag in &plan.note(id).tags {
            empty(out, "category", &[("term", tag)])?;
        }
        plan.summary(id).map_or(Ok(()), |summary| text(out, "summary", &summary))
    })?;
    Ok(())
}

/// Notes bear a day; a feed wants a moment of it.
fn time(date: Dated) -> String {
    format!("{}T00:00:00Z", date.0)
}
