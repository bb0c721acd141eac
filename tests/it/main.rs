//! Tests of the whole: from files to a site, through the library and through the program.

mod conformance;
mod determinism;
mod edits;
mod floors;
mod golden;
mod manual;
mod seeds;
mod support;
mod well_formed;
