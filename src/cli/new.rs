//! `studium new`: a note with front matter, in the right folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, bail};

use super::check::sentence;
use super::project::{Project, Snapshot};
use super::terminal::{Terminal, plain};
use super::wishes::Wishes;
use super::words::say;
use super::{Exit, args, report, said};
use crate::diagnostic::Message;
use crate::engine::{Analysis, analyse};
use crate::source::{LeftOut, SourcePath, left_out, settle};
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
    refuse_left_out(snapshot, &path)?;
    write_note(snapshot, &path, args.term)?;

    let file = snapshot.located.vault_root.join(path.as_str());
    let shown = report::relative(&file, &snapshot.located.config_dir);
    terminal.answer(&format!("{}\n", plain(&shown)))?;
    for line in asking(&analysis, &path) {
        terminal.remark(&plain(&line));
    }
    let same = |other: &&SourcePath| other.is_note() && fold(other.stem()) == fold(path.stem());
    if let Some(other) = snapshot.vault.files.keys().find(same) {
        terminal.warn(&plain(&say(&said::BEARS_NAME_TOO, &[("path", other)])));
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
        bail!(say(&said::NAME_WITH_SIGN, &[("sign", &format!("{bad:?}"))]));
    }
    if whole.split('/').any(|part| part.starts_with('.') || part.trim() != part || part.ends_with('.')) {
        bail!(say(&said::NAME_WITH_EDGES, &[("name", &name)]));
    }
    SourcePath::new(&format!("{whole}.md"))
        .filter(|path| path.stem() != ".md" && !path.stem().is_empty())
        .with_context(|| say(&said::NO_NAME_OF_NOTE, &[("name", &name)]))
}

/// Refuses a path at which no build would look for a note.
fn refuse_left_out(snapshot: &Snapshot, path: &SourcePath) -> anyhow::Result<()> {
    let Some(why) = left_out(&snapshot.located.vault_root, &snapshot.scan_options(), path)? else {
        return Ok(());
    };
    let folder = |message: &Message, folder: &Path| {
        let shown = report::relative(folder, &snapshot.located.config_dir);
        say(message, &[("folder", &format!("{shown}/"))])
    };
    let why = match why {
        LeftOut::Skipped(of) if of == snapshot.output => folder(&said::IN_OUTPUT, &of),
        LeftOut::Skipped(of) => folder(&said::IN_OWN_FOLDER, &of),
        LeftOut::Site(of) => folder(&said::IN_OUTPUT, &of),
        LeftOut::Hidden(of) => folder(&said::IN_HIDDEN, &of),
        LeftOut::Ignored => say(&said::IN_IGNORED, &[]),
        LeftOut::Excluded => say(&said::IN_EXCLUDED, &[]),
    };
    bail!(say(&said::NOT_OF_VAULT, &[("path", path), ("why", &why)]))
}

fn write_note(snapshot: &Snapshot, path: &SourcePath, is_term: bool) -> anyhow::Result<()> {
    let root = &snapshot.located.vault_root;
    let file = root.join(path.as_str());
    let of_path = |message: &Message| say(message, &[("path", path)]);
    let parent = settle(file.parent().unwrap_or(root)).with_context(|| of_path(&said::CANNOT_MAKE))?;
    if !parent.starts_with(root) {
        bail!(of_path(&said::LIES_OUTSIDE));
    }
    fs::create_dir_all(&parent).with_context(|| of_path(&said::CANNOT_MAKE_FOLDER))?;
    let mut options = fs::File::options();
    let mut opened = match options.write(true).create_new(true).open(&file) {
        Ok(opened) => opened,
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!(of_path(&said::IS_THERE))
        }
        Err(error) => return Err(error).with_context(|| of_path(&said::CANNOT_MAKE)),
    };
    let text =
        if is_term { "---\ntype: term\ndefinition:\naliases: []\n---\n\n".to_owned() } else { dated() };
    opened.write_all(text.as_bytes()).with_context(|| of_path(&said::CANNOT_WRITE))
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
        lines.push(format!("  {}", say(&said::ASKED_FOR_BY, &[("note", note)])));
        lines.extend(sentences.iter().take(MOST_SENTENCES).map(|sentence| format!("    {sentence}")));
    }
    if notes.len() > MOST_ASKING {
        lines.push(format!("  {}", say(&said::BY_MORE, &[("count", &(notes.len() - MOST_ASKING))])));
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
