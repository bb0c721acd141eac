//! Looks for inputs for which something does not hold.
//!
//! In: for how long. Out: what the fuzzers print, and where they put what they found. Not here: what must
//! hold (`crates/fuzz`).

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::report::Outcome;
use crate::tools::output;
use crate::workspace::{Workspace, run, succeeds};

const FOLDER: &str = "crates/fuzz/libfuzzer";

/// What was asked for.
pub(crate) struct Wishes<'w> {
    seconds: &'w str,
    /// Whether libFuzzer is left alone although it is there.
    by_chance: bool,
    seed: &'w str,
    targets: Vec<&'w str>,
}

impl<'w> Wishes<'w> {
    /// Reads the words behind `cargo xtask fuzz`.
    ///
    /// # Errors
    ///
    /// Fails on a word that means nothing here.
    pub(crate) fn read(words: &[&'w str]) -> Result<Self> {
        let mut wishes = Self { seconds: "60", by_chance: false, seed: "1", targets: Vec::new() };
        let mut words = words.iter();
        while let Some(word) = words.next() {
            let mut number = || {
                let number = words.next().filter(|word| word.parse::<u64>().is_ok());
                number.copied().with_context(|| format!("`{word}` wants a number"))
            };
            match *word {
                "--seconds" => wishes.seconds = number()?,
                "--seed" => wishes.seed = number()?,
                "--chance" => wishes.by_chance = true,
                word if word.starts_with('-') => bail!("`{word}` means nothing to `fuzz`"),
                target => wishes.targets.push(target),
            }
        }
        Ok(wishes)
    }
}

/// Gives each target its time.
///
/// # Errors
///
/// Fails when something was found.
pub(crate) fn fuzz(workspace: &Workspace, wishes: &Wishes<'_>) -> Result<()> {
    if wishes.by_chance || !has_libfuzzer(workspace) {
        return by_chance(workspace, wishes);
    }
    let listed = output(workspace.command("cargo").args(["fuzz", "list", "--fuzz-dir", FOLDER]));
    let known: Vec<&str> = listed.lines().collect();
    let targets = if wishes.targets.is_empty() { &known } else { &wishes.targets };
    for target in targets {
        let grown = Path::new(FOLDER).join("corpus").join(target);
        std::fs::create_dir_all(workspace.root.join(&grown)).context("cannot make a folder for inputs")?;
        let mut command = libfuzzer(workspace, "run");
        command.args(["--fuzz-dir", FOLDER, target]).arg(grown);
        command.arg(Path::new("crates/fuzz/corpus").join(target));
        let time = format!("-max_total_time={}", wishes.seconds);
        run(command.args(["--", &time, "-timeout=10", "-rss_limit_mb=4096"]))?;
    }
    Ok(())
}

/// A short look, the same everywhere: the step of continuous integration.
///
/// # Errors
///
/// Fails when something was found.
pub(crate) fn check(workspace: &Workspace) -> Result<Outcome> {
    by_chance(workspace, &Wishes::read(&["--seconds", "4"])?)?;
    Ok(Outcome::Passed)
}

fn by_chance(workspace: &Workspace, wishes: &Wishes<'_>) -> Result<()> {
    let mut command = workspace.cargo(&["run", "--locked", "--quiet", "--package", "studium-fuzz", "--"]);
    run(command.args(["--seconds", wishes.seconds, "--seed", wishes.seed]).args(&wishes.targets))
}

/// Whether cargo-fuzz and a nightly toolchain are there.
fn has_libfuzzer(workspace: &Workspace) -> bool {
    succeeds(&mut libfuzzer(workspace, "--version"))
}

fn libfuzzer(workspace: &Workspace, word: &str) -> Command {
    // The toolchain is chosen by rustup's cargo, not by the one that started this program.
    let mut command = workspace.command("cargo");
    command.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO").args(["+nightly", "fuzz", word]);
    command
}
