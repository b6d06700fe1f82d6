//! The public operations of the API: those without a security requirement in its OpenAPI
//! description, and the description itself. It is the backend's golden file, so that both agree.
//!
//! Paths are compared undecoded: a percent-encoded spelling of a public path is not public. No
//! client sends it.

use std::collections::HashMap;

use actix_web::dev::ResourceDef;
use actix_web::http::Method;
use serde::Deserialize;
use serde::de::IgnoredAny;

use super::guard::METHODS;
use crate::area::is_at_or_below;

const OPENAPI: &str = include_str!("../../../backend/openapi.json");

/// The security requirements of an OpenAPI description.
#[derive(Deserialize)]
struct Description {
    #[serde(default)]
    security: Vec<Requirement>,
    /// By path and lower-case method; a path item has other members, too.
    paths: HashMap<String, HashMap<String, Member>>,
}

/// One alternative; an empty one requires nothing.
type Requirement = HashMap<String, IgnoredAny>;

#[derive(Deserialize)]
#[serde(untagged)]
enum Member {
    Operation { security: Option<Vec<Requirement>> },
    Other(IgnoredAny),
}

/// The embedded description is invalid: an error of the build.
#[derive(Debug, thiserror::Error)]
#[error("The API description inside the gateway cannot be read: {0}.")]
pub struct InvalidDescription(#[from] serde_json::Error);

/// The public operations, each with its path pattern, such as `/api/habits/{id}`.
pub(super) struct PublicOperations(Vec<(Method, ResourceDef)>);

impl PublicOperations {
    /// Reads the embedded description.
    pub(super) fn read() -> Result<Self, InvalidDescription> {
        Ok(Self::of(&serde_json::from_str(OPENAPI)?))
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

    /// Whether an operation is public; HEAD as GET (RFC 9110 §9.3.2).
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

    /// Whether this opens something to whoever knows a secret, such as a sign-in, a registration, a password reset or
    /// an invitation: public, and not a safe method.
    pub(super) fn is_sign_in(&self, method: &Method, path: &str) -> bool {
        !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
            && self.contains(method, path)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    /// Every operation of the description, with a path made from its template, and whether it is
    /// public; parsed independently of the code above.
    fn described() -> Vec<(Method, String, bool)> {
        let description: Value = serde_json::from_str(OPENAPI).unwrap();
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
    fn public_paths_match_in_their_exact_spelling_only() {
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
            "/api/docs/page.css",
            "/api/openapi.json",
        ] {
            assert!(public.contains(&Method::GET, path), "{path}");
            assert!(!public.contains(&Method::POST, path), "{path}");
        }
    }

    #[test]
    fn an_operation_inherits_the_global_requirements() {
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
