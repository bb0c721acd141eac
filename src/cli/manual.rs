//! `studium completions` and `studium man`: made from the arguments themselves.

use anyhow::Context;
use clap::{Command, CommandFactory};

use super::Exit;
use super::args::{self, Cli};
use super::terminal::Terminal;

pub(super) fn completions(args: &args::Completions, terminal: Terminal) -> anyhow::Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "studium", &mut script);
    terminal.answer(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Done)
}

pub(super) fn man(args: &args::Man, terminal: Terminal) -> anyhow::Result<Exit> {
    let mut all = Cli::command();
    all.build();
    let command = match &args.command {
        None => all,
        Some(name) => named(&all, name).with_context(|| format!("there is no command `{name}`"))?,
    };
    let mut page = Vec::new();
    clap_mangen::Man::new(command).render(&mut page)?;
    terminal.answer(&String::from_utf8_lossy(&page))?;
    Ok(Exit::Done)
}

fn named(all: &Command, name: &str) -> Option<Command> {
    all.find_subcommand(name).cloned()
}
