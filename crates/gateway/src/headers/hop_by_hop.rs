//! Fields that are meant for one connection only stay on it (RFC 9110 §7.6.1).
//!
//! Those are the ones listed there, those that `Connection` names, and the proxy authentication
//! fields, which are for the next proxy and not for what stands behind it (§11.7).

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

/// Whether a field, its name in lower case, goes beyond this connection.
pub(crate) fn passes(name: &str, options: &Options) -> bool {
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
        let options = Options::of(connection.iter().map(|value| value.as_bytes()));
        let names = names.iter().copied();
        names.filter(|name| super::passes(name, &options)).collect()
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
