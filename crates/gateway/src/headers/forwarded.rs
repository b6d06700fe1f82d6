//! Forwarding fields: `Forwarded` (RFC 7239), `X-Forwarded-*`, and `Via` (RFC 9110 §7.6.3).
//!
//! The fields of a trusted peer are continued. Those of other peers are replaced by the address of
//! the connection and the requested host.

use std::net::IpAddr;

use actix_web::http::header::HeaderMap;
use hyper::header::{FORWARDED, HeaderName, HeaderValue, VIA};

use super::convert;
use super::identity::has_prefix;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// The connection that a request was received on.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Hop<'a> {
    /// The address of the peer.
    pub(crate) peer: IpAddr,
    /// Whether the peer is a trusted proxy.
    pub(crate) is_trusted: bool,
    /// The requested host.
    pub(crate) host: Option<&'a str>,
    /// `https` if the gateway terminates TLS, else `http`.
    pub(crate) scheme: &'static str,
}

/// Whether a request field is rewritten by [`add`], or must be dropped.
pub(crate) fn is_replaced(name: &str, is_trusted: bool) -> bool {
    matches!(name, "forwarded" | "via" | "x-forwarded-for") || (!is_trusted && is_forwarding(name))
}

/// Adds the fields to `out`, the headers for the upstream; `headers` are the client's.
pub(crate) fn add(out: &mut hyper::HeaderMap, headers: &HeaderMap, hop: &Hop<'_>) {
    let peer = hop.peer.to_canonical();
    let continued = |name: HeaderName| hop.is_trusted && headers.contains_key(name.as_str());
    let address = peer.to_string();

    // One buffer for the three lists.
    let mut list = String::with_capacity(96);
    start_list(&mut list, &X_FORWARDED_FOR, headers, hop.is_trusted);
    list.push_str(&address);
    convert::insert(out, X_FORWARDED_FOR, &list);
    start_list(&mut list, &FORWARDED, headers, hop.is_trusted);
    push_element(&mut list, peer.is_ipv6(), &address, hop);
    convert::insert(out, FORWARDED, &list);
    if !continued(X_FORWARDED_PROTO) {
        out.insert(X_FORWARDED_PROTO, HeaderValue::from_static(hop.scheme));
    }
    if let Some(host) = hop.host.filter(|_| !continued(X_FORWARDED_HOST)) {
        convert::insert(out, X_FORWARDED_HOST, host);
    }
    start_list(&mut list, &VIA, headers, true);
    list.push_str("1.1 kpi-gateway");
    convert::insert(out, VIA, &list);
}

/// Whether this is a forwarding field: of the client's address, or of the requested URL.
fn is_forwarding(name: &str) -> bool {
    const EXACT: [&str; 5] = [
        "forwarded",
        "x-real-ip",
        "x-client-ip",
        "x-original-url",
        "x-rewrite-url",
    ];
    let is_exact = |known: &&str| name.len() == known.len() && has_prefix(name, known);
    has_prefix(name, "x-forwarded-") || EXACT.iter().any(is_exact)
}

/// Adds a forwarded-element (RFC 7239 §4); IPv6 addresses and hosts are quoted (§6).
fn push_element(out: &mut String, is_ipv6: bool, peer: &str, hop: &Hop<'_>) {
    let [open, close] = if is_ipv6 { ["\"[", "]\""] } else { ["", ""] };
    for part in ["for=", open, peer, close] {
        out.push_str(part);
    }
    if let Some(host) = hop.host {
        out.push_str(";host=\"");
        for character in host.chars() {
            if matches!(character, '"' | '\\') {
                out.push('\\');
            }
            out.push(character);
        }
        out.push('"');
    }
    out.push_str(";proto=");
    out.push_str(hop.scheme);
}

/// Starts a list with the existing entries. A byte that is not ASCII becomes `?`: the entries behind
/// it are those of trusted proxies.
fn start_list(list: &mut String, name: &HeaderName, headers: &HeaderMap, is_continued: bool) {
    list.clear();
    if !is_continued {
        return;
    }
    for value in headers.get_all(name.as_str()) {
        let bytes = value.as_bytes().iter();
        list.extend(bytes.map(|byte| {
            if byte.is_ascii() {
                char::from(*byte)
            } else {
                '?'
            }
        }));
        list.push_str(", ");
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::{HeaderMap, Hop, add, convert, is_replaced};

    type Fields = Vec<(String, String)>;

    fn forwarded(pairs: &[(&'static str, &'static str)], peer: &str, is_trusted: bool) -> Fields {
        forwarded_with_host(pairs, peer, is_trusted, "app.example.com:8080")
    }

    fn forwarded_with_host(
        pairs: &[(&'static str, &'static str)],
        peer: &str,
        is_trusted: bool,
        host: &str,
    ) -> Fields {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(
                HeaderName::from_static(name),
                HeaderValue::from_bytes(value.as_bytes()).unwrap(),
            );
        }
        let hop = Hop {
            peer: peer.parse().unwrap(),
            is_trusted,
            host: Some(host),
            scheme: "http",
        };
        let mut out = hyper::HeaderMap::new();
        for (name, value) in &headers {
            if !is_replaced(name.as_str(), is_trusted) {
                let (name, value) = convert::to_upstream(name, value).unwrap();
                out.append(name, value);
            }
        }
        add(&mut out, &headers, &hop);
        out.iter()
            .map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned()))
            .collect()
    }

    fn text<'a>(fields: &'a Fields, wanted: &str) -> Vec<&'a str> {
        fields
            .iter()
            .filter(|(name, _)| name == wanted)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    const FORGED: [(&str, &str); 5] = [
        ("forwarded", "for=1.1.1.1;proto=https"),
        ("x-forwarded-for", "1.1.1.1"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "other.example.com"),
        ("x-real-ip", "1.1.1.1"),
    ];

    #[test]
    fn fields_of_an_untrusted_peer_are_replaced() {
        let fields = forwarded(&FORGED, "203.0.113.9", false);
        assert_eq!(text(&fields, "x-forwarded-for"), ["203.0.113.9"]);
        assert_eq!(text(&fields, "x-forwarded-proto"), ["http"]);
        assert_eq!(text(&fields, "x-forwarded-host"), ["app.example.com:8080"]);
        assert_eq!(
            text(&fields, "forwarded"),
            ["for=203.0.113.9;host=\"app.example.com:8080\";proto=http"]
        );
        assert!(text(&fields, "x-real-ip").is_empty());
    }

    #[test]
    fn fields_of_a_trusted_proxy_are_continued() {
        let fields = forwarded(&FORGED, "10.0.0.2", true);
        assert_eq!(text(&fields, "x-forwarded-for"), ["1.1.1.1, 10.0.0.2"]);
        assert_eq!(text(&fields, "x-forwarded-proto"), ["https"]);
        assert_eq!(text(&fields, "x-forwarded-host"), ["other.example.com"]);
        assert_eq!(text(&fields, "x-real-ip"), ["1.1.1.1"]);
        let forwarded = text(&fields, "forwarded")[0];
        assert!(forwarded.starts_with("for=1.1.1.1;proto=https, for=10.0.0.2;"));
    }

    #[test]
    fn several_lines_are_joined() {
        let lines = [
            ("x-forwarded-for", "1.1.1.1"),
            ("x-forwarded-for", "2.2.2.2"),
        ];
        let fields = forwarded(&lines, "10.0.0.2", true);
        assert_eq!(
            text(&fields, "x-forwarded-for"),
            ["1.1.1.1, 2.2.2.2, 10.0.0.2"]
        );
    }

    #[test]
    fn what_a_proxy_appended_to_a_line_that_is_not_ascii_remains() {
        let line = "\u{ff}, 203.0.113.9";
        let fields = forwarded(&[("x-forwarded-for", line)], "10.0.0.1", true);
        let list = "??, 203.0.113.9, 10.0.0.1";
        assert_eq!(text(&fields, "x-forwarded-for"), [list]);
    }

    #[test]
    fn addresses_are_quoted_by_rfc_7239() {
        let v6 = forwarded(&[], "2001:db8::1", false);
        assert!(text(&v6, "forwarded")[0].starts_with("for=\"[2001:db8::1]\";"));
        let mapped = forwarded(&[], "::ffff:192.0.2.1", false);
        assert!(text(&mapped, "forwarded")[0].starts_with("for=192.0.2.1;"));
        assert_eq!(text(&mapped, "x-forwarded-for"), ["192.0.2.1"]);
        let quoted = forwarded_with_host(&[], "192.0.2.1", false, "a\"b");
        assert_eq!(
            text(&quoted, "forwarded"),
            ["for=192.0.2.1;host=\"a\\\"b\";proto=http"]
        );
    }

    #[test]
    fn via_is_appended() {
        let fields = forwarded(&[("via", "1.1 edge")], "192.0.2.1", false);
        assert_eq!(text(&fields, "via"), ["1.1 edge, 1.1 kpi-gateway"]);
    }
}
