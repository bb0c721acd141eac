//! Tests of the whole: from files to a site, through the library and through the program.

#![allow(clippy::disallowed_methods, reason = "tests make the world that they look at")]

mod cli;
mod cli_serve;
mod conformance;
mod conformance_binary;
mod determinism;
mod edits;
mod floors;
mod golden;
mod graph_schema;
mod manual;
mod search_golden;
mod seeds;
mod support;
mod well_formed;
