//! The checks of finished pages, in a real browser.
//!
//! In: the `studium` program of the dev profile, Node.js, Chromium. Out: what became of the tests in
//! `tests/browser/`. Not here: the tests themselves; `tests/browser/README.md` tells how to run one.

use anyhow::Result;

use crate::report::Outcome;
use crate::tools;
use crate::workspace::{Workspace, run};

/// The pages work in a browser.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome> {
    let node = tools::node()?;
    let chromium = tools::chromium(workspace)?;
    let folder = workspace.root.join("tests").join("browser");
    tools::node_packages(workspace, &folder)?;
    // With its tests, or else cargo would choose other features for some dependencies than the
    // step `tests` did, and compile them a second time.
    run(&mut workspace.cargo(&["build", "--locked", "--workspace", "--bins", "--tests"]))?;
    let mut tests = workspace.command(node);
    tests.arg("run.js").current_dir(&folder);
    run(tests.env("STUDIUM_BIN", workspace.studium()).env("STUDIUM_CHROMIUM", chromium))?;
    Ok(Outcome::Passed)
}
