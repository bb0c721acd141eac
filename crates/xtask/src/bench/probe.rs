//! What a program cost: CPU seconds, memory, time, and instructions where the machine counts them.
//!
//! In: a command. Out: its cost, that of all processes it started and waited for included. GNU time measures, since
//! what the system knows of a child is not to be had without unsafe code; `perf` counts, where it is there.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context, Result, bail};
use serde::Serialize;

use crate::tools;
use crate::workspace::{self, shown};

/// What one run of a program cost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(super) struct Cost {
    /// Seconds by the clock.
    pub(super) wall: f64,
    /// Seconds of all cores together, in the program and in the system.
    pub(super) cpu: f64,
    /// Bytes of memory of the largest of its processes.
    pub(super) peak: u64,
    /// Instructions outside the system.
    pub(super) instructions: Option<u64>,
}

impl Cost {
    /// What both cost, one after the other.
    pub(super) fn and(self, next: Self) -> Self {
        Self {
            wall: self.wall + next.wall,
            cpu: self.cpu + next.cpu,
            peak: self.peak.max(next.peak),
            instructions: self.instructions.zip(next.instructions).map(|(one, other)| one + other),
        }
    }
}

/// How costs are measured on this machine.
pub(super) struct Probe {
    time: PathBuf,
    /// `perf`, where it may be used, and whether the machine counts instructions for it.
    perf: Option<(PathBuf, bool)>,
    /// A folder for what the programs report.
    folder: PathBuf,
}

/// What GNU time writes: CPU seconds in the program and in the system, kilobytes.
const FORMAT: &str = "%U %S %M";
const EVENTS: &str = "task-clock,instructions:u";

impl Probe {
    /// # Errors
    ///
    /// Fails without GNU time.
    pub(super) fn find(folder: &Path) -> Result<Self> {
        let help = "GNU time is needed to measure programs: install it (Debian: `apt-get install time`)";
        let time = ["time", "gtime"].iter().filter_map(|name| tools::on_path(name)).find(|time| {
            workspace::succeeds(
                Command::new(time).args(["-f", FORMAT, "-o"]).arg(folder.join("cost")).arg("true"),
            )
        });
        let mut probe = Self { time: time.context(help)?, perf: None, folder: folder.to_owned() };
        if let Some(perf) = tools::on_path("perf") {
            let report = probe.folder.join("counts");
            let mut command = Command::new(&perf);
            command.args(["stat", "-x", ",", "-e", EVENTS, "-o"]).arg(&report).args(["--", "true"]);
            if workspace::succeeds(command.env("LC_ALL", "C"))
                && let Ok(counts) = counts_of(&fs::read_to_string(&report)?)
            {
                probe.perf = Some((perf, counts.instructions.is_some()));
            }
        }
        Ok(probe)
    }

    pub(super) fn counts_instructions(&self) -> bool {
        self.perf.as_ref().is_some_and(|(_, counts)| *counts)
    }

    /// Runs the program and waits for it. Its output goes nowhere, but for what it complains of, which an error
    /// shows.
    ///
    /// # Errors
    ///
    /// Fails where the program cannot be started, and where it ends with a code that is not among those of success.
    pub(super) fn run(&self, command: &Command, fine: &[i32]) -> Result<Cost> {
        let (costs, counts) = (self.folder.join("cost"), self.folder.join("counts"));
        let log = self.folder.join("complaints");
        let mut words: Vec<OsString> = Vec::new();
        if let Some((perf, _)) = &self.perf {
            words.push(perf.into());
            words.extend(["stat", "-x", ",", "-e", EVENTS, "-o"].map(OsString::from));
            words.extend([counts.clone().into(), OsString::from("--")]);
        }
        words.push(self.time.clone().into());
        words.extend(["-q", "-f", FORMAT, "-o"].map(OsString::from));
        words.extend([costs.clone().into(), command.get_program().to_owned()]);
        words.extend(command.get_args().map(OsString::from));
        let mut measured = Command::new(&words[0]);
        measured.args(&words[1..]).stdin(Stdio::null()).stdout(Stdio::null());
        measured.stderr(fs::File::create(&log)?).env("LC_ALL", "C");
        for (name, value) in command.get_envs() {
            match value {
                Some(value) => measured.env(name, value),
                None => measured.env_remove(name),
            };
        }
        if let Some(folder) = command.get_current_dir() {
            measured.current_dir(folder);
        }
        let start = Instant::now();
        let status = measured.status().with_context(|| format!("cannot start `{}`", shown(command)))?;
        let wall = start.elapsed().as_secs_f64();
        if !status.code().is_some_and(|code| fine.contains(&code)) {
            let complaints = fs::read(&log)?;
            let complaints = String::from_utf8_lossy(&complaints);
            let last: Vec<&str> = complaints.lines().rev().take(5).collect();
            let last: Vec<&str> = last.into_iter().rev().collect();
            bail!("`{}` ended with {status}: {}", shown(command), last.join("\n"));
        }
        let (mut cpu, peak) = cost_of(&fs::read_to_string(&costs)?)?;
        let mut instructions = None;
        if self.perf.is_some() {
            let counted = counts_of(&fs::read_to_string(&counts)?)?;
            // To the nanosecond, where GNU time knows hundredths.
            cpu = counted.cpu;
            instructions = counted.instructions;
        }
        Ok(Cost { wall, cpu, peak, instructions })
    }
}

/// CPU seconds and bytes, from what GNU time wrote.
fn cost_of(report: &str) -> Result<(f64, u64)> {
    let line = report.lines().last().unwrap_or_default();
    let numbers: Vec<f64> = line.split(' ').map_while(|number| number.parse().ok()).collect();
    let [user, system, kilobytes] = numbers[..] else { bail!("GNU time wrote `{line}`") };
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number of kilobytes, written by time"
    )]
    Ok((user + system, kilobytes as u64 * 1024))
}

#[derive(Debug, PartialEq)]
struct Counts {
    cpu: f64,
    instructions: Option<u64>,
}

/// CPU seconds and instructions, from what `perf stat -x ,` wrote: lines of number, unit, name and more.
fn counts_of(report: &str) -> Result<Counts> {
    let line_of = |name: &str| {
        report
            .lines()
            .map(|line| line.split(',').collect::<Vec<_>>())
            .find(|parts| parts.get(2) == Some(&name))
    };
    let clock = line_of("task-clock").with_context(|| format!("perf wrote `{}`", report.trim()))?;
    let milliseconds: f64 = clock[0].parse().with_context(|| format!("perf counted `{}`", clock[0]))?;
    // Where the machine does not count, perf says so in words instead of a number.
    let instructions = line_of("instructions:u").and_then(|parts| parts[0].parse().ok());
    Ok(Counts { cpu: milliseconds / 1000.0, instructions })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_gnu_time_writes_is_read() {
        assert_eq!(cost_of("2.05 0.16 95272\n").unwrap(), (2.05 + 0.16, 95_272 * 1024));
        // A line before tells of an exit code.
        assert_eq!(
            cost_of("Command exited with non-zero status 1\n0.00 0.01 2048\n").unwrap().1,
            2048 * 1024
        );
        assert!(cost_of("").is_err());
        assert!(cost_of("0.1 oops 3").is_err());
    }

    #[test]
    fn what_perf_writes_is_read() {
        let report = "# started on today\n\n2210.50,msec,task-clock,2210500000,100.00,1.9,CPUs utilized\n\
                      7200300400,,instructions:u,2210500000,100.00,,\n";
        assert_eq!(counts_of(report).unwrap(), Counts { cpu: 2.2105, instructions: Some(7_200_300_400) });
        let report = "0.95,msec,task-clock,950000,100.00,,\n<not supported>,,instructions:u,0,100.00,,\n";
        assert_eq!(counts_of(report).unwrap(), Counts { cpu: 0.000_95, instructions: None });
        assert!(counts_of("Error: no permission\n").is_err());
    }

    #[test]
    fn costs_one_after_the_other_add_up_but_for_memory() {
        let one = Cost { wall: 1.0, cpu: 2.0, peak: 30, instructions: Some(4) };
        let other = Cost { wall: 0.5, cpu: 0.5, peak: 40, instructions: Some(1) };
        assert_eq!(one.and(other), Cost { wall: 1.5, cpu: 2.5, peak: 40, instructions: Some(5) });
        assert_eq!(one.and(Cost { instructions: None, ..other }).instructions, None);
    }
}
