//! The page of what notes ask for and nothing answers to.

use std::collections::HashMap;

use super::view::{WantedEntry, WantedView};
use super::{Page, Plan, View};
use crate::words::heading_slug;

/// The most entries that the page lists.
const ENTRIES: usize = 500;
/// The most sentences of one entry.
const SENTENCES: usize = 20;

/// Makes the page of wanted notes.
pub(super) fn wanted(plan: &Plan<'_>, edition: usize) -> Page {
    let permalink = plan.generated_or(edition, "wanted");
    let lang = plan.editions[edition].language.tag.clone();
    let mut ids: HashMap<String, usize> = HashMap::new();
    let all = plan.graph.wanted();
    let wanted = all
        .iter()
        .take(ENTRIES)
        .map(|wanted| {
            let slug = heading_slug(&wanted.name);
            let number = ids.entry(slug.clone()).and_modify(|number| *number += 1).or_insert(0);
            WantedEntry {
                id: if *number == 0 { slug } else { format!("{slug}-{number}") },
                name: wanted.name.clone(),
                note_count: wanted.note_count,
                nearest: wanted.nearest.map(|near| plan.link(&permalink, &lang, near)),
                mentions: plan.mentions(&permalink, &lang, &wanted.asked_by, SENTENCES),
            }
        })
        .collect();
    let mut head = plan.head(&permalink, &plan.labels(edition).wanted, &lang, "wanted");
    head.description = Some(plan.labels(edition).wanted_about.clone());
    let view = WantedView { head, wanted, count: all.len() };
    Page { permalink, view: View::Wanted(Box::new(view)), body: None, text: None, edition }
}
