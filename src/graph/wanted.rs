//! Notes that are not written yet.
//!
//! In: where every link leads. Out: the names that broken links ask for, the most wanted first. What is kept back
//! counts like what is not written, so that readers cannot tell them apart.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::{Backlink, NoteId, Resolution, Vault, Wanted};
use crate::diagnostic::Reason;
use crate::note::Kind;
use crate::source::SourcePath;
use crate::words::fold;

/// Returns the names that links to missing notes ask for: those that the most notes want come first,
/// then by folded name.
pub(super) fn wanted(
    vault: &Vault,
    resolutions: &[Arc<[Resolution]>],
    by_path: &BTreeMap<SourcePath, NoteId>,
) -> Vec<Wanted> {
    let mut by_name: BTreeMap<String, Vec<Asker>> = BTreeMap::new();
    for ((from, note), resolutions) in vault.notes().zip(resolutions) {
        for (link, resolution) in resolutions.iter().enumerate() {
            let Resolution::Missing { reason, suggestion, .. } = resolution else { continue };
            // A card of a canvas shows the name of a note that is missing, and none of one that is kept back.
            let is_shown = match reason {
                Reason::MissingNote => true,
                Reason::Unpublished => !matches!(note.kind, Kind::Canvas(_)),
                _ => false,
            };
            if is_shown {
                let name = bare(&note.links[link].path);
                let asker = Asker { link: Backlink { from, link }, name, nearest: suggestion.as_deref() };
                by_name.entry(fold(name)).or_default().push(asker);
            }
        }
    }
    let mut wanted: Vec<Wanted> = by_name
        .into_values()
        .map(|askers| {
            let nearest = askers.iter().find_map(|asker| asker.nearest);
            let nearest = nearest.and_then(SourcePath::new).and_then(|path| by_path.get(&path).copied());
            let name = most_frequent(askers.iter().map(|asker| asker.name)).to_owned();
            let asked_by: Vec<Backlink> = askers.iter().map(|asker| asker.link).collect();
            let note_count = asked_by.chunk_by(|a, b| a.from == b.from).count();
            Wanted { name, asked_by, note_count, nearest }
        })
        .collect();
    // The sort is stable, and the names come in order.
    wanted.sort_by_key(|wanted| std::cmp::Reverse(wanted.note_count));
    wanted
}

/// One link that asks for a name.
struct Asker<'v> {
    link: Backlink,
    name: &'v str,
    nearest: Option<&'v str>,
}

/// Returns the name that a path asks for: without dots and slashes around it and without `.md`.
fn bare(path: &str) -> &str {
    let name = path.trim_start_matches("./").trim_start_matches("../").trim_matches('/');
    let stem = name.len().checked_sub(3).filter(|at| name.is_char_boundary(*at));
    match stem.map(|at| name.split_at(at)) {
        Some((stem, extension)) if extension.eq_ignore_ascii_case(".md") && !stem.is_empty() => stem,
        _ => name,
    }
}

fn most_frequent<'n>(names: impl Iterator<Item = &'n str>) -> &'n str {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    let mut order: Vec<&str> = Vec::new();
    for name in names {
        let count = counts.entry(name).or_default();
        *count += 1;
        if *count == 1 {
            order.push(name);
        }
    }
    let most = order.iter().map(|name| counts[name]).max();
    order.into_iter().find(|name| Some(counts[name]) == most).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::fixture::fixture;

    #[test]
    fn the_most_wanted_name_comes_first_as_it_is_written_most_often() {
        let fixture = fixture(
            "
=== a.md
[[Quorum]] [[quorum]] [[Sharding]] ![[gone.png]]
=== b.md
[[quorum#Size]] [[paxos]] [p](Paxos.md)
=== c.md
[[quorum]] [[Shardings]]
=== Shardingz.md
",
        );
        let (graph, _) = fixture.resolve();
        let lines: Vec<String> = graph
            .wanted()
            .iter()
            .map(|wanted| {
                let nearest = fixture.paths(wanted.nearest);
                format!("{} {} {} {nearest}", wanted.name, wanted.note_count, wanted.asked_by.len())
            })
            .collect();
        assert_eq!(
            lines,
            ["quorum 3 4 ", "paxos 1 2 ", "Sharding 1 1 Shardingz.md", "Shardings 1 1 Shardingz.md",]
        );
    }
}
