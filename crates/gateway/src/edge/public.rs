//! Which operations of the API are for everybody: those that its description says need nothing,
//! and the description itself. The description is the backend's golden file, so the two cannot
//! drift apart.
//!
//! A path is compared as it is given. An odd spelling of a public path, such as an escaped letter,
//! is not public, which costs nobody anything: no client spells so.

use std::collections::HashMap;

use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::guard::METHODS;
use crate::area::is_at_or_below;

const DESCRIPTION: &str = include_str!("../../../backend/openapi.json");

/// The part of an OpenAPI description that says who may.
#[derive(Deserialize)]
struct Description {
    #[serde(default)]
    security: Vec<Requirement>,
    /// By path and, in small letters, by method; other members stand there too.
    paths: HashMap<String, HashMap<String, Member>>,
}

/// Alternatives; an empty one asks for nothing.
type Requirement = HashMap<String, IgnoredAny>;

#[derive(Deserialize)]
#[serde(untagged)]
enum Member {
    Operation { security: Option<Vec<Requirement>> },
    Other(IgnoredAny),
}

/// The description cannot be read; the build that embedded it was wrong.
#[derive(Debug, thiserror::Error)]
#[error("The API description inside the gateway cannot be read: {0}.")]
pub struct UnreadableDescription(#[from] serde_json::Error);

/// The operations for everybody, each with the pattern of its path, such as `/api/habits/{id}`.
pub(super) struct PublicOperations(Vec<(Method, ResourceDef)>);

impl PublicOperations {
    /// Reads the embedded description.
    pub(super) fn read() -> Result<Self, UnreadableDescription> {
        Ok(Self::of(&serde_json::from_str(DESCRIPTION)?))
    }

    fn of(description: &Description) -> Self {
        let is_public = |member: &Member| match member {
            Member::Operation { security } => {
                let requirements = security.as_ref().unwrap_or(&description.security);
                requirements.is_empty() || requirements.iter().any(HashMap::is_empty)
            }
            Member::Other(_) => false,
        };
        let mut public = Vec::new();
        for (path, members) in &description.paths {
            for method in METHODS {
                let member = members.get(&method.as_str().to_ascii_lowercase());
                if member.is_some_and(is_public) {
                    public.push((method, ResourceDef::new(path.as_str())));
                }
            }
        }
        Self(public)
    }

    /// Whether everybody may do this. HEAD is as public as GET (RFC 9110 §9.3.2).
    pub(super) fn contains(&self, method: &Method, path: &str) -> bool {
        let method = if *method == Method::HEAD {
            &Method::GET
        } else {
            method
        };
        let is_description = path == "/api/openapi.json" || is_at_or_below(path, "/api/docs");
        (is_description && *method == Method::GET)
            || self
                .0
                .iter()
                .any(|(public, pattern)| public == method && pattern.is_match(path))
    }

    /// Whether this is one of those by which strangers become users (sign-in, registration,
    /// reset), and by which passwords are guessed: public, below `/api/auth`, not merely read.
    pub(super) fn is_sign_in(&self, method: &Method, path: &str) -> bool {
        !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
            && path.starts_with("/api/auth/")
            && self.contains(method, path)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// Every operation of the description, with a path made of its template, and whether the
    /// description lets everybody in; read in another way than above.
    fn described() -> Vec<(Method, String, bool)> {
        let description: Value = serde_json::from_str(DESCRIPTION).unwrap();
        let mut all = Vec::new();
        for (template, item) in description["paths"].as_object().unwrap() {
            let path: Vec<_> = template
                .split('/')
                .map(|segment| {
                    if segment.starts_with('{') {
                        "x"
                    } else {
                        segment
                    }
                })
                .collect();
            for (method, operation) in item.as_object().unwrap() {
                let Ok(method) = Method::from_bytes(method.to_uppercase().as_bytes()) else {
                    continue;
                };
                let is_public = operation["security"] == serde_json::json!([{}]);
                all.push((method, path.join("/"), is_public));
            }
        }
        all
    }

    #[test]
    fn every_described_operation_is_classified_as_described() {
        let public = PublicOperations::read().unwrap();
        let described = described();
        assert!(described.len() > 30, "{}", described.len());
        for (method, path, is_public) in &described {
            assert_eq!(public.contains(method, path), *is_public, "{method} {path}");
        }
        let count = described
            .iter()
            .filter(|(_, _, is_public)| *is_public)
            .count();
        assert_eq!(public.0.len(), count);
    }

    #[test]
    fn what_lets_strangers_in_is_known_and_nothing_else_in_its_spelling() {
        let public = PublicOperations::read().unwrap();
        for path in ["/api/auth/login", "/api/auth/register"] {
            assert!(public.contains(&Method::POST, path), "{path}");
            assert!(public.is_sign_in(&Method::POST, path), "{path}");
            assert!(!public.contains(&Method::GET, path), "{path}");
        }
        for path in [
            "/api/auth/login/",
            "/api//auth/login",
            "/API/auth/login",
            "/api/auth/%6cogin",
            "/api/auth/logout",
            "/api",
            "/api/docsx",
        ] {
            assert!(!public.contains(&Method::POST, path), "{path}");
            assert!(!public.contains(&Method::GET, path), "{path}");
        }
        assert!(public.contains(&Method::GET, "/api/health"));
        assert!(public.contains(&Method::HEAD, "/api/health"));
        for path in [
            "/api/docs",
            "/api/docs/",
            "/api/docs/swagger-ui.css",
            "/api/openapi.json",
        ] {
            assert!(public.contains(&Method::GET, path), "{path}");
            assert!(!public.contains(&Method::POST, path), "{path}");
        }
    }

    #[test]
    fn an_operation_inherits_what_the_whole_asks_for() {
        let read = |text: &str| PublicOperations::of(&serde_json::from_str(text).unwrap());
        let inherits = read(r#"{"security":[{"s":[]}],"paths":{"/a":{"get":{}}}}"#);
        assert!(!inherits.contains(&Method::GET, "/a"));
        let either = read(
            r#"{"security":[{"s":[]}],"paths":{"/a/{id}":{"get":{"security":[{},{"s":[]}]}}}}"#,
        );
        assert!(either.contains(&Method::GET, "/a/7"));
        assert!(!either.contains(&Method::GET, "/a/") && !either.contains(&Method::GET, "/a/7/8"));
        let open = read(r#"{"paths":{"/a":{"get":{}}}}"#);
        assert!(open.contains(&Method::GET, "/a"));
    }
}
