//! The arguments of `studium export`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Args, Debug)]
#[command(override_usage = "studium export [OPTIONS] [VAULT] FORMAT")]
pub(in crate::cli) struct Export {
    /// The folder of notes [default: .], and last the format: `csv` or `json` for the glossary, `quickwit` or
    /// `opensearch` for a cluster that answers searches
    #[arg(value_name = "PLACE", required = true, num_args = 1..=2)]
    pub(in crate::cli) places: Vec<String>,
    /// The folder of notes, or that of `studium.toml` [default: .]
    #[arg(long, value_name = "DIR")]
    pub(in crate::cli) root: Option<PathBuf>,
    /// The folder for the files of a cluster [default: `export/quickwit` or `export/opensearch`]
    #[arg(short, long, value_name = "DIR")]
    pub(in crate::cli) output: Option<PathBuf>,
    /// What the index is called in the cluster
    #[arg(long, value_name = "NAME", default_value = "notes")]
    pub(in crate::cli) index: String,
    /// Export notes with `draft: true` too; what is private stays private
    #[arg(short = 'D', long)]
    pub(in crate::cli) drafts: bool,
}

/// What is exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ExportFormat {
    /// The glossary as a table
    Csv,
    /// The glossary as data
    Json,
    /// The files for Quickwit
    Quickwit,
    /// The files for `OpenSearch`
    Opensearch,
}

impl Export {
    /// Returns the vault and the word for the format; `None` where more was named than these.
    pub(in crate::cli) fn places(&self) -> Option<(Option<PathBuf>, &str)> {
        match (&self.places[..], &self.root) {
            ([format], root) => Some((root.clone(), format)),
            ([vault, format], None) => Some((Some(PathBuf::from(vault)), format)),
            _ => None,
        }
    }
}
