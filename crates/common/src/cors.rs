//! CORS: the origins whose pages may use the API (the Fetch standard, §3.2).
//!
//! `CORS_ORIGIN` lists exact origins. The web app is served from the gateway's own origin, so its
//! requests are same-origin. The backend applies the same rules when it is reached without the
//! gateway. The protocol is implemented by actix-cors.

use std::fmt;
use std::str::FromStr;

pub use actix_cors::Cors;
use actix_cors::CorsError;
use actix_web::ResponseError;
use actix_web::body::EitherBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
    HeaderMap, HeaderValue, ORIGIN, VARY,
};
use serde::{Deserialize, Serialize};
use serde_with::{As, DisplayFromStr};
use url::Url;

use crate::config::{Environment, Settings};
use crate::problem::Problem;

/// The origin of the guide's frontend in development.
const DEVELOPMENT_ORIGIN: &str = "http://localhost:3000";

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "DELETE", "OPTIONS"];
const ALLOWED_HEADERS: [&str; 5] = [
    "Content-Type",
    "Authorization",
    "If-Match",
    "If-None-Match",
    "X-Request-Id",
];
const EXPOSED_HEADERS: [&str; 6] = [
    "ETag",
    "X-Request-Id",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
];
/// `Access-Control-Max-Age`: ten minutes, in seconds.
const MAX_AGE: usize = 600;
const VARY_ORIGIN: HeaderValue = HeaderValue::from_static("Origin");

/// The allowed origins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedOrigins(Vec<String>);

/// An entry of the list is not an origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvalidOrigin {
    /// A wildcard.
    #[error("a wildcard would let every site act with its visitors' credentials")]
    Wildcard,
    /// Not an origin.
    #[error("\"{0}\" is no origin such as https://app.example.com")]
    Malformed(String),
}

/// The setting as it is read.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct CorsSettings {
    /// Origins that may call the API from a browser, separated by commas.
    #[serde(with = "As::<DisplayFromStr>")]
    cors_origin: AllowedOrigins,
}

impl AllowedOrigins {
    /// Reads `CORS_ORIGIN`: by default the guide's frontend in development, elsewhere none.
    pub fn read(settings: &mut Settings, environment: Environment) -> Self {
        let cors_origin = if environment.is_development() {
            Self(vec![DEVELOPMENT_ORIGIN.to_owned()])
        } else {
            Self(Vec::new())
        };
        let origins = settings.read(CorsSettings { cors_origin }).cors_origin;
        if environment.is_production() && origins.0.iter().any(|origin| origin.starts_with("http:"))
        {
            settings.warning(
                "CORS_ORIGIN",
                "allows pages without TLS: an attacker on the network can change them, \
                 and then act as their visitors",
            );
        }
        origins
    }

    /// Whether a page of an allowed origin sent the request. CORS does not apply to WebSockets, whose server
    /// checks it (RFC 6455 §10.2).
    #[must_use]
    pub fn allows(&self, headers: &HeaderMap) -> bool {
        let origin = headers.get(ORIGIN);
        origin.is_some_and(|origin| self.0.iter().any(|allowed| origin == allowed.as_str()))
    }

    /// The CORS middleware. Mount it inside a middleware that passes responses to
    /// [`finish_response`].
    pub fn cors(&self) -> Cors {
        let cors = Cors::default()
            .allowed_methods(METHODS)
            .allowed_headers(ALLOWED_HEADERS)
            .expose_headers(EXPOSED_HEADERS)
            .supports_credentials()
            .max_age(MAX_AGE)
            .disable_vary_header();
        self.0
            .iter()
            .fold(cors, |cors, origin| cors.allowed_origin(origin))
    }
}

impl fmt::Display for AllowedOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join(","))
    }
}

impl FromStr for AllowedOrigins {
    type Err = InvalidOrigin;

    fn from_str(text: &str) -> Result<Self, InvalidOrigin> {
        text.split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
            .map(origin)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// The ASCII serialisation of an origin (RFC 6454 §6.2): lower case, no default port, no slash.
fn origin(text: &str) -> Result<String, InvalidOrigin> {
    if text.contains('*') {
        return Err(InvalidOrigin::Wildcard);
    }
    ascii_serialization(text).ok_or_else(|| InvalidOrigin::Malformed(text.to_owned()))
}

fn ascii_serialization(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let origin = url.origin().ascii_serialization();
    let is_bare = Url::parse(&origin).ok()? == url;
    (is_bare && matches!(url.scheme(), "http" | "https")).then_some(origin)
}

/// Finishes a response of [`AllowedOrigins::cors`]: a rejected preflight, which is plain text there,
/// becomes a problem, and `Vary: Origin` is added.
pub fn finish_response<B>(response: ServiceResponse<B>) -> ServiceResponse<EitherBody<B>> {
    let error = response.response().error();
    let mut response = match error.and_then(|error| error.as_error::<CorsError>()) {
        Some(error) => {
            let detail = match error {
                CorsError::OriginNotAllowed => {
                    "Pages of this origin may not use this API.".to_owned()
                }
                error => format!("{error}."),
            };
            let problem = Problem::forbidden().detail(detail);
            response
                .into_response(problem.error_response())
                .map_into_right_body()
        }
        None => response.map_into_left_body(),
    };
    let headers = response.headers_mut();
    // actix-cors sends these to all origins.
    if !headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN) {
        headers.remove(ACCESS_CONTROL_ALLOW_CREDENTIALS);
        headers.remove(ACCESS_CONTROL_EXPOSE_HEADERS);
    }
    add_vary_origin(headers);
    response
}

/// Whether this is a CORS response field; those of a service behind a proxy are dropped.
pub fn is_cors_header(name: &str) -> bool {
    name.starts_with("access-control-")
}

/// Adds `Origin` to `Vary`, once (RFC 9110 §12.5.5). actix-cors itself would drop all but the first
/// of several `Vary` fields.
fn add_vary_origin(headers: &mut HeaderMap) {
    let is_present = headers
        .get_all(VARY)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|name| name.trim().eq_ignore_ascii_case("origin") || name.trim() == "*");
    if !is_present {
        headers.append(VARY, VARY_ORIGIN);
    }
}

#[cfg(test)]
mod tests {
    use actix_web::dev::{Service, Transform};
    use actix_web::http::header::ACCESS_CONTROL_REQUEST_METHOD;
    use actix_web::http::{Method, StatusCode};
    use actix_web::test::{TestRequest, ok_service};

    use super::*;

    /// The response to a preflight of this origin.
    async fn preflight(list: &str, origin: &'static str) -> ServiceResponse {
        let request = TestRequest::default()
            .method(Method::OPTIONS)
            .insert_header((ORIGIN, origin))
            .insert_header((ACCESS_CONTROL_REQUEST_METHOD, "PUT"));
        let list: AllowedOrigins = list.parse().unwrap();
        let service = list.cors().new_transform(ok_service()).await.unwrap();
        finish_response(service.call(request.to_srv_request()).await.unwrap()).map_into_boxed_body()
    }

    #[actix_web::test]
    async fn origins_are_exact() {
        let list = "http://localhost:3000, https://App.example.com:443/";
        for origin in ["http://localhost:3000", "https://app.example.com"] {
            let response = preflight(list, origin).await;
            assert_eq!(response.status(), StatusCode::OK);
            assert_eq!(response.headers().get(VARY).unwrap(), "Origin");
        }
        for other in [
            "http://localhost",
            "http://localhost:3001",
            "https://localhost:3000",
            "http://app.example.com",
            "https://app.example.com.evil.example",
            "https://evil-app.example.com",
            "https://sub.app.example.com",
            "http://localhost:3000.evil.example",
            "HTTP://LOCALHOST:3000",
            "http://localhost:3000/",
            "null",
            "",
        ] {
            let response = preflight(list, other).await;
            assert_eq!(response.status(), StatusCode::FORBIDDEN, "{other}");
            assert_eq!(response.headers().get(VARY).unwrap(), "Origin");
        }
        let response = preflight("", "http://localhost:3000").await;
        assert_eq!(response.status(), StatusCode::FORBIDDEN);
    }

    #[test]
    fn in_production_origins_without_tls_are_warned_of() {
        for (environment, origins, count) in [
            (Environment::Production, "http://localhost:3000", 1),
            (Environment::Production, "https://a,http://b", 1),
            (Environment::Production, "https://a,https://b", 0),
            (Environment::Production, "", 0),
            (Environment::Staging, "http://localhost:3000", 0),
        ] {
            let mut settings = Settings::from_pairs([("CORS_ORIGIN", origins)]);
            AllowedOrigins::read(&mut settings, environment);
            assert_eq!(settings.warnings().lines().len(), count, "{origins}");
        }
    }

    #[test]
    fn wildcards_and_malformed_origins_are_rejected() {
        let parse = |text: &str| text.parse::<AllowedOrigins>();
        assert_eq!(parse("*"), Err(InvalidOrigin::Wildcard));
        assert_eq!(parse("https://*.example.com"), Err(InvalidOrigin::Wildcard));
        for bad in ["null", "example.com", "ftp://a", "http://a/b", "http://u@a"] {
            assert_eq!(parse(bad), Err(InvalidOrigin::Malformed(bad.to_owned())));
        }
    }

    #[test]
    fn vary_has_origin_once_and_keeps_other_names() {
        for (own, expected) in [
            (vec![], vec!["Origin"]),
            (
                vec!["Accept", "Accept-Encoding"],
                vec!["Accept", "Accept-Encoding", "Origin"],
            ),
            (
                vec!["Accept-Encoding, origin"],
                vec!["Accept-Encoding, origin"],
            ),
            (vec!["*"], vec!["*"]),
        ] {
            let mut headers = HeaderMap::new();
            for value in own {
                headers.append(VARY, HeaderValue::from_static(value));
            }
            add_vary_origin(&mut headers);
            assert_eq!(headers.get_all(VARY).collect::<Vec<_>>(), expected);
        }
    }
}
