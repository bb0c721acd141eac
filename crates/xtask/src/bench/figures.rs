//! Figures that must not become worse.
//!
//! In: what was measured now, and the file of what was recorded. Out: what became worse by more than chance can
//! make it. Only figures that another machine would measure nearly the same are kept: ratios to a peer or to
//! work of our own that was measured in the same minutes, instructions, and memory.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};
use serde::{Deserialize, Serialize};

/// One figure; less is better.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(super) struct Figure {
    pub(super) value: f64,
    /// By which share it may be higher another time and still be the same.
    pub(super) tolerance: f64,
}

/// How much a figure wavers that has not changed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// Counted by the machine.
    Instructions,
    /// Bytes, which depend on how work was divided over cores.
    Memory,
    /// CPU seconds over those of another program: cores that are shared make both waver.
    Ratio,
    /// A time by the clock over another: a machine that does other things has its say twice.
    Wait,
}

impl Kind {
    pub(super) fn figure(self, value: f64) -> Figure {
        let tolerance = match self {
            Self::Instructions => 0.03,
            Self::Memory => 0.15,
            Self::Ratio => 0.4,
            Self::Wait => 1.0,
        };
        Figure { value: rounded(value), tolerance }
    }
}

/// Four digits are more than any figure is worth.
fn rounded(value: f64) -> f64 {
    format!("{value:.3e}").parse().unwrap_or(value)
}

/// Figures by name, and the mark of the notes that they were measured with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Figures {
    pub(super) notes: String,
    pub(super) figures: BTreeMap<String, Figure>,
}

impl Figures {
    /// Reads what was recorded; nothing where there is no file yet.
    ///
    /// # Errors
    ///
    /// Fails where the file cannot be read or is no record.
    pub(super) fn read(path: &Path) -> Result<Self> {
        if !path.exists() {
            return Ok(Self::default());
        }
        let place = || format!("cannot read {}", path.display());
        serde_json::from_str(&fs::read_to_string(path).with_context(place)?).with_context(place)
    }

    /// Writes the figures over those of the same names; others stay, unless they are of other notes.
    ///
    /// # Errors
    ///
    /// Fails where the file cannot be read or written.
    pub(super) fn record(&self, path: &Path) -> Result<()> {
        let mut all = Self::read(path)?;
        if all.notes != self.notes {
            all = Self { notes: self.notes.clone(), figures: BTreeMap::new() };
        }
        all.figures.extend(self.figures.iter().map(|(name, figure)| (name.clone(), *figure)));
        let text = serde_json::to_string_pretty(&all)? + "\n";
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    }

    /// Compares with what was recorded.
    ///
    /// # Errors
    ///
    /// Fails where the record is of other notes: then nothing can be said.
    pub(super) fn compare(&self, recorded: &Self) -> Result<Comparison> {
        if recorded.figures.is_empty() {
            return Ok(Comparison::default());
        }
        if recorded.notes != self.notes {
            bail!(
                "the record was made with other notes ({}, now {}): the generator has changed, or the seed; \
                 `--record` makes it anew",
                recorded.notes,
                self.notes
            );
        }
        let mut comparison = Comparison::default();
        for (name, now) in &self.figures {
            let Some(before) = recorded.figures.get(name) else { continue };
            let change = Change { name: name.clone(), before: before.value, now: now.value };
            comparison.compared += 1;
            if now.value > before.value * (1.0 + before.tolerance) {
                comparison.worse.push(change);
            } else if now.value * (1.0 + before.tolerance) < before.value {
                comparison.better.push(change);
            }
        }
        Ok(comparison)
    }
}

/// A figure that changed.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Change {
    name: String,
    before: f64,
    now: f64,
}

/// What became of the figures that both have.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Comparison {
    compared: usize,
    worse: Vec<Change>,
    better: Vec<Change>,
}

impl Comparison {
    /// What to print.
    ///
    /// # Errors
    ///
    /// Fails with the same text where anything became worse.
    pub(super) fn verdict(&self) -> Result<String> {
        let mut text = match self.compared {
            0 => String::from("Nothing recorded to compare with: `--record` keeps these figures.\n"),
            count => format!("{count} figures compared with the record.\n"),
        };
        for (word, changes) in [("worse", &self.worse), ("better", &self.better)] {
            for Change { name, before, now } in changes {
                let _ = writeln!(text, "{word}: {name}: {before} was recorded, now {now}");
            }
        }
        if !self.worse.is_empty() {
            bail!("{text}What became worse on purpose is recorded with `--record`.");
        }
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn figures(values: &[(&str, f64)]) -> Figures {
        let named = |(name, value): &(&str, f64)| (String::from(*name), Kind::Ratio.figure(*value));
        Figures { notes: String::from("abc"), figures: values.iter().map(named).collect() }
    }

    #[test]
    fn only_what_is_worse_beyond_its_tolerance_fails() {
        let recorded = figures(&[("a", 1.0), ("b", 1.0), ("c", 1.0), ("gone", 1.0)]);
        let same = figures(&[("a", 1.39), ("b", 0.73), ("c", 1.0), ("new", 9.0)]).compare(&recorded).unwrap();
        assert_eq!(same.verdict().unwrap(), "3 figures compared with the record.\n");
        let worse = figures(&[("a", 1.41), ("b", 0.5)]).compare(&recorded).unwrap();
        let text = worse.verdict().unwrap_err().to_string();
        assert!(
            text.contains("worse: a: 1 was recorded, now 1.41\nbetter: b: 1 was recorded, now 0.5"),
            "{text}"
        );
    }

    #[test]
    fn figures_of_other_notes_are_not_compared() {
        let recorded = figures(&[("a", 1.0)]);
        let other = Figures { notes: String::from("def"), ..recorded.clone() };
        assert!(other.compare(&recorded).unwrap_err().to_string().contains("the generator has changed"));
    }

    #[test]
    fn without_a_record_nothing_fails() {
        let text = figures(&[("a", 1.0)]).compare(&Figures::default()).unwrap().verdict().unwrap();
        assert!(text.starts_with("Nothing recorded"), "{text}");
    }

    #[test]
    fn a_record_keeps_what_was_not_measured_this_time() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new").join("recorded.json");
        assert_eq!(Figures::read(&path).unwrap(), Figures::default());
        figures(&[("a", 1.0), ("b", 2.0)]).record(&path).unwrap();
        figures(&[("b", 3.0)]).record(&path).unwrap();
        assert_eq!(Figures::read(&path).unwrap(), figures(&[("a", 1.0), ("b", 3.0)]));
        let other = Figures { notes: String::from("def"), ..figures(&[("c", 1.0)]) };
        other.record(&path).unwrap();
        assert_eq!(Figures::read(&path).unwrap(), other);
        fs::write(&path, "{").unwrap();
        let error = format!("{:#}", Figures::read(&path).unwrap_err());
        assert!(error.contains("recorded.json"), "{error}");
    }

    #[test]
    fn four_digits_are_kept() {
        let kept = |value| Kind::Ratio.figure(value).value.to_string();
        assert_eq!([123_456_789.0, 0.123_456, 0.0].map(kept), ["123500000", "0.1235", "0"]);
    }
}
