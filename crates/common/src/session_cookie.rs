//! The session cookie of browsers, and the protection against cross-site request forgery.
//!
//! A page of the API's own origin can sign in with a cookie that scripts cannot read. A browser also
//! sends it with requests that other sites cause, so a request that changes something is accepted from
//! the own origin alone. The backend applies these rules, and the gateway if it can verify tokens.

use actix_web::http::Method;
use actix_web::http::header::{self, HeaderMap};

/// The cookie over plain HTTP.
pub const NAME: &str = "kpi_session";
/// The cookie over TLS. By its prefix a browser accepts it only from this host, over TLS and for all
/// paths (RFC 6265bis §4.1.3.2).
pub const SECURE_NAME: &str = "__Host-kpi_session";

const SEC_FETCH_SITE: &str = "sec-fetch-site";
const X_FORWARDED_HOST: &str = "x-forwarded-host";

/// The session tokens in the cookies: other applications of the host may have set more of the same
/// name, so the valid one counts. Over TLS the plain cookie is ignored, because an attacker on the network
/// could have set it.
pub fn tokens(headers: &HeaderMap, is_https: bool) -> impl Iterator<Item = &str> {
    let plain = (!is_https).then(|| values(headers, NAME));
    values(headers, SECURE_NAME).chain(plain.into_iter().flatten())
}

/// The values of a cookie (RFC 6265 §4.2.1).
fn values<'a>(headers: &'a HeaderMap, name: &'static str) -> impl Iterator<Item = &'a str> {
    let lines = headers.get_all(header::COOKIE);
    // Each pair by itself: other applications of the host may have set cookies that are not ASCII.
    let pairs = lines.flat_map(|line| line.as_bytes().split(|byte| *byte == b';'));
    pairs
        .filter_map(|pair| std::str::from_utf8(pair).ok()?.trim().split_once('='))
        .filter_map(move |(key, value)| (key == name).then_some(value))
}

/// Whether a request that is authenticated by the cookie may do what it asks for. A WebSocket handshake
/// is a GET, but opens a connection in both directions (RFC 6455 §10.2).
#[must_use]
pub fn is_allowed(method: &Method, headers: &HeaderMap, is_https: bool) -> bool {
    let is_read = method.is_safe() && !headers.contains_key(header::UPGRADE);
    is_read || is_own_origin(headers, is_https)
}

/// Whether a page sent the request, of whatever origin: browsers say so by one of these fields.
#[must_use]
pub fn is_from_page(headers: &HeaderMap) -> bool {
    headers.contains_key(header::ORIGIN) || headers.contains_key(SEC_FETCH_SITE)
}

/// Whether a page of the API's own origin sent the request, by `Sec-Fetch-Site` (Fetch Metadata §2.3),
/// or by `Origin` where browsers do not send it: over plain HTTP, and older ones.
///
/// `X-Forwarded-Host` counts whoever set it: a page of another origin cannot set it without a preflight.
/// The scheme of `Origin` counts where TLS is known: behind a proxy that is not trusted it is not.
#[must_use]
pub fn is_own_origin(headers: &HeaderMap, is_https: bool) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = headers.get(SEC_FETCH_SITE) {
        return site == "same-origin";
    }
    let origin = text(header::ORIGIN.as_str()).and_then(|origin| origin.split_once("://"));
    origin.is_some_and(|(scheme, authority)| {
        let is_same_scheme = !is_https || scheme == "https";
        let is_same_host = [X_FORWARDED_HOST, header::HOST.as_str()]
            .into_iter()
            .filter_map(text)
            .any(|host| host.eq_ignore_ascii_case(authority));
        is_same_scheme && is_same_host
    })
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::*;

    fn headers(fields: &[(&str, &str)]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in fields {
            headers.append(
                HeaderName::from_bytes(name.as_bytes()).unwrap(),
                HeaderValue::from_bytes(value.as_bytes()).unwrap(),
            );
        }
        headers
    }

    #[test]
    fn the_tokens_are_those_of_the_cookies_of_the_scheme() {
        for (cookies, over_http, over_tls) in [
            (&["kpi_session=a"][..], &["a"][..], &[][..]),
            (&["__Host-kpi_session=b"], &["b"], &["b"]),
            (
                &["kpi_session=a; __Host-kpi_session=b"],
                &["b", "a"],
                &["b"],
            ),
            (
                &["kpi_session=a; kpi_session=c", "kpi_session=d"],
                &["a", "c", "d"],
                &[],
            ),
            (&["other=1;kpi_session=a ; x=y"], &["a"], &[]),
            (&["other=1", "kpi_session=a"], &["a"], &[]),
            (&["kpi_session=a=="], &["a=="], &[]),
            (&["other=é; kpi_session=a"], &["a"], &[]),
            (&["other=\u{ff}", "kpi_session=a"], &["a"], &[]),
            (&["xkpi_session=a; kpi_session; KPI_SESSION=b"], &[], &[]),
            (&[], &[], &[]),
        ] {
            let fields: Vec<_> = cookies.iter().map(|line| ("cookie", *line)).collect();
            let headers = headers(&fields);
            let found = |is_https| tokens(&headers, is_https).collect::<Vec<_>>();
            assert_eq!(found(false), over_http, "{cookies:?}");
            assert_eq!(found(true), over_tls, "{cookies:?}");
        }
    }

    #[test]
    fn only_the_own_origin_may_change_something() {
        const HOST: (&str, &str) = ("host", "app.example.com:8080");
        const OWN: (&str, &str) = ("origin", "http://app.example.com:8080");
        for (fields, expected) in [
            (&[HOST, ("sec-fetch-site", "same-origin")][..], true),
            (&[HOST, OWN, ("sec-fetch-site", "same-site")], false),
            (&[HOST, OWN, ("sec-fetch-site", "cross-site")], false),
            (&[HOST, OWN, ("sec-fetch-site", "none")], false),
            (&[HOST, OWN], true),
            (&[HOST, ("origin", "http://APP.example.com:8080")], true),
            (&[HOST, ("origin", "http://app.example.com")], false),
            (&[HOST, ("origin", "http://evil.example")], false),
            (
                &[HOST, ("origin", "http://app.example.com:8080.evil.example")],
                false,
            ),
            (&[HOST, ("origin", "null")], false),
            (&[HOST], false),
            (
                &[("host", "backend:3001"), ("x-forwarded-host", HOST.1), OWN],
                true,
            ),
            (&[("origin", "http://")], false),
        ] {
            let mut headers = headers(fields);
            assert_eq!(is_own_origin(&headers, false), expected, "{fields:?}");
            for method in [Method::POST, Method::PUT, Method::DELETE, Method::PATCH] {
                let is_allowed = is_allowed(&method, &headers, false);
                assert_eq!(is_allowed, expected, "{method} {fields:?}");
            }
            for method in [Method::GET, Method::HEAD, Method::OPTIONS] {
                assert!(is_allowed(&method, &headers, false), "{method} {fields:?}");
            }
            headers.insert(header::UPGRADE, HeaderValue::from_static("websocket"));
            let is_allowed = is_allowed(&Method::GET, &headers, false);
            assert_eq!(is_allowed, expected, "handshake {fields:?}");
        }
    }

    #[test]
    fn over_tls_a_page_of_plain_http_is_another_origin() {
        for (origin, over_http, over_tls) in [
            ("http://app.example.com", true, false),
            ("https://app.example.com", true, true),
        ] {
            let headers = headers(&[("host", "app.example.com"), ("origin", origin)]);
            assert_eq!(is_own_origin(&headers, false), over_http, "{origin}");
            assert_eq!(is_own_origin(&headers, true), over_tls, "{origin}");
        }
    }
}
