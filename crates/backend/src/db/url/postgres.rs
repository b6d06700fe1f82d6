//! The syntax of a PostgreSQL URL (RFC 3986, with libpq's list of hosts), checked before libpq gets it.
//!
//! libpq guesses where the parts of a malformed URL end, and its errors quote what it took for the host
//! or the port, which may be a piece of the password. `scripts/lib/database.sh` checks the same.

use super::DatabaseUrlError;

/// The parameters of libpq 18, which is linked in.
const LIBPQ_PARAMETERS: &[&str] = &[
    "application_name",
    "channel_binding",
    "client_encoding",
    "connect_timeout",
    "dbname",
    "fallback_application_name",
    "gssdelegation",
    "gssencmode",
    "gsslib",
    "host",
    "hostaddr",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "krbsrvname",
    "load_balance_hosts",
    "max_protocol_version",
    "min_protocol_version",
    "options",
    "passfile",
    "password",
    "port",
    "require_auth",
    "requirepeer",
    "service",
    "ssl_max_protocol_version",
    "ssl_min_protocol_version",
    "sslcert",
    "sslcertmode",
    "sslcompression",
    "sslcrl",
    "sslcrldir",
    "sslkey",
    "sslmode",
    "sslnegotiation",
    "sslpassword",
    "sslrootcert",
    "sslsni",
    "target_session_attrs",
    "tcp_user_timeout",
    "user",
];

const SSL_MODES: [&str; 6] = [
    "disable",
    "allow",
    "prefer",
    "require",
    "verify-ca",
    "verify-full",
];

/// Whether the parts between `://` and `?` are delimited as in the standard, and percent-encoded.
pub(super) fn is_address(address: &str) -> bool {
    let (authority, name) = address.split_once('/').unwrap_or((address, ""));
    let (user, hosts) = match authority.split_once('@') {
        Some((user, hosts)) => (Some(user), hosts),
        None => (None, authority),
    };
    user.is_none_or(|user| is_encoded(user) && !has_needless_encoding(user))
        && hosts.split(',').all(is_host)
        && is_encoded(name)
}

/// Whether the parameters after `?` are delimited as in the standard, and percent-encoded.
pub(super) fn is_query(query: &str) -> bool {
    let is_delimiter = |letter: char| "@?#".contains(letter) || letter.is_whitespace();
    !query.contains(is_delimiter) && has_valid_encoding(query)
}

/// A name, an address or the folder of a socket, with an optional port.
fn is_host(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, "")) => return address.parse::<std::net::Ipv6Addr>().is_ok(),
        Some((address, port)) => {
            let is_address = address.parse::<std::net::Ipv6Addr>().is_ok();
            return is_address && port.strip_prefix(':').is_some_and(is_port);
        }
        None => text.split_once(':').unwrap_or((text, "")),
    };
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte);
    host.bytes().all(is_name) && is_encoded(host) && is_port(port)
}

fn is_port(text: &str) -> bool {
    text.is_empty() || text.parse().is_ok_and(|port: u16| port > 0)
}

/// Whether each delimiter and `%` is percent-encoded; a colon needs not be.
fn is_encoded(text: &str) -> bool {
    let is_delimiter = |letter: char| "@/?#[]".contains(letter) || letter.is_whitespace();
    !text.contains(is_delimiter) && has_valid_encoding(text)
}

fn has_valid_encoding(text: &str) -> bool {
    text.split('%').skip(1).all(|rest| encoded(rest).is_some())
}

/// The byte that two hexadecimal digits encode; never NUL, which libpq rejects.
fn encoded(digits: &str) -> Option<u8> {
    let digits = digits
        .get(..2)
        .filter(|digits| digits.bytes().all(|it| it.is_ascii_hexdigit()))?;
    u8::from_str_radix(digits, 16).ok().filter(|byte| *byte > 0)
}

/// Whether an encoded letter or digit shows that a `%` of the password is not encoded itself: no encoder
/// encodes these.
fn has_needless_encoding(text: &str) -> bool {
    let mut bytes = text.split('%').skip(1).filter_map(encoded);
    bytes.any(|byte| byte.is_ascii_alphanumeric())
}

/// Whether a parameter is one of libpq.
pub(super) fn check_parameter(name: &str, value: &str) -> Result<(), DatabaseUrlError> {
    match (name, value) {
        // As in JDBC.
        ("ssl", "true") => Ok(()),
        ("sslmode", mode) if !SSL_MODES.contains(&mode) => Err(DatabaseUrlError::SslMode),
        (name, _) if LIBPQ_PARAMETERS.contains(&name) => Ok(()),
        (name, _) => Err(DatabaseUrlError::UnknownParameter(name.to_owned())),
    }
}
