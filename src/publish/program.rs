//! Programs of others that publishing calls: git and rsync.
//!
//! All calls pass one gate. A test closes it at the n-th call, to see what is left of the place.

use std::io::{self, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::PublishError;

/// What is asked before each call.
pub(super) type Gate = dyn Fn() -> io::Result<()> + Send + Sync;

/// A program and how its calls are watched.
pub(super) struct Program {
    name: &'static str,
    gate: Option<Box<Gate>>,
}

/// Feeds the standard input of a program.
pub(super) type Feed<'f> = &'f mut dyn FnMut(&mut dyn Write) -> io::Result<()>;

impl Program {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, gate: None }
    }

    #[cfg(test)]
    pub(super) fn with_gate(name: &'static str, gate: Box<Gate>) -> Self {
        Self { name, gate: Some(gate) }
    }

    /// Runs the program in a folder and returns what it wrote. Its questions, such as for a password, go to
    /// the terminal.
    pub(super) fn run(&self, folder: &Path, arguments: &[&str]) -> Result<Vec<u8>, PublishError> {
        let output = self.attempt(folder, arguments, None)?;
        if output.status.success() { Ok(output.stdout) } else { Err(self.refused(&output)) }
    }

    /// Runs the program with something to read.
    pub(super) fn run_with(
        &self,
        folder: &Path,
        arguments: &[&str],
        feed: Feed<'_>,
    ) -> Result<Vec<u8>, PublishError> {
        let output = self.attempt(folder, arguments, Some(feed))?;
        if output.status.success() { Ok(output.stdout) } else { Err(self.refused(&output)) }
    }

    /// Runs the program and returns what became of it, whatever that is.
    pub(super) fn attempt(
        &self,
        folder: &Path,
        arguments: &[&str],
        feed: Option<Feed<'_>>,
    ) -> Result<Output, PublishError> {
        let failed = |source| PublishError::Program { program: self.name, source };
        if let Some(gate) = &self.gate {
            gate().map_err(failed)?;
        }
        let mut command = Command::new(self.name);
        command.args(arguments).current_dir(folder).stdout(Stdio::piped()).stderr(Stdio::piped());
        command.stdin(if feed.is_some() { Stdio::piped() } else { Stdio::inherit() });
        // A publish started by a hook of git would else work on the repository of the hook.
        for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_OBJECT_DIRECTORY"] {
            command.env_remove(name);
        }
        command.env("LC_ALL", "C");
        let mut child = command.spawn().map_err(failed)?;
        let written = match (feed, child.stdin.take()) {
            (Some(feed), Some(stdin)) => {
                let mut stdin = io::BufWriter::new(stdin);
                feed(&mut stdin).and_then(|()| stdin.flush())
            }
            _ => Ok(()),
        };
        let output = child.wait_with_output().map_err(failed)?;
        // A program that stops reading says why; that is the better message.
        match written {
            Err(error) if output.status.success() => Err(failed(error)),
            _ => Ok(output),
        }
    }

    /// Says that the program refused, in its own words.
    pub(super) fn refused(&self, output: &Output) -> PublishError {
        let said = String::from_utf8_lossy(&output.stderr);
        let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let said = if lines.is_empty() { output.status.to_string() } else { lines.join("; ") };
        PublishError::Refused { program: self.name, said }
    }
}
