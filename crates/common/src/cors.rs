//! Which other origins' pages may use the API (the Fetch standard, §3.2).
//!
//! Origins are named exactly in `CORS_ORIGIN`. The gateway's own origin needs no permission: its
//! pages are of the same origin, and browsers ask for none. The backend judges by the same rules
//! where it is reached without the gateway. actix-cors speaks the protocol.

use std::fmt;
use std::str::FromStr;

pub use actix_cors::Cors;
use actix_cors::CorsError;
use actix_web::ResponseError;
use actix_web::body::EitherBody;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS,
    HeaderMap, HeaderValue, VARY,
};
use serde::{Deserialize, Serialize};
use serde_with::{As, DisplayFromStr};
use url::Url;

use crate::config::{Environment, Settings};
use crate::problem::Problem;

/// Where the guide's frontend is on a developer's machine.
const DEVELOPMENT_ORIGIN: &str = "http://localhost:3000";

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "DELETE", "OPTIONS"];
const ALLOWED_HEADERS: [&str; 4] = ["Content-Type", "Authorization", "If-Match", "X-Request-Id"];
const EXPOSED_HEADERS: [&str; 6] = [
    "ETag",
    "X-Request-Id",
    "RateLimit-Limit",
    "RateLimit-Remaining",
    "RateLimit-Reset",
    "Retry-After",
];
/// Ten minutes, in seconds: long enough to halve the requests of a page, short enough to take
/// effect.
const MAX_AGE: usize = 600;
const VARY_ORIGIN: HeaderValue = HeaderValue::from_static("Origin");

/// The origins that may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedOrigins(Vec<String>);

/// An entry of the list is no origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoOrigin {
    /// Everybody.
    #[error("a wildcard would let every site act with its visitors' credentials")]
    Wildcard,
    /// Something else.
    #[error("\"{0}\" is no origin such as https://app.example.com")]
    Malformed(String),
}

/// Who may call the API from a browser.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct CorsSettings {
    /// Origins that may call the API from a browser, parted by commas.
    #[serde(with = "As::<DisplayFromStr>")]
    cors_origin: AllowedOrigins,
}

impl AllowedOrigins {
    /// Reads `CORS_ORIGIN`: in development by default the guide's frontend, elsewhere nobody.
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
                "lets pages in that come without TLS: whoever is on their way can change them, \
                 and then act as their visitors",
            );
        }
        origins
    }

    /// The middleware that answers preflights, and tells the origin that may. Mount it within
    /// something that hands responses to [`respond`].
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
    type Err = NoOrigin;

    fn from_str(text: &str) -> Result<Self, NoOrigin> {
        text.split(',')
            .map(str::trim)
            .filter(|entry| !entry.is_empty())
            .map(origin)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}

/// An origin as browsers write it (RFC 6454 §6.2): small letters, no default port, no slash.
fn origin(text: &str) -> Result<String, NoOrigin> {
    if text.contains('*') {
        return Err(NoOrigin::Wildcard);
    }
    serialised(text).ok_or_else(|| NoOrigin::Malformed(text.to_owned()))
}

fn serialised(text: &str) -> Option<String> {
    let url = Url::parse(text).ok()?;
    let origin = url.origin().ascii_serialization();
    let is_bare = Url::parse(&origin).ok()? == url;
    (is_bare && matches!(url.scheme(), "http" | "https")).then_some(origin)
}

/// What is left to do with a response that came through [`AllowedOrigins::cors`]: a refused
/// preflight, which is a line of text there, becomes a problem, so that whoever looks for the
/// reason finds it; and caches are told that responses differ by origin.
pub fn respond<B>(response: ServiceResponse<B>) -> ServiceResponse<EitherBody<B>> {
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
    // actix-cors says these to everybody.
    if !headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN) {
        headers.remove(ACCESS_CONTROL_ALLOW_CREDENTIALS);
        headers.remove(ACCESS_CONTROL_EXPOSE_HEADERS);
    }
    vary(headers);
    response
}

/// Whether a field says what pages of other origins may do: what a service behind a proxy says of
/// that itself is dropped.
pub fn is_permission(name: &str) -> bool {
    name.starts_with("access-control-")
}

/// Adds `Origin` to `Vary`, once (RFC 9110 §12.5.5). actix-cors' own way keeps but the first of
/// several `Vary` fields.
fn vary(headers: &mut HeaderMap) {
    let is_said = headers
        .get_all(VARY)
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|name| name.trim().eq_ignore_ascii_case("origin") || name.trim() == "*");
    if !is_said {
        headers.append(VARY, VARY_ORIGIN);
    }
}

#[cfg(test)]
mod tests {
    use actix_web::dev::{Service, Transform};
    use actix_web::http::header::{ACCESS_CONTROL_REQUEST_METHOD, ORIGIN};
    use actix_web::http::{Method, StatusCode};
    use actix_web::test::{TestRequest, ok_service};

    use super::*;

    /// What a page of this origin is told of its preflight.
    async fn preflight(list: &str, origin: &'static str) -> ServiceResponse {
        let request = TestRequest::default()
            .method(Method::OPTIONS)
            .insert_header((ORIGIN, origin))
            .insert_header((ACCESS_CONTROL_REQUEST_METHOD, "PUT"));
        let list: AllowedOrigins = list.parse().unwrap();
        let service = list.cors().new_transform(ok_service()).await.unwrap();
        respond(service.call(request.to_srv_request()).await.unwrap()).map_into_boxed_body()
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
    fn in_production_origins_without_tls_are_odd() {
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
    fn wildcards_and_nonsense_are_refused() {
        let parse = |text: &str| text.parse::<AllowedOrigins>();
        assert_eq!(parse("*"), Err(NoOrigin::Wildcard));
        assert_eq!(parse("https://*.example.com"), Err(NoOrigin::Wildcard));
        for bad in ["null", "example.com", "ftp://a", "http://a/b", "http://u@a"] {
            assert_eq!(parse(bad), Err(NoOrigin::Malformed(bad.to_owned())));
        }
    }

    #[test]
    fn vary_names_origin_once_and_keeps_the_rest() {
        for (own, told) in [
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
            vary(&mut headers);
            assert_eq!(headers.get_all(VARY).collect::<Vec<_>>(), told);
        }
    }
}
