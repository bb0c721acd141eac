//! Embeds that lead back to themselves.
//!
//! In: where every link leads. Out: a finding at each embed that would show what is already being
//! shown around it. What counts is the note and the part of it that is shown, so two sections of one
//! note, or one note twice side by side, are no circle. Not here: what is shown instead (`render`).

mod load;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use self::load::Load;
use super::circle::components;
use super::{NoteId, Part, Resolution, Target, Vault};
use crate::diagnostic::Diagnostic;
use crate::note::{Element, Event, Kind, Note, SpannedEvent};
use crate::source::Place;

/// How deep embeds are shown in each other.
pub const EMBED_DEPTH: usize = 16;

/// The most notes that one page embeds, those inside embedded ones included. What is over is a link.
pub const EMBEDS_A_PAGE: usize = 256;

/// How much text the embeds of one page may hold together, in bytes of the notes. What is over is a link.
pub const EMBEDDED_BYTES: usize = 4 * 1024 * 1024;

/// How many steps the search for the chains of circles may take in one vault. Behind that, circles are
/// reported without the notes between.
const SEARCH_LIMIT: usize = 200_000;

/// How many names a chain is told with.
const CHAIN_SHOWN: usize = 8;

/// Something that can be shown: a whole note, a part of it, or one of its footnotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Shown {
    Whole,
    Part(Part),
    Footnote(usize),
}

/// One thing shown inside another; a footnote is shown without a link.
#[derive(Clone, Copy)]
struct Edge {
    to: usize,
    link: Option<usize>,
}

/// Reports every embed that closes a circle, once, and every page that cannot show all its embeds, in
/// no particular order.
pub(super) fn trouble(vault: &Vault, resolutions: &[Arc<[Resolution]>]) -> Vec<Diagnostic> {
    let shows = Shows::of(vault, resolutions);
    let component = components(shows.edges.len(), |node| shows.edges[node].iter().map(|edge| edge.to));
    let mut found = cycles(vault, &shows, &component);
    found.extend(load::overloads(vault, &shows, &component));
    found
}

fn cycles(vault: &Vault, shows: &Shows, component: &[usize]) -> Vec<Diagnostic> {
    let mut reported = HashSet::new();
    let mut steps_left = SEARCH_LIMIT;
    let mut found = Vec::new();
    for (from, (id, _)) in shows.nodes.iter().enumerate() {
        for edge in &shows.edges[from] {
            let Some(link) = edge.link.filter(|_| component[edge.to] == component[from]) else { continue };
            if reported.insert((*id, link)) {
                let note = vault.note(*id);
                let place = Place { path: note.path.clone(), span: note.links[link].span };
                let chain = shows.chain(vault, edge.to, from, component, &mut steps_left);
                found.push(Diagnostic::embed_cycle(place, &chain));
            }
        }
    }
    found
}

/// What is shown inside what, as far as it holds embeds of notes itself.
struct Shows {
    nodes: Vec<(NoteId, Shown)>,
    edges: Vec<Vec<Edge>>,
    /// For each node the embeds in it that hold no embeds themselves: how many, and how much text.
    leaves: Vec<Load>,
    /// For each node its first embed.
    first: Vec<Option<usize>>,
}

impl Shows {
    fn of(vault: &Vault, resolutions: &[Arc<[Resolution]>]) -> Self {
        let embeds: HashMap<NoteId, Embeds> = vault
            .notes()
            .filter_map(|(id, note)| Some((id, Embeds::of(vault, note, &resolutions[id.index()])?)))
            .collect();
        let mut nodes: Vec<(NoteId, Shown)> = vault
            .notes()
            .filter(|(id, _)| embeds.contains_key(id))
            .map(|(id, _)| (id, Shown::Whole))
            .collect();
        let mut index: HashMap<(NoteId, Shown), usize> = nodes.iter().copied().zip(0..).collect();
        let mut edges: Vec<Vec<Edge>> = Vec::new();
        let (mut leaves, mut first) = (Vec::new(), Vec::new());
        while let Some((id, shown)) = nodes.get(edges.len()).copied() {
            let mut out = Vec::new();
            let mut leaf = Load::default();
            let mut first_link = None;
            for inside in embeds[&id].inside(vault.note(id), shown) {
                let (target, link) = match *inside {
                    Inside::Embed { link, note, part } => {
                        ((note, part.map_or(Shown::Whole, Shown::Part)), Some(link))
                    }
                    Inside::Footnote(footnote) => ((id, Shown::Footnote(footnote)), None),
                };
                first_link = first_link.or(link);
                // What holds no embeds leads nowhere, least of all back.
                if embeds.contains_key(&target.0) {
                    let to = *index.entry(target).or_insert_with(|| {
                        nodes.push(target);
                        nodes.len() - 1
                    });
                    out.push(Edge { to, link });
                } else {
                    leaf.add(Load::of(vault, target));
                }
            }
            edges.push(out);
            leaves.push(leaf);
            first.push(first_link);
        }
        Self { nodes, edges, leaves, first }
    }

    /// Returns the names along the shortest way from `start` to `end`, and `start` again.
    fn chain(
        &self,
        vault: &Vault,
        start: usize,
        end: usize,
        component: &[usize],
        steps_left: &mut usize,
    ) -> Vec<String> {
        let mut before: HashMap<usize, usize> = HashMap::new();
        let mut queue = VecDeque::from([start]);
        while let Some(node) = queue.pop_front().filter(|node| *node != end && *steps_left > 0) {
            for edge in self.edges[node].iter().filter(|edge| component[edge.to] == component[start]) {
                *steps_left = steps_left.saturating_sub(1);
                if edge.to != start && !before.contains_key(&edge.to) {
                    before.insert(edge.to, node);
                    queue.push_back(edge.to);
                }
            }
        }
        let mut way = vec![end];
        while let Some(node) = way.last().and_then(|last| before.get(last)) {
            way.push(*node);
        }
        let complete = way.last() == Some(&start);
        way.reverse();
        let footnote = |node: &usize| matches!(self.nodes[*node].1, Shown::Footnote(_));
        let mut names: Vec<String> = way
            .iter()
            .filter(|node| !footnote(node))
            .map(|node| self.name(vault, *node))
            .chain([self.name(vault, start)])
            .collect();
        if !complete {
            names.splice(0..0, [self.name(vault, start), "…".to_owned()]);
        }
        if names.len() > CHAIN_SHOWN {
            names.splice(CHAIN_SHOWN - 3..names.len() - 2, ["…".to_owned()]);
        }
        names
    }

    /// Returns the first embed that stands in a node itself and holds others, or any.
    fn first_embed(&self, node: usize) -> Option<usize> {
        self.edges[node].iter().find_map(|edge| edge.link).or(self.first[node])
    }

    fn name(&self, vault: &Vault, node: usize) -> String {
        let (id, shown) = self.nodes[node];
        let Note { path, headings, blocks, .. } = vault.note(id);
        match shown {
            Shown::Part(Part::Heading(index)) => format!("{path}#{}", headings[index].text),
            Shown::Part(Part::Block(index)) => format!("{path}#^{}", blocks[index].id),
            Shown::Whole | Shown::Footnote(_) => path.to_string(),
        }
    }
}

/// What a note shows: the notes that it embeds, and its footnotes.
#[derive(Clone, Copy)]
enum Inside {
    Embed { link: usize, note: NoteId, part: Option<Part> },
    Footnote(usize),
}

struct Embeds {
    /// By index of event.
    body: Vec<(usize, Inside)>,
    footnotes: Vec<Vec<(usize, Inside)>>,
}

impl Embeds {
    /// Returns `None` for a note that embeds no note.
    fn of(vault: &Vault, note: &Note, resolutions: &[Resolution]) -> Option<Self> {
        let embedded = |link: usize| match resolutions.get(link) {
            Some(Resolution::Found { target: Target::Note(id, part), .. })
                if vault.note(*id).kind == Kind::Markdown =>
            {
                Some(Inside::Embed { link, note: *id, part: *part })
            }
            _ => None,
        };
        if note.kind != Kind::Markdown || !(0..note.links.len()).any(|link| embedded(link).is_some()) {
            return None;
        }
        let read = |events: &[SpannedEvent]| {
            let inside = events.iter().enumerate().filter_map(|(index, event)| {
                let inside = match &event.event {
                    Event::Start(Element::Embed { link, .. }) => embedded(*link),
                    Event::FootnoteReference(footnote) => Some(Inside::Footnote(*footnote)),
                    _ => None,
                };
                inside.map(|inside| (index, inside))
            });
            inside.collect::<Vec<_>>()
        };
        let body = read(&note.events);
        let footnotes: Vec<_> = note.footnotes.iter().map(|footnote| read(&footnote.events)).collect();
        let is_embed = |(_, inside): &(usize, Inside)| matches!(inside, Inside::Embed { .. });
        body.iter().chain(footnotes.iter().flatten()).any(is_embed).then_some(Self { body, footnotes })
    }

    fn inside(&self, note: &Note, shown: Shown) -> impl Iterator<Item = &Inside> {
        let inside = match shown {
            Shown::Whole => &self.body[..],
            Shown::Footnote(index) => self.footnotes.get(index).map_or(&[][..], Vec::as_slice),
            Shown::Part(part) => {
                let events = match part {
                    Part::Heading(index) => note.section(index),
                    Part::Block(index) => note.blocks[index].events.clone(),
                };
                let start = self.body.partition_point(|(index, _)| *index < events.start);
                let end = self.body.partition_point(|(index, _)| *index < events.end);
                &self.body[start..end.max(start)]
            }
        };
        inside.iter().map(|(_, inside)| inside)
    }
}

#[cfg(test)]
mod tests {
    use super::super::fixture::{diagnose, fixture};

    #[test]
    fn every_embed_on_a_circle_is_reported_once() {
        insta::assert_snapshot!(diagnose("
=== a.md
A text

![[b]] ![[b]]
=== b.md
![[a]]
=== self.md
Me

![[self]]
=== section.md
# A
text
## B
![[section#B]]
=== outside.md
![[a]]
"), @"
        a.md:3:1: warning[embed-cycle]: this embed leads back to itself: b.md → a.md → b.md
        a.md:3:8: warning[embed-cycle]: this embed leads back to itself: b.md → a.md → b.md
        b.md:1:1: warning[embed-cycle]: this embed leads back to itself: a.md → b.md → a.md
        section.md:4:1: warning[embed-cycle]: this embed leads back to itself: section.md#B → section.md#B
        self.md:3:1: warning[embed-cycle]: this embed leads back to itself: self.md → self.md
        ");
    }

    #[test]
    fn other_sections_and_diamonds_are_no_circles() {
        assert_eq!(
            diagnose(
                "
=== a.md
![[m#One]]
![[m#Two]]
![[m#One]]
![[x]]
![[y]]
=== m.md
# One
![[m#Two]]
# Two
text ^b
=== x.md
![[z]]
=== y.md
![[z]] ![[pic.png]]
=== z.md
[[a]]
=== pic.png
"
            ),
            ""
        );
    }

    #[test]
    fn a_page_that_shows_too_much_is_told_of_once() {
        let level = |n| format!("=== n{n}.md\ntext\n\n![[n{0}]] ![[n{0}]]\n", n + 1);
        let fan = (0..10).map(level).collect::<Vec<_>>().concat();
        insta::assert_snapshot!(diagnose(&format!("{fan}=== n10.md\nend\n")), @"n0.md:3:1: warning[budget]: this note embeds more than fits on a page: a page may show 256 embeds, those inside others included");
        let chain = (0..40).map(|n| format!("=== c{n}.md\n![[c{}]]\n", n + 1)).collect::<Vec<_>>().concat();
        insta::assert_snapshot!(diagnose(&format!("{chain}=== c40.md\nend\n")), @"c0.md:1:1: warning[budget]: this note embeds more than fits on a page: embeds may lie 16 deep in each other");
        let ten = (0..10).map(|n| format!("=== {n}.md\nend\n![[end]]\n")).collect::<Vec<_>>().concat();
        assert_eq!(diagnose(&format!("{ten}=== end.md\nend\n")), "");
    }

    #[test]
    fn a_long_ring_is_told_shortly_and_a_thicket_ends() {
        let link = |n| format!("=== r{n}.md\n![[r{}]]\n", (n + 1) % 30);
        let ring = (0..30).map(link).collect::<Vec<_>>().concat();
        let (_, found) = fixture(&ring).resolve();
        assert_eq!(found.len(), 30);
        assert!(found[0].message.ends_with("r1.md → r2.md → r3.md → r4.md → r5.md → … → r0.md → r1.md"));

        let embeds = (0..200).map(|n| format!("![[t{n}]] ")).collect::<Vec<_>>().concat();
        let thicket = (0..200).map(|n| format!("=== t{n}.md\n{embeds}\n")).collect::<Vec<_>>().concat();
        let (_, found) = fixture(&thicket).resolve();
        assert_eq!(found.len(), 200 * 200);
    }
}
