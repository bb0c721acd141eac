//! Names compared and made: folding, slugs, distance.
//!
//! In: text. Out: text and numbers. Not here: which names a vault has (`graph`).

mod fold;
mod slug;

pub use fold::{fold, heading_key, percent_decode};
pub use slug::{heading_slug, path_segment_slug};
