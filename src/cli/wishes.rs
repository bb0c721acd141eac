//! What a command line says about the folder and the site.

use std::path::PathBuf;

use super::args::Overrides;

/// What a command was told about where and how to work.
#[derive(Clone, Debug, Default)]
pub(super) struct Wishes {
    /// The folder that was named, by default the working directory.
    pub(super) folder: Option<PathBuf>,
    /// The output, instead of the configured one.
    pub(super) output: Option<PathBuf>,
    /// The address of the site, instead of the configured one.
    pub(super) base_url: Option<String>,
    /// Whether drafts are part of the site.
    pub(super) drafts: bool,
}

impl Wishes {
    /// Puts together what the command line says.
    pub(super) fn new(folder: Option<PathBuf>, overrides: &Overrides) -> Self {
        let Overrides { base_url, drafts } = overrides.clone();
        Self { folder, output: None, base_url, drafts }
    }

    /// Takes a folder alone.
    pub(super) fn of_folder(folder: Option<PathBuf>) -> Self {
        Self { folder, ..Self::default() }
    }
}
