//! Studium.
