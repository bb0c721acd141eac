//! What can be told from a link by looking at nothing else.

use crate::diagnostic::LinkKind;
use crate::note::Link;

/// Extensions of attachments. A missing name that ends in one of them is a missing file.
const FILE_EXTENSIONS: &[&str] = &[
    "3gp", "avif", "base", "bmp", "canvas", "flac", "gif", "jpeg", "jpg", "m4a", "mkv", "mov", "mp3", "mp4",
    "ogg", "ogv", "pdf", "png", "svg", "wav", "webm", "webp",
];

/// Tells whether a link is written in a form of Markdown, whose target is an address and not a name.
pub(super) fn is_markdown(link: &Link) -> bool {
    let wiki = link.raw.starts_with("[[") || link.raw.starts_with("![[");
    match link.kind {
        LinkKind::Markdown => true,
        LinkKind::Wikilink | LinkKind::Property => false,
        LinkKind::Embed => !wiki,
        // A file card has a bare path.
        LinkKind::Canvas => !wiki && (link.raw.starts_with('[') || link.raw.starts_with("![")),
    }
}

/// Returns the extension of a name, in lower case, if it is that of an attachment.
pub(super) fn file_extension(name: &str) -> Option<&'static str> {
    let (_, extension) = name.rsplit_once('.')?;
    let index = FILE_EXTENSIONS.binary_search(&extension.to_ascii_lowercase().as_str()).ok()?;
    Some(FILE_EXTENSIONS[index])
}

/// Joins a relative path to a folder; `None` when it climbs out of the vault.
pub(super) fn join(folder: &str, relative: &str) -> Option<String> {
    let mut segments: Vec<&str> = folder.split_terminator('/').collect();
    for segment in relative.split('/') {
        match segment {
            ".." => drop(segments.pop()?),
            "." | "" => {}
            name => segments.push(name),
        }
    }
    Some(segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_name_with_a_known_extension_is_a_missing_file() {
        assert_eq!(file_extension("x/nope.PNG"), Some("png"));
        assert_eq!((file_extension("png"), file_extension("Release v1.2")), (None, None));
        assert!(FILE_EXTENSIONS.is_sorted());
    }

    #[test]
    fn relative_paths_end_inside_the_vault_or_nowhere() {
        assert_eq!(join("x/y/", "../Note").as_deref(), Some("x/Note"));
        assert_eq!(join("", "./a/./b//c").as_deref(), Some("a/b/c"));
        assert_eq!(join("x/", "../../Note"), None);
    }
}
