//! The backend's settings, read once at start; every problem is reported together.

mod health;
mod redis;

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use educe::Educe;
use kpi_common::config::{ConfigProblems, ConfigWarnings, Environment, Settings, fields};
use kpi_common::cors::AllowedOrigins;
use kpi_common::rate_limit::LimitConfig;
use kpi_common::reports::ReportConfig;
use kpi_common::service::ServiceConfig;
use kpi_common::session_token;
use kpi_common::telemetry::LogConfig;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use serde_with::{As, DisplayFromStr};

use crate::db::{DatabaseKind, DatabaseUrl};
use crate::mail::MailConfig;
pub use health::HealthConfig;
pub use redis::RedisConfig;

/// Used in development when `DATABASE_URL` is not set.
const DEVELOPMENT_DATABASE: &str = "sqlite:data/kpi.db";

/// Everything the backend is told from outside.
#[derive(Debug)]
pub struct Config {
    /// Development, staging or production.
    pub environment: Environment,
    /// Where it listens.
    pub server: ServerConfig,
    /// How it serves.
    pub service: ServiceConfig,
    /// Whose pages may use the API.
    pub cors: AllowedOrigins,
    /// How often somebody may ask.
    pub limits: LimitConfig,
    /// Which database.
    pub database: DatabaseUrl,
    /// The same past the pooler that `database` leads to: migrations go that way.
    pub direct: Option<DatabaseUrl>,
    /// Sessions and passwords.
    pub auth: AuthConfig,
    /// How mails are sent.
    pub mail: MailConfig,
    /// Redis.
    pub redis: RedisConfig,
    /// Which health checks there are.
    pub health: HealthConfig,
    /// What is logged, and where to.
    pub log: LogConfig,
    /// Where errors and traces are reported to.
    pub reports: ReportConfig,
    /// From how long on a statement is told as slow; none is unless set.
    pub slow_query: Option<Duration>,
    /// What is odd about the settings.
    pub warnings: ConfigWarnings,
}

/// Where the backend listens, and what it takes there.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub struct ServerConfig {
    /// Host name or address; every address it resolves to is listened on.
    pub host: String,
    /// Port; 0 takes a free one.
    #[serde(deserialize_with = "fields::port")]
    pub port: u16,
    /// The port on 127.0.0.1 for Prometheus, if there is one.
    #[serde(
        rename = "BACKEND_METRICS_PORT",
        deserialize_with = "fields::optional_port"
    )]
    pub metrics_port: Option<u16>,
    /// Largest request body, in bytes.
    #[serde(deserialize_with = "fields::count")]
    pub max_body_bytes: usize,
}

/// How sessions are signed and passwords hashed.
#[derive(Debug, Clone, Educe, Serialize, Deserialize)]
#[educe(Default)]
pub struct AuthConfig {
    /// Signs session tokens (HS256).
    #[serde(skip)]
    pub jwt_secret: SecretString,
    /// How long a session lasts: `15m`, `24h`, `7d`.
    #[educe(Default = Lifetime(Duration::from_secs(7 * 86_400)))]
    #[serde(rename = "JWT_EXPIRES_IN", with = "As::<DisplayFromStr>")]
    pub session_lifetime: Lifetime,
    /// bcrypt's cost; each step doubles the work.
    #[educe(Default = 12)]
    #[serde(
        rename = "BCRYPT_ROUNDS",
        deserialize_with = "fields::within::<_, _, 4, 31>"
    )]
    pub bcrypt_rounds: u32,
}

/// The database, as it is set.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct DatabaseSettings {
    /// `postgresql://…` or `sqlite:PATH`; `?connection_limit=20&pool_timeout=20` sets the pool, and
    /// `pgbouncer=true` says that a pooler stands between.
    #[serde(serialize_with = "fields::secret")]
    database_url: Option<SecretString>,
    /// The same database past the pooler.
    #[serde(serialize_with = "fields::secret")]
    direct_url: Option<SecretString>,
    /// Seconds that a statement may take on PostgreSQL; 0 for no limit.
    #[serde(deserialize_with = "fields::within::<_, _, 0, 86_400>")]
    statement_timeout: u32,
    /// A statement that takes as many milliseconds is logged, without its values; 0 for none.
    #[serde(deserialize_with = "fields::count")]
    slow_query_ms: u64,
}

impl Config {
    /// Reads all settings.
    ///
    /// # Errors
    /// Every setting that is missing or impossible, together.
    pub fn from_settings(mut settings: Settings) -> Result<Self, ConfigProblems> {
        let mut config = Self::read(&mut settings);
        config.warnings = settings.warnings();
        settings.finish()?;
        Ok(config)
    }

    /// Reads all settings and leaves the problems in `settings`.
    pub fn read(settings: &mut Settings) -> Self {
        let environment = Environment::read(settings);
        let database = settings.read(DatabaseSettings {
            database_url: None,
            direct_url: None,
            statement_timeout: 30,
            slow_query_ms: 1_000,
        });
        let slow_query = Duration::from_millis(database.slow_query_ms);
        let direct = database.direct_url.clone();
        let url = database_url(database, settings, environment);
        Self {
            environment,
            server: settings.read(ServerConfig {
                host: environment.default_host().to_owned(),
                port: 3001,
                metrics_port: None,
                max_body_bytes: 1_048_576,
            }),
            service: settings.read(ServiceConfig::default()),
            cors: AllowedOrigins::read(settings, environment),
            limits: LimitConfig::read(settings),
            direct: direct_url(direct, settings, url.kind),
            database: url,
            auth: AuthConfig::read(settings, environment),
            mail: MailConfig::read(settings, environment.is_development()),
            redis: RedisConfig::read(settings, environment),
            health: settings.read(HealthConfig::default()),
            log: LogConfig::read(settings, environment),
            reports: ReportConfig::read(settings, environment),
            slow_query: Some(slow_query).filter(|slow| !slow.is_zero()),
            warnings: ConfigWarnings::default(),
        }
    }
}

impl AuthConfig {
    fn read(settings: &mut Settings, environment: Environment) -> Self {
        let jwt_secret = session_token::read_secret(settings, environment);
        if jwt_secret.is_none() {
            settings.problem(
                "JWT_SECRET",
                "is not set; make one with: openssl rand -base64 32",
            );
        }
        Self {
            jwt_secret: jwt_secret.unwrap_or_default(),
            ..settings.read(Self::default())
        }
    }
}

fn database_url(
    read: DatabaseSettings,
    settings: &mut Settings,
    environment: Environment,
) -> DatabaseUrl {
    if read.database_url.is_none() && !environment.is_development() {
        settings.problem(
            "DATABASE_URL",
            "is not set; outside development the database must be named, like \
             postgresql://user:password@host:5432/kpi_productivity",
        );
    }
    let url = read
        .database_url
        .unwrap_or_else(|| DEVELOPMENT_DATABASE.into());
    let mut url: DatabaseUrl = url.expose_secret().parse().unwrap_or_else(|error| {
        settings.problem("DATABASE_URL", error);
        DatabaseUrl::placeholder()
    });
    let timeout = Duration::from_secs(read.statement_timeout.into());
    url.statement_timeout = Some(timeout).filter(|timeout| !timeout.is_zero());
    url
}

fn direct_url(
    url: Option<SecretString>,
    settings: &mut Settings,
    kind: DatabaseKind,
) -> Option<DatabaseUrl> {
    let url: Result<DatabaseUrl, _> = url?.expose_secret().parse();
    let problem = match url {
        Ok(url) if url.kind != DatabaseKind::Postgres || url.kind != kind => {
            "is for PostgreSQL behind a pooler, and has to lead to the database of DATABASE_URL"
                .to_owned()
        }
        Ok(url) if url.pgbouncer => {
            "has pgbouncer=true, but is to be the address past the pooler".to_owned()
        }
        Ok(url) => return Some(url),
        Err(error) => error.to_string(),
    };
    settings.problem("DIRECT_URL", problem);
    None
}

/// A span as `15m`, `24h`, `7d` or `3600s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetime(pub Duration);

impl Lifetime {
    /// The seconds of each unit.
    const UNITS: [(&str, u64); 4] = [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)];
    /// Ten years: beyond it a token's expiry says nothing any more.
    const LONGEST: u64 = 315_360_000;
}

impl fmt::Display for Lifetime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.0.as_secs();
        let fits = Self::UNITS
            .iter()
            .find(|(_, unit)| seconds.is_multiple_of(*unit));
        let (name, unit) = fits.unwrap_or(&("s", 1));
        write!(f, "{}{name}", seconds / unit)
    }
}

impl FromStr for Lifetime {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let seconds = Self::UNITS.iter().find_map(|(name, unit)| {
            let number: u64 = text.strip_suffix(name)?.parse().ok()?;
            number.checked_mul(*unit)
        });
        seconds
            .filter(|seconds| (1..=Self::LONGEST).contains(seconds))
            .map(|seconds| Self(Duration::from_secs(seconds)))
            .ok_or("expected a time such as 15m, 24h or 7d")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECRET: &str = "0123456789abcdef0123456789abcdef";

    fn read(pairs: &[(&str, &str)]) -> Result<Config, String> {
        let settings = Settings::from_pairs(pairs.iter().copied());
        Config::from_settings(settings).map_err(|problems| problems.to_string())
    }

    #[test]
    fn development_needs_only_a_secret() {
        let config = read(&[("JWT_SECRET", SECRET)]).unwrap();
        assert_eq!(config.server.port, 3001);
        assert_eq!(config.auth.bcrypt_rounds, 12);
        assert_eq!(config.slow_query, Some(Duration::from_secs(1)));
        let limit = |config: &Config| config.database.statement_timeout;
        assert_eq!(limit(&config), Some(Duration::from_secs(30)));
        let endless = read(&[("JWT_SECRET", SECRET), ("STATEMENT_TIMEOUT", "0")]).unwrap();
        assert_eq!(limit(&endless), None);
        assert_eq!(config.auth.session_lifetime.0, Duration::from_secs(604_800));
        assert_eq!(
            config.database.sqlite_path().unwrap().to_str(),
            Some("data/kpi.db")
        );
    }

    #[test]
    fn all_problems_are_named_together_and_no_secret_is() {
        let problems = read(&[
            ("NODE_ENV", "prod"),
            ("PORT", "http"),
            ("JWT_SECRET", "too-short"),
            ("JWT_EXPIRES_IN", "soon"),
            ("DATABASE_URL", "mysql://root:hunter2@db/kpi"),
            ("BCRYPT_ROUNDS", "2"),
            ("LOG_LEVEL", "loud"),
        ])
        .unwrap_err();
        for name in [
            "NODE_ENV",
            "PORT",
            "JWT_SECRET",
            "JWT_EXPIRES_IN",
            "DATABASE_URL",
            "BCRYPT_ROUNDS",
            "LOG_LEVEL",
        ] {
            assert!(problems.contains(name), "{name} is missing in:\n{problems}");
        }
        assert!(
            !problems.contains("hunter2") && !problems.contains("too-short"),
            "{problems}"
        );
    }

    #[test]
    fn production_does_not_fall_back_to_the_embedded_database() {
        for environment in ["staging", "production"] {
            let problems = read(&[("NODE_ENV", environment), ("JWT_SECRET", SECRET)]).unwrap_err();
            assert!(
                problems.contains("DATABASE_URL"),
                "{environment}: {problems}"
            );
        }
    }

    #[test]
    fn a_direct_address_leads_past_the_pooler_to_the_same_kind_of_database() {
        let pooled = "postgres://kpi@pooler:6543/kpi?pgbouncer=true";
        for (database, direct, fits) in [
            (pooled, "postgres://kpi@db/kpi", true),
            (pooled, "postgres://kpi@db/kpi?pgbouncer=true", false),
            (pooled, "sqlite:kpi.db", false),
            (pooled, "mysql://kpi:hunter2@db/kpi", false),
            ("sqlite:kpi.db", "postgres://kpi@db/kpi", false),
            ("sqlite:kpi.db", "sqlite:other.db", false),
        ] {
            let read = read(&[
                ("JWT_SECRET", SECRET),
                ("DATABASE_URL", database),
                ("DIRECT_URL", direct),
            ]);
            assert_eq!(read.is_ok(), fits, "{database} {direct}: {read:?}");
            if let Err(problems) = read {
                assert!(problems.starts_with("DIRECT_URL: "), "{problems}");
                assert!(!problems.contains("hunter2"), "{problems}");
            }
        }
    }

    #[test]
    fn redis_is_required_in_production_unless_told_otherwise() {
        let url = ("REDIS_URL", "redis://cache:6379");
        for (environment, settings, required) in [
            ("development", vec![], Some(false)),
            ("staging", vec![url], Some(false)),
            ("staging", vec![("REDIS_REQUIRED", "true")], None),
            ("production", vec![], None),
            ("production", vec![url], Some(true)),
            ("production", vec![("REDIS_REQUIRED", "false")], Some(false)),
            ("production", vec![("REDIS_URL", "cache")], None),
        ] {
            let mut pairs = vec![
                ("NODE_ENV", environment),
                ("JWT_SECRET", SECRET),
                ("DATABASE_URL", "postgres://kpi@db/kpi"),
            ];
            pairs.extend(&settings);
            let read = read(&pairs);
            let found = read.as_ref().ok().map(|config| config.redis.required);
            assert_eq!(found, required, "{environment} {settings:?}");
            if let Err(problems) = read {
                assert!(problems.starts_with("REDIS_URL: "), "{problems}");
                assert_eq!(problems.lines().count(), 1, "{problems}");
            }
        }
    }

    #[test]
    fn lifetimes() {
        for (text, seconds) in [
            ("7d", Some(604_800)),
            ("24h", Some(86_400)),
            ("15m", Some(900)),
            ("1s", Some(1)),
            ("0d", None),
            ("7", None),
            ("d", None),
            ("-1d", None),
            ("99999d", None),
            ("1w", None),
        ] {
            let parsed = text
                .parse::<Lifetime>()
                .ok()
                .map(|lifetime| lifetime.0.as_secs());
            assert_eq!(parsed, seconds, "{text}");
        }
    }
}
