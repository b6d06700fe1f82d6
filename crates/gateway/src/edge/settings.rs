//! The settings of the edge: what is let in, from whom, how often.

use std::path::PathBuf;
use std::time::Duration;

use kpi_common::config::{Environment, Settings};
use kpi_common::cors::AllowedOrigins;
use kpi_common::rate_limit::LimitConfig;
use kpi_common::redis::RedisConfig;
use kpi_common::session_token;
use secrecy::SecretString;

/// What the edge is told from outside.
#[derive(Debug, Clone)]
pub struct EdgeConfig {
    /// How large and how slow a request may be.
    pub guard: GuardConfig,
    /// Whose pages may use the API.
    pub cors: AllowedOrigins,
    /// What session tokens are signed with; without it the backend alone judges them.
    pub jwt_secret: Option<SecretString>,
    /// How often somebody may ask.
    pub limits: LimitConfig,
    /// Where they are counted together with other gateways, if they are.
    pub redis: Option<RedisConfig>,
    /// The port on 127.0.0.1 that tells the metrics, if one does.
    pub metrics_port: Option<u16>,
    /// TLS at the gateway itself, if it has a certificate.
    pub tls: Option<TlsFiles>,
}

/// Limits of a request's head and of connections.
#[derive(Debug, Clone, Copy)]
pub struct GuardConfig {
    /// The longest request target, in bytes.
    pub max_uri_bytes: usize,
    /// The most header fields.
    pub max_headers: usize,
    /// The most bytes of header fields.
    pub max_header_bytes: usize,
    /// How long a head may take to come, TLS included.
    pub header_timeout: Duration,
    /// How long a client may take nothing of its answer.
    pub send_timeout: Duration,
    /// How long a connection may be without a request.
    pub keep_alive: Duration,
    /// The most open connections of one address; 0 counts none.
    pub max_connections_per_address: usize,
}

/// The certificates of the gateway itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The chain, its own certificate first (PEM).
    pub certificates: PathBuf,
    /// The private key (PEM).
    pub key: PathBuf,
}

impl EdgeConfig {
    /// Reads every setting; what is wrong is collected in `settings`.
    pub(crate) fn read(settings: &mut Settings, environment: Environment) -> Self {
        Self {
            guard: GuardConfig::read(settings),
            cors: AllowedOrigins::read(settings, environment),
            jwt_secret: session_token::read_secret(settings, environment),
            limits: LimitConfig::read(settings),
            redis: RedisConfig::read(settings),
            metrics_port: settings.parse_optional("METRICS_PORT", "a port from 0 to 65535"),
            tls: TlsFiles::read(settings),
        }
    }
}

impl GuardConfig {
    fn read(settings: &mut Settings) -> Self {
        Self {
            max_uri_bytes: settings.parse_or("MAX_URI_BYTES", 8 * 1024, "a number of bytes"),
            max_headers: settings.parse_or("MAX_HEADERS", 64, "a number of header fields"),
            max_header_bytes: settings.parse_or("MAX_HEADER_BYTES", 32 * 1024, "a number of bytes"),
            header_timeout: read_seconds(settings, "HEADER_TIMEOUT", 10),
            send_timeout: read_seconds(settings, "SEND_TIMEOUT", 60),
            keep_alive: read_seconds(settings, "KEEP_ALIVE_TIMEOUT", 75),
            max_connections_per_address: settings.parse_or(
                "MAX_CONNECTIONS_PER_ADDRESS",
                1024,
                "a number of connections, or 0 for no limit",
            ),
        }
    }
}

impl TlsFiles {
    fn read(settings: &mut Settings) -> Option<Self> {
        let certificates = settings.text("SSL_CERT_PATH").map(PathBuf::from);
        let key = settings.text("SSL_KEY_PATH").map(PathBuf::from);
        match (certificates, key) {
            (Some(certificates), Some(key)) => Some(Self { certificates, key }),
            (None, None) => None,
            (Some(_), None) => {
                settings.problem("SSL_KEY_PATH", "is not set; the certificate needs its key");
                None
            }
            (None, Some(_)) => {
                settings.problem(
                    "SSL_CERT_PATH",
                    "is not set; the key is of no use without its certificate",
                );
                None
            }
        }
    }
}

fn read_seconds(settings: &mut Settings, name: &str, default: u32) -> Duration {
    let expected = "a number of seconds above 0";
    let seconds = settings.parse_or(name, default, expected);
    if seconds == 0 {
        settings.problem(name, format!("\"0\" will not do; expected {expected}"));
    }
    Duration::from_secs(seconds.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)], environment: Environment) -> (EdgeConfig, Vec<String>) {
        let mut settings = Settings::from_pairs(pairs.iter().copied());
        let config = EdgeConfig::read(&mut settings, environment);
        let problems = settings.finish().err();
        let lines = problems.map_or_else(Vec::new, |problems| problems.lines().to_vec());
        (config, lines)
    }

    #[test]
    fn without_settings_it_is_the_guides_edge() {
        let (config, problems) = read(&[], Environment::Development);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(config.cors.to_string(), "http://localhost:3000");
        let address = config.limits.address.unwrap();
        assert_eq!(address.limit.get(), 100);
        assert_eq!(address.window, Duration::from_secs(900));
        assert!(config.jwt_secret.is_none() && config.redis.is_none());
        assert!(config.metrics_port.is_none() && config.tls.is_none());
    }

    #[test]
    fn outside_development_no_other_origin_may_by_default() {
        let (config, _) = read(&[], Environment::Production);
        assert_eq!(config.cors.to_string(), "(nobody)");
    }

    #[test]
    fn nought_lifts_a_limit() {
        let (config, problems) = read(
            &[
                ("RATE_LIMIT_MAX_REQUESTS", "0"),
                ("RATE_LIMIT_AUTH_MAX_REQUESTS", "0"),
                ("MAX_CONNECTIONS_PER_ADDRESS", "0"),
            ],
            Environment::Production,
        );
        assert!(problems.is_empty());
        assert!(config.limits.address.is_none() && config.limits.sign_in.is_none());
        assert!(config.limits.user.is_some());
    }

    #[test]
    fn impossible_settings_are_told_together() {
        let (_, problems) = read(
            &[
                ("CORS_ORIGIN", "*"),
                ("JWT_SECRET", "short"),
                ("RATE_LIMIT_WINDOW_MS", "0"),
                ("RATE_LIMIT_MAX_REQUESTS", "many"),
                ("HEADER_TIMEOUT", "0"),
                ("REDIS_URL", "http://cache"),
                ("SSL_CERT_PATH", "/etc/cert.pem"),
                ("METRICS_PORT", "x"),
            ],
            Environment::Production,
        );
        let names: Vec<_> = problems
            .iter()
            .filter_map(|line| line.split(':').next())
            .collect();
        assert_eq!(
            names,
            [
                "HEADER_TIMEOUT",
                "CORS_ORIGIN",
                "JWT_SECRET",
                "RATE_LIMIT_WINDOW_MS",
                "RATE_LIMIT_MAX_REQUESTS",
                "REDIS_URL",
                "METRICS_PORT",
                "SSL_KEY_PATH"
            ]
        );
    }
}
