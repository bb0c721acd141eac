//! The search core as its hosts see it.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod corpus;
mod golden;
mod pack;
