//! How a link to a file is written, so that it leads there and nowhere else.

use super::names::Names;
use super::{ResolveOptions, Vault};
use crate::source::SourcePath;
use crate::words::{fold, percent_encode_where};

/// Knows how every file of a vault is named in a wikilink.
pub struct Speller {
    names: Names,
}

impl Speller {
    /// Reads all paths of the vault. Costs O(n log n).
    pub fn of(vault: &Vault) -> Self {
        Self { names: Names::of(vault) }
    }

    /// Returns the shortest name that means this file and no other; `None` when a wikilink cannot hold it.
    pub fn name_of(&mut self, path: &SourcePath) -> Option<String> {
        let entry = self.names.exact(&fold(path.as_str()))?;
        wikilink_name(&mut self.names, entry)
    }
}

/// Returns the shortest name that means this file and no other; `None` when a wikilink cannot hold it.
pub(super) fn wikilink_name(names: &mut Names, entry: usize) -> Option<String> {
    let path = names.entries()[entry].path.clone();
    let path = path.as_str();
    // A drawing or note may be named without its extension, and is, unless that means another file.
    for text in [path.strip_suffix(".md").unwrap_or(path), path] {
        if text.contains(['#', '|', '\n', '\r']) || text.contains("]]") {
            return None;
        }
        let starts = text.match_indices('/').map(|(slash, _)| slash + 1);
        let mut starts: Vec<usize> = [0].into_iter().chain(starts).collect();
        starts.reverse();
        if let Some(start) = starts.into_iter().find(|start| names.means_only(&fold(&text[*start..]), entry))
        {
            return Some(text[start..].to_owned());
        }
    }
    None
}

/// Returns the destination of a Markdown link to a file, percent-encoded: relative to the file it
/// stands in where such links are read so first, else from the root of the vault.
pub(super) fn markdown_destination(from: &SourcePath, to: &SourcePath, options: ResolveOptions) -> String {
    let mut destination = String::new();
    if options.markdown_relative_first {
        let here: Vec<&str> = from.folder().split_terminator('/').collect();
        let there: Vec<&str> = to.as_str().split('/').collect();
        let shared = here.iter().zip(&there[..there.len() - 1]).take_while(|(a, b)| a == b).count();
        destination.push_str(&"../".repeat(here.len() - shared));
        destination.push_str(&encoded(&there[shared..].join("/")));
    } else {
        destination.push_str(&encoded(to.as_str()));
    }
    // What stands before a colon would be read as a scheme.
    if destination.split('/').next().is_some_and(|first| first.contains(':')) {
        destination.insert_str(0, if options.markdown_relative_first { "./" } else { "/" });
    }
    destination
}

/// Returns a heading as a fragment: what would end the link is left out, and does not count when
/// headings are compared.
pub(super) fn heading_fragment(text: &str, markdown: bool) -> String {
    let plain: String =
        text.chars().map(|c| if "#|^[]\\".contains(c) || c.is_control() { ' ' } else { c }).collect();
    let plain = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    if markdown { encoded(&plain) } else { plain }
}

/// Percent-encodes what would end or change the destination of a Markdown link.
pub(super) fn encoded(text: &str) -> String {
    let ends = |c: char| " %#?()<>\\\"".contains(c) || c.is_ascii_control();
    percent_encode_where(text, ends).into_owned()
}
