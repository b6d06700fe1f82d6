//! Cache keys and versions.

use std::fmt;

use chrono::NaiveDate;

use crate::domain::{Revision, UserId};

/// The state that a response was computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct CacheVersion {
    /// The revision of the user's data.
    pub revision: Revision,
    /// The user's logical date, with which averages end.
    pub today: NaiveDate,
}

/// With the fingerprint of the sources, because the responses of another build may have another shape.
impl fmt::Display for CacheVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { revision, today } = self;
        write!(f, "{} {revision} {today}", env!("SOURCES"))
    }
}

/// The user, the requested path, and the version.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CacheKey {
    pub(super) user: UserId,
    pub(super) path: String,
    pub(super) version: CacheVersion,
}

impl CacheKey {
    /// A key for the user's response to `path`: the canonical form of the request's path and validated
    /// parameters.
    #[must_use]
    pub fn new(user: UserId, version: CacheVersion, path: String) -> Self {
        Self {
            user,
            path,
            version,
        }
    }
}
