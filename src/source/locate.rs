//! Finds the configuration and the vault for the folder that a command was given.

use std::io;
use std::path::{Path, PathBuf};

use super::read::{read_limited, settle};
use super::{SourceFile, SourcePath};

/// The name of the configuration file.
pub const CONFIG_NAME: &str = "studium.toml";

const CONFIG_LIMIT_BYTES: u64 = 1024 * 1024;

/// Where a command works. Both folders are absolute and free of links.
#[derive(Clone, Debug)]
pub struct Located {
    /// `studium.toml`, where there is one.
    pub config: Option<SourceFile>,
    /// The folder that was given. Paths of the configuration are relative to it.
    pub config_dir: PathBuf,
    /// The folder of notes.
    pub vault_root: PathBuf,
}

/// Why there is nothing to work on.
#[derive(Debug, thiserror::Error)]
pub enum LocateError {
    /// The folder cannot be found or followed.
    #[error("cannot open the folder `{}`", path.display())]
    Open {
        /// The folder as given.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// What was given is not a folder.
    #[error("`{}` is not a folder", path.display())]
    NotFolder {
        /// The path as given.
        path: PathBuf,
    },
    /// The configuration is there and cannot be read.
    #[error("`{}` cannot be read: {reason}", path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
}

/// Finds the configuration and the vault of `folder`, by default the working directory.
///
/// A folder `content/` is the vault when it stands beside a `studium.toml` or beside no top-level
/// note; otherwise the folder itself is. What `[site] content` says comes afterwards, by
/// [`Located::with_content`].
///
/// # Errors
///
/// Fails when the folder is not there, or its configuration cannot be read.
pub fn locate(folder: Option<&Path>) -> Result<Located, LocateError> {
    let given = folder.unwrap_or(Path::new("."));
    let config_dir = open_folder(given)?;
    let config = read_config(&config_dir)?;
    let content = config_dir.join("content");
    let has_content = content.is_dir();
    let chosen = has_content && (config.is_some() || !has_top_level_note(&config_dir)?);
    let vault_root = if chosen { open_folder(&content)? } else { config_dir.clone() };
    Ok(Located { config, config_dir, vault_root })
}

impl Located {
    /// Takes the vault that `[site] content` names instead of the usual one.
    ///
    /// # Errors
    ///
    /// Fails when that folder is not there.
    pub fn with_content(mut self, content: Option<&str>) -> Result<Self, LocateError> {
        if let Some(content) = content {
            self.vault_root = open_folder(&self.config_dir.join(content))?;
        }
        Ok(self)
    }

    /// Returns the name of the folder that was given; empty for the root of the file system.
    pub fn folder_name(&self) -> String {
        self.config_dir.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// Reads `studium.toml` of this folder, where there is one.
///
/// # Errors
///
/// Fails when the file is there and cannot be read.
pub fn read_config(folder: &Path) -> Result<Option<SourceFile>, LocateError> {
    let file = folder.join(CONFIG_NAME);
    if file.symlink_metadata().is_err_and(|error| error.kind() == io::ErrorKind::NotFound) {
        return Ok(None);
    }
    let bytes = read_limited(&file, CONFIG_LIMIT_BYTES)
        .map_err(|reason| LocateError::Config { path: file.clone(), reason })?;
    Ok(SourcePath::new(CONFIG_NAME).map(|path| SourceFile::new(path, bytes)))
}

fn open_folder(path: &Path) -> Result<PathBuf, LocateError> {
    let opened = settle(path).and_then(|real| Ok((real.metadata()?, real)));
    match opened {
        Ok((metadata, real)) if metadata.is_dir() => Ok(real),
        Ok(_) => Err(LocateError::NotFolder { path: path.to_owned() }),
        Err(source) => Err(LocateError::Open { path: path.to_owned(), source }),
    }
}

fn has_top_level_note(folder: &Path) -> Result<bool, LocateError> {
    let open = |source| LocateError::Open { path: folder.to_owned(), source };
    for entry in folder.read_dir().map_err(open)? {
        let name = entry.map_err(open)?.file_name();
        let note = name.to_str().and_then(SourcePath::new).is_some_and(|path| path.is_note());
        if note {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Makes the files and tells which folder below the given one is the vault.
    fn vault_among(files: &[&str]) -> String {
        let dir = tempfile::tempdir().expect("a folder");
        for file in files {
            let path = dir.path().join(file);
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(path, "").expect("written");
        }
        let located = locate(Some(dir.path())).expect("located");
        let below = located.vault_root.strip_prefix(&located.config_dir).expect("below");
        below.to_string_lossy().into_owned()
    }

    #[test]
    fn content_is_the_vault_beside_a_configuration_or_no_note() {
        assert_eq!(vault_among(&["a.md"]), "");
        assert_eq!(vault_among(&["content/a.md"]), "content");
        assert_eq!(vault_among(&["content/a.md", "README.md"]), "");
        assert_eq!(vault_among(&["content/a.md", "README.md", "studium.toml"]), "content");
        assert_eq!(vault_among(&["a.md", "studium.toml"]), "");
    }

    #[test]
    fn a_configuration_may_name_another_vault() {
        let dir = tempfile::tempdir().expect("a folder");
        std::fs::create_dir(dir.path().join("notes")).expect("made");
        let located = locate(Some(dir.path())).expect("located");
        let moved = located.clone().with_content(Some("notes")).expect("there");
        assert_eq!(moved.vault_root, moved.config_dir.join("notes"));
        assert!(located.with_content(Some("gone")).is_err());
    }

    #[test]
    fn a_file_is_no_vault() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("a.md");
        std::fs::write(&file, "").expect("written");
        assert!(matches!(locate(Some(&file)), Err(LocateError::NotFolder { .. })));
    }
}
