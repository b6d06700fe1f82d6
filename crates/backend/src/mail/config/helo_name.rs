//! The name by which the backend greets a mail server (EHLO, RFC 5321 §4.1.3).
//!
//! Mail servers refuse names that are no full host names, like that of a container.

use std::net::{Ipv4Addr, Ipv6Addr};

use lettre::transport::smtp::extension::ClientId;

/// The name, or an address in brackets; `None` if it is neither.
pub(super) fn parse(text: &str) -> Option<ClientId> {
    let literal = text
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    match literal {
        Some(address) => match address.strip_prefix("IPv6:") {
            Some(address) => address.parse::<Ipv6Addr>().ok().map(ClientId::Ipv6),
            None => address.parse::<Ipv4Addr>().ok().map(ClientId::Ipv4),
        },
        None => is_full_host_name(text).then(|| ClientId::Domain(text.to_owned())),
    }
}

/// Whether this is a host name with a domain (RFC 1123 §2.1).
pub(super) fn is_full_host_name(text: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label
                .bytes()
                .all(|it| it.is_ascii_alphanumeric() || it == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let is_number = |label: &str| label.bytes().all(|it| it.is_ascii_digit());
    text.len() <= 253
        && text.split('.').all(is_label)
        && text
            .rsplit_once('.')
            .is_some_and(|(_, last)| !is_number(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_host_names_and_addresses_in_brackets_are_names() {
        let long = format!("{}.example.com", "a".repeat(63));
        for name in [
            "kpi.example.com",
            "xn--bcher-kva.example",
            "1.example.com",
            &long,
        ] {
            assert_eq!(parse(name), Some(ClientId::Domain(name.to_owned())));
        }
        for name in ["[192.0.2.1]", "[IPv6:2001:db8::1]"] {
            assert_eq!(parse(name).unwrap().to_string(), name);
        }
        let too_long = format!("a{long}");
        let endless = format!("{}example.com", "a.".repeat(130));
        for name in [
            "",
            "3f2a9c",
            "localhost",
            "my_host.example.com",
            "-a.example.com",
            "a..example.com",
            "kpi.example.com.",
            "192.0.2.1",
            "2001:db8::1",
            "[2001:db8::1]",
            "[kpi.example.com]",
            "bücher.example",
            "kpi.example.com\r\nMAIL FROM:<>",
            &too_long,
            &endless,
        ] {
            assert_eq!(parse(name), None, "{name}");
        }
    }
}
