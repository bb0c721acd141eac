//! The circles of a directed graph.

/// Returns for each node the number of its strongly connected component: two nodes have the same
/// number when each can be reached from the other.
///
/// Costs O(nodes + edges) and no stack, however long the ways are.
pub(super) fn components<I>(node_count: usize, edges: impl Fn(usize) -> I) -> Vec<usize>
where
    I: Iterator<Item = usize>,
{
    // This is the algorithm of Tarjan, with its recursion turned into a list.
    const UNSEEN: usize = usize::MAX;
    let mut component = vec![UNSEEN; node_count];
    let mut order = vec![UNSEEN; node_count];
    let mut lowest = vec![0; node_count];
    let (mut next_order, mut next_component) = (0, 0);
    let mut open: Vec<usize> = Vec::new();
    for root in 0..node_count {
        if order[root] != UNSEEN {
            continue;
        }
        let mut path: Vec<(usize, I)> = Vec::new();
        let mut entered = Some(root);
        loop {
            if let Some(node) = entered.take() {
                order[node] = next_order;
                lowest[node] = next_order;
                next_order += 1;
                open.push(node);
                path.push((node, edges(node)));
            }
            let Some((node, rest)) = path.last_mut() else { break };
            let node = *node;
            match rest.next() {
                Some(to) if order[to] == UNSEEN => entered = Some(to),
                Some(to) if component[to] == UNSEEN => lowest[node] = lowest[node].min(order[to]),
                Some(_) => {}
                None => {
                    path.pop();
                    if let Some((parent, _)) = path.last() {
                        lowest[*parent] = lowest[*parent].min(lowest[node]);
                    }
                    if lowest[node] == order[node] {
                        while let Some(last) = open.pop() {
                            component[last] = next_component;
                            if last == node {
                                break;
                            }
                        }
                        next_component += 1;
                    }
                }
            }
        }
    }
    component
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_on_one_circle_share_their_component() {
        let edges: [&[usize]; 7] = [&[1], &[2, 3], &[0], &[4], &[5], &[4], &[6, 0]];
        let component = components(7, |node| edges[node].iter().copied());
        assert!(component[0] == component[1] && component[1] == component[2]);
        assert!(component[4] == component[5]);
        let mut different = [component[0], component[3], component[4], component[6]];
        different.sort_unstable();
        assert_eq!(different, [0, 1, 2, 3]);
    }

    #[test]
    fn long_ways_need_no_stack() {
        let component = components(200_000, |node| (node + 1 < 200_000).then_some(node + 1).into_iter());
        assert_eq!(component[0], 199_999);
    }
}
