//! The settings of what stands behind the gateway: where it is, how long it may take, when an
//! instance is taken out of service.

use std::path::PathBuf;
use std::time::Duration;

use educe::Educe;
use kpi_common::config::{Environment, Settings, fields};
use serde::{Deserialize, Serialize};
use serde_with::{As, DisplayFromStr};

use super::Origins;

/// Where the services are, and how they are asked.
#[derive(Debug, Clone, Educe, Serialize, Deserialize)]
#[educe(Default)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub struct UpstreamConfig {
    /// The API: one instance or several, parted by commas.
    #[educe(Default = Origins::local(3001))]
    #[serde(rename = "BACKEND_URL", with = "As::<DisplayFromStr>")]
    pub backend: Origins,
    /// The web app: one instance or several, parted by commas.
    #[educe(Default = Origins::local(3000))]
    #[serde(rename = "FRONTEND_URL", with = "As::<DisplayFromStr>")]
    pub frontend: Origins,
    /// How long things may take.
    #[serde(skip)]
    pub patience: Patience,
    /// How long a connection without work is kept for the next request.
    #[educe(Default = Duration::from_secs(4))]
    #[serde(rename = "UPSTREAM_KEEP_ALIVE", with = "fields::seconds")]
    pub keep_alive: Duration,
    /// When instances are asked whether they are there.
    #[serde(skip)]
    pub probe: ProbeConfig,
    /// When an instance that fails requests gets none for a while.
    #[serde(skip)]
    pub ejection: EjectionConfig,
    /// How often one request may be sent to another instance: any that had not been sent, and GET,
    /// HEAD, OPTIONS, PUT and DELETE without a body whose connection broke.
    #[educe(Default = 2)]
    #[serde(rename = "UPSTREAM_RETRIES", deserialize_with = "fields::count")]
    pub retries: u32,
    /// How long requests are still taken after the signal to stop: a load balancer must see
    /// `/gateway/health` fail before connections are refused.
    #[serde(with = "fields::seconds_or_never")]
    pub drain_delay: Option<Duration>,
    /// How long a WebSocket tunnel may be silent in both directions.
    #[educe(Default = Duration::from_secs(90))]
    #[serde(rename = "TUNNEL_IDLE_TIMEOUT", with = "fields::seconds")]
    pub tunnel_idle: Duration,
    /// Certificates (PEM) trusted besides the public ones, for https upstreams of a private CA.
    #[serde(rename = "UPSTREAM_CA_FILE")]
    pub ca_file: Option<PathBuf>,
}

/// How long each step of an exchange may take.
#[derive(Debug, Clone, Copy, Educe, Serialize, Deserialize)]
#[educe(Default)]
pub struct Patience {
    /// For a connection to stand, TLS included.
    #[educe(Default = Duration::from_secs(5))]
    #[serde(rename = "UPSTREAM_CONNECT_TIMEOUT", with = "fields::seconds")]
    pub connect: Duration,
    /// For an upstream neither to take the next part of a request nor to begin its response.
    #[educe(Default = Duration::from_secs(60))]
    #[serde(rename = "UPSTREAM_TIMEOUT", with = "fields::seconds")]
    pub first_byte: Duration,
    /// Between two parts of a response.
    #[educe(Default = Duration::from_secs(60))]
    #[serde(rename = "UPSTREAM_IDLE_TIMEOUT", with = "fields::seconds")]
    pub idle: Duration,
    /// Between two parts of a request's body.
    #[educe(Default = Duration::from_secs(30))]
    #[serde(rename = "BODY_TIMEOUT", with = "fields::seconds")]
    pub body: Duration,
    /// Bytes each second that a body must keep up on average, once it is late; 0 asks for nothing.
    #[educe(Default = 500)]
    #[serde(rename = "BODY_MIN_RATE", deserialize_with = "fields::count")]
    pub body_rate: u64,
    /// For the whole exchange; 0 for no limit.
    #[educe(Default = Some(Duration::from_secs(3600)))]
    #[serde(rename = "REQUEST_TIMEOUT", with = "fields::seconds_or_never")]
    pub total: Option<Duration>,
}

/// Asking instances whether they are there.
#[derive(Debug, Clone, Copy, Educe, Serialize, Deserialize)]
#[educe(Default)]
pub struct ProbeConfig {
    /// How often; 0 for never.
    #[educe(Default = Some(Duration::from_secs(5)))]
    #[serde(rename = "UPSTREAM_PROBE_INTERVAL", with = "fields::seconds_or_never")]
    pub interval: Option<Duration>,
    /// How long a response may take.
    #[educe(Default = Duration::from_secs(2))]
    #[serde(rename = "UPSTREAM_PROBE_TIMEOUT", with = "fields::seconds")]
    pub timeout: Duration,
    /// So many failures in a row take an instance out of service.
    #[educe(Default = 3)]
    #[serde(
        rename = "UPSTREAM_PROBE_FAILURES",
        deserialize_with = "fields::positive"
    )]
    pub failures: u32,
    /// So many successes in a row bring it back.
    #[educe(Default = 2)]
    #[serde(
        rename = "UPSTREAM_PROBE_PASSES",
        deserialize_with = "fields::positive"
    )]
    pub passes: u32,
}

/// Taking an instance out of service for failing requests.
#[derive(Debug, Clone, Copy, Educe, Serialize, Deserialize)]
#[educe(Default)]
pub struct EjectionConfig {
    /// So many failures in a row do it.
    #[educe(Default = 3)]
    #[serde(
        rename = "UPSTREAM_EJECT_FAILURES",
        deserialize_with = "fields::positive"
    )]
    pub failures: u32,
    /// For how long the first time; each time after it is twice as long.
    #[educe(Default = Duration::from_secs(1))]
    #[serde(rename = "UPSTREAM_EJECT_TIME", with = "fields::seconds")]
    pub base: Duration,
    /// But never longer than this.
    #[educe(Default = Duration::from_secs(30))]
    #[serde(rename = "UPSTREAM_EJECT_MAX", with = "fields::seconds")]
    pub max: Duration,
}

impl UpstreamConfig {
    /// Reads every setting; what is wrong is collected in `settings`.
    pub(crate) fn read(settings: &mut Settings, environment: Environment) -> Self {
        // A developer has no load balancer.
        let drain_delay = (!environment.is_development()).then_some(Duration::from_secs(5));
        Self {
            patience: settings.read(Patience::default()),
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
    fn several_instances_are_parted_by_commas() {
        let (config, problems) = read(&[("BACKEND_URL", "http://a:1, https://b")]);
        assert_eq!(problems, "");
        assert_eq!(config.backend.to_string(), "http://a:1,https://b");
        assert_eq!(config.frontend.to_string(), "http://localhost:3000");
    }

    #[test]
    fn nought_turns_off_what_may_be_off_and_nothing_else() {
        let (config, problems) =
            read(&[("UPSTREAM_PROBE_INTERVAL", "0"), ("REQUEST_TIMEOUT", "0")]);
        assert_eq!(problems, "");
        assert!(config.probe.interval.is_none() && config.patience.total.is_none());
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
