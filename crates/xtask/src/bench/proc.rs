//! What a process that still runs has used so far.
//!
//! In: its number. Out: figures, on Linux; elsewhere nothing.

use std::fs;

/// The unit of times in `/proc`, the same on every Linux that programs can see.
const TICKS: f64 = 100.0;

/// CPU seconds, in the program and in the system.
pub(super) fn cpu(id: u32) -> Option<f64> {
    cpu_in(&fs::read_to_string(format!("/proc/{id}/stat")).ok()?)
}

/// Bytes of memory at the highest.
pub(super) fn peak(id: u32) -> Option<u64> {
    peak_in(&fs::read_to_string(format!("/proc/{id}/status")).ok()?)
}

fn cpu_in(stat: &str) -> Option<f64> {
    // The name of the program may hold anything, so the fields are counted from its end.
    let (_, rest) = stat.rsplit_once(')')?;
    let mut fields = rest.split_whitespace().skip(11);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    Some((user + system) / TICKS)
}

fn peak_in(status: &str) -> Option<u64> {
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kilobytes: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_read() {
        let stat = "7 (a ) b) S 1 7 7 0 -1 4194304 100 0 0 0 250 50 9 9 20 0 3 0 100 1 1\n";
        assert_eq!(cpu_in(stat), Some(3.0));
        assert_eq!(peak_in("Name:\tx\nVmPeak:\t  90 kB\nVmHWM:\t   20 kB\n"), Some(20 * 1024));
        assert_eq!((cpu_in(""), peak_in("")), (None, None));
    }
}
