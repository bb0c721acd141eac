//! Paths by their tails.

/// Finds all paths that end with given segments.
pub(super) struct Tails(
    /// Paths with their segments in reverse order, each closed by `/`: those that share a tail are
    /// neighbours.
    Vec<(Box<str>, usize)>,
);

impl Tails {
    /// Indexes paths. Costs O(n log n).
    pub(super) fn of(paths: impl Iterator<Item = (impl AsRef<str>, usize)>) -> Self {
        let mut tails: Vec<_> = paths.map(|(path, index)| (reversed(path.as_ref()), index)).collect();
        tails.sort();
        Self(tails)
    }

    /// Returns the paths that are `tail` or end with `/` and `tail`, in no useful order. Costs
    /// O(log n).
    pub(super) fn range(&self, tail: &str) -> impl Iterator<Item = usize> {
        let key = reversed(tail);
        let start = self.0.partition_point(|(path, _)| **path < *key);
        let length = self.0[start..].partition_point(|(path, _)| path.starts_with(&*key));
        self.0[start..start + length].iter().map(|(_, index)| *index)
    }
}

fn reversed(path: &str) -> Box<str> {
    let mut key = String::with_capacity(path.len() + 1);
    for segment in path.rsplit('/') {
        key.push_str(segment);
        key.push('/');
    }
    key.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tail_ends_at_a_segment() {
        let paths = ["x/y/deep", "deep", "xdeep", "y/deep", "y/deeper"];
        let tails = Tails::of(paths.into_iter().zip(0..));
        let range = |tail| {
            let mut found: Vec<usize> = tails.range(tail).collect();
            found.sort_unstable();
            found
        };
        assert_eq!(range("deep"), [0, 1, 3]);
        assert_eq!(range("y/deep"), [0, 3]);
        assert!(range("eep").is_empty());
    }
}
