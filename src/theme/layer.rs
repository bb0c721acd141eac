//! Layers of files: the default theme, the themes over it, the vault's own templates.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use embedded::DefaultFiles;
use serde::Deserialize;

use crate::diagnostic::{Code, Diagnostic, Text, words};
use crate::source::{ContentHash, Place, SourceFile, SourcePath, Sources, Span};

/// The version of the views that templates are given. A theme names the one it was written for.
pub const CONTRACT_VERSION: i64 = 1;

/// The name of the theme that is part of the program.
const DEFAULT: &str = "default";

/// A folder of a theme, or of the vault's own templates.
#[derive(Clone, Copy, Debug)]
pub struct ThemeFolder<'s> {
    /// Where it lies, for diagnostics: `themes/night`. The last segment is the name of the theme.
    pub path: &'s SourcePath,
    /// Its files, with paths relative to it.
    pub files: &'s Sources,
}

/// Reads from a `theme.toml` which theme its theme extends; `None` is the default theme.
pub fn extends(theme_toml: &SourceFile) -> Option<String> {
    let manifest: Manifest = toml::from_str(&theme_toml.text()).ok()?;
    manifest.extends.filter(|name| name != DEFAULT)
}

#[derive(Deserialize)]
struct Manifest {
    contract: i64,
    extends: Option<String>,
}

#[allow(
    clippy::disallowed_methods,
    reason = "a debug build reads the theme from disk, so that it can be worked on"
)]
mod embedded {
    #[derive(rust_embed::RustEmbed)]
    #[folder = "themes/default"]
    pub(super) struct DefaultFiles;
}

/// The files of one folder.
#[derive(Clone)]
pub(super) struct Layer {
    /// The prefix under which other templates can name its own: `default/`, `themes/night/`.
    pub(super) prefix: String,
    /// The folder, for diagnostics; none for the default theme.
    folder: Option<SourcePath>,
    /// What the paths in `files` have in front of those in the folder.
    below: &'static str,
    /// All files by their path in a theme; a vault's own `note.html` is `templates/note.html` here.
    pub(super) files: BTreeMap<String, Arc<[u8]>>,
}

/// All layers, the most specific first.
#[derive(Clone)]
pub(super) struct Layers(Vec<Layer>);

impl Layers {
    pub(super) fn new(
        folders: &[ThemeFolder<'_>],
        templates: Option<&ThemeFolder<'_>>,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut names = BTreeSet::new();
        let mut layers = Vec::new();
        layers.extend(templates.map(|own| Layer::of(own, "templates/".to_owned(), "templates/")));
        for folder in folders {
            let name = folder.path.file_name();
            if !names.insert(name) {
                diagnostics.push(unusable(folder, &words::THEME_EXTENDS_ITSELF.plain()));
            } else if let Err(why) = check_manifest(folder.files) {
                diagnostics.push(unusable(folder, &why));
            } else {
                layers.push(Layer::of(folder, format!("themes/{name}/"), ""));
            }
        }
        layers.push(Layer {
            prefix: format!("{DEFAULT}/"),
            folder: None,
            below: "",
            files: DefaultFiles::iter()
                .filter_map(|path| Some((path.to_string(), Arc::from(&*DefaultFiles::get(&path)?.data))))
                .collect(),
        });
        Self(layers)
    }

    /// Goes through the layers, the most specific first.
    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Layer> {
        self.0.iter()
    }

    /// Returns the files below `folder` by the rest of their path, the most specific of each.
    pub(super) fn files_below(&self, folder: &str) -> BTreeMap<&str, &Arc<[u8]>> {
        let files = self.0.iter().rev().flat_map(|layer| layer.files.iter());
        files.filter_map(|(path, bytes)| Some((path.strip_prefix(folder)?, bytes))).collect()
    }

    /// Forgets a template of the vault, given by its name with prefix.
    pub(super) fn forget_template(&mut self, name: &str) {
        let mut layers = self.0.iter_mut().filter(|layer| layer.folder.is_some());
        if let Some(layer) = layers.find(|layer| name.starts_with(&layer.prefix)) {
            let path = format!("templates/{}", &name[layer.prefix.len()..]);
            layer.files.remove(&path);
        }
    }

    /// Returns the names with prefix of all templates that are not ours.
    pub(super) fn templates_of_the_vault(&self) -> Vec<String> {
        let layers = self.0.iter().filter(|layer| layer.folder.is_some());
        let names = layers.flat_map(|layer| {
            let names = layer.files.keys().filter_map(|path| path.strip_prefix("templates/"));
            names.map(|name| format!("{}{name}", layer.prefix))
        });
        names.collect()
    }

    /// Returns where a template of the vault lies; `None` for one of the default theme.
    pub(super) fn place_of_template(&self, name: &str) -> Option<SourcePath> {
        let layer = self.0.iter().find(|layer| name.starts_with(&layer.prefix))?;
        let rest = &name[layer.prefix.len()..];
        layer.place(&format!("templates/{rest}"))
    }

    /// Returns where the most specific template of a name without prefix lies; `None` for one of the default
    /// theme.
    pub(super) fn place_of_named(&self, name: &str) -> Option<SourcePath> {
        let path = format!("templates/{name}");
        self.0.iter().find(|layer| layer.files.contains_key(&path))?.place(&path)
    }

    pub(super) fn fingerprint(&self) -> ContentHash {
        let mut all = Vec::new();
        for layer in &self.0 {
            for (path, bytes) in &layer.files {
                all.extend_from_slice(layer.prefix.as_bytes());
                all.extend_from_slice(path.as_bytes());
                all.extend_from_slice(ContentHash::of(bytes).bytes());
            }
        }
        ContentHash::of(&all)
    }
}

impl Layer {
    fn of(folder: &ThemeFolder<'_>, prefix: String, below: &'static str) -> Self {
        let files = folder.files.files.values();
        Self {
            prefix,
            folder: Some(folder.path.clone()),
            below,
            files: files.map(|file| (format!("{below}{}", file.path), file.bytes.clone())).collect(),
        }
    }

    /// Tells whether it belongs to the vault and not to the program.
    pub(super) fn is_of_vault(&self) -> bool {
        self.folder.is_some()
    }

    /// Returns where a file of this layer lies in the vault.
    pub(super) fn place(&self, path: &str) -> Option<SourcePath> {
        let folder = self.folder.as_ref()?;
        SourcePath::new(&format!("{folder}/{}", path.strip_prefix(self.below)?))
    }
}

fn check_manifest(files: &Sources) -> Result<(), Text> {
    let manifest = files.files.values().find(|file| file.path.as_str() == "theme.toml");
    let text = manifest.ok_or_else(|| words::THEME_NO_MANIFEST.plain())?.text();
    let manifest: Manifest =
        toml::from_str(&text).map_err(|error| words::THEME_MANIFEST.with(&[("why", &error.message())]))?;
    match manifest.contract {
        CONTRACT_VERSION => Ok(()),
        other => {
            let (other, ours) = (other.to_string(), CONTRACT_VERSION.to_string());
            Err(words::THEME_CONTRACT.with(&[("other", &other), ("ours", &ours)]))
        }
    }
}

fn unusable(folder: &ThemeFolder<'_>, why: &Text) -> Diagnostic {
    let path = SourcePath::new(&format!("{}/theme.toml", folder.path));
    let place = path.map(|path| Place { path, span: Span::default() });
    let message = words::THEME_UNUSABLE.with(&[("name", &folder.path.file_name()), ("why", why)]);
    Diagnostic::new(Code::InvalidTemplate, place, message).help(words::THEME_BELOW.plain())
}
