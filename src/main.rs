//! The `studium` program.
fn main() {}
