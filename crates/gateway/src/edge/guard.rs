//! The guard phase: rejects requests by their heads, before they reach an upstream.

use std::net::Ipv6Addr;

use actix_web::HttpRequest;
use actix_web::http::header::{self, HeaderMap};
use actix_web::http::uri::Authority;
use actix_web::http::{Method, StatusCode, Version};
use kpi_common::problem::Problem;

use super::context::RequestContext;
use super::settings::GuardConfig;
use crate::area::Area;
use crate::problem;

/// The allowed methods. TRACE would reflect credentials (RFC 9110 §9.3.8), and the gateway does not
/// open tunnels by CONNECT (§9.3.6).
pub(super) const METHODS: [Method; 7] = [
    Method::GET,
    Method::HEAD,
    Method::POST,
    Method::PUT,
    Method::PATCH,
    Method::DELETE,
    Method::OPTIONS,
];

/// The first check: a request must have exactly one valid host. An absolute target has one, too.
pub(super) fn check_host(request: &HttpRequest) -> Result<(), Problem> {
    let target = request.uri().authority();
    if target.is_none_or(is_host_and_port) && has_valid_host(request.headers(), request.version()) {
        return Ok(());
    }
    Err(Problem::malformed(
        "The request must name its host once, and well-formed.",
    ))
}

/// Checks a request head. The body is checked while it is streamed.
pub(super) fn check(
    request: &HttpRequest,
    context: &RequestContext,
    limits: &GuardConfig,
) -> Result<(), Problem> {
    check_method(&context.entry.method)?;
    let target = context.entry.uri.path_and_query();
    if target.is_some_and(|target| target.as_str().len() > limits.max_uri_bytes) {
        let max = limits.max_uri_bytes;
        return Err(
            problem::uri_too_long().detail(format!("The address may have at most {max} bytes."))
        );
    }
    if context.area == Area::Ambiguous {
        return Err(Problem::malformed("The path of the request is ambiguous."));
    }
    if has_unknown_expectation(request.headers()) {
        return Err(Problem::new(
            StatusCode::EXPECTATION_FAILED,
            "expectation-failed",
            "Unknown expectation",
        )
        .detail("The gateway does not support this expectation."));
    }
    if context.is_head_too_large {
        return Err(problem::headers_too_large());
    }
    Ok(())
}

fn check_method(method: &Method) -> Result<(), Problem> {
    if METHODS.contains(method) {
        Ok(())
    } else {
        Err(Problem::method_not_allowed().allow(&METHODS))
    }
}

impl GuardConfig {
    /// Whether these are too many fields or bytes.
    pub(super) fn is_exceeded_by(&self, headers: &HeaderMap) -> bool {
        // 4: `: ` and CRLF of each line.
        let lines = headers
            .iter()
            .map(|(name, value)| name.as_str().len() + value.len() + 4);
        headers.len() > self.max_headers || lines.sum::<usize>() > self.max_header_bytes
    }
}

/// Whether there is exactly one `Host`, with an optional port (RFC 9112 §3.2); HTTP/1.0 does not
/// require it.
fn has_valid_host(headers: &HeaderMap, version: Version) -> bool {
    let mut hosts = headers.get_all(header::HOST);
    match (hosts.next(), hosts.next()) {
        (None, _) => version < Version::HTTP_11,
        (Some(host), None) => {
            let authority = Authority::try_from(host.as_bytes());
            authority.is_ok_and(|authority| is_host_and_port(&authority))
        }
        (Some(_), Some(_)) => false,
    }
}

fn is_host_and_port(authority: &Authority) -> bool {
    let (text, host) = (authority.as_str(), authority.host());
    let port = text.strip_prefix(host).unwrap_or_default();
    let port = port.strip_prefix(':').unwrap_or(port);
    let is_number = port.bytes().all(|byte| byte.is_ascii_digit());
    let has_good_port = is_number && (port.is_empty() || port.parse::<u16>().is_ok());
    let inner = host
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let is_host = match inner {
        Some(address) => address.parse::<Ipv6Addr>().is_ok(),
        None => !host.is_empty() && !host.contains(['[', ']']),
    };
    is_host && !text.contains('@') && has_good_port
}

/// Whether there is an expectation other than `100-continue`, which actix-http handles (RFC 9110
/// §10.1.1).
fn has_unknown_expectation(headers: &HeaderMap) -> bool {
    let mut expectations = headers.get_all(header::EXPECT);
    expectations.any(|value| {
        !value
            .as_bytes()
            .trim_ascii()
            .eq_ignore_ascii_case(b"100-continue")
    })
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    #[test]
    fn a_host_is_a_name_or_an_address_with_an_optional_port() {
        let is_valid = |host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, HeaderValue::from_str(host).unwrap());
            has_valid_host(&headers, Version::HTTP_11)
        };
        for good in [
            "a",
            "a.example.com:30002",
            "127.0.0.1:80",
            "[::1]:80",
            "[::1]",
            "a:",
        ] {
            assert!(is_valid(good), "{good}");
        }
        for bad in [
            "", ":80", "a:x", "a:99999", "u@a", "a/b", "a b", "a?b", "[::1", "a#",
        ] {
            assert!(!is_valid(bad), "{bad}");
        }
        assert!(has_valid_host(&HeaderMap::new(), Version::HTTP_10));
        assert!(!has_valid_host(&HeaderMap::new(), Version::HTTP_11));
    }

    #[test]
    fn only_listed_methods_are_allowed() {
        for (name, allowed) in [
            ("GET", true),
            ("DELETE", true),
            ("TRACE", false),
            ("CONNECT", false),
            ("PROPFIND", false),
            ("get", false),
        ] {
            let method = Method::from_bytes(name.as_bytes()).unwrap();
            assert_eq!(check_method(&method).is_ok(), allowed, "{name}");
        }
    }
}
