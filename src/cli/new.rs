//! `studium new`: a note with front matter, in the right folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;

use anyhow::{Context, bail};

use super::check::sentence;
use super::project::{Project, Snapshot, Wishes};
use super::terminal::{Terminal, plain};
use super::{Exit, args, report};
use crate::engine::{Analysis, analyse};
use crate::source::{SourcePath, settle};
use crate::words::fold;

/// What a link cannot name, and what some system or application refuses in the name of a file.
const REFUSED: &str = "#^[]|\\:*?\"<>%";
/// How many of the notes that ask for the new one are named.
const MOST_ASKING: usize = 10;
/// How many of the sentences of each are shown.
const MOST_SENTENCES: usize = 3;

pub(super) fn run(args: &args::New, terminal: Terminal) -> anyhow::Result<Exit> {
    let mut project = Project::open(Wishes::of_folder(args.root.clone()))?;
    project.refuse_unusable()?;
    let folder = if args.term { project.snapshot()?.config.glossary.folder.clone() } else { String::new() };
    let path = note_path(&args.name, &folder)?;
    let (inputs, _) = project.inputs()?;
    let analysis = analyse(&inputs, &mut project.cache, &|_, _, _| {});
    let snapshot = project.snapshot()?;
    write_note(snapshot, &path, args.term)?;

    let file = snapshot.located.vault_root.join(path.as_str());
    let shown = report::relative(&file, &snapshot.located.config_dir);
    terminal.answer(&format!("{}\n", plain(&shown)))?;
    for line in asking(&analysis, &path) {
        terminal.remark(&plain(&line));
    }
    let same = |other: &&SourcePath| other.is_note() && fold(other.stem()) == fold(path.stem());
    if let Some(other) = snapshot.vault.files.keys().find(same) {
        terminal.warn(&plain(&format!(
            "`{other}` bears this name too; links need more of the path to tell them apart"
        )));
    }
    Ok(Exit::Done)
}

/// Returns where the note of this name belongs. A folder that the name begins with is not put before it
/// again.
fn note_path(name: &str, folder: &str) -> anyhow::Result<SourcePath> {
    let name = name.strip_suffix(".md").unwrap_or(name);
    let folder = folder.trim_matches('/');
    let whole = if folder.is_empty() || name.starts_with(&format!("{folder}/")) {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    };
    if let Some(bad) = name.chars().find(|c| REFUSED.contains(*c) || c.is_control()) {
        bail!("a note cannot have {bad:?} in its name, or links could not lead to it everywhere");
    }
    if whole.split('/').any(|part| part.starts_with('.') || part.trim() != part || part.ends_with('.')) {
        bail!("no part of `{name}` may begin with a dot or a blank, or end with one");
    }
    if name == "node_modules" || name.starts_with("node_modules/") {
        bail!("the folder `node_modules` is not part of a vault");
    }
    SourcePath::new(&format!("{whole}.md"))
        .filter(|path| path.stem() != ".md" && !path.stem().is_empty())
        .with_context(|| format!("`{name}` is no name of a note; write it as `Name` or `Folder/Name`"))
}

fn write_note(snapshot: &Snapshot, path: &SourcePath, is_term: bool) -> anyhow::Result<()> {
    let root = &snapshot.located.vault_root;
    let file = root.join(path.as_str());
    let parent = settle(file.parent().unwrap_or(root)).with_context(|| format!("cannot make `{path}`"))?;
    if !parent.starts_with(root) {
        bail!("`{path}` would lie outside the vault");
    }
    fs::create_dir_all(&parent).with_context(|| format!("cannot make the folder of `{path}`"))?;
    let mut options = fs::File::options();
    let mut opened = match options.write(true).create_new(true).open(&file) {
        Ok(opened) => opened,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("`{path}` is there already; it was left as it is")
        }
        Err(error) => return Err(error).with_context(|| format!("cannot make `{path}`")),
    };
    let text =
        if is_term { "---\ntype: term\ndefinition:\naliases: []\n---\n\n".to_owned() } else { dated() };
    opened.write_all(text.as_bytes()).with_context(|| format!("cannot write `{path}`"))
}

/// Returns the front matter of a note that begins today.
fn dated() -> String {
    let today = jiff::Zoned::now().date();
    format!("---\ndate: {today}\ntags: []\n---\n\n")
}

/// Says which notes ask for this one already.
fn asking(analysis: &Analysis, path: &SourcePath) -> Vec<String> {
    let whole = path.as_str().strip_suffix(".md").unwrap_or(path.as_str());
    let names = [fold(path.stem()), fold(whole)];
    let wanted = analysis.graph.wanted().iter().filter(|wanted| {
        let name = wanted.name.strip_suffix(".md").unwrap_or(&wanted.name);
        names.contains(&fold(name))
    });
    let mut notes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for asking in wanted.flat_map(|wanted| &wanted.asked_by) {
        let (note, sentence) = sentence(analysis, *asking);
        notes.entry(note).or_default().push(sentence);
    }
    let mut lines = Vec::new();
    for (note, sentences) in notes.iter().take(MOST_ASKING) {
        lines.push(format!("  asked for by {note}"));
        lines.extend(sentences.iter().take(MOST_SENTENCES).map(|sentence| format!("    {sentence}")));
    }
    if notes.len() > MOST_ASKING {
        lines.push(format!("  and by {} more", notes.len() - MOST_ASKING));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_a_path_inside_the_vault() {
        let path = |name, folder| note_path(name, folder).map(|path| path.to_string()).ok();
        assert_eq!(path("CAP theorem", "").as_deref(), Some("CAP theorem.md"));
        assert_eq!(path("Caches/Eviction.md", "").as_deref(), Some("Caches/Eviction.md"));
        assert_eq!(path("Шардирование", "glossary").as_deref(), Some("glossary/Шардирование.md"));
        assert_eq!(path("glossary/Shard", "glossary/").as_deref(), Some("glossary/Shard.md"));
        assert_eq!(path("Release v1.2", "").as_deref(), Some("Release v1.2.md"));
        for bad in [
            "", "../x", "/etc/x", "a//b", "a/", ".hidden", "a/.b/c", "x#y", "a|b", "a\\b", "x ", "a\nb",
            ".md",
        ] {
            assert_eq!(path(bad, ""), None, "{bad:?}");
        }
    }
}
