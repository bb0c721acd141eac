//! `studium init`: a small vault to start from.

use std::fs;
use std::path::Path;

use anyhow::{Context, bail};

use super::terminal::{Terminal, plain};
use super::words::say;
use super::{Exit, args, said};
use crate::source::settle;

/// The files of a new vault. `TITLE` stands for its title, as TOML writes it.
const FILES: [(&str, &str); 6] = [
    ("studium.toml", include_str!("init/studium.toml")),
    (".gitignore", "/public/\n"),
    ("content/index.md", include_str!("init/index.md")),
    ("content/How notes link.md", include_str!("init/How notes link.md")),
    ("content/What to write down.md", include_str!("init/What to write down.md")),
    ("content/glossary/Spaced repetition.md", include_str!("init/Spaced repetition.md")),
];

pub(super) fn run(args: &args::Init, terminal: Terminal) -> anyhow::Result<Exit> {
    let given = args.dir.as_deref().or(args.root.as_deref());
    let folder =
        settle(given.unwrap_or(Path::new("."))).with_context(|| say(&said::CANNOT_FIND_FOLDER, &[]))?;
    let shown = plain(&given.map_or_else(|| ".".to_owned(), |given| given.display().to_string()));
    refuse_full(&folder, &shown)?;
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let title = toml::Value::String(name.unwrap_or_else(|| "Notes".to_owned())).to_string();
    for (path, text) in FILES {
        let file = folder.join(path);
        if file.symlink_metadata().is_ok() {
            // A dot file of the user's own.
            continue;
        }
        let parent = file.parent().unwrap_or(&folder);
        fs::create_dir_all(parent).with_context(|| say(&said::CANNOT_MAKE_FOLDER, &[("path", &path)]))?;
        fs::write(&file, text.replace("TITLE", &title))
            .with_context(|| say(&said::CANNOT_WRITE, &[("path", &path)]))?;
        terminal.remark(&format!("  {path}"));
    }
    let quoted = if shown.contains(char::is_whitespace) { format!("\"{shown}\"") } else { shown.clone() };
    let place = if shown == "." { String::new() } else { format!(" {quoted}") };
    terminal.answer(&(say(&said::MADE_VAULT, &[("place", &shown), ("argument", &place)]) + "\n"))?;
    Ok(Exit::Done)
}

/// Refuses a folder in which something lies. Names that start with a dot, such as `.git`, do not count.
fn refuse_full(folder: &Path, shown: &str) -> anyhow::Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).with_context(|| say(&said::CANNOT_OPEN, &[("path", &shown)])),
    };
    for entry in entries {
        let name = entry.with_context(|| say(&said::CANNOT_READ, &[("path", &shown)]))?.file_name();
        let name = name.to_string_lossy();
        if !name.starts_with('.') {
            bail!(say(&said::NOT_EMPTY, &[("place", &shown), ("name", &&*name)]));
        }
    }
    Ok(())
}
