//! The settings of the gateway.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use kpi_common::cli;
use kpi_common::client_ip::TrustedProxies;
use kpi_common::config::{Environment, Settings};
use kpi_common::shutdown;
use kpi_common::telemetry::LogLevel;
use kpi_common::workers;

use crate::upstream::Origin;

const DEFAULT_PORT: u16 = 30002;
const DEFAULT_MAX_BODY_BYTES: usize = 10 * 1024 * 1024;

/// Everything the gateway is told from outside.
#[derive(Debug, Clone)]
pub struct Config {
    /// Which world this is.
    pub environment: Environment,
    /// How much is logged.
    pub log_level: LogLevel,
    /// Where to listen; see [`kpi_common::listen::bind`].
    pub host: String,
    /// The port; 0 takes a free one.
    pub port: u16,
    /// How many threads serve.
    pub workers: usize,
    /// Seconds that running requests get when the gateway stops.
    pub shutdown_timeout: u64,
    /// Whose forwarding headers are believed.
    pub trusted_proxies: TrustedProxies,
    /// The largest request body that is let through.
    pub max_body_bytes: usize,
    /// The services behind the gateway.
    pub upstreams: UpstreamConfig,
}

/// Where the services are, and how long they may take.
#[derive(Debug, Clone)]
pub struct UpstreamConfig {
    /// The API.
    pub backend: Origin,
    /// The web app.
    pub frontend: Origin,
    /// How long a connection may take to stand, TLS included.
    pub connect_timeout: Duration,
    /// How long an upstream may neither take the next part of a request nor begin its answer.
    pub timeout: Duration,
    /// Certificates (PEM) trusted besides the public ones, for https upstreams of a private CA.
    pub ca_file: Option<PathBuf>,
}

impl Config {
    /// Reads every setting; what is wrong is collected in `settings`.
    pub fn read(settings: &mut Settings) -> Self {
        Self {
            environment: Environment::read(settings),
            log_level: LogLevel::read(settings),
            host: settings.text_or("GATEWAY_HOST", "localhost"),
            port: read_port(settings),
            workers: workers::read(settings),
            shutdown_timeout: shutdown::read_timeout(settings),
            trusted_proxies: TrustedProxies::read(settings),
            max_body_bytes: settings.parse_or(
                "MAX_BODY_BYTES",
                DEFAULT_MAX_BODY_BYTES,
                "a number of bytes",
            ),
            upstreams: UpstreamConfig::read(settings),
        }
    }

    /// Where the gateway asks itself whether it is well. That its upstreams are well is their own
    /// concern: a gateway must not be restarted because a backend is away.
    pub fn health_url(&self) -> String {
        cli::own_url(&self.host, self.port, "/gateway/health/live")
    }
}

impl UpstreamConfig {
    fn read(settings: &mut Settings) -> Self {
        let expected = "an origin such as http://localhost:3001, without a path";
        let seconds = "a number of seconds above 0";
        Self {
            backend: settings.parse_or("BACKEND_URL", Origin::local(3001), expected),
            frontend: settings.parse_or("FRONTEND_URL", Origin::local(3000), expected),
            connect_timeout: settings
                .parse_or("UPSTREAM_CONNECT_TIMEOUT", Seconds(5.0), seconds)
                .duration(),
            timeout: settings
                .parse_or("UPSTREAM_TIMEOUT", Seconds(60.0), seconds)
                .duration(),
            ca_file: settings.text("UPSTREAM_CA_FILE").map(PathBuf::from),
        }
    }
}

/// A time span as operators write it: seconds, with a fraction if need be.
#[derive(Debug, Clone, Copy)]
struct Seconds(f64);

impl Seconds {
    fn duration(self) -> Duration {
        Duration::from_secs_f64(self.0)
    }
}

impl fmt::Display for Seconds {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The text is no span of time to wait for.
#[derive(Debug, thiserror::Error)]
#[error("it is no time to wait for")]
struct NoTime;

impl FromStr for Seconds {
    type Err = NoTime;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        const A_DAY: f64 = 86_400.0;
        match text.parse() {
            Ok(seconds) if seconds > 0.0 && seconds <= A_DAY => Ok(Self(seconds)),
            _ => Err(NoTime),
        }
    }
}

/// `GATEWAY_PORT`, else `PORT`, which platforms set.
fn read_port(settings: &mut Settings) -> u16 {
    let expected = "a port from 0 to 65535";
    let of_platform = settings.parse_optional("PORT", expected);
    settings.parse_or(
        "GATEWAY_PORT",
        of_platform.unwrap_or(DEFAULT_PORT),
        expected,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (Config, String) {
        let mut settings = Settings::from_pairs(pairs.iter().copied());
        let config = Config::read(&mut settings);
        let problems = settings.finish().err().map(|problems| problems.to_string());
        (config, problems.unwrap_or_default())
    }

    #[test]
    fn without_settings_it_is_the_guides_gateway() {
        let (config, problems) = read(&[]);
        assert_eq!(problems, "");
        assert_eq!((config.host.as_str(), config.port), ("localhost", 30002));
        assert_eq!(
            config.upstreams.backend.to_string(),
            "http://localhost:3001"
        );
        assert_eq!(
            config.upstreams.frontend.to_string(),
            "http://localhost:3000"
        );
        assert_eq!(config.max_body_bytes, 10_485_760);
        assert_eq!(
            config.health_url(),
            "http://localhost:30002/gateway/health/live"
        );
    }

    #[test]
    fn the_platforms_port_counts_unless_the_gateway_has_its_own() {
        assert_eq!(read(&[("PORT", "8080")]).0.port, 8080);
        assert_eq!(
            read(&[("PORT", "8080"), ("GATEWAY_PORT", "30003")]).0.port,
            30003
        );
    }

    #[test]
    fn impossible_settings_are_told_together() {
        let (_, problems) = read(&[
            ("GATEWAY_PORT", "99999"),
            ("BACKEND_URL", "localhost:3001"),
            ("FRONTEND_URL", "https://app.example.com/base"),
            ("UPSTREAM_TIMEOUT", "0"),
            ("TRUSTED_PROXIES", "somewhere"),
        ]);
        let names: Vec<_> = problems
            .lines()
            .filter_map(|line| line.split(':').next())
            .collect();
        assert_eq!(
            names,
            [
                "GATEWAY_PORT",
                "TRUSTED_PROXIES",
                "BACKEND_URL",
                "FRONTEND_URL",
                "UPSTREAM_TIMEOUT"
            ]
        );
    }
}
