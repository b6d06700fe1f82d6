//! Hints at unknown settings: variables that no service reads, but that look as if one should.
//!
//! `.env.example` is the one list of the settings of all services, which often share an
//! environment; a test holds it against what they read.
//!
//! | the name | in `.env` | in the environment |
//! | --- | --- | --- |
//! | is a setting misspelt | refused | refused where that setting is not set, else a warning |
//! | begins with a setting, or is the beginning of one | refused | a warning |
//! | has the first word of several settings | a warning | a warning |
//!
//! `.env` is ours alone. The environment is not: a platform or another program may have a variable
//! of nearly the same name, and an innocent one must not keep a service from starting. So there
//! only a misspelt name ends the start, where what it misses is missing.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::layers::{DOT_ENV, Table, text};

/// Every setting there is.
static KNOWN: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| names(include_str!("../../../../.env.example")).collect());

/// What OpenSSL reads.
const OF_OTHERS: [&str; 2] = ["SSL_CERT_DIR", "SSL_CERT_FILE"];

/// A shorter name than this resembles too many.
const SHORTEST: usize = 5;
/// In a name as long as this, two letters may be wrong.
const LONG: usize = 12;

/// A variable that nobody reads.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UnknownSetting<'a> {
    pub(super) name: &'a str,
    /// What may have been meant.
    pub(super) meant: Option<&'static str>,
    /// Whether the service must not start.
    pub(super) is_refused: bool,
}

impl UnknownSetting<'_> {
    /// The line of it for the operator.
    pub(super) fn line(&self) -> String {
        let Self { name, meant, .. } = self;
        match meant {
            Some(meant) => format!("{name}: there is no such setting; did you mean {meant}?"),
            None => format!("{name}: there is no such setting."),
        }
    }
}

/// The names of `NAME=value` lines, also of those that are commented out.
fn names(example: &str) -> impl Iterator<Item = &str> {
    let is_letter =
        |letter: u8| letter.is_ascii_uppercase() || letter.is_ascii_digit() || letter == b'_';
    example
        .lines()
        .filter_map(|line| Some(line.trim_start_matches('#').split_once('=')?.0))
        .filter(move |name| !name.is_empty() && name.bytes().all(is_letter))
}

/// Looks through what has been set.
pub(super) fn find(values: &Table) -> Vec<UnknownSetting<'_>> {
    let is_set =
        |name: &str| values.contains_key(name) || values.contains_key(&format!("{name}_FILE"));
    let unknown = values.iter().filter_map(|(full, value)| {
        let name = full.strip_suffix("_FILE").unwrap_or(full);
        let is_known = KNOWN.contains(full.as_str()) || KNOWN.contains(name);
        if is_known || is_of_others(full, text(value)) {
            return None;
        }
        let in_dot_env = value.origin() == Some(DOT_ENV);
        let (meant, is_refused) = if let Some(meant) = misspelt(name) {
            let is_missing = is_kin(name, meant) && !is_set(meant);
            (Some(meant), in_dot_env || is_missing)
        } else if let Some(meant) = beginning(name) {
            (Some(meant), in_dot_env)
        } else if KNOWN.iter().filter(|known| is_kin(name, known)).count() > 1 {
            (None, false)
        } else {
            return None;
        };
        Some(UnknownSetting {
            name: full,
            meant,
            is_refused,
        })
    });
    unknown.collect()
}

/// The setting from which this name differs by a wrong, missing, doubled or swapped letter, or by
/// two of them if it is long.
fn misspelt(name: &str) -> Option<&'static str> {
    let allowed = if name.len() < LONG { 1 } else { 2 };
    let distance = |known: &&str| strsim::osa_distance(known, name);
    let nearest = KNOWN.iter().copied().min_by_key(distance)?;
    let is_long_enough = name.len().min(nearest.len()) >= SHORTEST;
    (is_long_enough && distance(&nearest) <= allowed).then_some(nearest)
}

/// The setting that begins with this name, or with which this name begins, such as `SMTP_PASS` of
/// `SMTP_PASSWORD`.
fn beginning(name: &str) -> Option<&'static str> {
    let is_beginning = |short: &str, long: &str| {
        short.contains('_') && !short.ends_with('_') && long.starts_with(short)
    };
    let mut known = KNOWN.iter().copied();
    known.find(|known| is_beginning(known, name) || is_beginning(name, known))
}

/// Whether both have several words, and the same first one.
fn is_kin(name: &str, known: &str) -> bool {
    let first_word = |name: &str| Some(name.split_once('_')?.0.to_owned());
    first_word(name).is_some_and(|word| first_word(known) == Some(word))
}

/// Kubernetes describes to each container the services beside it, in variables that begin with the
/// names of those: `REDIS_PORT=tcp://…`, `REDIS_SERVICE_HOST`, `REDIS_PORT_6379_TCP_ADDR`.
fn is_of_others(name: &str, value: &str) -> bool {
    let is_protocol = |word: &str| ["TCP", "UDP", "SCTP"].contains(&word);
    let is_of_kubernetes = name.ends_with("_SERVICE_HOST")
        || name.contains("_SERVICE_PORT")
        || value.starts_with("tcp://")
        || value.starts_with("udp://")
        || (name.contains("_PORT_") && name.split('_').any(is_protocol));
    is_of_kubernetes || OF_OTHERS.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::layers::{self, ENVIRONMENT};

    /// What is found among these variables: name, what was meant, whether it is refused.
    fn found(layer: &str, pairs: &[(&str, &str)]) -> Vec<(String, Option<&'static str>, bool)> {
        find(&layers::layer(layer, pairs.iter().copied()))
            .into_iter()
            .map(|unknown| (unknown.name.to_owned(), unknown.meant, unknown.is_refused))
            .collect()
    }

    fn one(layer: &str, name: &str) -> Option<(Option<&'static str>, bool)> {
        let mut found = found(layer, &[(name, "x")]);
        found
            .pop()
            .map(|(_, meant, is_refused)| (meant, is_refused))
    }

    #[test]
    fn misspelt_names_are_found_and_refused_everywhere() {
        for (slip, meant) in [
            ("JWT_SECRT", "JWT_SECRET"),
            ("JWT_SECRET_", "JWT_SECRET"),
            ("JTW_SECRET", "JWT_SECRET"),
            ("JWT_SECRT_FILE", "JWT_SECRET"),
            ("DATABASE_URI", "DATABASE_URL"),
            ("RATE_LIMIT_MAX_REQUEST", "RATE_LIMIT_MAX_REQUESTS"),
            ("RATE_LIMT_MAX_REQUSTS", "RATE_LIMIT_MAX_REQUESTS"),
            ("CORS_ORIGINS", "CORS_ORIGIN"),
            ("NODE_EVN", "NODE_ENV"),
            ("VITE_API_URI", "VITE_API_URL"),
        ] {
            assert_eq!(one(DOT_ENV, slip), Some((Some(meant), true)), "{slip}");
            let refused = slip != "JTW_SECRET";
            let said = one(ENVIRONMENT, slip);
            assert_eq!(said, Some((Some(meant), refused)), "{slip}");
        }
    }

    #[test]
    fn in_the_environment_what_is_not_missing_is_only_told() {
        let pairs = [("CORS_ORIGIN", "http://a"), ("CORS_ORIGINS", "http://b")];
        let told = |is_refused| vec![("CORS_ORIGINS".to_owned(), Some("CORS_ORIGIN"), is_refused)];
        assert_eq!(found(ENVIRONMENT, &pairs), told(false));
        assert_eq!(found(DOT_ENV, &pairs), told(true));
        let by_file = [("JWT_SECRET_FILE", "/run/jwt"), ("JWT_SECRETS", "x")];
        assert!(!found(ENVIRONMENT, &by_file)[0].2);
    }

    #[test]
    fn other_forms_and_unknown_members_of_a_family_are_told() {
        for (name, meant) in [
            ("JWT_EXPIRES", "JWT_EXPIRES_IN"),
            ("REDIS_USER", "REDIS_USERNAME"),
            ("NODE_ENVIRONMENT", "NODE_ENV"),
        ] {
            assert_eq!(one(DOT_ENV, name), Some((Some(meant), true)), "{name}");
            assert_eq!(one(ENVIRONMENT, name), Some((Some(meant), false)), "{name}");
        }
        for layer in [DOT_ENV, ENVIRONMENT] {
            assert_eq!(one(layer, "UPSTREAM_BUFFERS"), Some((None, false)));
        }
    }

    #[test]
    fn platforms_and_other_programs_are_left_alone() {
        for name in [
            "PATH",
            "HOME",
            "HOSTNAME",
            "PWD",
            "TERM",
            "LANG",
            "USER",
            "SHLVL",
            "TZ",
            "PORTS",
            "RAILWAY_ENVIRONMENT",
            "RAILWAY_PUBLIC_DOMAIN",
            "VERCEL_URL",
            "NODE_VERSION",
            "NODE_OPTIONS",
            "npm_config_registry",
            "POSTGRES_PASSWORD",
            "POSTGRES_DB",
            "PGHOST",
            "COMPOSE_PROJECT_NAME",
            "CARGO_HOME",
            "RUST_LOG",
            "RUST_BACKTRACE",
            "CI",
            "GITHUB_TOKEN",
            "SSL_CERT_FILE",
            "SSL_CERT_DIR",
            "KUBERNETES_SERVICE_HOST",
            "KUBERNETES_PORT_443_TCP",
            "REDIS_SERVICE_HOST",
            "REDIS_SERVICE_PORT",
            "REDIS_SERVICE_PORT_CLIENT",
            "REDIS_PORT_6379_TCP",
            "REDIS_PORT_6379_TCP_ADDR",
            "GATEWAY_SERVICE_HOST",
            "INVOCATION_ID",
            "JOURNAL_STREAM",
        ] {
            for layer in [DOT_ENV, ENVIRONMENT] {
                assert_eq!(one(layer, name), None, "{name}");
            }
        }
        let link = [("REDIS_PORT", "tcp://10.0.0.1:6379")];
        assert_eq!(found(ENVIRONMENT, &link), []);
    }

    #[test]
    fn no_setting_is_taken_for_another() {
        assert!(KNOWN.len() > 60, "{KNOWN:?}");
        for name in KNOWN.iter() {
            for layer in [DOT_ENV, ENVIRONMENT] {
                assert_eq!(one(layer, name), None, "{name}");
                assert_eq!(one(layer, &format!("{name}_FILE")), None, "{name}");
            }
        }
    }

    #[test]
    fn it_is_told_in_a_sentence() {
        let unknown = |meant| UnknownSetting {
            name: "JWT_SECRT",
            meant,
            is_refused: true,
        };
        assert_eq!(
            unknown(Some("JWT_SECRET")).line(),
            "JWT_SECRT: there is no such setting; did you mean JWT_SECRET?"
        );
        assert_eq!(unknown(None).line(), "JWT_SECRT: there is no such setting.");
    }
}
