//! `--timings`: where the time of a build goes.
//!
//! In: the stages as the build tells them. Out: how long each took on the clock, and which notes take
//! longest to read and render.

use std::fmt::Write;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use super::doctor::{PageRow, page_rows};
use super::terminal::{seconds, stage_name};
use super::{said, words};
use crate::diagnostic::Message;
use crate::engine::{Cache, Inputs, analyse};
use crate::page::Plan;

/// How many notes are listed.
const SLOWEST: usize = 10;

/// When each stage began.
pub(super) struct Timings(Mutex<Vec<(String, Instant)>>);

impl Timings {
    /// Begins with a stage that began at `started`.
    pub(super) fn new(stage: &str, started: Instant) -> Self {
        Self(Mutex::new(vec![(stage.to_owned(), started)]))
    }

    /// Notes that a stage goes on or begins.
    pub(super) fn tell(&self, stage: &str) {
        if let Ok(mut stages) = self.0.lock()
            && stages.last().is_none_or(|(last, _)| last != stage)
        {
            stages.push((stage.to_owned(), Instant::now()));
        }
    }

    /// Returns a table of the stages up to now, in the order in which they first began.
    pub(super) fn text(&self) -> String {
        let end = Instant::now();
        let stages = self.0.lock().map(|stages| stages.clone()).unwrap_or_default();
        let ends = stages.iter().skip(1).map(|(_, began)| *began).chain([end]);
        let mut sums: Vec<(&str, Duration)> = Vec::new();
        for ((stage, began), ended) in stages.iter().zip(ends) {
            let time = ended.saturating_duration_since(*began);
            match sums.iter_mut().find(|(known, _)| known == stage) {
                Some((_, sum)) => *sum += time,
                None => sums.push((stage, time)),
            }
        }
        let whole: Duration = sums.iter().map(|(_, time)| *time).sum();
        let word = |message: &Message| words::say(message, &[]);
        let (stage, time, share) = (word(&said::STAGE), word(&said::TIME), word(&said::SHARE));
        let mut text = format!("{stage:<20} {time:>9}  {share:>5}\n");
        let named = sums.iter().map(|(stage, time)| (stage_name(stage), *time));
        for (stage, time) in named.chain([(word(&said::WHOLE_TIME), whole)]) {
            let share = 100.0 * time.as_secs_f64() / whole.as_secs_f64().max(f64::EPSILON);
            let _ = writeln!(text, "{stage:<20} {:>9}  {share:>3.0} %", seconds(time));
        }
        text
    }
}

/// Reads and renders every note by itself, and returns a table of those that took longest. Costs about as
/// much as a build with one core.
pub(super) fn slowest(inputs: &Inputs) -> String {
    // What is remembered would take no time.
    let mut cache = Cache::for_one_build();
    let analysis = analyse(inputs, &mut cache, &|_, _, _| {});
    let (plan, _) = Plan::new(&analysis.vault, &analysis.graph, &analysis.terms, &analysis.options);
    let mut rows = page_rows(inputs, &mut cache, &analysis, &plan);
    rows.sort_by(|a, b| b.milliseconds.total_cmp(&a.milliseconds).then_with(|| a.path.cmp(&b.path)));
    let mut text = words::say(&words::DOCTOR_SLOWEST, &[]) + "\n";
    for PageRow { path, milliseconds, .. } in rows.iter().take(SLOWEST) {
        let time = words::say(&said::MILLISECONDS, &[("number", &format!("{milliseconds:>9.2}"))]);
        let _ = writeln!(text, "{time}  {path}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stage_that_comes_twice_is_one_row() {
        let timings = Timings::new("reading", Instant::now());
        for stage in ["parsing", "parsing", "rendering", "parsing"] {
            timings.tell(stage);
        }
        let text = timings.text();
        let stages: Vec<&str> = text.lines().map(|line| line.split(' ').next().unwrap_or_default()).collect();
        assert_eq!(stages, ["Stage", "reading", "parsing", "rendering", "all"], "{text}");
        assert!(text.ends_with("100 %\n"), "{text}");
    }
}
