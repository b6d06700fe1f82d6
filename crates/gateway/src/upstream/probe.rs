//! Asks every instance now and then whether it is there: one prober for the whole process.
//!
//! Which status it gives is no matter of being there, as long as it is not its own kind of "I
//! cannot": a web app on a CDN knows no `/health/live`.

use std::sync::Arc;
use std::time::Duration;

use actix_web::http::Method;
use actix_web::rt::task::JoinHandle;
use rand::RngExt as _;
use tokio::time::{Instant, sleep};

use super::config::{Patience, ProbeConfig};
use super::connection::Connector;
use super::exchange::{Sending, exchange};
use super::{Group, Instance, Timer, UpstreamConfig, Wire};
use crate::problem::ExchangeError;

/// The probes, until this is dropped.
pub(crate) struct Prober(Vec<JoinHandle<()>>);

impl Prober {
    /// Begins to probe the instances of these services, if there is an interval to do it in.
    pub(crate) fn start(
        groups: &[&Arc<Group>],
        config: &UpstreamConfig,
        tls: &Arc<rustls::ClientConfig>,
    ) -> Self {
        let Some(interval) = config.probe.interval else {
            return Self(Vec::new());
        };
        let instances = groups.iter().flat_map(|group| group.instances());
        let tasks = instances.map(|instance| {
            let probe = Probe {
                instance: Arc::clone(instance),
                connector: Connector::new(config.probe.timeout, Arc::clone(tls)),
                patience: patience(config),
                config: config.probe,
            };
            actix_web::rt::spawn(probe.run(interval))
        });
        Self(tasks.collect())
    }
}

impl Drop for Prober {
    fn drop(&mut self) {
        self.0.iter().for_each(JoinHandle::abort);
    }
}

fn patience(config: &UpstreamConfig) -> Patience {
    Patience {
        first_byte: config.probe.timeout,
        ..config.patience
    }
}

/// The probing of one instance.
struct Probe {
    instance: Arc<Instance>,
    connector: Connector,
    patience: Patience,
    config: ProbeConfig,
}

impl Probe {
    async fn run(self, interval: Duration) {
        loop {
            let outcome = self.ask().await;
            let standing = self.instance.standing();
            if standing.probed(outcome) {
                let instance = self.instance.label();
                match outcome {
                    Ok(()) => tracing::info!(%instance, "an instance is back in service"),
                    Err(why) => tracing::warn!(%instance, why, "an instance is out of service"),
                }
            }
            sleep(jittered(standing.probe_pause(interval))).await;
        }
    }

    /// Whether the instance is there, on a connection of its own.
    async fn ask(&self) -> Result<(), &'static str> {
        match self.status().await {
            Ok(status) if status >= 500 => Err("answers with errors"),
            Ok(_) => Ok(()),
            Err(ExchangeError::Late | ExchangeError::NoConnection) => Err("no answer in time"),
            Err(_) => Err("not reachable"),
        }
    }

    async fn status(&self) -> Result<u16, ExchangeError> {
        let origin = self.instance.origin();
        let mut wire = Wire::new(self.connector.connect(origin).await?);
        for part in [
            "GET /health/live HTTP/1.1\r\nhost: ",
            origin.authority(),
            "\r\nuser-agent: kpi-gateway\r\nconnection: close\r\n\r\n",
        ] {
            wire.write.extend_from_slice(part.as_bytes());
        }
        let end = Some(Instant::now() + self.config.timeout);
        let mut timer = Timer::default();
        let mut sending = Sending::new(None);
        let head = exchange(
            &mut wire,
            &mut sending,
            &Method::GET,
            &self.patience,
            end,
            &mut timer,
        );
        Ok(head.await?.status.as_u16())
    }
}

/// Up to a fifth more or less, so that many gateways do not ask all at once.
fn jittered(pause: Duration) -> Duration {
    pause.mul_f64(rand::rng().random_range(0.8..1.2))
}
