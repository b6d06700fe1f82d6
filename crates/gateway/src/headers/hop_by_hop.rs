//! Hop-by-hop fields, which are not forwarded (RFC 9110 §7.6.1).
//!
//! Those are the fields listed there, the fields that `Connection` names, and the proxy
//! authentication fields, which are for the next proxy only (§11.7).

/// The connection options (§7.6.1): names of further fields, or tokens that name none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct ConnectionOptions(Vec<String>);

impl ConnectionOptions {
    /// The options in the values of `Connection`, in lower case.
    pub(crate) fn of<'a>(values: impl Iterator<Item = &'a [u8]>) -> Self {
        let options = values
            .flat_map(|value| value.split(|byte| *byte == b','))
            .map(<[u8]>::trim_ascii)
            // Usually the only one; not stored, to save the allocation.
            .filter(|option| !option.is_empty() && !option.eq_ignore_ascii_case(b"keep-alive"))
            .map(|option| String::from_utf8_lossy(option).to_ascii_lowercase());
        Self(options.collect())
    }

    /// Whether it contains this option; not for `keep-alive`.
    pub(crate) fn contains(&self, option: &str) -> bool {
        self.0.iter().any(|known| known == option)
    }
}

/// Whether a field is end-to-end; its name must be in lower case.
pub(crate) fn is_end_to_end(name: &str, options: &ConnectionOptions) -> bool {
    match name {
        "connection"
        | "keep-alive"
        | "proxy-authenticate"
        | "proxy-authorization"
        | "proxy-connection"
        | "te"
        | "trailer"
        | "transfer-encoding"
        | "upgrade" => false,
        name => !options.contains(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passing<'a>(connection: &[&str], names: &[&'a str]) -> Vec<&'a str> {
        let options = ConnectionOptions::of(connection.iter().map(|value| value.as_bytes()));
        let names = names.iter().copied();
        names
            .filter(|name| super::is_end_to_end(name, &options))
            .collect()
    }

    #[test]
    fn hop_by_hop_fields_are_dropped() {
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
    fn fields_named_by_connection_are_dropped() {
        let names = ["x-private", "x-other", "x-public"];
        let connection = ["close, X-Private", "x-other ,"];
        assert_eq!(passing(&connection, &names), ["x-public"]);
    }
}
