//! The estimates of the study site are worked out again.
//!
//! Two things are read in the notes of `content/`:
//!
//! - a fence `sums`: on each line a sum with its units, `100 million links / 1 month = 38.6 links/s`. It is
//!   recomputed in bytes, seconds and whatever else is counted; the units on both sides have to agree. In a
//!   fence `sums ru` numbers and units are Russian.
//! - formulas between dollar signs in which all is a number: `$10^8 / 2\,592\,000$`, with `=` or `≈` in them,
//!   or with the result in bold behind: `$10^8 / 2\,592\,000 =$ **38.6 a second**`.
//!
//! Behind `=` the last digit shown has to be right, behind `≈` the last one that is not zero.

mod formula;
mod quantity;
mod russian;

use std::fs;
use std::path::{Path, PathBuf};

use self::quantity::Quantity;

/// Fewer than this mean that the sums are not found, not that the notes became short.
const SUMS: usize = 125;
const FORMULAS: usize = 100;

#[test]
fn the_sums_of_the_notes_are_right() {
    let (mut count, mut wrong) = (0, Vec::new());
    for (path, text) in notes() {
        let mut inside = None;
        for (number, line) in (1..).zip(text.lines()) {
            // A fence may stand in a callout.
            let line = line.trim_start_matches(['>', ' ']);
            let fence = line.strip_prefix("```");
            if let Some(info) = fence {
                let info = info.trim();
                inside = (inside.is_none() && matches!(info, "sums" | "sums ru")).then_some(info);
            } else if let Some(info) = inside
                && !line.trim().is_empty()
            {
                count += 1;
                let sum = if info == "sums ru" { russian::english(line) } else { line.to_owned() };
                if let Err(why) = check(&sum) {
                    wrong.push(format!("{path}:{number}: {line}\n  {why}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= SUMS, "only {count} sums are found");
}

#[test]
fn the_formulas_of_the_notes_are_right() {
    let (mut count, mut wrong) = (0, Vec::new());
    for (path, text) in notes() {
        for (number, line) in (1..).zip(text.lines()) {
            for sum in formula::sums(line) {
                count += 1;
                if let (Err(why), Err(_)) = (check(&sum.text), check_scaled(&sum.text, sum.scale)) {
                    wrong.push(format!("{path}:{number}: {}\n  {why}", sum.text));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= FORMULAS, "only {count} formulas are found");
}

#[test]
fn a_wrong_sum_is_noticed() {
    for right in [
        "100 million links / 1 month = 38.6 links/s",
        "2 million photos × 2.5 MB / photo = 5 TB",
        "4 TB / 1 day = 46.3 MB/s = 370 Mbit/s",
        "1 TB / 1 Gbit/s ≈ 8,000 s",
        "3 × 11,574 views/s ≈ 34,700 views/s",
        "10^9 views / day = 11,574 views/s",
        "(6 + 3) / 6 = 1.5",
        "5 % × 20,000 = 1,000",
        "3 replicas × 1 day = 72 replicas h",
    ] {
        assert_eq!(check(right), Ok(()), "{right}");
    }
    for wrong in [
        "100 million links / 1 month = 38.7 links/s",
        "2 million photos × 2.5 MB / photo = 5 GB",
        "4 TB / 1 day = 46.3 MB",
        "3 × 11,574 views/s = 34,700 views/s",
        "(6 + 3) / 6 = 3",
        "1 MB + 1 s = 2 MB",
        "1 MB",
        "1 MB = ",
    ] {
        assert!(check(wrong).is_err(), "{wrong}");
    }
}

/// Computes a chain `a = b ≈ c` and compares neighbours.
fn check(line: &str) -> Result<(), String> {
    check_scaled(line, 1.0)
}

/// Does the same, with the unit of the last side in words of its own.
fn check_scaled(line: &str, scale: f64) -> Result<(), String> {
    let mut sides: Vec<(char, &str)> = Vec::new();
    let mut rest = line;
    let mut sign = '=';
    while let Some(at) = rest.find(['=', '≈']) {
        sides.push((sign, &rest[..at]));
        sign = rest[at..].chars().next().unwrap_or('=');
        rest = &rest[at + sign.len_utf8()..];
    }
    sides.push((sign, rest));
    if sides.len() < 2 {
        return Err("there is no `=` in it".to_owned());
    }
    let values: Result<Vec<(char, Quantity)>, String> =
        sides.iter().map(|(sign, side)| Ok((*sign, quantity::read(side)?))).collect();
    let mut values = values?;
    if let Some((_, last)) = values.last_mut() {
        (last.value, last.step, last.rounded_step) =
            (last.value * scale, last.step * scale, last.rounded_step * scale);
    }
    for pair in values.windows(2) {
        let [(_, given), (sign, shown)] = pair else { continue };
        if given.units != shown.units {
            return Err(format!("{} is not {}", given.named(), shown.named()));
        }
        let step = if *sign == '≈' { shown.rounded_step } else { shown.step };
        if (given.value - shown.value).abs() > step / 2.0 * (1.0 + 1e-9) + 1e-12 * given.value.abs() {
            return Err(format!("{} is shown where {} comes out", shown.value, given.value));
        }
    }
    Ok(())
}

/// Returns all notes but those of the manual, whose fences show mistakes on purpose.
fn notes() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    let mut notes = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the study site is there") {
            let path = entry.expect("readable").path();
            let name = path.strip_prefix(&root).expect("below the root").to_string_lossy().replace('\\', "/");
            if path.is_dir() {
                folders.extend((name != "Manual").then_some(path));
            } else if path.extension().is_some_and(|extension| extension == "md") {
                notes.push((name, fs::read_to_string(&path).expect("a note is text")));
            }
        }
    }
    notes.sort();
    notes
}
