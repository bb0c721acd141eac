//! The view of the picture that stands for a page elsewhere.

use serde::Serialize;

/// What the picture of a page shows, which stands for it where others link to it. A text that the fonts of
/// pictures lack a letter for is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct PictureView {
    /// The title of the page.
    pub title: String,
    /// A sentence about it, or empty.
    pub description: String,
    /// Where the page stands: the category of a term, the folder of a note, or empty.
    pub place: String,
    /// The category of a term, as a key: `network`; or empty.
    pub category: String,
    /// The title of the site.
    pub site: String,
    /// The language of the page.
    pub lang: String,
}
