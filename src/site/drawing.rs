//! A file that is made when somebody wants its bytes.

use std::fmt;
use std::sync::Arc;

use crate::source::ContentHash;

/// What draws.
pub trait Pen: Send + Sync {
    /// Returns the hash of all that a drawing depends on besides its source.
    fn mark(&self) -> ContentHash;

    /// Makes the bytes: the same for the same source and mark.
    fn draw(&self, source: &str) -> Vec<u8>;
}

/// A file that costs more to make than to name: known by the hash of all that its bytes depend on, made when
/// it is written or asked for, and not at all where it is there already.
#[derive(Clone)]
pub struct Drawing {
    source: Arc<str>,
    key: ContentHash,
    pen: Arc<dyn Pen>,
}

impl Drawing {
    /// Makes a drawing that is not drawn yet.
    pub fn new(source: &str, pen: Arc<dyn Pen>) -> Self {
        Self { source: source.into(), key: Self::key_of(pen.mark(), source), pen }
    }

    /// Returns the key of what a pen with this mark draws from this source.
    pub fn key_of(mark: ContentHash, source: &str) -> ContentHash {
        ContentHash::of_all([mark.bytes().as_slice(), source.as_bytes()].into_iter())
    }

    /// Returns the hash of what the bytes depend on.
    pub fn key(&self) -> ContentHash {
        self.key
    }

    /// Returns what is drawn, in words.
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Returns who draws it.
    pub fn pen(&self) -> &Arc<dyn Pen> {
        &self.pen
    }

    /// Makes the bytes.
    pub fn bytes(&self) -> Vec<u8> {
        self.pen.draw(&self.source)
    }
}

impl fmt::Debug for Drawing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Drawing({})", self.key.short())
    }
}

impl PartialEq for Drawing {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Drawing {}
