//! Which places of the site are given away.
//!
//! In: the output files that are wanted. Out: the same, or the next free ones: no two at one place, not even
//! on a disk that ignores letter case.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::words;
use crate::site::{OutputPath, Permalink, Style};
use crate::words::composed;

/// Composition and full case folding: what the least careful disk takes for one name. Folding may part
/// a letter from its mark, so it is composed again.
pub(super) fn folded(path: &str) -> String {
    composed(&composed(path).to_uppercase().to_lowercase()).into_owned()
}

/// The output paths given so far.
#[derive(Clone, Default)]
pub(super) struct Taken {
    style: Style,
    /// Folded output path → who has it.
    files: HashMap<String, String>,
    folders: HashSet<String>,
    /// Folded address → the next number to try, so that many equal names stay linear.
    next_number: HashMap<String, usize>,
}

impl Taken {
    pub(super) fn new(style: Style) -> Self {
        Self { style, ..Self::default() }
    }

    pub(super) fn file(&mut self, path: &str, holder: &str) {
        let path = folded(path);
        for (at, _) in path.match_indices('/') {
            self.folders.insert(path[..at].to_owned());
        }
        self.files.insert(path, holder.to_owned());
    }

    fn holder(&self, path: &str) -> Option<String> {
        let path = folded(path);
        if let Some(holder) = self.files.get(&path) {
            return Some(holder.clone());
        }
        if self.folders.contains(&path) {
            return Some(words::HOLDER_FOLDER.english.to_owned());
        }
        path.match_indices('/').find_map(|(at, _)| self.files.get(&path[..at]).cloned())
    }

    pub(super) fn is_free(&self, address: &str) -> bool {
        self.holder(&self.file_of(address)).is_none()
    }

    /// Takes the address or the next free one behind it; tells who has the one that was wanted.
    pub(super) fn page(&mut self, wanted: &str, holder: &str) -> (String, Option<String>) {
        let file = self.file_of(wanted);
        let Some(first_holder) = self.holder(&file) else {
            self.file(&file, holder);
            return (wanted.to_owned(), None);
        };
        let key = folded(wanted);
        let mut number = self.next_number.get(&key).copied().unwrap_or(1);
        let base = if wanted.is_empty() { "index" } else { wanted };
        let given = loop {
            let candidate = format!("{base}-{number}");
            number += 1;
            if self.is_free(&candidate) {
                break candidate;
            }
        };
        self.next_number.insert(key, number);
        self.file(&self.file_of(&given), holder);
        (given, Some(quoted(&first_holder)))
    }

    /// Returns the file of the page at an address.
    fn file_of(&self, address: &str) -> String {
        Permalink::page_in(address, self.style).output_path().to_string()
    }

    /// Takes the place of a file beside a page, if it is free.
    pub(super) fn beside(&mut self, page: &Permalink, name: &str) -> Option<Permalink> {
        self.take(page.beside(name))
    }

    /// Takes this place for a file that belongs to a page, if it is free.
    pub(super) fn take(&mut self, file: Permalink) -> Option<Permalink> {
        let path = file.as_str();
        if self.holder(path).is_some() {
            return None;
        }
        self.file(path, "a file beside a page");
        Some(file)
    }

    pub(super) fn attachment(&mut self, wanted: &str) -> Permalink {
        let mut given = wanted.to_owned();
        let mut number = 0;
        while self.holder(&given).is_some() {
            number += 1;
            given = match wanted.rsplit_once('.') {
                Some((stem, extension)) if !extension.contains('/') => format!("{stem}-{number}.{extension}"),
                _ => format!("{wanted}-{number}"),
            };
        }
        self.file(&given, wanted);
        Permalink::file(&OutputPath::new(&given).expect("made from a source path, segment by segment"))
    }
}

fn quoted(holder: &str) -> String {
    if holder.contains('.') { format!("`{holder}`") } else { holder.to_owned() }
}
