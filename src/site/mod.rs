//! The finished site as a value: artifacts under output paths.
//!
//! In: artifacts, one after another, from the engine. Out: [`Site`], which the preview serves and the
//! publisher writes. Not here: how a page comes about, and where the site is put.

mod active;
mod drawing;
mod joined;
mod media;
mod path;
mod twin;

pub use active::{inert, runs};
pub use drawing::{Drawing, Pen};
pub(crate) use joined::joined;
pub use joined::{Part, Parts};
pub use media::{content_type, is_active};
pub use path::{OutputPath, Permalink, Style};
pub use twin::twin;

use std::cmp::Ordering;
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
    /// What these parts make together, once all files that they name are there.
    Joined(Parts),
}

impl Artifact {
    /// Tells whether both are the same; at no cost where they share their bytes.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Bytes(one), Self::Bytes(other)) => Arc::ptr_eq(one, other) || one == other,
            _ => self == other,
        }
    }
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
        let (mut now, mut then) = (self.artifacts.iter().peekable(), before.artifacts.iter().peekable());
        let mut changed = Vec::new();
        loop {
            let order = match (now.peek(), then.peek()) {
                (Some((path, _)), Some((other, _))) => path.cmp(other),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (None, None) => return changed,
            };
            let new = now.next_if(|_| order.is_le());
            let old = then.next_if(|_| order.is_ge());
            let is_same = new.zip(old).is_some_and(|((_, new), (_, old))| new.is_same(old));
            changed.extend(new.or(old).filter(|_| !is_same).map(|(path, _)| path.clone()));
        }
    }
}
