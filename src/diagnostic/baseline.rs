//! Findings that are known, so that only new ones fail a check.
//!
//! In: a report, or the file that was written of an earlier one. Out: [`Baseline`], which counts findings by
//! file, code and what they are about. Lines are no part of it: text may move within its note.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::{Deserialize, Serialize};

use super::{Diagnostic, Report, Severity};
use crate::source::SourcePath;

const VERSION: u32 = 1;

/// Findings by what they are about, with how many of each there are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Baseline {
    counts: BTreeMap<Key, usize>,
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    path: String,
    code: String,
    what: String,
}

impl Key {
    fn of(found: &Diagnostic) -> Self {
        // The English words, whoever reads them: the file is shared.
        let what = found.link.as_ref().map_or(&*found.message, |link| &link.target);
        Self {
            path: found.place.as_ref().map(|place| place.path.to_string()).unwrap_or_default(),
            code: found.code.as_str().to_owned(),
            what: what.to_owned(),
        }
    }
}

#[derive(Deserialize)]
struct File {
    version: u32,
    findings: Vec<Row>,
}

#[derive(Serialize, Deserialize)]
struct Row {
    #[serde(default)]
    path: String,
    code: String,
    what: String,
    #[serde(default = "one")]
    count: usize,
}

fn one() -> usize {
    1
}

impl Baseline {
    /// Takes the findings of a report that count.
    pub fn of(report: &Report) -> Self {
        let mut baseline = Self::default();
        for row in report.rows().iter().filter(|row| row.diagnostic.severity > Severity::Info) {
            *baseline.counts.entry(Key::of(&row.diagnostic)).or_default() += 1;
        }
        baseline
    }

    /// Reads the file.
    ///
    /// # Errors
    ///
    /// Returns what is wrong with it, to be shown.
    pub fn parse(text: &str) -> Result<Self, String> {
        let file: File = serde_json::from_str(text).map_err(|error| error.to_string())?;
        if file.version != VERSION {
            return Err(format!("it is of version {}, and this program knows {VERSION}", file.version));
        }
        let mut baseline = Self::default();
        for Row { path, code, what, count } in file.findings {
            *baseline.counts.entry(Key { path, code, what }).or_default() += count;
        }
        Ok(baseline)
    }

    /// Writes the file: one finding a line, in order, so that differences can be read.
    pub fn text(&self) -> String {
        let rows = self.counts.iter().map(|(key, count)| {
            let Key { path, code, what } = key.clone();
            serde_json::to_string(&Row { path, code, what, count: *count }).unwrap_or_default()
        });
        let rows: Vec<String> = rows.map(|row| format!("    {row}")).collect();
        let findings =
            if rows.is_empty() { "[]".to_owned() } else { format!("[\n{}\n  ]", rows.join(",\n")) };
        format!("{{\n  \"version\": {VERSION},\n  \"findings\": {findings}\n}}\n")
    }

    /// Returns how many findings are known.
    pub fn count(&self) -> usize {
        self.counts.values().sum()
    }

    /// Returns the findings that are not known, and takes away what is: of three equal ones, two of which
    /// are known, one is new. What never counts is passed through.
    ///
    /// A note that moved takes its findings along: what is known of a file that is gone (`is_there`) is known
    /// in a file too of which nothing was.
    pub(super) fn sift(
        &mut self,
        found: Vec<Diagnostic>,
        is_there: &dyn Fn(&SourcePath) -> bool,
    ) -> Vec<Diagnostic> {
        let known_paths: HashSet<String> = self.counts.keys().map(|key| key.path.clone()).collect();
        let is_new = |found: &Diagnostic| found.severity <= Severity::Info || !self.take(&Key::of(found));
        let new: Vec<Diagnostic> = found.into_iter().filter(is_new).collect();
        let gone = self.counts.iter().filter(|(key, count)| {
            **count > 0 && SourcePath::new(&key.path).is_some_and(|path| !is_there(&path))
        });
        let mut moved: HashMap<(String, String), Vec<Key>> = HashMap::new();
        for (key, count) in gone {
            let keys = moved.entry((key.code.clone(), key.what.clone())).or_default();
            keys.extend(std::iter::repeat_n(key.clone(), *count));
        }
        if moved.is_empty() {
            return new;
        }
        let is_new = |found: &Diagnostic| {
            let key = Key::of(found);
            let is_candidate = found.severity > Severity::Info && !known_paths.contains(&key.path);
            let old = moved.get_mut(&(key.code, key.what)).filter(|_| is_candidate).and_then(Vec::pop);
            !old.is_some_and(|old| self.take(&old))
        };
        new.into_iter().filter(is_new).collect()
    }

    fn take(&mut self, key: &Key) -> bool {
        match self.counts.get_mut(key) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }
}
