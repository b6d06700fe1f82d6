//! What an upstream is told about the client: `Forwarded` (RFC 7239), the older `X-Forwarded-*`,
//! and `Via` (RFC 9110 §7.6.3).
//!
//! Only a trusted peer's word is continued. Anybody else's is replaced by what is known for sure:
//! the address of the connection and the host that was asked for.

use std::fmt::Display;
use std::net::IpAddr;

use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::identity::starts_like;

const FORWARDED: HeaderName = HeaderName::from_static("forwarded");
const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// How the request came to the gateway.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Arrival<'a> {
    /// The other end of the connection.
    pub(crate) peer: IpAddr,
    /// Whether the peer is a trusted proxy.
    pub(crate) is_trusted: bool,
    /// The `Host` that was asked for.
    pub(crate) host: Option<&'a HeaderValue>,
}

/// The gateway itself speaks plain HTTP; TLS ends in front of it.
const SCHEME: &str = "http";

/// Sets the fields on a request that goes to an upstream.
pub(crate) fn set(headers: &mut HeaderMap, arrival: &Arrival<'_>) {
    drop_unbelievable(headers, arrival.is_trusted);
    let peer = arrival.peer.to_canonical();
    let host = arrival.host.and_then(|host| host.to_str().ok());

    append(headers, FORWARDED, element(peer, host));
    append(headers, X_FORWARDED_FOR, peer);
    set_if_missing(
        headers,
        X_FORWARDED_PROTO,
        &HeaderValue::from_static(SCHEME),
    );
    if let Some(host) = arrival.host {
        set_if_missing(headers, X_FORWARDED_HOST, host);
    }
    append(headers, header::VIA, "1.1 kpi-gateway");
}

/// Removes what the peer may not say; misspelled variants are nobody's right.
fn drop_unbelievable(headers: &mut HeaderMap, is_trusted: bool) {
    let unbelievable: Vec<HeaderName> = headers
        .keys()
        .filter(|name| is_forwarding(name.as_str()))
        .filter(|name| !is_trusted || name.as_str().contains('_'))
        .cloned()
        .collect();
    for name in unbelievable {
        headers.remove(name);
    }
}

/// Whether a field speaks of the client or of the address that was asked for.
fn is_forwarding(name: &str) -> bool {
    const EXACT: [&str; 5] = [
        "forwarded",
        "x-real-ip",
        "x-client-ip",
        "x-original-url",
        "x-rewrite-url",
    ];
    let is_exact = |known: &&str| name.len() == known.len() && starts_like(name, known);
    starts_like(name, "x-forwarded-") || EXACT.iter().any(is_exact)
}

/// One hop in the grammar of RFC 7239 §4: IPv6 and anything with a colon is quoted (§6).
fn element(peer: IpAddr, host: Option<&str>) -> String {
    let mut element = match peer {
        IpAddr::V4(peer) => format!("for={peer}"),
        IpAddr::V6(peer) => format!("for=\"[{peer}]\""),
    };
    if let Some(host) = host {
        let host = host.replace('\\', "\\\\").replace('"', "\\\"");
        element.push_str(&format!(";host=\"{host}\""));
    }
    element.push_str(&format!(";proto={SCHEME}"));
    element
}

/// Adds an entry to a list field, as one line.
fn append(headers: &mut HeaderMap, name: HeaderName, entry: impl Display) {
    let mut list = String::new();
    for line in headers
        .get_all(&name)
        .filter_map(|value| value.to_str().ok())
    {
        list.push_str(line);
        list.push_str(", ");
    }
    list.push_str(&entry.to_string());
    // Made of valid values and harmless text, it is valid.
    if let Ok(value) = HeaderValue::try_from(list) {
        headers.insert(name, value);
    }
}

fn set_if_missing(headers: &mut HeaderMap, name: HeaderName, value: &HeaderValue) {
    if !headers.contains_key(&name) {
        headers.insert(name, value.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(pairs: &[(&'static str, &'static str)], peer: &str, is_trusted: bool) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        let host = HeaderValue::from_static("app.example.com:8080");
        let arrival = Arrival {
            peer: peer.parse().unwrap(),
            is_trusted,
            host: Some(&host),
        };
        set(&mut headers, &arrival);
        headers
    }

    fn text<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
        headers
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    const CLAIMS: [(&str, &str); 6] = [
        ("forwarded", "for=1.1.1.1;proto=https"),
        ("x-forwarded-for", "1.1.1.1"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "other.example.com"),
        ("x-real-ip", "1.1.1.1"),
        ("x_forwarded_for", "1.1.1.1"),
    ];

    #[test]
    fn a_strangers_word_is_replaced() {
        let headers = told(&CLAIMS, "203.0.113.9", false);
        assert_eq!(text(&headers, "x-forwarded-for"), "203.0.113.9");
        assert_eq!(text(&headers, "x-forwarded-proto"), "http");
        assert_eq!(text(&headers, "x-forwarded-host"), "app.example.com:8080");
        assert_eq!(
            text(&headers, "forwarded"),
            "for=203.0.113.9;host=\"app.example.com:8080\";proto=http"
        );
        assert!(!headers.contains_key("x-real-ip") && !headers.contains_key("x_forwarded_for"));
    }

    #[test]
    fn a_trusted_proxys_word_is_continued() {
        let headers = told(&CLAIMS, "10.0.0.2", true);
        assert_eq!(text(&headers, "x-forwarded-for"), "1.1.1.1, 10.0.0.2");
        assert_eq!(text(&headers, "x-forwarded-proto"), "https");
        assert_eq!(text(&headers, "x-forwarded-host"), "other.example.com");
        assert!(text(&headers, "forwarded").starts_with("for=1.1.1.1;proto=https, for=10.0.0.2;"));
        assert_eq!(text(&headers, "x-real-ip"), "1.1.1.1");
        assert!(!headers.contains_key("x_forwarded_for"));
    }

    #[test]
    fn several_lines_become_one_list() {
        let lines = [
            ("x-forwarded-for", "1.1.1.1"),
            ("x-forwarded-for", "2.2.2.2"),
        ];
        let headers = told(&lines, "10.0.0.2", true);
        assert_eq!(
            text(&headers, "x-forwarded-for"),
            "1.1.1.1, 2.2.2.2, 10.0.0.2"
        );
        assert_eq!(headers.get_all("x-forwarded-for").count(), 1);
    }

    #[test]
    fn addresses_are_written_as_rfc_7239_wants() {
        let v6 = told(&[], "2001:db8::1", false);
        assert!(text(&v6, "forwarded").starts_with("for=\"[2001:db8::1]\";"));
        let mapped = told(&[], "::ffff:192.0.2.1", false);
        assert!(text(&mapped, "forwarded").starts_with("for=192.0.2.1;"));
        assert_eq!(text(&mapped, "x-forwarded-for"), "192.0.2.1");
        assert_eq!(
            element("192.0.2.1".parse().unwrap(), Some("a\"b")),
            "for=192.0.2.1;host=\"a\\\"b\";proto=http"
        );
    }

    #[test]
    fn the_way_is_told() {
        let headers = told(&[("via", "1.1 edge")], "192.0.2.1", false);
        assert_eq!(text(&headers, "via"), "1.1 edge, 1.1 kpi-gateway");
    }
}
