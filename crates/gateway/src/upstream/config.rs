//! The settings of what stands behind the gateway: where it is, how long it may take, when an
//! instance is taken out of service.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use kpi_common::config::{Environment, Settings};

use super::Origins;

/// Where the services are, and how much patience they get.
#[derive(Debug, Clone)]
pub struct UpstreamConfig {
    /// The API: one instance or several.
    pub backend: Origins,
    /// The web app: one instance or several.
    pub frontend: Origins,
    /// How long things may take.
    pub patience: Patience,
    /// How long a connection without work is kept for the next request.
    pub keep_alive: Duration,
    /// When instances are asked whether they are there.
    pub probe: ProbeConfig,
    /// When an instance that fails requests gets none for a while.
    pub ejection: EjectionConfig,
    /// How often one request may be tried again.
    pub retries: u32,
    /// How long requests are still taken after the signal to stop.
    pub drain_delay: Duration,
    /// How long a WebSocket tunnel may be silent in both directions.
    pub tunnel_idle: Duration,
    /// Certificates (PEM) trusted besides the public ones, for https upstreams of a private CA.
    pub ca_file: Option<PathBuf>,
}

/// How long each step of an exchange may take.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For a connection to stand, TLS included.
    pub connect: Duration,
    /// For an upstream neither to take the next part of a request nor to begin its answer.
    pub first_byte: Duration,
    /// Between two parts of an answer.
    pub idle: Duration,
    /// Between two parts of a request's body.
    pub body: Duration,
    /// Bytes each second that a body must keep up on average, once it is late; 0 asks for nothing.
    pub body_rate: u64,
    /// For the whole exchange, if it has a limit.
    pub total: Option<Duration>,
}

/// Asking instances whether they are there.
#[derive(Debug, Clone, Copy)]
pub struct ProbeConfig {
    /// How often; never, if there is none.
    pub interval: Option<Duration>,
    /// How long an answer may take.
    pub timeout: Duration,
    /// So many failures in a row take an instance out of service.
    pub failures: u32,
    /// So many successes in a row bring it back.
    pub passes: u32,
}

/// Taking an instance out of service for failing requests.
#[derive(Debug, Clone, Copy)]
pub struct EjectionConfig {
    /// So many failures in a row do it.
    pub failures: u32,
    /// For how long the first time; each time after it is twice as long.
    pub base: Duration,
    /// But never longer than this.
    pub max: Duration,
}

impl UpstreamConfig {
    /// Reads every setting; what is wrong is collected in `settings`.
    pub(crate) fn read(settings: &mut Settings) -> Self {
        let expected =
            "origins such as http://localhost:3001, without a path, parted by commas if several";
        Self {
            backend: settings.parse_or("BACKEND_URL", Origins::local(3001), expected),
            frontend: settings.parse_or("FRONTEND_URL", Origins::local(3000), expected),
            patience: Patience::read(settings),
            keep_alive: seconds(settings, "UPSTREAM_KEEP_ALIVE", 4.0),
            probe: ProbeConfig::read(settings),
            ejection: EjectionConfig {
                failures: count(settings, "UPSTREAM_EJECT_FAILURES", 3),
                base: seconds(settings, "UPSTREAM_EJECT_TIME", 1.0),
                max: seconds(settings, "UPSTREAM_EJECT_MAX", 30.0),
            },
            retries: settings.parse_or("UPSTREAM_RETRIES", 2, "a number of retries"),
            drain_delay: drain_delay(settings),
            tunnel_idle: seconds(settings, "TUNNEL_IDLE_TIMEOUT", 90.0),
            ca_file: settings.text("UPSTREAM_CA_FILE").map(PathBuf::from),
        }
    }
}

impl Patience {
    fn read(settings: &mut Settings) -> Self {
        Self {
            connect: seconds(settings, "UPSTREAM_CONNECT_TIMEOUT", 5.0),
            first_byte: seconds(settings, "UPSTREAM_TIMEOUT", 60.0),
            idle: seconds(settings, "UPSTREAM_IDLE_TIMEOUT", 60.0),
            body: seconds(settings, "BODY_TIMEOUT", 30.0),
            body_rate: settings.parse_or("BODY_MIN_RATE", 500, "a number of bytes per second"),
            total: seconds_or_never(settings, "REQUEST_TIMEOUT", 3600.0),
        }
    }
}

impl ProbeConfig {
    fn read(settings: &mut Settings) -> Self {
        Self {
            interval: seconds_or_never(settings, "UPSTREAM_PROBE_INTERVAL", 5.0),
            timeout: seconds(settings, "UPSTREAM_PROBE_TIMEOUT", 2.0),
            failures: count(settings, "UPSTREAM_PROBE_FAILURES", 3),
            passes: count(settings, "UPSTREAM_PROBE_PASSES", 2),
        }
    }
}

/// A load balancer must see `/gateway/health` fail before connections are refused; a developer has
/// none.
fn drain_delay(settings: &mut Settings) -> Duration {
    let environment = Environment::read(settings);
    let default = if environment.is_development() {
        0.0
    } else {
        5.0
    };
    seconds_or_never(settings, "DRAIN_DELAY", default).unwrap_or_default()
}

fn count(settings: &mut Settings, name: &str, default: u32) -> u32 {
    let count = settings.parse_or(name, default, "a number from 1 on");
    if count == 0 {
        settings.problem(name, "\"0\" will not do; expected a number from 1 on");
        return default;
    }
    count
}

fn seconds(settings: &mut Settings, name: &str, default: f64) -> Duration {
    let span = settings.parse_or(name, Seconds(default), "a number of seconds above 0");
    if span.0 == 0.0 {
        settings.problem(
            name,
            "\"0\" will not do; expected a number of seconds above 0",
        );
    }
    Duration::from_secs_f64(span.0)
}

fn seconds_or_never(settings: &mut Settings, name: &str, default: f64) -> Option<Duration> {
    let expected = "a number of seconds, or 0 for never";
    let span = settings.parse_or(name, Seconds(default), expected);
    (span.0 > 0.0).then(|| Duration::from_secs_f64(span.0))
}

/// A time span as operators write it: seconds, with a fraction if need be.
#[derive(Debug, Clone, Copy)]
struct Seconds(f64);

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
            Ok(seconds) if (0.0..=A_DAY).contains(&seconds) => Ok(Self(seconds)),
            _ => Err(NoTime),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> (UpstreamConfig, String) {
        let mut settings = Settings::from_pairs(pairs.iter().copied());
        let config = UpstreamConfig::read(&mut settings);
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
