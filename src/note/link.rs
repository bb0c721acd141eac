//! Links as the author wrote them.

use super::context::Context;
use crate::diagnostic::LinkKind;
use crate::source::Span;

/// An internal link as written, not yet resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// How it is written.
    pub kind: LinkKind,
    /// The source text of the whole link.
    pub raw: String,
    /// Where `raw` stands. Empty at the start of the file for links of a canvas.
    pub span: Span,
    /// The target before the first `#`, trimmed; percent-decoded for Markdown links. Empty: this note.
    pub path: String,
    /// What stands behind the first `#`, trimmed; percent-decoded for Markdown links. `Some("")` when
    /// there is a `#` with nothing behind it.
    pub fragment: Option<String>,
    /// The words around it, for lists of backlinks. Links of properties and canvases have none.
    pub context: Option<Context>,
}

impl Link {
    /// Returns path and fragment as they are reported, without display text.
    pub fn target(&self) -> String {
        match &self.fragment {
            Some(fragment) => format!("{}#{fragment}", self.path),
            None => self.path.clone(),
        }
    }
}
