//! The search core of Studium.
