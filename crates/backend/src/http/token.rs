//! Session tokens: JWT (RFC 7519), signed with HS256.
//!
//! A token says whose session it is; whether that session still stands is the `sessions`
//! table's word, so that signing out works at once.

use chrono::{DateTime, Utc};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::ids::{SessionId, UserId};

/// Who signs.
pub const ISSUER: &str = "kpi-productivity";
/// For whom.
pub const AUDIENCE: &str = "kpi-productivity-api";
/// A `typ` of our own (RFC 8725 §3.11), so that no other kind of token passes for a session.
const TOKEN_TYPE: &str = "kpi-session+jwt";

#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    jti: SessionId,
    iat: i64,
    exp: i64,
}

/// What a valid token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// Whose.
    pub user: UserId,
    /// Which session.
    pub session: SessionId,
}

/// Signs and verifies.
pub struct Tokens {
    encoding: EncodingKey,
    decoding: DecodingKey,
    validation: Validation,
}

impl Tokens {
    /// With this secret.
    #[must_use]
    pub fn new(secret: &SecretString) -> Self {
        let secret = secret.expose_secret().as_bytes();
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // Compared with the server's clock in `verify`, as everything else is.
        validation.validate_exp = false;
        Self {
            encoding: EncodingKey::from_secret(secret),
            decoding: DecodingKey::from_secret(secret),
            validation,
        }
    }

    /// A token for a session that ends at `expires_at`.
    ///
    /// # Errors
    /// Should signing fail, which it does only for keys of another kind.
    pub fn sign(
        &self,
        token: Token,
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
            iat: issued_at.timestamp(),
            exp: expires_at.timestamp(),
        };
        jsonwebtoken::encode(&header, &claims, &self.encoding)
    }

    /// What a token says, if it is ours and has not expired by `now`.
    #[must_use]
    pub fn verify(&self, token: &str, now: DateTime<Utc>) -> Option<Token> {
        let data = jsonwebtoken::decode::<Claims>(token, &self.decoding, &self.validation).ok()?;
        let stands = now.timestamp() < data.claims.exp;
        (stands && data.header.typ.as_deref() == Some(TOKEN_TYPE)).then_some(Token {
            user: data.claims.sub,
            session: data.claims.jti,
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;
    use serde_json::json;

    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn tokens() -> Tokens {
        Tokens::new(&SECRET.into())
    }

    fn token() -> Token {
        Token {
            user: UserId::new(),
            session: SessionId::new(),
        }
    }

    /// A token signed with our secret, but with claims and header of the caller's.
    fn forged(header: Header, claims: &serde_json::Value) -> String {
        jsonwebtoken::encode(
            &header,
            claims,
            &EncodingKey::from_secret(SECRET.as_bytes()),
        )
        .unwrap()
    }

    #[test]
    fn what_is_signed_is_read_back() {
        let (tokens, token, now) = (tokens(), token(), Utc::now());
        let text = tokens.sign(token, now, now + TimeDelta::hours(1)).unwrap();
        assert_eq!(tokens.verify(&text, now), Some(token));
    }

    #[test]
    fn others_and_expired_ones_are_refused() {
        let (tokens, token, now) = (tokens(), token(), Utc::now());
        let expired = tokens.sign(
            token,
            now - TimeDelta::hours(2),
            now - TimeDelta::seconds(1),
        );
        assert_eq!(tokens.verify(&expired.unwrap(), now), None);

        let other = Tokens::new(&"another-secret-of-thirty-two-bytes".into());
        let foreign = other.sign(token, now, now + TimeDelta::hours(1)).unwrap();
        assert_eq!(tokens.verify(&foreign, now), None);

        let ours = Header {
            typ: Some(TOKEN_TYPE.to_owned()),
            ..Header::default()
        };
        let claims = json!({
            "iss": ISSUER, "aud": AUDIENCE, "sub": token.user, "jti": token.session,
            "iat": now.timestamp(), "exp": now.timestamp() + 60,
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
