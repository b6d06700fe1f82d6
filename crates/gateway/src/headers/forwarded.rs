//! What an upstream is told about the client: `Forwarded` (RFC 7239), the older `X-Forwarded-*`,
//! and `Via` (RFC 9110 §7.6.3).
//!
//! Only a trusted peer's word is continued. Anybody else's is replaced by what is known for sure:
//! the address of the connection and the host that was asked for.

use std::net::IpAddr;

use actix_web::http::header::HeaderMap;
use hyper::header::{FORWARDED, HeaderName, HeaderValue, VIA};

use super::convert;
use super::identity::starts_like;

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
    /// The host that was asked for.
    pub(crate) host: Option<&'a str>,
    /// `http`, or `https` where TLS ends in the gateway itself.
    pub(crate) scheme: &'static str,
}

/// Whether a field of the request is written anew by [`add`], or is not to be believed.
pub(crate) fn is_replaced(name: &str, is_trusted: bool) -> bool {
    matches!(name, "forwarded" | "via" | "x-forwarded-for") || (!is_trusted && is_forwarding(name))
}

/// Adds the fields to `out`, what an upstream gets; `headers` are the client's own.
pub(crate) fn add(out: &mut hyper::HeaderMap, headers: &HeaderMap, arrival: &Arrival<'_>) {
    let peer = arrival.peer.to_canonical();
    let believed = |name: HeaderName| arrival.is_trusted && headers.contains_key(name.as_str());
    let address = peer.to_string();

    // One buffer for the three lists.
    let mut list = String::with_capacity(96);
    begin(&mut list, &X_FORWARDED_FOR, headers, arrival.is_trusted);
    list.push_str(&address);
    convert::insert(out, X_FORWARDED_FOR, &list);
    begin(&mut list, &FORWARDED, headers, arrival.is_trusted);
    push_element(&mut list, peer.is_ipv6(), &address, arrival);
    convert::insert(out, FORWARDED, &list);
    if !believed(X_FORWARDED_PROTO) {
        out.insert(X_FORWARDED_PROTO, HeaderValue::from_static(arrival.scheme));
    }
    if let Some(host) = arrival.host.filter(|_| !believed(X_FORWARDED_HOST)) {
        convert::insert(out, X_FORWARDED_HOST, host);
    }
    begin(&mut list, &VIA, headers, true);
    list.push_str("1.1 kpi-gateway");
    convert::insert(out, VIA, &list);
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

/// Adds a hop in the grammar of RFC 7239 §4: IPv6 and anything with a colon is quoted (§6).
fn push_element(out: &mut String, is_ipv6: bool, peer: &str, arrival: &Arrival<'_>) {
    let [open, close] = if is_ipv6 { ["\"[", "]\""] } else { ["", ""] };
    for part in ["for=", open, peer, close] {
        out.push_str(part);
    }
    if let Some(host) = arrival.host {
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
    out.push_str(arrival.scheme);
}

/// Begins a list with the entries that it has already. A line that is no text ends what can be
/// believed before it.
fn begin(list: &mut String, name: &HeaderName, headers: &HeaderMap, is_continued: bool) {
    list.clear();
    if !is_continued {
        return;
    }
    for value in headers.get_all(name.as_str()) {
        match value.to_str() {
            Ok(text) => {
                list.push_str(text);
                list.push_str(", ");
            }
            Err(_) => list.clear(),
        }
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::{HeaderName, HeaderValue};

    use super::{Arrival, HeaderMap, add, convert, is_replaced};

    type Fields = Vec<(String, String)>;

    fn told(pairs: &[(&'static str, &'static str)], peer: &str, is_trusted: bool) -> Fields {
        told_with_host(pairs, peer, is_trusted, "app.example.com:8080")
    }

    fn told_with_host(
        pairs: &[(&'static str, &'static str)],
        peer: &str,
        is_trusted: bool,
        host: &str,
    ) -> Fields {
        let mut headers = HeaderMap::new();
        for (name, value) in pairs {
            headers.append(
                HeaderName::from_static(name),
                HeaderValue::from_static(value),
            );
        }
        let arrival = Arrival {
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
        add(&mut out, &headers, &arrival);
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

    const CLAIMS: [(&str, &str); 5] = [
        ("forwarded", "for=1.1.1.1;proto=https"),
        ("x-forwarded-for", "1.1.1.1"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-host", "other.example.com"),
        ("x-real-ip", "1.1.1.1"),
    ];

    #[test]
    fn a_strangers_word_is_replaced() {
        let told = told(&CLAIMS, "203.0.113.9", false);
        assert_eq!(text(&told, "x-forwarded-for"), ["203.0.113.9"]);
        assert_eq!(text(&told, "x-forwarded-proto"), ["http"]);
        assert_eq!(text(&told, "x-forwarded-host"), ["app.example.com:8080"]);
        assert_eq!(
            text(&told, "forwarded"),
            ["for=203.0.113.9;host=\"app.example.com:8080\";proto=http"]
        );
        assert!(text(&told, "x-real-ip").is_empty());
    }

    #[test]
    fn a_trusted_proxys_word_is_continued() {
        let told = told(&CLAIMS, "10.0.0.2", true);
        assert_eq!(text(&told, "x-forwarded-for"), ["1.1.1.1, 10.0.0.2"]);
        assert_eq!(text(&told, "x-forwarded-proto"), ["https"]);
        assert_eq!(text(&told, "x-forwarded-host"), ["other.example.com"]);
        assert_eq!(text(&told, "x-real-ip"), ["1.1.1.1"]);
        let forwarded = text(&told, "forwarded")[0];
        assert!(forwarded.starts_with("for=1.1.1.1;proto=https, for=10.0.0.2;"));
    }

    #[test]
    fn several_lines_become_one_list() {
        let lines = [
            ("x-forwarded-for", "1.1.1.1"),
            ("x-forwarded-for", "2.2.2.2"),
        ];
        let told = told(&lines, "10.0.0.2", true);
        assert_eq!(
            text(&told, "x-forwarded-for"),
            ["1.1.1.1, 2.2.2.2, 10.0.0.2"]
        );
    }

    #[test]
    fn addresses_are_written_as_rfc_7239_wants() {
        let v6 = told(&[], "2001:db8::1", false);
        assert!(text(&v6, "forwarded")[0].starts_with("for=\"[2001:db8::1]\";"));
        let mapped = told(&[], "::ffff:192.0.2.1", false);
        assert!(text(&mapped, "forwarded")[0].starts_with("for=192.0.2.1;"));
        assert_eq!(text(&mapped, "x-forwarded-for"), ["192.0.2.1"]);
        let odd = told_with_host(&[], "192.0.2.1", false, "a\"b");
        assert_eq!(
            text(&odd, "forwarded"),
            ["for=192.0.2.1;host=\"a\\\"b\";proto=http"]
        );
    }

    #[test]
    fn the_way_is_told() {
        let told = told(&[("via", "1.1 edge")], "192.0.2.1", false);
        assert_eq!(text(&told, "via"), ["1.1 edge, 1.1 kpi-gateway"]);
    }
}
