//! The settings of upstreams: addresses, timeouts, health probes, ejection.

use std::path::PathBuf;
use std::time::Duration;

use educe::Educe;
use kpi_common::config::{Environment, Settings, fields};
use serde::{Deserialize, Serialize};
use serde_with::{As, DisplayFromStr};

use super::Origins;

/// The upstream settings.
#[derive(Debug, Clone, Educe, Serialize, Deserialize)]
#[educe(Default)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub struct UpstreamConfig {
    /// The instances of the API, separated by commas.
    #[educe(Default = Origins::local(3001))]
    #[serde(rename = "BACKEND_URL", with = "As::<DisplayFromStr>")]
    pub backend: Origins,
    /// The instances of the web app, separated by commas.
    #[educe(Default = Origins::local(3000))]
    #[serde(rename = "FRONTEND_URL", with = "As::<DisplayFromStr>")]
    pub frontend: Origins,
    /// The timeouts of an exchange.
    #[serde(skip)]
    pub timeouts: Timeouts,
    /// How long an idle connection is kept in the pool.
    #[educe(Default = Duration::from_secs(4))]
    #[serde(rename = "UPSTREAM_KEEP_ALIVE", with = "fields::seconds")]
    pub keep_alive: Duration,
    /// Active health probes.
    #[serde(skip)]
    pub probe: ProbeConfig,
    /// Ejection of instances that fail requests.
    #[serde(skip)]
    pub ejection: EjectionConfig,
    /// How often a request may be retried on another instance: one that had not been sent, or a GET,
    /// HEAD, OPTIONS, PUT or DELETE without a body whose connection broke.
    #[educe(Default = 2)]
    #[serde(rename = "UPSTREAM_RETRIES", deserialize_with = "fields::count")]
    pub retries: u32,
    /// How long requests are still accepted after the stop signal: load balancers must see
    /// `/gateway/health` fail before connections are refused.
    #[serde(with = "fields::seconds_or_never")]
    pub drain_delay: Option<Duration>,
    /// The idle timeout of WebSocket tunnels, for both directions.
    #[educe(Default = Duration::from_secs(90))]
    #[serde(rename = "TUNNEL_IDLE_TIMEOUT", with = "fields::seconds")]
    pub tunnel_idle: Duration,
    /// Further trusted certificates (PEM), for https upstreams with a private CA.
    #[serde(rename = "UPSTREAM_CA_FILE")]
    pub ca_file: Option<PathBuf>,
}

/// The timeouts of an exchange.
#[derive(Debug, Clone, Copy, Educe, Serialize, Deserialize)]
#[educe(Default)]
pub struct Timeouts {
    /// To connect, TLS handshake included.
    #[educe(Default = Duration::from_secs(5))]
    #[serde(rename = "UPSTREAM_CONNECT_TIMEOUT", with = "fields::seconds")]
    pub connect: Duration,
    /// While the upstream neither reads the request nor responds.
    #[educe(Default = Duration::from_secs(60))]
    #[serde(rename = "UPSTREAM_TIMEOUT", with = "fields::seconds")]
    pub first_byte: Duration,
    /// Between two reads of a response.
    #[educe(Default = Duration::from_secs(60))]
    #[serde(rename = "UPSTREAM_IDLE_TIMEOUT", with = "fields::seconds")]
    pub idle: Duration,
    /// Between two reads of a request body.
    #[educe(Default = Duration::from_secs(30))]
    #[serde(rename = "BODY_TIMEOUT", with = "fields::seconds")]
    pub body: Duration,
    /// The minimum average rate of a request body, in bytes per second; 0 for no minimum.
    #[educe(Default = 500)]
    #[serde(rename = "BODY_MIN_RATE", deserialize_with = "fields::count")]
    pub body_rate: u64,
    /// For the whole request; 0 for no limit.
    #[educe(Default = Some(Duration::from_secs(3600)))]
    #[serde(rename = "REQUEST_TIMEOUT", with = "fields::seconds_or_never")]
    pub total: Option<Duration>,
}

/// Active health probes.
#[derive(Debug, Clone, Copy, Educe, Serialize, Deserialize)]
#[educe(Default)]
pub struct ProbeConfig {
    /// The interval; 0 for no probes.
    #[educe(Default = Some(Duration::from_secs(5)))]
    #[serde(rename = "UPSTREAM_PROBE_INTERVAL", with = "fields::seconds_or_never")]
    pub interval: Option<Duration>,
    /// The timeout of a probe.
    #[educe(Default = Duration::from_secs(2))]
    #[serde(rename = "UPSTREAM_PROBE_TIMEOUT", with = "fields::seconds")]
    pub timeout: Duration,
    /// Consecutive failures until an instance is down.
    #[educe(Default = 3)]
    #[serde(
        rename = "UPSTREAM_PROBE_FAILURES",
        deserialize_with = "fields::positive"
    )]
    pub failures: u32,
    /// Consecutive successes until it is up again.
    #[educe(Default = 2)]
    #[serde(
        rename = "UPSTREAM_PROBE_PASSES",
        deserialize_with = "fields::positive"
    )]
    pub passes: u32,
}

/// Ejection of instances (outlier detection).
#[derive(Debug, Clone, Copy, Educe, Serialize, Deserialize)]
#[educe(Default)]
pub struct EjectionConfig {
    /// Consecutive failed requests until an instance is ejected.
    #[educe(Default = 3)]
    #[serde(
        rename = "UPSTREAM_EJECT_FAILURES",
        deserialize_with = "fields::positive"
    )]
    pub failures: u32,
    /// The duration of the first ejection; it doubles each time.
    #[educe(Default = Duration::from_secs(1))]
    #[serde(rename = "UPSTREAM_EJECT_TIME", with = "fields::seconds")]
    pub base: Duration,
    /// The maximum duration.
    #[educe(Default = Duration::from_secs(30))]
    #[serde(rename = "UPSTREAM_EJECT_MAX", with = "fields::seconds")]
    pub max: Duration,
}

impl UpstreamConfig {
    /// Reads the settings; problems are collected in `settings`.
    pub(crate) fn read(settings: &mut Settings, environment: Environment) -> Self {
        // In development there is no load balancer.
        let drain_delay = (!environment.is_development()).then_some(Duration::from_secs(5));
        Self {
            timeouts: settings.read(Timeouts::default()),
            probe: settings.read(ProbeConfig::default()),
            ejection: settings.read(EjectionConfig::default()),
            ..settings.read(Self {
                drain_delay,
                ..Self::default()
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (UpstreamConfig, String) {
        let mut settings = Settings::from_pairs(pairs.iter().copied());
        let config = UpstreamConfig::read(&mut settings, Environment::Development);
        let problems = settings.finish().err().map(|problems| problems.to_string());
        (config, problems.unwrap_or_default())
    }

    #[test]
    fn instances_are_separated_by_commas() {
        let (config, problems) = read(&[("BACKEND_URL", "http://a:1, https://b")]);
        assert_eq!(problems, "");
        assert_eq!(config.backend.to_string(), "http://a:1,https://b");
        assert_eq!(config.frontend.to_string(), "http://localhost:3000");
    }

    #[test]
    fn zero_disables_only_what_is_optional() {
        let (config, problems) =
            read(&[("UPSTREAM_PROBE_INTERVAL", "0"), ("REQUEST_TIMEOUT", "0")]);
        assert_eq!(problems, "");
        assert!(config.probe.interval.is_none() && config.timeouts.total.is_none());
        let names = [
            "UPSTREAM_TIMEOUT",
            "UPSTREAM_EJECT_FAILURES",
            "BODY_TIMEOUT",
        ];
        let (_, problems) = read(&names.map(|name| (name, "0")));
        assert_eq!(problems.lines().count(), 3, "{problems}");
        for bad in ["-1", "NaN", "86401", "soon"] {
            assert_ne!(read(&[("UPSTREAM_TIMEOUT", bad)]).1, "", "{bad}");
        }
    }
}
