//! Session tokens and their verification: JWT (RFC 7519), signed with HS256 only.
//!
//! The backend signs and verifies them; the gateway verifies them by the same rules before it
//! forwards a request. Whether the session has been revoked since is known to the backend only.

use std::collections::HashSet;

use actix_web::http::header::{AUTHORIZATION, HeaderMap};
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use secrecy::{ExposeSecret, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::config::{Environment, Settings, fields};

/// The `iss` claim.
pub const ISSUER: &str = "kpi-productivity";
/// The `aud` claim.
pub const AUDIENCE: &str = "kpi-productivity-api";
/// The `typ` header (RFC 8725 §3.11): no other kind of token is accepted as a session.
pub const TOKEN_TYPE: &str = "kpi-session+jwt";
/// A shorter secret can be guessed (RFC 8725 §3.5; HS256 needs 256 bits, RFC 7518 §3.2).
const SECRET_MIN_BYTES: usize = 32;

/// The claims of a token (RFC 7519 §4.1); times are in seconds since the Unix epoch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims<User = Uuid, Session = Uuid> {
    /// [`ISSUER`].
    pub iss: String,
    /// [`AUDIENCE`].
    pub aud: String,
    /// The user's id.
    pub sub: User,
    /// The session's id.
    pub jti: Session,
    /// The user's token version when it was signed: it counts how often all of the user's sessions
    /// have been revoked.
    #[serde(default)]
    pub ver: i32,
    /// Issued at.
    pub iat: i64,
    /// Expires at.
    pub exp: i64,
    /// Not valid before, if set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<i64>,
}

/// Verifies tokens. `Debug` does not print the key.
#[derive(Debug, Clone)]
pub struct Verifier {
    key: DecodingKey,
    validation: Validation,
}

impl Verifier {
    /// For tokens signed with this secret.
    #[must_use]
    pub fn new(secret: &SecretString) -> Self {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // Compared with the caller's clock in `verify`, without leeway.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        Self {
            key: DecodingKey::from_secret(secret.expose_secret().as_bytes()),
            validation,
        }
    }

    /// The claims of a token, if it is valid at `now` (seconds since the Unix epoch).
    #[must_use]
    pub fn verify<User, Session>(&self, token: &str, now: i64) -> Option<Claims<User, Session>>
    where
        User: DeserializeOwned,
        Session: DeserializeOwned,
    {
        let data =
            jsonwebtoken::decode::<Claims<User, Session>>(token, &self.key, &self.validation);
        let data = data.ok()?;
        let claims = data.claims;
        let is_current = now < claims.exp && claims.nbf.is_none_or(|nbf| nbf <= now);
        let is_session = data.header.typ.as_deref() == Some(TOKEN_TYPE);
        (is_current && is_session).then_some(claims)
    }
}

/// The token of `Authorization: Bearer TOKEN` (RFC 6750 §2.1; the scheme is case-insensitive).
#[must_use]
pub fn bearer(headers: &HeaderMap) -> Option<&str> {
    let authorization = headers.get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = authorization.split_once(' ')?;
    let is_bearer = scheme.eq_ignore_ascii_case("bearer");
    is_bearer.then_some(token.trim())
}

/// Parts of example secrets in documents, which are public.
const EXAMPLES: [&str; 4] = [
    "your-super-secret",
    "development-secret",
    "change-in-production",
    "changeme",
];

/// A secret with fewer distinct bytes is not random.
const SECRET_MIN_DISTINCT: usize = 8;

/// The setting for the signing secret.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct SecretSettings {
    /// Signs session tokens; at least 32 bytes, such as `openssl rand -base64 32` makes.
    #[serde(serialize_with = "fields::secret")]
    jwt_secret: Option<SecretString>,
}

/// Reads `JWT_SECRET`; one that is too short is a problem, and outside development also one that
/// can be guessed.
pub fn read_secret(settings: &mut Settings, environment: Environment) -> Option<SecretString> {
    let unset = SecretSettings { jwt_secret: None };
    let secret = settings.read(unset).jwt_secret?;
    let text = secret.expose_secret();
    let length = text.len();
    let plain = text.to_ascii_lowercase().replace('_', "-");
    let distinct: HashSet<u8> = text.bytes().collect();
    let reason = if length < SECRET_MIN_BYTES {
        format!("has {length} bytes, at least {SECRET_MIN_BYTES} are needed")
    } else if environment.is_development() {
        return Some(secret);
    } else if EXAMPLES.iter().any(|example| plain.contains(example)) {
        "is an example from the documentation, so that it is public".to_owned()
    } else if distinct.len() < SECRET_MIN_DISTINCT {
        "repeats a few characters, so that it can be guessed".to_owned()
    } else {
        return Some(secret);
    };
    settings.problem(
        "JWT_SECRET",
        format!("{reason}; make one with: openssl rand -base64 32"),
    );
    None
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;
    use jsonwebtoken::{EncodingKey, Header};

    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";
    const NOW: i64 = 1_800_000_000;

    fn claims() -> Claims {
        Claims {
            iss: ISSUER.to_owned(),
            aud: AUDIENCE.to_owned(),
            sub: Uuid::now_v7(),
            jti: Uuid::now_v7(),
            ver: 1,
            iat: NOW,
            exp: NOW + 60,
            nbf: None,
        }
    }

    fn signed(header: Header, claims: &impl Serialize, secret: &str) -> String {
        let key = EncodingKey::from_secret(secret.as_bytes());
        jsonwebtoken::encode(&header, claims, &key).unwrap()
    }

    fn session_header() -> Header {
        Header {
            typ: Some(TOKEN_TYPE.to_owned()),
            ..Header::new(Algorithm::HS256)
        }
    }

    fn verify(token: &str) -> Option<Claims> {
        Verifier::new(&SECRET.into()).verify(token, NOW)
    }

    #[test]
    fn a_signed_token_is_valid_until_it_expires() {
        let claims = claims();
        let token = signed(session_header(), &claims, SECRET);
        assert_eq!(verify(&token), Some(claims));
        let at = |now| Verifier::new(&SECRET.into()).verify::<Uuid, Uuid>(&token, now);
        assert!(at(NOW + 59).is_some());
        assert!(at(NOW + 60).is_none());
    }

    #[test]
    fn tokens_of_other_issuers_keys_and_types_are_rejected() {
        let base = serde_json::to_value(claims()).unwrap();
        assert!(verify(&signed(session_header(), &base, SECRET)).is_some());
        for (claim, value) in [
            ("iss", serde_json::json!("someone")),
            ("aud", serde_json::json!("another")),
            ("aud", serde_json::json!(null)),
            ("sub", serde_json::json!("root")),
            ("jti", serde_json::json!(1)),
            ("ver", serde_json::json!("1")),
            ("exp", serde_json::json!(null)),
            ("exp", serde_json::json!(NOW)),
            ("nbf", serde_json::json!(NOW + 1)),
        ] {
            let mut claims = base.clone();
            claims[claim] = value;
            let token = signed(session_header(), &claims, SECRET);
            assert_eq!(verify(&token), None, "{claim}");
        }
        let other = "another-secret-of-thirty-two-bytes";
        assert_eq!(verify(&signed(session_header(), &base, other)), None);
        assert_eq!(verify(&signed(Header::default(), &base, SECRET)), None);
        let hs512 = Header {
            alg: Algorithm::HS512,
            ..session_header()
        };
        assert_eq!(verify(&signed(hs512, &base, SECRET)), None);
        assert_eq!(verify("eyJhbGciOiJub25lIn0.e30."), None);
        assert_eq!(verify(""), None);
    }

    #[test]
    fn the_token_is_read_from_a_bearer_header() {
        for (authorization, token) in [
            ("Bearer t", Some("t")),
            ("bearer  t ", Some("t")),
            ("Basic t", None),
            ("t", None),
        ] {
            let mut headers = HeaderMap::new();
            assert_eq!(bearer(&headers), None);
            headers.insert(AUTHORIZATION, HeaderValue::from_static(authorization));
            assert_eq!(bearer(&headers), token);
        }
    }

    fn problem_of(secret: &str, environment: Environment) -> Option<String> {
        let mut settings = Settings::from_pairs([("JWT_SECRET", secret)]);
        let is_accepted = read_secret(&mut settings, environment).is_some();
        let problems = settings.finish().err().map(|problems| problems.to_string());
        assert_eq!(is_accepted, problems.is_none());
        problems
    }

    #[test]
    fn a_short_secret_is_a_problem_everywhere() {
        for environment in [Environment::Development, Environment::Production] {
            let problem = problem_of("hunter2", environment).unwrap();
            assert!(problem.contains("has 7 bytes, at least 32"), "{problem}");
            assert!(!problem.contains("hunter2"), "{problem}");
            assert_eq!(problem_of(SECRET, environment), None);
        }
    }

    #[test]
    fn outside_development_a_secret_that_everybody_knows_is_a_problem() {
        for secret in [
            "development-secret-key-change-in-production",
            "your-super-secret-key-of-at-least-32-chars",
            "YOUR_SUPER_SECRET_KEY_OF_AT_LEAST_32_CHARS",
            "changeme-changeme-changeme-changeme",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            "12341234123412341234123412341234123412",
        ] {
            assert_eq!(
                problem_of(secret, Environment::Development),
                None,
                "{secret}"
            );
            for environment in [Environment::Staging, Environment::Production] {
                let problem = problem_of(secret, environment).unwrap();
                assert!(
                    problem.ends_with("make one with: openssl rand -base64 32."),
                    "{problem}"
                );
                assert!(!problem.contains(secret), "{problem}");
            }
        }
        // As `openssl rand` makes them, in base64 and in hexadecimal digits.
        for secret in [
            "q0y6Wl4dJ0c1m9gkq2p2uTn1Qm8rCw5xkz7o3hVb3hA=",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        ] {
            assert_eq!(problem_of(secret, Environment::Production), None);
        }
    }
}
