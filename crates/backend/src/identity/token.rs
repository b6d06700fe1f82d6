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

    /// A token for a session that ends at `expires_at`.
    ///
    /// # Errors
    /// When signing fails, which it does only for a key of another algorithm.
    pub fn sign(
        &self,
        token: TokenClaims,
        issued_at: DateTime<Utc>,
        expires_at: DateTime<Utc>,
    ) -> Result<String, jsonwebtoken::errors::Error> {
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
            iat: issued_at.timestamp(),
            exp: expires_at.timestamp(),
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

    fn token() -> TokenClaims {
        TokenClaims {
            user: UserId::new(),
            session: SessionId::new(),
            version: 3,
        }
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
        let (tokens, token, now) = (tokens(), token(), Utc::now());
        let text = tokens.sign(token, now, now + TimeDelta::hours(1)).unwrap();
        assert_eq!(tokens.verify(&text, now), Some(token));
    }

    #[test]
    fn foreign_and_expired_tokens_are_rejected() {
        let (tokens, token, now) = (tokens(), token(), Utc::now());
        let expired = tokens.sign(
            token,
            now - TimeDelta::hours(2),
            now - TimeDelta::seconds(1),
        );
        assert_eq!(tokens.verify(&expired.unwrap(), now), None);

        let other = SessionTokens::new(&"another-secret-of-thirty-two-bytes".into());
        let foreign = other.sign(token, now, now + TimeDelta::hours(1)).unwrap();
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
