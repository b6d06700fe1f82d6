//! Unknown settings: variables that no service reads, but that look like a misspelt setting.
//!
//! `.env.example` lists the settings of all services, which often share an environment; a test
//! compares it with what they read.
//!
//! | the name | in `.env` | in the environment |
//! | --- | --- | --- |
//! | is a misspelt setting | error | error if that setting is not set, else a warning |
//! | has a setting as prefix, or is a prefix of one | error | warning |
//! | has the first word of several settings | warning | warning |
//!
//! `.env` contains only settings of these services. The environment does not: a platform or another
//! program may have a variable of a similar name, which must not prevent the start. So there only a
//! misspelt name of a missing setting is an error.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::layers::{DOT_ENV, Table, text};

/// All settings.
static KNOWN: LazyLock<BTreeSet<&str>> =
    LazyLock::new(|| names(include_str!("../../../../.env.example")).collect());

/// The variables of OpenSSL.
const FOREIGN: [&str; 2] = ["SSL_CERT_DIR", "SSL_CERT_FILE"];

/// Shorter names are not compared: they resemble too many.
const MIN_LENGTH: usize = 5;
/// From this length on, a distance of two is a misspelling.
const LONG_NAME: usize = 12;

/// A variable that no service reads.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct UnknownSetting<'a> {
    pub(super) name: &'a str,
    /// The setting that was probably meant.
    pub(super) hint: Option<&'static str>,
    /// Whether it prevents the start.
    pub(super) is_error: bool,
}

impl UnknownSetting<'_> {
    /// The line for the operator.
    pub(super) fn line(&self) -> String {
        let Self { name, hint, .. } = self;
        match hint {
            Some(hint) => format!("{name}: there is no such setting; did you mean {hint}?"),
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

/// Whether a service or a script reads this variable.
pub(super) fn is_known(name: &str) -> bool {
    KNOWN.contains(name)
}

/// Finds unknown settings.
pub(super) fn find(values: &Table) -> Vec<UnknownSetting<'_>> {
    let is_set =
        |name: &str| values.contains_key(name) || values.contains_key(&format!("{name}_FILE"));
    let unknown = values.iter().filter_map(|(full, value)| {
        let name = full.strip_suffix("_FILE").unwrap_or(full);
        if is_known(full) || is_known(name) || is_foreign(full, text(value)) {
            return None;
        }
        let in_dot_env = value.origin() == Some(DOT_ENV);
        let (hint, is_error) = if let Some(hint) = misspelt(name) {
            let is_missing = is_related(name, hint) && !is_set(hint);
            (Some(hint), in_dot_env || is_missing)
        } else if let Some(hint) = prefix_match(name) {
            (Some(hint), in_dot_env)
        } else if KNOWN.iter().filter(|known| is_related(name, known)).count() > 1 {
            (None, false)
        } else {
            return None;
        };
        Some(UnknownSetting {
            name: full,
            hint,
            is_error,
        })
    });
    unknown.collect()
}

/// The setting within an edit distance of one (two for long names) of this name.
fn misspelt(name: &str) -> Option<&'static str> {
    let allowed = if name.len() < LONG_NAME { 1 } else { 2 };
    let distance = |known: &&str| strsim::osa_distance(known, name);
    let nearest = KNOWN.iter().copied().min_by_key(distance)?;
    let is_long_enough = name.len().min(nearest.len()) >= MIN_LENGTH;
    (is_long_enough && distance(&nearest) <= allowed).then_some(nearest)
}

/// The setting that is a prefix of this name, or the reverse, such as `SMTP_PASS` of
/// `SMTP_PASSWORD`.
fn prefix_match(name: &str) -> Option<&'static str> {
    let is_prefix = |short: &str, long: &str| {
        short.contains('_') && !short.ends_with('_') && long.starts_with(short)
    };
    let mut known = KNOWN.iter().copied();
    known.find(|known| is_prefix(known, name) || is_prefix(name, known))
}

/// Whether both consist of several words, and have the same first one.
fn is_related(name: &str, known: &str) -> bool {
    let first_word = |name: &str| Some(name.split_once('_')?.0.to_owned());
    first_word(name).is_some_and(|word| first_word(known) == Some(word))
}

/// Whether a variable belongs to something else. Kubernetes sets variables for the services of a
/// namespace: `REDIS_PORT=tcp://…`, `REDIS_SERVICE_HOST`, `REDIS_PORT_6379_TCP_ADDR`.
fn is_foreign(name: &str, value: &str) -> bool {
    let is_protocol = |word: &str| ["TCP", "UDP", "SCTP"].contains(&word);
    let is_kubernetes = name.ends_with("_SERVICE_HOST")
        || name.contains("_SERVICE_PORT")
        || value.starts_with("tcp://")
        || value.starts_with("udp://")
        || (name.contains("_PORT_") && name.split('_').any(is_protocol));
    is_kubernetes || FOREIGN.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::layers::{self, ENVIRONMENT};

    /// The unknown settings of these variables: name, hint, whether it is an error.
    fn found(layer: &str, pairs: &[(&str, &str)]) -> Vec<(String, Option<&'static str>, bool)> {
        find(&layers::layer(layer, pairs.iter().copied()))
            .into_iter()
            .map(|unknown| (unknown.name.to_owned(), unknown.hint, unknown.is_error))
            .collect()
    }

    fn one(layer: &str, name: &str) -> Option<(Option<&'static str>, bool)> {
        let mut found = found(layer, &[(name, "x")]);
        found.pop().map(|(_, hint, is_error)| (hint, is_error))
    }

    #[test]
    fn misspelt_names_are_errors() {
        for (misspelt, hint) in [
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
            assert_eq!(
                one(DOT_ENV, misspelt),
                Some((Some(hint), true)),
                "{misspelt}"
            );
            let refused = misspelt != "JTW_SECRET";
            let found = one(ENVIRONMENT, misspelt);
            assert_eq!(found, Some((Some(hint), refused)), "{misspelt}");
        }
    }

    #[test]
    fn a_misspelt_name_of_a_set_setting_is_a_warning_in_the_environment() {
        let pairs = [("CORS_ORIGIN", "http://a"), ("CORS_ORIGINS", "http://b")];
        let expected = |is_error| vec![("CORS_ORIGINS".to_owned(), Some("CORS_ORIGIN"), is_error)];
        assert_eq!(found(ENVIRONMENT, &pairs), expected(false));
        assert_eq!(found(DOT_ENV, &pairs), expected(true));
        let by_file = [("JWT_SECRET_FILE", "/run/jwt"), ("JWT_SECRETS", "x")];
        assert!(!found(ENVIRONMENT, &by_file)[0].2);
    }

    #[test]
    fn prefixes_and_shared_first_words_are_reported() {
        for (name, hint) in [
            ("JWT_EXPIRES", "JWT_EXPIRES_IN"),
            ("REDIS_USER", "REDIS_USERNAME"),
            ("NODE_ENVIRONMENT", "NODE_ENV"),
        ] {
            assert_eq!(one(DOT_ENV, name), Some((Some(hint), true)), "{name}");
            assert_eq!(one(ENVIRONMENT, name), Some((Some(hint), false)), "{name}");
        }
        for layer in [DOT_ENV, ENVIRONMENT] {
            assert_eq!(one(layer, "UPSTREAM_BUFFERS"), Some((None, false)));
        }
    }

    #[test]
    fn variables_of_platforms_and_other_programs_are_ignored() {
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
    fn no_setting_is_reported_as_unknown() {
        assert!(KNOWN.len() > 60, "{KNOWN:?}");
        for name in KNOWN.iter() {
            for layer in [DOT_ENV, ENVIRONMENT] {
                assert_eq!(one(layer, name), None, "{name}");
                assert_eq!(one(layer, &format!("{name}_FILE")), None, "{name}");
            }
        }
    }

    #[test]
    fn it_is_reported_in_one_sentence() {
        let unknown = |hint| UnknownSetting {
            name: "JWT_SECRT",
            hint,
            is_error: true,
        };
        assert_eq!(
            unknown(Some("JWT_SECRET")).line(),
            "JWT_SECRT: there is no such setting; did you mean JWT_SECRET?"
        );
        assert_eq!(unknown(None).line(), "JWT_SECRT: there is no such setting.");
    }
}
