//! Encryption of emails in the outbox: they may contain a token that gives access to an account, which a
//! copy of the database must not reveal.
//!
//! Emails are encrypted by ChaCha20-Poly1305 under a key that HKDF-SHA256 derives from `JWT_SECRET`, with
//! a random nonce. The id of the row is the associated data, so a ciphertext is invalid in another row.
//! After a change of the secret, queued emails can't be decrypted and are given up.

use std::fmt;

use rand::RngExt as _;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ring::error::Unspecified;
use ring::hkdf::{HKDF_SHA256, Salt};
use secrecy::{ExposeSecret, SecretString};

use crate::domain::MailId;

/// The HKDF info: separates this key from the one that signs session tokens.
const HKDF_INFO: &[u8] = b"kpi-productivity mail outbox";

/// Why an email can't be encrypted or decrypted.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum EncryptionError {
    /// The key can't be derived. It does not happen with keys of this length.
    #[error("the key for emails can't be derived")]
    KeyDerivation,
    /// Encryption failed. It does not happen with emails of any possible length.
    #[error("the email can't be encrypted")]
    Encrypt,
    /// Another secret or row, or modified data.
    #[error("it was sealed with another JWT_SECRET, or was changed")]
    Decrypt,
}

/// Encrypts and decrypts emails.
pub(super) struct OutboxCipher(LessSafeKey);

impl OutboxCipher {
    /// Derives the key from this secret.
    ///
    /// # Errors
    /// [`EncryptionError::KeyDerivation`].
    pub(super) fn new(secret: &SecretString) -> Result<Self, EncryptionError> {
        let extracted = Salt::new(HKDF_SHA256, &[]).extract(secret.expose_secret().as_bytes());
        let key = extracted
            .expand(&[HKDF_INFO], &CHACHA20_POLY1305)
            .map_err(|Unspecified| EncryptionError::KeyDerivation)?;
        Ok(Self(LessSafeKey::new(UnboundKey::from(key))))
    }

    /// Encrypts an email for the row of this id: nonce and ciphertext, in hexadecimal.
    ///
    /// # Errors
    /// [`EncryptionError::Encrypt`].
    pub(super) fn encrypt(&self, id: MailId, email: &str) -> Result<String, EncryptionError> {
        let nonce: [u8; NONCE_LEN] = rand::rng().random();
        let mut ciphertext = email.as_bytes().to_vec();
        let unique_nonce = Nonce::assume_unique_for_key(nonce);
        self.0
            .seal_in_place_append_tag(unique_nonce, associated_data(id), &mut ciphertext)
            .map_err(|Unspecified| EncryptionError::Encrypt)?;
        Ok(hex::encode(nonce) + &hex::encode(ciphertext))
    }

    /// Decrypts the email of the row of this id. Earlier versions stored plain JSON.
    ///
    /// # Errors
    /// [`EncryptionError::Decrypt`].
    pub(super) fn decrypt(&self, id: MailId, stored: &str) -> Result<Vec<u8>, EncryptionError> {
        if stored.starts_with('{') {
            return Ok(stored.as_bytes().to_vec());
        }
        let mut ciphertext = hex::decode(stored).map_err(|_not_hex| EncryptionError::Decrypt)?;
        let (nonce, ciphertext) = ciphertext
            .split_first_chunk_mut()
            .ok_or(EncryptionError::Decrypt)?;
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let email = self.0.open_in_place(nonce, associated_data(id), ciphertext);
        email
            .map(|email| email.to_vec())
            .map_err(|Unspecified| EncryptionError::Decrypt)
    }
}

/// The associated data: the id of the row.
fn associated_data(id: MailId) -> Aad<String> {
    Aad::from(id.to_string())
}

impl fmt::Debug for OutboxCipher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OutboxCipher")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cipher(secret: &str) -> OutboxCipher {
        OutboxCipher::new(&secret.into()).unwrap()
    }

    #[test]
    fn decryption_requires_the_same_secret_and_row() {
        let (outbox_cipher, id) = (cipher("one secret"), MailId::new());
        let stored = outbox_cipher.encrypt(id, "{an email}").unwrap();
        assert_eq!(outbox_cipher.decrypt(id, &stored).unwrap(), b"{an email}");
        assert_ne!(
            stored,
            outbox_cipher.encrypt(id, "{an email}").unwrap(),
            "a nonce each"
        );
        assert!(cipher("another").decrypt(id, &stored).is_err());
        assert!(outbox_cipher.decrypt(MailId::new(), &stored).is_err());
        let changed = stored.replace(&stored[..2], "zz");
        for broken in [&stored[2..], &changed, "", "00"] {
            assert!(outbox_cipher.decrypt(id, broken).is_err(), "{broken}");
        }
    }

    #[test]
    fn plain_json_of_earlier_versions_is_read() {
        let decrypted = cipher("a secret").decrypt(MailId::new(), r#"{"to":1}"#);
        assert_eq!(decrypted.unwrap(), br#"{"to":1}"#);
    }
}
