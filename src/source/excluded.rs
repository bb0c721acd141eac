//! What is left out by name: patterns of the configuration, and the excluded files of the application.
//!
//! In: the root of a vault and its options. Out: the settings of the application, and [`Excluded`], which
//! tells of each path whether it is left out. Where the settings cannot be read, nobody knows what they keep
//! back, and that is an error.

use std::path::{Path, PathBuf};

use ignore::gitignore::Gitignore;

use super::filter::{Filter, user_ignore_filters};
use super::read::read_limited;
use super::rules::globs;
use super::{ScanOptions, SourceFile, SourcePath, Sources, Unreadable};

const APP_SETTINGS: &str = ".obsidian/app.json";
const LIMIT_BYTES: u64 = 1024 * 1024;

/// Reads the settings of the application; `None` where there are none, or they lead out of the vault.
///
/// # Errors
///
/// When they are there and cannot be read.
pub(super) fn read_app_settings(root: &Path) -> Result<Option<SourceFile>, Unreadable> {
    let file = root.join(APP_SETTINGS).canonicalize().ok().filter(|file| file.starts_with(root));
    let Some((file, path)) = file.zip(SourcePath::new(APP_SETTINGS)) else { return Ok(None) };
    match read_limited(&file, LIMIT_BYTES) {
        Ok(bytes) => Ok(Some(SourceFile::new(path, bytes))),
        Err(reason) => Err(Unreadable { path: APP_SETTINGS.to_owned(), reason }),
    }
}

/// What is known by name only: patterns of the configuration and the application's own list.
pub(super) struct Excluded {
    root: PathBuf,
    globs: Gitignore,
    filters: Vec<Filter>,
}

impl Excluded {
    /// Gathers the names.
    ///
    /// # Errors
    ///
    /// When the settings of the application are damaged.
    pub(super) fn new(root: &Path, options: &ScanOptions, sources: &mut Sources) -> Result<Self, Unreadable> {
        // A pattern that cannot be read was reported when the configuration was checked.
        let (globs, _) = globs(root, options.exclude.iter().map(String::as_str));
        let mut filters = Vec::new();
        let listed = match &sources.app_settings {
            Some(settings) => user_ignore_filters(settings)
                .map_err(|reason| Unreadable { path: APP_SETTINGS.to_owned(), reason })?,
            None => Vec::new(),
        };
        for text in listed {
            match Filter::new(&text) {
                Some(filter) => filters.push(filter),
                None => sources.unreadable.push(Unreadable {
                    path: APP_SETTINGS.to_owned(),
                    reason: format!("the excluded files `{text}` are not understood; name a folder instead"),
                }),
            }
        }
        Ok(Self { root: root.to_owned(), globs, filters })
    }

    /// Tells whether the entry is left out.
    pub(super) fn has(&self, path: &SourcePath) -> bool {
        let by_glob = || {
            let path = self.root.join(path.as_str());
            self.globs.matched_path_or_any_parents(path, false).is_ignore()
        };
        (!self.globs.is_empty() && by_glob())
            || self.filters.iter().any(|filter| filter.matches(path.as_str()))
    }
}
