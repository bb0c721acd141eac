//! Runs the program as a user does.

#![allow(clippy::disallowed_methods, reason = "tests run the program")]

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

/// Runs the program in `folder` with arguments parted by `|`.
pub(crate) fn run(folder: &Path, arguments: &str) -> Output {
    command(folder, arguments).output().expect("the program runs")
}

/// Prepares to run the program, in an environment that says nothing.
pub(crate) fn command(folder: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_studium"));
    command.args(arguments.split('|')).current_dir(folder).stdin(Stdio::null());
    let keys = ["AWS_ACCESS_KEY_ID", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_SKIP_SIGNATURE"];
    for name in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "COLUMNS"].iter().chain(&keys) {
        command.env_remove(name);
    }
    command.env("LC_ALL", "en_US.UTF-8");
    command.env("STUDIUM_CACHE", concat!(env!("CARGO_TARGET_TMPDIR"), "/cache"));
    command
}

pub(crate) fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("UTF-8")
}

pub(crate) fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("UTF-8")
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("it was not killed")
}

pub(crate) fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).expect("JSON on standard output")
}
