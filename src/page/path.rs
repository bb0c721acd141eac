//! Learning paths: notes in the order in which they build on each other.
//!
//! In: what notes require, and the steps of the study path. Out: [`Paths`] of an edition, each a chain of
//! notes that hang together, sorted so that what is required comes first; the page that shows them; and
//! the place of one note in its path. Not here: what a circle of requirements is told as
//! (`graph::learning`); here its notes simply keep the order of lists.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash, Hasher};

use super::view::{LearningPath, LearningStep, PathPlace, PathsView};
use super::{Page, Plan, View};
use crate::graph::NoteId;
use crate::site::Permalink;

/// The address that the page asks for.
pub(super) const ADDRESS: &str = "learning-path";
/// The most steps that the page lists; the glossary of a large vault may well be one path.
const STEPS: usize = 1000;

/// One path.
#[derive(Clone)]
struct Row {
    notes: Vec<NoteId>,
    /// Place → the minutes from there to the end.
    minutes_left: Vec<u32>,
    /// Whether it begins with the study path.
    is_study: bool,
    /// The one note that it leads to, if there is one.
    goal: Option<NoteId>,
}

/// The learning paths of an edition.
#[derive(Clone, Default)]
pub(super) struct Paths {
    rows: Vec<Row>,
    /// Note → its path and its place in it.
    place_of: HashMap<NoteId, (usize, usize)>,
    /// Note → what it requires in this edition.
    needs: HashMap<NoteId, Vec<NoteId>>,
}

impl Paths {
    /// Returns the path of a note and its place in it.
    pub(super) fn of_note(&self, id: NoteId) -> Option<(&[NoteId], usize)> {
        let (path, place) = self.place_of.get(&id)?;
        Some((&self.rows[*path].notes, *place))
    }

    /// Sorts steps as their path does.
    pub(super) fn in_order(&self, mut steps: Vec<NoteId>) -> Vec<NoteId> {
        steps.sort_by_key(|id| self.place_of.get(id).copied());
        steps
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

/// Puts the notes of an edition in order. `steps` are those of the study path, which belong together and
/// make the first path. Costs O(n log n) in the notes and requirements.
pub(super) fn paths(plan: &Plan<'_>, edition: usize, steps: &[NoteId]) -> Paths {
    let mut needs: HashMap<NoteId, Vec<NoteId>> = HashMap::new();
    let own = plan.vault.ids().filter(|id| plan.edition(*id) == edition && plan.is_listed(*id));
    let mut waiting: Vec<NoteId> =
        own.filter(|id| !plan.vault.note(*id).front_matter.requires.is_empty()).collect();
    while let Some(id) = waiting.pop() {
        if needs.contains_key(&id) {
            continue;
        }
        let required = plan.graph.requirements(plan.vault, id).into_iter();
        let required = required.map(|other| plan.in_edition(other, edition));
        let mut required: Vec<NoteId> =
            required.filter(|other| plan.is_listed(*other) && *other != id).collect();
        let mut seen = BTreeSet::new();
        required.retain(|other| seen.insert(*other));
        waiting.extend(&required);
        needs.insert(id, required);
    }
    let mut nodes: BTreeSet<NoteId> = needs.keys().copied().collect();
    // A note whose only requirement is gone stands alone, and is no path.
    let required: BTreeSet<NoteId> = needs.values().flatten().copied().collect();
    nodes.retain(|id| required.contains(id) || !needs[id].is_empty());
    nodes.extend(steps);
    let groups = groups(&nodes, &needs, steps);
    let mut sorted: Vec<Vec<NoteId>> =
        groups.into_iter().map(|group| sort(&group, &needs, |id| plan.order.rank(id))).collect();
    let is_main = |path: &[NoteId]| steps.first().is_some_and(|step| path.contains(step));
    sorted.sort_by_key(|path| (!is_main(path), plan.order.rank(path[0])));
    let place_of = sorted
        .iter()
        .enumerate()
        .flat_map(|(number, path)| path.iter().enumerate().map(move |(place, id)| (*id, (number, place))));
    let place_of = place_of.collect();
    let row = |notes: Vec<NoteId>| {
        let mut minutes_left: Vec<u32> = notes
            .iter()
            .rev()
            .scan(0, |sum: &mut u32, id| {
                *sum = sum.saturating_add(plan.minutes(*id));
                Some(*sum)
            })
            .collect();
        minutes_left.reverse();
        let mut goals = notes.iter().filter(|id| !required.contains(id));
        let goal = goals.next().filter(|_| goals.next().is_none()).copied();
        Row { minutes_left, is_study: is_main(&notes), goal, notes }
    };
    Paths { rows: sorted.into_iter().map(row).collect(), place_of, needs }
}

/// Parts the notes into those that hang together, in note order.
fn groups(
    nodes: &BTreeSet<NoteId>,
    needs: &HashMap<NoteId, Vec<NoteId>>,
    steps: &[NoteId],
) -> Vec<Vec<NoteId>> {
    let mut beside: BTreeMap<NoteId, Vec<NoteId>> = nodes.iter().map(|id| (*id, Vec::new())).collect();
    let mut join = |one: NoteId, other: NoteId| {
        beside.entry(one).or_default().push(other);
        beside.entry(other).or_default().push(one);
    };
    for id in nodes {
        for other in needs.get(id).into_iter().flatten() {
            join(*id, *other);
        }
    }
    for pair in steps.windows(2) {
        join(pair[0], pair[1]);
    }
    let mut seen: BTreeSet<NoteId> = BTreeSet::new();
    let mut groups = Vec::new();
    for start in nodes {
        if !seen.insert(*start) {
            continue;
        }
        let (mut group, mut next) = (vec![*start], 0);
        while let Some(at) = group.get(next).copied() {
            next += 1;
            group.extend(beside[&at].iter().copied().filter(|other| seen.insert(*other)));
        }
        groups.push(group);
    }
    groups
}

/// Sorts notes so that each comes behind what it requires; of those that could be next, the one that
/// lists would name first. In a circle, that one goes on although something it requires is still to come.
fn sort(
    group: &[NoteId],
    needs: &HashMap<NoteId, Vec<NoteId>>,
    rank: impl Fn(NoteId) -> usize,
) -> Vec<NoteId> {
    let mut missing: HashMap<NoteId, usize> = HashMap::new();
    let mut leads_to: HashMap<NoteId, Vec<NoteId>> = HashMap::new();
    for id in group {
        let required = needs.get(id).map_or(&[][..], Vec::as_slice);
        missing.insert(*id, required.len());
        for other in required {
            leads_to.entry(*other).or_default().push(*id);
        }
    }
    let mut left: BTreeSet<(usize, NoteId)> = group.iter().map(|id| (rank(*id), *id)).collect();
    let mut ready: BTreeSet<(usize, NoteId)> =
        left.iter().copied().filter(|(_, id)| missing[id] == 0).collect();
    let mut sorted = Vec::with_capacity(group.len());
    while let Some(next) = ready.pop_first().or_else(|| left.first().copied()) {
        if !left.remove(&next) {
            continue;
        }
        sorted.push(next.1);
        for other in leads_to.get(&next.1).into_iter().flatten() {
            let missing = missing.entry(*other).or_default();
            *missing = missing.saturating_sub(1);
            if *missing == 0 && left.contains(&(rank(*other), *other)) {
                ready.insert((rank(*other), *other));
            }
        }
    }
    sorted
}

/// Makes the page of all learning paths.
pub(super) fn page(plan: &Plan<'_>, edition: usize) -> Page {
    let permalink = plan.generated_or(edition, ADDRESS);
    let lang = plan.editions[edition].language.tag.clone();
    let labels = plan.labels(edition);
    let mut head = plan.head(&permalink, &labels.path, &lang, "notes");
    head.description = Some(labels.path_about.clone());
    let all = &plan.editions[edition].paths;
    let mut left = STEPS;
    let mut paths = Vec::new();
    for (number, row) in all.rows.iter().enumerate() {
        let shown = row.notes.len().min(left);
        left -= shown;
        if shown > 0 {
            paths.push(path(plan, &permalink, edition, (number, row), shown));
        }
    }
    let view = PathsView { crumbs: vec![plan.root_crumb(&permalink, edition)], paths, head };
    Page { permalink, view: View::Paths(Box::new(view)), body: None, text: None, edition }
}

fn path(
    plan: &Plan<'_>,
    from: &Permalink,
    edition: usize,
    (number, row): (usize, &Row),
    shown: usize,
) -> LearningPath {
    let lang = &plan.editions[edition].language.tag;
    let needs = |id: NoteId| plan.editions[edition].paths.needs.get(&id).into_iter().flatten();
    let steps = row.notes[..shown].iter().map(|id| LearningStep {
        link: plan.link(from, lang, *id),
        minutes: plan.minutes(*id),
        description: plan.vault.note(*id).front_matter.description.clone().unwrap_or_default(),
        category: plan.category_key(*id),
        needs: needs(*id).map(|other| plan.link(from, lang, *other)).collect(),
    });
    LearningPath {
        id: format!("path-{}", number + 1),
        title: title(plan, edition, row),
        minutes: row.minutes_left.first().copied().unwrap_or_default(),
        count: row.notes.len(),
        steps: steps.collect(),
    }
}

/// The study path bears the title of what it begins with; any other is called after the one note that it
/// leads to, if there is one.
fn title(plan: &Plan<'_>, edition: usize, row: &Row) -> String {
    let labels = &plan.editions[edition].language.labels;
    if row.is_study {
        return super::home::path_title(plan, edition).unwrap_or_else(|| labels.path.clone());
    }
    row.goal.map_or_else(|| labels.path_other.clone(), |goal| plan.title(goal).to_owned())
}

impl Plan<'_> {
    /// Returns how long a note takes to read, in minutes: what it says, or by its words.
    pub(super) fn minutes(&self, id: NoteId) -> u32 {
        let note = self.vault.note(id);
        note.front_matter.minutes.unwrap_or_else(|| super::note::minutes(note.word_count))
    }

    /// Returns the place of a note in its learning path.
    pub(super) fn path_place(&self, from: &Permalink, id: NoteId) -> Option<PathPlace> {
        let edition = self.edition(id);
        let paths = &self.editions[edition].paths;
        let (number, place) = *paths.place_of.get(&id)?;
        let row = &paths.rows[number];
        Some(PathPlace {
            title: title(self, edition, row),
            href: format!("{}#path-{}", from.href_to(&self.generated_or(edition, ADDRESS)), number + 1),
            number: place + 1,
            count: row.notes.len(),
            minutes_left: row.minutes_left[place],
        })
    }

    /// Writes what decides how the place of a note in its learning path is told.
    pub(super) fn path_print(&self, id: NoteId, to: &mut impl Hasher) {
        let paths = &self.editions[self.edition(id)].paths;
        let Some((number, place)) = paths.place_of.get(&id) else { return false.hash(to) };
        let row = &paths.rows[*number];
        (number, place, row.notes.len(), row.minutes_left[*place], row.is_study).hash(to);
        row.goal.map(|goal| self.title(goal)).hash(to);
    }
}
