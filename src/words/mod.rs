//! Names compared and made: folding, slugs, distance, word forms, other scripts.
//!
//! In: text. Out: text and numbers. Not here: which names a vault has (`graph`).

mod distance;
mod fold;
mod forms;
mod language;
mod near;
mod percent;
mod script;
mod slug;
mod stem;
mod translit;

pub use distance::{close_distance, closeness, is_sure_slip, separated, soften};
pub use fold::{composed, fold, heading_key};
pub use forms::{acronym_endings, forms};
pub use language::{alphabet, capitalised, counted, language_name};
pub use near::NearIndex;
pub use percent::{PATH_SIGNS, percent_decode, percent_encode, percent_encode_all, percent_encode_where};
pub use script::{Script, latin, other_layout, script_of};
pub use slug::{heading_slug, path_segment_slug};
pub use stem::{is_form_of, stem, stems};
pub use translit::transliterated;
