//! The documents that operators go by, as tests read them: `.env.example`, the tables of the
//! README, `docs/promises.md`.
//!
//! The tests hold them against the code of all three services, so that neither says what the
//! other does not do. Nothing else depends on this crate.

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
