//! The settings of the gateway.

use kpi_common::cli;
use kpi_common::client_ip::TrustedProxies;
use kpi_common::config::{Environment, Settings};
use kpi_common::reports::ReportConfig;
use kpi_common::shutdown;
use kpi_common::telemetry::LogConfig;
use kpi_common::workers;

pub use crate::edge::settings::EdgeConfig;
pub use crate::upstream::UpstreamConfig;

const DEFAULT_PORT: u16 = 30002;
const DEFAULT_MAX_BODY_BYTES: usize = 10 * 1024 * 1024;

/// Everything the gateway is told from outside.
#[derive(Debug, Clone)]
pub struct Config {
    /// Which world this is.
    pub environment: Environment,
    /// What is logged, and where to.
    pub log: LogConfig,
    /// Where errors and traces are reported to.
    pub reports: ReportConfig,
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
    /// What is let in.
    pub edge: EdgeConfig,
    /// The services behind the gateway.
    pub upstreams: UpstreamConfig,
}

impl Config {
    /// Reads every setting; what is wrong is collected in `settings`.
    pub fn read(settings: &mut Settings) -> Self {
        let environment = Environment::read(settings);
        Self {
            environment,
            log: LogConfig::read(settings, environment),
            reports: ReportConfig::read(settings, environment),
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
            edge: EdgeConfig::read(settings, environment),
            upstreams: UpstreamConfig::read(settings),
        }
    }

    /// Where the gateway asks itself whether it is well. That its upstreams are well is their own
    /// concern: a gateway must not be restarted because a backend is away.
    pub fn health_url(&self) -> String {
        cli::own_url(&self.host, self.port, "/gateway/health/live")
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
