//! The file of findings that are known already.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::project::Snapshot;
use super::said;
use super::words::say;
use crate::diagnostic::Baseline;

/// Returns the file that the configuration names.
pub(super) fn file(snapshot: &Snapshot) -> PathBuf {
    snapshot.located.config_dir.join(&snapshot.config.check.baseline)
}

/// Reads a file of what is known, if it is there.
pub(super) fn read(file: &Path) -> anyhow::Result<Option<Baseline>> {
    let text = match fs::read_to_string(file) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => {
            return Err(error)
                .with_context(|| say(&said::CANNOT_READ, &[("path", &file.display().to_string())]));
        }
    };
    match Baseline::parse(&text) {
        Ok(baseline) => Ok(Some(baseline)),
        Err(why) => {
            bail!(say(&said::NO_LIST, &[("path", &file.display().to_string()), ("why", &why)]))
        }
    }
}
