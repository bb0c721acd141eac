//! Static files under names that change with their content.
//!
//! Files of `static/` keep their stem and get the hash of what they hold: `static/fonts/a.woff2` is
//! `assets/a.HASH.woff2`; what lies in `static/diagrams/` is written where a page has a diagram. All of `styles/*.css` become one sheet, in the order of their names. Addresses
//! between them are rewritten first, so a file's hash covers what it refers to.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use tera::Value;

use super::Layers;
use super::classic::joined;
use crate::diagnostic::{Code, Diagnostic, words};
use crate::site::OutputPath;
use crate::source::{ContentHash, Place, Span};

/// The path of the joined sheet, as it is referred to.
const SHEET: &str = "style.css";
/// The script that starts all others where the site works from disk.
const STARTER: &str = "scripts/portable.js";

/// The folder of `static/` whose files only a site with diagrams needs.
const DIAGRAMS: &str = "diagrams/";

/// The static files of a theme, named and rewritten.
pub(super) struct Assets {
    files: BTreeMap<OutputPath, Asset>,
    /// What only a site that works from disk needs: all scripts in one.
    classic: Option<(OutputPath, Arc<[u8]>)>,
    names: BTreeMap<String, String>,
    /// What is wrong with the scripts, for those who need them in one.
    faults: Vec<Diagnostic>,
}

struct Asset {
    bytes: Arc<[u8]>,
    draws_diagrams: bool,
}

impl Assets {
    pub(super) fn gather(layers: &Layers, diagnostics: &mut Vec<Diagnostic>) -> Self {
        let mut sources: BTreeMap<String, Arc<[u8]>> = layers
            .files_below("static/")
            .into_iter()
            .filter(|(path, _)| !is_about_files(path))
            .map(|(path, bytes)| (path.to_owned(), bytes.clone()))
            .collect();
        sources.insert(SHEET.to_owned(), join_styles(layers).into());
        let mut naming = Naming { sources: &sources, done: BTreeMap::new(), open: Vec::new(), diagnostics };
        for path in sources.keys() {
            naming.name(path);
        }
        let mut done = naming.done;
        let mut faults = Vec::new();
        let starter = done.remove(STARTER);
        let classic = starter.and_then(|starter| classic(&done, &starter, layers, &mut faults));
        Self { faults, ..Self::from_named(done, classic) }
    }

    fn from_named(done: BTreeMap<String, Named>, classic: Option<Named>) -> Self {
        let (mut files, mut names) = (BTreeMap::new(), BTreeMap::new());
        let classic = classic.and_then(|named| {
            let output = OutputPath::new(&format!("assets/{}", named.file_name))?;
            names.insert("portable".to_owned(), output.to_string());
            Some((output, named.bytes))
        });
        for (path, named) in done {
            let Some(output) = OutputPath::new(&format!("assets/{}", named.file_name)) else { continue };
            names.insert(logical_name(&path), output.to_string());
            files.insert(output, Asset { bytes: named.bytes, draws_diagrams: path.starts_with(DIAGRAMS) });
        }
        // `assets.style` for `style.css`, where no other file has that stem.
        let stems: Vec<(String, String)> = names
            .iter()
            .filter_map(|(name, path)| Some((name.rsplit_once('_')?.0.to_owned(), path.clone())))
            .collect();
        for (stem, path) in &stems {
            if stems.iter().filter(|(other, _)| other == stem).count() == 1 {
                names.entry(stem.clone()).or_insert_with(|| path.clone());
            }
        }
        Self { files, classic, names, faults: Vec::new() }
    }

    /// Returns the map that templates see: logical names to paths from the root of the site.
    pub(super) fn names(&self) -> Value {
        Value::from_serializable(&self.names)
    }

    /// Returns the scripts in one, for a site that works from disk.
    pub(super) fn classic(&self) -> Option<(OutputPath, Arc<[u8]>)> {
        self.classic.clone()
    }

    /// Returns why the scripts cannot be one.
    pub(super) fn faults(&self) -> &[Diagnostic] {
        &self.faults
    }

    pub(super) fn files(&self, with_diagrams: bool) -> impl Iterator<Item = (OutputPath, Arc<[u8]>)> {
        let wanted = self.files.iter().filter(move |(_, asset)| with_diagrams || !asset.draws_diagrams);
        wanted.map(|(path, asset)| (path.clone(), asset.bytes.clone()))
    }
}

/// Puts all scripts into the one that starts them.
fn classic(
    done: &BTreeMap<String, Named>,
    starter: &Named,
    layers: &Layers,
    faults: &mut Vec<Diagnostic>,
) -> Option<Named> {
    let scripts = done.iter().filter(|(path, _)| extension(path) == "js");
    let scripts: Vec<_> = scripts.filter(|(path, _)| !path.starts_with(DIAGRAMS)).collect();
    let texts: Vec<_> = scripts.iter().map(|(_, named)| String::from_utf8_lossy(&named.bytes)).collect();
    let modules: Vec<(&str, &str)> =
        scripts.iter().zip(&texts).map(|((_, named), text)| (named.file_name.as_str(), &**text)).collect();
    match joined(&modules, &String::from_utf8_lossy(&starter.bytes)) {
        Ok(text) => {
            let file_name = format!("portable.{}.js", ContentHash::of(text.as_bytes()).short());
            Some(Named { file_name, bytes: text.into_bytes().into() })
        }
        Err((module, line)) => {
            let path = format!("static/{}", scripts[module].0);
            let owner = layers.iter().find(|layer| layer.files.contains_key(&path));
            let place = owner.and_then(|layer| layer.place(&path));
            let place = place.map(|path| Place { path, span: Span::default() });
            let number = line.to_string();
            let message = words::THEME_NOT_CLASSIC.with(&[("line", &number), ("path", &path)]);
            let how = words::THEME_CLASSIC_HOW.with(&[("braces", &"{ a }")]);
            faults.push(Diagnostic::new(Code::InvalidTemplate, place, message).help(how));
            None
        }
    }
}

/// Licences and notes lie beside the files they are about and are not published.
fn is_about_files(path: &str) -> bool {
    matches!(extension(path), "md" | "txt")
        || path.rsplit('/').next().is_some_and(|name| name.starts_with('.'))
}

/// `fonts/golos-latin.woff2` is `golos_latin_woff2`.
fn logical_name(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.chars().map(|c| if c.is_alphanumeric() { c } else { '_' }).collect()
}

fn join_styles(layers: &Layers) -> Vec<u8> {
    let mut sheet = String::new();
    for (path, bytes) in layers.files_below("styles/") {
        if extension(path) == "css" {
            push_compact(&String::from_utf8_lossy(bytes), &mut sheet);
        }
    }
    sheet.into_bytes()
}

/// Appends a sheet without comments, indentation and blank lines. Strings keep what they hold.
fn push_compact(css: &str, out: &mut String) {
    let mut rest = css;
    let mut plain = String::with_capacity(css.len());
    while let Some(at) = rest.find(['"', '\'', '/']) {
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
        } else if rest.starts_with('/') {
            plain.push('/');
            rest = &rest[1..];
        } else {
            let end = string_end(rest);
            plain.push_str(&rest[..end]);
            rest = &rest[end..];
        }
    }
    plain.push_str(rest);
    for line in plain.lines().map(str::trim).filter(|line| !line.is_empty()) {
        out.push_str(line);
        out.push('\n');
    }
}

/// Returns where the string that opens `text` ends, its quote included.
fn string_end(text: &str) -> usize {
    let quote = text.as_bytes()[0];
    let mut escaped = false;
    for (index, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            _ if byte == quote => return index + 1,
            _ => {}
        }
    }
    text.len()
}

struct Named {
    file_name: String,
    bytes: Arc<[u8]>,
}

struct Naming<'a> {
    sources: &'a BTreeMap<String, Arc<[u8]>>,
    done: BTreeMap<String, Named>,
    open: Vec<String>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Naming<'_> {
    /// Names a file after all that it refers to, and returns its name; `None` where there is no such
    /// file, or where files refer to one another in a circle.
    fn name(&mut self, path: &str) -> Option<String> {
        if let Some(named) = self.done.get(path) {
            return Some(named.file_name.clone());
        }
        let (path, source) = self.sources.get_key_value(path)?;
        if self.open.contains(path) {
            let circle = format!("{} → {path}", self.open.join(" → "));
            let message = words::THEME_CIRCLE.with(&[("way", &circle)]);
            self.diagnostics.push(Diagnostic::new(Code::InvalidTemplate, None, message));
            return None;
        }
        self.open.push(path.clone());
        let bytes = match (extension(path), std::str::from_utf8(source)) {
            ("css", Ok(text)) => self.rewrite(path, text, &["url(\"", "url('", "url("]),
            ("js", Ok(text)) if !path.ends_with(".min.js") => self.rewrite(path, text, &["\"", "'"]),
            ("html", Ok(text)) => self.rewrite(path, text, &["\""]),
            _ => source.clone(),
        };
        self.open.pop();
        let stem = path.rsplit('/').next().unwrap_or(path);
        let stem = stem.strip_suffix(extension(path)).map_or(stem, |stem| stem.trim_end_matches('.'));
        let file_name = format!("{stem}.{}.{}", ContentHash::of(&bytes).short(), extension(path));
        self.done.insert(path.clone(), Named { file_name: file_name.clone(), bytes });
        Some(file_name)
    }

    /// Replaces every relative address behind one of `openings` that names a static file.
    fn rewrite(&mut self, path: &str, text: &str, openings: &[&str]) -> Arc<[u8]> {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((at, opening)) = openings
            .iter()
            .filter_map(|opening| Some((rest.find(opening)?, *opening)))
            .min_by_key(|(at, opening)| (*at, std::cmp::Reverse(opening.len())))
        {
            let start = at + opening.len();
            out.push_str(&rest[..start]);
            rest = &rest[start..];
            let end = rest.find(['"', '\'', ')', '\n', '#', '?']).unwrap_or(rest.len());
            if let Some(name) = join(path, &rest[..end]).and_then(|target| self.name(&target)) {
                let _ = write!(out, "./{name}");
                rest = &rest[end..];
            }
        }
        out.push_str(rest);
        out.into_bytes().into()
    }
}

fn extension(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// Resolves a relative address against the file that holds it.
fn join(from: &str, address: &str) -> Option<String> {
    if !address.starts_with("./") && !address.starts_with("../") {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            "." => {}
            ".." => _ = parts.pop()?,
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
