//! Which other origins' pages may use the API (the Fetch standard, §3.2).
//!
//! Origins are named exactly in `CORS_ORIGIN`. The gateway's own origin needs no permission: its
//! pages are of the same origin, and browsers ask for none. The backend judges by the same rules
//! where it is reached without the gateway.

use std::fmt;
use std::str::FromStr;

use actix_web::HttpResponse;
use actix_web::http::Method;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderName, HeaderValue, ORIGIN, VARY,
};
use actix_web::http::uri::{Scheme, Uri};

use crate::config::{Environment, Settings};
use crate::problem::Problem;

/// Where the guide's frontend is on a developer's machine.
const DEVELOPMENT_ORIGIN: &str = "http://localhost:3000";

const METHODS: HeaderValue = HeaderValue::from_static("GET, POST, PUT, DELETE, OPTIONS");
const HEADERS: HeaderValue =
    HeaderValue::from_static("Content-Type, Authorization, If-Match, X-Request-Id");
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "ETag, X-Request-Id, RateLimit, RateLimit-Policy, RateLimit-Limit, RateLimit-Remaining, \
     RateLimit-Reset, Retry-After",
);
const YES: HeaderValue = HeaderValue::from_static("true");
/// Ten minutes: long enough to halve the requests of a page, short enough to take effect.
const MAX_AGE: HeaderValue = HeaderValue::from_static("600");
const VARY_ORIGIN: HeaderValue = HeaderValue::from_static("Origin");

/// The fields of an answer that are set here.
const ANSWERING: [HeaderName; 6] = [
    ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_ALLOW_CREDENTIALS,
    ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_HEADERS,
    ACCESS_CONTROL_EXPOSE_HEADERS,
    ACCESS_CONTROL_MAX_AGE,
];

/// The origins that may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowedOrigins(Vec<HeaderValue>);

/// An entry of the list is no origin.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoOrigin {
    /// Everybody.
    #[error("a wildcard would let every site act with its visitors' credentials")]
    Wildcard,
    /// Something else.
    #[error("\"{0}\" is no origin")]
    Malformed(String),
}

impl AllowedOrigins {
    /// Reads `CORS_ORIGIN`: in development by default the guide's frontend, elsewhere nobody.
    pub fn read(settings: &mut Settings, environment: Environment) -> Self {
        let default = if environment.is_development() {
            Self(vec![HeaderValue::from_static(DEVELOPMENT_ORIGIN)])
        } else {
            Self(Vec::new())
        };
        let origins = settings.parse_or(
            "CORS_ORIGIN",
            default,
            "origins such as https://app.example.com, parted by commas",
        );
        if environment.is_production() && origins.0.iter().any(is_plain) {
            settings.warning(
                "CORS_ORIGIN",
                "lets pages in that come without TLS: whoever is on their way can change them, \
                 and then act as their visitors",
            );
        }
        origins
    }

    /// Whether a page of this origin may.
    pub fn contains(&self, origin: &HeaderValue) -> bool {
        self.0.contains(origin)
    }

    /// Answers a preflight; the permission itself is [`answer`]'s.
    ///
    /// A page of an origin that may not is told so in words. A browser would take an answer
    /// without permission for the same, but whoever looks for the reason would not find it.
    pub fn preflight(&self, origin: Option<&HeaderValue>) -> Result<HttpResponse, Problem> {
        if origin.is_some_and(|origin| self.contains(origin)) {
            Ok(HttpResponse::Ok().finish())
        } else {
            Err(Problem::forbidden().detail("Pages of this origin may not use this API."))
        }
    }
}

impl fmt::Display for AllowedOrigins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("(nobody)");
        }
        let origins = self.0.iter().filter_map(|origin| origin.to_str().ok());
        f.write_str(&origins.collect::<Vec<_>>().join(","))
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

fn is_plain(origin: &HeaderValue) -> bool {
    origin.as_bytes().starts_with(b"http:")
}

/// An origin as browsers write it (RFC 6454 §6.2): small letters, no default port, no slash.
fn origin(text: &str) -> Result<HeaderValue, NoOrigin> {
    if text.contains('*') {
        return Err(NoOrigin::Wildcard);
    }
    serialised(text).ok_or_else(|| NoOrigin::Malformed(text.to_owned()))
}

fn serialised(text: &str) -> Option<HeaderValue> {
    let uri: Uri = text.parse().ok()?;
    let scheme = uri.scheme()?;
    let default = match scheme {
        scheme if *scheme == Scheme::HTTP => 80,
        scheme if *scheme == Scheme::HTTPS => 443,
        _ => return None,
    };
    let authority = uri.authority()?;
    let is_bare = uri.path() == "/" && uri.query().is_none() && !authority.as_str().contains('@');
    if !is_bare || authority.host().is_empty() {
        return None;
    }
    let host = authority.host().to_ascii_lowercase();
    let text = match authority.port_u16().filter(|port| *port != default) {
        Some(port) => format!("{scheme}://{host}:{port}"),
        None => format!("{scheme}://{host}"),
    };
    HeaderValue::try_from(text).ok()
}

/// Whether a browser asks for permission before the real request (the Fetch standard, §3.2.2).
pub fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    *method == Method::OPTIONS
        && headers.contains_key(ORIGIN)
        && headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// What an answer of the API says about origins: that of the asker if it may, and to caches that
/// the answer is not the same for all. What the service itself said is replaced.
pub fn answer(headers: &mut HeaderMap, origin: Option<&HeaderValue>, is_preflight: bool) {
    for name in ANSWERING {
        headers.remove(name);
    }
    vary(headers);
    let Some(origin) = origin else {
        return;
    };
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, YES);
    if is_preflight {
        headers.insert(ACCESS_CONTROL_ALLOW_METHODS, METHODS);
        headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HEADERS);
        headers.insert(ACCESS_CONTROL_MAX_AGE, MAX_AGE);
    } else {
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
    }
}

/// Adds `Origin` to `Vary`, once (RFC 9110 §12.5.5).
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
    use super::*;

    fn allows(list: &str, origin: &'static str) -> bool {
        let list: AllowedOrigins = list.parse().unwrap();
        list.contains(&HeaderValue::from_static(origin))
    }

    #[test]
    fn origins_are_exact() {
        let list = "http://localhost:3000, https://App.example.com:443/";
        assert!(allows(list, "http://localhost:3000"));
        assert!(allows(list, "https://app.example.com"));
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
            assert!(!allows(list, other), "{other}");
        }
        assert!(!allows("", "http://localhost:3000"));
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
    fn a_preflight_names_origin_and_method() {
        let mut headers = HeaderMap::new();
        headers.insert(ORIGIN, HeaderValue::from_static("http://a"));
        assert!(!is_preflight(&Method::OPTIONS, &headers));
        headers.insert(
            ACCESS_CONTROL_REQUEST_METHOD,
            HeaderValue::from_static("PUT"),
        );
        assert!(is_preflight(&Method::OPTIONS, &headers));
        assert!(!is_preflight(&Method::GET, &headers));
    }

    #[test]
    fn a_services_own_word_on_origins_is_replaced() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(VARY, HeaderValue::from_static("Accept-Encoding, origin"));
        answer(&mut headers, None, false);
        assert!(!headers.contains_key(ACCESS_CONTROL_ALLOW_ORIGIN));
        assert_eq!(headers.get_all(VARY).count(), 1);
        let origin = HeaderValue::from_static("http://a");
        answer(&mut headers, Some(&origin), false);
        assert_eq!(headers.get(ACCESS_CONTROL_ALLOW_ORIGIN), Some(&origin));
    }
}
