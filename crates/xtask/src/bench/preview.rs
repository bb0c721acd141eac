//! How soon a preview shows what was saved.
//!
//! In: a preview to start and notes to save. Out: the times from the start to the first page, and from each save to
//! the page, to the page that it now links to, and to the search; and what all that cost. A save puts a file in
//! place as a whole, and the next one comes when the preview has come to rest.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use serde::Serialize;

use super::http::{self, Answer};
use super::proc;
use super::vault::{Dialect, Editable};

/// How long one thing may take before it is given up.
const PATIENCE: Duration = Duration::from_mins(5);
const BETWEEN_LOOKS: Duration = Duration::from_millis(1);
/// A preview that used next to no CPU for so long has come to rest.
const REST: Duration = Duration::from_millis(400);
/// So many saves are looked for in the search too.
const SEARCHED: usize = 5;

/// The figures of one preview, in seconds.
#[derive(Debug, Default, Serialize)]
pub(super) struct Watched {
    pub(super) tool: &'static str,
    pub(super) first_page: f64,
    pub(super) page: Vec<f64>,
    pub(super) neighbour: Vec<f64>,
    pub(super) search: Vec<f64>,
    /// CPU seconds of each save, all that it sets off included.
    pub(super) cpu: Vec<f64>,
    /// Bytes.
    pub(super) peak: Option<u64>,
}

/// A preview that runs.
pub(super) struct Preview {
    pub(super) tool: &'static str,
    child: Child,
    port: u16,
    start: Instant,
}

impl Preview {
    /// Starts a preview that takes a port of its own and says so in its first line.
    ///
    /// # Errors
    ///
    /// Fails where it does not start.
    pub(super) fn saying_port(tool: &'static str, command: &mut Command) -> Result<Self> {
        let start = Instant::now();
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().with_context(|| format!("cannot start {tool}"))?;
        let mut output = BufReader::new(child.stdout.take().context("no output")?);
        let mut line = String::new();
        output.read_line(&mut line)?;
        let mut preview = Self { tool, child, port: 0, start };
        let port = line.rsplit(':').find_map(|rest| rest.split('/').next()?.parse().ok());
        preview.port = port.with_context(|| format!("{tool} said no address but `{}`", line.trim()))?;
        thread::spawn(move || std::io::copy(&mut output, &mut std::io::sink()));
        Ok(preview)
    }

    /// Starts a preview on a port that it was given.
    ///
    /// # Errors
    ///
    /// Fails where it does not start.
    pub(super) fn on_port(tool: &'static str, command: &mut Command, port: u16) -> Result<Self> {
        let start = Instant::now();
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let child = command.spawn().with_context(|| format!("cannot start {tool}"))?;
        Ok(Self { tool, child, port, start })
    }

    /// Looks at a page until it is as it should be; tells how long after `since` that was.
    fn wait(&mut self, address: &str, since: Instant, is_right: impl Fn(&Answer) -> bool) -> Result<f64> {
        loop {
            // Nobody listens before it has started.
            if let Ok(answer) = http::get(self.port, address)
                && is_right(&answer)
            {
                return Ok(since.elapsed().as_secs_f64());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("{} ended with {status}", self.tool);
            }
            if since.elapsed() > PATIENCE {
                bail!("{} does not show the right page at {address}", self.tool);
            }
            thread::sleep(BETWEEN_LOOKS);
        }
    }

    /// Waits until it has nothing to do.
    fn rest(&self) {
        let start = Instant::now();
        let mut before = proc::cpu(self.child.id());
        while start.elapsed() < PATIENCE {
            thread::sleep(REST);
            let now = proc::cpu(self.child.id());
            // A tick or two are those of looking around.
            if now.zip(before).is_none_or(|(now, before)| now - before < 0.03) {
                return;
            }
            before = now;
        }
    }

    /// Saves the notes one by one, and watches.
    ///
    /// # Errors
    ///
    /// Fails where a note cannot be saved, and where its page does not come.
    pub(super) fn watch(
        mut self,
        folder: &Path,
        dialect: Dialect,
        notes: &[Editable],
        mut searcher: Option<Searcher>,
    ) -> Result<Watched> {
        let mut watched = Watched { tool: self.tool, ..Watched::default() };
        let first = &notes[0];
        watched.first_page = self.wait(&first.address, self.start, |answer| answer.holds(&first.title))?;
        self.rest();
        for (place, note) in notes.iter().enumerate() {
            let neighbour = &notes[(place + notes.len() / 2) % notes.len()];
            let word = marker(place);
            let path = folder.join(&note.path);
            let text =
                fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
            let link = match dialect {
                Dialect::Wiki => format!("[[{}]]", neighbour.title),
                Dialect::Plain | Dialect::Hugo => format!("[{}]({})", neighbour.title, neighbour.address),
            };
            // Beside the folder, so that nobody sees it before it is whole.
            let beside = folder.with_extension("save");
            fs::write(&beside, format!("{text}\nThe word {word} stands before {link}.\n"))?;
            let before = proc::cpu(self.child.id());
            let since = Instant::now();
            fs::rename(&beside, &path)?;
            watched.page.push(self.wait(&note.address, since, |answer| answer.holds(&word))?);
            if dialect == Dialect::Wiki {
                watched.neighbour.push(self.wait(&neighbour.address, since, |answer| answer.holds(&word))?);
            }
            if let Some(searcher) = searcher.as_mut()
                && place % notes.len().div_ceil(SEARCHED) == 0
            {
                searcher.wait(self.port, &word, &note.address)?;
                watched.search.push(since.elapsed().as_secs_f64());
            }
            self.rest();
            watched.cpu.extend(proc::cpu(self.child.id()).zip(before).map(|(now, before)| now - before));
        }
        watched.peak = proc::peak(self.child.id());
        Ok(watched)
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A word that is in no vault, another for each place.
fn marker(place: usize) -> String {
    let letter = |digit: usize| char::from(b'a' + u8::try_from(digit % 26).unwrap_or(0));
    format!("qyx{}{}qv", letter(place / 26), letter(place))
}

/// The search of a preview, asked as a browser asks it: `examples/ask.rs`, which runs beside.
pub(super) struct Searcher {
    child: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Searcher {
    /// # Errors
    ///
    /// Fails where the program does not start.
    pub(super) fn start(program: &Path) -> Result<Self> {
        let mut command = Command::new(program);
        command.stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().with_context(|| format!("cannot start {}", program.display()))?;
        let input = child.stdin.take().context("no input")?;
        let output = BufReader::new(child.stdout.take().context("no output")?);
        Ok(Self { child, input, output })
    }

    /// Waits until the search finds the word on the page.
    fn wait(&mut self, port: u16, word: &str, address: &str) -> Result<()> {
        writeln!(self.input, "{port} {word} {address}")?;
        let mut line = String::new();
        self.output.read_line(&mut line)?;
        if line.trim() == "found" {
            Ok(())
        } else {
            bail!("the search did not find `{word}`: {}", line.trim())
        }
    }
}

impl Drop for Searcher {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_save_has_a_word_of_its_own() {
        let words: HashSet<String> = (0..26 * 26).map(marker).collect();
        assert_eq!(words.len(), 26 * 26);
    }
}
