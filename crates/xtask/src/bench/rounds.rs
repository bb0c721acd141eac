//! Programs measured in turn.
//!
//! In: contestants. Out: their costs, run by run. All of them run once before any runs again, and who begins
//! changes, so that what slows the machine for a while slows all of them.

use anyhow::Result;
use serde::Serialize;

use super::probe::Cost;
use super::statistics;

/// The runs of one program at one task.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(super) struct Row {
    pub(super) tool: &'static str,
    /// What it does in the time, and what not.
    pub(super) does: &'static str,
    pub(super) costs: Vec<Cost>,
}

impl Row {
    pub(super) fn each(&self, of: impl Fn(&Cost) -> f64) -> Vec<f64> {
        self.costs.iter().map(of).collect()
    }

    pub(super) fn median(&self, of: impl Fn(&Cost) -> f64) -> Option<f64> {
        statistics::median(&self.each(of))
    }

    #[allow(clippy::cast_precision_loss, reason = "bytes, of which three digits are shown")]
    pub(super) fn peak(&self) -> Option<f64> {
        self.median(|cost| cost.peak as f64)
    }

    /// The median, where all runs were counted.
    #[allow(clippy::cast_precision_loss, reason = "instructions, of which four digits are kept")]
    pub(super) fn instructions(&self) -> Option<f64> {
        let counted: Option<Vec<f64>> =
            self.costs.iter().map(|cost| Some(cost.instructions? as f64)).collect();
        statistics::median(&counted?)
    }

    /// How many times the CPU seconds of the other this takes.
    pub(super) fn ratio_to(&self, other: &Self) -> Option<f64> {
        statistics::paired_ratio(&self.each(|cost| cost.cpu), &other.each(|cost| cost.cpu))
    }
}

/// Someone who is measured: what it does, by name, and how it is run once, which may be several tasks.
pub(super) struct Contestant<'a> {
    pub(super) tasks: Vec<(&'static str, &'static str)>,
    pub(super) run: Box<dyn FnMut() -> Result<Vec<Cost>> + 'a>,
}

/// Runs all of them so many times, and tells `news` of each run.
///
/// # Errors
///
/// Fails where one of them does.
pub(super) fn rounds(
    runs: usize,
    mut contestants: Vec<Contestant<'_>>,
    mut news: impl FnMut(&str, &Cost),
) -> Result<Vec<Row>> {
    let mut rows: Vec<Vec<Row>> = contestants
        .iter()
        .map(|one| one.tasks.iter().map(|&(tool, does)| Row { tool, does, costs: Vec::new() }).collect())
        .collect();
    for run in 0..runs {
        for turn in 0..contestants.len() {
            let place = (run + turn) % contestants.len();
            for (row, cost) in rows[place].iter_mut().zip((contestants[place].run)()?) {
                news(row.tool, &cost);
                row.costs.push(cost);
            }
        }
    }
    Ok(rows.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;

    use super::*;

    const COST: Cost = Cost { wall: 1.0, cpu: 2.0, peak: 1 << 20, instructions: Some(10) };

    #[test]
    fn everyone_runs_once_before_anyone_runs_again() {
        let order = RefCell::new(Vec::new());
        let order = &order;
        let one = |name: &'static str| Contestant {
            tasks: vec![(name, "all")],
            run: Box::new(move || {
                order.borrow_mut().push(name);
                Ok(vec![COST])
            }),
        };
        let rows = rounds(3, vec![one("a"), one("b"), one("c")], |_, _| ()).unwrap();
        assert_eq!(order.take(), ["a", "b", "c", "b", "c", "a", "c", "a", "b"]);
        assert_eq!(
            rows.iter().map(|row| (row.tool, row.costs.len())).collect::<Vec<_>>(),
            [("a", 3), ("b", 3), ("c", 3)]
        );
    }

    #[test]
    fn one_contestant_may_have_several_tasks() {
        let both = Contestant {
            tasks: vec![("clean", ""), ("again", "")],
            run: Box::new(|| Ok(vec![COST, Cost { cpu: 1.0, ..COST }])),
        };
        let rows = rounds(2, vec![both], |_, _| ()).unwrap();
        assert_eq!(rows[1].ratio_to(&rows[0]), Some(0.5));
        assert_eq!((rows[0].peak(), rows[0].instructions()), (Some(1_048_576.0), Some(10.0)));
    }

    #[test]
    fn a_run_that_was_not_counted_leaves_no_figure() {
        let costs = vec![COST, Cost { instructions: None, ..COST }];
        assert_eq!(Row { tool: "a", does: "", costs }.instructions(), None);
    }
}
