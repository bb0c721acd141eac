//! The names that notes lost, as far as the vault would hold them today.
//!
//! In: what Git knows, and the rules of the vault. Out: the names without those that a rule leaves out: what the author
//! keeps back by a folder or a pattern was kept back under its old name as well.

use std::sync::Arc;

use super::project::Snapshot;
use crate::source::{OldNames, left_out, old_names};

/// What Git knew last, for whoever asks again.
pub(super) type Known = Arc<OldNames>;

/// Asks Git, unless `known` is of the same commit, and leaves out what the rules leave out.
///
/// # Errors
///
/// Fails where the rules cannot be read.
pub(super) fn allowed(snapshot: &Snapshot, known: &mut Known) -> anyhow::Result<Known> {
    let root = &snapshot.located.vault_root;
    *known = old_names(root, known);
    let options = snapshot.scan_options();
    let mut allowed = OldNames::default();
    for name in known.names.iter().filter(|name| snapshot.vault.files.contains_key(&name.now)) {
        if left_out(root, &options, &name.file.path)?.is_none() {
            allowed.names.push(name.clone());
        }
    }
    Ok(Arc::new(allowed))
}
