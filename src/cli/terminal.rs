//! Words for the terminal: what is an answer, what is said beside it, in which colours.
//!
//! Answers go to standard output, all else to standard error, so that a pipe carries answers only.

use std::io::{self, IsTerminal, Write};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use anstream::{AutoStream, ColorChoice};
use anyhow::Context;
use clap::builder::styling::{AnsiColor, Style};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::args::{Color, Global};
use super::{said, words};
use crate::diagnostic::{Message, TextOptions};

/// How this run talks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terminal {
    /// Whether only what is wrong is said.
    pub(super) quiet: bool,
    /// Whether more is said.
    pub(super) verbose: bool,
    choice: ColorChoice,
}

/// Where something is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stream {
    /// Answers.
    Out,
    /// All else.
    Err,
}

/// What is made to stand out, and how.
#[derive(Clone, Copy, Debug)]
pub(super) struct Paint {
    /// Titles, and what was found.
    pub(super) bold: Style,
    /// What can be passed over.
    pub(super) dim: Style,
    /// What is wrong.
    pub(super) error: Style,
    /// What may be wrong.
    pub(super) warning: Style,
    /// What is right.
    pub(super) good: Style,
}

impl Terminal {
    pub(super) fn new(global: &Global) -> Self {
        let choice = match global.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        Self { quiet: global.quiet, verbose: global.verbose, choice }
    }

    /// Writes an answer.
    ///
    /// # Errors
    ///
    /// Fails when it cannot be written. That nobody reads to the end is no error.
    pub(super) fn answer(self, text: &str) -> anyhow::Result<()> {
        let mut out = AutoStream::new(io::stdout(), self.choice);
        let written = out.write_all(text.as_bytes()).and_then(|()| out.flush());
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            written => written.context("cannot write to standard output"),
        }
    }

    /// Writes something beside the answer. Nothing can be said about a failure.
    pub(super) fn say(self, text: &str) {
        let mut err = AutoStream::new(io::stderr(), self.choice);
        let _ = err.write_all(text.as_bytes()).and_then(|()| err.flush());
    }

    /// Writes a line beside the answer, unless only what is wrong is to be said.
    pub(super) fn remark(self, line: &str) {
        if !self.quiet {
            self.say(&format!("{line}\n"));
        }
    }

    /// Writes a warning beside the answer.
    pub(super) fn warn(self, line: &str) {
        let Paint { warning, bold, .. } = self.paint(Stream::Err);
        self.say(&format!("{warning}warning{warning:#}{bold}: {bold:#}{line}\n"));
    }

    /// Writes what went wrong.
    pub(super) fn fail(self, line: &str) {
        let Paint { error, bold, .. } = self.paint(Stream::Err);
        self.say(&format!("{error}error{error:#}{bold}: {bold:#}{line}\n"));
    }

    /// Returns the styles for a stream; without colours they are empty.
    pub(super) fn paint(self, stream: Stream) -> Paint {
        let style = |style| if self.has_color(stream) { style } else { Style::new() };
        Paint {
            bold: style(Style::new().bold()),
            dim: style(Style::new().dimmed()),
            error: style(AnsiColor::Red.on_default().bold()),
            warning: style(AnsiColor::Yellow.on_default().bold()),
            good: style(AnsiColor::Green.on_default().bold()),
        }
    }

    /// Returns how a report is drawn on a stream.
    pub(super) fn report_options(self, stream: Stream) -> TextOptions {
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let width =
            columns.filter(|width| (40..=400).contains(width)).unwrap_or(TextOptions::default().width);
        TextOptions { color: self.has_color(stream), width }
    }

    fn has_color(self, stream: Stream) -> bool {
        let choice = match (self.choice, stream) {
            (ColorChoice::Auto, Stream::Out) => AutoStream::choice(&io::stdout()),
            (ColorChoice::Auto, Stream::Err) => AutoStream::choice(&io::stderr()),
            (choice, _) => choice,
        };
        !matches!(choice, ColorChoice::Never)
    }

    /// Starts to show how far long work is. Nothing is drawn where standard error is no terminal.
    pub(super) fn progress(self) -> Progress {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let is_wanted = !self.quiet && is_watched();
        Progress { bar, is_wanted, started: Instant::now(), stage: Mutex::default() }
    }
}

/// Tells whether someone reads standard error as it comes.
pub(super) fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Tells whether standard output is read by eyes, and not by a program.
pub(super) fn is_for_reading() -> bool {
    io::stdout().is_terminal()
}

/// A line that tells how far long work is, gone when it is done.
pub(super) struct Progress {
    bar: ProgressBar,
    is_wanted: bool,
    started: Instant,
    stage: Mutex<String>,
}

/// Work that is done by then is not worth a line that comes and goes.
const PATIENCE: Duration = Duration::from_millis(200);

impl Progress {
    /// Tells the stage, how many of it are done, and how many there are; 0 where it cannot be told.
    pub(super) fn tell(&self, stage: &str, done: usize, of: usize) {
        if !self.is_wanted || self.started.elapsed() < PATIENCE {
            return;
        }
        if self.bar.is_hidden() {
            self.bar.set_draw_target(ProgressDrawTarget::stderr());
            self.bar.enable_steady_tick(Duration::from_millis(100));
        }
        if let Ok(mut known) = self.stage.lock()
            && *known != stage
        {
            stage.clone_into(&mut known);
            let counted =
                if of == 0 { "{spinner} {msg}" } else { "{spinner} {msg} {pos} / {len} {wide_bar}" };
            if let Ok(style) = ProgressStyle::with_template(counted) {
                self.bar.set_style(style);
            }
            self.bar.set_message(stage_name(stage));
            self.bar.set_length(of as u64);
        }
        self.bar.set_position(done as u64);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}

/// Returns what the system says of the language of its user: `ru_RU.UTF-8`, or nothing.
pub(super) fn locale() -> String {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()));
    said.unwrap_or_default()
}

/// Makes visible what would steer a terminal. Names of files hold anything.
pub(super) fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { char::REPLACEMENT_CHARACTER } else { c }).collect()
}

/// Says how long something took.
pub(super) fn seconds(time: Duration) -> String {
    words::say(&said::SECONDS, &[("number", &format!("{:.2}", time.as_secs_f64()))])
}

/// Returns what a stage of a build is called, by the name that the engine tells.
pub(super) fn stage_name(stage: &str) -> String {
    const STAGES: &[Message] = &[
        said::READING,
        said::PARSING,
        said::RESOLVING,
        said::MENTIONING,
        said::PLANNING,
        said::RENDERING,
        said::INDEXING,
        said::GATHERING,
        said::LOOKING_THROUGH,
        said::WRITING,
        said::PUBLISHING,
        said::ASKING_GIT,
    ];
    let known = STAGES.iter().find(|message| message.english == stage);
    known.map_or_else(|| stage.to_owned(), |message| words::say(message, &[]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terminal(color: Color) -> Terminal {
        Terminal::new(&Global { quiet: false, verbose: false, color })
    }

    #[test]
    fn colours_follow_what_was_asked_for() {
        assert!(terminal(Color::Always).has_color(Stream::Out));
        assert!(!terminal(Color::Never).has_color(Stream::Err));
        let Paint { bold, .. } = terminal(Color::Never).paint(Stream::Out);
        assert_eq!(format!("{bold}x{bold:#}"), "x");
    }

    #[test]
    fn names_do_not_steer_the_terminal() {
        assert_eq!(plain("a\u{1b}]0;x\u{7}b\u{9b}c"), "a\u{fffd}]0;x\u{fffd}b\u{fffd}c");
    }
}
