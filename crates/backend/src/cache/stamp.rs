//! What a kept answer is known by.

use std::fmt;

use chrono::NaiveDate;

use crate::domain::{Revision, UserId};

/// What an answer was made of, besides what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stamp {
    /// The user's data.
    pub revision: Revision,
    /// The user's date; averages end with it.
    pub today: NaiveDate,
}

/// The fingerprint of the sources makes another build's answers, which may have another shape,
/// unknown ones.
impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { revision, today } = self;
        write!(f, "{} {revision} {today}", env!("SOURCES"))
    }
}

/// Whose answer, to which question, made of what.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Key {
    pub(super) user: UserId,
    pub(super) path: String,
    pub(super) stamp: Stamp,
}

impl Key {
    /// The user's answer to `path`: what was asked for in one spelling only, made of the request's
    /// checked parameters.
    #[must_use]
    pub fn new(user: UserId, stamp: Stamp, path: String) -> Self {
        Self { user, path, stamp }
    }
}
