//! The page of the whole graph, and the file that its picture is drawn from.
//!
//! In: which notes are linked, and where each was placed ([`Arrangement`]). Out: the page, and [`WholeData`].
//! Not here: how nodes are placed (`graph`), and how they are drawn (the theme).

use serde::Serialize;

use super::view::{CountedLink, WholeView};
use super::{Page, Plan, View};
use crate::graph::{Arrangement, NoteId};
use crate::site::{OutputPath, Permalink};
use crate::source::SourcePath;
use crate::words::{capitalised, fold};

/// The most nodes that are drawn; of more notes, those with the most links.
const NODES: usize = 20_000;
/// The most links that are drawn.
const LINKS: usize = 60_000;
/// The most communities that have a name.
const NAMED: usize = 24;
/// The most notes that are listed for readers without scripts.
const LISTED: usize = 100;

impl Plan<'_> {
    /// Returns the pages of notes, and the files that these are written in. Lines that define terms have none of their own.
    pub fn note_files(&self) -> Vec<(OutputPath, SourcePath)> {
        let notes = self.vault.notes().filter(|(_, note)| note.path == *note.file());
        notes.map(|(id, note)| (self.routes.note(id).output_path(), note.path.clone())).collect()
    }
}

/// The nodes and links that are drawn.
#[derive(Clone, Debug, Default)]
pub struct Whole {
    /// The notes, in vault order.
    pub notes: Vec<NoteId>,
    /// How many links each has.
    degrees: Vec<u32>,
    /// Pairs of linked notes, as indices of `notes`; each once, the smaller index first, in order.
    pub links: Vec<(u32, u32)>,
    /// How many notes there are.
    note_count: usize,
    /// How many pairs of notes are linked.
    link_count: usize,
}

/// What the picture is drawn from. Coordinates are tenths of the distance between neighbours.
#[derive(Clone, Debug, Default, Serialize)]
pub struct WholeData {
    /// For each node: x, y, how many links, community, category (0 for none), title, address from the root.
    nodes: Vec<(i32, i32, u32, u32, usize, String, String)>,
    /// Indices of nodes, two for each link.
    links: Vec<u32>,
    /// The communities by size, each under the title of the note in it with the most links.
    communities: Vec<String>,
    /// The languages that categories have names in.
    languages: Vec<String>,
    /// The categories of terms, by name: a list for each language.
    categories: Vec<Vec<String>>,
}

impl Plan<'_> {
    /// Returns which notes and links the picture of the whole shows. Costs O(links).
    pub fn whole(&self) -> Whole {
        let listed: Vec<NoteId> = self.vault.ids().filter(|id| self.is_listed(*id)).collect();
        let mut pairs: Vec<(NoteId, NoteId)> = Vec::new();
        for to in &listed {
            let from = self.graph.backlinks(*to).iter().map(|backlink| backlink.from);
            pairs
                .extend(from.filter(|from| self.is_listed(*from)).map(|from| (from.min(*to), from.max(*to))));
        }
        pairs.sort_unstable();
        pairs.dedup();
        let mut degrees = vec![0_u32; self.vault.notes.len()];
        for (a, b) in &pairs {
            degrees[a.index()] += 1;
            degrees[b.index()] += 1;
        }
        let (note_count, link_count) = (listed.len(), pairs.len());
        let mut notes = listed;
        notes.sort_by_key(|id| (std::cmp::Reverse(degrees[id.index()]), *id));
        notes.truncate(NODES);
        notes.sort_unstable();
        let mut place = vec![None; self.vault.notes.len()];
        for (index, id) in (0_u32..).zip(&notes) {
            place[id.index()] = Some(index);
        }
        let mut links: Vec<(u32, u32)> =
            pairs.iter().filter_map(|(a, b)| Some((place[a.index()]?, place[b.index()]?))).collect();
        if links.len() > LINKS {
            // What leads to a hub says least.
            let least = |(a, b): &(u32, u32)| {
                let degree = |index: u32| degrees[notes[index as usize].index()];
                (degree(*a).min(degree(*b)), *a, *b)
            };
            links.sort_by_key(least);
            links.truncate(LINKS);
            links.sort_unstable();
        }
        let degrees = notes.iter().map(|id| degrees[id.index()]).collect();
        Whole { notes, degrees, links, note_count, link_count }
    }

    /// Returns what the picture is drawn from.
    pub fn whole_data(&self, whole: &Whole, arrangement: &Arrangement) -> WholeData {
        let root = Permalink::page("");
        let mut keys: Vec<String> =
            self.editions[0].language.categories.iter().map(|(key, _)| fold(key)).collect();
        let titles = |key: &str| -> Vec<String> {
            let of_edition = |edition: &super::edition::Edition| {
                let known = edition.language.categories.iter().find(|(known, _)| fold(known) == key);
                known.map_or_else(|| capitalised(key), |(_, title)| title.clone())
            };
            self.editions.iter().map(of_edition).collect()
        };
        let mut nodes = Vec::with_capacity(whole.notes.len());
        let mut communities: Vec<(u32, String)> = Vec::new();
        for (index, id) in whole.notes.iter().enumerate() {
            let (place, community) = (arrangement.places[index], arrangement.communities[index]);
            let category = self.category_key(*id).map_or(0, |key| {
                let known = keys.iter().position(|other| *other == key);
                known.unwrap_or_else(|| {
                    keys.push(key);
                    keys.len() - 1
                }) + 1
            });
            let degree = whole.degrees[index];
            let rank = community as usize;
            if rank < NAMED {
                if communities.len() <= rank {
                    communities.resize(rank + 1, (0, String::new()));
                }
                if communities[rank].1.is_empty() || degree > communities[rank].0 {
                    communities[rank] = (degree, self.title(*id).to_owned());
                }
            }
            let href = root.href_to(self.routes.note(*id));
            let title = self.title(*id).to_owned();
            nodes.push((tenths(place.0), tenths(place.1), degree, community, category, title, href));
        }
        WholeData {
            nodes,
            links: whole.links.iter().flat_map(|(a, b)| [*a, *b]).collect(),
            communities: communities.into_iter().map(|(_, name)| name).collect(),
            languages: self.editions.iter().map(|edition| edition.language.tag.clone()).collect(),
            categories: transposed(
                &keys.iter().map(|key| titles(key)).collect::<Vec<_>>(),
                self.editions.len(),
            ),
        }
    }
}

/// Makes a list for each language of a row for each category.
fn transposed(rows: &[Vec<String>], languages: usize) -> Vec<Vec<String>> {
    (0..languages).map(|at| rows.iter().map(|row| row[at].clone()).collect()).collect()
}

fn tenths(value: f32) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "no picture is that large")]
    let whole = (value * 10.0).round() as i32;
    whole
}

/// Makes the page.
pub(super) fn whole(plan: &Plan<'_>, edition: usize) -> Page {
    let permalink = plan.generated_or(edition, "graph");
    let whole = plan.whole();
    let mut most: Vec<(u32, NoteId)> = whole
        .degrees
        .iter()
        .copied()
        .zip(whole.notes.iter().copied())
        .filter(|(count, _)| *count > 0)
        .collect();
    most.sort_by_key(|(count, id)| (std::cmp::Reverse(*count), *id));
    most.truncate(LISTED);
    let lang = plan.editions[edition].language.tag.clone();
    let view = WholeView {
        head: plan.head(&permalink, &plan.labels(edition).graph, &lang, "graph"),
        note_count: whole.note_count,
        link_count: whole.link_count,
        shown_count: whole.notes.len(),
        most_linked: most
            .into_iter()
            .map(|(count, id)| CountedLink {
                title: plan.title(id).to_owned(),
                href: permalink.href_to(plan.routes.note(id)),
                count: count as usize,
            })
            .collect(),
    };
    Page { permalink, view: View::Whole(Box::new(view)), body: None, text: None, edition }
}
