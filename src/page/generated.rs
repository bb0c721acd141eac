//! The addresses that generated pages ask for.
//!
//! In: the folders, tags and languages of a vault. Out: addresses, without slashes at the ends, each once, in
//! order. Not here: whether they get them (`route`).

use std::collections::{BTreeSet, HashSet};

use super::edition::Edition;
use super::order::Order;
use super::{SiteOptions, glossary_address, path, route};
use crate::graph::Vault;

/// Returns the addresses of all generated pages but those that a note of its own takes, which asks for one of
/// `own`.
pub(super) fn addresses(
    vault: &Vault,
    options: &SiteOptions,
    order: &Order,
    editions: &[Edition],
    has_glossary: bool,
    own: &[String],
) -> Vec<String> {
    let mut generated: Vec<String> =
        order.folders().map(|folder| route::folder_address(folder, options.letters)).collect();
    let mut folders: HashSet<String> = generated.iter().cloned().collect();
    let mut glossaries = BTreeSet::new();
    let may_have_paths =
        !options.start.is_empty() || vault.notes.iter().any(|note| !note.front_matter.requires.is_empty());
    for edition in editions {
        let tags = edition.tags.keys().map(|tag| edition.address(&route::tag_address(tag)));
        generated.extend(tags);
        generated.extend((!edition.tags.is_empty()).then(|| edition.address("tags")));
        generated.extend(options.search.then(|| edition.address("search")));
        generated.extend(options.wanted.then(|| edition.address("wanted")));
        generated.extend(["orphans", "graph"].map(|name| edition.address(name)));
        generated.extend(may_have_paths.then(|| edition.address(path::ADDRESS)));
        generated.extend((!edition.prefix.is_empty()).then(|| edition.prefix.clone()));
        glossaries.extend(has_glossary.then(|| edition.address(&glossary_address(options))));
        folders.insert(edition.prefix.clone());
    }
    generated.extend(glossaries.iter().cloned());
    // A note that stands where its folder's page would be is that page.
    let shows_its_note = |address: &&String| folders.contains(*address) || glossaries.contains(*address);
    let own: HashSet<&String> = own.iter().filter(shows_its_note).collect();
    generated.retain(|address| !own.contains(address));
    generated.sort();
    generated.dedup();
    generated
}
