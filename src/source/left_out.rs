//! Why a file would be no part of a vault: asked before it is written.

use std::path::{Path, PathBuf};

use super::excluded::{Excluded, read_app_settings};
use super::read::settle;
use super::scan::{begin, unknown};
use super::{ScanError, ScanOptions, SourcePath, Sources};

/// Why a file is no part of a vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// It lies in this folder, which is left out as a whole: [`super::ScanOptions::skip`].
    Skipped(PathBuf),
    /// It lies in this folder, which holds a site of ours.
    Site(PathBuf),
    /// It lies in this folder, whose name starts with a dot, or in `node_modules`.
    Hidden(PathBuf),
    /// An ignore file says so.
    Ignored,
    /// It would be known by name only: [`super::ScanOptions::exclude`], or the settings of the application.
    Excluded,
}

/// Tells why a file at `path`, which need not be there, would be no part of the vault in the folder `root`;
/// `None` where it would be one.
///
/// # Errors
///
/// Fails when `root` itself cannot be read, or a file that says what is left out.
pub fn left_out(root: &Path, options: &ScanOptions, path: &SourcePath) -> Result<Option<LeftOut>, ScanError> {
    let real = settle(root).map_err(|source| ScanError::Folder { path: root.to_owned(), source })?;
    let mut walk = begin(&real, options);
    if let Some(why) = walk.leaves_out(path) {
        return Ok(Some(why));
    }
    let app_settings = read_app_settings(&real).map_err(unknown)?;
    let mut sources = Sources { app_settings, ..Sources::default() };
    let excluded = Excluded::new(&real, options, &mut sources).map_err(unknown)?;
    Ok(excluded.has(path).then_some(LeftOut::Excluded))
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn a_file_that_is_not_there_yet_is_left_out_like_one_that_is() {
        let dir = tempfile::tempdir().expect("a folder");
        for file in [
            ".gitignore=/drafts/\n",
            "x/.studiumignore=*.tmp.md\n",
            "old/.studium-manifest.json",
            ".obsidian/app.json={\"userIgnoreFilters\": [\"Templates/\"]}",
        ] {
            let (path, text) = file.split_once('=').unwrap_or((file, ""));
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        let root = dir.path().canonicalize().expect("a folder");
        let options = ScanOptions {
            skip: vec![root.join("public")],
            exclude: vec!["/secret".to_owned()],
            ..ScanOptions::default()
        };
        let why = |path: &str| {
            left_out(dir.path(), &options, &SourcePath::new(path).expect("plain")).expect("readable")
        };
        for path in ["a.md", "x/a.md", "new/folder/a.md", "x/drafts/a.md"] {
            assert_eq!(why(path), None, "{path}");
        }
        for (path, expected) in [
            ("public/a.md", LeftOut::Skipped(root.join("public"))),
            ("public/x/a.md", LeftOut::Skipped(root.join("public"))),
            ("old/x/a.md", LeftOut::Site(root.join("old"))),
            ("y/node_modules/a.md", LeftOut::Hidden(root.join("y/node_modules"))),
            ("drafts/a.md", LeftOut::Ignored),
            ("x/a.tmp.md", LeftOut::Ignored),
            ("secret/a.md", LeftOut::Excluded),
            ("Templates/day.md", LeftOut::Excluded),
        ] {
            assert_eq!(why(path), Some(expected), "{path}");
        }
    }
}
