//! All checks of the repository, one after the other.
//!
//! In: the names of steps. Out: the first failure, or nothing, and a table of what each step took.
//! Not here: what a step does (`steps`, `browser`).

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::browser;
use crate::bucket;
use crate::fuzz;
use crate::publishing;
use crate::report::{self, Outcome, Row};
use crate::steps;
use crate::wasm;
use crate::workspace::Workspace;

/// One check.
pub(crate) struct Step {
    name: &'static str,
    /// Whether `--fast` runs it too.
    fast: bool,
    check: fn(&Workspace) -> Result<Outcome>,
}

/// What costs least comes first, so that a slip is known soon.
const STEPS: &[Step] = &[
    Step { name: "format", fast: true, check: steps::format },
    Step { name: "clippy", fast: true, check: steps::clippy },
    Step { name: "tests", fast: true, check: steps::tests },
    Step { name: "bucket", fast: false, check: bucket::check },
    Step { name: "fuzz", fast: false, check: fuzz::check },
    Step { name: "docs", fast: false, check: steps::docs },
    Step { name: "machete", fast: false, check: steps::machete },
    Step { name: "deny", fast: false, check: steps::deny },
    Step { name: "publishing", fast: false, check: publishing::check },
    Step { name: "wasm", fast: false, check: wasm::check },
    Step { name: "browser", fast: false, check: browser::check },
];

/// The steps that the words ask for, in the order in which they run.
///
/// # Errors
///
/// Fails on a word that is neither `--fast` nor the name of a step.
pub(crate) fn select(words: &[&str]) -> Result<Vec<&'static Step>> {
    let known = |word: &str| word == "--fast" || STEPS.iter().any(|step| step.name == word);
    if let Some(word) = words.iter().find(|word| !known(word)) {
        let names: Vec<&str> = STEPS.iter().map(|step| step.name).collect();
        bail!("`{word}` is no step; there are {}", names.join(", "));
    }
    let fast = words.contains(&"--fast");
    let asked = |step: &&Step| words.is_empty() || words.contains(&step.name) || fast && step.fast;
    Ok(STEPS.iter().filter(asked).collect())
}

/// Runs the steps up to the first that fails, then prints what each took.
///
/// # Errors
///
/// Fails when a step does, and names it.
pub(crate) fn run(workspace: &Workspace, steps: &[&Step]) -> Result<()> {
    let mut failed = None;
    let mut rows = Vec::new();
    for step in steps {
        let (time, outcome) = match failed {
            Some(_) => (Duration::ZERO, Outcome::NotRun),
            None => timed(workspace, step),
        };
        if let Outcome::Failed(_) = outcome {
            failed = Some(step.name);
        }
        rows.push(Row { step: step.name, time, outcome });
    }
    println!("\n{}", report::table(&rows));
    match failed {
        Some(name) => bail!("`{name}` failed; once mended, `cargo xtask ci {name}` runs it alone"),
        None => Ok(()),
    }
}

fn timed(workspace: &Workspace, step: &Step) -> (Duration, Outcome) {
    println!("\n== {}", step.name);
    let start = Instant::now();
    let outcome = (step.check)(workspace).unwrap_or_else(|error| Outcome::Failed(format!("{error:#}")));
    (start.elapsed(), outcome)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(words: &[&str]) -> Vec<&'static str> {
        select(words).unwrap().iter().map(|step| step.name).collect()
    }

    #[test]
    fn without_words_every_step_runs() {
        assert_eq!(names(&[]).len(), STEPS.len());
    }

    #[test]
    fn fast_leaves_out_what_needs_tools() {
        assert_eq!(names(&["--fast"]), ["format", "clippy", "tests"]);
    }

    #[test]
    fn named_steps_run_in_the_usual_order() {
        assert_eq!(names(&["browser", "docs"]), ["docs", "browser"]);
        assert_eq!(names(&["--fast", "docs"]), ["format", "clippy", "tests", "docs"]);
    }

    #[test]
    fn an_unknown_step_is_an_error_that_lists_the_known_ones() {
        let error = select(&["dcos"]).err().unwrap().to_string();
        assert!(error.starts_with("`dcos` is no step; there are format, clippy, "), "{error}");
    }
}
