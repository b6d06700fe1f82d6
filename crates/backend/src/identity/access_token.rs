//! Personal access tokens. [`kpi_common::access_token`] makes and recognises them, for the gateway too; the database
//! decides whether one is still valid, and what it may do.

use kpi_common::access_token::{AccessTokens, SECRET_LENGTH};
use rand::RngExt as _;
use rand::distr::Alphanumeric;
use sha2::{Digest, Sha256};

use crate::domain::{UserId, string_enum};

string_enum! {
    /// What an access token may do.
    Scope {
        /// To read: GET and HEAD.
        Read = "read",
        /// To change something: all other methods. It includes `read`.
        Write = "write",
    }
}

impl Scope {
    /// What it includes.
    #[must_use]
    pub fn included(self) -> Vec<Self> {
        let scopes = Self::ALL.into_iter();
        scopes.filter(|scope| *scope <= self).collect()
    }
}

/// An access token that somebody sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessToken {
    /// The user.
    pub user: UserId,
    digest: [u8; 32],
}

impl AccessToken {
    /// The token, if its checksum and MAC are right.
    #[must_use]
    pub fn recognise(tokens: &AccessTokens, token: &str) -> Option<Self> {
        Some(Self {
            user: tokens.user(token)?.into(),
            digest: Sha256::digest(token).into(),
        })
    }

    /// The digest by which it is found: SHA-256, in hexadecimal.
    #[must_use]
    pub fn digest(&self) -> String {
        hex::encode(self.digest)
    }
}

/// A new token of the user.
#[must_use]
pub fn issue_access_token(tokens: &AccessTokens, user: UserId) -> String {
    let random = rand::rng().sample_iter(Alphanumeric);
    let secret: String = random.take(SECRET_LENGTH).map(char::from).collect();
    tokens.token(user.into(), &secret)
}
