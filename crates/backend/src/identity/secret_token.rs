//! [`SecretToken`]: a random token that opens something to whoever has it.

use std::fmt;

use rand::RngExt as _;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A token of 256 random bits, in letters and digits, which need no escaping in a URL.
///
/// The database has its digest only. `Serialize` is for the encrypted outbox; `Debug` omits the token.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SecretToken(String);

impl SecretToken {
    /// Its digits.
    pub const LENGTH: usize = 64;

    /// A new token.
    #[must_use]
    pub fn random() -> Self {
        Self(hex::encode(rand::rng().random::<[u8; Self::LENGTH / 2]>()))
    }

    /// The token, for its link.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The digest by which it is found.
    #[must_use]
    pub fn digest(&self) -> String {
        Self::digest_of(&self.0)
    }

    /// The digest of a token that somebody sent: SHA-256, in hexadecimal.
    #[must_use]
    pub fn digest_of(token: &str) -> String {
        hex::encode(Sha256::digest(token))
    }
}

impl fmt::Debug for SecretToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretToken")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_found_by_its_digest_and_is_not_printed() {
        let token = SecretToken::random();
        assert_eq!(token.expose().len(), SecretToken::LENGTH);
        assert_eq!(token.digest(), SecretToken::digest_of(token.expose()));
        assert_ne!(token.digest(), SecretToken::random().digest());
        assert_eq!(format!("{token:?}"), "SecretToken");
    }
}
