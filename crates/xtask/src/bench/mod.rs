//! What Studium costs, measured beside its peers.
//!
//! In: wishes. Out: tables in Markdown, every figure as JSON, and a failure where a figure became worse than what
//! was recorded in `tests/bench/recorded.json`. Not here: what search costs a reader (`search`).

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, bail};
use serde::Serialize;

mod course;
mod figures;
mod ground;
mod http;
mod peers;
mod preview;
mod probe;
mod proc;
mod report;
mod rounds;
pub(crate) mod search;
mod statistics;
mod table;
mod vault;
mod wishes;

use self::course::Course;
use self::figures::Figures;
use self::ground::Ground;
use self::peers::Peers;
use self::preview::Watched;
use self::probe::Probe;
use self::rounds::Row;
use self::vault::{Dialect, Shape, Vault};
pub(crate) use self::wishes::Wishes;
use crate::workspace::{Workspace, run};

/// The word after `cargo xtask bench` that makes [`unit_of_work`] happen, in a process of its own.
pub(crate) const UNIT: &str = "unit";
/// So many notes are one unit of work.
const UNIT_NOTES: usize = 2000;

/// What was measured with vaults of one size.
#[derive(Debug, Serialize)]
struct Measured {
    notes: usize,
    is_flat: bool,
    /// What stands in for the speed of the machine: [`unit_of_work`], in CPU seconds.
    unit: Option<Row>,
    builds: Vec<Row>,
    checks: Vec<Row>,
    previews: Vec<Watched>,
}

/// Where and with what it was measured.
#[derive(Debug, Serialize)]
struct Circumstances {
    system: String,
    cores: usize,
    in_memory: bool,
    counts_instructions: bool,
    programs: Vec<String>,
}

/// Measures, prints the tables, and compares with the record or writes it.
///
/// # Errors
///
/// Fails where something cannot be measured, and where a figure became worse.
pub(crate) fn bench(workspace: &Workspace, wishes: &Wishes) -> Result<()> {
    let ground = Ground::new(wishes.folder.as_deref())?;
    let probe = Probe::find(&ground.made("probe")?)?;
    if wishes.wants_instructions && !probe.counts_instructions() {
        bail!("instructions cannot be counted here: that takes `perf` and a machine that counts them");
    }
    let peers = Peers::find(workspace, wishes.wants_peers)?;
    let studium = match &wishes.studium {
        // Given from where the user is, not from the repository.
        Some(path) => env::current_dir()?.join(path),
        None => built(workspace, &["--release", "--bin", "studium"], "release", "studium")?,
    };
    if !studium.is_file() {
        bail!("{} is no program", studium.display());
    }
    let searcher = if wishes.wants(wishes::Part::Preview) {
        Some(built(workspace, &["--package", "xtask", "--example", "ask"], "debug/examples", "ask")?)
    } else {
        None
    };
    let circumstances = Circumstances {
        system: format!("{} {}", env::consts::OS, env::consts::ARCH),
        cores: thread::available_parallelism().map_or(1, usize::from),
        in_memory: ground.is_memory,
        counts_instructions: probe.counts_instructions(),
        programs: peers.versions(),
    };
    let course =
        Course { wishes, ground: &ground, probe: &probe, peers: &peers, studium: &studium, searcher };
    let mut all = Vec::new();
    for &notes in &wishes.notes {
        all.push(course.measure(&Vault::new(notes, wishes.shape, wishes.seed)?)?);
    }
    let text = report::tables(&circumstances, &all);
    println!("\n{text}");
    let figures = Figures { notes: mark(wishes.seed)?, figures: report::figures(&all) };
    if let Some(path) = &wishes.table {
        write(path, &text)?;
    }
    if let Some(path) = &wishes.json {
        let whole = serde_json::json!({
            "circumstances": circumstances, "measured": all, "figures": figures,
        });
        write(path, &(serde_json::to_string_pretty(&whole)? + "\n"))?;
    }
    let record = workspace.root.join("tests").join("bench").join("recorded.json");
    if wishes.is_recording {
        figures.record(&record)?;
        println!("Recorded in {}.", record.display());
        return Ok(());
    }
    println!("{}", figures.compare(&Figures::read(&record)?)?.verdict()?);
    Ok(())
}

/// Makes the text of some notes and throws it away: work that is the same on every machine, done in the same
/// minutes, by which figures of one machine can be held against those of another.
///
/// # Errors
///
/// Never: so many notes there always are.
pub(crate) fn unit_of_work() -> Result<()> {
    let vault = Vault::new(UNIT_NOTES, Shape::Deep, 1)?;
    let length: usize = (0..UNIT_NOTES).map(|index| vault.text(index, Dialect::Wiki).len()).sum();
    println!("{length}");
    Ok(())
}

/// The mark of the notes that the generator makes of a seed, whatever their number.
fn mark(seed: u64) -> Result<String> {
    Ok(Vault::new(1000, Shape::Deep, seed)?.mark())
}

/// Builds a program of the repository.
fn built(workspace: &Workspace, words: &[&str], folder: &str, name: &str) -> Result<PathBuf> {
    run(workspace.cargo(&["build", "--locked"]).args(words))?;
    Ok(workspace.target.join(folder).join(format!("{name}{}", env::consts::EXE_SUFFIX)))
}

fn write(path: &Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
