//! Paths inside a vault.

use std::fmt;
use std::sync::Arc;

/// A path inside the vault: relative, `/`-separated, without `.` or `..`. Cheap to clone.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Returns `None` for a path that is empty, absolute, or climbs out of the vault.
    pub fn new(path: &str) -> Option<Self> {
        let plain = |part: &str| !matches!(part, "" | "." | "..");
        path.split('/').all(plain).then(|| Self(path.into()))
    }

    /// Returns the path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns the last segment, extension included.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// Returns the folder without a closing `/`; empty for the root of the vault.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Returns the file name without its last extension: `Release v1.2` for `a/Release v1.2.md`.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }

    /// Returns the extension in lower case, without the dot; empty when there is none.
    pub fn extension(&self) -> String {
        let name = self.file_name();
        match name.rsplit_once('.') {
            Some((stem, extension)) if !stem.is_empty() => extension.to_lowercase(),
            _ => String::new(),
        }
    }

    /// Tells whether this is a Markdown note.
    pub fn is_note(&self) -> bool {
        matches!(self.extension().as_str(), "md" | "markdown")
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_cannot_leave_the_vault() {
        for bad in ["", "/a", "a//b", "../a", "a/./b", "a/"] {
            assert_eq!(SourcePath::new(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_path_falls_into_its_parts() {
        let path = SourcePath::new("x/Release v1.2.MD").expect("a plain path");
        assert_eq!((path.folder(), path.stem(), path.extension().as_str()), ("x", "Release v1.2", "md"));
        assert!(path.is_note());
    }
}
