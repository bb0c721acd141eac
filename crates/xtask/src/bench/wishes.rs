//! What a measurement is asked to be.
//!
//! In: the words after `cargo xtask bench`. Out: wishes. Not here: carrying them out.

use std::path::PathBuf;
use std::str::FromStr;

use anyhow::{Context, Result, bail};

use super::vault::Shape;

/// What can be measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Build,
    Check,
    Preview,
}

impl FromStr for Part {
    type Err = anyhow::Error;

    fn from_str(word: &str) -> Result<Self> {
        match word {
            "build" => Ok(Self::Build),
            "check" => Ok(Self::Check),
            "preview" => Ok(Self::Preview),
            _ => bail!("`{word}` is no part; there are build, check, preview"),
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Wishes {
    pub(super) notes: Vec<usize>,
    pub(super) runs: usize,
    pub(super) saves: usize,
    pub(super) parts: Vec<Part>,
    pub(super) shape: Shape,
    pub(super) seed: u64,
    /// The program to measure, instead of one built now.
    pub(super) studium: Option<PathBuf>,
    /// The folder to work in, instead of one in memory.
    pub(super) folder: Option<PathBuf>,
    pub(super) json: Option<PathBuf>,
    pub(super) table: Option<PathBuf>,
    pub(super) is_recording: bool,
    /// Whether to fail where instructions cannot be counted.
    pub(super) wants_instructions: bool,
    /// Whether to install the peers that can be installed.
    pub(super) wants_peers: bool,
}

impl Default for Wishes {
    fn default() -> Self {
        Self {
            notes: vec![1000, 10_000],
            runs: 5,
            saves: 20,
            parts: vec![Part::Build, Part::Check, Part::Preview],
            shape: Shape::Deep,
            seed: 1,
            studium: None,
            folder: None,
            json: None,
            table: None,
            is_recording: false,
            wants_instructions: false,
            wants_peers: false,
        }
    }
}

impl Wishes {
    /// # Errors
    ///
    /// Fails on an unknown option, on one without its value, and on numbers that measure nothing.
    pub(crate) fn read(words: &[&str]) -> Result<Self> {
        let mut wishes = Self::default();
        let mut words = words.iter();
        while let Some(option) = words.next() {
            let mut value = || words.next().copied().with_context(|| format!("`{option}` wants a value"));
            match *option {
                "--notes" => wishes.notes = list(option, value()?)?,
                "--runs" => wishes.runs = number(option, value()?)?,
                "--saves" => wishes.saves = number(option, value()?)?,
                "--seed" => wishes.seed = number(option, value()?)?,
                "--only" => {
                    wishes.parts = value()?.split(',').map(Part::from_str).collect::<Result<_>>()?;
                }
                "--studium" => wishes.studium = Some(value()?.into()),
                "--folder" => wishes.folder = Some(value()?.into()),
                "--json" => wishes.json = Some(value()?.into()),
                "--table" => wishes.table = Some(value()?.into()),
                "--flat" => wishes.shape = Shape::Flat,
                "--record" => wishes.is_recording = true,
                "--instructions" => wishes.wants_instructions = true,
                "--install" => wishes.wants_peers = true,
                _ => bail!("`{option}` is no option of `bench`"),
            }
        }
        if wishes.runs == 0 || wishes.saves == 0 || wishes.notes.contains(&0) {
            bail!("nothing is measured with 0 notes, runs or saves");
        }
        Ok(wishes)
    }

    pub(super) fn wants(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }
}

fn number<T: FromStr>(option: &str, word: &str) -> Result<T> {
    word.parse().ok().with_context(|| format!("`{option}` wants a number, not `{word}`"))
}

fn list(option: &str, words: &str) -> Result<Vec<usize>> {
    words.split(',').map(|word| number(option, word)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read() {
        let words = [
            "--notes",
            "100,2000",
            "--runs",
            "2",
            "--only",
            "check,build",
            "--flat",
            "--json",
            "a.json",
            "--record",
        ];
        let wishes = Wishes::read(&words).unwrap();
        assert_eq!((wishes.notes.as_slice(), wishes.runs), ([100, 2000].as_slice(), 2));
        assert!(wishes.wants(Part::Check) && wishes.wants(Part::Build) && !wishes.wants(Part::Preview));
        assert_eq!((wishes.shape, wishes.json), (Shape::Flat, Some(PathBuf::from("a.json"))));
        assert!(wishes.is_recording);
        assert_eq!(Wishes::read(&[]).unwrap(), Wishes::default());
    }

    #[test]
    fn what_is_not_understood_is_an_error_that_names_it() {
        let error = |words: &[&str]| Wishes::read(words).unwrap_err().to_string();
        assert_eq!(error(&["--nots"]), "`--nots` is no option of `bench`");
        assert_eq!(error(&["--notes"]), "`--notes` wants a value");
        assert_eq!(error(&["--notes", "1,x"]), "`--notes` wants a number, not `x`");
        assert_eq!(error(&["--only", "serve"]), "`serve` is no part; there are build, check, preview");
        assert_eq!(error(&["--runs", "0"]), "nothing is measured with 0 notes, runs or saves");
    }
}
