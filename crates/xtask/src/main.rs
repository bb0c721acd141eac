//! Checks and chores of the repository, asked for as `cargo xtask CHORE`.
//!
//! In: the words after `xtask`. Out: what the tools print, and an exit code: 0 when all is well, 1
//! when a check failed, 2 when the words were not understood. Not here: anything that users of
//! Studium run.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a chore talks to a terminal, reads files, starts programs and times them"
)]

use std::env;
use std::process::ExitCode;

mod bench;
mod browser;
mod bucket;
mod ci;
mod fuzz;
mod publishing;
mod report;
mod steps;
mod tools;
mod wasm;
mod workspace;

use crate::workspace::Workspace;

const USAGE: &str = "\
Usage: cargo xtask CHORE

Chores:
  ci                   every check, the same here and in continuous integration
  ci --fast            the checks that cost seconds: format, clippy, tests
  ci STEP…             only these of its steps, for example `ci docs browser`
  bench [--notes N,…] [--runs N] [--saves N] [--only build,check,preview] [--flat] [--seed N]
        [--studium PATH] [--folder DIR] [--install] [--instructions]
        [--json FILE] [--table FILE] [--record]
                       measure building, checking and the preview beside what is installed,
                       and fail where a figure became worse than what was recorded
  bench search NAME=FOLDER[:NUMBER]…
                       measure the search of notes beside Pagefind
  fuzz [--seconds N] [--seed N] [--chance] [TARGET…]
                       look for inputs that break something, N seconds for each target
  golden               write the expected files of the golden sites anew; read their diff
  wasm                 build the search engine of the default theme anew";

fn main() -> ExitCode {
    let words: Vec<String> = env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["ci", rest @ ..] => match ci::select(rest) {
            Ok(steps) => Workspace::find().and_then(|workspace| ci::run(&workspace, &steps)),
            Err(error) => return misunderstood(&error),
        },
        ["fuzz", rest @ ..] => match fuzz::Wishes::read(rest) {
            Ok(wishes) => Workspace::find().and_then(|workspace| fuzz::fuzz(&workspace, &wishes)),
            Err(error) => return misunderstood(&error),
        },
        ["bench", "search", folders @ ..] => {
            Workspace::find().and_then(|workspace| bench::search::search(&workspace, folders))
        }
        ["bench", bench::UNIT] => bench::unit_of_work(),
        ["bench", rest @ ..] => match bench::Wishes::read(rest) {
            Ok(wishes) => Workspace::find().and_then(|workspace| bench::bench(&workspace, &wishes)),
            Err(error) => return misunderstood(&error),
        },
        ["golden"] => Workspace::find().and_then(|workspace| golden(&workspace)),
        ["wasm"] => Workspace::find().and_then(|workspace| wasm::build(&workspace)),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => return misunderstood(&anyhow::anyhow!("no such chore")),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Writes the expected files of the golden sites anew, from what the program makes today.
fn golden(workspace: &Workspace) -> anyhow::Result<()> {
    let mut command = workspace.cargo(&["test", "--locked", "--test", "it", "golden"]);
    workspace::run(command.env("STUDIUM_BLESS", "1"))
}

fn misunderstood(error: &anyhow::Error) -> ExitCode {
    eprintln!("error: {error}\n\n{USAGE}");
    ExitCode::from(2)
}
