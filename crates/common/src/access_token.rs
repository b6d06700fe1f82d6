//! Personal access tokens: `kpi_pat_`, then in letters and digits the user's id, a random secret, a MAC of all that, and
//! a CRC32 of everything before it.
//!
//! The checksum tells scanners for leaked secrets, which do not have the key, that a text is a token. The MAC tells a
//! service whose a token is before the database is asked: so it is counted against the limits of its user, and nobody
//! gets limits of their own by making tokens up. Whether a token was revoked, and what it may do, only the database knows.

use hmac::{Hmac, KeyInit, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// What all tokens begin with.
pub const PREFIX: &str = "kpi_pat_";
/// The letters and digits of the secret: 178 random bits.
pub const SECRET_LENGTH: usize = 30;
/// The digits of 128 bits, of the id and the MAC each.
const WIDE: usize = 22;
/// The digits of 32 bits.
const CHECKSUM: usize = 6;
/// The length of a token.
const LENGTH: usize = PREFIX.len() + WIDE + SECRET_LENGTH + WIDE + CHECKSUM;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// Makes tokens, and tells whose they are.
#[derive(Clone)]
pub struct AccessTokens(Hmac<Sha256>);

impl AccessTokens {
    /// With the secret of session tokens.
    #[must_use]
    pub fn new(secret: &SecretString) -> Self {
        let mut key = [0; 64];
        let digest = Sha256::digest(secret.expose_secret());
        key[..digest.len()].copy_from_slice(&digest);
        Self(Hmac::new(&key.into()))
    }

    /// The token of a user with this secret of [`SECRET_LENGTH`] letters and digits.
    #[must_use]
    pub fn token(&self, user: Uuid, secret: &str) -> String {
        let signed = format!("{PREFIX}{}{secret}", base62(user.as_u128(), WIDE));
        let mac = self.mac(&signed).finalize().into_bytes();
        let mac = mac
            .iter()
            .take(16)
            .fold(0, |number, byte| number << 8 | u128::from(*byte));
        let text = signed + &base62(mac, WIDE);
        let checksum = checksum(&text);
        text + &checksum
    }

    /// The user of a token that was made with the same key.
    #[must_use]
    pub fn user(&self, token: &str) -> Option<Uuid> {
        if token.len() != LENGTH || !token.is_ascii() {
            return None;
        }
        let (text, sum) = token.split_at(LENGTH - CHECKSUM);
        let (signed, mac) = text.split_at(text.len() - WIDE);
        let user = signed.strip_prefix(PREFIX)?.get(..WIDE)?;
        if sum != checksum(text) {
            return None;
        }
        let mac = number(mac)?.to_be_bytes();
        self.mac(signed).verify_truncated_left(&mac).ok()?;
        number(user).map(Uuid::from_u128)
    }

    fn mac(&self, signed: &str) -> Hmac<Sha256> {
        self.0.clone().chain_update(signed)
    }
}

/// Whether a bearer token is one of these, and not of a session.
#[must_use]
pub fn is_access_token(token: &str) -> bool {
    token.starts_with(PREFIX)
}

fn checksum(text: &str) -> String {
    base62(crc32fast::hash(text.as_bytes()).into(), CHECKSUM)
}

fn base62(mut number: u128, width: usize) -> String {
    let mut digits = vec!['0'; width];
    for digit in digits.iter_mut().rev() {
        *digit = DIGITS[(number % 62) as usize].into();
        number /= 62;
    }
    digits.into_iter().collect()
}

fn number(digits: &str) -> Option<u128> {
    digits.bytes().try_fold(0_u128, |number, digit| {
        let value = DIGITS.iter().position(|known| *known == digit)?;
        number.checked_mul(62)?.checked_add(value as u128)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdefghijklmnopqrst";

    fn tokens(key: &str) -> AccessTokens {
        AccessTokens::new(&key.into())
    }

    #[test]
    fn a_token_tells_its_user_to_whoever_has_the_key() {
        for user in [Uuid::nil(), Uuid::max(), Uuid::now_v7()] {
            let token = tokens("key").token(user, SECRET);
            assert_eq!(token.len(), LENGTH);
            assert!(is_access_token(&token) && token.contains(SECRET), "{token}");
            let rest = token.strip_prefix(PREFIX).unwrap();
            assert!(rest.bytes().all(|byte| byte.is_ascii_alphanumeric()));
            assert_eq!(tokens("key").user(&token), Some(user));
            assert_eq!(tokens("another").user(&token), None);
        }
    }

    #[test]
    fn any_other_text_is_no_token() {
        let token = tokens("key").token(Uuid::now_v7(), SECRET);
        for at in 0..token.len() {
            for other in ["~", "0", "Z", "é"] {
                let mut changed = token.clone();
                changed.replace_range(at..=at, other);
                let is_same = changed == token;
                assert_eq!(tokens("key").user(&changed).is_some(), is_same, "{changed}");
            }
        }
        // With a checksum that fits, the MAC decides.
        let forged = format!(
            "{}{}",
            &token[..PREFIX.len()],
            "z".repeat(WIDE * 2 + SECRET_LENGTH)
        );
        let forged = format!("{forged}{}", checksum(&forged));
        for text in ["", PREFIX, &token[1..], &format!("{token}0"), &forged] {
            assert_eq!(tokens("key").user(text), None, "{text}");
        }
    }

    /// Scanners for leaked secrets compute it as well.
    #[test]
    fn the_format_stays() {
        let user = Uuid::from_u128(0x0189_0000_0000_7000_8000_0000_0000_0000);
        let token = tokens("key").token(user, SECRET);
        let (text, sum) = token.split_at(LENGTH - CHECKSUM);
        assert_eq!(number(sum), Some(crc32fast::hash(text.as_bytes()).into()));
        assert!(token.starts_with("kpi_pat_"), "{token}");
        assert_eq!(token.len(), 88);
    }
}
