//! The list of our files as it lies in a bucket: hashes of their paths, for anybody may read it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::publish::PublishError;
use crate::publish::manifest::{MANIFEST_NAME, Manifest};
use crate::source::ContentHash;

/// Returns the bytes of the list.
pub(super) fn sealed(ours: &Manifest) -> Vec<u8> {
    let files = ours.files.iter().map(|(path, mark)| (name(path), mark.clone())).collect();
    Manifest::new(&ours.generator, files).bytes()
}

/// Reads a list. `files` are the paths of what is there: one that is listed and not there was removed by
/// somebody else, and is as good as never sent.
pub(super) fn open(bytes: &[u8], files: &BTreeSet<String>) -> Result<Manifest, PublishError> {
    let sealed = Manifest::parse(bytes, Path::new(MANIFEST_NAME))?;
    let known = |path: &String| Some((path.clone(), sealed.files.get(&name(path))?.clone()));
    let files: BTreeMap<String, String> = files.iter().filter_map(known).collect();
    Ok(Manifest { files, ..sealed })
}

fn name(path: &str) -> String {
    ContentHash::of(path.as_bytes()).hex()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_names_nothing_and_is_read_beside_what_is_there() {
        let files = [("a/index.html", "1"), ("b c.png", "")];
        let ours = Manifest::new("g", files.map(|(path, mark)| (path.to_owned(), mark.to_owned())).into());
        let bytes = sealed(&ours);
        let text = String::from_utf8_lossy(&bytes);
        assert!(!text.contains("index") && !text.contains("b c"), "{text}");
        let there = |paths: &[&str]| paths.iter().map(|path| (*path).to_owned()).collect::<BTreeSet<_>>();
        let read = |paths: &[&str]| open(&bytes, &there(paths)).expect("a list");
        assert_eq!(read(&["a/index.html", "b c.png", "other"]), ours);
        assert_eq!(read(&["b c.png"]).files.into_keys().collect::<Vec<_>>(), ["b c.png"]);
        assert!(open(b"<Error/>", &there(&[])).is_err());
    }
}
