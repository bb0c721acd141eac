//! Links that open a place in a file in the editor of the author. The browser hands them to the program that the
//! system knows for their scheme; the preview starts nothing.

use std::path::Path;

use crate::words::{PATH_SIGNS, percent_encode_all};

/// Returns the link to a place in a file, whose path is absolute. `address` holds `{path}`, and perhaps `{line}` and
/// `{column}`.
pub(super) fn editor_link(address: &str, file: &Path, line: usize, column: usize) -> String {
    let path = file.to_string_lossy().replace('\\', "/");
    let path = if path.starts_with('/') { path } else { format!("/{path}") };
    let filled = address.replace("{line}", &line.to_string()).replace("{column}", &column.to_string());
    filled.replace("{path}", &percent_encode_all(&path, PATH_SIGNS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_opened_by_an_address() {
        let link = |address: &str| editor_link(address, Path::new("/n/a b#1{line}.md"), 3, 7);
        assert_eq!(link("vscode://file{path}:{line}:{column}"), "vscode://file/n/a%20b%231%7Bline%7D.md:3:7");
        assert_eq!(link("obsidian://open?path={path}"), "obsidian://open?path=/n/a%20b%231%7Bline%7D.md");
    }
}
