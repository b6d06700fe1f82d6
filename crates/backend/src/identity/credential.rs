//! [`Credential`]: what a request is signed in with.

use chrono::TimeDelta;

use super::{AccessToken, TokenClaims};
use crate::domain::UserId;

/// What a request is signed in with. Whether it is still valid is not known yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Credential {
    /// A session.
    Session(TokenClaims),
    /// A personal access token.
    AccessToken(AccessToken),
}

impl Credential {
    /// Whose it is.
    #[must_use]
    pub fn user(&self) -> UserId {
        match self {
            Self::Session(token) => token.user,
            Self::AccessToken(token) => token.user,
        }
    }

    /// How often its last use is written: not with each request, because the write would cost more than most requests.
    #[must_use]
    pub fn touch_interval(&self) -> TimeDelta {
        match self {
            Self::Session(_) => TimeDelta::minutes(5),
            Self::AccessToken(_) => TimeDelta::minutes(1),
        }
    }
}
