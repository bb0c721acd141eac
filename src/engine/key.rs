//! The hashes under which pages are remembered.
//!
//! In: a page, and what all pages share. Out: a key that differs wherever the files of the page may. There is
//! nothing else that a page can depend on.

use super::{Inputs, options};
use crate::page::Page;
use crate::page::view::SiteView;
use crate::render::RenderOptions;

/// Hashes what all pages depend on: the program, the shared view, the theme, how bodies are rendered.
pub(super) fn common_key(inputs: &Inputs, site: &SiteView, rendering: RenderOptions) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(inputs.theme.fingerprint().bytes());
    hasher.update(format!("{rendering:?} {:?}", options::parse(&inputs.config, &inputs.vault)).as_bytes());
    // Finished pages are looked through for addresses that begin with it, and may name a picture.
    let wishes = &inputs.config.site;
    let _ = serde_json::to_writer(&mut hasher, &(site, &wishes.base_url, wishes.pictures));
    *hasher.finalize().as_bytes()
}

/// Hashes all that one page depends on: what is common, where it stands, its view, and its body with the
/// hashes of the notes that it shows and where their links lead.
pub(super) fn page_key(common: [u8; 32], page: &Page) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&common);
    let text = page.text.as_ref().map(|text| (text.permalink.as_str(), text));
    let _ = serde_json::to_writer(&mut hasher, &(page.permalink.as_str(), &page.view, &page.body, text));
    *hasher.finalize().as_bytes()
}
