//! Parsing of `DATABASE_URL`: the database, its address, and the pool settings.
//!
//! `postgres://` and `postgresql://` name PostgreSQL, `sqlite:PATH` the embedded database.
//! `?connection_limit=` and `&pool_timeout=` (seconds), known from Prisma, configure the pool,
//! `pgbouncer=true` declares a pooler, and `schema=public` is the only schema. They are not passed to
//! libpq, which rejects unknown parameters.

mod postgres;

use std::collections::HashSet;
use std::fmt;
use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

/// Default size of a PostgreSQL pool.
const DEFAULT_CONNECTION_LIMIT: u32 = 20;
/// SQLite has one writer, so more than a few readers do not help.
const DEFAULT_SQLITE_CONNECTION_LIMIT: u32 = 8;
const DEFAULT_POOL_TIMEOUT: Duration = Duration::from_secs(20);

/// The supported databases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DatabaseKind {
    /// PostgreSQL 14 or newer.
    Postgres,
    /// The embedded SQLite.
    Sqlite,
}

impl fmt::Display for DatabaseKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Postgres => "PostgreSQL",
            Self::Sqlite => "SQLite",
        })
    }
}

/// A parsed `DATABASE_URL`. `Debug` omits the address, which contains the password.
#[derive(Debug, Clone)]
pub struct DatabaseUrl {
    /// PostgreSQL or SQLite.
    pub kind: DatabaseKind,
    /// Size of the pool.
    pub connection_limit: u32,
    /// How long a request waits for a free connection.
    pub pool_timeout: Duration,
    /// Whether a pooler such as PgBouncer in transaction mode is between: then named prepared statements
    /// and session settings can't be used.
    pub pgbouncer: bool,
    /// `statement_timeout` on PostgreSQL; no limit when `None`.
    pub statement_timeout: Option<Duration>,
    target: SecretString,
}

/// Why a `DATABASE_URL` is invalid. Never quotes the URL.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum DatabaseUrlError {
    /// Neither PostgreSQL nor SQLite.
    #[error(
        "must start with postgres://, postgresql:// or sqlite:, like postgresql://user:password@host:5432/kpi_productivity or sqlite:data/kpi.db"
    )]
    Scheme,
    /// `sqlite:` without a path.
    #[error("names no file after sqlite:, like sqlite:data/kpi.db")]
    NoPath,
    /// Each connection to an in-memory database would have a separate database.
    #[error("can't be in memory: every connection would have a database of its own")]
    InMemory,
    /// `connection_limit` or `pool_timeout` is not a positive number.
    #[error("has a {0} that is not a whole number from 1 to {1}")]
    Parameter(&'static str, u32),
    /// `pgbouncer` is neither `true` nor `false`.
    #[error("has a pgbouncer that is neither true nor false")]
    Pgbouncer,
    /// Not a URL, perhaps because of a password that is not percent-encoded.
    #[error(
        "is not a URL like postgresql://user:password@host:5432/name: percent-encode the password, @ \
         as %40, : as %3A, / as %2F, ? as %3F, # as %23 and % as %25"
    )]
    NotEncoded,
    /// A parameter of another program.
    #[error("has {0}, which is not a parameter of PostgreSQL's libpq: leave it out")]
    UnknownParameter(String),
    /// A parameter that SQLite has no use for.
    #[error("has {0}, which is not a parameter for SQLite: leave it out")]
    UnknownSqliteParameter(String),
    /// A parameter is repeated.
    #[error("has {0} more than once: keep one")]
    Repeated(String),
    /// `schema` is not `public`.
    #[error("has a schema other than public, where the tables are: leave it out")]
    Schema,
    /// Unknown `sslmode`.
    #[error("has an sslmode other than disable, allow, prefer, require, verify-ca and verify-full")]
    SslMode,
}

impl DatabaseUrl {
    /// Placeholder for an invalid URL, so that all configuration problems can be reported together.
    #[must_use]
    pub fn placeholder() -> Self {
        Self {
            kind: DatabaseKind::Sqlite,
            connection_limit: 1,
            pool_timeout: DEFAULT_POOL_TIMEOUT,
            pgbouncer: false,
            statement_timeout: None,
            target: SecretString::default(),
        }
    }

    /// The address for the driver: a libpq URL or the path of a file.
    pub(super) fn target(&self) -> &str {
        self.target.expose_secret()
    }

    /// The statements that configure a new session. A `statement_timeout` in the URL takes precedence.
    pub(super) fn session_settings(&self) -> String {
        let timeout = self.statement_timeout;
        let (_, parameters) = self.target().split_once('?').unwrap_or_default();
        let timeout = timeout.filter(|_| !parameters.contains("statement_timeout"));
        let statements = timeout.map(|timeout| timeout.as_millis());
        let statements = statements.map(|millis| format!("; SET statement_timeout = {millis}"));
        // Transactions set `lock_timeout` themselves; this is for single queries, which may wait for a
        // change of a table.
        format!("SET lock_timeout = '5s'{}", statements.unwrap_or_default())
    }

    /// The folder of the SQLite file.
    #[must_use]
    pub fn sqlite_folder(&self) -> Option<&Path> {
        self.sqlite_path().map(folder_of)
    }

    /// The path of the SQLite file.
    #[must_use]
    pub fn sqlite_path(&self) -> Option<&Path> {
        (self.kind == DatabaseKind::Sqlite).then(|| Path::new(self.target()))
    }
}

/// The parent folder of a file; the current one for a bare name.
pub(super) fn folder_of(file: &Path) -> &Path {
    file.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

impl FromStr for DatabaseUrl {
    type Err = DatabaseUrlError;

    fn from_str(url: &str) -> Result<Self, Self::Err> {
        let (address, query) = url.split_once('?').unwrap_or((url, ""));
        let postgres = ["postgres://", "postgresql://"];
        let postgres = postgres.iter().find_map(|it| address.strip_prefix(it));
        let (kind, default_limit) = if let Some(address) = postgres {
            if !postgres::is_address(address) || !postgres::is_query(query) {
                return Err(DatabaseUrlError::NotEncoded);
            }
            (DatabaseKind::Postgres, DEFAULT_CONNECTION_LIMIT)
        } else if address.starts_with("sqlite:") {
            (DatabaseKind::Sqlite, DEFAULT_SQLITE_CONNECTION_LIMIT)
        } else {
            return Err(DatabaseUrlError::Scheme);
        };

        let mut connection_limit = default_limit;
        let mut pool_timeout = DEFAULT_POOL_TIMEOUT;
        let mut pgbouncer = false;
        let mut rest = Vec::new();
        let mut names = HashSet::new();
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            if !names.insert(name) {
                return Err(DatabaseUrlError::Repeated(name.to_owned()));
            }
            match (name, value) {
                ("connection_limit", value) => {
                    connection_limit = bounded("connection_limit", value, 1_000)?;
                }
                ("pool_timeout", value) => {
                    let seconds = bounded("pool_timeout", value, 600)?;
                    pool_timeout = Duration::from_secs(seconds.into());
                }
                (name, _) if kind == DatabaseKind::Sqlite => {
                    return Err(DatabaseUrlError::UnknownSqliteParameter(name.to_owned()));
                }
                ("pgbouncer", value) => {
                    pgbouncer = value
                        .parse()
                        .map_err(|_not_bool| DatabaseUrlError::Pgbouncer)?;
                }
                ("schema", "public") => {}
                ("schema", _) => return Err(DatabaseUrlError::Schema),
                (name, value) => {
                    postgres::check_parameter(name, value)?;
                    rest.push(pair);
                }
            }
        }

        let target = match kind {
            DatabaseKind::Postgres => format!("{address}?{}", with_defaults(rest).join("&")),
            DatabaseKind::Sqlite => sqlite_file(address)?,
        };
        Ok(Self {
            kind,
            connection_limit,
            pool_timeout,
            pgbouncer,
            statement_timeout: None,
            target: target.into(),
        })
    }
}

/// By default libpq has no timeout for connecting, nor for a peer that disappeared.
const POSTGRES_DEFAULTS: [(&str, &str); 3] = [
    ("connect_timeout", "connect_timeout=5"),
    ("tcp_user_timeout", "tcp_user_timeout=30000"),
    ("keepalives_idle", "keepalives_idle=30"),
];

fn with_defaults(mut parameters: Vec<&str>) -> Vec<&str> {
    for (name, default) in POSTGRES_DEFAULTS {
        if !parameters
            .iter()
            .any(|parameter| parameter.split('=').next() == Some(name))
        {
            parameters.push(default);
        }
    }
    parameters
}

fn bounded(name: &'static str, value: &str, max: u32) -> Result<u32, DatabaseUrlError> {
    match value.parse::<u32>() {
        Ok(number) if (1..=max).contains(&number) => Ok(number),
        _ => Err(DatabaseUrlError::Parameter(name, max)),
    }
}

/// `sqlite:data/kpi.db`, `sqlite:/var/lib/kpi.db` and `sqlite:///var/lib/kpi.db` are all valid. SQLite
/// would take `file:…` for a URI of its own, which may name a database in memory.
fn sqlite_file(address: &str) -> Result<String, DatabaseUrlError> {
    let path = address.strip_prefix("sqlite:").unwrap_or(address);
    let path = path.strip_prefix("//").unwrap_or(path);
    match path {
        path if path.is_empty() || path.starts_with("file:") => Err(DatabaseUrlError::NoPath),
        ":memory:" => Err(DatabaseUrlError::InMemory),
        path => Ok(path.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pool_parameters_are_parsed_and_not_passed_to_the_driver() {
        let url: DatabaseUrl =
            "postgresql://u:p@h:5432/db?pgbouncer=true&connection_limit=7&sslmode=require&pool_timeout=3"
                .parse()
                .unwrap();
        assert_eq!(url.connection_limit, 7);
        assert_eq!(url.pool_timeout, Duration::from_secs(3));
        assert!(url.pgbouncer);
        assert_eq!(
            url.target(),
            "postgresql://u:p@h:5432/db?sslmode=require&connect_timeout=5&tcp_user_timeout=30000\
             &keepalives_idle=30"
        );
        let url: DatabaseUrl = "postgres://h/db?connect_timeout=60&pgbouncer=false"
            .parse()
            .unwrap();
        assert!(!url.pgbouncer);
        assert_eq!(
            url.target(),
            "postgres://h/db?connect_timeout=60&tcp_user_timeout=30000&keepalives_idle=30"
        );
    }

    #[test]
    fn statement_timeout_is_set_unless_the_url_has_it() {
        let settings = |url: &str| {
            let mut url: DatabaseUrl = url.parse().unwrap();
            url.statement_timeout = Some(Duration::from_secs(30));
            url.session_settings()
        };
        assert!(settings("postgres://h/db").ends_with("; SET statement_timeout = 30000"));
        let own = "postgres://h/db?options=-c%20statement_timeout%3D5s";
        assert!(!settings(own).contains("statement_timeout"));
        let password = "postgres://u:statement_timeout@h/statement_timeout";
        assert!(settings(password).contains("; SET statement_timeout"));
        let other = "postgres://h/db?options=-c%20search_path%3Dkpi";
        assert!(settings(other).contains("statement_timeout"));
    }

    #[test]
    fn sqlite_paths() {
        for (url, path) in [
            ("sqlite:data/kpi.db", "data/kpi.db"),
            ("sqlite:/srv/kpi.db", "/srv/kpi.db"),
            ("sqlite:///srv/kpi.db", "/srv/kpi.db"),
            ("sqlite://data/kpi.db?connection_limit=2", "data/kpi.db"),
        ] {
            let parsed: DatabaseUrl = url.parse().unwrap();
            assert_eq!(
                parsed.sqlite_path(),
                Some(std::path::Path::new(path)),
                "{url}"
            );
        }
    }

    #[test]
    fn invalid_urls_are_rejected() {
        for (url, error) in [
            ("postgres:nope", DatabaseUrlError::Scheme),
            ("mysql://h/db", DatabaseUrlError::Scheme),
            ("", DatabaseUrlError::Scheme),
            ("sqlite:", DatabaseUrlError::NoPath),
            ("sqlite::memory:", DatabaseUrlError::InMemory),
            ("sqlite:file::memory:", DatabaseUrlError::NoPath),
            (
                "sqlite:kpi.db?connection_limt=2",
                DatabaseUrlError::UnknownSqliteParameter("connection_limt".to_owned()),
            ),
            (
                "postgres://h/db?connection_limit=0",
                DatabaseUrlError::Parameter("connection_limit", 1_000),
            ),
            (
                "postgres://h/db?pool_timeout=soon",
                DatabaseUrlError::Parameter("pool_timeout", 600),
            ),
            ("postgres://h/db?pgbouncer=yes", DatabaseUrlError::Pgbouncer),
        ] {
            assert_eq!(url.parse::<DatabaseUrl>().err(), Some(error), "{url}");
        }
    }

    /// URLs with what they are, which a test of the scripts reads too.
    const URLS: &str = include_str!("../../../../../scripts/tests/database-urls.tsv");

    #[test]
    fn postgres_urls_are_passed_to_libpq_only_if_it_reads_them_alike() {
        let mut count = 0;
        for case in URLS.lines().filter(|line| !line.starts_with("//")) {
            let (url, expected) = case.split_once('\t').unwrap();
            let found = match url.parse::<DatabaseUrl>() {
                Ok(_) => "valid".to_owned(),
                Err(error) => error.to_string(),
            };
            assert!(found.starts_with(expected), "{url}: {found}");
            assert!(!found.contains("ss:"), "{url}: {found}");
            count += 1;
        }
        assert!(count > 40, "{count}");
    }

    #[test]
    fn a_url_does_not_print_its_password() {
        let url: DatabaseUrl = "postgres://u:hunter2@h/db".parse().unwrap();
        assert!(!format!("{url:?}").contains("hunter2"));
    }
}
