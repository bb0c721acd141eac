//! The program, run as the manual shows it.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use super::{fences_of, text_of_note};
use crate::support::TestVault;

/// Runs the commands of a transcript in a vault of these files, and returns it as it is now.
pub(super) fn transcript(files: BTreeMap<String, String>, shown: &str) -> String {
    // The program may name the folder, so it has a name.
    let files = files.into_iter().map(|(path, text)| (format!("vault/{path}"), text));
    let vault = TestVault::from_files(files).expect("the names are plain");
    let folder = vault.root().join("vault");
    let mut found = String::new();
    for command in commands_in(shown) {
        found.extend(["$ ", command, "\n", &run_in(&folder, &words_of(command))]);
    }
    found
}

#[test]
fn every_command_shown_is_understood() {
    let names = command_names();
    for (path, fence) in fences_of("console").into_iter().chain(fences_of("console run")) {
        let place = format!("{path}:{}", fence.line_number);
        for command in commands_in(&fence.body) {
            let words = words_of(command);
            assert_eq!(words[0], "studium", "{place}");
            let Some(name) = words.get(1).filter(|name| names.contains(name)) else {
                panic!("{place}: there is no command {:?}", words.get(1));
            };
            let help = help_of(&[name]);
            let options = words[2..].iter().take_while(|word| *word != "--");
            for option in options.filter(|word| word.starts_with('-')) {
                assert!(has_option(&help, option), "{place}: `{name}` has no `{option}`");
            }
        }
    }
}

#[test]
fn every_command_and_option_is_described() {
    let text = text_of_note("Commands.md");
    for name in command_names() {
        assert!(text.contains(&format!("`studium {name}")), "Commands.md does not name `{name}`");
        for line in help_of(&[&name]).lines() {
            let Some(long) = line.split_whitespace().find(|word| word.starts_with("--")) else { continue };
            let is_option = line.trim_start().starts_with('-');
            let named = !is_option || text.contains(long);
            assert!(named, "Commands.md does not name `{long}` of `{name}`");
        }
    }
}

fn commands_in(body: &str) -> impl Iterator<Item = &str> {
    body.lines().filter_map(|line| line.strip_prefix("$ "))
}

/// Splits a command line as a shell does that knows quotes and nothing else.
fn words_of(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quote = None;
    for c in line.chars() {
        match (c, quote) {
            (' ', None) => words.push(String::new()),
            ('"' | '\'', None) => quote = Some(c),
            (c, Some(open)) if c == open => quote = None,
            (c, _) => words.last_mut().expect("there is a word").push(c),
        }
    }
    words
}

/// Runs the program and returns what a terminal would show.
fn run_in(folder: &Path, words: &[String]) -> String {
    let output = tempfile::NamedTempFile::new().expect("there is room for a file");
    let file = output.as_file();
    let share = |file: &File| Stdio::from(file.try_clone().expect("a handle can be shared"));
    Command::new(env!("CARGO_BIN_EXE_studium"))
        .args(&words[1..])
        .current_dir(folder)
        .env("NO_COLOR", "1")
        .env("LC_ALL", "en_US.UTF-8")
        .stdin(Stdio::null())
        .stdout(share(file))
        .stderr(share(file))
        .status()
        .expect("the program runs");
    fs::read_to_string(output.path()).expect("it writes text")
}

fn help_of(words: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_studium"));
    let output = command.args(words).arg("--help").output().expect("the program runs");
    String::from_utf8(output.stdout).expect("help is text")
}

/// Returns the commands that the help lists.
fn command_names() -> Vec<String> {
    let help = help_of(&[]);
    let (_, rest) = help.split_once("Commands:\n").expect("the help lists commands");
    let names = rest.lines().take_while(|line| !line.is_empty());
    names.filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

fn has_option(help: &str, option: &str) -> bool {
    let name = option.split('=').next().unwrap_or(option);
    help.lines().any(|line| line.split([' ', ',']).any(|word| word == name))
}
