//! The map of the site for search engines.

use std::io;

use super::xml::{document, empty, text};
use crate::page::{ADDRESSES_A_MAP, Indexable, Plan};
use crate::site::{OutputPath, Permalink};

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const XHTML: &str = "http://www.w3.org/1999/xhtml";

/// An address as the map holds it.
struct Row {
    address: String,
    date: Option<String>,
    /// The same in other languages, the page itself among them: language and full address.
    alternates: Vec<(String, String)>,
}

/// Writes `sitemap.xml`. Where the pages are too many for one file, it lists others that hold them.
pub(super) fn write(plan: &Plan<'_>) -> Vec<(OutputPath, Vec<u8>)> {
    let place = Permalink::fixed_file("sitemap.xml").output_path();
    let pages: Vec<Row> = plan.indexable().iter().filter_map(|page| row(plan, page)).collect();
    if pages.is_empty() {
        return Vec::new();
    }
    let parts: Vec<_> = pages.chunks(ADDRESSES_A_MAP).collect();
    if let [part] = parts[..] {
        return map(part).map(|bytes| (place, bytes)).into_iter().collect();
    }
    let mut files = Vec::new();
    let mut addresses = Vec::new();
    for (index, part) in parts.into_iter().enumerate() {
        let Some(path) = OutputPath::new(&format!("sitemap-{}.xml", index + 1)) else { continue };
        addresses.extend(plan.absolute(&Permalink::file(&path)));
        files.extend(map(part).map(|bytes| (path, bytes)));
    }
    let index = document("sitemapindex", &[("xmlns", NAMESPACE)], |out| {
        for address in &addresses {
            out.create_element("sitemap").write_inner_content(|out| text(out, "loc", address))?;
        }
        Ok(())
    });
    files.extend(index.ok().map(|bytes| (place, bytes)));
    files
}

fn row(plan: &Plan<'_>, page: &Indexable) -> Option<Row> {
    let date = page.note.and_then(|id| plan.updated(id)).map(|date| date.0.to_string());
    let others = page.alternates.iter();
    let mut alternates: Vec<(String, String)> =
        others.filter_map(|(lang, permalink)| Some((lang.clone(), plan.absolute(permalink)?))).collect();
    // As the pages themselves say it: who reads none of these languages gets the default one.
    alternates.extend(alternates.first().map(|(_, address)| ("x-default".to_owned(), address.clone())));
    Some(Row { address: plan.absolute(&page.permalink)?, date, alternates })
}

fn map(pages: &[Row]) -> Option<Vec<u8>> {
    let mut attributes = vec![("xmlns", NAMESPACE)];
    if pages.iter().any(|page| !page.alternates.is_empty()) {
        attributes.push(("xmlns:xhtml", XHTML));
    }
    let written: io::Result<Vec<u8>> = document("urlset", &attributes, |out| {
        for page in pages {
            out.create_element("url").write_inner_content(|out| {
                text(out, "loc", &page.address)?;
                if let Some(date) = &page.date {
                    text(out, "lastmod", date)?;
                }
                page.alternates.iter().try_for_each(|(lang, address)| {
                    let attributes = [("rel", "alternate"), ("hreflang", lang), ("href", address)];
                    empty(out, "xhtml:link", &attributes)
                })
            })?;
        }
        Ok(())
    });
    written.ok()
}
