//! Words: how text is cut into them and when two of them are the same.
//!
//! In: any text. Out: units with their byte offsets and folded forms ([`units`]), and the terms that
//! a form is indexed under ([`stem_of`], [`stem_term`]). Writing, querying and marking snippets all
//! go through here, so they can never disagree.

mod clusters;
mod fold;
mod keyboard;
mod stem;
mod translit;
mod units;

pub(crate) use clusters::clusters;
pub(crate) use fold::fold;
pub(crate) use keyboard::other_layout;
pub(crate) use stem::{is_stem_term, stem_of, stem_term};
pub(crate) use translit::other_scripts;
#[cfg(not(target_arch = "wasm32"))]
pub(crate) use units::{Seen, each_unit};
pub(crate) use units::{Unit, units};

/// Returns the name that a title, an alias and a whole query are compared by: its stems, in order.
pub(crate) fn name_key(text: &str) -> String {
    let mut key = String::new();
    for unit in units(text) {
        for form in unit.phrase() {
            if !key.is_empty() {
                key.push(' ');
            }
            key.push_str(&stem_of(form));
        }
    }
    key
}
