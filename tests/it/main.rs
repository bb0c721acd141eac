//! Tests of the whole: from files to a site, through the library and through the program.

#![allow(clippy::disallowed_methods, reason = "tests write vaults, run the program and read what it wrote")]

mod announce;
mod attacks;
mod bases;
#[cfg(feature = "s3")]
mod bucket;
mod cli;
mod cli_check;
mod cli_fix;
mod cli_links;
mod cli_mentions;
mod cli_serve;
mod conformance;
mod conformance_binary;
mod dates;
mod determinism;
mod disk;
mod edits;
mod edits_of_names;
mod export;
mod floors;
mod golden;
mod graph_formats;
mod graph_schema;
mod kills;
mod languages;
mod leaks;
mod left_out;
mod manual;
#[cfg(feature = "s3")]
mod moto;
mod offline;
mod paths;
mod pictures;
mod preview;
mod privacy;
mod program;
mod publish;
mod reports;
mod rows;
mod rows_of_publishing;
mod rows_of_terms;
mod search_golden;
mod seeds;
mod serve_hostile;
mod study_site;
mod styles;
mod sums;
mod support;
mod terms;
mod tongues;
mod verify;
mod well_formed;
