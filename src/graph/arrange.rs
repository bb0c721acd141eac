//! Places for all nodes of a graph, and the communities that they form.
//!
//! In: how many nodes there are, and which are linked. Out: [`Arrangement`]. It costs O(nodes + links) times a
//! bounded number of rounds. Only sums, products, quotients and roots of numbers are used, in a fixed
//! order, so that every machine draws the same picture.

mod communities;

/// More rounds make no picture clearer.
const MOST_ROUNDS: usize = 60;
/// How many times a node may be moved in all: large graphs are moved in fewer rounds.
const MOVES: usize = 600_000;
/// How far nodes push each other away, in distances between neighbours.
const REACH: f32 = 3.0;
/// How many nodes of a crowded place are looked at.
const CROWD: usize = 12;
/// Cosine and sine of the golden angle: seeds of a sunflower do not meet.
const TURN: (f32, f32) = (-0.737_368_9, 0.675_490_3);

/// Where nodes are, in distances between neighbours, and which belong together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Arrangement {
    /// The places of the nodes around the middle, which is 0, 0.
    pub places: Vec<(f32, f32)>,
    /// The communities of the nodes, numbered from the largest one.
    pub communities: Vec<u32>,
}

/// Arranges a graph. `links` are pairs of different nodes; the direction says nothing.
pub fn arrange(nodes: usize, links: &[(u32, u32)]) -> Arrangement {
    let communities = communities::find(nodes, links);
    let mut places = sunflower(&communities, links);
    let rounds = MOST_ROUNDS.min(MOVES / nodes.max(1)).max(4);
    let mut degrees = vec![0_u16; nodes];
    for (a, b) in links {
        for end in [a, b] {
            degrees[*end as usize] = degrees[*end as usize].saturating_add(1);
        }
    }
    let mut grid = Grid::default();
    for round in 0..rounds {
        let mut pushes = grid.pushes(&places);
        for (a, b) in links {
            let (a, b) = (*a as usize, *b as usize);
            let (dx, dy) = (places[b].0 - places[a].0, places[b].1 - places[a].1);
            // A link to a hub, which has many, says little.
            let pull = 0.22 / (1.0 + f32::from(degrees[a].min(degrees[b])));
            pushes[a].0 += dx * pull;
            pushes[a].1 += dy * pull;
            pushes[b].0 -= dx * pull;
            pushes[b].1 -= dy * pull;
        }
        #[expect(clippy::cast_precision_loss, reason = "there are at most some sixty rounds")]
        let limit = 1.6 * (1.0 - round as f32 / rounds as f32) + 0.1;
        for (place, push) in places.iter_mut().zip(&pushes) {
            let (x, y) = (push.0 - place.0 * 0.004, push.1 - place.1 * 0.004);
            let length = (x * x + y * y).sqrt();
            let scale = if length > limit { limit / length } else { 1.0 };
            place.0 += x * scale;
            place.1 += y * scale;
        }
    }
    Arrangement { places, communities }
}

/// Where to begin: each community is a sunflower of its own, the largest one in the middle.
fn sunflower(communities: &[u32], links: &[(u32, u32)]) -> Vec<(f32, f32)> {
    let mut degrees = vec![0_usize; communities.len()];
    for (a, b) in links {
        degrees[*a as usize] += 1;
        degrees[*b as usize] += 1;
    }
    let mut order: Vec<usize> = (0..communities.len()).collect();
    order.sort_by_key(|node| (communities[*node], std::cmp::Reverse(degrees[*node]), *node));
    let mut places = vec![(0.0, 0.0); communities.len()];
    let mut before = 0.0_f32;
    let mut direction = (1.0_f32, 0.0_f32);
    for members in order.chunk_by(|a, b| communities[*a] == communities[*b]) {
        #[expect(clippy::cast_precision_loss, reason = "a picture needs no more digits")]
        let size = members.len() as f32;
        let distance = if before == 0.0 { 0.0 } else { 1.5 * (before + size / 2.0).sqrt() };
        let centre = (direction.0 * distance, direction.1 * distance);
        let mut seed = (1.0_f32, 0.0_f32);
        for (index, node) in members.iter().enumerate() {
            #[expect(clippy::cast_precision_loss, reason = "a picture needs no more digits")]
            let radius = 0.75 * (index as f32).sqrt();
            places[*node] = (centre.0 + seed.0 * radius, centre.1 + seed.1 * radius);
            seed = turned(seed);
        }
        before += size;
        direction = turned(direction);
    }
    places
}

/// Turns a direction by the golden angle; its length stays what it is.
fn turned(direction: (f32, f32)) -> (f32, f32) {
    let x = direction.0 * TURN.0 - direction.1 * TURN.1;
    let y = direction.0 * TURN.1 + direction.1 * TURN.0;
    let length = (x * x + y * y).sqrt();
    (x / length, y / length)
}

/// Nodes by the square that they lie in, so that only near ones are compared.
#[derive(Default)]
struct Grid {
    /// Square and node, sorted.
    cells: Vec<((i32, i32), u32)>,
}

impl Grid {
    /// Returns how each node is pushed by those around it.
    fn pushes(&mut self, places: &[(f32, f32)]) -> Vec<(f32, f32)> {
        self.cells.clear();
        self.cells.extend((0..).zip(places).map(|(node, place)| (cell(*place), node)));
        self.cells.sort_unstable();
        let rows: Vec<((i32, i32), usize, usize)> = self.rows();
        let mut pushes = vec![(0.0_f32, 0.0_f32); places.len()];
        for (square, start, end) in &rows {
            for dx in -1..=1 {
                for dy in -1..=1 {
                    let beside = (square.0.saturating_add(dx), square.1.saturating_add(dy));
                    let Ok(found) = rows.binary_search_by_key(&beside, |row| row.0) else { continue };
                    let others = &self.cells[rows[found].1..rows[found].2];
                    // Of a crowd every few are looked at, and count for the rest.
                    let step = others.len().div_ceil(CROWD).max(1);
                    for (_, node) in &self.cells[*start..*end] {
                        let push = &mut pushes[*node as usize];
                        for (_, other) in others.iter().step_by(step) {
                            if node != other {
                                let by = push_between(
                                    places[*node as usize],
                                    places[*other as usize],
                                    *node < *other,
                                );
                                #[expect(clippy::cast_precision_loss, reason = "a step is small")]
                                let weight = step as f32;
                                push.0 += by.0 * weight;
                                push.1 += by.1 * weight;
                            }
                        }
                    }
                }
            }
        }
        pushes
    }

    /// The squares in order, with where their nodes start and end.
    fn rows(&self) -> Vec<((i32, i32), usize, usize)> {
        let mut rows = Vec::new();
        let mut start = 0;
        for group in self.cells.chunk_by(|a, b| a.0 == b.0) {
            rows.push((group[0].0, start, start + group.len()));
            start += group.len();
        }
        rows
    }
}

fn cell(place: (f32, f32)) -> (i32, i32) {
    #[expect(clippy::cast_possible_truncation, reason = "no picture is that large")]
    let square = |value: f32| (value / REACH).floor() as i32;
    (square(place.0), square(place.1))
}

/// How the second node pushes the first. Nodes at one place part sideways.
fn push_between(node: (f32, f32), other: (f32, f32), is_first: bool) -> (f32, f32) {
    let (mut dx, dy) = (node.0 - other.0, node.1 - other.1);
    if dx == 0.0 && dy == 0.0 {
        dx = if is_first { -0.01 } else { 0.01 };
    }
    let square = dx * dx + dy * dy;
    if square > REACH * REACH {
        return (0.0, 0.0);
    }
    let force = 0.9 / (square + 0.1);
    (dx * force, dy * force)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two rings of eight that one link joins, and a node alone.
    fn rings() -> (usize, Vec<(u32, u32)>) {
        let mut links: Vec<(u32, u32)> = (0..8).flat_map(|a| [(a, (a + 1) % 8), (a, (a + 3) % 8)]).collect();
        links.extend((0..8).flat_map(|a| [(8 + a, 8 + (a + 1) % 8), (8 + a, 8 + (a + 3) % 8)]));
        links.push((0, 8));
        (17, links)
    }

    #[test]
    fn what_is_linked_stands_together() {
        let (nodes, links) = rings();
        let Arrangement { places, communities } = arrange(nodes, &links);
        assert!(communities[..8].iter().all(|community| *community == communities[0]));
        assert!(communities[8..16].iter().all(|community| *community == communities[8]));
        assert_ne!(communities[0], communities[8]);
        let distance = |a: usize, b: usize| {
            ((places[a].0 - places[b].0).powi(2) + (places[a].1 - places[b].1).powi(2)).sqrt()
        };
        let sum = |others: std::ops::Range<usize>| others.map(|other| distance(1, other)).sum::<f32>();
        assert!(sum(0..8) < sum(8..16), "{places:?}");
    }

    #[test]
    fn no_two_nodes_stand_in_one_place() {
        let (nodes, links) = rings();
        let places = arrange(nodes, &links).places;
        for (a, one) in places.iter().enumerate() {
            for other in &places[a + 1..] {
                assert!((one.0 - other.0).abs() + (one.1 - other.1).abs() > 0.2, "{places:?}");
            }
        }
    }

    #[test]
    fn nothing_and_crowds_can_be_arranged() {
        assert_eq!(arrange(0, &[]), Arrangement::default());
        let star: Vec<(u32, u32)> = (1..3000).map(|leaf| (0, leaf)).collect();
        let one = arrange(3000, &star);
        assert!(one.places.iter().all(|place| place.0.is_finite() && place.1.is_finite()));
        assert_eq!(one, arrange(3000, &star));
    }
}
