//! The folders beside the vault that a configuration names: themes, templates, static files.

use std::path::Path;

use anyhow::{Context, bail};

use super::said;
use super::words::say;
use crate::diagnostic::Message;
use crate::source::{SourcePath, Sources, read_theme};
use crate::theme::extends;

/// The folder of themes, beside the configuration.
pub(super) const THEMES: &str = "themes";
/// The theme that is part of the program.
pub(super) const DEFAULT_THEME: &str = "default";
/// How many themes may extend each other.
const THEME_DEPTH: usize = 8;

/// Reads the theme and all that it extends, but for the default theme, which is part of the program.
pub(super) fn read_themes(config_dir: &Path, name: &str) -> anyhow::Result<Vec<(SourcePath, Sources)>> {
    let mut themes: Vec<(SourcePath, Sources)> = Vec::new();
    let mut wanted = (name != DEFAULT_THEME).then(|| name.to_owned());
    while let Some(name) = wanted {
        let folder = SourcePath::new(&format!("{THEMES}/{name}"));
        let Some(folder) = folder.filter(|_| !name.contains('/')) else {
            bail!(say(&said::NO_THEME_NAME, &[("name", &name), ("folder", &THEMES)]));
        };
        if themes.iter().any(|(known, _)| *known == folder) || themes.len() == THEME_DEPTH {
            bail!(say(&said::THEME_TOO_DEEP, &[("name", &name)]));
        }
        let files = read_theme(&config_dir.join(folder.as_str()))
            .with_context(|| say(&said::NO_THEME, &[("name", &name)]))?;
        let manifest = SourcePath::new("theme.toml").and_then(|path| files.files.get(&path));
        wanted = manifest.and_then(extends);
        themes.push((folder, files));
    }
    Ok(themes)
}

/// Reads a folder that the configuration names; `what` says what it holds.
pub(super) fn read_folder(
    config_dir: &Path,
    folder: &str,
    what: &Message,
) -> anyhow::Result<Option<(SourcePath, Sources)>> {
    if folder.is_empty() {
        return Ok(None);
    }
    let trimmed = folder.trim_start_matches("./").trim_end_matches('/');
    let said = |message: &Message| say(message, &[("what", &what.plain()), ("folder", &folder)]);
    let path = SourcePath::new(trimmed).with_context(|| said(&said::FOLDER_OUTSIDE))?;
    let files = read_theme(&config_dir.join(path.as_str())).with_context(|| said(&said::NO_FOLDER))?;
    Ok(Some((path, files)))
}
