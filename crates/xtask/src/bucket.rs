//! Publishing to buckets, which the program does where it is built with the feature `s3`.
//!
//! In: the package `studium` with that feature, and moto, a host of buckets that is a Python package. Out:
//! what became of the linter and of the tests that need the host.

use anyhow::Result;

use crate::report::Outcome;
use crate::tools;
use crate::workspace::{Workspace, run, succeeds};

const MOTO: &str = "moto[server]==5.2.5";

/// The program with buckets is as the one without, and publishes to them.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome> {
    let programs = tools::python_packages(workspace, "moto-5.2.5", &["moto_server"], &[MOTO])?;
    let moto = programs.join(format!("moto_server{}", std::env::consts::EXE_SUFFIX));
    let package = ["--locked", "--package", "studium", "--features", "s3"];
    let clippy = [&["clippy"], &package[..], &["--all-targets", "--", "-D", "warnings"]].concat();
    run(&mut workspace.cargo(&clippy))?;
    let has_nextest = succeeds(&mut workspace.cargo(&["nextest", "--version"]));
    let tests = if has_nextest {
        [&["nextest", "run"], &package[..], &["-E", "test(bucket)"]].concat()
    } else {
        [&["test"], &package[..], &["--lib", "--test", "it", "bucket"]].concat()
    };
    run(workspace.cargo(&tests).env("STUDIUM_MOTO", moto).env("PROPTEST_RNG_SEED", "1"))?;
    Ok(Outcome::Passed)
}
