//! Where the repository and its build products lie, and how a program is started there.
//!
//! In: the environment that cargo gives to `cargo run`. Out: paths and commands. Not here: which
//! programs a check needs (`steps`) and where tools come from (`tools`).

use std::env;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// The repository that this program was built from.
pub(crate) struct Workspace {
    /// The folder of the workspace's `Cargo.toml`.
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever the environment or a configuration puts it.
    pub(crate) target: PathBuf,
}

impl Workspace {
    /// Finds the repository.
    ///
    /// # Errors
    ///
    /// Fails when this program was not started by `cargo run` from its own package.
    pub(crate) fn find() -> Result<Self> {
        // Asked at run time: a target folder may serve several work trees, and then the program
        // that runs may have been compiled in another one.
        let package = env::var_os("CARGO_MANIFEST_DIR").context("start me with `cargo xtask`")?;
        let root = Path::new(&package).ancestors().nth(2);
        let program = env::current_exe().context("cannot tell where this program lies")?;
        let target = program.ancestors().nth(2);
        Ok(Self {
            root: root.context("the package has no folder above it")?.to_owned(),
            target: target.context("this program is not in a target folder")?.to_owned(),
        })
    }

    /// A program that will run at the root of the repository, with nobody at its standard input.
    pub(crate) fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root).stdin(Stdio::null());
        command
    }

    /// The cargo that started this program.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.args(arguments);
        command
    }

    /// The `studium` program of the dev profile, which need not have been built yet.
    pub(crate) fn studium(&self) -> PathBuf {
        self.target.join("debug").join(format!("studium{}", env::consts::EXE_SUFFIX))
    }
}

/// Shows the command, runs it and waits for it.
///
/// # Errors
///
/// Fails when the program cannot be started or ends with anything but success.
pub(crate) fn run(command: &mut Command) -> Result<()> {
    let shown = shown(command);
    println!("$ {shown}");
    let status = command.status().with_context(|| format!("cannot start `{shown}`"))?;
    if !status.success() {
        bail!("`{shown}` ended with {status}");
    }
    Ok(())
}

/// Whether the program can be started and ends with success; its output is thrown away.
pub(crate) fn succeeds(command: &mut Command) -> bool {
    command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
}

/// The command as one would type it, the program by its name alone.
pub(crate) fn shown(command: &Command) -> String {
    let program = Path::new(command.get_program());
    let name = program.file_stem().unwrap_or(program.as_os_str());
    let words = std::iter::once(name).chain(command.get_args());
    words.map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}
