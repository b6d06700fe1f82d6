//! Active health probes of every instance: one prober per process.
//!
//! Any status below 500 is a success: a web app on a CDN has no `/health/live`.

use std::sync::Arc;
use std::time::Duration;

use actix_web::rt::task::JoinHandle;
use awc::error::{ConnectError, SendRequestError};
use awc::{Client, Connector};
use rand::RngExt as _;
use tokio::time::sleep;

use super::{Group, Instance, UpstreamConfig};

/// The tasks that probe; dropping it stops them.
pub(crate) struct Prober(Vec<JoinHandle<()>>);

impl Prober {
    /// Starts probing the instances of these services, if an interval is set.
    pub(crate) fn start(
        groups: &[&Arc<Group>],
        config: &UpstreamConfig,
        tls: &Arc<rustls::ClientConfig>,
    ) -> Self {
        let Some(interval) = config.probe.interval else {
            return Self(Vec::new());
        };
        let client = client(config.probe.timeout, tls);
        let instances = groups.iter().flat_map(|group| group.instances());
        let tasks = instances.map(|instance| {
            let probe = Probe {
                instance: Arc::clone(instance),
                client: client.clone(),
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

/// The HTTP client of the probes; awc is sufficient, because only the status is read.
fn client(timeout: Duration, tls: &Arc<rustls::ClientConfig>) -> Client {
    let connector = Connector::new()
        .rustls_0_23(Arc::clone(tls))
        .timeout(timeout);
    Client::builder()
        .connector(connector)
        .disable_redirects()
        .timeout(timeout)
        .finish()
}

/// The probe of one instance.
struct Probe {
    instance: Arc<Instance>,
    client: Client,
}

impl Probe {
    async fn run(self, interval: Duration) {
        loop {
            let outcome = self.check().await;
            let health = self.instance.health();
            if health.record_probe(outcome) {
                let instance = self.instance.label();
                match outcome {
                    Ok(()) => tracing::info!(%instance, "an instance is back in service"),
                    Err(why) => tracing::warn!(%instance, why, "an instance is out of service"),
                }
            }
            sleep(jittered(health.probe_interval(interval))).await;
        }
    }

    /// Probes the instance, on a new connection.
    async fn check(&self) -> Result<(), &'static str> {
        let url = format!("{}/health/live", self.instance.origin());
        match self.client.get(url).force_close().send().await {
            Ok(response) if response.status().is_server_error() => Err("answers with errors"),
            Ok(_) => Ok(()),
            Err(SendRequestError::Timeout | SendRequestError::Connect(ConnectError::Timeout)) => {
                Err("no answer in time")
            }
            Err(_) => Err("not reachable"),
        }
    }
}

/// Adds a jitter of a fifth, so that several gateways do not probe at the same time.
fn jittered(interval: Duration) -> Duration {
    interval.mul_f64(rand::rng().random_range(0.8..1.2))
}
