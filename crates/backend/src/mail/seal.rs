//! Sealed letters: what waits in the outbox may open an account, and a copy of the database must not.
//!
//! A letter is encrypted and authenticated by ChaCha20-Poly1305 under a key that HKDF-SHA256 derives
//! from `JWT_SECRET`, with a nonce of its own and for its row: put into another one it can't be
//! opened. Who changes the secret gives up what waits.

use std::fmt;

use rand::RngExt as _;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::error::Unspecified;
use ring::hkdf::{HKDF_SHA256, Salt};
use secrecy::{ExposeSecret, SecretString};

use crate::domain::MailId;

/// What the key is for: the same secret signs sessions, with a key of another kind.
const PURPOSE: &[u8] = b"kpi-productivity mail outbox";

/// Why a letter is neither closed nor opened.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SealError {
    /// No key can be derived; keys of this length always can.
    #[error("no key for letters can be derived")]
    NoKey,
    /// It can't be encrypted; letters of any possible length can.
    #[error("the letter can't be sealed")]
    NotSealed,
    /// The secret or the row is another one, or it was changed.
    #[error("it was sealed with another JWT_SECRET, or was changed")]
    NotOurs,
}

/// Closes and opens letters.
pub(super) struct Seal(LessSafeKey);

impl Seal {
    /// With this secret.
    ///
    /// # Errors
    /// [`SealError::NoKey`], in theory.
    pub(super) fn new(secret: &SecretString) -> Result<Self, SealError> {
        let extracted = Salt::new(HKDF_SHA256, &[]).extract(secret.expose_secret().as_bytes());
        let key = extracted
            .expand(&[PURPOSE], &CHACHA20_POLY1305)
            .map_err(|Unspecified| SealError::NoKey)?;
        Ok(Self(LessSafeKey::new(UnboundKey::from(key))))
    }

    /// The letter as the row of this id keeps it: nonce and ciphertext, in hexadecimal.
    ///
    /// # Errors
    /// [`SealError::NotSealed`], in theory.
    pub(super) fn close(&self, id: MailId, letter: &str) -> Result<String, SealError> {
        let nonce: [u8; NONCE_LEN] = rand::rng().random();
        let mut sealed = letter.as_bytes().to_vec();
        let nonce_of_it = Nonce::assume_unique_for_key(nonce);
        self.0
            .seal_in_place_append_tag(nonce_of_it, row(id), &mut sealed)
            .map_err(|Unspecified| SealError::NotSealed)?;
        Ok(hex::encode(nonce) + &hex::encode(sealed))
    }

    /// The letter in the row of this id. Those of versions before this one lie there open, as JSON.
    ///
    /// # Errors
    /// [`SealError::NotOurs`].
    pub(super) fn open(&self, id: MailId, kept: &str) -> Result<Vec<u8>, SealError> {
        if kept.starts_with('{') {
            return Ok(kept.as_bytes().to_vec());
        }
        let mut sealed = hex::decode(kept).map_err(|_not_hex| SealError::NotOurs)?;
        let (nonce, sealed) = sealed.split_first_chunk_mut().ok_or(SealError::NotOurs)?;
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let letter = self.0.open_in_place(nonce, row(id), sealed);
        letter
            .map(|letter| letter.to_vec())
            .map_err(|Unspecified| SealError::NotOurs)
    }
}

/// What a letter is closed for.
fn row(id: MailId) -> Aad<String> {
    Aad::from(id.to_string())
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seal(secret: &str) -> Seal {
        Seal::new(&secret.into()).unwrap()
    }

    #[test]
    fn a_letter_is_opened_with_its_secret_in_its_row_only() {
        let (ours, id) = (seal("one secret"), MailId::new());
        let kept = ours.close(id, "{a letter}").unwrap();
        assert_eq!(ours.open(id, &kept).unwrap(), b"{a letter}");
        assert_ne!(kept, ours.close(id, "{a letter}").unwrap(), "a nonce each");
        assert!(seal("another").open(id, &kept).is_err());
        assert!(ours.open(MailId::new(), &kept).is_err());
        let changed = kept.replace(&kept[..2], "zz");
        for broken in [&kept[2..], &changed, "", "00"] {
            assert!(ours.open(id, broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn a_letter_of_a_version_before_is_as_it_is() {
        let opened = seal("a secret").open(MailId::new(), r#"{"to":1}"#);
        assert_eq!(opened.unwrap(), br#"{"to":1}"#);
    }
}
