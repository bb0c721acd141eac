//! The checks of Rust code and of what it depends on.
//!
//! In: the workspace. Out: what became of a check, and whatever its tool prints. Not here: the
//! order of the checks (`ci`) and the checks of finished pages (`browser`).
//!
//! Everything is built in the dev profile: a second profile would compile the dependencies twice.

use std::time::Duration;

use anyhow::Result;

use crate::report::Outcome;
use crate::tools::{self, CARGO_DENY, CARGO_MACHETE};
use crate::workspace::{Workspace, run, succeeds};

/// The code is formatted.
pub(crate) fn format(workspace: &Workspace) -> Result<Outcome> {
    run(&mut workspace.cargo(&["fmt", "--all", "--check"]))?;
    Ok(Outcome::Passed)
}

/// The linter has nothing to say, and `Cargo.lock` is up to date.
pub(crate) fn clippy(workspace: &Workspace) -> Result<Outcome> {
    let words = ["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"];
    run(&mut workspace.cargo(&words))?;
    Ok(Outcome::Passed)
}

/// All tests pass, those in the documentation too.
pub(crate) fn tests(workspace: &Workspace) -> Result<Outcome> {
    tools::rsync(workspace)?;
    // A run is the same wherever it runs; `PROPTEST_RNG_SEED` looks elsewhere.
    let or = |name: &str, usual: &str| std::env::var(name).unwrap_or_else(|_| usual.to_owned());
    let seed = or("PROPTEST_RNG_SEED", "1");
    // More sequences of edits than while one works: about two minutes of one core; more on demand.
    let edits = or("STUDIUM_EDITS", "200");
    if succeeds(&mut workspace.cargo(&["nextest", "--version"])) {
        let nextest = ["nextest", "run", "--locked", "--workspace"];
        run(workspace.cargo(&nextest).env("PROPTEST_RNG_SEED", &seed).env("STUDIUM_EDITS", &edits))?;
        // The one kind of test that nextest leaves out.
        run(&mut workspace.cargo(&["test", "--locked", "--workspace", "--doc"]))?;
    } else {
        let mut test = workspace.cargo(&["test", "--locked", "--workspace"]);
        run(test.env("PROPTEST_RNG_SEED", &seed).env("STUDIUM_EDITS", &edits))?;
    }
    Ok(Outcome::Passed)
}

/// The documentation builds, and its links lead somewhere.
pub(crate) fn docs(workspace: &Workspace) -> Result<Outcome> {
    let mut command = workspace.cargo(&["doc", "--locked", "--no-deps", "--workspace"]);
    run(command.env("RUSTDOCFLAGS", "-D warnings"))?;
    Ok(Outcome::Passed)
}

/// No dependency is there for nothing.
pub(crate) fn machete(workspace: &Workspace) -> Result<Outcome> {
    let program = tools::cargo_tool(workspace, &CARGO_MACHETE)?;
    run(workspace.command(program).arg("--skip-target-dir"))?;
    Ok(Outcome::Passed)
}

/// Licences, sources and advisories of all dependencies are as `deny.toml` wants them.
pub(crate) fn deny(workspace: &Workspace) -> Result<Outcome> {
    // Without a network the fetch fails at once; this is for one that swallows packets.
    const FETCH_LIMIT: Duration = Duration::from_mins(2);

    let program = tools::cargo_tool(workspace, &CARGO_DENY)?;
    let fetched = tools::succeeds_within(workspace.command(&program).args(["fetch", "db"]), FETCH_LIMIT)?;
    if fetched {
        run(workspace.command(&program).args(["check", "--disable-fetch"]))?;
        return Ok(Outcome::Passed);
    }
    println!("The advisory database cannot be fetched: advisories are NOT checked.");
    run(workspace.command(&program).args(["check", "licenses", "bans", "sources"]))?;
    let rest = "advisories were not checked, their database cannot be fetched";
    Ok(Outcome::PassedInPart(String::from(rest)))
}
