//! Parsers of the documents for operators: `.env.example`, the tables of the README,
//! `docs/promises.md`.
//!
//! The tests compare them with the code of all three services. Nothing else depends on this crate.

pub mod example;
pub mod markdown;

use std::path::{Path, PathBuf};

/// A file or folder of the repository, by its path from the root.
#[must_use]
pub fn in_repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../..")
        .join(path)
}
