//! Which pages there are, where they stand, and what is on them.

pub mod view;
