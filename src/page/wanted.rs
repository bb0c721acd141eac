//! The page of what notes ask for and nothing answers to.

use std::collections::HashMap;

use super::view::{WantedEntry, WantedView};
use super::{Page, Plan, View};
use crate::graph::{Backlink, Wanted};
use crate::words::heading_slug;

/// The most entries that the page lists.
const ENTRIES: usize = 500;
/// The most sentences of one entry.
const SENTENCES: usize = 20;

/// A name, and the listed notes that ask for it.
struct Asked<'p> {
    wanted: &'p Wanted,
    by: Vec<Backlink>,
    note_count: usize,
}

/// Returns the names that listed notes ask for, the most wanted first. What an unlisted note asks for would tell
/// of it.
fn listed<'p>(plan: &Plan<'p>) -> Vec<Asked<'p>> {
    let asked = plan.graph.wanted().iter().map(|wanted| {
        let by: Vec<Backlink> =
            wanted.asked_by.iter().filter(|link| plan.is_listed(link.from)).copied().collect();
        let note_count = by.chunk_by(|a, b| a.from == b.from).count();
        Asked { wanted, by, note_count }
    });
    let mut asked: Vec<Asked<'p>> = asked.filter(|asked| asked.note_count > 0).collect();
    // The sort is stable, and among the equally wanted the order is that of the graph.
    asked.sort_by_key(|asked| std::cmp::Reverse(asked.note_count));
    asked
}

/// Makes the page of wanted notes.
pub(super) fn wanted(plan: &Plan<'_>, edition: usize) -> Page {
    let permalink = plan.generated_or(edition, "wanted");
    let lang = plan.editions[edition].language.tag.clone();
    let mut ids: HashMap<String, usize> = HashMap::new();
    let all = listed(plan);
    let count = all.len();
    let wanted = all
        .into_iter()
        .take(ENTRIES)
        .map(|Asked { wanted, by, note_count }| {
            let slug = heading_slug(&wanted.name);
            let number = ids.entry(slug.clone()).and_modify(|number| *number += 1).or_insert(0);
            WantedEntry {
                id: if *number == 0 { slug } else { format!("{slug}-{number}") },
                name: wanted.name.clone(),
                note_count,
                nearest: wanted
                    .nearest
                    .filter(|near| plan.is_listed(*near))
                    .map(|near| plan.link(&permalink, &lang, near)),
                mentions: plan.mentions(&permalink, &lang, &by, SENTENCES),
            }
        })
        .collect();
    let mut head = plan.head(&permalink, &plan.labels(edition).wanted, &lang, "wanted");
    head.description = Some(plan.labels(edition).wanted_about.clone());
    let view = WantedView { head, wanted, count };
    Page { permalink, view: View::Wanted(Box::new(view)), body: None, text: None, edition }
}
