//! The settings of the gateway.

use educe::Educe;
use kpi_common::cli;
use kpi_common::config::{Environment, Settings, fields};
use kpi_common::reports::ReportConfig;
use kpi_common::service::ServiceConfig;
use kpi_common::telemetry::LogConfig;
use serde::{Deserialize, Serialize};

pub use crate::edge::settings::EdgeConfig;
pub use crate::upstream::UpstreamConfig;

/// All settings of the gateway.
#[derive(Debug, Clone)]
pub struct Config {
    /// The environment.
    pub environment: Environment,
    /// Logging.
    pub log: LogConfig,
    /// Error reports and traces.
    pub reports: ReportConfig,
    /// The listener.
    pub server: ServerConfig,
    /// Workers, shutdown, trusted proxies.
    pub service: ServiceConfig,
    /// Limits, CORS, authentication, rate limits, TLS.
    pub edge: EdgeConfig,
    /// The upstreams.
    pub upstreams: UpstreamConfig,
}

/// Listener and body limit.
#[derive(Debug, Clone, Educe, Serialize, Deserialize)]
#[educe(Default)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub struct ServerConfig {
    /// The host; see [`kpi_common::listen::bind`].
    #[educe(Default = "localhost")]
    #[serde(rename = "GATEWAY_HOST")]
    pub host: String,
    /// The port; 0 takes a free one.
    #[educe(Default = 30002)]
    #[serde(rename = "GATEWAY_PORT", deserialize_with = "fields::port")]
    pub port: u16,
    /// The port that platforms set; used if `GATEWAY_PORT` is not set.
    #[serde(rename = "PORT", deserialize_with = "fields::optional_port")]
    pub platform_port: Option<u16>,
    /// The port on 127.0.0.1 for Prometheus, if set.
    #[serde(deserialize_with = "fields::optional_port")]
    pub metrics_port: Option<u16>,
    /// The largest request body, in bytes.
    #[educe(Default = 10 * 1024 * 1024)]
    #[serde(deserialize_with = "fields::count")]
    pub max_body_bytes: usize,
}

impl ServerConfig {
    fn read(settings: &mut Settings) -> Self {
        let given = settings.read(Self::default());
        settings.read(Self {
            port: given.platform_port.unwrap_or(Self::default().port),
            ..Self::default()
        })
    }
}

impl Config {
    /// Reads the settings; problems are collected in `settings`.
    pub fn read(settings: &mut Settings) -> Self {
        let environment = Environment::read(settings);
        Self {
            environment,
            log: LogConfig::read(settings, environment),
            reports: ReportConfig::read(settings, environment),
            server: ServerConfig::read(settings),
            service: settings.read(ServiceConfig::default()),
            edge: EdgeConfig::read(settings, environment),
            upstreams: UpstreamConfig::read(settings, environment),
        }
    }

    /// The URL of the health check: liveness only, because the gateway must not be restarted when a
    /// backend is unavailable.
    pub fn health_url(&self) -> String {
        let url = cli::local_url(&self.server.host, self.server.port, "/gateway/health/live");
        match self.edge.tls {
            Some(_) => url.replacen("http:", "https:", 1),
            None => url,
        }
    }
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
        let server = &config.server;
        assert_eq!((server.host.as_str(), server.port), ("localhost", 30002));
        assert!(server.metrics_port.is_none());
        assert_eq!(
            config.upstreams.backend.to_string(),
            "http://localhost:3001"
        );
        assert_eq!(
            config.upstreams.frontend.to_string(),
            "http://localhost:3000"
        );
        assert_eq!(server.max_body_bytes, 10_485_760);
        assert_eq!(
            config.health_url(),
            "http://localhost:30002/gateway/health/live"
        );
    }

    #[test]
    fn the_platforms_port_counts_unless_the_gateway_has_its_own() {
        assert_eq!(read(&[("PORT", "8080")]).0.server.port, 8080);
        assert_eq!(
            read(&[("PORT", "8080"), ("GATEWAY_PORT", "30003")])
                .0
                .server
                .port,
            30003
        );
    }

    #[test]
    fn invalid_settings_are_reported_together() {
        let (_, problems) = read(&[
            ("GATEWAY_PORT", "99999"),
            ("METRICS_PORT", "x"),
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
                "METRICS_PORT",
                "TRUSTED_PROXIES",
                "UPSTREAM_TIMEOUT",
                "BACKEND_URL",
                "FRONTEND_URL"
            ]
        );
    }
}
