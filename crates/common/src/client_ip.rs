//! The client's address, from trusted proxies only.
//!
//! `X-Forwarded-For` is a list that every hop appends to; any client can send one. It is read from
//! the right, while the hop that appended the entry is a trusted proxy. By default no proxy is
//! trusted, and the client is the peer of the connection.

use std::fmt;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::str::FromStr;

use actix_web::HttpRequest;
use actix_web::http::header::{X_FORWARDED_FOR, X_FORWARDED_PROTO};
use actix_web::web::Data;
use ipnet::{IpNet, Ipv4Net};

/// The networks of trusted proxies.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustedProxies(Vec<IpNet>);

/// An entry of the list is neither an IP address nor a network.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("\"{0}\" is neither an IP address nor a network in CIDR form, such as 10.0.0.0/8")]
pub struct InvalidNetwork(String);

impl TrustedProxies {
    /// Whether this address belongs to a trusted proxy.
    pub fn contains(&self, address: IpAddr) -> bool {
        let address = address.to_canonical();
        self.0.iter().any(|network| network.contains(&address))
    }
}

impl fmt::Display for TrustedProxies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let networks = self.0.iter().map(IpNet::to_string).collect::<Vec<_>>();
        f.write_str(&networks.join(","))
    }
}

impl FromStr for TrustedProxies {
    type Err = InvalidNetwork;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let entries = text.split(',').map(str::trim);
        let networks = entries.filter(|entry| !entry.is_empty()).map(|entry| {
            let address = entry.parse::<IpAddr>();
            let network = address.map(IpNet::from).or_else(|_| entry.parse());
            let network = network.ok().and_then(canonical);
            network.ok_or_else(|| InvalidNetwork(entry.to_owned()))
        });
        networks.collect::<Result<_, _>>().map(Self)
    }
}

/// The network with IPv4-mapped addresses as IPv4, since peers are compared in that form; `None` if it
/// has them and others.
fn canonical(network: IpNet) -> Option<IpNet> {
    const MAPPED: u8 = 96;
    match (network.addr().to_canonical(), network) {
        (IpAddr::V4(address), IpNet::V6(mapped)) => {
            let length = mapped.prefix_len().checked_sub(MAPPED)?;
            Ipv4Net::new(address, length).ok().map(IpNet::from)
        }
        (_, network) => Some(network),
    }
}

/// The client's address: the peer's, unless the peer is trusted; then the right-most hop of
/// `X-Forwarded-For` that is not trusted.
///
/// An entry that is not an address ends the search: the entries left of it cannot be trusted either,
/// and the client is the hop that appended it.
fn client_ip<'a>(
    peer: IpAddr,
    forwarded_for: impl DoubleEndedIterator<Item = &'a str>,
    trusted: &TrustedProxies,
) -> IpAddr {
    let mut client = peer.to_canonical();
    let mut hops = forwarded_for
        .rev()
        .flat_map(|line| line.rsplit(','))
        .map(parse_hop);
    while trusted.contains(client) {
        match hops.next() {
            Some(Some(hop)) => client = hop,
            Some(None) | None => break,
        }
    }
    client
}

/// The network that counts as one client: an IPv4 address, or the /64 of an IPv6 address.
#[must_use]
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => Ipv6Addr::from_bits(address.to_bits() & (!0 << 64)).into(),
        address @ IpAddr::V4(_) => address,
    }
}

/// One hop: an address, optionally with a port or in brackets.
fn parse_hop(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let bare = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'))
        .unwrap_or(text);
    bare.parse::<IpAddr>()
        .or_else(|_| text.parse::<SocketAddr>().map(|address| address.ip()))
        .ok()
        .map(|address| address.to_canonical())
}

/// The client's address of a request, by the [`TrustedProxies`] in the app data (none, if missing).
/// `None` only without a peer address, as in tests without a socket.
pub fn from_request(request: &HttpRequest) -> Option<IpAddr> {
    let peer = request.peer_addr()?.ip();
    let trusted = request.app_data::<Data<TrustedProxies>>();
    let Some(trusted) = trusted.filter(|trusted| trusted.contains(peer)) else {
        return Some(peer.to_canonical());
    };
    // Lossy: a line that is not UTF-8 must end the search. If it were skipped, the client's own
    // entries before it would be trusted.
    let lines: Vec<_> = request
        .headers()
        .get_all(X_FORWARDED_FOR)
        .map(|value| String::from_utf8_lossy(value.as_bytes()))
        .collect();
    Some(client_ip(peer, lines.iter().map(AsRef::as_ref), trusted))
}

/// Whether the client uses HTTPS, by `X-Forwarded-Proto` of a trusted proxy.
pub fn is_external_https(request: &HttpRequest) -> bool {
    let scheme = request.headers().get(X_FORWARDED_PROTO);
    is_from_trusted_proxy(request)
        && scheme.is_some_and(|scheme| scheme.as_bytes().eq_ignore_ascii_case(b"https"))
}

/// Whether the peer is one of the [`TrustedProxies`] in the app data.
pub fn is_from_trusted_proxy(request: &HttpRequest) -> bool {
    let trusted = request.app_data::<Data<TrustedProxies>>();
    let known = trusted.zip(request.peer_addr());
    known.is_some_and(|(trusted, peer)| trusted.contains(peer.ip()))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    #[test]
    fn a_line_that_is_not_utf_8_ends_the_search() {
        let request = TestRequest::default()
            .peer_addr("10.0.0.1:80".parse().unwrap())
            .app_data(Data::new("10.0.0.0/8".parse::<TrustedProxies>().unwrap()))
            .append_header(("x-forwarded-for", "1.1.1.1"))
            .append_header(("x-forwarded-for", &b"\xff, 203.0.113.9"[..]));
        let client = from_request(&request.to_http_request()).unwrap();
        assert_eq!(client.to_string(), "203.0.113.9");
    }

    #[test]
    fn an_ipv6_network_is_one_client() {
        for (address, network) in [
            ("192.0.2.1", "192.0.2.1"),
            ("::ffff:192.0.2.1", "192.0.2.1"),
            ("2001:db8:1:2::1", "2001:db8:1:2::"),
            ("2001:db8:1:2:ffff::9", "2001:db8:1:2::"),
            ("2001:db8:1:3::1", "2001:db8:1:3::"),
        ] {
            let found = super::network(address.parse().unwrap());
            assert_eq!(found.to_string(), network);
        }
    }

    fn client(peer: &str, lines: &[&str], trusted: &str) -> String {
        let trusted = trusted.parse().unwrap();
        client_ip(peer.parse().unwrap(), lines.iter().copied(), &trusted).to_string()
    }

    #[test]
    fn by_default_the_header_is_ignored() {
        assert_eq!(client("203.0.113.9", &["198.51.100.1"], ""), "203.0.113.9");
        assert_eq!(
            client("127.0.0.1", &["198.51.100.1"], "10.0.0.0/8"),
            "127.0.0.1"
        );
    }

    #[test]
    fn the_header_of_a_trusted_peer_is_used() {
        assert_eq!(
            client("10.0.0.2", &["198.51.100.1"], "10.0.0.0/8"),
            "198.51.100.1"
        );
    }

    #[test]
    fn forged_entries_are_ignored() {
        let lines = ["1.1.1.1, 2.2.2.2", "198.51.100.1, 10.0.0.3"];
        assert_eq!(client("10.0.0.2", &lines, "10.0.0.0/8"), "198.51.100.1");
    }

    #[test]
    fn a_chain_of_trusted_proxies_gives_the_first() {
        assert_eq!(
            client("10.0.0.2", &["10.0.0.4, 10.0.0.3"], "10.0.0.0/8"),
            "10.0.0.4"
        );
        assert_eq!(client("10.0.0.2", &[], "10.0.0.0/8"), "10.0.0.2");
    }

    #[test]
    fn an_invalid_entry_ends_the_search() {
        assert_eq!(
            client("10.0.0.2", &["1.1.1.1, unknown, 10.0.0.3"], "10.0.0.0/8"),
            "10.0.0.3"
        );
        assert_eq!(client("10.0.0.2", &[""], "10.0.0.0/8"), "10.0.0.2");
    }

    #[test]
    fn ports_brackets_and_mapped_addresses_are_parsed() {
        assert_eq!(client("::1", &["[2001:db8::1]:8080"], "::1"), "2001:db8::1");
        assert_eq!(client("::1", &["[2001:db8::1]"], "::1"), "2001:db8::1");
        assert_eq!(
            client("::ffff:127.0.0.1", &["198.51.100.1:99"], "127.0.0.1"),
            "198.51.100.1"
        );
    }

    #[test]
    fn networks_of_mapped_addresses_are_those_of_ipv4() {
        for trusted in [
            "127.0.0.1",
            "::ffff:127.0.0.1",
            "127.0.0.0/8",
            "::ffff:127.0.0.0/104",
            "::ffff:7f00:0/104",
            "::ffff:0:0/96",
            " 10.0.0.0/8 , 127.0.0.1 ",
        ] {
            for peer in ["127.0.0.1", "::ffff:127.0.0.1"] {
                assert_eq!(
                    client(peer, &["203.0.113.5"], trusted),
                    "203.0.113.5",
                    "{trusted}"
                );
            }
            let other = client("192.0.2.1", &["203.0.113.5"], trusted);
            assert_eq!(
                other == "203.0.113.5",
                trusted == "::ffff:0:0/96",
                "{trusted}"
            );
        }
        let listed: TrustedProxies = "::ffff:10.0.0.0/104,fd00::/8".parse().unwrap();
        assert_eq!(listed.to_string(), "10.0.0.0/8,fd00::/8");
        for mixed in ["::ffff:10.0.0.0/95", "::ffff:0.0.0.0/64"] {
            let error = mixed.parse::<TrustedProxies>().unwrap_err();
            assert_eq!(error, InvalidNetwork(mixed.to_owned()));
        }
    }

    #[test]
    fn every_form_of_an_entry_is_an_address_or_ends_the_search() {
        for (entry, client_address) in [
            ("203.0.113.5:4711", "203.0.113.5"),
            ("[2001:db8::1]:4711", "2001:db8::1"),
            ("[2001:db8::1]", "2001:db8::1"),
            ("::ffff:203.0.113.5", "203.0.113.5"),
            ("203.0.113.5, 10.0.0.1", "203.0.113.5"),
            ("1.1.1.1, 203.0.113.5", "203.0.113.5"),
            // Not an address: the client is the proxy that wrote it.
            ("\"[2001:db8::1]\"", "172.30.2.9"),
            ("2001:db8::1%eth0", "172.30.2.9"),
            ("unknown", "172.30.2.9"),
            ("", "172.30.2.9"),
            ("203.0.113.5, , 10.0.0.1", "10.0.0.1"),
        ] {
            let found = client("172.30.2.9", &[entry], "172.30.2.0/24,10.0.0.0/8");
            assert_eq!(found, client_address, "{entry}");
        }
        let many = vec!["10.0.0.1"; 200].join(",");
        let found = client("10.0.0.2", &["203.0.113.5", &many], "10.0.0.0/8");
        assert_eq!(found, "203.0.113.5");
    }

    #[test]
    fn an_invalid_entry_of_the_list_is_named() {
        let error = "127.0.0.1, somewhere"
            .parse::<TrustedProxies>()
            .unwrap_err();
        assert_eq!(error, InvalidNetwork("somewhere".into()));
        assert_eq!(
            "10.0.0.0/8, ::1"
                .parse::<TrustedProxies>()
                .unwrap()
                .to_string(),
            "10.0.0.0/8,::1/128"
        );
    }
}
