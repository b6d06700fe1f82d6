//! The backend's settings, read once at start; every problem is reported together.

mod health;
mod redis;

use std::str::FromStr;
use std::time::Duration;

use kpi_common::client_ip::TrustedProxies;
use kpi_common::config::{ConfigProblems, ConfigWarnings, Environment, Settings};
use kpi_common::cors::AllowedOrigins;
use kpi_common::rate_limit::LimitConfig;
use kpi_common::reports::ReportConfig;
use kpi_common::session_token;
use kpi_common::shutdown;
use kpi_common::telemetry::LogConfig;
use kpi_common::workers;
use secrecy::{ExposeSecret, SecretString};

use crate::db::DatabaseUrl;
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
    /// Address to listen on.
    pub server: ServerConfig,
    /// Whose pages may use the API.
    pub cors: AllowedOrigins,
    /// How often somebody may ask.
    pub limits: LimitConfig,
    /// Which database.
    pub database: DatabaseUrl,
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
    /// The port on 127.0.0.1 that tells the metrics, if one does.
    pub metrics_port: Option<u16>,
    /// What is odd about the settings.
    pub warnings: ConfigWarnings,
}

/// Where and how the server listens.
#[derive(Debug, Clone)]
pub struct ServerConfig {
    /// Host name or address; every address it resolves to is listened on.
    pub host: String,
    /// Port; 0 takes a free one.
    pub port: u16,
    /// Seconds that requests in flight get after the signal to stop.
    pub shutdown_timeout: u64,
    /// Largest JSON body, in bytes.
    pub max_body_bytes: usize,
    /// How many threads serve.
    pub workers: usize,
    /// Whose forwarding headers are believed.
    pub trusted_proxies: TrustedProxies,
}

/// How sessions are signed and passwords hashed.
#[derive(Debug, Clone)]
pub struct AuthConfig {
    /// Signs session tokens (HS256).
    pub jwt_secret: SecretString,
    /// How long a session lasts.
    pub session_lifetime: Duration,
    /// bcrypt's cost, 4–31; each step doubles the work.
    pub bcrypt_rounds: u32,
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
        let development = environment.is_development();
        let host = if development { "localhost" } else { "::" };
        Self {
            environment,
            server: ServerConfig {
                host: settings.text_or("HOST", host),
                port: settings.parse_or("PORT", 3001, "a port from 0 to 65535"),
                shutdown_timeout: shutdown::read_timeout(settings),
                max_body_bytes: settings.parse_or("MAX_BODY_BYTES", 1_048_576, "a number of bytes"),
                workers: workers::read(settings),
                trusted_proxies: TrustedProxies::read(settings),
            },
            cors: AllowedOrigins::read(settings, environment),
            limits: LimitConfig::read(settings),
            database: database(settings, development),
            auth: AuthConfig {
                jwt_secret: jwt_secret(settings, environment),
                session_lifetime: session_lifetime(settings),
                bcrypt_rounds: bcrypt_rounds(settings),
            },
            mail: MailConfig::read(settings, development),
            redis: RedisConfig::read(settings, environment),
            health: HealthConfig::read(settings),
            log: LogConfig::read(settings, environment),
            reports: ReportConfig::read(settings, environment),
            slow_query: slow_query(settings),
            metrics_port: settings.parse_optional("BACKEND_METRICS_PORT", "a port from 0 to 65535"),
            warnings: ConfigWarnings::default(),
        }
    }
}

/// The guide's second, unless set; 0 tells of none.
fn slow_query(settings: &mut Settings) -> Option<Duration> {
    let millis = settings.parse_or(
        "SLOW_QUERY_MS",
        1_000,
        "a number of milliseconds, or 0 for none",
    );
    (millis > 0).then(|| Duration::from_millis(millis))
}

fn session_lifetime(settings: &mut Settings) -> Duration {
    let default = Lifetime(Duration::from_secs(7 * 86_400));
    settings.note_default("JWT_EXPIRES_IN", "7d");
    settings.parse("JWT_EXPIRES_IN", default, Lifetime::FORM).0
}

fn database(settings: &mut Settings, development: bool) -> DatabaseUrl {
    let url = match settings.secret("DATABASE_URL") {
        Some(url) => url,
        None => {
            if !development {
                settings.problem(
                    "DATABASE_URL",
                    "is not set; outside development the database must be named, like \
                     postgresql://user:password@host:5432/kpi_productivity",
                );
            }
            DEVELOPMENT_DATABASE.into()
        }
    };
    url.expose_secret().parse().unwrap_or_else(|error| {
        settings.problem("DATABASE_URL", format!("{error}"));
        DatabaseUrl::unusable()
    })
}

fn jwt_secret(settings: &mut Settings, environment: Environment) -> SecretString {
    session_token::read_secret(settings, environment).unwrap_or_else(|| {
        settings.missing("JWT_SECRET", "make one with: openssl rand -base64 32");
        SecretString::default()
    })
}

fn bcrypt_rounds(settings: &mut Settings) -> u32 {
    let rounds = settings.parse_or("BCRYPT_ROUNDS", 12, "a whole number from 4 to 31");
    if !(4..=31).contains(&rounds) {
        settings.problem("BCRYPT_ROUNDS", "must be a whole number from 4 to 31");
    }
    rounds
}

/// A span as `15m`, `24h`, `7d` or `3600s`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Lifetime(Duration);

impl Lifetime {
    const FORM: &'static str = "a time such as 15m, 24h or 7d";
}

impl FromStr for Lifetime {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("{text:?} is not {}", Self::FORM);
        let (digits, unit) =
            text.split_at(text.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?);
        let seconds = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3_600,
            "d" => 86_400,
            _ => return Err(wrong()),
        };
        // Ten years: beyond it a token's expiry says nothing any more.
        digits
            .parse::<u64>()
            .ok()
            .and_then(|number| number.checked_mul(seconds))
            .filter(|total| (1..=315_360_000).contains(total))
            .map(|total| Self(Duration::from_secs(total)))
            .ok_or_else(wrong)
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
        assert_eq!(config.auth.session_lifetime, Duration::from_secs(604_800));
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
