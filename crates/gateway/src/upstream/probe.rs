//! Asks every instance now and then whether it is there: one prober for the whole process.
//!
//! Which status it gives is no matter of being there, as long as it is not its own kind of "I
//! cannot": a web app on a CDN knows no `/health/live`.

use std::sync::Arc;
use std::time::Duration;

use actix_web::rt::task::JoinHandle;
use awc::error::{ConnectError, SendRequestError};
use awc::{Client, Connector};
use rand::RngExt as _;
use tokio::time::sleep;

use super::{Group, Instance, UpstreamConfig};

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

/// What asks: a plain client will do, as nothing but the status is of interest.
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

/// The probing of one instance.
struct Probe {
    instance: Arc<Instance>,
    client: Client,
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
        let question = format!("{}/health/live", self.instance.origin());
        match self.client.get(question).force_close().send().await {
            Ok(answer) if answer.status().is_server_error() => Err("answers with errors"),
            Ok(_) => Ok(()),
            Err(SendRequestError::Timeout | SendRequestError::Connect(ConnectError::Timeout)) => {
                Err("no answer in time")
            }
            Err(_) => Err("not reachable"),
        }
    }
}

/// Up to a fifth more or less, so that many gateways do not ask all at once.
fn jittered(pause: Duration) -> Duration {
    pause.mul_f64(rand::rng().random_range(0.8..1.2))
}
