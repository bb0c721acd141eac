//! Tables in Markdown.
//!
//! In: rows of text. Out: text.

use std::fmt::Write as _;

/// A table under construction.
pub(super) struct Table {
    columns: usize,
    text: String,
}

impl Table {
    /// The first column holds names, the others numbers, or words where `words` says so.
    pub(super) fn new(columns: &[&str], words: &[usize]) -> Self {
        let mut table = Self { columns: columns.len(), text: String::new() };
        table.row(columns);
        let rule = (0..columns.len())
            .map(|column| if column == 0 || words.contains(&column) { "---" } else { "---:" });
        table.row(&rule.collect::<Vec<_>>());
        table
    }

    /// Adds a row; cells that are missing are empty.
    pub(super) fn row(&mut self, cells: &[impl AsRef<str>]) {
        for column in 0..self.columns {
            let cell = cells.get(column).map_or("", AsRef::as_ref).replace('|', "\\|");
            let _ = write!(self.text, "| {cell}{}", if cell.is_empty() { "" } else { " " });
        }
        self.text.push_str("|\n");
    }

    pub(super) fn finish(self) -> String {
        self.text
    }
}

/// Three digits, no more than a figure is worth.
pub(super) fn digits(number: f64) -> String {
    let decimals = match number.abs() {
        100.0.. => 0,
        10.0.. => 1,
        1.0.. => 2,
        _ => 3,
    };
    format!("{number:.decimals$}")
}

/// A figure, or nothing.
pub(super) fn shown(number: Option<f64>) -> String {
    number.map(digits).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_has_a_cell_for_every_column() {
        let mut table = Table::new(&["tool", "CPU", "what"], &[2]);
        table.row(&["a|b", "1.0", "all"]);
        table.row(&["c"]);
        assert_eq!(
            table.finish(),
            "| tool | CPU | what |\n| --- | ---: | --- |\n| a\\|b | 1.0 | all |\n| c | | |\n"
        );
    }

    #[test]
    fn numbers_have_three_digits() {
        let numbers = [0.0123, 0.5, 1.234, 12.34, 123.4, 1234.5];
        assert_eq!(numbers.map(digits), ["0.012", "0.500", "1.23", "12.3", "123", "1234"]);
        assert_eq!(shown(None), "");
    }
}
