//! The map of the site for search engines.

use std::io;

use super::xml::{document, text};
use crate::page::{ADDRESSES_A_MAP, Plan};
use crate::site::{OutputPath, Permalink};

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// Writes `sitemap.xml`. Where the pages are too many for one file, it lists others that hold them.
pub(super) fn write(plan: &Plan<'_>) -> Vec<(OutputPath, Vec<u8>)> {
    let place = Permalink::fixed_file("sitemap.xml").output_path();
    let pages: Vec<(String, Option<String>)> = plan
        .indexable()
        .iter()
        .filter_map(|(permalink, note)| {
            let date = note.and_then(|id| plan.updated(id)).map(|date| date.0.to_string());
            Some((plan.absolute(permalink)?, date))
        })
        .collect();
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

fn map(pages: &[(String, Option<String>)]) -> Option<Vec<u8>> {
    let written: io::Result<Vec<u8>> = document("urlset", &[("xmlns", NAMESPACE)], |out| {
        for (address, date) in pages {
            out.create_element("url").write_inner_content(|out| {
                text(out, "loc", address)?;
                date.as_ref().map_or(Ok(()), |date| text(out, "lastmod", date))
            })?;
        }
        Ok(())
    });
    written.ok()
}
