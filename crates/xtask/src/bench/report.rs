//! What is said of a measurement.
//!
//! In: what was measured. Out: tables in Markdown, and the figures to keep. Not here: measuring.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::course::{AGAIN, STUDIUM};
use super::figures::{Figure, Kind};
use super::preview::Watched;
use super::rounds::Row;
use super::statistics::{median, quantile};
use super::table::{Table, digits, shown};
use super::{Circumstances, Measured};

/// All tables, with the circumstances before them.
pub(super) fn tables(circumstances: &Circumstances, all: &[Measured]) -> String {
    let Circumstances { system, cores, in_memory, programs, .. } = circumstances;
    let place = if *in_memory { "in memory" } else { "on a disk" };
    let mut text = format!("{system}, {cores} cores, folders {place}. {}.\n", programs.join(", "));
    for measured in all {
        let shape = if measured.is_flat { " in one folder" } else { "" };
        let _ = writeln!(text, "\n## {} notes{shape}", grouped(measured.notes));
        for (name, rows) in [("Build", &measured.builds), ("Check", &measured.checks)] {
            if !rows.is_empty() {
                let _ = writeln!(
                    text,
                    "\n### {name}\n\n{}",
                    costs(rows, circumstances.counts_instructions).trim()
                );
            }
        }
        if !measured.previews.is_empty() {
            let _ = writeln!(text, "\n### Preview\n\n{}", previews(&measured.previews).trim());
        }
    }
    text
}

fn costs(rows: &[Row], counts_instructions: bool) -> String {
    let mut columns = vec!["", "CPU, s", "Studium takes", "memory, MB", "clock, s"];
    if counts_instructions {
        columns.push("instructions, 10⁹");
    }
    columns.push("in that time");
    let mut table = Table::new(&columns, &[columns.len() - 1]);
    for row in rows {
        // The second build is held against the first, all others against Studium.
        let ratio = match row.tool {
            STUDIUM => String::new(),
            AGAIN => row
                .ratio_to(&rows[0])
                .map_or_else(String::new, |ratio| format!("{} of the clean one", digits(ratio))),
            _ => rows[0].ratio_to(row).map_or_else(String::new, |ratio| format!("{} ×", digits(ratio))),
        };
        let mut cells = vec![
            row.tool.to_owned(),
            shown(row.median(|cost| cost.cpu)),
            ratio,
            shown(row.peak().map(|bytes| bytes / 1e6)),
            shown(row.median(|cost| cost.wall)),
        ];
        if counts_instructions {
            cells.push(shown(row.instructions().map(|count| count / 1e9)));
        }
        cells.push(row.does.to_owned());
        table.row(&cells);
    }
    table.finish()
}

fn previews(all: &[Watched]) -> String {
    let mut columns = vec![""];
    columns.extend(all.iter().map(|watched| watched.tool));
    let mut table = Table::new(&columns, &[]);
    let milliseconds =
        |seconds: Option<f64>| seconds.map_or_else(String::new, |s| format!("{} ms", digits(s * 1000.0)));
    let half_and_most = |times: &[f64]| match times {
        [] => String::from("not there"),
        times => format!("{} / {}", milliseconds(median(times)), milliseconds(quantile(times, 0.95))),
    };
    let mut row = |name: &str, cell: &dyn Fn(&Watched) -> String| {
        let mut cells = vec![name.to_owned()];
        cells.extend(all.iter().map(cell));
        table.row(&cells);
    };
    row("start to first page", &|watched| milliseconds(Some(watched.first_page)));
    row("save to page, p50 / p95", &|watched| half_and_most(&watched.page));
    row("save to the page it links to, p50 / p95", &|watched| half_and_most(&watched.neighbour));
    row("save to search, p50 / p95", &|watched| half_and_most(&watched.search));
    row("saves", &|watched| watched.page.len().to_string());
    row("CPU of a save, all that follows included", &|watched| milliseconds(median(&watched.cpu)));
    row("memory, MB", &|watched| shown(watched.peak.map(megabytes)));
    table.finish()
}

/// The figures that must not become worse, by name.
pub(super) fn figures(all: &[Measured]) -> BTreeMap<String, Figure> {
    let mut figures = BTreeMap::new();
    for measured in all {
        let shape = if measured.is_flat { " flat" } else { "" };
        let mut keep = |name: &str, kind: Kind, value: Option<f64>| {
            if let Some(value) = value {
                figures.insert(format!("{}{shape}: {name}", measured.notes), kind.figure(value));
            }
        };
        let unit = measured.unit.as_ref().and_then(|unit| unit.median(|cost| cost.cpu));
        let in_units = |seconds: Option<f64>| Some(seconds? / unit.filter(|unit| *unit > 0.0)?);
        for (part, rows) in [("build", &measured.builds), ("check", &measured.checks)] {
            let Some(ours) = rows.first() else { continue };
            keep(
                &format!("{part}: CPU in units of work"),
                Kind::Ratio,
                in_units(ours.median(|cost| cost.cpu)),
            );
            keep(&format!("{part}: memory"), Kind::Memory, ours.peak());
            keep(&format!("{part}: instructions of a note"), Kind::Instructions, each(ours, measured.notes));
            for row in &rows[1..] {
                if row.tool == AGAIN {
                    keep("second build: CPU / clean build", Kind::Ratio, row.ratio_to(ours));
                    keep(
                        "second build: instructions of a note",
                        Kind::Instructions,
                        each(row, measured.notes),
                    );
                } else {
                    keep(&format!("{part}: CPU / {}", row.tool), Kind::Ratio, ours.ratio_to(row));
                }
            }
        }
        if let Some(ours) = measured.previews.first() {
            let waits = [
                ("start to first page", vec![ours.first_page]),
                ("save to page", ours.page.clone()),
                ("save to neighbour", ours.neighbour.clone()),
                ("save to search", ours.search.clone()),
            ];
            for (name, times) in waits {
                keep(&format!("preview: {name} in units of work"), Kind::Wait, in_units(median(&times)));
            }
            keep("preview: CPU of a save in units of work", Kind::Ratio, in_units(median(&ours.cpu)));
            keep("preview: memory", Kind::Memory, ours.peak.map(|bytes| megabytes(bytes) * 1e6));
        }
    }
    figures
}

#[allow(clippy::cast_precision_loss, reason = "a number of notes")]
fn each(row: &Row, notes: usize) -> Option<f64> {
    Some(row.instructions()? / notes as f64)
}

#[allow(clippy::cast_precision_loss, reason = "bytes, of which three digits are shown")]
fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// A number with commas between thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::probe::Cost;
    use super::*;

    fn row(tool: &'static str, cpu: f64) -> Row {
        let cost = Cost { wall: cpu / 2.0, cpu, peak: 90_000_000, instructions: Some(8_000_000_000) };
        Row { tool, does: "all of it", costs: vec![cost; 3] }
    }

    fn measured() -> Measured {
        Measured {
            notes: 1000,
            is_flat: false,
            unit: Some(row("unit of work", 0.5)),
            builds: vec![row(STUDIUM, 2.0), row(AGAIN, 0.2), row("Hugo", 4.0)],
            checks: vec![row(STUDIUM, 0.25)],
            previews: vec![
                Watched {
                    tool: STUDIUM,
                    first_page: 0.2,
                    page: vec![0.025, 0.02, 0.03],
                    neighbour: vec![0.03],
                    search: vec![0.4],
                    cpu: vec![0.5],
                    peak: Some(100_000_000),
                },
                Watched { tool: "Hugo", first_page: 1.5, page: vec![0.3], ..Watched::default() },
            ],
        }
    }

    #[test]
    fn tables_say_what_was_measured() {
        let circumstances = Circumstances {
            system: String::from("linux x86_64"),
            cores: 2,
            in_memory: true,
            counts_instructions: false,
            programs: vec![String::from("Hugo 0.1.2"), String::from("lychee: not installed")],
        };
        insta::assert_snapshot!(tables(&circumstances, &[measured()]));
        let counted = Circumstances { counts_instructions: true, ..circumstances };
        assert!(tables(&counted, &[measured()]).contains("| 8.00 | all of it |"));
    }

    #[test]
    fn figures_are_ratios_and_what_is_counted() {
        let figures =
            figures(&[measured(), Measured { is_flat: true, notes: 500, previews: vec![], ..measured() }]);
        let value = |name: &str| figures.get(name).map(|figure| figure.value);
        assert_eq!(value("1000: build: CPU / Hugo"), Some(0.5));
        assert_eq!(value("1000: build: CPU in units of work"), Some(4.0));
        assert_eq!(value("1000: second build: CPU / clean build"), Some(0.1));
        assert_eq!(value("1000: build: instructions of a note"), Some(8e6));
        assert_eq!(value("1000: check: memory"), Some(9e7));
        assert_eq!(value("1000: preview: save to page in units of work"), Some(0.05));
        assert_eq!(value("500 flat: build: CPU / Hugo"), Some(0.5));
        assert_eq!(value("500 flat: preview: memory"), None);
    }

    #[test]
    fn thousands_are_grouped() {
        assert_eq!([7, 1000, 1_234_567].map(grouped), ["7", "1,000", "1,234,567"]);
    }
}
