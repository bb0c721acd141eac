//! The finished site as a value: artifacts under output paths.
//!
//! In: artifacts, one after another, from the engine. Out: [`Site`], which the preview serves and the
//! publisher writes. Not here: how a page comes about, and where the site is put.

mod active;
mod drawing;
mod media;
mod path;
mod twin;

pub use active::{inert, runs};
pub use drawing::{Drawing, Pen};
pub use media::{content_type, is_active};
pub use path::{OutputPath, Permalink, Style};
pub use twin::twin;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::source::SourcePath;

/// One output file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Artifact {
    /// These bytes.
    Bytes(Arc<[u8]>),
    /// The bytes of this attachment of the vault, copied when the site is written.
    Copy(SourcePath),
    /// What this draws when it is wanted.
    Drawn(Drawing),
}

/// Takes the artifacts of a build, one by one, so that a large site need not be held in memory.
pub trait Sink {
    /// Takes one artifact. A path comes at most once in a build.
    fn emit(&mut self, path: OutputPath, artifact: Artifact);

    /// Returns a page that somebody waits for, so that it is made next. Asked now and then while pages are
    /// made, until there is none; one that the site does not have is no fault.
    fn wanted(&mut self) -> Option<OutputPath> {
        None
    }
}

/// All artifacts of one build, in path order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// The files.
    pub artifacts: BTreeMap<OutputPath, Artifact>,
}

impl Sink for Site {
    fn emit(&mut self, path: OutputPath, artifact: Artifact) {
        self.artifacts.insert(path, artifact);
    }
}

impl Site {
    /// Returns the paths whose artifact differs from that of `before`, new and vanished ones included,
    /// in path order.
    pub fn changed_since(&self, before: &Self) -> Vec<OutputPath> {
        let new =
            self.artifacts.iter().filter(|(path, artifact)| before.artifacts.get(*path) != Some(artifact));
        let gone = before.artifacts.keys().filter(|path| !self.artifacts.contains_key(*path));
        let mut changed: Vec<_> = new.map(|(path, _)| path.clone()).chain(gone.cloned()).collect();
        changed.sort();
        changed
    }
}
