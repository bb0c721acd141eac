//! The `studium` program.
#![allow(clippy::disallowed_methods, reason = "the arguments enter here")]

/// A build makes millions of short-lived pieces on all cores, most of them tiny: a fifth of its time went into asking
/// the allocator of the system for them.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    studium::cli::run(std::env::args_os())
}
