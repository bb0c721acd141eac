//! Walks a vault and reads its notes.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::excluded::{Excluded, read_app_settings};
use super::locate::CONFIG_NAME;
use super::read::{SIZE_LIMIT_BYTES, read_limited, settle, too_long};
use super::walk::{Entry, Walk};
use super::{Attachment, SourceFile, SourcePath, Sources, Stamp, Unreadable};

/// What a vault is made of, besides what its own ignore files say.
#[derive(Clone, Debug, Default)]
pub struct ScanOptions {
    /// Folders and files that lie in the vault and are no part of it, such as the output and the theme.
    /// They need not exist.
    pub skip: Vec<PathBuf>,
    /// Patterns in the syntax of `.gitignore`, relative to the vault. What they match is known by name
    /// only, see [`Sources::excluded`].
    pub exclude: Vec<String>,
    /// A folder above the vault from which on ignore files hold: that of the configuration.
    pub project: Option<PathBuf>,
}

/// Why a vault cannot be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ScanError {
    /// Its folder cannot be opened.
    #[error("cannot read the folder `{}`", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A file that says what to leave out cannot be read; what it keeps back must not slip out.
    #[error("`{path}` says which files are left out, and cannot be read: {reason}")]
    Rules {
        /// The file, in the vault or above it.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
}

/// Takes a snapshot of the vault in the folder `root`.
///
/// Notes, canvases and bases are read, all else is listed. Left out are names that start with a dot,
/// `node_modules`, the configuration, folders that hold a site of ours, and what the ignore files say;
/// such folders are not walked. A link to something inside the vault is followed, but a folder is
/// entered through one link only, never through two in a row; what leads outside is not read. What
/// could not be read is in [`Sources::unreadable`] with a reason.
///
/// A file that has the size and the times that it had in `previous` is not read again.
///
/// # Errors
///
/// Fails when `root` itself cannot be read, or a file that says what is left out.
pub fn scan(root: &Path, options: &ScanOptions, previous: Option<&Sources>) -> Result<Sources, ScanError> {
    let failed = |source| ScanError::Folder { path: root.to_owned(), source };
    let real = settle(root).map_err(failed)?;
    real.read_dir().map_err(failed)?;
    let app_settings = read_app_settings(&real).map_err(unknown)?;
    let mut sources = Sources { app_settings, ..Sources::default() };
    let mut walk = begin(&real, options);
    walk.folder(&real, "", 0);
    if let Some(rules) = walk.unknown {
        return Err(unknown(rules));
    }
    sources.unreadable = walk.unreadable;

    let excluded = Excluded::new(&real, options, &mut sources).map_err(unknown)?;
    let mut texts = Vec::new();
    for entry in walk.entries {
        if excluded.has(&entry.path) {
            sources.excluded.push(entry.path);
        } else if is_text(&entry.path) {
            texts.push(entry);
        } else {
            let Entry { path, stamp, .. } = entry;
            let Stamp { size_bytes, modified_ns, .. } = stamp;
            sources.attachments.insert(path.clone(), Attachment { path, size_bytes, modified_ns });
        }
    }
    sources.excluded.sort();
    take_texts(&mut sources, texts, previous);
    sources.unreadable.sort_by(|a, b| (&a.path, &a.reason).cmp(&(&b.path, &b.reason)));
    sources.unreadable.dedup();
    Ok(sources)
}

/// Begins a walk below a settled root.
pub(super) fn begin(real: &Path, options: &ScanOptions) -> Walk {
    let mut skip: Vec<PathBuf> = options.skip.iter().filter_map(|path| settle(path).ok()).collect();
    skip.push(real.join(CONFIG_NAME));
    let project = options.project.as_deref().and_then(|path| settle(path).ok());
    let mut walk = Walk::new(real.to_owned(), skip);
    walk.enter_project(project.as_deref());
    walk
}

pub(super) fn unknown(rules: Unreadable) -> ScanError {
    ScanError::Rules { path: rules.path, reason: rules.reason }
}

/// Reads a theme: every file of its folder, whatever its kind, but for names that start with a dot.
///
/// # Errors
///
/// Fails when the folder itself cannot be read.
pub fn read_theme(folder: &Path) -> Result<Sources, ScanError> {
    let failed = |source| ScanError::Folder { path: folder.to_owned(), source };
    let real = settle(folder).map_err(failed)?;
    real.read_dir().map_err(failed)?;
    let mut sources = Sources::default();
    let mut walk = Walk::new(real.clone(), Vec::new());
    walk.heed_rules = false;
    walk.folder(&real, "", 0);
    sources.unreadable = walk.unreadable;
    take_texts(&mut sources, walk.entries, None);
    sources.unreadable.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(sources)
}

fn is_text(path: &SourcePath) -> bool {
    path.is_note() || matches!(path.extension().as_str(), "canvas" | "base")
}

/// Reads the files in parallel and puts them in order.
fn take_texts(sources: &mut Sources, entries: Vec<Entry>, previous: Option<&Sources>) {
    let told: HashSet<&str> =
        previous.iter().flat_map(|previous| &previous.unreadable).map(|row| row.path.as_str()).collect();
    let read = |entry: Entry| {
        let known = previous.and_then(|previous| {
            let same = previous.stamps.get(&entry.path) == Some(&entry.stamp);
            previous.files.get(&entry.path).filter(|_| same).cloned()
        });
        // What was text is text.
        let is_text = known.is_some() && !told.contains(entry.path.as_str());
        let file = match known {
            Some(file) => Ok(file),
            None if entry.stamp.size_bytes > SIZE_LIMIT_BYTES => Err(too_long(SIZE_LIMIT_BYTES)),
            None => read_limited(&entry.file, SIZE_LIMIT_BYTES)
                .map(|bytes| SourceFile::new(entry.path.clone(), bytes)),
        };
        let trouble = file.as_ref().ok().filter(|_| !is_text).and_then(encoding_trouble);
        (entry, file, trouble)
    };
    let files: Vec<_> = entries.into_par_iter().map(read).collect();
    for (Entry { path, stamp, settled, .. }, file, trouble) in files {
        match file {
            Ok(file) => {
                sources.unreadable.extend(trouble);
                if settled {
                    sources.stamps.insert(path.clone(), stamp);
                }
                sources.files.insert(path, file);
            }
            Err(reason) => sources.unreadable.push(Unreadable { path: path.to_string(), reason }),
        }
    }
}

/// Says where the text of a note is not what its author sees. The note is used all the same.
fn encoding_trouble(file: &SourceFile) -> Option<Unreadable> {
    let reason = match &*file.bytes {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] if is_text(&file.path) => {
            "it is UTF-16, and was converted; other programs want UTF-8"
        }
        bytes if is_text(&file.path) && std::str::from_utf8(bytes).is_err() => {
            "it is not UTF-8 throughout; what is not stands as `\u{fffd}`"
        }
        _ => return None,
    };
    Some(Unreadable { path: file.path.to_string(), reason: reason.to_owned() })
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::time::{Duration, SystemTime};

    use super::*;

    /// Makes a vault of these files, each with its name as its text unless a text follows `=`.
    fn vault(files: &[&str]) -> tempfile::TempDir {
        let dir = tempfile::tempdir().expect("a folder");
        for file in files {
            let (path, text) = file.split_once('=').unwrap_or((file, file));
            let path = dir.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        }
        dir
    }

    fn names<'p>(paths: impl IntoIterator<Item = &'p SourcePath>) -> Vec<&'p str> {
        paths.into_iter().map(SourcePath::as_str).collect()
    }

    fn scanned(dir: &tempfile::TempDir, options: &ScanOptions) -> Sources {
        scan(dir.path(), options, None).expect("a folder")
    }

    fn reasons(sources: &Sources) -> Vec<String> {
        sources.unreadable.iter().map(|row| format!("{}: {}", row.path, row.reason)).collect()
    }

    #[test]
    fn a_vault_is_notes_and_attachments() {
        let dir = vault(&[
            "b.md",
            "a/x.markdown",
            "a/board.canvas",
            "t.base",
            "a/p.png",
            ".obsidian/app.json={}",
            ".trash/old.md",
            "a/.hidden.md",
            "node_modules/m/readme.md",
            "studium.toml",
            "out/public/.studium-manifest.json",
            "out/public/page.md",
        ]);
        let sources = scanned(&dir, &ScanOptions::default());
        assert_eq!(names(sources.files.keys()), ["a/board.canvas", "a/x.markdown", "b.md", "t.base"]);
        assert_eq!(names(sources.attachments.keys()), ["a/p.png"]);
        assert!(sources.app_settings.is_some());
        assert_eq!(reasons(&sources), [""; 0]);
    }

    #[test]
    fn ignore_files_hold_below_their_folder() {
        let dir = vault(&[
            ".gitignore=/drafts/\n*.tmp.md\n",
            ".studiumignore=!kept.tmp.md\nprivate/\n",
            "drafts/a.md",
            "x/drafts/a.md",
            "x/.gitignore=*.md\n!y.md\n",
            "x/y.md",
            "x/z.md",
            "kept.tmp.md",
            "gone.tmp.md",
            "x/private/s.md",
            "z.md",
        ]);
        let sources = scanned(&dir, &ScanOptions::default());
        assert_eq!(names(sources.files.keys()), ["kept.tmp.md", "x/y.md", "z.md"]);
    }

    #[test]
    fn rules_of_the_project_hold_in_its_vault() {
        let dir = vault(&[".studiumignore=content/secret/\n*.tmp\n", "content/secret/a.md", "content/b.md"]);
        let options = ScanOptions { project: Some(dir.path().to_owned()), ..ScanOptions::default() };
        let sources = scan(&dir.path().join("content"), &options, None).expect("a folder");
        assert_eq!(names(sources.files.keys()), ["b.md"]);
    }

    #[test]
    fn what_is_excluded_is_known_by_name() {
        let dir = vault(&[
            r#".obsidian/app.json={"userIgnoreFilters": ["Templates/", "/\\.draft\\.md$/", "/(x|y)/"]}"#,
            "Templates/day.md",
            "a.draft.md",
            "a.md",
            "old/b.md",
            "old/p.png",
            "site/index.html",
        ]);
        let options = ScanOptions {
            exclude: vec!["old/".to_owned()],
            skip: vec![dir.path().join("site")],
            ..ScanOptions::default()
        };
        let sources = scanned(&dir, &options);
        assert_eq!(names(sources.files.keys()), ["a.md"]);
        assert_eq!(names(&sources.excluded), ["Templates/day.md", "a.draft.md", "old/b.md", "old/p.png"]);
        assert!(sources.attachments.is_empty());
        assert!(reasons(&sources)[0].contains("`/(x|y)/`"));
    }

    #[test]
    fn text_that_is_not_utf8_and_files_too_long_are_told() {
        let dir = vault(&["a.md"]);
        fs::write(dir.path().join("b.md"), b"caf\xe9").expect("written");
        fs::write(dir.path().join("c.md"), b"\xff\xfex\0").expect("written");
        let long = fs::File::create(dir.path().join("d.md")).expect("made");
        long.set_len(SIZE_LIMIT_BYTES + 1).expect("grown");
        let sources = scanned(&dir, &ScanOptions::default());
        assert_eq!(names(sources.files.keys()), ["a.md", "b.md", "c.md"]);
        let told: Vec<_> = sources.unreadable.iter().map(|row| row.path.as_str()).collect();
        assert_eq!(told, ["b.md", "c.md", "d.md"]);
        assert_eq!(sources.unreadable[2].reason, "it is longer than 16 MiB");
    }

    #[test]
    fn text_has_no_nul() {
        let path = SourcePath::new("a.md").expect("plain");
        assert_eq!(SourceFile::new(path, *b"a\0b").text(), "a\u{fffd}b");
    }

    #[test]
    fn an_unchanged_file_is_not_read_again() {
        let dir = vault(&["a.md", "b.md"]);
        let hour_ago = SystemTime::now() - Duration::from_hours(1);
        for name in ["a.md", "b.md"] {
            let file = fs::File::options().write(true).open(dir.path().join(name)).expect("there");
            file.set_modified(hour_ago).expect("set");
        }
        let first = scanned(&dir, &ScanOptions::default());
        fs::write(dir.path().join("b.md"), "B.md").expect("written");
        let second = scan(dir.path(), &ScanOptions::default(), Some(&first)).expect("a folder");
        let path = |name| SourcePath::new(name).expect("plain");
        let bytes = |sources: &Sources, name| std::sync::Arc::as_ptr(&sources.files[&path(name)].bytes);
        assert_eq!(bytes(&first, "a.md"), bytes(&second, "a.md"));
        assert_eq!(&*second.files[&path("b.md")].bytes, b"B.md");
        assert!(!second.stamps.contains_key(&path("b.md")), "changed just now: not to be trusted");
    }

    #[cfg(unix)]
    mod links {
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::fs::symlink;

        use super::*;

        #[test]
        fn links_lead_inside_once_and_never_outside() {
            let dir = vault(&["v/real.md", "v/d/x.md", "v/.hid/s.md", "secret/deep.md", "vault-other/s.md"]);
            let root = dir.path().join("v");
            let link = |name: &str, target: &str| symlink(target, root.join(name)).expect("linked");
            link("also.md", "real.md");
            link("again", "d");
            link("out.md", "../secret/deep.md");
            link("outdir", "../secret");
            link("prefix.md", "../vault-other/s.md");
            link("host.md", "/etc/hostname");
            link("loop.md", "loop.md");
            link("gone.md", "nowhere.md");
            link("up", ".");
            link("hid.md", ".hid/s.md");
            link("zero.md", "/dev/zero");
            for index in 0..12 {
                link(&format!("d/l{index}"), "..");
            }
            let sources = scan(&root, &ScanOptions::default(), None).expect("a folder");
            assert_eq!(names(sources.files.keys()), ["again/x.md", "also.md", "d/x.md", "real.md"]);
            let told = reasons(&sources);
            for name in
                ["out.md", "outdir", "prefix.md", "host.md", "loop.md", "gone.md", "up", "hid.md", "d/l3"]
            {
                assert!(
                    told.iter().any(|row| row.starts_with(&format!("{name}: this link"))),
                    "{name} {told:?}"
                );
            }
        }

        #[test]
        fn pipes_and_odd_names_do_not_stop_the_walk() {
            let dir = vault(&["a.md"]);
            let made = std::process::Command::new("mkfifo").arg(dir.path().join("pipe.md")).status();
            assert!(made.expect("mkfifo runs").success());
            let _socket = std::os::unix::net::UnixListener::bind(dir.path().join("sock.md")).expect("bound");
            fs::write(dir.path().join(std::ffi::OsStr::from_bytes(b"bad\xff.md")), "x").expect("written");
            let sources = scanned(&dir, &ScanOptions::default());
            assert_eq!(
                reasons(&sources),
                [
                    "bad\u{fffd}.md: its name is not UTF-8",
                    "pipe.md: it is a pipe, not a file",
                    "sock.md: it is a socket, not a file"
                ]
            );
        }
    }
}
