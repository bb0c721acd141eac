//! Studium turns a folder of Markdown notes into a linked, searchable study site.
//!
//! The library is one pipeline, told module by module from the ground up. `source` reads a snapshot
//! of all input files; `note` parses one file; `graph` decides where every link leads; `page` says
//! which pages there are and what stands on them; `render` makes their HTML; `engine` joins these
//! into one function from values to values; `mend` mends what is broken in the notes themselves. The
//! world is met in five modules only: `source` reads, `publish` writes, `mend` rewrites, `serve` listens, `cli` talks. Which module may import which is written down in
//! `ARCHITECTURE.md` and held by a test.

pub mod announce;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod engine;
pub mod graph;
pub mod mend;
pub mod note;
pub mod page;
pub mod publish;
pub mod render;
pub mod search;
pub mod serve;
pub mod site;
pub mod source;
pub mod theme;
pub mod words;
