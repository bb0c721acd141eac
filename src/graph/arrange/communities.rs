//! Which nodes belong together: those with more links among them than chance would give.
//!
//! Nodes join the community of neighbours that gains most by it, in rounds, then whole communities do, as
//! nodes of a smaller graph. All sums are whole numbers and ties go to the lower number, so the answer
//! is the same everywhere.

use std::collections::BTreeMap;

/// How often communities are joined to larger ones.
const LEVELS: usize = 3;
/// How many rounds nodes may move in.
const ROUNDS: usize = 8;

/// Returns the community of each node, numbered from the largest one.
pub(super) fn find(nodes: usize, links: &[(u32, u32)]) -> Vec<u32> {
    let mut graph = Weighted::of(nodes, links);
    let mut community: Vec<u32> = (0..).take(nodes).collect();
    for _ in 0..LEVELS {
        let (joined, count) = graph.join();
        for own in &mut community {
            *own = joined[*own as usize];
        }
        if count == graph.near.len() {
            break;
        }
        graph = graph.smaller(&joined, count);
    }
    by_size(&community)
}

/// A graph whose links have weights.
struct Weighted {
    /// The neighbours of each node, in order.
    near: Vec<Vec<(u32, u64)>>,
    /// The weight of the links inside of each node.
    inside: Vec<u64>,
}

impl Weighted {
    fn of(nodes: usize, links: &[(u32, u32)]) -> Self {
        let mut near = vec![Vec::new(); nodes];
        for (a, b) in links.iter().filter(|(a, b)| a != b) {
            near[*a as usize].push((*b, 1));
            near[*b as usize].push((*a, 1));
        }
        near.iter_mut().for_each(merge);
        Self { near, inside: vec![0; nodes] }
    }

    fn weight(&self, node: usize) -> u64 {
        2 * self.inside[node] + self.near[node].iter().map(|(_, weight)| weight).sum::<u64>()
    }

    /// Lets nodes join their neighbours; returns the community of each, and how many there are.
    fn join(&self) -> (Vec<u32>, usize) {
        let weights: Vec<u64> = (0..self.near.len()).map(|node| self.weight(node)).collect();
        let whole: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
        let mut community: Vec<u32> = (0..).take(self.near.len()).collect();
        let mut sums = weights.clone();
        let mut to = vec![0_u64; self.near.len()];
        for _ in 0..ROUNDS {
            let mut moved = false;
            for (node, near) in self.near.iter().enumerate() {
                let old = community[node];
                sums[old as usize] -= weights[node];
                let mut touched = vec![old];
                for (other, weight) in near {
                    let theirs = community[*other as usize];
                    if to[theirs as usize] == 0 {
                        touched.push(theirs);
                    }
                    to[theirs as usize] += weight;
                }
                let gain = |community: u32| {
                    let index = community as usize;
                    i128::from(to[index]) * whole - i128::from(sums[index]) * i128::from(weights[node])
                };
                let best = touched.iter().copied().max_by_key(|community| {
                    (gain(*community), *community == old, std::cmp::Reverse(*community))
                });
                let new = best.unwrap_or(old);
                sums[new as usize] += weights[node];
                community[node] = new;
                moved |= new != old;
                for community in touched {
                    to[community as usize] = 0;
                }
            }
            if !moved {
                break;
            }
        }
        numbered(&community)
    }

    /// Makes the graph whose nodes are these communities.
    fn smaller(&self, joined: &[u32], count: usize) -> Self {
        let mut made = Self { near: vec![Vec::new(); count], inside: vec![0; count] };
        for (node, near) in self.near.iter().enumerate() {
            let own = joined[node];
            made.inside[own as usize] += self.inside[node];
            for (other, weight) in near {
                let theirs = joined[*other as usize];
                if theirs != own {
                    made.near[own as usize].push((theirs, *weight));
                } else if node < *other as usize {
                    made.inside[own as usize] += weight;
                }
            }
        }
        made.near.iter_mut().for_each(merge);
        made
    }
}

/// Sorts neighbours and adds up what leads to the same one.
fn merge(near: &mut Vec<(u32, u64)>) {
    near.sort_unstable();
    near.dedup_by(|later, first| {
        let same = later.0 == first.0;
        if same {
            first.1 += later.1;
        }
        same
    });
}

/// Numbers communities from 0, by their first node.
fn numbered(community: &[u32]) -> (Vec<u32>, usize) {
    let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
    let mut next = 0;
    let numbered = community
        .iter()
        .map(|community| {
            *numbers.entry(*community).or_insert_with(|| {
                next += 1;
                next - 1
            })
        })
        .collect();
    (numbered, numbers.len())
}

fn by_size(community: &[u32]) -> Vec<u32> {
    let (community, count) = numbered(community);
    let mut sizes = vec![0_usize; count];
    for own in &community {
        sizes[*own as usize] += 1;
    }
    let mut order: Vec<usize> = (0..count).collect();
    order.sort_by_key(|community| (std::cmp::Reverse(sizes[*community]), *community));
    let mut place = vec![0; count];
    for (rank, community) in (0..).zip(order) {
        place[community] = rank;
    }
    community.iter().map(|own| place[*own as usize]).collect()
}
