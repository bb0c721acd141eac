//! The checks of finished pages, in a real browser.
//!
//! In: the `studium` program of the dev profile, Node.js, Chromium. Out: what became of the tests in
//! `tests/browser/`. Not here: the tests themselves; `tests/browser/README.md` tells how to run one.

use std::fs;
use std::path::Path;

use anyhow::Result;

use crate::report::Outcome;
use crate::tools;
use crate::workspace::{Workspace, run};

/// The pages work in a browser.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome> {
    let node = tools::node()?;
    let chromium = tools::chromium(workspace)?;
    let folder = workspace.root.join("tests").join("browser");
    if !installed(&folder) {
        let words = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
        run(workspace.command("npm").args(words).current_dir(&folder))?;
    }
    // With its tests, or else cargo would choose other features for some dependencies than the
    // step `tests` did, and compile them a second time.
    run(&mut workspace.cargo(&["build", "--locked", "--workspace", "--bins", "--tests"]))?;
    let mut tests = workspace.command(node);
    tests.arg("run.js").current_dir(&folder);
    run(tests.env("STUDIUM_BIN", workspace.studium()).env("STUDIUM_CHROMIUM", chromium))?;
    Ok(Outcome::Passed)
}

/// Whether the packages that the lock file names are there: npm leaves a copy of it among them.
fn installed(folder: &Path) -> bool {
    let modified = |path: &str| fs::metadata(folder.join(path)).and_then(|file| file.modified()).ok();
    match (modified("node_modules/.package-lock.json"), modified("package-lock.json")) {
        (Some(installed), Some(locked)) => installed >= locked,
        _ => false,
    }
}
