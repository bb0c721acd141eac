//! The program: arguments, commands, the terminal, exit codes.
//!
//! In: the arguments and the environment. Out: answers on standard output, remarks on standard error,
//! and an exit code: 0 when it is done, 1 when there are findings that fail it, 2 when it could not be
//! done. Not here: what a command is about; each is a few lines around the module that does the work.

#![allow(clippy::disallowed_methods, reason = "this is the door to the terminal and its user")]

mod args;
mod build;
mod check;
mod clean;
mod doctor;
mod export;
mod fix;
mod folders;
mod gallery;
mod graph;
mod init;
mod known;
mod look;
mod manual;
mod new;
mod old_names;
mod project;
mod publish;
mod refusal;
mod report;
mod said;
mod search;
mod serve;
mod shelf;
mod terminal;
mod timings;
mod why;
mod wishes;
mod words;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Mutex;

use clap::{ColorChoice, CommandFactory, FromArgMatches};

use args::{Cli, Command};
use terminal::{Terminal, locale, plain};

use crate::diagnostic::Tongue;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// It is done.
    Done,
    /// It is done, and what it found is such that it fails.
    Found,
    /// It could not be done, and this was said already.
    Failed,
}

/// Runs the program with these arguments, the first of which is its own name.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    remember_panics();
    words::speak(Tongue::chosen(&locale(), ""));
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let parsed = Cli::command()
        .color(color_of_help(&arguments))
        .try_get_matches_from(&arguments)
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            // Help is an error here too, one with the code 0.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    let terminal = Terminal::new(&cli.global);
    guarded(terminal, || dispatch(&cli.command, terminal))
}

fn dispatch(command: &Command, terminal: Terminal) -> anyhow::Result<Exit> {
    match command {
        Command::Init(args) => init::run(args, terminal),
        Command::New(args) => new::run(args, terminal),
        Command::Build(args) => build::run(args, terminal),
        Command::Serve(args) => serve::run(args, terminal),
        Command::Check(args) => check::run(args, terminal),
        Command::Search(args) => search::run(args, terminal),
        Command::Graph(args) => graph::run(args, terminal),
        Command::Why(args) => why::run(args, terminal),
        Command::Publish(args) => publish::run(args, terminal),
        Command::Export(args) => export::run(args, terminal),
        Command::Doctor(args) => doctor::run(args, terminal),
        Command::Clean(args) => clean::run(args, terminal),
        Command::Completions(args) => manual::completions(args, terminal),
        Command::Man(args) => manual::man(args, terminal),
    }
}

/// Runs a command, says what went wrong, and finds the exit code.
fn guarded(terminal: Terminal, command: impl FnOnce() -> anyhow::Result<Exit>) -> ExitCode {
    match catch_unwind(AssertUnwindSafe(command)) {
        Ok(Ok(Exit::Done)) => ExitCode::SUCCESS,
        Ok(Ok(Exit::Found)) => ExitCode::from(1),
        Ok(Ok(Exit::Failed)) => ExitCode::from(2),
        Ok(Err(error)) => {
            terminal.fail(&plain(&refusal::told(&error)));
            ExitCode::from(2)
        }
        Err(_) => {
            terminal.fail(&bug());
            ExitCode::from(2)
        }
    }
}

/// What the last panic said, and where in the program.
static LAST_PANIC: Mutex<String> = Mutex::new(String::new());

/// Keeps panics from the terminal: they are told by whoever catches them, in words.
fn remember_panics() {
    std::panic::set_hook(Box::new(|panic| {
        if let Ok(mut last) = LAST_PANIC.lock() {
            *last = panic.to_string().replace('\n', " ");
        }
    }));
}

/// Says that the program has a bug, and which.
fn bug() -> String {
    let last = LAST_PANIC.lock().map(|last| last.clone()).unwrap_or_default();
    let (version, place, line) = (env!("CARGO_PKG_VERSION"), env!("CARGO_PKG_REPOSITORY"), plain(&last));
    words::say(&said::BUG, &[("version", &version), ("place", &place), ("line", &line)])
}

/// Finds `--color` before the arguments are read: help and what is wrong with them are coloured too.
fn color_of_help(arguments: &[OsString]) -> ColorChoice {
    let words: Vec<_> = arguments.iter().map(|word| word.to_string_lossy()).collect();
    let after = words.iter().position(|word| word == "--color").and_then(|at| words.get(at + 1));
    let joined = words.iter().find_map(|word| word.strip_prefix("--color="));
    match joined.or(after.map(AsRef::as_ref)) {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use args::{Color, Global};

    #[test]
    fn a_panic_is_told_as_a_bug_with_its_place() {
        let terminal = Terminal::new(&Global { quiet: false, verbose: false, color: Color::Never });
        let usual = std::panic::take_hook();
        remember_panics();
        let code = guarded(terminal, || panic!("the moon is {}", "full"));
        std::panic::set_hook(usual);
        assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::from(2)));
        assert!(bug().contains("the moon is full") && bug().contains("src/cli/mod.rs"), "{}", bug());
    }

    #[test]
    fn colours_of_help_are_known_early() {
        let color = |line: &str| color_of_help(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert_eq!(color("studium --color never build"), ColorChoice::Never);
        assert_eq!(color("studium build --color=always"), ColorChoice::Always);
        assert_eq!(color("studium build --color"), ColorChoice::Auto);
    }
}
