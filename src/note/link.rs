//! Links as the author wrote them.

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

/// The sentence that a link stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Context {
    /// Visible text before the link; starts with `…` where it was cut. At most some 120 characters.
    pub before: String,
    /// The visible text of the link itself.
    pub text: String,
    /// Visible text behind the link; ends with `…` where it was cut. At most some 120 characters.
    pub after: String,
    /// The index of the heading that it stands under, in [`super::Note::headings`].
    pub heading: Option<usize>,
}
