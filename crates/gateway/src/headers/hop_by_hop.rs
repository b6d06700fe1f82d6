//! Fields that are meant for one connection only stay on it (RFC 9110 §7.6.1).
//!
//! Those are the ones listed there, those that `Connection` names, and the proxy authentication
//! fields, which are for the next proxy and not for what stands behind it (§11.7).

use actix_web::http::header::{
    CONNECTION, HeaderName, PROXY_AUTHENTICATE, PROXY_AUTHORIZATION, TE, TRAILER,
    TRANSFER_ENCODING, UPGRADE,
};

static KEEP_ALIVE: HeaderName = HeaderName::from_static("keep-alive");
static PROXY_CONNECTION: HeaderName = HeaderName::from_static("proxy-connection");

/// The connection options (§7.6.1): names of further fields, or tokens that name none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Options(Vec<String>);

impl Options {
    /// The options in the values of `Connection`, in lower case.
    pub(crate) fn of<'a>(values: impl Iterator<Item = &'a [u8]>) -> Self {
        let options = values
            .flat_map(|value| value.split(|byte| *byte == b','))
            .map(<[u8]>::trim_ascii)
            // Mostly that is all there is, and it needs no room.
            .filter(|option| !option.is_empty() && !option.eq_ignore_ascii_case(b"keep-alive"))
            .map(|option| String::from_utf8_lossy(option).to_ascii_lowercase());
        Self(options.collect())
    }

    /// Whether there is this option, which must not be `keep-alive`.
    pub(crate) fn contains(&self, option: &str) -> bool {
        self.0.iter().any(|known| known == option)
    }
}

/// Whether a field goes beyond this connection.
pub(crate) fn passes(name: &HeaderName, options: &Options) -> bool {
    match *name {
        // Trailers are announced anew where they are carried over (§6.6.2).
        CONNECTION | PROXY_AUTHENTICATE | PROXY_AUTHORIZATION | TE | TRAILER
        | TRANSFER_ENCODING | UPGRADE => false,
        _ => *name != KEEP_ALIVE && *name != PROXY_CONNECTION && !options.contains(name.as_str()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passing<'a>(connection: &[&str], names: &[&'a str]) -> Vec<&'a str> {
        let options = Options::of(connection.iter().map(|value| value.as_bytes()));
        let passes = |name: &&&str| {
            super::passes(&HeaderName::from_bytes(name.as_bytes()).unwrap(), &options)
        };
        names.iter().filter(passes).copied().collect()
    }

    #[test]
    fn fields_of_the_connection_stay_behind() {
        let names = [
            "connection",
            "keep-alive",
            "proxy-connection",
            "proxy-authorization",
            "proxy-authenticate",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "accept",
        ];
        assert_eq!(passing(&["keep-alive"], &names), ["accept"]);
    }

    #[test]
    fn what_connection_names_stays_behind_too() {
        let names = ["x-private", "x-other", "x-public"];
        let connection = ["close, X-Private", "x-other ,"];
        assert_eq!(passing(&connection, &names), ["x-public"]);
    }
}
