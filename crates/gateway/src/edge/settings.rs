//! The settings of the edge: limits, CORS, tokens, rate limits, TLS.

use std::path::PathBuf;
use std::time::Duration;

use educe::Educe;
use kpi_common::config::{Environment, Settings, fields};
use kpi_common::cors::AllowedOrigins;
use kpi_common::rate_limit::RateLimitConfig;
use kpi_common::redis::RedisConfig;
use kpi_common::session_token;
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

/// The settings of the edge.
#[derive(Debug, Clone)]
pub struct EdgeConfig {
    /// Limits and timeouts of requests and connections.
    pub guard: GuardConfig,
    /// The allowed origins.
    pub cors: AllowedOrigins,
    /// The secret of session tokens; without it only the backend verifies them.
    pub jwt_secret: Option<SecretString>,
    /// Rate limits.
    pub limits: RateLimitConfig,
    /// Redis, for rate limits that are shared with other gateways.
    pub redis: Option<RedisConfig>,
    /// The certificate, if the gateway itself terminates TLS.
    pub tls: Option<TlsFiles>,
}

/// Limits and timeouts of request heads and connections.
#[derive(Debug, Clone, Copy, Educe, Serialize, Deserialize)]
#[educe(Default)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub struct GuardConfig {
    /// The longest request target, in bytes.
    #[educe(Default = 8 * 1024)]
    #[serde(deserialize_with = "fields::count")]
    pub max_uri_bytes: usize,
    /// The most header fields.
    #[educe(Default = 64)]
    #[serde(deserialize_with = "fields::count")]
    pub max_headers: usize,
    /// The most bytes of header fields.
    #[educe(Default = 32 * 1024)]
    #[serde(deserialize_with = "fields::count")]
    pub max_header_bytes: usize,
    /// The timeout of a request head, and of a TLS handshake.
    #[educe(Default = Duration::from_secs(10))]
    #[serde(with = "fields::seconds")]
    pub header_timeout: Duration,
    /// How long a client may read nothing of its response.
    #[educe(Default = Duration::from_secs(60))]
    #[serde(with = "fields::seconds")]
    pub send_timeout: Duration,
    /// The idle timeout of connections.
    #[educe(Default = Duration::from_secs(75))]
    #[serde(rename = "KEEP_ALIVE_TIMEOUT", with = "fields::seconds")]
    pub keep_alive: Duration,
    /// The most open connections of one address; 0 for no limit.
    #[educe(Default = 1024)]
    #[serde(deserialize_with = "fields::count")]
    pub max_connections_per_address: usize,
}

/// The TLS settings as they are read.
#[derive(Default, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct TlsSettings {
    /// The certificate chain of the gateway, leaf first (PEM).
    ssl_cert_path: Option<PathBuf>,
    /// The private key (PEM).
    ssl_key_path: Option<PathBuf>,
}

/// The files of the gateway's certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The chain, leaf first (PEM).
    pub certificates: PathBuf,
    /// The private key (PEM).
    pub key: PathBuf,
}

impl EdgeConfig {
    /// Reads the settings; problems are collected in `settings`.
    pub(crate) fn read(settings: &mut Settings, environment: Environment) -> Self {
        Self {
            guard: settings.read(GuardConfig::default()),
            cors: AllowedOrigins::read(settings, environment),
            jwt_secret: session_token::read_secret(settings, environment),
            limits: RateLimitConfig::read(settings),
            redis: RedisConfig::read(settings),
            tls: TlsFiles::read(settings),
        }
    }
}

impl TlsFiles {
    fn read(settings: &mut Settings) -> Option<Self> {
        let read = settings.read(TlsSettings::default());
        let (name, message) = match (read.ssl_cert_path, read.ssl_key_path) {
            (Some(certificates), Some(key)) => return Some(Self { certificates, key }),
            (None, None) => return None,
            (Some(_), None) => ("SSL_KEY_PATH", "the certificate needs its key"),
            (None, Some(_)) => (
                "SSL_CERT_PATH",
                "the key is of no use without its certificate",
            ),
        };
        settings.problem(name, format!("is not set; {message}"));
        None
    }
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
    fn the_defaults_are_those_of_the_guide() {
        let (config, problems) = read(&[], Environment::Development);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(config.cors.to_string(), "http://localhost:3000");
        let address = config.limits.address.unwrap();
        assert_eq!(address.limit.get(), 100);
        assert_eq!(address.window, Duration::from_secs(900));
        assert!(config.jwt_secret.is_none() && config.redis.is_none());
        assert!(config.tls.is_none());
    }

    #[test]
    fn outside_development_no_origin_is_allowed_by_default() {
        let (config, _) = read(&[], Environment::Production);
        assert_eq!(config.cors.to_string(), "");
    }

    #[test]
    fn zero_disables_a_limit() {
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
    fn invalid_settings_are_reported_together() {
        let (_, problems) = read(
            &[
                ("CORS_ORIGIN", "*"),
                ("JWT_SECRET", "short"),
                ("RATE_LIMIT_WINDOW_MS", "0"),
                ("RATE_LIMIT_MAX_REQUESTS", "many"),
                ("HEADER_TIMEOUT", "0"),
                ("REDIS_URL", "http://cache"),
                ("SSL_CERT_PATH", "/etc/cert.pem"),
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
                "SSL_KEY_PATH"
            ]
        );
    }
}
