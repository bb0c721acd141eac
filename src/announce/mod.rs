//! What the site tells other programs: feeds, the map of its pages, a list for language models.
//!
//! In: the plan of the pages, which knows published notes only; what is unlisted is in none of these.
//! Out: finished files with their places in the site, in a fixed order. Nothing here is remembered from
//! build to build: a feed is short, and a list of all pages is cheap to write. Not here: the page of each
//! note as Markdown (`render`), and what a page says in its head (`page::share`).

mod atom;
mod llms;
mod sitemap;
mod xml;

use rayon::prelude::*;

use crate::page::Plan;
use crate::site::{OutputPath, Part, Permalink};

/// Returns the files. Feeds and the site map name full addresses and are not there without one.
pub fn files(plan: &Plan<'_>) -> Vec<(OutputPath, Vec<u8>)> {
    let feeds: Vec<_> = plan.feeds().collect();
    let mut files: Vec<_> = feeds
        .par_iter()
        .filter_map(|(page, feed)| Some((feed.permalink.output_path(), atom::write(plan, page, feed)?)))
        .collect();
    files.extend(sitemap::write(plan));
    files.push((Permalink::fixed_file("robots.txt").output_path(), robots(plan).into_bytes()));
    files.push((Permalink::fixed_file("llms.txt").output_path(), llms::write(plan).into_bytes()));
    files
}

/// Returns what the texts of all notes in one file are made of, with its place; none where the author wants none.
pub fn full_text(plan: &Plan<'_>) -> Option<(OutputPath, Vec<Part>)> {
    let place = Permalink::fixed_file("llms-full.txt").output_path();
    plan.options().full_text.then(|| (place, llms::full(plan)))
}

/// Welcomes everybody. What must not be read is not here, and what is unlisted is named nowhere.
fn robots(plan: &Plan<'_>) -> String {
    let map = plan.absolute(&Permalink::fixed_file("sitemap.xml"));
    let map = map.map(|map| format!("\nSitemap: {map}\n")).unwrap_or_default();
    format!("User-agent: *\nAllow: /\n{map}")
}
