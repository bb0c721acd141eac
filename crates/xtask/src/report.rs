//! The table that closes a run of checks.
//!
//! In: what became of each step and how long it took. Out: text. Not here: running anything.

use std::fmt::Write as _;
use std::time::Duration;

/// What became of one step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// All of it was checked, and all of it is well.
    Passed,
    /// What could be checked is well; the text says what was not checked, and why.
    PassedInPart(String),
    /// The text says what is wrong.
    Failed(String),
    /// An earlier step failed.
    NotRun,
}

/// One row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) step: &'static str,
    pub(crate) time: Duration,
    pub(crate) outcome: Outcome,
}

/// Lays out the rows in the order given, with the sum of their times below.
pub(crate) fn table(rows: &[Row]) -> String {
    let width = rows.iter().map(|row| row.step.len()).max().unwrap_or(0).max("total".len());
    let mut text = String::new();
    for row in rows {
        let time = match row.outcome {
            Outcome::NotRun => String::from("-"),
            _ => seconds(row.time),
        };
        let outcome = match &row.outcome {
            Outcome::Passed => String::from("passed"),
            Outcome::PassedInPart(rest) => format!("passed in part: {rest}"),
            Outcome::Failed(reason) => format!("FAILED: {reason}"),
            Outcome::NotRun => String::from("not run"),
        };
        let _ = writeln!(text, "{:<width$}  {time:>9}  {outcome}", row.step);
    }
    let total = rows.iter().map(|row| row.time).sum();
    let _ = writeln!(text, "{:<width$}  {:>9}", "total", seconds(total));
    text
}

fn seconds(time: Duration) -> String {
    format!("{:.1} s", time.as_secs_f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_says_what_failed_and_what_was_not_run() {
        let row = |step, millis, outcome| Row { step, time: Duration::from_millis(millis), outcome };
        let rows = [
            row("format", 420, Outcome::Passed),
            row("deny", 3_000, Outcome::PassedInPart(String::from("no advisories"))),
            row("docs", 61_250, Outcome::Failed(String::from("`cargo doc` ended with 101"))),
            row("browser", 0, Outcome::NotRun),
        ];
        let expected = [
            "format       0.4 s  passed",
            "deny         3.0 s  passed in part: no advisories",
            "docs        61.2 s  FAILED: `cargo doc` ended with 101",
            "browser          -  not run",
            "total       64.7 s",
        ];
        assert_eq!(table(&rows).lines().collect::<Vec<_>>(), expected);
    }
}
