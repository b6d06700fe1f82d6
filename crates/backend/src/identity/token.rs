//! Session tokens: JWT (RFC 7519), signed with HS256.
//!
//! [`kpi_common::session_token`] verifies them, for the gateway too. A token carries the ids of the
//! user and of the session, and the user's `token_version`. The database decides whether that session
//! and version are still valid, so signing out takes effect at once.

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use kpi_common::session_token::{AUDIENCE, Claims, ISSUER, TOKEN_TYPE, Verifier};
use secrecy::{ExposeSecret, SecretString};

use crate::domain::{SessionId, UserId};

/// The claims of a valid token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenClaims {
    /// The user.
    pub user: UserId,
    /// The session.
    pub session: SessionId,
    /// The user's `token_version` when it was signed.
    pub version: i32,
    /// When it was signed.
    pub issued_at: DateTime<Utc>,
    /// When it expires.
    pub expires_at: DateTime<Utc>,
}

impl TokenClaims {
    /// Whether more than half of its lifetime is over.
    #[must_use]
    pub fn is_due_for_renewal(&self, now: DateTime<Utc>) -> bool {
        now - self.issued_at > self.expires_at - now
    }
}

/// Signs and verifies session tokens.
pub struct SessionTokens {
    encoding: EncodingKey,
    verifier: Verifier,
}

impl SessionTokens {
    /// Uses this secret.
    #[must_use]
    pub fn new(secret: &SecretString) -> Self {
        Self {
            encoding: EncodingKey::from_secret(secret.expose_secret().as_bytes()),
            verifier: Verifier::new(secret),
        }
    }

    /// The token with these claims; times are cut to seconds.
    ///
    /// # Errors
    /// When signing fails, which it does only for a key of another algorithm.
    pub fn sign(&self, token: TokenClaims) -> Result<String, jsonwebtoken::errors::Error> {
        let header = Header {
            typ: Some(TOKEN_TYPE.to_owned()),
            ..Header::new(Algorithm::HS256)
        };
        let claims = Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: token.user,
            jti: token.session,
            ver: token.version,
            iat: token.issued_at.timestamp(),
            exp: token.expires_at.timestamp(),
            nbf: None,
        };
        jsonwebtoken::encode(&header, &claims, &self.encoding)
    }

    /// The claims of a token, if it is valid at `now`.
    #[must_use]
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Option<TokenClaims> {
        let claims = self.verifier.verify(token, now.timestamp())?;
        Some(TokenClaims {
            user: claims.sub,
            session: claims.jti,
            version: claims.ver,
            issued_at: DateTime::from_timestamp(claims.iat, 0)?,
            expires_at: DateTime::from_timestamp(claims.exp, 0)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use serde_json::json;

    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn tokens() -> SessionTokens {
        SessionTokens::new(&SECRET.into())
    }

    /// Claims from `since` to `until`, in seconds from `now`.
    fn token(now: DateTime<Utc>, since: i64, until: i64) -> TokenClaims {
        TokenClaims {
            user: UserId::new(),
            session: SessionId::new(),
            version: 3,
            issued_at: now + TimeDelta::seconds(since),
            expires_at: now + TimeDelta::seconds(until),
        }
    }

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_780_000_000, 0).unwrap()
    }

    /// A token signed with the right secret, but with this header and these claims.
    fn forged(header: Header, claims: &serde_json::Value) -> String {
        jsonwebtoken::encode(
            &header,
            claims,
            &EncodingKey::from_secret(SECRET.as_bytes()),
        )
        .unwrap()
    }

    #[test]
    fn a_signed_token_is_verified() {
        let (tokens, now) = (tokens(), now());
        let token = token(now, 0, 3_600);
        let text = tokens.sign(token).unwrap();
        assert_eq!(tokens.verify(&text, now), Some(token));
    }

    #[test]
    fn a_token_is_due_for_renewal_in_the_second_half_of_its_lifetime() {
        let now = now();
        for (since, until, expected) in [
            (0, 60, false),
            (-29, 31, false),
            (-30, 30, false),
            (-31, 29, true),
            (-59, 1, true),
        ] {
            let token = token(now, since, until);
            assert_eq!(token.is_due_for_renewal(now), expected, "{since}..{until}");
        }
    }

    #[test]
    fn foreign_and_expired_tokens_are_rejected() {
        let (tokens, now) = (tokens(), now());
        let expired = tokens.sign(token(now, -7_200, -1));
        assert_eq!(tokens.verify(&expired.unwrap(), now), None);
        let token = token(now, 0, 3_600);

        let other = SessionTokens::new(&"another-secret-of-thirty-two-bytes".into());
        let foreign = other.sign(token).unwrap();
        assert_eq!(tokens.verify(&foreign, now), None);

        let ours = Header {
            typ: Some(TOKEN_TYPE.to_owned()),
            ..Header::default()
        };
        let claims = json!({
            "iss": ISSUER, "aud": AUDIENCE, "sub": token.user, "jti": token.session,
            "ver": token.version, "iat": now.timestamp(), "exp": now.timestamp() + 60,
        });
        assert!(
            tokens.verify(&forged(ours.clone(), &claims), now).is_some(),
            "the base of what follows"
        );
        for (claim, value) in [
            ("iss", json!("someone")),
            ("aud", json!("another")),
            ("sub", json!("root")),
            ("jti", json!(1)),
            ("ver", json!("3")),
            ("exp", json!(null)),
        ] {
            let mut claims = claims.clone();
            claims[claim] = value;
            assert_eq!(
                tokens.verify(&forged(ours.clone(), &claims), now),
                None,
                "{claim}"
            );
        }
        assert_eq!(
            tokens.verify(&forged(Header::default(), &claims), now),
            None,
            "typ"
        );
        let hs512 = Header {
            alg: Algorithm::HS512,
            ..ours
        };
        assert_eq!(tokens.verify(&forged(hs512, &claims), now), None, "alg");
        assert_eq!(tokens.verify("eyJhbGciOiJub25lIn0.e30.", now), None, "none");
        assert_eq!(tokens.verify("", now), None);
    }
}
