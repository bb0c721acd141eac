//! The `studium` program.
#![allow(clippy::disallowed_methods, reason = "the arguments enter here")]

fn main() -> std::process::ExitCode {
    studium::cli::run(std::env::args_os())
}
