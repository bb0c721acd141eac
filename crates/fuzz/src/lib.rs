//! What must hold for any input, whatever its bytes.
//!
//! In: bytes. Out: nothing, or a panic. Each [`Target`] stands for one door at which text from
//! anywhere comes in. Two machines use them: the program of this package mutates the inputs of `corpus/`
//! by chance, with any toolchain; `libfuzzer/` lets libFuzzer do it, which sees what its inputs reach and
//! needs a nightly toolchain. `cargo xtask fuzz` chooses. Not here: the tests of single rules.

mod address;
mod page;
mod search;
mod text;
mod world;

#[path = "../../../src/note/tests/sound.rs"]
mod sound;

// What `sound` is written in terms of.
use studium::{note, source};

/// One door at which text from anywhere comes in.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Its name, and that of the folder of its corpus.
    pub name: &'static str,
    /// Panics on bytes for which something does not hold.
    pub check: fn(&[u8]),
    /// Pieces of which the inputs of this door are made.
    pub words: &'static [&'static str],
    /// The longest input that is worth its time, in bytes.
    pub longest: usize,
}

/// All doors.
pub const TARGETS: &[Target] = &[
    Target { name: "note", check: text::note, words: text::MARKDOWN, longest: 4096 },
    Target { name: "front_matter", check: text::front_matter, words: text::METADATA, longest: 2048 },
    Target { name: "link", check: world::link, words: world::LINK, longest: 256 },
    Target { name: "slug", check: address::slug, words: address::NAMES, longest: 1024 },
    Target { name: "query", check: search::query, words: search::QUERY, longest: 512 },
    Target { name: "pack", check: search::pack, words: &[], longest: 4096 },
    Target { name: "address", check: address::request, words: address::REQUEST, longest: 512 },
    Target { name: "page", check: page::page, words: text::MARKDOWN, longest: 2048 },
];

/// Checks `bytes` at the door of this name.
///
/// # Panics
///
/// When something does not hold, which is the point; and on a name that is none.
pub fn check(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name).expect("a target of this name");
    (target.check)(bytes);
}
