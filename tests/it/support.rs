//! Vaults for tests: written to a folder, read and built as the program does.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use studium::config;
use studium::diagnostic::Diagnostic;
use studium::engine::{self, Analysis, Cache, Inputs};
use studium::site::{Artifact, Site};
use studium::source::{self, ScanOptions};
use studium::theme::Theme;
use tempfile::TempDir;

/// A vault on disk, which vanishes with this value.
pub(crate) struct TestVault {
    pub(crate) folder: TempDir,
}

impl TestVault {
    /// Writes a vault from `=== path` lines, each followed by the text of that file.
    pub(crate) fn from_text(text: &str) -> Self {
        let files = text.split("=== ").skip(1).map(|part| {
            let (path, body) = part.split_once('\n').expect("a path stands on a line of its own");
            (path.trim().to_owned(), body.to_owned())
        });
        Self::from_files(files).expect("the files of a test vault can be written")
    }

    /// Writes a vault; `None` where this system cannot hold one of the names.
    pub(crate) fn from_files(files: impl IntoIterator<Item = (String, String)>) -> Option<Self> {
        let folder = tempfile::tempdir().expect("there is room for a test vault");
        for (path, body) in files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().expect("a file has a folder")).ok()?;
            fs::write(path, body).ok()?;
        }
        Some(Self { folder })
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Reads the vault as it is now.
    pub(crate) fn inputs(&self) -> Inputs {
        inputs_of(self.root(), &ScanOptions::default())
    }

    /// Builds the vault from nothing.
    pub(crate) fn build(&self) -> (Site, Vec<Diagnostic>) {
        build(&self.inputs(), &mut Cache::for_one_build())
    }

    /// Resolves the vault without rendering it.
    pub(crate) fn analysis(&self) -> Analysis {
        engine::analyse(&self.inputs(), &mut Cache::for_one_build(), &|_, _, _| {})
    }
}

/// Reads a vault and its configuration.
pub(crate) fn inputs_of(root: &Path, options: &ScanOptions) -> Inputs {
    let located = source::locate(Some(root)).expect("the vault is there");
    let (config, _) = config::parse(located.config.as_ref(), "vault");
    let located = located.with_content(config.site.content.as_deref()).expect("the vault is there");
    let vault = source::scan(&located.vault_root, options, None).expect("the vault can be read");
    let statics = Some(&config.site.static_folder).filter(|folder| !folder.is_empty());
    let statics = statics.map(|folder| source::read_theme(&located.config_dir.join(folder)).expect("read"));
    let statics = Arc::new(statics.unwrap_or_default());
    Inputs { config: Arc::new(config), vault, theme: default_theme(), statics, drafts: false }
}

/// Builds into memory.
pub(crate) fn build(inputs: &Inputs, cache: &mut Cache) -> (Site, Vec<Diagnostic>) {
    let mut site = Site::default();
    let diagnostics = engine::build(inputs, cache, &mut site, &|_, _, _| {});
    (site, diagnostics)
}

/// Builds into memory as the preview does: the pages first, then piece by piece what else there is.
pub(crate) fn build_in_pieces(inputs: &Inputs, cache: &mut Cache) -> (Site, Vec<Diagnostic>) {
    let mut site = Site::default();
    let (mut diagnostics, mut rest) = engine::build_pages(inputs, cache, &mut site, &|_, _, _| {});
    diagnostics.extend(rest.data(&mut site));
    diagnostics.extend(rest.index(&mut site));
    (site, diagnostics)
}

/// Returns the text of an output file, without the ids of paragraphs: they are made of the words that stand there.
pub(crate) fn text_of(site: &Site, path: &str) -> Option<String> {
    const ID: &str = " id=\"p:";
    let whole = whole_text_of(site, path)?;
    let mut parts = whole.split(ID);
    let first = parts.next().unwrap_or_default().to_owned();
    Some(parts.fold(first, |text, part| text + part.split_once('"').map_or(part, |(_, rest)| rest)))
}

/// Returns the text of an output file as it is.
pub(crate) fn whole_text_of(site: &Site, path: &str) -> Option<String> {
    let (_, artifact) = site.artifacts.iter().find(|(known, _)| known.as_str() == path)?;
    match artifact {
        Artifact::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
        Artifact::Joined(parts) => Some(String::from_utf8_lossy(&site.joined(parts)).into_owned()),
        Artifact::Copy(_) | Artifact::Drawn(_) => None,
    }
}

fn default_theme() -> Arc<Theme> {
    use std::sync::OnceLock;
    static THEME: OnceLock<Arc<Theme>> = OnceLock::new();
    Arc::clone(THEME.get_or_init(|| Arc::new(Theme::default_theme())))
}

/// Returns the path and the text of every output file, the files of search inflated. An attachment shows
/// where it is copied from.
pub(crate) fn everything_in(site: &Site) -> impl Iterator<Item = (String, String)> {
    site.artifacts.iter().map(|(path, artifact)| {
        let text = match artifact {
            Artifact::Copy(source) => source.to_string(),
            Artifact::Drawn(drawing) => drawing.source().to_owned(),
            Artifact::Joined(parts) => String::from_utf8_lossy(&site.joined(parts)).into_owned(),
            Artifact::Bytes(bytes) if path.as_str().starts_with(studium::search::FOLDER) => {
                let inflated = miniz_oxide::inflate::decompress_to_vec(bytes);
                String::from_utf8_lossy(&inflated.expect("files of search are deflated")).into_owned()
            }
            Artifact::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        };
        (path.to_string(), text)
    })
}
