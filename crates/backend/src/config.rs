//! The settings of the backend, read once at start. All problems are reported together.

mod auth;
mod redis;
mod registration;

use std::time::Duration;

use educe::Educe;
use kpi_common::config::{ConfigProblems, ConfigWarnings, Environment, Settings, fields};
use kpi_common::cors::AllowedOrigins;
use kpi_common::rate_limit::RateLimitConfig;
use kpi_common::reports::ReportConfig;
use kpi_common::service::ServiceConfig;
use kpi_common::telemetry::LogConfig;
use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};

use crate::db::{DatabaseKind, DatabaseUrl};
use crate::mail::MailConfig;
pub use auth::{AuthConfig, Lifetime};
pub use redis::RedisConfig;
pub use registration::{MailDomains, RegistrationConfig, RegistrationMode};

/// Used in development when `DATABASE_URL` is not set.
const DEVELOPMENT_DATABASE: &str = "sqlite:data/kpi.db";

/// The configuration of the backend.
#[derive(Debug)]
pub struct Config {
    /// Development, staging or production.
    pub environment: Environment,
    /// Listener.
    pub server: ServerConfig,
    /// Service.
    pub service: ServiceConfig,
    /// Allowed CORS origins.
    pub cors: AllowedOrigins,
    /// Rate limits.
    pub limits: RateLimitConfig,
    /// Database.
    pub database: DatabaseUrl,
    /// The same database without the pooler, for migrations.
    pub direct: Option<DatabaseUrl>,
    /// Sessions and passwords.
    pub auth: AuthConfig,
    /// Who may sign up.
    pub registration: RegistrationConfig,
    /// Emails.
    pub mail: MailConfig,
    /// Redis.
    pub redis: RedisConfig,
    /// Health checks.
    pub health: HealthConfig,
    /// Logging.
    pub log: LogConfig,
    /// Error and trace reporting.
    pub reports: ReportConfig,
    /// Threshold for logging slow statements; `None` disables it.
    pub slow_query: Option<Duration>,
    /// Warnings about the settings.
    pub warnings: ConfigWarnings,
}

/// The listener and its limits.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub struct ServerConfig {
    /// Host name or address; all resolved addresses are bound.
    pub host: String,
    /// Port; 0 for a free one.
    #[serde(deserialize_with = "fields::port")]
    pub port: u16,
    /// Port of the Prometheus metrics on 127.0.0.1, if set.
    #[serde(
        rename = "BACKEND_METRICS_PORT",
        deserialize_with = "fields::optional_port"
    )]
    pub metrics_port: Option<u16>,
    /// Largest request body, in bytes.
    #[serde(deserialize_with = "fields::count")]
    pub max_body_bytes: usize,
}

/// The health check settings.
#[derive(Debug, Clone, Copy, Educe, Serialize, Deserialize)]
#[educe(Default)]
pub struct HealthConfig {
    /// Whether `/health`, `/api/health` and the single checks are served.
    #[educe(Default = true)]
    #[serde(rename = "HEALTH_CHECK_ENABLED")]
    pub enabled: bool,
    /// Whether the database is checked.
    #[educe(Default = true)]
    #[serde(rename = "HEALTH_CHECK_DATABASE")]
    pub database: bool,
    /// Whether Redis is checked.
    #[educe(Default = true)]
    #[serde(rename = "HEALTH_CHECK_REDIS")]
    pub redis: bool,
}

/// The database settings.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct DatabaseSettings {
    /// `postgresql://…` or `sqlite:PATH`; `?connection_limit=20&pool_timeout=20` sets the pool, and
    /// `pgbouncer=true` declares a pooler.
    #[serde(serialize_with = "fields::secret")]
    database_url: Option<SecretString>,
    /// The same database without the pooler.
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
    /// All missing and invalid settings.
    pub fn from_settings(mut settings: Settings) -> Result<Self, ConfigProblems> {
        let mut config = Self::read(&mut settings);
        config.warnings = settings.warnings();
        settings.finish()?;
        Ok(config)
    }

    /// Reads all settings; problems are collected in `settings`.
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
            limits: RateLimitConfig::read(settings),
            direct: direct_url(direct, settings, url.kind),
            database: url,
            auth: AuthConfig::read(settings, environment),
            registration: settings.read(RegistrationConfig::default()),
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
    fn all_problems_are_reported_together_without_secrets() {
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
    fn direct_url_is_validated() {
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
    fn redis_is_required_in_production_by_default() {
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
