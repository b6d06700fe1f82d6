//! The one way out: whatever is reported is cleaned here, right before it is sent.
//!
//! Sentry's hooks see events and not traces; an envelope has either.

use std::sync::Arc;
use std::time::Duration;

use sentry::protocol::EnvelopeItem;
use sentry::transports::{UreqHttpTransport, UreqHttpTransportOptions};
use sentry::{Envelope, Transport, TransportFactory, TransportOptions};
use serde::Serialize;
use serde::de::DeserializeOwned;

use ureq::Agent;

use super::clean;

/// How long it may take to send something.
const PATIENCE: Duration = Duration::from_secs(10);

/// Sends what is cleaned over HTTPS.
pub(super) struct Cleaning;

impl TransportFactory for Cleaning {
    fn create_transport_with_options(&self, options: TransportOptions) -> Arc<dyn Transport> {
        // A report that cannot be sent soon makes room for the next one.
        let agent = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .build()
            .new_agent();
        let inner = UreqHttpTransportOptions::from(options)
            .with_agent(agent)
            .build();
        Arc::new(Cleaned { inner })
    }
}

struct Cleaned {
    inner: UreqHttpTransport,
}

impl Transport for Cleaned {
    fn send_envelope(&self, envelope: Envelope) {
        // What the envelope itself says of its content is left behind.
        let mut clean = Envelope::new();
        for item in envelope.into_items() {
            let item = match item {
                EnvelopeItem::Event(event) => cleaned(*event),
                EnvelopeItem::Transaction(trace) => cleaned(*trace),
                // We make nothing else.
                _ => None,
            };
            if let Some(item) = item {
                clean.add_item(item);
            }
        }
        if clean.items().next().is_some() {
            self.inner.send_envelope(clean);
        }
    }

    fn flush(&self, timeout: Duration) -> bool {
        self.inner.flush(timeout)
    }

    fn shutdown(&self, timeout: Duration) -> bool {
        self.inner.shutdown(timeout)
    }
}

fn cleaned<T: Serialize + DeserializeOwned + Into<EnvelopeItem>>(
    report: T,
) -> Option<EnvelopeItem> {
    let outcome = serde_json::to_value(report).and_then(|mut report| {
        clean::report(&mut report);
        serde_json::from_value::<T>(report)
    });
    if let Err(error) = &outcome {
        tracing::warn!(%error, "a report could not be cleaned: it is not sent");
    }
    Some(outcome.ok()?.into())
}
